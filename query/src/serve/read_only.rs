use udfs::error::Place;
use udfs::row::Row;
use udfs::store::{Change, During, Store};
use udfs::tables::Table;
use udfs::{Code, Issue, Issues};

use crate::warehouse::Warehouse;

/// A warehouse that cannot be written to.
#[derive(Debug)]
pub struct ReadOnly(pub Warehouse);

impl Store for ReadOnly {
    fn read(&self, table: &'static Table, filter: &[(&str, &str)]) -> Result<Vec<Row>, Issues> {
        self.0.read(table, filter)
    }

    fn read_during(&self, table: &'static Table, filter: &[(&str, &str)], during: &During) -> Result<Vec<Row>, Issues> {
        self.0.read_during(table, filter, during)
    }

    fn writable(&self) -> Result<(), Issues> {
        Err(refusal("this would write to the warehouse").into())
    }

    fn write(&self, _: &[Change]) -> Result<(), Issues> {
        self.writable()
    }
}

pub fn refusal(message: impl Into<String>) -> Issue {
    let fix = "plan and load with the heatsched command or in Postgres; this server only reads";
    Issue::error(Code::ServerReads, Place::new("server"), message, fix)
}
