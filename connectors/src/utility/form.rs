use chrono::SecondsFormat;
use serde::Deserialize;
use udfs::model::{Decimal, Instant};

use crate::market::time::{instant, of_millis, of_seconds};

/// How an interface writes a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeForm {
    /// `2026-01-05T06:00:00Z`, or with another offset.
    #[default]
    Iso,
    /// `202601050600`, UTC; only in requests.
    Minute,
    /// `2026-01-05`, UTC; only in requests.
    Date,
    Seconds,
    Millis,
}

impl TimeForm {
    pub fn write(self, at: Instant) -> String {
        match self {
            TimeForm::Iso => at.to_rfc3339_opts(SecondsFormat::Secs, true),
            TimeForm::Minute => at.format("%Y%m%d%H%M").to_string(),
            TimeForm::Date => at.format("%Y-%m-%d").to_string(),
            TimeForm::Seconds => at.timestamp().to_string(),
            TimeForm::Millis => at.timestamp_millis().to_string(),
        }
    }

    pub fn read(self, text: &str) -> Option<Instant> {
        let number = || text.trim().parse::<Decimal>().ok();
        match self {
            TimeForm::Seconds => number().and_then(of_seconds),
            TimeForm::Millis => number().and_then(of_millis),
            _ => instant(text),
        }
    }
}
