use chrono::{DateTime, TimeDelta};

use super::{Source, bill_rows, check_series, fit};
use crate::billing;
use crate::error::{Code, Issue, Issues, Place};
use crate::functions::BILL_LINES;
use crate::model::{Decimal, DemandAllocation, Instant, Span};
use crate::row::Row;
use crate::stored;

/// The values of an aggregate `bill` as they come, in any order.
#[derive(Debug, Clone, Default)]
pub struct BillSeries {
    pub tariff_id: Option<String>,
    /// Microseconds since 1970, and kW in units of 1e-6.
    pub load: Vec<(i64, i128)>,
}

impl BillSeries {
    /// One series is billed by one tariff.
    pub fn add(&mut self, micros: i64, kw_millionths: i128, tariff_id: &str) -> Result<(), Issue> {
        match &self.tariff_id {
            Some(known) if known != tariff_id => {
                let message = format!("one series is billed by \"{known}\" and by \"{tariff_id}\"");
                let fix = "group by the tariff, or bill each tariff's time on its own";
                return Err(Issue::error(Code::OutOfRange, Place::new("bill").column("tariff_id"), message, fix));
            }
            Some(_) => {}
            None => self.tariff_id = Some(tariff_id.to_string()),
        }
        self.load.push((micros, kw_millionths));
        Ok(())
    }

    /// The lines of the bill, by the tariff's own time zone; nothing where there is no load.
    pub fn lines(&mut self, source: &Source<'_>) -> Result<Option<Vec<Row>>, Issues> {
        let Some(tariff_id) = self.tariff_id.as_deref() else { return Ok(None) };
        let (tariff, zone) = stored::tariff(source.store, source.tenant, tariff_id)?;
        self.load.sort_unstable();
        let load = intervals(&self.load)?;
        check_series(&load, &Place::new("bill").column("at"))?;
        let cost = billing::bill(&tariff, zone, &load, DemandAllocation::default())?.cost;
        Ok(Some(bill_rows(cost).into_iter().map(|row| fit(&BILL_LINES, row)).collect()))
    }
}

/// The series with the length of its intervals: the smallest distance between two values.
fn intervals(load: &[(i64, i128)]) -> Result<Vec<(Span, Decimal)>, Issues> {
    let place = || Place::new("bill").column("at");
    let step = load.windows(2).map(|pair| pair[1].0 - pair[0].0).filter(|step| *step > 0).min();
    let Some(step) = step else {
        let fix = "give at least two intervals";
        return Err(Issue::error(Code::LoadGap, place(), "one value does not say how long its interval is", fix).into());
    };
    let interval = |&(at, kw): &(i64, i128)| {
        let start: Instant = DateTime::from_timestamp_micros(at).unwrap_or_default();
        if at % 60_000_000 != 0 {
            let fix = "start intervals on whole minutes";
            return Err(Issue::error(Code::NotWholeMinute, place(), format!("{start} is not on a whole minute"), fix));
        }
        let kw = Decimal::try_from_i128_with_scale(kw, 6).map_err(|error| {
            Issue::error(
                Code::OutOfRange,
                Place::new("bill").column("kw"),
                error.to_string(),
                "give the mean power in kW",
            )
        })?;
        Ok((Span { start, end: start + TimeDelta::microseconds(step) }, kw))
    };
    Ok(load.iter().map(interval).collect::<Result<_, Issue>>()?)
}
