use super::{OPTIMIZATION_RUNS, Table};

/// Tables that a database partitions by the month of `schedule_date`.
static BY_MONTH: &[&Table] = &[&OPTIMIZATION_RUNS];

impl Table {
    pub fn is_by_month(&self) -> bool {
        BY_MONTH.iter().any(|table| table.name == self.name)
    }

    /// The key in a database: unique within partitions only, so it has what they are made by.
    pub fn database_key(&self) -> Vec<&'static str> {
        let date = self.is_by_month().then_some("schedule_date");
        self.key.iter().copied().chain(date).collect()
    }
}
