//! Nobody is erased under the name of a merger: the two records are of one family, and two officers who are close to neither say so.

use crate::{House, TODAY, actor_of, both, family, id_number, refused};
use qianmo_kernel::{Actor, Id, Millis, PublicRef, Res, Role};
use qianmo_registry::household::command::{self, Merging};
use qianmo_registry::looks::store::list as looks;
use qianmo_registry::raw::HouseholdPatch;
use qianmo_registry::{Act, Status, Tie, check, standing, state};

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
