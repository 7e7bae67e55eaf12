//! Mandates at the bank: its page, where one agrees, says no, or takes it back; its book of them; and charges by them.

use super::charge::Charge;
use super::routes::{choices, script};
use super::script::SandboxScript;
use super::{NAME, Sandbox, bank, store};
use crate::mandate::{self, Mandate, SetUp, Standing};
use crate::order::Order;
use crate::provider::Answer as Said;
use askama::Template;
use futures::FutureExt;
use futures::future::BoxFuture;
use qianmo_db::{Tx, params};
use qianmo_kernel::Error;
use qianmo_web::prelude::*;

qianmo_db::sql! {
    const FIND = "SELECT state, script FROM sandbox_mandate WHERE account = $1 AND id = $2";
    const DECIDE = "INSERT INTO sandbox_mandate (account, id, state, script, most, currency, decided_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account, id) DO NOTHING";
    const CHANGE = "UPDATE sandbox_mandate SET script = $1 WHERE account = $2 AND id = $3 AND state = 'agreed'";
    const REVOKE = "UPDATE sandbox_mandate SET state = 'revoked', decided_at = $1 WHERE account = $2 AND id = $3 AND state = 'agreed'";
}

/// What its owner may do with a mandate that stands.
const LATER: [(&str, &str); 2] = [("change", "payments-sandbox-mandate-change"), ("revoke", "payments-sandbox-mandate-revoke")];
/// What its owner may do with one they are asked for.
const FIRST: [(&str, &str); 2] = [("agree", "payments-sandbox-mandate-agree"), ("refuse", "payments-sandbox-mandate-refuse")];

fn find(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Option<(Standing, SandboxScript)>> {
    let found = tx.first(FIND, params![account, id], |row| Ok((row.text(0)?, row.text(1)?)))?;
    let Some((state, script)) = found else { return Ok(None) };
    let strange = || Error::new("the database holds a strange mandate of the sandbox");
    Ok(Some((Standing::from_name(&state).ok_or_else(strange)?, SandboxScript::parse(&script).ok_or_else(strange)?)))
}

/// The bank's word on a mandate; decided once.
fn decide(tx: &mut Tx<'_>, m: &Mandate, state: Standing, script: SandboxScript) -> Res<()> {
    let now = tx.now();
    let values = params![m.account, m.id, state.name(), script.text(), m.most.amount_minor, m.most.currency, now];
    tx.execute(DECIDE, values).map(drop)
}

fn end(tx: &mut Tx<'_>, m: &Mandate) -> Res<()> {
    let now = tx.now();
    if tx.execute(REVOKE, params![now, m.account, m.id])? == 0 {
        // Nobody has agreed to it yet: nobody will.
        decide(tx, m, Standing::Revoked, SandboxScript::Fail)?;
    }
    Ok(())
}

/// Its owner agrees to a mandate at the bank, and charges by it end so: for stories and the demonstration, where nobody presses. Agreed
/// once, only how charges end is changed.
pub fn agree(tx: &mut Tx<'_>, account: Id, id: Id, script: SandboxScript) -> Res<()> {
    let known = mandate::find(tx, account, id)?.filter(|m| m.provider == NAME).ok_or_else(Refused::not_found)?;
    decide(tx, &known, Standing::Agreed, script)?;
    tx.execute(CHANGE, params![script.text(), account, id]).map(drop)
}

/// Its owner takes a mandate back at the bank, which we hear of when we ask or charge.
pub fn revoke_at_bank(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<()> {
    let known = mandate::find(tx, account, id)?.filter(|m| m.provider == NAME).ok_or_else(Refused::not_found)?;
    end(tx, &known)
}

/// Charges an order. The same order again is the same charge, whatever has become of the mandate since.
fn charge(tx: &mut Tx<'_>, order: &Order, m: &Mandate) -> Res<Said> {
    if store::find(tx, order.county, order.id, order.round)?.is_some() {
        return bank::query(tx, order);
    }
    let (script, reason) = match find(tx, m.account, m.id)? {
        Some((Standing::Agreed, _)) if !m.covers(order.amount) => (SandboxScript::Fail, "mandate-exceeded"),
        Some((Standing::Agreed, script)) => (script, ""),
        _ => (SandboxScript::Fail, "mandate-revoked"),
    };
    let now = tx.now();
    let charge = Charge::new(order, script, now);
    if !store::insert(tx, &charge)? {
        return bank::query(tx, order);
    }
    let mut answer = charge.answer();
    if !reason.is_empty() {
        reason.clone_into(&mut answer.reason);
    }
    Ok(answer)
}

impl mandate::Mandates for Sandbox {
    fn set_up<'a>(&'a self, m: &'a Mandate) -> BoxFuture<'a, Res<SetUp>> {
        let at = SetUp::Redirect { to: self.mandate_page_of(m.reference()), provider_ref: format!("SM-{}", m.id) };
        futures::future::ready(Ok(at)).boxed()
    }

    fn standing<'a>(&'a self, m: &'a Mandate) -> BoxFuture<'a, Res<Standing>> {
        let (account, id) = (m.account, m.id);
        self.db.read(move |tx| Ok(find(tx, account, id)?.map_or(Standing::Asked, |known| known.0))).boxed()
    }

    fn charge<'a>(&'a self, order: &'a Order, m: &'a Mandate) -> BoxFuture<'a, Res<Said>> {
        let (order, m) = (order.clone(), m.clone());
        self.db.write(move |tx| charge(tx, &order, &m)).boxed()
    }

    fn revoke<'a>(&'a self, m: &'a Mandate) -> BoxFuture<'a, Res<()>> {
        let m = m.clone();
        self.db.write(move |tx| end(tx, &m)).boxed()
    }
}

