//! Two donors press at once, two officers approve at once.

use super::support::{both, yuan};
use qianmo_aid::lifecycle::{Gift, PayoutState, RequestState};
use qianmo_aid::payout::{self, NewPayout};
use qianmo_aid::pledge::{self, NewPledge, Quantity};
use qianmo_kernel::{Fail, Role};

#[tokio::test(flavor = "multi_thread")]
async fn however_many_press_at_once_no_more_is_pledged_than_is_asked() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 50_000)]);
        let mut pressing = Vec::new();
        for _ in 0..16 {
            let (db, donor, request) = (house.on.app.db.clone(), house.donor(), asked.reference);
            let new = NewPledge {
                part: asked.parts[0],
                quantity: Quantity::Amount(yuan(7_000)),
                anonymous: true,
                message: String::new(),
            };
            pressing.push(tokio::spawn(async move { db.write(move |tx| pledge::make(tx, &donor, request, &new)).await }));
        }
        let (mut made, mut over) = (0, 0);
        for press in pressing {
            match press.await.unwrap() {
                Ok(_) => made += 1,
                Err(Fail::Refused(refused)) if refused.message == "aid-pledge-over" => {
                    assert_eq!(refused.args, [("left", "10.00 CNY".to_owned())]);
                    over += 1;
                }
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!((made, over), (7, 9));
        let request = house.find(&asked);
        assert_eq!((request.pledged(), request.state), (yuan(49_000), RequestState::PartlyPledged));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_approve_at_once_one_order_is_made() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 50_000)]);
        house.paid(&house.donor(), &asked, 0, 50_000);
        let officer = house.actor(Role::Officer, Some(&house.county));
        let new = NewPayout { request: asked.reference, part: asked.parts[0], amount: None, evidence: "seen at home".into() };
        let prepared = house.write(move |tx| payout::prepare(tx, &officer, &new, payout::Settings::default())).reference();
        let mut approving = Vec::new();
        for _ in 0..8 {
            let (db, other) = (house.on.app.db.clone(), house.actor(Role::Officer, Some(&house.county)));
            approving.push(tokio::spawn(async move {
                db.write(move |tx| payout::approve(tx, &other, prepared, None, payout::Settings::default())).await
            }));
        }
        let (mut approved, mut late) = (0, 0);
        for one in approving {
            match one.await.unwrap() {
                Ok(payout) => {
                    assert_eq!(payout.state, PayoutState::Approved);
                    approved += 1;
                }
                Err(Fail::Refused(refused)) if refused.message == "aid-state-not-now" => late += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!((approved, late), (1, 7));
        assert_eq!(house.fund(&asked), (50_000, 50_000), "held once");
        let orders = house
            .write(move |tx| qianmo_payments::orders_for(tx, prepared.county, qianmo_aid::payment::PAYOUT, &prepared.to_string()));
        assert_eq!(orders.len(), 1);
    })
    .await;
}
