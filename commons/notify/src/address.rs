//! Addresses as people write them: phone numbers of any country, e-mail in any script.
//!
//! An address is kept as it was typed (in Unicode's composed form, NFC) and compared by a key of its own: a phone by
//! its E.164 number; an e-mail by its folded local part and its domain's A-label (IDNA 2008, RFC 5890 to 5893; local
//! parts beyond ASCII as RFC 6531 allows). There is no list of known top-level domains, and nobody is shown Punycode
//! in place of the address they typed.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use qianmo_kernel::text::tidy;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The way a text reaches an address.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A short message to a phone.
    Sms,
    /// An e-mail.
    Email,
}

impl Channel {
    /// Both.
    pub const ALL: [Channel; 2] = [Channel::Sms, Channel::Email];

    /// Its name in the database and in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Sms => "sms",
            Channel::Email => "email",
        }
    }

    /// The channel of that name.
    pub fn from_name(name: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// Why something typed is not an address.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum NotAnAddress {
    /// Nothing was typed.
    Empty,
    /// Looks like a phone number and is not one.
    Phone,
    /// Looks like an e-mail address and its part before the @ is not right.
    LocalPart,
    /// Looks like an e-mail address and its domain is not right.
    Domain,
}

impl NotAnAddress {
    /// The message a person is shown beside the field.
    pub const fn message(self) -> &'static str {
        match self {
            NotAnAddress::Empty => "notify-address-empty",
            NotAnAddress::Phone => "notify-address-phone",
            NotAnAddress::LocalPart => "notify-address-local",
            NotAnAddress::Domain => "notify-address-domain",
        }
    }
}

/// A phone number or an e-mail address that has been read and found well-formed.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    channel: Channel,
    shown: String,
    key: String,
}

impl fmt::Debug for Address {
    /// Addresses are personal data: they do not get into logs by a stray `{:?}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.channel.name())
    }
}

impl Address {
    /// Reads what was typed: with an @ it is an e-mail address, otherwise a phone number. `country` is the calling
    /// code (digits, such as `86`) that numbers without one belong to.
    pub fn read(typed: &str, country: &str) -> Result<Address, NotAnAddress> {
        let typed: String = tidy(typed).nfc().collect();
        if typed.is_empty() {
            return Err(NotAnAddress::Empty);
        }
        let typed = typed.replace('＠', "@");
        if typed.contains('@') { Self::read_email(&typed) } else { Self::read_phone(&typed, country) }
    }

    /// Takes an address back from the database, where it was kept as [`Address::shown`].
    pub fn from_kept(channel: Channel, shown: &str) -> Result<Address, NotAnAddress> {
        match channel {
            Channel::Sms => Self::read_phone(shown, ""),
            Channel::Email => Self::read_email(shown),
        }
    }

    fn read_phone(typed: &str, country: &str) -> Result<Address, NotAnAddress> {
        let mut digits = String::with_capacity(16);
        let mut plus = false;
        for letter in typed.chars() {
            match digit(letter) {
                Some(d) => digits.push(d),
                None => match letter {
                    '+' | '＋' if digits.is_empty() && !plus => plus = true,
                    ' ' | '-' | '－' | '(' | ')' | '（' | '）' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{200e}' | '\u{200f}' =>
                        {}
                    _ => return Err(NotAnAddress::Phone),
                },
            }
        }
        let full = if plus {
            digits
        } else if let Some(rest) = digits.strip_prefix("00") {
            rest.to_owned()
        } else if country.is_empty() {
            return Err(NotAnAddress::Phone);
        } else {
            // One trunk zero is dropped: it is dialled inside the country only.
            format!("{country}{}", digits.strip_prefix('0').unwrap_or(&digits))
        };
        // E.164: at most 15 digits, no country code starts with 0; nobody's own number is shorter than 7.
        if !(7..=15).contains(&full.len()) || full.starts_with('0') {
            return Err(NotAnAddress::Phone);
        }
        let number = format!("+{full}");
        Ok(Address { channel: Channel::Sms, key: number.clone(), shown: number })
    }

