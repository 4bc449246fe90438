use std::collections::HashMap;
use std::fs::File;

use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use udfs::Issues;
use udfs::billing::fleet::SiteLoad;
use udfs::error::{Code, Issue};

use super::gather::Gathered;
use super::parts::{Files, KW, Part, SITE, START, place, unreadable};
use super::sites::Sites;

const BATCH: usize = 8192;

/// The rows of a row group, by site.
pub(super) fn read(
    files: &Files,
    part: &Part,
    spare: &mut Vec<SiteLoad>,
) -> Result<(usize, HashMap<String, Gathered>), Issues> {
    let (path, layout) = files.of(part);
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, layout.metadata.clone());
    let mask = ProjectionMask::columns(builder.parquet_schema(), [SITE, START, KW]);
    let builder = builder.with_row_groups(vec![part.group]).with_projection(mask).with_batch_size(BATCH);
    let reader = builder.build().map_err(|error| unreadable(path, error))?;
    let (mut rows, mut sites) = (0, Sites::new(layout.kw_scale, spare));
    for batch in reader {
        let batch = batch.map_err(|error| unreadable(path, error))?;
        rows += batch.num_rows();
        if sites.add(&batch).is_none() {
            let message = "a column has another type than its file says";
            return Err(Issue::error(Code::Internal, place(path), message, "report it").into());
        }
    }
    Ok((rows, sites.by_name))
}
