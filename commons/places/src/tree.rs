//! Finding places: by id, by code, along a path, under another place, by the beginning of a name.

use crate::level::Level;
use crate::name::{end_of, fold};
use crate::place::{FOREVER, Place};
use crate::store;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Fail, Id, Kind, Millis, PlacePath, Refused, Res};

/// More children than any place has.
const ALL: i64 = 100_000;

/// The place with that id, in force or ended.
pub fn find(tx: &mut Tx<'_>, id: Id) -> Res<Option<Place>> {
    tx.first(store::FIND, params![id], store::place)
}

/// The place with that id; "not found" when there is none.
pub fn require(tx: &mut Tx<'_>, id: Id) -> Res<Place> {
    find(tx, id)?.ok_or_else(|| Refused::not_found().into())
}

/// The place in force that bears this code, or else the one that bore it last.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Res<Option<Place>> {
    if unkeepable(code) {
        return Ok(None);
    }
    tx.first(store::BY_CODE, params![code], store::place)
}

/// Whether a text holds what no stored text can: PostgreSQL would take the question for broken.
fn unkeepable(text: &str) -> bool {
    text.contains('\0')
}

/// The place that a page's address names, by id or by code.
pub fn by_id_or_code(tx: &mut Tx<'_>, text: &str) -> Res<Place> {
    if let Ok(id) = text.parse()
        && let Some(place) = find(tx, id)?
    {
        return Ok(place);
    }
    by_code(tx, text)?.ok_or_else(|| Refused::not_found().into())
}

/// The place that a parameter of a query names, by id or by code.
///
/// # Errors
/// 400 `web-invalid` beside the parameter when there is no such place.
pub fn named(tx: &mut Tx<'_>, parameter: &str, text: &str) -> Res<Place> {
    match by_id_or_code(tx, text.trim()) {
        Err(Fail::Refused(refused)) if refused.kind == Kind::NotFound => {
            Err(Refused::parameter(parameter, "places-succeed-unknown").into())
        }
        found => found,
    }
}

/// The places along a path: the widest first, the place itself last.
pub fn ancestors(tx: &mut Tx<'_>, path: &PlacePath) -> Res<Vec<Place>> {
    let (ids, mut along): (Vec<Id>, Vec<Place>) = (path.ids().collect(), Vec::new());
    for some in ids.chunks(store::ALONG_AT_ONCE) {
        let id = |at: usize| some.get(at).copied().unwrap_or(Id::NONE);
        along.extend(tx.query(store::ALONG, params![id(0), id(1), id(2), id(3), id(4), id(5)], store::place)?);
    }
    Ok(along)
}

/// The places in force right under a place, in the order of their codes; those at the top for [`Id::NONE`].
pub fn children(tx: &mut Tx<'_>, id: Id) -> Res<Vec<Place>> {
    children_after(tx, id, "", ALL)
}

/// The same by pages: those whose code comes after `after`, `limit` at the most.
pub fn children_after(tx: &mut Tx<'_>, id: Id, after: &str, limit: i64) -> Res<Vec<Place>> {
    tx.query(store::CHILDREN, params![id, FOREVER, after, limit], store::place)
}

/// What a list offers under a place: the places right under it, and in the stead of one that exists in the code only those
/// under that.
pub fn offered(tx: &mut Tx<'_>, id: Id) -> Res<Vec<Place>> {
    let below = children(tx, id)?;
    past_connectors(tx, below)
}

/// These places, with what lies right under it in the stead of each that exists in the code only.
pub(crate) fn past_connectors(tx: &mut Tx<'_>, places: Vec<Place>) -> Res<Vec<Place>> {
    let mut out = Vec::with_capacity(places.len());
    for place in places {
        if place.is_connector() {
            out.extend(children(tx, place.id)?);
        } else {
            out.push(place);
        }
    }
    Ok(out)
}

/// The places that lay right under a place at some moment.
pub fn children_at(tx: &mut Tx<'_>, id: Id, at: Millis) -> Res<Vec<Place>> {
    tx.query(store::CHILDREN_AT, params![id, at], store::place)
}

/// Whether any place in force lies under this one.
pub fn has_children(tx: &mut Tx<'_>, id: Id) -> Res<bool> {
    Ok(tx.first(store::HAS_CHILDREN, params![id, FOREVER], |_| Ok(()))?.is_some())
}

