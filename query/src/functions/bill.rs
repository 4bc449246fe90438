use std::hash::{Hash, Hasher};
use std::mem::size_of_val;
use std::sync::Arc;

use datafusion::arrow::array::types::{Decimal128Type, TimestampMicrosecondType};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, StructArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Documentation, Signature, Volatility};
use datafusion_macros::user_doc;

use super::support::{Engine, bad_call, failure, text_at};
use udfs::error::{Code, Issue, Issues, Place};
use udfs::functions::{BILL_LINES, BillSeries};
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
}

impl Bill {
    pub fn new(engine: Engine) -> Self {
        Self { signature: Signature::user_defined(Volatility::Stable), engine }
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
        Ok(Box::new(Series { engine: self.engine.clone(), series: BillSeries::default() }))
    }

    fn state_fields(&self, _args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |name: &str, data_type| Arc::new(Field::new(name, data_type, true));
        Ok(vec![
            field("at", DataType::new_list(time_type(), true)),
            field("kw", DataType::new_list(Kind::Quantity.data_type(), true)),
            field("tariff_id", DataType::Utf8),
        ])
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
    series: BillSeries,
}

impl Series {
    fn add(
        &mut self,
        times: &ArrayRef,
        powers: &ArrayRef,
        mut tariff_id: impl FnMut(usize) -> Option<String>,
    ) -> Result<()> {
        let (Some(times), Some(powers)) =
            (times.as_primitive_opt::<TimestampMicrosecondType>(), powers.as_primitive_opt::<Decimal128Type>())
        else {
            return internal_err!("bill was given other types than it asked for");
        };
        for (row, pair) in times.iter().zip(powers.iter()).enumerate() {
            let ((Some(at), Some(kw)), Some(tariff_id)) = (pair, tariff_id(row)) else { continue };
            self.series.add(at, kw, &tariff_id).map_err(failure)?;
        }
        Ok(())
    }

    fn lines(&mut self) -> Result<Option<StructArray>, Issues> {
        let (engine, series) = (&self.engine, &mut self.series);
        let Some(rows) = engine.blocking(|| series.lines(&engine.source()))? else { return Ok(None) };
        Ok(Some(StructArray::from(rows_to_batch(&BILL_LINES, &rows)?)))
    }
}

impl Accumulator for Series {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [times, powers, ids] = values else { return internal_err!("bill takes three arguments") };
        self.add(times, powers, |row| text_at(ids, row).map(str::to_string))
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [times, powers, ids] = states else { return internal_err!("bill keeps three values") };
        let (Some(times), Some(powers)) = (times.as_list_opt::<i32>(), powers.as_list_opt::<i32>()) else {
            return internal_err!("bill keeps lists");
        };
        for row in (0..times.len()).filter(|row| times.is_valid(*row) && powers.is_valid(*row)) {
            let id = text_at(ids, row).map(str::to_string);
            self.add(&times.value(row), &powers.value(row), |_| id.clone())?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let (times, powers): (Vec<_>, Vec<_>) = self.series.load.iter().copied().unzip();
        let time = |at| ScalarValue::TimestampMicrosecond(Some(at), Some("UTC".into()));
        let power = |kw| ScalarValue::Decimal128(Some(kw), 18, 6);
        let times: Vec<_> = times.into_iter().map(time).collect();
        let powers: Vec<_> = powers.into_iter().map(power).collect();
        Ok(vec![
            ScalarValue::List(ScalarValue::new_list_nullable(&times, &time_type())),
            ScalarValue::List(ScalarValue::new_list_nullable(&powers, &Kind::Quantity.data_type())),
            ScalarValue::Utf8(self.series.tariff_id.clone()),
        ])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        match self.lines().map_err(failure)? {
            Some(lines) => Ok(SingleRowListArrayBuilder::new(Arc::new(lines)).build_list_scalar()),
            None => ScalarValue::try_new_null(&DataType::new_list(line_type(), true)),
        }
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.series.load.capacity() * size_of::<(i64, i128)>()
    }
}
