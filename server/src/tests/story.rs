//! The whole way from "a household needs something" to "it arrived, was confirmed, and every fen is accounted for", over
//! the API, on both engines; and the ways on which it ends otherwise.

mod endings;
mod money;
mod statements;
pub mod whole;

use crate::tests::world::World;
use qianmo_db::Engine;
use qianmo_kernel::Id;
use std::future::Future;

/// Tells a story in a fresh world of each engine.
pub async fn both<F, Fut>(story: F)
where
    F: Fn(World) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(World::start(engine).await).await;
    }
}

/// What the books of a county say of money: came in, stands in custody, went to households, went back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sums {
    /// What donors paid.
    pub came_in: i64,
    /// What is in custody.
    pub custody: i64,
    /// What households got.
    pub paid_out: i64,
    /// What donors got back.
    pub went_back: i64,
}

impl World {
    /// Adds up every payment order and the custody account of the first county, and has the books proved.
    pub async fn sums(&self) -> Sums {
        self.t.round().await;
        qianmo_ledger::seal_all(&self.t.on.db).unwrap();
        let county: Id = self.a.id;
        let report = qianmo_ledger::verify_county(&self.t.on.db, county, &mut |_| {}).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        let path = format!("/api/v1/ledger/accounts?county={county}&limit=100");
        let books = self.get(&self.a.auditor.token, &path).await.expect(200).json();
        let balance = |prefix: &str| -> i64 {
            let accounts = books["items"].as_array().unwrap().iter();
            accounts
                .filter(|a| a["unit"] == "money" && a["code"].as_str().unwrap().starts_with(prefix))
                .map(|a| a["balance"]["amount_minor"].as_i64().unwrap())
                .sum()
        };
        let (custody, owed) = (balance("assets:custody"), balance("liabilities:"));
        assert_eq!(custody, owed, "what is had is what is owed: {books}");
        let moved = self
            .t
            .on
            .db
            .read_now(move |tx| {
                let rows = tx.query(MOVED, qianmo_db::params![county], |row| Ok((row.text(0)?, row.text(1)?, row.i64(2)?)))?;
                Ok(rows)
            })
            .unwrap();
        let of = |direction: &str, states: &[&str]| -> i64 {
            moved.iter().filter(|(d, s, _)| d == direction && states.contains(&s.as_str())).map(|(_, _, sum)| sum).sum()
        };
        let sums = Sums {
            came_in: of("in", &["paid", "refunded"]),
            custody,
            paid_out: of("out", &["paid_out"]),
            went_back: of("refund", &["refunded"]),
        };
        assert_eq!(sums.came_in, sums.custody + sums.paid_out + sums.went_back, "every fen is accounted for: {sums:?}");
        sums
    }
}

qianmo_db::sql! {
    /// What moved, by direction and state.
    const MOVED = "SELECT direction, state, CAST(SUM(amount) AS BIGINT) FROM payment_order WHERE county = $1 GROUP BY direction, state";
}
