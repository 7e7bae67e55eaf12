//! Finds the message keys that a source or a template uses.

use std::collections::BTreeSet;

use crate::files::File;
use crate::rust_text::{RustText, line_of};

/// Said on a line whose string only looks like a key.
const NOT_A_MESSAGE: &str = "not a message";

/// Methods whose first string is a key whatever it looks like.
const TRANSLATE: &[&str] = &["t", "t1", "t2", "t3", "t_args"];

/// Methods whose first string is the beginning of several keys: `.family("aid-state", state)` is `aid-state-open` and its like.
const FAMILY: &[&str] = &["family"];

/// A use of a key, or of all keys of a family.
#[derive(Debug, PartialEq, Eq)]
pub struct Use {
    /// The key; of a family, its beginning with a dash at the end.
    pub key: String,
    pub family: bool,
    pub line: usize,
}

/// The keys that a file uses. `owners`: the words that keys begin with.
pub fn in_file(file: &File, owners: &BTreeSet<&str>) -> Vec<Use> {
    if file.path.starts_with("xtask/") || file.name() == "tests.rs" || file.is_within("tests") {
        return Vec::new();
    }
    match file.extension() {
        "rs" => in_rust(&file.text, owners, 0),
        "html" | "txt" | "xml" if file.is_within("templates") => in_template(&file.text, owners),
        _ => Vec::new(),
    }
}

fn in_rust(source: &str, owners: &BTreeSet<&str>, lines_before: usize) -> Vec<Use> {
    let text = RustText::of(source);
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    for literal in text.literals.iter().filter(|literal| !literal.in_test) {
        let said = &literal.text;
        let is_text = said.is_empty() || said.contains(['{', ' ']);
        let is_marked = lines.get(literal.line - 1).is_some_and(|line| line.contains(NOT_A_MESSAGE));
        if is_text || is_marked {
            continue;
        }
        let line = literal.line + lines_before;
        if is_given_to(FAMILY, &text.code, literal.start) {
            found.push(Use { key: format!("{said}-"), family: true, line });
        } else if looks_like_key(said, owners) || is_given_to(TRANSLATE, &text.code, literal.start) {
            found.push(Use { key: said.clone(), family: false, line });
        }
    }
    found
}

/// `aid-pledged`, where a crate is called aid; not `aid-`, not `aid-{state}`, not `aid-Pledged`.
fn looks_like_key(text: &str, owners: &BTreeSet<&str>) -> bool {
    let Some((owner, rest)) = text.split_once('-') else { return false };
    owners.contains(owner)
        && !rest.is_empty()
        && !rest.ends_with('-')
        && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
}

/// Is the string at this place the first argument of one of these methods?
fn is_given_to(methods: &[&str], code: &str, at: usize) -> bool {
    let before = code.get(..at).unwrap_or_default().trim_end();
    let Some(callee) = before.strip_suffix('(') else { return false };
    let start = callee.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |i| i + 1);
    methods.contains(&callee.get(start..).unwrap_or_default()) && callee.get(..start).is_some_and(|before| before.ends_with('.'))
}

/// The strings within `{{ … }}` and `{% … %}`; what stands around them is HTML, where `class="aid-card"` is no key.
fn in_template(source: &str, owners: &BTreeSet<&str>) -> Vec<Use> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = source.get(from..).and_then(|rest| rest.find('{')).map(|offset| from + offset) {
        let closing = match source.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                from = open + 1;
                continue;
            }
        };
        let inside = open + 2;
        let end = source[inside..].find(closing).map_or(source.len(), |offset| inside + offset);
        if closing != "#}" {
            found.extend(in_rust(&source[inside..end], owners, line_of(source, inside) - 1));
        }
        from = (end + 2).min(source.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(path: &str, text: &str) -> Vec<(String, usize)> {
        let file = File { path: path.into(), text: text.into() };
        in_file(&file, &BTreeSet::from(["aid", "web"])).into_iter().map(|used| (used.key, used.line)).collect()
    }

    fn names(path: &str, text: &str) -> Vec<String> {
        keys(path, text).into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn rust_calls_of_every_kind() {
        let source = "fn f() {\n  Refused::new(Kind::Conflict, \"aid-taken\");\n  Refused::field(\"amount\", \"aid-too-much\");\n  cx.t(\"hello\");\n  \
            cx.page(\"aid-title\", &body);\n  format!(\"aid-state-{}\", x);\n  let path = \"/aid-x\"; let id = \"aid-x\"; // not a message\n}\n\
            #[cfg(test)]\nmod tests { const A: &str = \"aid-of-a-test\"; }\n";
        assert_eq!(names("domains/aid/src/a.rs", source), ["aid-taken", "aid-too-much", "hello", "aid-title"]);
        assert_eq!(keys("domains/aid/src/a.rs", source)[1].1, 3);
    }

    #[test]
    fn other_strings_are_left_alone() {
        let source = "fn f() { insert(\"hello\"); x.get(\"aid\"); \"ledger-x\"; \"aid-\"; \"aid-Upper\"; assert(\"web.x\"); }";
        assert!(names("domains/aid/src/a.rs", source).is_empty());
        assert!(names("domains/aid/src/tests.rs", "fn f() { t(\"aid-x\"); }").is_empty());
    }

    #[test]
    fn families() {
        let file = File { path: "domains/aid/templates/a.html".into(), text: "{{ v.family(\"aid-state\", state) }}".into() };
        let found = in_file(&file, &BTreeSet::from(["aid"]));
        assert_eq!(found, [Use { key: "aid-state-".into(), family: true, line: 1 }]);
    }

    #[test]
    fn templates() {
        let source = "<p class=\"aid-card\">{{ v.t(\"aid-hello\") }}</p>\n{# {{ v.t(\"aid-old\") }} #}\n{% if x %}{{ f.text(\"title\", \"aid-label\")|safe }}{% endif %}\n";
        assert_eq!(keys("domains/aid/templates/a/b.html", source), [("aid-hello".into(), 1), ("aid-label".into(), 3)]);
        assert!(names("ui/preview.html", source).is_empty());
    }
}
