//! Reviews and decisions as data: steps, who acts at which level, recusal, clocks.
//!
//! A domain describes a procedure as a [`Definition`], opens a [`Case`] for a subject of its own, and hands every ruling to
//! [`decide`]. The engine knows who may rule, in which order, and when it is over; what an approval means is the domain's.
//! A definition is kept with the version under which a case was opened: a running case never changes its rules.
//! There are no pages and no API here: a domain shows its own queue.

mod case;
mod decide;
mod definition;
mod places;
mod queue;
mod store;
mod workdays;

pub use case::{Case, CaseState, Opening, decisions, decisions_about, find, has_ruled, latest, open, stop};
pub use decide::{Moved, Past, Ruling, decide, standing};
pub use definition::{Definition, Outcome, Step};
pub use queue::{Waiting, ages, count, queue, running};
pub use workdays::add_working_days;

use qianmo_web::Module;

/// What the engine contributes to the program: its tables and its words.
pub fn module() -> Module {
    Module::new("procedures").migrations(qianmo_db::migrations!["0001_procedures"]).locales(qianmo_web::locales!()).on(
        "places.succeeded",
        "procedures.places-succeeded",
        |app, job| Box::pin(async move { app.db.write(move |tx| places::follow(tx, &job)).await }),
    )
}
