//! Several small units of work on their way at once: each stands for itself, and a refused one undoes nothing but its own.
//!
//! One large unit would be slower than many small ones: within a unit every statement looks after the pages that all the
//! statements before it have changed, so that it could be undone. When they are committed is the database's affair.

use futures::executor::block_on;
use futures::future::join_all;
use qianmo_db::{Db, Engine, Tx};
use qianmo_kernel::Res;

/// Units on their way at once. Up to 30, `join_all` begins them strictly one after the other.
pub const UNITS: usize = 24;

/// Runs some units, at most [`UNITS`], in their order; every one's answer. A refused or failed one does not keep the others.
pub fn fly<T, F>(db: &Db, units: Vec<F>) -> Vec<Res<T>>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
{
    match db.engine() {
        Engine::Sqlite => block_on(join_all(units.into_iter().map(|unit| db.write(unit)))),
        // Many threads write there; the story wants its order.
        Engine::Postgres => units.into_iter().map(|unit| db.write_now(unit)).collect(),
    }
}

/// The same for units of which every one must succeed.
pub fn fly_all<T, F>(db: &Db, units: Vec<F>) -> Res<Vec<T>>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
{
    fly(db, units).into_iter().collect()
}
