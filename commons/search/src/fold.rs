//! Folding: letters that readers take for the same become the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The first of the ten decimal digits of each script whose digits people type in place of 0 to 9.
const ZEROS: [u32; 18] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0, 0x0f20, 0x1040,
    0x17e0, 0x1810,
];

/// Brings a text to the form that is indexed: compatibility forms (full-width letters, ligatures, presentation forms)
/// undone, small letters, no diacritics on Latin, Greek, Cyrillic, Hebrew and Arabic letters, Arabic variants of one letter
/// joined, digits of any script as 0 to 9, nothing invisible. Marks of other scripts (Thai vowels, kana voicing, Indic
/// signs) make another letter there and stay.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkc() {
        if letter.is_ascii() {
            out.push(letter.to_ascii_lowercase());
        } else if !invisible(letter) {
            for small in letter.to_lowercase() {
                if drops_marks(small) {
                    std::iter::once(small).nfd().filter(|part| !is_combining_mark(*part)).for_each(|part| same(part, &mut out));
                } else {
                    same(small, &mut out);
                }
            }
        }
    }
    out
}

/// Letters that are written or not at the writer's liking: the Arabic lengthening stroke, joiners, soft hyphens, selectors.
fn invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The scripts in which a mark above or below may be left out: Latin, Greek, Cyrillic, Hebrew, Arabic, Syriac.
fn drops_marks(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{74f}' | '\u{8a0}'..='\u{8ff}' | '\u{1ab0}'..='\u{1aff}' | '\u{1c80}'..='\u{1c8f}'
        | '\u{1d00}'..='\u{1fff}' | '\u{20d0}'..='\u{20ff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a640}'..='\u{a69f}'
        | '\u{a720}'..='\u{a7ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Pushes the letter that stands for this one.
fn same(letter: char, out: &mut String) {
    let one = match letter {
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        'þ' => return out.push_str("th"),
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ı' => 'i',
        'ς' => 'σ',
        // Alef with wasla; teh marbuta and the heh of Urdu and Kurdish; alef maksura and the Farsi yeh; the Farsi kaf.
        'ٱ' => 'ا',
        'ة' | 'ہ' | 'ھ' | 'ە' => 'ه',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        other => digit(other).unwrap_or(other),
    };
    out.push(one);
}

fn digit(letter: char) -> Option<char> {
    let code = letter as u32;
    let value = ZEROS.iter().find_map(|&zero| (zero..zero + 10).contains(&code).then(|| code - zero))?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_readers_take_for_the_same_is_the_same() {
        for (typed, folded) in [
            ("ＡＢＣ１２３", "abc123"),
            ("École à Zürich", "ecole a zurich"),
            ("Straße Łódź Ørsted", "strasse lodz orsted"),
            ("İstanbul", "istanbul"),
            ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
            ("ﬁsh", "fish"),
            ("أحمد إلى آمنة ٱلكتاب", "احمد الي امنه الكتاب"),
            ("مـــدرسة مُدَرِّسَة", "مدرسه مدرسه"),
            ("کتاب ۱۲ ١٢", "كتاب 12 12"),
            ("ﻣﺪﺭﺳﺔ", "مدرسه"),
            ("ガラス", "ガラス"),
            ("ｶﾞﾗｽ", "ガラス"),
            ("학교", "학교"),
            ("น้ำ", "น้ํา"),
            ("co\u{ad}op", "coop"),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }
}
