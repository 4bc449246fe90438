//! Green Button files (ESPI): an Atom feed of interval blocks, each of a meter reading that has a reading type. A sheet for
//! each meter reading of energy delivered, as mean power.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use rust_decimal::Decimal;
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::csv::too_many;
use super::json::Builder;
use super::raw::{Raw, Sheet};
use crate::xml::Node;

/// Codes of the standard: the unit, which way energy flows, and how values build up.
const WATT: &str = "38";
const WATT_HOUR: &str = "72";
const FROM_CUSTOMER: &str = "19";
const CUMULATIVE: [&str; 2] = ["1", "3"];

/// Whether a document is such a feed.
pub fn is_feed(root: &Node) -> bool {
    root.name == "feed" && root.first("IntervalBlock").is_some()
}

pub fn read(root: &Node, source: &str, max_rows: usize, issues: &mut Issues) -> Result<Vec<Sheet>, Issues> {
    let feed = Feed::of(root);
    let readings = feed.blocks().map_err(|cause| malformed(source, cause))?;
    let mut sheets = Vec::new();
    for (name, (reading_type, blocks)) in &readings {
        let Some(factor) = factor(reading_type) else { continue };
        let sheet = sheet(name, source, blocks, factor, max_rows)?;
        sheets.push(sheet);
    }
    match sheets.as_mut_slice() {
        [] => return Err(malformed(source, "no meter reading of energy or power that was delivered".into())),
        [one] => one.name = "load".into(),
        several => {
            let names: Vec<_> = several.iter().map(|sheet| format!("\"{}\"", sheet.name)).collect();
            let message = format!("{} meter readings: {}", names.len(), names.join(", "));
            let fix = "name one as the sheet; else the first is read";
            issues.push(Issue::warning(Code::OutOfRange, Place::new(source), message, fix));
        }
    }
    Ok(sheets)
}

fn malformed(source: &str, cause: String) -> Issues {
    let fix = "give a Green Button file with its MeterReading, ReadingType and IntervalBlock entries";
    Issue::error(Code::Malformed, Place::new(source), cause, fix).into()
}

/// Entries by what they are and their own address.
struct Feed<'a> {
    types: BTreeMap<&'a str, &'a Node>,
    /// With the title.
    readings: BTreeMap<&'a str, (&'a str, &'a Node)>,
    /// How many meter readings have a title.
    titles: BTreeMap<&'a str, usize>,
    blocks: Vec<(&'a Node, &'a Node)>,
}

type Readings<'a> = BTreeMap<String, (&'a Node, Vec<&'a Node>)>;

impl<'a> Feed<'a> {
    fn of(root: &'a Node) -> Self {
        let mut feed =
            Self { types: BTreeMap::new(), readings: BTreeMap::new(), titles: BTreeMap::new(), blocks: Vec::new() };
        for entry in root.children.iter().filter(|node| node.name == "entry") {
            let address = link(entry, "self").next().unwrap_or_default();
            for content in entry.child("content").map(|content| content.children.iter()).into_iter().flatten() {
                match content.name.as_str() {
                    "ReadingType" => _ = feed.types.insert(address, content),
                    "MeterReading" => {
                        let title = entry.text_of("title").unwrap_or(address);
                        *feed.titles.entry(title).or_default() += 1;
                        feed.readings.insert(address, (title, entry));
                    }
                    "IntervalBlock" => feed.blocks.push((entry, content)),
                    _ => {}
                }
            }
        }
        feed
    }

