//! Household cards: a printed number with a PIN, for a household without a phone.
//!
//! A card is issued inside the unit of work that registers the household, where nothing slow may run: first the PIN is kept as
//! a keyed hash (its key lies outside the database), and right afterwards a job puts Argon2 on top of it.

use crate::limit::{self, Limits};
use crate::secret::{self, Bearer};
use argon2::{Algorithm, Argon2, Params, Version};
use qianmo_db::{JobRow, Tx, params};
use qianmo_kernel::{Error, Id, Kind, Millis, Refused, Res};
use qianmo_web::App;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// The job that puts Argon2 on a new card's PIN.
pub(crate) const HARDEN: &str = "identity.card-harden";
const NUMBER: &str = "identity.card.number";
const PIN: &str = "identity.card.pin";
/// Letters of a card's number: no vowels, so that it never spells a word; none that is taken for a digit.
const LETTERS: &[u8; 28] = b"0123456789BCDFGHJKMNPQRSTVWX";

/// PINs that are hashed at once: each takes 19 MiB and a processor for a moment, and whoever comes by may ask for one.
const AT_ONCE: usize = 3;
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
/// How long a sign-in waits for its turn before it is refused.
const PATIENCE: Duration = Duration::from_secs(2);

qianmo_db::sql! {
    /// A new card.
    const INSERT = "INSERT INTO card (key, id, account, pin, salt, hardened, issued_by, made_at) \
        VALUES ($1, $2, $3, $4, $5, 0, $6, $7)";
    /// A card by its number.
    const FIND = "SELECT id, account, pin, salt, hardened, issued_by FROM card WHERE key = $1";
    /// The slow hash takes the place of the quick one.
    const REPLACE = "UPDATE card SET pin = $1, hardened = 1 WHERE key = $2 AND hardened = 0";
    /// Cards of an account.
    const COUNT = "SELECT COUNT(*) FROM card WHERE account = $1";
    /// Who issued the card of an account.
    const ISSUER = "SELECT issued_by FROM card WHERE account = $1 ORDER BY made_at DESC, id DESC LIMIT 1";
    /// Whether something else signs an account in.
    const OTHER_WAY = "SELECT 1 FROM contact WHERE account = $1 UNION ALL SELECT 1 FROM passkey WHERE account = $1";
    /// Withdraws an account's cards.
    const REMOVE = "DELETE FROM card WHERE account = $1";
}

/// What the hardening job needs; no number and no PIN.
#[derive(Serialize, Deserialize)]
struct Harden {
    key: Vec<u8>,
}

/// A card as it is kept.
#[derive(Clone)]
pub(crate) struct Card {
    id: Id,
    account: Id,
    pin: Vec<u8>,
    salt: Vec<u8>,
    hardened: bool,
    issued_by: Id,
}

/// Issues a card for an account and withdraws its earlier ones; `by` is who prints it and so reads its PIN, which sessions that it
/// opens remember. Returns the number, as it is printed (`7K4M-22PX`), and the
/// PIN of six digits; neither can be read back.
pub fn issue(tx: &mut Tx<'_>, account: Id, by: Id) -> Res<(String, String)> {
    withdraw(tx, account)?;
    let number: String = (0..8).map(|_| char::from(LETTERS[tx.rng().below(LETTERS.len() as u64) as usize])).collect();
    let pin = crate::code::draw(tx.rng());
    let mut salt = [0u8; 16];
    tx.rng().fill(&mut salt);
    let (id, now) = (tx.new_id(), tx.now());
    let key = tx.vault().blind(NUMBER, &number);
    let quick = quick(tx, id, &pin);
    tx.execute(INSERT, params![&key, id, account, quick, &salt, by, now])?;
    tx.enqueue(HARDEN, Id::NONE, now, &Harden { key })?;
    Ok((format!("{}-{}", &number[..4], &number[4..]), pin))
}

/// Withdraws an account's cards.
pub fn withdraw(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(REMOVE, params![account])?;
    Ok(())
}

/// Whether an account has a card.
pub fn has(tx: &mut Tx<'_>, account: Id) -> Res<bool> {
    tx.one(COUNT, params![account], |row| Ok(row.i64(0)? > 0))
}

/// Whether an account is signed in by something else than a card: a phone, an e-mail or a passkey.
pub fn has_other_way(tx: &mut Tx<'_>, account: Id) -> Res<bool> {
    Ok(!crate::account::contact::list(tx, account)?.is_empty() || !crate::passkey::list(tx, account)?.is_empty())
}

/// Who issued the card that an account has, and has read its PIN. `None`: it has no card.
pub fn issuer(tx: &mut Tx<'_>, account: Id) -> Res<Option<Id>> {
    tx.first(ISSUER, params![account], |row| row.id(0))
}

/// Who issued the card of an account that nothing but this card signs in. `None`: it has no card, or a way of its own beside it.
pub(crate) fn only_way(tx: &mut Tx<'_>, account: Id) -> Res<Option<Id>> {
    let Some(issuer) = issuer(tx, account)? else { return Ok(None) };
    let other = tx.first(OTHER_WAY, params![account], |_| Ok(()))?;
    Ok(other.is_none().then_some(issuer))
}

/// Withdraws an account's cards and ends every session: whoever holds a card that is replaced is out at once.
pub fn void(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    withdraw(tx, account)?;
    crate::session::remove_all(tx, account)?;
    Ok(())
}

fn quick(tx: &Tx<'_>, card: Id, pin: &str) -> Vec<u8> {
    tx.vault().blind(PIN, &format!("{card}:{pin}"))
}

