//! Tariffs and prices of utilities. A folder a system.

pub mod openadr;
pub mod rest;
pub mod soap;
pub mod urdb;
pub mod websocket;

mod form;
