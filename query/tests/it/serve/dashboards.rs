//! The dashboards that are given away ask for what there is.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Served, texts};

fn dashboards() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sql/dashboards")
}

#[test]
fn every_panel_of_grafana_shows_something() {
    let served = Served::new();
    let mut anna = served.anna();
    let run = texts(&mut anna, "SELECT run_id FROM savings").remove(0).expect("a run");
    let text = std::fs::read_to_string(dashboards().join("grafana.json")).expect("grafana.json");
    let dashboard: Value = serde_json::from_str(&text).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let variables = dashboard["templating"]["list"].as_array().expect("variables");
    let queries = panels.iter().map(|panel| (&panel["title"], &panel["targets"][0]["rawSql"]));
    let queries = queries.chain(variables.iter().map(|variable| (&variable["name"], &variable["query"])));
    for (title, sql) in queries.filter(|(title, _)| *title != "source") {
        let sql = sql.as_str().expect("a query").replace("$site", "plant-a").replace("$run", &run);
        let sql = sql.replace("$__timeFrom()", "'2026-01-01'").replace("$__timeTo()", "'2026-12-31'");
        let sql = sql.replace(
            "$__timeFilter(started_at)",
            "started_at BETWEEN '2026-01-01T00:00:00Z' AND '2026-12-31T00:00:00Z'",
        );
        let rows = texts(&mut anna, &sql);
        // nothing was loaded by a connector here
        assert!(!rows.is_empty() || *title == "Connectors", "{title}: {sql}");
    }
}

#[test]
fn the_datasets_of_superset_have_the_columns_of_the_views() {
    let served = Served::new();
    let mut anna = served.anna();
    for view in ["savings", "cost_by_period", "cost_by_equipment", "equipment_utilization", "forecast"] {
        let file = dashboards().join(format!("superset/datasets/heatsched/{view}.yaml"));
        let text = std::fs::read_to_string(file).expect("a dataset");
        let after = |start: &str| -> Vec<String> {
            text.lines().filter_map(|line| line.strip_prefix(start)).map(str::to_string).collect()
        };
        let columns = format!(
            "SELECT column_name FROM information_schema.columns WHERE table_name = '{view}' ORDER BY ordinal_position"
        );
        let known: Vec<String> = texts(&mut anna, &columns).into_iter().flatten().collect();
        assert_eq!(after("- column_name: "), known, "{view}");
        for expression in after("  expression: ").iter().filter(|expression| *expression != "null") {
            texts(&mut anna, &format!("SELECT {expression} FROM {view}"));
        }
    }
}
