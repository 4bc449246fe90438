use super::check::wall_clock;
use super::clock::Clock;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Price;

/// Real-time prices, sorted and free of overlaps. Where they cover the time they replace the period's energy rate, or come
/// on top of it; the category, and with it the demand charge, stays that of the period.
#[derive(Debug, Clone, Default)]
pub(super) struct Prices(Vec<Price>);

impl Prices {
    pub fn new(prices: &[Price], clock: &Clock) -> Result<Self, Issues> {
        let issues = overlaps(prices, clock);
        if issues.has_errors() {
            return Err(issues);
        }
        let mut sorted: Vec<Price> = prices.iter().filter(|price| price.span.start < price.span.end).copied().collect();
        sorted.sort();
        Ok(Self(sorted))
    }

    pub fn rows(&self) -> &[Price] {
        &self.0
    }

    #[inline]
    pub fn index(&self, utc: i64) -> Option<usize> {
        let index = self.0.partition_point(|price| price.span.end.timestamp() <= utc);
        self.0.get(index).filter(|price| price.span.start.timestamp() <= utc).map(|_| index)
    }

    /// The price in force, and when that changes.
    pub fn at(&self, utc: i64) -> (Option<&Price>, i64) {
        let index = self.0.partition_point(|price| price.span.end.timestamp() <= utc);
        match self.0.get(index) {
            None => (None, i64::MAX),
            Some(price) if price.span.start.timestamp() <= utc => (Some(price), price.span.end.timestamp()),
            Some(price) => (None, price.span.start.timestamp()),
        }
    }
}

/// Prices that cover the same time: each named with the row before it.
pub(super) fn overlaps(prices: &[Price], clock: &Clock) -> Issues {
    let mut rows: Vec<(usize, &Price)> = prices.iter().enumerate().filter(|(_, p)| p.span.start < p.span.end).collect();
    rows.sort_by_key(|(row, price)| (price.span, *row));
    let mut issues = Issues::default();
    let mut reaching = rows.first().copied();
    for (row, price) in rows.into_iter().skip(1) {
        if let Some((earlier, last)) = reaching.filter(|(_, last)| price.span.start < last.span.end) {
            let message = format!(
                "the price from {} starts before prices[{earlier}] ends at {}",
                wall_clock(clock, price.span.start),
                wall_clock(clock, last.span.end)
            );
            let place = Place::new("tariff.prices").row(row).column("start");
            issues.push(Issue::error(Code::PriceOverlap, place, message, "keep one price for each instant"));
        }
        if reaching.is_none_or(|(_, last)| last.span.end < price.span.end) {
            reaching = Some((row, price));
        }
    }
    issues
}
