use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::DateTime;
use datafusion::arrow::array::{Array, ArrayRef, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion_macros::user_doc;

use super::support::{Engine, call_with_id_and_time, failure, for_each_time, takes_id_and_time, text_at};
use udfs::error::{Code, Issue, Issues, Place};
use udfs::store::{Change, MemoryStore, Store};
use udfs::stored;
use udfs::tables::{SITES, TARIFFS};

const SYNTAX: &str = "current_tariff(site_id text, at timestamp)";

/// No zone changes its date off a quarter-hour.
const QUARTER_HOUR_MICROS: i64 = 15 * 60 * 1_000_000;

#[user_doc(
    doc_section(label = "Tariff Functions"),
    description = r"Tariff in force at a site: the one that the site names, or the only one in effect on the tariff's local
day. It is an error if several are in effect, or none. NULL where an argument is NULL. A timestamp without a zone is UTC.",
    syntax_example = "current_tariff(site_id, at)",
    sql_example = r#"```sql
SELECT tariff_rate(current_tariff('plant-a', "start"), "start") FROM site_load WHERE site_id = 'plant-a';
```"#,
    argument(name = "site_id", description = "Site, as in sites."),
    argument(name = "at", description = "Instant: a timestamp of any unit and zone.")
)]
#[derive(Debug)]
pub struct CurrentTariff {
    signature: Signature,
    engine: Engine,
    query: Option<Arc<Sites>>,
}

impl CurrentTariff {
    pub fn new(engine: Engine) -> Self {
        Self { signature: Signature::user_defined(Volatility::Stable), engine, query: None }
    }

    fn values(&self, ids: &ArrayRef, times: &ArrayRef) -> Result<ArrayRef, Issues> {
        let sites = self.query.clone().unwrap_or_default();
        let mut tariffs: Vec<Option<Arc<str>>> = vec![None; times.len()];
        for_each_time(times, |row, micros| {
            if let Some(site_id) = text_at(ids, row) {
                tariffs[row] = Some(sites.tariff(&self.engine, site_id, micros)?);
            }
            Ok(())
        })?;
        Ok(Arc::new(StringArray::from_iter(tariffs)))
    }
}

/// Sites and tariffs as one query sees them.
#[derive(Debug, Default)]
struct Sites(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    tables: Option<MemoryStore>,
    /// By site and quarter-hour.
    known: HashMap<String, HashMap<i64, Arc<str>>>,
}

impl Sites {
    fn tariff(&self, engine: &Engine, site_id: &str, micros: i64) -> Result<Arc<str>, Issues> {
        let quarter = micros.div_euclid(QUARTER_HOUR_MICROS);
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tariff) = state.known.get(site_id).and_then(|known| known.get(&quarter)) {
            return Ok(Arc::clone(tariff));
        }
        let tables = match state.tables.take() {
            Some(tables) => tables,
            None => engine.blocking(|| snapshot(engine))?,
        };
        let tables = state.tables.insert(tables);
        let message = format!("{micros} microseconds since 1970 are out of range");
        let out_of_range = || Issue::error(Code::OutOfRange, Place::new("at"), message, "give a time of this era");
        let at = DateTime::from_timestamp_micros(micros).ok_or_else(out_of_range)?;
        let tariff: Arc<str> = stored::current_tariff(tables, &engine.tenant, site_id, at)?.into();
        state.known.entry(site_id.to_string()).or_default().insert(quarter, Arc::clone(&tariff));
        Ok(tariff)
    }
}

fn snapshot(engine: &Engine) -> Result<MemoryStore, Issues> {
    let tables = MemoryStore::new();
    for table in [&SITES, &TARIFFS] {
        tables.write(&[Change::upsert(table, engine.rows(table, &[])?)])?;
    }
    Ok(tables)
}

impl ScalarUDFImpl for CurrentTariff {
    fn name(&self) -> &str {
        "current_tariff"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        takes_id_and_time(SYNTAX, arg_types)
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        call_with_id_and_time(self.name(), args, |ids, times| {
            self.values(&ids.to_array(times.len())?, times).map_err(failure)
        })
    }

    fn simplify(&self, args: Vec<Expr>, _info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        if self.query.is_some() {
            return Ok(ExprSimplifyResult::Original(args));
        }
        let own = Self { query: Some(Arc::default()), ..Self::new(self.engine.clone()) };
        Ok(ExprSimplifyResult::Simplified(ScalarUDF::from(own).call(args)))
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.doc()
    }
}

// Two calls are the same call if they ask the same tables.
impl PartialEq for CurrentTariff {
    fn eq(&self, other: &Self) -> bool {
        self.engine == other.engine
    }
}

impl Eq for CurrentTariff {}

impl Hash for CurrentTariff {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.engine.hash(state);
    }
}