/// The place that keeps the books for a path: the deepest one along it that is marked so.
/// Refused (409) when none is: what lies above the counties has no books.
pub fn county_of(tx: &mut Tx<'_>, path: &PlacePath) -> Res<Place> {
    let ids: Vec<Id> = path.ids().collect();
    for id in ids.into_iter().rev() {
        if let Some(place) = find(tx, id)?
            && place.keeps_books
        {
            return Ok(place);
        }
    }
    Err(Refused::new(Kind::Conflict, "places-no-books").into())
}

/// The place along a path that is of a level, if there is one.
pub fn at_level(tx: &mut Tx<'_>, path: &PlacePath, level: Level) -> Res<Option<Place>> {
    Ok(ancestors(tx, path)?.into_iter().find(|place| place.level == level))
}

/// What to list; see [`list`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Right under this place. With words: anywhere under it. [`Id::NONE`]: those at the top.
    pub parent: Option<Id>,
    /// Of this level.
    pub level: Option<String>,
    /// Whose name (in any language, or one it had before) begins so, or whose code is this.
    pub words: Option<String>,
    /// After this one of an earlier page: its depth and code.
    pub after: Option<(i64, String)>,
    /// How many at the most.
    pub limit: i64,
}

/// Lists places in force: with words, wide places first; else in the order of their codes.
pub fn list(tx: &mut Tx<'_>, filter: &Filter) -> Res<Vec<Place>> {
    let level = filter.level.as_deref().unwrap_or_default();
    let asked = [Some(level), filter.words.as_deref(), filter.after.as_ref().map(|(_, code)| code.as_str())];
    if asked.into_iter().flatten().any(unkeepable) {
        return Ok(Vec::new());
    }
    let (depth, after) = filter.after.as_ref().map_or((-1, ""), |(depth, code)| (*depth, code.as_str()));
    if let Some(words) = filter.words.as_deref().map(str::trim).filter(|words| !words.is_empty()) {
        let folded = fold(words);
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let (from, to) = match filter.parent {
            Some(parent) if parent != Id::NONE => find(tx, parent)?.map_or_else(PlacePath::root, |p| p.path).range(),
            _ => PlacePath::root().range(),
        };
        let values = params![&folded, end_of(&folded), words, FOREVER, &from, &to, level, depth, after, filter.limit];
        return tx.query(store::SEARCH, values, store::place);
    }
    match filter.parent {
        // Children are few: the level is looked at here, and the page is filled from several reads if need be.
        Some(parent) => {
            let mut found = Vec::new();
            let mut last = after.to_owned();
            while (found.len() as i64) < filter.limit {
                let page = children_after(tx, parent, &last, filter.limit)?;
                let full = page.len() as i64 == filter.limit;
                last = page.last().map(|p| p.code.clone()).unwrap_or_default();
                found.extend(page.into_iter().filter(|p| level.is_empty() || p.level.name() == level));
                if !full {
                    break;
                }
            }
            found.truncate(usize::try_from(filter.limit).unwrap_or(usize::MAX));
            Ok(found)
        }
        None if level.is_empty() => tx.query(store::IN_ORDER, params![after, FOREVER, filter.limit], store::place),
        None => tx.query(store::OF_LEVEL, params![level, FOREVER, after, filter.limit], store::place),
    }
}

/// How many places in force there are of each level, the widest level first.
pub fn counts(tx: &mut Tx<'_>) -> Res<Vec<(Level, i64)>> {
    tx.query(store::COUNTS, params![FOREVER], |row| {
        let depth = u8::try_from(row.i64(1)?).map_err(|_| Error::new("a level lies deeper than any may"))?;
        Ok((Level::stored(&row.text(0)?, depth), row.i64(2)?))
    })
}

/// The levels of this installation, the widest first, and whether each keeps the books. Worth calling once at start, so
/// that [`Level::from_name`] knows them before the first place is read.
pub fn levels(tx: &mut Tx<'_>) -> Res<Vec<(Level, bool)>> {
    tx.query(store::LEVELS, params![], |row| {
        let depth = u8::try_from(row.i64(1)?).map_err(|_| Error::new("a level lies deeper than any may"))?;
        Ok((Level::stored(&row.text(0)?, depth), row.flag(2)?))
    })
}
