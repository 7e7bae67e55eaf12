//! One account as its officers see it: roles, proposed ones too, and their history, and helping to recover it.

use super::page::{DetailPage, Happened, Held, Open};
use super::proposals::{self, Proposed, Seen};
use super::{called, own_place, picked, place_typed, roles_to_give, said_of, seat_typed};
use crate::grant::{self, MANAGE};
use crate::{account, households, recovery, web};
use qianmo_kernel::{Actor, Id, Locale, Res, Role};
use qianmo_places::{self as places, Picked, Place};
use qianmo_web::i18n::I18n;
use qianmo_web::{Answer, Cx, Form, FormView, Path, Query, RawForm, Reader};
use std::collections::HashMap;

struct Loaded {
    account: account::Account,
    /// How the household is called whose own account it is and nothing else.
    household: Option<String>,
    held: Vec<qianmo_kernel::Grant>,
    history: Vec<grant::Event>,
    names: HashMap<Id, String>,
    people: HashMap<Id, String>,
    proposals: Vec<Seen>,
    recoveries: Vec<recovery::Recovery>,
    place: Option<Place>,
    called: Option<String>,
    picked: Picked,
}

fn load(tx: &mut qianmo_db::Tx<'_>, words: &I18n, actor: &Actor, id: Id, locale: Locale, typed: &str) -> Res<Loaded> {
    grant::require_sight(tx, actor, id)?;
    let (held, history) = (grant::list_seen(tx, actor, id)?, grant::history_seen(tx, actor, id)?);
    let proposals = proposals::of_account(tx, actor, id)?;
    let at = proposals.iter().map(|p| p.proposal.grant.place);
    let ids: Vec<Id> = held.iter().map(|g| g.place).chain(history.iter().map(|e| e.place)).chain(at).collect();
    let names = places::labels(tx, ids, locale)?.into_iter().map(|(id, label)| (id, label.text)).collect();
    let recoveries = recovery::of_account(tx, id)?;
    let mut people = HashMap::new();
    let officers = recoveries.iter().flat_map(|r| [r.asked_by, r.consent_by]);
    let officers = officers.chain(proposals.iter().flat_map(|p| [p.proposal.proposed_by, p.proposal.decided_by]));
    for person in history.iter().flat_map(|e| [e.by, e.confirmed_by]).chain(officers) {
        if person != Id::NONE && !people.contains_key(&person) {
            let name = account::display_name(tx, person)?;
            people.insert(person, name);
        }
    }
    let place = if typed.is_empty() { own_place(tx, actor)? } else { place_typed(tx, typed)? };
    let picked = picked(tx, actor, format!("/accounts/{id}"), "", place.as_ref(), locale)?;
    let called = called(tx, place.as_ref(), locale)?;
    let account = account::require(tx, id)?;
    let household = match account::only_household(tx, &account)? {
        Some(household) => households::called(tx, words, &[household], locale)?.remove(&household),
        None => None,
    };
    Ok(Loaded { account, household, held, history, names, people, proposals, recoveries, place, called, picked })
}

/// Which of the page's forms was refused.
pub(super) enum Failed {
    Give(FormView),
    /// The decision on this proposal.
    Decide(Id, FormView),
    Recover(FormView),
}

pub(super) async fn page(cx: &Cx, id: Id, typed: &str, failed: Option<Failed>) -> Res<DetailPage> {
    let (actor, locale, typed) = (cx.actor_owned()?, cx.locale, typed.trim().to_owned());
    let (me, words) = (actor.clone(), cx.app.i18n.clone());
    let loaded = cx.read(move |tx| load(tx, &words, &me, id, locale, &typed)).await?;
    let (mut give, mut decide, mut recover) = (None, None, None);
    match failed {
        Some(Failed::Give(form)) => give = Some(form),
        Some(Failed::Decide(proposal, form)) => decide = Some((proposal, form)),
        Some(Failed::Recover(form)) => recover = Some(form),
        None => {}
    }
    let person = |id: Id| loaded.people.get(&id).cloned();
    // What a household's own account did itself is not told under the name that its owner goes by here.
    let doer = |by: Id| if by == id && loaded.household.is_some() { Some(cx.t("identity-by-itself")) } else { person(by) };
    let proposals = loaded
        .proposals
        .iter()
        .map(|seen| {
            let failed = decide.as_ref().filter(|(id, _)| *id == seen.proposal.id).map(|(_, form)| form);
            Proposed::new(&cx.view(), &actor, seen, (&loaded.names, &loaded.people), failed)
        })
        .collect();
    Ok(DetailPage {
        v: cx.view(),
        f: give.unwrap_or_else(|| FormView::with(cx, [("role", "helper")])),
        picker: loaded.picked.picker(cx.view()),
        place_id: loaded.place.as_ref().map(|p| p.id.to_string()).unwrap_or_default(),
        place: loaded.called,
        recover: recover.unwrap_or_else(|| FormView::empty(cx)),
        id: id.to_string(),
        name: loaded.account.name.clone(),
        household: loaded.household.clone(),
        own: actor.account == id,
        erased: loaded.account.erased,
        roles: roles_to_give(&cx.view(), &actor),
        held: loaded
            .held
            .iter()
            .map(|g| {
                let with_household = g.role == Role::Household && loaded.account.household.is_some();
                Held {
                    role: g.role.name(),
                    place: g.place.to_string(),
                    place_name: loaded.names.get(&g.place).cloned(),
                    takable: actor.account != id && actor.may(&MANAGE, &g.path) && !with_household,
                    with_household,
                }
            })
            .collect(),
        history: loaded
            .history
            .iter()
            .map(|e| Happened {
                given: e.given,
                role: e.role.name(),
                place_name: loaded.names.get(&e.place).cloned(),
                by: doer(e.by),
                confirmed_by: person(e.confirmed_by),
                at: e.at,
            })
            .collect(),
        proposals,
        recoveries: loaded
            .recoveries
            .iter()
            .map(|r| Open {
                id: r.id.to_string(),
                state: r.state.name(),
                address: r.address.masked(),
                reason: r.reason.clone(),
                lost: r.lost,
                asked_by: person(r.asked_by),
                asked_at: r.asked_at,
                ready_at: r.ready_at,
                to_decide: r.state == recovery::State::Asked && r.asked_by != actor.account && actor.account != id,
                to_cancel: r.state.is_open() && r.asked_by == actor.account,
            })
            .collect(),
    })
}

