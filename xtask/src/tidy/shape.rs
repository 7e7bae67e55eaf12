//! How a file looks: its length, its white space, no marks of unfinished work; one test binary per crate.

use std::collections::BTreeMap;

use crate::files::File;
use crate::findings::Findings;
use crate::rust_text::find_words;

/// A file of code is short enough to be read at one sitting.
const MOST_LINES: usize = 600;

/// Files that are longer, each with the length it may have. Only ever shrinks: divide the file, then lower or remove its line.
const RATCHET: &[(&str, usize)] = &[];

fn is_measured(file: &File) -> bool {
    matches!(file.extension(), "rs" | "ts" | "css" | "html")
}

fn allowed(path: &str) -> usize {
    RATCHET.iter().find(|(longer, _)| *longer == path).map_or(MOST_LINES, |(_, lines)| *lines)
}

pub fn length(file: &File, found: &mut Findings) {
    let lines = file.text.lines().count();
    let most = allowed(&file.path);
    if is_measured(file) && lines > most {
        found.at(&file.path, lines, format_args!("{lines} lines, at most {most}: divide it by meaning"));
    }
}

pub fn ratchet_is_tight(files: &[File], found: &mut Findings) {
    for (path, most) in RATCHET {
        let lines = files.iter().find(|file| file.path == *path).map_or(0, |file| file.text.lines().count());
        if lines < *most {
            found.about(
                path,
                format_args!("has {lines} lines now: lower its limit of {most} in the ratchet of xtask/src/tidy/shape.rs"),
            );
        }
    }
}

pub fn white_space(file: &File, found: &mut Findings) {
    let tabs_mean_something = file.name() == "Makefile" || matches!(file.extension(), "mk" | "tsv");
    for (i, line) in file.text.split('\n').enumerate() {
        if line.contains('\t') && !tabs_mean_something {
            found.at(&file.path, i + 1, "a tab: indent with spaces");
        }
        if line.ends_with('\r') {
            found.at(&file.path, i + 1, "a carriage return: end lines with a line feed alone");
        } else if line.ends_with([' ', '\t']) {
            found.at(&file.path, i + 1, "white space at the end of the line");
        }
        if ["<<<<<<< ", ">>>>>>> "].iter().any(|mark| line.starts_with(mark)) {
            found.at(&file.path, i + 1, "an unresolved merge");
        }
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        found.at(&file.path, file.text.lines().count(), "no line feed at the end of the file");
    }
}

pub fn unfinished_words(file: &File, found: &mut Findings) {
    // Put together here, so that this file does not find itself.
    for word in [concat!("FIX", "ME"), concat!("X", "XX"), concat!("TO", "DO")] {
        for (i, line) in file.text.lines().enumerate() {
            // In quotes it is a value: three X are the code of no currency.
            let quoted = |at: usize| at > 0 && matches!(line.as_bytes()[at - 1], b'"' | b'`' | b'\'');
            if find_words(line, word).into_iter().any(|at| !quoted(at)) {
                found.at(&file.path, i + 1, format_args!("{word}: finish it, or write it down where work is planned"));
            }
        }
    }
}

/// Every file in a crate's tests/ is a program of its own, linked apart. One is enough; its modules go in a folder beside it.
pub fn one_test_binary_per_crate(files: &[File], found: &mut Findings) {
    let mut programs: BTreeMap<&str, usize> = BTreeMap::new();
    for file in files.iter().filter(|file| file.extension() == "rs") {
        if let Some((folder, _)) =
            file.path.rsplit_once('/').filter(|(folder, _)| folder.ends_with("/tests") && !folder.ends_with("/src/tests"))
        {
            *programs.entry(folder).or_default() += 1;
        }
    }
    for (folder, count) in programs.into_iter().filter(|(_, count)| *count > 1) {
        found.about(folder, format_args!("{count} test programs: make one of them, with modules in a folder"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::findings_of;

    #[test]
    fn long_files_of_code_are_found() {
        let text = "x\n".repeat(601);
        assert_eq!(findings_of(length, "a/b.rs", &text).len(), 1);
        assert_eq!(findings_of(length, "a/b.md", &text).len(), 0);
        assert_eq!(findings_of(length, "a/b.css", &"x\n".repeat(600)).len(), 0);
    }

    #[test]
    fn white_space_is_found() {
        assert_eq!(findings_of(white_space, "a.rs", "a\tb\nc \nd").len(), 3);
        assert_eq!(findings_of(white_space, "a.rs", "a\r\n").len(), 1);
        assert_eq!(findings_of(white_space, "Makefile", "a:\n\tb\n").len(), 0);
        assert_eq!(findings_of(white_space, "a.md", "<<<<<<< ours\n").len(), 1);
        assert_eq!(findings_of(white_space, "a.md", "").len(), 0);
    }

    #[test]
    fn unfinished_words_are_found() {
        let mark = concat!("FIX", "ME");
        assert_eq!(findings_of(unfinished_words, "a.rs", &format!("// {mark}: later\n")).len(), 1);
        assert_eq!(findings_of(unfinished_words, "a.sh", concat!("mktemp a.X", "XXX", "XX; c = \"X", "XX\"\n")).len(), 0);
    }

    #[test]
    fn several_test_programs_are_found() {
        let file = |path: &str| File { path: path.into(), text: String::new() };
        let mut found = Findings::default();
        one_test_binary_per_crate(&[file("a/tests/it.rs"), file("a/tests/it/one.rs"), file("b/tests/it.rs")], &mut found);
        assert_eq!(found.len(), 0);
        one_test_binary_per_crate(&[file("a/tests/one.rs"), file("a/tests/two.rs")], &mut found);
        assert_eq!(found.len(), 1);
    }
}
