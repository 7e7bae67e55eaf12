//! An address, the code that was sent to it, and out again.

use super::Next;
use super::page::{AddressPage, CodePage};
use crate::account::{self, contact};
use crate::code::{self, Ask, Asked, Purpose, Typed};
use crate::factor::Factor;
use crate::secret::{Bearer, Ticket};
use crate::{next, notice, session, web};
use axum::response::Response;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Kind, Refused, Res, Via};
use qianmo_notify::Address;
use qianmo_web::i18n::{Arg, I18n};
use qianmo_web::{Answer, Cx, Form, FormView, Query, RawForm, see_other};

/// The first page: type an address.
pub(super) async fn address_form(cx: Cx, Query(query): Query<Next>) -> Answer {
    if cx.actor.is_some() {
        return Ok(see_other(next::safe(&query.next)));
    }
    let next = next::safe(&query.next).to_owned();
    cx.page("identity-sign-in-title", &AddressPage::new(&cx, FormView::empty(&cx), next, false))
}

/// Sends a code to the address that was typed.
pub(super) async fn send(cx: Cx, Form(raw): Form) -> Answer {
    send_from(cx, raw, false).await
}

/// The same from the page for those who sign up.
pub(super) async fn send_from(cx: Cx, raw: RawForm, up: bool) -> Answer {
    let next = next::safe(raw.get("next").unwrap_or_default()).to_owned();
    let sent = match web::address(&cx.app, "login", raw.get("login").unwrap_or_default()) {
        Ok(address) => ask(&cx, Purpose::SignIn, address, &next).await,
        Err(fail) => Err(fail),
    };
    match sent {
        Ok(response) => Ok(response),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            let title = if up { "identity-sign-up-title" } else { "identity-sign-in-title" };
            cx.page_status(status, title, &AddressPage::new(&cx, FormView::failed(&cx, &raw, &refused), next, up))
        }
    }
}

/// Sends a code for a purpose and leads to the page where it is typed.
pub(crate) async fn ask(cx: &Cx, purpose: Purpose, address: Address, next: &str) -> Res<Response> {
    let (account, session) = match purpose {
        Purpose::SignIn => (Id::NONE, Id::NONE),
        Purpose::Second | Purpose::Contact => web::seated(cx).map(|a| (a.account, a.session))?,
    };
    let code = code::draw(cx.app.rng.as_ref());
    let key = match purpose {
        Purpose::Contact => "identity-message-contact",
        Purpose::SignIn | Purpose::Second => "identity-message-code",
    };
    let minutes = code::LASTS / qianmo_kernel::Millis::MINUTE;
    let text = cx.app.i18n.plain(cx.locale, key, &[("code", Arg::Text(code.clone())), ("minutes", Arg::Number(minutes))]);
    let (next, ip, demo) = (next.to_owned(), cx.client.clone(), cx.app.config.demo);
    let ticket: Ticket = cx
        .write(move |tx| {
            let wanted = Ask { purpose, address: &address, account, session, next: &next, ip: &ip, code: &code, text: &text, demo };
            code::ask(tx, &wanted)
        })
        .await?;
    Ok(web::with_step(cx, see_other("/sign-in/code"), &ticket))
}

/// The code that this browser is typing, if it is still there.
async fn asked(cx: &Cx) -> Res<Option<Asked>> {
    let Some(ticket) = web::step(cx) else { return Ok(None) };
    cx.read(move |tx| code::find(tx, &ticket)).await
}

async fn code_page(cx: &Cx, form: FormView, asked: &Asked) -> Res<CodePage> {
    let (ticket, demo) = (asked.id.to_string(), cx.app.config.demo);
    let shown = cx.read(move |tx| qianmo_notify::demo::show(tx, demo, &ticket)).await?;
    Ok(CodePage::new(cx, form, asked, shown))
}

/// The page where the code is typed.
pub(super) async fn code_form(cx: Cx) -> Answer {
    match asked(&cx).await? {
        Some(asked) if asked.proved => Ok(see_other("/sign-up/name")),
        Some(asked) => cx.page("identity-code-title", &code_page(&cx, FormView::empty(&cx), &asked).await?),
        None => Ok(cx.see_other_saying("/sign-in", "identity-code-gone")),
    }
}

/// Sends another code to the same address.
pub(super) async fn again(cx: Cx) -> Answer {
    let Some(asked) = asked(&cx).await? else { return Ok(cx.see_other_saying("/sign-in", "identity-code-gone")) };
    match ask(&cx, asked.purpose, asked.address.clone(), &asked.next).await {
        Ok(mut response) => {
            cx.say(&mut response, "identity-code-again");
            Ok(response)
        }
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            let form = FormView::failed(&cx, &RawForm::default(), &refused);
            cx.page_status(status, "identity-code-title", &code_page(&cx, form, &asked).await?)
        }
    }
}

