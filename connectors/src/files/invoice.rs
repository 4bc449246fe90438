use udfs::billing::InvoiceLine;
use udfs::error::Place;
use udfs::model::Decimal;
use udfs::{Code, Issue, Issues};

use super::columns::{missing_column, normalize};
use super::number::NumberStyle;
use super::raw::{Raw, RawRow, Sheet};
use super::time;

/// The names of each column, the surest first.
const MONTH: &[&str] = &["month", "billingmonth", "billingperiod", "period", "invoicemonth", "date"];
const CHARGE: &[&str] = &["charge", "description", "item", "chargedescription", "linedescription", "line", "name"];
const CATEGORY: &[&str] = &["category", "tariffcategory", "touperiod"];
const QUANTITY: &[&str] = &["quantity", "usage", "units", "billedquantity", "qty", "consumption"];
const UNIT: &[&str] = &["unit", "uom", "unitofmeasure"];
const RATE: &[&str] = &["rate", "price", "unitprice", "unitrate"];
const AMOUNT: &[&str] = &["amount", "cost", "total", "charges", "linetotal", "netamount"];

/// The lines of an invoice with warnings, or everything that is wrong with them. `month` is for an invoice of one month
/// that does not say which in its lines.
pub fn invoice(sheet: &Sheet, month: Option<&str>) -> Result<(Vec<InvoiceLine>, Issues), Issues> {
    let mut issues = Issues::default();
    let headers = Headers::find(sheet, month.is_some(), &mut issues)?;
    for row in &sheet.malformed {
        let place = Place::new(&sheet.source).row(row.number);
        issues.push(Issue::error(Code::Malformed, place, &row.message, row.fix));
    }
    let numbers = headers.number_style(sheet);
    let mut reader = Reader { sheet, headers: &headers, numbers, issues: &mut issues };
    let lines: Vec<InvoiceLine> = sheet.rows.iter().filter_map(|row| reader.line(row, month)).collect();
    if sheet.rows.is_empty() {
        let place = Place::new(&sheet.source);
        issues.push(Issue::error(Code::EmptyInput, place, "an invoice without lines", "check the export"));
    }
    issues.into_result(lines)
}

struct Headers {
    month: Option<usize>,
    charge: usize,
    category: Option<usize>,
    quantity: Option<usize>,
    unit: Option<usize>,
    rate: Option<usize>,
    amount: usize,
}

impl Headers {
    fn find(sheet: &Sheet, has_month: bool, issues: &mut Issues) -> Result<Self, Issues> {
        let named = |names: &[&str]| {
            let headers: Vec<String> = sheet.headers.iter().map(|header| normalize(header)).collect();
            names.iter().find_map(|name| headers.iter().position(|header| header == name))
        };
        let mut found = Issues::default();
        let (month, charge, amount) = (named(MONTH), named(CHARGE), named(AMOUNT));
        let missing = [
            (month.is_none() && !has_month, "month", "name the column of the billing month month, such as 2026-01"),
            (charge.is_none(), "charge", "name the column of what is charged charge or description"),
            (amount.is_none(), "amount", "name the column of the money amount"),
        ];
        for (_, column, how) in missing.into_iter().filter(|(is_missing, ..)| *is_missing) {
            found.push(missing_column(sheet, column, how));
        }
        let (Some(charge), Some(amount), false) = (charge, amount, found.has_errors()) else { return Err(found) };
        let (category, quantity, unit, rate) = (named(CATEGORY), named(QUANTITY), named(UNIT), named(RATE));
        let headers = Self { month, charge, category, quantity, unit, rate, amount };
        let used = [month, Some(charge), category, quantity, unit, rate, Some(amount)];
        let unused = sheet.headers.iter().enumerate();
        let unused = unused.filter(|(index, header)| !header.is_empty() && !used.contains(&Some(*index)));
        let unused: Vec<String> = unused.map(|(_, header)| format!("\"{header}\"")).collect();
        if !unused.is_empty() {
            let message = format!("columns that are not read: {}", unused.join(", "));
            let fix = "an invoice has month, charge, category, quantity, unit, rate and amount";
            issues.push(Issue::warning(Code::UnknownField, Place::new(&sheet.source), message, fix));
        }
        Ok(headers)
    }

