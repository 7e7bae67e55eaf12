//! A member of a household comes in by the phone that is registered for it.

use crate::{House, actor_of, both, family, id_number, words};
use qianmo_identity::recovery;
use qianmo_identity::testing::{self, Person, Wanted};
use qianmo_kernel::{Actor, Id, Locale, Millis, PublicRef, Role};
use qianmo_registry::household::command;
use qianmo_registry::raw::HouseholdPatch;
use qianmo_registry::{Act, check, ever_own, let_in_by, looks};
use qianmo_testkit::Answered;

const WAY_IN: &str = "/my-household/membership";
const PHONE: &str = "+86 139 1234 5678";

/// Somebody who signed in by a code to a phone, or by whatever else `strong` stands for.
fn somebody(house: &House, login: &'static str, roles: &[(Role, Id)], strong: bool) -> Person {
    let roles = roles.to_vec();
    house.write(move |tx| {
        let wanted = Wanted { name: "Daughter", roles: &roles, second_factor: strong, login: Some(login), household: None };
        testing::make(tx, &wanted)
    })
}

fn donor(house: &House) -> Person {
    somebody(house, PHONE, &[(Role::Donor, Id::NONE)], false)
}

async fn say(house: &House, person: &Person, fields: &[(&str, &str)]) -> Answered {
    house.on.post(WAY_IN).session(&person.session).header("accept-language", "en").form(fields).send().await
}

/// The last four characters of the grandmother's document.
fn end() -> String {
    id_number(1950, 2)[14..].to_owned()
}

