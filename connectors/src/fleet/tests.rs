use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use arrow::array::{
    ArrayRef, Decimal128Array, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use udfs::billing::fleet::{Plans, SiteLoad};
use udfs::error::{Code, Place};
use udfs::model::{Cost, DemandAllocation};
use udfs::sample::{Rng, sample_of_any_tariff};

use super::*;

const QUARTER: i64 = 900_000_000;
/// 2026-01-05T00:00:00Z
const START: i64 = 1_767_571_200_000_000;

type Row = (&'static str, i64, Option<i64>);

fn quarters(site: &'static str, kw: &[i64]) -> Vec<Row> {
    (0..).zip(kw).map(|(number, kw)| (site, START + number * QUARTER, Some(*kw * 1_000_000))).collect()
}

fn plans() -> Plans {
    let problem = sample_of_any_tariff(7).problem;
    Plans::new(problem.tariff, problem.site.time_zone, DemandAllocation::Marginal)
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("heatsched-fleet-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Row groups of 7 rows.
    fn write(&self, name: &str, rows: &[Row], as_double: bool) -> PathBuf {
        let kw: ArrayRef = if as_double {
            Arc::new(rows.iter().map(|row| row.2.map(|micro| micro as f64 / 1e6)).collect::<Float64Array>())
        } else {
            let kw = rows.iter().map(|row| row.2.map(i128::from)).collect::<Decimal128Array>();
            Arc::new(kw.with_precision_and_scale(18, 6).unwrap())
        };
        let at = rows.iter().map(|row| row.1).collect::<Vec<_>>();
        let batch = RecordBatch::try_from_iter([
            ("site_id", Arc::new(rows.iter().map(|row| Some(row.0)).collect::<StringArray>()) as ArrayRef),
            ("start", Arc::new(TimestampMicrosecondArray::from(at).with_timezone("UTC"))),
            ("kw", kw),
        ]);
        let batch = batch.unwrap();
        let path = self.0.join(name);
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(7)).build();
        let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn billed(files: &[PathBuf]) -> BTreeMap<String, Result<Cost, Vec<Code>>> {
    let found = Mutex::new(BTreeMap::new());
    let each = |site: &str, bill: Result<Bill, Issues>| {
        let bill = bill.map(|bill| bill.cost).map_err(|issues| issues.0.iter().map(|issue| issue.code).collect());
        assert!(found.lock().unwrap().insert(site.to_string(), bill).is_none(), "{site} is billed twice");
    };
    let plans = plans();
    bill_files(files, &|_| Ok(&plans), 2, &each).map_err(|issues| issues.to_string()).unwrap();
    found.into_inner().unwrap()
}

fn expected(kw: &[i64]) -> Result<Cost, Vec<Code>> {
    let mut load = SiteLoad::default();
    for (number, kw) in (0..).zip(kw) {
        load.push(START + number * QUARTER, *kw * 1_000_000);
    }
    Ok(plans().bill(&load, &Place::new("load")).unwrap().cost)
}

#[test]
fn a_site_is_billed_once_wherever_its_rows_are() {
    let folder = Folder::new("order");
    let (a, b, c) = ((0..40).collect::<Vec<_>>(), (3..33).rev().collect::<Vec<_>>(), vec![5; 9]);
    let sorted = [quarters("a", &a), quarters("b", &b), quarters("c", &c)].concat();
    let all = [("a", expected(&a)), ("b", expected(&b)), ("c", expected(&c))];
    let all: BTreeMap<_, _> = all.into_iter().map(|(site, bill)| (site.to_string(), bill)).collect();
    for as_double in [false, true] {
        assert_eq!(billed(&[folder.write("sorted", &sorted, as_double)]), all);
        let mut shuffled = sorted.clone();
        let mut rng = Rng::new(1);
        shuffled.sort_by_cached_key(|_| rng.draw());
        assert_eq!(billed(&[folder.write("shuffled", &shuffled, as_double)]), all);
        let (first, second) = sorted.split_at(25);
        let files = [folder.write("second", second, as_double), folder.write("first", first, !as_double)];
        assert_eq!(billed(&files), all);
    }
}

#[test]
fn a_bad_site_stops_no_other() {
    let folder = Folder::new("bad");
    let mut rows = Vec::new();
    let good = [1, 2, 3, 4];
    rows.extend(quarters("good", &good));
    rows.extend(quarters("gap", &good).into_iter().filter(|row| row.1 != START + QUARTER));
    rows.extend(quarters("negative", &[1, -1, 1]));
    rows.extend([quarters("twice", &good), quarters("twice", &good[..1])].concat());
    rows.extend(quarters("null", &good));
    rows.push(("null", START + 4 * QUARTER, None));
    rows.extend(quarters("off", &good).into_iter().map(|row| (row.0, row.1 + 1, row.2)));
    let codes: BTreeMap<_, _> = billed(&[folder.write("rows", &rows, false)])
        .into_iter()
        .map(|(site, bill)| (site, bill.err().unwrap_or_default()))
        .collect();
    let expected = [
        ("gap", vec![Code::LoadGap]),
        ("good", vec![]),
        ("negative", vec![Code::LoadValue]),
        ("null", vec![Code::LoadValue]),
        ("off", vec![Code::NotWholeMinute]),
        ("twice", vec![Code::LoadOverlap]),
    ];
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), expected.map(|(site, codes)| (site.to_string(), codes)));
}

#[test]
fn every_type_of_power_and_time_gives_the_same_bill() {
    let (folder, plans) = (Folder::new("types"), plans());
    let kw = [12, 7, 40, 3, 25];
    let starts = (0..5).map(|number| START + number * QUARTER).collect::<Vec<i64>>();
    let decimal = |precision, scale: i8| -> ArrayRef {
        let values = kw.map(|kw| kw * 10_i128.pow(u32::try_from(scale).unwrap()));
        Arc::new(Decimal128Array::from(values.to_vec()).with_precision_and_scale(precision, scale).unwrap())
    };
    let doubles: ArrayRef = Arc::new(Float64Array::from(kw.map(|kw| kw as f64).to_vec()));
    let powers =
        [decimal(18, 6), decimal(18, 2), decimal(18, 10), decimal(9, 2), decimal(38, 6), decimal(38, 18), doubles];
    let whole = [DataType::Int16, DataType::Int32, DataType::Int64, DataType::UInt64];
    let whole = whole.map(|kind| cast(&powers[0], &kind).unwrap());
    let micros: ArrayRef = Arc::new(TimestampMicrosecondArray::from(starts).with_timezone("UTC"));
    let units = [TimeUnit::Second, TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond];
    let times = units.map(|unit| cast(&micros, &DataType::Timestamp(unit, Some("UTC".into()))).unwrap());
    let mut expected = None;
    for (number, kw) in powers.iter().chain(&whole).enumerate() {
        for (unit, start) in times.iter().enumerate() {
            let sites: ArrayRef = Arc::new(StringArray::from(vec!["a"; 5]));
            let columns = [("site_id", sites), ("start", Arc::clone(start)), ("kw", Arc::clone(kw))];
            let batch = RecordBatch::try_from_iter(columns).unwrap();
            let path = folder.0.join(format!("{number}-{unit}.parquet"));
            let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
            writer.write(&batch).unwrap();
            writer.close().unwrap();
            let bill = Mutex::new(None);
            bill_files(&[path], &|_| Ok(&plans), 1, &|_, found| *bill.lock().unwrap() = Some(found.unwrap().cost))
                .unwrap();
            let bill = bill.into_inner().unwrap();
            assert_eq!(expected.get_or_insert_with(|| bill.clone()), &bill, "{} {}", kw.data_type(), start.data_type());
        }
    }
    assert!(expected.flatten().is_some_and(|cost: Cost| !cost.lines.is_empty()));
}

#[test]
fn a_whole_number_of_kw_beyond_all_loads_is_told() {
    let (folder, plans) = (Folder::new("whole"), plans());
    let columns: [(&str, ArrayRef); 3] = [
        ("site_id", Arc::new(StringArray::from(vec!["a"; 2]))),
        ("start", Arc::new(TimestampMicrosecondArray::from(vec![START, START + QUARTER]).with_timezone("UTC"))),
        ("kw", Arc::new(UInt64Array::from(vec![1, u64::MAX]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let path = folder.0.join("whole.parquet");
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let codes = Mutex::new(Vec::new());
    let each = |_: &str, bill: Result<Bill, Issues>| {
        codes.lock().unwrap().extend(bill.unwrap_err().0.iter().map(|issue| issue.code));
    };
    bill_files(&[path], &|_| Ok(&plans), 1, &each).unwrap();
    assert_eq!(codes.into_inner().unwrap(), [Code::LoadValue]);
}

#[test]
fn a_file_that_is_none_names_what_is_wrong() {
    let (folder, plans) = (Folder::new("none"), plans());
    let codes = |path: &Path| {
        let issues = bill_files(&[path.to_path_buf()], &|_| Ok(&plans), 2, &|_, _| {}).unwrap_err();
        issues.0.iter().map(|issue| issue.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&folder.0.join("missing.parquet")), [Code::Io]);
    let text = folder.0.join("text.parquet");
    std::fs::write(&text, "site_id,start,kw").unwrap();
    assert_eq!(codes(&text), [Code::Malformed]);
    let batch = RecordBatch::try_from_iter([("kw", Arc::new(StringArray::from(vec!["1"])) as ArrayRef)]).unwrap();
    let path = folder.0.join("columns.parquet");
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    assert_eq!(codes(&path), [Code::MissingField, Code::MissingField, Code::WrongType]);
}
