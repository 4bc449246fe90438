use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Source, bill_rows, check_series, fit};
use crate::billing::Bill;
use crate::billing::fleet::{Plans, SiteLoad};
use crate::error::{Code, Issue, Issues, Place};
use crate::functions::BILL_LINES;
use crate::model::{Decimal, DemandAllocation};
use crate::row::Row;
use crate::stored;

/// The tariffs of one query: each is read once, and what it asks of loads over the same time is worked out once.
#[derive(Debug, Default)]
pub struct BillTariffs(Mutex<HashMap<String, Arc<Plans>>>);

impl BillTariffs {
    fn get(&self, source: &Source<'_>, tariff_id: &str) -> Result<Arc<Plans>, Issues> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plans) = known.get(tariff_id) {
            return Ok(Arc::clone(plans));
        }
        let (tariff, zone) = stored::tariff(source.store, source.tenant, tariff_id)?;
        let plans = Arc::new(Plans::new(tariff, zone, DemandAllocation::default()));
        known.insert(tariff_id.to_string(), Arc::clone(&plans));
        Ok(plans)
    }
}

/// The values of an aggregate `bill` as they come, in any order.
#[derive(Debug, Clone, Default)]
pub struct BillSeries {
    tariff_id: Option<String>,
    load: SiteLoad,
}

impl BillSeries {
    pub fn tariff_id(&self) -> Option<&str> {
        self.tariff_id.as_deref()
    }

    /// One series is billed by one tariff.
    pub fn is_billed_by(&mut self, tariff_id: &str) -> Result<(), Issue> {
        match &self.tariff_id {
            Some(known) if known != tariff_id => {
                let message = format!("one series is billed by \"{known}\" and by \"{tariff_id}\"");
                let fix = "group by the tariff, or bill each tariff's time on its own";
                return Err(Issue::error(Code::OutOfRange, Place::new("bill").column("tariff_id"), message, fix));
            }
            Some(_) => {}
            None => self.tariff_id = Some(tariff_id.to_string()),
        }
        Ok(())
    }

    /// A row: microseconds since 1970, and kW in units of 1e-6.
    pub fn add(&mut self, micros: i64, kw_millionths: i128, tariff_id: &str) -> Result<(), Issue> {
        self.is_billed_by(tariff_id)?;
        match i64::try_from(kw_millionths) {
            Ok(micro_kw) => self.load.push(micros, micro_kw),
            Err(_) => self.load.push_decimal(micros, decimal(kw_millionths)?),
        }
        Ok(())
    }

    /// Rows of the tariff that is known already.
    pub fn extend(&mut self, micros: &[i64], micro_kw: &[i64]) {
        self.load.extend(micros, micro_kw);
    }

    /// Adds the rows of another part of the series.
    pub fn append(&mut self, other: BillSeries) -> Result<(), Issue> {
        if let Some(tariff_id) = &other.tariff_id {
            self.is_billed_by(tariff_id)?;
            self.load.append(other.load);
        }
        Ok(())
    }

    /// The load as whole numbers; `None` where it has values beyond them.
    pub fn words(&self) -> Option<Vec<i64>> {
        self.load.write()
    }

    /// From what [`BillSeries::words`] gave.
    pub fn of_words(tariff_id: &str, words: &[i64]) -> Option<Self> {
        Some(Self { tariff_id: Some(tariff_id.to_string()), load: SiteLoad::read(words)? })
    }

    /// Memory that the rows take.
    pub fn bytes(&self) -> usize {
        self.load.bytes()
    }

    /// The lines of the bill, by the tariff's own time zone; nothing where there is no load.
    pub fn lines(&self, source: &Source<'_>, tariffs: &BillTariffs) -> Result<Option<Vec<Row>>, Issues> {
        let Some(tariff_id) = self.tariff_id.as_deref() else { return Ok(None) };
        let Bill { cost, .. } = self.bill(&*tariffs.get(source, tariff_id)?)?;
        Ok(Some(bill_rows(cost).into_iter().map(|row| fit(&BILL_LINES, row)).collect()))
    }

    fn bill(&self, plans: &Plans) -> Result<Bill, Issues> {
        if let Some(bill) = plans.planned(&self.load)? {
            return Ok(bill);
        }
        let place = Place::new("bill").column("at");
        let load = self.load.intervals(&place)?;
        check_series(&load, &place)?;
        plans.unplanned(&load)
    }
}

fn decimal(kw_millionths: i128) -> Result<Decimal, Issue> {
    Decimal::try_from_i128_with_scale(kw_millionths, 6).map_err(|error| {
        let place = Place::new("bill").column("kw");
        Issue::error(Code::OutOfRange, place, error.to_string(), "give the mean power in kW")
    })
}
