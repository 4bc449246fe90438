use crate::model::{Instant, Span};
use crate::row::{FromCell, Row};

/// Rows whose stretch of time touches a span. Of a row without a start or end, that side is open.
#[derive(Debug, Clone, Copy)]
pub struct During {
    pub start_column: &'static str,
    pub end_column: &'static str,
    pub span: Span,
}

impl During {
    pub fn has(&self, row: &Row) -> bool {
        let time = |name| row.get(name).and_then(|cell| Instant::from_cell(cell).ok());
        time(self.start_column).is_none_or(|start| start < self.span.end)
            && time(self.end_column).is_none_or(|end| end > self.span.start)
    }
}
