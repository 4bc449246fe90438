use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion_macros::user_doc;

use super::support::{Lookup, call_with_id_and_time, failure, takes_id_and_time};
use udfs::functions::RateTable;

const SYNTAX: &str = "tariff_period(tariff_id text, at timestamp)";

#[user_doc(
    doc_section(label = "Tariff Functions"),
    description = r"Category of a tariff's period at an instant: off-peak, mid-peak, on-peak, critical or the utility's own word. A
real-time price changes the rate, not the category. NULL where an argument is NULL. A timestamp without a zone is UTC; a
date is refused, because it is no instant.",
    syntax_example = "tariff_period(tariff_id, at)",
    sql_example = r#"```sql
SELECT tariff_period('ind-tou', TIMESTAMP '2026-01-05T20:00:00Z');
```"#,
    argument(name = "tariff_id", description = "Tariff, as in tariffs."),
    argument(name = "at", description = "Instant: a timestamp of any unit and zone.")
)]
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct TariffPeriod {
    signature: Signature,
    lookup: Lookup,
}

impl TariffPeriod {
    pub fn new(lookup: Lookup) -> Self {
        Self { signature: Signature::user_defined(Volatility::Stable), lookup }
    }

    fn values(&self, ids: &ColumnarValue, times: &ArrayRef) -> Result<ArrayRef> {
        let category = |rates: &RateTable, micros| rates.category(micros).map(|category| Some(Arc::clone(category)));
        let (categories, _) = self.lookup.values(ids, times, category).map_err(failure)?;
        Ok(Arc::new(StringArray::from_iter(categories)))
    }
}

impl ScalarUDFImpl for TariffPeriod {
    fn name(&self) -> &str {
        "tariff_period"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        takes_id_and_time(SYNTAX, arg_types)
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
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
