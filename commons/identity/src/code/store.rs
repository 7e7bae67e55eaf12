//! Codes in the database.

use super::{Ask, Asked, LASTS, Purpose, TRIES};
use crate::account::contact;
use crate::secret::{self, Ticket};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Id, Res};

pub(crate) const ADDRESS: &str = "identity.code.address";
const CODE: &str = "identity.code.code";

qianmo_db::sql! {
    /// A new code.
    const INSERT = "INSERT INTO one_time_code (id, secret, purpose, account, session, channel, address_sealed, address_key, code, \
        tries, proved, next, sent_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $11, $12)";
    /// A code that has not expired.
    const FIND = "SELECT id, secret, purpose, account, session, channel, address_sealed, code, tries, proved, next \
        FROM one_time_code WHERE id = $1 AND expires_at > $2";
    /// Takes one try, while there are any.
    const TAKE_TRY = "UPDATE one_time_code SET tries = tries + 1 WHERE id = $1 AND tries < $2 AND proved = 0";
    /// It was typed rightly.
    const PROVE = "UPDATE one_time_code SET proved = 1 WHERE id = $1";
    /// It is used up.
    const CLOSE = "DELETE FROM one_time_code WHERE id = $1";
    /// Drops those that expired.
    const SWEEP = "DELETE FROM one_time_code WHERE expires_at < $1";
}

/// The keyed hash of a code; bound to its row, so that equal codes do not look equal.
pub(super) fn hash(tx: &Tx<'_>, id: Id, code: &str) -> Vec<u8> {
    tx.vault().blind(CODE, &format!("{id}:{code}"))
}

pub(super) fn insert(tx: &mut Tx<'_>, ticket: &Ticket, ask: &Ask<'_>) -> Res<()> {
    let now = tx.now();
    let sealed = tx.vault().seal_text(ADDRESS, ticket.id, ask.address.shown())?;
    let key = contact::key(tx, ask.address);
    let code = hash(tx, ticket.id, ask.code);
    let (purpose, channel) = (ask.purpose.name(), ask.address.channel().name());
    let values = params![
        ticket.id,
        secret::hash(&ticket.secret),
        purpose,
        ask.account,
        ask.session,
        channel,
        sealed,
        key,
        code,
        ask.next,
        now,
        now + LASTS
    ];
    tx.execute(INSERT, values)?;
    Ok(())
}

pub(super) fn find(tx: &mut Tx<'_>, ticket: &Ticket) -> Res<Option<Asked>> {
    let now = tx.now();
    let row = tx.first(FIND, params![ticket.id, now], |row| {
        let head = (row.id(0)?, row.blob(1)?, row.text(2)?, row.id(3)?, row.id(4)?);
        let body = (row.text(5)?, row.blob(6)?, row.blob(7)?, row.i64(8)?, row.flag(9)?);
        Ok((head, body, row.text(10)?))
    })?;
    let Some(((id, kept, purpose, account, session), (channel, sealed, code, tries, proved), next)) = row else { return Ok(None) };
    if !secret::same(&kept, &secret::hash(&ticket.secret)) {
        return Ok(None);
    }
    let purpose = Purpose::from_name(&purpose).ok_or_else(|| Error::new("a code has a purpose of an unknown name"))?;
    let shown = tx.vault().open_text(ADDRESS, id, &sealed)?;
    let address = contact::kept(&channel, &shown)?;
    Ok(Some(Asked { id, purpose, account, session, address, proved, next, code, tries }))
}

pub(super) fn take_try(tx: &mut Tx<'_>, id: Id) -> Res<bool> {
    Ok(tx.execute(TAKE_TRY, params![id, TRIES])? == 1)
}

pub(super) fn prove(tx: &mut Tx<'_>, id: Id) -> Res<()> {
    tx.execute(PROVE, params![id])?;
    Ok(())
}

/// Uses a code up. `false` when somebody else did at the same moment.
pub(crate) fn close(tx: &mut Tx<'_>, id: Id) -> Res<bool> {
    Ok(tx.execute(CLOSE, params![id])? == 1)
}

/// Drops codes that expired.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Res<()> {
    let now = tx.now();
    tx.execute(SWEEP, params![now])?;
    Ok(())
}
