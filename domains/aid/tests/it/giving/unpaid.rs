//! Nobody keeps requests from those who would give by pledging money and not paying it.

use super::support::{Asked, House, both, refused, yuan};
use qianmo_aid::lifecycle::{Gift, PledgeState};
use qianmo_aid::pledge::{self, NewPledge, Pledge, Quantity, UNPAID_MOST};
use qianmo_kernel::{Actor, Fail, Millis, Res, Role};
use qianmo_payments::sandbox::SandboxScript;
use serde_json::json;

/// A request that asks for much.
fn large(house: &House) -> Asked {
    let helper = house.actor(Role::Helper, Some(&house.village));
    house.request(&helper, &[(Gift::Money, 500_000)])
}

/// As many pledges as may be unpaid.
fn fill(house: &House, donor: &Actor, asked: &Asked) -> Vec<Pledge> {
    (0..UNPAID_MOST).map(|_| house.money(donor, asked, 0, 1_000)).collect()
}

/// After how many seconds a refused donor may come again.
#[track_caller]
fn again_after(result: Res<Pledge>, message: &str) -> i64 {
    match result {
        Err(Fail::Refused(refused)) if refused.message == message => i64::try_from(refused.retry_after.unwrap()).unwrap(),
        other => panic!("not refused by {message}: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn some_pledges_may_wait_for_their_payment_and_each_that_is_paid_makes_room() {
    both(|house| async move {
        let (asked, donor) = (large(&house), house.donor());
        let pledges = fill(&house, &donor, &asked);
        again_after(house.try_money(&donor, &asked, 0, 1_000), "aid-pledge-many-unpaid");
        house.money(&house.donor(), &asked, 0, 1_000);
        let order = house.begin(&donor, &pledges[2]);
        assert_eq!(refused(house.try_money(&donor, &asked, 0, 1_000)), "aid-pledge-many-unpaid", "begun is not paid");
        house.bank(pledges[2].county, order, SandboxScript::Succeed);
        house.money(&donor, &asked, 0, 1_000);
        assert_eq!(refused(house.try_money(&donor, &asked, 0, 1_000)), "aid-pledge-many-unpaid");
        // Whoever pays at once gives as often as they like.
        let other = house.donor();
        for _ in 0..3 * UNPAID_MOST {
            house.paid(&other, &asked, 0, 1_000);
        }
        fill(&house, &other, &asked);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lets_pledges_lapse_waits_for_a_day() {
    both(|house| async move {
        let (asked, donor) = (large(&house), house.donor());
        let pledges = fill(&house, &donor, &asked);
        let order = house.begin(&donor, &pledges[0]);
        house.on.on.clock.advance(pledge::MONEY_COUNTDOWN);
        pledge::sweep(&house.on.app).await.unwrap();
        assert_eq!(house.pledge_of(pledges[0].reference()).state, PledgeState::Lapsed);
        let wait = again_after(house.try_money(&donor, &asked, 0, 1_000), "aid-pledge-lapsed-often");
        assert_eq!(wait * Millis::SECOND, Millis::DAY);
        // One is paid late after all: that one was not left unpaid.
        house.bank(pledges[0].county, order, SandboxScript::Succeed);
        let sixth = house.money(&donor, &asked, 0, 1_000);
        assert_eq!(refused(house.try_money(&donor, &asked, 0, 1_000)), "aid-pledge-many-unpaid", "the sixth can still be paid");
        let order = house.begin(&donor, &sixth);
        house.bank(sixth.county, order, SandboxScript::Succeed);
        house.paid(&donor, &asked, 0, 1_000);
        house.on.on.clock.advance(Millis::DAY);
        fill(&house, &donor, &asked);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_pledges_and_takes_back_in_turns_keeps_nothing_shut() {
    both(|house| async move {
        let (asked, donor) = (large(&house), house.donor());
        let take_back = |pledges: Vec<Pledge>| {
            for pledge in pledges {
                let (donor, reference) = (donor.clone(), pledge.reference());
                house.write(move |tx| pledge::cancel(tx, &donor, reference));
            }
        };
        // A slip is mended at once.
        take_back(fill(&house, &donor, &asked));
        let pledges = fill(&house, &donor, &asked);
        house.on.on.clock.advance(pledge::MONEY_COUNTDOWN / 2);
        take_back(pledges);
        let wait = again_after(house.try_money(&donor, &asked, 0, 1_000), "aid-pledge-lapsed-often");
        assert_eq!(wait * Millis::SECOND, Millis::DAY / 2, "half a countdown, half a day");
        house.on.on.clock.advance(Millis::DAY / 2);
        let pledges = fill(&house, &donor, &asked);

        // What ends with its request is nothing that the donor did.
        house.on.on.clock.advance(pledge::MONEY_COUNTDOWN / 2);
        let request = asked.reference;
        house.write(move |tx| qianmo_aid::payout::refund_all(tx, request, "closed"));
        assert_eq!(house.pledge_of(pledges[0].reference()).state, PledgeState::Cancelled);
        fill(&house, &donor, &asked);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn however_often_one_donor_presses_at_once_no_more_are_left_unpaid() {
    both(|house| async move {
        let (asked, donor) = (large(&house), house.donor());
        let mut pressing = Vec::new();
        for _ in 0..16 {
            let (db, donor, request) = (house.on.app.db.clone(), donor.clone(), asked.reference);
            let quantity = Quantity::Amount(yuan(1_000));
            let new = NewPledge { part: asked.parts[0], quantity, anonymous: true, message: String::new() };
            pressing.push(tokio::spawn(async move { db.write(move |tx| pledge::make(tx, &donor, request, &new)).await }));
        }
        let mut made = 0;
        for press in pressing {
            match press.await.unwrap() {
                Ok(_) => made += 1,
                Err(Fail::Refused(refused)) => assert_eq!(refused.message, "aid-pledge-many-unpaid"),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(made, UNPAID_MOST);
        assert_eq!(house.find(&asked).pledged(), yuan(made * 1_000));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_presses_is_not_listened_to_and_their_neighbours_give_on() {
    both(|house| async move {
        let asked = large(&house);
        let (on, path) = (&house.on, format!("/api/v1/aid/requests/{}/pledges", asked.reference));
        let body = json!({"part": asked.parts[0], "amount": {"amount_minor": 1_000, "currency": "CNY"}});
        let press = async |token: &str, n: i64| {
            on.post(&path).token(token).key(&format!("k{n}")).header("accept-language", "en").json(&body).send().await
        };
        let (presser, _) = house.person(Role::Donor, None);
        for n in 0..UNPAID_MOST {
            press(&presser.token, n).await.expect(201);
        }
        for n in 0..10 {
            let told = press(&presser.token, 100 + n).await.expect(409);
            assert_eq!(told.json()["type"], "/problems/aid-pledge-many-unpaid");
            assert!(told.header("retry-after").parse::<i64>().is_ok_and(|seconds| seconds > 0));
            // Half an hour until the first lapses, and a day: in words as well.
            assert!(
                told.json()["title"].as_str().is_some_and(|title| title.contains("in 25 hours at the latest")),
                "{}",
                told.text()
            );
        }
        assert_eq!(press(&presser.token, 200).await.expect(429).json()["type"], "/problems/web-too-often");
        on.on.clock.advance(Millis::MINUTE);
        press(&presser.token, 201).await.expect(409);

        // One account after another leaves all that it may unpaid, from one network: after a while no more than two each.
        on.on.clock.advance(10 * Millis::MINUTE);
        let mut stopped = 0;
        for _ in 0..9 {
            let (next, _) = house.person(Role::Donor, None);
            for n in 0..UNPAID_MOST {
                let status = press(&next.token, n).await.status.as_u16();
                assert!(status == 201 || (status == 429 && n >= 2), "{status} at number {n}");
                stopped += i64::from(status == 429);
            }
        }
        assert_eq!(stopped, 9 * (UNPAID_MOST - 2) - 20);
        // Who has paid once may leave as many as ever.
        let (payer, actor) = house.person(Role::Donor, None);
        house.paid(&actor, &asked, 0, 1_000);
        for n in 0..UNPAID_MOST {
            press(&payer.token, n).await.expect(201);
        }
    })
    .await;
}
