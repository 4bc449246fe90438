use super::*;

#[test]
fn garbage_is_an_error_in_every_format() {
    let noise: Vec<u8> = (0..50_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for format in Format::ALL {
        let name = format!("jobs.{}", format.as_str());
        for bytes in [
            &noise[..],
            b"\0\0\0",
            b"PK\x03\x04garbage",
            b"\xff\xfe",
            b"<",
            b"{",
            b"\"",
            b"a;b\n\"",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ] {
            if let Ok(import) = read_bytes(&name, bytes, &chicago(), &Mapping::default()) {
                assert!(import.changes.iter().all(|change| change.rows.is_empty()), "{name}");
            }
        }
    }
}

#[test]
fn cut_workbooks_are_errors() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "job_id").expect("header");
    let bytes = book.save_to_buffer().expect("saved");
    for end in [10, bytes.len() / 2, bytes.len() - 30] {
        assert_eq!(refused("jobs.xlsx", &bytes[..end])[0].code, Code::Malformed);
    }
}

#[test]
fn bombs_are_refused() {
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><x><y>&b;</y></x>";
    assert_eq!(refused("jobs.xml", entities.as_bytes())[0].code, Code::Malformed);
    assert_eq!(refused("jobs.xml", "<a>".repeat(100_000).as_bytes())[0].code, Code::Malformed);
    assert_eq!(refused("jobs.xml", b"<a><b>&unknown;</b></a>")[0].code, Code::Malformed);
    assert_eq!(refused("jobs.json", "[".repeat(1_000_000).as_bytes())[0].code, Code::Malformed);
}

#[test]
fn limits_hold() {
    let text = format!("{HEADER}\n{}", "a,b,c,d,e\n".repeat(20));
    let limited = |options: Options| {
        read_bytes("jobs.csv", text.as_bytes(), &options, &Mapping::default()).expect_err("limit").0[0].code
    };
    assert_eq!(limited(Options { max_bytes: 50, ..chicago() }), Code::TooLarge);
    assert_eq!(limited(Options { max_rows: 10, ..chicago() }), Code::TooLarge);
    assert_eq!(refused("jobs.doc", b"x")[0].code, Code::NotSupported);
    assert_eq!(refused("data.csv", b"a,b\n1,2\n")[0].code, Code::UnknownReference);
}

#[test]
fn a_cell_with_a_mile_of_digits_costs_its_row() {
    let text = format!(
        "start,end,kw\n2026-01-05T06:00Z,2026-01-05T07:00Z,{}\n9999999-01-05T06:00Z,x,1e20\n",
        "9".repeat(100_000)
    );
    let import = import("load.csv", &text, &chicago());
    assert_eq!(import.quarantined.len(), 2);
    assert!(import.quarantined[0].raw.len() < 10_000);
}
