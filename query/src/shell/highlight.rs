use std::borrow::Cow;

use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

const KEYWORD: &str = "\u{1b}[91m";
const TEXT: &str = "\u{1b}[92m";
const PLAIN: &str = "\u{1b}[0m";

/// Keywords and texts in colour; what is no SQL yet stays as it is.
pub(super) fn highlight(line: &str) -> Cow<'_, str> {
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, line).with_unescape(false).tokenize() else {
        return line.into();
    };
    let coloured = tokens.iter().map(|token| match token {
        Token::Word(word) if word.keyword != Keyword::NoKeyword => format!("{KEYWORD}{token}{PLAIN}"),
        Token::SingleQuotedString(_) => format!("{TEXT}{token}{PLAIN}"),
        _ => token.to_string(),
    });
    coloured.collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_change_nothing_but_colour() {
        let line = "select sum(kw) from site_load where site_id = 'it''s' and \"start\" > 1";
        let coloured = highlight(line);
        let plain = [KEYWORD, TEXT, PLAIN].iter().fold(coloured.to_string(), |text, colour| text.replace(colour, ""));
        assert_eq!(plain, line);
        assert!(coloured.starts_with(&format!("{KEYWORD}select{PLAIN} ")), "{coloured}");
        assert_eq!(highlight("select 'open"), "select 'open");
    }
}
