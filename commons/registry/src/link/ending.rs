//! What was stated of somebody who is close ends.
//!
//! Whoever is close could be made a judge of the household by that. So nobody ends it who is close, or was until lately: else two relatives
//! would release each other. And what somebody said of themselves takes two: they and an officer, or two officers. The first asks for it, the
//! second does it. The household is told.

use super::close::is_or_was_close;
use super::{Stated, find, is_officer, log, more_than_card};
use crate::household::store as households;
use crate::notice;
use crate::permit;
use crate::words::Tie;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Fail, Id, Kind, Millis, PlacePath, PublicRef, Refused, Res};
use qianmo_web::i18n::I18n;
use serde::{Deserialize, Serialize};

/// The event of a tie that an officer ended; its payload is [`Ended`].
pub(crate) const ENDED: &str = "registry.tie-ended";

/// How long it counts that somebody asked for an end.
const LAPSES: i64 = 30 * Millis::DAY;

qianmo_db::sql! {
    /// Ends a tie.
    const END = "UPDATE household_tie SET ended_at = $1, ended_by = $2 WHERE county = $3 AND id = $4 AND household = $5 AND ended_at = 0";
    /// Somebody asks for its end. Somebody else may have done so at the same moment: then it is looked at anew.
    const ASK = "UPDATE household_tie SET end_asked_by = $1, end_asked_at = $2 \
        WHERE county = $3 AND id = $4 AND household = $5 AND ended_at = 0 AND end_asked_at = $6";
    /// What others say of an account waits from now on.
    const DOUBT = "UPDATE household_tie SET waits = 'ended' \
        WHERE county = $1 AND household = $2 AND account = $3 AND ended_at = 0 AND stated_by <> account AND agreed_at = 0";
}

/// The payload of [`ENDED`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ended {
    household: PublicRef,
}

/// How far the end of a tie is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// It is asked for; another one does it.
    Asked,
    /// It is ended.
    Done,
}

impl Ending {
    /// The key of what is said of it.
    pub(crate) const fn said(self) -> &'static str {
        match self {
            Ending::Asked => "registry-tie-end-is-asked",
            Ending::Done => "registry-tie-ended",
        }
    }
}

/// That somebody asked for an end, while it counts.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Who; `Id::NONE`: the operator.
    pub by: Id,
    /// When.
    pub at: Millis,
}

/// What an actor may do about a tie.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum May {
    /// Takes back what they said: the household, or whoever said of themselves something that keeps nobody from deciding.
    TakeBack,
    /// Asks for the end of what the one whom it is about said of themselves; another one does it.
    Ask,
    /// Ends it, by the word of this officer (`Id::NONE`: the operator) and, where it takes two, of another.
    End {
        /// The officer.
        officer: Id,
    },
}

impl May {
    /// Whether another one is needed.
    pub(super) fn is_ask(self) -> bool {
        self == May::Ask
    }
}

/// The actor and the household, as far as they matter to the ends of ties; read once for all of them.
pub(super) struct Ender<'a> {
    actor: &'a Actor,
    /// The household's own accounts, where the actor speaks for it.
    own: Vec<Id>,
    /// Whether the actor decides about ties here, but for those about themselves.
    officer: bool,
    /// Whether the actor is close, or was until lately.
    close: bool,
    now: Millis,
}