/// A card's number as it is looked up: capital letters without hyphens; letters that are taken for digits become them.
pub(crate) fn number(typed: &str) -> String {
    let folded = crate::code::digits(typed).to_uppercase();
    folded
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

fn lock_of(number: &str) -> String {
    format!("card:{number}")
}

/// A turn to hash a PIN. It is taken before anything is counted or looked up, so that whoever comes at a busy moment loses no try
/// and is told the same of a card that exists and of one that does not; and it ends when it is dropped, with the hashing.
///
/// # Errors
/// 503 `identity-card-busy` when others are being hashed for too long.
pub(crate) async fn turn() -> Res<SemaphorePermit<'static>> {
    match tokio::time::timeout(PATIENCE, TURNS.acquire()).await {
        Ok(turn) => turn.map_err(|e| Error::because("the queue of PINs is closed", e).into()),
        Err(_) => Err(Refused::new(Kind::Busy, "identity-card-busy").retry_after(5).into()),
    }
}

/// Keeps every turn, for tests: nobody else is hashed until it is dropped.
pub(crate) async fn every_turn() -> Res<SemaphorePermit<'static>> {
    TURNS.acquire_many(AT_ONCE as u32).await.map_err(|e| Error::because("the queue of PINs is closed", e).into())
}

/// First step of a sign-in by card: counts the try, and finds the card. The try counts as failed until [`finish`] says
/// otherwise, so that many at once get no more tries than one after the other.
pub(crate) fn begin(tx: &mut Tx<'_>, number: &str, ip: &str, demo: bool) -> Res<Option<Card>> {
    limit::count(tx, &format!("try-ip:{ip}"), Limits::of(demo).tries_per_ip, Millis::HOUR)?;
    limit::require_open(tx, &lock_of(number))?;
    limit::failed(tx, &lock_of(number), limit::AT_CARD)?;
    let key = tx.vault().blind(NUMBER, number);
    tx.first(FIND, params![key], |row| {
        Ok(Card {
            id: row.id(0)?,
            account: row.id(1)?,
            pin: row.blob(2)?,
            salt: row.blob(3)?,
            hardened: row.flag(4)?,
            issued_by: row.id(5)?,
        })
    })
}

/// Second step, outside any unit of work: whether the PIN is right. Takes as long when there is no such card.
pub(crate) fn is_right(app: &App, card: Option<&Card>, pin: &str) -> Res<bool> {
    let pin = crate::code::digits(pin);
    let none = Card { id: Id::NONE, account: Id::NONE, pin: vec![0; 32], salt: vec![0; 16], hardened: true, issued_by: Id::NONE };
    let found = card.unwrap_or(&none);
    let quick = app.vault.blind(PIN, &format!("{}:{pin}", found.id));
    let slow = slow(&quick, &found.salt)?;
    let right = secret::same(if found.hardened { &slow } else { &quick }, &found.pin);
    Ok(right && card.is_some())
}

/// Third step after a right PIN: forgets the tries and begins a session.
pub(crate) fn finish(tx: &mut Tx<'_>, card: &Card, number: &str, user_agent: &str) -> Res<Bearer> {
    limit::succeeded(tx, &lock_of(number))?;
    crate::account::active(tx, card.account)?;
    crate::session::open_by_card(tx, card.account, card.issued_by, user_agent)
}

/// The refusal for a wrong number or PIN; which of them it was is not told.
pub(crate) fn wrong() -> Refused {
    Refused::field("pin", "identity-card-wrong")
}

/// Argon2id with 19 MiB, two passes, one lane: the least that OWASP's password storage cheat sheet recommends.
fn slow(quick: &[u8], salt: &[u8]) -> Res<Vec<u8>> {
    let params = Params::new(19 * 1024, 2, 1, Some(32)).map_err(|e| Error::new(format!("Argon2's parameters: {e}")))?;
    let mut out = vec![0u8; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(quick, salt, &mut out)
        .map_err(|e| Error::new(format!("Argon2: {e}")))?;
    Ok(out)
}

/// The job after issuing: hashes slowly, outside any unit of work, and puts the result in place of the quick hash.
pub(crate) fn harden(app: App, job: JobRow) -> Pin<Box<dyn Future<Output = Res<()>> + Send>> {
    Box::pin(async move {
        let Harden { key } = job.payload()?;
        let wanted = key.clone();
        let found =
            app.db.read(move |tx| tx.first(FIND, params![&wanted], |row| Ok((row.blob(2)?, row.blob(3)?, row.flag(4)?)))).await?;
        let Some((quick, salt, false)) = found else { return Ok(()) };
        // A job has time: it waits for its turn as long as that takes.
        let turn = TURNS.acquire().await.map_err(|e| Error::because("the queue of PINs is closed", e))?;
        let hash = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            slow(&quick, &salt)
        })
        .await
        .map_err(|e| Error::because("hashing a PIN broke off", e))??;
        app.db.write(move |tx| tx.execute(REPLACE, params![&hash, &key]).map(|_| ())).await
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        assert_eq!(number(" 7k4m-22px "), "7K4M22PX");
        assert_eq!(number("OIL0"), "0110");
        assert_eq!(number("７k4m 22PX"), "7K4M22PX");
    }

    #[test]
    fn the_slow_hash_depends_on_pin_and_salt() {
        let a = slow(&[1; 32], &[0; 16]).unwrap();
        assert_eq!(a, slow(&[1; 32], &[0; 16]).unwrap());
        assert_ne!(a, slow(&[2; 32], &[0; 16]).unwrap());
        assert_ne!(a, slow(&[1; 32], &[1; 16]).unwrap());
    }
}
