//! Accounts and their roles, for those who give them.

use super::own::RoleJson;
use super::proposals::ProposalJson;
use crate::account;
use crate::accounts::gift::{self, Gift};
use crate::grant::{self, Given, HolderKey};
use crate::{proposal, web};
use axum::response::IntoResponse as _;
use http::StatusCode;
use qianmo_kernel::{Actor, Id, Kind, Locale, PlacePath, Refused, Res, Role};
// Under another name: the description's macro takes what is called `Path` for a struct of parameters.
use qianmo_web::Path as At;
use qianmo_web::cursor::Listed;
use qianmo_web::schema::IdSchema;
use qianmo_web::{Answer, Body, Cursor, Cx, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An account with one of its roles.
#[derive(Serialize, ToSchema)]
#[schema(as = RoleHolder)]
pub(super) struct HolderJson {
    /// The account.
    #[schema(value_type = IdSchema)]
    account: Id,
    /// How it is called; empty for a household's own account.
    name: String,
    /// The role's name.
    role: String,
    /// The place; null at the root.
    #[schema(value_type = Option<IdSchema>)]
    place: Option<Id>,
}

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// At or under this place, by its id or its code; without it, at the root.
    #[param(example = "611026")]
    place: Option<String>,
    /// Only this role.
    #[param(value_type = Option<RoleName>)]
    role: Option<String>,
    /// The page after this mark.
    cursor: Option<String>,
    /// How many rows, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// The names of roles.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code)]
pub(super) enum RoleName {
    /// Gives.
    Donor,
    /// A household's own account.
    Household,
    /// Registers households and posts for them.
    Helper,
    /// Checks requests.
    Reviewer,
    /// Runs a county, city or province.
    Officer,
    /// A company, charity or agency.
    Partner,
    /// Reads the books and logs.
    Auditor,
    /// Runs the installation.
    Administrator,
}

/// Accounts with a role at or under a place.
#[utoipa::path(get, path = "/accounts", tag = "identity", params(Wanted), responses((status = 200, description = "Accounts with their roles, a page of them", body = Listed<HolderJson>)))]
pub(super) async fn list(cx: Cx, Query(wanted): Query<Wanted>) -> Answer {
    let actor = cx.actor_owned()?;
    let role = match &wanted.role {
        None => None,
        Some(name) => Some(Role::from_name(name).ok_or_else(|| Refused::new(Kind::Malformed, "web-bad-query"))?),
    };
    let limit = usize::try_from(Cursor::limit(wanted.limit)?).unwrap_or(20);
    let after: Option<HolderKey> = wanted.cursor.as_deref().map(Cursor::decode).transpose()?;
    // The root has an id too, though nothing stands there.
    let place = wanted.place.filter(|text| !text.parse::<Id>().is_ok_and(|id| id == Id::NONE));
    let mut rows = cx
        .read(move |tx| {
            let place = place.as_deref().map(|text| qianmo_places::named(tx, "place", text)).transpose()?;
            let under = place.map_or_else(PlacePath::root, |place| place.path);
            grant::holders(tx, &actor, &under, role, after.as_ref(), limit + 1)
        })
        .await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = if more { rows.last().map(|h| Cursor::encode(&h.key())) } else { None };
    let items = rows
        .into_iter()
        .map(|h| HolderJson {
            account: h.account,
            name: h.name,
            role: h.grant.role.name().to_owned(),
            place: (h.grant.place != Id::NONE).then_some(h.grant.place),
        })
        .collect();
    cx.json(&Listed { items, next })
}

/// A role for somebody who is known by a phone number or an e-mail address.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAccount)]
pub(super) struct NewAccountJson {
    /// A phone number or an e-mail address, in any script. If it signs in an account already, that one gets the role.
    #[schema(min_length = 1, max_length = 254, example = "+8613800000000")]
    login: String,
    /// A new account's second way to sign in, of the other kind than `login`: an e-mail address beside a phone number or the
    /// other way round. Who gives the role vouches for it, so it counts as a second factor at once.
    #[schema(max_length = 254, required = false)]
    second_login: Option<String>,
    /// How a new account is called.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The language of a new account (BCP 47).
    #[schema(example = "zh-Hans")]
    locale: Option<String>,
    /// The role's name.
    #[schema(value_type = RoleName)]
    role: String,
    /// Where; null is the root, above all places.
    #[schema(value_type = Option<IdSchema>)]
    place: Option<Id>,
}

/// An account and its roles.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = AccountWithRoles)]
pub(super) struct AccountJson {
    /// The account.
    #[schema(value_type = IdSchema)]
    account: Id,
    /// How it is called; empty when it was erased, and for an account that is a household's own and nothing else.
    name: String,
    /// Its roles, at the places that the caller's office covers.
    roles: Vec<RoleJson>,
    /// Roles that are proposed for it at these places and give nothing until a second officer confirms them.
    #[serde(default)]
    proposals: Vec<ProposalJson>,
}

/// A role that was given or proposed, and to which account.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = RoleGiven)]
pub(super) struct GivenJson {
    /// The account.
    #[schema(value_type = IdSchema)]
    account: Id,
    /// The role's name.
    role: String,
    /// The place; null at the root.
    #[schema(value_type = Option<IdSchema>)]
    place: Option<Id>,
    /// The proposal, when the role is held only once a second officer confirms it; left out when it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<IdSchema>, required = false)]
    proposal: Option<Id>,
}

fn load(tx: &mut qianmo_db::Tx<'_>, actor: &Actor, id: Id) -> Res<AccountJson> {
    let roles = grant::list_seen(tx, actor, id)?.iter().map(RoleJson::from).collect();
    let known = account::require(tx, id)?;
    let name = if account::only_household(tx, &known)?.is_some() { String::new() } else { known.name };
    let mut open = proposal::open_of(tx, id)?;
    open.retain(|p| actor.may(&grant::MANAGE, &p.grant.path));
    Ok(AccountJson { account: id, name, roles, proposals: open.iter().map(ProposalJson::from).collect() })
}

fn role_of(name: &str) -> Res<Role> {
    Role::from_name(name).ok_or_else(|| Refused::field("role", "web-field-choice").into())
}

/// Gives a role to whoever has an address, and makes the account if nobody has it yet. Who has one is told; nothing of it
/// is answered but its id. The roles of reviewers, officers, auditors and administrators are proposed only: a second officer
/// confirms them.
#[utoipa::path(post, path = "/accounts", tag = "identity", request_body = NewAccountJson, responses((status = 201, description = "The account and the role that was given or proposed", body = GivenJson),
        (status = 404, description = "There is no such place", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
pub(super) async fn create(cx: Cx, body: Body<NewAccountJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("identity.accounts.create", &body.bytes)?;
    let new = body.value;
    let address = web::address(&cx.app, "login", &new.login)?;
    let second = match &new.second_login {
        None => None,
        Some(typed) => Some(web::address(&cx.app, "second_login", typed)?),
    };
    let words = cx.app.i18n.clone();
    let role = role_of(&new.role)?;
    let locale = match &new.locale {
        None => cx.app.config.locale,
        Some(tag) => Locale::from_tag(tag).ok_or_else(|| Refused::field("locale", "web-field-choice"))?,
    };
    let made = cx
        .write(move |tx| {
            call.once(tx, Id::NONE, |tx| {
                let (second, name, place) = (second.as_ref(), new.name.as_str(), new.place.unwrap_or(Id::NONE));
                let gift = Gift { address: &address, second, name, locale, role, place };
                let (account, given) = gift::give(tx, &words, &actor, &gift)?;
                let proposal = match given {
                    Given::Held => None,
                    Given::Proposed(id) => Some(id),
                };
                let place = new.place.filter(|place| *place != Id::NONE);
                Ok(GivenJson { account, role: role.name().to_owned(), place, proposal })
            })
        })
        .await?;
    cx.created(&format!("/api/v1/accounts/{}/grants", made.account), &made)
}

/// An account's roles.
#[utoipa::path(get, path = "/accounts/{id}/grants", tag = "identity", params(("id" = IdSchema, Path, description = "The account")),
    responses((status = 200, description = "The account and its roles", body = AccountJson)))]
