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
    const COUNT = "SELECT COUNT(*) FROM kept_answer";
    const FORGET = "DELETE FROM kept_answer WHERE at < $1";
}

/// A call that may come again.
#[derive(Clone, Debug)]
pub struct Call {
    account: Id,
    route: &'static str,
    key: Option<String>,
    body_hash: [u8; 32],
}

impl Call {
    /// A call of this account to this route. Without a key it is simply done.
    pub fn new(account: Option<Id>, route: &'static str, key: Option<String>, body: &[u8]) -> Self {
        Call { account: account.unwrap_or(Id::NONE), route, key, body_hash: *blake3::hash(body).as_bytes() }
    }

    /// A call that is never repeated: the command line's and tests'.
    pub fn single(route: &'static str) -> Self {
        Call::new(None, route, None, b"")
    }

    /// Does the thing, unless this call was answered before: then that answer is given again. The same key with
    /// another body is refused (422). Two at the same moment: one does it, the other's unit is run again and finds the
    /// answer.
    pub fn once<T: Serialize + DeserializeOwned>(
        &self,
        tx: &mut Tx<'_>,
        county: Id,
        act: impl FnOnce(&mut Tx<'_>) -> Res<T>,
    ) -> Res<T> {
        let Some(key) = &self.key else { return act(tx) };
        let kept = tx.first(FIND, params![county, self.account, self.route, key], |r| Ok((r.blob(0)?, r.blob(1)?)))?;
        if let Some((hash, sealed)) = kept {
            if hash != self.body_hash {
                return Err(Refused::new(Kind::Invalid, "web-key-reused").into());
            }
            let plain = tx.vault().open(PURPOSE, self.account, &sealed)?;
            return serde_json::from_slice(&plain).map_err(|e| Error::because("a kept answer", e).into());
        }
        let answer = act(tx)?;
        let plain = serde_json::to_vec(&answer).map_err(|e| Error::because("an answer to keep", e))?;
        let sealed = tx.vault().seal(PURPOSE, self.account, &plain)?;
        let now = tx.now();
        let kept = tx.execute(KEEP, params![county, self.account, self.route, key, &self.body_hash, sealed, now])?;
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

/// How many answers are kept at the moment.
pub fn kept(tx: &mut Tx<'_>) -> Res<i64> {
    tx.one(COUNT, params![], |r| r.i64(0))
}
