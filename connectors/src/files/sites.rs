use std::collections::BTreeMap;

use chrono_tz::Tz;
use udfs::Issues;
use udfs::row::{Cell, Row};
use udfs::store::Store;
use udfs::tables::SITES;

use super::Import;

/// The sites that are known, with their zones: those of the store and those that came in with the files.
#[derive(Debug, Default)]
pub struct Sites(BTreeMap<String, Option<Tz>>);

impl Sites {
    pub fn load(store: &dyn Store, tenant: &str) -> Result<Self, Issues> {
        let mut sites = Self::default();
        store.read(&SITES, &[("tenant_id", tenant)])?.iter().for_each(|row| sites.add(row));
        Ok(sites)
    }

    pub fn learn(&mut self, import: &Import) {
        let of_sites = import.changes.iter().filter(|change| change.table.name == SITES.name);
        of_sites.flat_map(|change| &change.rows).for_each(|row| self.add(row));
    }

    fn add(&mut self, row: &Row) {
        let text = |name: &str| match row.get(name) {
            Some(Cell::Text(text)) => Some(text.clone()),
            _ => None,
        };
        if let Some(site) = text("site_id") {
            self.0.insert(site, text("time_zone").and_then(|zone| zone.parse().ok()));
        }
    }

    pub fn only(&self) -> Option<String> {
        let mut ids = self.0.keys();
        ids.next().filter(|_| ids.next().is_none()).cloned()
    }

    pub fn zone(&self, site: &str) -> Option<Tz> {
        self.0.get(site).copied().flatten()
    }
}