/// What a right code led to.
#[derive(Clone)]
enum Entered {
    /// A session, and where to go.
    In(Bearer, String),
    /// Nobody has this address yet: sign up.
    Unknown,
    /// The contact is added; the session may have got stronger by it. Then what is said about it.
    Added(Option<Bearer>, String, &'static str),
}

/// Checks the code that was typed.
pub(super) async fn check(cx: Cx, Form(raw): Form) -> Answer {
    let Some(ticket) = web::step(&cx) else { return Ok(cx.see_other_saying("/sign-in", "identity-code-gone")) };
    let (typed, ip, device, demo) =
        (raw.get("code").unwrap_or_default().to_owned(), cx.client.clone(), cx.device.clone(), cx.app.config.demo);
    let session = cx.actor.as_deref().filter(|a| a.via == Via::Session).map(|a| a.session);
    let words = cx.app.i18n.clone();
    // A wrong code is counted in this unit of work, so it is refused only afterwards.
    let entered = cx
        .write(move |tx| match code::check(tx, &ticket, &typed, &ip, demo)? {
            Typed::Right(asked) => enter(tx, &words, &asked, session, &device).map(Ok),
            other => Ok(Err(other.right().err().and_then(refusal))),
        })
        .await;
    let refused = match entered {
        Ok(Ok(Entered::In(bearer, to))) => return Ok(web::with_session(&cx, see_other(&to), &bearer)),
        Ok(Ok(Entered::Unknown)) => return Ok(see_other("/sign-up/name")),
        Ok(Ok(Entered::Added(bearer, to, said))) => {
            let response = cx.see_other_saying(&to, said);
            return Ok(match bearer {
                Some(bearer) => web::with_session(&cx, response, &bearer),
                None => web::without_step(&cx, response),
            });
        }
        Ok(Err(refused)) => refused,
        Err(fail) => Some(web::failed_again(fail)?.1),
    };
    let refused = refused.unwrap_or_else(code::gone);
    match asked(&cx).await? {
        Some(asked) if refused.kind != Kind::Gone => {
            let form = FormView::failed(&cx, &RawForm::default(), &refused);
            let status = http::StatusCode::from_u16(refused.kind.status()).unwrap_or_default();
            cx.page_status(status, "identity-code-title", &code_page(&cx, form, &asked).await?)
        }
        _ => Ok(web::without_step(&cx, cx.see_other_saying("/sign-in", "identity-code-gone"))),
    }
}

fn refusal(fail: qianmo_kernel::Fail) -> Option<Refused> {
    match fail {
        qianmo_kernel::Fail::Refused(refused) => Some(*refused),
        _ => None,
    }
}

/// What a right code opens.
fn enter(tx: &mut Tx<'_>, words: &I18n, asked: &Asked, session: Option<Id>, device: &str) -> Res<Entered> {
    let factor = Factor::from(asked.address.channel());
    match asked.purpose {
        Purpose::SignIn => {
            let Some(account) = contact::account_of(tx, &asked.address)? else { return Ok(Entered::Unknown) };
            code::close(tx, asked.id)?;
            let bearer = session::open(tx, account, factor, device)?;
            let to = web::onward(tx, &bearer, &asked.next)?;
            Ok(Entered::In(bearer, to))
        }
        // The session that asked must be the one that answers.
        Purpose::Second | Purpose::Contact if session != Some(asked.session) => Err(code::gone().into()),
        Purpose::Second => {
            code::close(tx, asked.id)?;
            let bearer = session::strengthen(tx, asked.account, asked.session)?;
            Ok(Entered::In(bearer, next::safe(&asked.next).to_owned()))
        }
        Purpose::Contact => {
            code::close(tx, asked.id)?;
            notice::tell(tx, words, asked.account, "identity-notice-contact-added", &[])?;
            contact::claim(tx, asked.account, &asked.address)?;
            let first = session::find(tx, asked.account, asked.session)?;
            let now = tx.now();
            let alone = first.as_ref().is_some_and(|s| !s.has_second(now));
            let waits = alone && account::added_by_one_factor(tx, asked.account)?;
            // A contact of another kind, proved in this very session, is a second factor shown; but not for an office.
            let bearer = match first {
                Some(s) if alone && !waits && s.factor.completed_by(factor) && session::second_opens(tx, asked.account)? => {
                    Some(session::strengthen(tx, asked.account, asked.session)?)
                }
                _ => None,
            };
            let to = if asked.next.is_empty() { "/settings" } else { next::safe(&asked.next) };
            let said = if waits { "identity-second-waits" } else { "identity-contact-added" };
            Ok(Entered::Added(bearer, to.to_owned(), said))
        }
    }
}

/// Ends the session.
pub(super) async fn sign_out(cx: Cx) -> Answer {
    if let Some(actor) = cx.actor.as_deref().filter(|a| a.via == Via::Session) {
        let (account, id) = (actor.account, actor.session);
        cx.write(move |tx| match session::revoke(tx, account, id) {
            Err(qianmo_kernel::Fail::Refused(_)) => Ok(()),
            other => other,
        })
        .await?;
    }
    Ok(web::without_session(&cx, cx.see_other_saying("/", "identity-signed-out")))
}
