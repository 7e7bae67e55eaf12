//! What accounts are to households, as stated: the household's own account, a child in the city, the neighbour, the
//! helper. Whoever is close does not decide about the household.
//!
//! Whose word it rests on decides what it does. What an account says of itself counts, and so does what an officer says or agrees to.
//! What a household says of others counts at once, so that an honest word does not come too late: but for [`ALONE`] accounts at a time,
//! and for none of whom an officer said that it is not so. Else a household could name everybody who might look into its requests, and
//! nobody could. What it names is an account's number: it learns neither whose that is nor whether there is one.

mod close;
mod ending;

pub use close::is_member_or_relative;
pub(crate) use ending::{ENDED, tell};
pub use ending::{Ending, end};

use crate::household::page::TieLine;
use crate::household::store as households;
use crate::looks::{self, NewLook, Purpose};
use crate::permit;
use crate::words::{Act, Task, Tie};
use ending::{Ender, May};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Error, Id, Kind, Millis, PlacePath, PublicRef, Refused, Res};
use std::collections::BTreeSet;

/// Accounts that others than they or an officer keep from deciding at a time.
pub const ALONE: usize = 3;
/// Ties of others that are stated of a household at a time and that neither they nor an officer agreed to.
const MOST: usize = 20;

qianmo_db::sql! {
    /// A new tie.
    const INSERT = "INSERT INTO household_tie (county, id, household, account, tie, stated_by, stated_at, ended_at, waits, agreed_by, \
        agreed_at, ended_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, 0)";
    /// The ties of a household that hold.
    const LIST = "SELECT id, account, tie, stated_by, stated_at, waits, agreed_by, agreed_at, end_asked_by, end_asked_at FROM household_tie \
        WHERE county = $1 AND household = $2 AND ended_at = 0 ORDER BY id";
    /// What an account is said to be to a household.
    const OF = "SELECT tie FROM household_tie WHERE county = $1 AND household = $2 AND account = $3 AND ended_at = 0 AND waits <> 'ended'";
    /// Whether an officer ended a tie of an account.
    const REFUTED = "SELECT 1 FROM household_tie WHERE county = $1 AND household = $2 AND account = $3 AND ended_by <> 0 LIMIT 1";
    /// Takes the household's turn, so that two who state something of others at the same moment see each other's.
    const TURN = "UPDATE household SET version = version WHERE county = $1 AND id = $2";
    /// An officer agrees.
    const AGREE = "UPDATE household_tie SET agreed_by = $1, agreed_at = $2, waits = '' \
        WHERE county = $3 AND id = $4 AND household = $5 AND ended_at = 0";
    /// Forgets a household's ties.
    const FORGET = "DELETE FROM household_tie WHERE county = $1 AND household = $2";
    /// Forgets an account's ties to a household it is not the own account of.
    const FORGET_ACCOUNT = "DELETE FROM household_tie WHERE account = $1";
}

/// Why a stated tie keeps nobody from deciding yet.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Waits {
    /// It does already.
    No,
    /// As many accounts as may be are kept from it by the word of others.
    Room,
    /// An officer ended a tie of this account before.
    Ended,
}

impl Waits {
    /// Its name in the database.
    const fn name(self) -> &'static str {
        match self {
            Waits::No => "",
            Waits::Room => "room",
            Waits::Ended => "ended",
        }
    }

    fn from_name(name: &str) -> Option<Waits> {
        [Waits::No, Waits::Room, Waits::Ended].into_iter().find(|waits| waits.name() == name)
    }
}

/// A stated tie.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stated {
    /// The row.
    pub id: Id,
    /// Whose.
    pub account: Id,
    /// What they are to the household.
    pub tie: Tie,
    /// Who said so.
    pub stated_by: Id,
    /// When.
    pub stated_at: Millis,
    /// Why it does not count yet.
    pub waits: Waits,
    /// Which officer agreed to it, or stated it of somebody else.
    pub agreed_by: Id,
    /// When; 0: none did.
    pub agreed_at: Millis,
    /// Who asked for its end.
    pub end_asked_by: Id,
    /// When; 0: nobody did.
    pub end_asked_at: Millis,
}

impl Stated {
    /// Said now, and nothing more.
    fn new(account: Id, tie: Tie, by: Id, now: Millis) -> Stated {
        Stated {
            id: Id::NONE,
            account,
            tie,
            stated_by: by,
            stated_at: now,
            waits: Waits::No,
            agreed_by: Id::NONE,
            agreed_at: Millis(0),
            end_asked_by: Id::NONE,
            end_asked_at: Millis(0),
        }
    }

    /// Whether it rests on the word of others alone: neither the account itself nor an officer said so.
    fn is_alone(&self) -> bool {
        self.stated_by != self.account && self.agreed_at.0 == 0
    }
}

