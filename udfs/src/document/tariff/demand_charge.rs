use super::super::text::{cell, number, row, text};
use super::hours::{months, months_cell, read_hours, write_hours};
use super::{contract, given, map, ratchet, rows, tier};
use crate::error::Code;
use crate::model::{Decimal, DemandBasis, DemandCharge, DemandTier, Per};
use crate::row::{Cell, Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> DemandCharge {
    let name = reader.key("name");
    let hours = reader.optional::<Cell>("hours").map(|_| {
        let mut hours = Vec::new();
        reader.rows("hours", |r| hours.push(read_hours(r)));
        hours
    });
    let tiers = tier::read_demand_tiers(reader, "tiers");
    let rate = if tiers.is_empty() { Some(reader.required("rate_kw")) } else { reader.optional("rate_kw") };
    let first = tiers.first().map(DemandTier::price);
    let minimum_kw = reader.or("minimum_kw", Decimal::ZERO);
    reader.check(minimum_kw >= Decimal::ZERO, Code::OutOfRange, "minimum_kw", "a minimum below 0", "give kW from 0");
    DemandCharge {
        name,
        rate_kw: tier::first_rate(reader, "rate_kw", first, rate).unwrap_or_default(),
        tiers,
        per: per(reader),
        months: months(reader),
        hours,
        window_minutes: window_minutes(reader),
        basis: basis(reader),
        ratchet: reader.optional_object("ratchet", ratchet::read),
        minimum_kw,
        contract: reader.optional_object("contract", contract::read),
        month_to_date_peak_kw: reader.or("month_to_date_peak_kw", Decimal::ZERO),
        past_peaks: map::monthly_peaks(reader, "past_peaks"),
    }
}

pub fn per(reader: &mut RowReader<'_>) -> Per {
    reader.word("per", |word| word.parse().ok(), "day, month, year").unwrap_or(Per::Month)
}

pub fn window_minutes(reader: &mut RowReader<'_>) -> u32 {
    let minutes: u32 = reader.or("window_minutes", DemandCharge::DEFAULT_WINDOW_MINUTES);
    let divides = minutes > 0 && 60 % minutes == 0 || minutes == DemandCharge::DAY_WINDOW_MINUTES;
    let message = format!("{minutes} minutes do not divide an hour");
    reader.check(divides, Code::OutOfRange, "window_minutes", message, "use 15, 30 or 60, or 1440 for a local day");
    minutes
}

/// `"peak"` or `{"mean_of_peaks": 12}`.
fn basis(reader: &mut RowReader<'_>) -> DemandBasis {
    let Some(Cell::Row(_)) = reader.optional::<Cell>("basis") else {
        let peak = |word: &str| (word == "peak").then_some(DemandBasis::Peak);
        return reader.word("basis", peak, "peak, {\"mean_of_peaks\": 12}").unwrap_or_default();
    };
    let mean = |r: &mut RowReader<'_>| {
        let months: u32 = r.required("mean_of_peaks");
        let message = format!("a mean of {months} months");
        r.check((1..=12).contains(&months), Code::OutOfRange, "mean_of_peaks", message, "give 1 to 12 months");
        DemandBasis::MeanOfPeaks { months }
    };
    reader.optional_object("basis", mean).unwrap_or_default()
}

pub fn write(charge: &DemandCharge) -> Row {
    let mut written = row([
        ("name", text(&charge.name)),
        ("rate_kw", number(charge.rate_kw)),
        ("months", cell(charge.months.as_ref(), months_cell)),
        ("hours", cell(charge.hours.as_ref(), |hours| rows(hours, write_hours))),
        ("window_minutes", number(charge.window_minutes)),
        ("month_to_date_peak_kw", number(charge.month_to_date_peak_kw)),
    ]);
    written.0.extend(write_terms(charge).0);
    written
}

/// What few charges have.
pub fn write_terms(charge: &DemandCharge) -> Row {
    let basis = match charge.basis {
        DemandBasis::Peak => Cell::Null,
        DemandBasis::MeanOfPeaks { months } => Cell::Row(row([("mean_of_peaks", number(months))])),
    };
    let minimum = (!charge.minimum_kw.is_zero()).then_some(charge.minimum_kw);
    given(row([
        ("tiers", rows(&charge.tiers, tier::write_demand_tier)),
        ("per", if charge.per == Per::Month { Cell::Null } else { text(charge.per.as_str()) }),
        ("basis", basis),
        ("ratchet", cell(charge.ratchet.as_ref(), |ratchet| Cell::Row(ratchet::write(ratchet)))),
        ("minimum_kw", cell(minimum, number)),
        ("contract", cell(charge.contract.as_ref(), |contract| Cell::Row(contract::write(contract)))),
        ("past_peaks", map::monthly_peaks_cell(&charge.past_peaks)),
    ]))
}
