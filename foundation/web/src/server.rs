//! Puts modules together into one router: guard, limits, headers, request ids, metrics, description.

use crate::answer::{self, see_other};
use crate::app::App;
use crate::assets;
use crate::extract::RawForm;
use crate::guard::{self, AppHandle, RequestId, Routed};
use crate::module::{Access, Module, RouteInfo};
use crate::openapi;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use qianmo_db::Migration;
use qianmo_kernel::Locale;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use utoipa::openapi::{OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;

/// The web layer's own part: words of errors and forms, language choice, health, description.
pub fn module() -> Module {
    Module::new("web").locales(crate::locales!())
}

/// Which job kinds listen to which events, for the database's environment.
pub fn listeners(modules: &[Module]) -> HashMap<&'static str, Vec<&'static str>> {
    let mut out: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    for (topic, kind) in modules.iter().flat_map(|m| &m.listeners) {
        out.entry(topic).or_default().push(kind);
    }
    out
}

/// The migrations of all modules, in their order.
pub fn migrations(modules: &[Module]) -> Vec<Migration> {
    modules.iter().flat_map(|m| m.migrations.iter().copied()).collect()
}

/// The words of all modules.
pub fn words(modules: &[Module]) -> Vec<(Locale, &'static str)> {
    modules.iter().flat_map(|m| m.locales.iter().copied()).collect()
}

/// What is the same for everybody, so that nobody is asked who they are: the choice of a language, whether the program runs
/// and what it has counted (which it tells its own machine alone), styles and icons, and the API's description.
pub const UNASKED: [&str; 9] = [
    "/language",
    "/healthz",
    "/readyz",
    "/metrics",
    "/assets/{name}",
    "/favicon.ico",
    "/robots.txt",
    "/site.webmanifest",
    "/api/v1/openapi.json",
];

/// Every route there is: those of all modules, and the web layer's own.
pub fn routes(modules: &[Module]) -> Vec<RouteInfo> {
    let own = UNASKED.iter().chain(&crate::reference::PATHS).map(|path| RouteInfo::open(path));
    modules.iter().flat_map(|m| m.routes.iter().cloned()).chain(own).collect()
}

/// The names of all permissions, in order: what a token can be limited to.
pub fn scopes(modules: &[Module]) -> Vec<&'static str> {
    let of_routes = modules.iter().flat_map(|m| &m.routes).filter_map(|route| match route.access {
        Access::Permit(permission) => Some(permission.name),
        Access::Public | Access::SignedIn => None,
    });
    let asked_for = modules.iter().flat_map(|m| &m.permits).map(|permission| permission.name);
    let mut names: Vec<&'static str> = of_routes.chain(asked_for).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The menu of all modules.
pub fn nav(modules: &[Module]) -> Vec<crate::module::NavItem> {
    modules.iter().flat_map(|m| m.nav.iter().copied()).collect()
}

/// The router and the API's description. `extra` are the routes of the program itself (readiness, metrics).
pub fn router(app: App, modules: Vec<Module>, extra: Router<App>) -> (Router, OpenApi) {
    let infos = routes(&modules);
    let mut pages: BTreeMap<&'static str, MethodRouter<App>> = BTreeMap::new();
    let mut api = OpenApiRouter::<App>::with_openapi(OpenApiBuilder::new().build());
    for module in modules {
        for page in module.pages {
            let merged = match pages.remove(page.path) {
                Some(there) => there.merge(page.router),
                None => page.router,
            };
            pages.insert(page.path, merged);
        }
        for (route, _) in module.api {
            api = api.routes(route);
        }
    }
    let (api, description) =
        OpenApiRouter::<App>::with_openapi(OpenApiBuilder::new().build()).nest("/api/v1", api).split_for_parts();
    let description = openapi::complete(description, &infos, &app.config.base_url);
    let json: Arc<str> = Arc::from(description.to_json().unwrap_or_default());
    let mut router = Router::new();
    for (path, page) in pages {
        router = router.route(path, page);
    }
    let reference = Arc::new(crate::reference::Reference::new(&description, &infos));
    let router = router
        .merge(api)
        .merge(assets::routes())
        .route("/language", get(language))
        .route("/healthz", get(|| async { "ok\n" }))
        .merge(crate::reference::routes(reference))
        .merge(extra)
        .route(
            "/api/v1/openapi.json",
            get(move || {
                let json = json.clone();
                async move {
                    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")], json.to_string())
                }
            }),
        )
        .fallback(guard::fallback)
        .method_not_allowed_fallback(guard::wrong_method)
        // Uploads may be as large as the installation says; JSON and forms have smaller limits of their own.
        .layer(DefaultBodyLimit::max(app.config.upload_limit.saturating_add(FORM_ROOM)))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(
            CompressionLayer::new()
                .br(true)
                .gzip(true)
                .quality(tower_http::CompressionLevel::Fastest)
                .compress_when(SizeAbove::new(512).and(NotForContentType::IMAGES)),
        )
        .layer(from_fn_with_state(app.clone(), outermost))
        .with_state(app);
    (router, description)
}

fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    metrics::counter!("qianmo_errors_total").increment(1);
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// What the fields beside an upload's files may take.
const FORM_ROOM: usize = 64 * 1024;

/// Requests that take longer than this are given up; the unit of work behind them still ends by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// What measures and logs call a method that no route is written for. Whoever sends one chooses the word and its length, and a
/// measure is kept in memory for every word there ever was.
const OTHER: &str = "other";

/// A method by its name where routes are written for it; else [`OTHER`].
pub(crate) fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => OTHER,
    }
}

