//! The receipt (签收/确认): a thing counts as arrived only when its household, or a witness on its behalf, says so.
//!
//! The household confirms with its own account. A witness is somebody who holds a role at the place and is neither a writer of the
//! request, nor the sender, nor a payer of what arrived, nor, of money, who registered the household or gave its bank card: whoever
//! gains from a confirmation cannot give it, neither as a witness nor through a card that they printed, nor through an account that came in
//! by a phone which they put on record. Some of the goods may be confirmed and the rest awaited. "It did not arrive" or "not as
//! promised" is a dispute (异议): the pledge stands still until an officer decides, or the donor sends again. A photo may be added as
//! evidence.

mod command;
mod confirm_page;
mod decide;
mod dispute;
mod form;
mod json;
mod page;
mod routes;
pub(crate) mod store;

pub use command::{Confirm, confirm, confirm_payout};
pub use decide::{Bond, Confirmer, who_confirms};
pub use dispute::{Dispute, DisputeKind, Outcome, decide_dispute, dispute, dispute_payout};
pub use page::{Awaited, DeliveryLine, deliveries_for};
pub use routes::routes;

pub(crate) use command::{behind, note};
pub(crate) use confirm_page::ReceiptLine;
pub(crate) use dispute::{answer_disputes, close_disputes};

use qianmo_kernel::{Permission, Role};

/// To confirm what arrived: the household itself, or a witness who holds one of these roles at the place.
pub static CONFIRM: Permission = Permission {
    name: "aid.receipt.confirm",
    roles: &[Role::Household, Role::Helper, Role::Reviewer, Role::Officer, Role::Partner],
};

/// To decide on disputes.
pub static DECIDE: Permission = Permission { name: "aid.dispute.decide", roles: &[Role::Officer] };

/// Characters of a note.
pub const NOTE_MAX: usize = 500;
