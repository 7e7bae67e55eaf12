//! Appeals against a refusal.

use crate::house::{House, both, problem};
use serde_json::json;

const GROUNDS: &str = "The roof was inspected on Monday; the report is at the office.";

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_is_decided_one_level_up_by_somebody_else_and_opens_the_request() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(480)).await;
        let early = house.act(&house.helper, &reference, "appeal", &json!({"note": GROUNDS})).await.expect(409);
        assert_eq!(problem(&early), "aid-state-not-now");
        let no = json!({"decision": "refuse", "reasons": ["not-a-need"]});
        let refused = house.act(&house.county_reviewer, &reference, "review", &no).await.expect(200);
        assert_eq!(refused.json()["state"], "refused");
        house.act(&house.helper, &reference, "appeal", &json!({"note": "no"})).await.expect(422);
        house.act(&house.donor, &reference, "appeal", &json!({"note": GROUNDS})).await.expect(404);
        let appealed = house.act(&house.family, &reference, "appeal", &json!({"note": GROUNDS})).await.expect(200);
        assert_eq!(appealed.json()["state"], "appealed");
        // Not by the one who refused, not at the same level or below.
        let yes = json!({"decision": "approve"});
        let same = house.act(&house.county_reviewer, &reference, "review", &yes).await.expect(403);
        assert_eq!(problem(&same), "procedures-ruled-before");
        let low = house.act(&house.reviewer, &reference, "review", &yes).await.expect(403);
        assert_eq!(problem(&low), "procedures-level-too-low");
        let path = format!("/desk/reviews/{reference}");
        let queue = house.on.get("/desk/reviews").session(&house.county_reviewer.session).send().await.expect(200).text();
        assert!(!queue.contains(&reference), "an appeal does not wait for whoever refused");
        // Officers decide on none, but see from their desk what waits.
        let desk = house.on.get("/desk").session(&house.officer.session).send().await.expect(200).text();
        assert!(desk.contains("href=\"/desk/appeals\""), "{desk}");
        let waits = house.on.get("/desk/appeals").session(&house.officer.session).send().await.expect(200).text();
        assert!(waits.contains(&format!("/requests/{reference}\"")), "{waits}");
        house.on.get("/desk/appeals").session(&house.helper.session).send().await.expect(403);
        let form = house.on.get(path.clone()).session(&house.county_reviewer.session).send().await.expect(200).text();
        assert!(!form.contains("name=\"decision\""));
        let page = house.on.get(path).session(&house.city_reviewer.session).send().await.expect(200).text();
        assert!(page.contains("inspected on Monday"));
        let granted = house.act(&house.city_reviewer, &reference, "review", &yes).await.expect(200);
        assert_eq!(granted.json()["state"], "open");
        let waits = house.on.get("/desk/appeals").session(&house.officer.session).send().await.expect(200).text();
        assert!(!waits.contains(&reference), "{waits}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dismissed_appeal_is_the_last_word() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(480)).await;
        let no = json!({"decision": "refuse", "reasons": ["beyond-need"]});
        house.act(&house.reviewer, &reference, "review", &no).await.expect(200);
        let page = format!("/requests/{reference}/appeal");
        house.on.get(page.clone()).session(&house.helper.session).send().await.expect(200);
        house.on.post(page.clone()).session(&house.helper.session).form(&[("note", "no")]).send().await.expect(422);
        house.on.post(page).session(&house.helper.session).form(&[("note", GROUNDS)]).send().await.expect(303);
        let back = json!({"decision": "return", "reasons": ["unclear"]});
        house.act(&house.county_reviewer, &reference, "review", &back).await.expect(422);
        let dismissed = house.act(&house.county_reviewer, &reference, "review", &no).await.expect(200);
        assert_eq!(dismissed.json()["state"], "refused");
        let again = house.act(&house.helper, &reference, "appeal", &json!({"note": GROUNDS})).await.expect(409);
        assert_eq!(problem(&again), "aid-appealed-before");
    })
    .await;
}
