use udfs::error::Place;
use udfs::row::{Cell, Row, cell_from_json};
use udfs::{Code, Issue, Issues};

use super::{BadRows, Options};

const KEYS: &str = "format, site_id, tariff_id, schedule_id, time_zone, sheet, delimiter, decimal, encoding, bad_rows";

impl Options {
    /// From a JSON object, with everything that is wrong with it.
    pub fn from_json(text: &str, tenant: &str) -> Result<(Self, BadRows), Issues> {
        let place = || Place::new("options");
        let members = match cell_from_json(text) {
            Ok(Cell::Row(Row(members))) => members,
            Ok(other) => return Err(malformed(&format!("{} is no JSON object", other.describe()))),
            Err(message) => return Err(malformed(&message)),
        };
        let mut options = Self { tenant_id: tenant.to_string(), ..Self::default() };
        let (mut bad_rows, mut issues) = (BadRows::default(), Issues::default());
        for (name, cell) in members {
            let Cell::Text(text) = &cell else {
                let message = format!("{} is no text", cell.describe());
                issues.push(Issue::error(Code::WrongType, place().column(&name), message, "give a text"));
                continue;
            };
            let done = match name.as_str() {
                "site_id" => set(&mut options.site_id, Some(text.clone())),
                "tariff_id" => set(&mut options.tariff_id, Some(text.clone())),
                "schedule_id" => set(&mut options.schedule_id, Some(text.clone())),
                "sheet" => set(&mut options.sheet, Some(text.clone())),
                "encoding" => set(&mut options.encoding, Some(text.clone())),
                "format" => set(&mut options.format, text.parse().ok()),
                "time_zone" => set(&mut options.time_zone, text.parse().ok()),
                "delimiter" => set(&mut options.delimiter, text.bytes().next().filter(|_| text.len() == 1)),
                "decimal" => {
                    set(&mut options.decimal, text.chars().next().filter(|_| [".", ","].contains(&text.as_str())))
                }
                "bad_rows" => match text.as_str() {
                    "refuse" => true,
                    "quarantine" => {
                        bad_rows = BadRows::Quarantine;
                        true
                    }
                    _ => false,
                },
                _ => {
                    let (message, fix) = (format!("there is no option {name}"), format!("use any of {KEYS}"));
                    issues.push(Issue::error(Code::UnknownOption, place().column(&name), message, fix));
                    true
                }
            };
            if !done {
                let (message, fix) = (format!("\"{text}\" is not a value of it"), allowed(&name));
                issues.push(Issue::error(Code::OutOfRange, place().column(&name), message, fix));
            }
        }
        issues.into_result((options, bad_rows)).map(|(options, _)| options)
    }
}

/// Whether there is a value.
fn set<T>(option: &mut Option<T>, value: Option<T>) -> bool {
    *option = value;
    option.is_some()
}

fn allowed(name: &str) -> &'static str {
    match name {
        "format" => "give csv, json, ndjson, xml, xlsx, xls, ods or parquet",
        "time_zone" => "give an IANA name such as America/Chicago",
        "delimiter" => "give one character",
        "decimal" => "give . or ,",
        _ => "give refuse or quarantine",
    }
}

fn malformed(message: &str) -> Issues {
    Issue::error(Code::Malformed, Place::new("options"), message, "give a JSON object").into()
}
