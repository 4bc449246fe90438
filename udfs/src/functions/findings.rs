use super::{row, text};
use crate::error::{Issue, Issues, Severity};
use crate::row::Row;
use crate::tables::Kind::Text;
use crate::tables::{Table, required};

/// What a check found.
pub static FINDINGS: Table = Table {
    name: "findings",
    comment: "What is wrong, where, and what to do",
    columns: &[
        required("code", Text, "", "Stable code, HSnnnn"),
        required("severity", Text, "", "error or warning"),
        required("subject", Text, "", "Row, column, job, equipment or time concerned"),
        required("message", Text, "", "Cause"),
        required("fix", Text, "", "What to do"),
    ],
    key: &["code", "subject"],
    partition: &[],
};

pub fn issue_rows(issues: &Issues) -> Vec<Row> {
    let finding = |issue: &Issue| {
        let severity = match issue.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        row([
            ("code", text(issue.code.as_str())),
            ("severity", text(severity)),
            ("subject", text(issue.place.to_string())),
            ("message", text(&issue.message)),
            ("fix", text(&issue.fix)),
        ])
    };
    issues.0.iter().map(finding).collect()
}
