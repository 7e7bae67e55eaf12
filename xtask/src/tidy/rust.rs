//! Rust files tell their story first and hold nothing unfinished.

use crate::files::File;
use crate::findings::Findings;
use crate::rust_text::{RustText, find_words, line_of};

/// Code that stands for code that is not there, prints for its writer alone, or is skipped. Divided for the sake of this file.
const UNFINISHED: &[&str] = &[concat!("to", "do!"), concat!("unimpl", "emented!"), concat!("db", "g!"), concat!("#[ign", "ore")];

pub fn module_story(file: &File, found: &mut Findings) {
    let is_module = file.is_within("src") && !matches!(file.name(), "tests.rs" | "build.rs") && !file.is_within("tests");
    if is_module && !file.text.starts_with("//!") {
        found.at(&file.path, 1, "begin with //! and say what this module is about");
    }
}

pub fn unfinished_code(file: &File, found: &mut Findings) {
    let text = RustText::of(&file.text);
    for word in UNFINISHED {
        for at in find_words(&text.code, word) {
            found.at(&file.path, line_of(&text.code, at), format_args!("{word} has no place in the repository"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::findings_of;

    #[test]
    fn a_module_without_a_story_is_found() {
        assert_eq!(findings_of(module_story, "a/src/b.rs", "pub fn f() {}\n").len(), 1);
        assert_eq!(findings_of(module_story, "a/src/b.rs", "//! B.\n").len(), 0);
        assert_eq!(findings_of(module_story, "a/src/tests.rs", "use super::*;\n").len(), 0);
        assert_eq!(findings_of(module_story, "a/build.rs", "fn main() {}\n").len(), 0);
    }

    #[test]
    fn unfinished_code_is_found_and_words_about_it_are_not() {
        let code = format!("//! A.\nfn f() {{\n    {}(\"later\")\n}}\n", UNFINISHED[0]);
        let found = findings_of(unfinished_code, "a/src/b.rs", &code);
        assert!(found.len() == 1 && found[0].starts_with("a/src/b.rs:3:"), "{found:?}");
        let words = format!("//! No {} here.\nconst A: &str = \"{}\";\n", UNFINISHED[0], UNFINISHED[2]);
        assert_eq!(findings_of(unfinished_code, "a/src/b.rs", &words).len(), 0);
        let skipped = format!("{}]\nfn f() {{}}\n", UNFINISHED[3]);
        assert_eq!(findings_of(unfinished_code, "a/src/b.rs", &skipped).len(), 1);
    }
}
