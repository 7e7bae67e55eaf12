//! API tokens: `qm_…`, hashed at rest, limited to scopes, with an end; made, listed and revoked by their owner.
//!
//! A scope is the name of a permission (`aid.request.review`) or a family of them (`aid.*`); `*` is all the owner may do.

use crate::secret::{self, Bearer};
use crate::session;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::text::{length, tidy};
use qianmo_kernel::{Actor, Id, Kind, Millis, Refused, Res};

/// How long a token lasts at most, in days.
pub const LONGEST_DAYS: i64 = 366;
/// How many tokens an account may have.
pub const MOST: usize = 50;
/// Longest label, in characters.
pub const LONGEST_LABEL: usize = 60;

qianmo_db::sql! {
    /// A new token.
    const INSERT = "INSERT INTO token (account, id, secret, label, scopes, second_factor, made_at, used_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)";
    /// An account's tokens.
    const LIST = "SELECT id, label, scopes, second_factor, made_at, used_at, expires_at FROM token WHERE account = $1 ORDER BY id DESC";
    /// Revokes one.
    const REMOVE = "DELETE FROM token WHERE account = $1 AND id = $2";
    /// Revokes all.
    const REMOVE_ALL = "DELETE FROM token WHERE account = $1";
    /// The day it was used.
    const TOUCH = "UPDATE token SET used_at = $1 WHERE account = $2 AND id = $3 AND used_at < $1";
    /// Drops those that ended a month ago.
    const SWEEP = "DELETE FROM token WHERE expires_at < $1";
}

/// A token as its owner sees it; the secret is shown once, when it is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its id.
    pub id: Id,
    /// What its owner calls it.
    pub label: String,
    /// What it is limited to.
    pub scopes: Vec<String>,
    /// Whether it was made in a session with a second factor.
    pub second_factor: bool,
    /// When it was made.
    pub made_at: Millis,
    /// The day on which it was last used; 0 if never.
    pub used_at: Millis,
    /// When it ends.
    pub expires_at: Millis,
}

/// A token that is wanted.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What its owner calls it.
    pub label: String,
    /// What it is limited to.
    pub scopes: Vec<String>,
    /// For how many days, 1 to [`LONGEST_DAYS`].
    pub days: i64,
}

/// Whether a text has the form of a scope: `*`, `name.name` or `name.*`.
pub fn is_scope(text: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    let mut parts = text.split('.').rev();
    let last = parts.next().unwrap_or_default();
    text.len() <= 80 && (word(last) || last == "*") && parts.all(word)
}

/// Refuses (422 `identity-token-unknown` on `scopes`) a scope that allows nothing: of a name that no permission has. `known` are their
/// names.
pub fn require_known(scopes: &[String], known: &[&str]) -> Res<()> {
    let allows = |scope: &str| match scope.strip_suffix('*') {
        Some(prefix) => known.iter().any(|name| name.starts_with(prefix)),
        None => known.contains(&scope),
    };
    let Some(unknown) = scopes.iter().find(|scope| is_scope(scope) && !allows(scope)) else { return Ok(()) };
    let mut refused = Refused::field("scopes", "identity-token-unknown");
    refused.fields.iter_mut().for_each(|field| field.args = vec![("name", unknown.clone())]);
    Err(refused.into())
}

/// Whether everything that `scope` allows is allowed by `held` too.
fn within(scope: &str, held: &[String]) -> bool {
    held.iter().any(|h| h == scope || h.strip_suffix('*').is_some_and(|prefix| scope.starts_with(prefix)))
}

/// Makes a token for oneself. A token that makes tokens cannot make a wider one than itself; a household's card makes none.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, new: &NewToken) -> Res<(Token, String)> {
    session::require_more_than_card(tx, actor)?;
    let label = tidy(&new.label);
    if label.is_empty() || length(&label) > LONGEST_LABEL || label.contains('\n') {
        return Err(Refused::field("label", "identity-token-label").into());
    }
    if !(1..=LONGEST_DAYS).contains(&new.days) {
        return Err(Refused::field("days", "identity-token-days").into());
    }
    if new.scopes.is_empty() || new.scopes.len() > 30 || !new.scopes.iter().all(|s| is_scope(s)) {
        return Err(Refused::field("scopes", "identity-token-scopes").into());
    }
    if let Some(held) = &actor.scopes
        && !new.scopes.iter().all(|s| within(s, held))
    {
        return Err(Refused::new(Kind::Forbidden, "identity-token-wider").into());
    }
    let listed = list(tx, actor.account)?;
    if listed.len() >= MOST {
        return Err(Refused::new(Kind::Conflict, "identity-token-most").arg("most", MOST).into());
    }
    let mut expires = tx.now() + new.days * Millis::DAY;
    if actor.scopes.is_some() {
        // Nor one that outlives it.
        let own_end = listed.iter().find(|t| t.id == actor.session).map_or(tx.now(), |t| t.expires_at);
        expires = expires.min(own_end);
    }
    insert(tx, actor.account, &label, &new.scopes, actor.second_factor, expires)
}

