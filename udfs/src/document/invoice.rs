use crate::billing::InvoiceLine;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Decimal;
use crate::row::{Cell, Row, RowReader, cell_from_json};

/// No sum or product of an invoice leaves the digits of a decimal.
const MAX: Decimal = Decimal::from_parts(3_567_587_328, 232, 0, false, 0); // 1e12

/// The lines of an invoice, a JSON list, or everything that is wrong with them.
pub fn invoice_from_json(text: &str) -> Result<Vec<InvoiceLine>, Issues> {
    let refuse = |code, message: String| {
        Issues::from(Issue::error(code, Place::new("invoice"), message, "give a list of lines as JSON"))
    };
    let lines = match cell_from_json(text).map_err(|cause| refuse(Code::Malformed, cause))? {
        Cell::List(lines) => lines,
        other => return Err(refuse(Code::WrongType, format!("{} is no list of lines", other.describe()))),
    };
    let mut issues = Issues::default();
    let nothing = Row::default();
    let read = |(number, cell): (usize, &Cell)| {
        let row = if let Cell::Row(row) = cell { row } else { &nothing };
        let mut reader = RowReader::new(row, Place::new("invoice").row(number), &mut issues);
        let line = read_invoice_line(&mut reader);
        reader.finish();
        line
    };
    let lines: Vec<InvoiceLine> = lines.iter().enumerate().map(read).collect();
    issues.into_result(lines).map(|(lines, _)| lines)
}

pub fn read_invoice_line(reader: &mut RowReader<'_>) -> InvoiceLine {
    let line = InvoiceLine {
        month: reader.required("month"),
        charge: reader.required("charge"),
        category: reader.or("category", String::new()),
        quantity: reader.optional("quantity"),
        unit: reader.or("unit", String::new()),
        rate: reader.optional("rate"),
        amount: reader.required("amount"),
    };
    let numbers = [("quantity", line.quantity), ("rate", line.rate), ("amount", Some(line.amount))];
    for (name, number) in numbers {
        let number = number.unwrap_or_default();
        let message = format!("{number} is too large");
        reader.check(number.abs() < MAX, Code::OutOfRange, name, message, "check the number");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<Code> {
        invoice_from_json(text).map_or_else(|issues| issues.0.iter().map(|issue| issue.code).collect(), |_| Vec::new())
    }

    #[test]
    fn lines_are_read_or_refused_with_all_that_is_wrong() {
        let lines = invoice_from_json(r#"[{"month": "2026-01", "charge": "energy", "amount": "1.50", "rate": 0.1}]"#);
        assert_eq!(lines.map(|lines| lines[0].amount.to_string()), Ok("1.50".to_string()));
        assert_eq!(codes("[]"), []);
        assert_eq!(MAX, Decimal::from(1_000_000_000_000_i64));
        let large = r#"[{"month": "2026-01", "charge": "a", "amount": 79228162514264337593543950335}]"#;
        assert_eq!(codes(large), [Code::OutOfRange]);
        assert_eq!(codes("{}"), [Code::WrongType]);
        assert_eq!(codes("["), [Code::Malformed]);
        assert_eq!(codes(r#"[1, {"month": "2026-01", "charge": "a", "amount": "x", "extra": 1}]"#).len(), 5);
    }
}
