//! How people read amounts; as in reports.

pub(crate) use reports::{grouped, money};
