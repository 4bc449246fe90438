use std::io::Cursor;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Decimal128Type, Int64Type};
use arrow::ipc::reader::FileReader;
use arrow::record_batch::RecordBatch;
use calamine::{Data, Reader, Xlsx};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::Bench;

/// A value of each kind, a row of nulls, text that needs quoting.
const QUERY: &str = "SELECT * FROM (VALUES \
    (1, CAST('1234.5' AS DECIMAL(18,2)), CAST('0.0450' AS DECIMAL(18,8)), arrow_cast('2026-01-05T06:15:00Z', 'Timestamp(Microsecond, Some(\"UTC\"))'), \
     CAST('2026-01-05' AS DATE), true, 'a \"quoted\", text', 0.5), \
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) AS t(id, amount, rate, at, day, ok, note, share)";

const IDS: &str = "SELECT * FROM (VALUES (1), (2), (3)) AS t(id)";
const NONE: &str = "SELECT 1 AS id, 'x' AS name WHERE false";

fn bytes(format: &str, query: &str) -> Vec<u8> {
    Bench::with_warehouse().run(&["-c", query, "--format", format]).succeeds().stdout
}

fn text(format: &str, query: &str) -> String {
    String::from_utf8(bytes(format, query)).expect("UTF-8")
}

#[test]
fn table() {
    insta::assert_snapshot!(text("table", QUERY));
    assert!(text("table", NONE).contains("| id | name |"));
}

#[test]
fn csv_and_tsv() {
    insta::assert_snapshot!(text("csv", QUERY));
    assert_eq!(text("tsv", IDS), "id\n1\n2\n3\n");
    assert_eq!(text("csv", NONE), "id,name\n");
}

#[test]
fn json_and_ndjson() {
    let rows: serde_json::Value = serde_json::from_str(&text("json", QUERY)).expect("JSON");
    insta::assert_snapshot!(rows);
    let lines = text("ndjson", IDS);
    let ids: Vec<i64> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].as_i64().expect("a number"))
        .collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(text("json", NONE), "[]\n");
    assert_eq!(text("ndjson", NONE), "");
}

fn check_values(batches: &[RecordBatch]) {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    assert_eq!(rows, 2);
    let batch = &batches[0];
    assert_eq!(batch.column(0).as_primitive::<Int64Type>().value(0), 1);
    assert_eq!(batch.column(1).data_type(), &DataType::Decimal128(18, 2));
    assert_eq!(batch.column(1).as_primitive::<Decimal128Type>().value(0), 123_450);
    assert!(matches!(batch.column(3).data_type(), DataType::Timestamp(_, Some(zone)) if zone.as_ref() == "UTC"));
    assert!((0..batch.num_columns()).all(|column| batches[batches.len() - 1].column(column).null_count() > 0));
}

#[test]
fn parquet() {
    let read = |query: &str| {
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes("parquet", query))).expect("Parquet");
        reader.build().expect("a reader").collect::<Result<Vec<_>, _>>().expect("batches")
    };
    check_values(&read(QUERY));
    assert_eq!(read(NONE).iter().map(RecordBatch::num_rows).sum::<usize>(), 0);
}

#[test]
fn arrow() {
    let read = |query: &str| {
        let reader = FileReader::try_new(Cursor::new(bytes("arrow", query)), None).expect("Arrow IPC");
        reader.collect::<Result<Vec<_>, _>>().expect("batches")
    };
    check_values(&read(QUERY));
    assert_eq!(read(NONE).iter().map(RecordBatch::num_rows).sum::<usize>(), 0);
}

#[test]
fn xlsx_has_typed_cells() {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes("xlsx", QUERY))).expect("a workbook");
    let sheet = book.worksheet_range("Result").expect("the sheet");
    let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(cell(0, 1), Data::String("amount".into()));
    assert_eq!(cell(1, 0), Data::Float(1.0));
    assert_eq!(cell(1, 1), Data::Float(1234.5));
    assert_eq!(cell(1, 2), Data::Float(0.045));
    let Data::DateTime(at) = cell(1, 3) else { panic!("a time, not {:?}", cell(1, 3)) };
    let expected = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).and_then(|day| day.and_hms_opt(6, 15, 0));
    assert_eq!(at.as_datetime(), expected);
    assert!(matches!(cell(1, 4), Data::DateTime(_)));
    assert_eq!(cell(1, 5), Data::Bool(true));
    assert_eq!(cell(1, 6), Data::String("a \"quoted\", text".into()));
    assert!((0..8).all(|column| cell(2, column) == Data::Empty));
}

#[test]
fn xlsx_has_a_sheet_for_each_query() {
    let bench = Bench::with_warehouse();
    bench.run(&["-c", IDS, "-c", NONE, "--output", "book.xlsx"]).succeeds();
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bench.read("book.xlsx"))).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Result", "Result 2"]);
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let bench = Bench::with_warehouse();
    bench.write("out.csv", "before\n");
    let ran =
        bench.run(&["-c", "SELECT 1 AS a", "-c", "SELECT * FROM nowhere", "--output", "out.csv"]).ends_with_code(1);
    assert!(ran.stdout.is_empty());
    assert_eq!(bench.read("out.csv"), b"before\n");
    assert_eq!(bench.names(), ["out.csv", "warehouse"]);
    bench.run(&["-c", "SELECT 1 AS a", "--output", "out.csv"]).succeeds();
    assert_eq!(bench.read("out.csv"), b"a\n1\n");
}

#[test]
fn one_result_formats_refuse_a_second() {
    let bench = Bench::with_warehouse();
    let ran = bench.run(&["-c", IDS, "-c", IDS, "--output", "two.parquet"]).ends_with_code(1);
    insta::assert_snapshot!(ran.stderr, @r"
    error[HS3003]: two.parquet: a file of parquet holds one result
      hint: write each query to a file of its own
    ");
    assert_eq!(bench.names(), ["warehouse"]);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let bench = Bench::with_warehouse();
    let mut child = bench
        .command(&["-c", "SELECT * FROM range(1000000)", "--format", "csv"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("heatsched starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("heatsched ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
