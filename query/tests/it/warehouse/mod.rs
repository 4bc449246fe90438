mod crash;
mod damage;
mod query;
mod rows;
mod store;
mod tidy;
mod transactions;
mod writers;
