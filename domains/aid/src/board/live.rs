//! The allocator of this process, as it stands: what it was told, and who was shown what lately.

use super::feed::Entry;
use super::{Only, Wish};
use crate::request::PURPOSES;
use qianmo_kernel::{Id, Millis, PlacePath, PublicRef};
use qianmo_matching::{Allocator, Donor, Post, Pull, Session, Settings};
use std::collections::HashMap;

/// With more counties than this, the wider place around each is its area: floors can do little for an area of a dozen requests.
const MOST_AREAS: usize = 300;
/// For so long a donor who comes back sees the slate that they saw.
pub(super) const VISIT: i64 = 30 * Millis::MINUTE;
/// Visits kept in memory at once.
const VISITS: usize = 100_000;

/// Why a request was shown, beside that it matched what was declared; bits of `aid_shown.why`.
pub mod why {
    /// A gift of the usual size completes it.
    pub const NEAR_SUM: i64 = 1;
    /// It stops asking soon.
    pub const ENDS_SOON: i64 = 2;
    /// Its area or group is behind the others.
    pub const LIFTED: i64 = 4;
}

/// A request on a slate.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The request.
    pub reference: PublicRef,
    /// In what it matched what the donor was looked for: 1 purpose, 2 area, 3 both.
    pub matched: i64,
    /// What else spoke for it: a sum of [`why`].
    pub why: i64,
}

/// A donor who looks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looker {
    /// Who.
    pub account: Id,
    /// Their household, if they have one here.
    pub household: Option<PublicRef>,
    /// What they care for: declared or, where nothing was, learnt.
    pub wish: Wish,
    /// They turned their own order off.
    pub newest_first: bool,
}

/// One visit of a donor.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its number: the moment it began and a count, so that two processes make different ones.
    pub session: Id,
    /// When it began.
    pub at: Millis,
    /// For whom it was made.
    looker: Looker,
    most: usize,
    number: u64,
    /// What was shown, best first.
    pub shown: Vec<Shown>,
    answered: bool,
}

/// The live state.
pub(super) struct Live {
    allocator: Allocator,
    start: Millis,
    day: f64,
    areas: HashMap<Id, u32>,
    wide: bool,
    posts: HashMap<u64, Entry>,
    donors: HashMap<u64, (Wish, bool)>,
    visits: HashMap<Id, Visit>,
    sessions: u64,
    /// The latest change that was read.
    pub seen: Millis,
    /// When changes were looked for last, and after how many commits of this process.
    pub looked: (Millis, u64),
    /// When all of it was read.
    pub built: Millis,
}

/// What came of an earlier visit, as it is kept: learnt from when a process starts.
pub(super) struct Past {
    pub account: Id,
    pub at: Millis,
    pub wish: Wish,
    /// How many matched in nothing, purpose, area, both.
    pub made_up: [u16; 4],
    /// The match of what was taken.
    pub taken: Option<usize>,
}

fn number(reference: PublicRef) -> u64 {
    reference.id.get().unsigned_abs()
}

fn purpose(name: Option<&str>) -> Option<u32> {
    name.and_then(|name| PURPOSES.iter().position(|p| *p == name)).and_then(|at| u32::try_from(at).ok())
}

impl Live {
    /// Built of everything on the board and of what past visits taught, each at its own time.
    pub fn build(entries: Vec<Entry>, past: Vec<Past>, now: Millis) -> Live {
        let start = entries.iter().map(|e| e.opened_at).chain(past.iter().map(|p| p.at)).min().unwrap_or(now).min(now);
        let counties: std::collections::BTreeSet<Option<Id>> = entries.iter().map(|e| e.area.ids().last()).collect();
        let settings = Settings { floors: Some(Pull::default()), parts: true, ..Settings::default() };
        let mut live = Live {
            allocator: Allocator::new(settings),
            start,
            day: 0.0,
            areas: HashMap::new(),
            wide: counties.len() > MOST_AREAS,
            posts: HashMap::new(),
            donors: HashMap::new(),
            visits: HashMap::new(),
            sessions: 0,
            seen: entries.iter().map(|e| e.changed_at).max().unwrap_or(Millis(0)),
            looked: (now, 0),
            built: now,
        };
        let mut past = past.into_iter().peekable();
        for entry in entries {
            while let Some(visit) = past.next_if(|p| p.at <= entry.opened_at) {
                live.recall(&visit);
            }
            let at = entry.opened_at;
            live.apply(entry, at);
        }
        past.for_each(|visit| live.recall(&visit));
        live.to(now);
        live
    }