/// Makes a token for an account from the command line, the demonstration or a test; it lasts [`LONGEST_DAYS`].
/// Returns its text, which is kept nowhere.
pub fn issue(tx: &mut Tx<'_>, account: Id, label: &str, scopes: &[&str], second_factor: bool) -> Res<String> {
    let scopes: Vec<String> = scopes.iter().map(|s| (*s).to_owned()).collect();
    let expires = tx.now() + LONGEST_DAYS * Millis::DAY;
    insert(tx, account, label, &scopes, second_factor, expires).map(|(_, text)| text)
}

fn insert(
    tx: &mut Tx<'_>,
    account: Id,
    label: &str,
    scopes: &[String],
    second_factor: bool,
    expires_at: Millis,
) -> Res<(Token, String)> {
    let bearer = Bearer { account, id: tx.new_id(), secret: secret::draw(tx.rng()) };
    let (now, hash) = (tx.now(), secret::hash(&bearer.secret));
    tx.execute(INSERT, params![account, bearer.id, hash, label, scopes.join(" "), second_factor, now, expires_at])?;
    let token = Token {
        id: bearer.id,
        label: label.to_owned(),
        scopes: scopes.to_vec(),
        second_factor,
        made_at: now,
        used_at: Millis(0),
        expires_at,
    };
    Ok((token, bearer.token()))
}

fn read(row: &Row<'_>) -> Res<Token> {
    Ok(Token {
        id: row.id(0)?,
        label: row.text(1)?,
        scopes: row.text(2)?.split(' ').map(str::to_owned).collect(),
        second_factor: row.flag(3)?,
        made_at: row.millis(4)?,
        used_at: row.millis(5)?,
        expires_at: row.millis(6)?,
    })
}

/// An account's tokens, the newest first; ended ones stay in the list for a month.
pub fn list(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Token>> {
    tx.query(LIST, params![account], read)
}

/// Revokes a token; not found when the account has no such one.
pub fn revoke(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<()> {
    if tx.execute(REMOVE, params![account, id])? == 1 { Ok(()) } else { Err(Refused::not_found().into()) }
}

/// Revokes every token of an account.
pub(crate) fn remove_all(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(REMOVE_ALL, params![account])?;
    Ok(())
}

/// Notes the day on which a token was used.
pub(crate) fn touch(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<()> {
    let today = Millis(tx.now().0 / Millis::DAY * Millis::DAY);
    tx.execute(TOUCH, params![today, account, id])?;
    Ok(())
}

/// Drops tokens that ended a month ago.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Res<()> {
    let now = tx.now();
    tx.execute(SWEEP, params![now - 30 * Millis::DAY])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_have_a_form_and_a_width() {
        for good in ["*", "aid.*", "aid.request.review", "identity.own"] {
            assert!(is_scope(good), "{good}");
        }
        for bad in ["", ".", "aid.", "*.aid", "aid.*.x", "a b", "Aid.x", "ai*"] {
            assert!(!is_scope(bad), "{bad}");
        }
        let known = ["aid.request.review", "identity.own"];
        let all = |scopes: &[&str]| require_known(&scopes.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>(), &known).is_ok();
        assert!(all(&["*"]) && all(&["aid.*", "aid.request.*"]) && all(&["aid.request.review", "identity.own"]));
        assert!(!all(&["aid.foo"]) && !all(&["aid.*", "ledger.*"]) && !all(&["aid.request"]));
        let held = vec!["aid.*".to_owned(), "identity.own".to_owned()];
        assert!(within("aid.request.review", &held) && within("aid.*", &held) && within("identity.own", &held));
        assert!(!within("*", &held) && !within("ledger.*", &held) && !within("identity.*", &held));
    }
}
