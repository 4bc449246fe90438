use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{Arguments, Cancelled, DocumentedTable, Engine, LazyRows, number, row, text, text_of};
use udfs::error::Issues;
use udfs::row::{Cell, Row};
use udfs::tables::Kind::{Int, Text};
use udfs::tables::{
    DEMAND_CHARGES, ENERGY_PRICES, EQUIPMENT_AVAILABILITY, FIXED_CHARGES, HEATING_EQUIPMENT, HOLIDAYS,
    OPTIMIZATION_RUNS, PRODUCTION_JOBS, SCHEDULES, SITE_LOAD, SITES, TARIFF_PERIODS, TARIFFS, Table, WORKFORCE_SHIFTS,
    optional, required,
};

const SYNTAX: &str = "provenance(id)";

static CHAIN: Table = Table {
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

#[user_doc(
    doc_section(label = "Provenance Functions"),
    description = r"The chain of hashes behind a stored run, or behind every run of a schedule: the sets of input rows with
the systems they came from, the problem that was solved, the result.",
    syntax_example = "provenance(id)",
    sql_example = r#"```sql
SELECT link, subject, source_system, hash FROM provenance('S-2026-01-05');
```"#,
    argument(name = "id", description = "Run, as in optimization_runs, or schedule, as in schedules.")
)]
#[derive(Debug)]
pub struct Provenance {
    engine: Engine,
}

impl Provenance {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for Provenance {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 1..=1)?;
        let call = arguments.describe();
        let Some(id) = arguments.text(0)? else { return Ok(LazyRows::none(call, &CHAIN)) };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| chains(&engine, &id);
        Ok(LazyRows::provider(call, &CHAIN, vec![Arc::new(work)]))
    }
}

/// The runs with this id, or those of the schedule with this id; a schedule that was never planned has none.
pub(super) fn runs_of(engine: &Engine, id: &str) -> Result<Vec<Row>, Issues> {
    let runs = engine.rows(&OPTIMIZATION_RUNS, &[("schedule_id", id)])?;
    if !runs.is_empty() || !engine.rows(&SCHEDULES, &[("schedule_id", id)])?.is_empty() {
        return Ok(runs);
    }
    engine.row(&OPTIMIZATION_RUNS, "run_id", id).map(|run| vec![run])
}

fn chains(engine: &Engine, id: &str) -> Result<Vec<Row>, Issues> {
    let chains = runs_of(engine, id)?.iter().map(|run| chain(engine, run)).collect::<Result<Vec<_>, Issues>>()?;
    Ok(chains.concat())
}

fn chain(engine: &Engine, run: &Row) -> Result<Vec<Row>, Issues> {
    let mut links = Vec::new();
    for (table, column) in INPUTS {
        let id = text_of(run, column);
        let mut sets: BTreeMap<(String, String), usize> = BTreeMap::new();
        for row in engine.rows(table, &[(column, &id)])? {
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

impl DocumentedTable for Provenance {
    fn name(&self) -> &'static str {
        "provenance"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
