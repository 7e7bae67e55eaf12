//! Money that left and did not arrive: an officer found so, and it is owed again.
//!
//! The books never make money for it. From the finding on it is claimed from the provider (`assets:missing:<provider>`) and owed to its
//! request apart from what can be paid out (`liabilities:missing:<request>`): custody has less, so nobody else's gift may pay for it. Only
//! when the same amount stands in custody again is it owed to the request as before:
//!
//! - the provider says that the payout came back ([`Way::Provider`]), or an officer shows that it did ([`Way::Returned`]): the claim is paid;
//! - the county put the amount in from elsewhere ([`Way::Replaced`]): that is the county's own (`equity:replacements`), and the claim stays
//!   until the provider pays it, by its own word or by an officer's ([`repaid`]);
//! - or it arrived after all ([`Way::Arrived`]): then claim and debt cancel each other.
//!
//! What officers state is held against the bank's statements: until one lists that the money came in, each comparison tells it.

mod store;

use crate::books;
use crate::order::decide::FAILED_AFTER_SUCCEEDED;
use crate::order::{self, Direction, Order, State};
use crate::settle::Settlers;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Error, Id, Kind, Millis, PublicRef, Refused, Res};
use qianmo_ledger::{self as ledger, Account, Transfer};
use qianmo_web::SealedColumn;
use std::fmt;

pub(crate) use store::{listed, put_back, unlisted};

/// What `keys rotate` seals anew.
pub(crate) const SEALED: &[SealedColumn] = &[
    SealedColumn { table: "payment_missing", column: "evidence_sealed", keys: &["county", "payment"], purpose: store::EVIDENCE },
    SealedColumn { table: "payment_missing_claim", column: "evidence_sealed", keys: &["county", "payment"], purpose: store::CLAIM },
];

/// How a payout that was found missing came to its end.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Way {
    /// The provider says that it came back.
    Provider,
    /// An officer shows that it came back.
    Returned,
    /// The county put the amount in from elsewhere.
    Replaced,
    /// It arrived after all.
    Arrived,
}

impl Way {
    /// Every one.
    pub const ALL: [Way; 4] = [Way::Provider, Way::Returned, Way::Replaced, Way::Arrived];

    /// Those that an officer may state, with evidence.
    pub const STATED: [Way; 2] = [Way::Returned, Way::Replaced];

    /// Its name in the database, in forms and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Way::Provider => "provider",
            Way::Returned => "returned",
            Way::Replaced => "replaced",
            Way::Arrived => "arrived",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            Way::Provider => "payments-missing-provider",
            Way::Returned => "payments-missing-returned",
            Way::Replaced => "payments-missing-replaced",
            Way::Arrived => "payments-missing-arrived",
        }
    }

    /// The way of that name.
    pub fn from_name(name: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|w| w.name() == name)
    }
}

/// A payout that was found missing.
#[derive(Clone, PartialEq, Eq)]
pub struct Missing {
    /// The order.
    pub order: PublicRef,
    /// The request that it is owed to.
    pub request: Id,
    /// When it was found.
    pub found_at: Millis,
    /// How it ended; `None`: it is still missing.
    pub way: Option<Way>,
    /// Which officer stated that; [`Id::NONE`]: nobody had to.
    pub stated_by: Id,
    /// What shows that, for officers and auditors; empty when nobody had to show anything, or it was forgotten.
    pub evidence: String,
    /// Whether the provider still owes it.
    pub claimed: bool,
    /// What shows that the provider gave back what had been replaced, where an officer stated so; for officers and auditors.
    pub repaid: String,
}

/// Without what was written: it tells of a household, and what is printed for a developer ends up in a log.
impl fmt::Debug for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Missing")
            .field("order", &self.order)
            .field("request", &self.request)
            .field("found_at", &self.found_at)
            .field("way", &self.way)
            .field("stated_by", &self.stated_by)
            .field("claimed", &self.claimed)
            .finish_non_exhaustive()
    }
}

