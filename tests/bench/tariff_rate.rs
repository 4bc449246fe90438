//! How fast `tariff_rate` is, next to the same lookup written by hand as a CASE on hour and weekday.
//!
//!     cargo bench -p query --bench tariff_rate --profile dev [-- ROWS]
//!
//! Both sum the rates of the same column of timestamps (10 million, a minute apart and shuffled over 19 years) in one
//! process, in turns; the best of five runs counts. It prints both times and the ratio CASE / tariff_rate, once for a tariff in UTC, where
//! the CASE needs no time zone, and once for one in Chicago. The two sums must be equal. It fails where a ratio is below
//! one half.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::array::{ArrayRef, RecordBatch, TimestampMicrosecondArray};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::datasource::MemTable;
use datafusion::prelude::SessionContext;
use query::functions::{Engine, register_all};
use udfs::row::{Cell, Row};
use udfs::store::{Change, MemoryStore, Store};
use udfs::tables::{TARIFF_PERIODS, TARIFFS, Table};

const ROWS: usize = 10_000_000;
const RUNS: usize = 5;
const BATCH: usize = 8192;
/// 2026-01-01T00:00:00Z
const START: i64 = 1_767_225_600_000_000;
const MINUTE: i64 = 60_000_000;
const PERIODS: [[&str; 5]; 6] = [
    ["weekday", "22:00", "06:00", "off-peak", "0.045"],
    ["weekday", "06:00", "10:00", "mid-peak", "0.085"],
    ["weekday", "10:00", "14:00", "on-peak", "0.125"],
    ["weekday", "14:00", "18:00", "critical", "0.145"],
    ["weekday", "18:00", "22:00", "mid-peak", "0.085"],
    ["weekend", "00:00", "24:00", "off-peak", "0.045"],
];

#[tokio::main]
async fn main() -> Result<()> {
    let rows = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(ROWS);
    let context = SessionContext::new();
    let since = Instant::now();
    let engine = Engine {
        store: tariffs().map_err(|issues| DataFusionError::External(Box::new(issues)))?,
        tenant: "default".to_string(),
        clock: Arc::new(move || since.elapsed()),
        progress: Arc::new(|_| {}),
    };
    register_all(&context, &engine);
    context.register_table("times", Arc::new(times(rows)?))?;
    let mut slow = false;
    for (tariff_id, local) in [("utc", "at"), ("chicago", "at AT TIME ZONE 'America/Chicago'")] {
        let ratio = compare(&context, rows, tariff_id, local).await?;
        slow |= ratio < 0.5;
    }
    if slow {
        Err(DataFusionError::Execution("tariff_rate is less than half as fast as the CASE".to_string()))
    } else {
        Ok(())
    }
}

async fn compare(context: &SessionContext, rows: usize, tariff_id: &str, local: &str) -> Result<f64> {
    let ours = format!("SELECT count(*), sum(tariff_rate('{tariff_id}', at)) FROM times");
    let rate = |rate: &str| format!("CAST({rate} AS decimal(18, 8))");
    let by_hand = format!(
        "SELECT count(*), sum(CASE
            WHEN date_part('dow', {local}) IN (0, 6) THEN {off}
            WHEN date_part('hour', {local}) < 6 THEN {off}
            WHEN date_part('hour', {local}) < 10 THEN {mid}
            WHEN date_part('hour', {local}) < 14 THEN {on}
            WHEN date_part('hour', {local}) < 18 THEN {critical}
            WHEN date_part('hour', {local}) < 22 THEN {mid}
            ELSE {off} END) FROM times",
        off = rate("0.045"),
        mid = rate("0.085"),
        on = rate("0.125"),
        critical = rate("0.145"),
    );
    let (mut best_ours, mut best_by_hand) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        let (ours_sum, ours_time) = timed(context, &ours).await?;
        let (sum, time) = timed(context, &by_hand).await?;
        if ours_sum != sum {
            return Err(DataFusionError::Execution(format!("{tariff_id}: {ours_sum} is not {sum}")));
        }
        (best_ours, best_by_hand) = (best_ours.min(ours_time), best_by_hand.min(time));
    }
    let ratio = best_by_hand.as_secs_f64() / best_ours.as_secs_f64();
    println!(
        "{rows} timestamps, tariff {tariff_id}: tariff_rate {best_ours:.3?}, CASE {best_by_hand:.3?}, ratio {ratio:.2}"
    );
    Ok(ratio)
}

async fn timed(context: &SessionContext, sql: &str) -> Result<(ScalarValue, Duration)> {
    let before = Instant::now();
    let batches = context.sql(sql).await?.collect().await?;
    let time = before.elapsed();
    Ok((ScalarValue::try_from_array(batches[0].column(1), 0)?, time))
}

fn times(rows: usize) -> Result<MemTable> {
    // a step without a common factor visits every minute once, in no order
    let minute = |row: usize| START + MINUTE * ((row as i64).wrapping_mul(6_700_417) % rows as i64);
    let starts: Vec<usize> = (0..rows).step_by(BATCH).collect();
    let batch = |start: &usize| {
        let values = (*start..rows.min(start + BATCH)).map(minute).collect::<Vec<_>>();
        let at: ArrayRef = Arc::new(TimestampMicrosecondArray::from(values).with_timezone("UTC"));
        RecordBatch::try_from_iter([("at", at)])
    };
    let batches = starts.iter().map(batch).collect::<Result<Vec<_>, _>>()?;
    MemTable::try_new(batches[0].schema(), batches.chunks(batches.len().div_ceil(2)).map(<[_]>::to_vec).collect())
}

fn tariffs() -> Result<Arc<dyn Store>, udfs::Issues> {
    let store = MemoryStore::new();
    let (mut tariffs, mut periods) = (Vec::new(), Vec::new());
    for (tariff_id, zone) in [("utc", "UTC"), ("chicago", "America/Chicago")] {
        let texts = [
            ("tariff_name", tariff_id),
            ("utility_provider", ""),
            ("rate_schedule_code", ""),
            ("currency", "USD"),
            ("time_zone", zone),
        ];
        tariffs.push(row(&TARIFFS, tariff_id, &texts));
        for (i, [day_type, start, end, category, rate]) in PERIODS.iter().enumerate() {
            let no = (i + 1).to_string();
            let texts = [
                ("period_no", no.as_str()),
                ("day_type", day_type),
                ("start_time", start),
                ("end_time", end),
                ("period_category", category),
                ("energy_rate_kwh", rate),
            ];
            periods.push(row(&TARIFF_PERIODS, tariff_id, &texts));
        }
    }
    store.write(&[Change::upsert(&TARIFFS, tariffs), Change::upsert(&TARIFF_PERIODS, periods)])?;
    Ok(Arc::new(store))
}

fn row(table: &'static Table, tariff_id: &str, texts: &[(&str, &str)]) -> Row {
    let bookkeeping = ["source_system", "source_reference", "provenance_hash"].map(|column| (column, table.name));
    let own = [("tenant_id", "default"), ("tariff_id", tariff_id)];
    let cells = own.iter().chain(texts).chain(&bookkeeping);
    Row(cells.map(|(column, text)| (column.to_string(), Cell::Text(text.to_string()))).collect())
}
