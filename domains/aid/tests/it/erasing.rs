//! A household that wants to be forgotten while something of it is open.

use crate::house::{House, both};
use qianmo_kernel::{PublicRef, Role};
use qianmo_registry::Status;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_forgotten_while_a_request_lives() {
    both(|house: House| async move {
        let asked = house.submitted(&house.money(480)).await;
        house.on.post("/my-household/erasure").session(&house.family.session).form(&[]).send().await.expect(303);
        let second = house.person(Role::Officer, house.tree.county.id);
        let household: PublicRef = house.household;
        let erase = |session: String| {
            let ask = house.on.post(format!("/households/{household}/status")).session(&session);
            async move { ask.form(&[("do", "erase")]).send().await }
        };
        erase(house.officer.session.clone()).await.expect(409);
        house.act(&house.helper, &asked, "withdrawal", &json!({"reason": "no-longer-needed"})).await.expect(200);
        erase(house.officer.session.clone()).await.expect(303);
        // A request that came in between the two stops it again.
        let late = house.submitted(&house.money(20)).await;
        erase(second.session.clone()).await.expect(409);
        house.act(&house.helper, &late, "withdrawal", &json!({"reason": "no-longer-needed"})).await.expect(200);
        erase(second.session.clone()).await.expect(303);
        assert_eq!(house.write(move |tx| qianmo_registry::standing(tx, household)).status, Status::Erased);
    })
    .await;
}