/// States what an account is to a household. The household itself, those who serve it, and the account about itself may
/// say so. A tie that is stated already is left as it is; but what an account says about itself stands by itself, so that
/// nobody else who said the same can take it back. Whether there is such an account is not asked: the answer would tell.
///
/// # Errors
/// 403 for strangers, and `registry-card-not-enough` for a household's card alone: whoever printed it could choose who decides; 409
/// `registry-ties-many` when much was stated of others that nobody agreed to.
pub fn state(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, account: Id, tie: Tie) -> Res<()> {
    let row = households::require(tx, household)?;
    let itself = actor.account == account;
    if !itself || tie == Tie::Own {
        permit::staff_or_own(actor, &permit::EDIT, &row.path, household)?;
    }
    more_than_card(actor, household)?;
    let by_officer = !itself && is_officer(actor, &row.path, household);
    let alone = !itself && !by_officer;
    if alone {
        tx.execute(TURN, params![household.county, household.id])?;
    }
    let all = list(tx, household)?;
    let same = |s: &Stated| s.account == account && s.tie == tie && (!itself || s.stated_by == account);
    if all.iter().any(same) {
        return Ok(());
    }
    if alone && all.iter().filter(|s| s.is_alone()).count() >= MOST {
        return Err(Refused::new(Kind::Conflict, "registry-ties-many").into());
    }
    let waits = if alone { weigh(tx, household, &all, account, tie)? } else { Waits::No };
    let now = tx.now();
    let (agreed_by, agreed_at) = if by_officer { (actor.account, now) } else { (Id::NONE, Millis(0)) };
    let said = Stated { waits, agreed_by, agreed_at, ..Stated::new(account, tie, actor.account, now) };
    insert(tx, household, &said)?;
    log(tx, actor, &row.path, household, "ties")
}

/// Whether what others say of an account counts at once, beside what is stated already.
fn weigh(tx: &mut Tx<'_>, household: PublicRef, all: &[Stated], account: Id, tie: Tie) -> Res<Waits> {
    if tx.first(REFUTED, params![household.county, household.id, account], |_| Ok(()))?.is_some() {
        return Ok(Waits::Ended);
    }
    if !tie.is_close() || is_known(all, account) {
        return Ok(Waits::No);
    }
    let counting = all.iter().filter(|s| s.is_alone() && s.tie.is_close() && s.waits == Waits::No);
    let others: BTreeSet<Id> = counting.map(|s| s.account).filter(|other| *other != account && !is_known(all, *other)).collect();
    Ok(if others.len() < ALONE { Waits::No } else { Waits::Room })
}

/// Whether an account is close by its own word or an officer's.
fn is_known(all: &[Stated], account: Id) -> bool {
    all.iter().any(|s| s.account == account && s.tie.is_close() && !s.is_alone())
}

fn is_officer(actor: &Actor, at: &PlacePath, household: PublicRef) -> bool {
    actor.household != Some(household) && actor.may(&permit::CLOSE, at)
}

/// Refuses a household that nothing but its printed card signed in.
fn more_than_card(actor: &Actor, household: PublicRef) -> Res<()> {
    if actor.household == Some(household) && actor.card_issued_by.is_some() {
        return Err(Refused::new(Kind::Forbidden, "registry-card-not-enough").into());
    }
    Ok(())
}

fn log(tx: &mut Tx<'_>, actor: &Actor, at: &PlacePath, household: PublicRef, fields: &str) -> Res<()> {
    let role = permit::role_for(actor, &permit::EDIT, at, household);
    let purpose = Purpose::of(Task::Correction);
    looks::write(tx, actor, &NewLook { household, role, act: Act::Changed, purpose: &purpose, fields, card_shown: false })
}

/// An officer agrees to what others said of an account: it counts from now on, and leaves its room to another. The account itself has no
/// need to: it states the same.
///
/// # Errors
/// 403 or 404 elsewhere; 404 when there is no such tie; 409 `registry-tie-another` for whom it is about, and for those close to the
/// household, who decide nothing about it.
pub fn agree(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, tie: Id) -> Res<()> {
    let row = households::require(tx, household)?;
    permit::require(actor, &permit::CLOSE, &row.path)?;
    let found = find(tx, household, tie)?;
    if !found.is_alone() {
        return Ok(());
    }
    if found.account == actor.account || is_member_or_relative(tx, actor.account, household)? {
        return Err(Refused::new(Kind::Conflict, "registry-tie-another").into());
    }
    let now = tx.now();
    tx.execute(AGREE, params![actor.account, now, household.county, tie, household.id])?;
    log(tx, actor, &row.path, household, "ties")
}

/// The ties of a household that hold, as this actor sees them: who is meant is told of those who said so themselves, of others to officers
/// alone. Of the rest there is the account's number, with the offices that it holds where the household lives.
pub(crate) fn lines(tx: &mut Tx<'_>, actor: &Actor, at: &PlacePath, household: PublicRef) -> Res<Vec<TieLine>> {
    let (all, ender) = (list(tx, household)?, Ender::of(tx, actor, at, household)?);
    let now = tx.now();
    let officer = is_officer(actor, at, household);
    let may_agree = officer && !is_member_or_relative(tx, actor.account, household)?;
    let enough = more_than_card(actor, household).is_ok();
    let mut out = Vec::new();
    for stated in &all {
        let account = stated.account;
        let told = officer || all.iter().any(|s| s.account == account && s.stated_by == account);
        let name = if told { qianmo_identity::account::display_name(tx, account)? } else { String::new() };
        out.push(TieLine {
            id: stated.id,
            account,
            offices: if name.is_empty() { offices(tx, account, at)? } else { Vec::new() },
            name,
            tie: stated.tie,
            at: stated.stated_at,
            waits: if is_known(&all, account) { Waits::No } else { stated.waits },
            end: ender.may(tx, household, stated)?.ok().filter(|_| enough).map(May::is_ask),
            end_asked: stated.asked(now).map(|asked| asked.at),
            may_agree: may_agree && stated.is_alone() && account != actor.account,
        });
    }
    Ok(out)
}

