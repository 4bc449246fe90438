//! One price for each instant.

use udfs::error::Place;
use udfs::model::Span;
use udfs::{Code, Issue};

use super::feed::Found;
use super::quote::Quote;

/// Of prices that overlap the one of the shorter interval counts: sources publish quarter hours beside their means. The
/// same price twice is one; two prices of one interval are none.
pub fn reconcile(found: Vec<Found>) -> Vec<Found> {
    let (mut good, mut settled): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|found| found.read.is_ok());
    good.sort_by_key(|found| found.read.as_ref().ok().map(|quote| (minutes(quote), quote.span)));
    let mut taken = Taken::default();
    let mut by_span: Vec<Found> = Vec::new();
    for found in good {
        match by_span.last() {
            Some(last) if same_span(last, &found) => {
                if last.read != found.read {
                    settled.push(Found { read: Err(conflict(&found)), ..found });
                }
            }
            _ => by_span.push(found),
        }
    }
    for found in by_span {
        let Ok(quote) = &found.read else { continue };
        for span in taken.free(quote.span) {
            settled.push(Found { read: Ok(Quote { span, ..quote.clone() }), ..found.clone() });
        }
        taken.add(quote.span);
    }
    settled
}

/// What is left of a price around those entered by hand.
pub fn around(quote: &Quote, by_hand: &Taken) -> Vec<Quote> {
    by_hand.free(quote.span).into_iter().map(|span| Quote { span, ..quote.clone() }).collect()
}

/// Stretches of time, by start, without overlap.
#[derive(Debug, Clone, Default)]
pub struct Taken(std::collections::BTreeMap<udfs::model::Instant, udfs::model::Instant>);

impl Taken {
    /// All of it is taken from now on.
    pub fn add(&mut self, span: Span) {
        for free in self.free(span) {
            self.0.insert(free.start, free.end);
        }
    }

    /// The parts of a span that are not taken.
    fn free(&self, span: Span) -> Vec<Span> {
        let mut free = Vec::new();
        let mut from = span.start;
        let before = self.0.range(..span.start).next_back();
        for (start, end) in before.into_iter().chain(self.0.range(span.start..span.end)) {
            if *end <= from {
                continue;
            }
            if *start > from {
                free.push(Span { start: from, end: *start });
            }
            from = *end;
        }
        if from < span.end {
            free.push(Span { start: from, end: span.end });
        }
        free
    }
}

fn minutes(quote: &Quote) -> i64 {
    (quote.span.end - quote.span.start).num_minutes()
}

fn same_span(a: &Found, b: &Found) -> bool {
    matches!((&a.read, &b.read), (Ok(a), Ok(b)) if a.span == b.span)
}

fn conflict(found: &Found) -> Issue {
    let fix = "name the one that counts in the job, such as a sequence or payment method";
    Issue::error(Code::PriceOverlap, Place::new("price").key(&found.key), "another price for the same interval", fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{Unit, harness::instant};

    fn found(start: &str, end: &str, amount: i64) -> Found {
        let unit = Unit::parse("EUR/kWh").expect("a unit");
        let at = |hour: &str| instant(&format!("2026-01-05T{hour}:00Z"));
        Found::new(start, "", Quote::new(at(start), at(end), amount.into(), &unit))
    }

    fn shown(found: &[Found]) -> Vec<String> {
        let mut shown: Vec<String> = found
            .iter()
            .map(|found| match &found.read {
                Ok(q) => format!("{}-{} {}", q.span.start.format("%H:%M"), q.span.end.format("%H:%M"), q.rate),
                Err(issue) => format!("{} {}", found.key, issue.code),
            })
            .collect();
        shown.sort();
        shown
    }

    #[test]
    fn the_finer_price_counts_and_the_rest_of_the_longer_stays() {
        let mixed = vec![found("10:00", "11:00", 1), found("10:15", "10:30", 2), found("10:15", "10:30", 2)];
        assert_eq!(shown(&reconcile(mixed)), ["10:00-10:15 1", "10:15-10:30 2", "10:30-11:00 1"]);
    }

    #[test]
    fn two_prices_of_one_interval_are_told() {
        let two = vec![found("10:00", "11:00", 1), found("10:00", "11:00", 2), found("11:00", "12:00", 3)];
        assert_eq!(shown(&reconcile(two)), ["10:00 HS1305", "10:00-11:00 1", "11:00-12:00 3"]);
    }

    #[test]
    fn prices_keep_away_from_those_entered_by_hand() {
        let mut by_hand = Taken::default();
        for (start, end) in [("10:20", "10:40"), ("11:50", "13:00"), ("10:30", "10:45")] {
            by_hand.add(found(start, end, 0).read.expect("a quote").span);
        }
        let left = |start, end| {
            let quotes = around(&found(start, end, 5).read.expect("a quote"), &by_hand);
            shown(&quotes.into_iter().map(|quote| Found::new("", "", Ok(quote))).collect::<Vec<_>>())
        };
        assert_eq!(left("10:00", "12:00"), ["10:00-10:20 5", "10:45-11:50 5"]);
        assert_eq!(left("12:00", "12:30"), Vec::<String>::new());
        assert_eq!(left("10:30", "11:00"), ["10:45-11:00 5"]);
    }
}