pub(super) async fn grants(cx: Cx, At(id): At<Id>) -> Answer {
    let actor = cx.actor_owned()?;
    let account = cx
        .read(move |tx| {
            grant::require_sight(tx, &actor, id)?;
            load(tx, &actor, id)
        })
        .await?;
    cx.json(&account)
}

/// A role to be given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGrant)]
pub(super) struct GiveJson {
    /// The role's name.
    #[schema(value_type = RoleName)]
    role: String,
    /// Where; null is the root, above all places.
    #[schema(value_type = Option<IdSchema>)]
    place: Option<Id>,
}

/// Gives an account a role. Refused beside a role that it must be kept apart from. The roles of reviewers, officers, auditors
/// and administrators are proposed only: a second officer confirms them.
#[utoipa::path(post, path = "/accounts/{id}/grants", tag = "identity", request_body = GiveJson,
    params(("id" = IdSchema, Path, description = "The account")), responses((status = 201, description = "The account and its roles", body = AccountJson)))]
pub(super) async fn give(cx: Cx, At(id): At<Id>, body: Body<GiveJson>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("identity.accounts.give", &body.bytes)?;
    let role = role_of(&body.value.role)?;
    let place = body.value.place.unwrap_or(Id::NONE);
    let words = cx.app.i18n.clone();
    let account = cx
        .write(move |tx| {
            call.once(tx, Id::NONE, |tx| {
                grant::require_sight(tx, &actor, id)?;
                grant::give_and_tell(tx, &words, &actor, id, role, place)?;
                load(tx, &actor, id)
            })
        })
        .await?;
    cx.created(&format!("/api/v1/accounts/{id}/grants"), &account)
}

/// Takes a role at a place from an account. That of a household's own account ends with the household only.
#[utoipa::path(delete, path = "/accounts/{id}/grants/{role}/{place}", tag = "identity",
    params(("id" = IdSchema, Path, description = "The account"), ("role" = RoleName, Path, description = "The role's name"),
        ("place" = IdSchema, Path, description = "The place; 0000000000000 is the root")),
    responses((status = 204, description = "It is taken.")))]
pub(super) async fn take(cx: Cx, At((id, role, place)): At<(Id, String, Id)>) -> Answer {
    let actor = cx.actor_owned()?;
    let role = Role::from_name(&role).ok_or_else(Refused::not_found)?;
    cx.write(move |tx| {
        grant::require_sight(tx, &actor, id)?;
        grant::take(tx, &actor, id, role, place)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
