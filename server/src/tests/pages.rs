//! Every template that has a sample is rendered in every language, and no message is missing.

use crate::modules;
use qianmo_kernel::{Locale, Millis};
use qianmo_web::i18n::I18n;
use qianmo_web::{View, sample, server};
use std::sync::Arc;

/// A word that looks like one of our keys and stands where a sentence should.
fn untranslated(html: &str) -> Option<&str> {
    let names = [
        "web-",
        "places-",
        "search-",
        "media-",
        "notify-",
        "identity-",
        "procedures-",
        "registry-",
        "ledger-",
        "payments-",
        "aid-",
        "role-",
    ];
    // Keys may stand in attributes (class names, ids, addresses): only the text between tags counts.
    html.split('>').filter_map(|piece| piece.split('<').next()).flat_map(str::split_whitespace).find(|word| {
        names.iter().any(|n| {
            word.starts_with(n)
                && word.len() > n.len() + 1
                && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())
        })
    })
}

#[test]
fn every_template_is_rendered_in_every_language() {
    let i18n = Arc::new(I18n::new(server::words(&modules::all())).unwrap());
    let mut bad = Vec::new();
    let mut count = 0;
    for sample in sample::samples() {
        for locale in Locale::ALL {
            count += 1;
            let view = View::new(i18n.clone(), locale, 480, Millis(1_591_012_800_000), true);
            match (sample.render)(view) {
                Ok(html) => {
                    if let Some(word) = untranslated(&html) {
                        bad.push(format!("{} in {}: {word}", sample.name, locale.tag()));
                    }
                    if html.contains(" style=") || html.contains("<script") || html.contains(" onclick") {
                        bad.push(format!("{}: inline style or script", sample.name));
                    }
                }
                Err(error) => bad.push(format!("{} in {}: {error}", sample.name, locale.tag())),
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(count > 60, "only {count} renderings");
}
