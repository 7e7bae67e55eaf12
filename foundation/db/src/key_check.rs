//! Whether the key file is the one that this database was sealed with.
//!
//! The database keeps the marks of two keys, that of blind indexes and the newest sealing key it has seen ([`KeyRing::marks`]). Older
//! sealing keys are not kept: after a rotation nothing is sealed with them any more, and one day they are dropped.
//!
//! Since when everything is sealed with a key is kept as well: so long it is that old ones may be needed still.
//!
//! [`KeyRing::marks`]: crate::KeyRing::marks

use crate::engine::Db;
use crate::params;
use crate::reseal::{self, SealedColumn};
use crate::tx::Tx;
use qianmo_kernel::{Millis, Res};

crate::sql! {
    const KNOWN = "SELECT number, mark FROM key_check WHERE name = $1";
    const PUT = "INSERT INTO key_check (name, number, mark) VALUES ($1, $2, $3) \
                 ON CONFLICT (name) DO UPDATE SET number = excluded.number, mark = excluded.mark";
}

const BLIND: &str = "blind";
const SEAL: &str = "seal";
/// The row that says since when a rotation is through: `number` is the moment, `mark` the key's number.
const ROTATED: &str = "rotated";

/// The key that the vault lacks or has as another one; `None` when the keys are this database's own, which is then written down.
/// A database from before marks were kept is asked for what it holds sealed.
pub fn lacking_key(db: &Db, columns: &[SealedColumn]) -> Res<Option<String>> {
    let (blind, seal) = db.read_now(|tx| Ok((known(tx, BLIND)?, known(tx, SEAL)?)))?;
    let ring = db.env().vault.ring();
    let (marks, current) = (ring.marks(), i64::from(ring.current()));
    let named = |number: i64| format!("{SEAL} {number}");
    match (&blind, &seal) {
        (Some((_, mark)), _) if marks.get(BLIND) != Some(mark) => return Ok(Some(BLIND.to_owned())),
        (_, Some((number, mark))) if marks.get(&named(*number)) != Some(mark) => return Ok(Some(named(*number))),
        (Some(_), Some((number, _))) if *number == current => return Ok(None),
        (Some(_), Some(_)) => {}
        _ if !reseal::something_opens(db, columns)? => return Ok(Some(named(current))),
        _ => {}
    }
    let (blind, seal) = (marks.get(BLIND).cloned().unwrap_or_default(), marks.get(&named(current)).cloned().unwrap_or_default());
    db.write_now(move |tx| {
        tx.execute(PUT, params![BLIND, 0, &blind])?;
        tx.execute(PUT, params![SEAL, current, &seal])?;
        Ok(())
    })?;
    Ok(None)
}

/// Notes that everything was sealed anew with the key in use, now.
pub fn note_rotation(tx: &mut Tx<'_>) -> Res<()> {
    let (now, key) = (tx.now(), tx.vault().ring().current().to_string());
    tx.execute(PUT, params![ROTATED, now.0, &key]).map(|_| ())
}

/// Since when everything is sealed with the key in use; `None`: that was not noted, since the rotation was interrupted or is older than
/// such notes.
pub fn rotated_at(tx: &mut Tx<'_>) -> Res<Option<Millis>> {
    let key = tx.vault().ring().current().to_string();
    let noted = tx.first(KNOWN, params![ROTATED], |r| Ok((r.millis(0)?, r.text(1)?)))?;
    Ok(noted.filter(|(_, of)| *of == key).map(|(at, _)| at))
}

fn known(tx: &mut Tx<'_>, name: &'static str) -> Res<Option<(i64, String)>> {
    tx.first(KNOWN, params![name], |r| Ok((r.i64(0)?, r.text(1)?)))
}
