//! Who owes an office to whom.
//!
//! An office was given by somebody, whose own office was given by somebody, and so on up to the operator at the machine. An
//! officer is independent of others when at least one such way up leads past none of them. So whoever was made an officer by
//! somebody, or by somebody whom that one made, does not confirm what that one proposes: one person would have two voices.

use crate::grant;
use qianmo_db::Tx;
use qianmo_kernel::{Id, PlacePath, Res};

/// Whether somebody's office at a place goes back to the operator past all of these; so does one of which nothing is known,
/// since it is held no longer. Two who gave each other an office owe it to whoever gave the first.
pub(super) fn independent(tx: &mut Tx<'_>, who: Id, at: &PlacePath, of: &[Id]) -> Res<bool> {
    let mut above = grant::office_givers_at(tx, who, at)?;
    if above.is_empty() {
        return Ok(true);
    }
    let mut asked = vec![who];
    while let Some(giver) = above.pop() {
        if giver == Id::NONE {
            return Ok(true);
        }
        if of.contains(&giver) || asked.contains(&giver) {
            continue;
        }
        asked.push(giver);
        let further = grant::office_givers_ever(tx, giver)?;
        // Nobody is known to have made this one an officer: the way up ends here, past all of them.
        if further.is_empty() {
            return Ok(true);
        }
        above.extend(further);
    }
    Ok(false)
}
