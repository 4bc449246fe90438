use crate::error::Issues;
use crate::row::Row;
use crate::store::{During, Store};
use crate::stored;
use crate::tables::Table;

/// What a function works on: one tenant's tables.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub store: &'a dyn Store,
    pub tenant: &'a str,
}

impl Source<'_> {
    /// The tenant's rows of a table.
    pub fn rows(&self, table: &'static Table, filter: &[(&str, &str)]) -> Result<Vec<Row>, Issues> {
        self.store.read(table, &[&[("tenant_id", self.tenant)], filter].concat())
    }

    /// Those of the rows that are about a time.
    pub fn rows_during(
        &self,
        table: &'static Table,
        filter: &[(&str, &str)],
        during: &During,
    ) -> Result<Vec<Row>, Issues> {
        self.store.read_during(table, &[&[("tenant_id", self.tenant)], filter].concat(), during)
    }

    /// The tenant's one row with this id.
    pub fn row(&self, table: &'static Table, column: &str, id: &str) -> Result<Row, Issues> {
        stored::find(self.store, self.tenant, table, column, id)
    }
}
