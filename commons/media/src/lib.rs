//! Photos: re-encoded, stripped of where they were taken, and held until someone has looked.
//!
//! A photo comes in three steps. [`MediaStore::process`] makes it safe (off the async threads), [`MediaStore::keep`]
//! writes its files, and [`add`] records it in the unit of work of whatever it belongs to. Until a reviewer of the place
//! has decided, only the uploader, those reviewers and whose thing it belongs to ([`OwnerHook`]) see it;
//! its address cannot be guessed and tells nothing. When the thing is over its photos rest ([`rest`]): they wait for nobody any
//! more. Whoever decides is told what the photo belongs to ([`ThingHook`]).

mod command;
pub mod decide;
mod files;
mod owner;
mod page;
mod process;
mod recusal;
mod routes;
mod store;
mod sweep;
mod thing;

pub use command::{
    REMOVE_FILES, access, add, count_held, held, hold_again, moved, of, remove, remove_all, require, rest, review, shown,
    with_photo,
};
pub use decide::{Access, Decision, REVIEW, Reader, Reason};
pub use files::{Kept, MediaStore};
pub use owner::OwnerHook;
pub use process::{MAX_BYTES, MAX_PIXELS, Processed, Rendition, Size, process};
pub use recusal::RecusalHook;
pub use store::{NewMedia, Photo, State};
pub use thing::{Thing, ThingHook};
// For `recusal_hook!`, `owner_hook!` and `thing_hook!` in other crates.
pub use qianmo_web::inventory;

use axum::http::Method;
use qianmo_kernel::{Millis, Role};
use qianmo_web::{Access as Door, Module, NavItem};
use utoipa_axum::routes;

/// What this crate adds to the program. The server registers a [`MediaStore`] as a service.
pub fn module() -> Module {
    Module::new("media")
        .migrations(qianmo_db::migrations!["0001_media", "0002_resting"])
        .locales(qianmo_web::locales!())
        .page(Method::GET, "/media/{reference}/{size}", Door::Public, crate::routes::picture)
        .page(Method::GET, "/photos", Door::Permit(&REVIEW), crate::routes::queue)
        .page(Method::POST, "/photos/{reference}/decision", Door::Permit(&REVIEW), crate::routes::decide_form)
        .api(Door::Permit(&REVIEW), routes!(crate::routes::decide_json))
        .job(REMOVE_FILES, |app, job| {
            Box::pin(async move {
                let files = app.service::<MediaStore>()?;
                sweep::remove_files(&files, &job.payload()?).await
            })
        })
        .job("media.sweep", |app, _job| {
            Box::pin(async move {
                let files = app.service::<MediaStore>()?;
                let removed = sweep::sweep(&app.db, &files, app.clock.now()).await?;
                if removed > 0 {
                    tracing::info!(removed, "photos without a row were swept away");
                }
                Ok(())
            })
        })
        .every("media.sweep", 6 * Millis::HOUR)
        .on("places.succeeded", "media.places-succeeded", |app, job| {
            Box::pin(async move {
                let moved: qianmo_places::Moved = job.payload()?;
                app.db.write(move |tx| command::follow(tx, &moved)).await
            })
        })
        .nav(NavItem { key: "media-nav-photos", href: "/photos", for_roles: &[Role::Reviewer, Role::Officer], order: 45 })
}
