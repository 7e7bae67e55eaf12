//! Where a standing gift would go if it were due now.

use super::model::Terms;
use super::place::{candidates, rooms};
use super::split::split;
use super::{LINES, store};
use crate::pledge::{Ground, SMALLEST};
use crate::request::{self, Request};
use qianmo_kernel::{Actor, Id, Locale, Money, Res};
use qianmo_web::App;

/// A request that it would go to.
#[derive(Clone, Debug)]
pub struct Goes {
    /// The request, its household masked.
    pub request: Request,
    /// What the part asks for, in words.
    pub part: String,
    /// How much of it.
    pub amount: Money,
}

/// The requests to which this donor would give now, in the order in which they would be tried. It promises nothing: until the due day others
/// give too.
pub async fn preview(app: &App, actor: &Actor, terms: &Terms, locale: Locale) -> Res<Vec<Goes>> {
    let place = match terms.place {
        Some(place) => app.db.read(move |tx| super::open::lasting(tx, place)).await?,
        None => None,
    };
    let order = candidates(app, terms.purpose.clone(), place).await?;
    let (actor, amount) = (actor.clone(), terms.amount);
    app.db
        .read(move |tx| {
            let rooms = rooms(tx, &actor, &order, amount.currency, &[])?;
            let left: Vec<i64> = rooms.iter().map(Ground::left).collect();
            let mut goes = Vec::new();
            for (at, minor) in split(amount.amount_minor, &left, SMALLEST, LINES) {
                let Some(room) = rooms.get(at) else { continue };
                let request = request::require_shown(tx, room.request_ref(), locale)?;
                goes.push(Goes { request, part: room.label.clone(), amount: Money::new(minor, amount.currency) });
            }
            Ok(goes)
        })
        .await
}

/// The same for one's own gift.
pub(super) async fn of_gift(app: &App, actor: &Actor, id: Id, locale: Locale) -> Res<Vec<Goes>> {
    let account = actor.account;
    let gift = app.db.read(move |tx| store::require(tx, account, id)).await?;
    preview(app, actor, &gift.terms, locale).await
}
