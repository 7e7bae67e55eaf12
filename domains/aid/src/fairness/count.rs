//! Counting a month: the requests of a county that opened in it, whole and anew, in one unit of work. What is kept of who asks is opened
//! here and nowhere else but for the floors; nothing is kept of it but counters.

use super::bands::{Coarse, Dimension};
use super::coarse;
use super::figure::{NUMBERS, Sum, Tally, class};
use crate::lifecycle::RequestState;
use crate::request::{books_at, month_start};
use crate::statistics::back;
use qianmo_db::{Tx, Value, params};
use qianmo_kernel::{Id, Millis, PlacePath, PublicRef, Res};
use std::collections::{BTreeMap, BTreeSet, HashMap};

qianmo_db::sql! {
    /// Requests of a county that opened from `$2` on and before `$4`, in the order of opening; `$3`: the last one seen of those that opened
    /// at `$2`.
    const OPENED = "SELECT r.id, r.place_path, r.purpose, r.relationship, r.state, r.opened_at, r.met_at, r.ended_at,
        (SELECT MIN(p.created_at) FROM aid_pledge p WHERE p.county = r.county AND p.request = r.id),
        COALESCE((SELECT a.looks FROM aid_attention a WHERE a.county = r.county AND a.request = r.id), 0),
        COALESCE((SELECT s.shown FROM aid_slate_count s WHERE s.county = r.county AND s.request = r.id), 0),
        (SELECT c.coarse_sealed FROM aid_coarse c WHERE c.county = r.county AND c.request = r.id)
        FROM aid_request r WHERE r.county = $1 AND r.opened_at >= $2 AND (r.opened_at > $2 OR r.id > $3) AND r.opened_at < $4
        ORDER BY r.opened_at, r.id LIMIT $5";
    /// Takes a month's counters away; those of who asks only where they are counted as well.
    const CLEAR = "DELETE FROM aid_fairness WHERE county = $1 AND month = $2 AND guarded <= $3";
    /// Keeps a counter.
    const PUT = "INSERT INTO aid_fairness (county, month, guarded, dimension, band, books, county_path, opened, looks, looks_sq, looks_0,
        looks_1, looks_2, looks_4, looks_8, looks_16, looks_32, looks_64, shown, pledged, met, ended, first_wait, first_wait_sq, met_wait,
        met_wait_sq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
        $25, $26) ON CONFLICT (county, month, guarded, dimension, band, books) DO NOTHING";
}

/// Rows in memory at once.
const PAGE: usize = 500;

/// A request as it is counted.
struct One {
    id: Id,
    path: PlacePath,
    purpose: String,
    own: bool,
    state: RequestState,
    opened: Millis,
    met: Option<Millis>,
    ended: Option<Millis>,
    promised: Option<Millis>,
    looks: i64,
    shown: i64,
    sealed: Option<Vec<u8>>,
}

impl One {
    /// What it adds, told as of a moment. What happened later has not happened.
    fn tally(&self, until: Millis) -> Tally {
        let before = |at: Option<Millis>| at.filter(|at| *at < until);
        let hours = |at: Millis| Sum::one((at.0 - self.opened.0).max(0) / Millis::HOUR);
        let is_met = self.state == RequestState::Met;
        let (promised, met) = (before(self.promised), before(self.met).filter(|_| is_met));
        let ended = before(self.ended).is_some() && self.state.is_over() && !is_met;
        let mut classes = [0; super::figure::CLASSES];
        if let Some(count) = classes.get_mut(class(self.looks)) {
            *count = 1;
        }
        Tally {
            opened: 1,
            looks: Sum::one(self.looks),
            classes,
            shown: self.shown,
            pledged: i64::from(promised.is_some()),
            met: i64::from(met.is_some()),
            ended: i64::from(ended),
            first_wait: promised.map(hours).unwrap_or_default(),
            met_wait: met.map(hours).unwrap_or_default(),
        }
    }
}

/// The county that keeps the books, the direction and the band.
type Cell = (Id, Dimension, String);

/// Counters that are being added up.
#[derive(Default)]
struct Counters {
    sums: BTreeMap<Cell, Tally>,
    paths: BTreeMap<Id, PlacePath>,
    /// Whose books a path is in, as far as it was asked.
    books: HashMap<PlacePath, (Id, PlacePath)>,
}

impl Counters {
    fn add(&mut self, books: Id, dimension: Dimension, band: &str, tally: Tally) {
        *self.sums.entry((books, dimension, band.to_owned())).or_default() += tally;
    }

