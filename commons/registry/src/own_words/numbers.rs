//! Numbers of people and other ways to reach them in a text, however they are written.

use super::fold;
use crate::{as_read, number};

/// How many letters may stand between two pieces of a number for them to be read as one: "… and then the rest is …".
const BETWEEN: usize = 16;

/// Numbers as they are looked for; shorter ones are in many texts by chance.
pub(super) fn folded(numbers: &[String]) -> Vec<String> {
    numbers.iter().map(|n| fold(n)).filter(|n| n.len() >= 5).collect()
}

/// Whether a text, given as it is read, holds one of these (folded) numbers, or what looks like anybody's.
pub(super) fn holds(own: &[String], read: &str) -> bool {
    let counted = as_read::numerals(read);
    let unmasked = unmasked(&number::plain(&counted));
    let folded = [fold(&counted), fold(&unmasked)];
    own.iter().any(|n| folded.iter().any(|text| text.contains(number::phone_key(n))))
        || looks_like_one(&counted)
        || looks_like_one(&unmasked)
        // "The first seven" is a digit of its own where numerals are read as digits, so both are looked at.
        || [read, &counted].iter().any(|text| in_pieces(own, text))
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
fn unmasked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for run in letters.chunk_by(|a, b| among_digits(*a).is_some() == among_digits(*b).is_some()) {
        let digits = run.iter().filter(|c| c.is_ascii_digit()).count();
        let number = digits >= 5 && run.len() <= digits * 2;
        out.extend(run.iter().map(|c| if number { among_digits(*c).unwrap_or(*c) } else { *c }));
    }
    out
}

/// Whether pieces of a text, put together, are one of these numbers: "1391234 and 5678". Only numbers that are known are
/// looked for so; any two numbers of a text would make somebody's phone.
fn in_pieces(own: &[String], text: &str) -> bool {
    let own: Vec<String> = own
        .iter()
        .map(|n| n.chars().filter(char::is_ascii_digit).collect::<String>())
        // Shorter ones come together by chance.
        .filter(|n| n.len() >= 8)
        .collect();
    let groups = groups(&unmasked(text));
    groups.iter().any(|runs| {
        // Short runs between the pieces may count them: "the first 7: 1391234, the last 4: 5678".
        [1, 3].iter().any(|least| {
            let joined: String = runs.iter().filter(|run| run.len() >= *least).map(String::as_str).collect();
            own.iter().any(|n| joined.contains(number::phone_key(n)))
        })
    })
}

/// The runs of digits of a text, those together that stand near one another.
fn groups(text: &str) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = vec![Vec::new()];
    let mut run = String::new();
    let mut between = 0;
    let end = |groups: &mut Vec<Vec<String>>, run: &mut String| {
        if let Some(group) = groups.last_mut().filter(|_| !run.is_empty()) {
            group.push(std::mem::take(run));
        }
    };
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            if run.is_empty() && between > BETWEEN {
                groups.push(Vec::new());
            }
            between = 0;
            run.push(letter);
            continue;
        }
        end(&mut groups, &mut run);
        between += usize::from(letter.is_alphabetic());
    }
    end(&mut groups, &mut run);
    groups
}

/// Whether a text holds what looks like an identity number (15 to 19 digits), a bank card, or a phone (11 digits that
/// begin with 1, or 8 and more after a plus).
fn looks_like_one(text: &str) -> bool {
    let plain = number::plain(text);
    let mut run = String::new();
    let mut plus = false;
    let mut tells = false;
    let mut check = |run: &mut String, plus: &mut bool| {
        let n = run.len();
        tells |= n >= 15 || (n == 11 && run.starts_with('1')) || (*plus && n >= 8);
        run.clear();
        *plus = false;
    };
    for letter in plain.chars() {
        if letter.is_ascii_digit() {
            run.push(letter);
        } else {
            check(&mut run, &mut plus);
            plus = letter == '+';
        }
    }
    check(&mut run, &mut plus);
    tells
}

/// What people write before the name under which they are found in a messenger.
const MESSENGERS: &[&str] = &["wechat", "weixin", "wx", "vx", "微信", "薇信"];

/// Whether a text holds an e-mail address or a messenger's name of somebody: "wx_sunxy88".
pub(super) fn holds_contact(text: &str) -> bool {
    let text = as_read::joined(text).to_lowercase();
    let mail = |at: usize| {
        let before = text[..at].chars().next_back();
        let domain: String = text[at + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
        before.is_some_and(|c| c.is_ascii_alphanumeric()) && domain.trim_end_matches('.').contains('.')
    };
    let named = |(at, mark): (usize, &str)| {
        let before = text[..at].chars().next_back();
        // In Latin letters it is a word, not the end of one.
        let word = !mark.is_ascii() || !before.is_some_and(|c| c.is_ascii_alphanumeric());
        word && begins_with_handle(&text[at + mark.len()..])
    };
    text.match_indices('@').any(|(at, _)| mail(at)) || MESSENGERS.iter().any(|mark| text.match_indices(*mark).any(named))
}

/// Whether a text begins with such a name: a letter first, six and more in all, and a digit or a low line among them, or
/// any word after "WeChat" would be one.
fn begins_with_handle(rest: &str) -> bool {
    let joins = |c: char| c.is_whitespace() || matches!(c, ':' | '_' | '-' | '=' | '.' | '(' | '号' | '號' | '是' | '为');
    let rest = rest.trim_start_matches(joins);
    let handle: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect();
    handle.len() >= 6
        && handle.starts_with(|c: char| c.is_ascii_alphabetic())
        && handle.contains(|c: char| c.is_ascii_digit() || c == '_')
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
    fn a_known_number_is_found_in_pieces_and_others_are_not_made_of_pieces() {
        let own = ["13912345678".to_owned(), "11010519491231002X".to_owned()];
        for text in [
            "1391234 and 5678",
            "139/1234 then 5678",
            "前七位1391234，后四位5678",
            "the first 7 are 1391234, the last 4 are 5678",
            "139I2345678",
            "139I234 and 5678",
            "110105 1949 and then 1231002X",
        ] {
            assert!(holds(&own, &as_read::joined(text)), "{text}");
        }
        for text in [
            "1391234 yuan for a roof of forty tiles and later 5678",
            "between 13912 and 14000 yuan",
            "in 2024 we had 1391 and in 2025 still 2345",
            "3 desks, 12 lamps, 120 yuan",
        ] {
            assert!(!holds(&own, &as_read::joined(text)), "{text}");
        }
    }

    #[test]
    fn ways_to_reach_somebody_are_told_from_words() {
        for text in
            ["wx_sunxy88", "加微信：sun_xy", "WeChat sunxy88", "vx sunxy-88", "微信号是sunxy88", "Write to sun@mail.example please"]
        {
            assert!(holds_contact(text), "{text}");
        }
        for text in ["WeChat pay is fine", "微信里说过了", "twx sunxy88", "2 @ 30 yuan", "微信 2025年3月"] {
            assert!(!holds_contact(text), "{text}");
        }
    }
}
