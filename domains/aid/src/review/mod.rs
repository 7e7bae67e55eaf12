//! Review (审核): a request that was handed in is checked by reviewers of its place before anybody else sees it.
//!
//! It runs as a procedure: township or wider looks whether the need fits; above a threshold of money somebody else at the
//! county or wider looks again. What is not right goes back with reasons, what does not fit is refused with reasons and
//! may be appealed. Nobody decides about their own post, household, relatives or a village they are helper of.

mod command;
mod definition;
mod page;
mod recusal;
mod routes;
#[cfg(test)]
mod tests;

pub use command::{SUBJECT, decide, last_ruling, open, open_appeal};
pub use definition::{
    APPEAL, CHECKS, REFUSE_REASONS, RETURN_REASONS, REVIEW_NAME, SECOND_LOOK_ABOVE, appeal_definition, definition, needs_note,
};
pub use page::{DecisionForm, DecisionPage};
pub use recusal::recused;
pub use routes::{ReviewBody, routes, ruling_of};

use qianmo_kernel::{Permission, Role};

/// Reviews requests.
pub static REVIEW: Permission = Permission { name: "aid.request.review", roles: &[Role::Reviewer] };
