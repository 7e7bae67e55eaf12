//! The registry: households and their members, sealed; every look at them; and what everybody may see of them.
//!
//! What other parts use: [`masked`] and [`masked_all`] for everybody's eyes, [`look`] for those who have a reason,
//! [`for_delivery`] and [`for_payout`] for a part's own rules, [`is_member_or_relative`], [`registered_by`] and [`card_changes`] for
//! conflicts of interest, as are [`let_in_by`] and [`ever_own`],
//! [`own_words`] for texts that will be public, [`stat_row`] for figures, [`standing`] for where a household lives.

pub mod bank;
pub mod birth;
pub mod card;
pub mod check;
pub mod export;
pub mod household;
pub mod import;
pub mod link;
pub mod looks;
pub mod masked;
mod mine;
pub mod name;
mod notice;
pub mod number;
pub mod own;
pub mod own_words;
pub mod permit;
pub mod phones;
pub mod raw;
pub mod resident;
pub mod wishes;
pub mod words;

pub use bank::{CardChange, changes as card_changes};
pub use birth::Birth;
pub use check::{Change, NewHousehold, NewMember};
pub use household::command::{ErasingHook, Merged, Source, Spot, register, register_at, spot};
pub use household::open::{
    Choosable, Coarse, Delivery, HouseholdOpen, MemberOpen, PayTo, choosable, for_delivery, for_payout, look, masked, masked_all,
    payout_stamp, proxy_act, registered_by, standing, stat_row,
};
pub use household::store::Brief;
pub use link::{is_member_or_relative, state, ties};
pub use looks::{Naming, Purpose};
pub use masked::{Masked, MaskedView};
pub use name::Name;
pub use own_words::{Found, OwnWords, own_words};
pub use phones::{ever_own, let_in_by};
#[doc(hidden)]
pub use qianmo_identity::inventory;
pub use words::*;

use axum::http::Method;
use household::store::purpose;
use household::{leaving, members, merging, routes as pages, routes_edit, routes_json as api, routes_members, routes_open};
use qianmo_db::Tx;
use qianmo_identity::HouseholdNames;
use qianmo_identity::erasure::ErasureHook;
use qianmo_kernel::{Error, Millis, Res, Role};
use qianmo_web::i18n::I18n;
use qianmo_web::{Access, Module, NavItem, SealedColumn};
use serde::de::DeserializeOwned;
use utoipa_axum::routes;

/// A sealed column of a table whose key is county and id.
const fn sealed(table: &'static str, column: &'static str, purpose: &'static str) -> SealedColumn {
    SealedColumn { table, column, keys: &["county", "id"], purpose }
}

const SEALED: &[SealedColumn] = &[
    sealed("household", "address_sealed", purpose::ADDRESS),
    sealed("household", "phone_sealed", purpose::PHONE),
    sealed("household", "bank_sealed", purpose::BANK),
    sealed("person", "names_sealed", purpose::NAMES),
    sealed("person", "number_sealed", purpose::NUMBER),
    sealed("person", "health_sealed", purpose::HEALTH),
    sealed("household_look", "words_sealed", looks::store::WORDS),
    sealed("household_correction", "words_sealed", own::CORRECTION),
    sealed("household_answer", "reason_sealed", own::ANSWER),
    sealed("household_end", "note_sealed", leaving::NOTE),
];

qianmo_identity::household_names!(HouseholdNames { masked: masked::in_words });
qianmo_identity::erasure_hook!(ErasureHook { open: |_, _| Ok(None), erase: link::forget_account });

/// What this crate adds to the program.
pub fn module() -> Module {
    let module = Module::new("registry")
        .migrations(qianmo_db::migrations![
            "0001_households",
            "0002_bank_changes",
            "0003_unnamed_looks",
            "0004_wishes",
            "0005_merges",
            "0006_phones",
            "0007_first_hands",
            "0008_known_since",
            "0009_wishes_by_card",
            "0010_ties",
            "0011_ends",
            "0012_cards_again",
            "0013_tie_ends"
        ])
        .locales(qianmo_web::locales!())
        .locales(qianmo_web::locales!("words."))
        .locales(qianmo_web::locales!("import."))
        .locales(qianmo_web::locales!("own."))
        .sealed(SEALED)
        .job("registry.undo-dead-imports", |app, _job| {
            Box::pin(async move {
                let db = app.db.clone();
                let undone = tokio::task::spawn_blocking(move || import::run::undo_dead(&db))
                    .await
                    .map_err(|e| Error::because("undoing imports broke off", e))??;
                if undone > 0 {
                    tracing::warn!(undone, "imports that stopped half-way were undone");
                }
                Ok(())
            })
        })
        .every("registry.undo-dead-imports", 5 * Millis::MINUTE);
    let module = telling(module, card::MADE, "registry.card-told", card::tell);
    let module = telling(module, bank::CHANGED, "registry.bank-change-told", bank::tell);
    let module = telling(module, link::ENDED, "registry.tie-end-told", link::tell);
    let module = telling(module, merging::PROPOSED, "registry.merge-told", merging::tell);
    let module = telling(module, merging::CARRIED_OUT, "registry.merge-done-told", merging::tell_done);
    let module = telling(module, leaving::LEFT, "registry.leaving-told", leaving::tell_left);
    let module = telling(module, leaving::RETURNED, "registry.return-told", leaving::tell_returned);
    let module = telling(module, members::CHANGED, "registry.members-change-told", members::tell);
    let module = telling(module, phones::CHANGED, "registry.phone-change-told", phones::tell)
        .on("places.succeeded", "registry.places-succeeded", |app, job| {
            Box::pin(async move {
                let moved: qianmo_places::Moved = job.payload()?;
                app.db.write(move |tx| household::store::follow(tx, &moved)).await
            })
        })
        .nav(NavItem { key: "registry-nav-households", href: "/households", for_roles: permit::LIST.roles, order: 30 })
        .nav(NavItem { key: "registry-nav-mine", href: "/my-household", for_roles: &[Role::Household], order: 31 });
    api_routes(file_routes(own_routes(page_routes(module))))
}

