use super::tariff;
use crate::error::Code;
use crate::model::{Lookback, RiderUnit};
use crate::row::{Cell, Row};
use crate::store::{Change, MemoryStore, Store};
use crate::tables::{DEMAND_CHARGES, Kind, TARIFF_PERIODS, TARIFFS, Table};

/// A row with these texts and numbers; other required columns hold something.
fn row(table: &'static Table, cells: &[(&str, Cell)]) -> Row {
    let cell = |name: &str, kind: Kind, required: bool| match cells.iter().find(|(known, _)| *known == name) {
        Some((_, cell)) => cell.clone(),
        None if !required => Cell::Null,
        None => match kind {
            Kind::Text => Cell::Text("x".into()),
            _ => Cell::Number(0.into()),
        },
    };
    let columns = table.columns.iter();
    Row(columns.map(|column| (column.name.to_string(), cell(column.name, column.kind, !column.nullable))).collect())
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn store(further_charges: &str) -> MemoryStore {
    let store = MemoryStore::new();
    let header = [("tariff_id", text("t")), ("time_zone", text("UTC")), ("further_charges", text(further_charges))];
    let period = [
        ("tariff_id", text("t")),
        ("day_type", text("all")),
        ("start_time", text("00:00")),
        ("end_time", text("24:00")),
        ("energy_rate_kwh", Cell::Number(1.into())),
        ("energy_tiers", text(r#"[{"up_to": 10, "rate_kwh": 1}, {"rate_kwh": 2}]"#)),
    ];
    let hours = |number: i64, months: &str| {
        [
            ("tariff_id", text("t")),
            ("name", text("d")),
            ("hours_no", Cell::Number(number.into())),
            ("day_type", text("weekday")),
            ("start_time", text("08:00")),
            ("end_time", text("20:00")),
            ("hours_months", text(months)),
            ("window_minutes", Cell::Number(15.into())),
            ("terms", text(r#"{"ratchet": {"percent": 80, "preceding": 11}}"#)),
        ]
    };
    let change = |table, rows| Change::upsert(table, rows);
    let changes = [
        change(&TARIFFS, vec![row(&TARIFFS, &header)]),
        change(&TARIFF_PERIODS, vec![row(&TARIFF_PERIODS, &period)]),
        change(&DEMAND_CHARGES, vec![row(&DEMAND_CHARGES, &hours(1, "6,7")), row(&DEMAND_CHARGES, &hours(2, "1"))]),
    ];
    store.write(&changes).map_err(|issues| issues.to_string()).expect("rows");
    store
}

#[test]
fn json_columns_are_parts_of_the_tariff() {
    let store = store(r#"{"riders": [{"name": "r", "rate": 5, "unit": "percent"}]}"#);
    let (tariff, _) = tariff(&store, "x", "t").map_err(|issues| issues.to_string()).expect("a tariff");
    assert_eq!((tariff.periods[0].energy_tiers.len(), tariff.riders[0].unit), (2, RiderUnit::Percent));
    let charge = &tariff.demand_charges[0];
    let months: Vec<_> = charge.hours.iter().flatten().map(|hours| hours.months.clone()).collect();
    assert_eq!(months, [Some([6, 7].into()), Some([1].into())]);
    assert_eq!(charge.ratchet.as_ref().map(|ratchet| &ratchet.looks_at), Some(&Lookback::Preceding(11)));
}

#[test]
fn json_columns_hold_nothing_else() {
    let code = |json: &str| tariff(&store(json), "x", "t").expect_err("an error").0[0].code;
    assert_eq!(code(r#"{"periods": []}"#), Code::UnknownField);
    assert_eq!(code("[1]"), Code::Malformed);
    assert_eq!(code("{"), Code::Malformed);
}
