//! The bank's own pages: where a person pays, and its counter, where one chooses how payouts and refunds end.

use super::bank::{self, set_setting};
use super::{Charge, Sandbox, SandboxScript};
use crate::order::{Direction, Order};
use crate::{CHOOSE, SANDBOX};
use askama::Template;
use qianmo_web::prelude::*;

/// What a person may choose, with its message.
const CHOICES: [(&str, &str); 6] = [
    ("succeed", "payments-sandbox-succeed"),
    ("fail", "payments-sandbox-fail"),
    ("delay", "payments-sandbox-delay"),
    ("repeat", "payments-sandbox-repeat"),
    ("unknown-succeed", "payments-sandbox-unknown-succeed"),
    ("unknown-fail", "payments-sandbox-unknown-fail"),
];

/// Adds the bank's routes.
pub(crate) fn add(module: Module) -> Module {
    super::mandate::add(module)
        .page(Method::GET, "/sandbox/pay/{reference}/{key}", Access::Public, show)
        .page(Method::POST, "/sandbox/pay/{reference}/{key}", Access::Public, pay)
        .page(Method::GET, "/sandbox", Access::Permit(&SANDBOX), counter)
        .page(Method::POST, "/sandbox", Access::Permit(&CHOOSE), choose)
        .nav(NavItem { key: "payments-sandbox-counter", href: "/sandbox", for_roles: SANDBOX.roles, order: 95 })
}

#[derive(Template)]
#[template(path = "sandbox-pay.html")]
struct PayPage {
    v: View,
    f: FormView,
    reference: PublicRef,
    action: String,
    amount: Money,
    /// The message that says how far it is, when it was paid already.
    known: Option<&'static str>,
    /// Where the order's owner goes on. It tells what the payment is for: nobody else is told.
    return_to: Option<String>,
    choices: Vec<(String, String)>,
}

impl PayPage {
    fn new(cx: &Cx, f: FormView, action: String, order: Order, charge: Option<Charge>) -> Self {
        let known = charge.map(|c| match c.stage {
            super::charge::Stage::Pending => "payments-sandbox-pending",
            super::charge::Stage::Succeeded => "payments-sandbox-succeeded",
            super::charge::Stage::Failed => "payments-sandbox-failed",
        });
        let v = cx.view();
        let choices = choices(&v);
        let return_to = is_owner(cx, &order).then(|| order.return_to.clone());
        PayPage { f, reference: order.reference(), action, amount: order.amount, known, return_to, choices, v }
    }

    fn sample(v: View) -> Self {
        let reference = PublicRef::new(Id::from_i64(1), Id::from_i64(2));
        let (f, choices) = (FormView::sample(v.clone()), choices(&v));
        let amount = Money::new(12_000, Currency::CNY);
        PayPage { v, f, reference, action: "/".into(), amount, known: None, return_to: Some("/".into()), choices }
    }
}

