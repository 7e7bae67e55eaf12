//! Numbers by which somebody is reached or known, told by their length.

use qianmo_kernel::as_read;

/// What people write between the digits of one number.
pub(super) fn is_between_digits(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑' | '–' | '—' | '－' | '(' | ')' | '（' | '）' | '.' | '·')
        || letter.is_whitespace()
        || letter.is_control()
}

/// Whether a text, given as it is read, holds what looks like anybody's number, in digits, in Chinese numerals, or with letters that
/// look like digits.
pub(super) fn are_in(read: &str) -> bool {
    let counted = as_read::numerals(read);
    let closed: String = counted.chars().filter(|c| !is_between_digits(*c)).collect();
    looks_like_one(&counted) || looks_like_one(&unmasked(&closed))
}

/// Whether a text in plain digits holds what looks like an identity number or a bank card (15 digits and more), or a phone (11
/// digits that begin with 1, 10 or 11 that begin with 0 and are written as one, or 8 and more after a plus).
pub fn looks_like_one(text: &str) -> bool {
    // With spaces or dots between them it may as well be a day and an hour.
    if text.split(|letter: char| !letter.is_ascii_digit()).any(|run| matches!(run.len(), 10 | 11) && run.starts_with('0')) {
        return true;
    }
    let tells = |digits: usize, first: char, plus: bool| digits >= 15 || (digits == 11 && first == '1') || (plus && digits >= 8);
    let (mut digits, mut first, mut plus) = (0, '0', false);
    for letter in text.chars().filter(|c| !is_between_digits(*c)) {
        if letter.is_ascii_digit() {
            if digits == 0 {
                first = letter;
            }
            digits += 1;
            continue;
        }
        if tells(digits, first, plus) {
            return true;
        }
        digits = 0;
        plus = letter == '+';
    }
    tells(digits, first, plus)
}

/// What a letter is taken for among digits: itself, or the digit it looks like.
const fn among_digits(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        'I' | 'i' | 'L' | 'l' | '|' | 'І' | 'і' | 'Ι' | 'ι' => Some('1'),
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' => Some('0'),
        _ => None,
    }
}

/// The text with letters that look like digits turned into them, inside of runs of which half and more is digits:
/// "139I2345678". Words keep their letters.
pub fn unmasked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for run in letters.chunk_by(|a, b| among_digits(*a).is_some() == among_digits(*b).is_some()) {
        let digits = run.iter().filter(|c| c.is_ascii_digit()).count();
        let number = digits >= 5 && run.len() <= digits * 2;
        out.extend(run.iter().map(|c| if number { among_digits(*c).unwrap_or(*c) } else { *c }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_among_digits_are_read_as_digits_and_words_are_left_alone() {
        assert_eq!(unmasked("139I2345678 l39O2345678 138OOOO1111"), "13912345678 13902345678 13800001111");
        assert_eq!(unmasked("oil 2025, hello 12"), "oil 2025, hello 12");
    }

    #[test]
    fn a_number_is_told_by_its_length() {
        for text in [
            "13800138000",
            "138 0013 8000",
            "+966 50 123 4567",
            "0501234567",
            "call 09123456789 now",
            "11010519491231002X",
            "6222-0200-0000-0001",
        ] {
            assert!(looks_like_one(text), "{text}");
        }
        for text in
            ["2345678", "23800138000", "2020-03-15", "05.03.2020 10", "012345678", "12,000 yuan and 13,000 yuan", "20 + 30", ""]
        {
            assert!(!looks_like_one(text), "{text}");
        }
    }
}
