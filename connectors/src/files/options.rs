use chrono_tz::Tz;
use udfs::tables::Table;

use super::Format;

/// What the caller knows about a file. A mapping says the same for a file that comes again and again.
#[derive(Debug, Clone)]
pub struct Options {
    /// `None`: by the extension.
    pub format: Option<Format>,
    /// `None`: every table that the file's sheets, keys or own name stand for.
    pub table: Option<&'static Table>,
    pub tenant_id: String,
    /// For rows that name no site.
    pub site_id: Option<String>,
    /// For rows that name no tariff.
    pub tariff_id: Option<String>,
    /// For jobs that name no schedule; `None`: one schedule a local day.
    pub schedule_id: Option<String>,
    /// Zone of times that are written without an offset; before the mapping's.
    pub time_zone: Option<Tz>,
    /// Zone of the site, where it is known already: the last resort for times, and what a local day is.
    pub site_zone: Option<Tz>,
    pub delimiter: Option<u8>,
    /// `.` or `,`; `None`: found from the numbers.
    pub decimal: Option<char>,
    /// A label such as `windows-1252`; `None`: by byte order mark, then UTF-8, then windows-1252.
    pub encoding: Option<String>,
    pub sheet: Option<String>,
    pub max_bytes: u64,
    pub max_rows: usize,
}

impl Options {
    pub const MAX_BYTES: u64 = 256 * 1024 * 1024;
    pub const MAX_ROWS: usize = 2_000_000;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: None,
            table: None,
            tenant_id: "default".into(),
            site_id: None,
            tariff_id: None,
            schedule_id: None,
            time_zone: None,
            site_zone: None,
            delimiter: None,
            decimal: None,
            encoding: None,
            sheet: None,
            max_bytes: Self::MAX_BYTES,
            max_rows: Self::MAX_ROWS,
        }
    }
}