/// What a request may choose of what measures and logs say of it is the method out of this list, and a route by its pattern.
#[allow(clippy::disallowed_methods)] // A stopwatch for metrics is no part of what the program decides.
async fn outermost(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = app.ids.make().to_string();
    let (method, started) = (method_name(request.method()), std::time::Instant::now());
    let api = request.uri().path().starts_with("/api/");
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(AppHandle(app.clone()));
    let cx = guard::cx(&app, &request, Arc::from("other"));
    let mut response = if method == OTHER {
        // No address takes it, so nobody is asked who sends it.
        StatusCode::NOT_IMPLEMENTED.into_response()
    } else {
        match tokio::time::timeout(PATIENCE, next.run(request)).await {
            Ok(response) => response,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    };
    if is_bare(&response, api) {
        let mut written = answer::bare(&cx, response.status());
        if let Some(allow) = response.headers().get(header::ALLOW) {
            written.headers_mut().insert(header::ALLOW, allow.clone());
        }
        *written.extensions_mut() = response.extensions().clone();
        response = written;
    }
    let route = response.extensions().get::<Routed>().map_or_else(|| Arc::from("other"), |r| r.route.clone());
    let status = response.status().as_u16();
    let took = started.elapsed();
    metrics::histogram!("qianmo_http_seconds", "route" => route.to_string(), "method" => method, "status" => status.to_string())
        .record(took.as_secs_f64());
    tracing::info!(request = %id, method, %route, status, micros = took.as_micros() as u64, "answered");
    harden(&app, &mut response, &id);
    response
}

/// Whether no handler wrote this failure: it has no words, or in the API none that are a problem detail.
fn is_bare(response: &Response, api: bool) -> bool {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    (status.is_client_error() || status.is_server_error())
        && kind.is_none_or(|kind| api && !kind.as_bytes().starts_with(b"application/"))
}

fn harden(app: &App, response: &mut Response, id: &str) {
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set(HeaderName::from_static("x-request-id"), id);
    set(header::CONTENT_SECURITY_POLICY, assets::policy());
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    if app.config.base_url.starts_with("https://") {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}

/// Keeps the chosen language in a cookie and goes back.
async fn language(State(app): State<App>, request: Request) -> Response {
    let query = RawForm::parse(request.uri().query().unwrap_or_default().as_bytes());
    let mut response = see_other(query.get("next").unwrap_or("/"));
    if let Some(locale) = query.get("to").and_then(Locale::from_tag) {
        let secure = if app.config.base_url.starts_with("https://") { "; Secure" } else { "" };
        if let Ok(cookie) =
            HeaderValue::from_str(&format!("qm_lang={}; Path=/; Max-Age=31536000; SameSite=Lax{secure}", locale.tag()))
        {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_word_is_no_method() {
        for known in ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] {
            assert_eq!(method_name(&Method::from_bytes(known.as_bytes()).unwrap()), known);
        }
        for other in ["get", "TRACE", "CONNECT", "PROPFIND", "GETGET"] {
            assert_eq!(method_name(&Method::from_bytes(other.as_bytes()).unwrap()), OTHER, "{other}");
        }
    }
}
