//! Files of a single query.

use super::sheets::Sheet;
use super::target::{Choice, Target};
use super::xml::escape;

/// An Office data connection, which Excel opens as a table.
pub fn odc(target: &Target, choice: &Choice, sheet: &Sheet) -> String {
    format!(
        r#"<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/x-ms-odc; charset=utf-8">
<meta name=ProgId content=ODC.Database>
<meta name=SourceType content=ODBC>
<title>heatsched {name}</title>
<xml id=docprops><o:DocumentProperties xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><o:Name>heatsched {name}</o:Name></o:DocumentProperties></xml>
<xml id=msodc><odc:OfficeDataConnection xmlns:odc="urn:schemas-microsoft-com:office:odc" xmlns="http://www.w3.org/TR/REC-html40"><odc:Connection odc:Type="ODBC"><odc:ConnectionString>{odbc}</odc:ConnectionString><odc:CommandType>SQL</odc:CommandType><odc:CommandText>{sql}</odc:CommandText></odc:Connection></odc:OfficeDataConnection></xml>
</head>
</html>
"#,
        name = escape(sheet.name),
        odbc = escape(&target.odbc),
        sql = escape(&sheet.chosen(choice)),
    )
}

/// A query of Microsoft Query: four lines.
pub fn dqy(target: &Target, choice: &Choice, sheet: &Sheet) -> String {
    format!("XLODBC\r\n1\r\n{}\r\n{}\r\n\r\n", target.odbc, line(&sheet.chosen(choice)))
}

/// A query in M, for Power Query and Power BI.
pub fn power_query(target: &Target, choice: &Choice, sheet: &Sheet) -> String {
    let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    format!(
        "// heatsched, {}. Power Query asks for user and password, and keeps them itself.\nlet\n    \
         Source = Odbc.Query({}, {})\nin\n    Source\n",
        sheet.name,
        quote(&target.odbc),
        quote(&line(&sheet.chosen(choice))),
    )
}

fn line(sql: &str) -> String {
    sql.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
