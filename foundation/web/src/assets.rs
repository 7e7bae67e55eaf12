//! Styles, scripts and icons, embedded in the program and served with their hash in the name.

use crate::app::App;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::collections::HashMap;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

struct Asset {
    file: String,
    path: String,
    content_type: String,
    sha256: String,
}

fn manifest() -> &'static HashMap<String, Asset> {
    static PARSED: OnceLock<HashMap<String, Asset>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let parsed: HashMap<String, HashMap<String, serde_json::Value>> = serde_json::from_str(MANIFEST).unwrap_or_default();
        parsed
            .into_iter()
            .map(|(name, fields)| {
                let text = |key: &str| fields.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
                let file = text("file");
                (name, Asset { path: format!("/assets/{file}"), file, content_type: text("content_type"), sha256: text("sha256") })
            })
            .collect()
    })
}

/// Where an asset is served: its path with the hash in its name.
pub fn path(name: &str) -> &'static str {
    manifest().get(name).map_or("/assets/missing", |a| a.path.as_str())
}

/// The styles that stand in every page.
pub(crate) fn critical() -> &'static str {
    CRITICAL
}

/// The content security policy: nothing from elsewhere, no script and no style in the page but the one whose hash this is.
pub(crate) fn policy() -> &'static str {
    static POLICY: OnceLock<String> = OnceLock::new();
    POLICY.get_or_init(|| {
        let hash = manifest().get("critical.css").map_or("", |a| a.sha256.as_str());
        format!(
            "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{hash}'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    })
}

fn file(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(n, _)| *n == name).map(|(_, b)| *b)
}

/// One of the embedded files about the country's places, e.g. `country.csv.br`, `places.json`.
pub fn places_file(name: &str) -> Option<&'static [u8]> {
    PLACES.iter().find(|(n, _)| *n == name).map(|(_, b)| *b)
}

fn serve(asset: &Asset, headers: &HeaderMap, caching: &'static str) -> Response {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let compressed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(name, _)| accepts.split(',').any(|a| a.trim().split(';').next() == Some(name)))
        .find_map(|(name, ending)| file(&format!("{}{ending}", asset.file)).map(|bytes| (name, bytes)));
    let (encoding, bytes) = match compressed {
        Some((name, bytes)) => (Some(name), bytes),
        None => (None, file(&asset.file).unwrap_or_default()),
    };
    let mut response = bytes.into_response();
    let out = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            out.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &asset.content_type);
    set(header::CACHE_CONTROL, caching);
    set(header::VARY, "Accept-Encoding");
    if let Some(encoding) = encoding {
        set(header::CONTENT_ENCODING, encoding);
    }
    response
}

async fn hashed(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match manifest().values().find(|a| a.file == name) {
        Some(asset) => serve(asset, &headers, "public, max-age=31536000, immutable"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn named(name: &'static str, headers: HeaderMap) -> Response {
    match manifest().get(name) {
        Some(asset) => serve(asset, &headers, "public, max-age=3600"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The routes of the assets: public files without anybody's data.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/assets/{name}", get(hashed))
        .route("/favicon.ico", get(|h: HeaderMap| named("favicon.svg", h)))
        .route("/site.webmanifest", get(|h: HeaderMap| named("site.webmanifest", h)))
        .route("/robots.txt", get(|h: HeaderMap| named("robots.txt", h)))
}
