use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{IdAndSpan, SiteBill, Source, number, number_of, row, text, text_of};
use crate::billing::{self, PeakCause};
use crate::error::Issues;
use crate::model::{Decimal, DemandAllocation, Instant, ScheduleKind};
use crate::row::{Cell, FromCell, Row};
use crate::stored::WHOLE_SITE;
use crate::tables::Kind::{Cents, Int, Money, Quantity, Rate, Text, Time};
use crate::tables::{LOAD_PROFILE, OPTIMIZATION_RUNS, SCHEDULES, Table, optional, required};

/// Equipment id of the row for the load that is not scheduled.
const SITE_LOAD: &str = "site load";

pub static CAUSES: LazyLock<Table> = LazyLock::new(|| Table {
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

pub fn explain_bill(source: &Source<'_>, asked: &IdAndSpan, allocation: DemandAllocation) -> Result<Vec<Row>, Issues> {
    let site = SiteBill::find(source, asked)?;
    let tariff = site.tariff(source)?;
    let causes = billing::explain(&tariff, site.zone, &site.load, allocation)?;
    if causes.is_empty() {
        return Ok(Vec::new());
    }
    let plans = Plans::of(source, &asked.id)?;
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
    fn of(source: &Source<'_>, site_id: &str) -> Result<Self, Issues> {
        let kind = ScheduleKind::Optimized.as_str();
        let profile = source.rows(&LOAD_PROFILE, &[("site_id", site_id), ("schedule_kind", kind)])?;
        let schedules = source.rows(&SCHEDULES, &[("site_id", site_id), ("status", "published")])?;
        let schedules: BTreeSet<String> = schedules.iter().map(|row| text_of(row, "schedule_id")).collect();
        let runs =
            if schedules.is_empty() { Vec::new() } else { source.rows(&OPTIMIZATION_RUNS, &[("site_id", site_id)])? };
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
