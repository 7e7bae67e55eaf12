//! Lists and the home page over HTTP.

use super::filter::{Asked, Filter, MOST_WORDS, Order, StateFilter};
use super::home::{self, HomePage};
use super::page::{Around, ListPage};
use super::store::{Page, find_in, may_narrow};
use crate::request::{Request, RequestJson, relabel};
use crate::slate;
use crate::statistics;
use qianmo_db::Tx;
use qianmo_web::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/", Access::Public, home_page)
        .page(Method::GET, "/requests", Access::Public, list_page)
        .api(Access::Public, routes!(list_json))
        .nav(NavItem { key: "aid-nav-requests", href: "/requests", for_roles: &[], order: 10 })
}

async fn home_page(cx: Cx) -> Answer {
    cx.alike(async {
        let (locale, year) = (cx.locale, statistics::this_year(cx.app.clock.now()));
        let table = statistics::told_of(&cx, year).await?;
        let home = cx.read(move |tx| home::read(tx, year, &table, locale)).await?;
        let ask = cx.actor.as_deref().is_none_or(|actor| actor.may_somewhere(&crate::request::WRITE));
        let mine = match cx.actor.as_deref().filter(|actor| slate::has_own(actor)) {
            Some(actor) => Some(slate::of(&cx, actor, slate::PLACES).await?),
            None => None,
        };
        cx.page("aid-home-title", &HomePage::new(cx.view(), &home, mine.as_ref(), ask))
    })
    .await
}

/// The longest list in a donor's own order; what comes after it is found in the fair order.
const ORDERED: usize = 200;

#[derive(Deserialize)]
struct PageQuery {
    place: Option<String>,
    purpose: Option<String>,
    state: Option<String>,
    q: Option<String>,
    near: Option<String>,
    order: Option<String>,
    cursor: Option<String>,
}

/// A page and the names around it.
type Found = (Page, Around);

async fn list_page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    cx.alike(page_of(&cx, query)).await
}

async fn page_of(cx: &Cx, query: PageQuery) -> Answer {
    let asked = Asked {
        place: query.place,
        purpose: query.purpose,
        state: query.state,
        words: query.q,
        near: query.near.is_some_and(|n| n == "1"),
        order: query.order,
        cursor: query.cursor,
        limit: None,
    };
    // What cannot be meant is said on the page, which is shown without it.
    let (filter, wrong) = match asked.clone().parse(StateFilter::Asking) {
        Ok(filter) => (filter, None),
        Err(Fail::Refused(refused)) => (
            Asked { purpose: None, state: None, order: None, cursor: None, ..asked }.parse(StateFilter::Asking)?,
            Some(refused.message),
        ),
        Err(other) => return Err(other.into()),
    };
    match found(cx, filter.clone()).await {
        Ok(found) => shown(cx, &filter, &found, wrong),
        Err(Fail::Refused(stale)) if stale.kind == Kind::Malformed && filter.cursor.is_some() => {
            let first = Filter { cursor: None, ..filter };
            let found = found(cx, first.clone()).await?;
            shown(cx, &first, &found, Some(stale.message))
        }
        Err(other) => Err(other.into()),
    }
}

async fn found(cx: &Cx, filter: Filter) -> Res<Found> {
    let locale = cx.locale;
    let own = cx.actor.as_deref().and_then(|a| a.grants.iter().map(|g| g.place).find(|p| *p != Id::NONE));
    let reader = cx.actor.clone();
    let chosen = own_order(cx, &filter).await?;
    cx.read(move |tx| {
        let mut page = find_in(tx, &filter, reader.as_deref(), &chosen)?;
        relabel(tx, &mut page.requests, locale)?;
        let around = around(tx, &page, reader.as_deref(), own, locale)?;
        Ok((page, around))
    })
    .await
}

/// What asks in the reader's own order, for a list in that one; nothing for any other.
///
/// # Errors
/// 401 and 403 for who has none.
async fn own_order(cx: &Cx, filter: &Filter) -> Res<Vec<PublicRef>> {
    if filter.order() != Order::Personal {
        return Ok(Vec::new());
    }
    let actor = cx.actor()?;
    if !slate::has_own(actor) {
        return Err(Refused::forbidden().into());
    }
    let (asked, reader) = (filter.place.clone(), cx.actor.clone());
    let place = match filter.place.is_empty() {
        true => None,
        false => {
            cx.read(move |tx| match super::store::narrowed_to(tx, &asked, reader.as_deref())? {
                Some(place) => Ok(crate::interest::caring_for(tx, place)?.map(|county| county.id)),
                None => Ok(None),
            })
            .await?
        }
    };
    slate::ordered(&cx.app, actor, filter.purpose.map(str::to_owned), place, ORDERED).await
}

