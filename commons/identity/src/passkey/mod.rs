//! Passkeys (WebAuthn): registered in the settings, used to sign in without typing anything, or as a second factor.
//!
//! Every ceremony has two halves. The first stores its state, sealed and under a ticket, for five minutes; the second uses
//! the state up before it checks anything, so that no answer counts twice. Keys must verify their user, and so count as
//! two factors. They are bound to the host of the configured address; browsers refuse them for bare IP addresses.

mod store;

use crate::account;
use crate::factor::Factor;
use crate::secret::{Bearer, Ticket};
use crate::session;
use qianmo_kernel::{Actor, Error, Id, Kind, Millis, Refused, Res};
use qianmo_web::App;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;
use webauthn_rs::prelude::{
    CreationChallengeResponse, CredentialID, DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

pub use store::Listed;
pub(crate) use store::{KEY, STATE, list, remove, remove_all, sweep};

/// How long a ceremony may take.
pub(crate) const LASTS: i64 = 5 * Millis::MINUTE;
/// How many passkeys an account may have.
pub const MOST: usize = 20;

/// Which ceremony.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    Register,
    SignIn,
    Second,
}

impl Purpose {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::Register => "register",
            Purpose::SignIn => "sign-in",
            Purpose::Second => "second",
        }
    }
}

/// Whether passkeys can be used at this installation's address.
pub fn works_at(base_url: &str) -> bool {
    relying_party(base_url).is_some()
}

fn relying_party(base_url: &str) -> Option<Webauthn> {
    let origin = Url::parse(base_url).ok()?;
    let host = origin.domain()?.to_owned();
    WebauthnBuilder::new(&host, &origin).ok()?.rp_name("Qianmo").build().ok()
}

fn webauthn(app: &App) -> Res<Webauthn> {
    relying_party(&app.config.base_url).ok_or_else(|| Refused::new(Kind::Conflict, "identity-passkey-not-here").into())
}

/// The refusal for an answer that does not hold, or comes too late. Which of them is not told.
fn failed() -> Refused {
    Refused::new(Kind::Conflict, "identity-passkey-failed")
}

/// The account as authenticators keep it: 16 bytes, no name in them.
fn handle(account: Id) -> Uuid {
    Uuid::from_u128(account.get() as u128)
}

fn account_of(handle: Uuid) -> Option<Id> {
    i64::try_from(handle.as_u128()).ok().map(Id::from_i64)
}

fn credential_of<T: DeserializeOwned>(answer: Value) -> Res<T> {
    serde_json::from_value(answer).map_err(|_| Refused::new(Kind::Malformed, "identity-passkey-malformed").into())
}

fn json(value: impl serde::Serialize) -> Res<Value> {
    serde_json::to_value(value).map_err(|e| Error::because("a passkey's options", e).into())
}

async fn keep(app: &App, purpose: Purpose, account: Id, state: &impl serde::Serialize) -> Res<String> {
    let state = serde_json::to_vec(state).map_err(|e| Error::because("a passkey's state", e))?;
    let ticket = app.db.write(move |tx| {
        let ticket = Ticket::draw(tx.new_id(), tx.rng());
        store::keep(tx, &ticket, purpose, account, &state)?;
        Ok(ticket.text())
    });
    ticket.await
}

/// Uses a ceremony's state up.
async fn take<T: DeserializeOwned>(app: &App, purpose: Purpose, account: Id, ticket: &str) -> Res<T> {
    let ticket = Ticket::read(ticket).ok_or_else(failed)?;
    let state = app.db.write(move |tx| store::take(tx, &ticket, purpose, account)).await?.ok_or_else(failed)?;
    serde_json::from_slice(&state).map_err(|e| Error::because("a passkey's state", e).into())
}

