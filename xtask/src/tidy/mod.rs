//! House rules that hold for every file: `cargo xtask tidy`. Each rule is a function from one file to findings.

mod locks;
mod places;
mod rust;
mod shape;
mod sql;

use crate::files::{self, File};
use crate::findings::{Findings, Res};

pub fn run() -> Res<Findings> {
    Ok(check_all(&files::all()?))
}

/// Everything that these files have to be told.
pub(crate) fn check_all(files: &[File]) -> Findings {
    let mut found = Findings::default();
    for file in files {
        check(file, &mut found);
    }
    shape::one_test_binary_per_crate(files, &mut found);
    shape::ratchet_is_tight(files, &mut found);
    found
}

fn check(file: &File, found: &mut Findings) {
    if locks::is_lock(file) {
        locks::hosts(file, found);
        return;
    }
    places::pending_snapshot(file, found);
    if is_made_by_others(file) {
        return;
    }
    shape::length(file, found);
    shape::white_space(file, found);
    shape::unfinished_words(file, found);
    places::machine_paths(file, found);
    places::registry_hosts(file, found);
    match file.extension() {
        "rs" => {
            rust::module_story(file, found);
            rust::unfinished_code(file, found);
            sql::rust(file, found);
        }
        "sql" => sql::migration(file, found),
        _ => {}
    }
}

/// Text that no person types: the licence, recorded answers, sample data.
fn is_made_by_others(file: &File) -> bool {
    file.path == "LICENSE"
        || file.is_within("fixtures")
        || matches!(file.extension(), "snap" | "svg" | "csv" | "proptest-regressions")
}

#[cfg(test)]
pub(crate) fn findings_of(rule: fn(&File, &mut Findings), path: &str, text: &str) -> Vec<String> {
    let mut found = Findings::default();
    rule(&File { path: path.into(), text: text.into() }, &mut found);
    found.lines().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_order_gives_no_finding() {
        assert!(findings_of(check, "domains/x/src/lib.rs", "//! A story.\n\npub fn f() {}\n").is_empty());
    }

    #[test]
    fn recorded_answers_are_left_alone() {
        assert!(findings_of(check, "domains/x/src/snapshots/a.snap", "trailing \t\n").is_empty());
        assert_eq!(findings_of(check, "domains/x/src/snapshots/a.snap.new", "x\n").len(), 1);
    }
}
