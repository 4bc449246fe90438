use super::super::text::{number, row};
use super::hours::{months, months_cell};
use crate::error::Code;
use crate::model::{Decimal, Lookback, Ratchet};
use crate::row::{Cell, Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> Ratchet {
    let percent = percent(reader);
    let looked_at = months(reader);
    let preceding: Option<u32> = reader.optional("preceding");
    let looks_at = match (looked_at, preceding) {
        (Some(months), None) => Lookback::Months(months),
        (None, Some(count)) => {
            let message = format!("{count} preceding months");
            reader.check((1..=12).contains(&count), Code::OutOfRange, "preceding", message, "give 1 to 12 months");
            Lookback::Preceding(count)
        }
        (months, _) => {
            let message = if months.is_some() { "months and preceding are both given" } else { "no months to look at" };
            reader.error(Code::MissingField, "preceding", message, "give either months or preceding");
            Lookback::Preceding(0)
        }
    };
    Ratchet { percent, looks_at }
}

/// One number for all months, or twelve.
fn percent(reader: &mut RowReader<'_>) -> [Decimal; 12] {
    let given: Vec<Decimal> = reader.required("percent");
    let percent = match given[..] {
        [all] => [all; 12],
        _ => <[Decimal; 12]>::try_from(given).unwrap_or_else(|given| {
            if !given.is_empty() {
                let message = format!("{} percentages", given.len());
                reader.error(Code::OutOfRange, "percent", message, "give one, or one for each month from January");
            }
            [Decimal::ZERO; 12]
        }),
    };
    let in_range = percent.iter().all(|percent| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(percent));
    let message = "a percentage outside 0 to 100";
    reader.check(in_range, Code::OutOfRange, "percent", message, "give percent from 0 to 100");
    percent
}

pub fn write(ratchet: &Ratchet) -> Row {
    let [first, others @ ..] = &ratchet.percent;
    let percent = if others.iter().all(|percent| percent == first) {
        number(*first)
    } else {
        Cell::List(ratchet.percent.iter().map(|percent| number(*percent)).collect())
    };
    let looks_at = match &ratchet.looks_at {
        Lookback::Months(months) => ("months", months_cell(months)),
        Lookback::Preceding(count) => ("preceding", number(*count)),
    };
    row([("percent", percent), looks_at])
}
