//! What households wish, who finds it, and what becomes of it.

use crate::{House, actor_of, both, family, id_number};
use qianmo_identity::testing::Person;
use qianmo_kernel::{Locale, Millis, PlacePath, PublicRef, Role};
use qianmo_places::Place;
use qianmo_registry::{Status, card, standing, wishes};
use qianmo_testkit::Ask;

fn get<'h>(house: &'h House, person: &Person, path: impl Into<String>) -> Ask<'h> {
    house.on.get(path).session(&person.session).header("accept-language", "en")
}

fn post<'h>(house: &'h House, person: &Person, path: impl Into<String>, fields: &[(&str, &str)]) -> Ask<'h> {
    house.on.post(path).session(&person.session).header("accept-language", "en").form(fields)
}

fn waiting(house: &House, under: &PlacePath) -> i64 {
    let under = under.clone();
    house.write(move |tx| wishes::count(tx, &under))
}

/// The version in the form of a household's page.
fn version(page: &str) -> String {
    page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// The first correction on a page.
fn correction(page: &str) -> String {
    page.split("/corrections/").nth(1).unwrap().split(['"', '/']).next().unwrap().to_owned()
}

async fn edit(house: &House, person: &Person, household: PublicRef) -> String {
    get(house, person, format!("/households/{household}/edit")).send().await.expect(200).text()
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_stand_on_one_page_the_oldest_first_and_are_answered_beside_the_form() {
    both(|house| async move {
        let (first, second) = (house.family(), house.family_of_others());
        let (owner, neighbour) = (house.owner(first), house.owner(second));
        let helper = house.helper();
        let page = get(&house, &helper, "/households/wishes").send().await.expect(200).text();
        assert!(page.contains("No household waits"));
        post(&house, &owner, "/my-household/corrections", &[("words", "出生年份不对")]).send().await.expect(303);
        house.on.on.clock.advance(3 * Millis::DAY);
        post(&house, &owner, "/my-household/corrections", &[("words", "电话换了")]).send().await.expect(303);
        post(&house, &neighbour, "/my-household/erasure", &[]).send().await.expect(303);

        // Signs in today: a second factor does not last for days.
        let officer = house.person(&[(Role::Officer, house.county.id)]);
        let county = house.county.path.clone();
        assert_eq!((waiting(&house, &county), waiting(&house, &house.other_county.path)), (2, 0));
        for person in [&helper, &officer] {
            let page = get(&house, person, "/households/wishes").send().await.expect(200).text();
            let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("{what} in {page}"));
            assert!(at(&first.to_string()) < at(&second.to_string()), "the one that waits longest stands first");
            assert!(page.contains(" corrections") && page.contains(" days") && page.contains("Asks to be forgotten"));
            assert!(!page.contains("出生年份不对"), "what is wished is read where the household is opened, with a look");
            let list = get(&house, person, "/households").send().await.expect(200).text();
            assert!(list.contains("href=\"/households/wishes\"") && list.contains("<span class=\"count\">2</span>"));
        }
        let elsewhere = house.person(&[(Role::Officer, house.other_county.id)]);
        assert!(get(&house, &elsewhere, "/households/wishes").send().await.expect(200).text().contains("No household waits"));

        // The newest stands first in the household's own list.
        let page = edit(&house, &helper, first).await;
        assert!(page.contains("出生年份不对") && page.contains("电话换了"));
        let newer = correction(&page);
        let answer = format!("/households/{first}/corrections/{newer}");
        let asked = post(&house, &helper, &*answer, &[("do", "decline"), ("reason", "")]).send().await.expect(422).text();
        assert!(asked.contains(&format!("reason-{newer}-error")));
        let reason = [("do", "decline"), ("reason", "Bring the new number to the office.")];
        post(&house, &helper, &*answer, &reason).send().await.expect(303);
        post(&house, &helper, &*answer, &reason).send().await.expect(409);
        let page = get(&house, &owner, "/my-household").send().await.expect(200).text();
        assert!(page.contains("Bring the new number to the office.") && page.contains("Not done"));
        // The household takes the other one back; what is over is over for everybody.
        let older = correction(&page);
        let back = format!("/my-household/corrections/{older}/withdrawal");
        post(&house, &neighbour, &*back, &[]).send().await.expect(404);
        post(&house, &owner, &*back, &[]).send().await.expect(303);
        post(&house, &owner, &*back, &[]).send().await.expect(409);
        post(&house, &helper, format!("/households/{first}/corrections/{older}"), &[]).send().await.expect(409);
        assert_eq!(waiting(&house, &county), 1);
        assert!(get(&house, &owner, "/my-household").send().await.expect(200).text().contains("Taken back"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_be_forgotten_is_confirmed_taken_back_declined_and_at_last_done_by_two() {
    both(|house| async move {
        let household = house.family();
        let owner = house.owner(household);
        let officer = || house.person(&[(Role::Officer, house.county.id)]);
        let (one, two, helper) = (officer(), officer(), house.helper());
        let status = format!("/households/{household}/status");
        let mine = || get(&house, &owner, "/my-household");
        assert!(mine().send().await.expect(200).text().contains("href=\"/my-household/erasure\""));
        let sure = get(&house, &owner, "/my-household/erasure").send().await.expect(200).text();
        assert!(sure.contains("What goes") && sure.contains("What stays") && !sure.contains("Withdraw or finish these first"));
        post(&house, &owner, "/my-household/erasure/withdrawal", &[]).send().await.expect(409);

        // Taken back: an officer's proposal falls with it.
        post(&house, &owner, "/my-household/erasure", &[]).send().await.expect(303);
        post(&house, &one, &*status, &[("do", "erase")]).send().await.expect(303);
        let page = get(&house, &two, "/households/wishes").send().await.expect(200).text();
        assert!(page.contains("another one is needed"));
        assert!(mine().send().await.expect(200).text().contains("/my-household/erasure/withdrawal"));
        post(&house, &owner, "/my-household/erasure/withdrawal", &[]).send().await.expect(303);
        post(&house, &two, &*status, &[("do", "erase")]).send().await.expect(409);
        assert_eq!(waiting(&house, &house.county.path), 0);

        // Declined, for a reason that the household reads; it may ask again.
        post(&house, &owner, "/my-household/erasure", &[]).send().await.expect(303);
        post(&house, &helper, &*status, &[("do", "keep"), ("reason", "No.")]).send().await.expect(403);
        let page = edit(&house, &helper, household).await;
        assert!(page.contains("Two officers of the place decide") && !page.contains("value=\"erase\""));
        let page = edit(&house, &one, household).await;
        assert!(page.contains("Propose the erasure"));
        let seen = version(&page);
        let empty = [("version", seen.as_str()), ("do", "keep"), ("reason", "")];
        assert!(post(&house, &one, &*status, &empty).send().await.expect(422).text().contains("reason-error"));
        let said = [("version", seen.as_str()), ("do", "keep"), ("reason", "A parcel is on its way to you.")];
        post(&house, &one, &*status, &said).send().await.expect(303);
        post(&house, &one, &*status, &said).send().await.expect(412);
        let page = mine().send().await.expect(200).text();
        assert!(page.contains("A parcel is on its way to you.") && page.contains("href=\"/my-household/erasure\""));

        post(&house, &owner, "/my-household/erasure", &[]).send().await.expect(303);
        post(&house, &one, &*status, &[("do", "erase")]).send().await.expect(303);
        let (own, other) = (edit(&house, &one, household).await, edit(&house, &two, household).await);
        assert!(!own.contains("value=\"erase\"") && other.contains("value=\"erase\"") && other.contains("Proposed by"));
        post(&house, &two, &*status, &[("version", &version(&other)), ("do", "erase")]).send().await.expect(303);
        assert_eq!(house.write(move |tx| standing(tx, household)).status, Status::Erased);
        assert_eq!(waiting(&house, &house.county.path), 0, "of one that is forgotten nobody waits for anything");
    })
    .await;
}

/// Prints a household's card in this role, and signs in with it: the session.
async fn by_card(house: &House, printer: &Person, role: Role, at: &Place, household: PublicRef) -> String {
    let printer = actor_of(printer.account, role, at.id, &at.path);
    let card = house.write(move |tx| card::issue(tx, &printer, household, Locale::En));
    let fields = [("number", card.number.as_str()), ("pin", card.pin.as_str())];
    let entered = house.on.post("/sign-in/card").form(&fields).send().await.expect(303);
    entered.cookie("qm_session").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_alone_does_not_wish_a_household_forgotten_that_has_a_phone() {
    both(|house| async move {
        let household = house.family();
        let session = by_card(&house, &house.helper(), Role::Helper, &house.village, household).await;
        let mine = house.on.get("/my-household").session(&session).send().await.expect(200).text();
        assert!(!mine.contains("href=\"/my-household/erasure\""));
        house.on.get("/my-household/erasure").session(&session).send().await.expect(403);
        let asked = house.on.post("/my-household/erasure").session(&session).header("accept-language", "en").form(&[]);
        assert!(asked.send().await.expect(403).text().contains("does not ask to be forgotten"));
        assert_eq!(waiting(&house, &house.county.path), 0);
        // By something that is its own it does.
        let owner = house.owner(household);
        post(&house, &owner, "/my-household/erasure", &[]).send().await.expect(303);
        assert_eq!(waiting(&house, &house.county.path), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_printed_the_card_by_which_a_household_wishes_to_be_forgotten_is_named_and_is_neither_officer() {
    both(|house| async move {
        let mut raw = family(&house.village);
        raw.phone = String::new();
        let household = house.register(&raw).unwrap();
        let officer = || house.person(&[(Role::Officer, house.county.id)]);
        let (printer, one, two) = (officer(), officer(), officer());
        let session = by_card(&house, &printer, Role::Officer, &house.county, household).await;
        let ask = || house.on.post("/my-household/erasure").session(&session).form(&[]);
        ask().send().await.expect(303);
        ask().send().await.expect(303);
        let status = format!("/households/{household}/status");
        let words = "Asked with a printed card alone";
        let page = edit(&house, &one, household).await;
        assert!(page.contains(words) && page.contains("Test Person") && page.contains("value=\"erase\""));
        let page = edit(&house, &printer, household).await;
        assert!(page.contains("You printed the card") && !page.contains("value=\"erase\""));
        // Neither the first of the two officers nor the second.
        post(&house, &printer, &*status, &[("do", "erase")]).send().await.expect(409);
        post(&house, &one, &*status, &[("do", "erase")]).send().await.expect(303);
        post(&house, &printer, &*status, &[("do", "erase")]).send().await.expect(409);
        assert_eq!(house.write(move |tx| standing(tx, household)).status, Status::Registered);
        post(&house, &two, &*status, &[("do", "erase")]).send().await.expect(303);
        assert_eq!(house.write(move |tx| standing(tx, household)).status, Status::Erased);

        // What the household says again by something of its own is its own word.
        raw.members[0].id_number = id_number(1950, 40);
        let other = house.register(&raw).unwrap();
        let session = by_card(&house, &house.helper(), Role::Helper, &house.village, other).await;
        house.on.post("/my-household/erasure").session(&session).form(&[]).send().await.expect(303);
        assert!(edit(&house, &one, other).await.contains(words));
        let owner = house.owner(other);
        post(&house, &owner, "/my-household/erasure", &[]).send().await.expect(303);
        assert!(!edit(&house, &one, other).await.contains(words));
        // Taken back and asked for once more, it is what it is then.
        post(&house, &owner, "/my-household/erasure/withdrawal", &[]).send().await.expect(303);
        house.on.post("/my-household/erasure").session(&session).form(&[]).send().await.expect(303);
        assert!(edit(&house, &one, other).await.contains(words));
    })
    .await;
}
