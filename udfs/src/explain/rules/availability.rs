use super::{At, Obstacle, Site};
use crate::explain::explanation::Rule;
use crate::explain::words::local;
use crate::model::{Decimal, Span};

/// Equipment is off during maintenance, repair and the like; an interval that this touches is no interval to run in.
pub fn obstacle(site: &Site<'_>, at: At) -> Option<Obstacle> {
    let intervals = site.intervals(at);
    if site.plant.units[at.unit].available_until[intervals.start] >= intervals.end {
        return None;
    }
    let horizon = &site.problem.horizon;
    let span = Span { start: horizon.instant(intervals.start), end: horizon.instant(intervals.end) };
    let id = site.equipment_id(at.unit);
    let off = site.problem.availability.iter().find(|off| off.equipment_id == id && off.span.overlaps(&span))?;
    let minutes = (off.span.end.min(span.end) - off.span.start.max(span.start)).num_minutes();
    let (from, to) = (local(site.problem, off.span.start), local(site.problem, off.span.end));
    let message = format!("{id} is not available from {from} to {to} ({})", off.reason);
    let (rule, subject) = (Rule::Availability, id.to_string());
    Some(Obstacle { rule, subject, amount: Decimal::from(minutes), unit: "min", message })
}
