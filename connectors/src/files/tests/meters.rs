use udfs::billing::LoadRow;

use super::*;

fn sheet(name: &str, text: &str) -> Sheet {
    let folder = tempfile_folder(name);
    let path = folder.join(name);
    std::fs::write(&path, text).expect("written");
    let (sheet, _) = read_sheet(&path, &Options::default()).expect("readable");
    std::fs::remove_dir_all(folder).expect("removed");
    sheet
}

/// A folder of its own for each test.
fn tempfile_folder(name: &str) -> std::path::PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("heatsched-meter-{}-{number}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn zone(name: &str) -> MeterOptions {
    MeterOptions { time_zone: name.parse().ok(), ..MeterOptions::default() }
}

fn load(text: &str, options: &MeterOptions) -> Vec<LoadRow> {
    match meter(&sheet("load.csv", text), options) {
        Ok((meter, _)) => meter.load,
        Err(issues) => panic!("{issues}"),
    }
}

fn told(text: &str, options: &MeterOptions) -> Vec<(Option<usize>, String, Code)> {
    let issues = meter(&sheet("load.csv", text), options).expect_err("refused");
    let line = |issue: udfs::Issue| (issue.place.row, issue.place.column.unwrap_or_default(), issue.code);
    issues.0.into_iter().map(line).collect()
}

fn shown(load: &[LoadRow]) -> Vec<String> {
    load.iter()
        .map(|row| format!("{} {} {}", row.span.start.to_rfc3339(), row.span.minutes(), row.kw.normalize()))
        .collect()
}

#[test]
fn power_and_energy_under_many_names() {
    let expected = ["2026-01-05T06:00:00+00:00 15 40", "2026-01-05T06:15:00+00:00 15 44"];
    let cases = [
        "start,kw\n2026-01-05T06:00Z,40\n2026-01-05T06:15Z,44\n",
        "Timestamp,usage_kwh\n2026-01-05T06:00Z,10\n2026-01-05T06:15Z,11\n",
        "Demand (MW);Date/Time\n0,04;2026-01-05 06:00Z\n0,044;2026-01-05 06:15Z\n",
        "datetime_utc,UsageKWh\n2026-01-05 06:15,11\n2026-01-05 06:00,10\n",
        "start,kWh,kWh received\n2026-01-05T06:00Z,10,1\n2026-01-05T06:15Z,11,1\n",
        "start,end,kw\n2026-01-05T06:00Z,2026-01-05T06:15Z,40\n2026-01-05T06:15Z,2026-01-05T06:30Z,44\n",
    ];
    for text in cases {
        let text = text.replace("Date/Time", "date_time");
        assert_eq!(shown(&load(&text, &MeterOptions::default())), expected, "{text}");
    }
}

#[test]
fn date_and_time_in_two_columns() {
    let text = "date,time,kw,kvar\n2026-01-05,23:00,1,2\n2026-01-05,24:00,3,4\n";
    let load = load(text, &zone("America/Chicago"));
    assert_eq!(shown(&load), ["2026-01-06T05:00:00+00:00 60 1", "2026-01-06T06:00:00+00:00 60 3"]);
    assert_eq!(load[1].kvar, Some(4.into()));
}

/// 80 kW and 100 kVA: the root of 100^2 - 80^2 is 60 kvar. A power factor of 0.8: 80 x 0.6 / 0.8 = 60; below 0, the
/// current leads.
#[test]
fn reactive_power_by_apparent_power_or_power_factor() {
    let cases = [
        ("kvar", "60", "60"),
        ("kvarh", "15", "60"),
        ("kVA", "100", "60"),
        ("kVAh", "25", "60"),
        ("power_factor", "0.8", "60"),
        ("PF", "-0.8", "-60"),
        ("kva", "79.9", "0"),
        ("pf", "1", "0"),
    ];
    for (header, value, kvar) in cases {
        let text = format!("start,kw,{header}\n2026-01-05T06:00Z,80,{value}\n2026-01-05T06:15Z,80,\n");
        let load = load(&text, &MeterOptions::default());
        let found = load[0].kvar.map(|kvar| kvar.round_dp(18).normalize().to_string());
        assert_eq!((found.as_deref(), load[1].kvar), (Some(kvar), None), "{header}");
    }
    for (header, value) in [("kva", "70"), ("pf", "1.01"), ("pf", "0"), ("pf", "80")] {
        let text = format!("start,kw,{header}\n2026-01-05T06:00Z,80,{value}\n2026-01-05T06:15Z,80,{value}\n");
        let codes: Vec<Code> = told(&text, &MeterOptions::default()).into_iter().map(|told| told.2).collect();
        assert_eq!(codes, [Code::LoadValue, Code::LoadValue], "{header} {value}");
    }
}