    fn read_email(typed: &str) -> Result<Address, NotAnAddress> {
        let (local, domain) = typed.rsplit_once('@').ok_or(NotAnAddress::Domain)?;
        if !local_part_is_right(local) {
            return Err(NotAnAddress::LocalPart);
        }
        let ascii = domain_key(domain).ok_or(NotAnAddress::Domain)?;
        // RFC 5321: a path is at most 256 octets with its angle brackets.
        if typed.len() > 254 || local.len() + 1 + ascii.len() > 254 {
            return Err(NotAnAddress::LocalPart);
        }
        let folded: String = local.nfkc().flat_map(char::to_lowercase).nfc().collect();
        Ok(Address { channel: Channel::Email, shown: typed.to_owned(), key: format!("{folded}@{ascii}") })
    }

    /// How it is reached.
    pub const fn channel(&self) -> Channel {
        self.channel
    }

    /// As the person typed it (phones in E.164).
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// What two spellings of one address have in common.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Enough of it for its owner to know it by, too little for others: `+86 ••• 1234`, `l•••@例子.中国`.
    pub fn masked(&self) -> String {
        match self.channel {
            Channel::Sms => {
                let tail = self.shown.get(self.shown.len().saturating_sub(4)..).unwrap_or_default();
                format!("+••• {tail}")
            }
            Channel::Email => {
                let (local, domain) = self.shown.rsplit_once('@').unwrap_or((&self.shown, ""));
                let first: String = local.chars().take(1).collect();
                format!("{first}•••@{domain}")
            }
        }
    }

    /// Whether one label of an e-mail's domain mixes alphabets whose letters look alike (Latin with Cyrillic, Greek …).
    /// Such an address is taken, but its owner is asked to look at it twice.
    pub fn is_look_alike(&self) -> bool {
        let Some((_, domain)) = self.shown.rsplit_once('@') else { return false };
        let (unicode, _) = Uts46::new().to_unicode(domain.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
        unicode.split('.').any(|label| {
            let mut seen: Option<u8> = None;
            label.chars().filter_map(alphabet).any(|a| *seen.get_or_insert(a) != a)
        })
    }
}

/// An ASCII digit for a digit of any script that phones are typed in.
fn digit(letter: char) -> Option<char> {
    let base = match letter {
        '0'..='9' => '0',
        '０'..='９' => '０',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        _ => return None,
    };
    char::from_digit(letter as u32 - base as u32, 10)
}

/// RFC 5322's dot-atom with RFC 6531's letters beyond ASCII. Quoted local parts are not taken: no provider gives them out.
fn local_part_is_right(local: &str) -> bool {
    let atom = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' => true,
        c if c.is_ascii() => "!#$%&'*+-/=?^_`{|}~".contains(c),
        c => !c.is_control() && !c.is_whitespace() && !is_invisible(c),
    };
    !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(atom)
        && !local.starts_with(is_combining_mark)
}

/// Format characters that could hide in an address; joiners stay, since Persian and Indic words need them.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The domain's A-labels, or `None` when it is none by IDNA 2008: at least two labels, letters, marks and digits only.
fn domain_key(domain: &str) -> Option<String> {
    let uts = Uts46::new();
    let ascii = uts.to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify).ok()?;
    let (unicode, checked) = uts.to_unicode(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    checked.ok()?;
    // UTS 46 lets symbols through that IDNA 2008 does not; the rest is what its contextual rules may allow.
    let allowed = |c: char| {
        c.is_alphanumeric()
            || is_combining_mark(c)
            || matches!(c, '-' | '.' | '\u{b7}' | '\u{375}' | '\u{5f3}' | '\u{5f4}' | '\u{30fb}' | '\u{200c}' | '\u{200d}')
    };
    let last = ascii.rsplit('.').next()?;
    (ascii.contains('.') && unicode.chars().all(allowed) && !last.bytes().all(|b| b.is_ascii_digit())).then(|| ascii.into_owned())
}

