use rust_decimal::Decimal;

/// How a file writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    decimal: char,
    /// Said by the caller or shown by a number that can be read in one way only.
    sure: bool,
}

impl NumberStyle {
    pub const fn given(decimal: char) -> Self {
        Self { decimal, sure: true }
    }

    /// From the numbers themselves: `1.234,5` and `0,45` show a comma, `0.045` a point, `1,234` nothing.
    pub fn detect<'a>(texts: impl Iterator<Item = &'a str>, comma_likely: bool) -> Self {
        let (mut comma, mut point, mut has_comma) = (false, false, false);
        for text in texts {
            has_comma |= text.contains(',');
            match (text.rfind(','), text.rfind('.')) {
                (Some(c), Some(p)) => *(if c > p { &mut comma } else { &mut point }) = true,
                (Some(c), None) => comma |= is_decimal_mark(text, c, ','),
                (None, Some(p)) => point |= is_decimal_mark(text, p, '.'),
                (None, None) => {}
            }
        }
        match (comma, point) {
            (true, false) => Self { decimal: ',', sure: true },
            (false, true) => Self { decimal: '.', sure: true },
            _ => Self { decimal: if comma_likely && has_comma && !point { ',' } else { '.' }, sure: false },
        }
    }

    /// The exact number; the error says what a number looks like.
    pub fn parse(self, text: &str) -> Result<Decimal, String> {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{2019}' && *c != '\'').collect();
        let group = if self.decimal == ',' { '.' } else { ',' };
        let (whole, fraction) = text.split_once(self.decimal).map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
        if whole.contains(group) {
            if !is_grouped(whole, group) {
                return Err(format!("a number with {} as decimal mark", name(self.decimal)));
            }
            if !self.sure && fraction.is_none() && whole.matches(group).count() == 1 {
                return Err("a number that can be read in one way only; say which decimal mark the file has".into());
            }
        }
        let whole = whole.replace(group, "");
        let plain = fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"));
        let exact =
            if plain.contains(['e', 'E']) { Decimal::from_scientific(&plain) } else { Decimal::from_str_exact(&plain) };
        exact.map_err(|_| "a number".into())
    }
}

fn name(mark: char) -> &'static str {
    if mark == ',' { "comma" } else { "point" }
}

/// One mark with other than three digits after it, or a zero before it, groups no thousands.
fn is_decimal_mark(text: &str, at: usize, mark: char) -> bool {
    let whole = text[..at].trim_start_matches(['-', '+', ' ']);
    text.matches(mark).count() == 1
        && (text[at + 1..].trim_end().len() != 3 || whole == "0" || whole.is_empty() || whole.len() > 3)
}

fn is_grouped(whole: &str, group: char) -> bool {
    let mut parts = whole.trim_start_matches(['-', '+']).split(group);
    let first = parts.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(texts: &[&str]) -> NumberStyle {
        NumberStyle::detect(texts.iter().copied(), false)
    }

    #[test]
    fn the_mark_is_found_from_the_numbers() {
        assert_eq!(detect(&["12", "0,45"]), NumberStyle::given(','));
        assert_eq!(detect(&["1.234,50"]), NumberStyle::given(','));
        assert_eq!(detect(&["1,234.50"]), NumberStyle::given('.'));
        assert_eq!(detect(&["0.045"]), NumberStyle::given('.'));
        assert_eq!(
            NumberStyle::detect(["1,234"].into_iter(), true).parse("1,234").map(|n| n.to_string()),
            Ok("1.234".into())
        );
    }

    #[test]
    fn a_number_with_two_readings_is_refused() {
        assert!(detect(&["1,234"]).parse("1,234").is_err());
        assert_eq!(NumberStyle::given('.').parse("1,234").map(|n| n.to_string()), Ok("1234".into()));
        for text in ["1,23,4.5", "1.2.3", "abc", "", "1e999", "--1", "12,5"] {
            assert!(NumberStyle::given('.').parse(text).is_err(), "{text}");
        }
    }
}
