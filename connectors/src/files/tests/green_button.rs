use super::*;

const READING: &str = "/espi/1_1/resource/UsagePoint/01/MeterReading/";

fn entry(title: &str, links: &[(&str, &str)], content: &str) -> String {
    let links: String = links.iter().map(|(rel, to)| format!("<link rel=\"{rel}\" href=\"{to}\"/>")).collect();
    format!("<entry><id>urn:uuid:1</id>{links}<title>{title}</title><content>{content}</content></entry>")
}

/// A meter reading, its type and one block of readings: start in seconds, length in seconds, value.
fn meter_of(number: u8, title: &str, terms: &str, readings: &[(i64, i64, &str)]) -> String {
    let (own, kind) = (format!("{READING}{number:02}"), format!("/espi/1_1/resource/ReadingType/{number:02}"));
    let blocks = format!("{own}/IntervalBlock");
    let block: String = readings
        .iter()
        .map(|(start, length, value)| {
            format!(
                "<IntervalReading><cost>974</cost><timePeriod><duration>{length}</duration><start>{start}</start></timePeriod>\
                 <value>{value}</value></IntervalReading>"
            )
        })
        .collect();
    let block = format!(
        "<IntervalBlock xmlns=\"http://naesb.org/espi\"><interval><duration>86400</duration></interval>{block}</IntervalBlock>"
    );
    [
        entry(
            title,
            &[("self", &own), ("related", &blocks), ("related", &kind)],
            "<MeterReading xmlns=\"http://naesb.org/espi\"/>",
        ),
        entry(
            "Type",
            &[("self", &kind)],
            &format!("<ReadingType xmlns=\"http://naesb.org/espi\">{terms}</ReadingType>"),
        ),
        entry("", &[("self", &format!("{blocks}/01")), ("up", &blocks)], &block),
    ]
    .concat()
}

fn feed(meters: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Green Button</title>{}</feed>",
        meters.concat()
    )
}

const DELIVERED: &str = "<accumulationBehaviour>4</accumulationBehaviour><commodity>1</commodity><currency>840</currency>\
                         <flowDirection>1</flowDirection><powerOfTenMultiplier>0</powerOfTenMultiplier><uom>72</uom>";

fn loads(import: &Import) -> Vec<String> {
    rows(import, "site_load").iter().map(|row| format!("{} {}", cell(row, "start"), cell(row, "kw"))).collect()
}

#[test]
fn energy_of_intervals_is_load_of_the_site() {
    let meter = meter_of(1, "Main", DELIVERED, &[(1_767_571_200, 900, "2500"), (1_767_572_100, 900, "2600")]);
    let import = import("usage.xml", &feed(&[meter]), &options());
    assert_eq!(loads(&import), ["2026-01-05T00:00:00+00:00 10", "2026-01-05T00:15:00+00:00 10.4"]);
    let kilo = DELIVERED.replace("Multiplier>0<", "Multiplier>3<");
    let meter = meter_of(1, "Main", &kilo, &[(1_767_571_200, 3_600, "25")]);
    let import = super::import("usage.xml", &feed(&[meter]), &options());
    assert_eq!(loads(&import), ["2026-01-05T00:00:00+00:00 25"]);
}

#[test]
fn a_bill_reads_the_same_file() {
    let readings: Vec<(i64, i64, &str)> = (0..92).map(|step| (1_774_738_800 + step * 900, 900, "250")).collect();
    let text = feed(&[meter_of(1, "Main", DELIVERED, &readings)]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("usage.xml");
    std::fs::write(&path, text).expect("written");
    let (sheet, _) = read_sheet(&path, &Options::default()).expect("readable");
    let (load, warnings) = meter(&sheet, &MeterOptions::default()).expect("a load");
    assert_eq!((load.load.len(), warnings.0.len()), (92, 0), "a day of 23 hours");
    assert!(load.load.iter().all(|row| row.kw == udfs::model::Decimal::ONE && row.span.minutes() == 15));
}

#[test]
fn energy_fed_in_and_registers_are_no_load_and_two_meters_are_told() {
    let at = [(1_767_571_200, 900, "100")];
    let fed_in = meter_of(2, "Solar", &DELIVERED.replace("Direction>1<", "Direction>19<"), &at);
    let register = meter_of(3, "Register", &DELIVERED.replace("Behaviour>4<", "Behaviour>3<"), &at);
    let main = meter_of(1, "Main", DELIVERED, &at);
    let one = import("usage.xml", &feed(&[fed_in.clone(), register, main.clone()]), &options());
    assert_eq!((loads(&one).len(), one.issues.0.len()), (1, 0));
    let second = meter_of(4, "Hall 2", DELIVERED, &[(1_767_571_200, 900, "300")]);
    let load = Options { table: crate::files::table_named("load"), sheet: Some("Main".into()), ..options() };
    let two = import("usage.xml", &feed(&[second, main]), &load);
    assert_eq!(loads(&two), ["2026-01-05T00:00:00+00:00 0.4"]);
    assert!(two.issues.0[0].message.contains("\"Hall 2\", \"Main\""), "{}", two.issues);
    assert_eq!(refused("usage.xml", feed(&[fed_in]).as_bytes())[0].code, Code::Malformed);
}

#[test]
fn readings_that_are_none_wait() {
    let readings =
        [(1_767_571_200, 900, "much"), (1_767_572_100, 0, "1"), (i64::MAX, 900, "1"), (1_767_573_000, 900, "1")];
    let import = import("usage.xml", &feed(&[meter_of(1, "Main", DELIVERED, &readings)]), &options());
    assert_eq!(loads(&import).len(), 1);
    let bad: std::collections::BTreeSet<usize> = import.quarantined.iter().map(|row| row.row).collect();
    assert_eq!(bad.len(), 3, "{:?}", import.quarantined);
}
