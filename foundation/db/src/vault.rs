//! Sealed columns: XChaCha20-Poly1305 with keys that live outside the database, and blind indexes for exact look-up.
//!
//! What is sealed is bound to its purpose and its row: a sealed name moved to another row or column does not open.
//! Layout: one byte format (1), four bytes key number, 24 bytes nonce, ciphertext with its tag.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use qianmo_kernel::{Error, Id, Res, Rng};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

const FORMAT: u8 = 1;
const HEAD: usize = 1 + 4 + 24;

/// The keys. Kept in a file that only the program may read, never in the database, never in a backup.
#[derive(Clone)]
pub struct KeyRing {
    sealing: BTreeMap<u32, Zeroizing<[u8; 32]>>,
    blind: Zeroizing<[u8; 32]>,
}

impl KeyRing {
    /// A fresh ring with one sealing key.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut blind = Zeroizing::new([0; 32]);
        rng.fill(blind.as_mut());
        let mut ring = KeyRing { sealing: BTreeMap::new(), blind };
        ring.add_key(rng);
        ring
    }

    /// Adds a sealing key that is used from now on; older ones stay to open what they sealed. Returns its number.
    pub fn add_key(&mut self, rng: &dyn Rng) -> u32 {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill(key.as_mut());
        let number = self.current() + 1;
        self.sealing.insert(number, key);
        number
    }

    /// Drops every sealing key but the one in use: after everything was sealed anew.
    pub fn drop_old(&mut self) {
        let current = self.current();
        self.sealing.retain(|number, _| *number == current);
    }

    /// The number of the sealing key in use.
    pub fn current(&self) -> u32 {
        self.sealing.keys().next_back().copied().unwrap_or(0)
    }

    /// The numbers of all sealing keys.
    pub fn numbers(&self) -> Vec<u32> {
        self.sealing.keys().copied().collect()
    }

    /// What tells the keys apart without telling them: `blind` and `seal <number>`, each with the first 16 digits of a
    /// hash. The keys are random in all their 256 bits, so nothing can be concluded from it.
    pub fn marks(&self) -> BTreeMap<String, String> {
        let mark = |key: &[u8; 32]| {
            let mut hasher = Sha256::new();
            hasher.update(b"qianmo key mark");
            hasher.update(key);
            hasher.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect::<String>()
        };
        let mut marks = BTreeMap::from([("blind".to_owned(), mark(&self.blind))]);
        marks.extend(self.sealing.iter().map(|(number, key)| (format!("seal {number}"), mark(key))));
        marks
    }

    /// The ring as text for its file: a line each, `blind <hex>` and `seal <number> <hex>`.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(format!("blind {}\n", hex(self.blind.as_ref())));
        for (number, key) in &self.sealing {
            out.push_str(&format!("seal {number} {}\n", hex(key.as_ref())));
        }
        out
    }

    /// Reads what [`KeyRing::to_text`] wrote.
    pub fn from_text(text: &str) -> Res<Self> {
        let (mut sealing, mut blind) = (BTreeMap::new(), None);
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["blind", key] => blind = unhex(key),
                ["seal", number, key] => {
                    let number: u32 = number.parse().map_err(|_| Error::new("the key file has a line that cannot be read"))?;
                    sealing.insert(number, unhex(key).ok_or_else(|| Error::new("the key file has a key of a wrong length"))?);
                }
                _ => return Err(Error::new("the key file has a line that cannot be read").into()),
            }
        }
        match blind {
            Some(blind) if !sealing.is_empty() => Ok(KeyRing { sealing, blind }),
            _ => Err(Error::new("the key file lacks a key").into()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut out = Zeroizing::new([0u8; 32]);
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, slot) in out.iter_mut().enumerate() {
        *slot = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(out)
}

/// Seals and opens.
pub struct Vault {
    ring: KeyRing,
    ciphers: BTreeMap<u32, XChaCha20Poly1305>,
    rng: Arc<dyn Rng>,
}

impl Vault {
    /// A vault with these keys.
    pub fn new(ring: KeyRing, rng: Arc<dyn Rng>) -> Self {
        let ciphers = ring.sealing.iter().map(|(number, key)| (*number, XChaCha20Poly1305::new(&Key::from(**key)))).collect();
        Vault { ring, ciphers, rng }
    }

    /// The keys, for rotation.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// Seals `plain` for one purpose and one row.
    pub fn seal(&self, purpose: &str, row: Id, plain: &[u8]) -> Res<Vec<u8>> {
        let number = self.ring.current();
        let cipher = self.ciphers.get(&number).ok_or_else(|| Error::new("the vault has no key"))?;
        let mut nonce = [0u8; 24];
        self.rng.fill(&mut nonce);
        let bound = bound_to(purpose, row);
        let sealed =
            cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &bound }).map_err(|_| Error::new("sealing failed"))?;
        let mut out = Vec::with_capacity(HEAD + sealed.len());
        out.push(FORMAT);
        out.extend_from_slice(&number.to_le_bytes());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what was sealed for the same purpose and row.
    pub fn open(&self, purpose: &str, row: Id, sealed: &[u8]) -> Res<Vec<u8>> {
        let number = key_number(sealed).ok_or_else(|| Error::new("sealed data of an unknown format"))?;
        let cipher = self
            .ciphers
            .get(&number)
            .ok_or_else(|| Error::new(format!("sealed with key {number}, which this machine does not have")))?;
        let nonce: [u8; 24] = sealed[5..HEAD].try_into().map_err(|_| Error::new("sealed data is too short"))?;
        let bound = bound_to(purpose, row);
        cipher
            .decrypt(&XNonce::from(nonce), Payload { msg: &sealed[HEAD..], aad: &bound })
            .map_err(|_| Error::new(format!("sealed data for {purpose} does not open: wrong key, or it was changed")).into())
    }

    /// [`Vault::seal`] for text.
    pub fn seal_text(&self, purpose: &str, row: Id, plain: &str) -> Res<Vec<u8>> {
        self.seal(purpose, row, plain.as_bytes())
    }

    /// [`Vault::open`] for text.
    pub fn open_text(&self, purpose: &str, row: Id, sealed: &[u8]) -> Res<String> {
        String::from_utf8(self.open(purpose, row, sealed)?).map_err(|_| Error::new("sealed text is not UTF-8").into())
    }

    /// A keyed hash for exact look-up of what is sealed: 32 bytes, equal for equal texts of one purpose.
    pub fn blind(&self, purpose: &str, text: &str) -> Vec<u8> {
        // HMAC takes keys of any length, so this cannot fail; an empty index would only ever match itself.
        let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(self.ring.blind.as_ref()) else { return Vec::new() };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

/// The number of the key something was sealed with; `None` when it is not sealed data.
pub fn key_number(sealed: &[u8]) -> Option<u32> {
    if sealed.len() < HEAD + 16 || sealed[0] != FORMAT {
        return None;
    }
    sealed[1..5].try_into().ok().map(u32::from_le_bytes)
}

/// How a seal by the key of this number begins, for telling it apart from those of other keys inside the database.
pub fn begins_with(number: u32) -> Vec<u8> {
    let mut head = vec![FORMAT];
    head.extend_from_slice(&number.to_le_bytes());
    head
}

fn bound_to(purpose: &str, row: Id) -> Vec<u8> {
    let mut bound = purpose.as_bytes().to_vec();
    bound.push(0);
    bound.extend_from_slice(&row.get().to_le_bytes());
    bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::Chance;

    fn vault(seed: u64) -> Vault {
        let rng = Arc::new(Chance::seeded(seed));
        Vault::new(KeyRing::generate(rng.as_ref()), rng)
    }

    #[test]
    fn sealed_text_opens_only_where_it_belongs() {
        let vault = vault(1);
        let row = Id::from_i64(5);
        let sealed = vault.seal_text("person.name", row, "王小明").unwrap();
        assert_eq!(vault.open_text("person.name", row, &sealed).unwrap(), "王小明");
        assert!(vault.open("person.name", Id::from_i64(6), &sealed).is_err());
        assert!(vault.open("person.phone", row, &sealed).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(vault.open("person.name", row, &changed).is_err());
        assert_ne!(sealed, vault.seal_text("person.name", row, "王小明").unwrap());
    }

    #[test]
    fn old_seals_open_after_a_new_key_and_the_file_is_read_back() {
        let rng = Arc::new(Chance::seeded(2));
        let mut ring = KeyRing::generate(rng.as_ref());
        let sealed = Vault::new(ring.clone(), rng.clone()).seal_text("x", Id::NONE, "a").unwrap();
        ring.add_key(rng.as_ref());
        let ring = KeyRing::from_text(&ring.to_text()).unwrap();
        let vault = Vault::new(ring.clone(), rng.clone());
        assert_eq!(vault.open_text("x", Id::NONE, &sealed).unwrap(), "a");
        assert_eq!(key_number(&vault.seal_text("x", Id::NONE, "a").unwrap()), Some(2));
        let mut only_new = ring;
        only_new.drop_old();
        assert!(Vault::new(only_new, rng).open("x", Id::NONE, &sealed).is_err());
    }

    #[test]
    fn a_blind_index_is_equal_for_equal_text_and_differs_by_purpose() {
        let vault = vault(3);
        assert_eq!(vault.blind("a", "1"), vault.blind("a", "1"));
        assert_ne!(vault.blind("a", "1"), vault.blind("b", "1"));
        assert!(KeyRing::from_text("seal 1 zz").is_err());
    }
}
