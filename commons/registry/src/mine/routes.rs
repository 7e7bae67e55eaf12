//! The household's own page over HTTP, and the way in for a member who signs in with its phone.

use super::page::{ForgetPage, JoinPage, MinePage};
use crate::check;
use crate::household::form::{self, Options};
use crate::household::joining::{self, Proof};
use crate::household::routes::{for_form, today, unstored, version_in};
use crate::household::{command, open, page};
use crate::looks::page::Line;
use crate::looks::routes as looks;
use crate::looks::store::Whose;
use crate::permit;
use crate::words::Tie;
use crate::{link, own};
use axum::http::StatusCode;
use qianmo_db::Tx;
use qianmo_kernel::{Fail, Id, Kind, PublicRef, Refused, Res, Via};
use qianmo_places as places;
use qianmo_web::{Answer, Cx, Form, FormView, Path, RawForm, shown_again, status_again};

/// Looks shown on the page itself.
const LOOKS: i64 = 5;

fn own_household(cx: &Cx) -> Res<PublicRef> {
    let actor = cx.actor()?;
    // The page itself is for everybody who is signed in: who is a household's is asked here.
    if !actor.may_somewhere(&permit::OWN) {
        return Err(Refused::forbidden().into());
    }
    actor.household.filter(|h| permit::is_own(actor, &permit::OWN, *h)).ok_or_else(|| Refused::not_found().into())
}

/// Which of the page's forms was refused.
enum Failed {
    None,
    Contact(RawForm, Refused),
    Correction(RawForm, Refused),
    Tie(RawForm, Refused),
}

/// `GET /my-household`: the household's page; for whoever is of none, the question whether their family is registered.
pub async fn show(cx: Cx) -> Answer {
    if cx.actor()?.household.is_none() {
        return join_page(&cx, None).await;
    }
    render(&cx, Failed::None).await
}

async fn join_page(cx: &Cx, failed: Option<(&RawForm, &Refused)>) -> Answer {
    let actor = cx.actor_owned()?;
    // A token shows nothing of who holds it.
    if actor.via != Via::Session {
        return Err(Refused::forbidden().into());
    }
    let by_phone = cx.read(move |tx| Ok(qianmo_identity::account::phone_of_session(tx, &actor)?.is_some())).await?;
    let (status, f) = match failed {
        Some((raw, refused)) => (status_again(refused), FormView::failed(cx, raw, refused)),
        None => (StatusCode::OK, FormView::empty(cx)),
    };
    unstored(cx.page_status(status, "registry-join-title", &JoinPage { v: cx.view(), f, by_phone }))
}

