use super::*;

#[test]
fn a_mapping_renames_converts_and_fills() {
    let mapping = Mapping::parse(
        "erp.toml",
        r#"
        time_zone = "America/Chicago"
        [production_jobs]
        date_format = "%m/%d/%Y %H:%M"
        header_row = 2
        ignore = ["Planner"]
        [production_jobs.columns]
        job_id = "Order"
        heating_requirement_kwh = { header = "Heat", unit = "MWh" }
        duration_minutes = { header = "Hours", factor = 60 }
        earliest_start = "From"
        latest_end = "To"
        priority = { header = "Prio", values = { High = "1" } }
        [production_jobs.constants]
        unit = "pieces"
        site_id = "plant-b"
        "#,
    )
    .expect("mapping");
    let text = "Orders of today,,,,,,\nOrder,Heat,Hours,From,To,Prio,Planner\nA1,0.31,2.5,01/05/2026 06:00,2026-01-05T20:00,high,P1\n";
    let import = read_bytes("jobs.csv", text.as_bytes(), &Options::default(), &mapping).expect("readable");
    assert!(import.quarantined.is_empty(), "{:?}", import.quarantined);
    assert!(import.issues.0.is_empty(), "{}", import.issues);
    let job = &rows(&import, "production_jobs")[0];
    let found = [
        "heating_requirement_kwh",
        "duration_minutes",
        "earliest_start",
        "priority",
        "unit",
        "site_id",
        "source_reference",
    ];
    let expected = ["310", "150", "2026-01-05T12:00:00+00:00", "1", "\"pieces\"", "\"plant-b\"", "\"jobs.csv:3\""];
    assert_eq!(found.map(|name| cell(job, name)), expected);
}

#[test]
fn a_mapping_that_names_what_is_not_there_is_refused() {
    let bad = "[jobs.columns]\nheat = \"Heat\"\nheating_requirement_kwh = { header = \"H\", unit = \"BTU\" }\n[machines]\nsheet = \"x\"\n";
    let issues = Mapping::parse("erp.toml", bad).expect_err("refused").0;
    assert_eq!(issues.len(), 3, "{issues:?}");
    assert!(Mapping::parse("erp.toml", "[jobs]\ncolour = 1\n").is_err());
    let mapping = Mapping::parse("erp.toml", "[jobs.columns]\njob_id = \"Ordr\"\n").expect("mapping");
    let text = HEADER.replace("job_id", "Order");
    let issues = read_bytes("jobs.csv", text.as_bytes(), &chicago(), &mapping).expect_err("refused").0;
    assert!(issues[0].fix.contains("\"Order\""), "{issues:?}");
}

#[test]
fn a_series_without_ends_gets_them_from_its_length() {
    let mapping =
        Mapping::parse("m.toml", "[site_load]\nlength_minutes = 15\n[site_load.columns]\nstart = \"Timestamp\"\n")
            .expect("mapping");
    let import = read_bytes(
        "meter.csv",
        b"Timestamp,kW\n2026-01-05T06:00:00Z,1\n",
        &Options { table: Some(&udfs::tables::SITE_LOAD), ..options() },
        &mapping,
    );
    let import = import.expect("readable");
    assert_eq!(cell(&rows(&import, "site_load")[0], "end"), "2026-01-05T06:15:00+00:00");
}
