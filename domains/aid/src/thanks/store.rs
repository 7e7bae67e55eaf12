//! Rows of posts.

use super::command::PostKind;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Id, Millis, PlacePath, PublicRef, Refused, Res};

qianmo_db::sql! {
    const INSERT = "INSERT INTO aid_post (county, id, version, request, place_path, kind, body, by_account, by_role, consent_by, photo, \
         state, at, decided_by) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)";
    const FIND = "SELECT county, id, request, kind, body, by_account, by_role, consent_by, photo, state, at FROM aid_post \
         WHERE county = $1 AND id = $2";
    const OF_REQUEST = "SELECT county, id, request, kind, body, by_account, by_role, consent_by, photo, state, at FROM aid_post \
         WHERE county = $1 AND request = $2 ORDER BY id LIMIT 100";
    const HOLD = "UPDATE aid_post SET version = version + 1, state = 'held', decided_by = $1, decided_at = $2 \
         WHERE county = $3 AND request = $4 AND state = 'shown'";
    const DECIDE = "UPDATE aid_post SET version = version + 1, state = $1, consent_by = $2, decided_by = $3, decided_at = $4 \
         WHERE county = $5 AND id = $6";
}

/// A post as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Post {
    /// Its name.
    pub reference: PublicRef,
    /// The request.
    pub request: Id,
    /// What it is.
    pub kind: PostKind,
    /// The words.
    pub body: String,
    /// Who told it.
    pub by: Id,
    /// `household` or `publisher`.
    pub by_role: String,
    /// Who consented to the story, or [`Id::NONE`].
    pub consent_by: Id,
    /// The photo, or [`Id::NONE`].
    pub photo: Id,
    /// `shown`, `held` or `refused`.
    pub state: String,
    /// When.
    pub at: Millis,
}

impl Post {
    /// Whether it is a story that waits for the household's consent.
    pub(super) fn waits(&self) -> bool {
        self.kind == PostKind::Story && self.state == "held" && self.consent_by == Id::NONE
    }
}

fn read(row: &Row<'_>) -> Res<Post> {
    Ok(Post {
        reference: PublicRef::new(row.id(0)?, row.id(1)?),
        request: row.id(2)?,
        kind: PostKind::from_name(&row.text(3)?).ok_or_else(|| Error::new("unknown kind of post in the database"))?,
        body: row.text(4)?,
        by: row.id(5)?,
        by_role: row.text(6)?,
        consent_by: row.id(7)?,
        photo: row.id(8)?,
        state: row.text(9)?,
        at: row.millis(10)?,
    })
}

pub(super) fn insert(tx: &mut Tx<'_>, post: &Post, path: &PlacePath) -> Res<()> {
    let p = post;
    tx.execute(
        INSERT,
        params![
            p.reference.county,
            p.reference.id,
            p.request,
            path,
            p.kind.name(),
            &p.body,
            p.by,
            &p.by_role,
            p.consent_by,
            p.photo,
            &p.state,
            p.at
        ],
    )?;
    Ok(())
}

pub(super) fn require(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Post> {
    tx.first(FIND, params![reference.county, reference.id], read)?.ok_or_else(|| Refused::not_found().into())
}

/// All posts of a request, the oldest first.
pub(super) fn of_request(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Post>> {
    tx.query(OF_REQUEST, params![request.county, request.id], read)
}

pub(super) fn decide(tx: &mut Tx<'_>, reference: PublicRef, state: &str, consent_by: Id, by: Id) -> Res<()> {
    let now = tx.now();
    tx.execute(DECIDE, params![state, consent_by, by, now, reference.county, reference.id]).map(|_| ())
}

/// Everything that is shown of a request is held until an officer decides on it.
pub(super) fn hold(tx: &mut Tx<'_>, request: PublicRef, by: Id) -> Res<()> {
    let now = tx.now();
    tx.execute(HOLD, params![by, now, request.county, request.id]).map(|_| ())
}
