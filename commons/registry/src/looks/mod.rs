//! Looks: who opened a household's sealed data, when, in which role and for which task; and what was done on its behalf.
//!
//! The row is written in the same unit of work that opens the data: if it cannot be written, nothing is shown. The
//! household sees the whole list.

pub mod page;
pub mod routes;
pub mod store;

use crate::words::{Act, Task};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, PublicRef, Refused, Res, text};
use qianmo_web::View;

/// A task with the words that go with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Purpose {
    /// Which task.
    pub task: Task,
    /// More in words, or the reference of the request at hand; may be empty but for [`Task::Other`].
    pub words: String,
}

/// The longest words of a purpose, in characters.
const LONGEST: usize = 200;

impl Purpose {
    /// A task that needs no words.
    pub const fn of(task: Task) -> Purpose {
        Purpose { task, words: String::new() }
    }

    /// A task by its code with words apart, as a form or a header brings them. Refuses when nothing is said.
    pub fn said(task: &str, words: &str) -> Res<Purpose> {
        let words = text::tidy(words).replace('\n', " ");
        let no = |field: &str, message| -> Res<Purpose> { Err(Refused::field(field, message).into()) };
        match Task::from_name(task.trim()).filter(|t| !matches!(t, Task::Own)) {
            _ if task.trim().is_empty() => no("task", "registry-task-needed"),
            None => no("task", "registry-choice-unknown"),
            Some(Task::Other) if text::length(&words) < 3 => no("words", "registry-task-needed"),
            Some(_) if text::length(&words) > LONGEST => no("words", "registry-task-long"),
            Some(task) => Ok(Purpose { task, words }),
        }
    }

    /// What an address may say: a task by its code and the request at hand. Refuses everything else, [`Task::Other`] too,
    /// since that needs words and an address is kept in logs and histories.
    pub fn coded(task: &str, about: Option<PublicRef>) -> Res<Purpose> {
        match Task::from_name(task.trim()).filter(|t| !matches!(t, Task::Own | Task::Other)) {
            Some(task) => Ok(Purpose { task, words: about.map(|about| about.to_string()).unwrap_or_default() }),
            None => Err(Refused::field("task", "registry-task-needed").into()),
        }
    }

    /// In the reader's language: the task's words, with what was said of it.
    pub fn in_words(&self, v: &View) -> String {
        match (self.task, self.words.is_empty()) {
            (Task::Other, false) => self.words.clone(),
            (task, true) => v.t(task.key()),
            (task, false) => format!("{}: {}", v.t(task.key()), self.words),
        }
    }

    /// Reads `review`, `review: 01…-01…`, or free words, which are [`Task::Other`]. Refuses when nothing is said.
    pub fn parse(said: &str) -> Res<Purpose> {
        let said = text::tidy(said).replace('\n', " ");
        let (first, rest) = said.split_once(':').unwrap_or((said.as_str(), ""));
        let found = Task::from_name(first.trim()).filter(|t| !matches!(t, Task::Own | Task::Other));
        let purpose = match found {
            Some(task) => Purpose { task, words: rest.trim().to_owned() },
            None => {
                let words = if first.trim() == Task::Other.name() { rest.trim() } else { said.as_str() };
                Purpose { task: Task::Other, words: words.to_owned() }
            }
        };
        if purpose.task == Task::Other && text::length(&purpose.words) < 3 {
            return Err(Refused::field("task", "registry-task-needed").into());
        }
        if text::length(&purpose.words) > LONGEST {
            return Err(Refused::field("task", "registry-task-long").into());
        }
        Ok(purpose)
    }
}

/// A look to be written.
pub(crate) struct NewLook<'a> {
    pub household: PublicRef,
    pub role: &'static str,
    pub act: Act,
    pub purpose: &'a Purpose,
    /// What was opened or changed, as field names with commas between.
    pub fields: &'a str,
    pub card_shown: bool,
}

/// Whether the household reads who looked.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Naming {
    /// It does.
    Named,
    /// It reads in which role and why, but no name: whoever looked gave to it without one. Officers and auditors of its place read it.
    Unnamed,
}

/// Writes a look of somebody whom the household may know by name.
pub(crate) fn write(tx: &mut Tx<'_>, actor: &Actor, look: &NewLook<'_>) -> Res<()> {
    write_as(tx, actor, look, Naming::Named)
}

/// Writes a look.
pub(crate) fn write_as(tx: &mut Tx<'_>, actor: &Actor, look: &NewLook<'_>, naming: Naming) -> Res<()> {
    let (id, now) = (tx.new_id(), tx.now());
    let words = &look.purpose.words;
    // Most looks need no words, and nothing is sealed for them.
    let sealed = if words.is_empty() { Vec::new() } else { tx.vault().seal_text(store::WORDS, id, words)? };
    tx.execute(
        store::INSERT,
        params![
            look.household.county,
            id,
            look.household.id,
            now,
            actor.account,
            look.role,
            look.act.name(),
            look.purpose.task.name(),
            sealed,
            look.fields,
            look.card_shown,
            naming == Naming::Unnamed
        ],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it was said: `review: 01…-01…`.
    fn in_one(said: Purpose) -> String {
        if said.words.is_empty() { said.task.name().to_owned() } else { format!("{}: {}", said.task.name(), said.words) }
    }

    #[test]
    fn a_task_is_said_or_nothing_opens() {
        let ok = |said: &str| Purpose::parse(said).map(|p| (p.task, p.words)).ok();
        assert_eq!(ok("visit"), Some((Task::Visit, String::new())));
        assert_eq!(ok("review: 01A-02B"), Some((Task::Review, "01A-02B".into())));
        assert_eq!(ok("other: the roof fell in"), Some((Task::Other, "the roof fell in".into())));
        assert_eq!(ok("看望老人家"), Some((Task::Other, "看望老人家".into())));
        for nothing in ["", "  ", "ab", "other:", "other: x"] {
            assert_eq!(ok(nothing), None, "{nothing}");
        }
        assert_eq!(ok(&"x".repeat(300)), None);
        // An address says a code and a reference, and never words.
        let about = PublicRef::new(qianmo_kernel::Id::from_i64(5), qianmo_kernel::Id::from_i64(6));
        assert_eq!(Purpose::coded("review", Some(about)).map(in_one).ok(), Some(format!("review: {about}")));
        for words in ["other", "own", "看望老人家", "visit: roof", ""] {
            assert!(Purpose::coded(words, None).is_err(), "{words}");
        }
        assert_eq!(Purpose::said("visit", "roof").map(in_one).ok().as_deref(), Some("visit: roof"));
        assert!(Purpose::said("", "roof").is_err() && Purpose::said("other", "").is_err());
        // Nobody poses as the household itself.
        assert_eq!(ok("own").map(|p| p.0), Some(Task::Other));
    }
}
