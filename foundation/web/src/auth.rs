//! Who is asking: the seam that the accounts of the commons fill.

use qianmo_db::Tx;
use qianmo_kernel::{Actor, Locale, Res};

/// What a request brought to say who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// The session cookie's value.
    Session(String),
    /// The bearer token's value.
    Token(String),
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who, with which roles.
    pub actor: Actor,
    /// How the page greets them.
    pub name: String,
    /// The language they chose, if they did.
    pub locale: Option<Locale>,
}

/// Finds out who is asking.
pub trait Authenticate: Send + Sync {
    /// The account behind the credentials; `None` when they are unknown, expired or revoked. Runs in a reading unit.
    fn authenticate(&self, tx: &mut Tx<'_>, credentials: &Credentials) -> Res<Option<Signed>>;
}

/// Nobody is ever signed in: for programs without accounts, and tests of the seam itself.
pub struct Nobody;

impl Authenticate for Nobody {
    fn authenticate(&self, _: &mut Tx<'_>, _: &Credentials) -> Res<Option<Signed>> {
        Ok(None)
    }
}
