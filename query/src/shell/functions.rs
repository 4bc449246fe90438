use datafusion::logical_expr::Documentation;
use datafusion::prelude::SessionContext;
use udfs::{Code, Issue, Issues, tables};

use super::Shell;
use super::failure::query_failure;
use crate::output::{Output, TextTable, place};

/// Tables and views, without DataFusion's own.
pub(super) const TABLES: &str = "SELECT table_name, CASE table_type WHEN 'BASE TABLE' THEN 'table' ELSE lower(table_type) END AS kind \
    FROM information_schema.tables WHERE table_schema <> 'information_schema' ORDER BY table_type, table_name";

/// The columns of a table or view; those of our own tables with unit and meaning.
pub(super) async fn describe(context: &SessionContext, name: &str, output: &mut Output) -> Result<(), Issues> {
    let frame = context.table(name).await.map_err(|e| query_failure(&e))?;
    let ours = tables::find(name);
    let mut table = TextTable::new(&["column", "type", "null", "unit", "meaning"]);
    for field in frame.schema().fields() {
        let column = ours.and_then(|ours| ours.column(field.name()));
        table.push([
            field.name().clone(),
            column.map_or_else(|| field.data_type().to_string(), |column| column.kind.sql_type().to_string()),
            if field.is_nullable() { "yes" } else { "" }.to_string(),
            column.map_or("", |column| column.unit).to_string(),
            column.map_or("", |column| column.comment).to_string(),
        ]);
    }
    output.write_result(&table.batch()?)
}

/// Functions that heatsched adds.
pub(super) fn list(shell: &Shell, output: &mut Output) -> Result<(), Issues> {
    let mut table = TextTable::new(&["function", "what it does"]);
    for (_, doc) in &shell.documentation {
        table.push([doc.syntax_example.clone(), first_clause(&doc.description)]);
    }
    output.write_result(&table.batch()?)
}

/// Up to the first colon or period, on one line.
fn first_clause(description: &str) -> String {
    let line = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = [": ", ". "].iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
    line[..end].trim_end_matches('.').to_string()
}

/// What is written about a function, ours or DataFusion's.
pub(super) fn explain(shell: &Shell, name: &str, output: &mut Output) -> Result<(), Issues> {
    let name = name.split('(').next().unwrap_or_default().trim().to_ascii_lowercase();
    let Some(doc) = documentation(shell, &name) else {
        let message = format!("nothing is written about a function \"{name}\"");
        return Err(Issue::error(Code::UnknownReference, place("\\h"), message, "\\h lists the functions").into());
    };
    let mut table = TextTable::new(&["about", "text"]);
    table.push(["syntax".to_string(), doc.syntax_example.clone()]);
    table.push(["what it does".to_string(), doc.description.trim().to_string()]);
    for (argument, meaning) in doc.arguments.iter().flatten() {
        table.push([argument.clone(), meaning.clone()]);
    }
    if let Some(example) = &doc.sql_example {
        table.push(["example".to_string(), example.trim().to_string()]);
    }
    output.write_result(&table.batch()?)
}

fn documentation(shell: &Shell, name: &str) -> Option<Documentation> {
    if let Some((_, doc)) = shell.documentation.iter().find(|(known, _)| known == name) {
        return Some(doc.clone());
    }
    let state = shell.context.state();
    let scalar = || state.scalar_functions().get(name).and_then(|function| function.documentation().cloned());
    let aggregate = || state.aggregate_functions().get(name).and_then(|function| function.documentation().cloned());
    let window = || state.window_functions().get(name).and_then(|function| function.documentation().cloned());
    scalar().or_else(aggregate).or_else(window)
}
