//! Funds over HTTP.

use super::json::{DecisionBody, FundGiftBody, FundGiftJson, FundJson, FundPledgeJson, NewFundBody};
use super::page::{FundPage, ListPage, May, NewPage, Shown};
use super::store::{self, Fund, FundGift, State};
use super::{NAME_MAX, NewFund, REASON_MAX, RUN, allot, command, gift, read};
use crate::pledge::GIVE;
use crate::request::PURPOSES;
use qianmo_db::Tx;
use qianmo_kernel::{Fail, text};
use qianmo_payments::{Next, Providers};
use qianmo_places::{Level, Picked, PickerAsk};
use qianmo_web::Call;
use qianmo_web::answer::Problem;
use qianmo_web::cursor::{Listed, PageQuery};
use qianmo_web::prelude::*;
use serde::Deserialize;

/// Funds on a page, and pledges on a fund's page.
const PAGE: i64 = 20;
/// The newest gifts of a reader that are looked through for those to a fund.
const OWN: i64 = 50;

/// Adds this slice's routes and its job.
pub fn routes(module: Module) -> Module {
    let module = module
        .page(Method::GET, "/funds", Access::Public, list_page)
        .page(Method::POST, "/funds", Access::Permit(&RUN), new_form)
        .page(Method::GET, "/funds/new", Access::Permit(&RUN), new_page)
        .page(Method::GET, "/funds/{reference}", Access::Public, show_page)
        .page(Method::POST, "/funds/{reference}/decision", Access::Permit(&RUN), decide_form)
        .page(Method::POST, "/funds/{reference}/gifts", Access::Permit(&GIVE), give_form)
        .api(Access::Public, routes!(list_json))
        .api_idempotent(Access::Permit(&RUN), routes!(propose_json))
        .api(Access::Public, routes!(show_json))
        .api(Access::Public, routes!(pledges_json))
        .api_idempotent(Access::Permit(&RUN), routes!(decide_json))
        .api_idempotent(Access::Permit(&GIVE), routes!(give_json))
        .nav(NavItem { key: "aid-nav-funds", href: "/funds", for_roles: &[], order: 12 });
    allot::add(module)
}

fn shown(tx: &mut Tx<'_>, fund: Fund, locale: Locale) -> Res<Shown> {
    let sums = read::sums(tx, &fund)?;
    let place = qianmo_places::label(tx, fund.place, locale)?.map(|label| label.text).unwrap_or_default();
    Ok(Shown { fund, sums, place })
}

/// A fund as far as this reader may see it: everybody, once it is open; before that those who may decide on it.
fn visible(tx: &mut Tx<'_>, reference: PublicRef, reader: Option<&Actor>) -> Res<Fund> {
    let fund = store::require(tx, reference)?;
    let may = reader.is_some_and(|actor| actor.may(&RUN, &fund.path));
    if fund.state.is_public() || may { Ok(fund) } else { Err(Refused::not_found().into()) }
}

/// A page of what everybody may see, and where the next one begins.
fn listed(tx: &mut Tx<'_>, before: Option<Id>, limit: i64, locale: Locale) -> Res<(Vec<Shown>, Option<Id>)> {
    let mut funds = store::listed(tx, before, limit + 1)?;
    let rows = usize::try_from(limit).unwrap_or(20);
    let more = funds.len() > rows;
    funds.truncate(rows);
    let next = funds.last().filter(|_| more).map(|fund| fund.id);
    let funds = funds.into_iter().map(|fund| shown(tx, fund, locale)).collect::<Res<_>>()?;
    Ok((funds, next))
}

async fn list_page(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let (funds, next, proposed) = cx
        .read(move |tx| {
            let (funds, next) = listed(tx, before, PAGE, locale)?;
            let mut proposed = Vec::new();
            for grant in actor.as_deref().map(|actor| actor.places_for(&RUN)).unwrap_or_default() {
                for fund in store::proposed(tx, &grant.path, PAGE)? {
                    if proposed.iter().all(|before: &Shown| before.fund.id != fund.id) {
                        proposed.push(shown(tx, fund, locale)?);
                    }
                }
            }
            Ok((funds, next, proposed))
        })
        .await?;
    let may_propose = cx.actor.as_deref().is_some_and(|actor| actor.may_somewhere(&RUN));
    let next = next.map(|id| Cursor::encode(&id));
    cx.page("aid-nav-funds", &ListPage::new(cx.view(), &funds, &proposed, may_propose, next))
}

