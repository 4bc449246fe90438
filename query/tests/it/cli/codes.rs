use super::Bench;

#[test]
fn codes_are_listed_and_explained() {
    let bench = Bench::new();
    let list = bench.run(&["codes", "--format", "csv"]).succeeds().text();
    assert!(list.starts_with("code,kind,title\nHS1001,input,"));
    for line in list.lines().skip(1) {
        let code = line.split(',').next().expect("a code");
        assert!(bench.run(&["explain", code]).succeeds().text().starts_with(code));
    }
}

#[test]
fn an_unknown_code_is_an_error_with_a_hint() {
    let ran = Bench::new().run(&["explain", "HS0000"]).ends_with_code(1);
    insta::assert_snapshot!(ran.stderr, @r#"
    error[HS1009]: explain: "HS0000" is no code of heatsched
      hint: heatsched codes lists them
    "#);
}