/// Tells a household of what an event says, in its own transaction.
fn telling<T: DeserializeOwned + Send + 'static>(
    module: Module,
    topic: &'static str,
    kind: &'static str,
    tell: fn(&mut Tx<'_>, &I18n, &str, &T) -> Res<()>,
) -> Module {
    module.on(topic, kind, move |app, job| {
        Box::pin(async move {
            let told: T = job.payload()?;
            let words = app.i18n.clone();
            let country = app.service::<qianmo_identity::Settings>()?.country_code.clone();
            app.db.write(move |tx| tell(tx, &words, &country, &told)).await
        })
    })
}

fn page_routes(module: Module) -> Module {
    let (list, register, open) = (Access::Permit(&permit::LIST), Access::Permit(&permit::REGISTER), Access::Permit(&permit::OPEN));
    let (edit, card) = (Access::Permit(&permit::EDIT), Access::Permit(&permit::CARD));
    module
        .page(Method::GET, "/households", list, pages::list)
        .page(Method::POST, "/households", register, pages::register)
        .page(Method::POST, "/households/find", open, pages::find)
        .page(Method::GET, "/households/new", register, pages::new)
        .page(Method::GET, "/households/wishes", edit, wishes::routes::show)
        .page(Method::GET, "/households/{reference}", Access::Permit(&permit::OPEN_DOOR), routes_open::show)
        .page(Method::POST, "/households/{reference}/look", open, routes_open::look)
        .page(Method::POST, "/households/{reference}/ties", open, routes_open::state_tie)
        .page(Method::POST, "/households/{reference}/ties/{tie}/end", open, routes_open::end_tie)
        .page(Method::POST, "/households/{reference}/ties/{tie}/agreement", Access::Permit(&permit::CLOSE), routes_open::agree_tie)
        .page(Method::GET, "/households/{reference}/edit", edit, routes_edit::edit)
        .page(Method::POST, "/households/{reference}/edit", edit, routes_edit::save)
        .page(Method::POST, "/households/{reference}/status", edit, routes_edit::status)
        .page(Method::POST, "/households/{reference}/return", Access::Permit(&permit::CLOSE), routes_edit::take_in)
        .page(Method::POST, "/households/{reference}/corrections/{correction}", edit, routes_edit::correction_answer)
        .page(Method::GET, "/households/{reference}/members/new", edit, routes_members::member_new)
        .page(Method::POST, "/households/{reference}/members/new", edit, routes_members::member_add)
        .page(Method::GET, "/households/{reference}/members/{person}", edit, routes_members::member)
        .page(Method::POST, "/households/{reference}/members/{person}", edit, routes_members::member_save)
        .page(Method::GET, "/households/{reference}/looks", Access::Permit(&permit::LOOKS_DOOR), looks::routes::page)
        .page(Method::GET, "/households/{reference}/card", card, routes_open::card_page)
        .page(Method::POST, "/households/{reference}/card", card, routes_open::card_issue)
}

fn own_routes(module: Module) -> Module {
    let own = Access::Permit(&permit::OWN);
    module
        .page(Method::GET, "/my-household", Access::SignedIn, mine::routes::show)
        .page(Method::POST, "/my-household/membership", Access::SignedIn, mine::routes::join)
        .page(Method::POST, "/my-household", own, mine::routes::save)
        .page(Method::POST, "/my-household/corrections", own, mine::routes::correct)
        .page(Method::POST, "/my-household/corrections/{correction}/withdrawal", own, mine::routes::correction_back)
        .page(Method::POST, "/my-household/ties", own, mine::routes::state_tie)
        .page(Method::POST, "/my-household/ties/{tie}/end", own, mine::routes::end_tie)
        .page(Method::GET, "/my-household/erasure", own, mine::routes::erasure_page)
        .page(Method::POST, "/my-household/erasure", own, mine::routes::erasure)
        .page(Method::POST, "/my-household/erasure/withdrawal", own, mine::routes::erasure_back)
}

fn file_routes(module: Module) -> Module {
    let bring = Access::Permit(&permit::IMPORT);
    module
        .page(Method::GET, "/households/import", bring, import::routes::show)
        .page(Method::POST, "/households/import", bring, import::routes::bring)
        .page(Method::GET, "/households/import/sample", bring, import::routes::sample)
        .page(Method::GET, "/households/import/{import}/report", bring, import::routes::report_file)
        .page(Method::POST, "/households/export", Access::Permit(&permit::EXPORT), import::routes::take_out)
}

fn api_routes(module: Module) -> Module {
    module
        .api(Access::Permit(&permit::LIST), routes!(api::list))
        .api_idempotent(Access::Permit(&permit::REGISTER), routes!(api::register))
        .api(Access::Permit(&permit::OPEN_DOOR), routes!(api::show))
        .api(Access::Permit(&permit::EDIT_DOOR), routes!(api::change))
        .api_idempotent(Access::Permit(&permit::EDIT), routes!(api::member))
        .api_idempotent(Access::Permit(&permit::CLOSE), routes!(api::take_in))
        .api(Access::Permit(&permit::LOOKS_DOOR), routes!(looks::routes::json))
}
