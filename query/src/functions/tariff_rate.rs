use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Decimal128Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion_macros::user_doc;

use super::support::{Lookup, call_with_id_and_time, failure, takes_id_and_time};
use udfs::functions::RateTable;
use udfs::tables::Kind;

const SYNTAX: &str = "tariff_rate(tariff_id text, at timestamp)";

#[user_doc(
    doc_section(label = "Tariff Functions"),
    description = r"Energy rate of a tariff at an instant, in currency per kWh: that of the period the instant falls in by the
tariff's wall clock, or of the real-time price that covers it. NULL where an argument is NULL. A timestamp without a zone is
UTC; a date is refused, because it is no instant.",
    syntax_example = "tariff_rate(tariff_id, at)",
    sql_example = r#"```sql
SELECT tariff_rate('ind-tou', TIMESTAMP '2026-01-05T20:00:00Z');
```"#,
    argument(name = "tariff_id", description = "Tariff, as in tariffs."),
    argument(name = "at", description = "Instant: a timestamp of any unit and zone.")
)]
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct TariffRate {
    signature: Signature,
    lookup: Lookup,
}

impl TariffRate {
    pub fn new(lookup: Lookup) -> Self {
        Self { signature: Signature::user_defined(Volatility::Stable), lookup }
    }

    fn values(&self, ids: &ColumnarValue, times: &ArrayRef) -> Result<ArrayRef> {
        let (rates, nulls) = self.lookup.values(ids, times, RateTable::rate).map_err(failure)?;
        Ok(Arc::new(Decimal128Array::new(rates.into(), nulls).with_data_type(Kind::Rate.data_type())))
    }
}

impl ScalarUDFImpl for TariffRate {
    fn name(&self) -> &str {
        "tariff_rate"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        takes_id_and_time(SYNTAX, arg_types)
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(Kind::Rate.data_type())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        call_with_id_and_time(self.name(), args, |ids, times| self.values(ids, times))
    }

    fn simplify(&self, args: Vec<Expr>, _info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        Ok(match self.lookup.for_query() {
            Some(lookup) => ExprSimplifyResult::Simplified(ScalarUDF::from(Self::new(lookup)).call(args)),
            None => ExprSimplifyResult::Original(args),
        })
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
