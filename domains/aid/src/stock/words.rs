//! What a few words describe: the things they name, and the words themselves, cut as the search cuts them. Pure.
//!
//! So 棉衣 is found in 冬季棉衣, and "winter coats" in "a child's winter coat". The longest name counts: a desk lamp names a lamp and no
//! desk.

use super::things::{THINGS, Thing};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Words that say nothing of what a thing is.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "and",
    "for",
    "in",
    "of",
    "or",
    "the",
    "to",
    "with",
    "new",
    "used",
    "good",
    "some",
    "size",
    "pair",
    "piece",
    "set",
    "pcs",
    "one",
    "two",
    "من",
    "في",
    "الى",
    "مع",
    "او",
    "على",
    "عدد",
    "قطعه",
    "مقاس",
    "جديد",
    "جديده",
];

/// What some words describe.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Described {
    /// Names of things.
    pub things: BTreeSet<&'static str>,
    /// Words of alphabets by their stem, and pairs of the characters of other scripts.
    pub words: BTreeSet<String>,
}

impl Described {
    /// What this text describes.
    pub fn of(text: &str) -> Self {
        let cuts = Cuts::of(text);
        let named: Vec<&Named> = lexicon().iter().filter(|name| name.is_in(&cuts)).collect();
        let things =
            named.iter().filter(|name| !named.iter().any(|other| other.swallows(name))).map(|name| name.thing.name).collect();
        Described { things, words: cuts.words }
    }

    /// The things that it names.
    pub fn known(&self) -> impl Iterator<Item = &'static Thing> + '_ {
        THINGS.iter().filter(|thing| self.things.contains(thing.name))
    }

    /// The kinds of the things that it names.
    pub fn kinds(&self) -> BTreeSet<&'static str> {
        self.known().map(|thing| thing.kind).collect()
    }

    /// The scripts of its words, as far as they matter for comparing words: those without blanks, Arabic, and all others.
    pub fn scripts(&self) -> BTreeSet<u8> {
        let script = |word: &String| match word.chars().next() {
            _ if is_of_run(word) => 0,
            Some('\u{600}'..='\u{6ff}') => 1,
            _ => 2,
        };
        self.words.iter().map(script).collect()
    }

    /// The kinds of which it names the whole: "clothes".
    pub fn general(&self) -> BTreeSet<&'static str> {
        self.known().filter(|thing| thing.general).map(|thing| thing.kind).collect()
    }
}

/// A text in pieces.
#[derive(Default)]
struct Cuts {
    /// Stems and pairs as they follow one another.
    order: Vec<String>,
    /// Those that tell what something is.
    words: BTreeSet<String>,
    /// Characters with which a run of a script without blanks ends.
    ends: BTreeSet<String>,
}

impl Cuts {
    fn of(text: &str) -> Self {
        let (mut order, mut singles) = (Vec::new(), BTreeMap::new());
        for cut in qianmo_search::cut(text) {
            match (is_of_run(&cut), cut.chars().nth(1).is_none()) {
                (true, true) => *singles.entry(cut).or_insert(0) += 1,
                (true, false) => order.push(cut),
                (false, _) => {
                    // An Arabic word with its article comes without it next.
                    if order.last().is_some_and(|before: &String| before.strip_prefix("ال") == Some(cut.as_str())) {
                        order.pop();
                    }
                    order.push(stem(&cut));
                }
            }
        }
        let tells = |word: &&String| word.chars().any(char::is_alphabetic) && !EMPTY.contains(&word.as_str());
        let words = order.iter().filter(tells).cloned().collect();
        // Each character of a run comes once by itself, and the last one of a run once more.
        let ends = singles.into_iter().filter(|(_, times)| *times > 1).map(|(single, _)| single).collect();
        Cuts { order, words, ends }
    }
}

/// A name of a thing, in pieces.
struct Named {
    thing: &'static Thing,
    order: Vec<String>,
    /// A name of one character: the end of a run.
    end: Option<String>,
}

impl Named {
    fn of(thing: &'static Thing, name: &str) -> Self {
        let cuts = Cuts::of(name);
        let end = if cuts.order.is_empty() { cuts.ends.into_iter().next() } else { None };
        Named { thing, order: cuts.order, end }
    }

    fn is_in(&self, cuts: &Cuts) -> bool {
        self.end.as_ref().map_or_else(|| holds(&cuts.order, &self.order), |end| cuts.ends.contains(end))
    }

