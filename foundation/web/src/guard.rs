//! The guard before every route: who is asking, may they, in which language; and failures written on the way out.

use crate::answer::{self, WebError};
use crate::app::App;
use crate::auth::Credentials;
use crate::cross_site;
use crate::cx::{Cx, cookie};
use crate::module::{Access, RouteInfo};
use axum::extract::{ConnectInfo, OriginalUri, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use http::{HeaderMap, Method, StatusCode, header};
use qianmo_kernel::{Fail, Kind, Locale, Refused, Res};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// The name of the session cookie. The prefix makes browsers refuse it from other hosts where https is used.
pub fn session_cookie(app: &App) -> &'static str {
    if app.config.base_url.starts_with("https://") { "__Host-qm_session" } else { "qm_session" }
}

/// The request's id, put there by the outermost layer.
#[derive(Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// A handle on the program in request extensions, for layers that know no state.
#[derive(Clone)]
pub(crate) struct AppHandle(pub(crate) App);

/// Puts the guard before a route.
pub(crate) fn guarded(router: MethodRouter<App>, info: &RouteInfo) -> MethodRouter<App> {
    let access = info.access;
    let idempotent = info.idempotent;
    let route: Arc<str> = Arc::from(info.path.as_str());
    router.route_layer(from_fn(move |request: Request, next: Next| {
        let route = route.clone();
        async move { pass(request, next, access, idempotent, route).await }
    }))
}

/// What unknown addresses get: the same guard, then "not found".
pub(crate) async fn fallback(request: Request) -> Response {
    let Some(AppHandle(app)) = request.extensions().get::<AppHandle>().cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut cx = cx(&app, &request, Arc::from("unknown"));
    // Whoever is signed in stays so on this page too; whatever else is wrong, there is nothing here.
    let _ = enter(&mut cx, Access::Public, false).await;
    answer::write(&cx, &Refused::not_found().into())
}

/// What an address gets that is there, but takes another method: the same guard, then 405. The router adds `Allow`.
pub(crate) async fn wrong_method(request: Request) -> Response {
    let Some(AppHandle(app)) = request.extensions().get::<AppHandle>().cloned() else {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    };
    let mut cx = cx(&app, &request, Arc::from("unknown"));
    let _ = enter(&mut cx, Access::Public, false).await;
    answer::bare(&cx, StatusCode::METHOD_NOT_ALLOWED)
}

async fn pass(mut request: Request, next: Next, access: Access, idempotent: bool, route: Arc<str>) -> Response {
    let Some(AppHandle(app)) = request.extensions().get::<AppHandle>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut cx = cx(&app, &request, route.clone());
    let entered = enter(&mut cx, access, idempotent).await;
    let mut response = match entered {
        Ok(()) => {
            request.extensions_mut().insert(cx.clone());
            next.run(request).await
        }
        Err(fail) => WebError::from(fail).into_response(),
    };
    if let Some(error) = response.extensions_mut().remove::<WebError>() {
        response = answer::write(&cx, &error);
    }
    response.extensions_mut().insert(Routed { route });
    response
}

/// Which route answered; for metrics and logs.
#[derive(Clone)]
pub(crate) struct Routed {
    pub(crate) route: Arc<str>,
}

/// The request before anybody is known who sends it.
pub(crate) fn cx(app: &App, request: &Request, route: Arc<str>) -> Cx {
    let headers = request.headers();
    // Inside the nested API router the prefix is gone from the request's own address.
    let uri = request.extensions().get::<OriginalUri>().map_or(request.uri(), |u| &u.0);
    let path_and_query = uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let wants_json = uri.path().starts_with("/api/")
        || headers.get(header::ACCEPT).is_some_and(|v| v.as_bytes().starts_with(b"application/json"));
    let request_id = request.extensions().get::<RequestId>().map(|r| r.0.clone()).unwrap_or_default();
    let locale = cookie(headers, "qm_lang").and_then(Locale::from_tag).or_else(|| accepted(headers)).unwrap_or(app.config.locale);
    let device: String =
        headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default().chars().take(200).collect();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|connection| connection.0.ip());
    Cx {
        app: app.clone(),
        actor: None,
        name: Arc::from(""),
        locale,
        request_id,
        wants_json,
        method: request.method().clone(),
        route,
        path_and_query,
        client: Arc::from(client(app.config.behind_proxy, headers, peer)),
        device: Arc::from(device),
        headers: Arc::new(headers.clone()),
    }
}

fn accepted(headers: &HeaderMap) -> Option<Locale> {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).and_then(Locale::from_accept)
}

/// How much is taken of a proxy's word for a client that is no address: a proxy may hand on what it was sent.
const NAME: usize = 64;