/// The page.
pub(super) async fn show(cx: Cx, Path(id): Path<Id>, Query(wanted): Query<Wanted>) -> Answer {
    cx.page("identity-account-title", &page(&cx, id, &wanted.place, None).await?)
}

/// At which place a role is to be given.
#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(super) struct Wanted {
    place: String,
}

fn role_and_place(raw: &RawForm) -> Res<(Role, String)> {
    let mut read = Reader::form(raw);
    let role = Role::from_name(read.choice("role", &Role::ALL.map(Role::name))).unwrap_or(Role::Helper);
    let place = read.text("place", 0, 40);
    read.finish()?;
    Ok((role, place))
}

/// Gives a role, or proposes it.
pub(super) async fn give(cx: Cx, Path(id): Path<Id>, Form(raw): Form) -> Answer {
    let (actor, words) = (cx.actor_owned()?, cx.app.i18n.clone());
    let given = match role_and_place(&raw) {
        Ok((role, typed)) => {
            cx.write(move |tx| {
                grant::require_sight(tx, &actor, id)?;
                let place = seat_typed(tx, &typed)?;
                grant::give_and_tell(tx, &words, &actor, id, role, place)
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match given {
        Ok(given) => Ok(cx.see_other_saying(&format!("/accounts/{id}"), said_of(given))),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            let failed = Failed::Give(FormView::failed(&cx, &raw, &refused));
            cx.page_status(
                status,
                "identity-account-title",
                &page(&cx, id, raw.get("place").unwrap_or_default(), Some(failed)).await?,
            )
        }
    }
}

/// Takes a role.
pub(super) async fn take(cx: Cx, Path(id): Path<Id>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let mut read = Reader::form(&raw);
    let role = Role::from_name(read.choice("role", &Role::ALL.map(Role::name))).unwrap_or(Role::Helper);
    let place = read.id("place");
    read.finish()?;
    cx.write(move |tx| {
        grant::require_sight(tx, &actor, id)?;
        grant::take(tx, &actor, id, role, place)
    })
    .await?;
    Ok(cx.see_other_saying(&format!("/accounts/{id}"), "identity-role-taken"))
}

/// Asks for a recovery: the first officer's part.
pub(super) async fn ask_recovery(cx: Cx, Path(id): Path<Id>, Form(raw): Form) -> Answer {
    let (actor, words) = (cx.actor_owned()?, cx.app.i18n.clone());
    let reason = raw.get("reason").unwrap_or_default().to_owned();
    let lost = Reader::form(&raw).flag("lost");
    let asked = match web::address(&cx.app, "login", raw.get("login").unwrap_or_default()) {
        Ok(address) => {
            cx.write(move |tx| {
                grant::require_sight(tx, &actor, id)?;
                recovery::ask(tx, &words, &actor, &recovery::Ask { account: id, address: &address, lost, reason: &reason })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match asked {
        Ok(_) => Ok(cx.see_other_saying(&format!("/accounts/{id}"), "identity-recovery-sent")),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            let failed = Failed::Recover(FormView::failed(&cx, &raw, &refused));
            cx.page_status(
                status,
                "identity-account-title",
                &page(&cx, id, raw.get("place").unwrap_or_default(), Some(failed)).await?,
            )
        }
    }
}

/// Consents or refuses: the second officer's part.
pub(super) async fn decide_recovery(cx: Cx, Path((id, open)): Path<(Id, Id)>, Form(raw): Form) -> Answer {
    let (actor, words) = (cx.actor_owned()?, cx.app.i18n.clone());
    let mut read = Reader::form(&raw);
    let consent = read.choice("do", &["consent", "refuse"]) == "consent";
    read.finish()?;
    cx.write(move |tx| {
        grant::require_sight(tx, &actor, id)?;
        recovery::decide(tx, &words, &actor, id, open, consent)
    })
    .await?;
    let said = if consent { "identity-recovery-consent-given" } else { "identity-recovery-consent-refused" };
    Ok(cx.see_other_saying(&format!("/accounts/{id}"), said))
}

/// Takes back what one asked for.
pub(super) async fn cancel_recovery(cx: Cx, Path((id, open)): Path<(Id, Id)>) -> Answer {
    let (actor, words) = (cx.actor_owned()?, cx.app.i18n.clone());
    cx.write(move |tx| {
        grant::require_sight(tx, &actor, id)?;
        recovery::cancel(tx, &words, &actor, id, open)
    })
    .await?;
    Ok(cx.see_other_saying(&format!("/accounts/{id}"), "identity-recovery-stopped"))
}
