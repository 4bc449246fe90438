//! XML as a tree: names without namespace, no document types, no entities but the five of XML itself.

use std::fmt;

use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

const MAX_DEPTH: usize = 32;
/// A document of many empty elements takes much more memory than text.
const MAX_ELEMENTS: usize = 4_000_000;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Node {
    pub name: String,
    /// Attributes, which count as fields.
    pub fields: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Node>,
}

impl Node {
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|node| node.name == name)
    }

    /// Of a child, if it has any.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|node| node.text.trim()).filter(|text| !text.is_empty())
    }

    /// The first element of that name, however deep.
    pub fn first(&self, name: &str) -> Option<&Node> {
        if self.name == name {
            return Some(self);
        }
        self.children.iter().find_map(|node| node.first(name))
    }
}

/// As text again.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.name)?;
        for (name, value) in &self.fields {
            write!(f, " {name}=\"{}\"", escape(value))?;
        }
        write!(f, ">{}", escape(self.text.trim()))?;
        self.children.iter().try_for_each(|node| node.fmt(f))?;
        write!(f, "</{}>", self.name)
    }
}

/// The outermost element, or why the text is no document.
pub fn parse(text: &str) -> Result<Node, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Node> = vec![Node::default()];
    let mut count = 0_usize;
    loop {
        let event = reader.read_event().map_err(|e| format!("{e} at byte {}", reader.error_position()))?;
        count += usize::from(matches!(event, Event::Start(_) | Event::Empty(_)));
        if count > MAX_ELEMENTS {
            return Err(format!("more than {MAX_ELEMENTS} elements"));
        }
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
