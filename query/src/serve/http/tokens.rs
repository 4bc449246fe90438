/// A word of `$filter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// A name before a parenthesis, with it.
    Call(&'a str),
    Name(&'a str),
    /// In quotes, which are doubled within.
    Text(&'a str),
    Number(&'a str),
    /// A date, or a time.
    Moment(&'a str),
    Mark(char),
}

/// Names that are followed by a parenthesis without being functions.
const NO_CALLS: [&str; 4] = ["in", "not", "and", "or"];

/// A message where there is something else.
pub fn tokens(text: &str) -> Result<Vec<Token<'_>>, String> {
    let mut rest = text.trim_start();
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '(' | ')' | ',' => (Token::Mark(first), 1),
            '\'' => quoted(rest)?,
            '0'..='9' => digits(rest),
            '-' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => digits(rest),
            'a'..='z' | 'A'..='Z' | '_' => name(rest),
            other => return Err(format!("\"{other}\" is no part of a filter")),
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// It ends at a quote that is not doubled.
fn quoted(rest: &str) -> Result<(Token<'_>, usize), String> {
    let mut end = 1;
    loop {
        end += rest[end..].find('\'').ok_or("a text has no end")?;
        if !rest[end + 1..].starts_with('\'') {
            return Ok((Token::Text(&rest[1..end]), end + 1));
        }
        end += 2;
    }
}

fn digits(rest: &str) -> (Token<'_>, usize) {
    let end = rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && !".:+-".contains(c)).map_or(rest.len(), |i| i + 1);
    let word = &rest[..end];
    let is_number = word.parse::<f64>().is_ok_and(f64::is_finite) && !word.contains(['i', 'n']);
    (if is_number { Token::Number(word) } else { Token::Moment(word) }, end)
}

fn name(rest: &str) -> (Token<'_>, usize) {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    let word = &rest[..end];
    if rest[end..].starts_with('(') && !NO_CALLS.contains(&word) {
        return (Token::Call(word), end + 1);
    }
    (Token::Name(word), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_in_words() {
        let text = "contains(name,'O''Hara') and not (kw ge -1.5) or at lt 2026-01-05T06:00:00Z";
        assert_eq!(
            tokens(text),
            Ok(vec![
                Token::Call("contains"),
                Token::Name("name"),
                Token::Mark(','),
                Token::Text("O''Hara"),
                Token::Mark(')'),
                Token::Name("and"),
                Token::Name("not"),
                Token::Mark('('),
                Token::Name("kw"),
                Token::Name("ge"),
                Token::Number("-1.5"),
                Token::Mark(')'),
                Token::Name("or"),
                Token::Name("at"),
                Token::Name("lt"),
                Token::Moment("2026-01-05T06:00:00Z"),
            ])
        );
        assert!(tokens("a eq 'b").is_err());
        assert!(tokens("a; drop").is_err());
        assert!(tokens("a eq \u{e4}").is_err());
    }
}
