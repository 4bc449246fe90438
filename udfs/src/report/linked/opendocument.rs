//! The sheets as an OpenDocument spreadsheet, whose database ranges LibreOffice asks again, and the data source that has
//! their queries: LibreOffice passes on as it is what stands there, and would take the spreadsheet's own SQL apart.

use zip::result::ZipResult;

use super::package::packed;
use super::sheets::{SHEETS, Sheet};
use super::target::{Choice, Target};
use super::xml::escape;
use super::{Content, connections};
use crate::row::Cell;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const OASIS: &str = "urn:oasis:names:tc:opendocument:xmlns";
/// As the data source is registered in LibreOffice.
const SOURCE: &str = "heatsched";

pub fn ods(content: &Content) -> ZipResult<Vec<u8>> {
    let tables: String = SHEETS.iter().zip(content).map(|(sheet, rows)| table(sheet, rows)).collect();
    let ranges: String = SHEETS
        .iter()
        .zip(content)
        .filter(|(sheet, _)| !sheet.edited)
        .map(|(sheet, rows)| range(sheet, rows.len()))
        .collect();
    let body = format!(
        "<office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet>{tables}<table:database-ranges>{ranges}</table:database-ranges></office:spreadsheet></office:body>"
    );
    document("application/vnd.oasis.opendocument.spreadsheet", &body)
}

/// Asks for the password, and keeps none.
pub fn odb(target: &Target, choice: &Choice) -> ZipResult<Vec<u8>> {
    let user = target.setting("uid").map(|user| format!(r#" db:user-name="{}""#, escape(user))).unwrap_or_default();
    let queries: String = SHEETS
        .iter()
        .map(|sheet| {
            let (name, sql) = (escape(sheet.name), escape(&sheet.chosen(choice)));
            format!(r#"<db:query db:name="{name}" db:command="{sql}" db:escape-processing="false"/>"#)
        })
        .collect();
    let body = format!(
        r#"<office:body><office:database><db:data-source><db:connection-data><db:connection-resource xlink:type="simple" xlink:href="{}"/><db:login{user} db:is-password-required="true"/></db:connection-data></db:data-source><db:queries>{queries}</db:queries></office:database></office:body>"#,
        escape(&address(target))
    );
    document("application/vnd.oasis.opendocument.base", &body)
}

/// Through LibreOffice's own driver, or an ODBC data source where there is one.
fn address(target: &Target) -> String {
    if let Some(name) = target.setting("dsn") {
        return format!("sdbc:odbc:{name}");
    }
    let parts = [("host", "server"), ("port", "port"), ("dbname", "database")];
    let parts =
        parts.iter().filter_map(|(name, setting)| target.setting(setting).map(|value| format!("{name}={value}")));
    format!("sdbc:postgresql:{}", parts.collect::<Vec<_>>().join(" "))
}

fn document(kind: &str, body: &str) -> ZipResult<Vec<u8>> {
    let names: String = ["office", "table", "text", "style"]
        .iter()
        .map(|name| format!(r#" xmlns:{name}="{OASIS}:{name}:1.0""#))
        .collect();
    let content = format!(
        r#"{HEAD}<office:document-content{names} xmlns:number="{OASIS}:datastyle:1.0" xmlns:db="{OASIS}:database:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">{body}</office:document-content>"#
    );
    let manifest = format!(
        r#"{HEAD}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#
    );
    packed(&[
        ("mimetype".into(), kind.as_bytes().to_vec()),
        ("content.xml".into(), content.into_bytes()),
        ("META-INF/manifest.xml".into(), manifest.into_bytes()),
    ])
}

const STYLES: &str = concat!(
    r#"<number:date-style style:name="time"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/><number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/></number:date-style>"#,
    r#"<number:date-style style:name="day"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>"#,
    r#"<style:style style:name="Time" style:family="table-cell" style:data-style-name="time"/>"#,
    r#"<style:style style:name="Day" style:family="table-cell" style:data-style-name="day"/>"#,
    r#"<style:style style:name="Head" style:family="table-cell"><style:text-properties fo:font-weight="bold" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"/></style:style>"#,
    r#"<style:style style:name="Wide" style:family="table-column"><style:table-column-properties style:column-width="3.2cm"/></style:style>"#,
);

fn table(sheet: &Sheet, rows: &[Vec<Cell>]) -> String {
    let heads: String = sheet
        .columns
        .iter()
        .map(|(name, _)| {
            format!(
                r#"<table:table-cell table:style-name="Head" office:value-type="string">{}</table:table-cell>"#,
                paragraph(name)
            )
        })
        .collect();
    let rows: String = rows
        .iter()
        .map(|row| {
            let cells: String = row.iter().map(cell).collect();
            format!("<table:table-row>{cells}</table:table-row>")
        })
        .collect();
    format!(
        r#"<table:table table:name="{}"><table:table-column table:style-name="Wide" table:number-columns-repeated="{}"/><table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>{rows}</table:table>"#,
        escape(sheet.name),
        sheet.columns.len(),
    )
}

fn cell(value: &Cell) -> String {
    let typed = |kind: &str, value: &str| format!("<table:table-cell {kind}>{}</table:table-cell>", paragraph(value));
    match value {
        Cell::Number(number) => {
            typed(&format!(r#"office:value-type="float" office:value="{number}""#), &number.to_string())
        }
        Cell::Time(at) => {
            let at = at.format("%Y-%m-%dT%H:%M:%S").to_string();
            typed(&format!(r#"table:style-name="Time" office:value-type="date" office:date-value="{at}""#), &at)
        }
        Cell::Date(day) => typed(
            &format!(r#"table:style-name="Day" office:value-type="date" office:date-value="{day}""#),
            &day.to_string(),
        ),
        Cell::Text(text) => typed(r#"office:value-type="string""#, text),
        Cell::Bool(value) => {
            typed(&format!(r#"office:value-type="boolean" office:boolean-value="{value}""#), &value.to_string())
        }
        Cell::Null | Cell::List(_) | Cell::Row(_) => "<table:table-cell/>".to_string(),
    }
}

fn paragraph(text: &str) -> String {
    format!("<text:p>{}</text:p>", escape(text))
}

/// The cells that a query fills.
fn range(sheet: &Sheet, rows: usize) -> String {
    let last = u16::try_from(sheet.columns.len() - 1).unwrap_or(u16::MAX);
    let (name, end) = (escape(sheet.name), format!("{}{}", connections::letters(last), rows + 1));
    format!(
        r#"<table:database-range table:name="{range}" table:target-range-address="'{name}'.A1:'{name}'.{end}" table:on-update-keep-styles="true" table:display-filter-buttons="true"><table:database-source-query table:database-name="{SOURCE}" table:query-name="{name}"/></table:database-range>"#,
        range = name.replace(' ', "_"),
    )
}
