//! From need to receipt.

use super::{Sums, both};
use crate::tests::world::{World, asks_goods, asks_money, need, reference};
use qianmo_kernel::Millis;
use serde_json::{Value, json};

/// The title that people look for.
pub const TITLE: &str = "A desk, a lamp and fees for school";

#[tokio::test(flavor = "multi_thread")]
async fn a_need_is_posted_checked_met_and_accounted_for() {
    both(|w| async move { drop(whole(&w).await) }).await;
}

/// The whole story; the request at its end.
pub async fn whole(w: &World) -> Value {
    let asked = opened(w).await;
    let request = reference(&asked);
    given(w, &asked).await;
    arrived(w, &asked).await;
    let met = w.request(&request).await;
    assert_eq!(met["state"], "met");
    assert_eq!(met["received"], met["asked"]);
    afterwards(w, &request).await;
    met
}

/// Registered, written, handed in, returned, mended, looked at twice, open.
async fn opened(w: &World) -> Value {
    let a = &w.a;
    let household = w.register(a, "Ash Newcomb").await;
    let mut body = need(a, "education", TITLE, json!([asks_money(150_000), asks_money(100_000), asks_goods(4)]));
    body["household"] = json!(household);
    let named = {
        let mut named = body.clone();
        named["story"] = json!("Ash Newcomb has no lamp to read by after dark.");
        named
    };
    // The family's own name in public words goes back to the writer.
    let refused = w.post(&a.helper.token, "/api/v1/aid/requests", named.clone()).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "story");
    // Things that nobody could bring are not handed in.
    let mut nowhere = body.clone();
    nowhere["address"] = json!("");
    let nowhere = reference(&w.post(&a.helper.token, "/api/v1/aid/requests", nowhere).await.expect(201).json());
    let refused =
        w.post(&a.helper.token, &format!("/api/v1/aid/requests/{nowhere}/submission"), json!({})).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "address");
    let draft = w.post(&a.helper.token, "/api/v1/aid/requests", body.clone()).await.expect(201).json();
    let request = reference(&draft);
    let path = format!("/api/v1/aid/requests/{request}");
    w.get("", &path).await.expect(404);
    let version = draft["version"].as_i64().unwrap();
    w.patch(&a.helper.token, &path, version, &json!({"story": named["story"]})).await.expect(422);
    assert_eq!(w.submit(a, &request).await["state"], "submitted");
    w.get("", &path).await.expect(404);

    // Sent back, mended, handed in again.
    assert_eq!(w.rule(&a.reviewer.token, &request, "return", &["unclear"]).await.expect(200).json()["state"], "returned");
    let back = w.get(&a.helper.token, &path).await.expect(200);
    let tag = back.header("etag").to_owned();
    let version = back.json()["version"].as_i64().unwrap();
    assert!(tag.starts_with(&format!("\"{version}-")), "{tag}");
    w.send(http::Method::GET, &path, |ask| ask.token(&a.helper.token).header("if-none-match", tag)).await.expect(304);
    let mended = json!({"story": "Two children share one table, the school is two hours away, and there is no light after dark."});
    w.patch(&a.helper.token, &path, version - 1, &mended).await.expect(412);
    w.patch(&a.helper.token, &path, version, &mended).await.expect(200);
    w.submit(a, &request).await;

    // So much money is looked at twice, by two people.
    assert_eq!(w.rule(&a.reviewer.token, &request, "approve", &["need-seen"]).await.expect(200).json()["state"], "submitted");
    w.rule(&a.reviewer.token, &request, "approve", &[]).await.expect(403);
    w.rule(&w.b.county_reviewer.token, &request, "approve", &[]).await.expect(403);
    let open = w.rule(&a.county_reviewer.token, &request, "approve", &[]).await.expect(200).json();
    assert_eq!(open["state"], "open");
    assert_eq!(
        w.rule(&a.city_reviewer.token, &request, "approve", &[]).await.expect(409).json()["type"],
        "/problems/aid-state-not-now"
    );
    let seen = w.get("", &path).await.expect(200).text();
    assert!(!seen.contains("Newcomb") && !seen.contains("Mill Lane") && !seen.contains("bridge"), "{seen}");
    let found =
        w.get("", "/api/v1/aid/requests?q=desk%20lamp&place=101001&purpose=education&state=asking").await.expect(200).json();
    assert_eq!(reference(&found["items"][0]), request);
    assert_eq!(w.get("", "/api/v1/aid/requests?place=201001").await.expect(200).json()["items"], json!([]));
    open
}

