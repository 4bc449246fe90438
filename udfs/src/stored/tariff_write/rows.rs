use crate::document::tariff as document;
use crate::model::{DemandCharge, Tariff};
use crate::row::{Cell, Row, cell_to_json};
use crate::store::Change;
use crate::stored::fields::named;
use crate::stored::tariff::FURTHER_CHARGES;
use crate::tables::{DEMAND_CHARGES, ENERGY_PRICES, FIXED_CHARGES, HOLIDAYS, TARIFF_PERIODS, TARIFFS, Table};

/// The rows of one tariff.
pub struct Writer<'a> {
    pub tenant: &'a str,
    pub tariff: &'a Tariff,
    pub system: &'a str,
    pub reference: &'a str,
    pub hash: String,
}

impl Writer<'_> {
    /// All that was stored of the tariff is replaced, but for prices where it has none: those are loaded day by day.
    pub fn changes(&self) -> Vec<Change> {
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
        let replace = |table: &'static Table, rows: Vec<Row>| Change {
            replaces: self.of_tariff(),
            ..Change::upsert(table, rows)
        };
        let mut changes = vec![
            Change::upsert(&TARIFFS, vec![self.row(self.header())]),
            replace(&TARIFF_PERIODS, periods.collect()),
            replace(&DEMAND_CHARGES, charges.collect()),
            replace(&FIXED_CHARGES, fixed.collect()),
            replace(&HOLIDAYS, holidays.collect()),
            replace(&ENERGY_PRICES, prices.collect()),
        ];
        changes.retain(|change| change.table.name != ENERGY_PRICES.name || !change.rows.is_empty());
        changes
    }

    fn of_tariff(&self) -> Vec<(&'static str, String)> {
        vec![("tenant_id", self.tenant.to_string()), ("tariff_id", self.tariff.tariff_id.clone())]
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