fn shown(cx: &Cx, filter: &Filter, (page, around): &Found, wrong: Option<&'static str>) -> Answer {
    let status = if wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    cx.page_status(status, "aid-requests-title", &ListPage::new(cx.view(), filter, page, around, wrong))
}

fn around(tx: &mut Tx<'_>, page: &Page, reader: Option<&Actor>, own: Option<Id>, locale: Locale) -> Res<Around> {
    let parent = page.place.as_ref().map_or(Id::NONE, |p| p.id);
    let mut below = qianmo_places::offered(tx, parent)?;
    below.retain(|place| may_narrow(place, reader));
    let along: Vec<Id> = page.place.iter().flat_map(|p| p.path.ids().collect::<Vec<_>>()).collect();
    let labels = qianmo_places::labels(tx, below.iter().map(|p| p.id).chain(along.iter().copied()), locale)?;
    let named = |id: Id| labels.get(&id).map(|l| (id, l.text.clone()));
    Ok(Around {
        along: along.iter().filter_map(|id| named(*id)).collect(),
        below: below.iter().filter_map(|p| named(p.id)).collect(),
        own,
        gives: reader.is_some_and(slate::has_own),
    })
}

/// What is looked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// A place's id or code: what lies there or below. Below townships only for those who answer for the place; everybody else
    /// is told of the whole township.
    place: Option<String>,
    /// One purpose.
    #[param(pattern = "^(education|health|housing|goods|livelihood|other)$")]
    purpose: Option<String>,
    /// One public state, `asking` (open or partly pledged), or `all`; `all` when left out. Of what takes pledges only what has
    /// time left is told.
    #[param(pattern = "^(asking|all|open|partly_pledged|pledged|delivering|delivered|met|expired|failed)$")]
    state: Option<String>,
    /// Words, or parts of words in scripts that do not separate them.
    #[param(max_length = 200)]
    q: Option<String>,
    /// The order of what asks for help (`state=asking`, without words): the fair one, the newest first, or your own, up to 200 of them.
    #[param(pattern = "^(fair|newest|personal)$")]
    order: Option<String>,
    /// Where the page begins: the `next` of the page before.
    cursor: Option<String>,
    /// How many, 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// A page of requests.
#[derive(Serialize, ToSchema)]
struct RequestsJson {
    /// In the fair order: what asks for help first, the longest waiting and least seen leading. With words: the longest waiting first.
    items: Vec<RequestJson>,
    /// The cursor of the next page; null on the last one.
    next: Option<String>,
}

/// Public requests.
#[utoipa::path(get, path = "/aid/requests", tag = "aid", params(ListQuery),
    responses((status = 200, description = "A page of requests", body = RequestsJson)))]
async fn list_json(cx: Cx, Query(query): Query<ListQuery>) -> Answer {
    cx.alike(json_of(&cx, query)).await
}

async fn json_of(cx: &Cx, query: ListQuery) -> Answer {
    if query.q.as_deref().is_some_and(|words| text::length(&text::tidy(words)) > MOST_WORDS) {
        let long = FieldError { field: "q".into(), message: "aid-too-long", args: vec![("most", MOST_WORDS.to_string())] };
        return Err(Refused { kind: Kind::Malformed, ..Refused::invalid(vec![long]) }.into());
    }
    let asked = Asked {
        place: query.place,
        purpose: query.purpose,
        state: query.state,
        words: query.q,
        near: false,
        order: query.order,
        cursor: query.cursor,
        limit: query.limit,
    };
    let filter: Filter = asked.parse(StateFilter::All)?;
    let (locale, reader) = (cx.locale, cx.actor.clone());
    let chosen = own_order(cx, &filter).await?;
    let page = cx
        .read(move |tx| {
            if !filter.place.is_empty() {
                qianmo_places::named(tx, "place", &filter.place)?;
            }
            let mut page = find_in(tx, &filter, reader.as_deref(), &chosen)?;
            relabel(tx, &mut page.requests, locale)?;
            Ok(page)
        })
        .await?;
    let concerned = |request: &Request| cx.actor.as_deref().is_some_and(|actor| request.is_open_to(actor));
    let items = page
        .requests
        .iter()
        .zip(&page.parts)
        .map(|(request, parts)| RequestJson::new(cx, request, parts, concerned(request)))
        .collect();
    cx.json(&RequestsJson { items, next: page.next })
}
