use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;
use udfs::{Code, Issue, Issues};

use super::{Shell, execute, functions, script};
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
    shell: &'a Shell,
    arguments: OutputArgs,
    output: Option<Output>,
}

impl<'a> Session<'a> {
    pub fn new(shell: &'a Shell, arguments: OutputArgs) -> Self {
        Self { shell, arguments, output: None }
    }

    /// The destination of the next result; opened once, so that several results can share a file.
    pub fn output(&mut self) -> Result<&mut Output, Issues> {
        let open = match self.output.take() {
            Some(open) => open,
            None => self.arguments.open()?,
        };
        Ok(self.output.insert(open))
    }

    /// A file is there from now on.
    pub fn finish(&mut self) -> Result<(), Issues> {
        self.output.take().map_or(Ok(()), Output::finish)
    }

    /// Forgets a result that broke off, and a file that it was to go to.
    pub fn abandon(&mut self) {
        self.output = None;
    }

    pub async fn sql(&mut self, sql: &str) -> Result<(), Issues> {
        let shell = self.shell;
        execute(shell, sql, self.output()?).await
    }

    pub async fn script(&mut self, text: &str) -> Result<ControlFlow<()>, Issues> {
        for statement in script::statements(text) {
            match statement {
                script::Statement::Sql(sql) => self.sql(&sql).await?,
                script::Statement::Command(line) => {
                    if Box::pin(self.run(&line)).await?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Runs a command such as `\d`; breaks where the user wants to leave.
    pub async fn run(&mut self, line: &str) -> Result<ControlFlow<()>, Issues> {
        let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let argument = argument.trim().trim_end_matches(';');
        match (name.trim_end_matches(';'), argument) {
            ("\\q" | "\\quit" | "\\exit", _) => return Ok(ControlFlow::Break(())),
            ("\\?" | "\\help", _) => self.help()?,
            ("\\d", "") => self.sql(functions::TABLES).await?,
            ("\\d", table) => functions::describe(&self.shell.context, table, self.output()?).await?,
            ("\\h", "") => functions::list(self.shell, self.output()?)?,
            ("\\h", function) => functions::explain(self.shell, function, self.output()?)?,
            ("\\i", file) if !file.is_empty() => return self.script(&script::read(Some(&PathBuf::from(file)))?).await,
            ("\\o", file) => {
                self.finish()?;
                self.arguments.output = Some(PathBuf::from(file)).filter(|_| !file.is_empty());
            }
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
        self.finish()?;
        self.arguments.format = Some(format);
        Ok(())
    }

    fn help(&mut self) -> Result<(), Issues> {
        let mut table = TextTable::new(&["command", "what it does"]);
        for (command, what) in COMMANDS {
            table.push([command.to_string(), what.to_string()]);
        }
        self.output()?.write_result(&table.batch()?)
    }
}
