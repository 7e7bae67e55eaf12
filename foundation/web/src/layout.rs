//! The frame of every page: head, menu, language, footer.

use crate::answer::{args, own_path};
use crate::assets;
use crate::cross_site;
use crate::cx::Cx;
use crate::view::View;
use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, header};
use qianmo_kernel::{Kind, Locale, Refused};

#[derive(Clone)]
struct NavLink {
    text: String,
    href: &'static str,
    current: bool,
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    v: View,
    title: &'a str,
    critical: &'static str,
    css: &'static str,
    js: &'static str,
    icon: &'static str,
    menu: Vec<NavLink>,
    /// What the menu holds besides where there is room.
    wide: Vec<NavLink>,
    all: Vec<NavLink>,
    name: &'a str,
    signed_in: bool,
    back: String,
    body: &'a str,
    said: Option<String>,
    languages: [Locale; 3],
}

/// The most entries the menu above the page shows on a phone; more would push the page away. Below it stand all of them.
const MENU: usize = 6;
/// The most that it shows where there is room.
const WIDE: usize = 10;

/// Whether a page of the menu is this one or lies above it.
fn leads_to(href: &str, path: &str) -> bool {
    path == href || (href.len() > 1 && path.starts_with(href) && path.as_bytes().get(href.len()) == Some(&b'/'))
}

pub(crate) fn page(cx: &Cx, status: StatusCode, title: &str, body: &str) -> Response {
    let actor = cx.actor.as_deref();
    let path = cx.path_and_query.split('?').next().unwrap_or("/");
    // Where one address lies below another, the nearer one is where the reader is.
    let here = cx.app.nav.iter().map(|item| item.href).filter(|href| leads_to(href, path)).max_by_key(|href| href.len());
    let all: Vec<NavLink> = cx
        .app
        .nav
        .iter()
        .filter(|item| item.for_roles.is_empty() || actor.is_some_and(|a| item.for_roles.iter().any(|r| a.is(*r))))
        .map(|item| NavLink { text: cx.t(item.key), href: item.href, current: here == Some(item.href) })
        .collect();
    let said = cx.cookie("qm_said").filter(|key| cx.app.i18n.has(cx.locale, key)).map(|key| cx.t(key));
    let had_said = said.is_some();
    let layout = Layout {
        v: cx.view(),
        title,
        critical: assets::critical(),
        css: assets::path("app.css"),
        js: assets::path("app.js"),
        icon: assets::path("favicon.svg"),
        menu: all.iter().take(MENU).cloned().collect(),
        wide: all.iter().skip(MENU).take(WIDE - MENU).cloned().collect(),
        all,
        name: &cx.name,
        signed_in: actor.is_some(),
        back: crate::extract::encode(&back(cx)),
        body,
        said,
        languages: Locale::ALL,
    };
    let html = layout.render().unwrap_or_default();
    let mut response = (
        status,
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, cx.caching()),
            (header::VARY, "Cookie, Accept-Language"),
            (header::CONTENT_LANGUAGE, cx.locale.tag()),
        ],
        html,
    )
        .into_response();
    if had_said {
        response
            .headers_mut()
            .append(header::SET_COOKIE, HeaderValue::from_static("qm_said=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
    }
    response
}

/// Where choosing a language or signing in leads back to: this page; after a form was sent, the page that it stood on, since
/// there may be nothing to read at the address it was sent to.
fn back(cx: &Cx) -> String {
    match cx.method {
        Method::GET | Method::HEAD => cx.path_and_query.clone(),
        _ => cross_site::came_from(&cx.headers, &cx.app.config.base_url).unwrap_or("/").to_owned(),
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorBody {
    v: View,
    title: String,
    detail: Option<String>,
    fields: Vec<String>,
    request_id: String,
    second_factor: Option<String>,
    sign_in: Option<String>,
    /// The page of ours that the reader came from, if the browser names one.
    came_from: Option<String>,
}

/// Where "back" leads from a page that tells of a failure: to the page of ours that it was asked from, unless that is the very
/// address that failed.
fn asked_from(cx: &Cx) -> Option<String> {
    let path = cross_site::came_from(&cx.headers, &cx.app.config.base_url)?;
    (path != cx.path_and_query).then(|| own_path(path))
}

pub(crate) fn error_page(cx: &Cx, status: StatusCode, refused: &Refused) -> Response {
    let args = args(cx, &refused.args);
    let detail_key = format!("{}-detail", refused.message);
    let next = crate::extract::encode(&back(cx));
    let body = ErrorBody {
        v: cx.view(),
        title: cx.app.i18n.text(cx.locale, refused.message, &args),
        detail: cx.app.i18n.has(cx.locale, &detail_key).then(|| cx.app.i18n.text(cx.locale, &detail_key, &args)),
        fields: refused.fields.iter().map(|f| crate::answer::field_message(cx, f)).collect(),
        request_id: cx.request_id.clone(),
        second_factor: (refused.message == "web-second-factor-needed").then(|| format!("/sign-in/second?next={next}")),
        sign_in: (refused.kind == Kind::SignInNeeded).then(|| format!("/sign-in?next={next}")),
        came_from: asked_from(cx),
    };
    let html = body.render().unwrap_or_default();
    let title = cx.app.i18n.plain(cx.locale, refused.message, &args);
    page(cx, status, &title, &html)
}
