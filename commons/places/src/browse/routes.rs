//! `/places` and `/places/{id}`.

use super::page::{NameLine, PlacePage, Shown, Stop, TopPage, level_word};
use crate::change::CHANGE;
use crate::name::{Label, labels};
use crate::place::{ALWAYS, Place};
use crate::tree::{self, Filter};
use crate::{history, name};
use qianmo_db::Tx;
use qianmo_kernel::{Id, LANGUAGES, Locale, Res};
use qianmo_web::{Answer, Cursor, Cx, Path, Query, View};
use serde::Deserialize;
use std::collections::HashMap;

/// Places on a page of what was found.
const FOUND: i64 = 50;
/// Children on a page: nearly always all of them.
const CHILDREN: i64 = 200;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct BrowseQuery {
    q: Option<String>,
    cursor: Option<String>,
}

/// A page of rows, and the mark of the next one.
fn cut(mut rows: Vec<Place>, limit: i64) -> (Vec<Place>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| Cursor::encode(&(last.level.depth(), &last.code)));
    (rows, next)
}

/// Where a cursor stands.
pub(super) fn after(cursor: Option<&str>) -> Res<Option<(i64, String)>> {
    cursor.map(Cursor::decode).transpose()
}

/// `GET /places`: the top of the tree, or what was looked for.
pub(crate) async fn top(cx: Cx, Query(query): Query<BrowseQuery>) -> Answer {
    let q = query.q.unwrap_or_default().trim().chars().take(100).collect::<String>();
    let searched = !q.is_empty();
    let limit = if searched { FOUND } else { CHILDREN };
    let filter = Filter {
        parent: (!searched).then_some(Id::NONE),
        words: searched.then(|| q.clone()),
        after: after(query.cursor.as_deref())?,
        limit: limit + 1,
        ..Filter::default()
    };
    let locale = cx.locale;
    let (places, next, names) = cx
        .read(move |tx| {
            let (places, next) = cut(tree::list(tx, &filter)?, limit);
            let ids: Vec<Id> = places.iter().flat_map(|p| p.path.ids()).collect();
            let names = labels(tx, ids, locale)?;
            Ok((places, next, names))
        })
        .await?;
    let v = cx.view();
    let places = places.iter().map(|place| stop(&v, place, &names, searched)).collect();
    cx.page("places-title", &TopPage { v, q, places, searched, next })
}

/// `GET /places/{id}`: one place, by its id or its code.
pub(crate) async fn one(cx: Cx, Path(text): Path<String>, Query(query): Query<BrowseQuery>) -> Answer {
    let locale = cx.locale;
    let after = after(query.cursor.as_deref())?.map_or_else(String::new, |(_, code)| code);
    let may_edit = cx.actor.as_ref().is_some_and(|actor| actor.may_somewhere(&CHANGE));
    let read = cx.read(move |tx| Read::place(tx, &text, &after, locale)).await?;
    let v = cx.view();
    let title = read.names.get(&read.place.id).map_or_else(|| read.place.name.clone(), |l| l.text.clone());
    let page = read.page(v, may_edit);
    cx.page_titled(http::StatusCode::OK, &title, &page)
}

struct Read {
    place: Place,
    above: Vec<Place>,
    children: Vec<Place>,
    next: Option<String>,
    other: Vec<history::OtherName>,
    successors: Vec<Place>,
    predecessors: Vec<Place>,
    names: HashMap<Id, Label>,
}

impl Read {
    fn place(tx: &mut Tx<'_>, text: &str, after: &str, locale: Locale) -> Res<Read> {
        let place = tree::by_id_or_code(tx, text)?;
        let above: Vec<Place> = tree::ancestors(tx, &place.path)?.into_iter().filter(|p| p.id != place.id).collect();
        let (children, next) = cut(tree::children_after(tx, place.id, after, CHILDREN + 1)?, CHILDREN);
        let children = tree::past_connectors(tx, children)?;
        let other = history::names(tx, place.id)?;
        let successors = history::successors(tx, place.id)?;
        let predecessors = history::predecessors(tx, place.id)?;
        let all = [&above, &children, &successors, &predecessors];
        let ids: Vec<Id> = all.into_iter().flatten().map(|p| p.id).chain([place.id]).collect();
        let names = name::labels(tx, ids, locale)?;
        Ok(Read { place, above, children, next, other, successors, predecessors, names })
    }

    fn page(self, v: View, may_edit: bool) -> PlacePage {
        let stops = |places: &[Place]| places.iter().map(|p| stop(&v, p, &self.names, false)).collect::<Vec<_>>();
        let place = &self.place;
        let name = shown(&v, place, &self.names);
        let own = Shown::own(place, v.locale);
        let names = self.other.iter().filter(|n| n.name != name.text || !n.is_current()).map(|other| NameLine {
            name: Shown { text: other.name.clone(), lang: Some(other.language.clone()) },
            language: own_name(&other.language).to_owned(),
            until: (!other.is_current()).then_some(other.until),
        });
        let degrees = |e6: i64| format!("{}{}.{:06}", if e6 < 0 { "-" } else { "" }, e6.abs() / 1_000_000, e6.abs() % 1_000_000);
        PlacePage {
            level: level_word(&v, place.level),
            crumbs: stops(&self.above),
            code: place.code.clone(),
            id: place.id.to_string(),
            own: (own.text != name.text).then_some(own),
            names: names.collect(),
            keeps_books: place.keeps_books,
            since: (place.from > ALWAYS).then_some(place.from),
            ended: (!place.is_current()).then_some(place.until),
            successors: stops(&self.successors),
            predecessors: stops(&self.predecessors),
            location: place.location.map(|l| (degrees(l.lat_e6), degrees(l.lng_e6))),
            children: stops(&self.children),
            edit: (may_edit && place.is_current()).then(|| format!("{}/edit", place.href())),
            next: self.next,
            name,
            v,
        }
    }
}

fn shown(v: &View, place: &Place, names: &HashMap<Id, Label>) -> Shown {
    names.get(&place.id).map_or_else(|| Shown::own(place, v.locale), |label| Shown::new(label, v.locale))
}

pub(crate) fn stop(v: &View, place: &Place, names: &HashMap<Id, Label>, with_above: bool) -> Stop {
    let mut within = Vec::new();
    if with_above {
        within
            .extend(place.path.ids().filter(|id| *id != place.id).filter_map(|id| names.get(&id)).map(|l| Shown::new(l, v.locale)));
        within.reverse();
    }
    Stop { name: shown(v, place, names), href: place.href(), level: level_word(v, place.level), within }
}

/// What a language calls itself; its tag when the program does not know it.
fn own_name(tag: &str) -> &str {
    let listed = || LANGUAGES.iter().find(|(known, _)| *known == tag).map(|(_, name)| *name);
    Locale::from_tag(tag).map(Locale::own_name).or_else(listed).unwrap_or(tag)
}
