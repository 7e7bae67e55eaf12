//! Members of a household over HTTP.

use super::command;
use super::form::{self, Options};
use super::open;
use super::page::{self, MemberPage};
use super::routes::{bytes_of, noting_taken, today, unstored, version_in};
use crate::check;
use crate::permit;
use crate::raw::MemberRaw;
use crate::words::{Leaving, Status};
use qianmo_db::Tx;
use qianmo_kernel::{Fail, Id, PublicRef, Refused, Res};
use qianmo_web::{Answer, Cx, Form, FormView, Path, RawForm, shown_again, status_again};

/// `GET /households/{reference}/members/new` and `…/{person}`
pub async fn member(cx: Cx, Path((household, person)): Path<(PublicRef, Id)>) -> Answer {
    member_page(&cx, household, Some(person), None, None).await
}

/// `GET /households/{reference}/members/new`
pub async fn member_new(cx: Cx, Path(household): Path<PublicRef>) -> Answer {
    member_page(&cx, household, None, None, None).await
}

type Failed = Option<(RawForm, Refused)>;

async fn member_page(cx: &Cx, household: PublicRef, person: Option<Id>, failed: Failed, leaving: Failed) -> Answer {
    let actor = cx.actor_owned()?;
    let h = cx
        .write(move |tx| {
            let at = open::standing(tx, household)?.path;
            permit::require(&actor, &permit::EDIT, &at)?;
            open::look(tx, &actor, household, "correction")
        })
        .await?;
    let found = match person {
        Some(person) => Some(h.present().find(|m| m.id == person).ok_or_else(Refused::not_found)?),
        None => None,
    };
    let status = failed.as_ref().or(leaving.as_ref()).map_or(axum::http::StatusCode::OK, |(_, refused)| status_again(refused));
    let f = match failed {
        Some((raw, refused)) => FormView::failed(cx, &raw, &refused),
        None => {
            let raw = found.map(open_to_raw).unwrap_or_default();
            FormView::with(cx, form::member_pairs(&raw, ""))
        }
    };
    let leaving = leaving.map_or_else(|| FormView::empty(cx), |(raw, refused)| FormView::failed(cx, &raw, &refused));
    let others = h.present().filter(|m| Some(m.id) != person);
    let is_head = found.is_some_and(|m| m.relation == crate::words::Relation::Head);
    let successors = others.filter(|_| is_head).map(|m| (m.id.to_string(), page::name_of(m))).collect();
    let v = cx.view();
    let o = Options::new(&v);
    let body = MemberPage { v, f, leaving, household, version: h.version, person, o, successors };
    unstored(cx.page_status(status, "registry-member-title", &body))
}

fn open_to_raw(member: &open::MemberOpen) -> MemberRaw {
    let name = |at: usize| member.names.get(at).map(|n| n.text.clone()).unwrap_or_default();
    let tag = member.names.first().map(|n| n.tag.clone()).filter(|t| !t.starts_with("und-")).unwrap_or_default();
    MemberRaw {
        relation: member.relation.name().into(),
        name: name(0),
        name_language: tag,
        other_name: name(1),
        sex: member.sex.name().into(),
        birth: member.birth.to_string(),
        id_kind: member.id_kind.name().into(),
        id_number: member.id_number.clone(),
        health: member.health.clone(),
        disability: member.disability.name().into(),
        labour: member.labour.name().into(),
    }
}

/// `POST /households/{reference}/members/new`
pub async fn member_add(cx: Cx, Path(household): Path<PublicRef>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let (seen, call) = (version_in(&form), cx.call("registry.member", &bytes_of(&form))?);
    let done = match check::member(&form::member(&form, ""), today(&cx)) {
        Ok(new) => {
            let numbers = command::numbers_of(std::slice::from_ref(&new));
            let done = cx
                .write(move |tx| call.once(tx, household.county, |tx| command::add_member(tx, &actor, household, seen, &new)))
                .await;
            noting_taken(&cx, numbers, done).await.map(|_| ())
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(()) => Ok(cx.see_other_saying(&format!("/households/{household}/edit"), "registry-saved")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            member_page(&cx, household, None, Some((form, *refused)), None).await
        }
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /households/{reference}/members/{person}`: saved, or no longer a member.
pub async fn member_save(cx: Cx, Path((household, person)): Path<(PublicRef, Id)>, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let leaves = form.get("do") == Some("leave");
    let done = if leaves {
        let reason =
            form.get("reason").and_then(Leaving::from_name).ok_or_else(|| Refused::field("reason", "registry-choice-unknown"));
        let successor = form.get("successor").and_then(|s| s.parse::<Id>().ok());
        match reason {
            Ok(reason) => {
                let unit = move |tx: &mut Tx<'_>| -> Res<&'static str> {
                    command::member_left(tx, &actor, household, seen, person, reason, successor)?;
                    let now = open::standing(tx, household)?;
                    Ok(match now.status {
                        Status::Left if now.size > 0 => "registry-left-anew",
                        Status::Left => "registry-left",
                        _ => "registry-saved",
                    })
                };
                cx.write(unit).await
            }
            Err(refused) => Err(refused.into()),
        }
    } else {
        match check::member(&form::member(&form, ""), today(&cx)) {
            Ok(new) => {
                let numbers = command::numbers_of(std::slice::from_ref(&new));
                let done = cx.write(move |tx| command::edit_member(tx, &actor, household, seen, person, &new)).await;
                noting_taken(&cx, numbers, done).await.map(|_| "registry-saved")
            }
            Err(fail) => Err(fail),
        }
    };
    match done {
        Ok(said) => Ok(cx.see_other_saying(&format!("/households/{household}/edit"), said)),
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let failed = Some((form, *refused));
            let (failed, leaving) = if leaves { (None, failed) } else { (failed, None) };
            member_page(&cx, household, Some(person), failed, leaving).await
        }
        Err(fail) => Err(fail.into()),
    }
}
