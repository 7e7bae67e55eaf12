//! What the desk shows, read in one unit of work.

use super::DESK;
use crate::lifecycle::RequestState;
use crate::receipt::{Awaited, deliveries_for};
use crate::request::{self, PURPOSES, Request, relabel};
use crate::review::{APPEAL, REVIEW, REVIEW_NAME};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, Locale, Millis, PlacePath, Res, Role};

qianmo_db::sql! {
    /// Requests that ask for help under an area, by purpose.
    pub const BY_PURPOSE = "SELECT purpose, COUNT(*) FROM aid_listing WHERE area = $1 AND stage = 1 GROUP BY purpose";
}

/// Ages at which waiting cases are told apart.
pub const EDGES: [i64; 4] = [0, 3 * Millis::DAY, 7 * Millis::DAY, 14 * Millis::DAY];
/// After how long a request that nobody helped counts as unattended.
const UNATTENDED_AFTER: i64 = 14 * Millis::DAY;
/// Rows of each list.
const ROWS: usize = 8;

/// What the desk shows.
pub struct Desk {
    /// The reviewer's part.
    pub reviewer: Option<ReviewerPart>,
    /// The officer's part, for each of their places.
    pub officer: Vec<OfficerPart>,
    /// The helper's part.
    pub helper: Option<HelperPart>,
}

/// What waits for a reviewer.
pub struct ReviewerPart {
    /// How many cases.
    pub waiting: i64,
    /// Since when the oldest waits.
    pub oldest: Option<Millis>,
}

