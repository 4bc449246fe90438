use crate::model::{Decimal, Span};

/// What a meter says of a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadRow {
    pub span: Span,
    /// Mean power.
    pub kw: Decimal,
    /// Mean reactive power; `None`: not measured.
    pub kvar: Option<Decimal>,
}

impl From<(Span, Decimal)> for LoadRow {
    fn from((span, kw): (Span, Decimal)) -> Self {
        Self { span, kw, kvar: None }
    }
}
