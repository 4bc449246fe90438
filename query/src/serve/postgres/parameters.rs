use chrono::{NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use datafusion_postgres::pgwire::api::Type;
use datafusion_postgres::pgwire::messages::extendedquery::Bind;

const FORMS: [&str; 2] = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];

/// Times that a client sends as text without an offset are of its session's zone. The library takes them for UTC.
pub fn in_zone(message: &mut Bind, types: &[Type], zone: Tz) {
    let formats = message.parameter_format_codes.clone();
    let is_text = |i: usize| match formats[..] {
        [] => true,
        [all] => all == 0,
        _ => formats.get(i) == Some(&0),
    };
    for (i, value) in message.parameters.iter_mut().enumerate() {
        if types.get(i) != Some(&Type::TIMESTAMPTZ) || !is_text(i) {
            continue;
        }
        let told = value.as_ref().and_then(|bytes| utc(std::str::from_utf8(bytes).ok()?, zone));
        if let Some(told) = told {
            *value = Some(told.into());
        }
    }
}

fn utc(text: &str, zone: Tz) -> Option<String> {
    let local = FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok())?;
    let at = zone.from_local_datetime(&local).earliest()?;
    Some(at.with_timezone(&Utc).format("%Y-%m-%d %H:%M:%S%.6f+00:00").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_an_offset_are_local() {
        let zone = chrono_tz::America::Chicago;
        assert_eq!(utc("2026-01-05 09:00:00", zone).as_deref(), Some("2026-01-05 15:00:00.000000+00:00"));
        assert_eq!(utc("2026-07-05T09:00:00.5", zone).as_deref(), Some("2026-07-05 14:00:00.500000+00:00"));
        assert_eq!(utc("2026-01-05 09:00:00+00", zone), None);
        // the hour that clocks skip
        assert_eq!(utc("2026-03-08 02:30:00", zone), None);
    }
}
