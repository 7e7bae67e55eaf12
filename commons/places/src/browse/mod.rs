//! Looking at the tree: pages for people and the same for programs.

mod api;
mod page;
mod routes;

pub use api::{ListQuery, PlaceJson, PlaceWhole};
pub(crate) use page::level_word;
pub use page::{Shown, Stop};
pub(crate) use routes::{one, top};

pub(crate) mod operations {
    pub(crate) use super::api::*;
}
