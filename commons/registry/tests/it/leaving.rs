//! A household counts as left, for a reason that it reads, and is taken in again.

use crate::{House, TODAY, actor_of, both, family, refused};
use qianmo_kernel::{Actor, Id, PublicRef, Res, Role};
use qianmo_registry::household::command;
use qianmo_registry::looks::store::list as looks;
use qianmo_registry::{Act, Departure, Leaving, Status, Tie, card_changes, check, register, standing, state};
use serde_json::json;

fn officer(house: &House, account: i64) -> Actor {
    actor_of(Id::from_i64(account), Role::Officer, house.county.id, &house.county.path)
}

fn helper(house: &House) -> Actor {
    actor_of(Id::from_i64(77), Role::Helper, house.village.id, &house.village.path)
}

fn leave(house: &House, by: &Actor, household: PublicRef, why: Option<Departure>, note: &'static str) -> Res<i64> {
    let by = by.clone();
    house.try_write(move |tx| command::leave(tx, &by, household, None, why, note))
}

fn take_in(house: &House, by: &Actor, household: PublicRef) -> Res<i64> {
    let by = by.clone();
    house.try_write(move |tx| command::take_in_again(tx, &by, household, None))
}

fn status(house: &House, household: PublicRef) -> Status {
    house.write(move |tx| standing(tx, household)).status
}

/// How often something went to the phone of [`family`].
fn told(house: &House) -> usize {
    house.sent.0.lock().unwrap().iter().filter(|to| to.ends_with("13912345678")).count()
}