/// Takes `ticket` and others out of what the browser sent, so that the rest is the credential.
pub(crate) fn part(answer: &mut Value, name: &str) -> String {
    let taken = answer.as_object_mut().and_then(|o| o.remove(name));
    taken.and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// First half of registering: the options for the browser, with a ticket.
pub(crate) async fn start_registration(app: &App, actor: &Actor) -> Res<Value> {
    let rp = webauthn(app)?;
    let id = actor.account;
    let (name, known) = app.db.read(move |tx| Ok((account::active(tx, id)?.name, store::load_all(tx, id)?))).await?;
    if known.len() >= MOST {
        return Err(Refused::new(Kind::Conflict, "identity-passkey-most").arg("most", MOST).into());
    }
    let known: Vec<CredentialID> = known.iter().map(|(_, key)| key.cred_id().clone()).collect();
    let (options, state): (CreationChallengeResponse, PasskeyRegistration) = rp
        .start_passkey_registration(handle(id), &name, &name, Some(known))
        .map_err(|e| Error::because("a passkey's registration", e))?;
    let mut options = json(options)?;
    // Signing in asks for no name first, so the device must keep the account's handle with the key.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = Value::from("required");
    options["publicKey"]["authenticatorSelection"]["requireResidentKey"] = Value::from(true);
    options["ticket"] = Value::from(keep(app, Purpose::Register, id, &state).await?);
    Ok(options)
}

/// Second half of registering. Returns whether the account has to wait until the key counts for its office.
pub(crate) async fn finish_registration(app: &App, actor: &Actor, mut answer: Value, user_agent: &str) -> Res<bool> {
    let rp = webauthn(app)?;
    let ticket = part(&mut answer, "ticket");
    part(&mut answer, "name");
    part(&mut answer, "next");
    let state: PasskeyRegistration = take(app, Purpose::Register, actor.account, &ticket).await?;
    let answer: RegisterPublicKeyCredential = credential_of(answer)?;
    let key = rp.finish_passkey_registration(&answer, &state).map_err(|_| failed())?;
    // Its owner knows it by the device it was made on.
    let label = session::device_name(user_agent);
    let (account, alone, words) = (actor.account, !actor.second_factor, app.i18n.clone());
    app.db
        .write(move |tx| {
            store::insert(tx, account, &label, &key)?;
            crate::notice::tell(tx, &words, account, "identity-notice-passkey-added", &[])?;
            Ok(alone && account::added_by_one_factor(tx, account)?)
        })
        .await
}

/// First half of signing in: nobody says who they are; the device knows.
pub(crate) async fn start_sign_in(app: &App, ip: &str) -> Res<Value> {
    let rp = webauthn(app)?;
    count_try(app, ip).await?;
    let (options, state): (_, DiscoverableAuthentication) =
        rp.start_discoverable_authentication().map_err(|e| Error::because("a passkey's sign-in", e))?;
    let mut options = json(options)?;
    // The library thinks of suggestions inside a text field; here a button was pressed.
    if let Some(members) = options.as_object_mut() {
        members.remove("mediation");
    }
    options["ticket"] = Value::from(keep(app, Purpose::SignIn, Id::NONE, &state).await?);
    Ok(options)
}

async fn count_try(app: &App, ip: &str) -> Res<()> {
    let (ip, limits) = (ip.to_owned(), crate::limit::Limits::of(app.config.demo));
    app.db.write(move |tx| crate::limit::count(tx, &format!("try-ip:{ip}"), limits.tries_per_ip, Millis::HOUR)).await
}

/// Second half of signing in: a session, with both factors shown.
pub(crate) async fn finish_sign_in(app: &App, mut answer: Value, user_agent: &str) -> Res<Bearer> {
    let rp = webauthn(app)?;
    let ticket = part(&mut answer, "ticket");
    part(&mut answer, "next");
    part(&mut answer, "name");
    let state: DiscoverableAuthentication = take(app, Purpose::SignIn, Id::NONE, &ticket).await?;
    let answer: PublicKeyCredential = credential_of(answer)?;
    let (handle, credential) = rp.identify_discoverable_authentication(&answer).map_err(|_| failed())?;
    let account = account_of(handle).ok_or_else(failed)?;
    let credential = credential.to_vec();
    let found = app.db.read(move |tx| store::find(tx, account, &credential)).await?;
    let (id, mut key) = found.ok_or_else(failed)?;
    let result = rp.finish_discoverable_authentication_v2(&answer, state, &key).map_err(|_| failed())?;
    let changed = key.update_credential(&result).unwrap_or(false);
    let user_agent = user_agent.to_owned();
    app.db
        .write(move |tx| {
            // A key that was removed while its answer was checked opens nothing any more.
            let there = account::find(tx, account)?.is_some_and(|a| !a.erased);
            if !there || !store::used(tx, account, id, changed.then_some(&key))? {
                return Err(failed().into());
            }
            session::open(tx, account, Factor::Passkey, &user_agent)
        })
        .await
}

/// First half of a second factor: one of the account's own keys.
pub(crate) async fn start_second(app: &App, actor: &Actor) -> Res<Value> {
    let rp = webauthn(app)?;
    let id = actor.account;
    let keys = app.db.read(move |tx| {
        session::require_second_opens(tx, id)?;
        store::load_all(tx, id)
    });
    let keys: Vec<Passkey> = keys.await?.into_iter().map(|(_, key)| key).collect();
    if keys.is_empty() {
        return Err(Refused::new(Kind::Conflict, "identity-passkey-none").into());
    }
    let (options, state): (_, PasskeyAuthentication) =
        rp.start_passkey_authentication(&keys).map_err(|e| Error::because("a passkey's second factor", e))?;
    let mut options = json(options)?;
    options["ticket"] = Value::from(keep(app, Purpose::Second, id, &state).await?);
    Ok(options)
}

/// Second half of a second factor: the session goes on, strengthened, under a new secret.
pub(crate) async fn finish_second(app: &App, actor: &Actor, mut answer: Value) -> Res<Bearer> {
    let rp = webauthn(app)?;
    let ticket = part(&mut answer, "ticket");
    part(&mut answer, "next");
    part(&mut answer, "name");
    let (account, session) = (actor.account, actor.session);
    let state: PasskeyAuthentication = take(app, Purpose::Second, account, &ticket).await?;
    let answer: PublicKeyCredential = credential_of(answer)?;
    let result = rp.finish_passkey_authentication(&answer, &state).map_err(|_| failed())?;
    app.db
        .write(move |tx| {
            // A key that was removed while the dialogue was open does not count any more.
            let (id, mut key) = store::find(tx, account, result.cred_id().as_ref())?.ok_or_else(failed)?;
            let changed = key.update_credential(&result).unwrap_or(false);
            if !store::used(tx, account, id, changed.then_some(&key))? {
                return Err(failed().into());
            }
            session::strengthen(tx, account, session)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_for_a_host() {
        assert!(works_at("http://localhost:8080") && works_at("https://help.example"));
        assert!(!works_at("http://127.0.0.1:8080") && !works_at("nonsense") && !works_at("http://[::1]/"));
    }

    #[test]
    fn an_account_is_read_back_from_its_handle() {
        let id = Id::from_i64(1_234_567_890_123);
        assert_eq!(account_of(handle(id)), Some(id));
        assert_eq!(account_of(Uuid::from_u128(u128::MAX)), None);
    }

    #[test]
    fn what_is_not_the_credential_is_taken_out() {
        let mut answer = serde_json::json!({"id": "x", "ticket": "t", "next": 5});
        assert_eq!(part(&mut answer, "ticket"), "t");
        assert_eq!(part(&mut answer, "next"), "");
        assert_eq!(answer, serde_json::json!({"id": "x"}));
    }
}
