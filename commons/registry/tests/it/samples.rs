//! Every page in every language.

use qianmo_kernel::{Locale, Millis};
use qianmo_web::View;
use qianmo_web::i18n::I18n;
use std::sync::Arc;

#[test]
fn every_page_renders_in_every_language_with_all_its_words() {
    let i18n = Arc::new(I18n::new(qianmo_web::server::words(&crate::modules())).unwrap());
    let mut seen = 0;
    for sample in qianmo_web::sample::samples().filter(|s| s.name.starts_with("qianmo_registry")) {
        for locale in Locale::ALL {
            let html = (sample.render)(View::new(i18n.clone(), locale, 480, Millis(1_591_012_800_000), true)).unwrap();
            let bare =
                html.split(['>', '<', '"']).find(|text| text.trim().starts_with("registry-") || text.trim().starts_with("role-"));
            assert_eq!(bare, None, "{} in {}", sample.name, locale.tag());
            assert!(!html.contains("style=") && !html.contains("<script"), "{}", sample.name);
            let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let unique: std::collections::HashSet<&&str> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{}: {ids:?}", sample.name);
            seen += 1;
        }
    }
    assert_eq!(seen, 16 * 3);
}

#[test]
fn masked_words_read_well_in_three_languages() {
    let i18n = Arc::new(I18n::new(qianmo_web::server::words(&crate::modules())).unwrap());
    let masked = qianmo_registry::Masked::sample();
    let said: Vec<String> = Locale::ALL.into_iter().map(|l| masked.words(|key, args| i18n.plain(l, key, args))).collect();
    assert!(said.contains(&"Mrs W., village in Zhashui County, 3 people".to_owned()), "{said:?}");
    assert!(said.iter().any(|s| s == "Zhashui County某村，W女士家，3口人"), "{said:?}");
    assert!(said.iter().any(|s| s.contains("السيدة\u{a0}W.") && s.contains("أشخاص")), "{said:?}");
    let page = masked.say(&View::new(i18n.clone(), Locale::ZhHans, 480, Millis(0), false));
    assert_eq!(page, "Zhashui County某村，W女士家，3口人");
    // The initial stays beside its title, and its direction to itself.
    let page = masked.say(&View::new(i18n.clone(), Locale::Ar, 480, Millis(0), false));
    assert!(page.contains("السيدة\u{a0}\u{2068}W\u{2069}."), "{page}");
    // Of a record on which nobody is, people are not spoken of.
    for (locale, expected) in [(Locale::En, "Mrs W., village in Zhashui County"), (Locale::ZhHans, "Zhashui County某村，W女士家")]
    {
        let nobody = qianmo_registry::Masked { size: 0, ..masked.clone() };
        assert_eq!(nobody.words(|key, args| i18n.plain(locale, key, args)), expected);
    }
    let one = qianmo_registry::Masked { size: 1, ..masked };
    assert!(one.words(|key, args| i18n.plain(Locale::En, key, args)).ends_with("1 person"));
}
