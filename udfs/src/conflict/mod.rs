//! Why a problem has no plan that holds all constraints, and what would have to give.
//!
//! Constraints are taken in groups ([`Group`]): a job within its window, an equipment's capacity, the site's crew. A
//! problem with some of the groups alone ([`relax`]) is easier, never harder. [`verdict`] proves such a problem
//! impossible, finds a plan of it, or does not know; by [`facts`] first, which are arithmetic, then by trying every place
//! of few jobs ([`enumerate`]). [`find`] looks for jobs that are in each other's way, and [`reduce`] takes groups away as
//! long as the rest is still proved impossible: what remains is a conflict that is gone without any one of its members.
//! Nothing is called a conflict that is not proved to be one.
//!
//! [`issues`] says it in words, with what the elastic plan gave up and other ways out.

mod enumerate;
mod facts;
mod find;
mod group;
mod issues;
mod reduce;
mod relax;
mod remedies;
mod verdict;
mod windows;
mod words;

#[cfg(test)]
mod tests;

pub use find::{Conflict, find};
pub use group::Group;
pub use issues::issues;
pub use relax::relax;
