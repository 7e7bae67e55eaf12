//! Every page in every language.

use qianmo_kernel::{Locale, Millis};
use qianmo_web::View;
use qianmo_web::i18n::I18n;
use std::sync::Arc;

#[test]
fn every_page_renders_in_every_language_with_all_its_words() {
    let i18n = Arc::new(I18n::new(qianmo_web::server::words(&crate::house::modules())).unwrap());
    let mut seen = 0;
    for sample in qianmo_web::sample::samples().filter(|s| s.name.starts_with("qianmo_aid")) {
        for locale in Locale::ALL {
            let html = (sample.render)(View::new(i18n.clone(), locale, 480, Millis(1_591_012_800_000), true)).unwrap();
            let bare = html
                .split(['>', '<', '"'])
                .find(|text| text.trim().starts_with("aid-") && !html.contains(&format!("id=\"{}\"", text.trim())));
            assert_eq!(bare, None, "{} in {}", sample.name, locale.tag());
            assert!(!html.contains("style=") && !html.contains("<script"), "{}", sample.name);
            seen += 1;
        }
    }
    assert!(seen >= 14 * 3);
}