/// What was done last that the household sees.
fn last_act(house: &House, household: PublicRef) -> Act {
    house.write(move |tx| looks(tx, household, Id::from_i64(i64::MAX), 1)).remove(0).act
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_leaves_for_a_reason_and_reads_it() {
    both(|house| async move {
        let household = house.family();
        let (owner, helper) = (house.owner(household), house.helper());
        let get = |path: String, session: &str| house.on.get(path).session(session).header("accept-language", "en");
        let (edit, path) = (format!("/households/{household}/edit"), format!("/households/{household}/status"));
        let form = get(edit.clone(), &helper.session).send().await.expect(200).text();
        assert!(form.contains("<details") && form.contains("open requests are closed") && form.contains("name=\"why\""));
        let post =
            |fields: &[(&str, &str)]| house.on.post(&*path).session(&helper.session).header("accept-language", "en").form(fields);
        // One press ends nothing.
        for fields in [vec![("do", "leave")], vec![("do", "leave"), ("why", "members")]] {
            assert!(post(&fields).send().await.expect(422).text().contains("why-error"));
        }
        let unsaid = post(&[("do", "leave"), ("why", "other")]).send().await.expect(422).text();
        assert!(unsaid.contains("note-error") && unsaid.contains("<details open>"));
        assert_eq!(status(&house, household), Status::Registered);
        post(&[("do", "leave"), ("why", "other"), ("note", "The house is empty")]).send().await.expect(303);
        assert_eq!((status(&house, household), last_act(&house, household)), (Status::Left, Act::Left));
        house.on.work().await;
        assert_eq!(told(&house), 1, "at its phone");

        let mine = get("/my-household".into(), &owner.session).send().await.expect(200).text();
        for said in ["counts as left since", "The house is empty", "an officer can take your household in again"] {
            assert!(mine.contains(said), "{said}");
        }
        assert!(mine.contains("The household counts as left"), "among the looks");
        assert!(mine.contains("/my-household/corrections") && mine.contains("/my-household/erasure"), "what it still can do");
        for refused in ["action=\"/my-household\"", "action=\"/my-household/ties\""] {
            assert!(!mine.contains(refused), "{refused}");
        }
        let open = get(format!("/households/{household}?task=visit"), &helper.session).send().await.expect(200).text();
        assert!(open.contains("counts as left since") && !open.contains("/requests/new") && !open.contains("/card\""));
        let form = get(edit, &helper.session).send().await.expect(200).text();
        assert!(
            form.contains("An officer of the place does this") && !form.contains("name=\"address\"") && !form.contains("/return\"")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_did_not_end_it_takes_a_household_in_again_as_it_was() {
    both(|house| async move {
        let household = house.family();
        let (one, two) = (officer(&house, 81), officer(&house, 82));
        assert_eq!(refused(take_in(&house, &two, household)), "registry-return-registered");
        let members = || house.write(move |tx| qianmo_registry::household::store::persons(tx, household)).len();
        let before = members();
        leave(&house, &one, household, Some(Departure::Mistake), "").unwrap();
        assert_eq!(refused(take_in(&house, &one, household)), "registry-return-other");
        assert!(take_in(&house, &helper(&house), household).is_err(), "a helper does not");
        let elsewhere = actor_of(Id::from_i64(83), Role::Officer, house.other_county.id, &house.other_county.path);
        assert!(take_in(&house, &elsewhere, household).is_err(), "nor does an officer of another place");
        let relative = officer(&house, 84);
        let by = relative.clone();
        house.write(move |tx| state(tx, &by, household, by.account, Tie::Sibling));
        assert_eq!(refused(take_in(&house, &relative, household)), "registry-return-close");
        let stale = two.clone();
        let late = house.try_write(move |tx| command::take_in_again(tx, &stale, household, Some(1)));
        assert_eq!(refused(late), "web-changed");
        house.on.on.clock.advance(qianmo_kernel::Millis::DAY * 400);
        take_in(&house, &two, household).unwrap();
        assert_eq!((status(&house, household), last_act(&house, household)), (Status::Registered, Act::Returned));
        assert_eq!(members(), before);
        // Its card rests as one that was changed, and whoever took it in has a hand in it.
        let last = house.write(move |tx| card_changes(tx, household)).remove(0);
        assert_eq!((last.by, last.first, last.at), (two.account, false, house.on.app.clock.now()));
        house.on.work().await;
        assert_eq!(told(&house), 2, "of its end and of its return");
        // It takes changes again, and its document is its own still.
        let new = check::household(&family(&house.village), TODAY).unwrap();
        assert_eq!(refused(house.try_write(move |tx| register(tx, &Actor::system(), &new))), "registry-number-taken");
        leave(&house, &two, household, Some(Departure::Area), "").unwrap();
        take_in(&house, &one, household).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_ended_with_its_last_member_is_not_taken_in_again() {
    both(|house| async move {
        let household = house.family();
        let by = helper(&house);
        let persons = house.write(move |tx| qianmo_registry::household::store::persons(tx, household));
        for (person, heir) in [(persons[0].id, Some(persons[1].id)), (persons[1].id, None)] {
            let by = by.clone();
            house.write(move |tx| command::member_left(tx, &by, household, None, person, Leaving::Died, heir));
        }
        assert_eq!(status(&house, household), Status::Left);
        assert_eq!(refused(take_in(&house, &officer(&house, 81), household)), "registry-return-nobody");
        assert_ne!(house.family(), household, "the numbers are free");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_takes_it_in_by_the_page_or_by_the_api() {
    both(|house| async move {
        let household = house.family();
        let [one, two] = [(); 2].map(|()| house.person(&[(Role::Officer, house.county.id)]));
        let (edit, path) = (format!("/households/{household}/edit"), format!("/households/{household}/return"));
        let get = |session: &str| house.on.get(&*edit).session(session).header("accept-language", "en");
        let by = helper(&house);
        leave(&house, &by, household, Some(Departure::Nobody), "").unwrap();
        let form = get(&one.session).send().await.expect(200).text();
        assert!(form.contains("Take this household in again") && form.contains("No member is left."));
        house.on.post(&*path).session(&one.session).form(&[]).send().await.expect(303);
        assert_eq!(status(&house, household), Status::Registered);
        // Ended by an officer, it is another one's to take in.
        let ended = house.on.post(format!("/households/{household}/status")).session(&one.session);
        ended.form(&[("do", "leave"), ("why", "area")]).send().await.expect(303);
        let form = get(&one.session).send().await.expect(200).text();
        assert!(form.contains("You entered that this household left") && !form.contains("Take this household in again"));
        house.on.post(&*path).session(&one.session).form(&[]).send().await.expect(409);
        let api = |token: &str, key: &str| house.on.post(format!("/api/v1{path}")).token(token).key(key).json(&json!({}));
        api(&one.token, "a").send().await.expect(409);
        let seen =
            house.on.get(format!("/api/v1/households/{household}?task=visit")).token(&two.token).send().await.expect(200).json();
        assert_eq!((&seen["status"], &seen["left_reason"]), (&json!("left"), &json!("area")));
        let done = api(&two.token, "b").send().await.expect(200).json();
        assert_eq!(api(&two.token, "b").send().await.expect(200).json(), done, "once");
        assert_eq!(status(&house, household), Status::Registered);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_leads_an_officer_of_the_place_to_the_record_that_left_and_tells_nobody_else_more() {
    both(|house| async move {
        let household = house.family();
        leave(&house, &helper(&house), household, Some(Departure::Area), "").unwrap();
        let officer = house.person(&[(Role::Officer, house.county.id)]);
        let elsewhere = house.person(&[(Role::Officer, house.other_county.id)]);
        let (here, there) = (house.village.clone(), house.other_village.clone());
        let ask = |token: &str, place, key: &str| {
            let raw = serde_json::to_value(family(place)).unwrap();
            house.on.post("/api/v1/households").token(token).key(key).header("accept-language", "en").json(&raw)
        };
        let told = ask(&officer.token, &here, "a").send().await.expect(422);
        assert_eq!(told.json()["errors"][0]["code"], "registry-number-left");
        assert!(told.text().contains(&household.to_string()));
        for (token, place) in [(&house.helper().token, &here), (&elsewhere.token, &there)] {
            let told = ask(token, place, "b").send().await.expect(422);
            assert_eq!(told.json()["errors"][0]["code"], "registry-number-taken");
            assert!(!told.text().contains(&household.to_string()));
        }
    })
    .await;
}
