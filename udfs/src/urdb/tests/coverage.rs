use super::super::fields;

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
