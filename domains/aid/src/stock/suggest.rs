//! Which open parts an offer fits, the best first, and how its items are divided among them.
//!
//! Looked at are the requests that the search finds by what the things of the offer are called, and the first of the board's order. What is
//! suggested is read from the database in the same unit of work, so that nothing is suggested that asks no more; whether it can be
//! pledged is decided by the pledge.

use super::decide::{Want, allocate, most_carried};
use super::model::{Offer, State};
use super::score::{Likeness, Profile, Standing};
use super::ship::{Distance, Rates};
use super::sizes::Together;
use super::{fits, things};
use crate::board::{self, Only, Wish};
use crate::lifecycle::Gift;
use crate::pledge::{self, GIVE, Ground};
use crate::request::{ASKING, SEARCH_KIND, stage_facet};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, PublicRef, Res};
use qianmo_search::Query;
use qianmo_web::App;
use std::collections::{BTreeSet, HashMap};

/// Suggestions for an offer.
pub const MOST: usize = 12;

/// Words by which requests are looked for.
pub(super) const WORDS_MOST: usize = 24;

/// Requests that one word finds.
const HITS: usize = 40;

/// Requests of the board's order that are looked at whatever they are called.
const FIRST: usize = 60;

/// Requests that are looked at in all.
const CANDIDATES: usize = 300;

/// How far down the board's order a place counts.
const ORDER: usize = 1_000;

/// A part that an offer fits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The part and its request.
    pub ground: Ground,
    /// How well it fits, and in what.
    pub likeness: Likeness,
    /// How far it is.
    pub distance: Distance,
    /// What sending one item is taken to cost, minor units.
    pub shipping_each: i64,
    /// How many items are to go there, as they are divided; none where it costs more than it is worth, or than the donor pays.
    pub count: i64,
    /// Whether an item is worth what it costs to send.
    pub worth: bool,
    /// Whether the donor pays for at least one item to be sent so far.
    pub carried: bool,
    /// Whether it opened since the donor looked last.
    pub new: bool,
    merit: i64,
}

impl Suggestion {
    /// Whether the sizes go together; `None` when one side says nothing of them.
    pub fn sizes_fit(&self) -> Option<bool> {
        match self.likeness.sizes {
            Together::Unsaid => None,
            said => Some(said == Together::Fit),
        }
    }

    /// What sending so many items is taken to cost, minor units.
    pub const fn shipping(&self, items: i64) -> i64 {
        self.shipping_each.saturating_mul(items)
    }
}

/// The open requests for goods in the order of the board's prices.
pub async fn order(app: &App) -> Res<Vec<PublicRef>> {
    let wish = Wish { purpose: None, place: None };
    let only = Only { purpose: None, place: None, goods: true };
    board::order(app, &wish, &only, ORDER).await
}

/// What fits an offer, the best first, at most [`MOST`]; nothing for one that does not stand or of which nothing is left.
pub fn read(tx: &mut Tx<'_>, actor: &Actor, offer: &Offer, order: &[PublicRef], rates: &Rates) -> Res<Vec<Suggestion>> {
    let now = tx.now();
    if offer.state_at(now) != State::Standing || offer.rest < 1 {
        return Ok(Vec::new());
    }
    let profile = Profile::offered(&offer.label, &offer.kind, &offer.sizes);
    let places: HashMap<PublicRef, usize> = order.iter().enumerate().map(|(at, request)| (*request, at)).collect();
    let new: BTreeSet<PublicRef> = fits::of(tx, offer.reference)?.into_iter().collect();
    let mut found = Vec::new();
    for request in candidates(tx, &profile, order, &new)? {
        let place = places.get(&request).map(|at| (*at, order.len()));
        for ground in pledge::grounds(tx, request)? {
            let open = ground.gift == Gift::Goods && ground.left() > 0 && ground.takes_pledges(now);
            let own = ground.publisher == actor.account || actor.household == Some(ground.household);
            if !open || own || !actor.may(&GIVE, &ground.path) {
                continue;
            }
            let Some(likeness) = profile.fits(&Profile::asked(&ground.label)) else { continue };
            let mut suggestion = weighed(offer, ground, likeness, place, rates);
            suggestion.new = new.contains(&request);
            found.push(suggestion);
        }
    }
    Ok(divided(offer, found))
}

/// A part that fits, with what sending costs.
fn weighed(offer: &Offer, ground: Ground, likeness: Likeness, place: Option<(usize, usize)>, rates: &Rates) -> Suggestion {
    let distance = Distance::between(&offer.path, &ground.path);
    let shipping_each = rates.each(offer.weight, distance);
    let standing = Standing { likeness: likeness.permille, place, value: offer.unit_value_minor, shipping: shipping_each };
    let carried = most_carried(offer.carry_minor, distance == Distance::County, shipping_each) > 0;
    Suggestion {
        ground,
        likeness,
        distance,
        shipping_each,
        count: 0,
        worth: standing.is_worth_it(),
        carried,
        new: false,
        merit: standing.merit(),
    }
}

/// The best first, what the donor would not send after that, and last what costs more to send than it is worth; divided among them.
fn divided(offer: &Offer, mut found: Vec<Suggestion>) -> Vec<Suggestion> {
    found
        .sort_by_key(|s| (!s.worth, !s.carried, -s.merit, -s.likeness.permille, s.distance, s.ground.request_ref(), s.ground.part));
    found.truncate(MOST);
    let wants: Vec<Want> = found
        .iter()
        .map(|s| {
            let near = s.distance == Distance::County;
            let most = if s.worth { most_carried(offer.carry_minor, near, s.shipping_each) } else { 0 };
            Want { left: s.ground.left(), most }
        })
        .collect();
    for (suggestion, count) in found.iter_mut().zip(allocate(offer.rest, &wants)) {
        suggestion.count = count;
    }
    found
}

