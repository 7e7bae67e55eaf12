//! Rows.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Res};

qianmo_db::sql! {
    /// What a donor declared.
    const FIND = "SELECT purposes, place, personal, learn, version, nudges FROM aid_interest WHERE account = $1";
    /// Declares for the first time.
    pub(super) const ADD = "INSERT INTO aid_interest (account, version, purposes, place, personal, learn, nudges, changed_at)
        VALUES ($1, 1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account) DO NOTHING";
    /// Declares anew.
    pub(super) const CHANGE = "UPDATE aid_interest SET version = version + 1, purposes = $1, place = $2, personal = $3, learn = $4,
        nudges = $5, changed_at = $6 WHERE account = $7 AND version = $8";
    /// What was learnt, most gifts first.
    const LEARNT = "SELECT purpose, area, taken FROM aid_taste WHERE account = $1 ORDER BY taken DESC, purpose, area LIMIT 50";
    /// Forgets what was declared.
    pub(super) const FORGET = "DELETE FROM aid_interest WHERE account = $1";
}

/// What a donor declared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interest {
    /// Purposes, none or up to three.
    pub purposes: Vec<String>,
    /// A place of any level; `None`: anywhere.
    pub place: Option<Id>,
    /// Requests come in their own order; else the newest first.
    pub personal: bool,
    /// What they give to is learnt from.
    pub learn: bool,
    /// How often in 30 days they may be written to; one of [`crate::nudge::CHOICES`].
    pub nudges: i64,
    /// Counts its changes; 0: never declared.
    pub version: i64,
}

impl Default for Interest {
    fn default() -> Self {
        Interest { purposes: Vec::new(), place: None, personal: true, learn: true, nudges: 0, version: 0 }
    }
}

impl Interest {
    /// Whether anything was declared that the order can go by.
    pub fn declares(&self) -> bool {
        !self.purposes.is_empty() || self.place.is_some()
    }
}

/// What a donor gave to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Learnt {
    /// For what.
    pub purpose: String,
    /// The county.
    pub area: Id,
    /// How often, faded: what lies back half a year counts half.
    pub given: i64,
}

/// What a donor declared; what holds for everybody where they never did.
pub fn of(tx: &mut Tx<'_>, account: Id) -> Res<Interest> {
    let found = tx.first(FIND, params![account], |row| {
        let place = row.id(1)?;
        Ok(Interest {
            purposes: row.text(0)?.split_whitespace().map(str::to_owned).collect(),
            place: (place != Id::NONE).then_some(place),
            personal: row.flag(2)?,
            learn: row.flag(3)?,
            version: row.i64(4)?,
            nudges: row.i64(5)?,
        })
    })?;
    Ok(found.unwrap_or_default())
}

/// What was learnt of a donor, most gifts first.
pub fn learnt(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Learnt>> {
    tx.query(LEARNT, params![account], |row| Ok(Learnt { purpose: row.text(0)?, area: row.id(1)?, given: row.i64(2)? }))
}
