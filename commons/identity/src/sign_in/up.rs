//! Signing up: the same code first, then a name and a language.

use super::Next;
use super::code::send_from;
use super::page::{AddressPage, NamePage};
use crate::account::{self, NewAccount};
use crate::code::{self, Asked};
use crate::factor::Factor;
use crate::{next, session, web};
use qianmo_kernel::{Locale, Refused};
use qianmo_web::{Answer, Cx, Form, FormView, Query, Reader, see_other};

/// The page with an address field and the words for those who are new.
pub(super) async fn address_form(cx: Cx, Query(query): Query<Next>) -> Answer {
    let next = next::safe(&query.next).to_owned();
    if cx.actor.is_some() {
        return Ok(see_other(&next));
    }
    cx.page("identity-sign-up-title", &AddressPage::new(&cx, FormView::empty(&cx), next, true))
}

/// Sends a code.
pub(super) async fn send(cx: Cx, Form(raw): Form) -> Answer {
    send_from(cx, raw, true).await
}

/// The code of this browser, if it was typed rightly and nobody has the address yet.
async fn proved(cx: &Cx) -> Result<Option<Asked>, qianmo_web::WebError> {
    let Some(ticket) = web::step(cx) else { return Ok(None) };
    Ok(cx.read(move |tx| code::find(tx, &ticket)).await?.filter(|asked| asked.proved))
}

/// The page that asks for a name.
pub(super) async fn name_form(cx: Cx) -> Answer {
    match proved(&cx).await? {
        Some(asked) => {
            let form = FormView::with(&cx, [("locale", cx.locale.tag())]);
            cx.page("identity-name-title", &NamePage::new(&cx, form, &asked))
        }
        None => Ok(see_other("/sign-up")),
    }
}

/// Makes the account and signs it in.
pub(super) async fn finish(cx: Cx, Form(raw): Form) -> Answer {
    let Some(asked) = proved(&cx).await? else { return Ok(cx.see_other_saying("/sign-up", "identity-code-gone")) };
    let mut read = Reader::form(&raw);
    let name = read.text("name", 1, account::LONGEST_NAME);
    let locale = Locale::from_tag(read.choice("locale", &Locale::ALL.map(Locale::tag))).unwrap_or_default();
    if !read.flag("agree") {
        read.fail("agree", "identity-agree-needed");
    }
    let made = match read.finish() {
        Ok(()) => {
            let (asked, device) = (asked.clone(), cx.device.clone());
            cx.write(move |tx| {
                if !code::close(tx, asked.id)? {
                    return Err(code::gone().into());
                }
                let contacts = [asked.address.clone()];
                let account =
                    account::create(tx, &NewAccount { name: &name, locale, contacts: &contacts, household: None, donor: true })?;
                session::open(tx, account, Factor::from(asked.address.channel()), &device)
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match made {
        Ok(bearer) => {
            let mut response = see_other(next::safe(&asked.next));
            cx.say(&mut response, "identity-welcome");
            Ok(web::with_language(&cx, web::with_session(&cx, response, &bearer), locale))
        }
        Err(fail) => {
            let (status, refused): (_, Refused) = web::failed_again(fail)?;
            cx.page_status(status, "identity-name-title", &NamePage::new(&cx, FormView::failed(&cx, &raw, &refused), &asked))
        }
    }
}
