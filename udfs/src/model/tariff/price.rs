use super::super::{Decimal, Span};

/// A real-time price; may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price {
    pub span: Span,
    pub energy_rate_kwh: Decimal,
}

/// What real-time prices do where they cover the time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PriceMode {
    /// They replace the period's energy rate.
    #[default]
    Replace,
    /// They come on top of it.
    Add,
}
