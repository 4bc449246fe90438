use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::ColumnarValue;

use super::{Calendars, Engine, for_each_time, text_at};
use udfs::error::Issues;
use udfs::functions::RateTable;

/// What the functions of a tariff and an instant have in common.
///
/// Registered without tariffs; planning a query gives its calls a set of their own, to be read once.
#[derive(Debug, Clone)]
pub struct Lookup {
    engine: Engine,
    query: Option<Arc<Calendars>>,
}

impl Lookup {
    pub fn new(engine: Engine) -> Self {
        Self { engine, query: None }
    }

    /// The same for one query; `None` where this is that already.
    pub fn for_query(&self) -> Option<Self> {
        let query = Some(Arc::new(Calendars::new(self.engine.clone())));
        self.query.is_none().then(|| Self { engine: self.engine.clone(), query })
    }

    /// The value of each row by its tariff and time (microseconds since 1970). Rows that the nulls mark have the default.
    pub fn values<T: Clone + Default>(
        &self,
        ids: &ColumnarValue,
        times: &ArrayRef,
        value: impl Fn(&RateTable, i64) -> Result<T, Issues>,
    ) -> Result<(Vec<T>, Option<NullBuffer>), Issues> {
        let calendars = self.query.clone().unwrap_or_else(|| Arc::new(Calendars::new(self.engine.clone())));
        let mut values = vec![T::default(); times.len()];
        match ids {
            ColumnarValue::Scalar(ScalarValue::Utf8(Some(id))) => {
                let rates = calendars.get(id)?;
                for_each_time(times, |row, micros| value(&rates, micros).map(|value| values[row] = value))?;
                Ok((values, times.nulls().cloned()))
            }
            ColumnarValue::Scalar(_) => Ok((values, Some(NullBuffer::new_null(times.len())))),
            ColumnarValue::Array(ids) => {
                let tariffs = tariffs_of(&calendars, ids)?;
                for_each_time(times, |row, micros| match text_at(ids, row).and_then(|id| tariffs.get(id)) {
                    Some(rates) => value(rates, micros).map(|value| values[row] = value),
                    None => Ok(()),
                })?;
                Ok((values, NullBuffer::union(ids.nulls(), times.nulls())))
            }
        }
    }
}

fn tariffs_of<'a>(calendars: &Calendars, ids: &'a ArrayRef) -> Result<HashMap<&'a str, Arc<RateTable>>, Issues> {
    let mut tariffs = HashMap::new();
    for id in (0..ids.len()).filter_map(|row| text_at(ids, row)) {
        if !tariffs.contains_key(id) {
            tariffs.insert(id, calendars.get(id)?);
        }
    }
    Ok(tariffs)
}

// Two calls are the same call if they ask the same tables.
impl PartialEq for Lookup {
    fn eq(&self, other: &Self) -> bool {
        self.engine == other.engine
    }
}

impl Eq for Lookup {}

impl Hash for Lookup {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.engine.hash(state);
    }
}
