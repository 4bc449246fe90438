//! `heatsched bill --tariff --load`: any meter file, without a warehouse.

use std::fmt::Write;

use rust_decimal::Decimal;
use serde_json::Value;

use super::Bench;

const TARIFF: &str = r#"{"tariff_id": "t", "currency": "USD",
    "periods": [
        {"day_type": "all", "start_time": "08:00", "end_time": "20:00", "period_category": "day", "energy_rate_kwh": "0.20", "demand_rate_kw": 5},
        {"day_type": "all", "start_time": "20:00", "end_time": "08:00", "period_category": "night", "energy_rate_kwh": "0.10"}],
    "demand_charges": [{"name": "facility", "rate_kw": 2, "window_minutes": 60}],
    "fixed_charges": [{"name": "meter", "amount": "31.00", "per": "month"}],
    "riders": [{"name": "fuel", "rate": "0.01", "unit": "kWh"}],
    "taxes": [{"name": "vat", "percent": 10}]}"#;

/// January 2026, 10 kW, and 20 kW from 08:00 to 09:00 on the 5th.
fn january(separator: &str, time: impl Fn(&str, u32) -> String) -> String {
    let mut text = format!("start{separator}kw\n");
    for day in 1..=31 {
        for hour in 0..24 {
            let kw = if (day, hour) == (5, 8) { 20 } else { 10 };
            let _ = writeln!(text, "{}{separator}{kw}", time(&format!("2026-01-{day:02}"), hour));
        }
    }
    text
}

fn local(date: &str, hour: u32) -> String {
    format!("{date} {hour:02}:00")
}

pub fn json(bench: &Bench, arguments: &[&str]) -> Value {
    let arguments = [&["bill", "--format", "json"], arguments].concat();
    serde_json::from_str(&bench.run(&arguments).succeeds().text()).expect("JSON")
}

fn amount(value: &Value) -> Decimal {
    value.to_string().parse().expect("a number")
}

fn bench() -> Bench {
    let bench = Bench::new();
    bench.write("tariff.json", TARIFF);
    bench.write("load.csv", &january(",", local));
    bench
}

const OF_JANUARY: [&str; 7] =
    ["--tariff", "tariff.json", "--load", "load.csv", "--time-zone", "America/Chicago", "--quiet"];

