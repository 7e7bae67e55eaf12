//! Giving and taking roles, and the rules about it.

use crate::{House, both, refused};
use qianmo_identity::{grant, proposal, testing};
use qianmo_kernel::{Actor, Id, Role};
use qianmo_places::Succession;

fn officer_at(house: &House, place: &qianmo_places::Place) -> Actor {
    officer(house, Role::Officer, place)
}

fn officer(house: &House, role: Role, place: &qianmo_places::Place) -> Actor {
    let person = house.person(&[(role, place.id)]);
    testing::actor(person.account, &[(role, place.id, place.path.clone())])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_gives_what_an_officer_may_where_the_office_reaches() {
    both(|house| async move {
        let tree = house.tree();
        let lin = house.somebody("Lin", None, &[], false).account;
        let actor = officer(&house, Role::Officer, &tree.county);
        let give = |actor: &Actor, role, place| {
            let actor = actor.clone();
            house.try_write(move |tx| grant::give(tx, &actor, lin, role, place))
        };
        give(&actor, Role::Helper, tree.township.id).unwrap();
        give(&actor, Role::Helper, tree.township.id).unwrap();
        assert_eq!(refused(give(&actor, Role::Helper, tree.other.id)), "web-forbidden");
        assert_eq!(refused(give(&actor, Role::Helper, Id::NONE)), "web-forbidden");
        assert_eq!(refused(give(&actor, Role::Officer, tree.township.id)), "identity-grant-above");
        assert_eq!(
            refused(give(&actor, Role::Reviewer, tree.county.id)),
            "identity-grant-above",
            "who pays out there does not choose who checks"
        );
        assert_eq!(refused(give(&actor, Role::Reviewer, tree.township.id)), "identity-grant-incompatible");
        assert_eq!(refused(give(&actor, Role::Household, tree.township.id)), "identity-grant-no-household");
        let administrator = officer(&house, Role::Administrator, &tree.province);
        let (first, second) = (administrator.clone(), officer(&house, Role::Administrator, &tree.province));
        let (words, other) = (house.on.app.i18n.clone(), tree.other.id);
        house.write(move |tx| testing::appoint(tx, &words, [&first, &second], lin, Role::Reviewer, other));
        assert_eq!(refused(give(&administrator, Role::Auditor, tree.province.id)), "identity-grant-incompatible");
        let mut own = actor.clone();
        own.account = lin;
        assert_eq!(refused(give(&own, Role::Helper, tree.county.id)), "identity-grant-self");
        let mut weak = actor.clone();
        weak.second_factor = false;
        assert_eq!(refused(give(&weak, Role::Helper, tree.county.id)), "web-forbidden");
        let events = house.write(move |tx| grant::history(tx, lin));
        assert_eq!(events.len(), 2);
        assert!(events.iter().all(|e| e.given) && events[1].by == actor.account);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_officers_at_the_same_moment_cannot_give_what_must_be_kept_apart() {
    both(|house| async move {
        let tree = house.tree();
        let (first, second) = (officer_at(&house, &tree.county), officer_at(&house, &tree.county));
        for _ in 0..8 {
            let lin = house.somebody("Lin", None, &[], false).account;
            let (proposer, place) = (first.clone(), tree.township.id);
            let given = house.write(move |tx| grant::give(tx, &proposer, lin, Role::Reviewer, place));
            let grant::Given::Proposed(proposed) = given else { panic!("a reviewer is only proposed") };
            let (db, actor) = (house.on.app.db.clone(), first.clone());
            let gives =
                tokio::spawn(async move { db.write(move |tx| grant::give(tx, &actor, lin, Role::Helper, place)).await.is_ok() });
            let (db, actor, words) = (house.on.app.db.clone(), second.clone(), house.on.app.i18n.clone());
            let confirms =
                tokio::spawn(async move { db.write(move |tx| proposal::confirm(tx, &words, &actor, lin, proposed)).await.is_ok() });
            assert_eq!(i32::from(gives.await.unwrap()) + i32::from(confirms.await.unwrap()), 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_works_at_the_desk() {
    both(|house| async move {
        let tree = house.tree();
        let officer = house.person(&[(Role::Officer, tree.county.id)]);
        let desk =
            |fields: Vec<(&'static str, &'static str)>| house.on.post("/accounts").session(&officer.session).form(&fields).send();
        let empty = house.on.get("/accounts").session(&officer.session).send().await.expect(200).text();
        assert!(empty.contains("柞水县, 陕西省"));
        let bad = desk(vec![("login", "x"), ("name", ""), ("role", "king"), ("place", "")]).await.expect(422).text();
        assert!(["login-error", "role-error"].iter().all(|e| bad.contains(e)));
        desk(vec![("login", "13800001234"), ("name", "林晓"), ("role", "helper"), ("place", "999")]).await.expect(422);
        desk(vec![("login", "13800001234"), ("name", ""), ("role", "helper"), ("place", "611026101")]).await.expect(422);
        let made =
            desk(vec![("login", "13800001234"), ("name", "林晓"), ("role", "helper"), ("place", "611026101")]).await.expect(303);
        let page = made.header("location").to_owned();
        let text = house.on.get(&*page).session(&officer.session).send().await.expect(200).text();
        assert!(text.contains("林晓") && text.contains("营盘镇") && text.contains("Given"));
        let apart = house
            .on
            .post(format!("{page}/grants"))
            .session(&officer.session)
            .form(&[("role", "reviewer"), ("place", "611026101")])
            .send()
            .await
            .expect(409);
        assert!(apart.text().contains("kept apart"));
        house
            .on
            .post(format!("{page}/grants"))
            .session(&officer.session)
            .form(&[("role", "helper"), ("place", "611026")])
            .send()
            .await
            .expect(303);
        let place = tree.township.id.to_string();
        house
            .on
            .post(format!("{page}/grants/take"))
            .session(&officer.session)
            .form(&[("role", "helper"), ("place", &place)])
            .send()
            .await
            .expect(303);
        let list = house.on.get("/accounts?role=helper&place=611026").session(&officer.session).send().await.expect(200).text();
        assert!(list.contains("林晓"));
        house.on.get("/accounts?place=nowhere").session(&officer.session).send().await.expect(404);
        // One's own page offers neither giving nor taking.
        let own = house.on.get(format!("/accounts/{}", officer.account)).session(&officer.session).send().await.expect(200).text();
        assert!(!own.contains("/grants"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_sees_of_a_person_only_the_roles_where_the_office_reaches() {
    both(|house| async move {
        let tree = house.tree();
        let officer = house.person(&[(Role::Officer, tree.county.id)]);
        let roles = [(Role::Donor, Id::NONE), (Role::Partner, tree.other.id), (Role::Partner, tree.township.id)];
        let lin = house.somebody("Lin", None, &roles, false).account;
        let elsewhere = officer_at(&house, &tree.other);
        let other = tree.other.id;
        house.write(move |tx| grant::give(tx, &elsewhere, lin, Role::Helper, other));
        let grants = house.on.get(format!("/api/v1/accounts/{lin}/grants")).token(&officer.token).send().await.expect(200).json();
        assert_eq!(grants["roles"], serde_json::json!([{"role": "partner", "place": tree.township.id}]));
        let page = house.on.get(format!("/accounts/{lin}")).session(&officer.session).send().await.expect(200).text();
        assert!(page.contains("营盘镇") && !page.contains("山阳县"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_may_get_a_second_way_that_its_giver_vouches_for() {
    both(|house| async move {
        let tree = house.tree();
        let officer = house.person(&[(Role::Officer, tree.county.id)]);
        let fields = [
            ("login", "13800001234"),
            ("second_login", "lin@example.org"),
            ("name", "林晓"),
            ("role", "reviewer"),
            ("place", "611026101"),
        ];
        let made = house.on.post("/accounts").session(&officer.session).form(&fields).send().await.expect(303);
        let account: Id = made.header("location").rsplit('/').next().unwrap().parse().unwrap();
        assert_eq!(house.write(move |tx| qianmo_identity::account::contact::list(tx, account)).len(), 2);
        let twice = house.on.post("/accounts").session(&officer.session).form(&fields).send().await.expect(422);
        assert!(twice.text().contains("second_login-error"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_follow_when_a_place_ends_and_another_stands_for_it() {
    both(|house| async move {
        let tree = house.tree();
        let officer = house.somebody("Officer", None, &[(Role::Officer, tree.county.id)], false).account;
        let helper = house.somebody("Helper", None, &[(Role::Helper, tree.township.id)], false).account;
        // Reviewer in one county, helper in the other: once they are one county, one of the two must go.
        let both = house.somebody("Both", None, &[(Role::Helper, tree.county.id), (Role::Reviewer, tree.other.id)], false).account;
        let (old, new) = (tree.county.id, tree.other.id);
        let (partner, giver) = (house.somebody("Partner", None, &[], false).account, officer_at(&house, &tree.county));
        let by = giver.clone();
        house.write(move |tx| grant::give(tx, &by, partner, Role::Partner, old));
        let now = house.on.on.clock.clone();
        house.write(move |tx| {
            let at = qianmo_kernel::Clock::now(now.as_ref()) - 1;
            qianmo_places::succeed(tx, &Actor::system(), &Succession { old: vec![old], new, at })
        });
        house.on.work().await;
        let held = |account| house.write(move |tx| grant::list(tx, account));
        assert_eq!(held(officer).iter().map(|g| (g.place, g.path.clone())).collect::<Vec<_>>(), [(new, tree.other.path.clone())]);
        assert_eq!(held(helper)[0].path, tree.other.path.child(tree.township.id));
        assert_eq!(held(both).iter().map(|g| g.role).collect::<Vec<_>>(), [Role::Reviewer]);
        // Who gave it is still who gave it.
        let givers = house.write(move |tx| grant::givers(tx, partner));
        assert_eq!(givers.into_iter().map(|(g, by)| (g.place, by)).collect::<Vec<_>>(), [(new, giver.account)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_makes_the_first_administrator() {
    both(|house| async move {
        let make = |name: &'static str, login: &'static str, role| {
            house.try_write(move |tx| {
                let address = qianmo_notify::Address::read(login, "86").unwrap();
                qianmo_identity::account::create_by_operator(tx, name, qianmo_kernel::Locale::ZhHans, &[address], role, Id::NONE)
            })
        };
        let first = make("管理员", "root@example.org", Role::Administrator).unwrap();
        assert_eq!(make("another name", "ROOT@example.org", Role::Administrator).unwrap(), first);
        assert_eq!(refused(make("管理员", "root@example.org", Role::Auditor)), "identity-grant-incompatible");
        assert_eq!(house.write(move |tx| qianmo_identity::account::display_name(tx, first)), "管理员");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_is_told_by_its_reference_and_not_by_its_name() {
    both(|house| async move {
        let tree = house.tree();
        let officer = house.person(&[(Role::Officer, tree.county.id)]);
        let (county, place) = (tree.county.id, tree.township.id);
        let household = qianmo_kernel::PublicRef::new(county, Id::from_i64(77));
        let own = house.write(move |tx| {
            let roles = [(Role::Household, place)];
            let wanted = testing::Wanted {
                name: "Wang Xiuying",
                roles: &roles,
                second_factor: false,
                login: None,
                household: Some(household),
            };
            testing::make(tx, &wanted)
        });
        let grants = format!("/api/v1/accounts/{}/grants", own.account);
        for page in ["/accounts".to_owned(), format!("/accounts/{}", own.account)] {
            let text = house.on.get(&*page).session(&officer.session).send().await.expect(200).text();
            assert!(!text.contains("Xiuying") && text.contains(&household.to_string()), "{page}");
        }
        for path in [format!("/api/v1/accounts?place={county}"), grants] {
            let text = house.on.get(&*path).token(&officer.token).send().await.expect(200).text();
            assert!(text.contains(&own.account.to_string()) && !text.contains("Xiuying"), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_shuts_a_family_out_of_its_own_page_by_taking_its_role() {
    both(|house| async move {
        let tree = house.tree();
        let (county, place) = (tree.county.id, tree.township.id);
        let make = |household| {
            house.write(move |tx| {
                let roles = [(Role::Household, place)];
                let wanted = testing::Wanted { roles: &roles, second_factor: false, household, ..testing::Wanted::default() };
                testing::make(tx, &wanted)
            })
        };
        let own = make(Some(qianmo_kernel::PublicRef::new(county, Id::from_i64(77))));
        let officer = house.person(&[(Role::Officer, county)]);
        let administrator = house.person(&[(Role::Administrator, tree.province.id)]);
        let (page, grants) = (format!("/accounts/{}", own.account), format!("/api/v1/accounts/{}/grants", own.account));
        let told = |answer: serde_json::Value| assert_eq!(answer["type"], "/problems/identity-grant-with-household");
        for who in [&officer, &administrator] {
            let role = format!("{grants}/household/{place}");
            told(house.on.ask(http::Method::DELETE, role).token(&who.token).send().await.expect(409).json());
            let seat = place.to_string();
            let fields = [("role", "household"), ("place", seat.as_str())];
            house.on.post(format!("{page}/grants/take")).session(&who.session).form(&fields).send().await.expect(409);
            // Nor is it given somewhere else. Where it is held, giving it once more changes nothing.
            let elsewhere = serde_json::json!({"role": "household", "place": county});
            told(house.on.post(&*grants).token(&who.token).key("a").json(&elsewhere).send().await.expect(409).json());
            let there = serde_json::json!({"role": "household", "place": place});
            house.on.post(&*grants).token(&who.token).key("b").json(&there).send().await.expect(201);
            // The page offers neither, and says why.
            let text = house.on.get(&*page).session(&who.session).send().await.expect(200).text();
            assert!(!text.contains("/grants/take") && !text.contains("value=\"household\""), "{text}");
            assert!(text.contains("comes and goes with the household"), "{text}");
        }
        let me = house.on.get("/api/v1/me").token(&own.token).send().await.expect(200).json();
        assert_eq!(me["roles"][0]["role"], "household");
        // Whose account is of no household has the role without a reason: it ends like any other.
        let stray = make(None);
        let role = format!("/api/v1/accounts/{}/grants/household/{place}", stray.account);
        house.on.ask(http::Method::DELETE, role).token(&officer.token).send().await.expect(204);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_puts_back_a_role_that_a_familys_account_has_lost() {
    both(|house| async move {
        let tree = house.tree();
        let (county, place) = (tree.county.id, tree.township.id);
        let household = Some(qianmo_kernel::PublicRef::new(county, Id::from_i64(77)));
        let own = house.write(move |tx| {
            let wanted = testing::Wanted { second_factor: false, household, ..testing::Wanted::default() };
            testing::make(tx, &wanted)
        });
        let (account, officer) = (own.account, officer_at(&house, &tree.county));
        let given = house.try_write(move |tx| grant::give(tx, &officer, account, Role::Household, place));
        assert_eq!(refused(given), "identity-grant-with-household");
        house.write(move |tx| grant::give(tx, &Actor::system(), account, Role::Household, place));
        let held = house.write(move |tx| grant::list(tx, account));
        assert!(held.iter().any(|g| g.role == Role::Household && g.place == place));
    })
    .await;
}
