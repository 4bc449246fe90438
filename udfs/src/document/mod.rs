//! The problem and result documents (JSON): the one interchange form for people, scripts, other tools and the solver
//! process. A file an entity, with the reading and the writing of its fields; a table's row has the same field names.

mod amount;
mod bill;
pub mod equipment;
pub mod horizon;
mod invoice;
pub mod job;
pub mod load;
pub mod options;
pub mod previous;
mod problem;
mod result;
pub mod site;
pub mod tariff;
mod text;

#[cfg(test)]
mod tests;

pub use amount::{grouped, money};
pub use bill::bill_to_json;
pub use invoice::{invoice_from_json, read_invoice_line};
pub use problem::{PROBLEM_FORMAT, problem_from_json, problem_to_json, read_problem};
pub use result::{RESULT_FORMAT, assignment_id, result_from_json, result_to_json};
pub use text::{decimal_text, instant_text};
