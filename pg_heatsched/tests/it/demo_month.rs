//! The demo plant's days, a month and one of 23 hours, planned and billed by both engines.

use postgres::{Client, SimpleQueryMessage};

use crate::database::Database;
use crate::warehouse::Warehouse;

/// A short look at each of the month's days.
const PLAN: &str = "SELECT * FROM optimize_schedule('S-%', '{\"work_limit\": 1000}') ORDER BY run_id, job_id";
const COSTS: [&str; 16] = [
    "SELECT * FROM savings ORDER BY schedule_id, run_id",
    "SELECT * FROM cost_by_period ORDER BY 1, 2, 3, 4, 5, 6, 7",
    "SELECT * FROM cost_by_equipment ORDER BY 1, 2, 3, 4, 5, 6, 7",
    "SELECT * FROM cost_lines ORDER BY run_id, schedule_kind, line_no",
    "SELECT * FROM calculate_bill('plant-a', '2026-01-05', '2026-02-02')",
    "SELECT * FROM explain_bill('plant-a', '2026-01-05', '2026-02-02')",
    "SELECT rank, tariff_id, currency, total, difference, energy, demand_any_time, demand_tou, fixed, note FROM compare_tariffs('plant-a', '2026-01-05', '2026-02-02', '%')",
    "SELECT * FROM cost_forecast('plant-a', 'weekly', '2026-01-12')",
    "SELECT schedule_id, run_id, version, schedule_status, total_cost FROM current_runs ORDER BY 1",
    "SELECT * FROM savings_summary ORDER BY month",
    "SELECT schedule_id, run_id, job_id, product_name, equipment_name, scheduled_start, EXTRACT(hour FROM scheduled_start_local), EXTRACT(hour FROM scheduled_end_local), latest_end, energy_cost FROM schedule_current ORDER BY 1, 3",
    "SELECT run_id, schedule_kind, month, category, at, EXTRACT(hour FROM at_local), billed_kw, demand_cost, equipment_id, electric_kw FROM peak_attribution ORDER BY 1, 2, 3, 4, 9",
    "SELECT md5(monthly_report_pdf('plant-a', '2026-01')), md5(monthly_report_xlsx('plant-a', '2026-01'))",
    "SELECT md5(savings_report_pdf('%', '2026-01', '2026-03')), md5(savings_report_xlsx('%', '2026-01', '2026-03'))",
    "SELECT md5(utilization_report_pdf('plant-a', '2026-01', '2026-03', 'letter'))",
    "SELECT md5(utilization_report_xlsx('plant-a', '2026-01', '2026-03'))",
];

#[test]
fn costs_of_the_demo_month_are_the_same_in_both_engines() {
    let (database, warehouse) = (Database::empty(), Warehouse::new());
    database.owner().batch_execute("CREATE EXTENSION pg_heatsched").unwrap();
    assert!(warehouse.run(&["demo", "--quiet"]).status.success());
    let mut planner = database.member("admin", "default");
    warehouse.sync("--to", &database.dsn("admin", "default"), &[]).done();

    for sql in std::iter::once(PLAN).chain(COSTS) {
        let (here, there) = (warehouse.query(sql), csv(&mut planner, sql));
        assert!(!here.is_empty(), "{sql}");
        assert_eq!(here.lines().map(plain).collect::<Vec<_>>(), there, "{sql}");
    }
    let days = "SELECT count(DISTINCT schedule_id) FROM optimization_runs";
    assert_eq!(planner.query_one(days, &[]).unwrap().get::<_, i64>(0), 29);
}

fn csv(client: &mut Client, sql: &str) -> Vec<String> {
    let rows = client.simple_query(sql).unwrap();
    let rows =
        rows.iter().filter_map(|message| if let SimpleQueryMessage::Row(row) = message { Some(row) } else { None });
    let line = |row: &postgres::SimpleQueryRow| {
        (0..row.len()).map(|i| row.get(i).unwrap_or_default()).collect::<Vec<_>>().join(",")
    };
    rows.map(|row| plain(&line(row))).collect()
}

/// Numbers and times in one form.
fn plain(line: &str) -> String {
    let value = |value: &str| match value.split_once('.') {
        Some((_, decimals)) if decimals.bytes().all(|digit| digit.is_ascii_digit()) => {
            value.trim_end_matches('0').trim_end_matches('.').to_string()
        }
        _ => value.strip_suffix('Z').map_or(value.to_string(), |time| format!("{}+00", time.replacen('T', " ", 1))),
    };
    line.replace('"', "").split(',').map(value).collect::<Vec<_>>().join(",")
}
