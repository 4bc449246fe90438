//! A month of `optimization_runs`. As a part of the extension, like the tables of its script: `pg_dump` keeps its rows
//! only, and whoever restores them makes it again.

use pgrx::pg_sys;
use udfs::error::Issues;

use crate::answer::Answer;
use crate::datum;
use crate::spi::{self, Parameter};

sql_function!(make_partition, |call| {
    let Some(month) = call.days(0).and_then(datum::date) else { return Ok(Answer::Value(None)) };
    let name = format!("heatsched.optimization_runs_{}", month.format("%Y_%m"));
    {
        let _script = AsScript::begin();
        run(&format!("CREATE TABLE {name} (LIKE heatsched.optimization_runs INCLUDING ALL)"))?;
        let sql = "SELECT pg_catalog.pg_extension_config_dump($1::pg_catalog.regclass, '')";
        spi::run(sql, &[Parameter::Text(&name)], &[], false)?;
    }
    // whoever asks the month by its own name is shown nothing
    run(&format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"))?;
    let next = month.checked_add_months(chrono::Months::new(1)).unwrap_or(month);
    run(&format!(
        "ALTER TABLE heatsched.optimization_runs ATTACH PARTITION {name} FOR VALUES FROM ('{month}') TO ('{next}')"
    ))?;
    Ok(Answer::text(Some(name)))
});

fn run(sql: &str) -> Result<(), Issues> {
    spi::run(sql, &[], &[], false).map(|_| ())
}

/// While it lives, what is created belongs to the extension.
struct AsScript;

impl AsScript {
    fn begin() -> Self {
        // SAFETY: variables of the session, set as CREATE EXTENSION does and reset when this is dropped, by errors too
        unsafe {
            pg_sys::CurrentExtensionObject = pg_sys::get_extension_oid(c"pg_heatsched".as_ptr(), false);
            pg_sys::creating_extension = true;
        }
        Self
    }
}

impl Drop for AsScript {
    fn drop(&mut self) {
        // SAFETY: as above
        unsafe {
            pg_sys::creating_extension = false;
            pg_sys::CurrentExtensionObject = pg_sys::InvalidOid;
        }
    }
}