/// Requests that may ask for what is offered.
fn candidates(tx: &mut Tx<'_>, profile: &Profile, order: &[PublicRef], new: &BTreeSet<PublicRef>) -> Res<Vec<PublicRef>> {
    let mut found: Vec<PublicRef> = new.iter().copied().collect();
    let mut known: BTreeSet<PublicRef> = new.clone();
    for word in asked_as(profile) {
        let query = Query::words(word).must(stage_facet(ASKING)).limit(HITS);
        for hit in qianmo_search::find(tx, SEARCH_KIND, &query)? {
            if known.insert(hit.reference) {
                found.push(hit.reference);
            }
        }
    }
    let first = order.iter().take(FIRST).copied().filter(|request| known.insert(*request));
    found.extend(first);
    // Those that the board would show first are kept where there are too many.
    if found.len() > CANDIDATES {
        let places: HashMap<PublicRef, usize> = order.iter().enumerate().map(|(at, request)| (*request, at)).collect();
        found.sort_by_key(|request| places.get(request).copied().unwrap_or(usize::MAX));
        found.truncate(CANDIDATES);
    }
    Ok(found)
}

/// What the things of an offer may be called where they are asked for, in every language; what is not known by its own words.
fn asked_as(profile: &Profile) -> Vec<String> {
    let described = profile.described();
    let kinds = described.kinds();
    let mut words: Vec<String> = Vec::new();
    let wholes = things::THINGS.iter().filter(|t| t.general && kinds.contains(t.kind) && !described.things.contains(t.name));
    for thing in described.known().chain(wholes) {
        words.extend(thing.words.iter().map(|word| (*word).to_owned()));
    }
    if words.is_empty() {
        words.extend(described.words.iter().cloned());
    }
    words.truncate(WORDS_MOST);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::{Counts, PartState, RequestState};
    use qianmo_kernel::{Currency, Id, PlacePath};

    fn path(ids: &[i64]) -> PlacePath {
        ids.iter().fold(PlacePath::root(), |path, id| path.child(Id::from_i64(*id)))
    }

    fn ground(part: i64, label: &str, asked: i64, at: &[i64]) -> Ground {
        let id = Id::from_i64(part);
        Ground {
            county: Id::from_i64(1),
            part: id,
            part_version: 1,
            position: 0,
            gift: Gift::Goods,
            label: label.into(),
            unit: String::new(),
            counts: Counts { asked, ..Counts::default() },
            unit_value_minor: 0,
            part_state: PartState::Open,
            request: id,
            household: PublicRef::new(id, id),
            publisher: id,
            path: path(at),
            title: label.into(),
            currency: Currency::CNY,
            state: RequestState::Open,
            expires_at: None,
        }
    }

    fn suggested(offer: &Offer, grounds: Vec<Ground>) -> Vec<(i64, i64)> {
        let profile = Profile::offered(&offer.label, &offer.kind, &offer.sizes);
        let rates = Rates::default();
        let all = grounds.into_iter().filter_map(|ground| {
            let likeness = profile.fits(&Profile::asked(&ground.label))?;
            Some(weighed(offer, ground, likeness, None, &rates))
        });
        divided(offer, all.collect()).into_iter().map(|s| (s.ground.part.get(), s.count)).collect()
    }

    #[test]
    fn an_equal_fit_near_by_comes_first_and_what_costs_more_than_it_is_worth_last() {
        let offer = Offer { path: path(&[61, 10, 26]), carry_minor: None, rest: 10, ..Offer::sample() };
        let asked = |part, at: &[i64]| ground(part, "Winter coat, size 130", 3, at);
        let grounds = || vec![asked(1, &[62, 1, 1]), asked(2, &[61, 10, 26, 5]), asked(3, &[61, 10, 24]), asked(4, &[61, 11, 1])];
        assert_eq!(suggested(&offer, grounds()), [(2, 3), (3, 3), (4, 3), (1, 1)]);
        let cheap = Offer { unit_value_minor: 800, ..offer.clone() };
        assert_eq!(suggested(&cheap, grounds()), [(2, 3), (3, 3), (4, 0), (1, 0)], "sending one of medium weight costs 10 and 18");
        let thrifty = Offer { carry_minor: Some(1_500), ..offer.clone() };
        assert_eq!(suggested(&thrifty, grounds()), [(2, 3), (3, 2), (4, 1), (1, 0)]);
        let brings = Offer { carry_minor: Some(0), ..offer };
        assert_eq!(suggested(&brings, grounds()), [(2, 3), (3, 0), (4, 0), (1, 0)], "within the county they bring it themselves");
    }

    #[test]
    fn what_is_asked_in_another_language_is_looked_for() {
        let profile = Profile::offered("winter coats", "clothing", "");
        let words = asked_as(&profile);
        assert!(words.contains(&"棉衣".to_owned()) && words.contains(&"معطف".to_owned()) && words.len() <= WORDS_MOST, "{words:?}");
        assert!(asked_as(&Profile::offered("净水器", "household", "")).contains(&"净水".to_owned()));
    }
}
