//! The API's pages for people: every operation with who may call it, and every problem with what it means.

use crate::answer::Answer;
use crate::app::App;
use crate::cx::Cx;
use crate::module::{Access, RouteInfo};
use crate::view::View;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::MethodRouter;
use http::Method;
use qianmo_kernel::Refused;
use std::sync::Arc;
use utoipa::openapi::OpenApi;

struct Operation {
    method: String,
    path: String,
    summary: String,
    description: String,
    access: Access,
    idempotent: bool,
    answers: String,
}

/// What the page of the API shows.
pub struct Reference {
    operations: Vec<Operation>,
}

impl Reference {
    /// Reads the description.
    pub fn new(api: &OpenApi, infos: &[RouteInfo]) -> Self {
        let mut operations = Vec::new();
        for info in infos.iter().filter(|i| i.path.starts_with("/api/")) {
            let Some(item) = api.paths.paths.get(&info.path) else { continue };
            let operation = match info.method {
                Method::GET => &item.get,
                Method::POST => &item.post,
                Method::PUT => &item.put,
                Method::PATCH => &item.patch,
                _ => &item.delete,
            };
            let Some(operation) = operation else { continue };
            let mut answers: Vec<String> = operation.responses.responses.keys().cloned().collect();
            answers.sort();
            answers.dedup();
            operations.push(Operation {
                method: info.method.to_string(),
                path: info.path.clone(),
                summary: operation.summary.clone().unwrap_or_default(),
                description: operation.description.clone().unwrap_or_default(),
                access: info.access,
                idempotent: info.idempotent,
                answers: answers.join(" "),
            });
        }
        operations.sort_by(|a, b| a.path.cmp(&b.path));
        Reference { operations }
    }
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    v: View,
    operations: &'a [Operation],
}

impl ApiPage<'_> {
    fn access(&self, access: &Access) -> String {
        match access {
            Access::Public => self.v.t("web-api-public"),
            Access::SignedIn => self.v.t("web-api-signed-in"),
            Access::Permit(permission) => {
                let names: Vec<String> = permission.roles.iter().map(|r| self.v.family("role", r.name())).collect();
                names.join(" · ")
            }
        }
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    v: View,
    title: String,
    detail: Option<String>,
    kind: String,
}

async fn problem(cx: Cx, Path(key): Path<String>) -> Answer {
    let known = key.len() < 100 && cx.app.i18n.has(cx.locale, &key) && !key.ends_with("-detail");
    if !known {
        return Err(Refused::not_found().into());
    }
    let detail = format!("{key}-detail");
    let page = ProblemPage {
        v: cx.view(),
        title: cx.t(&key),
        detail: cx.app.i18n.has(cx.locale, &detail).then(|| cx.t(&detail)),
        kind: format!("/problems/{key}"),
    };
    cx.page("web-problem", &page)
}

/// `/api` and `/problems/{key}`: public.
pub(crate) fn routes(reference: Arc<Reference>) -> Router<App> {
    let info = |path: &str| RouteInfo {
        module: "web",
        method: Method::GET,
        path: path.to_owned(),
        access: Access::Public,
        idempotent: false,
    };
    let list = move |cx: Cx| {
        let reference = reference.clone();
        async move { cx.page("web-api", &ApiPage { v: cx.view(), operations: &reference.operations }) }
    };
    Router::new()
        .route("/api", crate::guard::guarded(MethodRouter::new().get(list), &info("/api")))
        .route("/problems/{key}", crate::guard::guarded(MethodRouter::new().get(problem), &info("/problems/{key}")))
}
