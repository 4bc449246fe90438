use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use super::Code;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// Where in the input: the file or document part, the row as its reader counts it, the column.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// `jobs.csv`, `plant.xlsx!Jobs`, `jobs`.
    pub source: String,
    /// 1-based line or row of a file, 0-based index in a document, or nothing.
    pub row: Option<usize>,
    /// The row's own key, where it has one: `J0004`.
    pub key: Option<String>,
    pub column: Option<String>,
}

impl Place {
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), ..Self::default() }
    }

    pub fn row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self
    }

    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if let Some(row) = self.row {
            write!(f, "[{row}]")?;
        }
        if let Some(column) = &self.column {
            write!(f, ".{column}")?;
        }
        if let Some(key) = &self.key {
            write!(f, " ({key})")?;
        }
        Ok(())
    }
}

/// One thing that is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub code: Code,
    pub severity: Severity,
    pub place: Place,
    /// The cause: lower case, no final period.
    pub message: String,
    /// What to do: lower case, no final period.
    pub fix: String,
}

impl Issue {
    pub fn error(code: Code, place: Place, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, place, message: message.into(), fix: fix.into() }
    }

    pub fn warning(code: Code, place: Place, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message, fix) }
    }
}

impl Issue {
    pub fn to_json(&self) -> Value {
        json!({
            "code": self.code.as_str(),
            "severity": self.severity,
            "source": self.place.source,
            "row": self.place.row,
            "key": self.place.key,
            "column": self.place.column,
            "message": self.message,
            "fix": self.fix,
        })
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.place)?;
        write!(f, ": {}", self.message)?;
        if !self.fix.is_empty() {
            write!(f, "\n  hint: {}", self.fix)?;
        }
        Ok(())
    }
}

/// All issues found in one pass. As an error it holds at least one issue of severity error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issues(pub Vec<Issue>);

impl Issues {
    pub fn push(&mut self, issue: Issue) {
        self.0.push(issue);
    }

    pub fn extend(&mut self, other: Issues) {
        self.0.extend(other.0);
    }

    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|issue| issue.severity == Severity::Error)
    }

    /// `value` if no issue is an error; the warnings stay with the caller.
    pub fn into_result<T>(self, value: T) -> Result<(T, Issues), Issues> {
        if self.has_errors() { Err(self) } else { Ok((value, self)) }
    }
}

impl From<Issue> for Issues {
    fn from(issue: Issue) -> Self {
        Self(vec![issue])
    }
}

impl fmt::Display for Issues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, issue) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{issue}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Issues {}
