//! Holds: an amount is kept back for a transfer that is not certain yet, and ends once: posted (whole or in part), voided
//! or expired.
//!
//! What is held cannot be spent by anything else. The end of a hold is a row whose primary key is the hold itself, so
//! that of two ends at one moment the database lets in one.

mod store;

use crate::account::{Account, account_by_id};
use crate::seal::{self, What};
use crate::transfer::{self, POSTED, Transfer};
use qianmo_db::Tx;
use qianmo_kernel::{Error, Fail, Id, Kind, Millis, Money, Refused, Res};
use serde::{Deserialize, Serialize};

pub(crate) use store::{Ended, end_row, hold_row};

/// The job that ends a hold whose time is over.
pub const EXPIRY: &str = "ledger.expire";

/// What the expiry job is told.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ExpiryOf {
    pub(crate) hold: Id,
}

/// What is to be kept back.
#[derive(Clone, Debug)]
pub struct NewHold<'a> {
    /// The transfer that it will become when it is posted. Its key names the hold.
    pub transfer: Transfer<'a>,
    /// When it ends by itself; `None`: never.
    pub expires_at: Option<Millis>,
}

/// How a hold ended.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It became a transfer, of all of it or of a part.
    Posted,
    /// It was given back.
    Voided,
    /// Its time was over.
    Expired,
}

impl Outcome {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Posted => "posted",
            Outcome::Voided => "voided",
            Outcome::Expired => "expired",
        }
    }

    fn from_name(name: &str) -> Option<Outcome> {
        [Outcome::Posted, Outcome::Voided, Outcome::Expired].into_iter().find(|o| o.name() == name)
    }
}

/// A hold as it stands in the books.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hold {
    /// The hold.
    pub id: Id,
    /// The caller's key.
    pub key: String,
    /// The account that will be debited.
    pub debit: Id,
    /// The account that will be credited.
    pub credit: Id,
    /// How much is kept back.
    pub amount: Money,
    /// Money or goods.
    pub unit: crate::account::Unit,
    /// What kind of booking it will be.
    pub kind: String,
    /// What it is about.
    pub business_ref: String,
    /// The key of a message that says it in words.
    pub memo: String,
    /// When it ends by itself.
    pub expires_at: Option<Millis>,
    /// When it was made.
    pub at: Millis,
    /// How it ended, if it has.
    pub outcome: Option<Outcome>,
}

/// Keeps an amount back; answers the hold's id. Refusals and the rule for repeated keys are those of a transfer.
pub fn hold(tx: &mut Tx<'_>, new: &NewHold<'_>) -> Res<Id> {
    let t = &new.transfer;
    transfer::check(t)?;
    if let Some(first) = store::by_key(tx, t.debit.county, t.key)? {
        return if same(&first, new) { Ok(first.id) } else { Err(transfer::key_reused().into()) };
    }
    transfer::reserve(tx, t.debit, t.credit, t.amount.amount_minor)?;
    let id = tx.new_id();
    if !store::insert(tx, id, new)? {
        return Err(Fail::Race);
    }
    if let Some(due) = new.expires_at {
        tx.enqueue(EXPIRY, t.debit.county, due, &ExpiryOf { hold: id })?;
    }
    seal::queue(tx, t.debit.county, id, What::Hold)?;
    Ok(id)
}

/// Lets a hold go over: all of it, or `part` of it (over zero, at most what is held), the rest being free again. Answers
/// the transfer. Posting the same amount again answers the same transfer; a hold that ended otherwise is refused
/// (`ledger-hold-ended`), and so is one whose time is over (`ledger-hold-expired`).
pub fn post(tx: &mut Tx<'_>, county: Id, hold: Id, part: Option<Money>) -> Res<Id> {
    let h = load(tx, county, hold)?;
    let amount = part.unwrap_or(h.amount);
    if amount.currency != h.amount.currency {
        return Err(Refused::new(Kind::Conflict, "ledger-units-mixed").into());
    }
    if !(1..=h.amount.amount_minor).contains(&amount.amount_minor) {
        return Err(Refused::new(Kind::Conflict, "ledger-hold-too-small").into());
    }
    if let Some(end) = store::end(tx, county, hold)? {
        return if end.outcome == Outcome::Posted && end.amount == amount.amount_minor {
            Ok(end.transfer)
        } else {
            Err(ended().into())
        };
    }
    if h.expires_at.is_some_and(|due| due <= tx.now()) {
        return Err(Refused::new(Kind::Conflict, "ledger-hold-expired").into());
    }
    let (debit, credit) = accounts(tx, county, &h)?;
    let id = tx.new_id();
    finish(tx, county, hold, Ended { outcome: Outcome::Posted, amount: amount.amount_minor, transfer: id })?;
    transfer::release(tx, &debit, &credit, h.amount.amount_minor, amount.amount_minor)?;
    let key = format!("{POSTED}{hold}");
    let t =
        Transfer { key: &key, debit: &debit, credit: &credit, amount, kind: &h.kind, business_ref: &h.business_ref, memo: &h.memo };
    transfer::book(tx, id, &t, hold)?;
    Ok(id)
}

