use super::{Bench, PROBLEM};

fn drawn(name: &str) -> Vec<u8> {
    let bench = Bench::new();
    bench.write("problem.json", PROBLEM);
    bench.run(&["optimize", "--problem", "problem.json", "--result", "plan.json"]).succeeds();
    bench.run(&["plot", "--problem", "problem.json", "--result", "plan.json", "--output", name]).succeeds();
    assert_eq!(bench.names().len(), 3, "nothing else is left: {:?}", bench.names());
    bench.read(name)
}

#[test]
fn an_svg_names_what_it_shows() {
    let svg = String::from_utf8(drawn("plan.svg")).expect("UTF-8");
    assert!(svg.starts_with("<svg") || svg.starts_with("<?xml"));
    for text in [
        "plant-a",
        "off-peak 0.045",
        "on-peak 0.145",
        "maintenance",
        "Batch furnace",
        "J1",
        "America/Chicago",
        "saves",
        "load under FIFO",
    ] {
        assert!(svg.contains(text), "{text}");
    }
    let midnight_of_utc = "06:00";
    assert!(svg.contains(midnight_of_utc) && svg.contains("Mon 5 Jan"), "the axis is local");
}

#[test]
fn a_png_has_the_signature_and_size() {
    let png = drawn("plan.png");
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let width = u32::from_be_bytes([png[16], png[17], png[18], png[19]]);
    assert!(width >= 2000, "{width}");
}

#[test]
fn other_endings_are_refused() {
    let bench = Bench::new();
    bench.write("problem.json", PROBLEM);
    let ran = bench.run(&["plot", "--problem", "problem.json", "--output", "plan.gif"]).ends_with_code(1);
    insta::assert_snapshot!(ran.stderr, @r"
    error[HS3003]: plan.gif: no picture has this ending
      hint: give a file that ends in .svg or .png
    ");
}
