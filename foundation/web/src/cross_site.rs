//! Forms of other sites are refused by what the browser itself says of where a request comes from.
//!
//! Every browser of the last years sends `Sec-Fetch-Site` or at least `Origin` with a POST. A request that has neither
//! is not a browser's, so there is nobody whose cookies could be misused. No token in the page is needed, and public
//! pages can be kept in shared caches.

use crate::app::Config;
use http::{HeaderMap, header};
use qianmo_kernel::{Kind, Refused, Res};

/// Refuses a writing request that another site caused. Both headers are believed, and each may refuse: an `Origin` of another
/// site is one whatever else is said.
pub(crate) fn check(headers: &HeaderMap, config: &Config) -> Res<()> {
    let refused = || Err(Refused::new(Kind::Forbidden, "web-cross-site").into());
    let fetched = text(headers, "sec-fetch-site");
    if !matches!(fetched, None | Some("same-origin" | "none")) {
        return refused();
    }
    let Some(origin) = text(headers, "origin") else { return Ok(()) };
    if origin == "null" && fetched == Some("same-origin") {
        // A browser whose owner lets it name no origin to anybody.
        return Ok(());
    }
    let Some((scheme, authority)) = origin.split_once("://") else { return refused() };
    // A browser that says `same-origin` has compared the schemes itself, and knows the outer one where a proxy does not tell it.
    let same_scheme = fetched == Some("same-origin") || scheme == scheme_of(headers, config);
    let ours = origin == config.base_url.trim_end_matches('/') || (same_scheme && is_ours(headers, &config.base_url, authority));
    if ours { Ok(()) } else { refused() }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

/// The scheme by which the person reached us: what the proxy wrote last, where there is one and it says so; else that of the
/// public address.
fn scheme_of<'h>(headers: &'h HeaderMap, config: &'h Config) -> &'h str {
    let forwarded =
        || headers.get_all("x-forwarded-proto").iter().next_back()?.to_str().ok()?.split(',').next_back().map(str::trim);
    let told = if config.behind_proxy { forwarded() } else { None };
    told.unwrap_or_else(|| config.base_url.split_once("://").map_or("http", |(scheme, _)| scheme))
}

fn is_ours(headers: &HeaderMap, base_url: &str, authority: &str) -> bool {
    let ours = base_url.trim_end_matches('/').split_once("://").map_or("", |(_, a)| a);
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
    !authority.is_empty() && (authority == host || authority == ours)
}

/// Path and query of the page of ours that the request was sent from, if the browser names one.
pub(crate) fn came_from<'h>(headers: &'h HeaderMap, base_url: &str) -> Option<&'h str> {
    let rest = headers.get(header::REFERER)?.to_str().ok()?.split_once("://")?.1;
    let (authority, path) = rest.split_at(rest.find('/')?);
    is_ours(headers, base_url, authority).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::{came_from, check};
    use crate::app::Config;
    use http::{HeaderMap, HeaderValue};

    fn at(base_url: &str, behind_proxy: bool, pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        check(&headers, &Config { base_url: base_url.into(), behind_proxy, ..Config::default() }).is_ok()
    }

    fn with(pairs: &[(&'static str, &'static str)]) -> bool {
        at("https://help.example", false, pairs)
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        assert!(with(&[("sec-fetch-site", "same-origin")]));
        assert!(with(&[]));
        assert!(with(&[("origin", "https://help.example")]));
        assert!(with(&[("origin", "https://localhost:8080"), ("host", "localhost:8080")]));
        assert!(!with(&[("sec-fetch-site", "cross-site")]));
        assert!(!with(&[("sec-fetch-site", "same-site")]));
        assert!(!with(&[("sec-fetch-site", "cross-site"), ("origin", "https://help.example")]));
        assert!(!with(&[("origin", "https://evil.example"), ("host", "help.example")]));
        assert!(!with(&[("origin", "null"), ("host", "help.example")]));
        assert!(!with(&[("sec-fetch-site", "none"), ("origin", "null")]));
        assert!(with(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
    }

    #[test]
    fn an_origin_of_another_site_or_scheme_is_another_one_whatever_else_is_said() {
        for said in ["none", "same-origin"] {
            assert!(with(&[("sec-fetch-site", said), ("origin", "https://help.example")]));
            assert!(!with(&[("sec-fetch-site", said), ("origin", "https://evil.example"), ("host", "help.example")]));
        }
        assert!(!with(&[("origin", "http://help.example"), ("host", "help.example")]));
        assert!(!with(&[("sec-fetch-site", "none"), ("origin", "http://help.example"), ("host", "help.example")]));
        let here = |origin| at("http://localhost:8091", false, &[("origin", origin), ("host", "localhost:8091")]);
        assert!(here("http://localhost:8091"));
        assert!(!here("https://localhost:8091") && !here("http://localhost:8092") && !here("http://localhost"));
    }

    #[test]
    fn the_scheme_is_the_outer_one() {
        let host = ("host", "help.example");
        let outer = ("origin", "https://help.example");
        let told = |proto| at("http://127.0.0.1:8080", true, &[outer, host, ("x-forwarded-proto", proto)]);
        assert!(told("https") && told("http, https") && !told("http") && !told("https, http"));
        // Without a proxy the client would have written it.
        assert!(!at("http://127.0.0.1:8080", false, &[outer, host, ("x-forwarded-proto", "https")]));
        // A browser has compared it itself.
        assert!(at("http://127.0.0.1:8080", false, &[outer, host, ("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn only_our_own_pages_are_gone_back_to() {
        let from = |address: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("referer", HeaderValue::from_static(address));
            came_from(&headers, "https://help.example").map(str::to_owned)
        };
        assert_eq!(from("https://help.example/requests?page=2").as_deref(), Some("/requests?page=2"));
        assert_eq!(from("https://evil.example/requests"), None);
        assert_eq!(from("https://help.example"), None);
    }
}
