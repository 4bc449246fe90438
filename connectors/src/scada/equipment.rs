use serde::Deserialize;
use udfs::Issues;

use super::signal::Signal;
use crate::load::Job;

/// What a signal tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    State,
    Mode,
    Fault,
    Load,
    Degradation,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Role::State => "state",
            Role::Mode => "mode",
            Role::Fault => "fault",
            Role::Load => "load_kw",
            Role::Degradation => "degradation_percent",
        }
    }

    pub fn tells_state(self) -> bool {
        matches!(self, Role::State | Role::Mode | Role::Fault)
    }
}

/// A piece of equipment and all that is read of it.
#[derive(Debug, Clone)]
pub struct Equipment {
    pub id: String,
    pub signals: Vec<(Role, Signal)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    state: Option<Signal>,
    mode: Option<Signal>,
    fault: Option<Signal>,
    load_kw: Option<Signal>,
    degradation_percent: Option<Signal>,
}

impl Equipment {
    pub fn read(job: &Job, id: &str, table: &toml::Table) -> Result<Self, Issues> {
        let settings: Settings = table.clone().try_into().map_err(|e: toml::de::Error| {
            let names = "state, mode, fault, load_kw and degradation_percent";
            job.refuse(&format!("equipment.{id}"), e.message(), format!("give {names}, each with from"))
        })?;
        let roles = [
            (Role::State, settings.state),
            (Role::Mode, settings.mode),
            (Role::Fault, settings.fault),
            (Role::Load, settings.load_kw),
            (Role::Degradation, settings.degradation_percent),
        ];
        let signals: Vec<_> = roles.into_iter().filter_map(|(role, signal)| Some((role, signal?))).collect();
        if signals.is_empty() {
            let fix = "give at least state or fault";
            return Err(job.refuse(&format!("equipment.{id}"), "nothing is read of it", fix).into());
        }
        for (role, signal) in &signals {
            signal.check(job, *role)?;
        }
        Ok(Self { id: id.into(), signals })
    }
}
