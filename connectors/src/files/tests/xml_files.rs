use super::*;

const FIELDS: &str = "<heating_requirement_kwh>310</heating_requirement_kwh><duration_minutes>150</duration_minutes>\
    <earliest_start>2026-01-05T06:00:00Z</earliest_start><latest_end>2026-01-05T20:00:00Z</latest_end>";

#[test]
fn rows_are_found_under_envelopes_and_table_elements() {
    let row = format!("<job job_id=\"A&amp;1\">{FIELDS}<product_name>x &lt; <![CDATA[<y>]]></product_name></job>");
    let files = [
        ("jobs.xml", format!("<?xml version=\"1.0\"?><export>{row}{}</export>", row.replace("A&amp;1", "B"))),
        ("erp.xml", format!("<e:Envelope xmlns:e=\"u\"><e:Body><e:jobs>{row}</e:jobs></e:Body></e:Envelope>")),
    ];
    for (name, text) in files {
        let import = import(name, &text, &chicago());
        let jobs = rows(&import, "production_jobs");
        assert_eq!(cell(&jobs[0], "job_id"), "\"A&1\"", "{name} {:?}", import.quarantined);
        assert_eq!(cell(&jobs[0], "product_name"), "\"x < <y>\"");
    }
}

#[test]
fn a_row_element_is_found_anywhere() {
    let mapping = Mapping::parse("m.toml", "[jobs]\nrow_element = \"Order\"\n").expect("mapping");
    let text = format!(
        "<r><head><v>1</v></head><list><Order job_id=\"1\">{FIELDS}</Order></list><Order job_id=\"2\">{FIELDS}</Order></r>"
    );
    let import = read_bytes("jobs.xml", text.as_bytes(), &chicago(), &mapping).expect("readable");
    assert_eq!(rows(&import, "production_jobs").len(), 2);
}
