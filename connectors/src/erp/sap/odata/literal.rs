//! Values as `$filter` has them; how a time is written depends on its property's type.

use chrono::SecondsFormat;
use chrono_tz::Tz;
use udfs::model::Instant;

/// A text; a quote in it is doubled.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// An instant for a property of an EDM type; a text holds the digits of the system's clock.
pub fn instant(at: Instant, edm_type: &str, system_zone: Tz) -> String {
    match edm_type {
        "Edm.DateTimeOffset" => format!("datetimeoffset'{}'", at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        "Edm.DateTime" => format!("datetime'{}'", at.with_timezone(&system_zone).format("%Y-%m-%dT%H:%M:%S")),
        _ => format!("'{}'", at.with_timezone(&system_zone).format("%Y%m%d%H%M%S")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_its_type_asks() {
        let at: Instant = "2026-01-05T06:00:00Z".parse().expect("a time");
        let zone: Tz = "Europe/Berlin".parse().expect("a zone");
        assert_eq!(instant(at, "Edm.String", zone), "'20260105070000'");
        assert_eq!(instant(at, "Edm.DateTime", zone), "datetime'2026-01-05T07:00:00'");
        assert_eq!(instant(at, "Edm.DateTimeOffset", zone), "datetimeoffset'2026-01-05T06:00:00Z'");
        assert_eq!(quoted("O'Neil"), "'O''Neil'");
    }
}
