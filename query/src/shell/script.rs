use std::path::PathBuf;

use udfs::Issues;

/// A statement of a script, or a command of the shell such as `\d`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Statement {
    Sql(String),
    Command(String),
}

pub(super) fn read(path: Option<&PathBuf>) -> Result<String, Issues> {
    super::read_to_string(path)
}

/// Splits at semicolons that are not inside a quotation or comment; a line that starts with a backslash between two
/// statements is a command.
pub(super) fn statements(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut sql = String::new();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    while let Some(next) = rest.chars().next() {
        if sql.trim().is_empty() && (rest.starts_with('\\') || (found.is_empty() && rest.starts_with("#!"))) {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            if line.starts_with('\\') {
                found.push(Statement::Command(line.trim().to_string()));
            }
            rest = after;
            continue;
        }
        let length = token_length(rest, next);
        let (token, after) = rest.split_at(length);
        if token == ";" {
            push(&mut found, &mut sql);
        } else if !token.starts_with("--") {
            sql.push_str(token);
        }
        rest = after;
    }
    push(&mut found, &mut sql);
    found
}

fn push(found: &mut Vec<Statement>, sql: &mut String) {
    let statement = std::mem::take(sql);
    if !statement.trim().is_empty() {
        found.push(Statement::Sql(statement.trim().to_string()));
    }
}

/// Bytes up to the end of the quotation or comment that starts here, else of one character.
fn token_length(rest: &str, next: char) -> usize {
    let to = |end: &str, skip: usize| rest[skip..].find(end).map_or(rest.len(), |at| skip + at + end.len());
    match next {
        '\'' | '"' => to(&next.to_string(), 1),
        '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
        '/' if rest.starts_with("/*") => to("*/", 2),
        other => other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sql(text: &str) -> Statement {
        Statement::Sql(text.into())
    }

    #[test]
    fn semicolons_in_quotations_and_comments_do_not_split() {
        let found = statements("select ';' as \"a;b\" /* ; */; -- c; d\nselect 'it''s;';\n\nselect 3");
        assert_eq!(found, [sql("select ';' as \"a;b\" /* ; */"), sql("select 'it''s;'"), sql("select 3")]);
    }

    #[test]
    fn commands_stand_between_statements() {
        let found = statements("#!/usr/bin/heatsched -f\n\\d\nselect 1;\n\\q\nselect\n2");
        let command = |text: &str| Statement::Command(text.into());
        assert_eq!(found, [command("\\d"), sql("select 1"), command("\\q"), sql("select\n2")]);
    }

    #[test]
    fn unfinished_quotations_end_with_the_text() {
        assert_eq!(statements("select 'é"), [sql("select 'é")]);
        assert_eq!(statements(" ;; \n"), []);
    }
}
