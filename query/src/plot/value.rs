use rust_decimal::prelude::ToPrimitive;
use udfs::model::Decimal;

/// For drawing only.
pub(super) fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}
