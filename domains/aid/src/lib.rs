//! A household's need: posted, checked, met, confirmed and accounted for.
//!
//! The manifest: which slices there are, and what each adds. `docs/domains/aid.md` tells what they do.

pub mod lifecycle;

// From need to public request.
pub mod appeal;
pub mod cap;
pub mod closure;
pub mod desk;
pub mod find;
pub mod photo;
pub mod report;
pub mod request;
pub mod review;
pub mod statistics;
pub mod sweep;
pub mod withdrawal;

// From gift to confirmed receipt: modules go here, alphabetically.

use qianmo_web::Module;

/// What aid contributes to the program.
pub fn module() -> Module {
    let mut module = Module::new("aid")
        .migrations(qianmo_db::migrations!["0001_requests"])
        // Gifts: migrations from 0010 on, in a call of their own.
        .locales(qianmo_web::locales!());
    for add in SLICES {
        module = add(module);
    }
    module
}

/// Every slice adds its own routes, jobs, events and navigation.
const SLICES: &[fn(Module) -> Module] = &[
    lifecycle::routes,
    request::routes,
    review::routes,
    appeal::routes,
    withdrawal::routes,
    closure::routes,
    photo::routes,
    report::routes,
    cap::routes,
    find::routes,
    statistics::routes,
    desk::routes,
    sweep::routes,
    // Gifts: lines go here.
];
