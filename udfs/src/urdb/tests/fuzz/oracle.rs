//! The bill of a document straight from its matrices, hour by hour: no periods, charges or calendar in between.

use std::collections::BTreeMap;

use super::super::support::{cost, object};
use crate::model::{Cost, Decimal, Span, Tariff};
use crate::row::{Cell, Row};

/// 1 January 2018 is a Monday; two months of it are billed.
const DAYS: [usize; 2] = [31, 28];

/// Whether a bill could be compared; what differs is an error.
pub fn disagreement(text: &str, tariffs: &[Tariff], load: &[(Span, Decimal)]) -> Result<bool, String> {
    let [tariff] = tariffs else { return Ok(false) };
    let document = object(text);
    let document = match document.get("items") {
        Some(Cell::List(items)) => match &items[0] {
            Cell::Row(row) => row.clone(),
            _ => return Ok(false),
        },
        _ => document,
    };
    prices_are_there(&document, tariff)?;
    let cost = match cost(tariff, load) {
        Ok(cost) => cost,
        // a bill may refuse sizes, but only by name
        Err(issues) => return if issues.has_errors() { Ok(false) } else { Err(issues.to_string()) },
    };
    if tariff.demand_charges.iter().any(|charge| charge.window_minutes > 60) {
        return Ok(false);
    }
    let hourly: Vec<Decimal> = load.iter().flat_map(|(_, kw)| [*kw; 6]).collect();
    let bill = Bill { document: &document, kw: &hourly };
    for (kind, expected) in [("energy", bill.energy()), ("demand", bill.demand()), ("rider", bill.riders())] {
        agree(&cost, kind, expected)?;
    }
    Ok(true)
}

fn agree(cost: &Cost, kind: &str, expected: Decimal) -> Result<(), String> {
    let lines = cost.lines.iter().filter(|line| line.charge == kind);
    let (count, amount) = lines.fold((0u32, Decimal::ZERO), |(count, sum), line| (count + 1, sum + line.amount));
    let rounding =
        Decimal::new(5, 3) * Decimal::from(count) + Decimal::new(1, 4) + expected.abs() * Decimal::new(1, 18);
    if (amount - expected).abs() > rounding {
        return Err(format!("{kind} is {amount} instead of {expected}"));
    }
    Ok(())
}

fn number(row: &Row, name: &str) -> Decimal {
    match row.get(name) {
        Some(Cell::Number(number)) => *number,
        _ => Decimal::ZERO,
    }
}

/// Charges that a bill over two months does not show in full.
fn prices_are_there(document: &Row, tariff: &Tariff) -> Result<(), String> {
    let fixed: Decimal = tariff.fixed_charges.iter().map(|charge| charge.amount).sum();
    let of_document = number(document, "fixedmonthlycharge").max(number(document, "fixedchargefirstmeter"));
    let minimum: Decimal = tariff.minimum_charges.iter().map(|charge| charge.amount).sum();
    let names = ["mincharge", "minmonthlycharge", "monthlymincharge", "annualmincharge"];
    let minimum_of_document: Decimal = names.iter().map(|name| number(document, name)).sum();
    let reactive: Decimal = tariff.reactive_charges.iter().map(|charge| charge.rate_kvar).sum();
    let found = (fixed, minimum, reactive);
    let expected = (of_document, minimum_of_document, number(document, "demandreactivepowercharge"));
    if found == expected { Ok(()) } else { Err(format!("fixed, minimum, reactive: {found:?} instead of {expected:?}")) }
}

struct Bill<'a> {
    document: &'a Row,
    /// By hour of the two months.
    kw: &'a [Decimal],
}

fn list(cell: Option<&Cell>) -> &[Cell] {
    match cell {
        Some(Cell::List(cells)) => cells,
        _ => &[],
    }
}

fn index(cell: &Cell) -> usize {
    match cell {
        Cell::Number(number) => usize::try_from(*number).unwrap_or(usize::MAX),
        _ => usize::MAX,
    }
}

