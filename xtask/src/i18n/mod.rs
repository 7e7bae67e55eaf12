//! `cargo xtask i18n-scan`: every message that the program uses exists in every language, and every message that exists is used.
//!
//! A key begins with its crate's name (`aid-pledged`), which is how keys are recognised: any string in Rust or in a template that reads
//! so is taken for one, whatever function it is given to. A string that only looks like a key says `// not a message` on its line.
//! Keys put together while running are given to `.family("aid-state", …)`, or declared in en.ftl: `# i18n-family: aid-state-*`. The detail
//! of a problem, `aid-over-detail`, is used when `aid-over` is.

mod ftl;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{self, File};
use crate::findings::{Findings, Res};
use ftl::Catalogue;

/// The languages that every message has. English is compared against.
const LOCALES: &[&str] = &["en", "zh-Hans", "ar"];

pub fn run() -> Res<Findings> {
    Ok(scan(&files::all()?))
}

/// Words that keys may begin with besides their crate's name: the kernel's own names are told in web.
const ALSO: &[(&str, &str)] = &[("web", "role"), ("web", "currency")];

/// The messages of one crate, or of one part of it: `locales/en.ftl`, `locales/giving.en.ftl`.
struct Words {
    /// The crate's name, which its keys begin with.
    owner: String,
    /// By locale.
    catalogues: BTreeMap<&'static str, (String, Catalogue)>,
}

/// What the program uses.
#[derive(Default)]
struct Used {
    /// Keys, each with one place where it is used.
    keys: BTreeMap<String, (String, usize)>,
    /// Beginnings of keys, likewise.
    families: BTreeMap<String, (String, usize)>,
}

/// What is wrong with the messages of these files.
pub(crate) fn scan(files: &[File]) -> Findings {
    let mut found = Findings::default();
    let words = collect(files, &mut found);
    let mut owners: BTreeSet<&str> = words.values().map(|one| one.owner.as_str()).collect();
    owners.extend(ALSO.iter().map(|(_, word)| *word));

    let mut used = Used::default();
    for file in files {
        for one in uses::in_file(file, &owners) {
            let kind = if one.family { &mut used.families } else { &mut used.keys };
            kind.entry(one.key).or_insert_with(|| (file.path.clone(), one.line));
        }
    }
    for one in words.values() {
        within_crate(one, &mut found);
    }
    beginnings(&words, &mut used);
    missing(&words, &used, &mut found);
    unused(&words, &used, &mut found);
    found
}

/// Reads every crate's locales/, by crate folder and part.
fn collect(files: &[File], found: &mut Findings) -> BTreeMap<String, Words> {
    let mut all: BTreeMap<String, Words> = BTreeMap::new();
    for file in files.iter().filter(|file| file.extension() == "ftl") {
        let Some((folder, name)) = file.path.rsplit_once("/locales/") else { continue };
        let stem = name.trim_end_matches(".ftl");
        let (part, locale) = stem.rsplit_once('.').unwrap_or(("", stem));
        let Some(locale) = LOCALES.iter().find(|known| **known == locale) else {
            found.about(&file.path, format_args!("a language that is not known here (one of {})", LOCALES.join(", ")));
            continue;
        };
        let owner = folder.rsplit('/').next().unwrap_or(folder).to_owned();
        let place = format!("{folder}/locales/{part}{}", if part.is_empty() { "" } else { "." });
        let words = all.entry(place).or_insert_with(|| Words { owner, catalogues: BTreeMap::new() });
        words.catalogues.insert(locale, (file.path.clone(), ftl::read(file, found)));
    }
    for (place, words) in &all {
        for locale in LOCALES.iter().filter(|locale| !words.catalogues.contains_key(*locale)) {
            found.about(&format!("{place}{locale}.ftl"), "is not there");
        }
    }
    twice(&all, found);
    all
}

/// All words of the program are in one bundle: a key means one thing.
fn twice(all: &BTreeMap<String, Words>, found: &mut Findings) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, catalogue) in all.values().filter_map(|one| one.catalogues.get("en")) {
        for (key, message) in &catalogue.messages {
            if let Some(elsewhere) = seen.insert(key, path) {
                found.at(path, message.line, format_args!("{key} is in {elsewhere} too"));
            }
        }
    }
}