    /// Days since the start; never runs back, whatever the clock does.
    fn to(&mut self, at: Millis) -> f64 {
        self.day = self.day.max(self.days(at));
        self.day
    }

    fn days(&self, at: Millis) -> f64 {
        (at.0 - self.start.0) as f64 / Millis::DAY as f64
    }

    /// The number of a place; new ones are told to the allocator with what contains them.
    fn area(&mut self, path: &PlacePath) -> u32 {
        let ids: Vec<Id> = path.ids().collect();
        let keep = if self.wide { ids.len().saturating_sub(1).max(1) } else { ids.len() };
        let mut wider: Vec<u32> = Vec::new();
        let mut last = 0;
        for id in ids.into_iter().take(keep) {
            let next = u32::try_from(self.areas.len() + 1).unwrap_or(u32::MAX);
            let known = self.areas.contains_key(&id);
            last = *self.areas.entry(id).or_insert(next);
            if !known {
                self.allocator.lies_in(last, &wider);
            }
            wider.push(last);
        }
        last
    }

    /// Takes up what the board says of a request, as of `at`. What is told twice changes nothing.
    pub fn apply(&mut self, entry: Entry, at: Millis) {
        self.seen = self.seen.max(entry.changed_at);
        let (id, day) = (number(entry.reference), self.to(at));
        let expire = self.days(entry.expires_at);
        let moved = self.posts.get(&id).is_some_and(|known| known.area != entry.area || known.purpose != entry.purpose);
        if moved {
            // It lies elsewhere now, which the allocator is told when everything is read anew.
            let _ = self.allocator.close(id);
        } else if self.posts.contains_key(&id) {
            if entry.asks {
                let _ = self.allocator.prolong(day, id, expire);
            }
        } else {
            let area = self.area(&entry.area);
            let post = Post {
                id,
                purpose: purpose(Some(&entry.purpose)).unwrap_or(0),
                area,
                household: entry.household.id.get().unsigned_abs(),
                amount: 1_000,
                weight: 1.0,
                // What has ended already counts for how its area fares, and ends at once.
                expire: expire.max(day + 1e-9),
                group: entry.group,
            };
            if self.allocator.post(day, post).is_err() {
                return;
            }
        }
        let left = 1_000 - entry.share;
        if entry.asks || entry.share >= 1_000 {
            let _ = self.allocator.left(day, id, left, 1_000);
        } else {
            let _ = self.allocator.close(id);
        }
        self.posts.insert(id, entry);
    }

    /// Learns from a visit that is over, at its own time.
    fn recall(&mut self, past: &Past) {
        let day = self.to(past.at);
        let donor = self.donor(past.account, &past.wish, false);
        let _ = self.allocator.recall(day, donor, past.made_up, past.taken);
    }

    /// The donor's number, known to the allocator as they are now.
    fn donor(&mut self, account: Id, wish: &Wish, newest_first: bool) -> u64 {
        let id = account.get().unsigned_abs();
        if self.donors.get(&id).is_some_and(|known| known.0 == *wish && known.1 == newest_first) {
            return id;
        }
        let area = wish.place.map(|place| self.areas.get(&place).copied().unwrap_or(0));
        let donor = Donor { id, purpose: purpose(wish.purpose.as_deref()), area, newest_first, ..Donor::default() };
        let told = if self.donors.contains_key(&id) { self.allocator.redeclare(donor) } else { self.allocator.donor(donor) };
        if told.is_ok() {
            self.donors.insert(id, (wish.clone(), newest_first));
        }
        id
    }

