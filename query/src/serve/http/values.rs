use arrow::array::RecordBatch;
use arrow::json::WriterBuilder;
use arrow::json::writer::LineDelimited;
use datafusion::error::Result;

/// The first rows as an array of JSON: all columns, null where there is no value, decimals with every digit.
pub fn array(batches: &[RecordBatch], most: usize, out: &mut Vec<u8>) -> Result<()> {
    out.push(b'[');
    let mut left = most;
    let mut first = true;
    for batch in batches {
        let batch = batch.slice(0, batch.num_rows().min(left));
        left -= batch.num_rows();
        objects(&batch, &mut first, out)?;
    }
    out.push(b']');
    Ok(())
}

/// Rows, each after a comma but the first.
pub fn objects(batch: &RecordBatch, first: &mut bool, out: &mut Vec<u8>) -> Result<()> {
    let mut lines = Vec::new();
    let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(&mut lines);
    writer.write(batch)?;
    writer.finish()?;
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        out.extend_from_slice(if *first { b"\n" } else { b",\n" });
        out.extend_from_slice(line);
        *first = false;
    }
    Ok(())
}