/// Alphabets with letters that look like one another's. Other scripts mix freely with Latin in honest names.
const fn alphabet(c: char) -> Option<u8> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Some(0),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(1),
        '\u{400}'..='\u{52f}' => Some(2),
        '\u{531}'..='\u{58f}' => Some(3),
        '\u{13a0}'..='\u{13ff}' => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(typed: &str) -> Result<String, NotAnAddress> {
        Address::read(typed, "86").map(|a| a.key)
    }

    #[test]
    fn phones_become_e164_however_they_are_typed() {
        for typed in
            ["13800001234", "+86 138 0000 1234", "0086-138-0000-1234", "１３８００００１２３４", "١٣٨٠٠٠٠١٢٣٤", "(138) 0000 1234"]
        {
            assert_eq!(key(typed).as_deref(), Ok("+8613800001234"), "{typed}");
        }
        assert_eq!(key("+254 712 345678").as_deref(), Ok("+254712345678"));
        assert_eq!(key("010-6000 1234").as_deref(), Ok("+861060001234"));
        for bad in ["12", "+0123456789", "12345678901234567", "138x0001234", "+"] {
            assert_eq!(key(bad), Err(NotAnAddress::Phone), "{bad}");
        }
        assert_eq!(key("  "), Err(NotAnAddress::Empty));
    }

    #[test]
    fn mail_is_taken_in_any_script_and_compared_by_its_a_label() {
        let typed = Address::read(" 张三@例子.中国 ", "86").unwrap();
        assert_eq!(typed.shown(), "张三@例子.中国");
        assert_eq!(typed.key(), "张三@xn--fsqu00a.xn--fiqs8s");
        assert_eq!(key("张三@例子。中国"), key("张三@xn--fsqu00a.xn--fiqs8s"));
        assert_eq!(key("Lin＠Example.ORG"), key("lin@example.org"));
        // é composed and decomposed is one letter.
        assert_eq!(key("ren\u{e9}@example.org"), key("rene\u{301}@example.org"));
        assert!(key("محمد@مثال.إختبار").is_ok());
        assert!(key("उपयोगकर्ता@उदाहरण.भारत").is_ok());
        assert!(key("a+b_c@new-domain.anything").is_ok());
        assert_eq!(key("a@straße.example").as_deref(), Ok("a@xn--strae-oqa.example"));
    }

    #[test]
    fn what_is_no_mail_address_is_refused_with_its_part() {
        for bad in
            ["@example.org", "a b@example.org", ".a@example.org", "a..b@example.org", "a\u{200b}b@example.org", "\"a\"@example.org"]
        {
            assert_eq!(key(bad), Err(NotAnAddress::LocalPart), "{bad}");
        }
        for bad in ["a@", "a@localhost", "a@-x.org", "a@exa mple.org", "a@☃.example", "a@x_y.org", "a@1.2.3.4", "a@example..org"]
        {
            assert_eq!(key(bad), Err(NotAnAddress::Domain), "{bad}");
        }
    }

    #[test]
    fn look_alikes_are_noticed_and_honest_mixtures_are_not() {
        let look = |s: &str| Address::read(s, "86").unwrap().is_look_alike();
        assert!(look("a@ex\u{430}mple.org"));
        assert!(!look("a@пример.рф"));
        assert!(!look("a@abc公司.cn"));
        assert!(!look("a@пример.org"));
        assert!(!look("13800001234"));
    }

    #[test]
    fn a_mask_hides_the_middle_and_nothing_is_printed_by_debug() {
        let phone = Address::read("13800001234", "86").unwrap();
        assert_eq!(phone.masked(), "+••• 1234");
        let mail = Address::read("林@例子.中国", "86").unwrap();
        assert_eq!(mail.masked(), "林•••@例子.中国");
        assert!(!format!("{phone:?}{mail:?}").contains("1234"));
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(s in "\\PC{0,80}") {
            if let Ok(address) = Address::read(&s, "86") {
                // What was kept is read back as the same address.
                let again = Address::from_kept(address.channel(), address.shown()).unwrap();
                prop_assert_eq!(again.key(), address.key());
            }
        }
    }
}
