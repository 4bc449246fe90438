use super::Bench;

#[test]
fn a_run_that_is_not_stored_is_named() {
    let bench = Bench::with_warehouse();
    let ran = bench.run(&["report", "0000", "--output", "plan.pdf"]).ends_with_code(1);
    assert!(ran.stderr.contains("\"0000\" is not in optimization_runs"), "{}", ran.stderr);
    assert!(!bench.names().contains(&"plan.pdf".to_string()));
}

#[test]
fn other_endings_are_refused() {
    let ran = Bench::with_warehouse().run(&["report", "0000", "--output", "plan.doc"]).ends_with_code(1);
    assert!(ran.stderr.contains("no report has this ending") && ran.stderr.contains(".pdf or .xlsx"), "{}", ran.stderr);
}
