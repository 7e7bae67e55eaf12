//! Paying over HTTP.

use super::command;
use crate::pledge::GIVE;
use qianmo_kernel::Fail;
use qianmo_payments::{Next, Providers};
use qianmo_web::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Adds this slice's routes.
pub fn routes(module: Module) -> Module {
    module
        .page(Method::POST, "/pledges/{reference}/payment", Access::Permit(&GIVE), pay_form)
        .api_idempotent(Access::Permit(&GIVE), routes!(pay_json))
}

/// A payment that was begun.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct PaymentJson {
    /// The payment order.
    #[schema(value_type = String)]
    pub order: PublicRef,
    /// Where the donor pays: a page of the provider; null when nothing is left to pay there.
    pub pay_at: Option<String>,
    /// Where the order stands at the payments.
    pub state: String,
}

/// Writes the order down, then asks the provider where the donor pays.
async fn begin(cx: &Cx, call: qianmo_web::Call, reference: PublicRef) -> Res<(PublicRef, Next)> {
    let actor = cx.actor_owned()?;
    let provider = cx.app.service::<Providers>()?.usual()?;
    let order = cx
        .write(move |tx| {
            call.once(tx, reference.county, |tx| {
                command::begin(tx, &actor, reference, provider).map(|o| PublicRef::new(o.county, o.id))
            })
        })
        .await?;
    let next = qianmo_payments::start(&cx.app, order.county, order.id).await?;
    Ok((order, next))
}

async fn pay_form(cx: Cx, Path(reference): Path<PublicRef>, Form(raw): Form) -> Answer {
    let call = cx.call("aid.payment", &crate::request::form_bytes(&raw))?;
    match begin(&cx, call, reference).await {
        Ok((_, Next::Pay(to))) => Ok(leave(&to)),
        Ok((_, Next::Known(_))) => Ok(see_other(&format!("/pledges/{reference}"))),
        // The button was pressed again after its payment had failed: that key is used up, the page offers a new one.
        Err(Fail::Refused(refused)) if refused.message == "payments-order-over" => {
            Ok(cx.see_other_saying(&format!("/pledges/{reference}"), "aid-pay-again"))
        }
        Err(other) => Err(other.into()),
    }
}

/// Sends the browser to the provider: to a page of our own, or to its own address as it was configured.
pub(crate) fn leave(to: &str) -> axum::response::Response {
    use axum::response::IntoResponse;
    match http::HeaderValue::from_str(to) {
        Ok(target) if to.starts_with("https://") || to.starts_with("http://") => {
            (StatusCode::SEE_OTHER, [(http::header::LOCATION, target)]).into_response()
        }
        _ => see_other(to),
    }
}

/// Begin to pay a pledge.
///
/// Answers where the donor pays. The pledge becomes `paid` when the provider says so; ask for it then. A payment that comes
/// after the countdown counts if there is still room, and goes back if not.
#[utoipa::path(post, path = "/aid/pledges/{ref}/payment", tag = "aid",
    params(("ref" = String, Path, description = "The pledge's reference")),
    responses((status = 201, description = "The payment, begun", body = PaymentJson)))]
async fn pay_json(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let call = cx.call("aid.payment", b"")?;
    let (order, next) = begin(&cx, call, reference).await?;
    let (pay_at, state) = match next {
        Next::Pay(to) => (Some(to), "started".to_owned()),
        Next::Known(state) => (None, state.name().to_owned()),
    };
    cx.created(&format!("/api/v1/aid/pledges/{reference}"), &PaymentJson { order, pay_at, state })
}
