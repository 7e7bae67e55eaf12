//! Nobody is erased under the name of a merger: the two records are of one family, and two officers who are close to neither say so.

use crate::{House, TODAY, actor_of, both, family, id_number, refused};
use qianmo_identity::testing::{self, Wanted};
use qianmo_kernel::{Actor, Id, Locale, Millis, PublicRef, Res, Role};
use qianmo_registry::household::command::{self, Merging};
use qianmo_registry::looks::store::list as looks;
use qianmo_registry::raw::HouseholdPatch;
use qianmo_registry::{Act, Status, Tie, card, check, let_in_by, register, standing, state};

qianmo_db::sql! {
    const TOLD = "SELECT COUNT(*) FROM job WHERE kind = $1";
}

/// An officer of the county.
fn officer(house: &House, account: i64) -> Actor {
    actor_of(Id::from_i64(account), Role::Officer, house.county.id, &house.county.path)
}

fn merge(house: &House, by: &Actor, household: PublicRef, into: PublicRef) -> Res<Merging> {
    let by = by.clone();
    house.try_write(move |tx| command::merge(tx, &by, household, None, into))
}

fn decline(house: &House, by: &Actor, household: PublicRef) -> Res<()> {
    let by = by.clone();
    house.try_write(move |tx| command::decline_merge(tx, &by, household, None))
}

fn status(house: &House, household: PublicRef) -> Status {
    house.write(move |tx| standing(tx, household)).status
}

/// The household of [`family`] once more: without its document and by another phone.
fn double(house: &House) -> PublicRef {
    let mut raw = family(&house.village);
    raw.phone = "138 0000 1111".into();
    raw.members[0].id_number = String::new();
    raw.members[0].birth = "1950".into();
    house.register(&raw).unwrap()
}