#[derive(Deserialize)]
struct PlaceQuery {
    place: Option<String>,
}

async fn form_page(cx: &Cx, status: StatusCode, f: FormView, chosen: Option<Id>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let ask = PickerAsk::new("/funds/new").until(Level::COUNTY).within(actor.places_for(&RUN).into_iter().map(|g| g.path.clone()));
    let (picked, place) = cx
        .read(move |tx| {
            let picked = Picked::load(tx, chosen, &ask, locale)?;
            let place = match picked.chosen().map(|place| (place.id, place.path.clone())) {
                Some((id, path)) => Some((id, qianmo_places::whole_name(tx, &path, locale)?)),
                None => None,
            };
            Ok((picked, place))
        })
        .await?;
    cx.page_status(status, "aid-fund-new-title", &NewPage::new(cx.view(), f, picked.picker(cx.view()), place))
}

async fn new_page(cx: Cx, Query(query): Query<PlaceQuery>) -> Answer {
    let chosen = query.place.and_then(|text| text.parse::<Id>().ok());
    form_page(&cx, StatusCode::OK, FormView::empty(&cx), chosen).await
}

fn new_of(raw: &RawForm) -> Res<NewFund> {
    let mut r = Reader::form(raw);
    let place = r.id("place");
    let purpose = r.opt_choice("purpose", PURPOSES).map(str::to_owned);
    let names = ["name_zh", "name_en", "name_ar"].map(|field| r.opt_text(field, NAME_MAX).unwrap_or_default());
    r.finish()?;
    Ok(NewFund { place, purpose, names })
}

async fn propose(cx: &Cx, call: Call, new: NewFund) -> Res<PublicRef> {
    let (actor, currency) = (cx.actor_owned()?, cx.app.config.currency);
    let provider = cx.app.service::<Providers>()?.usual()?;
    cx.write(move |tx| {
        call.once(tx, Id::NONE, |tx| command::propose(tx, &actor, &new, currency, provider).map(|fund| fund.reference()))
    })
    .await
}

async fn new_form(cx: Cx, Form(raw): Form) -> Answer {
    let call = cx.call("aid.fund", &crate::request::form_bytes(&raw))?;
    let made = match new_of(&raw) {
        Ok(new) => propose(&cx, call, new).await,
        Err(fail) => Err(fail),
    };
    match made {
        Ok(reference) => Ok(cx.see_other_saying(&format!("/funds/{reference}"), "aid-fund-proposed")),
        Err(Fail::Refused(refused)) if refused.kind == Kind::Invalid => {
            let chosen = raw.get("place").and_then(|text| text.parse::<Id>().ok());
            form_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, FormView::failed(&cx, &raw, &refused), chosen).await
        }
        Err(other) => Err(other.into()),
    }
}

fn may(actor: Option<&Actor>, fund: &Fund) -> May {
    let Some(actor) = actor else { return May::default() };
    let (run, own) = (actor.may(&RUN, &fund.path), fund.steward == actor.account);
    May {
        give: fund.state == State::Open && actor.may(&GIVE, &fund.path),
        decide: run && !own && fund.state == State::Proposed,
        withdraw: run && own && fund.state == State::Proposed,
        close: run && fund.state == State::Open,
        read: run,
    }
}

async fn page_of(cx: &Cx, status: StatusCode, f: FormView, reference: PublicRef, before: Option<Id>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let (shown, mut given, own) = cx
        .read(move |tx| {
            let fund = visible(tx, reference, actor.as_deref())?;
            let given = read::given(tx, &fund, before, PAGE + 1, locale)?;
            let own = match actor.as_deref() {
                Some(actor) => gift::own(tx, actor.account, OWN)?,
                None => Vec::new(),
            };
            Ok((shown(tx, fund, locale)?, given, own))
        })
        .await?;
    let rows = usize::try_from(PAGE).unwrap_or(20);
    let more = given.len() > rows;
    given.truncate(rows);
    let next = given.last().filter(|_| more).map(|g| Cursor::encode(&g.row.pledge));
    let title = shown.fund.name(cx.locale).to_owned();
    let page = FundPage::new(cx.view(), f, &shown, may(cx.actor.as_deref(), &shown.fund), (&given, next), &own);
    cx.page_titled(status, &title, &page)
}

