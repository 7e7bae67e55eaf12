//! The parts of the program, nothing else. Order matters for tables: what others build on comes first.

use qianmo_web::Module;

/// Every part.
pub fn all() -> Vec<Module> {
    vec![
        qianmo_web::server::module(),
        qianmo_places::module(),
        qianmo_search::module(),
        qianmo_media::module(),
        qianmo_notify::module(),
        qianmo_identity::module(),
        qianmo_procedures::module(),
        qianmo_registry::module(),
        qianmo_ledger::module(),
        qianmo_payments::module(),
        qianmo_aid::module(),
    ]
}
