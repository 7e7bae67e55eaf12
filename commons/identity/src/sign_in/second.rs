//! The second factor: which of the other ways shall it be.

use super::Next;
use super::code::ask;
use super::page::{SecondPage, Way};
use crate::account::contact;
use crate::code::Purpose;
use crate::factor::Factor;
use crate::{next, passkey, session, web};
use qianmo_kernel::{Actor, Fail, Kind, Refused, Res};
use qianmo_notify::Address;
use qianmo_web::{Answer, Cx, Form, FormView, Query, RawForm, Reader, see_other};

/// The ways that complete the session's first factor.
struct Ways {
    contacts: Vec<(qianmo_kernel::Id, Address)>,
    passkeys: bool,
    /// Whether none of them counts yet: they were added by the first factor alone, not long ago.
    new: bool,
}

async fn ways(cx: &Cx, actor: &Actor) -> Res<Ways> {
    let (account, id) = (actor.account, actor.session);
    let here = passkey::works_at(&cx.app.config.base_url);
    cx.read(move |tx| {
        let session = session::find(tx, account, id)?.ok_or_else(|| Refused::new(Kind::SignInNeeded, "identity-session-ended"))?;
        let contacts = contact::list(tx, account)?
            .into_iter()
            .filter(|c| session.factor.completed_by(Factor::from(c.address.channel())))
            .map(|c| (c.id, c.address))
            .collect();
        Ok(Ways { contacts, passkeys: here && !passkey::list(tx, account)?.is_empty(), new: !session::second_opens(tx, account)? })
    })
    .await
}

fn page(cx: &Cx, form: FormView, ways: &Ways, next: String) -> SecondPage {
    let contacts = ways.contacts.iter().map(|(id, address)| Way { id: id.to_string(), shown: address.masked() }).collect();
    SecondPage { v: cx.view(), f: form, contacts, passkeys: ways.passkeys, new: ways.new, next }
}

/// The page that offers them.
pub(super) async fn choose(cx: Cx, Query(query): Query<Next>) -> Answer {
    let actor = web::seated(&cx)?;
    let next = next::safe(&query.next).to_owned();
    if actor.second_factor {
        return Ok(see_other(&next));
    }
    let ways = ways(&cx, &actor).await?;
    // One of them is chosen already: mostly there is only one.
    let form = match ways.contacts.first() {
        Some((first, _)) => FormView::with(&cx, [("contact", first.to_string())]),
        None => FormView::empty(&cx),
    };
    cx.page("identity-second-title", &page(&cx, form, &ways, next))
}

/// Sends a code to the contact that was chosen.
pub(super) async fn send(cx: Cx, Form(raw): Form) -> Answer {
    let actor = web::seated(&cx)?;
    let next = next::safe(raw.get("next").unwrap_or_default()).to_owned();
    let ways = ways(&cx, &actor).await?;
    let sent = match chosen(&raw, &ways) {
        Ok(_) if ways.new => Err(Refused::new(Kind::Conflict, "identity-second-new").into()),
        Ok(address) => ask(&cx, Purpose::Second, address, &next).await,
        Err(fail) => Err(fail),
    };
    match sent {
        Ok(response) => Ok(response),
        Err(fail) => {
            let (status, refused) = web::failed_again(fail)?;
            cx.page_status(status, "identity-second-title", &page(&cx, FormView::failed(&cx, &raw, &refused), &ways, next))
        }
    }
}

fn chosen(raw: &RawForm, ways: &Ways) -> Result<Address, Fail> {
    let mut read = Reader::form(raw);
    let id = read.id("contact");
    let found = ways.contacts.iter().find(|(contact, _)| *contact == id).map(|(_, address)| address.clone());
    read.finish()?;
    found.ok_or_else(|| Refused::field("contact", "web-field-choice").into())
}
