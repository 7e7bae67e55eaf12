//! Telling of abuse, and deciding on what was told.

use super::store::{self, Report};
use super::{DECIDE, NOTE, PRIVATE};
use crate::request;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Fail, Id, Kind, PublicRef, Refused, Res};

/// Keeps a report; its reference.
///
/// # Errors
/// 404 when the request is not public.
pub fn tell_of(tx: &mut Tx<'_>, reporter: Option<&Actor>, request: PublicRef, reason: &str, note: &str) -> Res<PublicRef> {
    let found = request::require(tx, request)?;
    if found.opened_at.is_none() {
        return Err(Refused::not_found().into());
    }
    let id = tx.new_id();
    let sealed = tx.vault().seal_text(NOTE, id, note)?;
    let now = tx.now();
    let by = reporter.map_or(Id::NONE, |actor| actor.account);
    tx.execute(store::INSERT, params![request.county, id, request.id, found.path.as_str(), reason, sealed, by, now])?;
    Ok(PublicRef::new(request.county, id))
}

/// Decides on a report: upheld or dismissed. When private data is told in public, photos and posts are held again.
///
/// # Errors
/// 403 outside the officer's place, about their own report, post or relatives; 409 when it is decided.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, upheld: bool) -> Res<Report> {
    let report = store::find(tx, reference)?.ok_or_else(|| Fail::from(Refused::not_found()))?;
    actor.require(&DECIDE, &report.path)?;
    let request = request::require(tx, report.request)?;
    if let Some(reason) = crate::review::recused(tx, actor, &request)? {
        return Err(Refused::new(Kind::Forbidden, reason).into());
    }
    if report.reporter == actor.account {
        return Err(Refused::new(Kind::Forbidden, "aid-report-own").into());
    }
    if !report.is_new {
        return Err(Refused::new(Kind::Conflict, "aid-report-decided").into());
    }
    let state = if upheld { "upheld" } else { "dismissed" };
    let now = tx.now();
    let changed = tx.execute(store::DECIDE, params![state, actor.account, now, reference.county, reference.id, report.version])?;
    if changed == 0 {
        return Err(Fail::Race);
    }
    if upheld && report.reason == PRIVATE {
        // What names somebody must not be read while it is sorted out what of it does.
        crate::photo::hold_all(tx, actor.account, report.request)?;
        crate::thanks::hold_all(tx, actor.account, report.request)?;
    }
    Ok(report)
}
