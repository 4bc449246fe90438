use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BinaryArray};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs};

use super::{Engine, failure, text_at};
use udfs::error::Issues;

/// Calls a function of texts that gives bytes, for one row where all are constants; NULL where one is.
pub fn call_for_bytes(
    args: &ScalarFunctionArgs,
    bytes: impl Fn(&[&str]) -> Result<Vec<u8>, Issues> + Sync,
    engine: &Engine,
) -> Result<ColumnarValue> {
    let is_constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
    let count = if is_constant { 1 } else { args.number_rows };
    let columns: Vec<ArrayRef> = args.args.iter().map(|arg| arg.to_array(count)).collect::<Result<_>>()?;
    let row = |row: usize| -> Result<Option<Vec<u8>>, Issues> {
        let texts: Option<Vec<&str>> = columns.iter().map(|column| text_at(column, row)).collect();
        texts.map(|texts| bytes(&texts)).transpose()
    };
    let rows = || (0..count).map(row).collect::<Result<Vec<_>, Issues>>();
    let values: BinaryArray = engine.blocking(rows).map_err(failure)?.into_iter().collect();
    let values: ArrayRef = Arc::new(values);
    Ok(if is_constant {
        ColumnarValue::Scalar(ScalarValue::try_from_array(&values, 0)?)
    } else {
        ColumnarValue::Array(values)
    })
}
