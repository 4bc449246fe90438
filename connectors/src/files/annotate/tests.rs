use super::*;
use crate::files::{Import, Mapping, Options, read_bytes};

const HEADERS: [&str; 6] =
    ["job_id", "schedule_id", "earliest_start", "latest_end", "heating_requirement_kwh", "duration_minutes"];

/// Two rows that can be used, one that cannot, and notes on a second sheet.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("jobs").expect("a name");
    for (column, header) in (0..).zip(HEADERS) {
        sheet.write(0, column, header).expect("a cell");
    }
    for (row, (job, kwh)) in (1..).zip([("J1", "120"), ("J2", "much"), ("J3", "90")]) {
        sheet.write(row, 0, job).expect("a cell");
        sheet.write(row, 1, "S1").expect("a cell");
        sheet.write(row, 2, "2026-01-05T06:00:00Z").expect("a cell");
        sheet.write(row, 3, "2026-01-05T16:00:00Z").expect("a cell");
        sheet.write(row, 4, kwh).expect("a cell");
        sheet.write(row, 5, 60).expect("a cell");
    }
    book.add_worksheet().set_name("notes").expect("a name").write(0, 0, "keep <this> & that").expect("a cell");
    book.save_to_buffer().expect("a workbook")
}

fn import(bytes: &[u8]) -> Import {
    let options = Options {
        tenant_id: "t".into(),
        site_id: Some("s".into()),
        site_zone: Some(chrono_tz::America::Chicago),
        ..Options::default()
    };
    read_bytes("plan.xlsx", bytes, &options, &Mapping::default()).expect("rows")
}

fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn what_is_wrong_is_beside_its_row_and_goes_when_it_is_mended() {
    let before = workbook();
    let found = import(&before);
    assert!(!found.quarantined.is_empty());
    let marked = annotate("plan.xlsx", &before, &found.quarantined).expect("a workbook");
    let rows = cells(&marked, "jobs");
    assert_eq!(&rows[0][7..], COLUMNS);
    let bad = rows.iter().find(|row| row[0] == "J2").expect("the row");
    assert_eq!(bad[7], found.quarantined.iter().find(|row| row.row == 3).expect("row 3").issues[0].code.as_str());
    assert!(bad[8].contains("much"), "{bad:?}");
    assert_eq!(cells(&marked, "notes"), cells(&before, "notes"));

    let again = import(&marked);
    assert_eq!(again.quarantined.len(), found.quarantined.len());
    let told = again.issues.0.iter().any(|issue| issue.message.contains("heatsched_"));
    assert!(!told, "our own columns are no unknown ones: {:?}", again.issues);
    let twice = annotate("plan.xlsx", &marked, &again.quarantined).expect("a workbook");
    assert_eq!(cells(&twice, "jobs"), rows, "remarks do not pile up");
    let clean = annotate("plan.xlsx", &marked, &[]).expect("a workbook");
    assert!(cells(&clean, "jobs").iter().flatten().all(|cell| !cell.contains("HS")), "mended rows have no remarks");
}

#[test]
fn what_is_no_workbook_is_refused() {
    for bytes in [&b"no zip"[..], b"", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"] {
        let issues = annotate("plan.xlsx", bytes, &[]).expect_err("refused");
        assert_eq!(issues.0[0].code, Code::NotSupported);
    }
}
