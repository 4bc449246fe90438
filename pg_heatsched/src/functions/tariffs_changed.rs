//! The trigger of the tables that tariffs and memberships are read from.

use crate::answer::Answer;
use crate::tariffs;

sql_function!(tariffs_changed, |_| {
    tariffs::changed();
    Ok(Answer::Value(Some(pgrx::pg_sys::Datum::from(0usize))))
});
