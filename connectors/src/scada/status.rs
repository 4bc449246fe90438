use chrono::{SubsecRound, TimeDelta};
use udfs::error::Place;
use udfs::model::{Decimal, Instant};
use udfs::row::Cell;
use udfs::tables::{EQUIPMENT_STATUS, Table};
use udfs::{Code, Issue};

use super::{Equipment, Quality, Role, Sample, State};

/// A clock that is ahead of ours by more than this is not believed.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// What equipment says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub at: Instant,
    pub state: State,
    /// When the state was measured.
    pub since: Instant,
    pub load_kw: Option<Decimal>,
    pub degradation_percent: Option<Decimal>,
    /// Things that were not as the configuration expects.
    pub odd: Vec<String>,
}

impl Status {
    /// From a sample for each signal. What the configuration has wrong is said of all signals at once.
    pub fn of(equipment: &Equipment, samples: &[Sample], now: Instant) -> Result<Self, Vec<Issue>> {
        let mut status = Self {
            at: now,
            state: State::Unknown,
            since: now,
            load_kw: None,
            degradation_percent: None,
            odd: Vec::new(),
        };
        let (mut issues, mut states, mut times, mut since) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for ((role, signal), sample) in equipment.signals.iter().zip(samples) {
            if sample.quality == Quality::Absent {
                continue;
            }
            if sample.quality == Quality::Wrong {
                let place = Place::new("equipment").key(&equipment.id).column(role.as_str());
                let message = format!("{}: {}", signal.from, sample.note);
                issues.push(Issue::error(Code::UnknownReference, place, message, "correct from, or the device's side"));
                continue;
            }
            let at = sample.at.map(|at| at.trunc_subsecs(6));
            if at.is_some_and(|at| at > now + AHEAD) {
                status.odd.push(format!("{}: clock ahead", role.as_str()));
            }
            let at = at.filter(|at| *at <= now + AHEAD).unwrap_or(now);
            times.push(at);
            let value = sample.usable();
            if role.tells_state() {
                let state = value.map_or(Some(State::Unknown), |value| signal.state(*role, value));
                if let (None, Some(value)) = (state, value) {
                    status.odd.push(format!(
                        "{}: {}",
                        role.as_str(),
                        value.words().first().cloned().unwrap_or_default()
                    ));
                }
                states.push(state.unwrap_or(State::Unknown));
                since.push(at);
                continue;
            }
            let number = value.and_then(|value| signal.number(value));
            if number.is_none() && value.is_some() {
                status.odd.push(format!("{}: outside its range", role.as_str()));
            }
            let column = if *role == Role::Load { &mut status.load_kw } else { &mut status.degradation_percent };
            *column = number.map(|number| rounded(&EQUIPMENT_STATUS, role.as_str(), number));
        }
        if !issues.is_empty() {
            return Err(issues);
        }
        status.at = times.into_iter().max().unwrap_or(now);
        status.state = states.into_iter().max().unwrap_or(State::Unknown);
        status.since = since.into_iter().max().unwrap_or(now);
        Ok(status)
    }

    pub fn cells(&self) -> [(&'static str, Cell); 4] {
        let number = |number: Option<Decimal>| number.map_or(Cell::Null, Cell::Number);
        [
            ("at", Cell::Time(self.at)),
            ("state", Cell::Text(self.state.as_str().into())),
            ("load_kw", number(self.load_kw)),
            ("degradation_percent", number(self.degradation_percent)),
        ]
    }
}

/// To the digits that the column holds.
fn rounded(table: &Table, column: &str, number: Decimal) -> Decimal {
    let scale = table.column(column).and_then(|column| column.kind.scale());
    scale.map_or(number, |scale| number.round_dp(scale))
}
