use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::file::metadata::RowGroupMetaData;
use udfs::Issues;
use udfs::error::{Code, Issue, Place};

pub(super) const SITE: &str = "site_id";
pub(super) const START: &str = "start";
pub(super) const KW: &str = "kw";

pub(super) struct Files {
    files: Vec<(PathBuf, ArrowReaderMetadata)>,
    pub parts: Vec<Part>,
}

/// A row group.
pub(super) struct Part {
    pub file: usize,
    pub group: usize,
    /// The first and the last site that it can have; `None`: any.
    pub sites: Option<(Vec<u8>, Vec<u8>)>,
}

impl Files {
    pub fn open(paths: &[PathBuf]) -> Result<Self, Issues> {
        let (mut files, mut parts, mut issues) = (Vec::new(), Vec::new(), Issues::default());
        for path in paths {
            match metadata(path) {
                Ok(metadata) => {
                    let groups = metadata.metadata().row_groups().iter().enumerate();
                    let file = files.len();
                    parts.extend(groups.map(|(group, found)| Part { file, group, sites: sites(found) }));
                    files.push((path.clone(), metadata));
                }
                Err(found) => issues.extend(found),
            }
        }
        issues.into_result(Self { files, parts }).map(|(files, _)| files)
    }

    pub fn of(&self, part: &Part) -> (&Path, &ArrowReaderMetadata) {
        let (path, metadata) = &self.files[part.file];
        (path, metadata)
    }
}

pub(super) fn place(path: &Path) -> Place {
    Place::new(path.display().to_string())
}

pub(super) fn unreadable(path: &Path, error: impl std::fmt::Display) -> Issues {
    Issue::error(Code::Io, place(path), error.to_string(), "give a Parquet file that can be read").into()
}

fn metadata(path: &Path) -> Result<ArrowReaderMetadata, Issues> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let found = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new());
    let found = found.map_err(|error| {
        Issues::from(Issue::error(Code::Malformed, place(path), error.to_string(), "give a Parquet file"))
    })?;
    check(path, found.schema())?;
    // a site's name is read once, not once a row
    let options = ArrowReaderOptions::new().with_schema(Arc::new(with_dictionary(found.schema())));
    ArrowReaderMetadata::try_new(found.metadata().clone(), options).map_err(|error| unreadable(path, error))
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

fn with_dictionary(schema: &Schema) -> Schema {
    let dictionary = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields = schema.fields().iter().map(|field| match field.name().as_str() {
        SITE => Arc::new(Field::new(SITE, dictionary(), field.is_nullable())),
        _ => field.clone(),
    });
    Schema::new(fields.collect::<Vec<_>>())
}

fn sites(group: &RowGroupMetaData) -> Option<(Vec<u8>, Vec<u8>)> {
    let column = group.columns().iter().find(|column| column.column_path().string() == SITE)?;
    let statistics = column.statistics().filter(|found| !found.is_min_max_deprecated())?;
    // a row without a site is in no range
    let has_null = statistics.null_count_opt() != Some(0);
    if has_null {
        return None;
    }
    Some((statistics.min_bytes_opt()?.to_vec(), statistics.max_bytes_opt()?.to_vec()))
}
