//! Payment orders: money that is to come in, to go out, or to go back the way it came.
//!
//! An order is written before its provider hears of it, carries the caller's key, and is the provider's key too, so that
//! whatever is repeated happens once. Its state only changes in [`crate::apply`].

pub mod decide;
mod store;
#[cfg(test)]
mod tests;

use crate::books;
use crate::payee::{self, Payee};
use qianmo_db::Tx;
use qianmo_kernel::{Error, Fail, Id, Kind, Millis, Money, PublicRef, Refused, Res};
use qianmo_ledger::{self as ledger, Account, NewHold};

use decide::CONTRADICTIONS;
pub(crate) use store::{by_id, due, save};

/// Which way the money goes.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Direction {
    /// From a donor to us.
    In,
    /// From us to a household.
    Out,
    /// From us back to a donor.
    Refund,
}

impl Direction {
    /// Every one.
    pub const ALL: [Direction; 3] = [Direction::In, Direction::Out, Direction::Refund];

    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
            Direction::Refund => "refund",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            Direction::In => "payments-direction-in",
            Direction::Out => "payments-direction-out",
            Direction::Refund => "payments-direction-refund",
        }
    }

    /// The direction of that name.
    pub fn from_name(name: &str) -> Option<Direction> {
        Direction::ALL.into_iter().find(|d| d.name() == name)
    }
}

/// How far an order is.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// Written down; the provider has not heard of it.
    Created,
    /// Given to the provider.
    Started,
    /// The provider could not say what became of it; it is asked again.
    Unknown,
    /// The money came in.
    Paid,
    /// The provider said that it did not work.
    Failed,
    /// Not paid in time. What comes in later all the same is taken, or given back.
    Expired,
    /// The money went back: all of a payment, or the refund that this order is.
    Refunded,
    /// The money went out.
    PaidOut,
}

impl State {
    /// Every one.
    pub const ALL: [State; 8] = [
        State::Created,
        State::Started,
        State::Unknown,
        State::Paid,
        State::Failed,
        State::Expired,
        State::Refunded,
        State::PaidOut,
    ];

    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            State::Created => "created",
            State::Started => "started",
            State::Unknown => "unknown",
            State::Paid => "paid",
            State::Failed => "failed",
            State::Expired => "expired",
            State::Refunded => "refunded",
            State::PaidOut => "paid_out",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            State::Created => "payments-state-created",
            State::Started => "payments-state-started",
            State::Unknown => "payments-state-unknown",
            State::Paid => "payments-state-paid",
            State::Failed => "payments-state-failed",
            State::Expired => "payments-state-expired",
            State::Refunded => "payments-state-refunded",
            State::PaidOut => "payments-state-paid-out",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether the outcome is still to come.
    pub const fn is_open(self) -> bool {
        matches!(self, State::Created | State::Started | State::Unknown)
    }
}

/// A payment order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// The county in whose books it is.
    pub county: Id,
    /// The order.
    pub id: Id,
    /// Which way the money goes.
    pub direction: Direction,
    /// How far it is.
    pub state: State,
    /// How much.
    pub amount: Money,
    /// What kind of business it is for; decides who settles it.
    pub business_kind: String,
    /// What it is for, in the words of that business: usually a `COUNTY-ID`. Never personal data.
    pub business_ref: String,
    /// The provider that moves the money.
    pub provider: String,
    /// What the provider calls it; empty until it said so.
    pub provider_ref: String,
    /// The account that may look at it: who pays, or is paid back.
    pub owner: Option<Id>,
    /// The payment that a refund gives back.
    pub parent: Option<Id>,
    /// The hold in the ledger: for payouts and refunds.
    pub hold: Option<Id>,
    /// Where the person goes after paying: a path of our own.
    pub return_to: String,
    /// Why it failed or is given back: a word, not a sentence.
    pub reason: String,
    /// Which try this is, from 1. A refund that definitely failed may be tried again; the provider sees another key.
    pub round: i64,
    /// How often the provider was asked.
    pub attempts: i64,
    /// How much of a payment was ordered back, in minor units.
    pub refund_asked: i64,
    /// How much of it has gone back.
    pub refund_done: i64,
    /// When it was written down.
    pub created_at: Millis,
    /// Until when it is to be paid.
    pub expires_at: Option<Millis>,
    /// When the money moved, by the provider's clock.
    pub settled_at: Option<Millis>,
    /// When the provider is asked next.
    pub check_at: Option<Millis>,
    /// Whether a person should look at it: a refund that failed, a provider that contradicts itself.
    pub trouble: bool,
    /// Counts its changes.
    pub version: i64,
}

impl Order {
    /// Whether its provider contradicts itself or us: then nothing happens by itself, and two officers may settle it ([`crate::hand`]).
    pub fn is_contradicted(&self) -> bool {
        self.trouble && CONTRADICTIONS.contains(&self.reason.as_str())
    }

