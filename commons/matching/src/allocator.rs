//! The allocator: events in, slates out.

mod shelf;
mod solve;

use crate::cells::{Cells, sortable};
use crate::floors::{Floors, Pull};
use crate::flow::{Declared, Flow};
use crate::input::{Donor, Post, Refusal, Session};
use crate::pick::{Picked, Wish, pick};
use crate::price::Offer;
use crate::stock::{Book, Held, Known};
use crate::taste::{MATCHES, Match, Taste, match_of};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, VecDeque};

/// What a platform sets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Breaks ties between posts that are alike.
    pub seed: u64,
    /// Lift the worst-served areas and groups, so hard; none: floors are off.
    pub floors: Option<Pull>,
    /// A gift may be less than what is left of a post.
    pub parts: bool,
    /// Days between two settings of the prices.
    pub every: f64,
    /// Days over which prices follow what is seen.
    pub smooth: f64,
    /// How much the future is discounted: a day's wait costs this share of a price, divided by the days that were seen so far. What has
    /// run for t days is as likely as not to run for t more (Laplace's rule), so 1; with 0 prices trust that all goes on as it is.
    pub haste: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { seed: 1, floors: None, parts: false, every: 0.5, smooth: 1.0, haste: 1.0 }
    }
}

/// So many slates at most wait for an answer; the oldest is then forgotten and its answer refused.
const WAITING: usize = 100_000;
/// The longest slate that may be asked for, in posts.
pub const MOST_PLACES: usize = 1_000;

struct Waiting {
    donor: u32,
    /// The donor's type when the slate was made: they may have declared anew since.
    kind: u32,
    posts: Vec<u32>,
    /// How the slate matched what the donor declared.
    shown: [u16; MATCHES],
}

/// The live state: open posts, prices, tastes.
pub struct Allocator {
    settings: Settings,
    day: f64,
    /// Day of the first event.
    first_day: Option<f64>,
    /// Gifts so far, and the sum of the shares of amounts that they brought.
    gifts: (f64, f64),
    posts: Book<Held>,
    donors: Book<Known>,
    cells: Cells,
    flow: Flow,
    floors: Floors,
    taste: Taste,
    offers: Vec<Offer>,
    /// The longest life that a post had, in days.
    horizon: f64,
    k: usize,
    next_solve: f64,
    last_solve: f64,
    solved: u64,
    ends: BinaryHeap<Reverse<(u64, u32)>>,
    newest: BTreeSet<(u64, u32)>,
    waiting: HashMap<u64, Waiting>,
    order: VecDeque<u64>,
    picked: Vec<Picked>,
    candidates: Vec<u32>,
}

impl Allocator {
    pub fn new(settings: Settings) -> Self {
        Allocator {
            settings,
            day: 0.0,
            first_day: None,
            gifts: (1.0, 1.0),
            posts: Book::default(),
            donors: Book::default(),
            cells: Cells::default(),
            flow: Flow::default(),
            floors: Floors::default(),
            taste: Taste::default(),
            offers: Vec::new(),
            horizon: 1.0,
            k: 10,
            next_solve: 0.0,
            last_solve: f64::NEG_INFINITY,
            solved: 0,
            ends: BinaryHeap::new(),
            newest: BTreeSet::new(),
            waiting: HashMap::new(),
            order: VecDeque::new(),
            picked: Vec::new(),
            candidates: Vec::new(),
        }
    }

    /// What was learnt of tastes.
    pub fn taste(&self) -> &Taste {
        &self.taste
    }

    /// How often prices were set so far; it grows with the sessions that took the time for it.
    pub fn solved(&self) -> u64 {
        self.solved
    }

    /// A donor registers.
    ///
    /// # Errors
    /// [`Refusal::Known`], [`Refusal::Number`] for a negative budget.
    pub fn donor(&mut self, donor: Donor) -> Result<(), Refusal> {
        if self.donors.number(donor.id).is_some() {
            return Err(Refusal::Known);
        }
        if donor.budget.is_some_and(|budget| budget < 0) {
            return Err(Refusal::Number);
        }
        let id = donor.id;
        let known = self.known(donor);
        self.donors.add(id, known);
        Ok(())
    }

    /// A donor declares anew what they care for; `budget` is what is left of it from now on, and may be below 0 where more was promised
    /// than is now given in all: nothing is shown to them then. Slates that wait for an answer stay as they are.
    ///
    /// # Errors
    /// [`Refusal::UnknownDonor`].
    pub fn redeclare(&mut self, donor: Donor) -> Result<(), Refusal> {
        let number = self.donors.number(donor.id).ok_or(Refusal::UnknownDonor)?;
        let before = self.donors.get(number).map(|known| known.kind);
        let now = self.known(donor);
        if let Some(kind) = before {
            self.flow.drop_donor(kind as usize);
        }
        if let Some(known) = self.donors.get_mut(number) {
            *known = now;
        }
        Ok(())
    }

