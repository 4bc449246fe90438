use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use crate::model::Decimal;

/// `1,425.17`: two decimals, thousands parted.
pub fn money(value: Decimal) -> String {
    grouped(value, 2)
}

/// As [`money`], with the number of decimals given.
pub fn grouped(value: Decimal, decimals: u32) -> String {
    let rounded = value.round_dp_with_strategy(decimals, MidpointAwayFromZero);
    let text = format!("{:.*}", decimals as usize, rounded.abs());
    let (whole, fraction) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::new();
    if rounded.is_sign_negative() && !rounded.is_zero() {
        out.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_rounds_half_away_from_zero() {
        let text = |mantissa, scale| money(Decimal::new(mantissa, scale));
        assert_eq!(text(1_234_567_005, 3), "1,234,567.01");
        assert_eq!(text(-99_995, 2), "-999.95");
        assert_eq!(text(-1, 3), "0.00");
        assert_eq!(text(123, 0), "123.00");
    }
}