/// A family that has neither a member nor the phone of [`family`].
fn strangers(house: &House) -> PublicRef {
    let mut raw = family(&house.village);
    raw.phone = "137 0000 2222".into();
    raw.members.truncate(1);
    raw.members[0].id_number = id_number(1950, 40);
    house.register(&raw).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_is_not_wiped_by_merging_it_into_another_one() {
    both(|house| async move {
        let (household, other) = (house.family(), strangers(&house));
        let (one, two) = (house.person(&[(Role::Officer, house.county.id)]), house.person(&[(Role::Officer, house.county.id)]));
        let path = format!("/households/{household}/status");
        let into = other.to_string();
        for person in [&one, &two] {
            let ask = house.on.post(&*path).session(&person.session).header("accept-language", "en");
            let page = ask.form(&[("do", "merge"), ("into", into.as_str())]).send().await.expect(422).text();
            assert!(
                page.contains("into-error") && page.contains("not of one family"),
                "a name and a year of birth are alike, the documents are not"
            );
        }
        assert_eq!((status(&house, household), status(&house, other)), (Status::Registered, Status::Registered));
        // Both families see that their records were looked at.
        for seen in [household, other] {
            let rows = house.write(move |tx| looks(tx, seen, Id::from_i64(i64::MAX), 50));
            let compared = rows.iter().filter(|look| look.act == Act::Opened && look.fields == "names,birth,id_number,phone");
            assert_eq!(compared.map(|look| look.account).collect::<Vec<_>>(), [two.account, one.account]);
        }
        // Its document is still its own.
        let mut raw = family(&house.village);
        raw.members[0].id_number = id_number(1950, 2);
        let new = check::household(&raw, TODAY).unwrap();
        let taken = house.try_write(move |tx| qianmo_registry::register(tx, &Actor::system(), &new));
        assert_eq!(refused(taken), "registry-number-taken");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merger_is_proposed_told_declined_and_done_by_another_officer() {
    both(|house| async move {
        let (household, double) = (house.family(), double(&house));
        let (one, two) = (house.person(&[(Role::Officer, house.county.id)]), house.person(&[(Role::Officer, house.county.id)]));
        let (path, form) = (format!("/households/{double}/status"), format!("/households/{double}/edit"));
        let into = household.to_string();
        let post = |session: &str, fields: &[(&str, &str)]| {
            house.on.post(&*path).session(session).header("accept-language", "en").form(fields)
        };
        let notices = || house.write(|tx| tx.one(TOLD, qianmo_db::params!["registry.merge-told"], |row| row.i64(0)));
        let fields = [("do", "merge"), ("into", into.as_str())];
        post(&one.session, &fields).send().await.expect(303);
        assert_eq!(notices(), 1, "the household is told");
        post(&one.session, &fields).send().await.expect(409);
        assert_eq!(notices(), 1);
        house.on.work().await;
        assert_eq!((status(&house, double), notices()), (Status::Registered, 0));
        let edit = |session: &str| house.on.get(&*form).session(session).header("accept-language", "en");
        let (own, other) = (edit(&one.session).send().await.expect(200).text(), edit(&two.session).send().await.expect(200).text());
        assert!(other.contains("A merger is proposed") && other.contains("Proposed by") && other.contains("Merge for good"));
        assert!(own.contains("A merger is proposed") && !own.contains("Merge for good") && own.contains("value=\"merge-decline\""));
        let helper = house.helper();
        post(&helper.session, &[("do", "merge-decline")]).send().await.expect(403);
        post(&two.session, &[("do", "merge-decline")]).send().await.expect(303);
        post(&two.session, &[("do", "merge-decline")]).send().await.expect(409);
        assert!(!edit(&two.session).send().await.expect(200).text().contains("A merger is proposed"));
        // What was declined is proposed anew, by whomever, and takes another one again.
        post(&two.session, &fields).send().await.expect(303);
        assert_eq!(status(&house, double), Status::Registered);
        post(&one.session, &fields).send().await.expect(303);
        assert_eq!((status(&house, double), status(&house, household)), (Status::Merged, Status::Registered));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_lapses_after_thirty_days_and_when_a_record_changes() {
    both(|house| async move {
        let (household, double) = (house.family(), double(&house));
        let (one, two) = (officer(&house, 81), officer(&house, 82));
        assert_eq!(merge(&house, &one, double, household).unwrap(), Merging::Proposed);
        house.on.on.clock.advance(30 * Millis::DAY);
        assert_eq!(refused(decline(&house, &two, double)), "registry-merge-none");
        assert_eq!(merge(&house, &two, double, household).unwrap(), Merging::Proposed, "not the word of the first any more");
        for changed in [household, double] {
            let change = check::change(&HouseholdPatch { address: Some("六组".into()), ..HouseholdPatch::default() }).unwrap();
            let by = one.clone();
            house.write(move |tx| command::change(tx, &by, changed, None, &change));
            assert_eq!(refused(decline(&house, &two, double)), "registry-merge-none");
            assert_eq!(merge(&house, &one, double, household).unwrap(), Merging::Proposed);
        }
        // Proposed the other way round it is another merger.
        assert_eq!(merge(&house, &two, household, double).unwrap(), Merging::Proposed);
        assert_eq!(merge(&house, &two, double, household).unwrap(), Merging::Done);
        assert_eq!(refused(merge(&house, &one, household, double)), "registry-merge-wrong");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_is_close_to_either_family_neither_proposes_nor_decides() {
    both(|house| async move {
        let (household, double) = (house.family(), double(&house));
        let (one, two) = (officer(&house, 81), officer(&house, 82));
        assert_eq!(merge(&house, &two, double, household).unwrap(), Merging::Proposed);
        for close_to in [household, double] {
            let relative = house.person(&[(Role::Officer, house.county.id)]).account;
            let relative = actor_of(relative, Role::Officer, house.county.id, &house.county.path);
            let by = relative.clone();
            house.write(move |tx| state(tx, &by, close_to, by.account, Tie::Sibling));
            assert_eq!(refused(merge(&house, &relative, double, household)), "registry-merge-close");
            assert_eq!(refused(decline(&house, &relative, double)), "registry-merge-close");
        }
        assert_eq!(merge(&house, &one, double, household).unwrap(), Merging::Done);
    })
    .await;
}

/// How often something went to this phone.
fn told(house: &House, phone: &str) -> usize {
    house.sent.0.lock().unwrap().iter().filter(|to| to.ends_with(phone)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_families_hear_of_a_merger_that_is_proposed_and_one_phone_rings_once() {
    both(|house| async move {
        let (household, other) = (house.family(), double(&house));
        merge(&house, &officer(&house, 81), other, household).unwrap();
        house.on.work().await;
        assert_eq!((told(&house, "13912345678"), told(&house, "13800001111")), (1, 1));
        // Of two records with one phone.
        let mut raw = family(&house.village);
        raw.members.truncate(1);
        raw.members[0].id_number = id_number(1950, 40);
        let same = house.register(&raw).unwrap();
        merge(&house, &officer(&house, 81), same, household).unwrap();
        house.on.work().await;
        assert_eq!(told(&house, "13912345678"), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_for_a_record_that_ends_signs_in_for_the_one_that_lives_on() {
    both(|house| async move {
        let household = house.family();
        let owner = house.owner(household);
        // Registered once more in the next village, by its helper; by a card and by a phone they sign in for that record.
        let mut raw = family(&house.hamlet);
        raw.phone = "138 0000 1111".into();
        raw.members[0].id_number = String::new();
        raw.members[0].birth = "1950".into();
        raw.members[1].birth = "2012-03-02".into();
        let (new, place) = (check::household(&raw, TODAY).unwrap(), house.hamlet.clone());
        let helper = actor_of(house.person(&[(Role::Helper, place.id)]).account, Role::Helper, place.id, &place.path);
        let by = helper.clone();
        let double = house.write(move |tx| register(tx, &by, &new));
        let by = helper.clone();
        let printed = house.write(move |tx| card::issue(tx, &by, double, Locale::En));
        let daughter = house.write(|tx| {
            let (login, roles) = (Some("+8613800001111"), [(Role::Donor, Id::NONE)]);
            testing::make(tx, &Wanted { name: "Daughter", roles: &roles, second_factor: false, login, household: None })
        });
        let proof = [("name", "李小宝"), ("birth", "2012-03-02")];
        house.on.post("/my-household/membership").session(&daughter.session).form(&proof).send().await.expect(303);

        for account in [81, 82] {
            merge(&house, &officer(&house, account), double, household).unwrap();
        }
        assert_eq!(status(&house, double), Status::Merged);
        let own = house.write(move |tx| qianmo_identity::account::of_household(tx, household));
        assert_eq!(own.len(), 3, "the card's, the daughter's, and the one that was there");
        assert!(own.contains(&owner.account) && own.contains(&daughter.account));
        let page = house.on.get("/my-household").session(&daughter.session).header("accept-language", "en").send().await;
        let page = page.expect(200).text();
        assert!(page.contains("王秀英") && page.contains("13912345678"), "what is held in the record that lives on");
        let fields = [("number", printed.number.as_str()), ("pin", printed.pin.as_str())];
        let entered = house.on.post("/sign-in/card").form(&fields).send().await.expect(303);
        let session = entered.cookie("qm_session").unwrap();
        let page = house.on.get("/my-household").session(&session).send().await.expect(200).text();
        assert!(page.contains("••••5678") && !page.contains("13912345678"), "a card is a card there, too");
        // The role is where the household lives, and nowhere else.
        let account = daughter.account;
        let roles = house.write(move |tx| qianmo_identity::grant::list(tx, account));
        let places: Vec<Id> = roles.iter().filter(|g| g.role == Role::Household).map(|g| g.place).collect();
        assert_eq!(places, [house.village.id]);
        // Who registered the record by whose phone she came in answers for that here.
        let behind = |of: PublicRef| house.write(move |tx| let_in_by(tx, of, account));
        assert_eq!((behind(household), behind(double)), (vec![helper.account], Vec::new()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_not_merged_to_where_one_of_its_own_holds_a_role_that_is_kept_apart() {
    both(|house| async move {
        let household = house.family();
        let mut raw = family(&house.hamlet);
        raw.members[0].id_number = String::new();
        let double = house.register(&raw).unwrap();
        // Helps in the village where the family lives on, and is of the household that is registered in the next.
        let (there, here) = (house.village.id, house.hamlet.id);
        let helper = house.write(move |tx| {
            let roles = [(Role::Helper, there), (Role::Household, here)];
            testing::make(tx, &Wanted { roles: &roles, household: Some(double), ..Wanted::default() })
        });
        assert_eq!(merge(&house, &officer(&house, 81), double, household).unwrap(), Merging::Proposed);
        assert_eq!(refused(merge(&house, &officer(&house, 82), double, household)), "identity-grant-incompatible");
        assert_eq!(status(&house, double), Status::Registered);
        let account = house.write(move |tx| qianmo_identity::account::require(tx, helper.account));
        assert_eq!(account.household, Some(double), "nothing half done");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_families_hear_that_a_merger_is_carried_out_and_the_ended_record_leads_to_the_other() {
    both(|house| async move {
        let (household, other) = (house.family(), double(&house));
        for account in [81, 82] {
            merge(&house, &officer(&house, account), other, household).unwrap();
        }
        house.on.work().await;
        // Of the proposal the record that ended hears no more: its phone is wiped with it, and kept for this one message.
        assert_eq!((told(&house, "13912345678"), told(&house, "13800001111")), (2, 1));
        for record in [household, other] {
            let last = house.write(move |tx| looks(tx, record, Id::from_i64(i64::MAX), 1)).remove(0);
            assert_eq!(last.act, Act::Merged);
        }
        let (helper, officer) = (house.helper(), house.person(&[(Role::Officer, house.county.id)]));
        let link = format!("<a href=\"/households/{household}\">");
        for session in [&helper.session, &officer.session] {
            for path in
                [format!("/households/{other}"), format!("/households/{other}?task=visit"), format!("/households/{other}/edit")]
            {
                let page = house.on.get(&*path).session(session).header("accept-language", "en").send().await.expect(200).text();
                assert!(page.contains("Merged into") && page.contains(&link), "{path}");
                for refused in ["/requests/new", "/card\"", "name=\"address\"", "value=\"leave\"", "/return\""] {
                    assert!(!page.contains(refused), "{path}: {refused}");
                }
            }
        }
        let open = format!("/households/{other}?task=visit");
        let page = house.on.get(open).session(&helper.session).send().await.expect(200).text();
        assert!(!page.contains(&format!("/households/{other}/edit\"")), "nothing is changed there");
        let by = actor_of(Id::from_i64(83), Role::Officer, house.county.id, &house.county.path);
        let back = house.try_write(move |tx| command::take_in_again(tx, &by, other, None));
        assert_eq!(refused(back), "registry-return-merged");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_phone_hears_once_that_a_merger_is_carried_out() {
    both(|house| async move {
        let household = house.family();
        let mut raw = family(&house.village);
        raw.members.truncate(1);
        raw.members[0].id_number = id_number(1950, 40);
        let same = house.register(&raw).unwrap();
        merge(&house, &officer(&house, 81), same, household).unwrap();
        house.on.work().await;
        let before = told(&house, "13912345678");
        merge(&house, &officer(&house, 82), same, household).unwrap();
        house.on.work().await;
        assert_eq!(told(&house, "13912345678"), before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_without_a_phone_reads_of_a_proposed_merger_on_its_own_page_and_among_its_looks() {
    both(|house| async move {
        let register = |order: u32| {
            let mut raw = family(&house.village);
            raw.phone = String::new();
            if order > 0 {
                raw.members[0].id_number = String::new();
                raw.members[0].birth = "1950".into();
            }
            house.register(&raw).unwrap()
        };
        let (stays, ends) = (register(0), register(1));
        let owners = [house.owner(stays), house.owner(ends)];
        let page = |session: &str| house.on.get("/my-household").session(session).header("accept-language", "en").send();
        let notice = "It was proposed to merge the record of your household";
        let (one, two) = (officer(&house, 81), officer(&house, 82));
        merge(&house, &one, ends, stays).unwrap();
        for owner in &owners {
            let seen = page(&owner.session).await.expect(200).text();
            assert!(seen.contains(notice) && seen.contains("tell your county office at once"), "what they can do");
            assert!(seen.contains("It was proposed to merge this record with another one"), "among the looks");
        }
        decline(&house, &two, ends).unwrap();
        for owner in &owners {
            let seen = page(&owner.session).await.expect(200).text();
            assert!(!seen.contains(notice) && seen.contains("The proposed merger was withdrawn or declined"));
        }
        // Either lets it lapse by a change of its own.
        for (owner, household) in owners.iter().zip([stays, ends]) {
            merge(&house, &one, ends, stays).unwrap();
            assert!(page(&owner.session).await.expect(200).text().contains(notice));
            let version = house.write(move |tx| standing(tx, household)).version.to_string();
            let fields = [("version", version.as_str()), ("address", "六组"), ("language", "zh")];
            house.on.post("/my-household").session(&owner.session).form(&fields).send().await.expect(303);
            for owner in &owners {
                assert!(!page(&owner.session).await.expect(200).text().contains(notice));
            }
        }
        for household in [stays, ends] {
            let acts = house.write(move |tx| looks(tx, household, Id::from_i64(i64::MAX), 50));
            assert!(acts.iter().any(|look| look.act == Act::MergeProposed) && acts.iter().any(|look| look.act == Act::MergeOver));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_reference_is_said_beside_its_field_and_tells_nothing_of_households_elsewhere() {
    both(|house| async move {
        let household = house.family();
        let mut raw = family(&house.other_village);
        raw.members[0].id_number = id_number(1950, 41);
        let elsewhere = house.register(&raw).unwrap();
        let nobody = PublicRef::new(household.county, Id::from_i64(7));
        let left = house.family_of_others();
        let by = officer(&house, 81);
        house.write(move |tx| command::leave(tx, &by, left, None, Some(qianmo_registry::Departure::Area), ""));
        let person = house.person(&[(Role::Officer, house.county.id)]);
        let typed = [elsewhere.to_string(), nobody.to_string(), left.to_string(), household.to_string(), "no reference".to_owned()];
        for into in &typed {
            for (language, said) in
                [("en", "no registered household of your places"), ("zh-Hans", "请逐字核对编号"), ("ar", "قارنه حرفًا حرفًا")]
            {
                let ask = house.on.post(format!("/households/{household}/status")).session(&person.session);
                let page = ask
                    .header("cookie", format!("qm_lang={language}"))
                    .form(&[("do", "merge"), ("into", into)])
                    .send()
                    .await
                    .expect(422);
                let page = page.text();
                assert!(page.contains("into-error") && page.contains(said), "{into} in {language}");
                assert!(page.contains(&format!("value=\"{into}\"")), "what was typed stays");
            }
        }
        let seen = house.write(move |tx| looks(tx, elsewhere, Id::from_i64(i64::MAX), 50));
        assert!(seen.iter().all(|look| look.act != Act::Opened), "nothing was opened there");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_that_stays_takes_over_a_phone_and_a_card_where_it_has_none() {
    both(|house| async move {
        let mut bare = family(&house.village);
        (bare.phone, bare.bank_card) = (String::new(), String::new());
        let stays = house.register(&bare).unwrap();
        let mut raw = family(&house.village);
        raw.phone = "138 0000 1111".into();
        raw.members[0].id_number = String::new();
        raw.members[0].birth = "1950".into();
        let (new, place) = (check::household(&raw, TODAY).unwrap(), house.village.clone());
        let helper = actor_of(house.person(&[(Role::Helper, place.id)]).account, Role::Helper, place.id, &place.path);
        let by = helper.clone();
        let ends = house.write(move |tx| register(tx, &by, &new));
        for account in [81, 82] {
            merge(&house, &officer(&house, account), ends, stays).unwrap();
        }
        house.on.work().await;
        let reader = house.helper();
        let page = house.on.get(format!("/households/{stays}?task=visit")).session(&reader.session).send().await.expect(200).text();
        assert!(page.contains("138") && page.contains("1111") && page.contains("••••0001"), "{page}");
        let found = house.on.post("/households/find").session(&reader.session).form(&[("number", "13800001111")]).send().await;
        assert!(found.expect(200).text().contains(&stays.to_string()), "it is found by that phone");
        // Whoever brought the card in keeps their hand in it, and it rests as one that was changed.
        let now = house.on.app.clock.now();
        let changes = house.write(move |tx| qianmo_registry::card_changes(tx, stays));
        let told: Vec<_> = changes.iter().map(|c| (c.by, c.first, c.again)).collect();
        assert_eq!(told, [(helper.account, false, true), (helper.account, true, false)]);
        assert_eq!(changes[0].at, now);
        // One phone, one message of the merger; it does not say that the number is gone, since it is not.
        let sent: Vec<String> = house.sent.0.lock().unwrap().iter().filter(|to| to.ends_with("13800001111")).cloned().collect();
        assert_eq!(sent.iter().filter(|text| text.contains("已与您家的另一份记录合并")).count(), 1, "{sent:?}");
        assert!(sent.iter().all(|text| !text.contains("不再登记")), "{sent:?}");
        // What was taken over stands among its looks.
        let all = house.write(move |tx| looks(tx, stays, Id::from_i64(i64::MAX), 20));
        let merged: Vec<_> = all.iter().filter(|look| look.act == Act::Merged).map(|look| look.fields.as_str()).collect();
        assert_eq!(merged, ["merged,phone,bank_card"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_record_that_stays_has_its_own_phone_both_are_told_the_truth() {
    both(|house| async move {
        let (household, other) = (house.family(), double(&house));
        for account in [81, 82] {
            merge(&house, &officer(&house, account), other, household).unwrap();
        }
        house.on.work().await;
        let sent = house.sent.0.lock().unwrap().clone();
        let gone: Vec<&String> = sent.iter().filter(|text| text.contains("本号码不再登记")).collect();
        assert!(gone.len() == 1 && gone[0].ends_with("13800001111"), "{sent:?}");
        let kept: Vec<&String> = sent.iter().filter(|text| text.contains("保留记录原有的电话")).collect();
        assert!(kept.len() == 1 && kept[0].ends_with("13912345678"), "{sent:?}");
        let changes = house.write(move |tx| qianmo_registry::card_changes(tx, household));
        assert_eq!(changes.len(), 1, "its own card stays as it was");
    })
    .await;
}
