//! Where to go after signing in: only ever to a path of our own.

/// The path to follow, if what was handed in is one of ours; otherwise `/`.
///
/// Browsers read `//host`, `/\host` and tabs inside as another site's address, so these are refused.
pub fn safe(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.len() <= 1_024
        && next.bytes().all(|b| b.is_ascii_graphic())
        && !next.starts_with("/sign-");
    if own { next } else { "/" }
}

/// The path as the value of a query parameter.
pub(crate) fn query(next: &str) -> String {
    url::form_urlencoded::byte_serialize(safe(next).as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_followed() {
        assert_eq!(safe("/requests/A-B?x=1#part"), "/requests/A-B?x=1#part");
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/a\nb",
            "evil",
            "javascript:alert(1)",
            "/sign-out",
            "/ä",
        ] {
            assert_eq!(safe(bad), "/", "{bad:?}");
        }
        assert_eq!(query("/a?b=c&d"), "%2Fa%3Fb%3Dc%26d");
    }
}
