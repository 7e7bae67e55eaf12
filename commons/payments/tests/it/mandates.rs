//! Charging somebody without their being there: agreed once, charged once each time, never after it was taken back.

use crate::support::*;
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use qianmo_payments::mandate::{self, Standing};
use qianmo_payments::sandbox::{Sandbox, SandboxScript, agree, revoke_at_bank};
use qianmo_payments::{Mandate, NewMandate, Order, SetUp, State};

/// Whose orders [`World::order`] makes.
const OWNER: i64 = 5;

impl World {
    fn mandate_of(&self, account: i64, provider: &'static str, most: i64) -> Mandate {
        self.app
            .on
            .db
            .write_now(move |tx| {
                mandate::ask(
                    tx,
                    &NewMandate {
                        account: Id::from_i64(account),
                        provider,
                        most: yuan(most),
                        business_ref: "test 7",
                        return_to: "/back",
                    },
                )
            })
            .unwrap()
    }

    /// A mandate that its owner agreed to; charges by it end so.
    fn agreed(&self, script: SandboxScript) -> Mandate {
        let made = self.mandate_of(OWNER, "sandbox", 10_000);
        let (account, id) = (made.account, made.id);
        self.app.on.db.write_now(move |tx| agree(tx, account, id, script)).unwrap();
        made
    }

    fn standing(&self, m: &Mandate) -> Standing {
        let (account, id) = (m.account, m.id);
        self.app.on.db.read_now(move |tx| mandate::find(tx, account, id)).unwrap().unwrap().state
    }

    async fn refreshed(&self, m: &Mandate) -> Standing {
        mandate::refresh(&self.app.app, m.account, m.id).await.unwrap()
    }

    async fn charge(&self, order: &Order, m: &Mandate) -> Res<State> {
        mandate::charge(&self.app.app, order.reference(), m.id).await
    }