/// Adds the bank's page of mandates.
pub(super) fn add(module: Module) -> Module {
    module.page(Method::GET, "/sandbox/mandate/{reference}/{key}", Access::Public, show).page(
        Method::POST,
        "/sandbox/mandate/{reference}/{key}",
        Access::Public,
        answer,
    )
}

#[derive(Template)]
#[template(path = "sandbox-mandate.html")]
struct MandatePage {
    v: View,
    f: FormView,
    action: String,
    reference: PublicRef,
    most: Money,
    /// The message that says where it stands, once that is known.
    known: Option<&'static str>,
    /// What may be done with it; nothing once it has ended.
    acts: Vec<(String, String)>,
    choices: Vec<(String, String)>,
    /// Where its owner goes on.
    return_to: Option<String>,
}

impl MandatePage {
    fn new(cx: &Cx, f: FormView, action: String, m: &Mandate, known: Option<Standing>) -> Self {
        let v = cx.view();
        let is_owner = cx.actor.as_ref().is_some_and(|actor| actor.account == m.account);
        let offered: &[(&str, &str)] = match (m.state, known) {
            (Standing::Asked, None) => &FIRST,
            (Standing::Asked | Standing::Agreed, Some(Standing::Agreed)) => &LATER,
            _ => &[],
        };
        let acts = offered.iter().map(|(value, message)| ((*value).to_owned(), v.t(message))).collect();
        let standing = known.or_else(|| m.state.is_over().then_some(m.state));
        MandatePage {
            f,
            action,
            reference: m.reference(),
            most: m.most,
            known: standing.map(Standing::message),
            acts,
            choices: choices(&v),
            return_to: is_owner.then(|| m.return_to.clone()),
            v,
        }
    }

    fn sample(v: View) -> Self {
        let reference = PublicRef::new(Id::from_i64(1), Id::from_i64(2));
        let acts = FIRST.iter().map(|(value, message)| ((*value).to_owned(), v.t(message))).collect();
        let (f, choices) = (FormView::sample(v.clone()), choices(&v));
        let most = Money::new(10_000, Currency::CNY);
        let return_to = Some("/".into());
        MandatePage { v, f, action: "/".into(), reference, most, known: None, acts, choices, return_to }
    }
}

qianmo_web::sample!(MandatePage);

/// A mandate and what the bank has of it; without the right key there is no such page.
async fn opened(cx: &Cx, at: PublicRef, key: &str) -> Res<(Mandate, Option<Standing>)> {
    let sandbox = cx.app.service::<Sandbox>().map_err(|_| Refused::not_found())?;
    if !sandbox.opens_mandate(at, key) {
        return Err(Refused::not_found().into());
    }
    cx.read(move |tx| {
        let m = mandate::find(tx, at.county, at.id)?.filter(|m| m.provider == NAME).ok_or_else(Refused::not_found)?;
        let known = find(tx, m.account, m.id)?.map(|known| known.0);
        Ok((m, known))
    })
    .await
}

async fn show(cx: Cx, Path((at, key)): Path<(PublicRef, String)>) -> qianmo_web::prelude::Answer {
    let (m, known) = opened(&cx, at, &key).await?;
    let act = if known.is_some() { "change" } else { "agree" };
    let f = FormView::with(&cx, [("act", act), ("choice", "succeed"), ("seconds", "30")]);
    cx.page("payments-sandbox-title", &MandatePage::new(&cx, f, format!("/sandbox/mandate/{at}/{key}"), &m, known))
}

/// What the form asks for: the act, and how charges end.
fn read(raw: &RawForm, known: Option<Standing>) -> Res<(&'static str, SandboxScript)> {
    let mut r = Reader::form(raw);
    let acts = if known.is_some() { &LATER } else { &FIRST };
    let act = r.choice("act", &acts.map(|(value, _)| value));
    r.finish()?;
    // Who refuses or takes it back chooses nothing else.
    let script = if matches!(act, "agree" | "change") { script(raw)? } else { SandboxScript::Fail };
    Ok((act, script))
}

async fn answer(cx: Cx, Path((at, key)): Path<(PublicRef, String)>, Form(raw): Form) -> qianmo_web::prelude::Answer {
    let (m, known) = opened(&cx, at, &key).await?;
    let here = format!("/sandbox/mandate/{at}/{key}");
    let (act, script) = match read(&raw, known) {
        Ok(read) => read,
        Err(Fail::Refused(refused)) => {
            let page = MandatePage::new(&cx, FormView::failed(&cx, &raw, &refused), here, &m, known);
            return cx.page_status(StatusCode::UNPROCESSABLE_ENTITY, "payments-sandbox-title", &page);
        }
        Err(other) => return Err(other.into()),
    };
    let at_bank = m.clone();
    cx.write(move |tx| match act {
        // What was taken back at our side since the page was opened is agreed to no more.
        "agree" if mandate::find(tx, at_bank.account, at_bank.id)?.is_some_and(|now| now.state.is_over()) => Ok(()),
        "agree" => decide(tx, &at_bank, Standing::Agreed, script),
        "refuse" => decide(tx, &at_bank, Standing::Refused, SandboxScript::Fail),
        "change" => tx.execute(CHANGE, params![script.text(), at_bank.account, at_bank.id]).map(drop),
        _ => end(tx, &at_bank),
    })
    .await?;
    let is_owner = cx.actor.as_ref().is_some_and(|actor| actor.account == m.account);
    Ok(see_other(if is_owner { &m.return_to } else { &here }))
}