    /// A donor as the books hold them; one more is of their type.
    fn known(&mut self, donor: Donor) -> Known {
        let kind = self.flow.add_donor((donor.purpose, donor.area));
        if kind == self.offers.len() {
            self.offers.push(Offer::default());
        }
        let not_for = donor.not_for.into_boxed_slice();
        Known { kind: kind as u32, budget: donor.budget, not_for, newest_first: donor.newest_first }
    }

    /// A post is open from `day`.
    ///
    /// # Errors
    /// [`Refusal::Known`], [`Refusal::Day`] where time runs back or the post has ended, [`Refusal::Number`].
    pub fn post(&mut self, day: f64, post: Post) -> Result<(), Refusal> {
        if self.posts.number(post.id).is_some() {
            return Err(Refusal::Known);
        }
        if post.amount <= 0 || !(post.weight >= 1e-6 && post.weight <= 1e6) {
            return Err(Refusal::Number);
        }
        if !post.expire.is_finite() || post.expire <= day {
            return Err(Refusal::Day);
        }
        self.pass(day)?;
        self.horizon = self.horizon.max(post.expire - day);
        self.floors.posted(post.area, post.group);
        let cell = self.cell_of(post.purpose, post.area, post.group, post.weight, 1.0);
        let number = self.posts.next();
        let place = (sortable(post.expire), mixed(self.settings.seed, post.id), number);
        let held = Held {
            id: post.id,
            household: post.household,
            weight: post.weight,
            cell: cell as u32,
            place,
            expire: post.expire,
            arrive: day,
            left: post.amount,
            amount: post.amount,
            closed: false,
        };
        self.posts.add(post.id, held);
        self.ends.push(Reverse((place.0, number)));
        self.open(number);
        Ok(())
    }

    /// A donor comes: the ids of the posts that they are shown, best first.
    ///
    /// # Errors
    /// [`Refusal::UnknownDonor`], [`Refusal::Known`] for a session that waits for its answer, [`Refusal::Day`], [`Refusal::Number`].
    pub fn session(&mut self, session: Session) -> Result<Vec<u64>, Refusal> {
        let number = self.donors.number(session.donor).ok_or(Refusal::UnknownDonor)?;
        if self.waiting.contains_key(&session.id) {
            return Err(Refusal::Known);
        }
        if session.k > MOST_PLACES {
            return Err(Refusal::Number);
        }
        self.pass(session.day)?;
        self.k = session.k;
        let kind = self.donors.get(number).map_or(0, |donor| donor.kind as usize);
        self.flow.came(kind, self.day, self.horizon);
        if self.day >= self.next_solve {
            self.solve();
        }
        let donor = self.donors.get(number).ok_or(Refusal::UnknownDonor)?;
        let posts = &self.posts;
        let parts = self.settings.parts;
        let may = |post: u32| {
            posts.get(post).is_some_and(|p| {
                donor.budget.is_none_or(|budget| budget > 0 && (parts || p.left <= budget)) && !donor.not_for.contains(&p.household)
            })
        };
        let mut picked = std::mem::take(&mut self.picked);
        let declared = self.declared(kind);
        let slate = self.offers.get(kind).map_or(0.0, |offer| offer.slate);
        if donor.newest_first {
            picked.clear();
            let newest = self.newest.iter().rev().map(|(_, post)| *post).filter(|post| may(*post)).take(session.k);
            picked.extend(newest.map(|post| Picked {
                post,
                cell: posts.get(post).map_or(0, |p| p.cell),
                score: 0.0,
                gain: 0.0,
                value: 0.0,
            }));
        } else {
            let values = self.taste.values();
            let wish = Wish { declared, values: &values, slate, day: self.day, horizon: self.horizon };
            let all = 0..self.cells.all.len() as u32;
            pick(&self.cells.all, all, wish, session.k, may, &mut picked);
        }
        let mut shown = [0u16; MATCHES];
        for p in &picked {
            if let Some(count) = self.match_with(declared, p.cell).and_then(|m| shown.get_mut(m)) {
                *count += 1;
            }
        }
        let ids = picked.iter().filter_map(|p| posts.get(p.post).map(|held| held.id)).collect();
        let waiting = Waiting { donor: number, kind: kind as u32, posts: picked.iter().map(|p| p.post).collect(), shown };
        self.picked = picked;
        self.wait(session.id, waiting);
        Ok(ids)
    }

    /// What the donors of a type declared.
    fn declared(&self, kind: usize) -> Declared {
        self.flow.types().get(kind).map_or((None, None), |kind| kind.declared)
    }