/// `POST /my-household/membership`: somebody shows that they are of a household, by its phone and one thing more.
pub async fn join(cx: Cx, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    if actor.via != Via::Session {
        return Err(Refused::forbidden().into());
    }
    let words = cx.app.i18n.clone();
    let country = cx.app.service::<qianmo_identity::Settings>()?.country_code.clone();
    let done = match Proof::read(&form, today(&cx)) {
        Ok(proof) => {
            let wrong = proof.wrong();
            // A try that fails is counted in this unit of work, so it is refused only afterwards.
            let joined = cx.write(move |tx| joining::join(tx, &words, &country, &actor, &proof)).await;
            joined.and_then(|household| household.ok_or_else(|| wrong.into()))
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying("/my-household", "registry-joined")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => join_page(&cx, Some((&form, &*refused))).await,
        Err(fail) => Err(fail.into()),
    }
}

async fn render(cx: &Cx, failed: Failed) -> Answer {
    let household = own_household(cx)?;
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let by_card = actor.card_issued_by.is_some();
    let ((h, phone_rests), (place, merger), seen, ties, (corrections, erasure_declined)) = cx
        .write(move |tx| {
            let h = open::look(tx, &actor, household, "")?;
            let place = places::whole_name(tx, &h.path, locale)?;
            let merger = command::proposed_since(tx, household)?.map(|at| (at, command::lapses_at(at)));
            let seen = looks::read(tx, &actor, household, Whose::Others, Id::from_i64(i64::MAX), LOOKS)?;
            let ties = link::lines(tx, &actor, &h.path, household)?;
            let h = (h, command::phone_rests(tx, household)?);
            Ok((h, (place, merger), seen, ties, (own::list(tx, household)?, own::erasure_declined(tx, household)?)))
        })
        .await?;
    let more_looks = seen.len() as i64 > LOOKS;
    let lines = seen.into_iter().take(LOOKS as usize).map(|(look, name)| Line::new(look, name)).collect();

    let values = [
        ("version", h.version.to_string()),
        ("address", h.address.clone()),
        ("phone", h.phone.clone()),
        ("language", if h.language == "und" { String::new() } else { h.language.clone() }),
    ];
    let contact = || FormView::with(cx, values.clone());
    let empty = || FormView::empty(cx);
    let (status, f, correction, tie) = match &failed {
        Failed::None => (StatusCode::OK, contact(), empty(), empty()),
        // Somebody changed it meanwhile: what is on record now, or the next save would write that away.
        Failed::Contact(_, refused) if matches!(refused.kind, Kind::Changed) => {
            (status_again(refused), FormView::failed(cx, &form::raw_of(&values), refused), empty(), empty())
        }
        Failed::Contact(raw, refused) => (status_again(refused), FormView::failed(cx, raw, refused), empty(), empty()),
        Failed::Correction(raw, refused) => (status_again(refused), contact(), FormView::failed(cx, raw, refused), empty()),
        Failed::Tie(raw, refused) => (status_again(refused), contact(), empty(), FormView::failed(cx, raw, refused)),
    };
    let v = cx.view();
    let o = Options::new(&v).with_language(f.value("language"));
    let typed = match &failed {
        Failed::Contact(raw, refused) if matches!(refused.kind, Kind::Changed) => form::typed_apart(&v, &o, raw, &f),
        _ => Vec::new(),
    };
    let tie_options = page::ties(&v);
    let body = MinePage {
        v,
        h,
        merger,
        phone_rests,
        place,
        looks: lines,
        more_looks,
        ties,
        corrections,
        erasure_declined,
        f,
        typed,
        correction,
        tie,
        tie_options,
        o,
        by_card,
    };
    unstored(cx.page_status(status, "registry-mine-title", &body))
}

/// `POST /my-household`: contact data.
pub async fn save(cx: Cx, Form(form): Form) -> Answer {
    let household = own_household(&cx)?;
    let actor = cx.actor_owned()?;
    let seen = version_in(&form);
    let done = match check::change(&form::change(&form)) {
        Ok(change) => cx.write(move |tx| command::change_saying(tx, &actor, household, seen, &change)).await,
        Err(fail) => Err(fail),
    };
    match done {
        Ok(said) => Ok(cx.see_other_saying("/my-household", said)),
        Err(Fail::Refused(refused)) if shown_again(&refused) => render(&cx, Failed::Contact(form, for_form(*refused))).await,
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /my-household/corrections`: what is not right.
pub async fn correct(cx: Cx, Form(form): Form) -> Answer {
    let household = own_household(&cx)?;
    let actor = cx.actor_owned()?;
    let words = form.get("words").unwrap_or_default().to_owned();
    match cx.write(move |tx| own::ask(tx, &actor, household, &words)).await {
        Ok(_) => Ok(cx.see_other_saying("/my-household", "registry-correction-asked")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => render(&cx, Failed::Correction(form, *refused)).await,
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /my-household/corrections/{correction}/withdrawal`: it is right after all.
pub async fn correction_back(cx: Cx, Path(correction): Path<Id>) -> Answer {
    let household = own_household(&cx)?;
    let actor = cx.actor_owned()?;
    cx.write(move |tx| own::take_back(tx, &actor, household, correction)).await?;
    Ok(cx.see_other_saying("/my-household", "registry-wish-taken-back"))
}

/// `POST /my-household/ties`: who is close. Whatever is an account's number is taken alike: whether there is that account, and whose it is,
/// is not told to whoever guesses numbers.
pub async fn state_tie(cx: Cx, Form(form): Form) -> Answer {
    let household = own_household(&cx)?;
    let actor = cx.actor_owned()?;
    // The number zero stands for the operator.
    let account = form.get("account").and_then(|a| a.trim().parse::<Id>().ok()).filter(|a| *a != Id::NONE);
    let tie = form.get("tie").and_then(Tie::from_name).filter(|t| *t != Tie::Own);
    let done = cx
        .write(move |tx| {
            let tie = tie.ok_or_else(|| Refused::field("tie", "registry-choice-unknown"))?;
            let account = account.ok_or_else(|| Refused::field("account", "registry-account-wrong"))?;
            link::state(tx, &actor, household, account, tie)
        })
        .await;
    match done {
        Ok(()) => Ok(cx.see_other_saying("/my-household", "registry-tie-stated")),
        Err(Fail::Refused(refused)) if shown_again(&refused) => render(&cx, Failed::Tie(form, *refused)).await,
        Err(fail) => Err(fail.into()),
    }
}

/// `POST /my-household/ties/{tie}/end`
pub async fn end_tie(cx: Cx, Path(tie): Path<Id>) -> Answer {
    let household = own_household(&cx)?;
    let actor = cx.actor_owned()?;
    let ended = cx.write(move |tx| link::end(tx, &actor, household, tie)).await?;
    Ok(cx.see_other_saying("/my-household", ended.said()))
}

/// `GET /my-household/erasure`: what goes and what stays, before it is asked for.
pub async fn erasure_page(cx: Cx) -> Answer {
    let household = own_household(&cx)?;
    let actor = cx.actor_owned()?;
    let asked = move |tx: &mut Tx<'_>| -> Res<bool> {
        command::may_ask_erasure(tx, &actor, household)?;
        command::has_open(tx, household)
    };
    let open = cx.read(asked).await?;
    cx.page("registry-forget-title", &ForgetPage { v: cx.view(), open })
}

/// `POST /my-household/erasure/withdrawal`: not to be forgotten after all.
pub async fn erasure_back(cx: Cx) -> Answer {
    let household = own_household(&cx)?;
    let actor = cx.actor_owned()?;
    cx.write(move |tx| command::take_back_erasure(tx, &actor, household)).await?;
    Ok(cx.see_other_saying("/my-household", "registry-wish-taken-back"))
}

/// `POST /my-household/erasure`: asks to be forgotten.
pub async fn erasure(cx: Cx) -> Answer {
    let household = own_household(&cx)?;
    let actor = cx.actor_owned()?;
    cx.write(move |tx| command::ask_erasure(tx, &actor, household)).await?;
    Ok(cx.see_other_saying("/my-household", "registry-erasure-asked"))
}
