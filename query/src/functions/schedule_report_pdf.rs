use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ScalarFunctionArgs, ScalarUDFImpl, Signature, TypeSignature, Volatility,
};
use datafusion_macros::user_doc;

use super::support::{Engine, call_for_bytes};
use udfs::functions::schedule_report_pdf;
use udfs::report::Paper;

#[user_doc(
    doc_section(label = "Report Functions"),
    description = r"A stored run as a PDF, in bytes: what it costs and saves in plain sentences, load against tariff, Gantt, costs by
charge and period, billed peaks, equipment use, violations and hashes. The same run gives the same bytes. NULL where an
argument is NULL. The command heatsched report writes it to a file.",
    syntax_example = "schedule_report_pdf(run_id [, paper])",
    sql_example = r#"```sql
SELECT run_id, schedule_report_pdf(run_id, 'letter') FROM savings;
```"#,
    argument(name = "run_id", description = "Run, as in optimization_runs."),
    argument(name = "paper", description = "a4 (default) or letter.")
)]
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct ScheduleReportPdf {
    signature: Signature,
    engine: Engine,
}

impl ScheduleReportPdf {
    pub fn new(engine: Engine) -> Self {
        let texts = |count| TypeSignature::Exact(vec![DataType::Utf8; count]);
        Self { signature: Signature::one_of([1, 2].into_iter().map(texts).collect(), Volatility::Stable), engine }
    }
}

impl ScalarUDFImpl for ScheduleReportPdf {
    fn name(&self) -> &str {
        "schedule_report_pdf"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        call_for_bytes(
            &args,
            |texts| schedule_report_pdf(&self.engine.source(), texts[0], Paper::of(texts.get(1).copied())?),
            &self.engine,
        )
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}
