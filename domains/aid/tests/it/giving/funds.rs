//! Pooled funds: two officers open one, many give, it goes to requests by itself, and every fen is accounted for.

use super::support::{Asked, House, both, refused, yuan};
use qianmo_aid::fund::{self, Fund, GiftState, NewFund, State, Sums, store};
use qianmo_aid::lifecycle::{Gift, PledgeState};
use qianmo_aid::{payout, pledge};
use qianmo_kernel::{Actor, Currency, Id, Millis, PublicRef, Role};
use qianmo_payments::sandbox::{self, SandboxScript};
use serde_json::json;

impl House {
    fn new_fund(&self) -> NewFund {
        let names = ["柞水助学池".to_owned(), "Schooling in Zhashui".to_owned(), String::new()];
        NewFund { place: self.county.id, purpose: Some("education".into()), names }
    }

    fn proposes(&self, officer: &Actor) -> Fund {
        let (officer, new) = (officer.clone(), self.new_fund());
        self.write(move |tx| fund::propose(tx, &officer, &new, Currency::CNY, sandbox::NAME))
    }

    fn opened(&self) -> Fund {
        let [first, second] = [0; 2].map(|_| self.actor(Role::Officer, Some(&self.county)));
        let made = self.proposes(&first).reference();
        self.write(move |tx| fund::open(tx, &second, made))
    }

    fn gives(&self, donor: &Actor, fund: &Fund, fen: i64, script: SandboxScript) -> PublicRef {
        let (donor, to) = (donor.clone(), fund.reference());
        let (gift, order) = self.write(move |tx| fund::begin(tx, &donor, to, yuan(fen)));
        self.bank(order.county, order.id, script);
        gift.reference()
    }

    fn gift_state(&self, gift: PublicRef) -> GiftState {
        self.write(move |tx| store::require_gift(tx, gift)).state
    }

    fn sums_of(&self, fund: &Fund) -> Sums {
        let of = fund.reference();
        let sums = self.write(move |tx| {
            let fund = store::require(tx, of)?;
            fund::sums(tx, &fund)
        });
        assert_eq!(sums.left, sums.came_in - sums.pledged + sums.came_back, "every fen is accounted for: {sums:?}");
        sums
    }

    fn fund_pledges(&self, fund: &Fund) -> Vec<pledge::Pledge> {
        let of = fund.reference();
        self.write(move |tx| {
            let rows = store::pledges(tx, of, None, 100)?;
            rows.into_iter().map(|row| pledge::require(tx, PublicRef::new(row.county, row.pledge))).collect()
        })
    }

    /// Three rounds of the job.
    async fn rounds(&self) {
        for _ in 0..3 {
            fund::sweep(&self.on.app).await.unwrap();
            self.on.on.clock.advance(6 * Millis::MINUTE);
        }
    }

    fn books_hold(&self) {
        qianmo_ledger::seal_all(&self.on.app.db).unwrap();
        for county in [self.county.id, self.other.id] {
            let report = qianmo_ledger::verify_county(&self.on.app.db, county, &mut |_| {}).unwrap();
            assert!(report.holds(), "{:?}", report.findings);
        }
    }

    fn wants(&self, fen: i64) -> Asked {
        let helper = self.actor(Role::Helper, Some(&self.village));
        self.request(&helper, &[(Gift::Money, fen)])
    }