/// The same keys with the same placeables in every language, all with the crate's name in front.
fn within_crate(words: &Words, found: &mut Findings) {
    let mut prefixes = vec![format!("{}-", words.owner)];
    prefixes.extend(ALSO.iter().filter(|(owner, _)| *owner == words.owner).map(|(_, word)| format!("{word}-")));
    let Some((_, english)) = words.catalogues.get("en") else { return };
    for (locale, (path, catalogue)) in &words.catalogues {
        for (key, message) in &catalogue.messages {
            if !prefixes.iter().any(|prefix| key.trim_start_matches('-').starts_with(prefix)) {
                found.at(path, message.line, format_args!("{key}: a key begins with its crate's name, {}", prefixes[0]));
            }
            let Some(original) = english.messages.get(key) else {
                found.at(path, message.line, format_args!("{key} is not in en.ftl"));
                continue;
            };
            // A term may be declined as its language needs.
            if message.variables != original.variables && !key.starts_with('-') {
                let show = |names: &BTreeSet<String>| names.iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(" ");
                found.at(
                    path,
                    message.line,
                    format_args!("{key} has [{}], en.ftl has [{}]", show(&message.variables), show(&original.variables)),
                );
            }
            if message.attributes != original.attributes {
                found.at(path, message.line, format_args!("{key} has other attributes than in en.ftl"));
            }
            if *locale != "en" && message.reads_as(original) && !original.same_everywhere {
                found.at(path, message.line, format_args!("{key} is not translated (or say \"# i18n-same\" above it in en.ftl)"));
            }
        }
        for (key, original) in english.messages.iter().filter(|(key, _)| !catalogue.messages.contains_key(*key)) {
            if !original.is_term() || catalogue.references.contains(key) {
                found.about(path, format_args!("{key} is missing"));
            }
        }
    }
}

/// A text that is no key but the beginning of several (`"aid-check"` handed to a function that adds the member) is a family.
fn beginnings(words: &BTreeMap<String, Words>, used: &mut Used) {
    let known: BTreeSet<&str> = words
        .values()
        .flat_map(|one| one.catalogues.values())
        .flat_map(|(_, catalogue)| catalogue.messages.keys())
        .map(String::as_str)
        .collect();
    let keys = std::mem::take(&mut used.keys);
    for (key, place) in keys {
        let beginning = format!("{key}-");
        if !known.contains(key.as_str()) && known.iter().filter(|k| k.starts_with(&beginning)).count() > 1 {
            used.families.entry(beginning).or_insert(place);
        } else {
            used.keys.insert(key, place);
        }
    }
}

fn missing(words: &BTreeMap<String, Words>, used: &Used, found: &mut Findings) {
    let known: BTreeSet<&str> = words
        .values()
        .flat_map(|one| one.catalogues.values())
        .flat_map(|(_, catalogue)| catalogue.messages.keys())
        .map(String::as_str)
        .collect();
    for (key, (path, line)) in used.keys.iter().filter(|(key, _)| !known.contains(key.as_str())) {
        found.at(path, *line, format_args!("the message {key} is in no language (if it is no message, say so: // not a message)"));
    }
    for (family, (path, line)) in used.families.iter().filter(|(family, _)| !known.iter().any(|key| key.starts_with(*family))) {
        found.at(path, *line, format_args!("no message begins with {family}"));
    }
}

