use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::fields::{named, text_of};
use super::tariff::{FURTHER_CHARGES, stored_tariff};
use crate::billing;
use crate::document::tariff as document;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{DemandCharge, Span, Tariff};
use crate::provenance::hash_json;
use crate::row::{Cell, Row, cell_to_json};
use crate::store::{Change, MemoryStore, Store};
use crate::tables::{DEMAND_CHARGES, ENERGY_PRICES, FIXED_CHARGES, HOLIDAYS, TARIFF_PERIODS, TARIFFS, Table};
use crate::tariff::{Calendar, Clock};

/// The rows of a tariff, once nothing is wrong with it: every instant has one rate, and the tables hold all of it.
///
/// `system` and `reference` say where it came from.
pub fn tariff_changes(
    store: &dyn Store,
    tenant: &str,
    tariff: &Tariff,
    system: &str,
    reference: &str,
) -> Result<Vec<Change>, Issues> {
    let mut issues = check(tariff);
    let hash = hash_json(&cell_to_json(&Cell::Row(document::write(tariff))));
    let writer = Writer { tenant, tariff, system, reference, hash };
    let changes = writer.changes();
    if !issues.has_errors() {
        match restored(tenant, tariff, &changes) {
            Ok(same) if same == sorted(tariff) => {}
            Ok(_) => {
                let message = "the tables cannot hold all of this tariff";
                let fix = "bill it from its document with heatsched bill --tariff";
                issues.push(Issue::error(Code::NotRepresentable, place(tariff), message, fix));
            }
            Err(found) => issues.extend(found),
        }
        issues.extend(left_over(store, tenant, tariff, &changes)?);
    }
    issues.into_result(changes).map(|(changes, _)| changes)
}

fn place(tariff: &Tariff) -> Place {
    Place::new("tariff").key(&tariff.tariff_id)
}

fn check(tariff: &Tariff) -> Issues {
    let mut issues = Issues::default();
    let mut refuse = |code, column: &str, message: String, fix: &str| {
        issues.push(Issue::error(code, place(tariff).column(column), message, fix));
    };
    if tariff.currency.is_none() {
        refuse(Code::MissingField, "currency", "no currency".into(), "give one such as USD");
    }
    if tariff.time_zone.is_none() {
        let fix = "give the zone of its hours, such as America/Chicago";
        refuse(Code::MissingField, "time_zone", "no time zone".into(), fix);
    }
    let to_date = tariff.demand_charges.iter().any(|charge| !charge.month_to_date_peak_kw.is_zero());
    if to_date || !tariff.month_to_date_peaks.is_empty() {
        let message = "the peaks of a month to date are a schedule's, not the tariff's".into();
        let fix = "give them in schedules.month_to_date_peaks";
        refuse(Code::NotRepresentable, "month_to_date_peaks", message, fix);
    }
    let charges = tariff.demand_charges.iter().map(|charge| ("demand_charges", &charge.name));
    let fixed = tariff.fixed_charges.iter().map(|charge| ("fixed_charges", &charge.name));
    let mut seen = BTreeSet::new();
    for (part, name) in charges.chain(fixed) {
        if !seen.insert((part, name)) {
            let message = format!("two charges are called \"{name}\"");
            refuse(Code::DuplicateId, part, message, "give each charge a name of its own");
        }
    }
    if let Err(found) = billing::check_tariff(tariff).and_then(|()| every_instant_has_a_rate(tariff)) {
        issues.extend(found);
    }
    issues
}

/// Over the first year of the tariff; holes and overlaps repeat from year to year.
fn every_instant_has_a_rate(tariff: &Tariff) -> Result<(), Issues> {
    let zone = tariff.time_zone.unwrap_or(Tz::UTC);
    let always = Tariff { effective_date: None, expiry_date: None, billing_dates: BTreeSet::new(), ..tariff.clone() };
    let calendar = Calendar::new(&always, zone)?;
    let year = tariff.effective_date.map_or(2026, |date| date.year().clamp(1970, 2098));
    let start = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|date| Clock::new(zone).date_start(date));
    if let (Some(start), Some(end)) = (start(year), start(year + 1)) {
        calendar.segments(Span { start, end })?;
    }
    Ok(())
}

