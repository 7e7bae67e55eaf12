//! Reviewing over HTTP.

use super::page::{DecisionForm, DecisionPage, QueuePage, QueueRow, step_of};
use super::{APPEAL, CHECKS, REFUSE_REASONS, RETURN_REASONS, REVIEW, REVIEW_NAME, command, needs_note};
use crate::lifecycle::RequestState;
use crate::request::{self, Request, RequestJson};
use qianmo_db::Tx;
use qianmo_kernel::Fail;
use qianmo_procedures::{Outcome, Ruling, Waiting};
use qianmo_web::cursor::{Listed, PageQuery};
use qianmo_web::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

/// Cases on a page of the queue.
const PAGE: usize = 20;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::GET, "/desk/reviews", Access::Permit(&REVIEW), queue)
        .page(Method::GET, "/desk/reviews/{reference}", Access::Permit(&REVIEW), decision_page)
        .page(Method::POST, "/desk/reviews/{reference}", Access::Permit(&REVIEW), decision_form)
        .api(Access::Permit(&REVIEW), routes!(waiting_json))
        .api_idempotent(Access::Permit(&REVIEW), routes!(review_json))
        .nav(NavItem { key: "aid-nav-reviews", href: "/desk/reviews", for_roles: &[Role::Reviewer], order: 30 })
}

#[derive(Deserialize)]
struct QueueQuery {
    cursor: Option<String>,
}

/// Where a page of the queue begins: when the last case was opened, and its id.
type After = Option<(Millis, Id)>;
/// Cases of a page, and the cursor of the next one.
type Waits = (Vec<(Request, Waiting)>, Option<String>);

fn after(cursor: Option<&str>) -> Res<After> {
    Ok(cursor.map(Cursor::decode::<(i64, Id)>).transpose()?.map(|(at, id)| (Millis(at), id)))
}

/// What waits for somebody, the oldest first.
fn waits(tx: &mut Tx<'_>, actor: &Actor, after: After, rows: usize, locale: Locale) -> Res<Waits> {
    let waiting = qianmo_procedures::queue(tx, actor, &REVIEW, &[REVIEW_NAME, APPEAL], after, rows + 1)?;
    let last = waiting.get(rows).and(waiting.get(rows.saturating_sub(1)));
    let next = last.map(|w| Cursor::encode(&(w.opened_at.0, w.reference.id)));
    let (mut requests, mut cases) = (Vec::new(), Vec::new());
    for one in waiting.into_iter().take(rows) {
        let reference = PublicRef::new(one.reference.county, one.subject);
        if let Some(found) = request::load(tx, reference)? {
            // An appeal is for others than those who have ruled.
            if found.state == RequestState::Appealed && command::has_ruled(tx, actor, &found)? {
                continue;
            }
            requests.push(found);
            cases.push(one);
        }
    }
    request::relabel(tx, &mut requests, locale)?;
    Ok((requests.into_iter().zip(cases).collect(), next))
}

async fn queue(cx: Cx, Query(query): Query<QueueQuery>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let after = after(query.cursor.as_deref())?;
    let (rows, next) = cx.read(move |tx| waits(tx, &actor, after, PAGE, locale)).await?;
    let v = cx.view();
    let rows = rows.iter().map(|(request, waiting)| QueueRow::new(&v, request, waiting)).collect();
    cx.page("aid-reviews-title", &QueuePage::new(v, rows, next))
}

/// A case that waits for a ruling.
#[derive(Serialize, ToSchema)]
struct WaitingJson {
    /// What it is about.
    request: RequestJson,
    /// `need` and `amount` of a review, or `appeal`.
    #[schema(example = "need")]
    step: &'static str,
    /// Since when it waits.
    #[schema(value_type = String, format = DateTime)]
    since: Millis,
    /// When this step should be ruled.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Millis>,
}

/// What waits for your ruling, the oldest first.
///
/// Requests and appeals of your places at the level for which you rule. That nobody rules on their own post, household or
/// relatives is found out when you rule: such a case is listed.
#[utoipa::path(get, path = "/aid/reviews", tag = "aid", params(PageQuery),
    responses((status = 200, description = "A page of cases", body = Listed<WaitingJson>)))]
async fn waiting_json(cx: Cx, Query(query): Query<PageQuery>) -> Answer {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let rows = usize::try_from(Cursor::limit(query.limit)?).unwrap_or(20);
    let after = after(query.cursor.as_deref())?;
    let (told, next) = cx
        .read(move |tx| {
            let (cases, next) = waits(tx, &actor, after, rows, locale)?;
            let mut told = Vec::with_capacity(cases.len());
            for (request, case) in cases {
                let parts = request::parts(tx, request.reference)?;
                let last = command::last_ruling(tx, request.reference)?;
                told.push((request, parts, last, case));
            }
            Ok((told, next))
        })
        .await?;
    let items = told
        .into_iter()
        .map(|(request, parts, last, case)| WaitingJson {
            step: step_of(&request, &case),
            request: RequestJson::new(&cx, &request, &parts, true).ruled(last),
            since: case.opened_at,
            due_at: case.due_at,
        })
        .collect();
    cx.json(&Listed { items, next })
}

async fn found(cx: &Cx, reference: PublicRef) -> Res<DecisionForm> {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    cx.read(move |tx| DecisionForm::read(tx, &actor, reference, locale)).await
}

async fn decision_page(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let found = found(&cx, reference).await?;
    cx.page("aid-review-title", &DecisionPage::new(&cx, FormView::empty(&cx), found))
}

