//! Forms of other sites are refused by what the browser itself says of where a request comes from.
//!
//! Every browser of the last years sends `Sec-Fetch-Site` or at least `Origin` with a POST. A request that has neither
//! is not a browser's, so there is nobody whose cookies could be misused. No token in the page is needed, and public
//! pages can be kept in shared caches.

use http::{HeaderMap, header};
use qianmo_kernel::{Kind, Refused, Res};

/// Refuses a writing request that another site caused.
pub(crate) fn check(headers: &HeaderMap, base_url: &str) -> Res<()> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let refused = || Err(Refused::new(Kind::Forbidden, "web-cross-site").into());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return Ok(()),
        Some(_) => return refused(),
        None => {}
    }
    let Some(origin) = text("origin") else { return Ok(()) };
    if is_ours(headers, base_url, origin.split_once("://").map_or("", |(_, a)| a)) { Ok(()) } else { refused() }
}

fn is_ours(headers: &HeaderMap, base_url: &str, authority: &str) -> bool {
    let ours = base_url.split_once("://").map_or("", |(_, a)| a);
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
    use http::{HeaderMap, HeaderValue};

    fn with(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        check(&headers, "https://help.example").is_ok()
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        assert!(with(&[("sec-fetch-site", "same-origin")]));
        assert!(with(&[]));
        assert!(with(&[("origin", "https://help.example")]));
        assert!(with(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
        assert!(!with(&[("sec-fetch-site", "cross-site")]));
        assert!(!with(&[("sec-fetch-site", "same-site")]));
        assert!(!with(&[("origin", "https://evil.example"), ("host", "help.example")]));
        assert!(!with(&[("origin", "null"), ("host", "help.example")]));
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
