use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use datafusion::arrow::array::Array;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::logical_expr::Expr;

use super::{Ids, ScheduleIds, bad_call};
use udfs::error::{Code, Issue, Place};
use udfs::model::{DemandAllocation, Instant};
use udfs::stored::Overrides;

/// The literals that a table function is called with. NULL for any of them gives no rows.
#[derive(Debug)]
pub struct Arguments<'a> {
    /// `tariff_rates(tariff_id, start, end)`; an optional argument in brackets.
    syntax: &'static str,
    exprs: &'a [Expr],
}

/// A point in time as written in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    At(Instant),
    /// The start of this local day.
    Day(NaiveDate),
}

impl Moment {
    pub fn instant(self, zone: Tz) -> Result<Instant, Issue> {
        match self {
            Moment::At(at) => Ok(at),
            Moment::Day(date) => {
                // a day that starts with a skipped hour starts when the clock has moved on
                let hours = (0..24).filter_map(|hour| date.and_hms_opt(hour, 0, 0));
                let start = hours.filter_map(|local| zone.from_local_datetime(&local).earliest()).next();
                let message = format!("{date} does not exist in {zone}");
                let skipped = || Issue::error(Code::NoOffset, Place::default(), message, "give another day");
                start.map(|at| at.with_timezone(&Utc)).ok_or_else(skipped)
            }
        }
    }
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
        ScheduleIds::from_literal(value)
            .map(Some)
            .ok_or_else(|| self.wrong(index, &value.to_string(), ScheduleIds::EXPECTED))
    }

    /// One or more tariffs.
    pub fn tariffs(&self, index: usize) -> Result<Option<Ids>> {
        let Some(value) = self.literal(index, Ids::TARIFFS)? else { return Ok(None) };
        Ids::from_literal(value).map(Some).ok_or_else(|| self.wrong(index, &value.to_string(), Ids::TARIFFS))
    }

    /// A timestamp, a date, or either as text. A time without an offset is UTC; a date is the start of the local day.
    pub fn moment(&self, index: usize) -> Result<Option<Moment>> {
        let expected = "a timestamp or date, such as '2026-01-05T06:00:00Z' or '2026-01-05'";
        let Some(value) = self.literal(index, expected)? else { return Ok(None) };
        let moment = match value {
            ScalarValue::Date32(Some(days)) => NaiveDate::from_epoch_days(*days).map(Moment::Day),
            value if matches!(value.data_type(), DataType::Timestamp(..)) => instant_of(value).map(Moment::At),
            value => value.try_as_str().flatten().and_then(parse_moment),
        };
        moment.map(Some).ok_or_else(|| self.wrong(index, &value.to_string(), expected))
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

fn parse_moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Some(Moment::Day(date));
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Moment::At(at.with_timezone(&Utc)));
    }
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let naive = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let zoned = ["%Y-%m-%d %H:%M:%S%#z", "%Y-%m-%d %H:%M%#z"];
    let zoned = zoned.iter().find_map(|form| DateTime::parse_from_str(text, form).ok());
    naive.map(|naive| naive.and_utc()).or(zoned.map(|at| at.with_timezone(&Utc))).map(Moment::At)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_analysts_write_them() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|at| Moment::At(at.with_timezone(&Utc)));
        assert_eq!(parse_moment("2026-01-05T06:00:00Z"), at("2026-01-05T06:00:00Z"));
        assert_eq!(parse_moment("2026-01-05 06:00"), at("2026-01-05T06:00:00Z"));
        assert_eq!(parse_moment("2026-01-05 00:00:00-06"), at("2026-01-05T06:00:00Z"));
        assert_eq!(parse_moment("2026-01-05"), NaiveDate::from_ymd_opt(2026, 1, 5).map(Moment::Day));
        assert_eq!(parse_moment("next week"), None);
    }

    #[test]
    fn a_day_starts_at_its_first_hour_even_where_midnight_is_skipped() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(Moment::Day).expect("a date");
        let start = |moment: Moment, zone: Tz| moment.instant(zone).map(|at| at.to_rfc3339());
        assert_eq!(start(day(2026, 1, 5), chrono_tz::America::Chicago).as_deref(), Ok("2026-01-05T06:00:00+00:00"));
        // Lebanon moves its clocks at midnight
        assert_eq!(start(day(2026, 3, 29), chrono_tz::Asia::Beirut).as_deref(), Ok("2026-03-28T22:00:00+00:00"));
    }
}
