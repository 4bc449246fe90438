use super::Bench;

#[test]
fn help_texts() {
    let bench = Bench::new();
    let mut all = String::new();
    let names = [
        "",
        "init",
        "import",
        "load",
        "optimize",
        "baseline",
        "bill",
        "tariff",
        "validate",
        "plot",
        "report",
        "excel",
        "sync",
        "worker",
        "serve",
        "user",
        "demo",
        "codes",
        "explain",
        "completions",
    ];
    for name in names {
        let arguments: Vec<&str> = [name, "--help"].into_iter().filter(|argument| !argument.is_empty()).collect();
        let help = bench.run(&arguments).succeeds();
        assert!(help.stderr.is_empty());
        let text = help.text();
        assert!(text.contains("Examples:"), "{name} has examples");
        assert!(text.lines().all(|line| line.chars().count() <= 120), "{name} fits a terminal");
        all.push_str(&format!("### heatsched {name}\n{text}\n"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn version_is_the_packages() {
    let version = Bench::new().run(&["--version"]).succeeds();
    assert_eq!(version.text(), format!("heatsched {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_cannot_be_understood_is_usage() {
    let bench = Bench::new();
    for arguments in [
        &["--format", "papyrus"][..],
        &["optimise"],
        &["optimize"],
        &["bill", "--site", "a"],
        &["--format", "csv", "codes"],
    ] {
        let ran = bench.run(arguments).ends_with_code(2);
        assert!(ran.stdout.is_empty(), "{arguments:?}");
        assert!(ran.stderr.starts_with("error:"), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(bench.names(), [""; 0]);
}

#[test]
fn completions_name_the_subcommands() {
    for shell in ["bash", "zsh", "fish"] {
        let script = Bench::new().run(&["completions", shell]).succeeds().text();
        assert!(script.contains("optimize") && script.contains("validate"), "{shell}");
    }
}