/// Gives back what is held. Doing it again changes nothing; a hold that was posted or has expired is refused.
pub fn void(tx: &mut Tx<'_>, county: Id, hold: Id) -> Res<()> {
    give_back(tx, county, hold, Outcome::Voided)
}

/// Ends a hold whose time is over. One that has ended already, in whatever way, is left as it is; one whose time is not
/// over is refused (`ledger-hold-not-due`).
pub fn expire(tx: &mut Tx<'_>, county: Id, hold: Id) -> Res<()> {
    let h = load(tx, county, hold)?;
    if h.outcome.is_some() {
        return Ok(());
    }
    if h.expires_at.is_none_or(|due| due > tx.now()) {
        return Err(Refused::new(Kind::Conflict, "ledger-hold-not-due").into());
    }
    give_back(tx, county, hold, Outcome::Expired)
}

fn give_back(tx: &mut Tx<'_>, county: Id, hold: Id, outcome: Outcome) -> Res<()> {
    let h = load(tx, county, hold)?;
    match h.outcome {
        Some(before) if before == outcome => return Ok(()),
        Some(_) => return Err(ended().into()),
        None => {}
    }
    let (debit, credit) = accounts(tx, county, &h)?;
    finish(tx, county, hold, Ended { outcome, amount: 0, transfer: Id::NONE })?;
    transfer::release(tx, &debit, &credit, h.amount.amount_minor, 0)
}

/// A hold by its id.
pub fn find_hold(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Option<Hold>> {
    let Some(mut hold) = store::by_id(tx, county, id)? else { return Ok(None) };
    hold.outcome = store::end(tx, county, id)?.map(|end| end.outcome);
    Ok(Some(hold))
}

/// The open holds on an account, oldest first, after the one that the last page ended with ([`Id::NONE`]: from the first).
pub fn open_holds(tx: &mut Tx<'_>, account: &Account, after: Id, limit: i64) -> Res<Vec<Hold>> {
    store::open_on(tx, account.county, account.id, after, limit)
}

fn load(tx: &mut Tx<'_>, county: Id, hold: Id) -> Res<Hold> {
    find_hold(tx, county, hold)?.ok_or_else(|| Refused::not_found().into())
}

fn accounts(tx: &mut Tx<'_>, county: Id, hold: &Hold) -> Res<(Account, Account)> {
    let missing = || Error::new(format!("an account of hold {} is not there", hold.id));
    let debit = account_by_id(tx, county, hold.debit)?.ok_or_else(missing)?;
    let credit = account_by_id(tx, county, hold.credit)?.ok_or_else(missing)?;
    Ok((debit, credit))
}

fn finish(tx: &mut Tx<'_>, county: Id, hold: Id, end: Ended) -> Res<()> {
    if !store::insert_end(tx, county, hold, &end)? {
        // The other one has committed by now: run again, and answer what became of the hold.
        return Err(Fail::Race);
    }
    seal::queue(tx, county, hold, What::HoldEnd)
}

fn same(first: &Hold, new: &NewHold<'_>) -> bool {
    let t = &new.transfer;
    first.debit == t.debit.id
        && first.credit == t.credit.id
        && first.amount == t.amount
        && first.kind == t.kind
        && first.business_ref == t.business_ref
        && first.memo == t.memo
        && first.expires_at == new.expires_at
}

fn ended() -> Refused {
    Refused::new(Kind::Conflict, "ledger-hold-ended")
}
