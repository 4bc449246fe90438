use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field};
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::common::{Result, ScalarValue, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarUDF, Signature, SimpleScalarUDF, TypeSignature, Volatility, create_udf,
};
use datafusion::prelude::SessionContext;

use super::{POSTGRES, setting};
use crate::serve::sessions::SCHEMA;

pub fn register(context: &SessionContext) {
    let version = format!("PostgreSQL {POSTGRES} (heatsched {})", env!("CARGO_PKG_VERSION"));
    context.register_udf(constant("version", version));
    context.register_udf(constant("current_schema", SCHEMA));
    context.register_udf(constant("pg_client_encoding", "UTF8"));
    context.register_udf(constant("pg_is_in_recovery", false));
    context.register_udf(current_schemas());
    in_zone(context, "UTC");
    context.register_udf(set_config());
    context.register_udf(to_regtype());
}

/// Who has logged in.
pub fn as_user(context: &SessionContext, name: &str) {
    context.register_udf(constant("session_user", name));
}

fn constant(name: &str, value: impl Into<ScalarValue>) -> ScalarUDF {
    let value = value.into();
    let data_type = value.data_type();
    let value = ColumnarValue::Scalar(value);
    create_udf(name, Vec::new(), data_type, Volatility::Stable, Arc::new(move |_| Ok(value.clone())))
}

/// The search path, with what Postgres adds to it where that is asked for.
fn current_schemas() -> ScalarUDF {
    let schemas = |arguments: &[ColumnarValue]| {
        let arrays = ColumnarValue::values_to_arrays(arguments)?;
        let implicit = arrays.first().and_then(|array| array.as_any().downcast_ref::<BooleanArray>());
        let names = match implicit {
            Some(implicit) if !implicit.is_empty() && implicit.value(0) => vec!["pg_catalog", SCHEMA],
            _ => vec![SCHEMA],
        };
        let names = SingleRowListArrayBuilder::new(Arc::new(StringArray::from(names)));
        let list: ArrayRef = Arc::new(names.build_list_array());
        Ok(ColumnarValue::Array(list))
    };
    let list = DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)));
    create_udf("current_schemas", vec![DataType::Boolean], list, Volatility::Stable, Arc::new(schemas))
}

/// What the session's zone is.
pub fn in_zone(context: &SessionContext, zone: &str) {
    context.register_udf(current_setting(zone.to_string()));
}

fn current_setting(zone: String) -> ScalarUDF {
    let value = move |arguments: &[ColumnarValue]| {
        let setting =
            |name: &str| if name.eq_ignore_ascii_case("timezone") { Some(zone.as_str()) } else { setting(name) };
        let names = texts(arguments)?;
        let values = names.iter().map(|name| match name.as_deref().map(|name| (name, setting(name))) {
            None => Ok(None),
            Some((_, Some(value))) => Ok(Some(value)),
            Some((_, None)) if arguments.len() == 2 => Ok(None),
            Some((name, None)) => plan_err!("unrecognized configuration parameter \"{name}\""),
        });
        let values: StringArray = values.collect::<Result<Vec<_>>>()?.into();
        Ok(ColumnarValue::Array(Arc::new(values)))
    };
    let arguments = TypeSignature::OneOf(vec![
        TypeSignature::Exact(vec![DataType::Utf8]),
        TypeSignature::Exact(vec![DataType::Utf8, DataType::Boolean]),
    ]);
    let signature = Signature::new(arguments, Volatility::Stable);
    let udf = SimpleScalarUDF::new_with_signature("current_setting", signature, DataType::Utf8, Arc::new(value));
    ScalarUDF::from(udf)
}

/// Says what was to be set: settings of that kind change nothing here.
fn set_config() -> ScalarUDF {
    let second = |arguments: &[ColumnarValue]| Ok(arguments[1].clone());
    let takes = vec![DataType::Utf8, DataType::Utf8, DataType::Boolean];
    create_udf("set_config", takes, DataType::Utf8, Volatility::Volatile, Arc::new(second))
}

/// There are no types besides those of PostgreSQL itself, which drivers know.
fn to_regtype() -> ScalarUDF {
    let nothing = |_: &[ColumnarValue]| Ok(ColumnarValue::Scalar(ScalarValue::Utf8(None)));
    create_udf("to_regtype", vec![DataType::Utf8], DataType::Utf8, Volatility::Stable, Arc::new(nothing))
}

fn texts(arguments: &[ColumnarValue]) -> Result<Vec<Option<String>>> {
    let arrays = ColumnarValue::values_to_arrays(&arguments[..1])?;
    let array = cast(&arrays[0], &DataType::Utf8)?;
    Ok(array.as_string::<i32>().iter().map(|text| text.map(str::to_string)).collect())
}
