//! Wishes over HTTP.

use super::page::{WishLine, WishesPage, days};
use super::store;
use crate::household::open;
use crate::household::routes::seats;
use crate::household::store::brief_of;
use crate::permit;
use qianmo_kernel::{Id, Millis};
use qianmo_places as places;
use qianmo_web::{Answer, Cursor, Cx, Query};
use serde::Deserialize;

/// Rows of a page.
const PAGE: usize = 25;

/// What may stand after `/households/wishes`.
#[derive(Debug, Default, Deserialize)]
pub struct WishesQuery {
    cursor: Option<String>,
}

/// `GET /households/wishes`: who waits for an answer, the longest first, masked.
pub async fn show(cx: Cx, Query(query): Query<WishesQuery>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let after: (Millis, Id) = match query.cursor.as_deref() {
        Some(cursor) => {
            let (since, id): (i64, Id) = Cursor::decode(cursor)?;
            (Millis(since), id)
        }
        None => (Millis(0), Id::NONE),
    };
    let (found, lines) = cx
        .read(move |tx| {
            let mut found = Vec::new();
            for seat in seats(&actor, &permit::EDIT) {
                found.extend(store::list(tx, &seat, after, PAGE as i64 + 1)?);
            }
            found.sort_by_key(|one| (one.since, one.household.id));
            let mut briefs = Vec::with_capacity(found.len());
            for one in found.iter().take(PAGE) {
                briefs.extend(brief_of(tx, one.household)?);
            }
            let masked = open::mask(tx, &briefs, locale)?;
            let names = places::labels(tx, briefs.iter().map(|b| b.place), locale)?;
            let now = tx.now();
            let mut lines = Vec::with_capacity(briefs.len());
            for (brief, who) in briefs.iter().zip(masked) {
                let Some(one) = found.iter().find(|one| one.household == brief.reference) else { continue };
                lines.push(WishLine {
                    who,
                    place: names.get(&brief.place).map(|label| label.text.clone()).unwrap_or_default(),
                    since: one.since,
                    days: days(one.since, now),
                    corrections: one.corrections,
                    erasure: one.erasure_asked_at.0 > 0,
                    proposed: one.erasure_by != Id::NONE,
                });
            }
            Ok((found, lines))
        })
        .await?;
    let last = found.get(PAGE - 1).filter(|_| found.len() > PAGE);
    let next = last.map(|one| Cursor::encode(&(one.since.0, one.household.id)));
    cx.page("registry-wishes-title", &WishesPage { v: cx.view(), lines, next })
}
