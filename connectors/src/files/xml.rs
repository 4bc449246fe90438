use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::csv::too_many;
use super::json::Builder;
use super::raw::{Raw, Sheet};
use super::table_named;

const MAX_DEPTH: usize = 32;

#[derive(Debug, Default)]
struct Node {
    name: String,
    /// Attributes, which count as fields.
    fields: Vec<(String, String)>,
    text: String,
    children: Vec<Node>,
}

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

fn parse(text: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Node> = vec![Node::default()];
    loop {
        let event = reader.read_event().map_err(|e| format!("{e} at byte {}", reader.error_position()))?;
        match event {
            Event::Start(start) if open.len() > MAX_DEPTH => {
                return Err(format!(
                    "nested deeper than {MAX_DEPTH} levels at <{}>",
                    start.name().local_name().into_inner()
                ));
            }
            Event::Start(start) => open.push(node(&start)?),
            Event::Empty(start) => last(&mut open).children.push(node(&start)?),
            Event::End(_) => {
                if let Some(closed) = open.pop() {
                    last(&mut open).children.push(closed);
                }
            }
            Event::Text(part) => last(&mut open).text.push_str(&part.xml10_content()),
            Event::CData(part) => last(&mut open).text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let character = reference.resolve_char_ref().map_err(|e| e.to_string())?.map(String::from);
                let resolved = character.or_else(|| resolve_predefined_entity(&name).map(String::from));
                last(&mut open).text.push_str(&resolved.ok_or_else(|| format!("unknown entity &{name};"))?);
            }
            Event::DocType(_) => return Err("it has a document type definition".into()),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    let mut roots = open.swap_remove(0);
    if open.len() > 1 || roots.children.len() != 1 {
        return Err("there is not one closed element around the rows".into());
    }
    Ok(roots.children.swap_remove(0))
}

fn node(start: &BytesStart<'_>) -> Result<Node, String> {
    let name = start.name().local_name().into_inner().to_string();
    let mut fields = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|e| e.to_string())?;
        let is_namespace = attribute.key.into_inner().starts_with("xmlns");
        if !is_namespace {
            fields.push((attribute.key.local_name().into_inner().to_string(), value.into_owned()));
        }
    }
    Ok(Node { name, fields, ..Node::default() })
}

/// The innermost open element; the document itself stays open to the end.
fn last(open: &mut Vec<Node>) -> &mut Node {
    if open.is_empty() {
        open.push(Node::default());
    }
    let index = open.len() - 1;
    &mut open[index]
}
