use datafusion::prelude::SessionContext;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{Config, Editor};
use udfs::{Code, Issue, Issues};

use super::command::Session;
use super::complete::ShellHelper;
use super::{Shell, history};
use crate::output::{OutputArgs, place};

const HISTORY_ENTRIES: usize = 10_000;

/// Reads statements from the terminal until the user leaves. An error ends its statement only.
pub(super) async fn run(shell: &Shell, output: &OutputArgs) -> Result<(), Issues> {
    let reporter = &shell.reporter;
    let mut editor = editor(&shell.context, reporter.has_color()).await.map_err(|e| terminal_failure(&e))?;
    let history = history::path();
    if let Some(path) = &history {
        // the first time there is none
        let _ = editor.load_history(path);
    }
    reporter.info(&format!("heatsched {}: SQL ends with ;  \\? lists commands, \\q leaves", env!("CARGO_PKG_VERSION")));
    let mut session = Session::new(shell, output.clone());
    loop {
        let line = match editor.readline("heatsched> ") {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(terminal_failure(&error)),
        };
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let _ = editor.add_history_entry(line);
        if let Some(path) = &history {
            // kept as we go, so that nothing is lost with the terminal
            let _ = editor.append_history(path);
        }
        let done = tokio::select! {
            result = session.script(line) => result.map_err(Some),
            _ = tokio::signal::ctrl_c() => Err(None),
        };
        match done {
            Ok(flow) if flow.is_break() => break,
            Ok(_) => {}
            Err(issues) => {
                shell.clear_progress();
                session.abandon();
                issues.map_or_else(|| reporter.info("cancelled"), |issues| reporter.issues(&issues));
            }
        }
    }
    session.finish()
}

async fn editor(context: &SessionContext, color: bool) -> rustyline::Result<Editor<ShellHelper, DefaultHistory>> {
    let config =
        Config::builder().max_history_size(HISTORY_ENTRIES)?.history_ignore_space(true).auto_add_history(false).build();
    let mut editor = Editor::with_config(config)?;
    editor.set_helper(Some(ShellHelper::new(context, color).await));
    Ok(editor)
}

fn terminal_failure(error: &ReadlineError) -> Issues {
    Issue::error(Code::Io, place("terminal"), error.to_string(), "use -c or -f").into()
}
