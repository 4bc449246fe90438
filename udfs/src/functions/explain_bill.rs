use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::TimeDelta;

use super::{IdAndSpan, SiteBill, Source, number, number_of, row, text, text_of};
use crate::billing::{self, PeakCause};
use crate::error::Issues;
use crate::model::{Decimal, DemandAllocation, ScheduleKind, Span};
use crate::row::{Cell, Row};
use crate::store::During;
use crate::stored::WHOLE_SITE;
use crate::tables::Kind::{Cents, Int, Money, Quantity, Rate, Text, Time};
use crate::tables::{LOAD_PROFILE, OPTIMIZATION_RUNS, SCHEDULES, Table, optional, required};

/// Equipment id of the row for the load that is not scheduled.
const SITE_LOAD: &str = "site load";
/// A peak is looked up at its first instant.
const MOMENT: TimeDelta = TimeDelta::seconds(1);

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
    let plans = Plans::of(source, &asked.id, &causes)?;
    Ok(causes.iter().map(|cause| plans.rows(cause)).collect::<Result<Vec<_>, _>>()?.concat())
}

/// Plans of the site at the times of its peaks.
struct Plans<'a> {
    source: &'a Source<'a>,
    /// Those of published schedules first, then by id from the last.
    runs: Vec<String>,
}

/// What one piece of equipment drew.
struct Draw {
    equipment_id: String,
    kw: Decimal,
    run_id: Option<String>,
}

impl<'a> Plans<'a> {
    fn of(source: &'a Source<'a>, site_id: &str, causes: &[PeakCause]) -> Result<Self, Issues> {
        let (Some(start), Some(end)) = (causes.iter().map(|c| c.at).min(), causes.iter().map(|c| c.at).max()) else {
            return Ok(Self { source, runs: Vec::new() });
        };
        let during = During {
            start_column: "horizon_start",
            end_column: "horizon_end",
            span: Span { start, end: end + MOMENT },
        };
        let published = source.rows(&SCHEDULES, &[("site_id", site_id), ("status", "published")])?;
        let published: BTreeSet<String> = published.iter().map(|row| text_of(row, "schedule_id")).collect();
        let rank = |run: &Row| (published.contains(&text_of(run, "schedule_id")), text_of(run, "run_id"));
        let mut runs = source.rows_during(&OPTIMIZATION_RUNS, &[("site_id", site_id)], &during)?;
        runs.sort_by_key(|run| Reverse(rank(run)));
        Ok(Self { source, runs: runs.iter().map(|run| text_of(run, "run_id")).collect() })
    }

    fn rows(&self, cause: &PeakCause) -> Result<Vec<Row>, Issues> {
        Ok(self.draws(cause)?.into_iter().map(|draw| cause_row(cause, draw)).collect())
    }

    /// By the first run whose plan covers the peak.
    fn draws(&self, cause: &PeakCause) -> Result<Vec<Draw>, Issues> {
        let span = Span { start: cause.at, end: cause.at + MOMENT };
        let during = During { start_column: "start", end_column: "end", span };
        for run_id in &self.runs {
            let filter = [("run_id", run_id.as_str()), ("schedule_kind", ScheduleKind::Optimized.as_str())];
            let then = self.source.rows_during(&LOAD_PROFILE, &filter, &during)?;
            if !then.is_empty() {
                return Ok(then.iter().map(|row| draw(row, run_id)).filter(|draw| !draw.kw.is_zero()).collect());
            }
        }
        Ok(vec![Draw { equipment_id: SITE_LOAD.into(), kw: cause.peak_kw, run_id: None }])
    }
}

fn draw(row: &Row, run_id: &str) -> Draw {
    let is_site = text_of(row, "equipment_id") == WHOLE_SITE;
    let (equipment_id, column) =
        if is_site { (SITE_LOAD.into(), "site_load_kw") } else { (text_of(row, "equipment_id"), "electric_kw") };
    Draw { equipment_id, kw: number_of(row, column), run_id: Some(run_id.to_string()) }
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
