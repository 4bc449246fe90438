//! Reports of runs in memory, read back with other libraries and programs.

use std::io::Cursor;
use std::process::Command;
use std::time::Duration;

use calamine::{Data, Reader, Xlsx};
use rust_decimal::prelude::ToPrimitive;
use udfs::document::{money, problem_from_json};
use udfs::functions::{Source, number_of, schedule_cost, text_of};
use udfs::model::Problem;
use udfs::optimize::Control;
use udfs::report::{Paper, Report, pdf, xlsx};
use udfs::store::{MemoryStore, Store};
use udfs::stored::{result_run_id, run_changes};
use udfs::tables::{COST_LINES, LOAD_PROFILE, OPTIMIZATION_RUNS, VIOLATIONS};
use udfs::{Code, plan};

struct Run {
    store: MemoryStore,
    id: String,
}

impl Run {
    fn of(change: impl FnOnce(&mut Problem)) -> Self {
        let (mut problem, _) =
            problem_from_json(include_str!("../../query/tests/it/cli/problem.json")).expect("a problem");
        problem.options.work_limit = Some(2_000);
        change(&mut problem);
        let control = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| {} };
        let plan = plan::optimize(&problem, &control).expect("a plan");
        let store = MemoryStore::new();
        store.write(&run_changes("t", "S", &problem, &plan)).expect("rows");
        Self { id: result_run_id("S", &plan.optimized), store }
    }

    fn source(&self) -> Source<'_> {
        Source { store: &self.store, tenant: "t" }
    }

    fn report(&self) -> Report {
        Report::read(&self.source(), &self.id).expect("a report")
    }

    fn sheet(&self, name: &str) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx(&self.report()).expect("a workbook"))).expect("xlsx");
        let range = book.worksheet_range(name).expect("a sheet");
        range.rows().map(<[Data]>::to_vec).collect()
    }

    /// What pdftotext finds, where it is installed.
    fn text(&self, paper: Paper) -> Option<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.pdf");
        std::fs::write(&path, pdf(&self.report(), paper).expect("a PDF")).expect("a file");
        let Ok(output) = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output() else {
            eprintln!("skipped: pdftotext is not there");
            return None;
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(String::from_utf8(output.stdout).expect("UTF-8"))
    }
}

fn float(data: &Data) -> f64 {
    match data {
        Data::Float(value) => *value,
        Data::DateTime(value) => value.as_f64(),
        other => panic!("{other:?} is no number"),
    }
}

fn rows_of(run: &Run, table: &'static udfs::tables::Table) -> Vec<udfs::row::Row> {
    run.source().rows(table, &[("run_id", &run.id)]).expect("rows")
}

#[test]
#[allow(clippy::float_cmp)]
fn the_workbook_has_the_figures_of_the_stored_rows() {
    let run = Run::of(|_| {});
    let sheet = run.sheet("Bill");
    let lines = rows_of(&run, &COST_LINES);
    assert_eq!(sheet.len(), lines.len() + 1);
    let mut stored: Vec<f64> = lines.iter().filter_map(|line| number_of(line, "amount").to_f64()).collect();
    let mut written: Vec<f64> = sheet[1..].iter().map(|row| float(&row[7])).collect();
    stored.sort_by(f64::total_cmp);
    written.sort_by(f64::total_cmp);
    assert_eq!(written, stored);

    let load = run.sheet("Load profile");
    let stored =
        run.source().rows(&LOAD_PROFILE, &[("run_id", &run.id), ("schedule_kind", "optimized"), ("equipment_id", "*")]);
    let stored: Vec<f64> =
        stored.expect("rows").iter().filter_map(|row| number_of(row, "electric_kw").to_f64()).collect();
    assert_eq!(load[1..].iter().map(|row| float(&row[2])).collect::<Vec<_>>(), stored);
    assert!(load[1..].iter().any(|row| float(&row[6]) == 0.145), "the rates of the tariff are there");

    let summary = run.sheet("Summary");
    for row in schedule_cost(&run.source(), &run.id).expect("rows") {
        let charge = Data::String(text_of(&row, "charge"));
        let written = summary.iter().find(|cells| cells[0] == charge).expect("a row for each charge");
        for (column, name) in [(1, "baseline_cost"), (2, "cost"), (3, "savings")] {
            assert_eq!(Some(float(&written[column])), number_of(&row, name).to_f64(), "{charge:?} {name}");
        }
    }
}

