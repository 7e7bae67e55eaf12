//! The settings page itself, saving name and language, and giving back a role.

use super::page::{Contact, Key, Pending, RoleLine, Seat, SettingsPage};
use crate::account::{self, contact};
use crate::factor::Factor;
use crate::{card, grant, passkey, proposal, recovery, session, web};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Locale, Res, Role};
use qianmo_places as places;
use qianmo_web::{Answer, Cx, Form, FormView, RawForm, Reader};

/// What the page needs, loaded in one unit of work.
pub(super) struct Loaded {
    account: account::Account,
    contacts: Vec<contact::Contact>,
    keys: Vec<passkey::Listed>,
    has_card: bool,
    sessions: Vec<session::Session>,
    roles: Vec<RoleLine>,
    recovery: Option<recovery::Recovery>,
}

fn load(tx: &mut Tx<'_>, actor: &Actor) -> Res<Loaded> {
    let id = actor.account;
    let mut roles = Vec::new();
    let held = grant::list(tx, id)?.into_iter().map(|grant| (grant, false));
    let proposed = proposal::open_of(tx, id)?.into_iter().map(|p| (p.grant, true));
    for (grant, proposed) in held.chain(proposed) {
        let place = if grant.place == Id::NONE { None } else { places::find(tx, grant.place)?.map(|p| p.name) };
        let to_give_back = !proposed && grant::GIVEN_BACK.contains(&grant.role);
        roles.push(RoleLine { role: grant.role.name(), place, place_id: grant.place.to_string(), to_give_back, proposed });
    }
    Ok(Loaded {
        account: account::active(tx, id)?,
        contacts: contact::list(tx, id)?,
        keys: passkey::list(tx, id)?,
        has_card: card::has(tx, id)?,
        sessions: session::list(tx, id)?,
        roles,
        recovery: recovery::open_of(tx, id)?,
    })
}

/// The page.
pub(super) async fn show(cx: Cx) -> Answer {
    show_with(&cx, None, None).await
}

/// The page with a form that was refused: the one for the profile, or the one for a new contact.
pub(super) async fn show_with(
    cx: &Cx,
    profile: Option<(http::StatusCode, FormView)>,
    add: Option<(http::StatusCode, FormView)>,
) -> Answer {
    let actor = web::seated(cx)?;
    let (current, account) = (actor.session, actor.account.to_string());
    let (second_factor, for_card) = (actor.second_factor, actor.card_issued_by.is_some());
    let loaded = cx.read(move |tx| load(tx, &actor)).await?;
    // As `session::require_more_than_card` refuses: what such a session may never do is not offered.
    let card_opened = loaded.sessions.iter().any(|s| s.id == current && s.factor == Factor::Card);
    let by_card = for_card || (card_opened && !second_factor);
    let status = profile.as_ref().or(add.as_ref()).map_or(http::StatusCode::OK, |(status, _)| *status);
    let form = match profile {
        Some((_, form)) => form,
        None => FormView::with(cx, [("name", loaded.account.name.clone()), ("locale", loaded.account.locale.tag().to_owned())]),
    };
    let page = SettingsPage {
        v: cx.view(),
        f: form,
        add: add.map_or_else(|| FormView::empty(cx), |(_, form)| form),
        languages: crate::sign_in::languages(),
        contacts: loaded
            .contacts
            .iter()
            .map(|c| Contact { id: c.id.to_string(), channel: c.address.channel().name(), shown: c.address.shown().to_owned() })
            .collect(),
        keys: loaded
            .keys
            .iter()
            .map(|k| Key { id: k.id.to_string(), label: k.label.clone(), made_at: k.made_at, used_at: k.used_at })
            .collect(),
        passkeys: passkey::works_at(&cx.app.config.base_url),
        has_card: loaded.has_card,
        by_card,
        sessions: loaded
            .sessions
            .iter()
            .map(|s| Seat {
                id: s.id.to_string(),
                device: s.device.clone(),
                factor: s.factor.name(),
                used_at: s.used_at,
                current: s.id == current,
            })
            .collect(),
        roles: loaded.roles,
        of_household: loaded.account.household.is_some(),
        recovery: loaded.recovery.map(|r| Pending {
            id: r.id.to_string(),
            state: r.state.name(),
            ready_at: r.ready_at,
            shown: r.address.masked(),
        }),
        account,
    };
    cx.page_status(status, "identity-settings-title", &page)
}

/// Saves name and language.
pub(super) async fn save(cx: Cx, Form(raw): Form) -> Answer {
    let actor = web::seated(&cx)?;
    let saved = match read(&raw) {
        Ok((name, locale)) => {
            let unit = move |tx: &mut Tx<'_>| {
                let account = account::active(tx, actor.account)?;
                account::save_name_and_locale(tx, &account, &name, locale)
            };
            cx.write(unit).await.map(|()| locale)
        }
        Err(fail) => Err(fail),
    };
    match saved {
        Ok(locale) => Ok(web::with_language(&cx, cx.see_other_saying("/settings", "identity-saved"), locale)),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            show_with(&cx, Some((status, FormView::failed(&cx, &raw, &refused))), None).await
        }
    }
}

/// Gives back a role that one holds: nobody has to keep one that somebody else gave them.
pub(super) async fn give_back(cx: Cx, Form(raw): Form) -> Answer {
    let actor = web::seated(&cx)?;
    let mut read = Reader::form(&raw);
    let role = Role::from_name(read.choice("role", &grant::GIVEN_BACK.map(Role::name))).unwrap_or(Role::Helper);
    let place = read.id("place");
    read.finish()?;
    cx.write(move |tx| {
        web::require_strength(tx, &actor)?;
        grant::take(tx, &actor, actor.account, role, place)
    })
    .await?;
    Ok(cx.see_other_saying("/settings", "identity-role-given-back"))
}

fn read(raw: &RawForm) -> Res<(String, Locale)> {
    let mut read = Reader::form(raw);
    let name = read.text("name", 1, account::LONGEST_NAME);
    let locale = Locale::from_tag(read.choice("locale", &Locale::ALL.map(Locale::tag))).unwrap_or_default();
    read.finish()?;
    account::check_name("name", &name)?;
    Ok((name, locale))
}
