//! Files of a folder as a load job: each is read once, known by its content.
//!
//! `path` is a file, or `folder` with `pattern`; a file that was changed within `settle` may still be written, and waits.

use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use serde::Deserialize;
use udfs::error::Place;
use udfs::row::{Cell, Row};
use udfs::store::{Change, Store};
use udfs::tables::{SCHEDULES, SITES, Table, find};
use udfs::{Code, Issue, Issues};

use super::job::{Job, duration};
use super::page::{Page, Payload, Record, Rows, sha256};
use super::pattern::matches;
use super::rows::text;
use super::session::Session;
use super::source::{Request, Sink, Source, Stream};
use crate::files::{Import, Mapping, Options, read_bytes, table_named};

const STREAM: &str = "files";

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    path: Option<PathBuf>,
    folder: Option<PathBuf>,
    pattern: Option<String>,
    table: Option<String>,
    mapping: Option<PathBuf>,
    tariff: Option<String>,
    schedule: Option<String>,
    time_zone: Option<String>,
    sheet: Option<String>,
    settle: Option<String>,
}

#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    /// A file's name with `*` for anything.
    pattern: String,
    settle: std::time::Duration,
    options: Options,
    mapping: Mapping,
    place: Place,
}

impl Files {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Self, Issues> {
        let settings: Settings = job.settings()?;
        let (folder, pattern) = match (&settings.path, &settings.folder) {
            (Some(path), None) => {
                let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
                (path.parent().unwrap_or(Path::new("")).to_path_buf(), name)
            }
            (None, Some(folder)) => (folder.clone(), settings.pattern.clone().unwrap_or_else(|| "*".into())),
            _ => return Err(job.refuse("folder", "give path or folder", "path = \"orders.csv\"").into()),
        };
        let table = settings.table.as_deref().map(|name| {
            let unknown = || job.refuse("table", format!("no table \"{name}\""), "use a table's name");
            table_named(name).or_else(|| find(name)).ok_or_else(unknown)
        });
        let settle = settings.settle.as_deref().map_or(Some(std::time::Duration::ZERO), duration);
        let settle = settle.ok_or_else(|| job.refuse("settle", "no duration", "write 30s or 5m"))?;
        let mapping = settings.mapping.as_ref().map(|path| Mapping::load(&job.base.join(path))).transpose()?;
        let options = Options {
            table: table.transpose()?,
            tenant_id: job.tenant.clone(),
            site_id: job.site.clone(),
            site_zone: site_zone(job, store)?,
            time_zone: zone(job, settings.time_zone.as_deref())?,
            tariff_id: settings.tariff,
            schedule_id: settings.schedule,
            sheet: settings.sheet,
            ..Options::default()
        };
        let folder = job.base.join(folder);
        Ok(Self { folder, pattern, settle, options, mapping: mapping.unwrap_or_default(), place: job.place() })
    }

