//! Cutting: where the words of a text begin and end, in any script.

use crate::fold::fold;
use std::collections::HashSet;
use unicode_normalization::char::is_combining_mark;

/// The most cuts of one text that are indexed; what comes after is not found. PostgreSQL keeps positions up to 16,383.
pub const MAX_CUTS: usize = 12_000;
/// The most letters of one word that count.
const MAX_WORD: usize = 64;

/// A piece of folded text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    /// A word of a script that separates words.
    Word(String),
    /// Characters of a script that does not, without a gap between them.
    Run(Vec<char>),
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Sort {
    Word,
    Run,
    /// An apostrophe: no letter, and no end of a word either.
    Inside,
    Gap,
}

/// Cuts a text into what is indexed, in reading order: words of alphabets whole (an Arabic word with its article also
/// without it); runs of Chinese, Japanese, Korean, Thai and their like into overlapping pairs, each run ended by its last
/// character; and then, once each, the single characters of all runs. Only letters, digits and marks come out, so that no
/// text can pass for a [`Facet`](crate::Facet).
pub fn cut(text: &str) -> Vec<String> {
    let mut cuts = Vec::new();
    let mut singles = Vec::new();
    let mut seen = HashSet::new();
    for piece in pieces(text) {
        if cuts.len() >= MAX_CUTS {
            break;
        }
        match piece {
            Piece::Word(word) => {
                let bare = without_article(&word).map(str::to_owned);
                cuts.push(word);
                cuts.extend(bare);
            }
            Piece::Run(run) => {
                cuts.extend(pairs(&run));
                // The last character keeps two runs apart: a phrase never reaches across a comma.
                cuts.extend(run.last().map(char::to_string));
                singles.extend(run.into_iter().filter(|c| seen.insert(*c)));
            }
        }
    }
    cuts.extend(singles.into_iter().map(String::from));
    cuts.truncate(MAX_CUTS);
    cuts
}

/// The overlapping pairs of a run.
pub(crate) fn pairs(run: &[char]) -> impl Iterator<Item = String> + '_ {
    run.windows(2).map(|pair| pair.iter().collect())
}

/// The pieces of a text, folded.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last = Sort::Gap;
    for letter in fold(text).chars() {
        let sort = sort(letter, last);
        match (sort, pieces.last_mut()) {
            (Sort::Word, Some(Piece::Word(word))) if last != Sort::Gap => {
                if word.chars().count() < MAX_WORD {
                    word.push(letter);
                }
            }
            (Sort::Run, Some(Piece::Run(run))) if last == Sort::Run => run.push(letter),
            (Sort::Word, _) => pieces.push(Piece::Word(letter.into())),
            (Sort::Run, _) => pieces.push(Piece::Run(vec![letter])),
            (Sort::Inside | Sort::Gap, _) => {}
        }
        last = sort;
    }
    pieces
}

fn sort(letter: char, last: Sort) -> Sort {
    let counts = letter.is_alphanumeric() || is_combining_mark(letter);
    match letter {
        '\'' | '\u{2019}' | '\u{2bc}' if last == Sort::Word => Sort::Inside,
        _ if !counts => Sort::Gap,
        _ if unspaced(letter) => Sort::Run,
        _ => Sort::Word,
    }
}

/// Whether the letter is of a script that is written without blanks between words, or (Korean, Yi) whose words are short
/// and carry endings, so that pairs find more than whole words would.
fn unspaced(letter: char) -> bool {
    matches!(letter as u32,
        0x0e00..=0x0eff                     // Thai, Lao
        | 0x1000..=0x109f                   // Myanmar
        | 0x1100..=0x11ff                   // Hangul jamo
        | 0x1780..=0x17ff                   // Khmer
        | 0x1950..=0x19df | 0x1a20..=0x1aaf // Tai Le, New Tai Lue, Tai Tham
        | 0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x303b
        | 0x3040..=0x31ff                   // kana, Bopomofo, Hangul compatibility jamo
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff // Han
        | 0xa000..=0xa4cf                   // Yi
        | 0xa960..=0xa97f | 0xa9e0..=0xa9ff | 0xaa60..=0xaa7f | 0xaa80..=0xaadf
        | 0xac00..=0xd7ff                   // Hangul
        | 0xf900..=0xfaff
        | 0x1aff0..=0x1b16f                 // historic kana
        | 0x20000..=0x3ffff) // Han beyond the basic plane
}

/// An Arabic word without its article and the one-letter word written to it (وال بال كال فال ال لل), if at least three
/// letters remain. `None` when there is nothing to take away.
pub(crate) fn without_article(word: &str) -> Option<&str> {
    ["وال", "بال", "كال", "فال", "لل", "ال"]
        .into_iter()
        .find_map(|article| word.strip_prefix(article))
        .filter(|rest| rest.chars().count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_script_is_cut_its_own_way() {
        for (text, cuts) in [
            ("", ""),
            ("…！？", ""),
            ("School desks", "school desks"),
            ("don't  CO-OP 4G", "dont co op 4g"),
            ("米", "米 米"),
            ("大米", "大米 米 大 米"),
            ("学校，校服", "学校 校 校服 服 学 校 服"),
            ("5公斤rice米", "5 公斤 斤 rice 米 公 斤 米"),
            ("𠮷野家", "𠮷野 野家 家 𠮷 野 家"),
            ("المدرسة", "المدرسه مدرسه"),
            ("الم", "الم"),
            ("학교에", "학교 교에 에 학 교 에"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(cut(text).join(" "), cuts, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_off_and_a_long_word_shortened() {
        assert_eq!(cut(&"水".repeat(50_000)).len(), MAX_CUTS);
        assert_eq!(cut(&"a".repeat(50_000)), ["a".repeat(MAX_WORD)]);
    }

    proptest! {
        #[test]
        fn cuts_are_nothing_but_letters_digits_and_marks(text in "\\PC{0,60}") {
            for one in cut(&text) {
                prop_assert!(!one.is_empty());
                prop_assert!(one.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c)), "{one:?}");
            }
        }

        #[test]
        fn cutting_what_was_cut_keeps_its_words(text in "[a-zA-Zéü' -]{0,40}") {
            let once = cut(&text);
            prop_assert_eq!(cut(&once.join(" ")), once);
        }
    }
}
