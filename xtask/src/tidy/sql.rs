//! SQL stands where one looks for it, runs on both engines, and keeps away from what does not spread over a cluster.

use crate::files::File;
use crate::findings::Findings;
use crate::rust_text::{RustText, find_words, line_of};

/// What must not be in a statement that runs on both engines, with the reason. Compared without regard to case.
const BANNED: &[(&str, &str)] = &[
    ("now()", "time comes in as a parameter"),
    ("current_timestamp", "time comes in as a parameter"),
    ("random()", "chance comes in as a parameter"),
    ("like", "search words through commons/search, a subtree by the range of its path"),
    ("ilike", "search words through commons/search"),
    ("for update", "no row locks: a guarded UPDATE … RETURNING"),
    ("for share", "no row locks: a guarded UPDATE … RETURNING"),
    ("offset", "page by keyset"),
    ("serial", "ids are made by the program"),
    ("bigserial", "ids are made by the program"),
    ("autoincrement", "ids are made by the program"),
    ("nextval", "ids are made by the program"),
];

/// How a statement begins. Written in capitals, so that a sentence ("Select a place") is not taken for one.
fn is_statement(text: &str) -> bool {
    let text = text.trim_start();
    ["SELECT ", "INSERT INTO ", "INSERT OR ", "DELETE FROM ", "CREATE TABLE ", "CREATE INDEX ", "ALTER TABLE ", "DROP TABLE "]
        .iter()
        .any(|verb| text.starts_with(verb))
        || (text.starts_with("UPDATE ") && text.contains(" SET "))
        || (text.starts_with("WITH ") && text.contains("SELECT "))
}

/// Rooms with another duty: what arrives, what is decided, what is shown. Statements stand beside them, in store.rs or in a file that is
/// named for the rows it keeps.
const WITHOUT_SQL: &[&str] = &["lib.rs", "main.rs", "mod.rs", "routes.rs", "form.rs", "command.rs", "decide.rs", "page.rs"];

/// Where statements are more than constants: the database layer itself, tests, and what measures other ways than ours.
fn is_free(file: &File) -> bool {
    is_test(file) || ["foundation/db/", "foundation/testkit/", "bench/"].iter().any(|folder| file.path.starts_with(folder))
}

fn is_test(file: &File) -> bool {
    file.name() == "tests.rs" || file.is_within("tests") || file.path.starts_with("xtask/")
}

fn banned_in(statement: &str) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    // Names, not words of the language: a column "like" would be quoted, and none is. Text in '…' may say anything.
    let bare = without_text(&statement.to_ascii_lowercase());
    BANNED
        .iter()
        .flat_map(move |&(word, why)| find_words(&bare, word).into_iter().map(move |at| (at, word, why)).collect::<Vec<_>>())
}

fn without_text(statement: &str) -> String {
    let mut inside = false;
    let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
    statement
        .chars()
        .map(|c| {
            if c == '\'' {
                inside = !inside;
            }
            if inside { blank(c) } else { c }
        })
        .collect()
}

pub fn rust(file: &File, found: &mut Findings) {
    if is_free(file) {
        return;
    }
    let text = RustText::of(&file.text);
    let registered = invocations(&text.code, "sql!");
    for literal in text.literals.iter().filter(|literal| !literal.in_test && is_statement(&literal.text)) {
        if !registered.iter().any(|&(from, to)| (from..to).contains(&literal.start)) {
            found.at(&file.path, literal.line, "SQL outside sql! { … }: no test prepares it on both engines");
        } else if WITHOUT_SQL.contains(&file.name()) {
            found.at(&file.path, literal.line, format_args!("SQL in {}: it belongs in store.rs", file.name()));
        }
        if matches!(text.word_before(literal.start), "sqlite" | "postgres") {
            continue;
        }
        for (_, word, why) in banned_in(&literal.text) {
            found.at(&file.path, literal.line, format_args!("{word} in SQL: {why}"));
        }
    }
}

/// The byte ranges of a macro's invocations with braces.
fn invocations(code: &str, name: &str) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    for at in find_words(code, name) {
        let Some(open) = code[at..].find('{').map(|offset| at + offset) else { continue };
        let mut depth = 0_usize;
        for (i, byte) in code.bytes().enumerate().skip(open) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                ranges.push((open, i));
                break;
            }
        }
    }
    ranges
}

pub fn migration(file: &File, found: &mut Findings) {
    if file.is_within("migrations") && !file.text.lines().any(|line| line.starts_with("-- down:")) {
        found.at(&file.path, 1, "a line \"-- down: …\" says how to go back");
    }
    let without_comments: String = file
        .text
        .split_inclusive('\n')
        .map(|line| match line.find("--") {
            Some(at) => format!("{}\n", &line[..at]),
            None => line.to_owned(),
        })
        .collect();
    for (at, word, why) in banned_in(&without_comments) {
        found.at(&file.path, line_of(&without_comments, at), format_args!("{word} in SQL: {why}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::findings_of;

    #[test]
    fn sql_is_registered() {
        let bare = "const A: &str = \"SELECT 1\";\n";
        let registered = "qianmo_db::sql! {\n    /// One.\n    pub const A = \"SELECT 1\";\n}\n";
        assert_eq!(findings_of(rust, "domains/aid/src/pledge/store.rs", bare).len(), 1);
        assert_eq!(findings_of(rust, "domains/aid/src/pledge/store.rs", registered).len(), 0);
        assert_eq!(findings_of(rust, "domains/aid/src/pledge/room.rs", registered).len(), 0);
        assert_eq!(findings_of(rust, "domains/aid/src/pledge/command.rs", registered).len(), 1);
        assert_eq!(findings_of(rust, "foundation/db/src/sqlite.rs", bare).len(), 0);
        assert_eq!(findings_of(rust, "server/src/cli.rs", "const A: &str = \"Select a place, UPDATE it\";\n").len(), 0);
    }

    #[test]
    fn what_does_not_travel_is_found() {
        let found =
            |statement: &str| findings_of(rust, "domains/aid/src/pledge/store.rs", &format!("sql! {{ const A = {statement}; }}\n"));
        for statement in [
            "SELECT a FROM b WHERE c LIKE 'x%'",
            "SELECT a FROM b\\n FOR UPDATE",
            "UPDATE a SET b = NOW()",
            "SELECT a FROM b LIMIT 5 OFFSET 5",
        ] {
            assert_eq!(found(&format!("\"{statement}\"")).len(), 1, "{statement}");
        }
        assert!(found("\"SELECT likely FROM b WHERE c = 'like this'\"").is_empty());
        assert!(found("sqlite \"SELECT 1\" postgres \"SELECT 1 FOR UPDATE\"").is_empty());
    }

    #[test]
    fn migrations_say_how_to_go_back() {
        assert_eq!(findings_of(migration, "domains/aid/migrations/0001_a.sql", "CREATE TABLE a (b BIGINT);\n").len(), 1);
        let good = "-- down: DROP TABLE a; nothing like now() here\nCREATE TABLE a (b BIGINT);\n";
        assert_eq!(findings_of(migration, "domains/aid/migrations/0001_a.sql", good).len(), 0);
        let bad = "-- down: x\n\nCREATE TABLE a (b BIGSERIAL);\n";
        assert!(findings_of(migration, "domains/aid/migrations/0001_a.sql", bad)[0].contains(":3:"));
    }
}