/// The network that a request comes from, for limits. Behind a proxy it is what the proxy itself wrote: the last element of
/// the last line; whatever stands before it, the client may have sent.
fn client(behind_proxy: bool, headers: &HeaderMap, peer: Option<IpAddr>) -> String {
    if behind_proxy {
        let line = headers.get_all("x-forwarded-for").iter().next_back().and_then(|v| v.to_str().ok());
        if let Some(last) = line.and_then(|v| v.split(',').next_back()).map(str::trim) {
            let address = last.parse::<IpAddr>().or_else(|_| last.parse::<SocketAddr>().map(|socket| socket.ip()));
            return address.map_or_else(|_| last.chars().take(NAME).collect(), network);
        }
    }
    peer.map_or_else(|| "local".to_owned(), network)
}

/// An IPv4 address, or the /64 of an IPv6 address: one connection has that many of those to itself.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

fn credentials(app: &App, headers: &HeaderMap) -> Option<Credentials> {
    if let Some(value) = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()) {
        let (scheme, token) = value.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| Credentials::Token(token.trim().to_owned()));
    }
    cookie(headers, session_cookie(app)).filter(|v| !v.is_empty()).map(|v| Credentials::Session(v.to_owned()))
}

async fn enter(cx: &mut Cx, access: Access, idempotent: bool) -> Res<()> {
    let credentials = credentials(&cx.app, &cx.headers);
    let by_token = matches!(credentials, Some(Credentials::Token(_)));
    if !by_token && !matches!(cx.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        cross_site::check(&cx.headers, &cx.app.config)?;
    }
    if let Some(credentials) = credentials {
        let auth = cx.app.auth.clone();
        let given = credentials.clone();
        let signed = cx.app.db.read(move |tx| auth.authenticate(tx, &given)).await?;
        match signed {
            Some(signed) => {
                // A browser sends its own languages unasked, so the account's choice comes first; a program that names a
                // language means it.
                let stated = by_token && accepted(&cx.headers).is_some();
                if cookie(&cx.headers, "qm_lang").is_none()
                    && !stated
                    && let Some(locale) = signed.locale
                {
                    cx.locale = locale;
                }
                cx.actor = Some(Arc::new(signed.actor));
                cx.name = Arc::from(signed.name);
            }
            // A bad token is told so, even where anybody may read: the caller believes to be somebody.
            None if by_token => return Err(Refused::new(Kind::SignInNeeded, "web-bad-token").into()),
            None => {}
        }
    }
    may(cx, access)?;
    if idempotent && cx.header("idempotency-key").is_none() {
        return Err(Refused::new(Kind::HeaderNeeded, "web-key-needed").into());
    }
    Ok(())
}

fn may(cx: &Cx, access: Access) -> Res<()> {
    match access {
        Access::Public => Ok(()),
        Access::SignedIn => cx.actor().map(|_| ()),
        Access::Permit(permission) => {
            let actor = cx.actor()?;
            if actor.may_somewhere(permission) {
                return Ok(());
            }
            let with_second_factor = !actor.second_factor && actor.grants.iter().any(|g| permission.roles.contains(&g.role));
            if with_second_factor && actor.in_scope(permission) {
                return Err(Fail::from(Refused::new(Kind::Forbidden, "web-second-factor-needed")));
            }
            Err(Refused::forbidden().into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn forwarded(lines: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        headers
    }

    #[test]
    fn a_client_is_known_by_what_the_proxy_wrote_last() {
        let peer = Some(IpAddr::from([192, 0, 2, 9]));
        assert_eq!(client(true, &forwarded(&["203.0.113.7"]), peer), "203.0.113.7");
        assert_eq!(client(true, &forwarded(&["10.0.0.1, 203.0.113.7"]), peer), "203.0.113.7");
        // A client that sends a line of its own does not choose who it is.
        assert_eq!(client(true, &forwarded(&["10.0.0.1", "10.0.0.2, 203.0.113.7"]), peer), "203.0.113.7");
        assert_eq!(client(true, &forwarded(&["203.0.113.7:4711"]), peer), "203.0.113.7");
        assert_eq!(client(true, &forwarded(&["unknown"]), peer), "unknown");
        // It is kept in memory for as long as its limit runs: never as long as somebody likes.
        let long: &'static str = Box::leak("x".repeat(5_000).into_boxed_str());
        assert_eq!(client(true, &forwarded(&[long]), peer).len(), NAME);
        assert_eq!(client(true, &forwarded(&[]), peer), "192.0.2.9");
        assert_eq!(client(false, &forwarded(&["203.0.113.7"]), peer), "192.0.2.9");
        assert_eq!(client(false, &forwarded(&[]), None), "local");
    }

    #[test]
    fn an_ipv6_client_is_its_network() {
        let of = |address: &'static str| client(true, &forwarded(&[address]), None);
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(of("2001:db8:1:2::9"), of("[2001:db8:1:2:aaaa::1]:443"));
        assert_ne!(of("2001:db8:1:3::9"), of("2001:db8:1:2::9"));
        assert_eq!(of("::ffff:203.0.113.7"), "203.0.113.7");
    }
}
