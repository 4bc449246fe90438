use std::time::Duration;

use chrono::DateTime;
use udfs::model::Instant;

/// When a request is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// In all, the first one too.
    pub tries: u32,
    pub base: Duration,
    pub longest: Duration,
    /// What a server may ask for at most.
    pub longest_asked: Duration,
    /// All waiting for one request together.
    pub budget: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            tries: 5,
            base: Duration::from_secs(1),
            longest: Duration::from_secs(60),
            longest_asked: Duration::from_secs(300),
            budget: Duration::from_secs(600),
        }
    }
}

impl Retry {
    /// How long to wait after the given failed try (from 0): what the server asks for, else anything up to a limit that
    /// doubles from try to try, drawn so that clients which failed together do not come back together.
    pub fn pause(&self, attempt: u32, asked: Option<Duration>, draw: u64) -> Duration {
        if let Some(asked) = asked {
            return asked.min(self.longest_asked);
        }
        let limit = self.base.saturating_mul(2_u32.saturating_pow(attempt.min(16))).min(self.longest);
        let millis = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(draw % millis.saturating_add(1))
    }
}

/// `Retry-After`: seconds, or an HTTP date.
pub fn retry_after(header: &str, now: Instant) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::<chrono::Utc>::from(httpdate::parse_http_date(header).ok()?);
    Some((at - now).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit_and_are_drawn_from_the_whole_range() {
        let retry = Retry::default();
        let most = |attempt| (0..2_000).map(|draw| retry.pause(attempt, None, draw * 37)).max().unwrap_or_default();
        let least = |attempt| (0..2_000).map(|draw| retry.pause(attempt, None, draw * 37)).min().unwrap_or_default();
        assert!(most(0) <= Duration::from_secs(1) && most(0) > Duration::from_millis(900));
        assert!(most(2) <= Duration::from_secs(4) && most(2) > Duration::from_millis(3_600));
        assert!(most(30) <= Duration::from_secs(60));
        assert!(least(3) < Duration::from_millis(400));
    }

    #[test]
    fn what_the_server_asks_for_wins_within_reason() {
        let retry = Retry::default();
        assert_eq!(retry.pause(0, Some(Duration::from_secs(17)), 5), Duration::from_secs(17));
        assert_eq!(retry.pause(0, Some(Duration::from_secs(86_400)), 5), Duration::from_secs(300));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2026-01-05T06:00:00Z".parse().expect("a time");
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Mon, 05 Jan 2026 06:00:30 GMT", now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Mon, 05 Jan 2026 05:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
    }
}