    /// Whether an officer may try it again: a refund that failed, unless the provider says by now that it went out after all. Another try
    /// would pay it twice.
    pub fn may_be_tried_again(&self) -> bool {
        self.direction == Direction::Refund && self.state == State::Failed && !self.is_contradicted()
    }

    /// How the world outside names it.
    pub fn reference(&self) -> PublicRef {
        PublicRef::new(self.county, self.id)
    }

    /// The key under which the provider knows it: every try of a refund has another.
    pub fn provider_key(&self) -> String {
        if self.round == 1 { self.reference().to_string() } else { format!("{}-{}", self.reference(), self.round) }
    }
}

/// Money that is to come in.
#[derive(Clone, Debug)]
pub struct NewOrder<'a> {
    /// The county in whose books it will be.
    pub county: Id,
    /// The caller's key, unique in the county, at most 200 bytes.
    pub key: &'a str,
    /// How much.
    pub amount: Money,
    /// What kind of business it is for: one that a [`crate::Settle`] answers to.
    pub business_kind: &'a str,
    /// What it is for.
    pub business_ref: &'a str,
    /// The provider.
    pub provider: &'a str,
    /// Who pays.
    pub owner: Option<Id>,
    /// Where they go afterwards: a path of our own.
    pub return_to: &'a str,
    /// Until when it is to be paid.
    pub expires_at: Option<Millis>,
}

/// Money that is to go out. The approval of it is the caller's business; here it is carried out.
#[derive(Clone, Debug)]
pub struct NewPayout<'a> {
    /// The caller's key, unique in the county.
    pub key: &'a str,
    /// Where the money is taken from: a limited account of the county's books. It is held at once.
    pub from: &'a Account,
    /// How much.
    pub amount: Money,
    /// What kind of business it is for.
    pub business_kind: &'a str,
    /// What it is for.
    pub business_ref: &'a str,
    /// The provider; its custody account is what the money leaves.
    pub provider: &'a str,
    /// Who is paid; kept sealed, for the provider alone.
    pub payee: &'a Payee,
    /// Who may look at it.
    pub owner: Option<Id>,
}

/// Money that is to go back.
#[derive(Clone, Debug)]
pub struct NewRefund<'a> {
    /// The caller's key, unique in the county.
    pub key: &'a str,
    /// The payment that is given back, whole or in part.
    pub payment: Id,
    /// Where the money lies now: the account it was booked to. It is held at once.
    pub from: &'a Account,
    /// How much.
    pub amount: Money,
    /// Why: a word such as `pledge-lapsed`, at most 60 bytes.
    pub reason: &'a str,
}

/// Writes down an order for money that is to come in. The same key answers the same order; with other content it is
/// refused (`payments-key-reused`).
pub fn order(tx: &mut Tx<'_>, new: &NewOrder<'_>) -> Res<Order> {
    if !new.return_to.starts_with('/') || new.return_to.starts_with("//") {
        return Err(Error::new("a payment leads back to a path of our own").into());
    }
    let order = Order {
        owner: new.owner,
        return_to: new.return_to.to_owned(),
        expires_at: new.expires_at,
        // Nobody has begun to pay: only its end is to be noticed.
        check_at: new.expires_at,
        ..blank(tx, new.county, Direction::In, new.amount, (new.business_kind, new.business_ref), new.provider)
    };
    put(tx, new.key, order)
}

/// Orders a payout and holds the money for it; the worker carries it out. Refused when there is not enough.
pub fn payout(tx: &mut Tx<'_>, new: &NewPayout<'_>) -> Res<Order> {
    if let Some(first) = store::by_key(tx, new.from.county, new.key)? {
        let same = first.direction == Direction::Out
            && first.amount == new.amount
            && (first.business_kind.as_str(), first.business_ref.as_str()) == (new.business_kind, new.business_ref);
        return if same { Ok(first) } else { Err(key_reused()) };
    }
    let about = (new.business_kind, new.business_ref);
    let mut order = Order { owner: new.owner, ..blank(tx, new.from.county, Direction::Out, new.amount, about, new.provider) };
    order.check_at = Some(tx.now());
    order.hold = Some(hold(tx, &order, new.from, "payments.payout", "payments-memo-payout")?);
    let order = put(tx, new.key, order)?;
    payee::keep(tx, &order, new.payee)?;
    Ok(order)
}

/// Orders money back and holds it; the worker carries it out. Never more than was paid (`payments-refund-too-much`).
pub fn refund(tx: &mut Tx<'_>, new: &NewRefund<'_>) -> Res<Order> {
    let county = new.from.county;
    if let Some(first) = store::by_key(tx, county, new.key)? {
        let same = first.direction == Direction::Refund && first.amount == new.amount && first.parent == Some(new.payment);
        return if same { Ok(first) } else { Err(key_reused()) };
    }
    let payment = store::by_id(tx, county, new.payment)?.ok_or_else(Refused::not_found)?;
    if payment.direction != Direction::In || payment.state != State::Paid {
        return Err(Refused::new(Kind::Conflict, "payments-not-paid").into());
    }
    if new.amount.currency != payment.amount.currency || !store::ask_refund(tx, county, new.payment, new.amount.amount_minor)? {
        return Err(Refused::new(Kind::Conflict, "payments-refund-too-much").into());
    }
    let about = (payment.business_kind.as_str(), payment.business_ref.as_str());
    let mut order = Order {
        owner: payment.owner,
        parent: Some(payment.id),
        reason: new.reason.to_owned(),
        ..blank(tx, county, Direction::Refund, new.amount, about, &payment.provider)
    };
    order.check_at = Some(tx.now());
    order.hold = Some(hold(tx, &order, new.from, "payments.refund", "payments-memo-refund")?);
    put(tx, new.key, order)
}