    /// Files of the folder that are no longer written to, by name.
    fn list(&self, session: &Session<'_>) -> Result<Vec<PathBuf>, Issues> {
        let io = |e: std::io::Error| self.io(&self.folder, &e);
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
            if !path.is_file() || name.starts_with('.') || !matches(&self.pattern, &name) {
                continue;
            }
            let changed = path.metadata().and_then(|data| data.modified()).map_err(io)?;
            let age = session.clock.now() - chrono::DateTime::<chrono::Utc>::from(changed);
            if age.to_std().is_ok_and(|age| age >= self.settle) || self.settle.is_zero() {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    fn io(&self, path: &Path, e: &std::io::Error) -> Issues {
        let message = format!("{}: {e}", path.display());
        Issue::error(Code::Io, self.place.clone(), message, "check the path and its permissions").into()
    }

    fn content(&self, path: &Path) -> Result<Vec<u8>, Issues> {
        use std::io::Read;
        let file = std::fs::File::open(path).map_err(|e| self.io(path, &e))?;
        let mut bytes = Vec::new();
        file.take(self.options.max_bytes + 1).read_to_end(&mut bytes).map_err(|e| self.io(path, &e))?;
        Ok(bytes)
    }
}

impl Source for Files {
    fn system(&self) -> &'static str {
        STREAM
    }

    fn streams(&self, session: &Session<'_>, _: &dyn Store) -> Result<Vec<Stream>, Issues> {
        let name = |path: &Path| path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        Ok(self.list(session)?.iter().map(|path| Stream::new(STREAM, &name(path))).collect())
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        Ok(format!("{} files in {}", self.list(session)?.len(), self.folder.display()))
    }

    fn fetch(
        &self,
        session: &Session<'_>,
        stream: &Stream,
        request: &Request,
        sink: &mut Sink<'_>,
    ) -> Result<(), Issues> {
        let bytes = self.content(&self.folder.join(&stream.part))?;
        let hash = sha256(&bytes);
        if request.cursor.as_ref() == Some(&hash) {
            return Ok(());
        }
        let import = read_bytes(&stream.part, &bytes, &self.options, &self.mapping)?;
        let payload = Payload::new(&stream.part, &bytes, session.clock.now());
        let mut records = records(import);
        records.truncate(request.limit.unwrap_or(usize::MAX));
        sink(Page { payloads: vec![payload], records, cursor: Some(hash), ..Page::default() })
    }

    /// Reads the record's file again.
    fn again(&self, _: &str, key: &str, raw: &str) -> Record {
        let name = key.split(['!', ':']).next().unwrap_or_default();
        let read = self
            .content(&self.folder.join(name))
            .and_then(|bytes| read_bytes(name, &bytes, &self.options, &self.mapping));
        let bad = |issues| Record { key: key.into(), raw: raw.into(), read: Err(issues) };
        match read {
            Ok(import) => {
                let found = records(import).into_iter().find(|record| record.key == key);
                found.unwrap_or_else(|| {
                    let issue = Issue::error(Code::UnknownReference, Place::new(key), "the row is gone", "");
                    bad(vec![issue])
                })
            }
            Err(issues) => bad(issues.0),
        }
    }
}

/// A record for each row that can be used, and for each that cannot.
fn records(import: Import) -> Vec<Record> {
    let mut records = Vec::new();
    for Change { table, rows, .. } in import.changes {
        for row in rows {
            let key = text(&row, "source_reference").unwrap_or_default().to_string();
            records.push(Record { key, raw: String::new(), read: Ok(of(table, row)) });
        }
    }
    for bad in import.quarantined {
        let key = format!("{}:{}", bad.source, bad.row);
        records.push(Record { key, raw: bad.raw, read: Err(bad.issues) });
    }
    records
}

/// A schedule that jobs were put into must not replace one that was planned already.
fn of(table: &'static Table, row: Row) -> Rows {
    let derived = table.name == SCHEDULES.name && row.get("horizon_start") == Some(&Cell::Null);
    let rows = vec![(table, row)];
    if derived { Rows { create: rows, ..Rows::default() } } else { Rows { upsert: rows, ..Rows::default() } }
}

/// The time zone of the job's site, if it is known.
fn site_zone(job: &Job, store: &dyn Store) -> Result<Option<Tz>, Issues> {
    let Some(site) = &job.site else { return Ok(None) };
    let rows = store.read(&SITES, &[("tenant_id", &job.tenant), ("site_id", site)])?;
    Ok(rows.first().and_then(|row| text(row, "time_zone")).and_then(|zone| zone.parse().ok()))
}

fn zone(job: &Job, name: Option<&str>) -> Result<Option<Tz>, Issue> {
    let unknown = |name: &str| job.refuse("time_zone", format!("\"{name}\" is no IANA time zone"), "America/Chicago");
    name.map(|name| name.parse().map_err(|_| unknown(name))).transpose()
}
