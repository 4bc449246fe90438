use std::hash::{Hash, Hasher};
use std::mem::size_of_val;
use std::sync::Arc;

use datafusion::arrow::array::types::Int64Type;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Decimal128Array as Powers, Int64Array, StructArray, TimestampMicrosecondArray as Times,
};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::function::{AccumulatorArgs, AggregateFunctionSimplification, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, Expr, Signature, Volatility,
};
use datafusion_macros::user_doc;

use super::support::{Engine, bad_call, failure, text_at};
use udfs::error::{Code, Issue, Issues, Place};
use udfs::functions::{BILL_LINES, BillSeries, BillTariffs};
use udfs::tables::{Kind, rows_to_batch};

const SYNTAX: &str = "bill(at timestamp, kw number, tariff_id text)";

#[user_doc(
    doc_section(label = "Cost Functions"),
    description = r"Bill of a load series by a tariff: a list of lines (line_no, month, charge, category, tier, quantity,
unit, rate, amount, at), to be unnested. at is the start of an interval and kw the mean power over it; the length of the intervals
is that of the series, which must be even and without a gap or a duplicate. Rows with a NULL are left out, as in any
aggregate. NULL where there is no row. The tariff's own time zone decides on hours, days and months. Demand charges are
billed in full.",
    syntax_example = "bill(at, kw, tariff_id)",
    sql_example = r#"```sql
