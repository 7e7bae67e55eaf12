//! What the database itself says, read beside the serving program.

use crate::world::World;
use qianmo_db::{Config, Db, Env, KeyRing, Vault, params};
use qianmo_kernel::{Chance, Id, PublicRef, SystemClock};
use std::collections::BTreeSet;
use std::sync::Arc;

qianmo_db::sql! {
    const PLEDGES = "SELECT county, id FROM aid_pledge WHERE donor = $1";
    const DRAFTS = "SELECT county, id FROM aid_request WHERE publisher = $1";
    const PARTS_WRONG = "SELECT COUNT(*) FROM aid_part p WHERE p.kind = 'money' AND p.pledged <> (SELECT CAST(COALESCE(SUM(g.quantity), 0) AS BIGINT) \
        FROM aid_pledge g WHERE g.county = p.county AND g.part = p.id AND g.state NOT IN ('lapsed', 'cancelled', 'refunding', 'refunded'))";
    const PAID_TWICE = "SELECT COUNT(*) FROM (SELECT business_ref FROM payment_order WHERE direction = 'in' AND state = 'paid' \
        AND business_kind = 'aid.pledge' GROUP BY business_ref HAVING COUNT(*) > 1) AS twice";
    const PAID_WRONG = "SELECT COUNT(*) FROM aid_pledge g WHERE g.donor = $1 AND g.paid_minor <> (SELECT CAST(COALESCE(SUM(o.amount), 0) AS BIGINT) \
        FROM payment_order o WHERE o.county = g.county AND o.id = g.payment AND o.state IN ('paid', 'refunded'))";
    const ORDERS = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT), COUNT(*) FROM payment_order WHERE direction = 'in' AND state IN ('paid', 'refunded')";
    const CHARGES_OPEN = "SELECT COUNT(*) FROM sandbox_charge c WHERE c.direction = 'in' AND EXISTS (SELECT 1 FROM payment_order o \
        WHERE o.county = c.county AND o.id = c.id AND o.round = c.round AND o.state NOT IN ('paid', 'failed', 'refunded'))";
    const DEAD = "SELECT COUNT(*) FROM job WHERE dead = 1";
    const LEASES_END = "UPDATE job SET lease_until = 0";
    const OWN_ORDERS = "SELECT county, id FROM payment_order WHERE owner = $1 AND direction = 'in'";
}

/// The database of a world.
pub struct Truth(Db);

impl Truth {
    pub fn of(world: &World) -> Truth {
        let rng = Arc::new(Chance::seeded(1));
        // Nothing sealed is opened here: any keys do.
        let vault = Arc::new(Vault::new(KeyRing::generate(rng.as_ref()), rng.clone()));
        let config = match &world.url {
            Some(url) => Config::Postgres { url: url.clone(), threads: 1 },
            None => Config::Sqlite { path: world.folder.join("qianmo.db"), readers: 1 },
        };
        Truth(Db::open(&config, Env::new(Arc::new(SystemClock), rng, vault)).unwrap())
    }

    fn count(&self, sql: qianmo_db::Sql) -> i64 {
        self.0.read_now(move |tx| tx.one(sql, params![], |r| r.i64(0))).unwrap()
    }

    /// Every pledge of an account.
    pub fn pledges(&self, donor: Id) -> BTreeSet<String> {
        self.references(PLEDGES, donor)
    }

    /// Every request that an account wrote.
    pub fn drafts(&self, publisher: Id) -> BTreeSet<String> {
        self.references(DRAFTS, publisher)
    }

    /// Every payment order of an account.
    pub fn orders(&self, owner: Id) -> BTreeSet<String> {
        self.references(OWN_ORDERS, owner)
    }

    fn references(&self, sql: qianmo_db::Sql, account: Id) -> BTreeSet<String> {
        let rows =
            self.0.read_now(move |tx| tx.query(sql, params![account], |r| Ok(PublicRef::new(r.id(0)?, r.id(1)?).to_string())));
        rows.unwrap().into_iter().collect()
    }

    /// Fails when a sum is not the sum of its parts, or something was done twice.
    #[track_caller]
    pub fn nothing_is_doubled(&self, donors: &[Id]) {
        assert_eq!(self.count(PARTS_WRONG), 0, "parts whose pledged sum is not that of their pledges");
        assert_eq!(self.count(PAID_TWICE), 0, "pledges that two payments settled");
        for donor in donors.iter().copied() {
            let wrong = self.0.read_now(move |tx| tx.one(PAID_WRONG, params![donor], |r| r.i64(0))).unwrap();
            assert_eq!(wrong, 0, "pledges whose paid amount is not their payment's");
        }
        assert_eq!(self.count(DEAD), 0, "jobs that were given up");
    }

    /// Payments that somebody made at the bank and that are not settled here.
    pub fn unsettled(&self) -> i64 {
        self.count(CHARGES_OPEN)
    }

    /// As if the minutes had passed for which a killed worker's jobs stay leased.
    pub fn let_leases_end(&self) {
        self.0.write_now(|tx| tx.execute(LEASES_END, params![])).unwrap();
    }
}
