//! Pages as a helper, an officer and a reviewer walk through them, without scripts.

use crate::{House, both, family, id_number};
use qianmo_identity::testing::{self, Wanted};
use qianmo_kernel::{Id, PublicRef, Role};

fn hidden(html: &str, name: &str) -> String {
    html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_registers_a_household_row_by_row() {
    both(|house| async move {
        let helper = house.helper();
        let page = house.on.get("/households/new").session(&helper.session).send().await.expect(200);
        assert_eq!(page.header("cache-control"), "private, no-store");
        let (place, key) = (house.village.id.to_string(), hidden(&page.text(), "_key"));
        assert_eq!(hidden(&page.text(), "place"), place);
        let number = id_number(1950, 2);
        let mut fields: Vec<(&str, &str)> = vec![
            ("_key", &key),
            ("place", &place),
            ("rows", "1"),
            ("members.0.relation", "head"),
            ("members.0.name", "王秀英"),
            ("phone", "call me"),
        ];
        let more = {
            let mut f = fields.clone();
            f.push(("do", "add"));
            f
        };
        let two = house.on.post("/households").session(&helper.session).form(&more).send().await.expect(200).text();
        assert!(two.contains("members.1.name") && two.contains("王秀英") && two.contains("call me"));
        fields[2] = ("rows", "2");
        fields.extend([("members.1.relation", "child"), ("members.1.name", "李明"), ("members.1.id_number", "123")]);
        let wrong = house.on.post("/households").session(&helper.session).form(&fields).send().await.expect(422).text();
        assert!(wrong.contains("members.1.id_number-error") && wrong.contains("phone-error") && wrong.contains("李明"));
        // The summary follows the form and says which person is meant.
        let at = |what: &str| wrong.find(what).unwrap();
        assert!(at("href=\"#members.1.id_number\"") < at("href=\"#phone\""));
        assert!(at("Person \u{2068}2\u{2069}: ") < at("href=\"#phone\""));
        let fewer = {
            let mut f = fields.clone();
            f.push(("do", "remove-1"));
            f
        };
        let one = house.on.post("/households").session(&helper.session).form(&fewer).send().await.expect(200).text();
        assert!(!one.contains("members.1.name"));
        fields.retain(|(name, _)| *name != "phone" && *name != "members.1.id_number");
        fields.push(("members.0.id_number", &number));
        let done = house.on.post("/households").session(&helper.session).form(&fields).send().await.expect(303);
        let again = house.on.post("/households").session(&helper.session).form(&fields).send().await.expect(303);
        assert_eq!(done.header("location"), again.header("location"), "sent twice, registered once");
        let list =
            house.on.get("/households").session(&helper.session).header("accept-language", "en").send().await.expect(200).text();
        assert!(list.contains("乾佑镇") && !list.contains("王秀英"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_goes_down_the_tree_to_a_place() {
    both(|house| async move {
        let officer = house.person(&[(Role::Officer, house.county.id)]);
        let choose = house.on.get("/households/new").session(&officer.session).send().await.expect(200).text();
        assert!(choose.contains(&format!("?place={}", house.hamlet.id)));
        let form = format!("/households/new?place={}", house.hamlet.id);
        assert!(house.on.get(form).session(&officer.session).send().await.expect(200).text().contains("营盘镇"));
        let other = format!("/households/new?place={}", house.other_county.id);
        house.on.get(other).session(&officer.session).send().await.expect(403);
        house.on.get("/households/new?place=nowhere").session(&officer.session).send().await.expect(400);
    })
    .await;
}

async fn opened(house: &House, session: &str, household: PublicRef) -> String {
    let look = house.on.post(format!("/households/{household}/look")).session(session);
    let page = look.form(&[("task", "visit"), ("words", "roof")]).send().await.expect(200);
    assert_eq!(page.header("cache-control"), "private, no-store");
    page.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_says_why_before_anything_opens() {
    both(|house| async move {
        let household = house.family();
        let reviewer = house.person(&[(Role::Reviewer, house.county.id)]);
        let closed = house.on.get(format!("/households/{household}")).session(&reviewer.session).send().await.expect(200).text();
        assert!(!closed.contains("王秀英") && closed.contains("name=\"task\""));
        let look = |fields: &[(&str, &str)]| {
            house.on.post(format!("/households/{household}/look")).session(&reviewer.session).form(fields)
        };
        let asked = look(&[("task", "other"), ("words", "x")]).send().await.expect(422).text();
        assert!(asked.contains("value=\"x\""), "what was typed stays");
        assert!(!asked.contains("王秀英") && asked.contains("words-error"));
        look(&[("words", "roof")]).send().await.expect(422);
        // An address takes codes and a reference, and no words.
        let link = |rest: String| house.on.get(format!("/households/{household}?{rest}")).session(&reviewer.session);
        for words in ["task=other&words=roof", "task=%E7%9C%8B%E6%9C%9B%E8%80%81%E4%BA%BA", "task=visit:roof"] {
            link(words.into()).send().await.expect(422);
        }
        let about = link(format!("task=review&about={household}")).send().await.expect(200).text();
        assert!(about.contains(&format!("Reviewing a request: {household}")));
        let page = opened(&house, &reviewer.session, household).await;
        assert!(
            page.contains("王秀英")
                && page.contains("A visit at home: roof")
                && !page.contains("/edit\"")
                && !page.contains("/looks\"")
        );
        house.on.get(format!("/households/{household}/edit")).session(&reviewer.session).send().await.expect(403);
        // Somebody who is related says so.
        let tie = house
            .on
            .post(format!("/households/{household}/ties"))
            .session(&reviewer.session)
            .form(&[("tie", "relative")])
            .send()
            .await;
        tie.expect(303);
        let account = reviewer.account;
        assert!(house.write(move |tx| qianmo_registry::is_member_or_relative(tx, account, household)));
        // An officer sees it on the household's page and proposes to end it; the reviewer may say that it is so.
        let (officer, other) =
            (house.person(&[(Role::Officer, house.county.id)]), house.person(&[(Role::Reviewer, house.county.id)]));
        let page = opened(&house, &officer.session, household).await;
        let marker = format!("/households/{household}/ties/");
        assert!(page.contains("Propose to end it"));
        let tie = page.split(marker.as_str()).nth(1).unwrap().split('/').next().unwrap().to_owned();
        assert!(!opened(&house, &other.session, household).await.contains(&marker));
        let end = format!("{marker}{tie}/end");
        house.on.post(&*end).session(&other.session).form(&[]).send().await.expect(409);
        house.on.post(&*end).session(&officer.session).form(&[]).send().await.expect(303);
        assert!(house.write(move |tx| qianmo_registry::is_member_or_relative(tx, account, household)));
        let page = opened(&house, &officer.session, household).await;
        assert!(page.contains("It was proposed to end this on") && !page.contains(&marker), "{page}");
        let task = house.on.get(format!("/households/{household}")).session(&reviewer.session).header("accept-language", "en");
        assert!(task.send().await.expect(200).text().contains(&end), "where they stated it");
        house.on.post(&*end).session(&reviewer.session).form(&[]).send().await.expect(303);
        assert!(!house.write(move |tx| qianmo_registry::is_member_or_relative(tx, account, household)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_finds_changes_and_adds() {
    both(|house| async move {
        let household = house.family();
        let helper = house.helper();
        let find = |number: &'static str| house.on.post("/households/find").session(&helper.session).form(&[("number", number)]);
        find("13900009999").send().await.expect(422);
        assert!(find("139 1234 5678").send().await.expect(200).text().contains(&household.to_string()));
        let edit = format!("/households/{household}/edit");
        let page = house.on.get(&*edit).session(&helper.session).send().await.expect(200).text();
        let version = hidden(&page, "version");
        let save = |version: &str, phone: &str| {
            let fields = [
                ("version", version),
                ("address", "六组"),
                ("phone", phone),
                ("language", "zh"),
                ("cause_main", "water"),
                ("bank_card", ""),
            ];
            house.on.post(&*edit).session(&helper.session).form(&fields)
        };
        let wrong = save(&version, "x").send().await.expect(422).text();
        assert!(wrong.contains("phone-error") && wrong.contains("六组"));
        save(&version, "13800001111").send().await.expect(303);
        let late = save(&version, "13800002222").send().await.expect(412).text();
        assert!(late.contains("value=\"13800001111\""), "the form holds what is on record");
        assert!(late.contains("13800002222") && !late.contains("value=\"13800002222\""), "what was typed stands beside it");
        let page = opened(&house, &helper.session, household).await;
        assert!(page.contains("13800001111") && page.contains("••••0001"), "the bank card that was not shown is still there");

        let new = format!("/households/{household}/members/new");
        house.on.get(&*new).session(&helper.session).send().await.expect(200);
        house.on.post(&*new).session(&helper.session).form(&[("relation", "child"), ("name", "")]).send().await.expect(422);
        house
            .on
            .post(&*new)
            .session(&helper.session)
            .form(&[("relation", "child"), ("name", "李明"), ("birth", "1980")])
            .send()
            .await
            .expect(303);
        let page = opened(&house, &helper.session, household).await;
        let persons: Vec<&str> = page.split("/members/").skip(1).filter_map(|r| r.split('"').next()).collect();
        assert_eq!(persons.len(), 3);
        let head = format!("/households/{household}/members/{}", persons[0]);
        let shown = house.on.get(&*head).session(&helper.session).send().await.expect(200).text();
        assert!(shown.contains("王秀英") && shown.contains("name=\"successor\""));
        let leave = |fields: &[(&str, &str)]| house.on.post(&*head).session(&helper.session).form(fields);
        let asked = leave(&[("do", "leave"), ("reason", "died")]).send().await.expect(422).text();
        assert!(asked.contains("successor-error"));
        leave(&[("do", "leave"), ("reason", "died"), ("successor", persons[2])]).send().await.expect(303);
        let nobody = format!("/households/{household}/members/{}", Id::from_i64(3));
        house.on.get(nobody).session(&helper.session).send().await.expect(404);

        let status = |fields: &[(&str, &str)]| {
            house.on.post(format!("/households/{household}/status")).session(&helper.session).form(fields)
        };
        status(&[("do", "move"), ("place", "999")]).send().await.expect(422);
        status(&[("do", "merge"), ("into", &household.to_string())]).send().await.expect(403);
        status(&[("do", "move"), ("place", "611026101")]).send().await.expect(303);
        // It lives elsewhere now, where this helper sees nobody.
        house.on.get(format!("/households/{household}?task=visit")).session(&helper.session).send().await.expect(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_sent_for_another_household_is_not_taken_for_the_first_ones() {
    both(|house| async move {
        let (helper, one, other) = (house.helper(), house.family(), house.family_of_others());
        let add = |household: PublicRef, key: &str| {
            let fields = [("_key", key), ("relation", "child"), ("name", "李明"), ("birth", "1980")];
            house.on.post(format!("/households/{household}/members/new")).session(&helper.session).form(&fields).send()
        };
        add(one, "k1").await.expect(303);
        add(one, "k1").await.expect(303);
        // Nothing says "saved" where nothing was: the form comes back, with what was typed and a key of its own.
        let again = add(other, "k1").await.expect(422).text();
        assert!(again.contains("alert is-error") && again.contains("李明"), "{again}");
        add(other, &hidden(&again, "_key")).await.expect(303);
        for household in [one, other] {
            let page = opened(&house, &helper.session, household).await;
            assert_eq!(page.split("/members/").skip(1).count(), 3, "{household}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_without_a_phone_gets_a_card_that_works_once_at_a_time() {
    both(|house| async move {
        let mut raw = family(&house.village);
        raw.phone = String::new();
        let household = house.register(&raw).unwrap();
        let helper = house.helper();
        let card = format!("/households/{household}/card");
        house.on.get(&*card).session(&helper.session).send().await.expect(200);
        let slip = house.on.post(&*card).session(&helper.session).form(&[]).send().await.expect(200);
        assert_eq!(slip.header("cache-control"), "private, no-store");
        let slip = slip.text();
        assert_eq!(slip.matches("slip-code").count(), 2);
        assert!(!slip.contains("王秀英"), "a card that is lost tells nobody whose it is");
        // Whoever made it has read the PIN: neither they nor another helper make it anew, an officer does.
        let (other, officer) = (house.helper(), house.person(&[(Role::Officer, house.county.id)]));
        for person in [&helper, &other] {
            house.on.get(&*card).session(&person.session).send().await.expect(409);
            house.on.post(&*card).session(&person.session).form(&[]).send().await.expect(409);
        }
        house.on.post(&*card).session(&officer.session).form(&[]).send().await.expect(200);
        house.on.post(&*card).session(&officer.session).form(&[]).send().await.expect(409);
        let accounts = house.write(move |tx| qianmo_identity::account::of_household(tx, household));
        assert_eq!(accounts.len(), 1, "a second card is for the same account");
        let looks = house.write(move |tx| qianmo_registry::looks::store::list(tx, household, Id::from_i64(i64::MAX), 5));
        assert_eq!(looks[0].act, qianmo_registry::Act::Card);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_and_its_account_speak_the_households_language() {
    both(|house| async move {
        let helper = house.helper();
        for (order, spoken, chosen, expected) in
            [(71, "ar", None, "ar"), (72, "bo", None, "en"), (73, "ar", Some("zh-Hans"), "zh-Hans")]
        {
            let mut raw = family(&house.village);
            (raw.phone, raw.language) = (String::new(), spoken.into());
            raw.members[0].id_number = id_number(1950, order);
            let household = house.register(&raw).unwrap();
            let card = format!("/households/{household}/card");
            let offered = house.on.get(&*card).session(&helper.session).send().await.expect(200).text();
            assert!(offered.contains(&format!("value=\"{}\" selected", if spoken == "ar" { "ar" } else { "en" })));
            let fields: Vec<(&str, &str)> = chosen.iter().map(|tag| ("language", *tag)).collect();
            let slip = house.on.post(&*card).session(&helper.session).form(&fields).send().await.expect(200).text();
            assert_eq!(slip.matches(&format!("<section class=\"slip\" lang=\"{expected}\"")).count(), 2, "card and PIN apart");
            assert!(slip.contains("Print this page now"), "what the helper reads stays in the helper's language");
            let (account, county) =
                (house.write(move |tx| qianmo_identity::account::of_household(tx, household))[0], house.county.id);
            let made = house.write(move |tx| qianmo_identity::account::require(tx, account));
            assert_eq!(made.locale.tag(), expected);
            // Whose doing it was is told as it is.
            let by = house.write(move |tx| qianmo_identity::grant::history(tx, account))[0].by;
            assert_eq!(by, helper.account);
            let officer = house.person(&[(Role::Officer, county)]);
            let one = house.on.get(format!("/accounts/{account}")).session(&officer.session).send().await.expect(200).text();
            assert!(one.contains("Test Person") && !one.contains("the operator"));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_never_opens_an_account_that_the_household_reaches_by_itself() {
    both(|house| async move {
        let mut raw = family(&house.village);
        raw.phone = String::new();
        let household = house.register(&raw).unwrap();
        let place = house.village.id;
        let owner = house.write(move |tx| {
            let roles = [(Role::Household, place)];
            let login = Some("+8613900000077");
            let wanted = Wanted { name: "W.", roles: &roles, household: Some(household), second_factor: false, login };
            testing::make(tx, &wanted)
        });
        let (helper, officer) = (house.helper(), house.person(&[(Role::Officer, house.county.id)]));
        let card = format!("/households/{household}/card");
        for person in [&helper, &officer] {
            house.on.post(&*card).session(&person.session).form(&[]).send().await.expect(409);
        }
        house.on.get("/my-household").session(&owner.session).send().await.expect(200);
        let has = house.write(move |tx| qianmo_identity::card::has(tx, owner.account));
        assert!(!has, "no card came into being");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_with_a_phone_on_record_is_told_of_its_card_and_an_old_card_is_out_at_once() {
    both(|house| async move {
        let household = house.family();
        let (helper, officer) = (house.helper(), house.person(&[(Role::Officer, house.county.id)]));
        let card = format!("/households/{household}/card");
        house.on.post(&*card).session(&helper.session).form(&[]).send().await.expect(200);
        let told = house.write(|tx| tx.query(WAITING, qianmo_db::params!["registry.card-told"], |row| row.i64(0)));
        assert_eq!(told, [1]);
        house.on.work().await;
        let left = house.write(|tx| tx.query(WAITING, qianmo_db::params!["registry.card-told"], |row| row.i64(0)));
        assert_eq!(left, [0], "the notice was handed on");
        // Somebody is signed in with the card when it is replaced.
        let account = house.write(move |tx| Ok(qianmo_identity::account::of_household(tx, household)?[0]));
        let signed_in = house.write(move |tx| testing::again(tx, account)).session;
        house.on.get("/my-household").session(&signed_in).send().await.expect(200);
        house.on.post(&*card).session(&officer.session).form(&[]).send().await.expect(200);
        house.on.get("/my-household").session(&signed_in).send().await.expect(303);
    })
    .await;
}

qianmo_db::sql! {
    const WAITING = "SELECT COUNT(*) FROM job WHERE kind = $1";
}
