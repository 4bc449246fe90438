use chrono_tz::Tz;

use super::super::fields::{self, FIELDS, Treatment};
use super::super::{ReadOptions, read};
use super::support::{instant, uniform};
use crate::model::Span;
use crate::row::Row;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/urdb/COVERAGE.md");

#[test]
fn urdb_coverage_is_what_the_table_says() {
    let expected = fields::coverage();
    if std::env::var_os("UPDATE_COVERAGE").is_some() {
        std::fs::write(PATH, &expected).expect("a file that can be written");
    }
    let found = std::fs::read_to_string(PATH).unwrap_or_default();
    assert_eq!(found, expected, "make it anew: UPDATE_COVERAGE=1 cargo test -p udfs urdb_coverage");
}

/// A field of the wrong shape is refused by its name where it is represented, and kept where it is not.
#[test]
fn every_field_is_treated_as_the_table_says() {
    let start = instant("2018-01-05T08:00:00Z");
    let peak = Span { start, end: start + chrono::TimeDelta::hours(1) };
    let options = ReadOptions { coincident_peaks: vec![peak], time_zone: Some(Tz::UTC) };
    let whole = super::support::object(&document());
    assert!(read(&document(), &options).is_ok());
    for field in FIELDS {
        let Row(mut members) = whole.clone();
        members.retain(|(name, _)| name != field.name);
        members.push((field.name.into(), super::support::object(r#"{"a": {"b": 1}}"#).0[0].1.clone()));
        let text = super::super::attributes::json(&crate::row::Cell::Row(Row(members)));
        let is_named = |column: &Option<String>| column.as_deref().is_some_and(|column| column.starts_with(field.name));
        match (field.treatment, read(&text, &options)) {
            (Treatment::Kept, Ok((tariffs, _))) => assert!(tariffs[0].attributes.contains_key(field.name), "{field:?}"),
            (Treatment::Represented | Treatment::Read, Err(issues)) => {
                assert!(issues.0.iter().any(|issue| is_named(&issue.place.column)), "{field:?}: {issues}");
            }
            (_, read) => panic!("{field:?}: {}", if read.is_ok() { "read" } else { "refused" }),
        }
    }
}

/// With a price of every kind, so that every field counts.
fn document() -> String {
    let zeros = uniform(0);
    let months = "[0,0,0,0,0,0,0,0,0,0,0,0]";
    format!(
        r#"{{"label": "t", "energyratestructure": [[{{"rate": 1}}]], "energyweekdayschedule": {zeros}, "energyweekendschedule": {zeros},
        "flatdemandstructure": [[{{"rate": 1}}]], "flatdemandmonths": {months}, "demandratestructure": [[{{"rate": 1}}]],
        "demandweekdayschedule": {zeros}, "demandweekendschedule": {zeros}, "coincidentratestructure": [[{{"rate": 1}}]],
        "coincidentrateschedule": {zeros}, "fixedchargefirstmeter": 1, "fixedchargeunits": "$/month", "mincharge": 1,
        "minchargeunits": "$/month"}}"#
    )
}
