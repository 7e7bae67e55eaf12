//! Recovery by two officers.

use crate::{House, Tree, both, refused};
use qianmo_identity::account::contact;
use qianmo_identity::grant;
use qianmo_identity::recovery::{self, Ask};
use qianmo_identity::testing::{Person, actor};
use qianmo_kernel::{Actor, Id, Millis, PlacePath, Role};
use qianmo_notify::Address;

const OLD: &str = "+8613800001234";
const NEW: &str = "+8613900005678";

struct Scene {
    tree: Tree,
    helper: Person,
    first: (Person, Actor),
    second: (Person, Actor),
}

fn scene(house: &House) -> Scene {
    let tree = house.tree();
    let helper = house.somebody("Lin", Some(OLD), &[(Role::Helper, tree.township.id)], false);
    let officer = || {
        let person = house.person(&[(Role::Officer, tree.county.id)]);
        let actor = actor(person.account, &[(Role::Officer, tree.county.id, tree.county.path.clone())]);
        (person, actor)
    };
    Scene { first: officer(), second: officer(), helper, tree }
}

fn ask(house: &House, actor: &Actor, account: Id, lost: bool) -> qianmo_kernel::Res<Id> {
    let (actor, words) = (actor.clone(), house.on.app.i18n.clone());
    house.try_write(move |tx| {
        let address = Address::read(NEW, "86").unwrap();
        recovery::ask(tx, &words, &actor, &Ask { account, address: &address, lost, reason: "lost the phone; known to the village" })
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_and_a_day_bring_a_new_contact_in_and_the_old_ways_out() {
    both(|house| async move {
        let scene = scene(&house);
        let page = format!("/accounts/{}", scene.helper.account);
        let fields = [("login", NEW), ("reason", ""), ("lost", "1")];
        house.on.post(format!("{page}/recovery")).session(&scene.first.0.session).form(&fields).send().await.expect(422);
        let fields = [("login", NEW), ("reason", "丢了手机"), ("lost", "1")];
        house.on.post(format!("{page}/recovery")).session(&scene.first.0.session).form(&fields).send().await.expect(303);
        house.on.post(format!("{page}/recovery")).session(&scene.first.0.session).form(&fields).send().await.expect(409);
        assert!(house.was_told(OLD, "an officer asked").await);
        let own = house.on.get(&*page).session(&scene.first.0.session).send().await.expect(200).text();
        assert!(own.contains("丢了手机") && !own.contains("value=\"consent\""));
        let list = house.on.get("/accounts").session(&scene.second.0.session).send().await.expect(200).text();
        assert!(list.contains("#recovery"));
        let theirs = house.on.get(&*page).session(&scene.second.0.session).send().await.expect(200).text();
        let decide = theirs.split(&format!("action=\"{page}/recovery/")).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let decide = format!("{page}/recovery/{decide}");
        // Never the same person.
        house.on.post(&*decide).session(&scene.first.0.session).form(&[("do", "consent")]).send().await.expect(403);
        house.on.post(&*decide).session(&scene.second.0.session).form(&[("do", "consent")]).send().await.expect(303);
        house.on.post(&*decide).session(&scene.second.0.session).form(&[("do", "consent")]).send().await.expect(409);
        assert!(house.was_told(OLD, "in 24 hours").await);
        let settings = house.on.get("/settings").session(&scene.helper.session).send().await.expect(200).text();
        assert!(settings.contains("Somebody wants to open your account"));
        house.on.on.clock.advance(23 * Millis::HOUR);
        house.on.work().await;
        house.on.get("/settings").session(&scene.helper.session).send().await.expect(200);
        house.on.on.clock.advance(Millis::HOUR);
        house.on.work().await;
        // The old ways are gone, the new one works, and both were told.
        house.on.get("/api/v1/me").session(&scene.helper.session).send().await.expect(401);
        house.on.get("/api/v1/me").token(&scene.helper.token).send().await.expect(401);
        assert!(house.was_told(OLD, "can now be opened").await);
        let session = house.sign_in(NEW, NEW).await;
        let me = house.on.get("/api/v1/me").session(&session).send().await.expect(200).json();
        assert_eq!(me["account"], scene.helper.account.to_string());
        let step = house.ask(OLD).await;
        let code = house.code_for(OLD).await;
        assert_eq!(house.type_code(&step, "", &code).await.header("location"), "/sign-up/name");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_consent_is_listed_at_every_office_and_counted_for_others_than_who_asked() {
    both(|house| async move {
        let scene = scene(&house);
        ask(&house, &scene.first.1, scene.helper.account, false).unwrap();
        let (county, other) = (scene.tree.county.id, scene.tree.other.id);
        // Somebody with an office in two counties finds it without choosing one of them.
        let wide = house.person(&[(Role::Officer, other), (Role::Officer, county)]);
        let entry = format!("/accounts/{}#recovery", scene.helper.account);
        for officer in [&scene.second.0, &wide] {
            let list = house.on.get("/accounts").session(&officer.session).send().await.expect(200).text();
            assert!(list.contains(&entry) && !list.contains("another officer consents"), "{list}");
        }
        let own = house.on.get("/accounts").session(&scene.first.0.session).send().await.expect(200).text();
        assert!(own.contains(&entry) && own.contains("another officer consents"), "{own}");
        let elsewhere = house.person(&[(Role::Officer, other)]);
        let list = house.on.get("/accounts").session(&elsewhere.session).send().await.expect(200).text();
        assert!(!list.contains(&entry), "{list}");
        let (first, second, path) = (scene.first.1.clone(), scene.second.1.clone(), scene.tree.county.path.clone());
        let counted =
            house.write(move |tx| Ok((recovery::count_waiting(tx, &first, &path)?, recovery::count_waiting(tx, &second, &path)?)));
        assert_eq!(counted, (0, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_stops_it_and_nothing_comes_of_it() {
    both(|house| async move {
        let scene = scene(&house);
        let account = scene.helper.account;
        let id = ask(&house, &scene.first.1, account, false).unwrap();
        let (second, words) = (scene.second.1.clone(), house.on.app.i18n.clone());
        house.write(move |tx| recovery::decide(tx, &words, &second, account, id, true));
        house.on.post(format!("/settings/recovery/{id}/cancel")).session(&scene.helper.session).form(&[]).send().await.expect(303);
        house.on.on.clock.advance(25 * Millis::HOUR);
        house.on.work().await;
        assert!(house.write(move |tx| recovery::open_of(tx, account)).is_none());
        let step = house.ask(NEW).await;
        let code = house.code_for(NEW).await;
        assert_eq!(house.type_code(&step, "", &code).await.header("location"), "/sign-up/name");
        // Nobody stops a stranger's.
        let id = ask(&house, &scene.first.1, account, false).unwrap();
        let stranger = house.somebody("Wang", None, &[], false);
        house.on.post(format!("/settings/recovery/{id}/cancel")).session(&stranger.session).form(&[]).send().await.expect(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_recovers_themselves_or_somebody_above_or_elsewhere_and_requests_lapse() {
    both(|house| async move {
        let scene = scene(&house);
        let above = house.somebody("Above", None, &[(Role::Officer, Id::NONE)], false);
        let donor = house.somebody("Donor", None, &[(Role::Donor, Id::NONE)], false);
        assert_eq!(refused(ask(&house, &scene.first.1, above.account, false)), "web-forbidden");
        assert_eq!(refused(ask(&house, &scene.first.1, donor.account, false)), "web-forbidden");
        assert_eq!(refused(ask(&house, &scene.first.1, scene.first.0.account, false)), "identity-recovery-self");
        let account = scene.helper.account;
        let id = ask(&house, &scene.first.1, account, false).unwrap();
        house.on.on.clock.advance(recovery::LAPSES + Millis::HOUR);
        house.on.app.db.write_now(|tx| tx.enqueue("identity.sweep", Id::NONE, tx.now(), &())).unwrap();
        house.on.work().await;
        let (second, words) = (scene.second.1.clone(), house.on.app.i18n.clone());
        assert_eq!(
            refused(house.try_write(move |tx| recovery::decide(tx, &words, &second, account, id, true))),
            "identity-recovery-over"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_do_not_bring_a_stranger_under_their_office_by_giving_a_role() {
    both(|house| async move {
        let scene = scene(&house);
        let donor = house.somebody("Dora", Some("+8613700001234"), &[(Role::Donor, Id::NONE)], false).account;
        let (giver, place) = (scene.first.1.clone(), scene.tree.township.id);
        house.write(move |tx| grant::give(tx, &giver, donor, Role::Helper, place));
        // The role is new: it is nobody's ground to open the account, whoever gave it.
        assert_eq!(refused(ask(&house, &scene.first.1, donor, true)), "identity-recovery-unsettled");
        assert_eq!(refused(ask(&house, &scene.second.1, donor, true)), "identity-recovery-unsettled");
        house.on.on.clock.advance(grant::SETTLED);
        // Who gave it takes no part even then, neither first nor second.
        assert_eq!(refused(ask(&house, &scene.first.1, donor, true)), "identity-recovery-unsettled");
        let id = ask(&house, &scene.second.1, donor, true).unwrap();
        let decide = |by: &Actor| {
            let (by, words) = (by.clone(), house.on.app.i18n.clone());
            house.try_write(move |tx| recovery::decide(tx, &words, &by, donor, id, true))
        };
        assert_eq!(refused(decide(&scene.first.1)), "identity-recovery-unsettled");
        let third = house.person(&[(Role::Officer, scene.tree.county.id)]);
        let path = scene.tree.county.path.clone();
        decide(&actor(third.account, &[(Role::Officer, scene.tree.county.id, path)])).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_root_recovers_whoever_no_place_knows() {
    both(|house| async move {
        let donor = house.somebody("Dora", Some("+8613700001234"), &[(Role::Donor, Id::NONE)], false).account;
        let root = || actor(house.person(&[(Role::Officer, Id::NONE)]).account, &[(Role::Officer, Id::NONE, PlacePath::root())]);
        let (first, second) = (root(), root());
        let id = ask(&house, &first, donor, true).unwrap();
        let words = house.on.app.i18n.clone();
        house.write(move |tx| recovery::decide(tx, &words, &second, donor, id, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_that_finds_every_place_for_contacts_taken_leaves_no_hidden_way_in() {
    both(|house| async move {
        let scene = scene(&house);
        let account = scene.helper.account;
        house.write(move |tx| {
            for n in 0..5 {
                let address = Address::read(&format!("lin{n}@example.org"), "86").unwrap();
                qianmo_identity::testing::add_contact(tx, account, &address)?;
            }
            Ok(())
        });
        let id = ask(&house, &scene.first.1, account, false).unwrap();
        let (second, words) = (scene.second.1.clone(), house.on.app.i18n.clone());
        house.write(move |tx| recovery::decide(tx, &words, &second, account, id, true));
        house.on.on.clock.advance(recovery::WAIT);
        house.on.work().await;
        let (owner, contacts, open) = house.write(move |tx| {
            let address = Address::read(NEW, "86").unwrap();
            let contacts = contact::list(tx, account)?.len();
            Ok((contact::account_of(tx, &address)?, contacts, recovery::of_account(tx, account)?))
        });
        assert_eq!((owner, contacts), (None, 6));
        assert_eq!(open[0].state, recovery::State::Lapsed);
    })
    .await;
}
