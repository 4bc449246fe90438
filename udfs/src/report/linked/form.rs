use super::sheets::{SHEETS, Sheet};
use crate::error::{Code, Issue, Issues, Place};

/// What is written.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// Excel's workbook.
    Xlsx,
    /// LibreOffice's spreadsheet, which needs its data source beside it.
    Ods,
    /// The data source of a spreadsheet.
    Odb,
    /// An Office data connection: a query.
    Odc(&'static Sheet),
    /// A query of Microsoft Query.
    Dqy(&'static Sheet),
    /// A query of Power Query and Power BI, in M.
    PowerQuery(&'static Sheet),
}

impl Form {
    /// `xlsx`, `ods`, `odb`, or `odc`, `dqy` and `pq` with a sheet, as in `odc:Schedule`.
    pub fn parse(text: &str) -> Result<Self, Issues> {
        let (form, sheet) = text.split_once(':').map_or((text, None), |(form, sheet)| (form, Some(sheet)));
        let named = |sheet: Option<&str>| {
            let sheet = sheet.unwrap_or(SHEETS[0].name);
            let found = SHEETS.iter().find(|known| known.name.eq_ignore_ascii_case(sheet));
            let names: Vec<&str> = SHEETS.iter().map(|sheet| sheet.name).collect();
            found.ok_or_else(|| {
                unknown(&format!("there is no sheet \"{sheet}\""), &format!("use one of {}", names.join(", ")))
            })
        };
        match (form, sheet) {
            ("xlsx", None) => Ok(Form::Xlsx),
            ("ods", None) => Ok(Form::Ods),
            ("odb", None) => Ok(Form::Odb),
            ("odc", sheet) => Ok(Form::Odc(named(sheet)?)),
            ("dqy", sheet) => Ok(Form::Dqy(named(sheet)?)),
            ("pq", sheet) => Ok(Form::PowerQuery(named(sheet)?)),
            _ => Err(unknown(
                &format!("\"{text}\" is no form of a linked workbook"),
                "use one of xlsx, ods, odb, or odc, dqy or pq with a sheet, such as odc:Schedule",
            )),
        }
    }

    /// Whether it has rows in it.
    pub fn has_rows(self) -> bool {
        matches!(self, Form::Xlsx | Form::Ods)
    }
}

fn unknown(message: &str, fix: &str) -> Issues {
    Issue::error(Code::OutOfRange, Place::new("linked_workbook").column("form"), message, fix).into()
}
