use udfs::Issues;
use udfs::tables::Table;

/// What became of a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub table: &'static str,
    pub read: u64,
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Left out, because the database has published another row.
    pub kept: u64,
    /// Left out, because the receiving side cannot take them.
    pub refused: u64,
}

impl Counts {
    pub fn of(table: &Table) -> Self {
        Self { table: table.name, read: 0, added: 0, changed: 0, unchanged: 0, kept: 0, refused: 0 }
    }
}

/// A row for each table, and what is to be said of rows that were left out.
#[derive(Debug, Default)]
pub struct Report {
    pub tables: Vec<Counts>,
    pub issues: Issues,
}

impl Report {
    pub fn sum(&self, count: impl Fn(&Counts) -> u64) -> u64 {
        self.tables.iter().map(count).sum()
    }
}
