//! The story so far: one row per event, told in the reader's language.
//!
//! The words of a kind are the message `aid-story-<kind>`; its arguments are kept beside it and hold no personal data.

use qianmo_db::{Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, PublicRef, Res};
use std::collections::BTreeMap;

/// One event of a request's story.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The event.
    pub id: Id,
    /// When.
    pub at: Millis,
    /// What; the message is `aid-story-<kind>`.
    pub kind: String,
    /// The role of whoever did it; `system` when nobody did.
    pub actor_role: String,
    /// What the message mentions.
    pub args: BTreeMap<String, String>,
}

/// Who may read an event.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Everybody who may see the request.
    Everyone,
    /// Its writers and those who answer for its place.
    Concerned,
}

qianmo_db::sql! {
    /// Adds an event.
    pub const TELL = "INSERT INTO aid_story_event (county, id, request, at, kind, actor_role, args, shown)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The story of a request.
    pub const STORY = "SELECT id, at, kind, actor_role, args FROM aid_story_event WHERE county = $1 AND request = $2 AND shown >= $3
        ORDER BY id LIMIT 400";
}

/// The kind of the event of being handed in.
const SUBMITTED: &str = "submitted";

/// Adds an event to the story. `kind` names the message, `role` is a role's name, `publisher`, `witness` or `system`.
pub fn tell(tx: &mut Tx<'_>, request: PublicRef, kind: &str, role: &str, args: &[(&str, String)], shown: Shown) -> Res<()> {
    let args: BTreeMap<&str, &str> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let args = serde_json::to_string(&args).map_err(|e| Fail::from(Error::because("a story's arguments", e)))?;
    let (id, now) = (tx.new_id(), tx.now());
    tx.execute(TELL, params![request.county, id, request.id, now, kind, role, args, shown == Shown::Everyone])?;
    Ok(())
}

/// The story as this reader may know it, oldest first.
pub fn read(tx: &mut Tx<'_>, request: PublicRef, reader: Shown) -> Res<Vec<Event>> {
    let least = i64::from(reader == Shown::Everyone);
    let mut events = tx.query(STORY, params![request.county, request.id, least], |row| {
        let args = row.text(4)?;
        Ok(Event {
            id: row.id(0)?,
            at: row.millis(1)?,
            kind: row.text(2)?,
            actor_role: row.text(3)?,
            args: serde_json::from_str(&args).map_err(|e| Fail::from(Error::because("a kept story's arguments", e)))?,
        })
    })?;
    again(&mut events, reader);
    Ok(events)
}

/// Tells what was handed in a second time as that: not every reader is told of the return in between. Everybody is told of the
/// first time and of the last; how often it went to and fro is between its writers and those who review it.
fn again(events: &mut Vec<Event>, reader: Shown) {
    let times = events.iter().filter(|event| event.kind == SUBMITTED).count();
    let mut time = 0;
    events.retain_mut(|event| {
        if event.kind != SUBMITTED {
            return true;
        }
        time += 1;
        if time > 1 {
            event.kind = format!("{SUBMITTED}-again");
        }
        time == 1 || time == times || reader == Shown::Concerned
    });
}
