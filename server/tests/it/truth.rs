//! What the database itself says, read beside the serving program.

use crate::world::World;
use qianmo_db::{Config, Db, Env, KeyRing, Vault, params};
use qianmo_kernel::{Chance, Id, PublicRef, SystemClock};
use qianmo_payments::sandbox::Sandbox;
use std::collections::BTreeSet;
use std::fs;
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
    const JOBS_DIE = "UPDATE job SET dead = 1";
    const LEASES_END = "UPDATE job SET lease_until = 0";
    const OWN_ORDERS = "SELECT county, id FROM payment_order WHERE owner = $1 AND direction = 'in'";
    const PREPARED = "SELECT county, id FROM aid_payout WHERE prepared_by = $1";
    const APPROVED = "SELECT county, id FROM aid_payout WHERE decided_by = $1 AND state IN ('approved', 'paid_out', 'received')";
    const CONFIRMED = "SELECT county, payout FROM aid_receipt WHERE by_account = $1 AND payout <> 0";
    const TAKEN_BACK = "SELECT county, id FROM aid_request WHERE state = 'withdrawn' AND publisher <> $1";
    const SENT_WRONG = "SELECT COUNT(*) FROM aid_part p WHERE p.kind = 'money' AND p.sent <> (SELECT CAST(COALESCE(SUM(o.amount_minor), 0) AS BIGINT) \
        FROM aid_payout o WHERE o.county = p.county AND o.part = p.id AND o.state IN ('approved', 'paid_out', 'disputed', 'missing', 'received'))";
    const RECEIVED_WRONG = "SELECT COUNT(*) FROM aid_part p WHERE p.kind = 'money' AND p.received <> (SELECT CAST(COALESCE(SUM(o.amount_minor), 0) AS BIGINT) \
        FROM aid_payout o WHERE o.county = p.county AND o.part = p.id AND o.state = 'received')";
    const HELD_WRONG = "SELECT COUNT(*) FROM aid_pledge g WHERE g.gift = 'money' AND g.held_minor <> (SELECT CAST(COALESCE(SUM(s.amount_minor), 0) AS BIGINT) \
        FROM aid_payout_share s JOIN aid_payout o ON o.county = s.county AND o.id = s.payout \
        WHERE s.county = g.county AND s.pledge = g.id AND o.state IN ('prepared', 'approved', 'missing'))";
    const GIVEN_WRONG = "SELECT COUNT(*) FROM aid_pledge g WHERE g.gift = 'money' AND g.paid_out_minor <> (SELECT CAST(COALESCE(SUM(s.amount_minor), 0) AS BIGINT) \
        FROM aid_payout_share s JOIN aid_payout o ON o.county = s.county AND o.id = s.payout \
        WHERE s.county = g.county AND s.pledge = g.id AND o.state IN ('paid_out', 'disputed', 'received'))";
    const PAID_OUT_TWICE = "SELECT COUNT(*) FROM (SELECT business_ref FROM payment_order WHERE direction = 'out' \
        AND business_kind = 'aid.payout' GROUP BY business_ref HAVING COUNT(*) > 1) AS twice";
    const CONFIRMED_TWICE = "SELECT COUNT(*) FROM (SELECT payout FROM aid_receipt WHERE payout <> 0 GROUP BY county, payout HAVING COUNT(*) > 1) AS twice";
    const TAKEN_BACK_TWICE = "SELECT COUNT(*) FROM (SELECT request FROM aid_story_event WHERE kind = 'withdrawn' \
        GROUP BY county, request HAVING COUNT(*) > 1) AS twice";
    const GIVEN_BACK_WRONG = "SELECT COUNT(*) FROM aid_pledge g WHERE g.gift = 'money' AND g.refunded_minor <> (SELECT CAST(COALESCE(SUM(o.amount), 0) AS BIGINT) \
        FROM payment_order o WHERE o.county = g.county AND o.parent = g.payment AND g.payment <> 0 AND o.direction = 'refund')";
    const GOING_OUT = "SELECT COUNT(*) FROM payment_order WHERE direction <> 'in' AND state IN ('created', 'started', 'unknown')";
    const TOLD_TO_COME_AGAIN = "SELECT COUNT(*) FROM sandbox_charge WHERE tries > 0";
    const ORDER_HIDDEN = "UPDATE payment_order SET county = 0 - county WHERE county = $1 AND id = $2";
    const HIDDEN = "SELECT COUNT(*) FROM household WHERE hidden = 1";
    const ROTATED_EARLIER = "UPDATE key_check SET number = number - 259200000 WHERE name = 'rotated'";
    const IMPORTS_DIE = "UPDATE household_import SET touched_at = 0 WHERE state = 'writing'";
}

