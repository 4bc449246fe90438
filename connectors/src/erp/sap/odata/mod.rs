//! OData version 2 as SAP Gateway speaks it.

mod envelope;
mod literal;
mod metadata;
mod service;
mod value;

pub use envelope::Page;
pub use literal::{instant, quoted};
pub use metadata::Types;
pub use service::Service;
pub use value::{Entity, at};
