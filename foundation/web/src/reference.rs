//! The API's pages for people: every operation with who may call it, and every problem with what it means.

use crate::answer::Answer;
use crate::app::App;
use crate::cx::Cx;
use crate::extract::Query;
use crate::module::{Access, RouteInfo};
use crate::view::{View, escape};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::MethodRouter;
use http::Method;
use qianmo_kernel::Refused;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::openapi::OpenApi;

/// The names of what an operation is told: what is needed, and what may be left out.
#[derive(Default)]
struct Told {
    needed: Vec<String>,
    optional: Vec<String>,
}

impl Told {
    fn add(&mut self, name: &str, needed: bool) {
        let names = if needed { &mut self.needed } else { &mut self.optional };
        names.push(name.to_owned());
    }

    fn is_empty(&self) -> bool {
        self.needed.is_empty() && self.optional.is_empty()
    }
}

/// The query's parameters, and the fields of the body, of an operation in the description `api`.
fn told(api: &Value, path: &str, method: &Method) -> (Told, Told) {
    let operation = &api["paths"][path][method.as_str().to_ascii_lowercase()];
    let (mut query, mut body) = (Told::default(), Told::default());
    for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "query") {
        query.add(parameter["name"].as_str().unwrap_or_default(), parameter["required"] == true);
    }
    let content = operation["requestBody"]["content"].as_object().and_then(|kinds| kinds.values().next());
    let mut schema = &content.unwrap_or(operation)["schema"];
    while let Some(name) = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()) {
        schema = &api["components"]["schemas"][name];
    }
    for name in schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys()) {
        body.add(name, schema["required"].as_array().is_some_and(|needed| needed.iter().any(|n| n == name)));
    }
    (query, body)
}

/// Text as HTML, what stands between two backticks as code.
fn with_code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, (code, after))) = rest.split_once('`').and_then(|(before, at)| Some((before, at.split_once('`')?))) {
        out = out + &escape(before) + "<code>" + &escape(code) + "</code>";
        rest = after;
    }
    out + &escape(rest)
}

struct Operation {
    method: String,
    path: String,
    /// As HTML, like the description.
    summary: String,
    description: String,
    access: Access,
    idempotent: bool,
    query: Told,
    body: Told,
    answers: String,
}

impl Operation {
    /// The part of the program that it belongs to: what its path begins with.
    fn part(&self) -> &str {
        self.path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default()
    }
}

/// A part with more operations than this has a page of its own: a page is to be read on a phone.
const MANY: usize = 40;

/// What the page of the API shows.
pub struct Reference {
    operations: Vec<Operation>,
}

impl Reference {
    /// Reads the description.
    pub fn new(api: &OpenApi, infos: &[RouteInfo]) -> Self {
        let mut operations = Vec::new();
        let whole = serde_json::to_value(api).unwrap_or_default();
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
            let (query, body) = told(&whole, &info.path, &info.method);
            operations.push(Operation {
                method: info.method.to_string(),
                path: info.path.clone(),
                summary: with_code(operation.summary.as_deref().unwrap_or_default()),
                description: with_code(operation.description.as_deref().unwrap_or_default()),
                access: info.access,
                idempotent: info.idempotent,
                query,
                body,
                answers: answers.join(" "),
            });
        }
        operations.sort_by(|a, b| a.path.cmp(&b.path));
        Reference { operations }
    }

    /// The parts with a page of their own, and how many operations each has.
    fn parts(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.operations.iter().for_each(|o| *counts.entry(o.part()).or_insert(0) += 1);
        counts.into_iter().filter(|(_, count)| *count > MANY).collect()
    }

    /// The operations of a part that has a page of its own; those of all others for any other name.
    fn page(&self, v: View, asked: &str) -> ApiPage<'_> {
        let parts = self.parts();
        let own = |part: &str| parts.iter().any(|(name, _)| *name == part);
        let shown = |o: &&Operation| if own(asked) { o.part() == asked } else { !own(o.part()) };
        ApiPage { operations: self.operations.iter().filter(shown).collect(), v, parts }
    }
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    v: View,
    /// The parts that have a page of their own, and how many operations each has.
    parts: Vec<(&'a str, usize)>,
    operations: Vec<&'a Operation>,
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
        title: cx.app.i18n.outline(cx.locale, &key),
        detail: cx.app.i18n.has(cx.locale, &detail).then(|| cx.app.i18n.outline(cx.locale, &detail)),
        kind: format!("/problems/{key}"),
    };
    cx.page("web-problem", &page)
}

/// Which part of the API is asked for.
#[derive(serde::Deserialize)]
struct Asked {
    part: Option<String>,
}

/// Where they are: for everybody.
pub(crate) const PATHS: [&str; 2] = ["/api", "/problems/{key}"];

/// The routes of [`PATHS`].
pub(crate) fn routes(reference: Arc<Reference>) -> Router<App> {
    let list = move |cx: Cx, Query(asked): Query<Asked>| {
        let reference = reference.clone();
        async move { cx.page("web-api", &reference.page(cx.view(), asked.part.as_deref().unwrap_or_default())) }
    };
    let [api, problems] = PATHS;
    Router::new()
        .route(api, crate::guard::guarded(MethodRouter::new().get(list), &RouteInfo::open(api)))
        .route(problems, crate::guard::guarded(MethodRouter::new().get(problem), &RouteInfo::open(problems)))
}

#[cfg(test)]
mod tests {
    use super::with_code;

    #[test]
    fn what_stands_between_backticks_is_code_and_all_else_is_text() {
        assert_eq!(with_code("Of `a<b` & `c`."), "Of <code>a&lt;b</code> &amp; <code>c</code>.");
        assert_eq!(with_code("A ` alone"), "A ` alone");
    }
}