#[test]
fn an_hour_that_comes_twice_is_taken_in_the_order_of_the_file() {
    let mut rows = ["00:00", "01:00", "01:00", "02:00"].map(|time| format!("2026-11-01 {time},1\n"));
    let expected = ["05:00", "06:00", "07:00", "08:00"].map(|time| format!("2026-11-01T{time}:00+00:00 60 1"));
    let text = |rows: &[String]| format!("start,kw\n{}", rows.concat());
    assert_eq!(shown(&load(&text(&rows), &zone("America/Chicago"))), expected);
    rows.reverse();
    assert_eq!(shown(&load(&text(&rows), &zone("America/Chicago"))), expected);
}

#[test]
fn an_hour_that_never_comes_is_told() {
    let text = "start,kw\n2026-03-08 01:00,1\n2026-03-08 02:00,1\n2026-03-08 03:00,1\n";
    assert_eq!(told(text, &zone("America/Chicago")), [(Some(3), "start".into(), Code::NoOffset)]);
}

#[test]
fn without_a_zone_local_times_say_nothing() {
    let text = "start,kw\n2026-03-08 01:00,1\n2026-03-08 02:00,1\n";
    assert_eq!(told(text, &MeterOptions::default()), [(None, "start".into(), Code::NoOffset)]);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let text = "start,kw\n\
        2026-01-05T00:00Z,1\n2026-01-05T00:15Z,-1\n2026-01-05T00:30Z,abc\n2026-01-05T00:45Z,\n\
        2026-01-05T01:00Z,1\n2026-01-05T01:00Z,2\n2026-01-05T01:45Z,1\n2026-01-05T02:00Z,1e99\n";
    let kw = || "kw".to_string();
    let start = || "start".to_string();
    let mut found = told(text, &MeterOptions::default());
    found.sort_by_key(|(row, ..)| *row);
    let expected = [
        (Some(3), kw(), Code::LoadValue),
        (Some(4), kw(), Code::WrongType),
        (Some(5), kw(), Code::MissingField),
        (Some(7), start(), Code::LoadOverlap),
        (Some(8), start(), Code::LoadGap),
        (Some(9), kw(), Code::WrongType),
    ];
    assert_eq!(found, expected);
}

#[test]
fn headers_that_say_too_little_or_too_much() {
    let columns = |text: &str| told(text, &MeterOptions::default());
    assert_eq!(
        columns("a,b\n1,2\n"),
        [(None, "start".into(), Code::MissingField), (None, "kw".into(), Code::MissingField)]
    );
    assert_eq!(columns("start,import kWh,export kWh\n2026-01-05T00:00Z,1,2\n")[0].2, Code::DuplicateId);
    assert_eq!(columns("start,kw\n2026-01-05T00:00Z,1\n")[0].2, Code::MissingField);
    assert_eq!(columns("start,kw\n")[0].2, Code::EmptyInput);
}

#[test]
fn times_beyond_all_calendars() {
    let text = "start,kw\n+262142-12-31T23:59:00Z,1\n9999-12-31T23:45Z,1\n1969-12-31 23:45,1\n";
    let found = told(text, &zone("America/Chicago"));
    assert!(found.iter().all(|(_, column, _)| column == "start") && found.len() == 3, "{found:?}");
}

#[test]
fn a_flood_of_faults_is_counted() {
    let rows: String = (0..500).map(|day| format!("2026-01-05T00:00Z,{}\n", -day - 1)).collect();
    let issues = told(&format!("start,kw\n{rows}"), &MeterOptions::default());
    assert_eq!(issues.len(), 51);
}

#[test]
fn invoices_in_the_utilitys_own_words() {
    let text = "Billing month;Description;Usage;Unit;Price;Amount\n\
        2026-01;Energy on-peak;1.200,5;kWh;0,125;150,06 €\n2026-01-31;Service;;;;25,00\n";
    let (lines, _) = invoice(&sheet("invoice.csv", text), None).expect("lines");
    assert_eq!(lines.iter().map(|line| line.month.as_str()).collect::<Vec<_>>(), ["2026-01", "2026-01"]);
    assert_eq!(lines[0].quantity.map(|quantity| quantity.to_string()).as_deref(), Some("1200.5"));
    assert_eq!((lines[0].amount.to_string().as_str(), lines[1].rate), ("150.06", None));
}

#[test]
fn an_invoice_of_one_month_need_not_say_which() {
    let text = "charge,amount\nenergy,1.00\n";
    let (lines, _) = invoice(&sheet("invoice.csv", text), Some("2026-02")).expect("lines");
    assert_eq!(lines[0].month, "2026-02");
    let codes = |text: &str| -> Vec<Code> {
        invoice(&sheet("invoice.csv", text), None).expect_err("refused").0.iter().map(|issue| issue.code).collect()
    };
    assert_eq!(codes(text), [Code::MissingField]);
    assert_eq!(codes("a,b\n1,2\n"), [Code::MissingField; 3]);
    assert_eq!(
        codes("month,charge,amount\nMay,x,y\n2026-01,x,\n"),
        [Code::WrongType, Code::WrongType, Code::MissingField]
    );
}
