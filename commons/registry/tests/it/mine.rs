//! The household's own page.

use crate::{House, both, family, id_number};
use qianmo_identity::testing::{self, Person, Wanted};
use qianmo_kernel::{Actor, Id, PublicRef, Role};
use qianmo_registry::{Tie, link};
use qianmo_testkit::Answered;

/// The household says what an account is to it.
async fn names(house: &House, session: &str, account: Id, tie: &str) -> Answered {
    let number = account.to_string();
    house.on.post("/my-household/ties").session(session).form(&[("account", &number), ("tie", tie)]).send().await
}

fn is_close(house: &House, household: PublicRef, account: Id) -> bool {
    house.write(move |tx| qianmo_registry::is_member_or_relative(tx, account, household))
}

/// The first tie of an account that holds.
fn tie_of(house: &House, household: PublicRef, account: Id) -> Id {
    house.write(move |tx| Ok(link::list(tx, household)?.into_iter().find(|s| s.account == account).unwrap().id))
}

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
        // Nor does it choose who decides: whoever printed the card has read its PIN.
        let cousin = house.person(&[(Role::Reviewer, house.county.id)]).account;
        let refused = names(&house, &session, cousin, "relative").await.expect(403).text();
        assert!(refused.contains("nobody is named as close to you"), "{refused}");
        house.write(move |tx| qianmo_registry::state(tx, &Actor::system(), household, cousin, Tie::Relative));
        let tie = tie_of(&house, household, cousin);
        house.on.post(format!("/my-household/ties/{tie}/end")).session(&session).form(&[]).send().await.expect(403);
        assert!(is_close(&house, household, cousin));
        let page = house.on.get("/my-household").session(&session).send().await.expect(200).text();
        assert!(!page.contains("action=\"/my-household/ties"), "what is refused is not offered");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_households_word_alone_keeps_three_people_at_a_time_from_deciding() {
    both(|house| async move {
        let (household, county) = (house.family(), house.county.id);
        let owner = house.owner(household);
        let reviewers: Vec<Person> = (0..4).map(|_| house.person(&[(Role::Reviewer, county)])).collect();
        for reviewer in &reviewers {
            names(&house, &owner.session, reviewer.account, "relative").await.expect(303);
        }
        // More of the same people takes no more room.
        names(&house, &owner.session, reviewers[0].account, "sibling").await.expect(303);
        let close: Vec<bool> = reviewers.iter().map(|r| is_close(&house, household, r.account)).collect();
        assert_eq!(close, [true, true, true, false]);
        let page = house.on.get("/my-household").session(&owner.session).send().await.expect(200).text();
        assert_eq!(page.matches("Does not count yet").count(), 1, "{page}");
        // Whose word is waited for is asked for it, and by it counts as close.
        let last = &reviewers[3];
        let asked = house.on.get(format!("/households/{household}")).session(&last.session).send().await.expect(200).text();
        assert!(asked.contains("says that you are close"), "{asked}");
        let say = house.on.post(format!("/households/{household}/ties")).session(&last.session);
        say.form(&[("tie", "relative")]).send().await.expect(303);
        assert!(is_close(&house, household, last.account));
        let page = house.on.get("/my-household").session(&owner.session).send().await.expect(200).text();
        assert!(!page.contains("Does not count yet"), "{page}");
        // Or an officer agrees: not the one whom it is about, nor one who is close.
        let (named, relative, officer) = (
            house.person(&[(Role::Officer, county)]),
            house.person(&[(Role::Officer, county)]),
            house.person(&[(Role::Officer, county)]),
        );
        names(&house, &owner.session, named.account, "child").await.expect(303);
        let about_oneself = house.on.post(format!("/households/{household}/ties")).session(&relative.session);
        about_oneself.form(&[("tie", "sibling")]).send().await.expect(303);
        assert!(!is_close(&house, household, named.account));
        let agreement = format!("/households/{household}/ties/{}/agreement", tie_of(&house, household, named.account));
        let agree = |who: &Person| house.on.post(&*agreement).session(&who.session).form(&[]).send();
        for who in [&named, &relative] {
            agree(who).await.expect(409);
        }
        agree(last).await.expect(403);
        assert!(!is_close(&house, household, named.account));
        agree(&officer).await.expect(303);
        assert!(is_close(&house, household, named.account));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_officer_has_ended_does_not_come_back_by_the_households_word_alone() {
    both(|house| async move {
        let (household, county) = (house.family(), house.county.id);
        let owner = house.owner(household);
        let (reviewer, officer) = (house.person(&[(Role::Reviewer, county)]), house.person(&[(Role::Officer, county)]));
        let account = reviewer.account;
        for tie in ["relative", "sibling"] {
            names(&house, &owner.session, account, tie).await.expect(303);
        }
        assert!(is_close(&house, household, account));
        let end = format!("/households/{household}/ties/{}/end", tie_of(&house, household, account));
        house.on.post(&*end).session(&officer.session).form(&[]).send().await.expect(303);
        // Neither by what else it had said, nor by saying the same or another thing.
        assert!(!is_close(&house, household, account));
        for tie in ["relative", "child"] {
            names(&house, &owner.session, account, tie).await.expect(303);
            assert!(!is_close(&house, household, account), "{tie}");
        }
        assert!(house.write(move |tx| link::ties(tx, household, account)).is_empty(), "nor may it write for the household");
        let page = house.on.get("/my-household").session(&owner.session).send().await.expect(200).text();
        assert_eq!(page.matches("an officer has ended this before").count(), 3, "{page}");
        // What the household takes back itself it may say again.
        let other = house.person(&[(Role::Reviewer, county)]).account;
        names(&house, &owner.session, other, "relative").await.expect(303);
        let end = format!("/my-household/ties/{}/end", tie_of(&house, household, other));
        house.on.post(&*end).session(&owner.session).form(&[]).send().await.expect(303);
        assert!(!is_close(&house, household, other));
        names(&house, &owner.session, other, "relative").await.expect(303);
        assert!(is_close(&house, household, other));
        // And the reviewer's own word is the reviewer's own.
        let say = house.on.post(format!("/households/{household}/ties")).session(&reviewer.session);
        say.form(&[("tie", "relative")]).send().await.expect(303);
        assert!(is_close(&house, household, account));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_learns_nothing_of_an_account_by_naming_its_number() {
    both(|house| async move {
        let (household, county) = (house.family(), house.county.id);
        let owner = house.owner(household);
        let known = house.write(|tx| {
            let roles = [(Role::Donor, Id::NONE)];
            Ok(testing::make(tx, &Wanted { name: "Known Stranger", roles: &roles, ..Wanted::default() })?.account)
        });
        let unknown = Id::from_i64(12_345);
        let mut told = Vec::new();
        for account in [known, unknown] {
            let answer = names(&house, &owner.session, account, "relative").await.expect(303);
            told.push((answer.header("location").to_owned(), answer.cookie("qm_said")));
        }
        assert_eq!(told[0], told[1]);
        let mine = || house.on.get("/my-household").session(&owner.session).send();
        let page = mine().await.expect(200).text();
        for account in [known, unknown] {
            assert!(page.contains(&format!("<bdi class=\"ref\">{account}</bdi> · Another relative")), "{page}");
        }
        assert!(!page.contains("Known Stranger"));
        // What is no account's number is none whoever has which; the operator's stands for nobody.
        let zero = Id::NONE.to_string();
        for wrong in ["nobody", "", zero.as_str()] {
            let fields = [("account", wrong), ("tie", "relative")];
            house.on.post("/my-household/ties").session(&owner.session).form(&fields).send().await.expect(422);
        }
        // An office at the place is public, its holder's name is told by the holder.
        let reviewer = house.person(&[(Role::Reviewer, county)]);
        names(&house, &owner.session, reviewer.account, "relative").await.expect(303);
        let page = mine().await.expect(200).text();
        let office = page.split(&format!("{}</bdi> · ", reviewer.account)).nth(1).and_then(|rest| rest.split(" · ").next());
        assert!(office.is_some_and(|office| office.to_lowercase().contains("reviewer")), "{page}");
        assert!(!page.contains("<bdi>Test Person</bdi> · Another relative"));
        let say = house.on.post(format!("/households/{household}/ties")).session(&reviewer.session);
        say.form(&[("tie", "relative")]).send().await.expect(303);
        let page = mine().await.expect(200).text();
        assert!(page.contains("<bdi>Test Person</bdi> · Another relative"), "{page}");
        // Those who decide about ties are told whom they are of; others who work here are not.
        let (officer, helper) = (house.person(&[(Role::Officer, county)]), house.helper());
        for (who, sees) in [(&officer, true), (&helper, false)] {
            let page = house.on.get(format!("/households/{household}?task=visit")).session(&who.session).send().await;
            assert_eq!(page.expect(200).text().contains("Known Stranger"), sees);
        }
        // Nor does a household fill its list with numbers.
        let mut last = 0;
        for n in 1..=20 {
            last = names(&house, &owner.session, Id::from_i64(20_000 + n), "friend").await.status.as_u16();
        }
        assert_eq!(last, 409);
    })
    .await;
}
