use super::provenance::runs_of;
use super::{Source, row, text, text_of};
use crate::error::{Issue, Issues};
use crate::row::{Cell, Row};
use crate::stored;
use crate::tables::Kind::{Bool, Text};
use crate::tables::{
    COST_LINES, EQUIPMENT_RUNS, JOB_MOVES, LOAD_PROFILE, OPTIMIZATION_RUNS, SCHEDULE_ASSIGNMENTS, Table, VIOLATIONS,
    optional, required,
};

pub static VERIFIED: Table = Table {
    name: "verify_provenance",
    comment: "Which links of a run's chain of hashes hold",
    columns: &[
        required("run_id", Text, "", "Run, as in optimization_runs"),
        required("link", Text, "", "Table of the run"),
        required("valid", Bool, "", "Whether its rows are what the run wrote"),
        optional("code", Text, "", "Stable code, where it is broken"),
        optional("subject", Text, "", "Row and column that break it"),
        optional("message", Text, "", "What is stored, and what is right"),
        optional("fix", Text, "", "What to do"),
    ],
    key: &["run_id", "link", "subject"],
    partition: &[],
};

static LINKED: [&Table; 7] =
    [&OPTIMIZATION_RUNS, &SCHEDULE_ASSIGNMENTS, &EQUIPMENT_RUNS, &LOAD_PROFILE, &COST_LINES, &VIOLATIONS, &JOB_MOVES];

pub fn verify_provenance(source: &Source<'_>, id: &str) -> Result<Vec<Row>, Issues> {
    let mut rows = Vec::new();
    for run in runs_of(source, id)? {
        let run_id = text_of(&run, "run_id");
        let broken = stored::verify_run(source.store, source.tenant, &run_id)?;
        rows.extend(broken.0.iter().map(|issue| link(&run_id, &issue.place.source, Some(issue))));
        // a broken problem leaves nothing to compare the other tables with
        let unchecked = broken.0.iter().any(|issue| {
            issue.place.source == OPTIMIZATION_RUNS.name && issue.place.column.as_deref() == Some("problem")
        });
        let intact = |table: &&&Table| !unchecked && broken.0.iter().all(|issue| issue.place.source != table.name);
        rows.extend(LINKED.iter().filter(intact).map(|table| link(&run_id, table.name, None)));
    }
    Ok(rows)
}

fn link(run_id: &str, link: &str, issue: Option<&Issue>) -> Row {
    let told = |tell: fn(&Issue) -> String| issue.map_or(Cell::Null, |issue| text(tell(issue)));
    row([
        ("run_id", text(run_id)),
        ("link", text(link)),
        ("valid", Cell::Bool(issue.is_none())),
        ("code", told(|issue| issue.code.to_string())),
        ("subject", told(|issue| issue.place.to_string())),
        ("message", told(|issue| issue.message.clone())),
        ("fix", told(|issue| issue.fix.clone())),
    ])
}
