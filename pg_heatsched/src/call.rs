//! A call of an SQL function: its arguments as the engine takes them.

use std::cell::OnceCell;

use chrono::{DateTime, NaiveDate};
use pgrx::datum::FromDatum;
use pgrx::{fcinfo, pg_sys};
use udfs::error::{Code, Issue, Issues, Place};
use udfs::functions::{IdAndSpan, Ids, Moment, Source};
use udfs::model::{Decimal, DemandAllocation, Instant};
use udfs::stored::Overrides;

use crate::store::{READING, WRITING};
use crate::{datum, tenant};

#[derive(Debug)]
pub struct Call {
    pub name: &'static str,
    pub fcinfo: pg_sys::FunctionCallInfo,
    tenant: OnceCell<String>,
}

impl Call {
    pub fn new(name: &'static str, fcinfo: pg_sys::FunctionCallInfo) -> Self {
        Self { name, fcinfo, tenant: OnceCell::new() }
    }

    /// The tenant's tables as the calling statement sees them.
    pub fn source(&self) -> Result<Source<'_>, Issues> {
        Ok(Source { store: &READING, tenant: self.tenant()? })
    }

    /// The tenant's tables with what this call writes.
    pub fn writing(&self) -> Result<Source<'_>, Issues> {
        Ok(Source { store: &WRITING, tenant: self.tenant()? })
    }

    fn tenant(&self) -> Result<&str, Issues> {
        if let Some(tenant) = self.tenant.get() {
            return Ok(tenant);
        }
        let tenant = tenant::tenant()?;
        Ok(self.tenant.get_or_init(|| tenant))
    }

    /// What the clock shows.
    pub fn now(&self) -> Result<Instant, Issue> {
        // SAFETY: reads the clock
        let micros = datum::micros(unsafe { pg_sys::GetCurrentTimestamp() });
        let fault = || self.wrong("", Code::Internal, "the clock shows no time".to_string(), "set the server's clock");
        micros.and_then(DateTime::from_timestamp_micros).ok_or_else(fault)
    }

    fn count(&self) -> usize {
        // SAFETY: Postgres gives a valid call
        usize::try_from(unsafe { (*self.fcinfo).nargs }).unwrap_or_default()
    }

    fn argument<T: FromDatum>(&self, index: usize) -> Option<T> {
        // SAFETY: the type is the one that the function is declared with
        (index < self.count()).then(|| unsafe { fcinfo::pg_getarg(self.fcinfo, index) }).flatten()
    }

    /// The type that the argument is declared with, whatever the call's expression says.
    fn declared(&self, index: usize) -> pg_sys::Oid {
        let (mut types, mut count) = (std::ptr::null_mut(), 0);
        // SAFETY: the function's own row of pg_proc
        unsafe {
            pg_sys::get_func_signature((*(*self.fcinfo).flinfo).fn_oid, &mut types, &mut count);
            if index < count as usize { *types.add(index) } else { pg_sys::InvalidOid }
        }
    }

    pub fn text(&self, index: usize) -> Option<String> {
        self.argument(index)
    }

    /// A text, or an array of texts.
    pub fn ids(&self, index: usize) -> Option<Ids> {
        if self.declared(index) == pg_sys::TEXTARRAYOID {
            let ids: Vec<Option<String>> = self.argument(index)?;
            return Some(Ids::new(ids.into_iter().flatten().collect()));
        }
        self.text(index).map(|id| Ids::new(vec![id]))
    }

    /// A timestamp, a date, or either as text.
    pub fn moment(&self, index: usize, name: &str) -> Result<Option<Moment>, Issue> {
        let declared = self.declared(index);
        let (moment, said) = if declared == pg_sys::TIMESTAMPTZOID {
            let Some(at) = self.argument::<i64>(index) else { return Ok(None) };
            (datum::micros(at).and_then(DateTime::from_timestamp_micros).map(Moment::At), "infinity".to_string())
        } else if declared == pg_sys::DATEOID {
            let Some(days) = self.days(index) else { return Ok(None) };
            (datum::date(days).map(Moment::Day), "infinity".to_string())
        } else {
            let Some(text) = self.text(index) else { return Ok(None) };
            (Moment::parse(&text), format!("'{text}'"))
        };
        moment.map(Some).ok_or_else(|| {
            let fix = "give a timestamp or date, such as '2026-01-05T06:00:00Z' or '2026-01-05'";
            self.wrong(name, Code::WrongType, format!("{said} is no timestamp or date"), fix)
        })
    }

    /// A date, a finite one.
    pub fn day(&self, index: usize) -> Result<Option<NaiveDate>, Issue> {
        let Some(days) = self.days(index) else { return Ok(None) };
        let fault = || {
            self.wrong("date", Code::OutOfRange, "infinity is no day".to_string(), "give a day such as '2026-01-05'")
        };
        datum::date(days).map(Some).ok_or_else(fault)
    }

    /// A date as Postgres counts it.
    pub fn days(&self, index: usize) -> Option<i32> {
        self.argument(index)
    }

    /// Microseconds since 1970 of a timestamp.
    pub fn micros(&self, index: usize) -> Result<Option<i64>, Issue> {
        let Some(at) = self.argument::<i64>(index) else { return Ok(None) };
        let fix = "give a finite timestamp";
        let fault = || self.wrong("at", Code::OutOfRange, "infinity is no instant".to_string(), fix);
        datum::micros(at).map(Some).ok_or_else(fault)
    }

    pub fn instant(&self, index: usize) -> Result<Option<Instant>, Issue> {
        let Some(micros) = self.micros(index)? else { return Ok(None) };
        let message = format!("{micros} microseconds since 1970 are out of range");
        let fault = || self.wrong("at", Code::OutOfRange, message, "give a time of this era");
        DateTime::from_timestamp_micros(micros).map(Some).ok_or_else(fault)
    }

    /// A numeric.
    pub fn number(&self, index: usize) -> Result<Option<Decimal>, Issue> {
        let Some(datum) = self.datum(index) else { return Ok(None) };
        let fault = || {
            let message = "a number that is not finite, or of more than 28 digits".to_string();
            self.wrong("kw", Code::OutOfRange, message, "give the mean power in kW")
        };
        // SAFETY: the argument is declared numeric
        unsafe { datum::decimal(datum) }.map(Some).ok_or_else(fault)
    }

    /// An aggregate's state.
    pub fn state<T>(&self) -> Option<*mut T> {
        self.datum(0).map(|datum| datum.cast_mut_ptr())
    }

    fn datum(&self, index: usize) -> Option<pg_sys::Datum> {
        // SAFETY: Postgres gives a valid call
        (index < self.count()).then(|| unsafe { fcinfo::pg_getarg_datum(self.fcinfo, index) }).flatten()
    }

    /// The first three arguments: whose, from when, to when. `None` if one of them is NULL.
    pub fn id_and_span(&self) -> Result<Option<IdAndSpan>, Issues> {
        let given = (self.text(0), self.moment(1, "start")?, self.moment(2, "end")?);
        let (Some(id), Some(start), Some(end)) = given else { return Ok(None) };
        Ok(Some(IdAndSpan::new(self.name, id, start, end)))
    }

    /// How demand charges of a part of a month are paid; none given: in full.
    pub fn allocation(&self, index: usize) -> Result<DemandAllocation, Issues> {
        let Some(word) = self.text(index) else { return Ok(DemandAllocation::default()) };
        word.parse().map_err(|()| {
            let message = "the demand allocation is not one of marginal, prorated".to_string();
            self.wrong("demand_allocation", Code::OutOfRange, message, "use marginal or prorated").into()
        })
    }

    /// A JSON object; none given is an empty one.
    pub fn options(&self, index: usize) -> Result<Overrides, Issues> {
        Overrides::from_json(&self.text(index).unwrap_or_else(|| "{}".to_string()))
    }

    pub fn wrong(&self, parameter: &str, code: Code, message: String, fix: &str) -> Issue {
        Issue::error(code, Place::new(self.name).column(parameter), message, fix)
    }
}
