//! Two donors press at once.

use super::support::{both, yuan};
use qianmo_aid::lifecycle::{Gift, RequestState};
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