    /// The slate of a donor: the one of this visit, or a new one. Says whether it is new.
    pub fn visit(&mut self, looker: &Looker, most: usize, now: Millis) -> (Visit, bool) {
        if let Some(visit) = self.visits.get(&looker.account)
            && visit.looker == *looker
            && visit.most == most
            && (0..VISIT).contains(&(now.0 - visit.at.0))
        {
            return (visit.clone(), false);
        }
        self.end_visit(looker.account);
        let day = self.to(now);
        let donor = self.donor(looker.account, &looker.wish, looker.newest_first);
        self.sessions += 1;
        let number = self.sessions;
        let (posts, own) = (&self.posts, |entry: &Entry| is_own(entry, looker));
        let may = |id: u64| posts.get(&id).is_some_and(|known| known.asks && known.expires_at > now && !own(known));
        let slate = self.allocator.session_among(Session { id: number, day, donor, k: most }, may).unwrap_or_default();
        let shown = slate.iter().filter_map(|id| {
            let reason = self.allocator.reason(number, *id)?;
            let matched = i64::from(reason.purpose) | i64::from(reason.area) << 1;
            let mut why = 0;
            for (holds, bit) in [(reason.near_sum, why::NEAR_SUM), (reason.ends_soon, why::ENDS_SOON), (reason.lifted, why::LIFTED)]
            {
                why |= if holds { bit } else { 0 };
            }
            Some(Shown { reference: self.posts.get(id)?.reference, matched, why })
        });
        let session = Id::from_i64(now.0.saturating_mul(1 << 20) | i64::try_from(number & 0xF_FFFF).unwrap_or(0));
        let (shown, looker) = (shown.collect(), looker.clone());
        let visit = Visit { session, at: now, looker, most, number, shown, answered: false };
        if self.visits.len() >= VISITS {
            let before = now - VISIT;
            let over: Vec<Id> = self.visits.iter().filter(|(_, v)| v.at < before).map(|(account, _)| *account).collect();
            over.into_iter().for_each(|account| self.end_visit(account));
        }
        self.visits.insert(visit.looker.account, visit.clone());
        (visit, true)
    }

    /// A visit is over: where nothing was taken, that is an answer too.
    fn end_visit(&mut self, account: Id) {
        if let Some(visit) = self.visits.remove(&account)
            && !visit.answered
        {
            let _ = self.allocator.choice(visit.number, None, None);
        }
    }

    /// A donor pledged on a request, of which `share` thousandths are pledged now: says in which visit they had been shown it first,
    /// if they had.
    pub fn took(&mut self, account: Id, reference: PublicRef, share: i64) -> Option<(Id, Shown)> {
        let visit = self.visits.get_mut(&account)?;
        let shown = *visit.shown.iter().find(|s| s.reference == reference)?;
        if visit.answered {
            return None;
        }
        visit.answered = true;
        let (session, number) = (visit.session, visit.number);
        let id = self::number(reference);
        // What the board knew before is what was left; where it has heard of the pledge already, the answer counts as the least there is.
        let before = self.posts.get(&id).map_or(share, |known| known.share);
        let _ = self.allocator.choice(number, Some(id), Some((share - before).max(1)));
        Some((session, shown))
    }

    /// Whom to write to, the best first.
    pub fn nudges(&mut self, away: &[(Looker, u32)], most: usize, now: Millis) -> Vec<Id> {
        let day = self.to(now);
        let mut lookers: HashMap<u64, &Looker> = HashMap::new();
        for (looker, left) in away {
            let id = self.donor(looker.account, &looker.wish, looker.newest_first);
            let _ = self.allocator.allow_nudges(id, *left);
            lookers.insert(id, looker);
        }
        let named = self.allocator.nudges(day, most).unwrap_or_default();
        // What was agreed to is read anew each time: nobody stays on the list who withdrew.
        for id in lookers.keys() {
            let _ = self.allocator.allow_nudges(*id, 0);
        }
        named.iter().filter_map(|(id, _)| lookers.get(id)).map(|looker| looker.account).collect()
    }

    /// Open requests by what a gift now gains, best first.
    pub fn order(&mut self, wish: &Wish, only: &Only, inside: Option<&PlacePath>, most: usize, now: Millis) -> Vec<PublicRef> {
        let day = self.to(now);
        let fits = |entry: &Entry| {
            entry.asks
                && entry.expires_at > now
                && only.purpose.as_ref().is_none_or(|p| *p == entry.purpose)
                && inside.is_none_or(|place| place.covers(&entry.area))
                && (!only.goods || entry.goods)
        };
        let among: Vec<u64> = self.posts.iter().filter(|(_, known)| fits(known)).map(|(id, _)| *id).collect();
        let area = wish.place.map(|place| self.areas.get(&place).copied().unwrap_or(0));
        let declared = (purpose(wish.purpose.as_deref()), area);
        let ranked = self.allocator.rank(declared, day, &among).unwrap_or_default();
        ranked.iter().take(most).filter_map(|(id, _)| self.posts.get(id).map(|known| known.reference)).collect()
    }
}

/// Whether the need is the looker's own: written by them, or of their household.
fn is_own(entry: &Entry, looker: &Looker) -> bool {
    entry.publisher == looker.account || looker.household == Some(entry.household)
}
