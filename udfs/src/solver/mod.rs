//! What a server and the solver process `heatsched-solver` say to each other: a server starts the process, writes one
//! [`request`] line to its standard input, keeps that open, and reads [`Message`] lines from its standard output.
//!
//! Solving in a process of its own keeps a server alive whatever a solver does, and a process can always be ended:
//! closing its standard input is enough.

mod message;
mod request;

pub use message::{Message, Step, issues_line, progress_line, read_message, result_line};
pub use request::{MAX_REQUEST_BYTES, read_request, request};
