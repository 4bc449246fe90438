//! What went wrong, said so that the reader can mend it: a stable code, the place, the cause and what to do.

mod code;
mod issue;

pub use code::{Code, Kind};
pub use issue::{Issue, Issues, Place, Severity};
