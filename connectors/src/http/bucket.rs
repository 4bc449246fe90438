use std::collections::HashMap;
use std::time::Duration;

use udfs::model::Instant;

/// Requests that may be sent at once before the rate counts.
const BURST: f64 = 5.0;

/// Lets only so many requests a minute go to each host.
#[derive(Debug, Default)]
pub struct Buckets(HashMap<String, Bucket>);

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

impl Buckets {
    /// Takes a token; how long to wait before it may be used.
    pub fn take(&mut self, host: &str, per_minute: u32, now: Instant) -> Duration {
        let rate = f64::from(per_minute) / 60.0;
        let most = BURST.min(f64::from(per_minute)).max(1.0);
        let bucket = self.0.entry(host.into()).or_insert(Bucket { tokens: most, filled_at: now });
        let passed = (now - bucket.filled_at).to_std().unwrap_or_default();
        bucket.tokens = (bucket.tokens + passed.as_secs_f64() * rate).min(most) - 1.0;
        bucket.filled_at = now;
        if bucket.tokens >= 0.0 { Duration::ZERO } else { Duration::from_secs_f64(-bucket.tokens / rate) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_goes_at_once_and_the_rest_at_the_rate() {
        let mut buckets = Buckets::default();
        let now = "2026-01-05T06:00:00Z".parse().expect("a time");
        let waits: Vec<_> = (0..7).map(|_| buckets.take("a", 60, now).as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2]);
        assert_eq!(buckets.take("b", 60, now), Duration::ZERO, "each host has its own");
        let later = now + chrono::TimeDelta::seconds(600);
        assert_eq!(buckets.take("a", 60, later), Duration::ZERO);
    }

    #[test]
    fn a_rate_below_the_burst_has_no_larger_one() {
        let mut buckets = Buckets::default();
        let now = "2026-01-05T06:00:00Z".parse().expect("a time");
        let waits: Vec<_> = (0..3).map(|_| buckets.take("a", 1, now).as_secs()).collect();
        assert_eq!(waits, [0, 60, 120]);
    }
}