    fn number_style(&self, sheet: &Sheet) -> NumberStyle {
        let columns = [self.quantity, self.rate, Some(self.amount)];
        let texts: Vec<String> = sheet
            .rows
            .iter()
            .flat_map(|row| columns.iter().flatten().filter_map(|index| row.cells.get(*index)))
            .filter_map(|cell| if let Raw::Text(text) = cell { Some(plain_number(text)) } else { None })
            .collect();
        NumberStyle::detect(texts.iter().map(String::as_str), sheet.comma_likely)
    }
}

/// Without currency signs.
fn plain_number(text: &str) -> String {
    text.chars().filter(|c| !['$', '€', '£'].contains(c)).collect::<String>().trim().to_string()
}

struct Reader<'a> {
    sheet: &'a Sheet,
    headers: &'a Headers,
    numbers: NumberStyle,
    issues: &'a mut Issues,
}

impl Reader<'_> {
    /// `None` for a row that is wrong, and for one that holds no amount and no charge.
    fn line(&mut self, row: &RawRow, month: Option<&str>) -> Option<InvoiceLine> {
        let charge = text(row, Some(self.headers.charge));
        let amount = self.number(row, Some(self.headers.amount));
        let month = self.month(row, month);
        let (quantity, rate) = (self.number(row, self.headers.quantity), self.number(row, self.headers.rate));
        let amount = amount.or_else(|| {
            let blank = row.cells.get(self.headers.amount).is_none_or(Raw::is_blank);
            if blank {
                let fix = "give the amount of each line";
                self.fault(row, self.headers.amount, Code::MissingField, "no value".into(), fix);
            }
            None
        });
        let (category, unit) = (text(row, self.headers.category), text(row, self.headers.unit));
        Some(InvoiceLine { month: month?, charge, category, quantity, unit, rate, amount: amount? })
    }

    fn month(&mut self, row: &RawRow, default: Option<&str>) -> Option<String> {
        let Some(index) = self.headers.month else { return default.map(str::to_string) };
        let cell = row.cells.get(index).unwrap_or(&Raw::Empty);
        let month = match cell {
            Raw::DateTime(at) => Some(at.format("%Y-%m").to_string()),
            Raw::Text(text) => month_of(text.trim()),
            _ => None,
        };
        if let (None, true) = (&month, cell.is_blank()) {
            return default.map(str::to_string);
        }
        if month.is_none() {
            let message = format!("{} is not a month", cell.describe());
            self.fault(row, index, Code::WrongType, message, "give the billing month, such as 2026-01");
        }
        month
    }

    fn number(&mut self, row: &RawRow, index: Option<usize>) -> Option<Decimal> {
        let index = index?;
        let cell = row.cells.get(index).filter(|cell| !cell.is_blank())?;
        let parsed = match cell {
            Raw::Number(number) => Ok(*number),
            Raw::Text(text) => self.numbers.parse(&plain_number(text)),
            _ => Err("a number".to_string()),
        };
        let in_range = |number: &Decimal| number.abs() < Decimal::from(1_000_000_000_000_i64);
        match parsed {
            Ok(number) if in_range(&number) => Some(number),
            Ok(number) => {
                self.fault(row, index, Code::OutOfRange, format!("{number} is too large"), "check the number");
                None
            }
            Err(expected) => {
                let message = format!("{} is not {expected}", cell.describe());
                self.fault(row, index, Code::WrongType, message, "give a number");
                None
            }
        }
    }

    fn fault(&mut self, row: &RawRow, index: usize, code: Code, message: String, fix: &str) {
        let place = Place::new(&self.sheet.source).row(row.number).column(&self.sheet.headers[index]);
        self.issues.push(Issue::error(code, place, message, fix));
    }
}

fn text(row: &RawRow, index: Option<usize>) -> String {
    index.and_then(|index| row.cells.get(index)).map_or(String::new(), |cell| cell.text().trim().to_string())
}

/// `2026-01`, or a date in the month.
fn month_of(text: &str) -> Option<String> {
    let first = format!("{text}-01");
    let date = time::parse_date(text, None, false).or_else(|_| time::parse_date(&first, None, false)).ok()?;
    Some(date.format("%Y-%m").to_string())
}
