//! Rows.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Millis, Res};

qianmo_db::sql! {
    /// Who agreed and was neither shown anything nor written to since `$2`, with how many of their messages are left since `$1`; who was
    /// written to longest ago, or never, first.
    const AGREED = "SELECT i.account, i.nudges - (SELECT COUNT(*) FROM aid_nudge n WHERE n.account = i.account AND n.at > $1),
        (SELECT COALESCE(MAX(n.at), 0) FROM aid_nudge n WHERE n.account = i.account) FROM aid_interest i
        WHERE i.nudges > 0 AND i.personal = 1
        AND NOT EXISTS (SELECT 1 FROM aid_nudge n WHERE n.account = i.account AND n.at > $2)
        AND NOT EXISTS (SELECT 1 FROM aid_shown s WHERE s.account = i.account AND s.at > $2)
        ORDER BY 3, 1 LIMIT $3";
    /// How many messages a donor agreed to in 30 days, how many were sent since `$2`, and whether one since `$3`.
    const LEFT = "SELECT i.nudges, (SELECT COUNT(*) FROM aid_nudge n WHERE n.account = i.account AND n.at > $2),
        (SELECT COUNT(*) FROM aid_nudge n WHERE n.account = i.account AND n.at > $3) FROM aid_interest i WHERE i.account = $1";
    /// Marks the donor's row, so that two workers do not both write to them.
    const HOLD = "UPDATE aid_interest SET nudges = nudges WHERE account = $1 AND nudges > 0";
    /// Notes a message.
    const ADD = "INSERT INTO aid_nudge (account, at) VALUES ($1, $2) ON CONFLICT (account, at) DO NOTHING";
    /// Notes of messages long ago.
    const PAST = "DELETE FROM aid_nudge WHERE at < $1";
    /// Notes of a donor.
    const FORGET = "DELETE FROM aid_nudge WHERE account = $1";
}

/// A donor who agreed.
pub(super) struct Agreed {
    /// Who.
    pub account: Id,
    /// Messages left.
    pub left: i64,
}

/// Who agreed, is away and has messages left.
pub(super) fn agreed(tx: &mut Tx<'_>, counted: Millis, quiet: Millis, most: usize) -> Res<Vec<Agreed>> {
    let all = tx.query(AGREED, params![counted, quiet, most], |row| Ok(Agreed { account: row.id(0)?, left: row.i64(1)? }))?;
    Ok(all.into_iter().filter(|one| one.left > 0).collect())
}

/// Takes one of a donor's messages; false where none is left, or one was sent lately.
pub(super) fn take(tx: &mut Tx<'_>, account: Id, counted: Millis, quiet: Millis) -> Res<bool> {
    if tx.execute(HOLD, params![account])? == 0 {
        return Ok(false);
    }
    let values = params![account, counted, quiet];
    let left = tx.first(LEFT, values, |row| Ok((row.i64(0)? - row.i64(1)?, row.i64(2)?)))?;
    if !left.is_some_and(|(left, lately)| left > 0 && lately == 0) {
        return Ok(false);
    }
    let now = tx.now();
    Ok(tx.execute(ADD, params![account, now])? > 0)
}

/// Drops notes of messages before `before`.
pub(super) fn sweep(tx: &mut Tx<'_>, before: Millis) -> Res<()> {
    tx.execute(PAST, params![before])?;
    Ok(())
}

/// Forgets a donor's.
pub(super) fn forget(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    tx.execute(FORGET, params![account])?;
    Ok(())
}
