//! Secrets that people or programs carry: how they are drawn, hashed and compared.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use qianmo_kernel::{Id, Rng};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

/// 256 random bits in 43 letters of base 64.
pub(crate) fn draw(rng: &dyn Rng) -> String {
    let mut bytes = [0u8; 32];
    rng.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is kept of a secret with 256 bits: its SHA-256. No salt and no slowness is needed: it cannot be guessed.
pub(crate) fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Whether two hashes are equal, in a time that does not tell where they differ.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// A row's id and its secret, as a cookie or a page carries them: `ID.SECRET`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Ticket {
    /// The row.
    pub id: Id,
    /// The secret whose hash the row keeps.
    pub secret: String,
}

impl Ticket {
    /// A new one for a row.
    pub fn draw(id: Id, rng: &dyn Rng) -> Ticket {
        Ticket { id, secret: draw(rng) }
    }

    /// As it is carried.
    pub fn text(&self) -> String {
        format!("{}.{}", self.id, self.secret)
    }

    /// Reads what was carried.
    pub fn read(text: &str) -> Option<Ticket> {
        let (id, secret) = text.split_once('.')?;
        (secret.len() <= 64).then_some(Ticket { id: id.parse().ok()?, secret: secret.to_owned() })
    }
}

/// An account's row and its secret: `ACCOUNT-ID.SECRET`. Look-ups stay on the account's shard.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Bearer {
    /// The account.
    pub account: Id,
    /// The session or the token.
    pub id: Id,
    /// The secret whose hash the row keeps.
    pub secret: String,
}

impl Bearer {
    /// As the cookie carries it.
    pub fn cookie(&self) -> String {
        format!("{}-{}.{}", self.account, self.id, self.secret)
    }

    /// Reads a cookie.
    pub fn from_cookie(text: &str) -> Option<Bearer> {
        let (ids, secret) = text.split_once('.')?;
        let (account, id) = ids.split_once('-')?;
        Self::of(account, id, secret)
    }

    /// As an API token is written: `qm_`, the two ids, the secret.
    pub fn token(&self) -> String {
        format!("qm_{}{}{}", self.account, self.id, self.secret)
    }

    /// Reads an API token.
    pub fn from_token(text: &str) -> Option<Bearer> {
        let rest = text.strip_prefix("qm_")?;
        Self::of(rest.get(..13)?, rest.get(13..26)?, rest.get(26..)?)
    }

    fn of(account: &str, id: &str, secret: &str) -> Option<Bearer> {
        (secret.len() == 43).then_some(Bearer { account: account.parse().ok()?, id: id.parse().ok()?, secret: secret.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use qianmo_kernel::Chance;

    #[test]
    fn what_is_carried_is_read_back() {
        let rng = Chance::seeded(1);
        let ticket = Ticket::draw(Id::from_i64(77), &rng);
        assert!(Ticket::read(&ticket.text()) == Some(ticket));
        let bearer = Bearer { account: Id::from_i64(5), id: Id::from_i64(6), secret: draw(&rng) };
        assert!(Bearer::from_cookie(&bearer.cookie()) == Some(bearer.clone()));
        assert!(bearer.token().starts_with("qm_") && Bearer::from_token(&bearer.token()) == Some(bearer));
        assert_ne!(draw(&rng), draw(&rng));
        assert!(same(&hash("a"), &hash("a")) && !same(&hash("a"), &hash("b")) && !same(b"", b"a"));
    }

    proptest! {
        #[test]
        fn nothing_carried_makes_it_panic(s in "\\PC{0,90}") {
            let _ = Ticket::read(&s);
            let _ = Bearer::from_cookie(&s);
            let _ = Bearer::from_token(&format!("qm_{s}"));
        }
    }
}
