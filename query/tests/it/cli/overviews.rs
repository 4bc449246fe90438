//! Reports over many runs: the figures of each PDF and workbook are those of the SQL, to the cent.

use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use udfs::document::grouped;
use udfs::model::Decimal;

use super::Bench;

const PER_MONTH: &str = "r.schedule_date BETWEEN '2026-01-01' AND '2026-01-31'";

/// The demo plant with its four weeks and a day of March planned.
fn planned() -> Bench {
    let bench = Bench::new();
    bench.run(&["demo", "--quiet"]).succeeds();
    bench.run(&["-c", "SELECT count(*) FROM optimize_schedule('S-%', '{\"work_limit\": 1000}')"]).succeeds();
    bench
}

fn csv(bench: &Bench, sql: &str) -> Vec<Vec<String>> {
    let csv = bench.run(&["-c", sql, "--format", "csv"]).succeeds().text();
    let rows: Vec<Vec<String>> =
        csv.lines().skip(1).map(|line| line.split(',').map(str::to_string).collect()).collect();
    assert!(!rows.is_empty(), "{sql}");
    rows
}

/// The words of each line of a PDF.
fn lines(bench: &Bench, name: &str) -> Vec<Vec<String>> {
    let output = Command::new("pdftotext").arg("-layout").arg(bench.path(name)).arg("-").output();
    let output = output.expect("pdftotext: install poppler-utils");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| line.split_whitespace().map(str::to_string).collect()).collect()
}

/// As a page shows it: `1234.5` with so many decimals is `1,234.50`.
fn shown(value: &str, decimals: Option<u32>) -> Vec<String> {
    let number = decimals.and_then(|decimals| Some(grouped(value.parse::<Decimal>().ok()?, decimals)));
    number.unwrap_or_else(|| value.to_string()).split_whitespace().map(str::to_string).collect()
}

/// Each row of the SQL begins, or is, a line of the page. `decimals` are those of the columns; `None`: text.
#[track_caller]
fn has_rows(page: &[Vec<String>], rows: &[Vec<String>], decimals: &[Option<u32>]) {
    for row in rows {
        let words: Vec<String> = row.iter().zip(decimals).flat_map(|(value, form)| shown(value, *form)).collect();
        assert!(page.iter().any(|line| line.starts_with(&words)), "{words:?} in {page:#?}");
    }
}

/// The report as a PDF on both papers, and the cells of a sheet of the workbook.
fn written(bench: &Bench, arguments: &[&str], sheet: &str) -> (Vec<Vec<Vec<String>>>, Vec<Vec<Data>>) {
    let write = |output: &str, more: &[&str]| {
        bench.run(&[&["report", "--output", output], arguments, more].concat()).succeeds();
    };
    write("one.pdf", &[]);
    write("letter.pdf", &["--paper", "letter"]);
    write("again.pdf", &[]);
    write("one.xlsx", &[]);
    write("again.xlsx", &[]);
    assert_eq!(bench.read("one.pdf"), bench.read("again.pdf"));
    assert_eq!(bench.read("one.xlsx"), bench.read("again.xlsx"));
    let embeds = |name: &[u8]| bench.read("one.pdf").windows(name.len()).any(|window| window == name);
    assert!(embeds(b"/FontFile3") || embeds(b"/FontFile2"), "a font is embedded");
    let mut book: Xlsx<_> = open_workbook(bench.path("one.xlsx")).expect("a workbook");
    let cells = book.worksheet_range(sheet).expect("a sheet").rows().map(<[Data]>::to_vec).collect();
    (vec![lines(bench, "one.pdf"), lines(bench, "letter.pdf")], cells)
}

/// The numbers of a sheet's column, its header left out.
fn numbers(cells: &[Vec<Data>], column: usize) -> Vec<f64> {
    let number = |data: &Data| match data {
        Data::Float(value) => *value,
        other => panic!("{other:?} is no number"),
    };
    cells[1..].iter().map(|row| number(&row[column])).collect()
}

fn column(rows: &[Vec<String>], column: usize) -> Vec<f64> {
    rows.iter().map(|row| row[column].parse().expect("a number")).collect()
}

const MONEY: Option<u32> = Some(2);
const COUNT: Option<u32> = Some(0);

#[test]
fn each_report_has_the_figures_of_the_sql() {
    let bench = planned();
    month(&bench);
    savings(&bench);
    utilization(&bench);
    nothing_planned(&bench);
}

