//! The allocator: events in, slates out.

mod books;
mod nudge;
mod order;
mod shelf;
mod slate;
mod solve;

use crate::cells::Cells;
use crate::floors::{Floors, Pull};
use crate::flow::{Declared, Flow};
use crate::ids::ById;
use crate::input::{Donor, Refusal};
use crate::pick::Picked;
use crate::price::Offer;
use crate::reason::Shown;
use crate::stock::{Book, Held, Known};
use crate::taste::{MATCHES, Match, Taste};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

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
    /// Days without a visit or a nudge before a donor may be written to.
    pub quiet: f64,
    /// How much the future is discounted: a day's wait costs this share of a price, divided by the days that were seen so far.
    /// What has run for t days is as likely as not to run for t more (Laplace's rule), so 1; with 0 prices trust that all goes on
    /// as it is.
    pub haste: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { seed: 1, floors: None, parts: false, every: 0.5, smooth: 1.0, quiet: 7.0, haste: 1.0 }
    }
}

/// So many slates at most wait for an answer, with so many posts on them; the oldest is then forgotten and its answer refused.
const WAITING: usize = 100_000;
const WAITING_POSTS: usize = 4_000_000;
/// The longest slate that may be asked for, in posts.
pub const MOST_PLACES: usize = 1_000;

struct Waiting {
    /// The id of the donor: a donor or a post may be forgotten before the answer comes.
    donor: u64,
    /// The donor's type when the slate was made: they may have declared anew since.
    kind: u32,
    /// Which of the slates that were made it is, since ids may come again.
    slate: u64,
    posts: Box<[Shown]>,
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
    /// Posts so far, their longest life in days, and the sum of the logarithms of their lives.
    lives: (f64, f64, f64),
    /// The longest life that the price curves of now reach to, in days.
    horizon: f64,
    /// Posts of a slate, on average over the last hundred or so; 0 before the first.
    places: f64,
    /// The same as prices were set for.
    k: usize,
    next_solve: f64,
    last_solve: f64,
    solved: u64,
    ends: BinaryHeap<Reverse<(u64, u32)>>,
    newest: BTreeSet<(u64, u32)>,
    waiting: ById<Waiting>,
    /// The ids of those that wait, the oldest first, with the number of the slate; answered ones stay until their turn.
    order: VecDeque<(u64, u64)>,
    /// Slates made so far.
    slates: u64,
    /// Posts on the slates that wait.
    waiting_posts: usize,
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
            lives: (0.0, 0.0, 0.0),
            horizon: 1.0,
            places: 0.0,
            k: 10,
            next_solve: 0.0,
            last_solve: f64::NEG_INFINITY,
            solved: 0,
            ends: BinaryHeap::new(),
            newest: BTreeSet::new(),
            waiting: ById::default(),
            order: VecDeque::new(),
            slates: 0,
            waiting_posts: 0,
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

    /// An area lies in wider ones: who declared one of these cares for every post of this area. All of them are named, not only
    /// the next. Said again it replaces what was said before; nothing said, an area lies in itself alone.
    pub fn lies_in(&mut self, area: u32, wider: &[u32]) {
        self.cells.lies_in(area, wider);
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

    /// A donor declares anew what they care for; `budget` is what is left of it from now on, and may be below 0 where more was
    /// promised than is now given in all: nothing is shown to them then. Slates that wait for an answer, and the nudges that they
    /// agreed to, stay as they are.
    ///
    /// # Errors
    /// [`Refusal::UnknownDonor`].
    pub fn redeclare(&mut self, donor: Donor) -> Result<(), Refusal> {
        let number = self.donors.number(donor.id).ok_or(Refusal::UnknownDonor)?;
        let before = self.donors.get(number).map(|known| known.kind);
        let mut now = self.known(donor);
        if let Some(kind) = before {
            self.flow.drop_donor(kind as usize);
        }
        if let Some(known) = self.donors.get_mut(number) {
            (now.nudges, now.heard) = (known.nudges, known.heard);
            *known = now;
        }
        Ok(())
    }

    /// A donor leaves and is forgotten. What they gave stays given; an answer to a slate that they still had is refused, and a
    /// later lapse of their gift names no donor.
    ///
    /// # Errors
    /// [`Refusal::UnknownDonor`].
    pub fn forget_donor(&mut self, donor: u64) -> Result<(), Refusal> {
        let known = self.donors.remove(donor).ok_or(Refusal::UnknownDonor)?;
        self.flow.drop_donor(known.kind as usize);
        Ok(())
    }

    /// A donor as the books hold them; one more is of their type.
    fn known(&mut self, donor: Donor) -> Known {
        let kind = self.flow.add_donor((donor.purpose, donor.area));
        if kind == self.offers.len() {
            self.offers.push(Offer::default());
        }
        let not_for = donor.not_for.into_boxed_slice();
        Known {
            kind: kind as u32,
            budget: donor.budget,
            not_for,
            newest_first: donor.newest_first,
            nudges: 0,
            heard: f64::NEG_INFINITY,
        }
    }

    /// What the donors of a type declared.
    fn declared(&self, kind: usize) -> Declared {
        self.flow.types().get(kind).map_or((None, None), |kind| kind.declared)
    }

    /// In what a cell matches it.
    fn match_with(&self, declared: Declared, cell: u32) -> Option<Match> {
        self.cells.all.get(cell as usize).map(|cell| cell.matches(declared))
    }
}

/// Thirty-two bits of a seed and an id, well mixed (the finaliser of SplitMix64).
fn mixed(seed: u64, id: u64) -> u32 {
    let mut x = id.wrapping_add(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 32) as u32
}
