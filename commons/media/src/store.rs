//! Rows of photos.

use crate::files::Kept;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, PlacePath, PublicRef, Res};

/// Who may see a photo.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Waits for a reviewer: its uploader, the reviewers of its place and the household it is of see it, nobody else.
    Held,
    /// Everybody may see it.
    Shown,
    /// Will not be shown; its files go after a while.
    Refused,
    /// Taken away; its files are gone or about to go.
    Deleted,
}

impl State {
    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            State::Held => "held",
            State::Shown => "shown",
            State::Refused => "refused",
            State::Deleted => "deleted",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<State> {
        [State::Held, State::Shown, State::Refused, State::Deleted].into_iter().find(|s| s.name() == name)
    }
}

/// A photo's row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Photo {
    /// Its reference.
    pub reference: PublicRef,
    /// Counts its changes.
    pub version: i64,
    /// What kind of thing it belongs to, e.g. `aid.request`.
    pub owner_kind: String,
    /// That thing, in the same county.
    pub owner: Id,
    /// Where that thing is.
    pub place: PlacePath,
    /// Who may see it.
    pub state: State,
    /// Where its files lie.
    pub key: String,
    /// Width of the large size in pixels.
    pub width: i64,
    /// Height of the large size in pixels.
    pub height: i64,
    /// BLAKE3 of the large size.
    pub hash: String,
    /// What it shows, in words, for those who do not see it.
    pub alt: String,
    /// Whether people can be recognised on it.
    pub shows_people: bool,
    /// Whether the household said that it may be shown.
    pub consent: bool,
    /// Who uploaded it.
    pub uploaded_by: Id,
    /// When.
    pub uploaded_at: Millis,
    /// Why it was refused, as a code; empty otherwise.
    pub reason: String,
    /// Whether only its uploader and those who review at its place may ever see it; nobody decides on it.
    pub staff_only: bool,
    /// Whether its thing is over, so that nobody is asked any more whether it may be shown.
    pub resting: bool,
}

impl Photo {
    /// Whether it waits for somebody to look and decide.
    pub fn waits(&self) -> bool {
        self.state == State::Held && !self.staff_only && !self.resting
    }
}

/// A photo to be recorded.
#[derive(Clone, Debug)]
pub struct NewMedia {
    /// Its files and reference.
    pub kept: Kept,
    /// What kind of thing it belongs to, e.g. `aid.request`.
    pub owner_kind: &'static str,
    /// That thing, in the county of the reference.
    pub owner: Id,
    /// Where that thing is: reviewers of this place decide on the photo.
    pub place: PlacePath,
    /// Who uploads.
    pub uploaded_by: Id,
    /// What it shows, in words; 1 to 200 characters.
    pub alt: String,
    /// Whether people can be recognised on it.
    pub shows_people: bool,
    /// Whether the household said that it may be shown. Needed when people can be recognised.
    pub consent: bool,
    /// How many photos that are not refused or deleted the owner may have.
    pub at_most: usize,
    /// Whether only its uploader and those who review at its place may ever see it: a proof, not something to show.
    pub staff_only: bool,
}

