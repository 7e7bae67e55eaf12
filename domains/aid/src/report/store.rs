//! Rows of reports.

use super::NOTE;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Id, Millis, PlacePath, PublicRef, Res};

/// A report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Its reference.
    pub reference: PublicRef,
    /// Counts its changes.
    pub version: i64,
    /// The request it is about.
    pub request: PublicRef,
    /// Where that is.
    pub path: PlacePath,
    /// A reason code.
    pub reason: String,
    /// What was told.
    pub note: String,
    /// Who told it; `Id::NONE` when nobody was signed in.
    pub reporter: Id,
    /// Whether it waits for a decision.
    pub is_new: bool,
    /// When.
    pub at: Millis,
}

qianmo_db::sql! {
    /// A new report.
    pub(crate) const INSERT = "INSERT INTO aid_report (county, id, version, request, place_path, reason, note_sealed, reporter, state, at,
        decided_by, decided_at) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, 'new', $8, 0, NULL)";
    /// One report.
    pub(crate) const FIND = "SELECT county, id, version, request, place_path, reason, note_sealed, reporter, state, at FROM aid_report
        WHERE county = $1 AND id = $2";
    /// Reports that wait under a place, oldest first.
    pub(crate) const WAITING = "SELECT county, id, version, request, place_path, reason, note_sealed, reporter, state, at FROM aid_report
        WHERE state = 'new' AND place_path >= $1 AND place_path < $2 AND id > $3 ORDER BY id LIMIT $4";
    /// How many wait under a place.
    pub(crate) const COUNT = "SELECT COUNT(*) FROM aid_report WHERE state = 'new' AND place_path >= $1 AND place_path < $2";
    /// Decides on a report.
    pub(crate) const DECIDE = "UPDATE aid_report SET version = version + 1, state = $1, decided_by = $2, decided_at = $3
        WHERE county = $4 AND id = $5 AND version = $6 AND state = 'new'";
}

struct Raw {
    report: Report,
    sealed: Vec<u8>,
}

fn raw(row: &Row<'_>) -> Res<Raw> {
    let county = row.id(0)?;
    let report = Report {
        reference: PublicRef::new(county, row.id(1)?),
        version: row.i64(2)?,
        request: PublicRef::new(county, row.id(3)?),
        path: row.path(4)?,
        reason: row.text(5)?,
        note: String::new(),
        reporter: row.id(7)?,
        is_new: row.text(8)? == "new",
        at: row.millis(9)?,
    };
    Ok(Raw { report, sealed: row.blob(6)? })
}

fn open(tx: &mut Tx<'_>, raw: Raw) -> Res<Report> {
    let note = tx.vault().open_text(NOTE, raw.report.reference.id, &raw.sealed)?;
    Ok(Report { note, ..raw.report })
}

/// One report.
pub(crate) fn find(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Option<Report>> {
    match tx.first(FIND, params![reference.county, reference.id], raw)? {
        Some(found) => open(tx, found).map(Some),
        None => Ok(None),
    }
}

/// Reports that wait under a place, oldest first, after the report `after`.
pub fn waiting(tx: &mut Tx<'_>, place: &PlacePath, after: Id, limit: usize) -> Res<Vec<Report>> {
    let (from, to) = place.range();
    let found = tx.query(WAITING, params![&from, &to, after, limit], raw)?;
    found.into_iter().map(|one| open(tx, one)).collect()
}

/// How many reports wait under a place.
pub fn count(tx: &mut Tx<'_>, place: &PlacePath) -> Res<i64> {
    let (from, to) = place.range();
    tx.one(COUNT, params![&from, &to], |row| row.i64(0))
}
