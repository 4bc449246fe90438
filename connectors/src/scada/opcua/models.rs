//! Where companion specifications keep the state of a machine, and what its values mean.

use udfs::Issue;

use super::super::{Role, Signal};
use super::nodes::Address;
use crate::load::Job;

const MACHINERY: &str = "http://opcfoundation.org/UA/Machinery/";
const PACKML: &str = "http://opcfoundation.org/UA/PackML/";
const UA: &str = "http://opcfoundation.org/UA/";

/// A part of a machine's state: its path below the machine, and its values by meaning.
struct Part {
    role: Role,
    path: &'static [(&'static str, &'static str)],
    optional: bool,
    online: &'static [&'static str],
    maintenance: &'static [&'static str],
    offline: &'static [&'static str],
}

/// OPC 40001-1.
const OF_MACHINERY: &[Part] = &[
    Part {
        role: Role::State,
        path: &[
            (MACHINERY, "MachineryBuildingBlocks"),
            (MACHINERY, "MachineryItemState"),
            (UA, "CurrentState"),
            (UA, "Id"),
        ],
        optional: false,
        online: &["Executing", "NotExecuting"],
        maintenance: &[],
        offline: &["NotAvailable", "OutOfService"],
    },
    Part {
        role: Role::Mode,
        path: &[
            (MACHINERY, "MachineryBuildingBlocks"),
            (MACHINERY, "MachineryOperationMode"),
            (UA, "CurrentState"),
            (UA, "Id"),
        ],
        optional: true,
        online: &[],
        maintenance: &["Maintenance"],
        offline: &[],
    },
];

/// OPC 30050: a machine that is cleared is running or stopped, one that runs has further states that are no concern here.
const OF_PACKML: &[Part] = &[
    Part {
        role: Role::State,
        path: &[(PACKML, "BaseStateMachine"), (UA, "CurrentState"), (UA, "Id")],
        optional: false,
        online: &["Cleared"],
        maintenance: &[],
        offline: &["Aborted", "Aborting"],
    },
    Part {
        role: Role::State,
        path: &[(PACKML, "BaseStateMachine"), (PACKML, "MachineState"), (UA, "CurrentState"), (UA, "Id")],
        optional: false,
        online: &["Running"],
        maintenance: &[],
        offline: &["Stopped", "Stopping", "Clearing"],
    },
    Part {
        role: Role::Mode,
        path: &[(PACKML, "Status"), (PACKML, "UnitModeCurrent")],
        optional: true,
        online: &[],
        maintenance: &["2"],
        offline: &[],
    },
];

/// The signals that a signal stands for, each with the node it is read from.
pub fn expand(job: &Job, role: Role, signal: &Signal) -> Result<Vec<(Role, Signal, Address)>, Issue> {
    let address = Address::parse(job, role, &signal.from)?;
    let parts = match signal.model.as_deref() {
        None => return Ok(vec![(role, signal.clone(), address)]),
        Some("machinery") => OF_MACHINERY,
        Some("packml") => OF_PACKML,
        Some(other) => return Err(job.refuse(role.as_str(), format!("no model {other}"), "use machinery or packml")),
    };
    let of_part = |part: &Part| {
        let names = part.path.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("/");
        let words = |list: &[&str]| list.iter().map(|word| (*word).into()).collect();
        let mut signal = Signal { from: format!("{}/{names}", signal.from), ..signal.clone() };
        // a plant may see them in another way
        if part.role != Role::State || !signal.has_words() {
            signal.online = words(part.online);
            signal.maintenance = words(part.maintenance);
            signal.offline = words(part.offline);
        }
        let path = part.path.iter().map(|(uri, name)| (uri.to_string(), name.to_string())).collect();
        (part.role, signal, address.clone().below(path, part.optional))
    };
    Ok(parts.iter().map(of_part).collect())
}