qianmo_db::sql! {
    /// Records a held photo.
    pub(crate) const INSERT = "INSERT INTO media (county, id, version, owner_kind, owner, place_path, state, file_key, width, height, \
        bytes, hash, alt, shows_people, consent, uploaded_by, uploaded_at, decided_by, decided_at, reason, \
        staff_only) VALUES ($1, $2, 1, $3, $4, $5, 'held', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, 0, '', $16)";
    /// One photo.
    pub(crate) const FIND = "SELECT county, id, version, owner_kind, owner, place_path, state, file_key, width, height, hash, alt, \
        shows_people, consent, uploaded_by, uploaded_at, reason, staff_only, resting FROM media WHERE county = $1 AND id = $2";
    /// The photos of one thing, oldest first.
    pub(crate) const OF_OWNER = "SELECT county, id, version, owner_kind, owner, place_path, state, file_key, width, height, hash, alt, \
        shows_people, consent, uploaded_by, uploaded_at, reason, staff_only, resting FROM media \
        WHERE county = $1 AND owner_kind = $2 AND owner = $3 AND state <> 'deleted' ORDER BY id";
    /// Held photos of a subtree that wait for a decision, the oldest first.
    pub(crate) const HELD = "SELECT county, id, version, owner_kind, owner, place_path, state, file_key, width, height, hash, alt, \
        shows_people, consent, uploaded_by, uploaded_at, reason, staff_only, resting FROM media \
        WHERE state = 'held' AND staff_only = 0 AND resting = 0 AND place_path >= $1 AND place_path < $2 \
        AND id > $3 ORDER BY id LIMIT $4";
    /// Which of a kind's owners have a photo that everybody sees, or saw before it was held again.
    pub(crate) const WITH_PHOTO = "SELECT DISTINCT owner FROM media WHERE county = $1 AND owner_kind = $2 AND owner >= $3 AND owner <= $4 \
        AND (state = 'shown' OR (state = 'held' AND decided_at > 0))";
    /// How many are held under a place.
    pub(crate) const COUNT_HELD = "SELECT COUNT(*) FROM media WHERE state = 'held' AND staff_only = 0 AND resting = 0 \
        AND place_path >= $1 AND place_path < $2";
    /// Changes the state if nobody else has meanwhile.
    pub(crate) const DECIDE = "UPDATE media SET version = version + 1, state = $1, decided_by = $2, decided_at = $3, reason = $4 \
        WHERE county = $5 AND id = $6 AND version = $7";
    /// The place of a thing's photos follows the thing.
    pub(crate) const MOVE = "UPDATE media SET place_path = $1 WHERE county = $2 AND owner_kind = $3 AND owner = $4";
    /// Whether any of a thing's photos does not rest as the thing does.
    pub(crate) const RESTS_OTHERWISE = "SELECT 1 FROM media WHERE county = $2 AND owner_kind = $3 AND owner = $4 AND resting <> $1 LIMIT 1";
    /// Whether a thing's photos rest follows the thing.
    pub(crate) const REST = "UPDATE media SET resting = $1 WHERE county = $2 AND owner_kind = $3 AND owner = $4 AND resting <> $1";
    /// Paths follow places that ended and whose successor lies elsewhere.
    pub(crate) const FOLLOW = "UPDATE media SET place_path = $1 || SUBSTR(place_path, CAST($2 AS INTEGER)) \
        WHERE place_path >= $3 AND place_path < $4";
    /// Whether these files have a row that still needs them.
    pub(crate) const HAS_ROW = "SELECT 1 FROM media WHERE county = $1 AND id = $2 AND file_key = $3";
}

pub(crate) fn photo(row: &Row<'_>) -> Res<Photo> {
    let state = row.text(6)?;
    Ok(Photo {
        reference: PublicRef::new(row.id(0)?, row.id(1)?),
        version: row.i64(2)?,
        owner_kind: row.text(3)?,
        owner: row.id(4)?,
        place: row.path(5)?,
        state: State::from_name(&state).ok_or_else(|| Error::new(format!("a photo is in the unknown state {state}")))?,
        key: row.text(7)?,
        width: row.i64(8)?,
        height: row.i64(9)?,
        hash: row.text(10)?,
        alt: row.text(11)?,
        shows_people: row.flag(12)?,
        consent: row.flag(13)?,
        uploaded_by: row.id(14)?,
        uploaded_at: row.millis(15)?,
        reason: row.text(16)?,
        staff_only: row.flag(17)?,
        resting: row.flag(18)?,
    })
}

pub(crate) fn find(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<Photo>> {
    tx.first(FIND, params![reference.county, reference.id], photo)
}

/// Saves a new state; a lost race runs the unit of work again.
pub(crate) fn save(tx: &mut Tx<'_>, found: &Photo, state: State, by: Id, reason: &str) -> Res<()> {
    let now = tx.now();
    let r = found.reference;
    match tx.execute(DECIDE, params![state.name(), by, now, reason, r.county, r.id, found.version])? {
        0 => Err(Fail::Race),
        _ => Ok(()),
    }
}
