use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{
    Arguments, Cancelled, DocumentedTable, Engine, IdAndSpan, LazyRows, SiteBill, number, number_of, row, text, text_of,
};
use udfs::billing::{self, PeakCause};
use udfs::error::Issues;
use udfs::model::{Decimal, DemandAllocation, Instant, ScheduleKind};
use udfs::row::{Cell, FromCell, Row};
use udfs::stored::WHOLE_SITE;
use udfs::tables::Kind::{Cents, Int, Money, Quantity, Rate, Text, Time};
use udfs::tables::{LOAD_PROFILE, OPTIMIZATION_RUNS, SCHEDULES, Table, optional, required};

const SYNTAX: &str = "explain_bill(site_id, start, end [, demand_allocation])";

/// Equipment id of the row for the load that is not scheduled.
const SITE_LOAD: &str = "site load";

static CAUSES: LazyLock<Table> = LazyLock::new(|| Table {
    name: "causes",
    comment: "What set each peak of a bill",
    columns: vec![
        required("month", Text, "", "Billing month, 2026-01"),
        required("charge", Text, "", "Tariff category, or name of the demand charge"),
        required("at", Time, "", "Start of the metering window that set the peak"),
        required("window_minutes", Int, "minutes", "Its length"),
        required("equipment_id", Text, "", "Equipment that drew power then; site load: what is not scheduled"),
        required("equipment_kw", Quantity, "kW", "What it drew"),
        optional("run_id", Text, "", "Run whose plan says so; null where there is none"),
        required("peak_kw", Quantity, "kW", "Mean power over the window"),
        required("billed_kw", Quantity, "kW", "What is billed"),
        required("set_by", Text, "", "peak, month to date, mean of peaks, ratchet, minimum or contract"),
        optional("set_by_month", Text, "", "Of a ratchet: the month whose peak it holds to"),
        required("rate_kw", Rate, "currency/kW", "Of the first tier"),
        required("amount", Cents, "currency", "The demand charge of the month"),
        required("saved_by_one_kw", Money, "currency", "What demand had cost less with a peak one kW lower"),
    ]
    .leak(),
    key: &["month", "charge", "equipment_id"],
    partition: &[],
});

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"What set each peak on the bill of a site's load: for every demand charge and billing month the metering
window, the kW that are billed and why (the peak itself, a ratchet and the month it holds to, a minimum, contracted power),
and what demand would have cost less, in all months of the bill, had the peak been one kW lower. One row for each piece of
equipment that drew power then by the plan of a stored run, of a published schedule first, and one for the site's load.",
    syntax_example = "explain_bill(site_id, start, end [, demand_allocation])",
    sql_example = r#"```sql
SELECT month, charge, at, equipment_id, equipment_kw, billed_kw, set_by, saved_by_one_kw
FROM explain_bill('plant-a', '2026-01-01', '2026-02-01');
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "start", description = "From this timestamp or date."),
    argument(name = "end", description = "To this timestamp or date, excluded."),
    argument(
        name = "demand_allocation",
        description = "marginal (default): the whole of each demand charge; prorated: the time's share of its month."
    )
)]
#[derive(Debug)]
pub struct ExplainBill {
    engine: Engine,
}

impl ExplainBill {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for ExplainBill {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 3..=4)?;
        let call = arguments.describe();
        let allocation = arguments.allocation(3)?;
        let Some(asked) = IdAndSpan::of(&arguments)? else {
            return Ok(LazyRows::none(call, &CAUSES));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| explain(&engine, &asked, allocation);
        Ok(LazyRows::provider(call, &CAUSES, vec![Arc::new(work)]))
    }
}

fn explain(engine: &Engine, asked: &IdAndSpan, allocation: DemandAllocation) -> Result<Vec<Row>, Issues> {
    let site = SiteBill::find(engine, asked)?;
    let tariff = site.tariff(engine)?;
    let causes = billing::explain(&tariff, site.zone, &site.load, allocation)?;
    if causes.is_empty() {
        return Ok(Vec::new());
    }
    let plans = Plans::of(engine, &asked.id)?;
    Ok(causes.iter().flat_map(|cause| plans.rows(cause)).collect())
}

