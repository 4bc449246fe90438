use chrono_tz::Tz;

use super::text_of;
use crate::error::{Code, Issue, Place};
use crate::row::Row;
use crate::tables::SITES;

/// The time zone of a row of `sites`.
pub(crate) fn site_zone(site: &Row) -> Result<Tz, Issue> {
    let name = text_of(site, "time_zone");
    name.parse().map_err(|_| {
        let message = format!("\"{name}\" is no IANA time zone");
        let place = Place::new(SITES.name).key(text_of(site, "site_id")).column("time_zone");
        Issue::error(Code::OutOfRange, place, message, "use a name such as America/Chicago")
    })
}
