use std::borrow::Cow;
use std::collections::BTreeSet;

use datafusion::prelude::SessionContext;
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper, Result};

use super::highlight::highlight;

const KEYWORDS: [&str; 34] = [
    "ALL", "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "COPY", "CREATE", "CROSS", "DESC", "DISTINCT", "ELSE", "END",
    "EXPLAIN", "FROM", "GROUP", "HAVING", "INTERVAL", "IN", "JOIN", "LEFT", "LIMIT", "NOT", "NULL", "ON", "ORDER",
    "OVER", "SELECT", "THEN", "UNION", "USING", "WHERE", "WITH",
];

/// Colours, when a statement is complete, and completion of names and, within quotes, of files.
pub(super) struct ShellHelper {
    color: bool,
    files: FilenameCompleter,
    words: Vec<String>,
}

impl ShellHelper {
    pub async fn new(context: &SessionContext, color: bool) -> Self {
        Self { color, files: FilenameCompleter::new(), words: words(context).await }
    }
}

/// Tables, their columns, functions, keywords.
async fn words(context: &SessionContext) -> Vec<String> {
    let mut words: BTreeSet<String> = KEYWORDS.iter().map(ToString::to_string).collect();
    for catalog in context.catalog_names().iter().filter_map(|name| context.catalog(name)) {
        for schema in catalog.schema_names().iter().filter_map(|name| catalog.schema(name)) {
            for name in schema.table_names() {
                if let Ok(Some(table)) = schema.table(&name).await {
                    words.extend(table.schema().fields().iter().map(|field| field.name().clone()));
                }
                words.insert(name);
            }
        }
    }
    let state = context.state();
    let functions =
        state.scalar_functions().keys().chain(state.aggregate_functions().keys()).chain(state.table_functions().keys());
    words.extend(functions.map(|name| format!("{name}(")));
    words.into_iter().collect()
}

/// Candidates for the word that ends at `position`, and where it starts; keywords in the case that was begun.
fn candidates(words: &[String], line: &str, position: usize) -> (usize, Vec<String>) {
    let before = &line[..position];
    let start = before
        .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let begun = &before[start..];
    if begun.is_empty() {
        return (start, Vec::new());
    }
    let lower = begun.to_ascii_lowercase();
    let in_case = |word: &String| {
        let is_keyword = KEYWORDS.contains(&word.as_str());
        if is_keyword && begun.starts_with(|c: char| c.is_ascii_lowercase()) {
            word.to_ascii_lowercase()
        } else {
            word.clone()
        }
    };
    (start, words.iter().filter(|word| word.to_ascii_lowercase().starts_with(&lower)).map(in_case).collect())
}

impl Completer for ShellHelper {
    type Candidate = Pair;

    fn complete(&self, line: &str, position: usize, context: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        if line[..position].matches('\'').count() % 2 == 1 {
            return self.files.complete(line, position, context);
        }
        let (start, found) = candidates(&self.words, line, position);
        Ok((start, found.into_iter().map(|word| Pair { display: word.clone(), replacement: word }).collect()))
    }
}

impl Hinter for ShellHelper {
    type Hint = String;
}

impl Highlighter for ShellHelper {
    fn highlight<'l>(&self, line: &'l str, _position: usize) -> Cow<'l, str> {
        if self.color { highlight(line) } else { line.into() }
    }

    fn highlight_char(&self, _line: &str, _position: usize, _kind: CmdKind) -> bool {
        self.color
    }
}

impl Validator for ShellHelper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> Result<ValidationResult> {
        let input = context.input().trim();
        let complete = input.is_empty() || input.starts_with('\\') || input.ends_with(';');
        Ok(if complete { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Helper for ShellHelper {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completes_the_word_at_the_cursor() {
        let words: Vec<String> = ["SELECT", "savings", "schedules", "tariff_rate("].map(String::from).to_vec();
        assert_eq!(candidates(&words, "s", 1), (0, vec!["select".into(), "savings".into(), "schedules".into()]));
        assert_eq!(candidates(&words, "SELECT tariff", 13), (7, vec!["tariff_rate(".into()]));
        assert_eq!(candidates(&words, "select 'é", 10), (8, vec![]));
        assert_eq!(candidates(&words, "select ", 7), (7, vec![]));
    }
}
