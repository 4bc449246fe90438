//! The calendars of tariffs that this session has asked for, kept until a tariff, a membership or a privilege changes
//! anywhere: writes to those tables invalidate the relation `tariffs` by a trigger, and every session hears of that.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use pgrx::pg_sys;
use udfs::error::Issues;
use udfs::functions::RateTable;
use udfs::stored;
use udfs::tariff::Calendar;

use crate::store::WRITING;
use crate::tenant;

thread_local! {
    static KNOWN: RefCell<HashMap<Key, Rc<RateTable>>> = RefCell::default();
    /// Counts what made the known ones void.
    static CHANGES: Cell<u64> = const { Cell::new(0) };
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    role: u32,
    setting: String,
    tariff_id: String,
}

/// The tariff as the role may see it. It is read as committed by now, so that what is kept is never older than the last
/// change this session has heard of.
pub fn calendar(tariff_id: &str) -> Result<Rc<RateTable>, Issues> {
    // SAFETY: reads a variable of the session
    let role = unsafe { pg_sys::GetUserId() }.to_u32();
    let key = Key { role, setting: tenant::setting(), tariff_id: tariff_id.to_string() };
    if let Some(rates) = KNOWN.with_borrow(|known| known.get(&key).cloned()) {
        return Ok(rates);
    }
    TARIFFS.set(relation().to_u32());
    let before = CHANGES.get();
    let (tariff, zone) = stored::tariff(&WRITING, &tenant::tenant()?, tariff_id)?;
    let rates = Rc::new(RateTable::new(Calendar::new(&tariff, zone)?)?);
    if before == CHANGES.get() && snapshots_are_new() {
        KNOWN.with_borrow_mut(|known| known.insert(key, Rc::clone(&rates)));
    }
    Ok(rates)
}

/// A transaction with one snapshot may read what is out of date already.
fn snapshots_are_new() -> bool {
    // SAFETY: reads a variable of the session
    unsafe { pg_sys::XactIsoLevel < pg_sys::XACT_REPEATABLE_READ as i32 }
}

fn forget() {
    CHANGES.set(CHANGES.get().wrapping_add(1));
    KNOWN.with_borrow_mut(HashMap::clear);
}

/// Listens for changes.
pub fn watch() {
    // SAFETY: the callbacks touch nothing of Postgres
    unsafe {
        let none = pg_sys::Datum::from(0usize);
        pg_sys::CacheRegisterRelcacheCallback(Some(relation_changed), none);
        pg_sys::CacheRegisterSyscacheCallback(
            pg_sys::SysCacheIdentifier::AUTHMEMROLEMEM as i32,
            Some(role_changed),
            none,
        );
    }
}

thread_local! {
    /// The relation `tariffs`, once it was seen.
    static TARIFFS: Cell<u32> = const { Cell::new(0) };
}

extern "C-unwind" fn relation_changed(_: pg_sys::Datum, relation: pg_sys::Oid) {
    let tariffs = TARIFFS.get();
    if relation == pg_sys::InvalidOid || tariffs == 0 || relation.to_u32() == tariffs {
        forget();
    }
}

extern "C-unwind" fn role_changed(_: pg_sys::Datum, _: i32, _: u32) {
    forget();
}

/// Tells every session, at commit, that tariffs have changed.
pub fn changed() {
    let tariffs = relation();
    if tariffs != pg_sys::InvalidOid {
        // SAFETY: the relation's own id
        unsafe { pg_sys::CacheInvalidateRelcacheByRelid(tariffs) };
    }
}

fn relation() -> pg_sys::Oid {
    // SAFETY: looks it up in the catalog
    unsafe {
        let schema = pg_sys::get_namespace_oid(c"heatsched".as_ptr(), true);
        pg_sys::get_relname_relid(c"tariffs".as_ptr(), schema)
    }
}