/// What is known of a payout that was found missing; `None`: it never was. The evidence is opened.
pub fn missing(tx: &mut Tx<'_>, order: PublicRef) -> Res<Option<Missing>> {
    store::find(tx, order)
}

/// A payout that left was found not to have arrived: it is claimed from its provider and owed to its request again, apart. Answers whether
/// it is back at once, since its provider had said before that it came back.
pub fn miss(tx: &mut Tx<'_>, order: &mut Order, request: Id) -> Res<bool> {
    if order.direction != Direction::Out || order.state != State::PaidOut {
        return Err(Error::new(format!("order {} has not left, so it cannot be missing", order.reference())).into());
    }
    store::insert(tx, order, request)?;
    let (claim, owed) = (claim(tx, order)?, owed(tx, order, request)?);
    book(tx, order, "found", (&claim, &owed), "payments.missing", "payments-memo-missing")?;
    if !(order.trouble && order.reason == FAILED_AFTER_SUCCEEDED) {
        // Nothing of it changes but its version: a provider who says at this moment that it came back read that it was not missing, and would
        // be taken for contradicting itself. Of the two units one is a race then, and is done again with what the other left.
        order::save(tx, order)?;
        return Ok(false);
    }
    let known = required(tx, order)?;
    put_in(tx, order, &known, Way::Provider, None)?;
    cleared(tx, order)?;
    Ok(true)
}

/// An officer states with evidence that the money of a missing payout is in custody again, by one of [`Way::STATED`]; it is owed to its
/// request as before. Who may state it is the business's to know.
///
/// # Errors
/// 409 `payments-not-missing` when it is not missing (any more).
pub fn recover(tx: &mut Tx<'_>, actor: &Actor, order: &mut Order, way: Way, evidence: &str) -> Res<()> {
    let known = still(tx, order)?;
    put_in(tx, order, &known, way, Some((actor.account, evidence)))?;
    cleared(tx, order)
}

/// An officer states with evidence that the provider gave back what the county had replaced: the county has its own in custody, and nothing is
/// claimed any more. Who may state it is the business's to know.
///
/// # Errors
/// 409 `payments-not-missing` when it was not replaced, or is not owed (any more).
pub fn repaid(tx: &mut Tx<'_>, actor: &Actor, order: &mut Order, evidence: &str) -> Res<()> {
    let known = required(tx, order)?;
    if known.way != Some(Way::Replaced) || !known.claimed {
        return Err(Refused::new(Kind::Conflict, "payments-not-missing").into());
    }
    pay_claim(tx, order)?;
    store::repaid(tx, order, actor.account, evidence)
}

/// A missing payout arrived after all: nothing is claimed, nothing is owed for it.
///
/// # Errors
/// 409 `payments-not-missing` when it is not missing (any more).
pub fn arrived(tx: &mut Tx<'_>, order: &Order) -> Res<()> {
    let known = still(tx, order)?;
    let (claim, owed) = (claim(tx, order)?, owed(tx, order, known.request)?);
    book(tx, order, "arrived", (&owed, &claim), "payments.missing-arrived", "payments-memo-missing-arrived")?;
    store::end(tx, order, Way::Arrived, None, 0, false)
}

/// Wipes what was said of a missing payout: its household is forgotten.
pub fn forget_missing(tx: &mut Tx<'_>, order: PublicRef) -> Res<()> {
    store::forget(tx, order)
}

