//! Who holds which role at a place, and giving a role to somebody by their phone number or address.

use super::gift::{self, Gift};
use super::page::{Line, ListPage, Waiting};
use super::proposals::{self, Found};
use super::{called, own_place, picked, place_typed, roles_to_give, said_of, seat_typed};
use crate::account;
use crate::grant::{self, Holder, HolderKey, MANAGE};
use crate::proposal::WaitingKey;
use crate::recovery::WaitingKey as RecoveryKey;
use crate::{households, recovery, web};
use qianmo_kernel::{Actor, Id, PlacePath, PublicRef, Refused, Res, Role};
use qianmo_notify::Address;
use qianmo_places::{self as places, Picked, Place};
use qianmo_web::i18n::I18n;
use qianmo_web::{Answer, Cursor, Cx, Form, FormView, Query, RawForm, Reader};
use std::collections::HashMap;

/// Rows on a page.
const PAGE: usize = 30;

/// What is asked for.
#[derive(serde::Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Wanted {
    place: String,
    role: String,
    cursor: String,
    /// After which proposal the list of those that wait goes on.
    waiting: String,
    /// After which recovery the list of those that wait goes on.
    recovering: String,
}

/// What the page shows.
struct Loaded {
    place: Option<Place>,
    called: Option<String>,
    picked: Picked,
    holders: Vec<Holder>,
    names: HashMap<Id, String>,
    /// How the households are called whose own accounts are shown.
    households: HashMap<PublicRef, String>,
    proposals: Vec<Found>,
    more_proposals: Option<String>,
    waiting: Vec<(recovery::Recovery, String, Option<PublicRef>)>,
    more_waiting: Option<String>,
    next: Option<String>,
}

/// Where the actor's office is held, without what lies within another place of theirs.
fn offices(actor: &Actor) -> Vec<PlacePath> {
    let mut offices: Vec<PlacePath> = Vec::new();
    for grant in actor.places_for(&MANAGE) {
        if !offices.iter().any(|wider| wider.covers(&grant.path)) {
            offices.push(grant.path.clone());
        }
    }
    offices
}

fn load(tx: &mut qianmo_db::Tx<'_>, words: &I18n, actor: &Actor, locale: qianmo_kernel::Locale, wanted: &Wanted) -> Res<Loaded> {
    let place = match wanted.place.trim() {
        "" => own_place(tx, actor)?,
        typed => Some(place_typed(tx, typed)?.ok_or_else(Refused::not_found)?),
    };
    let under = place.as_ref().map_or_else(PlacePath::root, |p| p.path.clone());
    let after: Option<HolderKey> = if wanted.cursor.is_empty() { None } else { Some(Cursor::decode(&wanted.cursor)?) };
    let mut holders = grant::holders(tx, actor, &under, Role::from_name(&wanted.role), after.as_ref(), PAGE + 1)?;
    let next = if holders.len() > PAGE {
        holders.truncate(PAGE);
        holders.last().map(|h| Cursor::encode(&h.key()))
    } else {
        None
    };
    // Where no place was chosen, all that waits for this officer: an office may be held at several places.
    let at = if wanted.place.trim().is_empty() { offices(actor) } else { vec![under.clone()] };
    let after: Option<RecoveryKey> = if wanted.recovering.is_empty() { None } else { Some(Cursor::decode(&wanted.recovering)?) };
    let mut open = recovery::waiting(tx, &at, after.as_ref(), PAGE + 1)?;
    let more = open.len() > PAGE;
    open.truncate(PAGE);
    let more_waiting = open.last().filter(|_| more).map(|last| Cursor::encode(&last.key()));
    let mut waiting = Vec::new();
    for open in open {
        let whose = account::require(tx, open.account)?;
        let household = account::only_household(tx, &whose)?;
        waiting.push((open, whose.name, household));
    }
    let after: Option<WaitingKey> = if wanted.waiting.is_empty() { None } else { Some(Cursor::decode(&wanted.waiting)?) };
    let (proposals, more) = proposals::waiting(tx, &under, after.as_ref())?;
    let more_proposals = more.map(|key| Cursor::encode(&key));
    let at = proposals.iter().map(|p| p.proposal.grant.place);
    let ids: Vec<Id> = holders.iter().map(|h| h.grant.place).chain(at).collect();
    let names = places::labels(tx, ids, locale)?.into_iter().map(|(id, label)| (id, label.text)).collect();
    let picked = picked(tx, actor, "/accounts".to_owned(), &wanted.role, place.as_ref(), locale)?;
    let called = called(tx, place.as_ref(), locale)?;
    let of_holders = holders.iter().filter_map(|h| h.household);
    let of_others = waiting.iter().filter_map(|(_, _, household)| *household);
    let known: Vec<PublicRef> = of_holders.chain(of_others).chain(proposals.iter().filter_map(|p| p.household)).collect();
    let households = households::called(tx, words, &known, locale)?;
    Ok(Loaded { place, called, picked, holders, names, households, proposals, more_proposals, waiting, more_waiting, next })
}

