//! The household's own page.

use crate::{both, family, id_number};
use qianmo_identity::testing::{self, Wanted};
use qianmo_kernel::{Id, Role};

#[tokio::test(flavor = "multi_thread")]
async fn a_household_sees_corrects_and_asks_to_be_forgotten() {
    both(|house| async move {
        let household = house.family();
        let (owner, helper) = (house.owner(household), house.helper());
        let look = house.on.post(format!("/households/{household}/look")).session(&helper.session);
        look.form(&[("task", "visit"), ("words", "roof")]).send().await.expect(200);
        let get = || house.on.get("/my-household").session(&owner.session).header("accept-language", "en");
        let page = get().send().await.expect(200);
        assert_eq!(page.header("cache-control"), "private, no-store");
        let page = page.text();
        assert!(page.contains("王秀英") && page.contains("2730155120001") && page.contains("roof") && page.contains("Test Person"));
        assert!(
            !get().send().await.expect(200).text().contains("The household itself"),
            "its own visits do not crowd out the others'"
        );
        // Its own address leads there as well, and nowhere else.
        let other = house.on.get(format!("/households/{household}")).session(&owner.session).send().await.expect(303);
        assert_eq!(other.header("location"), "/my-household");

        let post = |path: &'static str, fields: &'static [(&'static str, &'static str)]| {
            house.on.post(path).session(&owner.session).form(fields)
        };
        post("/my-household", &[("phone", "x")]).send().await.expect(422);
        post("/my-household", &[("version", "1"), ("phone", "13800001111"), ("address", "六组")]).send().await.expect(303);
        post("/my-household", &[("version", "1"), ("phone", "13800002222")]).send().await.expect(412);
        post("/my-household", &[("cause_main", "water")]).send().await.expect(403);

        post("/my-household/corrections", &[("words", "")]).send().await.expect(422);
        post("/my-household/corrections", &[("words", "出生年份不对")]).send().await.expect(303);
        let seen =
            house.on.get(format!("/households/{household}?task=visit")).session(&helper.session).send().await.expect(200).text();
        assert!(seen.contains("出生年份不对"));
        let link = seen.split("/corrections/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let done = format!("/households/{household}/corrections/{link}");
        house.on.post(&*done).session(&helper.session).form(&[]).send().await.expect(303);
        house.on.post(&*done).session(&helper.session).form(&[]).send().await.expect(409);

        post("/my-household/ties", &[("account", "nobody"), ("tie", "child")]).send().await.expect(422);
        let (account, fields) = (helper.account, [("account", helper.account.to_string()), ("tie", "child".to_owned())]);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        house.on.post("/my-household/ties").session(&owner.session).form(&fields).send().await.expect(303);
        assert!(house.write(move |tx| qianmo_registry::is_member_or_relative(tx, account, household)));
        let page = get().send().await.expect(200).text();
        let tie = page.split("/my-household/ties/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        house.on.post(format!("/my-household/ties/{tie}/end")).session(&owner.session).form(&[]).send().await.expect(303);
        assert!(!house.write(move |tx| qianmo_registry::is_member_or_relative(tx, account, household)));

        post("/my-household/erasure", &[]).send().await.expect(303);
        let list =
            house.on.get("/households").session(&helper.session).header("accept-language", "en").send().await.expect(200).text();
        assert!(list.contains("Asks to be forgotten"));
        for _ in 0..2 {
            get().send().await.expect(200);
            let officer = house.person(&[(Role::Officer, house.county.id)]);
            let status = house.on.post(format!("/households/{household}/status")).session(&officer.session);
            status.form(&[("do", "erase")]).send().await.expect(303);
        }
        // Its own account is forgotten with it: the session that asked is nobody's any more.
        get().send().await.expect(303);
        house.on.get("/api/v1/me").session(&owner.session).send().await.expect(401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_alone_neither_shows_numbers_nor_changes_where_money_goes() {
    both(|house| async move {
        let (household, village) = (house.family(), house.village.id);
        let (account, number, pin) = house.write(move |tx| qianmo_identity::testing::card_holder(tx, Some(household), village));
        let entered = house.on.post("/sign-in/card").form(&[("number", &*number), ("pin", &*pin)]).send().await.expect(303);
        let session = entered.cookie("qm_session").unwrap();
        let page = house.on.get("/my-household").session(&session).send().await.expect(200).text();
        assert!(page.contains("王秀英") && page.contains("••••0001") && page.contains("••••5678"));
        for whole in ["2730155120001", "13912345678", &id_number(1950, 2)] {
            assert!(!page.contains(whole), "{whole}");
        }
        let one = format!("/api/v1/households/{household}");
        let seen = house.on.get(&*one).session(&session).send().await.expect(200).json();
        assert_eq!((seen["bank_card"].as_str(), seen["phone"].as_str()), (Some("••••0001"), Some("••••5678")));
        let post = |fields: &'static [(&'static str, &'static str)]| house.on.post("/my-household").session(&session).form(fields);
        post(&[("version", "1"), ("phone", "13800001111")]).send().await.expect(403);
        post(&[("version", "1"), ("bank_card", "27-301 5512 0002")]).send().await.expect(403);
        post(&[("version", "1"), ("address", "六组")]).send().await.expect(303);
        // Nor does a token of the account, which is no stronger than the card that alone signs it in.
        let token = house.write(move |tx| qianmo_identity::token::issue(tx, account, "t", &["*"], false));
        let seen = house.on.get(&*one).token(&token).send().await.expect(200).text();
        assert!(seen.contains("••••0001"), "{seen}");
        for whole in ["2730155120001", "13912345678", &id_number(1950, 2)] {
            assert!(!seen.contains(whole), "{whole}");
        }
        for change in [serde_json::json!({"bank_card": "27-301 5512 0002"}), serde_json::json!({"phone": "13800001111"})] {
            let ask = house.on.ask(http::Method::PATCH, one.clone()).token(&token).header("if-match", "\"2\"");
            let told = ask.json(&change).send().await.expect(403).json();
            assert_eq!(told["type"], "/problems/registry-card-not-enough");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_household_is_asked_whether_its_family_is_registered() {
    both(|house| async move {
        let nobody = house.person(&[(Role::Household, house.village.id)]);
        let page = house.on.get("/my-household").session(&nobody.session).header("accept-language", "en").send().await.expect(200);
        assert!(page.text().contains("Is your family registered here?"));
        house.on.get("/my-household").token(&nobody.token).send().await.expect(403);
        house.on.get("/my-household/erasure").session(&nobody.session).send().await.expect(404);
        // Whose role was taken back sees nothing of the household any more.
        let household = house.family();
        let without = house.write(move |tx| {
            let roles = [(Role::Donor, Id::NONE)];
            let wanted = Wanted { roles: &roles, household: Some(household), second_factor: false, ..Wanted::default() };
            testing::make(tx, &wanted)
        });
        house.on.get("/my-household").session(&without.session).send().await.expect(403);
        let mut raw = family(&house.village);
        raw.members[0].id_number = id_number(1950, 4);
        let other = house.register(&raw).unwrap();
        house.on.get(format!("/households/{other}?task=visit")).session(&nobody.session).send().await.expect(404);
    })
    .await;
}
