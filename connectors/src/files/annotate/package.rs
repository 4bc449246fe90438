use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

/// Of all parts together, unpacked.
const MAX_BYTES: u64 = 1 << 30;

/// The parts of a workbook, in their order.
#[derive(Debug)]
pub struct Package {
    parts: Vec<(String, Vec<u8>)>,
}

impl Package {
    pub fn open(bytes: &[u8]) -> Result<Self, String> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
        let (mut parts, mut left) = (Vec::new(), MAX_BYTES);
        for index in 0..archive.len() {
            let file = archive.by_index(index).map_err(|e| e.to_string())?;
            let name = file.name().map_err(|e| e.to_string())?.into_owned();
            let mut content = Vec::new();
            file.take(left + 1).read_to_end(&mut content).map_err(|e| e.to_string())?;
            left = left.checked_sub(content.len() as u64).ok_or("the workbook is too large")?;
            parts.push((name, content));
        }
        Ok(Self { parts })
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        let (_, content) = self.parts.iter().find(|(name, _)| name == path)?;
        std::str::from_utf8(content).ok()
    }

    pub fn replace(&mut self, path: &str, text: String) {
        if let Some((_, content)) = self.parts.iter_mut().find(|(name, _)| name == path) {
            *content = text.into_bytes();
        }
    }

    /// Names of the sheets, and their parts.
    pub fn sheets(&self) -> Result<Vec<(String, String)>, String> {
        let relations = self.text("xl/_rels/workbook.xml.rels").ok_or("it is no workbook of Excel")?;
        let targets: BTreeMap<String, String> = elements(relations, "Relationship")?
            .into_iter()
            .filter_map(|mut attributes| Some((attributes.remove("Id")?, attributes.remove("Target")?)))
            .collect();
        let book = self.text("xl/workbook.xml").ok_or("it is no workbook of Excel")?;
        let sheets = elements(book, "sheet")?.into_iter().filter_map(|mut attributes| {
            let target = targets.get(&attributes.remove("id")?)?;
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_string);
            Some((attributes.remove("name")?, path))
        });
        Ok(sheets.collect())
    }

    /// Texts that cells share, by their number.
    pub fn shared_strings(&self) -> Vec<String> {
        let Some(text) = self.text("xl/sharedStrings.xml") else { return Vec::new() };
        let mut strings = Vec::new();
        let mut reader = Reader::from_str(text);
        let mut current = String::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) if start.local_name().as_ref() == "si" => current.clear(),
                Ok(Event::Text(text)) => current.push_str(&text.xml_content(quick_xml::XmlVersion::Implicit1_0)),
                Ok(Event::End(end)) if end.local_name().as_ref() == "si" => strings.push(current.clone()),
                Ok(Event::Eof) | Err(_) => return strings,
                Ok(_) => {}
            }
        }
    }

    pub fn packed(&self) -> Result<Vec<u8>, String> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in &self.parts {
            let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
            writer.start_file(path.as_str(), options).map_err(|e| e.to_string())?;
            writer.write_all(content).map_err(|e| e.to_string())?;
        }
        Ok(writer.finish().map_err(|e| e.to_string())?.into_inner())
    }
}

/// The attributes of each element of this name, namespaces left aside.
fn elements(text: &str, name: &str) -> Result<Vec<BTreeMap<String, String>>, String> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == name => {
                found.push(attributes(&start));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

pub fn attributes(start: &BytesStart<'_>) -> BTreeMap<String, String> {
    let attributes = start.attributes().flatten();
    attributes
        .map(|attribute| {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            let value = value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
            (attribute.key.local_name().as_ref().to_string(), value)
        })
        .collect()
}
