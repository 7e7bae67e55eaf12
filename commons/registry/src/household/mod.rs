//! A household: registered once, opened only with a reason, changed by those who serve it or by itself.
//!
//! 1. A helper, an officer or a file brings what is known, in whatever form ([`crate::raw`]).
//! 2. It is read once, with everything that is wrong said beside its field ([`crate::check`]).
//! 3. [`command::register`] seals it, claims its members' identity numbers for the nation, and writes the look.
//! 4. Lists and searches show it masked; whoever opens it says what for, and the household sees that ([`crate::looks`]).
//! 5. Changes go by version: who read an older state is told so instead of overwriting a newer one.

pub(crate) mod alike;
mod closing;
pub mod command;
pub mod form;
pub mod joining;
mod known;
pub(crate) mod leaving;
pub(crate) mod members;
pub(crate) mod merging;
pub mod open;
pub mod page;
pub mod routes;
pub mod routes_edit;
pub mod routes_json;
pub mod routes_members;
pub mod routes_open;
pub mod store;
