//! Rows of looks.

use crate::words::{Act, Task};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Id, Millis, PublicRef, Res};

/// What the seal of a look's words is bound to.
pub(crate) const WORDS: &str = "registry.look.words";

qianmo_db::sql! {
    /// A new look.
    pub(crate) const INSERT = "INSERT INTO household_look (county, id, household, at, account, role, act, task, words_sealed, fields, card_shown, \
        unnamed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    /// Forgets the words of the looks at a household; that somebody looked stays.
    const FORGET = "UPDATE household_look SET words_sealed = $1 WHERE county = $2 AND household = $3";
    /// The looks at a household, newest first.
    pub(crate) const LIST = "SELECT id, at, account, role, act, task, words_sealed, fields, card_shown, unnamed FROM household_look \
        WHERE county = $1 AND household = $2 AND id < $3 ORDER BY id DESC LIMIT $4";
    /// The same without the household's own.
    const LIST_OTHERS = "SELECT id, at, account, role, act, task, words_sealed, fields, card_shown, unnamed FROM household_look \
        WHERE county = $1 AND household = $2 AND task <> 'own' AND id < $3 ORDER BY id DESC LIMIT $4";
    /// In which role somebody did a thing last.
    const LAST_ROLE = "SELECT role FROM household_look WHERE county = $1 AND household = $2 AND act = $3 AND account = $4 \
        ORDER BY id DESC LIMIT 1";
}

/// A look as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    /// The row.
    pub id: Id,
    /// When.
    pub at: Millis,
    /// Who.
    pub account: Id,
    /// In which role; a name of `qianmo_kernel::Role`.
    pub role: String,
    /// What was done.
    pub act: Act,
    /// What for.
    pub task: Task,
    /// More in words.
    pub words: String,
    /// Field names with commas between.
    pub fields: String,
    /// Whether the household's card was shown.
    pub card_shown: bool,
    /// Whether the household is not told who it was.
    pub unnamed: bool,
}

impl Look {
    /// The look as its household reads it: of whoever gave without a name, neither the name nor the account by which the looks of one
    /// person, named and unnamed, could be put together.
    pub fn for_household(self) -> Look {
        if self.unnamed { Look { account: Id::NONE, ..self } } else { self }
    }

    /// Whether its reader is not told who it was.
    pub fn is_withheld(&self) -> bool {
        self.unnamed && self.account == Id::NONE
    }
}

/// Whose looks are listed.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Everybody's.
    All,
    /// Everybody's but the household's own.
    Others,
}

/// The looks at a household before `before` (newest first), at most `limit`, with their words opened. The caller knows
/// that its reader may see them.
pub fn list(tx: &mut Tx<'_>, household: PublicRef, before: Id, limit: i64) -> Res<Vec<Look>> {
    list_of(tx, household, Whose::All, before, limit)
}

/// [`list`] of some.
pub fn list_of(tx: &mut Tx<'_>, household: PublicRef, whose: Whose, before: Id, limit: i64) -> Res<Vec<Look>> {
    let sql = match whose {
        Whose::All => LIST,
        Whose::Others => LIST_OTHERS,
    };
    let rows = tx.query(sql, params![household.county, household.id, before, limit], |row| {
        let look = Look {
            id: row.id(0)?,
            at: row.millis(1)?,
            account: row.id(2)?,
            role: row.text(3)?,
            act: Act::from_name(&row.text(4)?).ok_or_else(|| Error::new("a look of an unknown kind"))?,
            task: Task::from_name(&row.text(5)?).unwrap_or(Task::Other),
            words: String::new(),
            fields: row.text(7)?,
            card_shown: row.flag(8)?,
            unnamed: row.flag(9)?,
        };
        Ok((look, row.blob(6)?))
    })?;
    rows.into_iter()
        .map(|(look, sealed)| match sealed.is_empty() {
            true => Ok(look),
            false => Ok(Look { words: tx.vault().open_text(WORDS, look.id, &sealed)?, ..look }),
        })
        .collect()
}

/// The name of the role in which an account did such a thing to a household last. `None`: it never did.
pub(crate) fn last_role(tx: &mut Tx<'_>, household: PublicRef, act: Act, account: Id) -> Res<Option<String>> {
    tx.first(LAST_ROLE, params![household.county, household.id, act.name(), account], |row| row.text(0))
}

/// Forgets the words of the looks at a household that is erased.
pub(crate) fn forget_words(tx: &mut Tx<'_>, household: PublicRef) -> Res<()> {
    tx.execute(FORGET, params![Vec::<u8>::new(), household.county, household.id]).map(|_| ())
}
