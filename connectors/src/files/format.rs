use std::path::Path;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Json,
    Ndjson,
    Xml,
    Xlsx,
    Xls,
    Ods,
    Parquet,
}

impl Format {
    pub const ALL: [Format; 8] = [
        Format::Csv,
        Format::Json,
        Format::Ndjson,
        Format::Xml,
        Format::Xlsx,
        Format::Xls,
        Format::Ods,
        Format::Parquet,
    ];

    /// Also the `source_system` of the rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Xml => "xml",
            Format::Xlsx => "xlsx",
            Format::Xls => "xls",
            Format::Ods => "ods",
            Format::Parquet => "parquet",
        }
    }

    /// By the name's extension.
    pub fn of(name: &str) -> Option<Self> {
        Path::new(name).extension()?.to_str()?.to_ascii_lowercase().parse().ok()
    }
}

impl FromStr for Format {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "tsv" | "txt" => Ok(Format::Csv),
            "jsonl" => Ok(Format::Ndjson),
            "xlsm" => Ok(Format::Xlsx),
            _ => Format::ALL.into_iter().find(|format| format.as_str() == text).ok_or(()),
        }
    }
}