#[test]
fn the_pdf_has_the_figures_of_the_stored_rows() {
    let run = Run::of(|_| {});
    for paper in [Paper::A4, Paper::Letter] {
        let Some(text) = run.text(paper) else { return };
        for row in schedule_cost(&run.source(), &run.id).expect("rows") {
            let line = text.lines().find(|line| line.trim_start().starts_with(&text_of(&row, "charge")));
            let line = line.expect("a line for each charge");
            let figures: Vec<&str> = line.split_whitespace().skip(1).take(3).collect();
            let stored = ["baseline_cost", "cost", "savings"].map(|name| money(number_of(&row, name)));
            assert_eq!(figures, stored, "{line}");
        }
        let stored = rows_of(&run, &OPTIMIZATION_RUNS).remove(0);
        assert!(text.contains(&format!("It costs {} USD", money(number_of(&stored, "total_cost")))), "{text}");
        let joined: String = text.split_whitespace().collect();
        assert!(joined.contains(&run.id));
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let (one, two) = (Run::of(|_| {}), Run::of(|_| {}));
    assert_eq!(xlsx(&one.report()).expect("xlsx"), xlsx(&two.report()).expect("xlsx"));
    for paper in [Paper::A4, Paper::Letter] {
        assert_eq!(pdf(&one.report(), paper).expect("pdf"), pdf(&two.report(), paper).expect("pdf"));
    }
}

#[test]
fn the_pdf_embeds_its_font_and_no_picture() {
    let bytes = pdf(&Run::of(|_| {}).report(), Paper::A4).expect("a PDF");
    assert!(bytes.starts_with(b"%PDF-"));
    let has = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    assert!(has(b"/FontFile3") || has(b"/FontFile2"), "a font is embedded");
    assert!(!has(b"/Subtype /Image") && !has(b"/Subtype/Image"), "vector graphics");
}

#[test]
fn a_run_that_is_not_stored_is_an_error_that_names_others() {
    let run = Run::of(|_| {});
    let issues = Report::read(&run.source(), "nothing").expect_err("no such run");
    assert_eq!(issues.0[0].code, Code::UnknownReference);
    assert!(issues.0[0].fix.contains(&run.id), "{issues}");
}

#[test]
fn a_run_without_jobs_has_a_full_report() {
    let run = Run::of(|problem| problem.jobs.clear());
    assert_eq!(run.sheet("Schedule").len(), 1, "a header alone");
    if let Some(text) = run.text(Paper::A4) {
        assert!(text.contains("The plan runs no job of 0 jobs") && text.contains("Provenance"), "{text}");
    }
}

#[test]
fn violations_are_in_the_report() {
    let run = Run::of(|problem| {
        for job in &mut problem.jobs {
            job.latest_end = job.earliest_start + chrono::TimeDelta::minutes(30);
        }
    });
    let stored = rows_of(&run, &VIOLATIONS);
    assert!(!stored.is_empty());
    assert_eq!(run.sheet("Violations").len(), stored.len() + 1);
    if let Some(text) = run.text(Paper::A4) {
        assert!(stored.iter().all(|row| text.contains(&text_of(row, "code"))), "{text}");
    }
}

#[test]
fn openpyxl_reads_tables_and_charts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.xlsx");
    std::fs::write(&path, xlsx(&Run::of(|_| {}).report()).expect("xlsx")).expect("a file");
    let script = "import sys\ntry:\n import openpyxl\nexcept ImportError:\n print('absent'); sys.exit()\n\
                  b = openpyxl.load_workbook(sys.argv[1])\n\
                  print(sum(len(s.tables) for s in b), sum(len(s._charts) for s in b), b['Bill'].freeze_panes)";
    let Ok(output) = Command::new("python3").arg("-c").arg(script).arg(&path).output() else {
        eprintln!("skipped: python3 is not there");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).trim().to_string();
    if text == "absent" {
        eprintln!("skipped: openpyxl is not there");
        return;
    }
    assert_eq!(text, "8 3 A2", "{}", String::from_utf8_lossy(&output.stderr));
}
