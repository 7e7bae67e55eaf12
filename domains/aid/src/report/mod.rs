//! Reports of abuse: anybody who sees a public request may tell the officers of its place that something is wrong with it.
//! An officer looks, and dismisses the report or upholds it and then stops the request or not.

mod command;
mod page;
mod routes;
mod store;

pub use command::{decide, tell_of};
pub use routes::routes;
pub use store::{Report, count, waiting};

use crate::request::Act;
use qianmo_kernel::{Permission, Role};

/// Decides on reports.
pub static DECIDE: Permission = Permission { name: "aid.report.decide", roles: &[Role::Officer] };

/// Tells of abuse: whoever is signed in; a token needs the scope.
pub static TELL_OF: Permission = Permission { name: "aid.report.tell", roles: &Role::ALL };

/// What the words of a report are sealed under.
pub const NOTE: &str = "aid.report.note";

/// What can be wrong; the words are `aid-report-reason-<code>`.
pub const REASONS: &[&str] = &["not-true", "private-data", "undignified", "photo", "asked-for-money", "pressure", "other"];

/// The one of [`REASONS`] upon which photos and posts are taken off at once.
pub const PRIVATE: &str = "private-data";

/// The page.
pub const TELL: Act = Act {
    path: "reports",
    title: "aid-report-title",
    lede: "aid-report-lede",
    reasons: Some(("aid-report-reason", "aid-report-reason", REASONS)),
    note: "aid-report-note",
    note_hint: "aid-report-note-hint",
    note_least: 0,
    button: "aid-report-button",
    danger: false,
};
