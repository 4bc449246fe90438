use calamine::{Data, Reader, Xlsx, open_workbook};

use super::Bench;

/// Writes both reports of a stored run; the workbook has the rows of the views.
pub fn agree_with_the_views(bench: &Bench, run: &str) {
    bench.run(&["report", run, "--output", "run.pdf", "--paper", "letter"]).succeeds();
    assert!(bench.read("run.pdf").starts_with(b"%PDF-"));
    bench.run(&["report", run, "--output", "run.xlsx"]).succeeds();
    let use_of_equipment = "SELECT equipment_id, on_hours, on_percent, heat_kwh, capacity_kw, peak_heat_kw, utilization_percent \
        FROM equipment_utilization WHERE schedule_kind = 'optimized' ORDER BY equipment_id";
    assert_eq!(sheet(bench, "Equipment", &[0, 4, 5, 7, 8, 9, 10]), view(bench, use_of_equipment));
    let periods = "SELECT period_category, CASE schedule_kind WHEN 'optimized' THEN 'Plan' ELSE 'FIFO' END, energy_kwh, energy_cost, \
        billed_demand_kw, demand_cost, total_cost FROM cost_by_period ORDER BY period_category, schedule_kind DESC";
    assert_eq!(sheet(bench, "Periods", &[0, 1, 2, 3, 4, 5, 6]), view(bench, periods));
}

fn sheet(bench: &Bench, name: &str, columns: &[usize]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(bench.path("run.xlsx")).expect("a workbook");
    let range = book.worksheet_range(name).expect("a sheet");
    let shown = |data: &Data| match data {
        Data::Float(value) => value.to_string(),
        other => other.to_string(),
    };
    range.rows().skip(1).map(|row| columns.iter().map(|column| shown(&row[*column])).collect()).collect()
}

fn view(bench: &Bench, sql: &str) -> Vec<Vec<String>> {
    let csv = bench.run(&["-c", sql, "--format", "csv"]).succeeds().text();
    let shown = |text: &str| text.parse::<f64>().map_or_else(|_| text.to_string(), |value| value.to_string());
    let rows: Vec<Vec<String>> = csv.lines().skip(1).map(|line| line.split(',').map(shown).collect()).collect();
    assert!(!rows.is_empty(), "{sql}");
    rows
}

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
