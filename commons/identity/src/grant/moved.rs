//! When places end and others stand for them, roles follow: those below keep their place at its new path, those at the
//! ended place itself are held at its successor; unless they would then meet a role they must be kept apart from.

use super::{rules, store};
use crate::proposal;
use qianmo_db::{JobRow, Tx};
use qianmo_kernel::{Grant, Id, PlacePath, Res};
use qianmo_places::Moved;
use qianmo_web::App;
use std::future::Future;
use std::pin::Pin;

/// Listens to `places.succeeded`. Running it again finds nothing left to do.
pub(crate) fn follow_places(app: App, job: JobRow) -> Pin<Box<dyn Future<Output = Res<()>> + Send>> {
    Box::pin(async move {
        let moved: Moved = job.payload()?;
        app.db.write(move |tx| follow(tx, &moved)).await
    })
}

fn follow(tx: &mut Tx<'_>, moved: &Moved) -> Res<()> {
    for step in moved.today(tx)? {
        let old = PlacePath::from_stored(step.old_path.clone());
        for (account, grant, by) in store::under(tx, &old)? {
            let rest = grant.path.as_str().get(step.old_path.len()..).unwrap_or_default();
            let path = PlacePath::from_stored(format!("{}{rest}", step.new_path));
            if grant.place == step.old && step.old != step.new {
                settle(tx, account, &grant, Grant { place: step.new, path, ..grant.clone() }, by)?;
            } else {
                store::replace_path(tx, account, &grant, &path)?;
            }
        }
        proposal::follow(tx, &step)?;
    }
    Ok(())
}

/// Takes the role at the ended place and gives it at the successor, if that may be. Whoever gave it remains who gave it, and
/// whoever confirmed it who confirmed it, in the history as well: a merger makes nobody independent of those who appointed
/// them, not even once they gave the role back.
fn settle(tx: &mut Tx<'_>, account: Id, ended: &Grant, successor: Grant, by: Id) -> Res<()> {
    store::remove(tx, account, ended.role, ended.place)?;
    store::record_taken(tx, account, ended, Id::NONE)?;
    let held = store::list(tx, account)?;
    let there = held.iter().any(|g| g.role == successor.role && g.place == successor.place);
    if !there && rules::forbidden_beside(successor.role, &successor.path, &held).is_none() {
        let confirmed_by = store::confirmer(tx, account, ended)?;
        store::insert(tx, account, &successor, by)?;
        store::record_given(tx, account, &successor, by, confirmed_by)?;
    }
    Ok(())
}
