use std::collections::BTreeSet;

use datafusion::logical_expr::Documentation;
use datafusion::prelude::SessionContext;
use udfs::{Code, Issue, Issues, tables};

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

/// Functions that heatsched adds, by the kind of place they stand in a query.
pub(super) fn list(context: &SessionContext, output: &mut Output) -> Result<(), Issues> {
    let state = context.state();
    let builtin = datafusion::prelude::SessionContext::new().state();
    let mut table = TextTable::new(&["function", "kind", "what it does"]);
    let mut names: BTreeSet<&String> = state.table_functions().keys().collect();
    names.retain(|name| !builtin.table_functions().contains_key(*name));
    for name in names {
        table.push([name.clone(), "table".into(), String::new()]);
    }
    let mut names: BTreeSet<&String> = state.scalar_functions().keys().collect();
    names.retain(|name| !builtin.scalar_functions().contains_key(*name));
    for name in names {
        let doc = state.scalar_functions().get(name).and_then(|function| function.documentation().map(summary));
        table.push([name.clone(), "scalar".into(), doc.unwrap_or_default()]);
    }
    let mut names: BTreeSet<&String> = state.aggregate_functions().keys().collect();
    names.retain(|name| !builtin.aggregate_functions().contains_key(*name));
    for name in names {
        let doc = state.aggregate_functions().get(name).and_then(|function| function.documentation().map(summary));
        table.push([name.clone(), "aggregate".into(), doc.unwrap_or_default()]);
    }
    output.write_result(&table.batch()?)
}

fn summary(doc: &Documentation) -> String {
    doc.description.lines().next().unwrap_or_default().to_string()
}

pub(super) fn explain(context: &SessionContext, name: &str, output: &mut Output) -> Result<(), Issues> {
    let state = context.state();
    let name = name.trim_end_matches("()").to_ascii_lowercase();
    let scalar = state.scalar_functions().get(&name).and_then(|f| f.documentation().cloned());
    let aggregate = || state.aggregate_functions().get(&name).and_then(|f| f.documentation().cloned());
    let window = || state.window_functions().get(&name).and_then(|f| f.documentation().cloned());
    let Some(doc) = scalar.or_else(aggregate).or_else(window) else {
        let message = format!("nothing is written about a function \"{name}\"");
        return Err(Issue::error(Code::UnknownReference, place("\\h"), message, "\\h lists the functions").into());
    };
    let mut table = TextTable::new(&["about", "text"]);
    table.push(["syntax".to_string(), doc.syntax_example.clone()]);
    table.push(["what it does".to_string(), doc.description.trim().to_string()]);
    for (argument, meaning) in doc.arguments.iter().flatten() {
        table.push([format!("argument {argument}"), meaning.clone()]);
    }
    if let Some(example) = &doc.sql_example {
        table.push(["example".to_string(), example.trim().to_string()]);
    }
    output.write_result(&table.batch()?)
}
