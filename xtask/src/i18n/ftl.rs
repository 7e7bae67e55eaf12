//! Reads as much of Fluent's syntax as the comparison needs: keys, attributes, which variables and which other messages a value uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::File;
use crate::findings::Findings;

/// One message or term.
#[derive(Debug, Default)]
pub struct Message {
    pub line: usize,
    pub variables: BTreeSet<String>,
    pub attributes: BTreeSet<String>,
    /// Said above it: the text is the same in every language, as a name is.
    pub same_everywhere: bool,
    text: String,
    term: bool,
}

impl Message {
    /// Terms (`-name`) are for use within messages; a language need not have those it does not use.
    pub fn is_term(&self) -> bool {
        self.term
    }

    /// Do both say the same words, of which there are any?
    pub fn reads_as(&self, other: &Message) -> bool {
        self.text == other.text
            && outside_braces(&self.text).split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 2)
    }
}

/// One file of messages.
#[derive(Debug, Default)]
pub struct Catalogue {
    pub messages: BTreeMap<String, Message>,
    /// Messages and terms that other messages use.
    pub references: BTreeSet<String>,
    /// Beginnings of keys that are put together while running, with the line that declares them.
    pub families: Vec<(String, usize)>,
}

pub fn read(file: &File, found: &mut Findings) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let mut current: Option<(String, Message)> = None;
    let mut same_next = false;
    for (i, line) in file.text.lines().enumerate() {
        let number = i + 1;
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim_start_matches('#').trim();
            if let Some(family) = comment.strip_prefix("i18n-family:") {
                match family.trim().strip_suffix('*') {
                    Some(prefix) if prefix.ends_with('-') => catalogue.families.push((prefix.to_owned(), number)),
                    _ => found.at(&file.path, number, "a family is written \"# i18n-family: crate-something-*\""),
                }
            }
            same_next |= comment == "i18n-same";
        } else if line.starts_with([' ', '}']) {
            match &mut current {
                Some((_, message)) => {
                    if let Some((name, _)) = line.trim().strip_prefix('.').and_then(|rest| rest.split_once('=')) {
                        message.attributes.insert(name.trim().to_owned());
                    }
                    message.text.push('\n');
                    message.text.push_str(line.trim());
                }
                None => found.at(&file.path, number, "a line that belongs to no message"),
            }
        } else if let Some((key, value)) = line.split_once('=').filter(|(key, _)| is_key(key.trim())) {
            finish(current.take(), file, &mut catalogue, found);
            let (key, value) = (key.trim().to_owned(), value.trim().to_owned());
            let term = key.starts_with('-');
            let message = Message { line: number, text: value, same_everywhere: same_next, term, ..Message::default() };
            same_next = false;
            current = Some((key, message));
        } else if !line.trim().is_empty() {
            found.at(&file.path, number, "neither a message nor a comment");
        }
    }
    finish(current, file, &mut catalogue, found);
    catalogue
}

fn is_key(word: &str) -> bool {
    let word = word.strip_prefix('-').unwrap_or(word);
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

fn finish(entry: Option<(String, Message)>, file: &File, catalogue: &mut Catalogue, found: &mut Findings) {
    let Some((key, mut message)) = entry else { return };
    if message.text.trim().is_empty() {
        found.at(&file.path, message.line, format_args!("{key} says nothing"));
    }
    if message.text.matches('{').count() != message.text.matches('}').count() {
        found.at(&file.path, message.line, format_args!("{key}: a brace is not closed"));
    }
    for inside in braces(&message.text) {
        placeable(inside, &mut message.variables, &mut catalogue.references);
    }
    let line = message.line;
    if catalogue.messages.insert(key.clone(), message).is_some() {
        found.at(&file.path, line, format_args!("{key} is there twice"));
    }
}

/// The texts between braces, the inner ones of nested ones too.
fn braces(text: &str) -> Vec<&str> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '{' => open.push(at + 1),
            '}' => found.extend(open.pop().map(|from| &text[from..at])),
            _ => {}
        }
    }
    found
}

fn outside_braces(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

fn placeable(inside: &str, variables: &mut BTreeSet<String>, references: &mut BTreeSet<String>) {
    // In a selector only what stands before the arrow is an expression; inner placeables come on their own.
    let expression = inside.split("->").next().unwrap_or(inside);
    let mut in_quotes = false;
    let mut name = String::new();
    for c in expression.chars().chain([' ']) {
        if c == '"' {
            in_quotes = !in_quotes;
        }
        if !in_quotes && (c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$' | '.')) {
            name.push(c);
            continue;
        }
        if let Some(variable) = name.strip_prefix('$') {
            variables.insert(variable.to_owned());
        } else if name.starts_with(|c: char| c.is_ascii_lowercase() || c == '-') && c != ':' && name.len() > 1 {
            // Functions are in capitals, named arguments end with a colon, numbers begin with a digit.
            references.insert(name.split('.').next().unwrap_or(&name).to_owned());
        }
        name.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(text: &str) -> (Catalogue, Vec<String>) {
        let mut found = Findings::default();
        let file = File { path: "a/locales/en.ftl".into(), text: text.into() };
        let catalogue = read(&file, &mut found);
        (catalogue, found.lines().to_vec())
    }

    #[test]
    fn messages_terms_attributes_selectors() {
        let (catalogue, found) = catalogue(
            "## Part\n-aid-brand = Qianmo\naid-a = One { $x } from { -aid-brand }\n    .hint = See { aid-b }\n\
             aid-b = { $count ->\n    [one] one family\n   *[other] { NUMBER($count, minimumFractionDigits: 1) } families in { $place }\n}\naid-c =\n    Text\n    below\n",
        );
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(catalogue.messages.keys().collect::<Vec<_>>(), ["-aid-brand", "aid-a", "aid-b", "aid-c"]);
        assert!(catalogue.messages["aid-a"].attributes.contains("hint"));
        assert_eq!(catalogue.messages["aid-b"].variables.iter().collect::<Vec<_>>(), ["count", "place"]);
        assert_eq!(catalogue.references.iter().collect::<Vec<_>>(), ["-aid-brand", "aid-b"]);
    }

    #[test]
    fn what_is_wrong_is_found() {
        let (_, found) = catalogue("aid-a = A\naid-a = B\naid-b =\naid-c = { $x\nnonsense\n# i18n-family: aid*\n");
        assert_eq!(found.len(), 5, "{found:?}");
    }

    #[test]
    fn words_are_compared_and_numbers_are_not() {
        let (one, _) = catalogue("aid-a = { $amount } · { $n }\naid-b = Give now\n");
        assert!(!one.messages["aid-a"].reads_as(&one.messages["aid-a"]));
        assert!(one.messages["aid-b"].reads_as(&one.messages["aid-b"]));
    }
}