    /// The blocks of each meter reading with its type.
    fn blocks(&self) -> Result<Readings<'a>, String> {
        let mut readings = Readings::new();
        for (entry, block) in &self.blocks {
            let (name, reading_type) = self.reading_of(entry)?;
            readings.entry(name).or_insert((reading_type, Vec::new())).1.push(block);
        }
        Ok(readings)
    }

    fn reading_of(&self, entry: &Node) -> Result<(String, &'a Node), String> {
        let up = link(entry, "up").next().and_then(|up| up.strip_suffix("/IntervalBlock")).unwrap_or_default();
        let only = || self.readings.iter().next().filter(|_| self.readings.len() == 1);
        let reading = self.readings.get_key_value(up).or_else(only);
        let typed = reading.and_then(|(_, (_, entry))| link(entry, "related").find_map(|to| self.types.get(to)));
        let only_type = || self.types.values().next().filter(|_| self.types.len() == 1);
        let reading_type = typed.or_else(only_type).copied();
        let reading_type = reading_type.ok_or_else(|| format!("no reading type of the block at \"{up}\""))?;
        // two meters may have one title
        let name = reading.map_or("meter".to_string(), |(address, (title, _))| {
            if self.titles.get(title).is_some_and(|count| *count > 1) {
                format!("{title} {address}")
            } else {
                title.to_string()
            }
        });
        Ok((name, reading_type))
    }
}

fn link<'a>(entry: &'a Node, rel: &'a str) -> impl Iterator<Item = &'a str> {
    let field = |node: &'a Node, name: &str| {
        node.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    let links = entry.children.iter().filter(|node| node.name == "link");
    links.filter(move |node| field(node, "rel") == Some(rel)).filter_map(move |node| field(node, "href"))
}

#[derive(Clone, Copy)]
struct Factor {
    /// Of a value to kW or kWh.
    of_one: Decimal,
    is_energy: bool,
}

/// `None`: no load, as the energy fed in, volts or a register's count.
fn factor(reading_type: &Node) -> Option<Factor> {
    let word = |name: &str| reading_type.text_of(name).unwrap_or_default();
    let is_energy = match word("uom") {
        WATT_HOUR => true,
        WATT => false,
        _ => return None,
    };
    if word("flowDirection") == FROM_CUSTOMER || CUMULATIVE.contains(&word("accumulationBehaviour")) {
        return None;
    }
    let power: i32 = word("powerOfTenMultiplier").parse().unwrap_or(0);
    let power = power.checked_sub(3).filter(|power| (-15..=12).contains(power))?;
    let digits = power.unsigned_abs();
    let of_one = if power < 0 { Decimal::new(1, digits) } else { Decimal::from(10_u64.pow(digits)) };
    Some(Factor { of_one, is_energy })
}

fn sheet(name: &str, source: &str, blocks: &[&Node], factor: Factor, max_rows: usize) -> Result<Sheet, Issues> {
    let mut builder = Builder::new(name, source.to_string());
    let readings = blocks.iter().flat_map(|block| block.children.iter().filter(|node| node.name == "IntervalReading"));
    for (number, reading) in (1..).zip(readings) {
        if number > max_rows {
            return Err(too_many(source, max_rows));
        }
        builder.row(number, cells(reading, factor).into_iter().map(|(name, raw)| (name.to_string(), raw)));
    }
    Ok(builder.sheet)
}

/// What cannot be read stays as it is written, for whoever reads the sheet to say so.
fn cells(reading: &Node, factor: Factor) -> [(&'static str, Raw); 3] {
    let period = |name: &str| reading.child("timePeriod").and_then(|period| period.text_of(name)).unwrap_or_default();
    let value = reading.text_of("value").unwrap_or_default();
    let seconds = period("duration").parse::<i64>().ok().filter(|seconds| *seconds > 0);
    let start = period("start").parse::<i64>().ok();
    let time = |seconds: Option<i64>, text: &str| {
        let at = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        Raw::Text(at.map_or(text.to_string(), |at| at.to_rfc3339_opts(SecondsFormat::Secs, true)))
    };
    let end = start.zip(seconds).and_then(|(start, seconds)| start.checked_add(seconds));
    let kw = value.parse::<Decimal>().ok().and_then(|value| power(value, factor, seconds));
    [
        ("start", time(start, period("start"))),
        ("end", time(end, period("duration"))),
        ("kw", kw.map_or(Raw::Text(value.to_string()), Raw::Number)),
    ]
}

fn power(value: Decimal, factor: Factor, seconds: Option<i64>) -> Option<Decimal> {
    let value = value.checked_mul(factor.of_one)?;
    if factor.is_energy { value.checked_mul(3_600.into())?.checked_div(seconds?.into()) } else { Some(value) }
}
