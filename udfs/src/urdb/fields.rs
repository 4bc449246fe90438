//! Every field of the database and what becomes of it. `COVERAGE.md` is made from this table.

use std::fmt::Write as _;

/// What reading does with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// In the model, and written back from there.
    Represented,
    /// Decides how other fields are read; kept as an attribute.
    Read,
    /// Kept as an attribute; no bill depends on it.
    Kept,
}

impl Treatment {
    pub fn as_str(self) -> &'static str {
        match self {
            Treatment::Represented => "represented",
            Treatment::Read => "read, kept",
            Treatment::Kept => "kept",
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub treatment: Treatment,
    /// Where it goes, and what is refused.
    pub meaning: &'static str,
}

macro_rules! fields {
    ($($name:ident $treatment:ident $meaning:literal;)*) => {
        /// In the order of the database's own documentation.
        pub const FIELDS: &[Field] = &[
            $(Field { name: stringify!($name), treatment: Treatment::$treatment, meaning: $meaning },)*
        ];
    };
}

fields! {
    label Represented "`tariff_id`; absent: the name";
    utility Represented "`utility_provider`";
    name Represented "`tariff_name`; absent: the id";
    rateno Represented "`rate_schedule_code`";
    uri Kept "page of the rate";
    eiaid Kept "the utility's EIA number";
    approved Kept "checked by an expert";
    is_default Kept "most common rate of its kind";
    startdate Represented "`effective_date`: the UTC date of the second";
    enddate Represented "`expiry_date`: the day after the UTC date of the second";
    supersedes Kept "label of the rate before";
    supercedes Kept "label of the rate before, as older records spell it";
    sector Kept "residential, commercial, industrial, lighting";
    servicetype Kept "a warning where it is only a part of the service (energy, delivery)";
    description Kept "words";
    source Kept "the utility's document";
    sourceparent Kept "where the utility lists its documents";
    basicinformationcomments Kept "words";
    country Kept "country of the utility";
    revisions Kept "seconds of the record's revisions";
    latest_update Kept "second of the last revision";
    peakkwcapacitymin Kept "who may have the rate: least demand";
    peakkwcapacitymax Kept "who may have the rate: greatest demand";
    peakkwcapacityhistory Kept "who may have the rate: months of demand looked at";
    peakkwhusagemin Kept "who may have the rate: least energy";
    peakkwhusagemax Kept "who may have the rate: greatest energy";
    peakkwhusagehistory Kept "who may have the rate: months of energy looked at";
    demandunits Kept "unit of the demand limits of who may have the rate";
    voltageminimum Kept "who may have the rate: least voltage";
    voltagemaximum Kept "who may have the rate: greatest voltage";
    voltagecategory Kept "primary, secondary, transmission";
    phasewiring Kept "phases";
    flatdemandunit Read "kW, also where it is absent; another unit on a price is refused";
    flatdemandstructure Represented "a demand charge `flat-N` at any time for each index with a price; max, rate, adj in its tiers";
    flatdemandmonths Represented "months of the demand charges `flat-N`";
    demandrateunit Read "kW, also where it is absent; another unit on a price is refused";
    demandratestructure Represented "a demand charge `tou-N` with its own hours for each index with a price; max, rate, adj in its tiers";
    demandweekdayschedule Represented "hours of the demand charges `tou-N` from Monday to Friday";
    demandweekendschedule Represented "hours of the demand charges `tou-N` on Saturday and Sunday";
    demandratchetpercentage Represented "ratchet by month, as fractions, of the highest of the eleven months before; see the notes";
    lookbackpercent Represented "ratchet, a fraction of the peak that is looked back at; see the notes";
    lookbackmonths Represented "months that are looked back at; refused along with `lookbackrange`";
    lookbackrange Represented "number of months before that are looked back at";
    demandwindow Represented "`window_minutes` of all demand charges; absent: 15";
    demandreactivepowercharge Represented "a reactive charge in $/kvar without free kvar";
    coincidentrateunit Read "kW, also where it is absent; another unit on a price is refused";
    coincidentratestructure Represented "a coincident charge `coincident-N` for each index with a price; refused without the times of the system's peaks, and with tiers";
    coincidentrateschedule Represented "which coincident charge a peak belongs to, by its local month and hour";
    coincidentschedule Represented "as `coincidentrateschedule`";
    demandattrs Kept "terms in words; a warning, for no bill counts them";
    demandcomments Kept "words";
    dgrules Kept "how exports are paid; a load that is drawn does not depend on it";
    usenetmetering Kept "whether exports are paid as imports";
    energyratestructure Represented "energy rate and tiers of the periods `period-N`: max, unit, rate, adj; `sell` is kept";
    energyweekdayschedule Represented "hours of the periods from Monday to Friday";
    energyweekendschedule Represented "hours of the periods on Saturday and Sunday";
    energytoulabels Kept "names of the periods";
    demandtoulabels Kept "names of the demand charges";
    fueladjustmentsmonthly Represented "riders in $/kWh by month";
    energyattrs Kept "terms in words; a warning, for no bill counts them";
    energycomments Kept "words";
    fixedmonthlycharge Represented "a fixed charge per month; refused beside a different `fixedchargefirstmeter`";
    fixedchargefirstmeter Represented "a fixed charge per `fixedchargeunits`";
    fixedchargeeaaddl Read "charge for each further meter; a warning, for bills are for one meter";
    fixedchargeunits Represented "$/day, $/month or $/year";
    mincharge Represented "a minimum charge per `minchargeunits`";
    minchargeunits Represented "$/day, $/month or $/year";
    minmonthlycharge Represented "a minimum charge per month";
    monthlymincharge Represented "a minimum charge per month";
    annualmincharge Represented "a minimum charge per year";
    fixedattrs Kept "terms in words; a warning, for no bill counts them";
}

pub fn find(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// Parts of names that mean money; an unknown field with one of them is refused.
pub const PRICE_WORDS: &[&str] = &[
    "rate",
    "charge",
    "demand",
    "energy",
    "price",
    "fee",
    "tax",
    "min",
    "adj",
    "cost",
    "credit",
    "discount",
    "lookback",
    "ratchet",
    "coincident",
    "percent",
    "rider",
    "surcharge",
    "schedule",
    "structure",
    "tier",
];

pub fn looks_like_a_price(name: &str) -> bool {
    let name = name.to_lowercase();
    PRICE_WORDS.iter().any(|word| name.contains(word))
}

/// The text of `COVERAGE.md`.
pub fn coverage() -> String {
    let mut text = String::from(HEAD);
    for field in FIELDS {
        let _ = writeln!(text, "| `{}` | {} | {} |", field.name, field.treatment.as_str(), field.meaning);
    }
    let words: Vec<String> = PRICE_WORDS.iter().map(|word| format!("`{word}`")).collect();
    let _ = write!(text, "\n{}", notes(&words.join(", ")));
    text
}

const HEAD: &str = "# Fields of OpenEI's Utility Rate Database

Made from `fields.rs`; to make it anew: `UPDATE_COVERAGE=1 cargo test -p udfs urdb_coverage`.

Represented: in the model, and written back from there. Kept: no bill depends on it; it stays with the tariff as an
attribute and is written back. Null is as absent. A value that cannot be read as the table says is refused by the field's name.

| field | treatment | meaning |
| --- | --- | --- |
";

fn notes(words: &str) -> String {
    format!(
        "## Notes

- A field that is not in the table is refused if its name has one of {words} in it; others are kept with a warning.
- Tiers: `max` is cumulative, and the last tier prices all that is left, whatever its `max`; that `max` is kept. Energy
  limits are in kWh, kWh/kW, kWh daily or kWh/kW daily, the same in all tiers of a period. A price is rate + adj; absent
  ones are 0, but an energy tier must have one of them.
- Prices of zero make no demand charge; their index and hours are kept.
- `enddate` is the last day in effect.
- The database does not say which demand charges a ratchet is for. It is taken for the charges at any time or, where
  none has a price, for those with hours, each looking at its own peaks. A warning says so where there are both kinds.
- `demandratchetpercentage` and `lookbackpercent` are fractions; above 1 is refused. A ratchet of one kind beside the
  other is refused, and so is a lookback without months or range.
- Demand in hp or kVA needs a conversion that the database does not give, and `daily` units do not say whose peak is
  billed: prices in them are refused.
- The database says at which hours a coincident charge counts, not when the system's peaks were; these are an option of
  reading, along with the time zone.
- Writing refuses what the database cannot state: holidays, boundaries within an hour, single days of the week, billing
  dates, a time zone, two charges at any time in one month or in one hour, contracted power, bases other than the peak,
  critical peaks, real-time prices, taxes, riders that are not for a kWh, and peaks of the past.
"
    )
}
