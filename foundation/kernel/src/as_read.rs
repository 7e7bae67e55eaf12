//! A text as it is read, whatever it is written with: letters that are not seen, letters of other widths and with marks,
//! and digits in every script come to the same. So what must not stand in a public text is found in any disguise.

use crate::text::is_invisible;
use unicode_normalization::UnicodeNormalization;

/// Marks above and below letters that people add or leave out: of Latin and Cyrillic letters, and the vowels and the
/// lengthening stroke of Arabic.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

/// The Han characters that are their own compatible letters and join with no mark: most texts are made of them.
const fn is_plain_han(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

/// The text in compatible letters (NFKC) without marks, with plain digits; what is not seen becomes `unseen`, or nothing.
fn read(text: &str, unseen: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (han, others) = rest.split_at(rest.find(|c| !is_plain_han(c)).unwrap_or(rest.len()));
        let (run, after) = others.split_at(others.find(is_plain_han).unwrap_or(others.len()));
        out.push_str(han);
        if run.bytes().all(|b| matches!(b, b' '..=b'~')) {
            out.push_str(run);
        } else {
            let letters = run.nfkd().filter_map(|letter| if is_invisible(letter) { unseen } else { Some(letter) });
            out.extend(letters.filter(|letter| !is_mark(*letter)).nfc().map(digit));
        }
        rest = after;
    }
    out
}

/// The text as it is read.
pub fn joined(text: &str) -> String {
    read(text, None)
}

/// The same, but what is not seen parts words: somebody may write it for a blank.
pub fn parted(text: &str) -> String {
    read(text, Some(' '))
}

/// The zeros of the decimal digits (Unicode Nd) that have no compatible letter of their own; nine follow each.
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090,
    0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50,
    0xabf0, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0,
    0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950,
];
/// The ones of digits in black and double circles, and of the numerals of Suzhou, each with eight that follow.
const ONES: &[u32] = &[0x2776, 0x2780, 0x278a, 0x24f5, 0x3021];

fn plain(value: u32) -> Option<char> {
    char::from_digit(value, 10)
}

/// A digit of any script as a plain one; every other letter as it is.
fn digit(letter: char) -> char {
    let code = letter as u32;
    if code < 0x660 {
        return letter;
    }
    let of_zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)).map(|zero| code - zero);
    let of_one = || ONES.iter().find(|one| (**one..**one + 9).contains(&code)).map(|one| code - one + 1);
    match letter {
        '⓿' => '0',
        _ => of_zero.or_else(of_one).and_then(plain).unwrap_or(letter),
    }
}

/// Chinese numerals as plain digits, also those of bills and the one that is said for 1 on the phone; Arabic and Persian digits as well.
pub fn numerals(text: &str) -> String {
    text.chars().map(numeral).collect()
}

/// The same of one letter; every other letter as it is.
pub const fn numeral(letter: char) -> char {
    match letter {
        '\u{660}'..='\u{669}' => (b'0' + (letter as u32 - 0x660) as u8) as char,
        '\u{6f0}'..='\u{6f9}' => (b'0' + (letter as u32 - 0x6f0) as u8) as char,
        '零' | '〇' | '○' | '◯' => '0',
        '一' | '壹' | '幺' => '1',
        '二' | '贰' | '貳' => '2',
        '三' | '叁' | '參' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' | '陸' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_not_seen_and_other_shapes_of_letters_are_folded() {
        for hidden in ["王\u{3164}秀英", "王\u{200b}秀\u{ad}英", "王秀\u{fe00}英", "\u{ffa0}王秀\u{2060}英"] {
            assert_eq!(joined(hidden), "王秀英", "{}", hidden.escape_unicode());
        }
        assert_eq!(joined("Ｗáng 𝐗ɪ"), "Wang Xɪ");
        assert_eq!(parted("Wang\u{200b}Xiuying"), "Wang Xiuying");
        assert_eq!(joined("عَائِشَة"), joined("عائشة"));
        assert_eq!(joined("한글"), "한글");
    }

    /// The same without the short way for what is plain already.
    fn read_at_length(text: &str, unseen: Option<char>) -> String {
        let seen = text.nfkd().filter_map(|letter| if is_invisible(letter) { unseen } else { Some(letter) });
        seen.filter(|letter| !is_mark(*letter)).nfc().map(digit).collect()
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_reads_the_same(text in "([一-龥]|[ -~]|[，。①１Ａé가ㅎ]|\u{301}|\u{3099}|か|\u{200b}|\u{fe00}|\\PC){0,24}") {
            proptest::prop_assert_eq!(read(&text, None), read_at_length(&text, None));
            proptest::prop_assert_eq!(read(&text, Some(' ')), read_at_length(&text, Some(' ')));
        }
    }

    #[test]
    fn digits_of_every_script_are_plain() {
        assert_eq!(joined("①③⑨ 𝟭𝟯𝟵 １３９ ❶❸❾ ١٣٩ ۱۳۹ १३९ ༡༣༩ 〡〣〩"), "139 139 139 139 139 139 139 139 139");
        assert_eq!(numerals("一三九 壹叁玖 幺三九 〇零"), "139 139 139 00");
    }
}
