use std::collections::BTreeMap;

use super::{Source, number, row, text, text_of};
use crate::error::Issues;
use crate::row::{Cell, Row};
use crate::tables::Kind::{Int, Text};
use crate::tables::{
    DEMAND_CHARGES, ENERGY_PRICES, EQUIPMENT_AVAILABILITY, FIXED_CHARGES, HEATING_EQUIPMENT, HOLIDAYS,
    OPTIMIZATION_RUNS, PRODUCTION_JOBS, SCHEDULES, SITE_LOAD, SITES, TARIFF_PERIODS, TARIFFS, Table, WORKFORCE_SHIFTS,
    optional, required,
};

pub static PROVENANCE: Table = Table {
    name: "provenance",
    comment: "What a run was made from, hash by hash",
    columns: &[
        required("link_no", Int, "", "Number within the chain"),
        required("run_id", Text, "", "Run, as in optimization_runs"),
        required("link", Text, "", "input (a set of rows that came together), problem or result"),
        required("subject", Text, "", "Table of the input set, schedule of the problem, run of the result"),
        required("source_system", Text, "", "Where the input set came from; else the engine and its version"),
        required("hash", Text, "", "SHA-256"),
        optional("row_count", Int, "", "Rows of the input set that the plan's tables hold now"),
        required("covers", Text, "", "What the hash is taken over"),
    ],
    key: &["run_id", "link_no"],
    partition: &[],
};

/// Where the rows of a run's problem are, and the column of the run that finds them.
static INPUTS: [(&Table, &str); 13] = [
    (&SITES, "site_id"),
    (&SCHEDULES, "schedule_id"),
    (&PRODUCTION_JOBS, "schedule_id"),
    (&HEATING_EQUIPMENT, "site_id"),
    (&EQUIPMENT_AVAILABILITY, "site_id"),
    (&SITE_LOAD, "site_id"),
    (&WORKFORCE_SHIFTS, "site_id"),
    (&TARIFFS, "tariff_id"),
    (&TARIFF_PERIODS, "tariff_id"),
    (&DEMAND_CHARGES, "tariff_id"),
    (&FIXED_CHARGES, "tariff_id"),
    (&HOLIDAYS, "tariff_id"),
    (&ENERGY_PRICES, "tariff_id"),
];

/// The runs with this id, or those of the schedule with this id; a schedule that was never planned has none.
pub(super) fn runs_of(source: &Source<'_>, id: &str) -> Result<Vec<Row>, Issues> {
    let runs = source.rows(&OPTIMIZATION_RUNS, &[("schedule_id", id)])?;
    if !runs.is_empty() || !source.rows(&SCHEDULES, &[("schedule_id", id)])?.is_empty() {
        return Ok(runs);
    }
    source.row(&OPTIMIZATION_RUNS, "run_id", id).map(|run| vec![run])
}

pub fn provenance(source: &Source<'_>, id: &str) -> Result<Vec<Row>, Issues> {
    let chains = runs_of(source, id)?.iter().map(|run| chain(source, run)).collect::<Result<Vec<_>, Issues>>()?;
    Ok(chains.concat())
}

fn chain(source: &Source<'_>, run: &Row) -> Result<Vec<Row>, Issues> {
    let mut links = Vec::new();
    for (table, column) in INPUTS {
        let id = text_of(run, column);
        let mut sets: BTreeMap<(String, String), usize> = BTreeMap::new();
        for row in source.rows(table, &[(column, &id)])? {
            *sets.entry((text_of(&row, "source_system"), text_of(&row, "provenance_hash"))).or_default() += 1;
        }
        for ((system, hash), rows) in sets {
            links.push(("input", table.name.to_string(), system, hash, Some(rows), "the rows that came together"));
        }
    }
    let engine_version = format!("heatsched {}", text_of(run, "engine_version"));
    let (problem, result) = (text_of(run, "input_hash"), text_of(run, "provenance_hash"));
    let covers = "the problem document, all input rows and options in it";
    links.push(("problem", text_of(run, "schedule_id"), engine_version.clone(), problem, None, covers));
    let covers = "the problem's hash, the engine's version and the whole result";
    links.push(("result", text_of(run, "run_id"), engine_version, result, None, covers));
    let rows = links.into_iter().enumerate().map(|(i, (link, subject, system, hash, rows, covers))| {
        row([
            ("link_no", number(i + 1)),
            ("run_id", text(text_of(run, "run_id"))),
            ("link", text(link)),
            ("subject", text(subject)),
            ("source_system", text(system)),
            ("hash", text(hash)),
            ("row_count", rows.map_or(Cell::Null, number)),
            ("covers", text(covers)),
        ])
    });
    Ok(rows.collect())
}
