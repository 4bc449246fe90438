use chrono_tz::Tz;

use super::site_zone::site_zone;
use super::{IdAndSpan, Source, check_series, text_of};
use crate::document::load::read_site_load;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, SiteLoad, Span, Tariff};
use crate::row::RowReader;
use crate::store::During;
use crate::stored;
use crate::tables::{SITE_LOAD, SITES};

/// What a bill of a site's load is made from.
#[derive(Debug)]
pub struct SiteBill {
    pub zone: Tz,
    pub currency: String,
    /// The tariff in force at the start.
    pub tariff_id: String,
    pub load: Vec<(Span, Decimal)>,
}

impl SiteBill {
    pub fn find(source: &Source<'_>, asked: &IdAndSpan) -> Result<Self, Issues> {
        let site_id = asked.id.as_str();
        let site = source.row(&SITES, "site_id", site_id)?;
        let zone = site_zone(&site)?;
        let span = asked.span(zone)?;
        let tariff_id = stored::current_tariff(source.store, source.tenant, site_id, span.start)?;
        Ok(Self { zone, currency: text_of(&site, "currency"), tariff_id, load: load_of(source, site_id, span)? })
    }

    pub fn tariff(&self, source: &Source<'_>) -> Result<Tariff, Issues> {
        stored::tariff(source.store, source.tenant, &self.tariff_id).map(|(tariff, _)| tariff)
    }
}

/// The site's load over all of the span, cut to it.
fn load_of(source: &Source<'_>, site_id: &str, span: Span) -> Result<Vec<(Span, Decimal)>, Issues> {
    let mut issues = Issues::default();
    let mut loads: Vec<SiteLoad> = Vec::new();
    let during = During { start_column: "start", end_column: "end", span };
    for row in source.rows_during(&SITE_LOAD, &[("site_id", site_id)], &during)? {
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
    let mut missing = |from: crate::model::Instant, to: crate::model::Instant| {
        let message = format!("no load from {from} to {to}");
        issues.push(Issue::error(Code::LoadGap, place.clone(), message, fix));
    };
    match (load.first(), load.last()) {
        (Some((first, _)), Some((last, _))) => {
            if first.start > span.start {
                missing(span.start, first.start);
            }
            if last.end < span.end {
                missing(last.end, span.end);
            }
        }
        _ => missing(span.start, span.end),
    }
    if let Err(found) = check_series(&load, &place) {
        issues.extend(found);
    }
    issues.into_result(load).map(|(load, _)| load)
}