fn unused(words: &BTreeMap<String, Words>, used: &Used, found: &mut Findings) {
    let catalogues = || words.values().flat_map(|one| one.catalogues.values());
    let references: BTreeSet<&str> = catalogues().flat_map(|(_, catalogue)| &catalogue.references).map(String::as_str).collect();
    let declared = catalogues().flat_map(|(_, catalogue)| &catalogue.families).map(|(family, _)| family.as_str());
    let families: Vec<&str> = declared.chain(used.families.keys().map(String::as_str)).collect();
    let is_used = |key: &str| {
        used.keys.contains_key(key) || references.contains(key) || families.iter().any(|family| key.starts_with(family))
    };
    for (path, catalogue) in words.values().filter_map(|one| one.catalogues.get("en")) {
        for (key, message) in &catalogue.messages {
            if !is_used(key) && !key.strip_suffix("-detail").is_some_and(is_used) {
                found.at(path, message.line, format_args!("{key} is not used"));
            }
        }
        for (family, line) in &catalogue.families {
            if !catalogue.messages.keys().any(|key| key.starts_with(family)) {
                found.at(path, *line, format_args!("the family {family}* has no member"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), text: text.into() }
    }

    /// A crate `aid` with these messages in English, Chinese and Arabic, and this source.
    fn found_in(en: &str, zh: &str, ar: &str, source: &str) -> Vec<String> {
        let files = [
            file("domains/aid/locales/en.ftl", en),
            file("domains/aid/locales/zh-Hans.ftl", zh),
            file("domains/aid/locales/ar.ftl", ar),
            file("domains/aid/src/lib.rs", source),
        ];
        scan(&files).lines().to_vec()
    }

    #[test]
    fn all_in_order() {
        let found = found_in(
            "aid-hello = Hello { $name }\n",
            "aid-hello = { $name }，您好\n",
            "aid-hello = مرحبا { $name }\n",
            "fn f() { t_args(\"aid-hello\"); }",
        );
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn missing_in_one_language() {
        let found = found_in("aid-a = A\n", "aid-a = 甲\n", "", "fn f() { t(\"aid-a\"); }");
        assert_eq!(found, ["domains/aid/locales/ar.ftl: aid-a is missing"]);
    }

    #[test]
    fn missing_everywhere_and_unused() {
        let found = found_in("aid-a = A\n", "aid-a = 甲\n", "aid-a = أ\n", "fn f() {\n t(\"aid-b\"); }");
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("domains/aid/src/lib.rs:2: the message aid-b"), "{found:?}");
        assert!(found[1].contains("aid-a is not used"));
    }

    #[test]
    fn placeables_must_agree() {
        let found = found_in("aid-a = { $n } A\n", "aid-a = { $m } 甲\n", "aid-a = { $n } أ\n", "fn f() { t(\"aid-a\"); }");
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("aid-a has [$m], en.ftl has [$n]"));
    }

    #[test]
    fn families_count_as_used() {
        let found = found_in(
            "# i18n-family: aid-state-*\naid-state-open = Open now\n# i18n-family: aid-none-*\n",
            "aid-state-open = 开放\n",
            "aid-state-open = مفتوح\n",
            "",
        );
        assert_eq!(found, ["domains/aid/locales/en.ftl:3: the family aid-none-* has no member"]);
    }

    #[test]
    fn families_in_use_and_details() {
        let source = "fn f() { v.family(\"aid-state\", x); v.family(\"aid-none\", x); t(\"aid-over\"); }";
        let found = found_in(
            "aid-state-open = Open now\naid-over = Over\naid-over-detail = More\n",
            "aid-state-open = 开放\naid-over = 过\naid-over-detail = 多\n",
            "aid-state-open = مفتوح\naid-over = فوق\naid-over-detail = أكثر\n",
            source,
        );
        assert_eq!(found, ["domains/aid/src/lib.rs:1: no message begins with aid-none-"]);
    }

    #[test]
    fn parts_of_a_crate() {
        let files = [
            file("domains/aid/locales/giving.en.ftl", "aid-a = A\n"),
            file("domains/aid/locales/giving.ar.ftl", "aid-a = أ\n"),
            file("domains/aid/locales/asking.en.ftl", "aid-a = A\n"),
            file("domains/aid/src/lib.rs", "fn f() { t(\"aid-a\"); }"),
        ];
        let found = scan(&files);
        let lines = found.lines();
        assert!(lines.contains(&"domains/aid/locales/giving.zh-Hans.ftl: is not there".to_owned()), "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("aid-a is in domains/aid/locales/asking.en.ftl too")), "{lines:?}");
    }

    #[test]
    fn a_copy_is_no_translation() {
        let source = "fn f() { t(\"aid-a\"); t(\"aid-b\"); }";
        let found = found_in(
            "aid-a = Give now\n# i18n-same\naid-b = Qianmo\n",
            "aid-a = Give now\naid-b = Qianmo\n",
            "aid-a = أعط\naid-b = Qianmo\n",
            source,
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("zh-Hans.ftl:1: aid-a is not translated"), "{found:?}");
    }

    #[test]
    fn keys_carry_their_crate() {
        let found = found_in("ledger-a = A\n", "ledger-a = 甲\n", "ledger-a = أ\n", "");
        assert!(found.iter().any(|line| line.contains("begins with its crate's name")));
    }
}
