use datafusion::error::DataFusionError;
use udfs::{Code, Issue, Issues};

use crate::output::place;

/// The engine's own issues where the query failed by them; otherwise what DataFusion says, without its wrapping.
pub fn query_failure(error: &DataFusionError) -> Issues {
    let root = error.find_root();
    if let DataFusionError::External(inner) = root
        && let Some(issues) = inner.downcast_ref::<Issues>()
    {
        return issues.clone();
    }
    let message = first_line(&root.strip_backtrace());
    let fix = match root {
        DataFusionError::SQL(..) => "check the statement near the place named",
        DataFusionError::SchemaError(..) => "\\d TABLE lists a table's columns",
        _ if message.contains("not found") => "\\d lists the tables, \\h the functions",
        _ => "",
    };
    Issue::error(Code::InvalidQuery, place("query"), message, fix).into()
}

fn first_line(message: &str) -> String {
    let kept = message.trim().trim_end_matches('.');
    kept.strip_prefix("Error during planning: ")
        .or_else(|| kept.strip_prefix("External error: "))
        .unwrap_or(kept)
        .to_string()
}