/// What an officer sees of their place.
pub struct OfficerPart {
    /// The place's name.
    pub place: String,
    /// The place.
    pub place_id: Id,
    /// Whether it is told how help is spread there: in a county or wider place.
    pub spread: bool,
    /// Running reviews by age, as [`EDGES`] tells them apart.
    pub ages: Vec<i64>,
    /// Running appeals.
    pub appeals: i64,
    /// Requests that ask for help, by purpose.
    pub by_purpose: Vec<(&'static str, i64)>,
    /// The longest open that nobody has helped.
    pub unattended: Vec<Request>,
    /// Reports that wait.
    pub reports: i64,
    /// Disputes that wait for a decision.
    pub disputes: i64,
    /// Payouts that wait for a second officer.
    pub payouts: i64,
    /// Payouts that did not arrive and whose money is not back.
    pub missing: i64,
    /// Photos that nobody has looked at.
    pub photos: i64,
    /// Recoveries of accounts that wait for this officer's consent.
    pub recoveries: i64,
    /// Offices that wait for a second officer's confirmation, proposed by others.
    pub offices: i64,
    /// Households that wait for a correction, or to be forgotten.
    pub households: i64,
}

/// What a helper wrote, and what waits for their word.
pub struct HelperPart {
    /// What is back with them: drafts and returned ones.
    pub to_mend: Vec<Request>,
    /// The rest, newest first.
    pub posts: Vec<Request>,
    /// The first of what they may confirm.
    pub deliveries: Vec<Awaited>,
    /// How many donors of goods wait to be accepted.
    pub wishes: i64,
}

/// Reads the desk of whoever asks.
pub fn desk(tx: &mut Tx<'_>, actor: &Actor, locale: Locale) -> Res<Desk> {
    let reviewer = if actor.may_somewhere(&REVIEW) { Some(reviewer(tx, actor)?) } else { None };
    let mut places: Vec<(Id, PlacePath)> = Vec::new();
    for grant in actor.places_for(&DESK).into_iter().filter(|g| g.role == Role::Officer) {
        // What lies within another place of theirs is counted there.
        if !places.iter().any(|(_, wider)| wider.covers(&grant.path)) {
            places.push((grant.place, grant.path.clone()));
        }
    }
    let mut offices = Vec::with_capacity(places.len());
    for (place, path) in &places {
        offices.push(officer(tx, actor, *place, path, locale)?);
    }
    let helper = if actor.is(Role::Helper) { Some(helper(tx, actor, locale)?) } else { None };
    Ok(Desk { reviewer, officer: offices, helper })
}

/// The most of a household's requests that are looked through: more than any family asks for.
const OF_A_HOUSEHOLD: usize = 400;

/// What an account wrote and, for a household's own, what was written for it, the newest first; `before` is the last id seen.
pub fn written(tx: &mut Tx<'_>, actor: &Actor, before: Option<Id>, limit: usize) -> Res<Vec<Request>> {
    let mut found = request::store::by_publisher(tx, actor.account, before, limit)?;
    if let Some(household) = actor.household {
        let all = request::store::by_household(tx, household, OF_A_HOUSEHOLD)?;
        found.extend(all.into_iter().filter(|r| before.is_none_or(|before| r.reference.id < before)));
        found.sort_by_key(|r| std::cmp::Reverse(r.reference.id));
        found.dedup_by_key(|r| r.reference);
        found.truncate(limit);
    }
    Ok(found)
}

fn reviewer(tx: &mut Tx<'_>, actor: &Actor) -> Res<ReviewerPart> {
    let (reviews, first) = qianmo_procedures::count(tx, actor, &REVIEW, REVIEW_NAME)?;
    let (appeals, second) = qianmo_procedures::count(tx, actor, &REVIEW, APPEAL)?;
    Ok(ReviewerPart { waiting: reviews + appeals, oldest: first.into_iter().chain(second).min() })
}

fn officer(tx: &mut Tx<'_>, actor: &Actor, place: Id, path: &PlacePath, locale: Locale) -> Res<OfficerPart> {
    let ages = qianmo_procedures::ages(tx, REVIEW_NAME, path, &EDGES)?;
    let appeals = qianmo_procedures::ages(tx, APPEAL, path, &[0])?.into_iter().sum();
    let counts = tx.query(BY_PURPOSE, params![place], |row| Ok((row.text(0)?, row.i64(1)?)))?;
    let by_purpose =
        PURPOSES.iter().map(|name| (*name, counts.iter().find(|(n, _)| n == name).map_or(0, |(_, count)| *count))).collect();
    let since = tx.now() - UNATTENDED_AFTER;
    let mut unattended = crate::find::unattended(tx, place, since, ROWS)?;
    relabel(tx, &mut unattended, locale)?;
    let name = qianmo_places::label(tx, place, locale)?.map(|l| l.text).unwrap_or_default();
    Ok(OfficerPart {
        place: name,
        place_id: place,
        spread: crate::fairness::is_told_of(tx, path)?,
        ages,
        appeals,
        by_purpose,
        unattended,
        reports: crate::report::count(tx, path)?,
        disputes: crate::receipt::store::count(tx, path)?,
        payouts: crate::payout::prepared(tx, path)?,
        missing: crate::payout::count_missing(tx, path)?,
        photos: qianmo_media::count_held(tx, path)?,
        recoveries: qianmo_identity::recovery::count_waiting(tx, actor, path)?,
        offices: qianmo_identity::proposal::count_waiting(tx, actor, path)?,
        households: qianmo_registry::wishes::count(tx, path)?,
    })
}

fn helper(tx: &mut Tx<'_>, actor: &Actor, locale: Locale) -> Res<HelperPart> {
    let mut posts = request::store::by_publisher(tx, actor.account, None, 40)?;
    relabel(tx, &mut posts, locale)?;
    let back = |r: &Request| matches!(r.state, RequestState::Draft | RequestState::Returned);
    let (to_mend, mut posts): (Vec<Request>, Vec<Request>) = posts.into_iter().partition(back);
    posts.truncate(ROWS);
    // What others confirm is on the list of deliveries, with the reason.
    let mut deliveries = Vec::new();
    for one in deliveries_for(tx, actor, locale)? {
        if deliveries.len() < ROWS && one.is_for(tx, actor)? {
            deliveries.push(one);
        }
    }
    let wishes = crate::pledge::count_wishes(tx, actor)?;
    Ok(HelperPart { to_mend, posts, deliveries, wishes })
}