/// The provider says of a payout that had left that it failed. Answers whether that is no contradiction: it was found missing, and now it is
/// back. `reason` is what it would be called otherwise.
pub(crate) fn came_back(tx: &mut Tx<'_>, settlers: &Settlers, order: &mut Order, reason: &str) -> Res<bool> {
    if order.direction != Direction::Out || reason != FAILED_AFTER_SUCCEEDED {
        return Ok(false);
    }
    let Some(known) = store::find(tx, order.reference())? else { return Ok(false) };
    match known.way {
        None => {
            put_in(tx, order, &known, Way::Provider, None)?;
            cleared(tx, order)?;
            settlers.of(&order.business_kind)?.came_back(tx, order)?;
        }
        Some(Way::Replaced) if known.claimed => pay_claim(tx, order)?,
        // The household has it: whoever says otherwise now contradicts it.
        Some(Way::Arrived) => return Ok(false),
        Some(Way::Provider | Way::Returned | Way::Replaced) => cleared(tx, order)?,
    }
    Ok(true)
}

/// The amount stands in custody again, and is owed to the request as before.
fn put_in(tx: &mut Tx<'_>, order: &Order, known: &Missing, way: Way, stated: Option<(Id, &str)>) -> Res<()> {
    let replaced = way == Way::Replaced;
    let custody = custody(tx, order)?;
    let (from, kind, memo) = if replaced {
        let own = books::replacements(tx, order.county, order.amount.currency)?;
        (own, "payments.missing-replaced", "payments-memo-missing-replaced")
    } else {
        (claim(tx, order)?, "payments.missing-returned", "payments-memo-missing-returned")
    };
    book(tx, order, "custody", (&custody, &from), kind, memo)?;
    let owed = owed(tx, order, known.request)?;
    let request = books::request(tx, order.county, known.request, order.amount.currency)?;
    book(tx, order, "owed", (&owed, &request), "payments.missing-owed", "payments-memo-missing-owed")?;
    store::end(tx, order, way, stated, order.amount.amount_minor, replaced)
}

/// The provider gave back what it still owed for a payout that had been replaced.
fn pay_claim(tx: &mut Tx<'_>, order: &mut Order) -> Res<()> {
    let (custody, claim) = (custody(tx, order)?, claim(tx, order)?);
    book(tx, order, "claim", (&custody, &claim), "payments.missing-returned", "payments-memo-missing-returned")?;
    store::paid(tx, order)?;
    cleared(tx, order)
}

/// Nobody needs to look at it any more.
fn cleared(tx: &mut Tx<'_>, order: &mut Order) -> Res<()> {
    if order.reason == FAILED_AFTER_SUCCEEDED {
        order.trouble = false;
        order.reason = String::new();
    }
    order::save(tx, order)
}

fn required(tx: &mut Tx<'_>, order: &Order) -> Res<Missing> {
    store::find(tx, order.reference())?.ok_or_else(|| Refused::new(Kind::Conflict, "payments-not-missing").into())
}

fn still(tx: &mut Tx<'_>, order: &Order) -> Res<Missing> {
    let known = required(tx, order)?;
    if known.way.is_some() { Err(Refused::new(Kind::Conflict, "payments-not-missing").into()) } else { Ok(known) }
}

fn claim(tx: &mut Tx<'_>, order: &Order) -> Res<Account> {
    books::missing_claim(tx, order.county, &order.provider, order.amount.currency)
}

fn owed(tx: &mut Tx<'_>, order: &Order, request: Id) -> Res<Account> {
    books::missing_owed(tx, order.county, request, order.amount.currency)
}

fn custody(tx: &mut Tx<'_>, order: &Order) -> Res<Account> {
    books::custody(tx, order.county, &order.provider, order.amount.currency)
}

/// Books a step once; `sides`: debit and credit.
fn book(tx: &mut Tx<'_>, order: &Order, step: &str, sides: (&Account, &Account), kind: &str, memo: &str) -> Res<()> {
    let key = format!("missing/{}/{step}", order.id);
    let about = format!("{} {}", order.business_kind, order.business_ref);
    let transfer = Transfer { key: &key, debit: sides.0, credit: sides.1, amount: order.amount, kind, business_ref: &about, memo };
    ledger::transfer(tx, &transfer)?;
    Ok(())
}
