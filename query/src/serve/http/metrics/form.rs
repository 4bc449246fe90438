use arrow::array::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};

/// One figure, or part of one: what Prometheus calls a summary has a count and a sum.
#[derive(Debug)]
pub struct Metric {
    name: &'static str,
    help: &'static str,
    kind: &'static str,
    suffix: &'static str,
    pub sql: &'static str,
}

impl Metric {
    pub const fn gauge(name: &'static str, help: &'static str, sql: &'static str) -> Self {
        Self { name, help, kind: "gauge", suffix: "", sql }
    }

    pub const fn count(name: &'static str, help: &'static str, sql: &'static str) -> Self {
        Self { name, help, kind: "summary", suffix: "_count", sql }
    }

    pub const fn sum(name: &'static str, sql: &'static str) -> Self {
        Self { name, help: "", kind: "summary", suffix: "_sum", sql }
    }
}

/// A line for each row, in a fixed order.
pub fn write(metric: &Metric, batches: &[RecordBatch], out: &mut String) {
    if !metric.help.is_empty() {
        out.push_str(&format!("# HELP {0} {1}\n# TYPE {0} {2}\n", metric.name, metric.help, metric.kind));
    }
    let mut lines: Vec<String> = batches.iter().flat_map(|batch| lines(metric, batch)).collect();
    lines.sort();
    out.extend(lines);
}

fn lines(metric: &Metric, batch: &RecordBatch) -> Vec<String> {
    let options = FormatOptions::default();
    let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column.as_ref(), &options));
    let Ok(columns) = columns.collect::<Result<Vec<_>, _>>() else { return Vec::new() };
    let Some((value, labels)) = columns.split_last() else { return Vec::new() };
    let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    let line = |row: usize| {
        let labels = names
            .iter()
            .zip(labels)
            .map(|(name, label)| format!("{name}=\"{}\"", escaped(&label.value(row).to_string())));
        let labels = labels.collect::<Vec<_>>().join(",");
        let labels = if labels.is_empty() { labels } else { format!("{{{labels}}}") };
        format!("{}{}{labels} {}\n", metric.name, metric.suffix, value.value(row))
    };
    (0..batch.num_rows()).map(line).collect()
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
