//! Settling by hand: where a provider contradicts itself or us, nothing happens by itself any more. One officer says, with evidence, what
//! became of the money, another one confirms; then order, ledger and business go on as if the provider had said so.
//!
//! A proposal is about the order as it stands: when the order changes in between, it counts no more.

mod store;

use crate::apply::by_hand;
use crate::order::Order;
use crate::settle::Settlers;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Fail, Id, Kind, Millis, Refused, Res};

/// Characters of the evidence.
pub(crate) const EVIDENCE_MAX: usize = 1_000;

/// What became of the money.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It moved as it was ordered.
    Moved,
    /// It did not.
    NotMoved,
}

impl Verdict {
    /// Every one.
    pub const ALL: [Verdict; 2] = [Verdict::Moved, Verdict::NotMoved];

    /// Its name in the database and in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Moved => "moved",
            Verdict::NotMoved => "not-moved",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            Verdict::Moved => "payments-hand-moved",
            Verdict::NotMoved => "payments-hand-not-moved",
        }
    }

    /// The verdict of that name.
    pub fn from_name(name: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|v| v.name() == name)
    }
}

/// What one officer proposed and nobody has confirmed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// What became of the money.
    pub verdict: Verdict,
    /// What shows it.
    pub evidence: String,
    /// Who proposed it.
    pub by: Id,
    /// When.
    pub at: Millis,
}

/// What is proposed for an order as it stands.
pub(crate) fn proposal(tx: &mut Tx<'_>, order: &Order) -> Res<Option<Proposal>> {
    store::open(tx, order)
}

/// Proposes what became of an order's money, in place of what was proposed before.
///
/// # Errors
/// 409 `payments-hand-nothing` when its provider does not contradict anything, `payments-hand-too-late` for taking back what the books say
/// has moved: others have built on it.
pub(crate) fn propose(tx: &mut Tx<'_>, actor: &Actor, order: &Order, verdict: Verdict, evidence: &str) -> Res<()> {
    if !order.is_contradicted() {
        return Err(nothing());
    }
    if verdict == Verdict::NotMoved && order.settled_at.is_some() {
        return Err(Refused::new(Kind::Conflict, "payments-hand-too-late").into());
    }
    store::put(tx, order, verdict, evidence, actor.account)
}

/// Another officer confirms what was proposed at that moment, and it is so.
///
/// # Errors
/// 409 `payments-hand-nothing` when nothing is proposed, `payments-hand-same-person` for whoever proposed it, `web-race` when something else
/// was proposed meanwhile.
pub(crate) fn confirm(tx: &mut Tx<'_>, settlers: &Settlers, actor: &Actor, order: &mut Order, proposed: Millis) -> Res<()> {
    let proposal = proposal(tx, order)?.filter(|_| order.is_contradicted()).ok_or_else(nothing)?;
    if proposal.by == actor.account {
        return Err(Refused::new(Kind::Conflict, "payments-hand-same-person").into());
    }
    if proposal.at != proposed {
        return Err(Refused::new(Kind::Conflict, "web-race").into());
    }
    store::confirm(tx, order, actor.account, proposed)?;
    by_hand(tx, settlers, order, proposal.verdict == Verdict::Moved)
}

pub(crate) fn nothing() -> Fail {
    Refused::new(Kind::Conflict, "payments-hand-nothing").into()
}
