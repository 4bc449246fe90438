use crate::document::{problem_to_json, read_problem};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Problem;
use crate::row::{Cell, Row, RowReader, cell_from_json};
use crate::stored::Overrides;

/// No plant's problem document comes near this.
pub const MAX_REQUEST_BYTES: usize = 64 << 20;

/// The line that asks for a problem to be solved.
pub fn request(problem: &Problem) -> String {
    serde_json::json!({ "problem": problem_to_json(problem) }).to_string()
}

/// Reads `{"problem": {...}, "options": {...}}`; options, which may be left out, go over those of the problem.
pub fn read_request(line: &str) -> Result<Problem, Issues> {
    let unreadable = |message: String| {
        let fix = "give one line of JSON: {\"problem\": {...}, \"options\": {...}}";
        Issues::from(Issue::error(Code::Malformed, Place::new("request"), message, fix))
    };
    let request = match cell_from_json(line).map_err(unreadable)? {
        Cell::Row(row) => row,
        other => return Err(unreadable(format!("{} is no request", other.describe()))),
    };
    let mut issues = Issues::default();
    let mut reader = RowReader::new(&request, Place::new("request"), &mut issues);
    let document: Row = reader.required("problem");
    let options: Row = reader.or("options", Row::default());
    reader.finish();
    issues.into_result(())?;
    let overrides = Overrides::from_row(&options)?;
    in_problem_alone(&overrides)?;
    let (mut problem, _) = read_problem(&document)?;
    overrides.apply(&mut problem)?;
    Ok(problem)
}

/// What names rows of a store means nothing where there is none.
fn in_problem_alone(overrides: &Overrides) -> Result<(), Issues> {
    let given = [
        ("tariff_id", overrides.tariff_id.is_some(), "put the tariff into the problem"),
        ("previous_run_id", overrides.previous_run_id.is_some(), "put previous_schedule into the problem"),
    ];
    let mut issues = Issues::default();
    for (name, _, fix) in given.into_iter().filter(|(_, given, _)| *given) {
        let place = Place::new("options").column(name);
        issues.push(Issue::error(Code::UnknownOption, place, "names a row of a store, and there is none here", fix));
    }
    issues.into_result(()).map(|((), _)| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;

    fn codes(line: &str) -> Vec<Code> {
        let issues = read_request(line).expect_err("refused");
        issues.0.iter().map(|issue| issue.code).collect()
    }

    #[test]
    fn options_go_over_those_of_the_problem() {
        let problem = sample(3).problem;
        assert_eq!(read_request(&request(&problem)), Ok(problem.clone()));
        let line = serde_json::json!({"problem": problem_to_json(&problem), "options": {"seed": 12}}).to_string();
        assert_eq!(read_request(&line).map(|problem| problem.options.seed), Ok(12));
    }

    #[test]
    fn what_is_no_request_is_refused() {
        assert_eq!(codes("nonsense"), [Code::Malformed]);
        assert_eq!(codes("[]"), [Code::Malformed]);
        assert_eq!(codes(r#"{"probelm": {}}"#), [Code::MissingField, Code::UnknownField]);
        let tariff = serde_json::json!({"problem": problem_to_json(&sample(3).problem), "options": {"tariff_id": "x"}});
        assert_eq!(codes(&tariff.to_string()), [Code::UnknownOption]);
    }
}
