//! Numbers of a household in a text, however they are written. What looks like anybody's number is known to the messages
//! ([`qianmo_notify::contacts`]).

use super::fold;
use crate::number;
use qianmo_kernel::as_read;
use qianmo_notify::contacts::{looks_like_one, unmasked};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
