use arrow::datatypes::{Field, SchemaRef};
use udfs::tables::{self, ALL, Table};

use crate::functions::VIEWS;
use crate::serve::marks::READ_BY_VIEWS;
use crate::serve::views::{FORECAST, key};

/// Tables that are no concern of who looks at plans: the bytes that connectors received.
const KEPT_BACK: [&str; 1] = ["connector_payloads"];

/// A view or table that is fed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Set {
    pub name: &'static str,
}

/// The views first.
pub fn all() -> impl Iterator<Item = Set> {
    let views = VIEWS.iter().map(|(name, _)| *name).chain([FORECAST]);
    let tables = ALL.iter().map(|table| table.name).filter(|name| !KEPT_BACK.contains(name));
    views.chain(tables).map(|name| Set { name })
}

pub fn find(name: &str) -> Option<Set> {
    all().find(|set| set.name == name)
}

impl Set {
    pub fn key(self) -> Vec<&'static str> {
        key(self.name)
    }

    /// What its rows depend on; nothing where that is the time, too.
    pub fn reads(self) -> Option<Vec<&'static Table>> {
        match tables::find(self.name) {
            Some(table) => Some(vec![table]),
            None if self.name == FORECAST => None,
            None => Some(READ_BY_VIEWS.to_vec()),
        }
    }

    /// What a row is, in a sentence.
    pub fn comment(self) -> String {
        let of_view = || VIEWS.iter().find(|(name, _)| *name == self.name).map(|(_, sql)| leading_comment(sql));
        let of_table = || tables::find(self.name).map(|table| table.comment.to_string());
        let forecast = || "What the coming 30 days cost and save at each site".to_string();
        of_view().or_else(of_table).unwrap_or_else(forecast)
    }

    /// Unit and meaning of a column, where they are written down.
    pub fn meaning(self, column: &str) -> Option<String> {
        let column = tables::find(self.name)?.column(column)?;
        Some(if column.unit.is_empty() {
            column.comment.to_string()
        } else {
            format!("{} ({})", column.comment, column.unit)
        })
    }
}

fn leading_comment(sql: &str) -> String {
    let lines = sql.lines().map_while(|line| line.strip_prefix("-- "));
    lines.collect::<Vec<_>>().join(" ")
}

/// The columns that are told: whose rows they are is known.
pub fn fields(schema: &SchemaRef) -> impl Iterator<Item = &Field> {
    schema.fields().iter().map(AsRef::as_ref)
}
