//! The officer's list of appeals that wait: reviewers decide on them, officers see that none is left lying.

use super::SEE;
use crate::request::{self, CardView, Request, card};
use askama::Template;
use qianmo_procedures::Waiting;
use qianmo_web::prelude::*;
use serde::Deserialize;

/// Appeals on a page.
const PAGE: usize = 20;

/// An appeal that waits.
struct Row {
    card: CardView,
    since: String,
    since_at: Millis,
    late: bool,
}

/// The appeals that wait at an officer's places.
#[derive(Template)]
#[template(path = "appeal/list.html")]
pub struct AppealsPage {
    v: View,
    rows: Vec<Row>,
    next: Option<String>,
}

impl AppealsPage {
    /// A page of these appeals, each with the request that it is about.
    pub fn new(v: View, waiting: &[(Request, Waiting)], next: Option<String>) -> Self {
        let rows = waiting
            .iter()
            .map(|(request, one)| Row {
                card: card(&v, request),
                since: v.date(one.opened_at),
                since_at: one.opened_at,
                late: one.due_at.is_some_and(|due| due < v.now),
            })
            .collect();
        AppealsPage { v, rows, next }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let row = Row { card: CardView::sample(&v), since: v.date(v.now), since_at: v.now, late: true };
        AppealsPage { v, rows: vec![row], next: Some("next".into()) }
    }
}

qianmo_web::sample!(AppealsPage);

#[derive(Deserialize)]
pub(super) struct ListQuery {
    cursor: Option<String>,
}

/// The page.
pub(super) async fn show(cx: Cx, Query(query): Query<ListQuery>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let after = query.cursor.as_deref().map(Cursor::decode::<(i64, Id)>).transpose()?.map(|(at, id)| (Millis(at), id));
    let (waiting, last) = cx
        .read(move |tx| {
            let mut found = qianmo_procedures::running(tx, &actor, &SEE, crate::review::APPEAL, after, PAGE + 1)?;
            let more = found.len() > PAGE;
            found.truncate(PAGE);
            let last = found.last().filter(|_| more).map(|w| (w.opened_at.0, w.reference.id));
            let mut waiting = Vec::with_capacity(found.len());
            for one in found {
                if let Some(mut request) = request::load(tx, PublicRef::new(one.reference.county, one.subject))? {
                    request::relabel(tx, std::slice::from_mut(&mut request), locale)?;
                    waiting.push((request, one));
                }
            }
            Ok((waiting, last))
        })
        .await?;
    let next = last.map(|last| Cursor::encode(&last));
    cx.page("aid-appeals-title", &AppealsPage::new(cx.view(), &waiting, next))
}
