use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::Type as Physical;
use parquet::errors::Result as Parsed;
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};
use udfs::Issues;
use udfs::error::{Code, Issue};

use super::parts::{KW, SITE, START, place, unreadable};

/// How a file is read.
pub(super) struct Layout {
    pub metadata: ArrowReaderMetadata,
    /// Of kW that are stored as whole numbers of 64 bits, and read as these.
    pub kw_scale: Option<u32>,
}

impl Layout {
    pub fn of(path: &Path) -> Result<Self, Issues> {
        let file = File::open(path).map_err(|error| unreadable(path, error))?;
        let found = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new());
        let found = found.map_err(|error| {
            Issues::from(Issue::error(Code::Malformed, place(path), error.to_string(), "give a Parquet file"))
        })?;
        check(path, found.schema())?;
        let kw_scale = whole_scale(&found);
        Self::read(&file, &found, kw_scale).map_err(|error| unreadable(path, error))
    }

    fn read(file: &File, found: &ArrowReaderMetadata, kw_scale: Option<u32>) -> Parsed<Self> {
        let options = ArrowReaderOptions::new().with_schema(Arc::new(schema(found.schema(), kw_scale)));
        let metadata = match kw_scale {
            None => ArrowReaderMetadata::try_new(found.metadata().clone(), options)?,
            Some(_) => {
                let stored = found.metadata().file_metadata().schema_descr();
                ArrowReaderMetadata::load(file, options.with_parquet_schema(Arc::new(with_whole_kw(stored)?)))?
            }
        };
        Ok(Self { metadata, kw_scale })
    }
}

fn check(path: &Path, schema: &Schema) -> Result<(), Issues> {
    let mut issues = Issues::default();
    let mut column = |name: &str, is_fine: fn(&DataType) -> bool, fix: &str| match schema.field_with_name(name) {
        Err(_) => {
            let message = format!("there is no column {name}");
            issues.push(Issue::error(Code::MissingField, place(path).column(name), message, fix));
        }
        Ok(field) if !is_fine(field.data_type()) => {
            let message = format!("{name} is {}", field.data_type());
            issues.push(Issue::error(Code::WrongType, place(path).column(name), message, fix));
        }
        Ok(_) => {}
    };
    column(SITE, is_text, "give the site's id as text");
    column(START, |kind| matches!(kind, DataType::Timestamp(..)), "give the start of each interval as a timestamp");
    let is_power = |kind: &DataType| {
        matches!(kind, DataType::Decimal128(_, scale) if (0..=18).contains(scale))
            || kind.is_integer()
            || *kind == DataType::Float64
    };
    column(KW, is_power, "give the mean power in kW as decimal, double or whole number");
    issues.into_result(()).map(drop)
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, value) => is_text(value),
        _ => matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
    }
}

/// The scale of kW that are decimals within whole numbers of 64 bits.
fn whole_scale(found: &ArrowReaderMetadata) -> Option<u32> {
    let stored = found.metadata().file_metadata().schema_descr().root_schema().get_fields().iter();
    let is_whole = |field: &TypePtr| field.is_primitive() && field.get_physical_type() == Physical::INT64;
    let kw = stored.into_iter().find(|field| field.name() == KW).filter(|field| is_whole(field));
    match (kw, found.schema().field_with_name(KW).ok()?.data_type()) {
        (Some(_), DataType::Decimal128(_, scale)) => u32::try_from(*scale).ok(),
        _ => None,
    }
}

fn with_whole_kw(stored: &SchemaDescriptor) -> Parsed<SchemaDescriptor> {
    let root = stored.root_schema();
    let whole = |field: &TypePtr| -> Parsed<TypePtr> {
        if field.name() != KW {
            return Ok(Arc::clone(field));
        }
        let repetition = field.get_basic_info().repetition();
        Ok(Arc::new(Type::primitive_type_builder(KW, Physical::INT64).with_repetition(repetition).build()?))
    };
    let fields = root.get_fields().iter().map(whole).collect::<Parsed<Vec<TypePtr>>>()?;
    Ok(SchemaDescriptor::new(Arc::new(Type::group_type_builder(root.name()).with_fields(fields).build()?)))
}

/// A site's name is read once, not once a row.
fn schema(schema: &Schema, kw_scale: Option<u32>) -> Schema {
    let dictionary = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields = schema.fields().iter().map(|field| match field.name().as_str() {
        SITE => Arc::new(Field::new(SITE, dictionary(), field.is_nullable())),
        KW if kw_scale.is_some() => Arc::new(Field::new(KW, DataType::Int64, field.is_nullable())),
        _ => field.clone(),
    });
    Schema::new(fields.collect::<Vec<_>>())
}
