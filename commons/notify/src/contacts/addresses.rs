//! E-mail and web addresses.

use super::messengers::after as after_word;

/// Endings of web addresses that are hardly ever a word after a full stop.
const ENDINGS: &[&str] = &["com", "cn", "net", "org", "info", "biz", "xyz", "top", "vip", "icu", "ltd", "hk", "tw", "edu", "gov"];
/// Endings that are words or abbreviations as well: with a path behind them they are none.
const ENDINGS_WITH_PATH: &[&str] = &[
    "me", "io", "co", "cc", "ly", "tv", "gg", "ai", "app", "dev", "link", "shop", "club", "site", "online", "store", "live", "fun",
    "us", "uk", "eu", "de", "fr", "ru", "jp", "kr", "sg", "sa", "ae", "eg", "wang",
];

/// Whether a letter can stand in a name of a web address.
pub(super) const fn is_label(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-'
}

/// What parts the names of an address.
const DOTS: [char; 2] = ['.', '。'];

/// Whether what follows the dot behind a name makes a web address of it: a well-known ending, at the end of the word or before a
/// path.
pub(super) fn goes_on(after: &str) -> bool {
    let mut rest = after;
    loop {
        let (label, more) = rest.split_at(rest.find(|c| !is_label(c)).unwrap_or(rest.len()));
        if label.is_empty() {
            return false;
        }
        let is_one_of = |endings: &[&str]| endings.iter().any(|ending| label.eq_ignore_ascii_case(ending));
        let has_path = || more.strip_prefix('/').is_some_and(|path| path.starts_with(char::is_alphanumeric));
        if is_one_of(ENDINGS) || (is_one_of(ENDINGS_WITH_PATH) && has_path()) {
            return true;
        }
        let Some(deeper) = more.strip_prefix(DOTS) else { return false };
        rest = deeper;
    }
}

/// Whether what follows the colon behind a word makes it the beginning of an address: "http://…".
pub(super) fn is_path(after: &str) -> bool {
    after.strip_prefix("//").is_some_and(|path| path.starts_with(char::is_alphanumeric))
}

/// Whether a site is named here: "www.…".
pub(super) fn begins_site(here: &str) -> bool {
    let site = after_word(here, "www").and_then(|rest| rest.strip_prefix(DOTS));
    site.is_some_and(|site| site.starts_with(char::is_alphanumeric))
}

/// Whether what follows the @ behind a name is where mail goes: "mail.example".
pub(super) fn is_mail_host(after: &str) -> bool {
    let (host, _) = after.split_at(after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(after.len()));
    // "3 kg @2.50" is a price.
    host.trim_end_matches('.')
        .rsplit_once('.')
        .is_some_and(|(name, ending)| !name.is_empty() && ending.starts_with(char::is_alphabetic))
}