/// A ruling as a form states it; approving on the page needs every check ticked.
pub fn ruling_of(raw: &RawForm) -> Res<Ruling> {
    let mut reader = Reader::form(raw);
    let choice = reader.choice("decision", &["approve", "return", "refuse"]);
    let outcome = Outcome::from_name(choice).unwrap_or(Outcome::Return);
    let field = match outcome {
        Outcome::Approve => "checks",
        Outcome::Return => "return_reasons",
        Outcome::Refuse => "refuse_reasons",
    };
    let reasons: Vec<String> = raw.all(field).map(str::to_owned).collect();
    let decided = !reader.raw("decision").is_empty();
    if decided && outcome == Outcome::Approve && CHECKS.iter().any(|check| !reasons.iter().any(|r| r == check)) {
        reader.fail("checks", "aid-checks-needed");
    }
    if decided && outcome != Outcome::Approve && reasons.is_empty() {
        reader.fail(field, "procedures-reason-needed");
    }
    let note = reader.opt_text("note", 1_000).unwrap_or_default();
    if decided && note.is_empty() && needs_note(outcome, &reasons) {
        reader.fail("note", "aid-review-note-needed");
    }
    reader.finish()?;
    Ok(Ruling { outcome, reasons, note })
}

async fn decision_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let done = match ruling_of(&raw) {
        Ok(ruling) => {
            cx.write(move |tx| {
                let request = command::decide(tx, &actor, reference, &ruling)?;
                Ok((crate::photo::waiting(tx, reference)?, request))
            })
            .await
        }
        Err(fail) => Err(fail),
    };
    match done {
        Ok((waiting, request)) => {
            let said = match request.state {
                RequestState::Open if waiting > 0 => "aid-review-passed-unseen",
                RequestState::Open => "aid-review-passed",
                RequestState::Returned => "aid-review-returned",
                RequestState::Refused => "aid-review-refused",
                _ => "aid-review-next",
            };
            Ok(cx.see_other_saying("/desk/reviews", said))
        }
        Err(Fail::Refused(refused)) if shown_again(&refused) => {
            let found = found(&cx, reference).await?;
            let form = FormView::failed(&cx, &raw, &refused);
            cx.page_status(status_again(&refused), "aid-review-title", &DecisionPage::new(&cx, form, found))
        }
        Err(other) => Err(other.into()),
    }
}

/// A ruling.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewBody {
    /// `approve`, `return` or `refuse`.
    #[schema(pattern = "^(approve|return|refuse)$", example = "approve")]
    pub decision: String,
    /// Why: at least one for `return` and `refuse`. For `approve` what was checked may be named.
    #[serde(default)]
    #[schema(schema_with = reasons_schema)]
    pub reasons: Vec<String>,
    /// A note to the writers; needed when a reason is `other`.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub note: String,
}

/// The reasons in the description, each decision with its own codes: read off the lists that a ruling is checked by.
fn reasons_schema() -> RefOr<Schema> {
    let told = |codes: &[&str]| codes.join(", ");
    let description = format!(
        "Why: at least one for `return` and `refuse`; for `approve` what was checked may be named. The codes are also in `reasons` of \
         `GET /aid/lifecycle`. For `return`: {}. For `refuse`, also on an appeal: {}. For `approve`: {}.",
        told(RETURN_REASONS),
        told(REFUSE_REASONS),
        told(CHECKS)
    );
    let mut codes: Vec<&'static str> = [RETURN_REASONS, REFUSE_REASONS, CHECKS].concat();
    codes.sort_unstable();
    codes.dedup();
    let code = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).build();
    let list = ArrayBuilder::new().items(code).max_items(Some(12)).description(Some(description)).examples([json!(["unclear"])]);
    RefOr::T(Schema::Array(list.build()))
}

impl ReviewBody {
    /// The ruling, or the fields that are not right.
    pub fn ruling(&self) -> Res<Ruling> {
        let note = text::tidy(&self.note);
        let mut errors = Vec::new();
        if text::length(&note) > 1_000 {
            errors.push(FieldError { field: "note".into(), message: "aid-too-long", args: vec![("most", "1000".into())] });
        }
        match Outcome::from_name(&self.decision) {
            Some(outcome) if errors.is_empty() => Ok(Ruling { outcome, reasons: self.reasons.clone(), note }),
            Some(_) => Err(Refused::invalid(errors).into()),
            None => {
                errors.push(FieldError { field: "decision".into(), message: "aid-choose", args: Vec::new() });
                Err(Refused::invalid(errors).into())
            }
        }
    }
}

/// Rule on a request that was handed in, or on an appeal.
///
/// Approving the last step makes it public. Nobody rules on their own post, household or relatives; money and the value of goods
/// together above the threshold need a second ruling at county level by somebody else; an appeal is decided a level up. 422
/// with an error on `note` when it is returned or refused for another reason and the note does not say which.
#[utoipa::path(post, path = "/aid/requests/{ref}/review", tag = "aid",
    params(("ref" = String, Path, description = "The request's reference")), request_body = ReviewBody,
    responses((status = 200, description = "The request after the ruling", body = RequestJson)))]
async fn review_json(cx: Cx, Path(reference): Path<PublicRef>, body: Body<ReviewBody>) -> Answer {
    let actor = cx.actor_owned()?;
    let call = cx.call("aid.request.review", &body.bytes)?;
    let ruling = body.value.ruling()?;
    let request = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| command::decide(tx, &actor, reference, &ruling).map(|r| r.reference))?;
            request::require(tx, reference)
        })
        .await?;
    request::answer(&cx, request).await
}