/// What reading the rows gives.
fn restored(tenant: &str, tariff: &Tariff, changes: &[Change]) -> Result<Tariff, Issues> {
    let store = MemoryStore::new();
    store.write(changes)?;
    stored_tariff(&store, tenant, &tariff.tariff_id).map(|tariff| sorted(&tariff))
}

/// With its charges by name, as tables keep them.
fn sorted(tariff: &Tariff) -> Tariff {
    let mut tariff = tariff.clone();
    tariff.demand_charges.sort_by(|a, b| a.name.cmp(&b.name));
    tariff.fixed_charges.sort_by(|a, b| a.name.cmp(&b.name));
    tariff.prices.sort_unstable();
    tariff
}

/// Rows of an earlier form of the tariff that the new one does not replace: they would stay in force.
fn left_over(store: &dyn Store, tenant: &str, tariff: &Tariff, changes: &[Change]) -> Result<Issues, Issues> {
    let mut issues = Issues::default();
    for table in [&TARIFF_PERIODS, &DEMAND_CHARGES, &FIXED_CHARGES, &HOLIDAYS, &ENERGY_PRICES] {
        let key = |row: &Row| -> Vec<Cell> {
            table.key.iter().map(|column| row.get(column).cloned().unwrap_or(Cell::Null)).collect()
        };
        let new: Vec<Vec<Cell>> =
            changes.iter().filter(|change| change.table.name == table.name).flat_map(|c| &c.rows).map(key).collect();
        let stored = store.read(table, &[("tenant_id", tenant), ("tariff_id", &tariff.tariff_id)])?;
        let left = stored.iter().map(key).filter(|key| !new.contains(key)).count();
        if left > 0 {
            let message = format!("{left} rows of the stored tariff are not in the new one, and would stay in force");
            let fix = "give the new tariff a tariff_id of its own";
            issues.push(Issue::error(Code::DuplicateId, Place::new(table.name).key(&tariff.tariff_id), message, fix));
        }
    }
    Ok(issues)
}

struct Writer<'a> {
    tenant: &'a str,
    tariff: &'a Tariff,
    system: &'a str,
    reference: &'a str,
    hash: String,
}

impl Writer<'_> {
    fn changes(&self) -> Vec<Change> {
        let periods = (1_u32..).zip(&self.tariff.periods).map(|(number, period)| {
            let mut row = document::write_period(period);
            row.0.push(("period_no".into(), Cell::Number(number.into())));
            self.row(json(months(row, "months"), &["energy_tiers", "demand_tiers"]))
        });
        let charges = self.tariff.demand_charges.iter().flat_map(demand_charge).map(|row| self.row(row));
        let fixed = self.tariff.fixed_charges.iter().map(|charge| self.row(document::write_fixed_charge(charge)));
        let holidays = self.tariff.holidays.iter().map(|day| self.row(named(vec![("holiday", Cell::Date(*day))])));
        let prices = self.tariff.prices.iter().map(|price| {
            let cells = vec![
                ("start", Cell::Time(price.span.start)),
                ("end", Cell::Time(price.span.end)),
                ("energy_rate_kwh", Cell::Number(price.energy_rate_kwh)),
            ];
            self.row(named(cells))
        });
        let change = |table: &'static Table, rows: Vec<Row>| Change { table, rows };
        let changes = vec![
            change(&TARIFFS, vec![self.row(self.header())]),
            change(&TARIFF_PERIODS, periods.collect()),
            change(&DEMAND_CHARGES, charges.collect()),
            change(&FIXED_CHARGES, fixed.collect()),
            change(&HOLIDAYS, holidays.collect()),
            change(&ENERGY_PRICES, prices.collect()),
        ];
        changes.into_iter().filter(|change| !change.rows.is_empty()).collect()
    }

    fn row(&self, mut row: Row) -> Row {
        row.0.retain(|(name, _)| name != "tariff_id");
        row.0.extend(
            named(vec![
                ("tenant_id", Cell::Text(self.tenant.into())),
                ("tariff_id", Cell::Text(self.tariff.tariff_id.clone())),
                ("source_system", Cell::Text(self.system.into())),
                ("source_reference", Cell::Text(self.reference.into())),
                ("provenance_hash", Cell::Text(self.hash.clone())),
            ])
            .0,
        );
        row
    }

    fn header(&self) -> Row {
        let whole = document::write(self.tariff);
        let further = whole.0.into_iter().filter(|(name, _)| FURTHER_CHARGES.contains(&name.as_str()));
        let further = Row(further.collect());
        let mut header = document::write_header(self.tariff);
        let zone = self.tariff.time_zone.map(|zone| Cell::Text(zone.name().into()));
        header.0.extend(
            named(vec![
                ("currency", self.tariff.currency.clone().map_or(Cell::Null, Cell::Text)),
                ("time_zone", zone.unwrap_or(Cell::Null)),
                ("further_charges", if further.0.is_empty() { Cell::Null } else { Cell::Row(further) }),
            ])
            .0,
        );
        json(header, &["further_charges"])
    }
}

