//! The household's own page: what is held, who looked and why, what is not right, who is close to it.

pub mod page;
pub mod routes;