/// The database of a world.
pub struct Truth(Db);

impl Truth {
    pub fn of(world: &World) -> Truth {
        let rng = Arc::new(Chance::seeded(1));
        let keys = fs::read_to_string(world.folder.join("keys.txt")).unwrap();
        let vault = Arc::new(Vault::new(KeyRing::from_text(&keys).unwrap(), rng.clone()));
        let config = match &world.url {
            Some(url) => Config::Postgres { url: url.clone(), threads: 1 },
            None => Config::Sqlite { path: world.folder.join("qianmo.db"), readers: 1 },
        };
        Truth(Db::open(&config, Env::new(Arc::new(SystemClock), rng, vault)).unwrap())
    }

    fn count(&self, sql: qianmo_db::Sql) -> i64 {
        self.0.read_now(move |tx| tx.one(sql, params![], |r| r.i64(0))).unwrap()
    }

    /// Lets the last rotation of keys be three days older than it is.
    pub fn rotated_earlier(&self) {
        self.0.write_now(|tx| tx.execute(ROTATED_EARLIER, params![])).unwrap();
    }

    /// A message that waits to be sent.
    pub fn message_waits(&self) {
        self.0
            .write_now(|tx| {
                let address = qianmo_notify::Address::read("someone@example.org", "86").expect("an address");
                qianmo_notify::send(tx, &qianmo_notify::Message { county: Id::NONE, address: &address, text: "something" })
            })
            .unwrap();
    }

    /// Waiting jobs are given up.
    pub fn jobs_die(&self) {
        self.0.write_now(|tx| tx.execute(JOBS_DIE, params![])).unwrap();
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

    /// Every payout that an officer prepared.
    pub fn prepared(&self, officer: Id) -> BTreeSet<String> {
        self.references(PREPARED, officer)
    }

    /// Every payout that an officer approved.
    pub fn approved(&self, officer: Id) -> BTreeSet<String> {
        self.references(APPROVED, officer)
    }

    /// Every payout that somebody confirmed.
    pub fn confirmed(&self, witness: Id) -> BTreeSet<String> {
        self.references(CONFIRMED, witness)
    }

    /// Every request that was taken back.
    pub fn taken_back(&self) -> BTreeSet<String> {
        // Whoever published it: it was somebody.
        self.references(TAKEN_BACK, Id::NONE)
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
        assert_eq!(self.count(SENT_WRONG), 0, "parts whose sum under way is not that of their payouts");
        assert_eq!(self.count(RECEIVED_WRONG), 0, "parts whose received sum is not that of their confirmed payouts");
        assert_eq!(self.count(HELD_WRONG), 0, "pledges that hold other sums than their payouts under way");
        assert_eq!(self.count(GIVEN_WRONG), 0, "pledges that gave other sums than their payouts");
        assert_eq!(self.count(GIVEN_BACK_WRONG), 0, "pledges that gave back other sums than were ordered back");
        assert_eq!(self.count(PAID_OUT_TWICE), 0, "payouts that were ordered twice");
        assert_eq!(self.count(CONFIRMED_TWICE), 0, "payouts that were confirmed twice");
        assert_eq!(self.count(TAKEN_BACK_TWICE), 0, "requests that were taken back twice");
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

    /// Payouts and refunds that the bank has not carried out.
    pub fn going_out(&self) -> i64 {
        self.count(GOING_OUT)
    }

    /// Makes an order unknown here, as in a database that was restored from before it. The name under which it lies hidden:
    /// hiding that one makes the order known again.
    pub fn hide_order(&self, order: PublicRef) -> PublicRef {
        let changed = self.0.write_now(move |tx| tx.execute(ORDER_HIDDEN, params![order.county, order.id])).unwrap();
        assert_eq!(changed, 1);
        PublicRef::new(Id::from_i64(-order.county.get()), order.id)
    }

    /// Charges whose callback was not taken, so that the bank sends it again.
    pub fn told_to_come_again(&self) -> i64 {
        self.count(TOLD_TO_COME_AGAIN)
    }

    /// The bank, to sign in its name.
    pub fn bank(&self) -> Sandbox {
        Sandbox::new(self.0.clone(), &self.0.env().vault)
    }

    /// Households of a file that is not written whole.
    pub fn hidden_households(&self) -> i64 {
        self.count(HIDDEN)
    }

    /// As if the time had passed after which a file that nobody goes on writing is given up.
    pub fn let_imports_die(&self) {
        self.0.write_now(|tx| tx.execute(IMPORTS_DIE, params![])).unwrap();
    }

    /// As if the minutes had passed for which a killed worker's jobs stay leased.
    pub fn let_leases_end(&self) {
        self.0.write_now(|tx| tx.execute(LEASES_END, params![])).unwrap();
    }
}
