use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;
use datafusion::prelude::SessionContext;
use udfs::{Code, Issue, Issues};

use super::{execute, functions, script};
use crate::cli::report::Reporter;
use crate::output::{Format, Output, OutputArgs, TextTable, place};

const COMMANDS: [(&str, &str); 9] = [
    ("\\d", "list the tables and views"),
    ("\\d TABLE", "list a table's columns with their units"),
    ("\\h", "list the functions of heatsched"),
    ("\\h FUNCTION", "what a function does and takes"),
    ("\\i FILE", "run the statements of a file"),
    ("\\format FORMAT", "table, csv, tsv, json or ndjson"),
    ("\\o FILE", "write the next results to a file, in the form of its ending; \\o alone: back to the terminal"),
    ("\\?", "this list"),
    ("\\q", "leave"),
];

/// What lasts from one statement of a shell to the next.
pub(super) struct Session<'a> {
    pub context: &'a SessionContext,
    pub output: OutputArgs,
    pub reporter: &'a Reporter,
}

impl<'a> Session<'a> {
    pub fn new(context: &'a SessionContext, output: OutputArgs, reporter: &'a Reporter) -> Self {
        Self { context, output, reporter }
    }

    pub async fn sql(&self, sql: &str) -> Result<(), Issues> {
        let mut output = self.open()?;
        execute(self.context, sql, &mut output, self.reporter).await?;
        output.finish()
    }

    fn open(&self) -> Result<Output, Issues> {
        self.output.open()
    }

    /// Runs a command such as `\d`; breaks where the user wants to leave.
    pub async fn run(&mut self, line: &str) -> Result<ControlFlow<()>, Issues> {
        let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let argument = argument.trim().trim_end_matches(';');
        match (name.trim_end_matches(';'), argument) {
            ("\\q" | "\\quit" | "\\exit", _) => return Ok(ControlFlow::Break(())),
            ("\\?" | "\\help", _) => self.help()?,
            ("\\d", "") => self.sql(functions::TABLES).await?,
            ("\\d", table) => functions::describe(self.context, table, self.open()?).await?,
            ("\\h", "") => functions::list(self.context, self.open()?)?,
            ("\\h", function) => functions::explain(self.context, function, self.open()?)?,
            ("\\i", file) if !file.is_empty() => {
                let text = script::read(Some(&PathBuf::from(file)))?;
                for statement in script::statements(&text) {
                    match statement {
                        script::Statement::Sql(sql) => self.sql(&sql).await?,
                        script::Statement::Command(line) => {
                            if Box::pin(self.run(&line)).await?.is_break() {
                                return Ok(ControlFlow::Break(()));
                            }
                        }
                    }
                }
            }
            ("\\o", "") => self.output.output = None,
            ("\\o", file) => self.output.output = Some(PathBuf::from(file)),
            ("\\format", format) => self.format(format)?,
            ("\\pset", setting) if setting.starts_with("format ") => self.format(setting["format ".len()..].trim())?,
            (unknown, _) => {
                let message = format!("there is no command {unknown}");
                return Err(Issue::error(Code::InvalidQuery, place("shell"), message, "\\? lists the commands").into());
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn format(&mut self, name: &str) -> Result<(), Issues> {
        let format = Format::from_str(name, true).map_err(|_| {
            let names: Vec<&str> = Format::value_variants().iter().map(|format| format.as_str()).collect();
            let fix = format!("use one of {}", names.join(", "));
            Issues::from(Issue::error(Code::InvalidQuery, place("\\format"), format!("\"{name}\" is no format"), fix))
        })?;
        self.output.format = Some(format);
        Ok(())
    }

    fn help(&self) -> Result<(), Issues> {
        let mut table = TextTable::new(&["command", "what it does"]);
        for (command, what) in COMMANDS {
            table.push([command.to_string(), what.to_string()]);
        }
        self.open()?.write_all(&table.batch()?)
    }
}