    fn ends(&self, asked: &Asked) {
        let request = asked.reference;
        self.write(move |tx| {
            let open = qianmo_aid::request::require(tx, request)?;
            let event = qianmo_aid::lifecycle::RequestEvent::Withdraw;
            qianmo_aid::request::enter(tx, &open, event, qianmo_aid::request::Ended { reason: "withdrawn", case: None })?;
            payout::refund_all(tx, request, "withdrawn")
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_of_the_place_open_a_fund_and_nobody_gives_before() {
    both(|house| async move {
        let [first, second] = [0; 2].map(|_| house.actor(Role::Officer, Some(&house.county)));
        let made = house.proposes(&first);
        let (to, donor) = (made.reference(), house.donor());
        assert_eq!((made.state, made.county), (State::Proposed, house.county.id));
        let early = donor.clone();
        assert_eq!(refused(house.attempt(move |tx| fund::begin(tx, &early, to, yuan(5_000)))), "web-not-found");
        let own = first.clone();
        assert_eq!(refused(house.attempt(move |tx| fund::open(tx, &own, to))), "aid-fund-same-person");
        let away = house.actor(Role::Officer, Some(&house.other));
        assert_eq!(refused(house.attempt(move |tx| fund::open(tx, &away, to))), "web-forbidden");
        let by = second.clone();
        assert_eq!(house.write(move |tx| fund::open(tx, &by, to)).state, State::Open);
        let (by, again) = (second.clone(), second.clone());
        assert_eq!(refused(house.attempt(move |tx| fund::open(tx, &by, to))), "aid-fund-not-now");
        assert_eq!(refused(house.attempt(move |tx| fund::reject(tx, &again, to, "No."))), "aid-fund-not-now");
        let small = donor.clone();
        assert_eq!(refused(house.attempt(move |tx| fund::begin(tx, &small, to, yuan(99)))), "aid-fund-amount");
        // A second one is taken back by who proposed it, with a reason.
        let other = house.proposes(&first).reference();
        let (by, with) = (first.clone(), first.clone());
        assert_eq!(refused(house.attempt(move |tx| fund::reject(tx, &by, other, " "))), "web-field-required");
        assert_eq!(house.write(move |tx| fund::reject(tx, &with, other, "Doubled.")).state, State::Rejected);
        // Neither the country, nor a village, nor another county.
        for (place, message) in [(house.village.id, "aid-fund-place"), (house.other.id, "web-forbidden")] {
            let (by, new) = (first.clone(), NewFund { place, ..house.new_fund() });
            assert_eq!(refused(house.attempt(move |tx| fund::propose(tx, &by, &new, Currency::CNY, sandbox::NAME))), message);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_goes_to_requests_by_itself_and_every_fen_is_accounted_for() {
    both(|house| async move {
        let (near, far) = (house.wants(2_000), house.wants(90_000));
        let fund = house.opened();
        let (first, second) = (house.donor(), house.donor());
        house.gives(&first, &fund, 5_000, SandboxScript::Succeed);
        house.gives(&second, &fund, 1_500, SandboxScript::Repeat(3));
        let poor = house.gives(&second, &fund, 900, SandboxScript::Fail);
        assert_eq!(house.gift_state(poor), GiftState::Failed);
        assert_eq!((house.sums_of(&fund).left, house.custody(house.county.id)), (6_500, 6_500));
        house.rounds().await;
        let sums = house.sums_of(&fund);
        assert_eq!((sums.gifts, sums.came_in, sums.pledged, sums.left), (2, 6_500, 6_500, 0));
        assert_eq!((house.fund(&near), house.fund(&far)), ((2_000, 0), (4_500, 0)));
        let pledges = house.fund_pledges(&fund);
        assert!(pledges.iter().all(|p| p.state == PledgeState::Paid && p.anonymous && p.payment == Id::NONE));
        assert_eq!(house.custody(house.county.id), 6_500, "nothing has left yet");
        // It is paid out as any other gift is, with the provider that keeps the fund's money.
        let [one, two] = [0; 2].map(|_| house.actor(Role::Officer, Some(&house.county)));
        let prepared = super::payouts::prepare(&house, &one, &near, None).unwrap();
        let approved = super::payouts::approve(&house, &two, &prepared).unwrap();
        house.bank(approved.county, approved.payment, SandboxScript::Succeed);
        assert_eq!((house.fund(&near), house.custody(house.county.id)), ((0, 0), 4_500));
        assert_eq!(house.sums_of(&fund).left, 0);
        house.books_hold();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_lies_in_the_fund_again_and_is_given_on() {
    both(|house| async move {
        let asked = house.wants(4_000);
        let fund = house.opened();
        house.gives(&house.donor(), &fund, 3_000, SandboxScript::Succeed);
        house.rounds().await;
        assert_eq!((house.fund(&asked), house.sums_of(&fund).left), ((3_000, 0), 0));
        house.ends(&asked);
        let sums = house.sums_of(&fund);
        assert_eq!((sums.came_back, sums.left, house.fund(&asked)), (3_000, 3_000, (0, 0)));
        let pledges = house.fund_pledges(&fund);
        assert_eq!((pledges[0].state, pledges[0].refunded_minor), (PledgeState::Refunded, 3_000));
        assert_eq!(house.custody(house.county.id), 3_000, "it went back to nobody else");
        let next = house.wants(9_000);
        house.rounds().await;
        assert_eq!((house.fund(&next), house.sums_of(&fund).left), ((3_000, 0), 0));
        house.books_hold();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_to_gifts_it_gives_what_is_left_and_late_money_goes_back() {
    both(|house| async move {
        let fund = house.opened();
        let donor = house.donor();
        house.gives(&donor, &fund, 3_000, SandboxScript::Succeed);
        let (by, to) = (donor.clone(), fund.reference());
        let (late, order) = house.write(move |tx| fund::begin(tx, &by, to, yuan(700)));
        let officer = house.actor(Role::Officer, Some(&house.county));
        assert_eq!(house.write(move |tx| fund::close(tx, &officer, to, "The term is over.")).state, State::Closing);
        let by = donor.clone();
        assert_eq!(refused(house.attempt(move |tx| fund::begin(tx, &by, to, yuan(700)))), "aid-fund-not-now");
        house.bank(order.county, order.id, SandboxScript::Succeed);
        assert_eq!(house.gift_state(late.reference()), GiftState::Back);
        house.pass().await;
        assert_eq!(house.custody(house.county.id), 3_000, "what came too late has gone back");
        let asked = house.wants(9_000);
        house.rounds().await;
        assert_eq!((house.fund(&asked), house.sums_of(&fund).left), ((3_000, 0), 0));
        house.books_hold();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_workers_and_donors_at_once_give_no_more_than_came_in() {
    both(|house| async move {
        let asked: Vec<_> = (0..4).map(|n| house.wants(1_000 + n)).collect();
        let fund = house.opened();
        house.gives(&house.donor(), &fund, 2_500, SandboxScript::Succeed);
        let (mut workers, reference) = (Vec::new(), fund.reference());
        for n in 0..12 {
            let (app, to) = (house.on.app.clone(), &asked[n % 4]);
            let (request, part) = (to.reference, to.parts[0]);
            workers.push(tokio::spawn(async move {
                if n % 2 == 0 {
                    return fund::sweep(&app).await;
                }
                // Whoever has read an older balance is refused by the books.
                app.db.write(move |tx| fund::allot(tx, reference, request, part, 900)).await.map(drop)
            }));
        }
        for worker in workers {
            match worker.await.unwrap() {
                Ok(()) => {}
                Err(qianmo_kernel::Fail::Refused(refused)) => {
                    assert!(
                        ["ledger-overdraft", "aid-pledge-over", "aid-pledge-closed"].contains(&refused.message),
                        "{}",
                        refused.message
                    );
                }
                Err(other) => panic!("{other}"),
            }
        }
        house.rounds().await;
        let sums = house.sums_of(&fund);
        assert_eq!((sums.pledged, sums.left), (2_500, 0));
        assert_eq!(asked.iter().map(|a| house.fund(a).0).sum::<i64>(), 2_500);
        assert_eq!(house.fund_pledges(&fund).iter().map(|p| p.paid_minor).sum::<i64>(), 2_500);
        house.books_hold();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_gives_only_to_its_purpose_and_county() {
    both(|house| async move {
        let [first, second] = [0; 2].map(|_| house.actor(Role::Officer, Some(&house.county)));
        let new = NewFund { purpose: Some("health".into()), ..house.new_fund() };
        let made = house.write(move |tx| fund::propose(tx, &first, &new, Currency::CNY, sandbox::NAME));
        let to = made.reference();
        let fund = house.write(move |tx| fund::open(tx, &second, to));
        let asked = house.wants(9_000);
        house.gives(&house.donor(), &fund, 3_000, SandboxScript::Succeed);
        house.rounds().await;
        assert_eq!((house.fund(&asked), house.sums_of(&fund).left), ((0, 0), 3_000), "no request is for health");
        let elsewhere = PublicRef::new(house.other.id, asked.reference.id);
        let part = asked.parts[0];
        assert_eq!(house.write(move |tx| fund::allot(tx, to, elsewhere, part, 1_000)), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_a_fund_and_donors_give_on_its_page_and_over_the_api() {
    both(|house| async move {
        let asked = house.wants(50_000);
        let (first, _) = house.person(Role::Officer, Some(&house.county));
        let (second, _) = house.person(Role::Officer, Some(&house.county));
        let (donor, _) = house.person(Role::Donor, None);
        let on = &house.on;
        let county = house.county.id.to_string();
        let post =
            |who: &str, path: &str, form: &[(&str, &str)]| on.post(path).session(who).header("accept-language", "en").form(form);
        let empty = [("place", county.as_str()), ("purpose", "education"), ("name_en", "")];
        let page = post(&first.session, "/funds", &empty).send().await.expect(422).text();
        assert!(page.contains("Give it a name in one language at least"), "{page}");
        let form = [("place", county.as_str()), ("purpose", "education"), ("name_en", "Schooling in Zhashui"), ("_key", "f1")];
        let made = post(&first.session, "/funds", &form).send().await.expect(303).header("location").to_owned();
        on.get(&made).send().await.expect(404);
        on.get(&made).session(&donor.session).send().await.expect(404);
        assert!(on.get("/funds").session(&second.session).send().await.expect(200).text().contains("Schooling in Zhashui"));
        assert!(!on.get("/funds").send().await.expect(200).text().contains("Schooling in Zhashui"));
        let decide = format!("{made}/decision");
        let page = post(&first.session, &decide, &[("do", "open")]).send().await.expect(409).text();
        assert!(page.contains("Another officer opens what you proposed"), "{page}");
        post(&second.session, &decide, &[("do", "open")]).send().await.expect(303);
        let page = on.get(&made).header("accept-language", "en").send().await.expect(200).text();
        assert!(page.contains("Schooling in Zhashui") && !page.contains("name=\"amount\""), "{page}");
        let gifts = format!("{made}/gifts");
        let page = post(&donor.session, &gifts, &[("amount", "0.5")]).send().await.expect(422).text();
        assert!(page.contains("It must be from") && page.contains("¥1"), "{page}");
        let to = post(&donor.session, &gifts, &[("amount", "80"), ("_key", "g1")])
            .send()
            .await
            .expect(303)
            .header("location")
            .to_owned();
        let again = post(&donor.session, &gifts, &[("amount", "80"), ("_key", "g1")]).send().await.expect(303);
        assert_eq!(again.header("location"), to, "once");
        let paid = post(&donor.session, &to, &[("choice", "succeed"), ("seconds", "")]).send().await.expect(303);
        assert_eq!(paid.header("location"), made);
        fund::sweep(&on.app).await.unwrap();
        assert_eq!(house.fund(&asked), (8_000, 0));
        let page = on.get(&made).session(&donor.session).header("accept-language", "en").send().await.expect(200).text();
        assert!(page.contains("A desk and a lamp") && page.contains("What you gave"), "{page}");
        let api = format!("/api/v1/aid{made}");
        let told = on.get(&api).send().await.expect(200).json();
        assert_eq!((told["came_in"]["amount_minor"].as_i64(), told["left"]["amount_minor"].as_i64()), (Some(8_000), Some(0)));
        let pledges = on.get(format!("{api}/pledges")).send().await.expect(200).json();
        assert_eq!(
            (pledges["items"][0]["request"].as_str(), pledges["items"][0]["state"].as_str()),
            (Some(asked.reference.to_string().as_str()), Some("paid"))
        );
        let body = json!({"amount": {"amount_minor": 1_000, "currency": "CNY"}});
        let begun = on.post(format!("{api}/gifts")).token(&donor.token).key("a").json(&body).send().await.expect(201).json();
        assert!(begun["pay_at"].as_str().is_some_and(|at| at.starts_with("/sandbox/pay/")));
        let closing = json!({"decision": "close", "reason": "The term is over."});
        on.post(format!("{api}/decision")).token(&donor.token).key("b").json(&closing).send().await.expect(403);
        let closed = on.post(format!("{api}/decision")).token(&first.token).key("c").json(&closing).send().await.expect(200).json();
        assert_eq!(closed["state"], "closing");
        on.post(format!("{api}/gifts")).token(&donor.token).key("d").json(&body).send().await.expect(409);
        // Of a request that was taken back nobody is told what it said.
        house.ends(&asked);
        let page = on.get(&made).header("accept-language", "en").send().await.expect(200).text();
        assert!(!page.contains("A desk and a lamp") && page.contains("A request that was taken back or stopped"), "{page}");
        let listed = on.get("/api/v1/aid/funds").send().await.expect(200).json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    })
    .await;
}
