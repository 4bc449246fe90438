//! What is said of rows that were left out.

use udfs::error::Place;
use udfs::tables::Table;
use udfs::{Code, Issue};

/// Rows of one cause that are named one by one; the others are counted.
pub const NAMED: usize = 20;

/// Rows with one thing wrong: the first keys, and how many there are.
#[derive(Debug, Default)]
pub struct Rows {
    pub keys: Vec<String>,
    pub count: u64,
}

impl Rows {
    pub fn push(&mut self, key: String) {
        if self.keys.len() < NAMED {
            self.keys.push(key);
        }
        self.count += 1;
    }
}

/// One issue a row, and one for those that are not named.
pub fn issues<'a>(
    table: &'a Table,
    column: &'a str,
    rows: &'a Rows,
    code: Code,
    message: &'a str,
    fix: &'a str,
) -> impl Iterator<Item = Issue> + 'a {
    let place = move || Place { column: Some(column.to_string()).filter(|c| !c.is_empty()), ..Place::new(table.name) };
    let named = rows.keys.iter().map(move |key| Issue::error(code, place().key(key), message, fix));
    let others = rows.count.saturating_sub(rows.keys.len() as u64);
    let rest = (others > 0).then(|| Issue::error(code, place(), format!("{others} more rows: {message}"), fix));
    named.chain(rest)
}

pub fn published(table: &Table, schedule: &str, count: i64) -> Issue {
    let rows = if count == 1 { "a row of".to_string() } else { format!("{count} rows of") };
    let message = format!("{rows} {} would change a published schedule and stay out", table.name);
    let fix = "make a new version of it by revise_schedule, or take what is published by --from postgres";
    Issue::warning(Code::SchedulePublished, Place::new("schedules").key(schedule), message, fix)
}
