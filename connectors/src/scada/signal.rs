use serde::Deserialize;
use udfs::Issue;
use udfs::model::Decimal;

use super::equipment::Role;
use super::sample::Value;
use super::state::State;
use crate::load::Job;

/// One thing that a system says of equipment, and what it means.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Signal {
    /// Node, register or object, as its protocol names it.
    pub from: String,
    /// A companion specification that says where below `from` the state is, and what its values mean.
    pub model: Option<String>,
    /// One bit of a whole number.
    pub bit: Option<u8>,
    pub scale: Option<toml::Value>,
    pub offset: Option<toml::Value>,
    /// Values outside are no measurements.
    pub least: Option<toml::Value>,
    pub most: Option<toml::Value>,
    pub online: Vec<toml::Value>,
    pub maintenance: Vec<toml::Value>,
    pub offline: Vec<toml::Value>,
}

impl Signal {
    pub fn check(&self, job: &Job, role: Role) -> Result<(), Issue> {
        let refuse = |message: &str, fix: &str| Err(job.refuse(role.as_str(), message, fix));
        if self.from.is_empty() {
            return refuse("from is missing", "from = \"...\" names the node, register or object");
        }
        for (name, value) in
            [("scale", &self.scale), ("offset", &self.offset), ("least", &self.least), ("most", &self.most)]
        {
            if value.is_some() && decimal(value.as_ref()).is_none() {
                return refuse(&format!("{name} is no number"), "give a number");
            }
        }
        match role {
            Role::State | Role::Mode if self.model.is_none() && !self.has_words() => {
                refuse("no value has a meaning", "give online, maintenance or offline, each a list of values")
            }
            Role::Load | Role::Degradation if self.has_words() => {
                refuse("it is a number", "leave online and the others out")
            }
            _ => Ok(()),
        }
    }

    /// Whether the configuration says what values mean.
    pub fn has_words(&self) -> bool {
        !self.online.is_empty() || !self.maintenance.is_empty() || !self.offline.is_empty()
    }

    /// What a value means; `None`: the configuration does not say.
    pub fn state(&self, role: Role, value: &Value) -> Option<State> {
        let bit = self.bit.and_then(|bit| bit_of(value, bit)).map(Value::Bool);
        let value = bit.as_ref().unwrap_or(value);
        let words = value.words();
        let has = |list: &[toml::Value]| list.iter().any(|known| words.contains(&plain(known)));
        let lists =
            [(&self.maintenance, State::Maintenance), (&self.offline, State::Offline), (&self.online, State::Online)];
        if let Some((_, state)) = lists.into_iter().find(|(list, _)| has(list)) {
            return Some(state);
        }
        if role == Role::Fault && lists.iter().all(|(list, _)| list.is_empty()) {
            let is_faulty = value.number()? != Decimal::ZERO;
            return Some(if is_faulty { State::Offline } else { State::Online });
        }
        // a mode or a fault that is not listed is no objection
        (role != Role::State && self.online.is_empty()).then_some(State::Online)
    }

    /// `None`: it is no measurement.
    pub fn number(&self, value: &Value) -> Option<Decimal> {
        let scale = decimal(self.scale.as_ref()).unwrap_or(Decimal::ONE);
        let offset = decimal(self.offset.as_ref()).unwrap_or_default();
        let number = value.number()?.checked_mul(scale)?.checked_add(offset)?;
        let within = decimal(self.least.as_ref()).is_none_or(|least| least <= number)
            && decimal(self.most.as_ref()).is_none_or(|most| number <= most);
        within.then_some(number)
    }
}

fn bit_of(value: &Value, bit: u8) -> Option<bool> {
    let number: i64 = value.number()?.try_into().ok()?;
    number.checked_shr(bit.into()).map(|shifted| shifted & 1 == 1)
}

fn decimal(value: Option<&toml::Value>) -> Option<Decimal> {
    plain(value?).parse().ok()
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