    /// In what a cell matches it.
    fn match_with(&self, (purpose, area): Declared, cell: u32) -> Option<Match> {
        self.cells.all.get(cell as usize).map(|cell| match_of(purpose, area, cell.purpose, cell.area))
    }

    fn wait(&mut self, id: u64, waiting: Waiting) {
        self.waiting.insert(id, waiting);
        self.order.push_back(id);
        while self.order.len() > WAITING {
            if let Some(old) = self.order.pop_front() {
                self.waiting.remove(&old);
            }
        }
    }

    /// What the donor of a session did: took a post, or none. `gift` in minor units or items; none: all that is left.
    ///
    /// # Errors
    /// [`Refusal::UnknownSession`], [`Refusal::UnknownPost`], [`Refusal::NotShown`], [`Refusal::NotOpen`], [`Refusal::Number`],
    /// [`Refusal::OverBudget`]; the session still waits then.
    pub fn choice(&mut self, session: u64, post: Option<u64>, gift: Option<i64>) -> Result<(), Refusal> {
        let waiting = self.waiting.get(&session).ok_or(Refusal::UnknownSession)?;
        let (shown, donor, kind) = (waiting.shown, waiting.donor, waiting.kind);
        let mut taken = None;
        if let Some(id) = post {
            let number = self.posts.number(id).ok_or(Refusal::UnknownPost)?;
            if !waiting.posts.contains(&number) {
                return Err(Refusal::NotShown);
            }
            let held = self.posts.get_mut(number).ok_or(Refusal::UnknownPost)?;
            // The answer may come days after the slate.
            if held.closed || held.left == 0 || held.expire <= self.day {
                return Err(Refusal::NotOpen);
            }
            let gift = gift.unwrap_or(held.left);
            if gift <= 0 {
                return Err(Refusal::Number);
            }
            if held.left < gift {
                return Err(Refusal::NotOpen);
            }
            let known = self.donors.get_mut(donor).ok_or(Refusal::UnknownDonor)?;
            if known.budget.is_some_and(|budget| budget < gift) {
                return Err(Refusal::OverBudget);
            }
            known.budget = known.budget.map(|budget| budget - gift);
            held.left -= gift;
            let (cell, full) = (held.cell, held.left == 0);
            self.gifts = (self.gifts.0 + 1.0, self.gifts.1 + gift as f64 / held.amount as f64);
            taken = self.match_with(self.declared(kind as usize), cell);
            if full {
                self.shut(number);
                if let Some(cell) = self.cells.all.get(cell as usize) {
                    self.floors.met(cell.area, cell.group, 1.0);
                }
            } else {
                self.moved(number);
            }
        }
        self.taste.saw(shown, taken);
        self.waiting.remove(&session);
        Ok(())
    }

    /// A pledge was not kept: `gift` (none: the whole amount) is open again, unless the post has ended.
    ///
    /// # Errors
    /// [`Refusal::UnknownPost`], [`Refusal::Day`], [`Refusal::Number`] where more would be open than was asked for.
    pub fn lapse(&mut self, day: f64, post: u64, donor: Option<u64>, gift: Option<i64>) -> Result<(), Refusal> {
        let number = self.posts.number(post).ok_or(Refusal::UnknownPost)?;
        let donor = match donor {
            Some(id) => Some(self.donors.number(id).ok_or(Refusal::UnknownDonor)?),
            None => None,
        };
        let held = self.posts.get(number).ok_or(Refusal::UnknownPost)?;
        let gift = gift.unwrap_or(held.amount - held.left);
        if gift <= 0 || gift > held.amount - held.left {
            return Err(Refusal::Number);
        }
        self.pass(day)?;
        if let Some(held) = self.posts.get_mut(number) {
            if held.left == 0
                && let Some(cell) = self.cells.all.get(held.cell as usize)
            {
                self.floors.met(cell.area, cell.group, -1.0);
            }
            held.left += gift;
        }
        if let Some(known) = donor.and_then(|d| self.donors.get_mut(d)) {
            known.budget = known.budget.map(|budget| budget + gift);
        }
        self.open(number);
        self.moved(number);
        Ok(())
    }

    /// The post ends: expired, withdrawn, met elsewhere. It is never shown again.
    ///
    /// # Errors
    /// [`Refusal::UnknownPost`].
    pub fn close(&mut self, post: u64) -> Result<(), Refusal> {
        let number = self.posts.number(post).ok_or(Refusal::UnknownPost)?;
        self.shut(number);
        if let Some(held) = self.posts.get_mut(number) {
            held.closed = true;
        }
        Ok(())
    }
}

/// Thirty-two bits of a seed and an id, well mixed (the finaliser of SplitMix64).
fn mixed(seed: u64, id: u64) -> u32 {
    let mut x = id.wrapping_add(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 32) as u32
}