/// What equipment draws by the plans of the site's runs.
struct Plans {
    profile: Vec<Row>,
    /// Runs of published schedules.
    published: BTreeSet<String>,
}

/// What one piece of equipment drew.
struct Draw {
    equipment_id: String,
    kw: Decimal,
    run_id: Option<String>,
}

impl Plans {
    fn of(engine: &Engine, site_id: &str) -> Result<Self, Issues> {
        let kind = ScheduleKind::Optimized.as_str();
        let profile = engine.rows(&LOAD_PROFILE, &[("site_id", site_id), ("schedule_kind", kind)])?;
        let schedules = engine.rows(&SCHEDULES, &[("site_id", site_id), ("status", "published")])?;
        let schedules: BTreeSet<String> = schedules.iter().map(|row| text_of(row, "schedule_id")).collect();
        let runs =
            if schedules.is_empty() { Vec::new() } else { engine.rows(&OPTIMIZATION_RUNS, &[("site_id", site_id)])? };
        let published = runs.iter().filter(|run| schedules.contains(&text_of(run, "schedule_id")));
        Ok(Self { profile, published: published.map(|run| text_of(run, "run_id")).collect() })
    }

    fn rows(&self, cause: &PeakCause) -> Vec<Row> {
        self.draws(cause).into_iter().map(|draw| cause_row(cause, draw)).collect()
    }

    /// By the run of a published schedule, else the last by id.
    fn draws(&self, cause: &PeakCause) -> Vec<Draw> {
        let time = |row: &Row, name: &str| row.get(name).and_then(|cell| Instant::from_cell(cell).ok());
        let covers = |row: &&Row| {
            time(row, "start").is_some_and(|start| start <= cause.at)
                && time(row, "end").is_some_and(|end| cause.at < end)
        };
        let then: Vec<&Row> = self.profile.iter().filter(covers).collect();
        let run = |row: &&Row| text_of(row, "run_id");
        let rank = |run: &String| (self.published.contains(run), run.clone());
        let Some(chosen) = then.iter().map(run).max_by_key(rank) else {
            return vec![Draw { equipment_id: SITE_LOAD.into(), kw: cause.peak_kw, run_id: None }];
        };
        let of_run = then.iter().filter(|row| run(row) == chosen);
        let draw = |row: &&Row| {
            let is_site = text_of(row, "equipment_id") == WHOLE_SITE;
            let (equipment_id, column) = if is_site {
                (SITE_LOAD.into(), "site_load_kw")
            } else {
                (text_of(row, "equipment_id"), "electric_kw")
            };
            Draw { equipment_id, kw: number_of(row, column), run_id: Some(chosen.clone()) }
        };
        of_run.map(draw).filter(|draw| !draw.kw.is_zero()).collect()
    }
}

fn cause_row(cause: &PeakCause, draw: Draw) -> Row {
    row([
        ("month", text(cause.month.to_string())),
        ("charge", text(&cause.charge)),
        ("at", Cell::Time(cause.at)),
        ("window_minutes", number(cause.window_minutes)),
        ("equipment_id", text(draw.equipment_id)),
        ("equipment_kw", number(draw.kw)),
        ("run_id", draw.run_id.map_or(Cell::Null, Cell::Text)),
        ("peak_kw", number(cause.peak_kw)),
        ("billed_kw", number(cause.billed_kw)),
        ("set_by", text(cause.set_by.as_str())),
        ("set_by_month", cause.set_by.month().map_or(Cell::Null, |month| text(month.to_string()))),
        ("rate_kw", number(cause.rate_kw)),
        ("amount", number(cause.amount)),
        ("saved_by_one_kw", number(cause.saved_by_one_kw)),
    ])
}

impl DocumentedTable for ExplainBill {
    fn name(&self) -> &'static str {
        "explain_bill"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
