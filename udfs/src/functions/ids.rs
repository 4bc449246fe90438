use super::{Source, text_of};
use crate::error::{Code, Issue, Issues, Place};
use crate::stored;
use crate::tables::{SCHEDULES, SITES, TARIFFS, Table};

/// Which schedules a call asks for, in the order asked for.
pub type ScheduleIds = Ids;

/// Ids and patterns that a call asks for, in the order asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ids(Vec<String>);

impl Ids {
    pub const EXPECTED: &str =
        "a schedule such as 'S-2026-01-05', a pattern such as 'S-2026-01-%', or a list of either in brackets";
    pub const TARIFFS: &str = "a tariff such as 'ind-tou', a pattern such as 'ind-%', or a list of either in brackets";

    pub fn new(ids: Vec<String>) -> Self {
        Self(ids)
    }

    /// The schedules, each once. Only `%` makes a pattern, so that an id with `_` means itself; a pattern that matches
    /// none is an error, as an unknown id is.
    pub fn resolve(&self, source: &Source<'_>) -> Result<Vec<String>, Issues> {
        self.among("schedule", &SCHEDULES, || stored::schedule_ids(source.store, source.tenant))
    }

    /// As [`Ids::resolve`], for tariffs.
    pub fn resolve_tariffs(&self, source: &Source<'_>) -> Result<Vec<String>, Issues> {
        self.among("tariff", &TARIFFS, || stored::tariff_ids(source.store, source.tenant))
    }

    /// As [`Ids::resolve`], for sites.
    pub fn resolve_sites(&self, source: &Source<'_>) -> Result<Vec<String>, Issues> {
        let all = || source.rows(&SITES, &[]).map(|rows| rows.iter().map(|row| text_of(row, "site_id")).collect());
        self.among("site", &SITES, all)
    }

    fn among(
        &self,
        what: &str,
        table: &Table,
        all: impl Fn() -> Result<Vec<String>, Issues>,
    ) -> Result<Vec<String>, Issues> {
        let mut found: Vec<String> = Vec::new();
        let mut known = None;
        for wanted in &self.0 {
            let ids = if wanted.contains('%') {
                let known = match &known {
                    Some(known) => known,
                    None => known.insert(all()?),
                };
                let ids: Vec<String> = known.iter().filter(|id| matches(wanted, id)).cloned().collect();
                if ids.is_empty() {
                    let place = Place::new(table.name).column(format!("{what}_id"));
                    let message = format!("no {what} is like '{wanted}'");
                    let fix = format!("see the {what}s in table {}", table.name);
                    return Err(Issue::error(Code::UnknownReference, place, message, fix).into());
                }
                ids
            } else {
                vec![wanted.clone()]
            };
            for id in ids {
                if !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        Ok(found)
    }

    pub fn is_one(&self) -> bool {
        matches!(self.0.as_slice(), [id] if !id.contains('%'))
    }
}

/// `%` stands for any text.
fn matches(pattern: &str, id: &str) -> bool {
    let mut parts = pattern.split('%');
    let Some(mut rest) = parts.next().and_then(|first| id.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_stands_for_any_text_and_nothing_else_does() {
        for (pattern, id) in
            [("S-%", "S-1"), ("%", ""), ("S-%-05", "S-2026-01-05"), ("%01%05", "S-2026-01-05"), ("S_1", "S_1")]
        {
            assert!(matches(pattern, id), "{pattern} {id}");
        }
        for (pattern, id) in [("S-%", "T-1"), ("S-%-05", "S-05"), ("S_1", "SA1"), ("%05%05", "S-05"), ("S-1", "S-11")] {
            assert!(!matches(pattern, id), "{pattern} {id}");
        }
    }
}
