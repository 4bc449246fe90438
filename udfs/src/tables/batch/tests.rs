use chrono::{DateTime, NaiveDate};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use super::{batch_to_rows, rows_to_batch};
use crate::error::{Code, Issues};
use crate::model::Decimal;
use crate::row::{Cell, Row};
use crate::tables::{ALL, COST_LINES, Column, HOLIDAYS, Kind, SITE_LOAD, Table};

fn row<const N: usize>(cells: [(&str, Cell); N]) -> Row {
    Row(cells.into_iter().map(|(name, cell)| (name.to_string(), cell)).collect())
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn number(number: &str) -> Cell {
    Cell::Number(number.parse().unwrap())
}

fn decimal(precision: u32, scale: u32) -> impl Strategy<Value = Cell> {
    let largest = 10_i128.pow(precision) - 1;
    (-largest..=largest).prop_map(move |n| Cell::Number(Decimal::from_i128_with_scale(n, scale).normalize()))
}

fn value(column: &Column) -> impl Strategy<Value = Cell> + use<> {
    let value = match column.kind {
        Kind::Text => any::<String>().prop_map(Cell::Text).boxed(),
        Kind::Bool => any::<bool>().prop_map(Cell::Bool).boxed(),
        Kind::Int => any::<i64>().prop_map(|n| Cell::Number(n.into())).boxed(),
        Kind::Date => (-100_000..100_000).prop_map(|n| Cell::Date(NaiveDate::from_epoch_days(n).unwrap())).boxed(),
        Kind::Time => {
            (-(1_i64 << 52)..1 << 52).prop_map(|n| Cell::Time(DateTime::from_timestamp_micros(n).unwrap())).boxed()
        }
        Kind::Quantity => decimal(18, 6).boxed(),
        Kind::Rate => decimal(18, 8).boxed(),
        Kind::Money => decimal(18, 4).boxed(),
        Kind::Cents => decimal(18, 2).boxed(),
        Kind::Figure => decimal(9, 4).boxed(),
    };
    if column.nullable { prop_oneof![Just(Cell::Null), value].boxed() } else { value }
}

fn any_row(table: &'static Table) -> impl Strategy<Value = Row> {
    let values: Vec<_> = table.columns.iter().map(value).collect();
    values.prop_map(|cells| Row(table.columns.iter().map(|column| column.name.to_string()).zip(cells).collect()))
}

proptest! {
    #[test]
    fn every_row_comes_back(rows in (0..ALL.len()).prop_flat_map(|i| (Just(i), proptest::collection::vec(any_row(ALL[i]), 0..4)))) {
        let (i, rows) = rows;
        let batch = rows_to_batch(ALL[i], &rows).unwrap();
        assert_eq!(batch_to_rows(&batch).unwrap(), rows);
    }
}

fn load(kw: Cell) -> Row {
    row([
        ("tenant_id", text("default")),
        ("site_id", text("P1")),
        ("start", text("2026-01-05T00:00:00-06:00")),
        ("end", text("2026-01-05T06:15:00Z")),
        ("kw", kw),
        ("source_system", text("test")),
        ("source_reference", text("1")),
        ("provenance_hash", text("0")),
    ])
}

fn issues(table: &Table, rows: &[Row]) -> Issues {
    rows_to_batch(table, rows).unwrap_err()
}

#[test]
fn inputs_are_never_rounded() {
    let rows = [load(number("1.5")), load(number("1.0000001")), load(number("1000000000000"))];
    let issues = issues(&SITE_LOAD, &rows);
    let found: Vec<_> = issues.0.iter().map(|i| (i.code, i.place.row, i.place.column.as_deref())).collect();
    assert_eq!(found, [(Code::OutOfRange, Some(1), Some("kw")), (Code::OutOfRange, Some(2), Some("kw"))]);
    assert!(issues.to_string().contains("1.0000001 is not a number with at most 6 decimal places"), "{issues}");
}

#[test]
fn results_are_rounded_half_away_from_zero_except_cents() {
    let line = |rate: &str, amount: &str| {
        row([
            ("tenant_id", text("default")),
            ("site_id", text("P1")),
            ("run_id", text("r")),
            ("schedule_kind", text("optimized")),
            ("schedule_date", text("2026-01-05")),
            ("line_no", number("1")),
            ("month", text("2026-01")),
            ("charge", text("energy")),
            ("category", text("on-peak")),
            ("quantity", number("-0.0000005")),
            ("unit", text("kWh")),
            ("rate", number(rate)),
            ("amount", number(amount)),
        ])
    };
    let rows = batch_to_rows(&rows_to_batch(&COST_LINES, &[line("0.123456785", "1.20")]).unwrap()).unwrap();
    assert_eq!(rows[0].get("rate"), Some(&number("0.12345679")));
    assert_eq!(rows[0].get("quantity"), Some(&number("-0.000001")));
    assert_eq!(rows[0].get("at"), Some(&Cell::Null));
    assert_eq!(issues(&COST_LINES, &[line("0", "1.205")]).0[0].code, Code::OutOfRange);
}

#[test]
fn all_faults_are_found_at_once() {
    let rows = [row([("tenant_id", text("default")), ("holiday", text("5 May")), ("colour", text("red"))])];
    let issues = issues(&HOLIDAYS, &rows);
    let codes: Vec<_> = issues.0.iter().map(|i| i.code).collect();
    assert!(
        codes.contains(&Code::UnknownField) && codes.contains(&Code::WrongType) && codes.contains(&Code::MissingField),
        "{issues}"
    );
}
