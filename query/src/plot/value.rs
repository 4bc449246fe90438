use rust_decimal::prelude::ToPrimitive;
use udfs::model::Decimal;

/// For drawing only.
pub(super) fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

/// The step of an axis with at most `most` steps up to `top`: 1, 2 or 5 times a power of ten.
pub(super) fn nice_step(top: f64, most: f64) -> f64 {
    let raw = (top / most).max(1e-9);
    let power = 10f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= raw * 0.999)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        for (top, step) in [(540.0, 100.0), (2000.0, 500.0), (0.7, 0.2), (5.0, 1.0)] {
            assert!((nice_step(top, 6.0) - step).abs() < 1e-9, "{top}: {}", nice_step(top, 6.0));
        }
    }
}
