//! That a standing gift is paid without its donor: the agreement they gave once, on the provider's page.

use super::model::{Gift, State};
use super::store;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Money, Refused, Res};
use qianmo_payments::{Mandate, NewMandate, Providers, Standing, mandate};
use qianmo_web::App;

/// The provider by which standing gifts are charged; `None` where the one that is offered cannot.
pub(super) fn provider(app: &App) -> Option<&'static str> {
    let providers = app.service::<Providers>().ok()?;
    let name = providers.usual().ok()?;
    providers.get(name).ok()?.mandates().map(|_| name)
}

/// The agreement of a gift, whatever has become of it.
pub fn agreement(tx: &mut Tx<'_>, gift: &Gift) -> Res<Option<Mandate>> {
    match gift.mandate {
        Some(id) => mandate::find(tx, gift.account, id),
        None => Ok(None),
    }
}

/// The mandate of a gift, if it stands and covers what may be due on one day.
pub(super) fn covering(tx: &mut Tx<'_>, gift: &Gift, sum: Money) -> Res<Option<Id>> {
    Ok(agreement(tx, gift)?.filter(|m| m.covers(sum)).map(|m| m.id))
}

/// Writes the agreement of one's own gift down that is to be given on the provider's page: to at most twice its amount, since what one
/// due day cannot place the next one may. One that is under way and enough is gone on with; another one before it is taken back.
///
/// # Errors
/// 409 `aid-standing-over` when the gift has ended, `aid-standing-agreed` when what was agreed covers it.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, id: Id, provider: &str) -> Res<Mandate> {
    let mut gift = store::require(tx, actor.account, id)?;
    if gift.state == State::Ended {
        return Err(Refused::new(Kind::Conflict, "aid-standing-over").into());
    }
    let most = Money::new(gift.terms.amount.amount_minor.saturating_mul(2), gift.terms.amount.currency);
    if let Some(before) = agreement(tx, &gift)? {
        let enough = before.most.currency == most.currency && before.most.amount_minor >= most.amount_minor;
        match before.state {
            Standing::Agreed if enough => return Err(Refused::new(Kind::Conflict, "aid-standing-agreed").into()),
            Standing::Asked if enough && before.provider == provider => return Ok(before),
            _ => mandate::revoke(tx, before.account, before.id)?,
        }
    }
    let (about, back) = (format!("aid.standing-gift {id}"), format!("/my-standing-gifts/{id}/agreement"));
    let new = NewMandate { account: actor.account, provider, most, business_ref: &about, return_to: &back };
    let made = mandate::ask(tx, &new)?;
    gift.mandate = Some(made.id);
    store::save(tx, &mut gift)?;
    Ok(made)
}

/// Takes the agreement of one's own gift back: from now on it is paid by hand, and what was not charged yet is given back.
pub fn revoke(tx: &mut Tx<'_>, actor: &Actor, id: Id) -> Res<Gift> {
    let gift = store::require(tx, actor.account, id)?;
    if gift.mandate.is_some() {
        drop_of(tx, &gift)?;
        super::change::give_back(tx, &gift)?;
    }
    Ok(gift)
}

/// Takes the agreement of a gift back.
pub(super) fn drop_of(tx: &mut Tx<'_>, gift: &Gift) -> Res<()> {
    match gift.mandate {
        Some(id) => mandate::revoke(tx, gift.account, id),
        None => Ok(()),
    }
}