fn month(bench: &Bench) {
    let (pages, cells) =
        written(bench, &["--kind", "monthly", "--site", "plant-a", "--month", "2026-01"], "Day by day");
    let charges = csv(
        bench,
        &format!(
            "SELECT charge, fifo, plan, fifo - plan, round(100 * (fifo - plan) / nullif(fifo, 0), 2), currency FROM (
            SELECT l.charge, r.currency, sum(CASE WHEN l.schedule_kind = 'baseline' THEN l.amount ELSE 0 END) AS fifo,
                   sum(CASE WHEN l.schedule_kind = 'optimized' THEN l.amount ELSE 0 END) AS plan
            FROM cost_lines l JOIN current_runs r ON r.run_id = l.run_id WHERE {PER_MONTH} GROUP BY 1, 2) c"
        ),
    );
    let total = csv(
        bench,
        "SELECT 'total', baseline_cost, total_cost, savings, savings_percent, currency FROM savings_summary WHERE month = '2026-01'",
    );
    let days = csv(bench, &format!(
        "SELECT r.schedule_date, 1, r.baseline_cost, r.total_cost, r.savings, round(100 * r.savings / r.baseline_cost, 2), r.currency,
                r.constraints_violated, f.kw, p.kw
         FROM current_runs r
         JOIN (SELECT run_id, max(electric_kw) AS kw FROM load_profile WHERE equipment_id = '*' AND schedule_kind = 'baseline' GROUP BY 1) f ON f.run_id = r.run_id
         JOIN (SELECT run_id, max(electric_kw) AS kw FROM load_profile WHERE equipment_id = '*' AND schedule_kind = 'optimized' GROUP BY 1) p ON p.run_id = r.run_id
         WHERE {PER_MONTH} ORDER BY 1"
    ));
    let peaks = csv(bench, &format!(
        "SELECT DISTINCT r.schedule_date, category, to_char(at_local, '%Y-%m-%d %H:%M'), billed_kw, demand_cost, currency
         FROM peak_attribution r JOIN (SELECT run_id AS current FROM current_runs) c ON c.current = r.run_id
         WHERE schedule_kind = 'optimized' AND {PER_MONTH}"
    ));
    let (mut bills, mut totals) = (Vec::new(), Vec::new());
    for (name, kind) in [("Plan", "optimized"), ("FIFO", "baseline")] {
        let lines = format!(
            "(SELECT unnest(bill(l.\"start\", l.electric_kw, 'ind-tou')) AS line
              FROM load_profile l JOIN current_runs r ON r.run_id = l.run_id
              WHERE l.equipment_id = '*' AND l.schedule_kind = '{kind}' AND {PER_MONTH}) b"
        );
        bills.extend(csv(
            bench,
            &format!("SELECT '{name}', line['charge'], line['category'], line['quantity'], line['unit'] FROM {lines}"),
        ));
        totals.extend(csv(bench, &format!("SELECT '{name}', 'total', sum(line['amount']) FROM {lines}")));
    }
    assert_eq!(days.len(), 27);
    for page in &pages {
        has_rows(page, &charges, &[None, MONEY, MONEY, MONEY, MONEY, None]);
        has_rows(page, &total, &[None, MONEY, MONEY, MONEY, MONEY, None]);
        has_rows(page, &days, &[None, COUNT, MONEY, MONEY, MONEY, MONEY, None, COUNT, MONEY, MONEY]);
        has_rows(page, &peaks, &[None, None, None, MONEY, MONEY, None]);
        has_rows(page, &bills, &[None, None, None, MONEY, None]);
        has_rows(page, &totals, &[None, None, MONEY]);
    }
    for (here, there) in [(2, 2), (3, 3), (4, 4), (8, 8), (9, 9)] {
        assert_eq!(numbers(&cells, here), column(&days, there));
    }
}

fn savings(bench: &Bench) {
    let arguments = ["--kind", "savings", "--site", "plant-%", "--month", "2026-01", "--to", "2026-03"];
    let (pages, cells) = written(bench, &arguments, "Savings by month");
    let months = csv(bench,
        "SELECT month, schedules, published_schedules, baseline_cost, total_cost, savings, savings_percent, currency, constraints_violated
         FROM savings_summary ORDER BY 1");
    let periods = csv(bench,
        "SELECT period_category, sum(fk), sum(pk), sum(fe), sum(pe), sum(fd), sum(pd), sum(fe) + sum(fd) - sum(pe) - sum(pd), 'USD' FROM (
            SELECT period_category, schedule_kind, CASE WHEN schedule_kind = 'baseline' THEN energy_kwh ELSE 0 END AS fk,
                   CASE WHEN schedule_kind = 'optimized' THEN energy_kwh ELSE 0 END AS pk,
                   CASE WHEN schedule_kind = 'baseline' THEN energy_cost ELSE 0 END AS fe,
                   CASE WHEN schedule_kind = 'optimized' THEN energy_cost ELSE 0 END AS pe,
                   CASE WHEN schedule_kind = 'baseline' THEN demand_cost ELSE 0 END AS fd,
                   CASE WHEN schedule_kind = 'optimized' THEN demand_cost ELSE 0 END AS pd
            FROM cost_by_period p JOIN (SELECT run_id AS current FROM current_runs) c ON c.current = p.run_id) x GROUP BY 1");
    assert_eq!(months.len(), 3);
    for page in &pages {
        has_rows(page, &months, &[None, COUNT, COUNT, MONEY, MONEY, MONEY, MONEY, None, COUNT]);
        has_rows(page, &periods, &[None, MONEY, MONEY, MONEY, MONEY, MONEY, MONEY, MONEY, None]);
    }
    let own = &cells[..cells.len() - 1];
    for (here, there) in [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)] {
        assert_eq!(numbers(own, here), column(&months, there));
    }
}