/// An order by its reference.
pub fn find_order(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Option<Order>> {
    store::by_id(tx, county, id)
}

/// The orders for one thing, oldest first.
pub fn orders_for(tx: &mut Tx<'_>, county: Id, business_kind: &str, business_ref: &str) -> Res<Vec<Order>> {
    store::by_business(tx, county, business_kind, business_ref)
}

/// The refunds of a payment, oldest first.
pub fn refunds_of(tx: &mut Tx<'_>, payment: &Order) -> Res<Vec<Order>> {
    let all = store::by_business(tx, payment.county, &payment.business_kind, &payment.business_ref)?;
    Ok(all.into_iter().filter(|o| o.parent == Some(payment.id)).collect())
}

/// Settled orders of a provider in a county and a span of time, and sums: for the comparison with its statement.
pub(crate) fn settled(tx: &mut Tx<'_>, county: Id, provider: &str, from: Millis, to: Millis) -> Res<Vec<Order>> {
    store::settled(tx, county, provider, from, to)
}

/// The orders of a county that a person should look at, newest first.
pub(crate) fn troubled(tx: &mut Tx<'_>, county: Id, limit: i64) -> Res<Vec<Order>> {
    store::troubled(tx, county, limit)
}

/// Tries a refund again that definitely failed: it becomes another order in the provider's eyes. Refused (`payments-not-failed`) for
/// whatever may not be tried again.
pub(crate) fn again(tx: &mut Tx<'_>, order: &Order) -> Res<Order> {
    if !order.may_be_tried_again() {
        return Err(Refused::new(Kind::Conflict, "payments-not-failed").into());
    }
    let mut next = order.clone();
    next.state = State::Created;
    next.round += 1;
    next.attempts = 0;
    next.provider_ref = String::new();
    next.trouble = false;
    next.check_at = Some(tx.now());
    save(tx, &mut next)?;
    Ok(next)
}

fn blank(tx: &Tx<'_>, county: Id, direction: Direction, amount: Money, about: (&str, &str), provider: &str) -> Order {
    Order {
        county,
        id: tx.new_id(),
        direction,
        state: State::Created,
        amount,
        business_kind: about.0.to_owned(),
        business_ref: about.1.to_owned(),
        provider: provider.to_owned(),
        provider_ref: String::new(),
        owner: None,
        parent: None,
        hold: None,
        return_to: String::new(),
        reason: String::new(),
        round: 1,
        attempts: 0,
        refund_asked: 0,
        refund_done: 0,
        created_at: tx.now(),
        expires_at: None,
        settled_at: None,
        check_at: None,
        trouble: false,
        version: 1,
    }
}

/// Holds the money that is to leave `from` through the provider's custody account.
fn hold(tx: &mut Tx<'_>, order: &Order, from: &Account, kind: &str, memo: &str) -> Res<Id> {
    let custody = books::custody(tx, order.county, &order.provider, order.amount.currency)?;
    let key = format!("payment/{}", order.id);
    let about = format!("{} {}", order.business_kind, order.business_ref);
    let transfer =
        ledger::Transfer { key: &key, debit: from, credit: &custody, amount: order.amount, kind, business_ref: &about, memo };
    ledger::hold(tx, &NewHold { transfer, expires_at: None })
}

fn put(tx: &mut Tx<'_>, key: &str, order: Order) -> Res<Order> {
    if order.amount.amount_minor < 1 {
        return Err(Refused::new(Kind::Invalid, "payments-amount-wrong").into());
    }
    if key.is_empty() || key.len() > 200 {
        return Err(Error::new("a payment order's key is empty or too long").into());
    }
    if store::insert(tx, key, &order)? {
        return Ok(order);
    }
    let first = store::by_key(tx, order.county, key)?.ok_or(Fail::Race)?;
    if order.hold.is_some() {
        // Somebody used this key at the same moment: this unit's hold must not stay. Run again, and find theirs.
        return Err(Fail::Race);
    }
    let same = |o: &Order| (o.direction, o.amount, o.business_kind.clone(), o.business_ref.clone(), o.provider.clone(), o.owner);
    if same(&first) == same(&order) { Ok(first) } else { Err(key_reused()) }
}

fn key_reused() -> Fail {
    Refused::new(Kind::Invalid, "payments-key-reused").into()
}
