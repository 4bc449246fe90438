use super::Bench;

#[test]
fn statements_come_from_standard_input() {
    let bench = Bench::with_warehouse();
    let ran = bench.run_with_input(&["--format", "csv"], "-- two\nSELECT 1 AS a;\nSELECT ';' AS b").succeeds();
    assert_eq!(ran.text(), "a\n1\n\nb\n;\n");
    assert_eq!(ran.stderr, "", "nothing to say outside a terminal");
}

#[test]
fn commands_and_files_run_in_order() {
    let bench = Bench::with_warehouse();
    bench.write("more.sql", "#!/usr/bin/env heatsched\nCREATE VIEW three AS SELECT 3 AS c;\nSELECT c FROM three;\n");
    let ran = bench.run(&["-c", "SELECT 1 AS a; SELECT 2 AS b", "-f", "more.sql", "--format", "csv"]).succeeds();
    assert_eq!(ran.text(), "a\n1\n\nb\n2\n\nc\n3\n");
}

#[test]
fn the_first_error_ends_a_script() {
    let bench = Bench::with_warehouse();
    let ran =
        bench.run(&["-c", "SELECT 1 AS a", "-c", "SELECT nothing FROM sites", "-c", "SELECT 2"]).ends_with_code(1);
    assert_eq!(ran.text(), "a\n1\n");
    assert!(ran.stderr.starts_with("error[HS1013]: query: "), "{}", ran.stderr);
    assert!(ran.stderr.contains("nothing"), "{}", ran.stderr);
    assert!(ran.stderr.contains("hint: "), "{}", ran.stderr);
}

#[test]
fn syntax_errors_are_coded() {
    let ran = Bench::with_warehouse().run(&["-c", "SELEC 1"]).ends_with_code(1);
    assert!(ran.stderr.starts_with("error[HS1013]: query: "), "{}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"));
}

#[test]
fn json_log_has_one_object_a_line() {
    let ran = Bench::with_warehouse().run(&["--log", "json", "-c", "SELECT nothing"]).ends_with_code(1);
    let last: serde_json::Value = serde_json::from_str(ran.stderr.lines().last().expect("a line")).expect("JSON");
    assert_eq!((last["level"].as_str(), last["code"].as_str()), (Some("error"), Some("HS1013")));
}

#[test]
fn tables_are_described_with_units() {
    let bench = Bench::with_warehouse();
    let tables = bench.run_with_input(&["--format", "csv"], "\\d\n").succeeds().text();
    for table in udfs::tables::ALL {
        assert!(tables.contains(table.name), "{}", table.name);
    }
    let columns = bench.run_with_input(&["--format", "csv"], "\\d production_jobs\n").succeeds().text();
    assert!(columns.contains("heating_requirement_kwh,\"numeric(18,6)\",,kWh,Useful heat"), "{columns}");
}

#[test]
fn unknown_commands_are_named() {
    let ran = Bench::with_warehouse().run_with_input(&[], "\\x\n").ends_with_code(1);
    insta::assert_snapshot!(ran.stderr, @r"
    error[HS1013]: shell: there is no command \x
      hint: \? lists the commands
    ");
}

#[test]
fn leaving_leaves_the_rest() {
    let ran =
        Bench::with_warehouse().run_with_input(&["--format", "csv"], "SELECT 1 AS a;\n\\q\nSELECT 2 AS b;").succeeds();
    assert_eq!(ran.text(), "a\n1\n");
}

#[test]
fn a_warehouse_that_is_not_there_is_named() {
    let ran = Bench::new().run(&["-c", "SELECT 1"]).ends_with_code(1);
    assert!(ran.stdout.is_empty());
    assert!(ran.stderr.starts_with("error[HS4002]: "), "{}", ran.stderr);
    assert!(ran.stderr.contains("heatsched init"), "{}", ran.stderr);
}

#[test]
fn files_are_tables_by_their_name() {
    let bench = Bench::with_warehouse();
    bench.write("loads.csv", "kw\n1\n2\n");
    let ran = bench.run(&["-c", "SELECT sum(kw) AS kw FROM 'loads.csv'", "--format", "csv"]).succeeds();
    assert_eq!(ran.text(), "kw\n3\n");
}

#[test]
fn copies_go_to_files() {
    let bench = Bench::with_warehouse();
    bench.run(&["-c", "COPY (SELECT 1 AS a) TO 'a.csv'"]).succeeds();
    assert_eq!(bench.read("a.csv"), b"a\n1\n");
}
