use datafusion::common::DataFusionError;

use udfs::error::{Issue, Issues};

/// Our issues, as DataFusion carries them: with code, cause and hint in the text.
pub fn failure(issues: impl Into<Issues>) -> DataFusionError {
    DataFusionError::External(Box::new(issues.into()))
}

/// A call that cannot be planned: what is wrong, and what the function takes.
pub fn bad_call(issue: &Issue, syntax: &str) -> DataFusionError {
    DataFusionError::Plan(format!("{issue}\n  usage: {syntax}"))
}
