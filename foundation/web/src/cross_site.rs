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
    let authority = origin.split_once("://").map_or("", |(_, a)| a);
    let ours = base_url.split_once("://").map_or("", |(_, a)| a);
    let host = text(header::HOST.as_str()).unwrap_or_default();
    if !authority.is_empty() && (authority == host || authority == ours) { Ok(()) } else { refused() }
}

#[cfg(test)]
mod tests {
    use super::check;
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
}
