//! A household's need: posted, checked, met, confirmed and accounted for.
//!
//! The manifest: which slices there are, and what each adds. `docs/domains/aid.md` tells what they do.

pub mod board;
pub mod lifecycle;

// From need to public request.
pub mod appeal;
pub mod cap;
pub mod closure;
pub mod desk;
pub mod fairness;
pub mod find;
pub mod interest;
mod moves;
pub mod nudge;
pub mod photo;
pub mod report;
pub mod request;
pub mod review;
pub mod slate;
pub mod statistics;
pub mod sweep;
pub mod withdrawal;

// From gift to confirmed receipt.
pub mod delivery;
pub mod fund;
pub mod giving;
pub mod payment;
pub mod payout;
pub mod pledge;
pub mod receipt;
pub mod standing_gift;
pub mod stock;
pub mod thanks;

use qianmo_web::Module;

/// What aid contributes to the program.
pub fn module() -> Module {
    let mut module = Module::new("aid")
        .migrations(qianmo_db::migrations!["0001_requests", "0002_goods_counts", "0003_cohort_months", "0004_listing_areas"])
        .migrations(qianmo_db::migrations![
            "0010_pledges",
            "0011_deliveries",
            "0012_posts",
            "0013_payouts",
            "0014_payout_accounts",
            "0015_missing_payouts",
            "0016_missing_lists",
            "0017_request_hands",
            "0018_unpaid_pledges",
            "0019_names_by_choice",
            "0020_resting_photos",
            "0021_free_slots",
            "0022_lost_goods",
            "0030_board",
            "0031_offers",
            "0032_standing_gifts",
            "0033_fairness",
            "0034_nudges",
            "0035_funds",
            "0050_disputed_arrivals",
        ])
        .locales(qianmo_web::locales!())
        .locales(qianmo_web::locales!("giving."))
        .locales(qianmo_web::locales!("personal."))
        .locales(qianmo_web::locales!("fairness."))
        .locales(qianmo_web::locales!("stock."))
        .locales(qianmo_web::locales!("standing."))
        .locales(qianmo_web::locales!("funds."))
        .permits(&[&request::INSPECT, &delivery::MEND, &report::TELL_OF]);
    for add in SLICES {
        module = add(module);
    }
    module
}

/// Every slice adds its own routes, jobs, events and navigation.
const SLICES: &[fn(Module) -> Module] = &[
    lifecycle::routes,
    request::routes,
    request::leave::routes,
    review::routes,
    appeal::routes,
    withdrawal::routes,
    closure::routes,
    photo::routes,
    report::routes,
    cap::routes,
    find::routes,
    statistics::routes,
    fairness::routes,
    desk::routes,
    sweep::routes,
    moves::routes,
    board::routes,
    interest::routes,
    slate::routes,
    nudge::routes,
    pledge::routes,
    payment::routes,
    delivery::routes,
    receipt::routes,
    thanks::routes,
    payout::routes,
    giving::routes,
    stock::routes,
    standing_gift::routes,
    fund::routes,
];
