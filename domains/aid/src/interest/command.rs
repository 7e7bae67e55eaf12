//! Declaring, and having forgotten.

use super::store::{self, Interest};
use super::{MOST, caring_for, of};
use crate::pledge::GIVE;
use crate::request::PURPOSES;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Fail, FieldError, Id, Kind, Refused, Res};

/// Declares what the actor cares for. `seen` is the version they saw, 0 where they never declared; `None` sets it whatever was there.
/// Whoever turns learning off has forgotten what was learnt.
///
/// # Errors
/// 403 without the permission to give; 412 when it has changed meanwhile; 422 on `purposes` for more than three (`aid-interest-many`) or
/// an unknown one, on `nudges` for a number that is not offered, on `place` for one that is not there (`aid-interest-place`).
pub fn set(tx: &mut Tx<'_>, actor: &Actor, new: &Interest, seen: Option<i64>) -> Res<Interest> {
    if !actor.in_scope(&GIVE) {
        return Err(Refused::forbidden().into());
    }
    if new.purposes.len() > MOST {
        let many = FieldError { field: "purposes".into(), message: "aid-interest-many", args: vec![("most", MOST.to_string())] };
        return Err(Refused::invalid(vec![many]).into());
    }
    let mut purposes = new.purposes.clone();
    purposes.sort();
    purposes.dedup();
    if purposes.iter().any(|p| !PURPOSES.contains(&p.as_str())) {
        return Err(Refused::field("purposes", "aid-unknown-purpose").into());
    }
    let place = match new.place {
        None => Id::NONE,
        Some(place) => match caring_for(tx, place)? {
            Some(place) => place.id,
            None => return Err(Refused::field("place", "aid-interest-place").into()),
        },
    };
    if !crate::nudge::CHOICES.contains(&new.nudges) {
        return Err(Refused::field("nudges", "aid-choose").into());
    }
    let before = of(tx, actor.account)?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    if !new.learn {
        crate::board::forget(tx, actor.account)?;
    }
    let (words, now) = (purposes.join(" "), tx.now());
    let changed = if before.version == 0 {
        tx.execute(store::ADD, params![actor.account, &words, place, new.personal, new.learn, new.nudges, now])?
    } else {
        tx.execute(store::CHANGE, params![&words, place, new.personal, new.learn, new.nudges, now, actor.account, before.version])?
    };
    if changed == 0 {
        return Err(Fail::Race);
    }
    of(tx, actor.account)
}

/// Forgets what was learnt of the actor: what they were shown and what they gave to. Their gifts themselves stay in the books.
///
/// # Errors
/// 403 without the permission to give.
pub fn forget(tx: &mut Tx<'_>, actor: &Actor) -> Res<()> {
    if !actor.in_scope(&GIVE) {
        return Err(Refused::forbidden().into());
    }
    crate::board::forget(tx, actor.account)
}
