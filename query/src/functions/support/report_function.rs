use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ScalarFunctionArgs, ScalarUDFImpl, Signature, TypeSignature, Volatility,
};
use udfs::Issues;
use udfs::functions::Source;

use super::{Engine, call_for_bytes};

type Bytes = fn(&Source<'_>, &[&str]) -> Result<Vec<u8>, Issues>;

/// A function of texts that writes a report.
#[derive(Debug)]
pub struct ReportFunction {
    name: &'static str,
    signature: Signature,
    documentation: Option<&'static Documentation>,
    bytes: Bytes,
    engine: Engine,
}

impl ReportFunction {
    pub fn new(
        name: &'static str,
        counts: RangeInclusive<usize>,
        documentation: Option<&'static Documentation>,
        bytes: Bytes,
        engine: Engine,
    ) -> Self {
        let texts = |count| TypeSignature::Exact(vec![DataType::Utf8; count]);
        let signature = Signature::one_of(counts.map(texts).collect(), Volatility::Stable);
        Self { name, signature, documentation, bytes, engine }
    }
}

impl PartialEq for ReportFunction {
    fn eq(&self, other: &Self) -> bool {
        (self.name, &self.engine) == (other.name, &other.engine)
    }
}

impl Eq for ReportFunction {}

impl Hash for ReportFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.name, &self.engine).hash(state);
    }
}

impl ScalarUDFImpl for ReportFunction {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        call_for_bytes(&args, |texts| (self.bytes)(&self.engine.source(), texts), &self.engine)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.documentation
    }
}