/// One row a stretch of hours; number 0 where the charge applies at any time.
fn demand_charge(charge: &DemandCharge) -> Vec<Row> {
    let terms = document::write_demand_terms(charge);
    let cells = vec![
        ("name", Cell::Text(charge.name.clone())),
        ("rate_kw", Cell::Number(charge.rate_kw)),
        ("window_minutes", Cell::Number(charge.window_minutes.into())),
        ("terms", if terms.0.is_empty() { Cell::Null } else { Cell::Row(terms) }),
    ];
    let mut base = json(named(cells), &["terms"]);
    let months_of = document::write_demand_charge(charge).get("months").cloned().unwrap_or(Cell::Null);
    base.0.push(("months".into(), months_of));
    let base = months(base, "months");
    let with = |number: usize, hours: Row| {
        let mut row = base.clone();
        row.0.push(("hours_no".into(), Cell::Number(number.into())));
        row.0.extend(hours.0);
        row
    };
    match &charge.hours {
        None => vec![with(0, Row::default())],
        Some(hours) => hours
            .iter()
            .enumerate()
            .map(|(number, hours)| {
                let mut row = document::write_hours(hours);
                for (name, _) in row.0.iter_mut().filter(|(name, _)| name == "months") {
                    *name = "hours_months".into();
                }
                with(number + 1, months(row, "hours_months"))
            })
            .collect(),
    }
}

/// A list of months as text: `1,2,12`.
fn months(mut row: Row, column: &str) -> Row {
    for (_, cell) in row.0.iter_mut().filter(|(name, _)| name == column) {
        if let Cell::List(months) = cell {
            let texts: Vec<String> = months.iter().map(Cell::describe).collect();
            *cell = Cell::Text(texts.join(","));
        }
    }
    row
}

/// Lists and objects as JSON text.
fn json(mut row: Row, columns: &[&str]) -> Row {
    for (_, cell) in row.0.iter_mut().filter(|(name, _)| columns.contains(&name.as_str())) {
        if matches!(cell, Cell::List(_) | Cell::Row(_)) {
            *cell = Cell::Text(cell_to_json(cell).to_string());
        }
    }
    row
}

