//! Which accounts the bank pays to: any number that can be one. A bank looks at what it is given; it does not take our word for it.

/// Whether it can be an account or a card: 8 to 34 digits and capital letters; the check digit (Luhn, ISO/IEC 7812-1) must hold where a
/// number has the length and the first digits of a card.
pub(super) fn can_be(account: &str) -> bool {
    let fits = (8..=34).contains(&account.len()) && account.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let card = account.bytes().all(|b| b.is_ascii_digit()) && (16..=19).contains(&account.len()) && account.starts_with("62");
    fits && (!card || luhn(account))
}

fn luhn(digits: &str) -> bool {
    let mut sum = 0u32;
    for (at, byte) in digits.bytes().rev().enumerate() {
        let digit = u32::from(byte.saturating_sub(b'0'));
        sum += match (at % 2, digit) {
            (0, digit) => digit,
            (_, 0..=4) => digit * 2,
            (_, digit) => digit * 2 - 9,
        };
    }
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::can_be;

    #[test]
    fn a_bank_pays_to_numbers_that_hold() {
        assert!(can_be("990000007000001") && can_be("GB29NWBK60161331926819") && can_be("2730155120001"));
        let right = (0..10).filter(|d| can_be(&format!("622202000000000012{d}"))).count();
        assert_eq!(right, 1, "one check digit of ten holds");
        for wrong in ["", "1234567", "27-301 5512 0001", "gb29nwbk6016", "=1+1=1+1", "12345678901234567890123456789012345"] {
            assert!(!can_be(wrong), "{wrong}");
        }
    }
}
