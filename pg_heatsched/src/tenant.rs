//! Whose rows a call works on.

use udfs::error::{Code, Issue, Issues, Place};
use udfs::row::Cell;
use udfs::tables::Kind;

use crate::settings::TENANT_ID;
use crate::spi;

/// The tenant of the setting, or the only one of the role.
pub fn tenant() -> Result<String, Issues> {
    let set = setting();
    let rows = spi::run("SELECT t FROM heatsched.my_tenants() AS t ORDER BY t", &[], &[Kind::Text], true)?;
    let mut tenants: Vec<String> = rows
        .into_iter()
        .flatten()
        .filter_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None })
        .collect();
    match (tenants.len(), tenants.pop()) {
        (1, Some(tenant)) => Ok(tenant),
        (0, _) if !set.is_empty() => {
            let message = format!("the role is no member of a tenant \"{set}\"");
            Err(refused(message, "set heatsched.tenant_id to a tenant of the role, or reset it"))
        }
        (0, _) => Err(refused("the role is no member of any tenant".to_string(), "have a row added to tenant_members")),
        (_, last) => {
            let message = format!("the role is a member of {}, and others", last.unwrap_or_default());
            Err(refused(message, "set heatsched.tenant_id"))
        }
    }
}

/// The setting; empty where there is none.
pub fn setting() -> String {
    TENANT_ID.get().map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
}

fn refused(message: String, fix: &str) -> Issues {
    Issue::error(Code::UnknownReference, Place::new("heatsched.tenant_id"), message, fix).into()
}