async fn page(cx: &Cx, wanted: Wanted, form: Option<FormView>) -> Res<ListPage> {
    let (actor, locale, asked) = (cx.actor_owned()?, cx.locale, wanted.clone());
    let roles = roles_to_give(&cx.view(), &actor);
    let me = actor.account;
    let words = cx.app.i18n.clone();
    let loaded = cx.read(move |tx| load(tx, &words, &actor, locale, &asked)).await?;
    let household = |household: Option<PublicRef>| household.and_then(|h| loaded.households.get(&h).cloned());
    let form = form.unwrap_or_else(|| FormView::with(cx, [("role", "helper")]));
    // Without a place the next page is one of all places again.
    let chosen = loaded.place.as_ref().filter(|_| !wanted.place.trim().is_empty()).map(|p| p.id.to_string()).unwrap_or_default();
    Ok(ListPage {
        v: cx.view(),
        f: form,
        picker: loaded.picked.picker(cx.view()),
        place_id: loaded.place.as_ref().map(|p| p.id.to_string()).unwrap_or_default(),
        place: loaded.called,
        roles,
        role: wanted.role,
        lines: loaded
            .holders
            .iter()
            .map(|h| Line {
                account: h.account.to_string(),
                name: h.name.clone(),
                household: household(h.household),
                role: h.grant.role.name(),
                place: loaded.names.get(&h.grant.place).cloned(),
            })
            .collect(),
        proposals: loaded
            .proposals
            .iter()
            .map(|found| proposals::Waiting::new(found, household(found.household), &loaded.names))
            .collect(),
        more_proposals: loaded.more_proposals,
        waiting: loaded
            .waiting
            .iter()
            .map(|(r, name, of)| Waiting {
                account: r.account.to_string(),
                name: name.clone(),
                household: household(*of),
                own: r.asked_by == me,
                asked_at: r.asked_at,
            })
            .collect(),
        more_waiting: loaded.more_waiting.map(|next| format!("/accounts?place={chosen}&recovering={next}#waiting")),
        next: loaded.next,
    })
}

/// The page.
pub(super) async fn show(cx: Cx, Query(wanted): Query<Wanted>) -> Answer {
    cx.page("identity-accounts-title", &page(&cx, wanted, None).await?)
}

/// What the form says.
struct Wish {
    address: Address,
    second: Option<Address>,
    name: String,
    role: Role,
    place: String,
}

fn read(cx: &Cx, raw: &RawForm) -> Res<Wish> {
    let mut read = Reader::form(raw);
    let address = web::address(&cx.app, "login", read.raw("login"));
    let second = match read.raw("second_login").trim() {
        "" => Ok(None),
        typed => web::address(&cx.app, "second_login", typed).map(Some),
    };
    for refused in [address.as_ref().err(), second.as_ref().err()].into_iter().flatten() {
        if let qianmo_kernel::Fail::Refused(refused) = refused {
            for field in &refused.fields {
                read.fail(field.field.clone(), field.message);
            }
        }
    }
    let name = read.text("name", 0, account::LONGEST_NAME);
    let role = Role::from_name(read.choice("role", &Role::ALL.map(Role::name))).unwrap_or(Role::Helper);
    let place = read.text("place", 0, 40);
    read.finish()?;
    Ok(Wish { address: address?, second: second?, name, role, place })
}

/// Gives a role to whoever has an address, or proposes it; makes the account if nobody has it yet.
pub(super) async fn give(cx: Cx, Form(raw): Form) -> Answer {
    let (actor, words) = (cx.actor_owned()?, cx.app.i18n.clone());
    let given = match read(&cx, &raw) {
        Ok(wish) => {
            let locale = cx.app.config.locale;
            cx.write(move |tx| {
                let place = seat_typed(tx, &wish.place)?;
                let (second, name, role) = (wish.second.as_ref(), wish.name.as_str(), wish.role);
                gift::give(tx, &words, &actor, &Gift { address: &wish.address, second, name, locale, role, place })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match given {
        Ok((account, given)) => Ok(cx.see_other_saying(&format!("/accounts/{account}"), said_of(given))),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            // A place that is not known is told beside the form; the page itself falls back to one's own.
            let known = !refused.fields.iter().any(|f| f.field == "place");
            let place = raw.get("place").filter(|_| known).unwrap_or_default().to_owned();
            let wanted = Wanted { place, ..Wanted::default() };
            cx.page_status(
                status,
                "identity-accounts-title",
                &page(&cx, wanted, Some(FormView::failed(&cx, &raw, &refused))).await?,
            )
        }
    }
}
