use super::series::Series;
use crate::model::{DemandAllocation, Span, Tariff};
use crate::tariff::{Calendar, Segment};

/// A metered load under a tariff: what every charge is evaluated over.
#[derive(Debug)]
pub struct Metered<'a> {
    pub tariff: &'a Tariff,
    pub calendar: &'a Calendar,
    /// What is billed.
    pub span: Span,
    /// Stretches of one rate that fill the span.
    pub segments: &'a [Segment<'a>],
    pub series: &'a Series,
    pub allocation: DemandAllocation,
}
