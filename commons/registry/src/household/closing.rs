//! A household moves, or is forgotten. How it leaves and comes back is in [`super::leaving`], and how two records of one become one in
//! [`super::merging`].

use super::command::{for_change, log, spot, tell};
use super::leaving;
use super::members::wipe_person;
use super::merging;
use super::store::{self, HouseholdRow, purpose};
use crate::looks::{self, Purpose};
use crate::masked::Title;
use crate::own::{self, Ending};
use crate::permit;
use crate::wishes::{self, page::ErasureView, page::Printer};
use crate::words::{Act, Leaving, Status, Task};
use qianmo_db::{Tx, params};
use qianmo_identity::inventory;
use qianmo_kernel::{Actor, Id, Kind, Millis, PlacePath, PublicRef, Refused, Res};

/// What a domain has to say when a household is to be erased, or to end. Registered with [`crate::erasing_hook`].
pub struct ErasingHook {
    /// When the oldest of what is still open of the household there was handed in: a request that lives, or one for which money is kept.
    /// `None`: nothing is open.
    pub open: fn(&mut Tx<'_>, PublicRef) -> Res<Option<Millis>>,
    /// Whether the household ever handed something in there.
    pub ever: fn(&mut Tx<'_>, PublicRef) -> Res<bool>,
}

inventory::collect!(ErasingHook);

/// Registers a domain's [`ErasingHook`]: `qianmo_registry::erasing_hook!(ErasingHook { open, ever });`
#[macro_export]
macro_rules! erasing_hook {
    ($hook:expr) => {
        $crate::inventory::submit! { $hook }
    };
}

/// How far an erasure is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Erasing {
    /// One officer proposed it; another one carries it out.
    Proposed,
    /// It is done.
    Done,
}

/// A household lives somewhere else now. Its reference stays; whoever works where it lived no longer opens it.
///
/// # Errors
/// 403 or 404 elsewhere; 409 `registry-end-officer` for a helper who would send it out of their own places while something of it is
/// open; 412 when it has changed; 422 at `place`.
pub fn relocate(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, to: Id) -> Res<i64> {
    let mut row = for_change(tx, actor, household, seen)?;
    permit::require(actor, &permit::EDIT, &row.path)?;
    let spot = spot(tx, to)?;
    if spot.place == row.place {
        return Err(Refused::field("place", "registry-place-same").into());
    }
    if !actor.may(&permit::EDIT, &spot.path) {
        may_end(tx, actor, &row, ENDING)?;
    }
    let (id, now) = (tx.new_id(), tx.now());
    tx.execute(store::MOVED, params![household.county, id, household.id, row.place, spot.place, now, actor.account])?;
    log(tx, actor, &permit::EDIT, &row.path, household, Act::Changed, &Purpose::of(Task::Correction), "place")?;
    row.place = spot.place;
    row.moved_to = if spot.county == household.county { Id::NONE } else { spot.county };
    row.path = spot.path;
    // The old address is of the old place.
    row.address = tx.vault().seal_text(purpose::ADDRESS, household.id, "")?;
    store::save(tx, &row)?;
    tell(tx, "registry.moved", household, row.place, &row.path)?;
    Ok(row.version + 1)
}

/// What a helper reads who would end a household, or send it away, that has something open.
pub(super) const ENDING: &str = "registry-end-officer";

/// What ends with a household that goes (its requests, what was promised to it) a helper does not end alone: while something of it is
/// open, that takes an officer of its place (409 with `why` for everybody else).
pub(super) fn may_end(tx: &mut Tx<'_>, actor: &Actor, row: &HouseholdRow, why: &'static str) -> Res<()> {
    if !actor.may(&permit::CLOSE, &row.path) && has_open(tx, row.reference)? {
        return Err(Refused::new(Kind::Conflict, why).into());
    }
    Ok(())
}

pub(super) fn wipe_contact(tx: &mut Tx<'_>, row: &mut HouseholdRow) -> Res<()> {
    let id = row.reference.id;
    let phone = tx.vault().open_text(purpose::PHONE, id, &row.phone)?;
    store::drop_phone(tx, row.reference, &phone)?;
    row.address = tx.vault().seal_text(purpose::ADDRESS, id, "")?;
    row.phone = tx.vault().seal_text(purpose::PHONE, id, "")?;
    row.bank = tx.vault().seal_text(purpose::BANK, id, "")?;
    row.bank_by = Id::NONE;
    (row.phone_by, row.phone_at) = (Id::NONE, Millis(0));
    row.has_phone = false;
    Ok(())
}

/// Refuses whoever may not ask for this household that it be forgotten; gives its row.
///
/// # Errors
/// 403 for everybody else, and `registry-card-not-enough` by a printed card alone where the household has a phone on record: whoever printed
/// the card has read its PIN, and the household can say by itself what it wishes. 410 when it is done.
pub(crate) fn may_ask_erasure(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<HouseholdRow> {
    let row = store::require(tx, household)?;
    if !permit::is_own(actor, &permit::OWN, household) {
        return Err(Refused::forbidden().into());
    }
    // Whoever has left, or was found twice, may ask as well: what is kept of them is still theirs.
    if row.status == Status::Erased {
        return Err(Refused::new(Kind::Gone, "registry-erased").into());
    }
    if actor.card_issued_by.is_some() && row.has_phone {
        return Err(Refused::new(Kind::Forbidden, "registry-card-not-enough").into());
    }
    Ok(row)
}

/// A household asks to be forgotten; two officers of its place do it. Where a card alone signed it in, it is kept who printed that card: the
/// officers read it, and are others.
///
/// # Errors
/// As [`may_ask_erasure`].
pub fn ask_erasure(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<()> {
    let mut row = may_ask_erasure(tx, actor, household)?;
    // Asked for twice it waits since the first time; said by something that nobody else has held, it is the household's word.
    let asked = row.erasure_asked_at.0 > 0;
    if asked && (row.erasure_card.is_none() || actor.card_issued_by.is_some()) {
        return Ok(());
    }
    if !asked {
        row.erasure_asked_at = tx.now();
    }
    row.erasure_card = actor.card_issued_by;
    store::save(tx, &row)?;
    wishes::note(tx, household)?;
    log(tx, actor, &permit::OWN, &row.path, household, Act::Changed, &Purpose::of(Task::Own), "erasure")
}

/// A household does not want to be forgotten after all; an officer's proposal falls with the wish.
///
/// # Errors
/// 403 for anybody else; 409 `registry-erase-not-asked` when it has not asked, or somebody declined it; 410 when it is done.
pub fn take_back_erasure(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<()> {
    let row = store::require(tx, household)?;
    if !permit::is_own(actor, &permit::OWN, household) {
        return Err(Refused::forbidden().into());
    }
    wish_over(tx, actor, row, Ending::TakenBack, "")?;
    let row = store::require(tx, household)?;
    log(tx, actor, &permit::OWN, &row.path, household, Act::Changed, &Purpose::of(Task::Own), "erasure")
}

/// An officer does not carry a household's wish to be forgotten out, for a reason that the household reads. It may ask again.
///
/// # Errors
/// 403 elsewhere; 409 `registry-erase-not-asked`, `registry-erase-close` for the household's own and its relatives; 412 when the
/// household has changed; 422 at `reason` without one.
pub fn decline_erasure(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>, reason: &str) -> Res<()> {
    let row = store::require(tx, household)?;
    permit::require(actor, &permit::CLOSE, &row.path)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    let reason = own::said("reason", reason, "registry-reason-needed")?;
    if crate::link::is_member_or_relative(tx, actor.account, household)? {
        return Err(Refused::new(Kind::Conflict, "registry-erase-close").into());
    }
    let path = row.path.clone();
    wish_over(tx, actor, row, Ending::Declined, &reason)?;
    log_erasure(tx, actor, &path, household)
}

/// The wish to be forgotten is over without being carried out.
fn wish_over(tx: &mut Tx<'_>, actor: &Actor, mut row: HouseholdRow, ending: Ending, reason: &str) -> Res<()> {
    if row.status == Status::Erased {
        return Err(Refused::new(Kind::Gone, "registry-erased").into());
    }
    if row.erasure_asked_at.0 <= 0 {
        return Err(Refused::new(Kind::Conflict, "registry-erase-not-asked").into());
    }
    row.erasure_asked_at = Millis(0);
    row.erasure_by = Id::NONE;
    row.erasure_card = None;
    store::save(tx, &row)?;
    own::answer(tx, actor, row.reference, Id::NONE, ending, reason)?;
    wishes::note(tx, row.reference)
}

/// The wish to be forgotten as an officer sees it; `None`: there is none.
pub(crate) fn erasure_view(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef) -> Res<Option<ErasureView>> {
    let row = store::require(tx, household)?;
    if row.erasure_asked_at.0 <= 0 || row.status == Status::Erased {
        return Ok(None);
    }
    let proposed_by =
        if row.erasure_by == Id::NONE { None } else { Some(qianmo_identity::account::display_name(tx, row.erasure_by)?) };
    let by_card = match row.erasure_card {
        Some(by) => Some(printer(tx, household, by)?),
        None => None,
    };
    Ok(Some(ErasureView {
        asked_at: row.erasure_asked_at,
        days: wishes::page::days(row.erasure_asked_at, tx.now()),
        by_card,
        printed_by_reader: printed(&row, actor),
        proposed_by,
        by_reader: row.erasure_by == actor.account,
    }))
}

/// How whoever printed a household's card is called, and in which role they did.
fn printer(tx: &mut Tx<'_>, household: PublicRef, by: Id) -> Res<Printer> {
    let name = qianmo_identity::account::display_name(tx, by)?;
    let role = looks::store::last_role(tx, household, Act::Card, by)?;
    Ok(Printer { name, role: role.map(|role| format!("role-{role}")) })
}

/// Whether this actor printed the card by which alone the wish that waits was said.
fn printed(row: &HouseholdRow, actor: &Actor) -> bool {
    actor.account != Id::NONE && row.erasure_card == Some(actor.account)
}

/// Whether a domain has something of the household open that must be withdrawn or finished before it is forgotten.
pub(crate) fn has_open(tx: &mut Tx<'_>, household: PublicRef) -> Res<bool> {
    Ok(open_since(tx, household)?.is_some())
}

/// When the oldest of what is open of the household was handed in; `None`: nothing is open.
pub(super) fn open_since(tx: &mut Tx<'_>, household: PublicRef) -> Res<Option<Millis>> {
    let mut oldest: Option<Millis> = None;
    for hook in inventory::iter::<ErasingHook> {
        let since = (hook.open)(tx, household)?;
        oldest = oldest.into_iter().chain(since).min();
    }
    Ok(oldest)
}

/// Whether the household ever handed something in, wherever.
pub(super) fn ever_open(tx: &mut Tx<'_>, household: PublicRef) -> Res<bool> {
    for hook in inventory::iter::<ErasingHook> {
        if (hook.ever)(tx, household)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Forgets a household: everything sealed is wiped, numbers and phones are free again, stated relatives are dropped.
/// The number of the household stays, so that books and figures hold. It cannot be undone, so it takes the household's own
/// wish and two officers: the first call proposes it, that of another officer does it.
///
/// # Errors
/// 403 elsewhere; 409 `registry-erase-not-asked`, `registry-erase-close` for the household's own and its relatives,
/// `registry-erase-card` for whoever printed the card by which alone it asked, `registry-erase-open` while a domain has something open,
/// `registry-erase-second` for whoever proposed it; 412 when the household has changed.
pub fn erase(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, seen: Option<i64>) -> Res<Erasing> {
    let mut row = store::require(tx, household)?;
    permit::require(actor, &permit::CLOSE, &row.path)?;
    if row.status == Status::Erased {
        return Ok(Erasing::Done);
    }
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    may_be_erased(tx, actor, &row)?;
    if row.erasure_by == Id::NONE {
        row.erasure_by = actor.account;
        store::save(tx, &row)?;
        log_erasure(tx, actor, &row.path, household)?;
        return Ok(Erasing::Proposed);
    }
    if row.erasure_by == actor.account {
        return Err(Refused::new(Kind::Conflict, "registry-erase-second").into());
    }
    for mut person in store::persons(tx, household)? {
        if person.left.is_none() {
            wipe_person(tx, household.county, &mut person, Leaving::MovedOut)?;
        }
        person.birth_year = None;
        person.sex = crate::words::Sex::Unknown;
        store::save_person(tx, household.county, &person)?;
    }
    wipe_contact(tx, &mut row)?;
    crate::link::forget(tx, household)?;
    merging::forget(tx, household)?;
    leaving::forget(tx, household)?;
    crate::phones::forget(tx, household)?;
    crate::own::forget(tx, household)?;
    crate::looks::store::forget_words(tx, household)?;
    tx.execute(store::FORGET_MOVES, params![household.county, household.id])?;
    // Its own account, too, and the card that opens it. Somebody of it who came in by a phone had an account before, which gives
    // and may hold offices elsewhere: that one stays theirs, and is of no household any more.
    for account in qianmo_identity::account::of_household(tx, household)? {
        if qianmo_identity::account::is_household_only(tx, account)? {
            qianmo_identity::erasure::erase_for(tx, account)?;
        } else {
            qianmo_identity::account::leave_household(tx, account, actor.account)?;
        }
    }
    row.status = Status::Erased;
    row.size = 0;
    row.causes.clear();
    (row.title, row.initial) = (Title::Family, String::new());
    store::save(tx, &row)?;
    wishes::note(tx, household)?;
    log_erasure(tx, actor, &row.path, household)?;
    tell(tx, "registry.erased", household, row.place, &row.path)?;
    Ok(Erasing::Done)
}

/// What stands against erasing a household, whoever of the two officers asks.
fn may_be_erased(tx: &mut Tx<'_>, actor: &Actor, row: &HouseholdRow) -> Res<()> {
    let no = |message: &'static str| -> Res<()> { Err(Refused::new(Kind::Conflict, message).into()) };
    if row.erasure_asked_at.0 <= 0 {
        return no("registry-erase-not-asked");
    }
    if crate::link::is_member_or_relative(tx, actor.account, row.reference)? {
        return no("registry-erase-close");
    }
    if printed(row, actor) {
        return no("registry-erase-card");
    }
    if has_open(tx, row.reference)? {
        return no("registry-erase-open");
    }
    Ok(())
}

fn log_erasure(tx: &mut Tx<'_>, actor: &Actor, at: &PlacePath, household: PublicRef) -> Res<()> {
    // Done by an officer about the household's wish, not by the household.
    log(tx, actor, &permit::CLOSE, at, household, Act::Changed, &Purpose::of(Task::Correction), "erasure")
}