/// Promised in parts, never more than is asked, and paid.
async fn given(w: &World, asked: &Value) {
    let request = reference(asked);
    w.paid(&w.donor.token, asked, 0, 60_000).await;
    assert_eq!(w.request(&request).await["state"], "partly_pledged");
    let over = w.pledge_money(&w.other_donor.token, asked, 0, 90_001).await.expect(409).json();
    assert_eq!(over["type"], "/problems/aid-pledge-over");
    // Two press at once; there is room for one of them.
    let (one, two) =
        tokio::join!(w.pledge_money(&w.donor.token, asked, 0, 60_000), w.pledge_money(&w.other_donor.token, asked, 0, 60_000));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{} {}", one.text(), two.text());
    let (won, by) = if one.status == 201 { (one.json(), &w.donor) } else { (two.json(), &w.other_donor) };
    // The same call again is the same pledge.
    let body = json!({"part": asked["parts"][0]["id"], "amount": {"amount_minor": 30_000, "currency": "CNY"}});
    let path = format!("/api/v1/aid/requests/{request}/pledges");
    let again = || w.send(http::Method::POST, &path, |ask| ask.token(&w.other_donor.token).key("the-same").json(&body));
    let rest = reference(&again().await.expect(201).json());
    assert_eq!(reference(&again().await.expect(201).json()), rest);
    w.post(&w.other_donor.token, &path, json!({"part": asked["parts"][0]["id"], "amount": {"amount_minor": 1, "currency": "CNY"}}))
        .await
        .expect(409);
    w.pay(&by.token, &reference(&won), "succeed", "").await;
    w.pay(&w.other_donor.token, &rest, "repeat", "").await;
    w.paid(&w.donor.token, asked, 1, 100_000).await;
    assert_eq!(w.sums().await, Sums { came_in: 250_000, custody: 250_000, paid_out: 0, went_back: 0 });
    assert_eq!(w.request(&request).await["parts"][0]["state"], "pledged");
}

/// Goods by courier and in person, money by two officers; confirmed by a witness and by the family.
async fn arrived(w: &World, asked: &Value) {
    let (a, request) = (&w.a, reference(asked));
    let courier = reference(&w.pledge_goods(&w.donor.token, asked, 2, 3).await.expect(201).json());
    let in_person = reference(&w.pledge_goods(&w.other_donor.token, asked, 2, 1).await.expect(201).json());
    // Promising is not yet being let in: the address is shown once somebody who knows the family says yes.
    let early = w.post(&w.donor.token, &format!("/api/v1/aid/pledges/{courier}/address"), json!({})).await.expect(409).json();
    assert_eq!(early["type"], "/problems/aid-address-not-accepted");
    for pledge in [&courier, &in_person] {
        w.accept(a, pledge).await;
    }
    let address = w.post(&w.donor.token, &format!("/api/v1/aid/pledges/{courier}/address"), json!({})).await.expect(200).json();
    assert_eq!((address["name"].as_str(), address["address"].as_str()), (Some("Ash Newcomb"), Some("The shop beside the bridge")));
    w.post(&w.other_donor.token, &format!("/api/v1/aid/pledges/{courier}/address"), json!({})).await.expect(404);
    w.dispatch(&w.donor.token, &courier).await;
    let how = json!({"way": "in_person", "contact": "Odd, 139 0000 0000", "planned_at": "2020-06-05T02:00:00Z"});
    w.post(&w.other_donor.token, &format!("/api/v1/aid/pledges/{in_person}/dispatch"), how).await.expect(200);
    w.post(&w.donor.token, &format!("/api/v1/aid/pledges/{courier}/arrival"), json!({})).await.expect(200);

    // A witness is neither publisher nor sender; some now, the rest later.
    let receipt = |pledge: &str| format!("/api/v1/aid/pledges/{pledge}/receipt");
    assert_eq!(
        w.post(&a.helper.token, &receipt(&courier), json!({})).await.expect(409).json()["type"],
        "/problems/aid-witness-publisher"
    );
    w.post(&w.donor.token, &receipt(&courier), json!({})).await.expect(403);
    w.post(&a.witness.token, &receipt(&courier), json!({"count": 4})).await.expect(422);
    assert_eq!(
        w.post(&a.witness.token, &receipt(&courier), json!({"count": 2, "card_shown": true})).await.expect(200).json()["state"],
        "delivered"
    );
    w.post(&a.witness.token, &receipt(&courier), json!({})).await.expect(422);
    let seen = json!({"note": "Seen at the house."});
    assert_eq!(w.post(&a.witness.token, &receipt(&courier), seen.clone()).await.expect(200).json()["state"], "received");
    w.post(&w.donor.token, &format!("/api/v1/aid/pledges/{courier}/address"), json!({})).await.expect(409);
    w.post(&a.witness.token, &receipt(&in_person), seen).await.expect(200);
    assert_ne!(w.request(&request).await["state"], "met", "a part met is not a request met");

    for part in [0, 1] {
        let payout = reference(&w.prepare(&a.officer.token, asked, part, None).await.expect(201).json());
        w.prepare(&a.officer.token, asked, part, Some(1)).await.expect(409);
        assert_eq!(w.approve(&a.officer.token, &payout).await.expect(409).json()["type"], "/problems/aid-payout-same-person");
        w.approve(&w.b.officer.token, &payout).await.expect(403);
        assert_eq!(w.approve(&a.second_officer.token, &payout).await.expect(200).json()["state"], "paid_out");
        let path = format!("/api/v1/aid/payouts/{payout}/receipt");
        // Whoever paid does not confirm.
        assert_eq!(w.post(&a.officer.token, &path, json!({})).await.expect(409).json()["type"], "/problems/aid-witness-payer");
        assert_eq!(w.post(&a.witness.token, &path, json!({"note": "Counted."})).await.expect(200).json()["state"], "received");
    }
    assert_eq!(w.sums().await, Sums { came_in: 250_000, custody: 0, paid_out: 250_000, went_back: 0 });
}

