use std::sync::Arc;

use datafusion::error::{DataFusionError, Result};
use datafusion::execution::object_store::{DefaultObjectStoreRegistry, ObjectStoreRegistry};
use object_store::ObjectStore;
use url::{Position, Url};

use crate::warehouse;

/// Opens the store of a bucket when a statement first names it, with the settings of the environment.
#[derive(Debug, Default)]
pub(super) struct Stores {
    known: DefaultObjectStoreRegistry,
}

impl ObjectStoreRegistry for Stores {
    fn register_store(&self, url: &Url, store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        self.known.register_store(url, store)
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        let Err(unknown) = self.known.get_store(url) else { return self.known.get_store(url) };
        let bucket = Url::parse(&url[..Position::BeforePath]).map_err(|_| unknown)?;
        let (store, _) = warehouse::remote(&bucket).map_err(|e| DataFusionError::External(e.into()))?;
        self.known.register_store(&bucket, Arc::clone(&store));
        Ok(store)
    }
}