    fn books(&mut self, tx: &mut Tx<'_>, county: Id, path: &PlacePath) -> Res<(Id, PlacePath)> {
        if let Some(known) = self.books.get(path) {
            return Ok(known.clone());
        }
        let found = books_at(tx, county, path)?;
        self.books.insert(path.clone(), found.clone());
        self.paths.insert(found.0, found.1.clone());
        Ok(found)
    }
}

/// Counts a county's requests that opened in a month, whole and anew. `groups`: who asks as well, as of the beginning of the present month.
pub(super) fn month(tx: &mut Tx<'_>, county: Id, month: i64, groups: Option<Millis>) -> Res<()> {
    let (from, to, now) = (month_start(month), month_start(back(month, -1)), tx.now());
    let mut counters = Counters::default();
    let mut after = (from, Id::NONE);
    loop {
        let page = tx.query(OPENED, params![county, after.0, after.1, to, PAGE], |row| {
            Ok(One {
                id: row.id(0)?,
                path: row.path(1)?,
                purpose: row.text(2)?,
                own: row.text(3)? == "self",
                state: RequestState::stored(&row.text(4)?)?,
                opened: row.millis(5)?,
                met: row.opt_millis(6)?,
                ended: row.opt_millis(7)?,
                promised: row.opt_millis(8)?,
                looks: row.i64(9)?,
                shown: row.i64(10)?,
                sealed: row.opt_blob(11)?,
            })
        })?;
        let Some(last) = page.last() else { break };
        after = (last.opened, last.id);
        let photos = with_photo(tx, county, &page)?;
        for one in &page {
            let (books, path) = counters.books(tx, county, &one.path)?;
            add_open(&mut counters, books, &path, one, photos.contains(&one.id), now + 1);
            if let Some(until) = groups.filter(|until| one.opened < *until) {
                let who = match &one.sealed {
                    Some(sealed) => coarse::read(tx, one.id, sealed)?,
                    None => Coarse::unknown(),
                };
                add_groups(&mut counters, books, &who, one.tally(until));
            }
        }
        if page.len() < PAGE {
            break;
        }
    }
    tx.execute(CLEAR, params![county, month, groups.is_some()])?;
    for ((books, dimension, band), tally) in &counters.sums {
        put(tx, PublicRef::new(county, *books), counters.paths.get(books), month, (*dimension, band), tally)?;
    }
    Ok(())
}

fn with_photo(tx: &mut Tx<'_>, county: Id, page: &[One]) -> Res<BTreeSet<Id>> {
    let ids = || page.iter().map(|one| one.id);
    match ids().min().zip(ids().max()) {
        Some((from, to)) => qianmo_media::with_photo(tx, county, crate::photo::OWNER, from, to),
        None => Ok(BTreeSet::new()),
    }
}

fn add_open(counters: &mut Counters, books: Id, county: &PlacePath, one: &One, photo: bool, until: Millis) {
    let tally = one.tally(until);
    let area = one.path.ids().nth(county.ids().count()).map(|id| id.to_string()).unwrap_or_default();
    counters.add(books, Dimension::All, "", tally);
    counters.add(books, Dimension::Area, &area, tally);
    counters.add(books, Dimension::Purpose, &one.purpose, tally);
    counters.add(books, Dimension::Photo, if photo { "with" } else { "without" }, tally);
    counters.add(books, Dimension::Writer, if one.own { "own" } else { "proxy" }, tally);
}

fn add_groups(counters: &mut Counters, books: Id, who: &Coarse, tally: Tally) {
    counters.add(books, Dimension::Groups, "", tally);
    counters.add(books, Dimension::Age, who.age, tally);
    counters.add(books, Dimension::Sex, who.sex, tally);
    counters.add(books, Dimension::Disability, who.disability, tally);
    counters.add(books, Dimension::Language, &who.language, tally);
}

/// `of`: the county that the requests were made in, and the one that keeps their books.
fn put(
    tx: &mut Tx<'_>,
    of: PublicRef,
    path: Option<&PlacePath>,
    month: i64,
    (dimension, band): (Dimension, &str),
    tally: &Tally,
) -> Res<()> {
    let path = path.cloned().unwrap_or_default();
    let mut values: Vec<Value<'_>> = Vec::with_capacity(7 + NUMBERS);
    values.extend_from_slice(params![of.county, month, dimension.is_guarded(), dimension.name(), band, of.id, &path]);
    values.extend(tally.numbers().map(Value::from));
    tx.execute(PUT, &values).map(drop)
}
