//! Sizes as people write them: 110–150, 38, XL. Pure.

use std::collections::BTreeSet;

/// Sizes by letters, as they follow one another.
const LETTERS: &[&[&str]] = &[&["xxs"], &["xs"], &["s"], &["m"], &["l"], &["xl"], &["xxl", "2xl"], &["xxxl", "3xl"]];

/// The sizes that a text names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sizes {
    /// From and to, both included.
    spans: Vec<(i64, i64)>,
    letters: BTreeSet<usize>,
}

/// What two texts say of sizes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Together {
    /// One of them says nothing.
    Unsaid,
    /// Some of the sizes are the same.
    Fit,
    /// None is.
    Apart,
}

/// The numbers that can be a size of this kind of goods; none where sizes say nothing.
const fn plausible(kind: &str) -> Option<(i64, i64)> {
    match kind.as_bytes() {
        b"clothing" => Some((44, 200)),
        b"shoes" => Some((15, 50)),
        _ => None,
    }
}

impl Sizes {
    /// The sizes of goods of this kind that a text names.
    pub fn of(kind: &str, text: &str) -> Self {
        let Some((least, most)) = plausible(kind) else { return Sizes::default() };
        let mut sizes = Sizes::default();
        let pieces = pieces(text);
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Number(n) => {
                    let from = match (at.checked_sub(1).and_then(|i| pieces.get(i)), at.checked_sub(2).and_then(|i| pieces.get(i)))
                    {
                        (Some(Piece::Until), Some(Piece::Number(from))) if from <= n => *from,
                        _ => *n,
                    };
                    if from >= least && *n <= most {
                        sizes.spans.push((from, *n));
                    }
                }
                Piece::Word(word) => {
                    let place = LETTERS.iter().position(|names| names.contains(&word.as_str()));
                    sizes.letters.extend(place);
                }
                Piece::Until | Piece::Gap => {}
            }
        }
        sizes
    }

    /// Whether these and the other's go together.
    pub fn with(&self, other: &Sizes) -> Together {
        let numbers = !self.spans.is_empty() && !other.spans.is_empty();
        let letters = !self.letters.is_empty() && !other.letters.is_empty();
        let meet = self.spans.iter().any(|(a, b)| other.spans.iter().any(|(c, d)| a <= d && c <= b));
        if meet || !self.letters.is_disjoint(&other.letters) {
            Together::Fit
        } else if numbers || letters {
            Together::Apart
        } else {
            Together::Unsaid
        }
    }
}

enum Piece {
    Number(i64),
    Word(String),
    /// What stands between the ends of a range.
    Until,
    Gap,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let letters: Vec<char> = text.chars().collect();
    for run in letters.chunk_by(|a, b| sort(*a) == sort(*b)) {
        let Some(first) = run.first() else { continue };
        match sort(*first) {
            Sort::Digit if run.len() <= 3 => {
                found.push(Piece::Number(run.iter().filter_map(|c| digit(*c)).fold(0, |n, d| n * 10 + i64::from(d))));
            }
            Sort::Letter => {
                let word: String = run.iter().flat_map(|c| c.to_lowercase()).collect();
                let until = matches!(word.as_str(), "to" | "至" | "到" | "الى" | "إلى");
                // "2xl": the number belongs to the letters.
                match (found.last(), word.as_str()) {
                    (Some(Piece::Number(n @ 2..=3)), "xl") => {
                        let word = format!("{n}xl");
                        found.pop();
                        found.push(Piece::Word(word));
                    }
                    _ => found.push(if until { Piece::Until } else { Piece::Word(word) }),
                }
            }
            Sort::Dash if run.len() == 1 => found.push(Piece::Until),
            Sort::Blank => {}
            _ => found.push(Piece::Gap),
        }
    }
    found
}

#[derive(PartialEq, Eq)]
enum Sort {
    Digit,
    Letter,
    Dash,
    Blank,
    Other,
}

fn sort(letter: char) -> Sort {
    match letter {
        _ if digit(letter).is_some() => Sort::Digit,
        '-' | '‐' | '‑' | '–' | '—' | '－' | '~' | '～' => Sort::Dash,
        // "Child's" is no size S.
        '\'' | '\u{2019}' => Sort::Letter,
        _ if letter.is_alphabetic() => Sort::Letter,
        _ if letter.is_whitespace() => Sort::Blank,
        _ => Sort::Other,
    }
}

fn digit(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => Some(letter as u32 - '0' as u32),
        '０'..='９' => Some(letter as u32 - '０' as u32),
        '٠'..='٩' => Some(letter as u32 - '٠' as u32),
        '۰'..='۹' => Some(letter as u32 - '۰' as u32),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn together(kind: &str, offered: &str, asked: &str) -> Together {
        Sizes::of(kind, offered).with(&Sizes::of(kind, asked))
    }

    #[test]
    fn sizes_go_together_or_do_not() {
        for (offered, asked, said) in [
            ("110–150", "Winter coat, size 130", Together::Fit),
            ("110 to 150", "冬季棉衣130码", Together::Fit),
            ("١١٠ إلى ١٥٠", "130", Together::Fit),
            ("１１０～１５０", "150-160", Together::Fit),
            ("110, 120", "130", Together::Apart),
            ("110–150", "160", Together::Apart),
            ("M, L, XL", "Coat XL", Together::Fit),
            ("2XL", "XXL", Together::Fit),
            ("S", "L", Together::Apart),
            ("S", "130", Together::Unsaid),
            ("S", "A child's coat", Together::Unsaid),
            ("110–150", "3 coats for a child of 9", Together::Unsaid),
            ("", "130", Together::Unsaid),
        ] {
            assert_eq!(together("clothing", offered, asked), said, "{offered} / {asked}");
        }
        assert_eq!(together("shoes", "36–40", "棉鞋38码"), Together::Fit);
        assert_eq!(together("shoes", "36–40", "42"), Together::Apart);
        assert_eq!(together("food", "10", "25 kg"), Together::Unsaid, "a weight is no size");
    }
}