/// Energy: 31 x 120 kWh + 10 at 0.20 = 746.00, and 31 x 120 kWh at 0.10 = 372.00. Demand: 20 kW x 2 and 20 kW x 5. Rider:
/// 7450 kWh x 0.01 = 74.50. Tax: 10 % of 746 + 372 + 40 + 100 + 31 + 74.50 = 1363.50.
#[test]
fn parts_by_month() {
    let bill = json(&bench(), &OF_JANUARY);
    assert_eq!(bill["currency"], "USD");
    let month = &bill["months"][0];
    let expected = [
        ("energy", "1118.00"),
        ("demand_any_time", "40.00"),
        ("demand_tou", "100.00"),
        ("coincident", "0.00"),
        ("reactive", "0.00"),
        ("fixed", "31.00"),
        ("rider", "74.50"),
        ("minimum", "0.00"),
        ("tax", "136.35"),
        ("total", "1499.85"),
    ];
    for (part, expected) in expected {
        assert_eq!(amount(&month[part]), expected.parse().expect("a number"), "{part}");
    }
    assert_eq!(month["month"], "2026-01");
    assert_eq!(bill["total"], month["total"]);
    let demand = bill["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .find(|line| line["category"] == "day" && line["charge"] == "demand");
    assert_eq!(demand.expect("a line")["at"], "2026-01-05T08:00:00-06:00");
}

#[test]
fn a_table_for_people() {
    let bench = bench();
    insta::assert_snapshot!(bench.run(&[&["bill"], OF_JANUARY.as_slice()].concat()).succeeds().text());
    let explained = bench.run(&[&["bill", "--explain"], OF_JANUARY.as_slice()].concat()).succeeds().text();
    insta::assert_snapshot!("explained", explained);
    let csv = bench.run(&[&["bill", "--format", "csv"], OF_JANUARY.as_slice()].concat()).succeeds().text();
    assert!(csv.starts_with("month,charge,category,tier,quantity,unit,rate,amount,peak_at\n"), "{csv}");
}

/// The same load in other forms is the same bill.
#[test]
fn every_form_of_a_load() {
    let bench = bench();
    let expected = json(&bench, &OF_JANUARY);
    let with_offset = january(",", |date, hour| format!("{date}T{hour:02}:00:00-06:00"));
    bench.write("offset.csv", &with_offset);
    let mut rows: Vec<&str> = with_offset.lines().skip(1).collect();
    rows.reverse();
    bench.write("reversed.csv", &format!("start,kw\n{}\n", rows.join("\n")));
    let quarters: String = january(",", local)
        .replace("start,kw", "Date;Time;Usage (kWh)")
        .lines()
        .map(|row| {
            let Some((time, kw)) = row.split_once(',') else { return format!("{row}\n") };
            let kwh = if kw == "20" { "5,0" } else { "2,5" };
            let (date, hour) = time.split_once(' ').expect("date and time");
            ["00", "15", "30", "45"].map(|minute| format!("{date};{}:{minute};{kwh}\n", &hour[..2])).concat()
        })
        .collect();
    bench.write("quarters.csv", &quarters);
    let warehouse = Bench::with_warehouse();
    warehouse.write("offset.csv", &with_offset);
    let query = "SELECT to_timestamp_micros(1767247200000000 + value * 3600000000) AS start, \
        CASE WHEN value = 104 THEN 20.0 ELSE 10.0 END AS kw FROM range(0, 744)";
    for format in ["parquet", "xlsx"] {
        let to = bench.path(&format!("load.{format}"));
        let to = to.to_str().expect("a path");
        let query = if format == "xlsx" {
            query.replace("to_timestamp_micros(1767247200000000 ", "to_timestamp_micros(1767225600000000 ")
        } else {
            query
                .replace("to_timestamp_micros(", "arrow_cast(to_timestamp_micros(")
                .replace(" AS start", ", 'Timestamp(Microsecond, Some(\"UTC\"))') AS start")
        };
        warehouse.run(&["-c", &query, "--output", to]).succeeds();
    }
    for file in ["offset.csv", "reversed.csv", "quarters.csv", "load.parquet", "load.xlsx"] {
        let arguments = ["--tariff", "tariff.json", "--load", file, "--time-zone", "America/Chicago", "--quiet"];
        assert_eq!(json(&bench, &arguments), expected, "{file}");
    }
}

#[test]
fn what_is_wrong_is_told_with_file_row_and_column() {
    let bench = bench();
    bench.write(
        "bad.csv",
        "start,kw\n2026-01-01T00:00Z,1\n2026-01-01T01:00Z,-5\n2026-01-01T03:00Z,x\n2026-01-01T03:00Z,2\n",
    );
    let ran = bench.run(&["bill", "--tariff", "tariff.json", "--load", "bad.csv"]).ends_with_code(1);
    assert!(ran.stdout.is_empty());
    for part in [
        "error[HS1403]: bad.csv[3].kw",
        "error[HS1004]: bad.csv[4].kw",
        "error[HS1401]: bad.csv[4].start",
        "error[HS1402]: bad.csv[5].start",
    ] {
        assert!(ran.stderr.contains(part), "{part} in {}", ran.stderr);
    }
    let ran = bench.run(&["bill", "--tariff", "tariff.json", "--load", "load.csv"]).ends_with_code(1);
    assert!(
        ran.stderr.contains("error[HS1007]: load.csv.start") && ran.stderr.contains("--time-zone"),
        "{}",
        ran.stderr
    );
    bench.write("bad.json", r#"{"tariff_id": "t", "periods": [{"energy_rate_kwh": "x"}]}"#);
    let ran = bench.run(&["bill", "--tariff", "bad.json", "--load", "bad.csv", "--time-zone", "UTC"]).ends_with_code(1);
    assert!(ran.stderr.contains("bad.json") || ran.stderr.contains("periods"), "{}", ran.stderr);
    assert!(ran.stderr.contains("bad.csv[3].kw"), "{}", ran.stderr);
}

#[test]
fn warnings_go_to_standard_error() {
    let bench = bench();
    bench.write("hour.csv", "start,kw\n2026-01-01T00:00Z,1\n2026-01-01T01:00Z,5\n");
    let ran = bench.run(&["bill", "--tariff", "tariff.json", "--load", "hour.csv"]).succeeds();
    assert!(ran.stderr.contains("warning[HS1411]") && ran.stderr.contains("warning[HS1007]"), "{}", ran.stderr);
    bench.write("old.json", &TARIFF.replace(r#""currency""#, r#""expiry_date": "2020-01-01", "currency""#));
    let ran = bench.run(&["bill", "--tariff", "old.json", "--load", "load.csv", "--time-zone", "UTC"]).succeeds();
    assert!(ran.stderr.contains("warning[HS1304]"), "{}", ran.stderr);
}

#[test]
fn one_load_under_many_tariffs() {
    let bench = bench();
    bench.write("flat.json", r#"{"tariff_id": "flat", "currency": "USD", "periods": [{"period_category": "any", "energy_rate_kwh": "0.10"}]}"#);
    let rows =
        json(&bench, &[&["--compare", "--tariff", "tariff.json", "--tariff", "flat.json"], &OF_JANUARY[2..]].concat());
    assert_eq!(rows[0]["tariff_id"], "flat");
    assert_eq!(
        (amount(&rows[0]["total"]), amount(&rows[0]["difference"])),
        (Decimal::new(74_500, 2), Decimal::new(-75_485, 2))
    );
    assert_eq!((rows[1]["rank"].as_i64(), amount(&rows[1]["difference"])), (Some(2), Decimal::ZERO));
}

#[test]
fn an_invoice_is_held_against_the_bill() {
    let bench = bench();
    bench.write(
        "invoice.csv",
        "description,category,quantity,unit,rate,amount\n\
        energy,day,3730,kWh,0.20,746.00\nenergy,night,3720,kWh,0.11,409.20\ndemand,day,22,kW,5,110.00\n\
        demand,facility,20,kW,2,40.00\nfixed,meter,,,,31.00\nrider,fuel,,,,74.50\nLate fee,,,,,5.00\n",
    );
    let rows = json(&bench, &[&["--invoice", "invoice.csv"], OF_JANUARY.as_slice()].concat());
    let rows = rows.as_array().expect("rows");
    let find = |charge: &str, category: &str| {
        let is = |row: &&Value| row["charge"] == charge && row["category"] == category;
        rows.iter().find(is).unwrap_or_else(|| panic!("{charge} {category} in {rows:?}"))
    };
    assert_eq!(amount(&find("energy", "night")["price"]), Decimal::new(3720, 2));
    assert_eq!(amount(&find("demand", "day")["peak"]), Decimal::new(1000, 2));
    assert_eq!(find("tax", "vat")["status"], "missing");
    let difference: Decimal = rows.iter().map(|row| amount(&row["difference"])).sum();
    assert_eq!(difference, Decimal::new(141_570 - 149_985, 2));
}

#[test]
fn tariffs_go_into_a_warehouse_and_come_out_the_same() {
    let bench = Bench::with_warehouse();
    bench.write("mine.json", TARIFF);
    let refused = bench.run(&["import", "mine.json"]).ends_with_code(1);
    assert!(refused.stderr.contains("error[HS1003]: mine.json.time_zone"), "{}", refused.stderr);
    bench.run(&["import", "mine.json", "--time-zone", "America/Chicago"]).succeeds();
    bench.run(&["tariff", "export", "t", "--output", "exported.json"]).succeeds();
    bench.write("load.csv", &january(",", local));
    let exported = json(&bench, &["--tariff", "exported.json", "--load", "load.csv", "--quiet"]);
    bench.write("tariff.json", TARIFF);
    assert_eq!(exported, json(&bench, &OF_JANUARY));
    let twice = bench.run(&["import", "exported.json"]).succeeds();
    assert!(twice.text().contains("tariff_periods"), "{}", twice.text());
    let urdb = bench.run(&["tariff", "export", "t", "--form", "urdb"]).ends_with_code(1);
    assert!(urdb.stderr.contains("error[HS1306]"), "{}", urdb.stderr);
}

/// 10 kW in the one hour before noon at 10 a kW, 10 kW in the one after at 4 + 1: 10 x 10 + 10 x 5 = 150.
#[test]
fn a_coincident_charge_of_urdb_needs_the_times_of_the_peaks() {
    let bench = bench();
    let by_hour = |afternoon: u8| {
        format!("[{}]", (0..24).map(|h| if h < 12 { 0 } else { afternoon }.to_string()).collect::<Vec<_>>().join(","))
    };
    let matrix = |hours: String| format!("[{}]", vec![hours; 12].join(","));
    let urdb = format!(
        r#"{{"label": "u", "energyratestructure": [[{{"rate": 0.1}}]], "energyweekdayschedule": {flat},
            "energyweekendschedule": {flat}, "coincidentratestructure": [[{{"rate": 10}}], [{{"rate": 4, "adj": 1}}]],
            "coincidentrateschedule": {}}}"#,
        matrix(by_hour(1)),
        flat = matrix(by_hour(0))
    );
    bench.write("urdb.json", &urdb);
    let given = ["--tariff", "urdb.json", "--load", "load.csv", "--time-zone", "America/Chicago"];
    let refused = bench.run(&[&["bill"], &given[..]].concat()).ends_with_code(1);
    assert!(refused.stderr.contains("--coincident-peak"), "{}", refused.stderr);
    let peaks = ["2026-01-05T10:00:00-06:00/2026-01-05T11:00:00-06:00", "2026-01-05T23:00:00Z/2026-01-06T00:00:00Z"];
    let bill = json(&bench, &[&given[..], &["--coincident-peak", peaks[0], "--coincident-peak", peaks[1]]].concat());
    assert_eq!(amount(&bill["months"][0]["coincident"]), Decimal::from(150));
    bench.run(&[&["bill"], &given[..], &["--coincident-peak", "2026-01-05"]].concat()).ends_with_code(2);
}

/// As a workbook and as CSV files, with all that tables hold, and back into another warehouse.
#[test]
fn a_tariff_goes_through_its_tables() {
    let bench = Bench::with_warehouse();
    let rich = TARIFF.replace(
        r#""taxes""#,
        r#""holidays": ["2026-01-19"], "effective_date": "2025-12-31", "time_zone": "America/Chicago",
        "prices": [{"start": "2026-01-05T06:00:00Z", "end": "2026-01-05T06:30:00Z", "energy_rate_kwh": "-0.03125"}],
        "minimum_charges": [{"name": "least", "amount": "100.50", "per": "month"}],
        "attributes": {"sector": "Industrial, \"large\""}, "taxes""#,
    );
    let rich = rich.replace(
        r#"{"name": "facility""#,
        r#"{"name": "at-noon", "tiers": [{"up_to_kw": 15, "rate_kw": 1}, {"rate_kw": "2.5"}], "months": [1, 6],
            "ratchet": {"percent": 80, "preceding": 11}, "past_peaks": {"2025-11": 17},
            "hours": [{"day_type": "mon,fri", "start_time": "11:30", "end_time": "13:00"}, {"day_type": "holiday"}]},
        {"name": "facility""#,
    );
    bench.write("t.json", &rich);
    bench.run(&["import", "t.json"]).succeeds();
    let document = bench.run(&["tariff", "export", "t"]).succeeds().text();
    bench.run(&["tariff", "export", "t", "--form", "tables", "--output", "t.xlsx"]).succeeds();
    bench.run(&["tariff", "export", "t", "--form", "tables", "--output", "folder"]).succeeds();
    let names = ["tariffs", "tariff_periods", "demand_charges", "fixed_charges", "holidays", "energy_prices"];
    let files = names.map(|name| format!("folder/{name}.csv"));
    for given in [vec!["t.xlsx"], files.iter().map(String::as_str).collect()] {
        let other = Bench::with_warehouse();
        for file in &given {
            let name = file.rsplit('/').next().expect("a name");
            std::fs::write(other.path(name), bench.read(file)).expect("a file");
        }
        let names: Vec<&str> = given.iter().map(|file| file.rsplit('/').next().expect("a name")).collect();
        other.run(&[&["import"], names.as_slice()].concat()).succeeds();
        assert_eq!(other.run(&["tariff", "export", "t"]).succeeds().text(), document, "{given:?}");
    }
    bench.write("load.csv", &january(",", local));
    let [of_json, of_workbook, of_folder] = ["t.json", "t.xlsx", "folder"]
        .map(|tariff| json(&bench, &["--tariff", tariff, "--load", "load.csv", "--quiet"]));
    assert_eq!((&of_workbook, &of_folder), (&of_json, &of_json));
    let refused = bench.run(&["tariff", "export", "t", "--form", "tables"]).ends_with_code(1);
    assert!(refused.stderr.contains("--output"), "{}", refused.stderr);
}