impl Bill<'_> {
    /// Hours of a month: hour of the load, and its index in the matrices.
    fn hours(&self, month: usize, weekday: &str, weekend: &str) -> Vec<(usize, usize)> {
        let first: usize = DAYS[..month].iter().sum();
        let mut hours = Vec::new();
        for day in first..first + DAYS[month] {
            let matrix = list(self.document.get(if day % 7 < 5 { weekday } else { weekend }));
            hours.extend((0..24).map(|hour| (day * 24 + hour, index(&list(matrix.get(month))[hour]))));
        }
        hours
    }

    fn tiers(&self, structure: &str, index: usize) -> Vec<Row> {
        let row = |cell: &Cell| match cell {
            Cell::Row(row) => row.clone(),
            _ => Row::default(),
        };
        list(list(self.document.get(structure)).get(index)).iter().map(row).collect()
    }

    /// `quantity` cut at the cumulative limits, times `scale`; the last tier takes what is left.
    fn priced(tiers: &[Row], quantity: Decimal, scale: Decimal) -> Decimal {
        let (mut below, mut sum) = (Decimal::ZERO, Decimal::ZERO);
        for (number_of_tier, tier) in tiers.iter().enumerate() {
            let is_last = number_of_tier + 1 == tiers.len();
            let limit = if is_last { quantity } else { number(tier, "max") * scale };
            let reached = limit.min(quantity).max(below);
            sum += (reached - below) * (number(tier, "rate") + number(tier, "adj"));
            below = reached;
        }
        sum
    }

    fn energy(&self) -> Decimal {
        let mut sum = Decimal::ZERO;
        for (month, days) in DAYS.into_iter().enumerate() {
            let hours = self.hours(month, "energyweekdayschedule", "energyweekendschedule");
            let highest = hours.iter().map(|(hour, _)| self.kw[*hour]).max().unwrap_or_default();
            let mut kwh: BTreeMap<usize, Decimal> = BTreeMap::new();
            for (hour, index) in hours {
                *kwh.entry(index).or_default() += self.kw[hour];
            }
            let all: Decimal = kwh.values().sum();
            for (index, kwh) in kwh.into_iter().filter(|_| !all.is_zero()) {
                let tiers = self.tiers("energyratestructure", index);
                let unit = match tiers.first().and_then(|tier| tier.get("unit")) {
                    Some(Cell::Text(unit)) => unit.as_str(),
                    _ => "",
                };
                let days = if unit.ends_with("daily") { Decimal::from(days) } else { Decimal::ONE };
                let kw = if unit.contains("/kW") { highest } else { Decimal::ONE };
                sum += Self::priced(&tiers, all, days * kw) * kwh / all;
            }
        }
        sum
    }

    fn demand(&self) -> Decimal {
        let (flat, tou) = (self.flat(), self.tou());
        let is_priced = |index: usize| {
            let tiers = self.tiers("flatdemandstructure", index);
            tiers.iter().any(|tier| !(number(tier, "rate") + number(tier, "adj")).is_zero())
        };
        let flat_has_price = list(self.document.get("flatdemandmonths")).iter().any(|cell| is_priced(index(cell)));
        let mut sum = Decimal::ZERO;
        for (structure, peaks, has_ratchet) in
            [("flatdemandstructure", flat, flat_has_price), ("demandratestructure", tou, !flat_has_price)]
        {
            for (index, of_month) in peaks {
                for (month, (peak, is_charged)) in of_month.iter().enumerate() {
                    let before = (month == 1).then_some(of_month[0].0);
                    let floor = if has_ratchet { self.ratchet(month, *peak, before) } else { Decimal::ZERO };
                    if *is_charged {
                        sum += Self::priced(&self.tiers(structure, index), (*peak).max(floor), Decimal::ONE);
                    }
                }
            }
        }
        sum
    }

    /// By index: the peak of each month, and whether the index is charged there.
    fn flat(&self) -> BTreeMap<usize, [(Decimal, bool); 2]> {
        let months: Vec<usize> = list(self.document.get("flatdemandmonths")).iter().map(index).collect();
        let mut peaks = BTreeMap::new();
        if self.document.get("flatdemandstructure").is_none() || months.is_empty() {
            return peaks;
        }
        let split = DAYS[0] * 24;
        let highest = |kw: &[Decimal]| kw.iter().copied().max().unwrap_or_default();
        let of_month = [highest(&self.kw[..split]), highest(&self.kw[split..])];
        for index in &months {
            peaks.insert(*index, [(of_month[0], months[0] == *index), (of_month[1], months[1] == *index)]);
        }
        peaks
    }

    fn tou(&self) -> BTreeMap<usize, [(Decimal, bool); 2]> {
        let mut peaks: BTreeMap<usize, [(Decimal, bool); 2]> = BTreeMap::new();
        let names = ["demandweekdayschedule", "demandweekendschedule"];
        let structure = list(self.document.get("demandratestructure"));
        if structure.is_empty() || names.iter().any(|name| list(self.document.get(name)).is_empty()) {
            return peaks;
        }
        for month in 0..2 {
            for (hour, index) in self.hours(month, names[0], names[1]) {
                let peak = &mut peaks.entry(index).or_default()[month];
                *peak = (peak.0.max(self.kw[hour]), true);
            }
        }
        peaks
    }

    /// Billed at least, in the first or second month; months before the first are not known.
    fn ratchet(&self, month: usize, own: Decimal, before: Option<Decimal>) -> Decimal {
        let by_month = match list(self.document.get("demandratchetpercentage")).get(month) {
            Some(Cell::Number(part)) => *part,
            _ => Decimal::ZERO,
        };
        let part = number(self.document, "lookbackpercent");
        if part.is_zero() {
            return by_month * before.unwrap_or_default();
        }
        let looked_at: Vec<bool> = list(self.document.get("lookbackmonths"))
            .iter()
            .map(|cell| matches!(cell, Cell::Bool(true)) || matches!(cell, Cell::Number(one) if *one == Decimal::ONE))
            .collect();
        if number(self.document, "lookbackrange") > Decimal::ZERO {
            return part * before.unwrap_or_default();
        }
        let of =
            |month: usize, peak: Decimal| if looked_at.get(month) == Some(&true) { peak * part } else { Decimal::ZERO };
        of(month, own).max(before.map_or(Decimal::ZERO, |peak| of(0, peak)))
    }

    fn riders(&self) -> Decimal {
        let rates = list(self.document.get("fueladjustmentsmonthly"));
        let split = DAYS[0] * 24;
        let kwh = [self.kw[..split].iter().sum::<Decimal>(), self.kw[split..].iter().sum()];
        let rate = |cell: Option<&Cell>| match cell {
            Some(Cell::Number(rate)) => *rate,
            _ => Decimal::ZERO,
        };
        kwh.into_iter().enumerate().map(|(month, kwh)| kwh * rate(rates.get(month))).sum()
    }
}