    /// Whether the other name is but a piece of this one.
    fn swallows(&self, other: &Named) -> bool {
        if self.thing.name == other.thing.name {
            return false;
        }
        match (&self.end, &other.end) {
            (None, Some(end)) => self.order.iter().any(|word| is_of_run(word) && word.ends_with(end.as_str())),
            (None, None) => other.order.len() < self.order.len() && holds(&self.order, &other.order),
            (Some(_), _) => false,
        }
    }
}

/// Whether these words stand in that order, one after another.
fn holds(order: &[String], words: &[String]) -> bool {
    !words.is_empty() && order.windows(words.len()).any(|some| some == words)
}

fn lexicon() -> &'static [Named] {
    static NAMES: OnceLock<Vec<Named>> = OnceLock::new();
    NAMES.get_or_init(|| THINGS.iter().flat_map(|thing| thing.words.iter().map(|word| Named::of(thing, word))).collect())
}

/// Whether a cut is of a script that is written without blanks between words.
fn is_of_run(cut: &str) -> bool {
    cut.chars().next().is_some_and(|c| {
        matches!(c as u32,
            0x0e00..=0x0eff | 0x1000..=0x109f | 0x1100..=0x11ff | 0x1780..=0x17ff | 0x2e80..=0x31ff | 0x3400..=0xa4cf
            | 0xa960..=0xa97f | 0xaa60..=0xaadf | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0x1aff0..=0x1b16f | 0x20000..=0x3ffff)
    })
}

/// A word of an alphabet without the ending of its plural, as far as English goes; others stay as they are.
fn stem(word: &str) -> String {
    let one = match word {
        "children" | "childrens" => return "child".to_owned(),
        "women" | "womens" => return "woman".to_owned(),
        "men" | "mens" => return "man".to_owned(),
        _ => word,
    };
    if !one.is_ascii() || one.len() < 4 {
        return one.to_owned();
    }
    if let Some(root) = one.strip_suffix("ies").filter(|root| root.len() > 2) {
        return format!("{root}y");
    }
    for ending in ["sses", "xes", "zes", "ches", "shes"] {
        if one.ends_with(ending) {
            return one.strip_suffix("es").unwrap_or(one).to_owned();
        }
    }
    match one.strip_suffix('s') {
        Some(root) if !root.ends_with(['s', 'u', 'i']) => root.to_owned(),
        _ => one.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn things(text: &str) -> Vec<&'static str> {
        Described::of(text).things.into_iter().collect()
    }

    #[test]
    fn a_thing_is_known_in_every_language_and_by_its_longest_name() {
        for (text, known) in [
            ("30 winter coats", vec!["coat"]),
            ("A children's winter coat, size 130", vec!["coat"]),
            ("棉衣", vec!["coat"]),
            ("冬季棉衣130码", vec!["coat"]),
            ("معاطف شتوية للأطفال", vec!["coat"]),
            ("المعطف", vec!["coat"]),
            ("معطف مطر", vec!["raincoat"]),
            ("Desk lamps", vec!["lamp"]),
            ("A desk and a lamp", vec!["desk", "lamp"]),
            ("الحقيبة المدرسية", vec!["schoolbag"]),
            ("书桌", vec!["desk"]),
            ("书包", vec!["schoolbag"]),
            ("电饭锅", vec!["rice-cooker"]),
            ("轮椅", vec!["wheelchair"]),
            ("电热毯", vec!["electric-blanket"]),
            ("笔记本电脑5台", vec!["laptop"]),
            ("laptops", vec!["laptop"]),
            ("notebook computers", vec!["laptop"]),
            ("حاسوب محمول", vec!["laptop"]),
            ("cotton shoes and socks", vec!["shoes", "socks"]),
            ("童装", vec!["clothes"]),
            ("something else", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(things(text), known, "{text}");
        }
    }

    #[test]
    fn endings_of_plurals_are_the_same_word() {
        for (many, one) in [
            ("coats", "coat"),
            ("glasses", "glass"),
            ("boxes", "box"),
            ("brushes", "brush"),
            ("batteries", "battery"),
            ("blouses", "blouse"),
            ("childrens", "child"),
            ("bus", "bus"),
            ("dress", "dress"),
            ("معاطف", "معاطف"),
        ] {
            assert_eq!(stem(many), one, "{many}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_described_and_always_alike(text in "\\PC{0,60}") {
            prop_assert_eq!(Described::of(&text), Described::of(&text));
        }

        #[test]
        fn every_name_of_every_thing_is_known_as_it(at in 0..THINGS.len()) {
            for word in THINGS[at].words {
                prop_assert!(things(word).contains(&THINGS[at].name), "{}", word);
            }
        }
    }
}