    fn page_of(&self, m: &Mandate) -> String {
        self.app.app.service::<Sandbox>().unwrap().mandate_page_of(m.reference())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_agreed_to_once_on_the_banks_page_and_charged_without_its_owner() {
    both(async |w| {
        let m = w.mandate_of(OWNER, "sandbox", 10_000);
        let Ok(SetUp::Redirect { to, .. }) = mandate::set_up(&w.app.app, m.account, m.id).await else { panic!("a page") };
        assert_eq!(to, w.page_of(&m));
        assert_eq!(w.refreshed(&m).await, Standing::Asked);
        let early = w.order("early", "7", 12);
        assert_eq!(refused(w.charge(&early, &m).await), "payments-mandate-not-agreed");
        assert_eq!(w.now(&early).state, State::Created, "nothing was begun");
        let page = w.app.get(&to).send().await.expect(200).text();
        assert!(page.contains("¥100") && !page.contains("/back"), "{page}");
        w.app.post(&to).form(&[("act", "sure"), ("choice", "succeed")]).send().await.expect(422);
        let form = [("act", "agree"), ("choice", "succeed"), ("seconds", "")];
        let agreed = w.app.post(&to).token("account:5").form(&form).send().await.expect(303);
        assert_eq!(agreed.header("location"), "/back");
        assert_eq!(w.refreshed(&m).await, Standing::Agreed);
        let order = w.order("k", "7", 500);
        assert_eq!(w.charge(&order, &m).await.unwrap(), State::Paid);
        assert_eq!(w.charge(&order, &m).await.unwrap(), State::Paid, "the same order is the same charge");
        w.later(Millis::MINUTE).await;
        assert_eq!((w.custody(), w.told(&order, "payments.paid")), ((500, 0), 1));
        w.prove();
        // The key of an order's page opens no mandate's, and another's key none.
        let other = w.page_of(&m).replace("/mandate/", "/pay/");
        w.app.get(other).send().await.expect(404);
        w.app.get(format!("/sandbox/mandate/{}/00", m.reference())).send().await.expect(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_charge_one_order_at_once_charge_it_once() {
    both(async |w| {
        let m = w.agreed(SandboxScript::Repeat(3));
        w.refreshed(&m).await;
        let order = w.order("k", "7", 700);
        let mut all = Vec::new();
        for _ in 0..8 {
            let (app, at, id) = (w.app.app.clone(), order.reference(), m.id);
            all.push(tokio::spawn(async move { mandate::charge(&app, at, id).await }));
        }
        for one in all {
            assert_eq!(one.await.unwrap().unwrap(), State::Paid);
        }
        w.later(Millis::HOUR).await;
        assert_eq!((w.custody(), w.told(&order, "payments.paid")), ((700, 0), 1));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_when_the_program_died_is_charged_once_by_who_comes_after() {
    both(async |w| {
        let m = w.agreed(SandboxScript::Succeed);
        w.refreshed(&m).await;
        // The bank took it and nobody heard its answer.
        let lost = w.order("lost", "7", 300);
        let (bank, asked, by) = (w.app.app.service::<Sandbox>().unwrap(), lost.clone(), m.clone());
        let known = w.app.on.db.read_now(move |tx| mandate::find(tx, by.account, by.id)).unwrap().unwrap();
        qianmo_payments::Mandates::charge(&*bank, &asked, &known).await.unwrap();
        assert_eq!(w.now(&lost).state, State::Created);
        assert_eq!(w.charge(&lost, &m).await.unwrap(), State::Paid);
        // Nor does it matter that the mandate was taken back in between: the same order is the same charge.
        let late = w.order("late", "7", 200);
        qianmo_payments::Mandates::charge(&*bank, &late, &known).await.unwrap();
        let (account, id) = (m.account, m.id);
        w.app.on.db.write_now(move |tx| revoke_at_bank(tx, account, id)).unwrap();
        assert_eq!(w.charge(&late, &m).await.unwrap(), State::Paid);
        w.later(Millis::HOUR).await;
        assert_eq!(w.custody(), (500, 0));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn charges_that_fail_or_are_slow_end_as_other_payments_do() {
    both(async |w| {
        let m = w.agreed(SandboxScript::Fail);
        w.refreshed(&m).await;
        let poor = w.order("poor", "7", 500);
        assert_eq!(w.charge(&poor, &m).await.unwrap(), State::Failed);
        assert_eq!(refused(w.charge(&poor, &m).await), "payments-order-over");
        assert_eq!(w.standing(&m), Standing::Agreed, "a charge that failed takes no mandate back");
        let (account, id) = (m.account, m.id);
        let then = |script| w.app.on.db.write_now(move |tx| agree(tx, account, id, script)).unwrap();
        then(SandboxScript::Delay(90));
        let slow = w.order("slow", "7", 600);
        assert_eq!(w.charge(&slow, &m).await.unwrap(), State::Started);
        assert_eq!(w.charge(&slow, &m).await.unwrap(), State::Started);
        w.later(100 * Millis::SECOND).await;
        assert_eq!((w.now(&slow).state, w.custody()), (State::Paid, (600, 0)));
        then(SandboxScript::UnknownThenSucceed(60));
        let dark = w.order("dark", "7", 400);
        assert_eq!(w.charge(&dark, &m).await.unwrap(), State::Unknown);
        for _ in 0..4 {
            w.later(40 * Millis::SECOND).await;
        }
        assert_eq!((w.now(&dark).state, w.custody()), (State::Paid, (1_000, 0)));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_charged_by_what_was_taken_back_does_not_cover_it_or_is_somebody_elses() {
    both(async |w| {
        let m = w.agreed(SandboxScript::Succeed);
        w.refreshed(&m).await;
        let much = w.order("much", "7", 10_001);
        assert_eq!(refused(w.charge(&much, &m).await), "payments-mandate-not-agreed");
        let other = w.mandate_of(6, "sandbox", 10_000);
        let (account, id) = (other.account, other.id);
        w.app.on.db.write_now(move |tx| agree(tx, account, id, SandboxScript::Succeed)).unwrap();
        w.refreshed(&other).await;
        let order = w.order("k", "7", 500);
        assert_eq!(refused(w.charge(&order, &other).await), "payments-mandate-not-agreed");
        // Taken back here: at once, and the bank hears of it.
        let (account, id) = (m.account, m.id);
        w.app.on.db.write_now(move |tx| mandate::revoke(tx, account, id)).unwrap();
        assert_eq!(refused(w.charge(&order, &m).await), "payments-mandate-not-agreed");
        assert_eq!(mandate::sweep(&w.app.app).await.unwrap(), 1);
        assert_eq!(mandate::sweep(&w.app.app).await.unwrap(), 0, "told once");
        let page = w.app.get(w.page_of(&m)).token("account:5").header("accept-language", "en").send().await.expect(200).text();
        assert!(page.contains("Taken back") && !page.contains("name=\"act\""), "{page}");
        // Taken back at the bank: the charge fails and it is known from then on.
        let second = w.agreed(SandboxScript::Succeed);
        w.refreshed(&second).await;
        let form = [("act", "revoke"), ("choice", ""), ("seconds", "")];
        w.app.post(w.page_of(&second)).form(&form).send().await.expect(303);
        assert_eq!(w.charge(&order, &second).await.unwrap(), State::Failed);
        assert_eq!((w.now(&order).reason.as_str(), w.standing(&second)), ("mandate-revoked", Standing::Revoked));
        assert_eq!(w.custody(), (0, 0));
        w.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_no_or_nothing_is_not_asked_for_ever_and_agrees_no_more() {
    both(async |w| {
        let m = w.mandate_of(OWNER, "sandbox", 10_000);
        w.app.post(w.page_of(&m)).form(&[("act", "refuse"), ("choice", ""), ("seconds", "")]).send().await.expect(303);
        assert_eq!(w.refreshed(&m).await, Standing::Refused);
        let silent = w.mandate_of(OWNER, "sandbox", 10_000);
        w.app.on.clock.advance(Millis::DAY);
        mandate::sweep(&w.app.app).await.unwrap();
        assert_eq!(w.standing(&silent), Standing::Expired);
        mandate::sweep(&w.app.app).await.unwrap();
        let form = [("act", "agree"), ("choice", "succeed"), ("seconds", "")];
        w.app.post(w.page_of(&silent)).form(&form).send().await.expect(422);
        assert_eq!(w.refreshed(&silent).await, Standing::Expired);
        // Everything of an account at once.
        let kept = w.agreed(SandboxScript::Succeed);
        w.refreshed(&kept).await;
        w.app.on.db.write_now(move |tx| mandate::revoke_all(tx, Id::from_i64(OWNER))).unwrap();
        assert_eq!((w.standing(&kept), w.standing(&m)), (Standing::Revoked, Standing::Refused));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_cannot_charge_by_itself_says_so() {
    both(async |w| {
        let m = w.mandate_of(OWNER, "lossy", 10_000);
        assert_eq!(refused(mandate::set_up(&w.app.app, m.account, m.id).await), "payments-no-mandates");
        assert_eq!(w.standing(&m), Standing::Asked);
        let nobodys = PublicRef::new(m.account, Id::from_i64(1));
        assert_eq!(refused(mandate::set_up(&w.app.app, nobodys.county, nobodys.id).await), "web-not-found");
    })
    .await;
}