fn utilization(bench: &Bench) {
    let arguments = ["--kind", "utilization", "--site", "plant-a", "--month", "2026-01", "--to", "2026-03"];
    let (pages, cells) = written(bench, &arguments, "Equipment use");
    let uses = csv(bench,
        "SELECT u.equipment_id, sum(u.on_hours), round(100 * sum(u.on_hours) / sum(u.horizon_hours), 2),
                round(100 * sum(u.heat_kwh) / sum(u.capacity_kw * u.horizon_hours), 2), sum(c.starts), sum(c.jobs), sum(c.input_kwh),
                sum(u.heat_kwh), max(u.peak_heat_kw), sum(u.horizon_hours)
         FROM equipment_utilization u JOIN current_runs r ON r.run_id = u.run_id
         LEFT JOIN cost_by_equipment c ON c.run_id = u.run_id AND c.schedule_kind = u.schedule_kind AND c.equipment_id = u.equipment_id
         WHERE u.schedule_kind = 'optimized' GROUP BY 1 ORDER BY 1");
    let first: Vec<Vec<String>> = uses.iter().map(|row| row[..2].to_vec()).collect();
    let last: Vec<Vec<String>> = uses.iter().map(|row| row[2..9].to_vec()).collect();
    for page in &pages {
        has_rows(page, &first, &[None, MONEY]);
        // what is idle and unavailable comes between
        let tails: Vec<Vec<String>> = page.iter().map(|line| line.iter().skip(4).cloned().collect()).collect();
        has_rows(&tails, &last, &[MONEY, MONEY, COUNT, COUNT, MONEY, MONEY, MONEY]);
    }
    for (here, there) in [(2, 1), (5, 2), (6, 3), (7, 4), (8, 5), (10, 7), (12, 8)] {
        assert_eq!(numbers(&cells, here), column(&uses, there), "column {here}");
    }
    let hours: Vec<f64> = (2..5)
        .map(|at| numbers(&cells, at))
        .fold(vec![0.0; uses.len()], |sum, part| sum.iter().zip(part).map(|(sum, part)| sum + part).collect());
    assert_eq!(hours, column(&uses, 9), "on, idle and unavailable are all of the time");
}

fn nothing_planned(bench: &Bench) {
    for kind in ["monthly", "savings", "utilization"] {
        bench
            .run(&["report", "--kind", kind, "--site", "plant-a", "--month", "2030-01", "--output", "none.pdf"])
            .succeeds();
        let text = lines(bench, "none.pdf").concat().join(" ");
        assert!(text.contains("No schedule of January 2030 is planned."), "{text}");
        bench
            .run(&["report", "--kind", kind, "--site", "plant-a", "--month", "2030-01", "--output", "none.xlsx"])
            .succeeds();
    }
}

#[test]
fn what_cannot_be_reported_is_refused() {
    let bench = Bench::with_warehouse();
    for (arguments, said) in [
        (vec!["--kind", "monthly", "--site", "a", "--month", "2026-13"], "\"2026-13\" is no month"),
        (
            vec!["--kind", "savings", "--site", "a", "--month", "2026-02", "--to", "2026-01"],
            "2026-01 is before 2026-02",
        ),
        (
            vec!["--kind", "monthly", "--site", "a", "--month", "2026-01", "--to", "2026-02"],
            "a monthly report is of one month",
        ),
        (
            vec!["--kind", "utilization", "--site", "a", "--site", "b", "--month", "2026-01"],
            "this report is of one site",
        ),
        (vec!["--kind", "monthly", "--site", "a", "--month", "2026-01"], "\"a\" is not in sites"),
        (vec!["--kind", "savings", "--site", "a%", "--month", "2026-01"], "no site is like 'a%'"),
        (vec![], "no run is given"),
    ] {
        let ran = bench.run(&[&["report", "--output", "x.pdf"], arguments.as_slice()].concat()).ends_with_code(1);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}
