use chrono::DateTime;
use chrono::TimeDelta;
use udfs::model::{Decimal, Instant};

/// `2026-02-16T23:00:00Z`, also without seconds. A time without an offset is none.
pub fn instant(text: &str) -> Option<Instant> {
    let text = text.trim();
    let at = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"));
    at.ok().map(|at| at.to_utc())
}

/// Seconds since 1970.
pub fn of_seconds(seconds: Decimal) -> Option<Instant> {
    let seconds = Some(seconds).filter(|seconds| seconds.fract().is_zero())?;
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)
}

/// Milliseconds since 1970.
pub fn of_millis(millis: Decimal) -> Option<Instant> {
    let millis = Some(millis).filter(|millis| millis.fract().is_zero())?;
    DateTime::from_timestamp_millis(i64::try_from(millis).ok()?)
}

/// `PT15M`, `PT1H30M`, `P1D`, `PT0S`; months and years have no fixed length.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let (date, time) = text.trim().strip_prefix('P').map(|rest| rest.split_once('T').unwrap_or((rest, "")))?;
    let days = parts(date, &[('W', 604_800), ('D', 86_400)])?;
    let seconds = days.checked_add(parts(time, &[('H', 3_600), ('M', 60), ('S', 1)])?)?;
    TimeDelta::try_seconds(seconds).filter(|_| !(date.is_empty() && time.is_empty()))
}

fn parts(text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut rest = text;
    let mut seconds = 0_i64;
    for (letter, of_one) in units {
        if let Some((number, after)) = rest.split_once(*letter) {
            seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(*of_one)?)?;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_of_fixed_length() {
        let seconds = |text| duration(text).map(|duration| duration.num_seconds());
        assert_eq!(seconds("PT15M"), Some(900));
        assert_eq!(seconds("P1DT1H30M5S"), Some(91_805));
        assert_eq!(seconds("P2W"), Some(1_209_600));
        for text in ["P1M", "P1Y", "15M", "PT", "P", "PT1X", "PTM", "PT99999999999999999999H"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn times_have_an_offset() {
        assert_eq!(instant("2026-02-16T23:00Z"), instant("2026-02-17T00:00:00+01:00"));
        assert_eq!(instant("2026-02-16T23:00"), None);
        assert_eq!(of_seconds(1_767_225_600.into()), instant("2026-01-01T00:00:00Z"));
        assert_eq!(of_seconds(Decimal::MAX), None);
    }
}
