//! Numbers as people type them: phones, bank cards, identity numbers of any kind.

/// Folds full-width and Arabic-Indic digits to plain ones, capitals, and drops blanks, hyphens and brackets.
pub fn plain(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    for letter in typed.chars() {
        let folded = match letter {
            '０'..='９' => char::from(b'0' + (letter as u32 - '０' as u32) as u8),
            'Ａ'..='Ｚ' => char::from(b'A' + (letter as u32 - 'Ａ' as u32) as u8),
            'ａ'..='ｚ' => char::from(b'A' + (letter as u32 - 'ａ' as u32) as u8),
            '٠'..='٩' => char::from(b'0' + (letter as u32 - '٠' as u32) as u8),
            '۰'..='۹' => char::from(b'0' + (letter as u32 - '۰' as u32) as u8),
            '＋' => '+',
            '-' | '‐' | '‑' | '–' | '—' | '－' | '(' | ')' | '（' | '）' | '.' | '·' => continue,
            other if other.is_whitespace() || other.is_control() => continue,
            other => other.to_ascii_uppercase(),
        };
        out.push(folded);
    }
    out
}

/// A phone number in plain form: digits with a leading plus if it was typed so. `None` when it is none.
pub fn phone(typed: &str) -> Option<String> {
    let plain = plain(typed);
    let (plus, digits) = match plain.strip_prefix('+').or_else(|| plain.strip_prefix("00")) {
        Some(rest) => ("+", rest),
        None => ("", plain.as_str()),
    };
    let fits = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && is_whole(plus, digits);
    fits.then(|| format!("{plus}{digits}"))
}

/// Whether a number of this country has as many digits as it must: eleven for a mobile phone, which begins with 1; with the country's
/// prefix an area code may begin so too (Beijing's 10). Of other countries' numbers nothing is known here.
fn is_whole(plus: &str, digits: &str) -> bool {
    if plus.is_empty() {
        return !digits.starts_with('1') || digits.len() == 11;
    }
    match digits.strip_prefix("86") {
        Some(own) if own.starts_with('1') && !own.starts_with("10") => own.len() == 11,
        Some(own) => (7..=12).contains(&own.len()),
        None => true,
    }
}

/// What two ways of writing one phone number share: its last ten digits.
pub fn phone_key(phone: &str) -> &str {
    let digits = phone.trim_start_matches('+');
    digits.get(digits.len().saturating_sub(10)..).unwrap_or(digits)
}

/// A bank account or card in plain form. `None` when it cannot be one; a payment card's check digit (Luhn, ISO/IEC
/// 7812-1) is verified where the number has the length and first digit of a card.
pub fn bank(typed: &str) -> Option<String> {
    let plain = plain(typed);
    if !(8..=34).contains(&plain.len()) || !plain.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return None;
    }
    let digits = plain.bytes().all(|b| b.is_ascii_digit());
    let card = digits && (16..=19).contains(&plain.len()) && plain.starts_with("62");
    (!card || luhn(&plain)).then_some(plain)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0');
            match at % 2 {
                0 => digit,
                _ if digit > 4 => digit * 2 - 9,
                _ => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// An identity number of another kind in plain form: 4 to 40 letters and digits of any script, slashes and points aside.
pub fn other_id(typed: &str) -> Option<String> {
    let plain: String = plain(typed).chars().filter(|c| c.is_alphanumeric()).collect();
    (4..=40).contains(&plain.chars().count()).then_some(plain)
}

/// A number of which only the end is shown: `••••1234`.
pub fn ending(number: &str) -> String {
    let tail: Vec<char> = number.chars().rev().take(4).collect();
    if number.chars().count() < 8 {
        return if number.is_empty() { String::new() } else { "••••".to_owned() };
    }
    format!("••••{}", tail.into_iter().rev().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_read_as_people_type_them() {
        assert_eq!(phone("139 1234-5678").as_deref(), Some("13912345678"));
        assert_eq!(phone("＋86 （139）１２３４ 5678").as_deref(), Some("+8613912345678"));
        assert_eq!(phone("0086 13912345678").as_deref(), Some("+8613912345678"));
        assert_eq!(phone("٠٩١٢٣٤٥٦٧٨").as_deref(), Some("0912345678"));
        assert_eq!(phone_key("+8613912345678"), phone_key("13912345678"));
        for landline in ["2345678", "0914-4321234", "010 1234 5678", "+86 10 1234 5678", "+86 914 432 1234", "+44 1632 960961"] {
            assert!(phone(landline).is_some(), "{landline}");
        }
        for bad in [
            "",
            "1234",
            "call me",
            "+",
            "12345678901234567",
            "234567",
            "1391234567",
            "139123456789",
            "+86 139 1234 567",
            "+86 12345",
        ] {
            assert_eq!(phone(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_mistyped_card_is_found_out() {
        assert_eq!(bank("6222 0200 0000 0000 008").as_deref().map(str::len), None);
        let good = (0..10).map(|d| format!("622202000000000012{d}")).find(|n| luhn(n)).unwrap();
        assert_eq!(bank(&good), Some(good.clone()));
        assert!(bank("27-301 5512 0001").is_some(), "a passbook has no check digit");
        assert_eq!(bank("=1+1"), None);
        assert_eq!(ending(&good).chars().count(), 8);
        assert_eq!(ending("123"), "••••");
        assert_eq!(ending(""), "");
    }

    #[test]
    fn numbers_of_other_kinds_keep_their_letters() {
        assert_eq!(other_id("e 1234-5678").as_deref(), Some("E12345678"));
        assert_eq!(other_id("№ 7/77").as_deref(), None);
    }
}
