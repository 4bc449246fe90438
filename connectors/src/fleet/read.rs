use std::collections::HashMap;
use std::fs::File;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int32Type;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use udfs::Issues;
use udfs::error::{Code, Issue, Place};

use super::columns::{Powers, Times};
use super::gather::Gathered;
use super::parts::{Files, KW, Part, SITE, START, place, unreadable};

const BATCH: usize = 8192;
/// Of one site and row group; more say no more.
const MAX_FAULTS: usize = 5;

/// The rows of a row group, by site.
pub(super) fn read(files: &Files, part: &Part) -> Result<(usize, HashMap<String, Gathered>), Issues> {
    let (path, metadata) = files.of(part);
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone());
    let mask = ProjectionMask::columns(builder.parquet_schema(), [SITE, START, KW]);
    let builder = builder.with_row_groups(vec![part.group]).with_projection(mask).with_batch_size(BATCH);
    let reader = builder.build().map_err(|error| unreadable(path, error))?;
    let (mut rows, mut sites) = (0, HashMap::new());
    for batch in reader {
        let batch = batch.map_err(|error| unreadable(path, error))?;
        rows += batch.num_rows();
        if add(&mut sites, &batch).is_none() {
            let message = "a column has another type than its file says";
            return Err(Issue::error(Code::Internal, place(path), message, "report it").into());
        }
    }
    Ok((rows, sites))
}

fn add(sites: &mut HashMap<String, Gathered>, batch: &RecordBatch) -> Option<()> {
    let ids = batch.column_by_name(SITE)?.as_dictionary_opt::<Int32Type>()?;
    let names = ids.values().as_string_opt::<i32>()?;
    let (times, powers) = (Times::new(batch.column_by_name(START)?)?, Powers::new(batch.column_by_name(KW)?)?);
    let (keys, nulls) = (ids.keys().values(), ids.nulls().filter(|nulls| nulls.null_count() > 0));
    let mut from = 0;
    while from < keys.len() {
        let is_null = nulls.is_some_and(|nulls| nulls.is_null(from));
        let same = |row: &usize| match nulls {
            None => keys[*row] == keys[from],
            Some(nulls) => nulls.is_null(*row) == is_null && (is_null || keys[*row] == keys[from]),
        };
        let to = (from + 1..keys.len()).find(|row| !same(row)).unwrap_or(keys.len());
        let name = if is_null { "" } else { names.value(usize::try_from(keys[from]).ok()?) };
        if !sites.contains_key(name) {
            sites.insert(name.to_string(), Gathered::default());
        }
        let site = sites.get_mut(name)?;
        if is_null {
            let place = Place::new("load").column(SITE);
            fault(site, Issue::error(Code::MissingField, place, "rows without a site", "give each row its site"));
        }
        rows(site, name, &times, &powers, from..to);
        from = to;
    }
    Some(())
}

fn rows(site: &mut Gathered, name: &str, times: &Times<'_>, powers: &Powers<'_>, range: std::ops::Range<usize>) {
    for row in range {
        let place = |column| Place::new("load").key(name).column(column);
        let Some(at) = times.at(row) else {
            let message = "a row without a time";
            fault(site, Issue::error(Code::MissingField, place(START), message, "give the start of each interval"));
            continue;
        };
        match powers.micro_kw(row) {
            Some(micro_kw) => site.load.push(at, micro_kw),
            None => match powers.decimal(row) {
                Ok(kw) => site.load.push_decimal(at, kw),
                Err(value) => {
                    let start = chrono::DateTime::from_timestamp_micros(at).unwrap_or_default();
                    let message = format!("{value} kW at {start} cannot be");
                    let fix = "give the load of every interval; 0 where there is none";
                    fault(site, Issue::error(Code::LoadValue, place(KW), message, fix));
                }
            },
        }
    }
}

fn fault(site: &mut Gathered, issue: Issue) {
    if site.faults.0.len() < MAX_FAULTS {
        site.faults.push(issue);
    }
}
