use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::csv::too_many;
use super::json::Builder;
use super::raw::{Raw, Sheet};
use super::table_named;
use crate::xml::{Node, parse};

/// Rows are the children of an element that is named as a table, else of the first element with several children that
/// have fields; or every `row_element`. Fields are the attributes and child elements of a row, without namespace.
pub fn read(
    name: &str,
    source: &str,
    text: &str,
    row_element: Option<&str>,
    max_rows: usize,
) -> Result<Vec<Sheet>, Issues> {
    let fix = "give plain XML with an element for each row, without a document type definition";
    let root = parse(text).map_err(|message| Issue::error(Code::Malformed, Place::new(source), message, fix))?;
    let mut groups: Vec<(String, Vec<Node>)> = Vec::new();
    if let Some(element) = row_element {
        let mut rows = Vec::new();
        take_named(root, element, &mut rows);
        groups.push((name.to_string(), rows));
    } else {
        let root = descend(root);
        let (tables, rest): (Vec<Node>, Vec<Node>) = root.children.into_iter().partition(is_table);
        if tables.is_empty() {
            let name = if table_named(&root.name).is_some() { root.name } else { name.to_string() };
            groups.push((name, rest));
        } else {
            groups.extend(tables.into_iter().map(|table| (table.name, table.children)));
        }
    }
    let single = groups.len() == 1;
    groups.into_iter().map(|(name, rows)| sheet(&name, source, single, rows, max_rows)).collect()
}

fn is_table(node: &Node) -> bool {
    table_named(&node.name).is_some()
        && node.children.iter().any(|row| !row.children.is_empty() || !row.fields.is_empty())
}

/// Through envelopes: elements that hold one element only, which holds rows.
fn descend(mut node: Node) -> Node {
    while node.children.len() == 1
        && !is_table(&node.children[0])
        && node.children[0].children.iter().any(|row| !row.children.is_empty() || !row.fields.is_empty())
    {
        node = node.children.swap_remove(0);
    }
    node
}

fn take_named(node: Node, name: &str, rows: &mut Vec<Node>) {
    if node.name == name {
        rows.push(node);
    } else {
        for child in node.children {
            take_named(child, name, rows);
        }
    }
}

fn sheet(name: &str, source: &str, single: bool, rows: Vec<Node>, max_rows: usize) -> Result<Sheet, Issues> {
    let source = if single { source.to_string() } else { format!("{source}!{name}") };
    if rows.len() > max_rows {
        return Err(too_many(&source, max_rows));
    }
    let mut builder = Builder::new(name, source);
    for (i, row) in rows.into_iter().enumerate() {
        builder.row(i + 1, fields(row).into_iter());
    }
    Ok(builder.sheet)
}

/// A field that is there several times is a list.
fn fields(row: Node) -> Vec<(String, Raw)> {
    let attributes = row.fields.into_iter().map(|(name, value)| (name, Raw::Text(value)));
    let mut fields: Vec<(String, Raw)> = attributes.collect();
    for child in row.children {
        let value = if child.children.is_empty() {
            Raw::Text(child.text)
        } else {
            Raw::Error("an element with elements".into())
        };
        match fields.iter_mut().find(|(name, _)| *name == child.name) {
            Some((_, Raw::Text(known))) => *known = format!("{known},{}", value.text()),
            _ => fields.push((child.name, value)),
        }
    }
    fields
}
