use std::path::{Path, PathBuf};

use udfs::document::{problem_from_json, result_from_json, result_to_json};
use udfs::model::{PlanResult, Problem, Schedule};
use udfs::{Code, Issue, Issues};

use super::reporter::Reporter;
use crate::output::{io_failure, place, write_atomically};

/// Reads a problem document; its warnings go to standard error.
pub(super) fn problem(path: &Path, reporter: &Reporter) -> Result<Problem, Issues> {
    let (problem, warnings) = problem_from_json(&text(path)?).map_err(|issues| within(path, issues))?;
    reporter.issues(&warnings);
    Ok(problem)
}

pub(super) fn result(problem: &Problem, path: &Path) -> Result<PlanResult, Issues> {
    result_from_json(problem, &text(path)?).map_err(|issues| within(path, issues))
}

/// The decisions of a result, without its figures.
pub(super) fn schedule(result: &PlanResult) -> Schedule {
    let assignments = result.assignments.iter().map(|assignment| udfs::model::Assignment {
        job: assignment.job,
        equipment: assignment.equipment,
        start: assignment.start,
    });
    let mut schedule = Schedule { assignments: assignments.collect(), runs: result.runs.clone() };
    schedule.sort();
    schedule
}

/// Writes a result document to a file, or to standard output for `-` and no path.
pub(super) fn write_result(path: Option<&PathBuf>, problem: &Problem, result: &PlanResult) -> Result<(), Issues> {
    let mut json = serde_json::to_string_pretty(&result_to_json(problem, result))
        .map_err(|e| Issue::error(Code::Internal, place("result"), e.to_string(), "report this"))?;
    json.push('\n');
    write_atomically(path.map_or(Path::new("-"), PathBuf::as_path), json.as_bytes())
}

pub(super) fn text(path: &Path) -> Result<String, Issues> {
    if path.as_os_str() == "-" {
        return std::io::read_to_string(std::io::stdin())
            .map_err(|e| io_failure(Path::new("standard input"), "be read", &e));
    }
    std::fs::read_to_string(path).map_err(|e| io_failure(path, "be read", &e))
}

/// Says which file, where a place says only "the document".
pub(super) fn within(path: &Path, mut issues: Issues) -> Issues {
    for issue in &mut issues.0 {
        if issue.place.source.is_empty() || issue.code == Code::Malformed {
            issue.place.source = path.display().to_string();
        }
    }
    issues
}

/// The name of a file up to its first point; for what bears no name of its own.
pub(super) fn stem(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    name.split('.').next().filter(|stem| !stem.is_empty()).map(str::to_string)
}