SELECT site_id, line['charge'] AS charge, line['category'] AS category, line['amount'] AS amount
FROM (SELECT site_id, unnest(bill("start", kw, 'ind-tou')) AS line FROM site_load GROUP BY site_id);
```"#,
    argument(name = "at", description = "Start of an interval."),
    argument(name = "kw", description = "Mean power over the interval, in kW."),
    argument(name = "tariff_id", description = "Tariff, as in tariffs; one for the whole series.")
)]
#[derive(Debug)]
pub struct Bill {
    signature: Signature,
    engine: Engine,
    /// Planning a query gives its calls a set of their own.
    query: Option<Arc<BillTariffs>>,
}

impl Bill {
    pub fn new(engine: Engine) -> Self {
        Self::of(engine, None)
    }

    fn of(engine: Engine, query: Option<Arc<BillTariffs>>) -> Self {
        Self { signature: Signature::user_defined(Volatility::Stable), engine, query }
    }
}

fn time_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn line_type() -> DataType {
    DataType::Struct(BILL_LINES.schema().fields().clone())
}

impl AggregateUDFImpl for Bill {
    fn name(&self) -> &str {
        "bill"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        let refuse = |message: String, fix: &str| {
            Err(bad_call(&Issue::error(Code::WrongType, Place::new("bill"), message, fix), SYNTAX))
        };
        let [at, kw, tariff_id] = arg_types else {
            return refuse(format!("{} arguments are given", arg_types.len()), "give time, power and tariff");
        };
        if !matches!(at, DataType::Timestamp(..) | DataType::Null) {
            return refuse(format!("at is {at}, not a timestamp"), "give the start of each interval");
        }
        if !(kw.is_numeric() || *kw == DataType::Null) {
            return refuse(format!("kw is {kw}, not a number"), "give the mean power in kW");
        }
        if !(tariff_id.is_string() || *tariff_id == DataType::Null) {
            return refuse(format!("tariff_id is {tariff_id}, not text"), "give a tariff, such as 'ind-tou'");
        }
        Ok(vec![time_type(), Kind::Quantity.data_type(), DataType::Utf8])
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::new_list(line_type(), true))
    }

    fn accumulator(&self, _args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let tariffs = self.query.clone().unwrap_or_default();
        Ok(Box::new(Series {
            engine: self.engine.clone(),
            tariffs,
            series: BillSeries::default(),
            micro_kw: Vec::new(),
        }))
    }

    fn simplify(&self) -> Option<AggregateFunctionSimplification> {
        if self.query.is_some() {
            return None;
        }
        let of_query = Arc::new(AggregateUDF::from(Self::of(self.engine.clone(), Some(Arc::default()))));
        Some(Box::new(move |call, _| {
            Ok(Expr::AggregateFunction(AggregateFunction { func: Arc::clone(&of_query), ..call }))
        }))
    }

    fn state_fields(&self, _args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |name: &str, data_type| Arc::new(Field::new(name, data_type, true));
        Ok(vec![field("load", DataType::new_list(DataType::Int64, true)), field("tariff_id", DataType::Utf8)])
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}

/// Two calls are the same call if they ask the same tables.
impl PartialEq for Bill {
    fn eq(&self, other: &Self) -> bool {
        self.engine.tenant == other.engine.tenant && Arc::ptr_eq(&self.engine.store, &other.engine.store)
    }
}

impl Eq for Bill {}

impl Hash for Bill {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.engine.tenant.hash(state);
    }
}

/// A load series as it comes, in any order.
#[derive(Debug)]
struct Series {
    engine: Engine,
    tariffs: Arc<BillTariffs>,
    series: BillSeries,
    micro_kw: Vec<i64>,
}

impl Series {
    /// Adds all rows at once; false where some are not of one tariff, or have a NULL.
    fn add_all(&mut self, times: &Times, powers: &Powers, ids: &ArrayRef) -> Result<bool> {
        let Some(tariff_id) = only_id(ids) else { return Ok(false) };
        if times.null_count() + powers.null_count() > 0 {
            return Ok(false);
        }
        self.micro_kw.clear();
        self.micro_kw.extend(powers.values().iter().map_while(|kw| i64::try_from(*kw).ok()));
        if self.micro_kw.len() < powers.len() {
            return Ok(false);
        }
        self.series.is_billed_by(tariff_id).map_err(failure)?;
        self.series.extend(times.values(), &self.micro_kw);
        Ok(true)
    }

    fn lines(&self) -> Result<Option<StructArray>, Issues> {
        let Self { engine, tariffs, series, .. } = self;
        let Some(rows) = engine.blocking(|| series.lines(&engine.source(), tariffs))? else { return Ok(None) };
        Ok(Some(StructArray::from(rows_to_batch(&BILL_LINES, &rows)?)))
    }
}

/// The tariff of all rows.
fn only_id(ids: &ArrayRef) -> Option<&str> {
    let first = text_at(ids, 0)?;
    (1..ids.len()).all(|row| text_at(ids, row) == Some(first)).then_some(first)
}

impl Accumulator for Series {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [times, powers, ids] = values else { return internal_err!("bill takes three arguments") };
        let (Some(times), Some(powers)) = (times.as_primitive_opt(), powers.as_primitive_opt()) else {
            return internal_err!("bill was given other types than it asked for");
        };
        if times.is_empty() || self.add_all(times, powers, ids)? {
            return Ok(());
        }
        for (row, pair) in times.iter().zip(powers.iter()).enumerate() {
            let ((Some(at), Some(kw)), Some(tariff_id)) = (pair, text_at(ids, row)) else { continue };
            self.series.add(at, kw, tariff_id).map_err(failure)?;
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [loads, ids] = states else { return internal_err!("bill keeps two values") };
        let Some(loads) = loads.as_list_opt::<i32>() else { return internal_err!("bill keeps a list") };
        for row in 0..loads.len() {
            let Some(tariff_id) = text_at(ids, row) else { continue };
            let words = loads.value(row);
            let words = words.as_primitive_opt::<Int64Type>().map(|words| &words.values()[..]);
            let Some(part) = words.and_then(|words| BillSeries::of_words(tariff_id, words)) else {
                return internal_err!("bill keeps a load");
            };
            self.series.append(part).map_err(failure)?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let Some(words) = self.series.words() else { return internal_err!("kW beyond its type") };
        let words: ArrayRef = Arc::new(Int64Array::from(words));
        let load = SingleRowListArrayBuilder::new(words).with_nullable(true).build_list_scalar();
        Ok(vec![load, ScalarValue::Utf8(self.series.tariff_id().map(str::to_string))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        match self.lines().map_err(failure)? {
            Some(lines) => Ok(SingleRowListArrayBuilder::new(Arc::new(lines)).build_list_scalar()),
            None => ScalarValue::try_new_null(&DataType::new_list(line_type(), true)),
        }
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.series.bytes() + self.micro_kw.capacity() * size_of::<i64>()
    }
}