/// What the actor says of themselves, where they may say that it is not so, or have done so.
pub(crate) fn own_lines(tx: &mut Tx<'_>, actor: &Actor, at: &PlacePath, household: PublicRef) -> Res<Vec<TieLine>> {
    let mut said = lines(tx, actor, at, household)?;
    said.retain(|line| line.account == actor.account && (line.end.is_some() || line.end_asked.is_some()));
    Ok(said)
}

/// The offices that an account holds at a place: whoever decides there is known to.
fn offices(tx: &mut Tx<'_>, account: Id, at: &PlacePath) -> Res<Vec<&'static str>> {
    let held = qianmo_identity::grant::list(tx, account)?;
    let there = held.iter().filter(|g| g.role.needs_second_factor() && g.path.covers(at));
    let names: BTreeSet<&'static str> = there.map(|g| g.role.name()).collect();
    Ok(names.into_iter().collect())
}

/// Whether others say that an account is close, and its word is waited for.
pub(crate) fn is_asked(tx: &mut Tx<'_>, account: Id, household: PublicRef) -> Res<bool> {
    let all = list(tx, household)?;
    let waits = |s: &Stated| s.account == account && s.tie.is_close() && s.waits != Waits::No;
    Ok(!is_known(&all, account) && all.iter().any(waits))
}

/// The ties of a household that hold; those as well that do not count yet.
pub fn list(tx: &mut Tx<'_>, household: PublicRef) -> Res<Vec<Stated>> {
    tx.query(LIST, params![household.county, household.id], |row| {
        Ok(Stated {
            id: row.id(0)?,
            account: row.id(1)?,
            tie: Tie::from_name(&row.text(2)?).ok_or_else(|| Error::new("an unknown tie"))?,
            stated_by: row.id(3)?,
            stated_at: row.millis(4)?,
            waits: Waits::from_name(&row.text(5)?).ok_or_else(|| Error::new("a tie waits for something unknown"))?,
            agreed_by: row.id(6)?,
            agreed_at: row.millis(7)?,
            end_asked_by: row.id(8)?,
            end_asked_at: row.millis(9)?,
        })
    })
}

fn find(tx: &mut Tx<'_>, household: PublicRef, tie: Id) -> Res<Stated> {
    list(tx, household)?.into_iter().find(|s| s.id == tie).ok_or_else(|| Refused::not_found().into())
}

fn insert(tx: &mut Tx<'_>, household: PublicRef, said: &Stated) -> Res<()> {
    let id = tx.new_id();
    tx.execute(
        INSERT,
        params![
            household.county,
            id,
            household.id,
            said.account,
            said.tie.name(),
            said.stated_by,
            said.stated_at,
            said.waits.name(),
            said.agreed_by,
            said.agreed_at
        ],
    )?;
    Ok(())
}

/// What an account is said to be to a household; usually nothing. It may speak for the household as that, also while the same does not
/// keep it from deciding yet; not where an officer said that it is not so.
pub fn ties(tx: &mut Tx<'_>, household: PublicRef, account: Id) -> Res<Vec<Tie>> {
    let found = tx.query(OF, params![household.county, household.id, account], |row| Ok(Tie::from_name(&row.text(0)?)))?;
    Ok(found.into_iter().flatten().collect())
}

/// Who was close to a household that lives on in another record is close to that one: what was stated stays stated, by the
/// same people, and its own accounts are of the household there as well. What rests on the word of others alone counts as if it were
/// stated there.
pub(crate) fn follow(tx: &mut Tx<'_>, from: PublicRef, into: PublicRef) -> Res<()> {
    let mut said = list(tx, from)?;
    let now = tx.now();
    for account in qianmo_identity::account::of_household(tx, from)? {
        said.push(Stated::new(account, Tie::Own, account, now));
    }
    for mut stated in said {
        let there = list(tx, into)?;
        if there.iter().any(|s| s.account == stated.account && s.tie == stated.tie) {
            continue;
        }
        if stated.is_alone() && stated.waits == Waits::No {
            stated.waits = weigh(tx, into, &there, stated.account, stated.tie)?;
        }
        insert(tx, into, &stated)?;
    }
    Ok(())
}

/// Forgets a household's ties.
pub(crate) fn forget(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![household.county, household.id]).map(|_| ())
}

/// Forgets what an erased account was to households.
pub(crate) fn forget_account(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(FORGET_ACCOUNT, params![account]).map(|_| ())
}
