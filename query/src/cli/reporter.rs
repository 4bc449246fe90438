//! Messages on standard error, as text for people or as JSON lines for programs.

use std::io::{IsTerminal, Write};

use clap::builder::styling::{AnsiColor, Style};
use serde_json::{Value, json};
use udfs::{Issue, Issues, Severity};

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Log {
    /// For people; with a progress bar on a terminal
    Text,
    /// One JSON object a line, progress too
    Json,
}

#[derive(Debug, Clone)]
pub struct Reporter {
    log: Log,
    quiet: bool,
}

impl Reporter {
    pub fn new(log: Log, quiet: bool) -> Self {
        Self { log, quiet }
    }

    pub fn is_json(&self) -> bool {
        self.log == Log::Json
    }

    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Whether a progress bar has a place.
    pub fn has_terminal(&self) -> bool {
        !self.quiet && self.log == Log::Text && std::io::stderr().is_terminal()
    }

    pub fn has_color(&self) -> bool {
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
    }

    pub fn info(&self, message: &str) {
        match (self.quiet, self.log) {
            (true, _) => {}
            (false, Log::Text) => self.line(message),
            (false, Log::Json) => self.event(&json!({"level": "info", "message": message})),
        }
    }

    /// How long a statement took; of interest to who waits at a terminal.
    pub fn timing(&self, message: &str) {
        if self.log == Log::Json || std::io::stderr().is_terminal() {
            self.info(message);
        }
    }

    pub fn issues(&self, issues: &Issues) {
        for issue in &issues.0 {
            self.issue(issue);
        }
    }

    pub fn issue(&self, issue: &Issue) {
        match self.log {
            Log::Text => self.line(&issue_text(issue)),
            Log::Json => self.event(&issue_json(issue)),
        }
    }

    pub fn event(&self, event: &Value) {
        self.line(&event.to_string());
    }

    fn line(&self, line: &str) {
        // nobody can be told that standard error is closed
        let _ = writeln!(anstream::stderr(), "{line}");
    }
}

/// `error[HS1101]: jobs[3].duration_minutes (J0004): ...` and a line of what to do.
fn issue_text(issue: &Issue) -> String {
    let (word, color) = match issue.severity {
        Severity::Error => ("error", AnsiColor::Red),
        Severity::Warning => ("warning", AnsiColor::Yellow),
    };
    let style = Style::new().bold().fg_color(Some(color.into()));
    let place = issue.place.to_string();
    let place = if place.is_empty() { place } else { format!("{place}: ") };
    let mut text = format!("{style}{word}[{}]{style:#}: {place}{}", issue.code, issue.message);
    if !issue.fix.is_empty() {
        let hint = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
        text.push_str(&format!("\n  {hint}hint{hint:#}: {}", issue.fix));
    }
    text
}

fn issue_json(issue: &Issue) -> Value {
    json!({
        "level": issue.severity,
        "code": issue.code.as_str(),
        "source": issue.place.source,
        "row": issue.place.row,
        "key": issue.place.key,
        "column": issue.place.column,
        "message": issue.message,
        "fix": issue.fix,
    })
}
