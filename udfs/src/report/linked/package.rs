//! Parts added to the package that a workbook is.

use std::io::{Cursor, Read, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A part, and the part that refers to it.
#[derive(Debug)]
pub struct Part {
    path: String,
    kind: &'static str,
    text: String,
    /// The table that a query fills.
    table: Option<usize>,
}

impl Part {
    pub fn connections(text: String) -> Self {
        Self { path: "xl/connections.xml".into(), kind: "connections", text, table: None }
    }

    pub fn query_table(number: usize, text: String) -> Self {
        let path = format!("xl/queryTables/queryTable{number}.xml");
        Self { path, kind: "queryTable", text, table: Some(number) }
    }
}

/// The workbook with its tables linked.
pub fn link(workbook: &[u8], parts: &[Part]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(workbook))?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.push((file.name()?.into_owned(), bytes));
    }
    for (path, bytes) in &mut files {
        if let Ok(text) = std::str::from_utf8(bytes)
            && let Some(changed) = changed(path, text, parts)
        {
            *bytes = changed.into_bytes();
        }
    }
    for part in parts {
        files.push((part.path.clone(), part.text.clone().into_bytes()));
        if let Some(table) = part.table {
            files.push((format!("xl/tables/_rels/table{table}.xml.rels"), relation(part).into_bytes()));
        }
    }
    packed(&files)
}

/// What other parts say of the new ones.
fn changed(path: &str, text: &str, parts: &[Part]) -> Option<String> {
    match path {
        "[Content_Types].xml" => {
            let types: String = parts
                .iter()
                .map(|part| format!(r#"<Override PartName="/{}" ContentType="{TYPES}.{}+xml"/>"#, part.path, part.kind))
                .collect();
            Some(text.replace("</Types>", &format!("{types}</Types>")))
        }
        "xl/_rels/workbook.xml.rels" => {
            let relation =
                format!(r#"<Relationship Id="rIdConnections" Type="{OFFICE}/connections" Target="connections.xml"/>"#);
            Some(text.replace("</Relationships>", &format!("{relation}</Relationships>")))
        }
        // names of queries are Excel's own affair
        "xl/workbook.xml" => {
            Some(text.replace(r#"<definedName name="ExternalData_"#, r#"<definedName hidden="1" name="ExternalData_"#))
        }
        _ if path.starts_with("xl/tables/table") => Some(bound(text)),
        _ => None,
    }
}

/// A table whose columns are fields of a query.
fn bound(table: &str) -> String {
    let mut parts = table.split(r#"<tableColumn id=""#);
    let mut text =
        parts.next().unwrap_or_default().replacen(" totalsRowShown=", r#" tableType="queryTable" totalsRowShown="#, 1);
    for (id, part) in (1..).zip(parts) {
        let rest = part.split_once('"').map_or(part, |(_, rest)| rest);
        text.push_str(&format!(r#"<tableColumn id="{id}" uniqueName="{id}" queryTableFieldId="{id}"{rest}"#));
    }
    text
}

fn relation(part: &Part) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/{}" Target="../{}"/></Relationships>"#,
        part.kind,
        part.path.trim_start_matches("xl/"),
    )
}

/// Files in their order, none dated. A first file `mimetype` is not compressed, as OpenDocument wants it.
pub fn packed(files: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let method = if path == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        writer.start_file(path.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
