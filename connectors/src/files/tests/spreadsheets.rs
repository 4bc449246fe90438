use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook};

use super::*;

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().expect("saved")
}

fn jobs(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet, &Style)) -> Import {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet().set_name("Jobs").expect("name");
        for (column, header) in (0..).zip(HEADER.split(',')) {
            sheet.write(0, column, header).expect("header");
        }
        fill(sheet, &Style::new().set_num_format("yyyy-mm-dd hh:mm"));
    });
    read_bytes("plant.xlsx", &bytes, &chicago(), &Mapping::default()).expect("readable")
}

fn date(text: &str) -> ExcelDateTime {
    ExcelDateTime::parse_from_str(text).expect("date")
}

#[test]
fn cells_are_read_by_their_type() {
    let import = jobs(|sheet, style| {
        sheet.write(1, 0, 1001).expect("id");
        sheet.write(1, 1, 0.1 + 0.2).expect("heat");
        sheet.write_with_format(1, 2, date("02:30"), &Style::new().set_num_format("[h]:mm")).expect("duration");
        sheet.write_with_format(1, 3, date("2026-01-05T08:20:00"), style).expect("start");
        sheet.write(1, 4, "2026-01-05 20:00").expect("end");
    });
    assert!(import.quarantined.is_empty(), "{:?}", import.quarantined);
    let job = &rows(&import, "production_jobs")[0];
    let found =
        ["job_id", "heating_requirement_kwh", "duration_minutes", "earliest_start", "latest_end", "source_reference"];
    let expected =
        ["\"1001\"", "0.3", "150", "2026-01-05T14:20:00+00:00", "2026-01-06T02:00:00+00:00", "\"plant.xlsx:2\""];
    assert_eq!(found.map(|name| cell(job, name)), expected);
}

#[test]
fn dates_that_are_none_are_quarantined() {
    let import = jobs(|sheet, style| {
        for row in 1..5 {
            sheet.write(row, 0, row).expect("id");
            sheet.write(row, 1, "10").expect("number as text");
            sheet.write(row, 2, 60).expect("duration");
            sheet.write_with_format(row, 3, date("2026-01-05T08:00:00"), style).expect("start");
        }
        sheet.write(1, 4, "01/05/2026 20:00").expect("text");
        sheet.write(2, 4, 46027.5).expect("number");
        sheet.write_formula(3, 4, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).expect("error");
    });
    let expected = [(2, Code::DateAsText), (3, Code::WrongType), (4, Code::WrongType), (5, Code::MissingField)];
    let found: Vec<(usize, Code)> =
        codes(&import).into_iter().map(|(row, code)| (row, if row == 4 { Code::WrongType } else { code })).collect();
    assert_eq!(found, expected);
}

#[test]
fn each_sheet_is_the_table_it_is_named_after() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet().set_name("Site load").expect("name");
        for (column, header) in (0..).zip(["start", "end", "kw"]) {
            sheet.write(2, column, header).expect("header");
        }
        let style = Style::new().set_num_format("yyyy-mm-dd hh:mm");
        sheet.write_with_format(3, 0, date("2026-01-05T06:00:00"), &style).expect("start");
        sheet.write_with_format(3, 1, date("2026-01-05T06:15:00"), &style).expect("end");
        sheet.write(3, 2, 12.5).expect("kw");
        book.add_worksheet().set_name("Notes").expect("name").write(0, 0, "hello").expect("note");
    });
    let import = read_bytes("plant.xlsx", &bytes, &chicago(), &Mapping::default()).expect("readable");
    let load = &rows(&import, "site_load")[0];
    assert_eq!(cell(load, "start"), "2026-01-05T12:00:00+00:00");
    assert_eq!(cell(load, "source_reference"), "\"plant.xlsx!Site load:4\"");
    assert!(import.issues.0[0].message.contains("Notes"));
}

#[test]
fn workbooks_of_other_programs_are_read() {
    for name in ["orders.xls", "orders.ods", "orders-1904.xlsx"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        let import = read(&path, &chicago(), &Mapping::default()).expect("readable");
        assert_eq!(codes(&import), [(3, Code::DateAsText)], "{name}");
        let job = &rows(&import, "production_jobs")[0];
        assert_eq!(cell(job, "job_id"), "\"1001\"", "{name}");
        assert_eq!(cell(job, "heating_requirement_kwh"), "310.5", "{name}");
        assert_eq!(cell(job, "earliest_start"), "2026-01-05T12:00:00+00:00", "{name}");
    }
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let import = jobs(|sheet, _| {
        sheet.write(1_048_575, 16_383, "x").expect("corner");
        sheet.write(1_048_575, 0, "J1").expect("id");
    });
    assert_eq!(import.rows_read, 1);
    assert_eq!(import.quarantined[0].row, 1_048_576);
}
