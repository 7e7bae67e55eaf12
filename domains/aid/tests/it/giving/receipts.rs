//! What those concerned read of what came: a dispute, what an officer found of it, and that all is confirmed.

use super::support::{Asked, House, both, courier};
use qianmo_aid::delivery;
use qianmo_aid::lifecycle::Gift;
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind, Outcome};
use qianmo_identity::testing::Person;
use qianmo_kernel::{Actor, Millis, PublicRef, Role};

/// A page in English, without the marks around what its messages mention.
async fn page(house: &House, reader: &Person, path: &str) -> String {
    let ask = house.on.get(path).session(&reader.session).header("accept-language", "en");
    ask.send().await.expect(200).text().replace(['\u{2068}', '\u{2069}'], "")
}

/// Goods on their way.
fn sent(house: &House, donor: &Actor, asked: &Asked, count: i64) -> PublicRef {
    let (pledge, donor) = (house.goods(donor, asked, 0, count).reference(), donor.clone());
    house.write(move |tx| delivery::dispatch(tx, &donor, pledge, &courier()));
    pledge
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disputed_gift_tells_what_was_said_and_that_an_officer_looks_into_it() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 3)]);
        let (giver, donor) = house.person(Role::Donor, None);
        let pledge = sent(&house, &donor, &asked, 3);
        let family = house.family().0;
        let path = format!("/pledges/{pledge}/receipt");
        let before = page(&house, &family, &path).await;
        assert!(before.contains(">It arrived<") && before.contains("/dispute\"") && !before.contains("after all"), "{before}");
        let told = [("kind", "not_arrived"), ("what", "The van never came.")];
        let form = house.on.post(format!("/pledges/{pledge}/dispute")).session(&family.session).form(&told);
        form.send().await.expect(303);
        let disputed = page(&house, &family, &path).await;
        assert!(disputed.contains("data-state=\"disputed\"") && disputed.contains("The van never came."), "{disputed}");
        assert!(disputed.contains("An officer looks into it") && disputed.contains("<time"), "{disputed}");
        assert!(disputed.contains(">It has arrived after all<") && !disputed.contains(">It arrived<"), "{disputed}");
        assert!(!disputed.contains("/dispute\""), "it is said already: {disputed}");
        // So does its donor's page, with the time, as of every other step.
        let way = page(&house, &giver, &format!("/pledges/{pledge}")).await;
        let step = way.split("The family disputes it").nth(1).and_then(|rest| rest.split("</li>").next()).expect("a step");
        assert!(step.contains("<time datetime="), "{step}");
        // Another witness reads that something is wrong; the words are for an officer.
        let witness = house.person(Role::Helper, Some(&house.village)).0;
        let theirs = page(&house, &witness, &path).await;
        assert!(theirs.contains("An officer looks into it") && !theirs.contains("The van never came."), "{theirs}");

        let after = [("note", "It stood in the yard.")];
        house.on.post(&path).session(&family.session).upload(&after, &[]).send().await.expect(303);
        let done = page(&house, &family, &path).await;
        assert!(done.contains("The receipt is confirmed") && done.contains("It stood in the yard."), "{done}");
        assert!(done.contains("3 pieces") && !done.contains("0 pieces") && !done.contains("nothing to confirm"), "{done}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_goods_of_which_some_came_it_is_told_what_was_given_what_came_and_what_did_not() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 16)]);
        let (giver, donor) = house.person(Role::Donor, None);
        let pledge = sent(&house, &donor, &asked, 16);
        let (family, household) = house.family();
        let said = Dispute { kind: DisputeKind::NotAsPromised, note: "fewer came".into() };
        let dispute = house.write(move |tx| receipt::dispute(tx, &household, pledge, &said));
        let officer = house.actor(Role::Officer, Some(&house.county));
        house.write(move |tx| receipt::decide_dispute(tx, &officer, dispute, Outcome::Partly(12), "counted at the door").map(drop));
        let kept = house.pledge_of(pledge);
        assert_eq!((kept.quantity, kept.received, kept.lost, kept.given()), (12, 12, 4, 16));

        let told = "16 given, 12 arrived; 4 did not arrive.";
        for path in [format!("/pledges/{pledge}"), "/giving".into(), "/giving/receipts".into()] {
            let page = page(&house, &giver, &path).await;
            assert!(page.contains("16 pieces") && page.contains(told), "{path}: {page}");
        }
        let theirs = page(&house, &family, &format!("/pledges/{pledge}/receipt")).await;
        assert!(theirs.contains(told) && theirs.contains("counted at the door"), "{theirs}");
        assert!(theirs.contains("The receipt is confirmed") && !theirs.contains("0 pieces"), "{theirs}");
        let one = house.on.get(format!("/api/v1/aid/pledges/{pledge}")).token(&giver.token).send().await.expect(200).json();
        let all = house.on.get("/api/v1/aid/gifts").token(&giver.token).send().await.expect(200).json();
        for json in [&one, &all["items"][0]["pledge"]] {
            let counts = ["count", "given_count", "received_count", "not_arrived_count"].map(|name| json[name].as_i64());
            assert_eq!(counts, [Some(12), Some(16), Some(12), Some(4)], "{json}");
        }

        // Of what was lost whole nothing arrived.
        let (giver, donor) = house.person(Role::Donor, None);
        let pledge = sent(&house, &donor, &asked, 2);
        house.write(move |tx| delivery::fail(tx, &donor, pledge));
        let one = house.on.get(format!("/api/v1/aid/pledges/{pledge}")).token(&giver.token).send().await.expect(200).json();
        let counts = ["given_count", "received_count", "not_arrived_count"].map(|name| one[name].as_i64());
        assert_eq!(counts, [Some(2), Some(0), Some(2)], "{one}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_officer_finds_of_a_gift_wipes_out_nothing_of_its_way_and_half_of_it_is_not_whole() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 4)]);
        let (giver, donor) = house.person(Role::Donor, None);
        let (whole, half) = (sent(&house, &donor, &asked, 1), sent(&house, &donor, &asked, 2));
        let (_, family) = house.family();
        let later = || house.on.on.clock.advance(Millis::HOUR);
        let confirm = |pledge: PublicRef, count: Option<i64>| {
            let family = family.clone();
            let said = Confirm { count, note: String::new(), photo: None, card_shown: false, people: false };
            house.write(move |tx| receipt::confirm(tx, &family, pledge, &said));
        };
        confirm(whole, None);
        later();
        house.write(move |tx| delivery::deliver(tx, &donor, half));
        later();
        confirm(half, Some(1));
        later();
        let said = Dispute { kind: DisputeKind::NotArrived, note: "one is missing".into() };
        let dispute = {
            let family = family.clone();
            house.write(move |tx| receipt::dispute(tx, &family, half, &said))
        };
        later();
        let officer = house.actor(Role::Officer, Some(&house.county));
        house.write(move |tx| receipt::decide_dispute(tx, &officer, dispute, Outcome::Failed, "lost on the way").map(drop));
        let told = page(&house, &giver, &format!("/pledges/{half}")).await;
        let way = told.split("<ol class=\"timeline\">").nth(1).and_then(|rest| rest.split("</ol>").next()).expect("a way");
        let steps = [
            "Sent",
            "Arrived",
            "1 of 2 received and confirmed",
            "The family disputes it",
            "1 of 2 did not arrive, as an officer found",
        ];
        let places: Vec<_> = steps.iter().map(|step| way.find(&format!(">{step}<"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {way}");
        assert!(!way.contains(">Received and confirmed<"), "not all of it was: {way}");
        let times: Vec<_> = way.split("datetime=\"").skip(3).map(|rest| rest.split('"').next()).collect();
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "each at its own time: {times:?}");

        let giving = page(&house, &giver, "/giving").await;
        let tile = giving.split("Confirmed whole").nth(1).and_then(|rest| rest.split("</div>").next()).expect("a tile");
        assert!(tile.contains(">1</dd>") && tile.contains("2 gifts"), "{tile}");
        assert!(giving.contains("Goods sent and not lost, by value"), "{giving}");
        let all = house.on.get("/api/v1/aid/gifts").token(&giver.token).send().await.expect(200).json();
        assert_eq!((all["totals"][0]["confirmed"].as_i64(), all["totals"][0]["goods_gifts"].as_i64()), (Some(1), Some(2)), "{all}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helpers_desk_lists_what_that_helper_confirms_and_leads_to_the_request() {
    both(|house| async move {
        let (writer, helper) = house.person(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 1)]);
        let pledge = sent(&house, &house.donor(), &asked, 1);
        let witness = house.person(Role::Helper, Some(&house.village)).0;
        let heading = "<h3>Deliveries to confirm</h3>";
        let desk = page(&house, &witness, "/desk").await;
        let list = desk.split(heading).nth(1).expect("something to confirm");
        assert!(list.contains(&format!("href=\"/pledges/{pledge}/receipt\"")), "{list}");
        assert!(list.contains(&format!("<a href=\"/requests/{}\">", asked.reference)), "{list}");
        let own = page(&house, &writer, "/desk").await;
        assert!(!own.contains(heading) && !own.contains("/receipt\""), "whoever wrote it does not confirm it: {own}");
    })
    .await;
}
