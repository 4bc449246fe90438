use std::sync::Arc;

use chrono_tz::Tz;
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::Documentation;
use datafusion_macros::user_doc;

use super::support::{
    Arguments, BILL_LINES, Cancelled, DocumentedTable, Engine, LazyRows, Moment, bill_rows, check_series, span_of,
    text_of,
};
use crate::billing;
use crate::document::load::read_site_load;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, DemandAllocation, SiteLoad, Span};
use crate::row::{Row, RowReader};
use crate::stored;
use crate::tables::{SITE_LOAD, SITES};

const SYNTAX: &str = "calculate_bill(site_id, start, end [, demand_allocation])";

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"Bill of a site's load (the table site_load) by the tariff in force at its start, line by line. Start and
end are timestamps (UTC where no offset is given) or dates (local days of the site). The load must cover all of the time,
without a gap or an overlap. A bill over part of a month carries its share of the month's fixed charges, which the line's
quantity shows.",
    syntax_example = "calculate_bill(site_id, start, end [, demand_allocation])",
    sql_example = r#"```sql
SELECT charge, category, quantity, unit, rate, amount FROM calculate_bill('plant-a', '2026-01-01', '2026-02-01');
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
pub struct CalculateBill {
    engine: Engine,
}

impl CalculateBill {
    pub fn new(engine: Engine) -> Self {
        Self { engine }
    }
}

impl TableFunctionImpl for CalculateBill {
    fn call_with_args(&self, args: TableFunctionArgs) -> Result<Arc<dyn TableProvider>> {
        let arguments = Arguments::new(SYNTAX, args.exprs(), 3..=4)?;
        let call = arguments.describe();
        let allocation = match arguments.text(3)?.map(|word| word.parse::<DemandAllocation>()) {
            None => DemandAllocation::default(),
            Some(Ok(allocation)) => allocation,
            Some(Err(())) => {
                let message = "the demand allocation is not one of marginal, prorated";
                return Err(arguments.refuse(Code::OutOfRange, message, "use marginal or prorated"));
            }
        };
        let (Some(site_id), Some(start), Some(end)) = (arguments.text(0)?, arguments.moment(1)?, arguments.moment(2)?)
        else {
            return Ok(LazyRows::none(call, &BILL_LINES));
        };
        let engine = self.engine.clone();
        let work = move |_: Cancelled<'_>| bill(&engine, &site_id, start, end, allocation);
        Ok(LazyRows::provider(call, &BILL_LINES, vec![Arc::new(work)]))
    }
}

fn bill(
    engine: &Engine,
    site_id: &str,
    start: Moment,
    end: Moment,
    allocation: DemandAllocation,
) -> Result<Vec<Row>, Issues> {
    let site = engine.row(&SITES, "site_id", site_id)?;
    let zone_name = text_of(&site, "time_zone");
    let zone: Tz = zone_name.parse().map_err(|_| {
        let message = format!("\"{zone_name}\" is no IANA time zone");
        Issue::error(
            Code::OutOfRange,
            Place::new(SITES.name).key(site_id).column("time_zone"),
            message,
            "use a name such as America/Chicago",
        )
    })?;
    let span = span_of("calculate_bill", start, end, zone)?;
    let tariff_id = stored::current_tariff(engine.store.as_ref(), &engine.tenant, site_id, span.start)?;
    let (tariff, _) = stored::tariff(engine.store.as_ref(), &engine.tenant, &tariff_id)?;
    let load = load_of(engine, site_id, span)?;
    Ok(bill_rows(billing::bill(&tariff, zone, &load, allocation)?.cost))
}

/// The site's load over all of the span, cut to it.
fn load_of(engine: &Engine, site_id: &str, span: Span) -> Result<Vec<(Span, Decimal)>, Issues> {
    let mut issues = Issues::default();
    let mut loads: Vec<SiteLoad> = Vec::new();
    for row in engine.rows(&SITE_LOAD, &[("site_id", site_id)])? {
        let mut reader = RowReader::new(&row, Place::new(SITE_LOAD.name).key(site_id), &mut issues);
        loads.push(read_site_load(&mut reader));
    }
    let place = Place::new(SITE_LOAD.name).key(site_id);
    loads.retain(|load| load.span.overlaps(&span));
    loads.sort();
    let cut =
        |load: &SiteLoad| (Span { start: load.span.start.max(span.start), end: load.span.end.min(span.end) }, load.kw);
    let load: Vec<(Span, Decimal)> = loads.iter().map(cut).collect();
    let fix = "import the site's load for all of the time, or bill less of it";
    match (load.first(), load.last()) {
        (Some((first, _)), Some((last, _))) => {
            if first.start > span.start {
                let message = format!("no load from {} to {}", span.start, first.start);
                issues.push(Issue::error(Code::LoadGap, place.clone(), message, fix));
            }
            if last.end < span.end {
                let message = format!("no load from {} to {}", last.end, span.end);
                issues.push(Issue::error(Code::LoadGap, place.clone(), message, fix));
            }
        }
        _ => issues.push(Issue::error(
            Code::LoadGap,
            place.clone(),
            format!("no load from {} to {}", span.start, span.end),
            fix,
        )),
    }
    if let Err(found) = check_series(&load, &place) {
        issues.extend(found);
    }
    issues.into_result(load).map(|(load, _)| load)
}

impl DocumentedTable for CalculateBill {
    fn name(&self) -> &'static str {
        "calculate_bill"
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
