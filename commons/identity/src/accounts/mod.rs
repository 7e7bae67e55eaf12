//! The desk of those who give roles: who holds which role at my place, giving, confirming and taking, helping to recover an
//! account.

mod detail;
pub(crate) mod gift;
mod list;
mod page;
mod proposals;

use crate::grant::{Given, MANAGE};
use http::Method;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Locale, Refused, Res, Role};
use qianmo_places::{self as places, Picked, PickerAsk, Place};
use qianmo_web::{Access, Module, NavItem, View};

/// Adds the routes and the entry of the menu.
pub(crate) fn routes(module: Module) -> Module {
    let (get, post, manage) = (Method::GET, Method::POST, Access::Permit(&MANAGE));
    module
        .page(get.clone(), "/accounts", manage, list::show)
        .page(post.clone(), "/accounts", manage, list::give)
        .page(get, "/accounts/{id}", manage, detail::show)
        .page(post.clone(), "/accounts/{id}/grants", manage, detail::give)
        .page(post.clone(), "/accounts/{id}/grants/take", manage, detail::take)
        .page(post.clone(), "/accounts/{id}/proposals/{proposal}/decide", manage, proposals::decide)
        .page(post.clone(), "/accounts/{id}/recovery", manage, detail::ask_recovery)
        .page(post.clone(), "/accounts/{id}/recovery/{recovery}/decide", manage, detail::decide_recovery)
        .page(post, "/accounts/{id}/recovery/{recovery}/cancel", manage, detail::cancel_recovery)
        .nav(NavItem { key: "identity-nav-accounts", href: "/accounts", for_roles: MANAGE.roles, order: 80 })
}

/// A place that was typed as its code or its id.
fn place_typed(tx: &mut Tx<'_>, typed: &str) -> Res<Option<Place>> {
    match typed.parse::<Id>() {
        Ok(id) => places::find(tx, id),
        Err(_) => places::by_code(tx, typed),
    }
}

/// Where a role is to be held: a place by its code or its id, or nothing for the root above all.
fn seat_typed(tx: &mut Tx<'_>, typed: &str) -> Res<Id> {
    if typed.is_empty() {
        return Ok(Id::NONE);
    }
    let place = place_typed(tx, typed)?.ok_or_else(|| Refused::field("place", "identity-place-unknown"))?;
    Ok(place.id)
}

/// The choice of a place on the page `action`, among those that the actor's office covers.
fn picked(tx: &mut Tx<'_>, actor: &Actor, action: String, role: &str, place: Option<&Place>, locale: Locale) -> Res<Picked> {
    let mut ask = PickerAsk::new(action).within(actor.places_for(&MANAGE).into_iter().map(|g| g.path.clone()));
    if !role.is_empty() {
        ask = ask.keep("role", role);
    }
    Picked::load(tx, place.map(|p| p.id), &ask, locale)
}

/// A place as the page calls it, with what it lies in: many townships and counties share a name.
fn called(tx: &mut Tx<'_>, place: Option<&Place>, locale: Locale) -> Res<Option<String>> {
    place.map(|place| places::whole_name(tx, &place.path, locale)).transpose()
}

/// The widest place at which the actor holds an office; `None` at the root.
fn own_place(tx: &mut Tx<'_>, actor: &Actor) -> Res<Option<Place>> {
    match actor.places_for(&MANAGE).first().map(|g| g.place) {
        None | Some(Id::NONE) => Ok(None),
        Some(id) => places::find(tx, id),
    }
}

/// What the next page says when a role was given or proposed.
fn said_of(given: Given) -> &'static str {
    match given {
        Given::Held => "identity-role-given",
        Given::Proposed(_) => "identity-role-proposed",
    }
}

/// The roles that the actor may give, with their words. That of a household comes with the household.
fn roles_to_give(v: &View, actor: &Actor) -> Vec<(String, String)> {
    let administrator = actor.is(Role::Administrator);
    Role::ALL
        .into_iter()
        .filter(|role| !matches!(role, Role::Donor | Role::Household))
        .filter(|role| administrator || crate::grant::rules::OFFICER_GIVES.contains(role))
        .map(|role| (role.name().to_owned(), v.family("role", role.name())))
        .collect()
}
