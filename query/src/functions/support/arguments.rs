use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::logical_expr::Expr;

use super::bad_call;
use udfs::error::{Code, Issue, Place};
use udfs::functions::{IdAndSpan, Ids, Moment, ScheduleIds};
use udfs::model::{DemandAllocation, Instant};
use udfs::stored::Overrides;

/// The literals that a table function is called with. NULL for any of them gives no rows.
#[derive(Debug)]
pub struct Arguments<'a> {
    /// `tariff_rates(tariff_id, start, end)`; an optional argument in brackets.
    syntax: &'static str,
    exprs: &'a [Expr],
}

impl<'a> Arguments<'a> {
    pub fn new(syntax: &'static str, exprs: &'a [Expr], counts: std::ops::RangeInclusive<usize>) -> Result<Self> {
        let arguments = Self { syntax, exprs };
        if counts.contains(&exprs.len()) {
            return Ok(arguments);
        }
        let count =
            if exprs.len() == 1 { "1 argument is".to_string() } else { format!("{} arguments are", exprs.len()) };
        Err(arguments.refuse(Code::WrongType, format!("{count} given"), "give the arguments in this order"))
    }

    pub fn name(&self) -> &'static str {
        self.syntax.split('(').next().unwrap_or(self.syntax)
    }

    /// The call as an analyst would write it, for `EXPLAIN`.
    pub fn describe(&self) -> String {
        let literal = |expr: &Expr| match expr {
            Expr::Literal(value, _) => value.to_string(),
            other => other.to_string(),
        };
        format!("{}({})", self.name(), self.exprs.iter().map(literal).collect::<Vec<_>>().join(", "))
    }

    pub fn refuse(&self, code: Code, message: impl Into<String>, fix: impl Into<String>) -> DataFusionError {
        bad_call(&Issue::error(code, Place::new(self.name()), message, fix), self.syntax)
    }

    fn parameter(&self, index: usize) -> &'static str {
        let inside = self.syntax.split(['(', ')']).nth(1).unwrap_or_default();
        inside.split(',').nth(index).map_or("argument", |name| name.trim_matches([' ', '[', ']']))
    }

    fn wrong(&self, index: usize, found: &str, expected: &str) -> DataFusionError {
        let place = Place::new(self.name()).column(self.parameter(index));
        let issue =
            Issue::error(Code::WrongType, place, format!("{found} is not {expected}"), format!("give {expected}"));
        bad_call(&issue, self.syntax)
    }

    /// The literal, or `None` where the argument is NULL or not given.
    pub fn literal(&self, index: usize, expected: &str) -> Result<Option<&'a ScalarValue>> {
        match self.exprs.get(index) {
            None => Ok(None),
            Some(Expr::Literal(value, _)) => Ok((!value.is_null()).then_some(value)),
            Some(Expr::Column(column)) => {
                let place = Place::new(self.name()).column(self.parameter(index));
                let message = format!("{} is a column, and a table function takes literals only", column.name);
                let fix = format!("give {expected}; a text in single quotes");
                Err(bad_call(&Issue::error(Code::WrongType, place, message, fix), self.syntax))
            }
            Some(other) => Err(self.wrong(index, &format!("\"{other}\""), &format!("a literal: {expected}"))),
        }
    }

    pub fn text(&self, index: usize) -> Result<Option<String>> {
        let expected = "a text, such as 'S-2026-01-05'";
        let Some(value) = self.literal(index, expected)? else { return Ok(None) };
        match value.try_as_str() {
            Some(text) => Ok(text.map(str::to_string)),
            None => Err(self.wrong(index, &value.to_string(), expected)),
        }
    }

    /// An IANA time zone.
    pub fn zone(&self, index: usize) -> Result<Option<Tz>> {
        let Some(name) = self.text(index)? else { return Ok(None) };
        let expected = "an IANA time zone such as 'America/Chicago'";
        name.parse().map(Some).map_err(|_| self.wrong(index, &format!("'{name}'"), expected))
    }

    /// One or more schedules.
    pub fn schedules(&self, index: usize) -> Result<Option<ScheduleIds>> {
        let Some(value) = self.literal(index, ScheduleIds::EXPECTED)? else { return Ok(None) };
        ids_of(value).map(Some).ok_or_else(|| self.wrong(index, &value.to_string(), ScheduleIds::EXPECTED))
    }

    /// One or more tariffs.
    pub fn tariffs(&self, index: usize) -> Result<Option<Ids>> {
        let Some(value) = self.literal(index, Ids::TARIFFS)? else { return Ok(None) };
        ids_of(value).map(Some).ok_or_else(|| self.wrong(index, &value.to_string(), Ids::TARIFFS))
    }

    /// A timestamp, a date, or either as text. A time without an offset is UTC; a date is the start of the local day.
    pub fn moment(&self, index: usize) -> Result<Option<Moment>> {
        let expected = "a timestamp or date, such as '2026-01-05T06:00:00Z' or '2026-01-05'";
        let Some(value) = self.literal(index, expected)? else { return Ok(None) };
        let moment = match value {
            ScalarValue::Date32(Some(days)) => NaiveDate::from_epoch_days(*days).map(Moment::Day),
            value if matches!(value.data_type(), DataType::Timestamp(..)) => instant_of(value).map(Moment::At),
            value => value.try_as_str().flatten().and_then(Moment::parse),
        };
        moment.map(Some).ok_or_else(|| self.wrong(index, &value.to_string(), expected))
    }

    /// The first three arguments: whose, from when, to when. `None` if one of them is NULL.
    pub fn id_and_span(&self) -> Result<Option<IdAndSpan>> {
        let given = (self.text(0)?, self.moment(1)?, self.moment(2)?);
        let (Some(id), Some(start), Some(end)) = given else { return Ok(None) };
        Ok(Some(IdAndSpan::new(self.name(), id, start, end)))
    }

    /// How demand charges of a part of a month are paid; none given: in full.
    pub fn allocation(&self, index: usize) -> Result<DemandAllocation> {
        match self.text(index)?.map(|word| word.parse::<DemandAllocation>()) {
            None => Ok(DemandAllocation::default()),
            Some(Ok(allocation)) => Ok(allocation),
            Some(Err(())) => {
                let message = "the demand allocation is not one of marginal, prorated";
                Err(self.refuse(Code::OutOfRange, message, "use marginal or prorated"))
            }
        }
    }

    /// A JSON object as text; none given is an empty one. An unknown key is refused by name.
    pub fn options(&self, index: usize) -> Result<Overrides> {
        let json = self.text(index)?.unwrap_or_else(|| "{}".to_string());
        Overrides::from_json(&json)
            .map_err(|issues| DataFusionError::Plan(format!("{issues}\n  usage: {}", self.syntax)))
    }
}

fn instant_of(value: &ScalarValue) -> Option<Instant> {
    let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let array = cast(&value.to_array().ok()?, &utc).ok()?;
    let micros = array.as_any().downcast_ref::<datafusion::arrow::array::TimestampMicrosecondArray>()?;
    DateTime::from_timestamp_micros(micros.is_valid(0).then(|| micros.value(0))?)
}

/// Ids from a text or a list of texts.
fn ids_of(value: &ScalarValue) -> Option<Ids> {
    if let Some(text) = value.try_as_str() {
        return text.map(|text| Ids::new(vec![text.to_string()]));
    }
    let items: ArrayRef = match value {
        ScalarValue::List(list) => list.value(0),
        ScalarValue::LargeList(list) => list.value(0),
        ScalarValue::FixedSizeList(list) => list.value(0),
        _ => return None,
    };
    let is_text = items.data_type().is_string() || *items.data_type() == DataType::Null;
    let texts = cast(&items, &DataType::Utf8).ok().filter(|_| is_text)?;
    Some(Ids::new(texts.as_string::<i32>().iter().flatten().map(str::to_string).collect()))
}
