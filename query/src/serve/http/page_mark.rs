use std::fmt;

use udfs::{Code, Issue};

use crate::output::place;

const LENGTH: usize = 16;

/// Where the next page starts, and in which state of the tables.
#[derive(Debug)]
pub struct PageMark<'a> {
    pub mark: &'a str,
    pub offset: usize,
}

impl PageMark<'_> {
    /// Rows may have moved between pages where the tables changed: a reader starts anew instead of missing some.
    pub fn offset(token: &str, mark: &str) -> Result<usize, Issue> {
        let bad = || {
            let message = "the page mark is not one of this server";
            Issue::error(Code::InvalidQuery, place("$skiptoken"), message, "start with the first page")
        };
        let (known, offset) = token.split_once('-').ok_or_else(bad)?;
        let offset = offset.parse().map_err(|_| bad())?;
        if known != short(mark) {
            let message = "the rows have changed since the first page";
            return Err(Issue::error(Code::FeedChanged, place("$skiptoken"), message, "start with the first page"));
        }
        Ok(offset)
    }
}

impl fmt::Display for PageMark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", short(self.mark), self.offset)
    }
}

fn short(mark: &str) -> &str {
    mark.get(..LENGTH).unwrap_or(mark)
}
