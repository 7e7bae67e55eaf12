//! Ways to reach somebody in a text that everybody may read: phone numbers and the like, e-mail and web addresses, names and
//! numbers in messengers, in Chinese, Latin and Arabic spelling and however they are disguised.
//!
//! A text is looked through as it is read ([`qianmo_kernel::as_read`]), letter by letter and once: it is done for every text
//! that is kept. Words that people also use otherwise ("WeChat is slow here") are left alone; `messengers` knows what has to
//! follow a messenger's name, `addresses` what makes an address, `numbers` what looks like anybody's number.

mod addresses;
mod messengers;
mod numbers;
#[cfg(test)]
mod tests;

pub use numbers::{looks_like_one, unmasked};

use qianmo_kernel::as_read;

/// How many letters may stand between an @handle and a messenger's name for them to belong together.
const NEAR: usize = 16;

/// Whether a text holds any way to reach somebody.
pub fn are_in(text: &str) -> bool {
    let read = as_read::joined(text);
    numbers::are_in(&read) || address_in(&read)
}

/// Whether a text, given as it is read, holds a way to reach somebody other than a number that is known by its length: an e-mail
/// or web address, a name or a number in a messenger.
pub fn address_in(read: &str) -> bool {
    let mut walk = Walk::default();
    let mut rest = read.chars();
    loop {
        let here = rest.as_str();
        let Some(letter) = rest.next() else { return false };
        if walk.finds(letter, here, rest.as_str()) {
            return true;
        }
        walk.pass(letter);
    }
}

/// Where one is in a text, and what lies behind.
#[derive(Default)]
struct Walk {
    /// Letters behind.
    at: usize,
    /// How many of the last of them can be a name in a web address.
    label: usize,
    /// Whether the last of them can be in a name or a number: then no new word begins here.
    in_word: bool,
    /// The same for Latin letters and digits alone.
    in_latin: bool,
    /// Where the last messenger's name ended.
    messenger: Option<usize>,
    /// Where the last @handle ended.
    handle: Option<usize>,
}

impl Walk {
    /// Whether a way to reach somebody is plain at this letter; `here` begins with it, `after` follows it.
    fn finds(&mut self, letter: char, here: &str, after: &str) -> bool {
        match letter {
            '@' if self.in_word => addresses::is_mail_host(after),
            '@' => self.handle_at(after),
            '.' | '。' => self.label > 0 && addresses::goes_on(after),
            ':' => self.label > 1 && addresses::is_path(after),
            latin if latin.is_ascii_alphabetic() => {
                !self.in_latin && (addresses::begins_site(here) || self.messenger_at(letter, here))
            }
            _ => self.messenger_at(letter, here),
        }
    }

    /// One letter further.
    fn pass(&mut self, letter: char) {
        self.at += 1;
        self.in_word = letter.is_alphanumeric();
        self.in_latin = letter.is_ascii_alphanumeric();
        self.label = if addresses::is_label(letter) { self.label + 1 } else { 0 };
    }

    /// Whether what follows an @ is a handle and a messenger was named shortly before.
    fn handle_at(&mut self, after: &str) -> bool {
        let length = after.chars().take_while(|c| messengers::is_of_handle(*c)).count();
        if length < messengers::SHORTEST {
            return false;
        }
        self.handle = Some(self.at + 1 + length);
        self.is_near(self.messenger)
    }

    /// Whether a messenger is named here, and somebody's name or number in it follows, or an @handle stood shortly before.
    fn messenger_at(&mut self, letter: char, here: &str) -> bool {
        for (name, kind) in messengers::that_begin_with(letter) {
            let Some(rest) = messengers::after(here, name) else { continue };
            let attached = messengers::is_attached(name, rest);
            if messengers::is_followed(*kind, attached, rest) {
                return true;
            }
            if !attached {
                let said = here.get(..here.len() - rest.len()).map_or(0, |said| said.chars().count());
                self.messenger = Some(self.at + said);
                if self.is_near(self.handle) {
                    return true;
                }
            }
        }
        false
    }

    fn is_near(&self, ended: Option<usize>) -> bool {
        ended.and_then(|ended| self.at.checked_sub(ended)).is_some_and(|between| between <= NEAR)
    }
}
