use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::Engine;
use udfs::error::Issues;
use udfs::functions::RateTable;
use udfs::stored;
use udfs::tariff::Calendar;

/// The tariffs of one query: each is read once, so that all its rows see the same rates.
pub struct Calendars {
    engine: Engine,
    known: Mutex<HashMap<String, Arc<RateTable>>>,
}

impl Calendars {
    pub fn new(engine: Engine) -> Self {
        Self { engine, known: Mutex::default() }
    }

    pub fn get(&self, tariff_id: &str) -> Result<Arc<RateTable>, Issues> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rates) = known.get(tariff_id) {
            return Ok(Arc::clone(rates));
        }
        let Engine { store, tenant, .. } = &self.engine;
        let (tariff, zone) = self.engine.blocking(|| stored::tariff(store.as_ref(), tenant, tariff_id))?;
        let rates = Arc::new(RateTable::new(Calendar::new(&tariff, zone)?)?);
        known.insert(tariff_id.to_string(), Arc::clone(&rates));
        Ok(rates)
    }
}

impl fmt::Debug for Calendars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendars").finish_non_exhaustive()
    }
}
