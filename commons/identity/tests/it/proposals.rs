//! Roles that answer for others' data or money: proposed by one officer, confirmed by another who is independent of the first.

use crate::{House, Tree, both, refused};
use qianmo_identity::grant::{self, Given};
use qianmo_identity::proposal::{self, LAPSES, State};
use qianmo_identity::testing::{self, Person};
use qianmo_kernel::{Actor, Clock as _, Id, Millis, Res, Role};
use qianmo_places::{Place, Succession};
use serde_json::json;

const PHONE: &str = "+8613800001234";

/// Two officers of the county, whom the operator made, and somebody who is to review in its township.
struct Scene {
    tree: Tree,
    first: (Person, Actor),
    second: (Person, Actor),
    lin: Person,
}

fn holder(house: &House, role: Role, place: &Place) -> (Person, Actor) {
    let person = house.person(&[(role, place.id)]);
    let actor = acting(person.account, role, place);
    (person, actor)
}

fn acting(account: Id, role: Role, place: &Place) -> Actor {
    testing::actor(account, &[(role, place.id, place.path.clone())])
}

fn scene(house: &House) -> Scene {
    let tree = house.tree();
    let officer = || holder(house, Role::Officer, &tree.county);
    Scene { first: officer(), second: officer(), lin: house.somebody("Lin", Some(PHONE), &[], false), tree }
}

fn propose(house: &House, by: &Actor, account: Id, role: Role, place: Id) -> Res<Id> {
    let by = by.clone();
    house.try_write(move |tx| match grant::give(tx, &by, account, role, place)? {
        Given::Proposed(id) => Ok(id),
        Given::Held => panic!("given at once"),
    })
}

fn confirm(house: &House, by: &Actor, account: Id, id: Id) -> Res<()> {
    let (by, words) = (by.clone(), house.on.app.i18n.clone());
    house.try_write(move |tx| proposal::confirm(tx, &words, &by, account, id))
}

fn refuse(house: &House, by: &Actor, account: Id, id: Id, reason: &'static str) -> Res<()> {
    let (by, words) = (by.clone(), house.on.app.i18n.clone());
    house.try_write(move |tx| proposal::refuse(tx, &words, &by, account, id, reason))
}

fn appoint(house: &House, officers: [&Actor; 2], account: Id, role: Role, place: Id) {
    let ([first, second], words) = (officers.map(Clone::clone), house.on.app.i18n.clone());
    house.write(move |tx| testing::appoint(tx, &words, [&first, &second], account, role, place));
}

