//! Setting a cap.

use super::SET;
use super::store::{self, Cap};
use crate::request::PURPOSES;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Fail, Id, Kind, Money, PlacePath, Refused, Res};

/// Sets the cap of a place for a purpose and a year. `seen` is the version its setter saw, 0 for a cap that was not there;
/// `None` sets it whatever was there.
///
/// # Errors
/// 403 outside the officer's place; 412 when it has changed meanwhile; 422 when the purpose or year is unknown, or it would
/// be higher than the cap around it.
pub fn set(tx: &mut Tx<'_>, actor: &Actor, place: Id, purpose: &str, year: i64, amount: Money, seen: Option<i64>) -> Res<Cap> {
    let place = qianmo_places::require(tx, place)?;
    actor.require(&SET, &place.path)?;
    if !PURPOSES.contains(&purpose) {
        return Err(Refused::field("purpose", "aid-choose").into());
    }
    if !(2000..=2200).contains(&year) {
        return Err(Refused::field("year", "aid-cap-year").into());
    }
    if amount.amount_minor < 1 {
        return Err(Refused::field("amount", "aid-amount-bad").into());
    }
    let around = parent(&place.path);
    if let Some(above) = store::effective(tx, &around, purpose, year)?
        && (above.amount.currency != amount.currency || above.amount.amount_minor < amount.amount_minor)
    {
        let mut refused = Refused::field("amount", "aid-cap-above");
        if let Some(field) = refused.fields.first_mut() {
            field.args = vec![("most", format!("{} {}", above.amount.to_major(), above.amount.currency))];
        }
        return Err(refused.into());
    }
    let found = store::find(tx, place.id, purpose, year)?;
    let version = found.as_ref().map_or(0, |cap| cap.version);
    if seen.is_some_and(|seen| seen != version) {
        return Err(Refused::new(Kind::Changed, "web-changed").into());
    }
    let now = tx.now();
    let changed = if found.is_none() {
        tx.execute(
            store::ADD,
            params![place.id, purpose, year, &place.path, amount.amount_minor, amount.currency, actor.account, now],
        )?
    } else {
        tx.execute(
            store::CHANGE,
            params![amount.amount_minor, amount.currency, actor.account, now, place.id, purpose, year, version],
        )?
    };
    if changed == 0 {
        return Err(Fail::Race);
    }
    store::find(tx, place.id, purpose, year)?.ok_or_else(|| Refused::not_found().into())
}

fn parent(path: &PlacePath) -> PlacePath {
    let ids: Vec<Id> = path.ids().collect();
    let above = ids.len().saturating_sub(1);
    ids.into_iter().take(above).fold(PlacePath::root(), |path, id| path.child(id))
}
