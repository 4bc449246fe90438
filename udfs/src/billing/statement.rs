use std::collections::{BTreeMap, BTreeSet};

use super::charge::cents;
use crate::model::{BillLine, Cost, Decimal, Tariff};

/// The parts of a billing month's total.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthStatement {
    /// `2026-01`.
    pub month: String,
    pub parts: Parts,
}

/// A bill by kind of charge. All parts add up to the total, which is that of the bill's lines.
///
/// Each part is rounded once for all its lines, of which a month has many. What rounding line by line adds is a part of
/// its own or, where a minimum is charged, of the minimum: that is held against the rounded lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    pub energy: Decimal,
    /// Of demand charges without hours of their own.
    pub demand_any_time: Decimal,
    /// Of demand charges with hours, of categories with a demand rate, and of critical peaks.
    pub demand_tou: Decimal,
    pub coincident: Decimal,
    pub reactive: Decimal,
    /// Of a plan's other fuels; none on a utility's bill.
    pub fuel: Decimal,
    pub fixed: Decimal,
    /// Adjustments on energy, demand or all charges.
    pub rider: Decimal,
    pub minimum: Decimal,
    pub tax: Decimal,
    pub rounding: Decimal,
    pub total: Decimal,
}

impl Parts {
    /// Each with its name, in the order of a bill, the total left out.
    pub fn named(&self) -> [(&'static str, Decimal); 11] {
        [
            ("energy", self.energy),
            ("demand_any_time", self.demand_any_time),
            ("demand_tou", self.demand_tou),
            ("coincident", self.coincident),
            ("reactive", self.reactive),
            ("fuel", self.fuel),
            ("fixed", self.fixed),
            ("rider", self.rider),
            ("minimum", self.minimum),
            ("tax", self.tax),
            ("rounding", self.rounding),
        ]
    }

    /// All demand charges.
    pub fn demand(&self) -> Decimal {
        self.demand_any_time + self.demand_tou
    }

    fn add(&mut self, line: &BillLine, any_time: &AnyTime<'_>) {
        let part = match line.charge.as_str() {
            "energy" => &mut self.energy,
            "demand" if any_time.has(&line.category) => &mut self.demand_any_time,
            "demand" => &mut self.demand_tou,
            "coincident" => &mut self.coincident,
            "reactive" => &mut self.reactive,
            "fuel" => &mut self.fuel,
            "fixed" => &mut self.fixed,
            "rider" => &mut self.rider,
            "minimum" => &mut self.minimum,
            _ => &mut self.tax,
        };
        // of a part of a month's charge, the rate is for the whole
        let exact = line.rate.map(|rate| rate * line.quantity).filter(|exact| cents(*exact) == line.amount);
        *part += exact.unwrap_or(line.amount);
        self.total += line.amount;
    }

    fn settled(self) -> Self {
        let rounded = Self {
            energy: cents(self.energy),
            demand_any_time: cents(self.demand_any_time),
            demand_tou: cents(self.demand_tou),
            coincident: cents(self.coincident),
            reactive: cents(self.reactive),
            fuel: cents(self.fuel),
            fixed: cents(self.fixed),
            rider: cents(self.rider),
            minimum: cents(self.minimum),
            tax: cents(self.tax),
            ..self
        };
        let parts: Decimal = rounded.named().iter().map(|(_, amount)| amount).sum();
        let rounding = rounded.total - parts;
        match rounded.minimum.is_zero() {
            true => Self { rounding, ..rounded },
            false => Self { minimum: rounded.minimum + rounding, ..rounded },
        }
    }
}

/// The demand charges that apply at any time, by name.
struct AnyTime<'a>(BTreeSet<&'a str>);

impl<'a> AnyTime<'a> {
    fn of(tariffs: &'a [Tariff]) -> Self {
        let charges = tariffs.iter().flat_map(|tariff| &tariff.demand_charges);
        let mut names: BTreeSet<&str> =
            charges.filter(|charge| charge.hours.is_none()).map(|charge| charge.name.as_str()).collect();
        for period in tariffs.iter().flat_map(|tariff| &tariff.periods) {
            if period.demand_rate_kw.is_some() {
                names.remove(period.period_category.as_str());
            }
        }
        Self(names)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// The bill by month. `tariffs` are those that it was made by, one or several versions.
pub fn by_month(tariffs: &[Tariff], cost: &Cost) -> Vec<MonthStatement> {
    let any_time = AnyTime::of(tariffs);
    let mut months: BTreeMap<&str, Parts> = BTreeMap::new();
    for line in &cost.lines {
        months.entry(&line.month).or_default().add(line, &any_time);
    }
    months
        .into_iter()
        .map(|(month, parts)| MonthStatement { month: month.to_string(), parts: parts.settled() })
        .collect()
}

/// The bill as a whole.
pub fn parts(tariffs: &[Tariff], cost: &Cost) -> Parts {
    let any_time = AnyTime::of(tariffs);
    let mut parts = Parts::default();
    for line in &cost.lines {
        parts.add(line, &any_time);
    }
    parts.settled()
}