async fn show_page(cx: Cx, Path(reference): Path<PublicRef>, Query(query): Query<PageQuery>) -> Answer {
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    page_of(&cx, StatusCode::OK, FormView::empty(&cx), reference, before).await
}

/// What can be mended on the fund's own page.
async fn again(cx: &Cx, raw: &RawForm, reference: PublicRef, refused: &Refused) -> Answer {
    let status = StatusCode::from_u16(refused.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    page_of(cx, status, FormView::failed(cx, raw, refused), reference, None).await
}

fn decision(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, what: &str, reason: &str) -> Res<Fund> {
    match what {
        "open" => command::open(tx, actor, reference),
        "reject" => command::reject(tx, actor, reference, reason),
        _ => command::close(tx, actor, reference, reason),
    }
}

async fn decide_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let mut r = Reader::form(&raw);
    let what = r.choice("do", &["open", "reject", "close"]);
    let reason = r.opt_text("reason", REASON_MAX).unwrap_or_default();
    let done = match r.finish() {
        Ok(()) => cx.write(move |tx| decision(tx, &actor, reference, what, &reason)).await,
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/funds/{reference}"), "aid-fund-decided")),
        Err(Fail::Refused(refused)) if matches!(refused.kind, Kind::Invalid | Kind::Conflict) => {
            again(&cx, &raw, reference, &refused).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Begins a gift, then asks the provider where it is paid.
async fn give(cx: &Cx, call: Call, reference: PublicRef, amount: Money) -> Res<(FundGift, Next)> {
    let actor = cx.actor_owned()?;
    let made = cx
        .write(move |tx| {
            let made =
                call.once(tx, reference.county, |tx| gift::begin(tx, &actor, reference, amount).map(|(gift, _)| gift.reference()))?;
            store::require_gift(tx, made)
        })
        .await?;
    let next = qianmo_payments::start(&cx.app, made.county, made.payment).await?;
    Ok((made, next))
}

async fn give_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let call = cx.call("aid.fund-gift", &crate::request::form_bytes(&raw))?;
    let mut r = Reader::form(&raw);
    let amount = r.money("amount", cx.app.config.currency);
    let begun = match r.finish() {
        Ok(()) => give(&cx, call, reference, amount).await,
        Err(fail) => Err(fail),
    };
    match begun {
        Ok((_, Next::Pay(to))) => Ok(crate::payment::leave(&to)),
        Ok((_, Next::Known(_))) => Ok(see_other(&format!("/funds/{reference}"))),
        Err(Fail::Refused(refused)) if matches!(refused.kind, Kind::Invalid | Kind::Conflict) => {
            again(&cx, &raw, reference, &refused).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn told(cx: &Cx, reference: PublicRef) -> Res<FundJson> {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    cx.read(move |tx| {
        let fund = visible(tx, reference, actor.as_deref())?;
        let sums = read::sums(tx, &fund)?;
        Ok(FundJson::new(&fund, &sums, locale))
    })
    .await
}

/// The funds that are open or being given out, the newest first.
#[utoipa::path(get, path = "/aid/funds", tag = "aid", params(PageQuery),
    responses((status = 200, description = "A page of funds", body = Listed<FundJson>)))]
async fn list_json(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let locale = cx.locale;
    let limit = Cursor::limit(query.limit)?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let (funds, next) = cx.read(move |tx| listed(tx, before, limit, locale)).await?;
    let items = funds.iter().map(|shown| FundJson::new(&shown.fund, &shown.sums, locale)).collect();
    cx.json(&Listed { items, next: next.map(|id| Cursor::encode(&id)) })
}

/// Propose a fund for a county or a township of it.
///
/// You become its steward. It takes gifts once another officer of the place has opened it.
#[utoipa::path(post, path = "/aid/funds", tag = "aid", request_body = NewFundBody,
    responses((status = 201, description = "The fund, proposed", body = FundJson)))]
async fn propose_json(cx: Cx, body: Body<NewFundBody>) -> Answer {
    let call = cx.call("aid.fund", &body.bytes)?;
    let NewFundBody { place, purpose, name_zh, name_en, name_ar } = body.value;
    let names = [name_zh, name_en, name_ar].map(|name| text::tidy(&name));
    for (field, name) in ["name_zh", "name_en", "name_ar"].into_iter().zip(&names) {
        if text::length(name) > NAME_MAX {
            return Err(Refused::field(field, "web-field-long").into());
        }
    }
    let reference = propose(&cx, call, NewFund { place, purpose, names }).await?;
    cx.created(&format!("/api/v1/aid/funds/{reference}"), &told(&cx, reference).await?)
}

/// A fund, with all that came in, was pledged, came back and is left.
#[utoipa::path(get, path = "/aid/funds/{ref}", tag = "aid",
    params(("ref" = String, Path, description = "The fund's reference")),
    responses((status = 200, description = "The fund", body = FundJson)))]