/// What is stored of a tariff before it is written: nothing, the same, or something else.
pub fn stored_before(store: &dyn Store, tenant: &str, changes: &[Change]) -> Result<&'static str, Issues> {
    let Some(header) = changes.iter().find(|change| change.table.name == TARIFFS.name).and_then(|c| c.rows.first())
    else {
        return Ok("added");
    };
    let id = text_of(header, "tariff_id").unwrap_or_default();
    let before = store.read(&TARIFFS, &[("tenant_id", tenant), ("tariff_id", &id)])?;
    Ok(match before.first() {
        None => "added",
        Some(row) if text_of(row, "provenance_hash") == text_of(header, "provenance_hash") => "unchanged",
        Some(_) => "changed",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariff_document;
    use crate::urdb::ReadOptions;

    fn stored(tariff: &Tariff) -> Result<(), Issues> {
        tariff_changes(&MemoryStore::new(), "t", tariff, "json", "test").map(drop)
    }

    fn own(members: &str) -> Tariff {
        let text = format!(
            r#"{{"tariff_id": "a", "currency": "USD", "time_zone": "America/Chicago",
                "periods": [{{"day_type": "all", "period_category": "any", "energy_rate_kwh": "0.10"}}], {members}}}"#
        );
        let (tariffs, _) = tariff_document::read(&text, &ReadOptions::default()).expect("a tariff");
        tariffs.into_iter().next().expect("one tariff")
    }

    fn codes(tariff: &Tariff) -> Vec<Code> {
        stored(tariff).map_or_else(|issues| issues.0.iter().map(|issue| issue.code).collect(), |()| Vec::new())
    }

    #[test]
    fn every_part_comes_back() {
        let tariff = own(r#""holidays": ["2026-07-04"], "effective_date": "2026-01-01",
            "demand_charges": [
                {"name": "b", "rate_kw": 3, "window_minutes": 30, "months": [6, 7], "minimum_kw": 50,
                 "ratchet": {"percent": 80, "preceding": 11}, "past_peaks": {"2025-12": 99},
                 "hours": [{"day_type": "mon,tue", "start_time": "08:00", "end_time": "12:00", "months": [7]},
                           {"day_type": "weekday", "start_time": "22:00", "end_time": "06:00"}]},
                {"name": "a", "tiers": [{"up_to_kw": 100, "rate_kw": 1}, {"rate_kw": 2}]}],
            "fixed_charges": [{"name": "customer", "amount": "24.878", "per": "day"}],
            "prices": [{"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T07:00:00Z", "energy_rate_kwh": "-0.031"}],
            "riders": [{"name": "fuel", "rate": "0.0123", "unit": "kWh"}],
            "taxes": [{"name": "vat", "percent": 19}],
            "minimum_charges": [{"name": "least", "amount": 100, "per": "month"}]"#);
        stored(&tariff).expect("stored");
    }

    #[test]
    fn reference_tariffs_come_back() {
        for (name, text) in crate::urdb::tests::reference() {
            let (tariffs, _) = tariff_document::read(&text, &ReadOptions::default()).expect("a tariff");
            for mut tariff in tariffs {
                tariff.currency = Some("USD".into());
                tariff.time_zone = Some(Tz::America__Chicago);
                stored(&tariff).unwrap_or_else(|issues| panic!("{name}: {issues}"));
            }
        }
    }

    #[test]
    fn what_tables_cannot_hold_is_refused_by_name() {
        let plain = own(r#""taxes": []"#);
        assert_eq!(codes(&plain), []);
        let nameless = Tariff { currency: None, time_zone: None, ..plain.clone() };
        assert_eq!(codes(&nameless), [Code::MissingField, Code::MissingField]);
        let twice = own(
            r#""fixed_charges": [{"name": "a", "amount": 1, "per": "day"}, {"name": "a", "amount": 2, "per": "day"}]"#,
        );
        assert_eq!(codes(&twice), [Code::DuplicateId]);
        let fine = own(r#""fixed_charges": [{"name": "a", "amount": "0.123456789", "per": "day"}]"#);
        assert_eq!(codes(&fine), [Code::OutOfRange]);
        let hole = Tariff { periods: Vec::new(), ..plain };
        assert_eq!(codes(&hole)[0], Code::TariffHole);
        let paid = own(r#""month_to_date_peaks": {"any": 5}"#);
        assert_eq!(codes(&paid), [Code::NotRepresentable]);
    }

    #[test]
    fn rows_that_would_stay_are_refused() {
        let store = MemoryStore::new();
        let first = own(r#""holidays": ["2026-07-04"]"#);
        let changes = |tariff: &Tariff| tariff_changes(&store, "t", tariff, "json", "test");
        let rows = changes(&first).expect("rows");
        assert_eq!(stored_before(&store, "t", &rows).expect("a word"), "added");
        store.write(&rows).expect("written");
        assert_eq!(stored_before(&store, "t", &changes(&first).expect("rows")).expect("a word"), "unchanged");
        let more = own(r#""holidays": ["2026-07-04", "2026-12-25"]"#);
        assert_eq!(stored_before(&store, "t", &changes(&more).expect("rows")).expect("a word"), "changed");
        let less = changes(&own(r#""holidays": []"#)).expect_err("refused");
        assert_eq!(less.0[0].place.source, "holidays");
    }
}
