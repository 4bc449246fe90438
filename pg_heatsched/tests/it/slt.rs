//! The corpus `tests/slt`, the same as DataFusion runs, each file in a database of its own.

use std::path::{Path, PathBuf};

use postgres::error::DbError;
use postgres::types::Type;
use postgres::{Client, SimpleQueryMessage};
use sqllogictest::{DB, DBOutput, DefaultColumnType, Runner, parse_file};

use crate::database::Database;

#[test]
fn every_file_of_the_corpus_passes() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/slt");
    let mut files: Vec<PathBuf> = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "slt"));
    files.sort();
    assert!(!files.is_empty());
    let only = std::env::var("HEATSCHED_SLT").unwrap_or_default();
    let mut failed = Vec::new();
    for file in files.iter().filter(|file| file.to_string_lossy().contains(&only)) {
        let database = Database::new();
        let mut runner = Runner::new(|| async { Ok(Session(database.member("admin", "default"))) });
        runner.add_label("postgres");
        for record in parse_file::<DefaultColumnType>(file).unwrap() {
            failed.extend(runner.run(record).err().map(|error| error.display(false).to_string()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

struct Session(Client);

/// What a client shows of an error.
#[derive(Debug)]
struct Failure(String);

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl From<postgres::Error> for Failure {
    fn from(error: postgres::Error) -> Self {
        let told = |error: &DbError| {
            let parts = [Some(error.message()), error.detail(), error.hint()];
            parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
        };
        Self(error.as_db_error().map_or_else(|| error.to_string(), told))
    }
}

impl DB for Session {
    type Error = Failure;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, Failure> {
        let columns: Vec<Type> = self.0.prepare(sql)?.columns().iter().map(|column| column.type_().clone()).collect();
        let messages = self.0.simple_query(sql)?;
        if columns.is_empty() {
            return Ok(DBOutput::StatementComplete(0));
        }
        let mut rows = Vec::new();
        for message in messages {
            if let SimpleQueryMessage::Row(row) = message {
                rows.push(columns.iter().enumerate().map(|(i, column)| shown(column, row.get(i))).collect());
            }
        }
        Ok(DBOutput::Rows { types: columns.iter().map(column_type).collect(), rows })
    }

    fn engine_name(&self) -> &str {
        "postgres"
    }
}

fn column_type(column: &Type) -> DefaultColumnType {
    match *column {
        Type::INT2 | Type::INT4 | Type::INT8 => DefaultColumnType::Integer,
        Type::NUMERIC | Type::FLOAT8 => DefaultColumnType::FloatingPoint,
        _ => DefaultColumnType::Text,
    }
}

/// Values as both engines can print them: decimals without trailing zeros, times in UTC.
fn shown(column: &Type, text: Option<&str>) -> String {
    let Some(text) = text else { return "NULL".to_string() };
    match *column {
        Type::NUMERIC if text.contains('.') => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        Type::BOOL => (if text == "t" { "true" } else { "false" }).to_string(),
        Type::TIMESTAMPTZ => text.replace(' ', "T").replace("+00", "Z"),
        _ if text.is_empty() => "(empty)".to_string(),
        _ => text.to_string(),
    }
}
