//! A workbook with what is wrong with its rows beside them: code and message in two columns of their own. The rest of the
//! workbook is as it was.

mod package;
mod sheet;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::Quarantined;
use package::Package;

/// Headers of the two columns; an import passes over them.
pub const COLUMNS: [&str; 2] = ["heatsched_code", "heatsched_message"];

/// Code and message of each row that has them.
pub type Remarks = BTreeMap<usize, [String; 2]>;

/// A copy of an xlsx workbook. Remarks of an earlier time are taken away.
pub fn annotate(source: &str, workbook: &[u8], quarantined: &[Quarantined]) -> Result<Vec<u8>, Issues> {
    let damaged = |message: String| {
        let fix = "give a workbook that is saved as xlsx";
        Issues::from(Issue::error(Code::NotSupported, Place::new(source), message, fix))
    };
    let mut package = Package::open(workbook).map_err(damaged)?;
    let sheets = package.sheets().map_err(damaged)?;
    let single = sheets.len() == 1;
    for (name, path) in sheets {
        // as the import names what it read
        let read = if single { source.to_string() } else { format!("{source}!{name}") };
        let remarks = remarks(quarantined.iter().filter(|row| row.source == read));
        let Some(text) = package.text(&path) else { continue };
        let changed = sheet::remark(text, &remarks, &package.shared_strings()).map_err(damaged)?;
        if let Some(changed) = changed {
            package.replace(&path, changed);
        }
    }
    package.packed().map_err(damaged)
}

fn remarks<'a>(rows: impl Iterator<Item = &'a Quarantined>) -> Remarks {
    let mut remarks = Remarks::new();
    for row in rows {
        let codes: Vec<&str> = row.issues.iter().map(|issue| issue.code.as_str()).collect();
        let messages: Vec<String> = row.issues.iter().map(message).collect();
        remarks.insert(row.row, [codes.join(", "), messages.join("\n")]);
    }
    remarks
}

fn message(issue: &Issue) -> String {
    let column = issue.place.column.as_ref().map_or(String::new(), |column| format!("{column}: "));
    format!("{column}{}; {}", issue.message, issue.fix)
}
