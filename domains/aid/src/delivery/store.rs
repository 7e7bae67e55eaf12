//! Rows of dispatches.

use super::command::{Dispatch, Way};
use crate::pledge::Pledge;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Id, Millis, PublicRef, Res};

/// What the contact of a face-to-face delivery is sealed for.
pub const CONTACT: &str = "aid.dispatch.contact";

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_dispatch (county, id, request, pledge, way, company, tracking, contact_sealed, planned_at, by_account, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    const OF_PLEDGE = "SELECT id, way, company, tracking, contact_sealed, planned_at, by_account, at FROM aid_dispatch \
         WHERE county = $1 AND pledge = $2 ORDER BY id";
}

/// A dispatch as it is stored; the contact is opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// How it travels.
    pub how: Dispatch,
    /// Who said so.
    pub by: Id,
    /// When.
    pub at: Millis,
}

/// Stores how goods were sent.
pub fn insert(tx: &mut Tx<'_>, pledge: &Pledge, how: &Dispatch, by: Id) -> Res<()> {
    let (id, now) = (tx.new_id(), tx.now());
    let contact = if how.contact.is_empty() { Vec::new() } else { tx.vault().seal_text(CONTACT, id, &how.contact)? };
    tx.execute(
        INSERT,
        params![
            pledge.county,
            id,
            pledge.request,
            pledge.id,
            how.way.name(),
            &how.company,
            &how.tracking,
            contact,
            how.planned_at,
            by,
            now
        ],
    )?;
    Ok(())
}

/// How a pledge's goods were sent, the oldest first.
pub fn of_pledge(tx: &mut Tx<'_>, pledge: PublicRef) -> Res<Vec<Sent>> {
    let rows = tx.query(OF_PLEDGE, params![pledge.county, pledge.id], read)?;
    rows.into_iter()
        .map(|(id, mut sent, sealed)| {
            if !sealed.is_empty() {
                sent.how.contact = tx.vault().open_text(CONTACT, id, &sealed)?;
            }
            Ok(sent)
        })
        .collect()
}

fn read(row: &Row<'_>) -> Res<(Id, Sent, Vec<u8>)> {
    let way = Way::from_name(&row.text(1)?).ok_or_else(|| Error::new("unknown way of a dispatch in the database"))?;
    let how =
        Dispatch { way, company: row.text(2)?, tracking: row.text(3)?, contact: String::new(), planned_at: row.opt_millis(5)? };
    Ok((row.id(0)?, Sent { how, by: row.id(6)?, at: row.millis(7)? }, row.blob(4)?))
}
