//! Money on its way to the household (拨付), and back to its donors when the request ends.
//!
//! One officer prepares a payout for a part: so much of what is in custody, with the evidence that was seen (words, and on the page a
//! photo, which is held like any other). The ledger
//! holds the money for it and every gift on the part gives its share, pro rata ([`shares`]). Another officer approves it,
//! never the one who prepared it, never the publisher, never a relative of the household; it goes to the household's bank card as it
//! stands then ([`account`]), and neither of the two has a hand in that card ([`card`]). The provider pays; the household
//! or a witness confirms, or an officer finds that it did not arrive ([`missing`]). A part may be paid out in several payouts.
//!
//! When a request ends before all was paid out, every fen that is left goes back the way it came ([`refund_all`]): to each
//! donor what is left of the donor's own gift after its shares in payouts.

mod account;
mod card;
mod command;
mod custody;
mod form;
mod json;
mod missing;
mod page;
mod photo;
mod refund;
mod routes;
mod shares;
mod store;

pub use command::{NewPayout, approve, failed, paid, prepare, reject, void};
pub use json::PayoutJson;
pub use missing::recover;
pub use refund::{give_back, refund_all, refund_done};
pub use routes::routes;
pub use shares::shares;
pub use store::{Payout, ShareOf, at_places, count_missing, prepared, require, save, shares_of, shares_with};

pub(crate) use card::keepers;
pub(crate) use missing::{back, find_missing, no_hand, turned_up};
pub(crate) use refund::standing;
pub(crate) use store::forget_words;

use qianmo_kernel::{Millis, Permission, Role};
use qianmo_web::App;
use std::fmt;

/// What an installation sets about payouts; a service of the program.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// How long a bank card that was changed stands before money goes to it, in milliseconds.
    pub bank_card_rest: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { bank_card_rest: 3 * Millis::DAY }
    }
}

impl Settings {
    /// What this installation has set, else what is usual.
    pub fn of(app: &App) -> Self {
        app.service::<Settings>().map_or_else(|_| Settings::default(), |set| *set)
    }
}

/// To prepare and to approve payouts; the two are never the same person.
pub static PAY: Permission = Permission { name: "aid.payout.pay", roles: &[Role::Officer] };

/// To see payouts.
pub static SEE: Permission = Permission { name: "aid.payout.see", roles: &[Role::Officer, Role::Auditor] };

/// Characters of the evidence.
pub const EVIDENCE_MAX: usize = 1_000;

/// That the money of a missing payout is in custody again: already read and well-formed.
#[derive(Clone, PartialEq, Eq)]
pub struct Recovery {
    /// How: one of [`qianmo_payments::Way::STATED`].
    pub way: qianmo_payments::Way,
    /// What shows it.
    pub evidence: String,
}

/// Without the evidence: it tells of a household, and what is printed for a developer ends up in a log.
impl fmt::Debug for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recovery").field("way", &self.way).finish_non_exhaustive()
    }
}

/// Characters of what names an account.
pub(crate) const STAMP_MAX: usize = 64;
