use datafusion::arrow::array::ArrayRef;
use datafusion::common::utils::take_function_args;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs};

/// Calls a function of an id and a time, for one row where both are constants.
pub fn call_with_id_and_time(
    name: &str,
    args: ScalarFunctionArgs,
    values: impl FnOnce(&ColumnarValue, &ArrayRef) -> Result<ArrayRef>,
) -> Result<ColumnarValue> {
    let rows = args.number_rows;
    let [ids, at] = take_function_args(name, args.args)?;
    let scalar = matches!((&ids, &at), (ColumnarValue::Scalar(_), ColumnarValue::Scalar(_)));
    let values = values(&ids, &at.into_array(if scalar { 1 } else { rows })?)?;
    Ok(if scalar {
        ColumnarValue::Scalar(ScalarValue::try_from_array(&values, 0)?)
    } else {
        ColumnarValue::Array(values)
    })
}