/// Thanks, what donors see of it, who looked, and the figures.
async fn afterwards(w: &World, request: &str) {
    let a = &w.a;
    let path = format!("/api/v1/aid/requests/{request}/thanks");
    w.post(&a.helper.token, &path, json!({"body": "Ash Newcomb thanks you."})).await.expect(422);
    w.post(&a.helper.token, &path, json!({"body": "They read every evening now. Thank you all."})).await.expect(201);
    w.post(&w.donor.token, &path, json!({"body": "Thanks to myself."})).await.expect(403);
    let gifts = w.get(&w.donor.token, "/api/v1/aid/gifts").await.expect(200).json();
    let states: Vec<_> = gifts["items"].as_array().unwrap().iter().map(|g| g["pledge"]["state"].as_str().unwrap()).collect();
    assert!(states.len() >= 3 && states.iter().all(|s| *s == "received"), "{gifts}");
    assert!(!gifts.to_string().contains("Newcomb"));

    assert!(w.request(request).await["household"]["ref"].is_null(), "the family's reference is for those concerned");
    let seen = w.get(&a.helper.token, &format!("/api/v1/aid/requests/{request}")).await.expect(200).json();
    let household = seen["household"]["ref"].as_str().unwrap().to_owned();
    w.get(&a.reviewer.token, &format!("/api/v1/households/{household}")).await.expect(422);
    w.get(&a.reviewer.token, &format!("/api/v1/households/{household}?task=review")).await.expect(200);
    w.get(&w.b.helper.token, &format!("/api/v1/households/{household}?task=visit")).await.expect(404);
    let looks = w.get(&a.auditor.token, &format!("/api/v1/households/{household}/looks?limit=100")).await.expect(200).json();
    let who: Vec<_> =
        looks["items"].as_array().unwrap().iter().map(|l| (l["name"].as_str().unwrap(), l["act"].as_str().unwrap())).collect();
    for expected in [
        ("Rae Reviewer of the North", "opened"),
        ("Dora Giver", "opened"),
        ("Hale Helper of the North", "registered"),
        ("Hale Helper of the North", "proxy"),
        ("Wim Witness of the North", "proxy"),
    ] {
        assert!(who.contains(&expected), "{expected:?} is not among {who:?}");
    }

    w.pass(Millis::MINUTE).await;
    let few = w.get("", "/api/v1/aid/statistics?place=101001&from=2020-06&to=2020-06").await.expect(200).json();
    assert!(few["total"]["suppressed"] == true && few["total"]["opened"].is_null(), "one household is no figure: {few}");
    let figures = w.get("", "/api/v1/aid/statistics").await.expect(200).json();
    let total = &figures["total"];
    assert_eq!((total["opened"].as_i64(), total["met"].as_i64()), (Some(1), Some(1)), "{figures}");
    assert_eq!((total["met_rate"]["numerator"].as_i64(), total["met_rate"]["denominator"].as_i64()), (Some(1), Some(1)));
    // That there is none elsewhere would tell where the one is.
    let none = w.get("", "/api/v1/aid/statistics?place=201001").await.expect(200).json();
    assert_eq!(none["total"]["suppressed"], true, "{none}");
}
