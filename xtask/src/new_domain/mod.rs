//! `cargo xtask new-domain NAME [NOUN]`: lays out domains/NAME with one slice that works from the form to the database, in every
//! language, as a page and in the API. Whoever begins a domain changes a thing that runs instead of filling in blanks.

use std::path::Path;
use std::process::ExitCode;

use crate::files;
use crate::findings::{Broken, Res, broken};

/// Where each file goes, and what it says. DOMAIN, NOUN, Noun and noun stand for the names that were chosen.
const FILES: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("files/Cargo.toml.txt")),
    ("src/lib.rs", include_str!("files/lib.rs.txt")),
    ("src/NOUN/mod.rs", include_str!("files/mod.rs.txt")),
    ("src/NOUN/routes.rs", include_str!("files/routes.rs.txt")),
    ("src/NOUN/form.rs", include_str!("files/form.rs.txt")),
    ("src/NOUN/command.rs", include_str!("files/command.rs.txt")),
    ("src/NOUN/decide.rs", include_str!("files/decide.rs.txt")),
    ("src/NOUN/store.rs", include_str!("files/store.rs.txt")),
    ("src/NOUN/page.rs", include_str!("files/page.rs.txt")),
    ("src/NOUN/tests.rs", include_str!("files/tests.rs.txt")),
    ("templates/NOUN/list.html", include_str!("files/list.html.txt")),
    ("templates/NOUN/add.html", include_str!("files/add.html.txt")),
    ("migrations/0001_NOUNs.sql", include_str!("files/migration.sql.txt")),
    ("locales/en.ftl", include_str!("files/en.ftl.txt")),
    ("locales/zh-Hans.ftl", include_str!("files/zh-Hans.ftl.txt")),
    ("locales/ar.ftl", include_str!("files/ar.ftl.txt")),
];

/// The noun of the first slice when none is given.
const FIRST_NOUN: &str = "entry";

pub fn run(name: &str, noun: Option<&str>) -> Res<ExitCode> {
    let noun = noun.unwrap_or(FIRST_NOUN);
    for word in [name, noun] {
        if !is_plain(word) {
            return Err(Broken(format!("{word}: a name is one word in small letters, a to z")));
        }
    }
    let folder = files::root().join("domains").join(name);
    if folder.exists() {
        return Err(Broken(format!("domains/{name} is there already")));
    }
    lay_out(&folder, name, noun)?;
    println!(
        "domains/{name} is laid out. Now make it known:\n  \
        Cargo.toml               [workspace] members: \"domains/{name}\"\n  \
        Cargo.toml               [workspace.dependencies]: qianmo-{name} = {{ path = \"domains/{name}\" }}\n  \
        server/Cargo.toml        qianmo-{name}.workspace = true\n  \
        server/src/modules.rs    qianmo_{name}::module()\n\
        Then read docs/add-a-domain.md."
    );
    Ok(ExitCode::SUCCESS)
}

fn lay_out(folder: &Path, name: &str, noun: &str) -> Res<()> {
    for (path, text) in FILES {
        let path = folder.join(named(path, name, noun));
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(broken("making a folder"))?;
        std::fs::write(&path, named(text, name, noun)).map_err(broken("writing a file"))?;
    }
    Ok(())
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())
}

/// The text with the chosen names in the place of DOMAIN, NOUN, Noun and noun, and their plurals.
fn named(text: &str, name: &str, noun: &str) -> String {
    let plural = plural(noun);
    text.replace("DOMAIN", name)
        .replace("NOUNs", &plural)
        .replace("NOUN", noun)
        .replace("nouns", &plural)
        .replace("Noun", &capital(noun))
        .replace("noun", noun)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with(['s', 'x']) || noun.ends_with("ch") => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::File;
    use crate::{i18n, tidy};

    /// The laid-out files as the checks would see them.
    fn laid_out(name: &str, noun: &str) -> Vec<File> {
        let file = |(path, text): &(&str, &str)| File {
            path: format!("domains/{name}/{}", named(path, name, noun)),
            text: named(text, name, noun),
        };
        FILES.iter().map(file).collect()
    }

    #[test]
    fn names_and_plurals() {
        assert_eq!(
            named("pub struct Noun; // a NOUN of NOUNs in DOMAIN, nouns", "market", "lot"),
            "pub struct Lot; // a lot of lots in market, lots"
        );
        assert_eq!([plural("entry"), plural("box"), plural("day"), plural("lot")], ["entries", "boxes", "days", "lots"]);
        assert!(is_plain("market") && !is_plain("Market") && !is_plain("far-market") && !is_plain(""));
    }

    #[test]
    fn what_is_laid_out_is_in_order() {
        let files = laid_out("market", "lot");
        let found = tidy::check_all(&files);
        assert!(found.lines().is_empty(), "{:?}", found.lines());
        let found = i18n::scan(&files);
        assert!(found.lines().is_empty(), "{:?}", found.lines());
    }
}
