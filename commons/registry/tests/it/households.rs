//! Registering, opening, changing, moving, merging and forgetting households.

use crate::{House, TODAY, actor, actor_of, both, family, id_number, refused, words};
use qianmo_kernel::{Actor, Id, Locale, PublicRef, Role};
use qianmo_registry::household::command::{self, Merging};
use qianmo_registry::looks::store::list as looks;
use qianmo_registry::raw::{HouseholdPatch, MemberRaw};
use qianmo_registry::*;

fn seen_by(house: &House, household: PublicRef) -> Vec<(Act, Task, String, String)> {
    house
        .write(move |tx| looks(tx, household, Id::from_i64(i64::MAX), 50))
        .into_iter()
        .map(|l| (l.act, l.task, l.role, l.fields))
        .collect()
}

fn open(house: &House, actor: &Actor, household: PublicRef, task: &'static str) -> qianmo_kernel::Res<HouseholdOpen> {
    let actor = actor.clone();
    house.try_write(move |tx| look(tx, &actor, household, task))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_is_seen_masked_and_opened_only_with_a_reason_that_it_can_read() {
    both(|house| async move {
        let household = house.family();
        assert_eq!(words(&house, household), "Mrs W., village in Zhashui County, 2 people");
        let helper = actor(Role::Helper, &house.village);
        assert_eq!(refused(open(&house, &helper, household, "")), "registry-task-needed");
        assert_eq!(seen_by(&house, household).len(), 1, "nothing was opened, so nothing is logged but the registration");
        let opened = open(&house, &helper, household, "visit: roof").unwrap();
        let head = opened.head().unwrap();
        assert_eq!(head.names[0].text, "王秀英");
        assert_eq!((head.names[1].tag.as_str(), head.birth.to_string().as_str()), ("und-Latn", "1950-05-17"));
        assert_eq!((opened.phone.as_str(), opened.bank_card.as_str()), ("13912345678", "••••0001"));
        let officer = actor(Role::Officer, &house.county);
        assert_eq!(open(&house, &officer, household, "payout").unwrap().bank_card, "2730155120001");
        let log = seen_by(&house, household);
        assert_eq!(log[0].0, Act::Opened);
        assert_eq!((log[1].1, log[1].2.as_str()), (Task::Visit, "helper"));
        // Elsewhere, or in another role, nothing opens.
        for stranger in
            [actor(Role::Helper, &house.hamlet), actor(Role::Officer, &house.other_county), actor(Role::Donor, &house.county)]
        {
            assert_eq!(refused(open(&house, &stranger, household, "visit")), "web-not-found", "nor is it told that it is there");
        }
        assert_eq!(refused(open(&house, &helper, PublicRef::new(household.county, Id::from_i64(5)), "visit")), "web-not-found");
        assert_eq!(seen_by(&house, household).len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_sealed_stands_in_the_database_as_text() {
    both(|house| async move {
        let household = house.family();
        let rows = house.write(move |tx| {
            let row = household::store::require(tx, household)?;
            let persons = household::store::persons(tx, household)?;
            Ok(format!("{row:?} {persons:?}"))
        });
        for secret in ["王秀英", "Xiuying", "13912345678", "沙坪", "风湿", "2730155120001", &id_number(1950, 2)] {
            assert!(!rows.contains(secret), "{secret}");
        }
        // What somebody wrote about a look may name people.
        open(&house, &actor(Role::Helper, &house.village), household, "visit: ask Xiuying").unwrap();
        let kept = house.write(|tx| tx.query(WORDS, &[], |row| row.blob(0)));
        assert_eq!(kept.iter().filter(|sealed| !sealed.is_empty()).count(), 1);
        assert!(kept.iter().all(|sealed| !String::from_utf8_lossy(sealed).contains("Xiuying")));
        let shown = house.write(move |tx| looks(tx, household, Id::from_i64(i64::MAX), 1));
        assert_eq!(shown[0].words, "ask Xiuying");
    })
    .await;
}

qianmo_db::sql! {
    const WORDS = "SELECT words_sealed FROM household_look";
    const TOLD = "SELECT COUNT(*) FROM job WHERE kind = $1";
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_number_is_registered_once_in_the_nation() {
    both(|house| async move {
        house.family();
        let mut again = family(&house.other_village);
        again.members[0].name = "另一人".into();
        let result = house.register(&again);
        let said = format!("{:?}", result.as_ref().err());
        assert_eq!(refused(result), "registry-number-taken");
        assert!(!said.contains("王") && !said.contains("611026"), "who and where is not told");
        // The same digits do not come in as another kind of document.
        again.members[0].id_kind = "other".into();
        again.members[0].birth = "1950".into();
        assert_eq!(refused(house.register(&again)), "registry-number-resident");
        again.members[0].id_number = "E 1234567".into();
        house.register(&again).unwrap();
        // People without a document are registered as often as they are.
        again.members.remove(0);
        again.members[0].relation = "head".into();
        house.register(&again).unwrap();
        house.register(&again).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_do_not_register_one_number_twice() {
    both(|house| async move {
        let house = std::sync::Arc::new(house);
        let tries: Vec<_> = (0..6)
            .map(|_| {
                let house = house.clone();
                std::thread::spawn(move || house.register(&family(&house.village)).is_ok())
            })
            .collect();
        let made = tries.into_iter().map(|t| t.join().unwrap()).filter(|ok| *ok).count();
        assert_eq!(made, 1);
        let listed =
            house.write(|tx| household::store::list(tx, &qianmo_kernel::PlacePath::root(), &(String::new(), Id::NONE), 10));
        assert_eq!(listed.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_go_by_version_and_own_words_follow_them() {
    both(|house| async move {
        let household = house.family();
        let helper = actor(Role::Helper, &house.village);
        let change = |version: Option<i64>, patch: HouseholdPatch| {
            let (helper, change) = (helper.clone(), check::change(&patch).unwrap());
            house.try_write(move |tx| command::change(tx, &helper, household, version, &change))
        };
        let phone = |p: &str| HouseholdPatch { phone: Some(p.into()), ..HouseholdPatch::default() };
        assert_eq!(change(Some(1), phone("13800001111")).unwrap(), 2);
        assert_eq!(refused(change(Some(1), phone("13800002222"))), "web-changed");
        assert_eq!(change(Some(2), phone("13800001111")).unwrap(), 2, "the same once more is no change");
        let found = house.write(move |tx| Ok(own_words(tx, household)?.found_in("打 138 0000 1111 找王秀英，五组12号")));
        assert_eq!(found, [Found::Name, Found::Number, Found::Address]);
        let fine = house.write(move |tx| Ok(own_words(tx, household)?.found_in("柞水县的屋顶需要修")));
        assert_eq!(fine, []);
        // The county is told to everybody, the township is not, whatever it was called before; nor is a name as it sounds.
        let township = house.village.id;
        house.write(move |tx| qianmo_places::rename(tx, &Actor::system(), township, None, "秦丰镇").map(|_| ()));
        for (text, kind) in [
            ("乾佑镇的屋顶需要修", Found::Address),
            ("秦丰街上的屋顶", Found::Address),
            ("the roof of Li Xiaobao", Found::Name),
            ("wáng xiù yīng", Found::Name),
            ("打 1380000 然后 1111", Found::Number),
            ("打 l38OOOO1111", Found::Number),
            ("加微信 wx_sunxy88", Found::Contact),
        ] {
            assert_eq!(house.write(move |tx| Ok(own_words(tx, household)?.found_in(text))), [kind], "{text}");
        }
        // Found by the new phone and not by the old one, in one's own place only.
        let find = |actor: Actor, typed: &'static str| house.write(move |tx| command::find_by_number(tx, &actor, typed));
        assert_eq!(find(helper.clone(), "+86 138 0000 1111"), [household]);
        assert_eq!(find(helper.clone(), "13912345678"), []);
        let number: &'static str = Box::leak(id_number(1950, 2).into_boxed_str());
        assert_eq!(find(helper.clone(), number), [household]);
        assert_eq!(find(actor(Role::Helper, &house.hamlet), number), []);
        assert!(seen_by(&house, household).iter().filter(|l| l.0 == Act::Searched).count() == 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_come_and_go_and_the_head_passes_on() {
    both(|house| async move {
        let household = house.family();
        let helper = actor(Role::Helper, &house.village);
        let raw =
            MemberRaw {
                relation: "child".into(), name: "李大明".into(), id_number: id_number(1980, 11), ..MemberRaw::default()
            };
        let new = check::member(&raw, TODAY).unwrap();
        let (by, added) = (helper.clone(), new.clone());
        let (child, version) = house.write(move |tx| command::add_member(tx, &by, household, Some(1), &added));
        assert_eq!(version, 2);
        assert!(words(&house, household).ends_with("3 people"));
        let opened = open(&house, &helper, household, "visit").unwrap();
        let (head, boy) = (opened.members[0].id, opened.members[1].id);
        let leave = |person: Id, successor: Option<Id>| {
            let by = helper.clone();
            house.try_write(move |tx| command::member_left(tx, &by, household, None, person, Leaving::Died, successor))
        };
        assert_eq!(refused(leave(head, None)), "registry-successor-needed");
        leave(head, Some(child)).unwrap();
        assert_eq!(words(&house, household), "Mr L., village in Zhashui County, 2 people");
        let opened = open(&house, &helper, household, "visit").unwrap();
        assert_eq!(opened.head().unwrap().names[0].text, "李大明");
        let gone = opened.members.iter().find(|m| m.id == head).unwrap();
        assert!(gone.names.is_empty() && gone.id_number.is_empty() && gone.left == Some(Leaving::Died));
        // A number that was given up can be registered again; one that is held cannot.
        let mut again = family(&house.other_village);
        house.register(&again).unwrap();
        again.members[0].id_number = id_number(1980, 11);
        again.members[0].sex = String::new();
        assert_eq!(refused(house.register(&again)), "registry-number-taken");
        // The boy gets a name of his own and then moves; the household lives on.
        let raw = MemberRaw { relation: "head".into(), name: "李宝".into(), birth: "2012-01".into(), ..MemberRaw::default() };
        let edited = check::member(&raw, TODAY).unwrap();
        let by = helper.clone();
        assert_eq!(
            refused(house.try_write(move |tx| command::edit_member(tx, &by, household, None, boy, &edited))),
            "registry-head-twice"
        );
        leave(boy, None).unwrap();
        leave(child, None).unwrap();
        assert_eq!(house.write(move |tx| standing(tx, household)).status, Status::Left);
        assert_eq!(refused(leave(child, None)), "registry-not-registered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_keeps_the_reference_and_changes_who_may_open() {
    both(|house| async move {
        let household = house.family();
        let (helper, there) = (actor(Role::Helper, &house.village), house.other_village.clone());
        let (by, to) = (helper.clone(), there.id);
        house.write(move |tx| command::relocate(tx, &by, household, Some(1), to));
        assert_eq!(refused(open(&house, &helper, household, "visit")), "web-not-found");
        let opened = open(&house, &actor(Role::Helper, &there), household, "visit").unwrap();
        assert_eq!((opened.reference, opened.address.as_str()), (household, ""));
        assert!(words(&house, household).contains("山阳县"));
        let by = actor(Role::Officer, &house.other_county);
        let county = house.other_county.id;
        assert_eq!(refused(house.try_write(move |tx| command::relocate(tx, &by, household, None, county))), "registry-place-high");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_ends_takes_its_households_along() {
    both(|house| async move {
        let household = house.family();
        let (old, new) = (house.village.id, house.hamlet.id);
        let at = house.on.app.clock.now();
        house.write(move |tx| {
            let wanted = qianmo_places::Succession { old: vec![old], new, at };
            qianmo_places::succeed(tx, &Actor::system(), &wanted).map(|_| ())
        });
        house.on.work().await;
        let brief = house.write(move |tx| standing(tx, household));
        assert_eq!((brief.place, &brief.path), (house.hamlet.id, &house.hamlet.path));
        open(&house, &actor(Role::Helper, &house.hamlet), household, "visit").unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_household_leaves_only_its_number() {
    both(|house| async move {
        let household = house.family();
        let owner = house.owner(household);
        let own =
            Actor { household: Some(household), ..actor_of(owner.account, Role::Household, house.village.id, &house.village.path) };
        let asks = own.clone();
        house.write(move |tx| command::ask_erasure(tx, &asks, household));
        let officer = actor(Role::Officer, &house.county);
        let helper = actor(Role::Helper, &house.village);
        let by = helper.clone();
        assert_eq!(refused(house.try_write(move |tx| command::erase(tx, &by, household, None))), "web-forbidden");
        let by = officer.clone();
        assert_eq!(house.write(move |tx| command::erase(tx, &by, household, None)), command::Erasing::Proposed);
        let by = officer.clone();
        assert_eq!(refused(house.try_write(move |tx| command::erase(tx, &by, household, None))), "registry-erase-second");
        assert_eq!(open(&house, &officer, household, "correction").unwrap().present().count(), 2, "nothing is wiped yet");
        let second = actor_of(Id::from_i64(78), Role::Officer, house.county.id, &house.county.path);
        assert_eq!(house.write(move |tx| command::erase(tx, &second, household, None)), command::Erasing::Done);
        assert_eq!(refused(open(&house, &officer, household, "audit of it")), "registry-erased");
        // Nobody signs in for it any more, and the account's number is all that is left of it.
        house.on.get("/api/v1/me").session(&owner.session).send().await.expect(401);
        house.on.get("/api/v1/me").token(&owner.token).send().await.expect(401);
        let account = house.write(move |tx| qianmo_identity::account::require(tx, owner.account));
        assert!(account.erased && account.name.is_empty() && account.household.is_none());
        assert!(words(&house, household).starts_with("A family"));
        let row = house.write(move |tx| stat_row(tx, household));
        assert_eq!((row.age_band, row.from_seventy, row.disability), ("unknown", false, "none"));
        // Number and phone are free again.
        house.family();
        assert!(!house.write(move |tx| is_member_or_relative(tx, Id::from_i64(5), household)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_forgotten_who_did_not_ask_and_no_relative_does_it() {
    both(|house| async move {
        let household = house.family();
        let officer = actor(Role::Officer, &house.county);
        let by = officer.clone();
        assert_eq!(refused(house.try_write(move |tx| command::erase(tx, &by, household, None))), "registry-erase-not-asked");
        let owner = house.owner(household);
        let own =
            Actor { household: Some(household), ..actor_of(owner.account, Role::Household, house.village.id, &house.village.path) };
        house.write(move |tx| command::ask_erasure(tx, &own, household));
        let by = officer.clone();
        house.write(move |tx| state(tx, &by, household, by.account, Tie::Sibling));
        assert_eq!(refused(house.try_write(move |tx| command::erase(tx, &officer, household, None))), "registry-erase-close");
        assert_eq!(house.write(move |tx| standing(tx, household)).status, Status::Registered);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_left_or_was_merged_receives_nothing() {
    both(|house| async move {
        let household = house.family();
        let (helper, donor) = (actor(Role::Helper, &house.village), actor(Role::Donor, &house.county));
        house.write(move |tx| command::leave(tx, &helper, household, None, Some(Departure::Area), ""));
        let by = donor.clone();
        let parcel = house.try_write(move |tx| for_delivery(tx, &by, Role::Donor, household, "01ABC", Naming::Named));
        assert_eq!(refused(parcel), "registry-not-registered");
        let money = house.try_write(move |tx| for_payout(tx, &donor, Role::Officer, household, "P1"));
        assert_eq!(refused(money), "registry-not-registered");
        assert!(seen_by(&house, household).iter().all(|l| l.0 != Act::Opened), "nothing was opened");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_changed_the_bank_card_is_known_and_the_household_is_told() {
    both(|house| async move {
        let household = house.family();
        let by = |household: PublicRef| -> Vec<(Id, bool)> {
            let all = house.write(move |tx| card_changes(tx, household));
            all.into_iter().map(|change| (change.by, change.first)).collect()
        };
        let notices = || house.write(|tx| tx.one(TOLD, qianmo_db::params!["registry.bank-change-told"], |row| row.i64(0)));
        assert_eq!(by(household), [(Id::NONE, true)], "the operator registered it");
        let officer = actor(Role::Officer, &house.county);
        let change = |patch: HouseholdPatch| {
            let (officer, change) = (officer.clone(), check::change(&patch).unwrap());
            house.write(move |tx| command::change(tx, &officer, household, None, &change));
        };
        change(HouseholdPatch { address: Some("六组".into()), ..HouseholdPatch::default() });
        // The same number, however it is written, is no change.
        change(HouseholdPatch { bank_card: Some("273015512 0001".into()), ..HouseholdPatch::default() });
        assert_eq!((by(household), notices()), (vec![(Id::NONE, true)], 0));
        change(HouseholdPatch { bank_card: Some("27-301 5512 0002".into()), ..HouseholdPatch::default() });
        assert_eq!((by(household), notices()), (vec![(officer.account, false), (Id::NONE, true)], 1));
        house.on.work().await;
        assert_eq!(notices(), 0, "the notice was handed on");
        change(HouseholdPatch { bank_card: Some(String::new()), ..HouseholdPatch::default() });
        change(HouseholdPatch { bank_card: Some("27-301 5512 0002".into()), ..HouseholdPatch::default() });
        assert_eq!(by(household).len(), 4, "taken away and given again");
        assert!(by(household)[..3].iter().all(|change| *change == (officer.account, false)));
        // Who registers a household with its bank card has brought the card in.
        for (order, bank, expected) in [(61, "27-301 5512 0003", vec![(officer.account, true)]), (62, "", Vec::new())] {
            let mut raw = family(&house.village);
            raw.members[0].id_number = crate::id_number(1950, order);
            raw.bank_card = bank.into();
            let (officer, new, account) = (officer.clone(), check::household(&raw, crate::TODAY).unwrap(), officer.account);
            let made = house.write(move |tx| qianmo_registry::register(tx, &officer, &new));
            assert_eq!(by(made), expected, "{bank}");
            let registrar = house.write(move |tx| registered_by(tx, made));
            assert_eq!(registrar, Some(account), "with a card or without");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_households_live_on_in_one() {
    both(|house| async move {
        let household = house.family();
        let mut second = family(&house.village);
        second.members[0].id_number = String::new();
        let double = house.register(&second).unwrap();
        let officer = actor(Role::Officer, &house.county);
        let by = officer.clone();
        assert_eq!(refused(house.try_write(move |tx| command::merge(tx, &by, double, None, double))), "registry-merge-wrong");
        let second = actor_of(Id::from_i64(78), Role::Officer, house.county.id, &house.county.path);
        // Somebody is close to the record that ends, and it has an account.
        let (reviewer, owner) = (house.person(&[(Role::Reviewer, house.county.id)]), house.owner(double));
        let close = actor_of(reviewer.account, Role::Reviewer, house.county.id, &house.county.path);
        house.write(move |tx| state(tx, &close, double, close.account, Tie::Sibling));
        let joined = |by: &Actor| {
            let by = by.clone();
            house.try_write(move |tx| command::merge(tx, &by, double, Some(1), household))
        };
        assert_eq!(joined(&officer).unwrap(), Merging::Proposed);
        assert_eq!(refused(joined(&officer)), "registry-merge-second");
        assert_eq!(house.write(move |tx| standing(tx, double)).status, Status::Registered);
        assert_eq!(joined(&second).unwrap(), Merging::Done);
        assert_eq!(house.write(move |tx| standing(tx, double)).status, Status::Merged);
        for account in [reviewer.account, owner.account] {
            assert!(house.write(move |tx| is_member_or_relative(tx, account, household)), "ties live on as well");
        }
        let told =
            house.write(move |tx| Ok(link::list(tx, household)?.into_iter().map(|s| (s.account, s.tie)).collect::<Vec<_>>()));
        assert_eq!(told, [(reviewer.account, Tie::Sibling), (owner.account, Tie::Own)]);
        let by = officer.clone();
        let change = check::change(&HouseholdPatch { phone: Some("13800001111".into()), ..HouseholdPatch::default() }).unwrap();
        assert_eq!(refused(house.try_write(move |tx| command::change(tx, &by, double, None, &change))), "registry-not-registered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_are_close_are_known() {
    both(|house| async move {
        let household = house.family();
        let (reviewer, neighbour) = (house.person(&[(Role::Reviewer, house.county.id)]), house.helper());
        let owner = house.owner(household);
        let close = |account: Id| house.write(move |tx| is_member_or_relative(tx, account, household));
        assert!(close(owner.account), "the household's own account");
        assert!(!close(reviewer.account) && !close(neighbour.account));
        let by = actor_of(reviewer.account, Role::Reviewer, house.county.id, &house.county.path);
        let own = by.clone();
        house.write(move |tx| state(tx, &own, household, own.account, Tie::Sibling));
        let next = actor_of(neighbour.account, Role::Helper, house.village.id, &house.village.path);
        house.write(move |tx| state(tx, &next, household, next.account, Tie::Neighbour));
        assert!(close(reviewer.account) && !close(neighbour.account));
        // Nobody states something about others without serving the household.
        let other = neighbour.account;
        assert_eq!(refused(house.try_write(move |tx| state(tx, &by, household, other, Tie::Child))), "web-forbidden");
        // What the reviewer said stays, whoever would like to take it back: the household, its helper, the reviewer.
        let owner =
            Actor { household: Some(household), ..actor_of(owner.account, Role::Household, house.village.id, &house.village.path) };
        let (said, helper) = (owner.clone(), actor(Role::Helper, &house.village));
        let (sibling, who) = (reviewer.account, Tie::Sibling);
        house.write(move |tx| state(tx, &said, household, sibling, who));
        let tie = house.write(move |tx| Ok(link::list(tx, household)?.into_iter().find(|s| s.account == sibling).unwrap().id));
        let end = |by: &Actor, tie: Id| {
            let by = by.clone();
            house.try_write(move |tx| link::end(tx, &by, household, tie))
        };
        let both_roles = actor_of(sibling, Role::Officer, house.county.id, &house.county.path);
        for by in [&owner, &helper, &both_roles] {
            assert_eq!(refused(end(by, tie)), "registry-tie-not-yours");
        }
        assert!(close(sibling));
        // What the household said it takes back itself; and an officer ends what the reviewer said.
        let friend = house.person(&[]).account;
        let said = owner.clone();
        house.write(move |tx| state(tx, &said, household, friend, Tie::Child));
        // Saying the same of oneself makes it one's own word: the household's end leaves it standing.
        let own = actor_of(friend, Role::Donor, Id::NONE, &qianmo_kernel::PlacePath::root());
        house.write(move |tx| state(tx, &own, household, own.account, Tie::Child));
        let named = house.write(move |tx| Ok(link::list(tx, household)?.into_iter().find(|s| s.account == friend).unwrap().id));
        end(&owner, named).unwrap();
        assert!(close(friend));
        end(&actor(Role::Officer, &house.county), tie).unwrap();
        assert!(!close(sibling));
        // Forty requests' worth of masked households in a few statements.
        let refs = vec![household; 40];
        let masked = house.write(move |tx| masked_all(tx, &refs, Locale::ZhHans));
        assert_eq!(masked.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_donor_on_the_way_sees_what_a_parcel_needs_and_a_payout_its_account() {
    both(|house| async move {
        let household = house.family();
        let donor = actor(Role::Donor, &house.county);
        let by = donor.clone();
        let to = house.write(move |tx| for_delivery(tx, &by, Role::Donor, household, "01ABC", Naming::Named));
        assert_eq!((to.name.as_str(), to.address.as_str()), ("王秀英", "沙坪五组12号"));
        let by = donor.clone();
        let to = house.write(move |tx| for_payout(tx, &by, Role::Officer, household, "P1"));
        assert_eq!((to.name.as_str(), to.account.as_str()), ("王秀英", "2730155120001"));
        assert_eq!((to.hint().as_str(), to.ending().as_str()), ("王••", "••••0001"));
        assert!(!format!("{to:?}").contains("2730"), "no developer's line holds it");
        assert_eq!(house.write(move |tx| payout_stamp(tx, household)), to.stamp);
        let log = seen_by(&house, household);
        assert_eq!((log[1].1, log[1].2.as_str(), log[1].3.as_str()), (Task::Delivery, "donor", "name,address,phone"));
        let row = house.write(move |tx| stat_row(tx, household));
        assert_eq!((row.age_band, row.sex, row.disability, row.size_band), ("60_74", "female", "some", "2"));
    })
    .await;
}
