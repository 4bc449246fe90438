use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use crate::error::Code;
use crate::model::Decimal;

/// `value` as the integer that a decimal column of this precision and scale holds. The error is a code and what was
/// expected.
pub(super) fn scaled(value: Decimal, precision: u8, scale: u32, round: bool) -> Result<i128, (Code, String)> {
    let mut value = value.normalize();
    if value.scale() > scale {
        if !round {
            return Err((Code::OutOfRange, format!("a number with at most {scale} decimal places")));
        }
        value = value.round_dp_with_strategy(scale, MidpointAwayFromZero).normalize();
    }
    let unscaled = value.mantissa() * 10_i128.pow(scale - value.scale());
    if unscaled.unsigned_abs() < 10_u128.pow(u32::from(precision)) {
        Ok(unscaled)
    } else {
        let whole_digits = u32::from(precision) - scale;
        Err((Code::OutOfRange, format!("a number with at most {whole_digits} digits before the point")))
    }
}
