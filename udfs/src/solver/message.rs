use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::document::{result_from_json, result_to_json};
use crate::error::{Code, Issue, Issues, Place, Severity};
use crate::model::{PlanResult, Problem};
use crate::optimize::Progress;

/// A line that the solver process wrote. The last one is a result or issues.
#[derive(Debug)]
pub enum Message {
    Progress(Step),
    Result(Box<PlanResult>),
    Issues(Issues),
}

/// How far a solve is; costs in floats, the result's are exact.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Step {
    pub seconds: f64,
    pub incumbent: Option<f64>,
    pub lower_bound: Option<f64>,
    /// Share of the incumbent that the bound leaves open.
    pub gap: Option<f64>,
}

pub fn progress_line(progress: &Progress) -> String {
    let line = json!({
        "seconds": (progress.seconds * 1000.0).round() / 1000.0,
        "incumbent": progress.incumbent,
        "lower_bound": progress.lower_bound,
        "gap": progress.gap(),
    });
    json!({ "progress": line }).to_string()
}

pub fn result_line(problem: &Problem, result: &PlanResult) -> String {
    json!({ "result": result_to_json(problem, result) }).to_string()
}

pub fn issues_line(issues: &Issues) -> String {
    json!({ "issues": issues.0.iter().map(Issue::to_json).collect::<Vec<_>>() }).to_string()
}

#[derive(Deserialize)]
struct Line<'a> {
    progress: Option<Step>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    issues: Option<Vec<IssueFields>>,
}

#[derive(Deserialize)]
struct IssueFields {
    code: String,
    severity: String,
    #[serde(default)]
    source: String,
    row: Option<usize>,
    key: Option<String>,
    column: Option<String>,
    message: String,
    #[serde(default)]
    fix: String,
}

/// Reads a line about `problem`. What the process wrote can only be wrong if it is another version.
pub fn read_message(problem: &Problem, line: &str) -> Result<Message, Issues> {
    let foreign = |message: String| {
        let fix = "install heatsched-solver of this version";
        Issues::from(Issue::error(Code::Solver, Place::new("heatsched-solver"), message, fix))
    };
    match serde_json::from_str(line).map_err(|error| foreign(error.to_string()))? {
        Line { progress: Some(step), result: None, issues: None } => Ok(Message::Progress(step)),
        Line { progress: None, result: Some(result), issues: None } => {
            Ok(Message::Result(Box::new(result_from_json(problem, result.get())?)))
        }
        Line { progress: None, result: None, issues: Some(issues) } => {
            Ok(Message::Issues(Issues(issues.into_iter().map(issue).collect())))
        }
        _ => Err(foreign("a line that is neither progress, result nor issues".to_string())),
    }
}

fn issue(fields: IssueFields) -> Issue {
    Issue {
        code: Code::find(&fields.code).unwrap_or(Code::Solver),
        severity: if fields.severity == "warning" { Severity::Warning } else { Severity::Error },
        place: Place { source: fields.source, row: fields.row, key: fields.key, column: fields.column },
        message: fields.message,
        fix: fields.fix,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;
    use crate::sample::sample;

    #[test]
    fn lines_are_read_as_they_were_meant() {
        let problem = sample(5).problem;
        let progress =
            Progress { seconds: 1.5, phase: "bound", incumbent: Some(200.0), lower_bound: Some(150.0), work_units: 7 };
        let step = Step { seconds: 1.5, incumbent: Some(200.0), lower_bound: Some(150.0), gap: Some(0.25) };
        let read = |line: &str| read_message(&problem, line);
        assert!(matches!(read(&progress_line(&progress)), Ok(Message::Progress(read)) if read == step));

        let place = Place::new("jobs").row(3).key("J4").column("duration_minutes");
        let issues = Issues::from(Issue::error(Code::ZeroDuration, place, "no time", "give minutes"));
        assert!(matches!(read(&issues_line(&issues)), Ok(Message::Issues(read)) if read == issues));

        let baseline = plan::baseline(&problem).expect("a baseline");
        let Ok(Message::Result(result)) = read(&result_line(&problem, &baseline)) else { panic!("a result") };
        assert_eq!(result.provenance_hash, baseline.provenance_hash);
        for line in ["", "{}", r#"{"progress": {}}"#, r#"{"issues": [], "result": {}}"#] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
