//! Doing a thing once, however often it is asked for: the answer is kept under the caller's key, sealed, in the same
//! transaction as the thing itself.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Id, Kind, Millis, Refused, Res};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How long answers are kept.
pub const KEPT: i64 = 3 * Millis::DAY;

const PURPOSE: &str = "web.kept-answer";

qianmo_db::sql! {
    const FIND = "SELECT body_hash, answer_sealed FROM kept_answer WHERE county = $1 AND account = $2 AND route = $3 AND call_key = $4";
    const KEEP = "INSERT INTO kept_answer (county, account, route, call_key, body_hash, answer_sealed, at) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (county, account, route, call_key) DO NOTHING";
    const OTHER_KEYS = "SELECT COUNT(*) FROM kept_answer WHERE SUBSTR(answer_sealed, 1, 5) <> $1";
    const FORGET = "DELETE FROM kept_answer WHERE at < $1";
}

/// A call that may come again.
#[derive(Clone, Debug)]
pub struct Call {
    account: Id,
    route: &'static str,
    key: Option<String>,
    /// Of all that makes two calls the same one: method, address and body.
    hash: [u8; 32],
}

/// What a call asks for, as it came.
#[derive(Copy, Clone, Debug)]
pub struct Asked<'a> {
    /// The method.
    pub method: &'a str,
    /// The path without its query. It names what is dealt with, so the same body sent to another one is another call.
    pub path: &'a str,
    /// The body's bytes.
    pub body: &'a [u8],
}

impl Asked<'_> {
    fn hash(self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        // Each with its length before it: what ends one cannot begin the next.
        for part in [self.method.as_bytes(), self.path.as_bytes(), self.body] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        *hasher.finalize().as_bytes()
    }
}

impl Call {
    /// A call of this account to this route. Without a key it is simply done.
    pub fn new(account: Option<Id>, route: &'static str, key: Option<String>, asked: Asked<'_>) -> Self {
        Call { account: account.unwrap_or(Id::NONE), route, key, hash: asked.hash() }
    }

    /// A call that is never repeated: the command line's and tests'.
    pub fn single(route: &'static str) -> Self {
        Call::new(None, route, None, Asked { method: "", path: "", body: b"" })
    }

    /// Does the thing, unless this call was answered before: then that answer is given again. The same key with
    /// another body, or at another address, is refused (422). Two at the same moment: one does it, the other's unit is run
    /// again and finds the answer.
    pub fn once<T: Serialize + DeserializeOwned>(
        &self,
        tx: &mut Tx<'_>,
        county: Id,
        act: impl FnOnce(&mut Tx<'_>) -> Res<T>,
    ) -> Res<T> {
        let Some(key) = &self.key else { return act(tx) };
        let kept = tx.first(FIND, params![county, self.account, self.route, key], |r| Ok((r.blob(0)?, r.blob(1)?)))?;
        if let Some((hash, sealed)) = kept {
            if hash != self.hash {
                return Err(Refused::new(Kind::Invalid, "web-key-reused").into());
            }
            let plain = tx.vault().open(PURPOSE, self.account, &sealed)?;
            return serde_json::from_slice(&plain).map_err(|e| Error::because("a kept answer", e).into());
        }
        let answer = act(tx)?;
        let plain = serde_json::to_vec(&answer).map_err(|e| Error::because("an answer to keep", e))?;
        let sealed = tx.vault().seal(PURPOSE, self.account, &plain)?;
        let now = tx.now();
        let kept = tx.execute(KEEP, params![county, self.account, self.route, key, &self.hash, sealed, now])?;
        if kept == 0 {
            // Somebody kept an answer under this key while we acted: undo ours and take theirs.
            return Err(qianmo_kernel::Fail::Race);
        }
        Ok(answer)
    }
}

/// Forgets answers older than [`KEPT`].
pub fn forget_old(tx: &mut Tx<'_>) -> Res<u64> {
    let until = tx.now() - KEPT;
    tx.execute(FORGET, params![until])
}

/// How many answers are kept that were sealed with another key than the one in use.
pub fn under_old_keys(tx: &mut Tx<'_>) -> Res<i64> {
    let head = qianmo_db::vault::begins_with(tx.vault().ring().current());
    tx.one(OTHER_KEYS, params![head], |r| r.i64(0))
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn calls_are_the_same_only_where_method_address_and_body_are() {
        let asked = |method, path, body: &'static str| Asked { method, path, body: body.as_bytes() }.hash();
        let first = asked("POST", "/households/a/members/new", "name=x");
        assert_eq!(first, asked("POST", "/households/a/members/new", "name=x"));
        for other in [
            asked("PUT", "/households/a/members/new", "name=x"),
            asked("POST", "/households/b/members/new", "name=x"),
            asked("POST", "/households/a/members/new", "name=y"),
            asked("POST", "/households/a/members/newname=x", ""),
        ] {
            assert_ne!(first, other);
        }
    }
}
