//! What a donor does with a standing gift: begins it, changes it, pauses it, goes on with it, ends it.

use super::calendar::Day;
use super::charge::release;
use super::decide::{Around, check};
use super::model::{Gift, RunState, State, Terms};
use super::{MOST_GIFTS, Settings, mandate, store};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Refused, Res};
use qianmo_places::Level;

/// Runs of a gift that may still have something uncharged when it is stopped: the last ones.
const OPEN_RUNS: i64 = 4;

/// What an installation says about itself.
#[derive(Copy, Clone, Debug)]
pub struct Here {
    /// Its bounds.
    pub settings: Settings,
    /// Its currency.
    pub currency: qianmo_kernel::Currency,
    /// Minutes by which its time is ahead of UTC.
    pub offset_minutes: i32,
}

impl Here {
    /// This installation's.
    pub fn of(app: &qianmo_web::App) -> Here {
        Here { settings: Settings::of(app), currency: app.config.currency, offset_minutes: app.config.utc_offset_minutes }
    }

    fn around(&self, tx: &Tx<'_>, runs: i64) -> Around {
        let today = Day::at(tx.now(), self.offset_minutes);
        Around { settings: self.settings, currency: self.currency, today, runs }
    }
}

/// What can be done with a gift besides changing it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// It falls due no more, and what was not charged yet is given back.
    Pause,
    /// It falls due again, from the next due day on.
    Resume,
    /// As a pause, for good; its mandate is taken back.
    End,
}

impl Act {
    /// The act of that name.
    pub fn from_name(name: &str) -> Option<Act> {
        match name {
            "pause" => Some(Act::Pause),
            "resume" => Some(Act::Resume),
            "end" => Some(Act::End),
            _ => None,
        }
    }
}

/// Begins a standing gift.
///
/// # Errors
/// 422 for what [`check`] does not allow, and an end before the first due day; 404 for a place that is not there; 409
/// `aid-standing-many` with [`MOST_GIFTS`] that have not ended.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, here: &Here, terms: &Terms) -> Res<Gift> {
    check(terms, &here.around(tx, 0))?;
    if store::live(tx, actor.account)? >= MOST_GIFTS {
        return Err(Refused::new(Kind::Conflict, "aid-standing-many").arg("most", MOST_GIFTS).into());
    }
    let now = tx.now();
    let mut gift = Gift {
        account: actor.account,
        id: tx.new_id(),
        version: 1,
        terms: widened(tx, terms)?,
        state: State::Active,
        reason: String::new(),
        runs: 0,
        last: None,
        failed: 0,
        carried: 0,
        mandate: None,
        next: None,
        next_at: None,
        created_at: now,
        changed_at: now,
    };
    gift.schedule(now, here.offset_minutes);
    if gift.next.is_none() {
        return Err(Refused::field("until", "aid-standing-until").into());
    }
    store::insert(tx, &gift)?;
    Ok(gift)
}

/// In which village a household lives is told to nobody who does not answer for it: a gift to a village goes to its township.
fn widened(tx: &mut Tx<'_>, terms: &Terms) -> Res<Terms> {
    let mut terms = terms.clone();
    if let Some(id) = terms.place {
        let place = qianmo_places::require(tx, id).map_err(|_| Refused::field("place", "web-field-choice"))?;
        let along = qianmo_places::ancestors(tx, &place.path)?;
        terms.place = along.iter().rev().find(|p| !Level::TOWNSHIP.is_wider_than(p.level)).map(|p| p.id).or(Some(id));
    }
    Ok(terms)
}

/// Changes what is wished, from the next due day on; `seen` is the version its donor saw, `None` whichever it is. The first day of
/// a gift that has fallen due before stays what it was.
///
/// # Errors
/// As [`create`]; 409 `aid-standing-over` when it has ended, 412 when it was changed meanwhile.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, here: &Here, id: Id, seen: Option<i64>, terms: &Terms) -> Res<Gift> {
    let mut gift = own(tx, actor, id)?;
    if seen.is_some_and(|seen| seen != gift.version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    let mut wished = widened(tx, terms)?;
    if gift.runs > 0 {
        wished.rhythm.first = gift.terms.rhythm.first;
    }
    check(&wished, &here.around(tx, gift.runs))?;
    gift.terms = wished;
    gift.changed_at = tx.now();
    gift.schedule(gift.changed_at, here.offset_minutes);
    if gift.state == State::Active && gift.next.is_none() {
        return Err(Refused::field("until", "aid-standing-until").into());
    }
    store::save(tx, &mut gift)?;
    Ok(gift)
}

/// One's own gift, unless it is over.
fn own(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Res<Gift> {
    let gift = store::require(tx, actor.account, id)?;
    if gift.state == State::Ended {
        return Err(Refused::new(Kind::Conflict, "aid-standing-over").into());
    }
    Ok(gift)
}

/// Pauses, goes on with or ends a gift. What it is already it stays.
///
/// # Errors
/// 409 `aid-standing-over` when it has ended, or when nothing is left of it to go on with.
pub fn act(tx: &mut Tx<'_>, actor: &Actor, here: &Here, id: Id, act: Act) -> Res<Gift> {
    let mut gift = match store::require(tx, actor.account, id)? {
        over if over.state == State::Ended && act == Act::End => return Ok(over),
        _ => own(tx, actor, id)?,
    };
    gift.changed_at = tx.now();
    match (act, gift.state) {
        (Act::Pause, State::Paused) | (Act::Resume, State::Active) => return Ok(gift),
        (Act::Pause, _) => gift.stop(State::Paused, "donor"),
        (Act::End, _) => gift.stop(State::Ended, "donor"),
        (Act::Resume, _) => {
            gift.state = State::Active;
            gift.reason.clear();
            gift.failed = 0;
            gift.schedule(gift.changed_at, here.offset_minutes);
            if gift.next.is_none() {
                return Err(Refused::new(Kind::Conflict, "aid-standing-over").into());
            }
        }
    }
    store::save(tx, &mut gift)?;
    if act != Act::Resume {
        give_back(tx, &gift)?;
    }
    if act == Act::End {
        mandate::drop_of(tx, &gift)?;
    }
    Ok(gift)
}

/// Gives back what runs of a stopped gift have pledged and nobody has begun to charge. What waits to be paid by hand stays its donor's
/// to pay or to take back.
pub(super) fn give_back(tx: &mut Tx<'_>, gift: &Gift) -> Res<()> {
    for mut run in store::runs(tx, gift.account, gift.id, None, OPEN_RUNS)? {
        if !matches!(run.state, RunState::Placing | RunState::Charging) {
            continue;
        }
        run.state = RunState::Waiting;
        run.note = "aid-standing-note-stopped".to_owned();
        run.carried_out = 0;
        run.work_at = Some(tx.now());
        store::save_run(tx, &mut run)?;
        let lines = store::lines(tx, run.key)?;
        release(tx, lines)?;
    }
    Ok(())
}
