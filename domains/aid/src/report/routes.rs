//! Reports over HTTP.

use super::page::{ReportView, ReportsPage};
use super::{DECIDE, TELL, TELL_OF, command, store};
use crate::request::{self, Request};
use qianmo_web::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Reports on a page of the list.
const PAGE: usize = 20;
/// Reports a minute from one network address.
const PER_MINUTE: u32 = 5;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/requests/{reference}/reports", Access::Public, page)
        .page(Method::POST, "/requests/{reference}/reports", Access::Public, form)
        .page(Method::GET, "/desk/reports", Access::Permit(&DECIDE), list)
        .page(Method::POST, "/desk/reports/{reference}", Access::Permit(&DECIDE), decide_form)
        .api_idempotent(Access::SignedIn, routes!(report_json))
        .sealed(&[qianmo_web::SealedColumn {
            table: "aid_report",
            column: "note_sealed",
            keys: &["county", "id"],
            purpose: super::NOTE,
        }])
}

async fn found(cx: &Cx, reference: PublicRef) -> Res<Request> {
    cx.read(move |tx| {
        let request = request::require(tx, reference)?;
        if request.opened_at.is_none() { Err(Refused::not_found().into()) } else { Ok(request) }
    })
    .await
}

async fn page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let request = found(&cx, reference).await?;
    TELL.page(&cx, FormView::empty(&cx), &request)
}

async fn form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    cx.limit("aid.report", &cx.client, PER_MINUTE)?;
    let request = found(&cx, reference).await?;
    let call = cx.call("aid.report", &crate::request::form_bytes(&raw))?;
    let actor = cx.actor.clone();
    let done = match TELL.read(&raw) {
        Ok(stated) => {
            cx.write(move |tx| {
                call.once(tx, reference.county, |tx| {
                    command::tell_of(tx, actor.as_deref(), reference, &stated.reason, &stated.note)
                })
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok(_) => Ok(cx.see_other_saying(&format!("/requests/{reference}"), "aid-reported")),
        Err(fail) => TELL.refused(&cx, &raw, fail, &request),
    }
}

#[derive(Deserialize)]
struct ListQuery {
    cursor: Option<String>,
}

async fn list(cx: Cx, Query(query): Query<ListQuery>) -> Answer {
    let actor = cx.actor_owned()?;
    let after: Id = query.cursor.as_deref().map(Cursor::decode).transpose()?.unwrap_or(Id::NONE);
    let locale = cx.locale;
    let (pairs, more) = cx
        .read(move |tx| {
            let mut found = Vec::new();
            for grant in actor.places_for(&DECIDE) {
                found.extend(store::waiting(tx, &grant.path, after, PAGE + 1)?);
            }
            found.sort_by_key(|r| r.reference.id);
            found.dedup_by_key(|r| r.reference);
            let more = found.len() > PAGE;
            found.truncate(PAGE);
            let mut requests = Vec::with_capacity(found.len());
            for report in &found {
                requests.push(request::require(tx, report.request)?);
            }
            request::relabel(tx, &mut requests, locale)?;
            Ok((found.into_iter().zip(requests).collect::<Vec<_>>(), more))
        })
        .await?;
    let next = more.then(|| pairs.last().map(|(r, _)| Cursor::encode(&r.reference.id))).flatten();
    let v = cx.view();
    let reports = pairs.iter().map(|(report, request)| ReportView::new(&v, report, request)).collect();
    cx.page("aid-reports-title", &ReportsPage::new(v, reports, next))
}

async fn decide_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let upheld = match raw.get("decision") {
        Some("uphold") => true,
        Some("dismiss") => false,
        _ => return Err(Refused::field("decision", "aid-choose").into()),
    };
    let report = cx.write(move |tx| command::decide(tx, &actor, reference, upheld)).await?;
    if upheld {
        // What follows from it is for the officer to decide, on the request itself.
        let said = if report.reason == super::PRIVATE { "aid-report-upheld-held" } else { "aid-report-upheld" };
        Ok(cx.see_other_saying(&format!("/requests/{}", report.request), said))
    } else {
        Ok(cx.see_other_saying("/desk/reports", "aid-report-dismissed"))
    }
}

/// A report of abuse.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    /// What is wrong.
    #[schema(pattern = "^(not-true|private-data|undignified|photo|asked-for-money|pressure|other)$", example = "private-data")]
    pub reason: String,
    /// In words; only the officers of the place read it.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub note: String,
}

/// A report that was taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportJson {
    /// Its reference.
    #[serde(rename = "ref")]
    #[schema(value_type = String, example = "01HN6XJ4C0800-01HN6XJ4C0801")]
    pub reference: PublicRef,
}

/// Tell the officers of the place that something is wrong with a request.
#[utoipa::path(post, path = "/aid/requests/{ref}/reports", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = ReportBody,
    responses((status = 201, description = "The report was taken", body = ReportJson),
        (status = 429, description = "Too often", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
async fn report_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<ReportBody>) -> Answer {
    let actor = cx.actor_owned()?;
    if !actor.in_scope(&TELL_OF) {
        return Err(Refused::forbidden().into());
    }
    cx.limit("aid.report", &cx.client, PER_MINUTE)?;
    let stated = TELL.check(&body.value.reason, &body.value.note)?;
    let call = cx.call("aid.report", &body.bytes)?;
    let reference = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::tell_of(tx, Some(&actor), reference, &stated.reason, &stated.note))
        })
        .await?;
    cx.json_status(StatusCode::CREATED, &ReportJson { reference })
}
