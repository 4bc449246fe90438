//! Figures of a tenant for Prometheus.

mod form;

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use datafusion::prelude::SessionContext;

use super::Http;
use super::access::Visitor;
use super::failure::Failure;
use form::{Metric, write};

/// The run that counts for each schedule: the published one, else the one that was stored last.
const CURRENT: &str = "(SELECT * FROM (
    SELECT r.run_id, r.site_id, r.schedule_id, r.currency, r.solver, r.gap, r.total_cost, r.baseline_cost, r.savings, r.constraints_violated,
           row_number() OVER (PARTITION BY r.site_id, r.schedule_id
               ORDER BY CASE WHEN r.run_id = v.published_run_id THEN 0 ELSE 1 END, r.stored_at DESC NULLS LAST, r.run_id) AS place
    FROM optimization_runs r LEFT JOIN schedule_versions v ON v.schedule_id = r.schedule_id) WHERE place = 1)";

/// Labels are the columns before the last, which is the value. CURRENT stands for the query of that name.
const METRICS: [Metric; 15] = [
    Metric::gauge("heatsched_schedules_total", "Schedules by what became of them", "SELECT status, count(*) FROM schedules GROUP BY status"),
    Metric::gauge(
        "heatsched_jobs_total",
        "Jobs by what became of them: completed, assigned to a time to come, or pending",
        "SELECT CASE WHEN a.job_id IS NULL THEN 'pending' WHEN a.scheduled_end <= now() THEN 'completed' ELSE 'assigned' END AS status, count(*)
         FROM production_jobs j
         LEFT JOIN CURRENT c ON c.schedule_id = j.schedule_id
         LEFT JOIN schedule_assignments a ON a.run_id = c.run_id AND a.schedule_kind = 'optimized' AND a.job_id = j.job_id
         GROUP BY 1",
    ),
    Metric::count(
        "heatsched_optimization_duration_seconds",
        "Time that stored runs took to plan",
        "SELECT solver, count(*) FROM optimization_runs GROUP BY solver",
    ),
    Metric::sum(
        "heatsched_optimization_duration_seconds",
        "SELECT solver, sum(solve_seconds) FROM optimization_runs GROUP BY solver",
    ),
    Metric::gauge(
        "heatsched_optimization_gap_percent",
        "Largest proved gap of the current runs, where one is proved",
        "SELECT solver, CAST(100 * max(gap) AS decimal(12, 4)) FROM CURRENT GROUP BY solver HAVING max(gap) IS NOT NULL",
    ),
    Metric::gauge(
        "heatsched_constraints_violated_total",
        "Violations of the current runs",
        "SELECT coalesce(sum(constraints_violated), 0) FROM CURRENT",
    ),
    Metric::gauge(
        "heatsched_cost_savings_usd_total",
        "What the current runs in dollars save against first in, first out",
        "SELECT coalesce(sum(savings), 0) FROM CURRENT WHERE currency = 'USD'",
    ),
    Metric::gauge(
        "heatsched_savings_percent",
        "Savings of the current runs by the cost of first in, first out",
        "SELECT CAST(100 * sum(savings) / sum(baseline_cost) AS decimal(12, 4)) FROM CURRENT WHERE currency = 'USD' HAVING sum(baseline_cost) > 0",
    ),
    Metric::gauge(
        "heatsched_energy_cost_usd",
        "Energy of the current runs in dollars, by tariff category",
        "SELECT p.period_category AS period, sum(p.energy_cost) FROM cost_by_period p JOIN CURRENT c ON c.run_id = p.run_id
         WHERE p.schedule_kind = 'optimized' AND c.currency = 'USD' GROUP BY 1",
    ),
    Metric::gauge(
        "heatsched_demand_charge_usd",
        "Demand charges of the current runs in dollars, by tariff category or charge",
        "SELECT p.period_category AS period, sum(p.demand_cost) FROM cost_by_period p JOIN CURRENT c ON c.run_id = p.run_id
         WHERE p.schedule_kind = 'optimized' AND c.currency = 'USD' AND p.demand_cost <> 0 GROUP BY 1",
    ),
    Metric::gauge(
        "heatsched_equipment_utilization",
        "Mean share of its capacity that equipment gives in the current runs, in percent",
        "SELECT u.site_id, u.equipment_id, CAST(avg(u.utilization_percent) AS decimal(9, 2))
         FROM equipment_utilization u JOIN CURRENT c ON c.run_id = u.run_id
         WHERE u.schedule_kind = 'optimized' AND u.utilization_percent IS NOT NULL GROUP BY 1, 2",
    ),
    Metric::gauge(
        "heatsched_equipment_available",
        "1 where equipment may be used now, 0 in maintenance or where its plant says that it is off",
        "SELECT e.site_id, e.equipment_id, CASE WHEN s.state IN ('offline', 'maintenance') OR a.equipment_id IS NOT NULL THEN 0 ELSE 1 END
         FROM heating_equipment e
         LEFT JOIN (SELECT * FROM (SELECT site_id, equipment_id, state, row_number() OVER (PARTITION BY site_id, equipment_id ORDER BY at DESC) AS place
                                   FROM equipment_status) WHERE place = 1) s ON s.site_id = e.site_id AND s.equipment_id = e.equipment_id
         LEFT JOIN (SELECT DISTINCT site_id, equipment_id FROM equipment_availability
                    WHERE unavailable_start <= now() AND now() < unavailable_end) a ON a.site_id = e.site_id AND a.equipment_id = e.equipment_id",
    ),
    Metric::count(
        "heatsched_erp_sync_duration_seconds",
        "Time that finished runs of connectors took",
        "SELECT source_system AS system, count(*) FROM connector_runs WHERE ended_at IS NOT NULL GROUP BY source_system",
    ),
    Metric::sum(
        "heatsched_erp_sync_duration_seconds",
        "SELECT source_system AS system, CAST(sum(date_part('epoch', ended_at) - date_part('epoch', started_at)) AS decimal(18, 3))
         FROM connector_runs WHERE ended_at IS NOT NULL GROUP BY source_system",
    ),
    Metric::gauge(
        "heatsched_tariff_updates_total",
        "Tariffs in the tables, versions too, by where they came from",
        "SELECT source_system AS system, count(*) FROM tariffs GROUP BY source_system",
    ),
];

pub async fn text(State(http): State<Arc<Http>>, Extension(visitor): Extension<Visitor>) -> Result<Response, Failure> {
    let context = http.server.sessions.of(&visitor.tenant).await?;
    let mut text = String::new();
    for metric in &METRICS {
        write(metric, &rows(metric, &context).await?, &mut text);
    }
    Ok(([(header::CONTENT_TYPE, "text/plain;version=0.0.4;charset=utf-8")], text).into_response())
}

async fn rows(metric: &Metric, context: &SessionContext) -> Result<Vec<arrow::array::RecordBatch>, Failure> {
    Ok(context.sql(&metric.sql.replace("CURRENT", CURRENT)).await?.collect().await?)
}
