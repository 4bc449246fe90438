use std::time::{Duration, Instant};

use datafusion::error::Result;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParser, Statement};
use futures::StreamExt;
use udfs::Issues;

use super::failure::query_failure;
use super::session::Shell;
use crate::output::Output;

/// Runs the statements of one text and writes what they give.
pub async fn execute(shell: &Shell, sql: &str, output: &mut Output) -> Result<(), Issues> {
    let outcome = statements(shell, sql, output).await;
    shell.clear_progress();
    outcome
}

async fn statements(shell: &Shell, sql: &str, output: &mut Output) -> Result<(), Issues> {
    let context = &shell.context;
    let failed = |e| query_failure(&e);
    for statement in DFParser::parse_sql(sql).map_err(failed)? {
        let begun = Instant::now();
        let rows = query(context, statement, output).await?;
        shell.clear_progress();
        shell.reporter.timing(&summary(rows, begun.elapsed()));
    }
    Ok(())
}

/// The number of rows, of a statement that gives rows.
async fn query(context: &SessionContext, statement: Statement, output: &mut Output) -> Result<Option<usize>, Issues> {
    let failed = |e| query_failure(&e);
    let plan = context.state().statement_to_plan(statement).await.map_err(failed)?;
    let gives_rows = !matches!(plan, LogicalPlan::Ddl(_) | LogicalPlan::Statement(_) | LogicalPlan::Copy(_));
    let frame = context.execute_logical_plan(plan).await.map_err(failed)?;
    let mut stream = frame.execute_stream().await.map_err(failed)?;
    let schema = stream.schema();
    let mut rows = 0;
    if gives_rows {
        output.start(&schema)?;
    }
    while let Some(batch) = stream.next().await {
        let batch = batch.map_err(failed)?;
        rows += batch.num_rows();
        if gives_rows {
            output.write(&batch)?;
        }
    }
    if gives_rows {
        output.end()?;
    }
    Ok(gives_rows.then_some(rows))
}

fn summary(rows: Option<usize>, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    match rows {
        Some(1) => format!("1 row in {seconds:.3} s"),
        Some(rows) => format!("{rows} rows in {seconds:.3} s"),
        None => format!("done in {seconds:.3} s"),
    }
}
