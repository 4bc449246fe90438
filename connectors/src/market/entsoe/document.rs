use chrono::TimeDelta;
use udfs::model::{Decimal, Instant};
use udfs::{Code, Issue};

use crate::market::feed::{Found, missing};
use crate::market::time::{duration, instant};
use crate::market::{Quote, Unit};
use crate::xml::Node;

/// Points of one period: a week of minutes.
const MOST_POINTS: i64 = 10_080;

/// The prices of all series of a market document.
pub fn prices(document: &Node, sequence: u32) -> Vec<Found> {
    let series = document.children.iter().filter(|node| node.name == "TimeSeries");
    series.filter(|series| is_of(series, sequence)).flat_map(prices_of_series).collect()
}

/// Of a zone with several auctions each series says to which it belongs.
fn is_of(series: &Node, sequence: u32) -> bool {
    let position = series.text_of("classificationSequence_AttributeInstanceComponent.position");
    position.is_none_or(|position| position.parse() == Ok(sequence))
}

fn prices_of_series(series: &Node) -> Vec<Found> {
    let word = |name: &str| series.text_of(name).unwrap_or_default();
    let unit = Unit::known(&format!("{}/{}", word("currency_Unit.name"), word("price_Measure_Unit.name")));
    // the value stays until the next point; else a missing point is a gap
    let stays = word("curveType") == "A03";
    let periods = series.children.iter().filter(|node| node.name == "Period");
    periods
        .flat_map(|period| match read(period, stays, &unit) {
            Ok(found) => found,
            Err(issue) => {
                let key = period.child("timeInterval").and_then(|interval| interval.text_of("start"));
                vec![Found::new(key.unwrap_or("a period"), period.to_string(), Err(issue))]
            }
        })
        .collect()
}

struct Frame<'a> {
    start: Instant,
    step: TimeDelta,
    count: i64,
    unit: &'a Unit,
}

fn read(period: &Node, stays: bool, unit: &Result<Unit, Issue>) -> Result<Vec<Found>, Issue> {
    let unit = unit.as_ref().map_err(Clone::clone)?;
    let interval = period.child("timeInterval").ok_or_else(|| missing("timeInterval"))?;
    let time = |name: &str| interval.text_of(name).and_then(instant).ok_or_else(|| missing(name));
    let (start, end) = (time("start")?, time("end")?);
    let step = period.text_of("resolution").and_then(duration).filter(|step| *step >= TimeDelta::minutes(1));
    let step = step.ok_or_else(|| missing("resolution"))?;
    let length = (end - start).num_seconds();
    let count = length / step.num_seconds();
    if length % step.num_seconds() != 0 || !(1..=MOST_POINTS).contains(&count) {
        let message = format!("{start} to {end} is no whole number of {} minutes", step.num_minutes());
        return Err(Issue { code: Code::OutOfRange, message, ..missing("timeInterval") });
    }
    let frame = Frame { start, step, count, unit };
    let mut points: Vec<(i64, &Node)> = Vec::new();
    let mut found = Vec::new();
    for point in period.children.iter().filter(|node| node.name == "Point") {
        match point.text_of("position").and_then(|text| text.parse().ok()).filter(|at| (1..=count).contains(at)) {
            Some(position) => points.push((position, point)),
            None => found.push(Found::new(format!("{start} ?"), point.to_string(), Err(missing("position")))),
        }
    }
    points.sort_by_key(|(position, _)| *position);
    found.extend(quotes(&frame, &points, stays));
    Ok(found)
}

fn quotes(frame: &Frame<'_>, points: &[(i64, &Node)], stays: bool) -> Vec<Found> {
    let at = |position: i64| frame.start + frame.step * i32::try_from(position - 1).unwrap_or(i32::MAX);
    let mut found = Vec::new();
    for (index, (position, point)) in points.iter().enumerate() {
        let next = points.iter().skip(index + 1).map(|(next, _)| *next).find(|next| next != position);
        let until = if stays { next.unwrap_or(frame.count + 1) } else { position + 1 };
        let amount = point.text_of("price.amount").and_then(|text| text.parse::<Decimal>().ok());
        for position in *position..until {
            let read = amount
                .ok_or_else(|| missing("price.amount"))
                .and_then(|amount| Quote::new(at(position), at(position + 1), amount, frame.unit));
            found.push(Found::new(at(position).to_rfc3339(), point.to_string(), read));
        }
    }
    found
}
