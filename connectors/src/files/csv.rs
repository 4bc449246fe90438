use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::json::Builder;
use super::raw::{Malformed, Raw, RawRow, Sheet, clip};

const MAX_HEADER: usize = 10_000;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

pub fn read(
    name: &str,
    source: &str,
    text: &str,
    delimiter: Option<u8>,
    header_row: usize,
    max_rows: usize,
) -> Result<Sheet, Issues> {
    let (text, skipped, declared) = body(text, header_row);
    let delimiter = delimiter.or(declared).unwrap_or_else(|| detect(text));
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows_of = RowNumbers { text, offset: 0, lines: skipped, inside: 0 };
    let mut sheet = Sheet {
        name: name.into(),
        source: source.into(),
        headers: Vec::new(),
        rows: Vec::new(),
        malformed: Vec::new(),
        typed: false,
        comma_likely: delimiter != b',',
    };
    let mut record = ::csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record).map_err(|e| malformed(source, e.to_string()))?;
        if !more {
            break;
        }
        let number = rows_of.next(&record);
        if sheet.headers.is_empty() {
            sheet.headers = headers(source, &record)?;
        } else if sheet.rows.len() + sheet.malformed.len() >= max_rows {
            return Err(too_many(source, max_rows));
        } else if record.len() > sheet.headers.len()
            && record.iter().skip(sheet.headers.len()).any(|cell| !cell.trim().is_empty())
            || record.len() < sheet.headers.len()
        {
            sheet.malformed.push(ragged(&sheet, number, &record, delimiter));
        } else if record.iter().any(|cell| !cell.trim().is_empty()) {
            sheet.rows.push(RawRow { number, cells: record.iter().map(cell).collect() });
        }
    }
    Ok(sheet)
}

/// A line that is no header must not be looked through for every column.
fn headers(source: &str, record: &::csv::StringRecord) -> Result<Vec<String>, Issues> {
    let longest = record.iter().map(str::len).max().unwrap_or(0);
    if record.len() > Builder::MAX_COLUMNS || longest > MAX_HEADER {
        let message = format!("a header of {} columns and up to {longest} characters", record.len());
        return Err(malformed(source, message));
    }
    Ok(record.iter().map(|header| header.trim().to_string()).collect())
}

fn cell(text: &str) -> Raw {
    if text.trim().is_empty() { Raw::Empty } else { Raw::Text(text.to_string()) }
}

fn malformed(source: &str, message: String) -> Issues {
    Issue::error(Code::Malformed, Place::new(source), message, "check the file's delimiter and quotes").into()
}

pub fn too_many(source: &str, max_rows: usize) -> Issues {
    let message = format!("more than {max_rows} rows");
    Issue::error(Code::TooLarge, Place::new(source), message, "split the file, or raise the limit").into()
}

fn ragged(sheet: &Sheet, number: usize, record: &::csv::StringRecord, delimiter: u8) -> Malformed {
    let line: Vec<&str> = record.iter().collect();
    Malformed {
        number,
        raw: clip(&line.join(&char::from(delimiter).to_string())),
        message: format!("{} cells under {} headers", record.len(), sheet.headers.len()),
        fix: "check the row for a missing or unquoted delimiter, or an unclosed quote before it",
    }
}

/// The text from the header on, the lines before it, and the delimiter that a first line `sep=;` declares.
fn body(text: &str, header_row: usize) -> (&str, usize, Option<u8>) {
    let declared = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    let skip = (header_row - 1).max(usize::from(declared.is_some()));
    let mut rest = text;
    for _ in 0..skip {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    (rest, skip, declared)
}

/// The delimiter that the header holds most often outside quotes.
fn detect(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(i) = DELIMITERS.iter().position(|delimiter| *delimiter == byte) {
                    counts[i] += 1;
                }
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|count| *count == most).map_or(b',', |i| DELIMITERS[i])
}

/// Row numbers as a spreadsheet shows them: blank lines count, line breaks inside quotes do not.
struct RowNumbers<'a> {
    text: &'a str,
    offset: usize,
    lines: usize,
    inside: usize,
}

impl RowNumbers<'_> {
    fn next(&mut self, record: &::csv::StringRecord) -> usize {
        let from =
            record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX)).min(self.text.len());
        let bytes = self.text.as_bytes();
        let blank = bytes[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = from + blank;
        self.lines += bytes[self.offset..start].iter().filter(|byte| **byte == b'\n').count();
        self.offset = start;
        let number = self.lines - self.inside + 1;
        self.inside += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        number
    }
}