async fn show_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    cx.json(&told(&cx, reference).await?)
}

/// What a fund pledged, the newest first.
#[utoipa::path(get, path = "/aid/funds/{ref}/pledges", tag = "aid",
    params(("ref" = String, Path, description = "The fund's reference"), PageQuery),
    responses((status = 200, description = "A page of pledges", body = Listed<FundPledgeJson>)))]
async fn pledges_json(cx: Cx, Path(reference): Path<PublicRef>, Query(query): Query<PageQuery>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let limit = Cursor::limit(query.limit)?;
    let before = query.cursor.as_deref().map(Cursor::decode::<Id>).transpose()?;
    let (fund, mut given) = cx
        .read(move |tx| {
            let fund = visible(tx, reference, actor.as_deref())?;
            let given = read::given(tx, &fund, before, limit + 1, locale)?;
            Ok((fund, given))
        })
        .await?;
    let rows = usize::try_from(limit).unwrap_or(20);
    let more = given.len() > rows;
    given.truncate(rows);
    let next = given.last().filter(|_| more).map(|g| Cursor::encode(&g.row.pledge));
    cx.json(&Listed { items: given.iter().map(|g| FundPledgeJson::new(g, &fund)).collect(), next })
}

/// Open a proposed fund, say no to it, or close one to gifts.
///
/// Whoever proposed it does not open it (409 `/problems/aid-fund-same-person`). What is left in one that is closed goes on being given.
#[utoipa::path(post, path = "/aid/funds/{ref}/decision", tag = "aid",
    params(("ref" = String, Path, description = "The fund's reference")), request_body = DecisionBody,
    responses((status = 200, description = "The fund as it is now", body = FundJson),
        (status = 409, description = "It cannot be decided so", body = Problem, content_type = "application/problem+json")))]
async fn decide_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<DecisionBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.fund.decide", &body.bytes)?;
    let DecisionBody { decision: what, reason } = body.value;
    if !["open", "reject", "close"].contains(&what.as_str()) {
        return Err(Refused::field("decision", "aid-choose").into());
    }
    let reason: String = text::tidy(&reason).chars().take(REASON_MAX).collect();
    cx.write(move |tx| {
        call.once(tx, reference.county, |tx| decision(tx, &actor, reference, &what, &reason).map(|fund| fund.reference()))
    })
    .await?;
    cx.json(&told(&cx, reference).await?)
}

/// Give to a fund.
///
/// Answers where you pay, within half an hour. What comes in when the fund takes no more gifts goes back.
#[utoipa::path(post, path = "/aid/funds/{ref}/gifts", tag = "aid",
    params(("ref" = String, Path, description = "The fund's reference")), request_body = FundGiftBody,
    responses((status = 201, description = "The gift, begun", body = FundGiftJson),
        (status = 409, description = "It takes no gifts", body = Problem, content_type = "application/problem+json")))]
async fn give_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<FundGiftBody>) -> Answer {
    let call = cx.call("aid.fund-gift", &body.bytes)?;
    let (made, next) = give(&cx, call, reference, body.value.amount).await?;
    let fund = cx.read(move |tx| store::require(tx, reference)).await?;
    let pay_at = match next {
        Next::Pay(to) => Some(to),
        Next::Known(_) => None,
    };
    cx.created(&format!("/api/v1/aid/funds/{reference}"), &FundGiftJson::new(&made, &fund, pay_at))
}