fn held(house: &House, account: Id) -> Vec<Role> {
    house.write(move |tx| grant::list(tx, account)).into_iter().map(|g| g.role).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposed_role_gives_nothing_until_another_officer_of_the_place_confirms_it() {
    both(|house| async move {
        let s = scene(&house);
        let (lin, township) = (s.lin.account, s.tree.township.id);
        let id = propose(&house, &s.first.1, lin, Role::Reviewer, township).unwrap();
        assert!(held(&house, lin).is_empty());
        assert!(house.write(move |tx| grant::history(tx, lin)).is_empty());
        let me = house.on.get("/api/v1/me").token(&s.lin.token).send().await.expect(200).json();
        assert_eq!(me["roles"], json!([]));
        assert_eq!(refused(propose(&house, &s.second.1, lin, Role::Reviewer, township)), "identity-proposal-open");

        assert_eq!(refused(confirm(&house, &s.first.1, lin, id)), "identity-proposal-second");
        let receiver = acting(lin, Role::Officer, &s.tree.county);
        assert_eq!(refused(confirm(&house, &receiver, lin, id)), "identity-grant-self");
        let (_, elsewhere) = holder(&house, Role::Officer, &s.tree.other);
        assert_eq!(refused(confirm(&house, &elsewhere, lin, id)), "web-forbidden");
        let (_, reviewer) = holder(&house, Role::Reviewer, &s.tree.county);
        assert_eq!(refused(confirm(&house, &reviewer, lin, id)), "web-forbidden");
        let weak = Actor { second_factor: false, ..s.second.1.clone() };
        assert_eq!(refused(confirm(&house, &weak, lin, id)), "web-forbidden");
        assert!(held(&house, lin).is_empty());

        confirm(&house, &s.second.1, lin, id).unwrap();
        assert_eq!(held(&house, lin), [Role::Reviewer]);
        let givers = house.write(move |tx| grant::givers(tx, lin));
        assert_eq!(givers.into_iter().map(|(_, by)| by).collect::<Vec<_>>(), [s.first.0.account]);
        assert_eq!(refused(confirm(&house, &s.second.1, lin, id)), "identity-proposal-over");
        assert!(house.was_told(PHONE, "given a role").await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_roles_that_answer_for_others_wait_and_the_operator_waits_for_nobody() {
    both(|house| async move {
        let tree = house.tree();
        let (_, administrator) = holder(&house, Role::Administrator, &tree.province);
        for role in [Role::Helper, Role::Partner, Role::Reviewer, Role::Officer, Role::Auditor, Role::Administrator] {
            let (lin, place) = (house.somebody("Lin", None, &[], false).account, tree.township.id);
            let waits = matches!(role, Role::Reviewer | Role::Officer | Role::Auditor | Role::Administrator);
            let by = administrator.clone();
            let given = house.write(move |tx| grant::give(tx, &by, lin, role, place));
            assert_eq!(matches!(given, Given::Proposed(_)), waits, "{role:?}");
            assert_eq!(held(&house, lin).is_empty(), waits, "{role:?}");
            let wang = house.somebody("Wang", None, &[], false).account;
            assert_eq!(house.write(move |tx| grant::give(tx, &Actor::system(), wang, role, place)), Given::Held);
            assert_eq!(held(&house, wang), [role]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_owes_the_office_to_the_other_is_no_second_officer() {
    both(|house| async move {
        let tree = house.tree();
        let (a, b) = (holder(&house, Role::Administrator, &tree.province).1, holder(&house, Role::Administrator, &tree.province).1);
        let (county, township) = (tree.county.id, tree.township.id);
        let somebody = || house.somebody("Somebody", None, &[], false).account;

        // Made an officer by the first: no voice beside theirs, whoever of the two speaks first.
        let chosen = somebody();
        appoint(&house, [&a, &b], chosen, Role::Officer, county);
        let chosen = acting(chosen, Role::Officer, &tree.county);
        let lin = somebody();
        let id = propose(&house, &a, lin, Role::Reviewer, township).unwrap();
        assert_eq!(refused(confirm(&house, &chosen, lin, id)), "identity-proposal-owed");
        confirm(&house, &b, lin, id).unwrap();
        let wang = somebody();
        let id = propose(&house, &chosen, wang, Role::Reviewer, township).unwrap();
        assert_eq!(refused(confirm(&house, &a, wang, id)), "identity-proposal-owed");
        // Who only confirmed that office did not choose its holder.
        confirm(&house, &b, wang, id).unwrap();

        // The same one step further, also when the one between has given the office back.
        let between = somebody();
        appoint(&house, [&a, &b], between, Role::Administrator, county);
        let between = acting(between, Role::Administrator, &tree.county);
        let further = somebody();
        appoint(&house, [&between, &b], further, Role::Officer, county);
        let further = acting(further, Role::Officer, &tree.county);
        let zhao = somebody();
        let id = propose(&house, &a, zhao, Role::Reviewer, township).unwrap();
        assert_eq!(refused(confirm(&house, &further, zhao, id)), "identity-proposal-owed");
        house.write(move |tx| grant::take(tx, &between, between.account, Role::Administrator, county));
        assert_eq!(refused(confirm(&house, &further, zhao, id)), "identity-proposal-owed");

        // Nor does somebody confirm a role of whoever made them an officer; two whom a third made are two.
        let sun = acting(somebody(), Role::Officer, &tree.county);
        appoint(&house, [&b, &holder(&house, Role::Officer, &tree.county).1], sun.account, Role::Officer, county);
        let id = propose(&house, &chosen, b.account, Role::Reviewer, township).unwrap();
        assert_eq!(refused(confirm(&house, &sun, b.account, id)), "identity-proposal-owed");
        let sibling = acting(somebody(), Role::Officer, &tree.county);
        appoint(&house, [&a, &b], sibling.account, Role::Officer, county);
        confirm(&house, &sibling, b.account, id).unwrap();
    })
    .await;
}

/// Somebody who proposes, an administrator of the county whom they made, and an officer there whom that one made.
struct Line {
    tree: Tree,
    above: Actor,
    between: Actor,
    below: Id,
}

fn line(house: &House) -> Line {
    let tree = house.tree();
    let county = tree.county.id;
    let administrator = || holder(house, Role::Administrator, &tree.province).1;
    let (above, other) = (administrator(), administrator());
    let somebody = || house.somebody("Somebody", None, &[], false).account;
    let (between, below) = (somebody(), somebody());
    appoint(house, [&above, &other], between, Role::Administrator, county);
    let between = acting(between, Role::Administrator, &tree.county);
    appoint(house, [&between, &other], below, Role::Officer, county);
    Line { above, between, below, tree }
}

/// That whoever is below in the line still owes the office to whoever is above, at the place that is theirs now.
fn still_owed(house: &House, l: &Line, at: &Place) {
    let lin = house.somebody("Lin", None, &[], false).account;
    let id = propose(house, &l.above, lin, Role::Reviewer, l.tree.township.id).unwrap();
    let below = acting(l.below, Role::Officer, at);
    assert_eq!(refused(confirm(house, &below, lin, id)), "identity-proposal-owed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merger_makes_nobody_independent_of_those_who_appointed_them() {
    both(|house| async move {
        let l = line(&house);
        let (old, new) = (l.tree.county.id, l.tree.other.id);
        let now = house.on.on.clock.clone();
        house.write(move |tx| {
            let at = now.now() - 1;
            qianmo_places::succeed(tx, &Actor::system(), &Succession { old: vec![old], new, at })
        });
        house.on.work().await;
        still_owed(&house, &l, &l.tree.other);
        // Nor once the one between has given back what the merger made of the office: then the history alone tells.
        let between = acting(l.between.account, Role::Administrator, &l.tree.other);
        house.write(move |tx| grant::take(tx, &between, between.account, Role::Administrator, new));
        still_owed(&house, &l, &l.tree.other);
        let (whose, above) = (l.between.account, l.above.account);
        let given = house.write(move |tx| grant::history(tx, whose)).into_iter().find(|e| e.given && e.place == new).unwrap();
        assert_eq!(given.by, above);
        assert!(given.confirmed_by != Id::NONE && given.confirmed_by != above);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_history_hides_nobody_who_gave_an_office() {
    both(|house| async move {
        let l = line(&house);
        let (between, county) = (l.between.clone(), l.tree.county.id);
        house.write(move |tx| {
            let (whose, operator) = (between.account, Actor::system());
            grant::take(tx, &between, whose, Role::Administrator, county)?;
            for _ in 0..110 {
                grant::give(tx, &operator, whose, Role::Helper, county)?;
                grant::take(tx, &operator, whose, Role::Helper, county)?;
            }
            Ok(())
        });
        let whose = l.between.account;
        assert!(house.write(move |tx| grant::history(tx, whose)).iter().all(|e| e.role == Role::Helper));
        still_owed(&house, &l, &l.tree.county);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_names_both_officers_for_good() {
    both(|house| async move {
        let s = scene(&house);
        let (lin, township) = (s.lin.account, s.tree.township.id);
        appoint(&house, [&s.first.1, &s.second.1], lin, Role::Reviewer, township);
        let page = house.on.get(format!("/accounts/{lin}")).session(&s.second.0.session).send().await.expect(200).text();
        assert!(page.contains("confirmed by"));
        let own = acting(lin, Role::Reviewer, &s.tree.township);
        house.write(move |tx| grant::take(tx, &own, lin, Role::Reviewer, township));
        house.on.post("/settings/erase").session(&s.lin.session).form(&[("sure", "1")]).send().await.expect(303);
        let events = house.write(move |tx| grant::history(tx, lin));
        assert_eq!(
            events.iter().map(|e| (e.given, e.by, e.confirmed_by)).collect::<Vec<_>>(),
            [(false, lin, Id::NONE), (true, s.first.0.account, s.second.0.account)]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_waits_is_hidden_by_what_is_over() {
    both(|house| async move {
        let s = scene(&house);
        let (lin, township) = (s.lin.account, s.tree.township.id);
        let waits = propose(&house, &s.first.1, lin, Role::Reviewer, township).unwrap();
        let (_, busy) = holder(&house, Role::Administrator, &s.tree.county);
        for _ in 0..21 {
            let id = propose(&house, &busy, lin, Role::Auditor, township).unwrap();
            refuse(&house, &busy, lin, id, "not this one").unwrap();
        }
        let page = house.on.get(format!("/accounts/{lin}")).session(&s.second.0.session).send().await.expect(200).text();
        assert!(page.contains("value=\"confirm\"") && page.contains(&format!("/proposals/{waits}/decide")));
        let open = page.find("data-state=\"proposed\"").unwrap();
        assert!(page.find("data-state=\"withdrawn\"").unwrap() > open, "what waits stands first");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_wait_are_listed_by_pages() {
    both(|house| async move {
        let s = scene(&house);
        let (by, township) = (s.first.1.clone(), s.tree.township.id);
        let mut all: Vec<Id> = (0..32).map(|_| house.somebody("Lin", None, &[], false).account).collect();
        for account in &all {
            propose(&house, &by, *account, Role::Reviewer, township).unwrap();
        }
        let (mut listed, mut next) = (Vec::new(), Some("/accounts".to_owned()));
        while let Some(path) = next {
            let page = house.on.get(&*path).session(&s.second.0.session).send().await.expect(200).text();
            let links: Vec<&str> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let before = listed.len();
            let rows =
                links.iter().filter_map(|link| link.strip_prefix("/accounts/")?.strip_suffix("#proposals")?.parse::<Id>().ok());
            listed.extend(rows);
            assert!((1..=30).contains(&(listed.len() - before)));
            next = links
                .iter()
                .find(|link| link.contains("&amp;waiting="))
                .map(|link| link.replace("&amp;", "&").replace("#proposed", ""));
        }
        listed.sort_unstable();
        all.sort_unstable();
        assert_eq!(listed, all);
        house.on.get("/accounts?waiting=x").session(&s.second.0.session).send().await.expect(400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_confirms_in_two_weeks_lapses_and_may_be_proposed_anew() {
    both(|house| async move {
        let s = scene(&house);
        let (lin, township) = (s.lin.account, s.tree.township.id);
        let id = propose(&house, &s.first.1, lin, Role::Reviewer, township).unwrap();
        house.on.on.clock.advance(LAPSES + Millis::HOUR);
        assert_eq!(refused(confirm(&house, &s.second.1, lin, id)), "identity-proposal-over");
        let again = propose(&house, &s.first.1, lin, Role::Reviewer, township).unwrap();
        house.on.app.db.write_now(|tx| tx.enqueue("identity.sweep", Id::NONE, tx.now(), &())).unwrap();
        house.on.work().await;
        assert_eq!(refused(confirm(&house, &s.second.1, lin, id)), "identity-proposal-over");
        let open = house.write(move |tx| proposal::open_of(tx, lin));
        assert_eq!(open.iter().map(|p| (p.id, p.state)).collect::<Vec<_>>(), [(again, State::Proposed)]);
        confirm(&house, &s.second.1, lin, again).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_proposed_it_withdraws_and_another_refuses_with_a_reason() {
    both(|house| async move {
        let s = scene(&house);
        let (lin, township) = (s.lin.account, s.tree.township.id);
        let (_, elsewhere) = holder(&house, Role::Officer, &s.tree.other);
        let receiver = acting(lin, Role::Officer, &s.tree.county);
        for by in [&s.first.1, &s.second.1] {
            let id = propose(&house, &s.first.1, lin, Role::Reviewer, township).unwrap();
            assert!(refuse(&house, by, lin, id, "  ").is_err());
            assert_eq!(refused(refuse(&house, &elsewhere, lin, id, "not mine")), "web-forbidden");
            assert_eq!(refused(refuse(&house, &receiver, lin, id, "not me")), "web-forbidden");
            refuse(&house, by, lin, id, "another person was meant").unwrap();
            assert_eq!(refused(confirm(&house, &s.second.1, lin, id)), "identity-proposal-over");
            assert_eq!(refused(refuse(&house, by, lin, id, "once more")), "identity-proposal-over");
            assert!(held(&house, lin).is_empty());
        }
        assert!(house.was_told(PHONE, "withdrawn or refused").await);
        // With nothing proposed the account is nobody's of this county.
        house.on.get(format!("/accounts/{lin}")).session(&s.second.0.session).send().await.expect(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_changed_since_is_seen_when_it_is_confirmed() {
    both(|house| async move {
        let s = scene(&house);
        let (lin, township, county) = (s.lin.account, s.tree.township.id, s.tree.county.id);
        let id = propose(&house, &s.first.1, lin, Role::Reviewer, township).unwrap();
        let by = s.second.1.clone();
        house.write(move |tx| grant::give(tx, &by, lin, Role::Helper, township));
        assert_eq!(refused(confirm(&house, &s.second.1, lin, id)), "identity-grant-incompatible");
        house.write(move |tx| grant::take(tx, &Actor::system(), lin, Role::Helper, township));
        let first = s.first.0.account;
        house.write(move |tx| grant::take(tx, &Actor::system(), first, Role::Officer, county));
        assert_eq!(refused(confirm(&house, &s.second.1, lin, id)), "identity-proposal-stale");
        assert!(held(&house, lin).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_of_an_account_that_was_erased_is_confirmed_by_nobody() {
    both(|house| async move {
        let s = scene(&house);
        let lin = s.lin.account;
        let id = propose(&house, &s.first.1, lin, Role::Reviewer, s.tree.township.id).unwrap();
        house.on.post("/settings/erase").session(&s.lin.session).form(&[("sure", "1")]).send().await.expect(303);
        assert_eq!(refused(confirm(&house, &s.second.1, lin, id)), "web-not-found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_follows_its_place() {
    both(|house| async move {
        let s = scene(&house);
        let (lin, township) = (s.lin.account, s.tree.township.id);
        let id = propose(&house, &s.first.1, lin, Role::Reviewer, township).unwrap();
        let (old, new) = (s.tree.county.id, s.tree.other.id);
        let now = house.on.on.clock.clone();
        house.write(move |tx| {
            let at = now.now() - 1;
            qianmo_places::succeed(tx, &Actor::system(), &Succession { old: vec![old], new, at })
        });
        house.on.work().await;
        confirm(&house, &acting(s.second.0.account, Role::Officer, &s.tree.other), lin, id).unwrap();
        let grants = house.write(move |tx| grant::list(tx, lin));
        assert_eq!((grants[0].place, grants[0].path.clone()), (township, s.tree.other.path.child(township)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_show_what_waits_and_lead_the_second_officer_to_it() {
    both(|house| async move {
        let s = scene(&house);
        let (first, second) = (&s.first.0.session, &s.second.0.session);
        let fields = [("login", PHONE), ("name", ""), ("role", "reviewer"), ("place", "611026101")];
        let made = house.on.post("/accounts").session(first).form(&fields).send().await.expect(303);
        let page = made.header("location").to_owned();
        assert_eq!(page, format!("/accounts/{}", s.lin.account));
        house.on.post("/accounts").session(first).form(&fields).send().await.expect(409);
        assert!(house.was_told(PHONE, "proposed a role").await);
        let settings = house.on.get("/settings").session(&s.lin.session).send().await.expect(200).text();
        assert!(settings.contains("waits for a second officer"));

        let own = house.on.get(&*page).session(first).send().await.expect(200).text();
        assert!(own.contains("waits for a second officer") && own.contains("Withdraw it"));
        assert!(!own.contains("value=\"confirm\""), "whoever proposed it does not confirm it");
        let list = house.on.get("/accounts").session(second).send().await.expect(200).text();
        assert!(list.contains("Roles that wait") && list.contains(&format!("{page}#proposals")));
        let theirs = house.on.get(&*page).session(second).send().await.expect(200).text();
        assert!(theirs.contains("value=\"confirm\"") && theirs.contains("营盘镇"));
        let (elsewhere, _) = holder(&house, Role::Officer, &s.tree.other);
        house.on.get(&*page).session(&elsewhere.session).send().await.expect(404);

        let id = theirs.split(&format!("{page}/proposals/")).nth(1).unwrap().split('/').next().unwrap().to_owned();
        let decide = format!("{page}/proposals/{id}/decide");
        house.on.post(&*decide).session(first).form(&[("do", "confirm")]).send().await.expect(403);
        house.on.post(&*decide).session(second).form(&[("do", "agree")]).send().await.expect(422);
        let bare =
            house.on.post(&*decide).session(second).form(&[("do", "refuse"), ("reason", "")]).send().await.expect(422).text();
        assert!(bare.contains(&format!("id=\"reason-{id}-error\"")));
        house.on.post(&*decide).session(second).form(&[("do", "confirm")]).send().await.expect(303);
        let over = house.on.post(&*decide).session(second).form(&[("do", "confirm")]).send().await.expect(409).text();
        assert!(over.contains("This proposal is over"));
        let list = house.on.get("/accounts").session(second).send().await.expect(200).text();
        assert!(!list.contains("Roles that wait"));
        assert_eq!(held(&house, s.lin.account), [Role::Reviewer]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_by_the_api() {
    both(|house| async move {
        let s = scene(&house);
        let (first, second) = (&s.first.0.token, &s.second.0.token);
        let new = json!({"login": PHONE, "name": "", "role": "reviewer", "place": s.tree.township.id});
        let made = house.on.post("/api/v1/accounts").token(first).key("a").json(&new).send().await.expect(201).json();
        let id = made["proposal"].as_str().unwrap().to_owned();
        let grants = format!("/api/v1/accounts/{}/grants", s.lin.account);
        let known = house.on.get(&*grants).token(second).send().await.expect(200).json();
        assert_eq!(known["roles"], json!([]));
        assert_eq!((known["proposals"][0]["id"].as_str(), known["proposals"][0]["state"].as_str()), (Some(&*id), Some("proposed")));
        let same = json!({"role": "reviewer", "place": s.tree.township.id});
        let twice = house.on.post(&*grants).token(second).key("b").json(&same).send().await.expect(409).json();
        assert_eq!(twice["type"], "/problems/identity-proposal-open");

        let decision = format!("/api/v1/accounts/{}/proposals/{id}/decision", s.lin.account);
        let confirm = json!({"decision": "confirm"});
        house.on.post(&*decision).token(second).json(&confirm).send().await.expect(428);
        let own = house.on.post(&*decision).token(first).key("c").json(&confirm).send().await.expect(403).json();
        assert_eq!(own["type"], "/problems/identity-proposal-second");
        house.on.post(&*decision).token(second).key("d").json(&json!({"decision": "refuse"})).send().await.expect(422);
        let done = house.on.post(&*decision).token(second).key("e").json(&confirm).send().await.expect(200).json();
        assert_eq!(done["state"], "confirmed");
        // The same call is answered the same; another one finds it decided.
        let again = house.on.post(&*decision).token(second).key("e").json(&confirm).send().await.expect(200).json();
        assert_eq!(again, done);
        house.on.post(&*decision).token(second).key("f").json(&confirm).send().await.expect(409);
        let known = house.on.get(&*grants).token(second).send().await.expect(200).json();
        assert_eq!((known["roles"][0]["role"].as_str(), known["proposals"].clone()), (Some("reviewer"), json!([])));
    })
    .await;
}
