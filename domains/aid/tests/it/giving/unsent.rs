//! What somebody is told who has promised many goods: which pledges count, what can be done, and from which day on the next is taken.

use super::support::{House, both};
use qianmo_aid::lifecycle::Gift;
use qianmo_aid::pledge::{self, GOODS_COUNTDOWN, Quantity, UNSENT_FIRST};
use qianmo_kernel::{Locale, Millis, Role};
use serde_json::json;

/// A day as English pages write it.
fn day(house: &House, at: Millis) -> String {
    house.on.app.i18n.formats(Locale::En).date(at, house.on.app.config.utc_offset_minutes)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_many_goods_reads_which_they_are_and_when_the_next_is_taken() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 40)]);
        let (person, donor) = house.person(Role::Donor, None);
        let one = || house.try_pledge(&donor, &asked, 0, Quantity::Count(1), "");
        let told = async || {
            let form = house.on.post(format!("/requests/{}/pledges", asked.reference)).session(&person.session);
            let page = form.header("accept-language", "en").form(&[("count", "1")]).send().await.expect(409).text();
            page.replace(['\u{2068}', '\u{2069}'], "")
        };
        let begun = house.on.app.clock.now();
        let pledges: Vec<_> = (0..UNSENT_FIRST).map(|_| one().unwrap().reference()).collect();
        let waits = told().await;
        assert!(
            waits.contains("3 that wait to be accepted or sent, none that lapsed, was taken back or was not delivered"),
            "{waits}"
        );
        let latest = day(&house, begun + 2 * GOODS_COUNTDOWN);
        let unless = format!("Once one is accepted and sent, you can pledge goods again; otherwise on {latest} at the latest");
        assert!(waits.contains(&unless), "{waits}");
        house.accepted(pledges[0]);
        let ready = told().await;
        assert!(ready.contains("Send one that is accepted"), "{ready}");

        // Taken back, none is left to send: only the day is told.
        house.on.on.clock.advance(Millis::DAY);
        for back in pledges {
            let donor = donor.clone();
            house.write(move |tx| pledge::cancel(tx, &donor, back));
        }
        let over = told().await;
        assert!(over.contains("none that is open, 3 that lapsed, were taken back or were not delivered within a week"), "{over}");
        let free = begun + Millis::DAY + GOODS_COUNTDOWN;
        assert!(
            over.contains(&format!("You can pledge goods again on {}", day(&house, free))) && !over.contains("Send one"),
            "{over}"
        );
        let path = format!("/api/v1/aid/requests/{}/pledges", asked.reference);
        let body = json!({"part": asked.parts[0], "count": 1});
        let refused = house.on.post(path).token(&person.token).key("k").json(&body).send().await.expect(409);
        assert_eq!(refused.json()["type"], "/problems/aid-pledge-many-open");
        assert_eq!(refused.header("retry-after").parse::<i64>().unwrap() * Millis::SECOND, GOODS_COUNTDOWN);
        house.on.on.clock.advance(GOODS_COUNTDOWN);
        one().unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn that_goods_count_for_a_week_is_said_before_they_are_taken_back() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 2), (Gift::Money, 10_000)]);
        let (person, donor) = house.person(Role::Donor, None);
        let goods = house.try_pledge(&donor, &asked, 0, Quantity::Count(1), "").unwrap().reference();
        let money = house.money(&donor, &asked, 1, 1_000).reference();
        for (pledge, counts) in [(goods, true), (money, false)] {
            let page = house.on.get(format!("/pledges/{pledge}")).session(&person.session).header("accept-language", "en");
            let page = page.send().await.expect(200).text();
            let button = page.find("/cancellation\"").expect("it can be taken back");
            let said = page.find("it still counts for a week").is_some_and(|at| at > button && at < button + 400);
            assert_eq!(said, counts, "{page}");
        }
    })
    .await;
}