impl<'a> Ender<'a> {
    pub(super) fn of(tx: &mut Tx<'_>, actor: &'a Actor, at: &PlacePath, household: PublicRef) -> Res<Ender<'a>> {
        let own = if permit::is_own(actor, &permit::OWN, household) {
            qianmo_identity::account::of_household(tx, household)?
        } else {
            Vec::new()
        };
        let (officer, close) = (is_officer(actor, at, household), is_or_was_close(tx, actor.account, household)?);
        Ok(Ender { actor, own, officer, close, now: tx.now() })
    }

    /// What the actor may do about a tie, or why nothing.
    pub(super) fn may(&self, tx: &mut Tx<'_>, household: PublicRef, tie: &Stated) -> Res<Result<May, &'static str>> {
        if tie.tie == Tie::Own {
            return Ok(Err("registry-tie-own-stays"));
        }
        if self.own.contains(&tie.stated_by) {
            return Ok(Ok(May::TakeBack));
        }
        // What is said of the actor by others, somebody else ends; of what they said themselves, they may say that it is not so.
        let (about, itself) = (tie.account == self.actor.account, tie.is_of_oneself());
        if !(if about { itself } else { self.officer }) {
            return Ok(Err("registry-tie-not-yours"));
        }
        if self.close && !about {
            return Ok(Err("registry-tie-close"));
        }
        if about && !tie.tie.is_close() {
            return Ok(Ok(May::TakeBack));
        }
        if !itself || !tie.tie.is_close() {
            return Ok(Ok(May::End { officer: self.actor.account }));
        }
        let Some(asked) = tie.asked(self.now) else { return Ok(Ok(May::Ask)) };
        if asked.by == self.actor.account {
            return Ok(Err("registry-tie-second"));
        }
        // One of the two is an officer, and no officer counts who has become close since.
        let by_person = asked.by == tie.account;
        if !by_person && is_or_was_close(tx, asked.by, household)? {
            return Ok(Ok(May::Ask));
        }
        Ok(Ok(May::End { officer: if about { asked.by } else { self.actor.account } }))
    }
}

/// Ends a stated tie, or asks for that; it stays on record. The household's own account cannot be taken away like this. Where an officer
/// does, what others say of the same account waits from then on, now and when they say it again, and the household is told.
///
/// # Errors
/// 403 or 404 for strangers, and `registry-card-not-enough` for a household's card alone; 404 when there is no such tie; 409
/// `registry-tie-own-stays`; 409 `registry-tie-not-yours` unless the household stated it and ends it, or an officer does whom it is
/// not about, or it is what the actor said of themselves: else a household could make a relative its judge by ending what that relative
/// said; 409 `registry-tie-close` for officers who are close to the household or were until lately; 409 `registry-tie-second` for whoever
/// has asked for it already.
pub fn end(tx: &mut Tx<'_>, actor: &Actor, household: PublicRef, tie: Id) -> Res<Ending> {
    let row = households::require(tx, household)?;
    permit::staff_or_own(actor, &permit::OPEN, &row.path, household)?;
    more_than_card(actor, household)?;
    let found = find(tx, household, tie)?;
    let may = Ender::of(tx, actor, &row.path, household)?.may(tx, household, &found)?;
    let now = tx.now();
    let officer = match may {
        Err(why) => return Err(Refused::new(Kind::Conflict, why).into()),
        Ok(May::Ask) => {
            won(tx.execute(ASK, params![actor.account, now, household.county, tie, household.id, found.end_asked_at])?)?;
            log(tx, actor, &row.path, household, "tie-end-asked")?;
            return Ok(Ending::Asked);
        }
        Ok(May::TakeBack) => None,
        Ok(May::End { officer }) => Some(officer),
    };
    won(tx.execute(END, params![now, officer.unwrap_or(Id::NONE), household.county, tie, household.id])?)?;
    if officer.is_some() {
        tx.execute(DOUBT, params![household.county, household.id, found.account])?;
        tx.emit(ENDED, household.county, &Ended { household })?;
    }
    log(tx, actor, &row.path, household, "tie-ended")?;
    Ok(Ending::Done)
}

/// A lost race: it is looked at anew.
fn won(changed: u64) -> Res<()> {
    if changed == 0 { Err(Fail::Race) } else { Ok(()) }
}

/// Tells a household with a phone on record that somebody counts as close to it no more.
pub(crate) fn tell(tx: &mut Tx<'_>, words: &I18n, country: &str, ended: &Ended) -> Res<()> {
    notice::tell(tx, words, country, ended.household, "registry-tie-notice")
}

impl Stated {
    /// Whether the account said so of itself.
    pub(super) fn is_of_oneself(&self) -> bool {
        self.stated_by == self.account
    }

    /// That its end is asked for, while that counts.
    pub fn asked(&self, now: Millis) -> Option<Asked> {
        let counts = self.end_asked_at.0 > 0 && now.0 - self.end_asked_at.0 < LAPSES;
        counts.then_some(Asked { by: self.end_asked_by, at: self.end_asked_at })
    }
}