#[derive(Template)]
#[template(path = "sandbox-counter.html")]
struct CounterPage {
    v: View,
    f: FormView,
    /// Direction's message, and the script in words.
    settings: Vec<(&'static str, String)>,
    directions: Vec<(String, String)>,
    choices: Vec<(String, String)>,
    /// Whether the reader may choose, or only look.
    may_choose: bool,
}

impl CounterPage {
    fn new(v: View, f: FormView, settings: Vec<(&'static str, SandboxScript)>, may_choose: bool) -> Self {
        let settings = settings.into_iter().map(|(direction, script)| (direction, in_words(&v, script))).collect();
        let directions = [Direction::Out, Direction::Refund].map(|d| (d.name().to_owned(), v.t(d.message())));
        let choices = choices(&v);
        CounterPage { v, f, settings, directions: directions.to_vec(), choices, may_choose }
    }

    fn sample(v: View) -> Self {
        let f = FormView::sample(v.clone());
        CounterPage::new(v, f, vec![("payments-direction-out", SandboxScript::Delay(30))], true)
    }
}

qianmo_web::sample!(PayPage, CounterPage);

pub(super) fn choices(v: &View) -> Vec<(String, String)> {
    CHOICES.iter().map(|(value, message)| ((*value).to_owned(), v.t(message))).collect()
}

/// What a script does, in words.
fn in_words(v: &View, script: SandboxScript) -> String {
    let (choice, seconds) = match script {
        SandboxScript::Succeed => ("succeed", None),
        SandboxScript::Fail => ("fail", None),
        SandboxScript::Delay(seconds) => ("delay", Some(seconds)),
        SandboxScript::Repeat(_) => ("repeat", None),
        SandboxScript::UnknownThenSucceed(seconds) => ("unknown-succeed", Some(seconds)),
        SandboxScript::UnknownThenFail(seconds) => ("unknown-fail", Some(seconds)),
    };
    let said = CHOICES.iter().find(|(value, _)| *value == choice).map(|(_, message)| v.t(message)).unwrap_or_default();
    match seconds {
        Some(seconds) => format!("{said} · {}", v.t1("payments-sandbox-after", "n", seconds)),
        None => said,
    }
}

fn configured(cx: &Cx) -> Res<()> {
    cx.app.service::<Sandbox>().map(|_| ()).map_err(|_| Refused::not_found().into())
}

/// The order of a page whose key was given; without the right one there is no such page.
fn opened(cx: &Cx, at: PublicRef, key: &str) -> Res<()> {
    let sandbox = cx.app.service::<Sandbox>().map_err(|_| Refused::not_found())?;
    if sandbox.opens(at, key) { Ok(()) } else { Err(Refused::not_found().into()) }
}

fn is_owner(cx: &Cx, order: &Order) -> bool {
    order.owner.is_some() && order.owner == cx.actor.as_ref().map(|actor| actor.account)
}

/// The script that a form asks for.
pub(super) fn script(raw: &RawForm) -> Res<SandboxScript> {
    let mut r = Reader::form(raw);
    let choice = r.choice("choice", &CHOICES.map(|(value, _)| value));
    let seconds = r.opt_int("seconds", 0, 86_400).unwrap_or(30) as u32;
    r.finish()?;
    Ok(match choice {
        "fail" => SandboxScript::Fail,
        "delay" => SandboxScript::Delay(seconds),
        "repeat" => SandboxScript::Repeat(3),
        "unknown-succeed" => SandboxScript::UnknownThenSucceed(seconds),
        "unknown-fail" => SandboxScript::UnknownThenFail(seconds),
        _ => SandboxScript::Succeed,
    })
}

async fn show(cx: Cx, Path((at, key)): Path<(PublicRef, String)>) -> Answer {
    opened(&cx, at, &key)?;
    let (order, charge) = cx.read(move |tx| bank::shown(tx, at.county, at.id)).await?;
    let f = FormView::with(&cx, [("choice", "succeed"), ("seconds", "30")]);
    cx.page("payments-sandbox-title", &PayPage::new(&cx, f, format!("/sandbox/pay/{at}/{key}"), order, charge))
}

async fn pay(cx: Cx, Path((at, key)): Path<(PublicRef, String)>, Form(raw): Form) -> Answer {
    opened(&cx, at, &key)?;
    let here = format!("/sandbox/pay/{at}/{key}");
    let script = match script(&raw) {
        Ok(script) => script,
        Err(Fail::Refused(refused)) => {
            let (order, charge) = cx.read(move |tx| bank::shown(tx, at.county, at.id)).await?;
            let f = FormView::failed(&cx, &raw, &refused);
            return cx.page_status(
                StatusCode::UNPROCESSABLE_ENTITY,
                "payments-sandbox-title",
                &PayPage::new(&cx, f, here, order, charge),
            );
        }
        Err(other) => return Err(other.into()),
    };
    let charge = cx.write(move |tx| bank::charge(tx, at.county, at.id, script)).await?;
    if charge.callbacks_left > 0 {
        // A callback that is not taken now is sent again by the bank's rounds: the person need not wait for it.
        if let Err(fail) = bank::deliver(&cx.app, &charge).await {
            tracing::warn!(error = %fail, "the sandbox could not send a callback");
        }
    }
    let (order, _) = cx.read(move |tx| bank::shown(tx, at.county, at.id)).await?;
    // Whoever pays for somebody else sees here how it went.
    Ok(see_other(if is_owner(&cx, &order) { &order.return_to } else { &here }))
}

async fn settings(cx: &Cx) -> Res<Vec<(&'static str, SandboxScript)>> {
    cx.read(|tx| {
        let mut all = Vec::new();
        for direction in [Direction::Out, Direction::Refund] {
            all.push((direction.message(), bank::setting(tx, direction)?));
        }
        Ok(all)
    })
    .await
}

fn may_choose(cx: &Cx) -> bool {
    cx.actor.as_ref().is_some_and(|actor| actor.may(&CHOOSE, &PlacePath::root()))
}

async fn counter(cx: Cx) -> Answer {
    configured(&cx)?;
    let settings = settings(&cx).await?;
    let f = FormView::with(&cx, [("direction", "out"), ("choice", "succeed"), ("seconds", "30")]);
    cx.page("payments-sandbox-counter", &CounterPage::new(cx.view(), f, settings, may_choose(&cx)))
}

async fn choose(cx: Cx, Form(raw): Form) -> Answer {
    configured(&cx)?;
    // It is the bank of all counties: who answers for some of them does not decide for the others.
    cx.actor()?.require(&CHOOSE, &PlacePath::root())?;
    let mut r = Reader::form(&raw);
    let direction = Direction::from_name(r.choice("direction", &["out", "refund"]));
    let chosen = r.finish().and_then(|()| script(&raw));
    match (chosen, direction) {
        (Ok(script), Some(direction)) => {
            cx.write(move |tx| set_setting(tx, direction, script)).await?;
            Ok(cx.see_other_saying("/sandbox", "payments-sandbox-chosen"))
        }
        (Err(Fail::Refused(refused)), _) => {
            let page = CounterPage::new(cx.view(), FormView::failed(&cx, &raw, &refused), settings(&cx).await?, true);
            cx.page_status(StatusCode::UNPROCESSABLE_ENTITY, "payments-sandbox-counter", &page)
        }
        (Err(other), _) => Err(other.into()),
        (Ok(_), None) => Err(Refused::field("direction", "web-field-choice").into()),
    }
}