fn acts(house: &House, household: PublicRef) -> Vec<Act> {
    let all = house.write(move |tx| looks::store::list(tx, household, Id::from_i64(i64::MAX), 50));
    all.into_iter().map(|look| look.act).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_phone_and_knows_a_document_is_the_household() {
    both(|house| async move {
        let household = house.family();
        let person = donor(&house);
        let get = || house.on.get("/my-household").session(&person.session).header("accept-language", "en");
        let page = get().send().await.expect(200);
        assert_eq!(page.header("cache-control"), "private, no-store");
        assert!(page.text().contains("Is your family registered here?") && page.text().contains("name=\"document\""));
        let settings = house.on.get("/settings").session(&person.session).send().await.expect(200).text();
        assert!(settings.contains("href=\"/my-household\""));
        // What is asked for is told beside its field, and costs no try.
        for _ in 0..3 {
            let page = say(&house, &person, &[("document", "12345")]).await.expect(422).text();
            assert!(page.contains("document-error") && page.contains("12345"));
            assert!(
                say(&house, &person, &[("name", "王秀英"), ("birth", "1950")]).await.expect(422).text().contains("birth-error")
            );
        }
        let wrong = say(&house, &person, &[("document", "0000")]).await.expect(422).text();
        assert!(wrong.contains("This fits nobody"));
        assert_eq!(acts(&house, household), [Act::Registered]);

        let done = say(&house, &person, &[("document", &end())]).await.expect(303);
        assert_eq!(done.header("location"), "/my-household");
        let page = get().send().await.expect(200).text();
        assert!(page.contains("王秀英") && page.contains("13912345678") && page.contains("A member came in"));
        assert!(acts(&house, household).contains(&Act::Joined));
        let account = person.account;
        let found = house.write(move |tx| qianmo_identity::account::require(tx, account));
        assert_eq!(found.household, Some(household));
        let village = house.village.id;
        let roles = house.write(move |tx| qianmo_identity::grant::list(tx, account));
        assert!(roles.iter().any(|g| g.role == Role::Household && g.place == village));
        assert!(roles.iter().any(|g| g.role == Role::Donor), "they go on giving");
        // Once is enough; and whoever is close is known by it.
        say(&house, &person, &[("document", &end())]).await.expect(409);
        assert!(house.write(move |tx| qianmo_registry::is_member_or_relative(tx, account, household)));
        let settings = house.on.get("/settings").session(&person.session).send().await.expect(200).text();
        assert!(!settings.contains("Is your family registered"));
        // Those who give roles see whose account it is as everybody sees the household, and whose doing it was.
        let officer = house.person(&[(Role::Officer, house.county.id)]);
        let list = house.on.get("/accounts").session(&officer.session).header("accept-language", "en").send().await.expect(200);
        let called = words(&house, household);
        assert!(list.text().contains(&called) && !list.text().contains("Daughter"));
        let one = house.on.get(format!("/accounts/{account}")).session(&officer.session).header("accept-language", "en");
        let one = one.send().await.expect(200).text();
        assert!(one.contains(&called) && one.contains("a member of the household") && !one.contains("Daughter"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_without_a_document_is_known_by_name_and_day_of_birth() {
    both(|house| async move {
        let mut raw = family(&house.village);
        raw.members[1].birth = "2012-03-02".into();
        let household = house.register(&raw).unwrap();
        let person = donor(&house);
        let grandson = [("name", "李小宝"), ("birth", "2012-3-2")];
        // Whoever has a document is not known by a name that the whole village knows.
        say(&house, &person, &[("name", "王秀英"), ("birth", "1950-05-17")]).await.expect(422);
        say(&house, &person, &[("name", "李小宝"), ("birth", "2012-03-03")]).await.expect(422);
        say(&house, &person, &grandson).await.expect(303);
        assert!(acts(&house, household).contains(&Act::Joined));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_tries_a_day_and_the_same_answer_whether_or_not_the_phone_is_registered() {
    both(|house| async move {
        let household = house.family();
        let person = donor(&house);
        let stranger = somebody(&house, "+8613700000001", &[(Role::Donor, Id::NONE)], false);
        for _ in 0..5 {
            let one = say(&house, &person, &[("document", "0000")]).await.expect(422).text();
            let other = say(&house, &stranger, &[("document", "0000")]).await.expect(422).text();
            assert!(one.contains("This fits nobody") && other.contains("This fits nobody"));
        }
        for who in [&person, &stranger] {
            assert!(say(&house, who, &[("document", &end())]).await.expect(429).text().contains("tomorrow"));
        }
        assert_eq!(acts(&house, household), [Act::Registered]);
        house.on.on.clock.advance(Millis::DAY);
        say(&house, &person, &[("document", &end())]).await.expect(303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_code_to_the_registered_phone_counts() {
    both(|house| async move {
        let household = house.family();
        let donor_role = [(Role::Donor, Id::NONE)];
        // Not a passkey, since somebody else may have put the phone into the account; not an e-mail; not another phone with the
        // same last digits.
        let by_passkey = somebody(&house, PHONE, &donor_role, true);
        let page = house.on.get("/my-household").session(&by_passkey.session).header("accept-language", "en");
        assert!(page.send().await.expect(200).text().contains("Sign in with a code to the phone"));
        say(&house, &by_passkey, &[("document", &end())]).await.expect(409);
        let by_email = somebody(&house, "daughter@example.org", &donor_role, false);
        say(&house, &by_email, &[("document", &end())]).await.expect(409);
        let abroad = somebody(&house, "+1 391 234 5678", &donor_role, false);
        say(&house, &abroad, &[("document", &end())]).await.expect(422);
        // Two phones: which of them signed in is not known.
        let account = abroad.account;
        let more = qianmo_notify::Address::read("+8613700000002", "86").unwrap();
        house.write(move |tx| testing::add_contact(tx, account, &more));
        say(&house, &abroad, &[("document", &end())]).await.expect(409);
        house.on.post(WAY_IN).token(&abroad.token).form(&[("document", "0000")]).send().await.expect(403);
        assert_eq!(acts(&house, household), [Act::Registered]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_is_kept_apart_and_one_elsewhere_outlives_the_household() {
    both(|house| async move {
        let household = house.family();
        let reviewer = somebody(&house, PHONE, &[(Role::Reviewer, house.county.id)], false);
        let refused = say(&house, &reviewer, &[("document", &end())]).await.expect(409).text();
        assert!(refused.contains("kept apart"));
        let account = reviewer.account;
        assert_eq!(house.write(move |tx| qianmo_identity::account::require(tx, account)).household, None, "nothing half done");

        // Another family, whose daughter helps in another county.
        let mut raw = family(&house.village);
        raw.phone = "13700000003".into();
        raw.members.remove(0);
        raw.members[0].relation = "head".into();
        raw.members[0].birth = "2001-03-02".into();
        let other = house.register(&raw).unwrap();
        let helper = somebody(&house, "+8613700000003", &[(Role::Helper, house.other_village.id)], false);
        say(&house, &helper, &[("name", "李小宝"), ("birth", "2001-03-02")]).await.expect(303);
        house.forget(other, &helper);
        let account = helper.account;
        let left = house.write(move |tx| qianmo_identity::account::require(tx, account));
        assert!(!left.erased && left.household.is_none() && left.name == "Daughter");
        let roles = house.write(move |tx| qianmo_identity::grant::list(tx, account));
        assert_eq!(roles.iter().map(|g| g.role).collect::<Vec<_>>(), [Role::Helper]);
        assert!(acts(&house, household).contains(&Act::Registered));
    })
    .await;
}

/// Who is behind an account of a household.
fn let_in(house: &House, household: PublicRef, person: &Person) -> Vec<Id> {
    let account = person.account;
    house.write(move |tx| let_in_by(tx, household, account))
}

/// Puts another phone on record.
fn put_phone(house: &House, by: &Actor, household: PublicRef, phone: &str) {
    let change = check::change(&HouseholdPatch { phone: Some(phone.into()), ..HouseholdPatch::default() }).unwrap();
    let by = by.clone();
    house.write(move |tx| command::change(tx, &by, household, None, &change));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_who_puts_a_phone_of_their_own_on_record_is_not_the_household_unseen() {
    both(|house| async move {
        let household = house.family();
        let let_in = |person: &Person| let_in(&house, household, person);
        let told = |phone: &str| house.sent.0.lock().unwrap().iter().filter(|to| to.ends_with(phone)).count();
        house.on.on.clock.advance(Millis::DAY);
        let [helper, another] =
            [(); 2].map(|()| actor_of(house.helper().account, Role::Helper, house.village.id, &house.village.path));
        put_phone(&house, &helper, household, "13700000009");
        // The family hears of it where it can be reached; the same number once more is no change, and washes nobody's hands.
        put_phone(&house, &another, household, "137 0000 0009");
        house.on.work().await;
        assert_eq!((told("13912345678"), told("13700000009")), (1, 0));
        // Somebody has that phone and knows what the helper has read: until the family could object they are a stranger.
        let second = somebody(&house, "+8613700000009", &[(Role::Donor, Id::NONE)], false);
        let refused = say(&house, &second, &[("document", &end())]).await.expect(409).text();
        let until = Millis(house.on.app.clock.now().0 + 3 * Millis::DAY);
        let day = house.on.app.i18n.formats(Locale::En).date(until, house.on.app.config.utc_offset_minutes);
        assert!(refused.contains("Nobody comes in by it before") && refused.contains(&day), "{day}");
        assert!(!acts(&house, household).contains(&Act::Joined));
        assert!(say(&house, &second, &[("document", "0000")]).await.expect(422).text().contains("This fits nobody"));
        house.on.on.clock.advance(3 * Millis::DAY);
        say(&house, &second, &[("document", &end())]).await.expect(303);
        assert_eq!(let_in(&second), [helper.account]);
        // What the household itself puts in needs no wait; whom it lets in then is let in by whoever let it in.
        let place = &house.village;
        let own = Actor { household: Some(household), ..actor_of(second.account, Role::Household, place.id, &place.path) };
        put_phone(&house, &own, household, "13700000008");
        let third = somebody(&house, "+8613700000008", &[(Role::Donor, Id::NONE)], false);
        say(&house, &third, &[("document", &end())]).await.expect(303);
        assert_eq!(let_in(&third), [helper.account]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_of_the_registration_needs_no_wait_and_is_nobodys_hand() {
    both(|house| async move {
        let (new, place) = (check::household(&family(&house.village), crate::TODAY).unwrap(), &house.village);
        let helper = actor_of(house.helper().account, Role::Helper, place.id, &place.path);
        let household = house.write(move |tx| qianmo_registry::register(tx, &helper, &new));
        let person = donor(&house);
        say(&house, &person, &[("document", &end())]).await.expect(303);
        assert_eq!(let_in(&house, household, &person), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_hand_stays_however_many_accounts_come_in_after_each_other_and_are_erased() {
    both(|house| async move {
        let household = house.family();
        let place = &house.village;
        house.on.on.clock.advance(Millis::DAY);
        let helper = actor_of(house.helper().account, Role::Helper, place.id, &place.path);
        put_phone(&house, &helper, household, "13700000001");
        let mut erased = Vec::new();
        for (phone, next) in
            [("+8613700000001", "13700000002"), ("+8613700000002", "13700000003"), ("+8613700000003", "13700000004")]
        {
            // Whoever put the phone in is not there any more: it rests like one that others put in.
            house.on.on.clock.advance(3 * Millis::DAY);
            let person = somebody(&house, phone, &[(Role::Donor, Id::NONE)], false);
            say(&house, &person, &[("document", &end())]).await.expect(303);
            assert_eq!(let_in(&house, household, &person), [helper.account], "{phone}");
            let own = Actor { household: Some(household), ..actor_of(person.account, Role::Household, place.id, &place.path) };
            put_phone(&house, &own, household, next);
            let account = person.account;
            house.write(move |tx| qianmo_identity::erasure::erase_for(tx, account));
            erased.push(person);
        }
        // What they put in is told as what it was.
        for person in &erased {
            assert_eq!(let_in(&house, household, person), [helper.account]);
            let account = person.account;
            assert!(house.write(move |tx| ever_own(tx, household, account)));
        }
        // In another household nobody was behind them.
        let (other, account) = (house.family_of_others(), erased[0].account);
        assert_eq!(let_in(&house, other, &erased[0]), []);
        assert!(!house.write(move |tx| ever_own(tx, other, account)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_had_a_phone_put_into_a_household_account_is_behind_it_also_when_it_is_erased() {
    both(|house| async move {
        let household = house.family();
        let owner = house.owner(household);
        house.on.on.clock.advance(Millis::DAY);
        let officers = [(); 2].map(|()| {
            let account = house.person(&[(Role::Officer, house.county.id)]).account;
            actor_of(account, Role::Officer, house.county.id, &house.county.path)
        });
        let (words, account, [first, second]) = (house.on.app.i18n.clone(), owner.account, officers.clone());
        let address = qianmo_notify::Address::read("+8613700000005", "86").unwrap();
        house.write(move |tx| {
            let ask = recovery::Ask { account, address: &address, lost: false, reason: "The family came to the counter." };
            let asked = recovery::ask(tx, &words, &first, &ask)?;
            recovery::decide(tx, &words, &second, account, asked, true)
        });
        assert_eq!(let_in(&house, household, &owner), [], "nothing is in yet");
        house.on.on.clock.advance(recovery::WAIT);
        house.on.work().await;
        assert_eq!(let_in(&house, household, &owner), [officers[0].account]);
        let place = &house.village;
        let own = Actor { household: Some(household), ..actor_of(owner.account, Role::Household, place.id, &place.path) };
        put_phone(&house, &own, household, "13700000006");
        house.write(move |tx| qianmo_identity::erasure::erase_for(tx, account));
        assert_eq!(let_in(&house, household, &owner), [officers[0].account]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_puts_another_phone_in_reads_whom_that_tells_and_since_when_it_opens() {
    both(|house| async move {
        let household = house.family();
        let (helper, owner) = (house.helper(), house.owner(household));
        let edit = format!("/households/{household}/edit");
        let save = |phone: &str| house.on.post(&*edit).session(&helper.session).form(&[("phone", phone)]);
        let page = || house.on.get(&*edit).session(&helper.session).header("accept-language", "en").send();
        house.on.on.clock.advance(Millis::DAY);
        let same = save("139 1234 5678").send().await.expect(303);
        assert_eq!(same.cookie("qm_said").as_deref(), Some("registry-saved"));
        assert!(!page().await.expect(200).text().contains("nobody comes in by it before"));
        let other = save("137 0000 0009").send().await.expect(303);
        assert_eq!(other.cookie("qm_said").as_deref(), Some("registry-saved-phone"));
        let seen = page().await.expect(200).text();
        assert!(seen.contains("nobody comes in by it before") && seen.contains("Move, leave<"), "a helper merges nothing");
        let mine = || house.on.get("/my-household").session(&owner.session).header("accept-language", "en").send();
        assert!(mine().await.expect(200).text().contains("nobody comes in by it before"));
        house.on.on.clock.advance(3 * Millis::DAY);
        assert!(!mine().await.expect(200).text().contains("nobody comes in by it before"));
    })
    .await;
}
