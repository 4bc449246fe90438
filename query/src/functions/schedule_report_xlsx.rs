use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ScalarFunctionArgs, ScalarUDFImpl, Signature, TypeSignature, Volatility,
};
use datafusion_macros::user_doc;

use super::support::{Engine, call_for_bytes};
use udfs::functions::schedule_report_xlsx;

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"A stored run as an Excel workbook, in bytes: what it costs and saves, load and Gantt charts, its jobs, the bill,
equipment use, violations and hashes. The same run gives the same bytes. NULL where the run is NULL. The command heatsched
report writes it to a file.",
    syntax_example = "schedule_report_xlsx(run_id)",
    sql_example = r#"```sql
SELECT run_id, schedule_report_xlsx(run_id) FROM savings;
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs.")
)]
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct ScheduleReportXlsx {
    signature: Signature,
    engine: Engine,
}

impl ScheduleReportXlsx {
    pub fn new(engine: Engine) -> Self {
        let texts = |count| TypeSignature::Exact(vec![DataType::Utf8; count]);
        Self { signature: Signature::one_of([1].into_iter().map(texts).collect(), Volatility::Stable), engine }
    }
}

impl ScalarUDFImpl for ScheduleReportXlsx {
    fn name(&self) -> &str {
        "schedule_report_xlsx"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        call_for_bytes(&args, |texts| schedule_report_xlsx(&self.engine.source(), texts[0]), &self.engine)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
