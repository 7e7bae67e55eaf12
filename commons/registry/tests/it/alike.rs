//! The same household twice, without a document: asked about, never silently.

use crate::{House, actor, both, family};
use qianmo_kernel::{Actor, Id, PlacePath, Role};
use qianmo_registry::Act;
use qianmo_registry::household::{form, store};
use qianmo_registry::import::run::{self, Wish};
use qianmo_registry::import::table::Source;
use qianmo_registry::import::{Outcome, Progress};
use qianmo_registry::raw::HouseholdRaw;
use std::sync::Arc;

/// [`family`] without its document.
fn undocumented(house: &House) -> HouseholdRaw {
    let mut raw = family(&house.village);
    raw.members[0].id_number = String::new();
    raw.members[0].birth = "1950-05-17".into();
    raw
}

fn count(house: &House) -> usize {
    house.write(|tx| store::list(tx, &PlacePath::root(), &(String::new(), Id::NONE), 1_000)).len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_asked_back_and_whoever_says_that_they_are_others_registers_them() {
    both(|house| async move {
        let helper = house.helper();
        let fields = |raw: &HouseholdRaw| form::pairs(raw);
        let post = |fields: Vec<(String, String)>| {
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            house.on.post("/households").session(&helper.session).header("accept-language", "en").form(&pairs).send()
        };
        let raw = undocumented(&house);
        post(fields(&raw)).await.expect(303);
        let first = house.write(|tx| store::list(tx, &PlacePath::root(), &(String::new(), Id::NONE), 10)).remove(0).reference;

        // The same again, by the name and birth without the phone, and by the name and phone with another birth.
        let mut without_phone = raw.clone();
        (without_phone.phone, without_phone.members[0].birth) = (String::new(), "1950".into());
        let mut other_birth = raw.clone();
        other_birth.members[0].birth = "1951".into();
        for again in [&raw, &without_phone, &other_birth] {
            let page = post(fields(again)).await.expect(422).text();
            assert!(page.contains("other_people-error") && page.contains(&format!("href=\"/households/{first}\"")), "{page}");
            assert!(page.contains("name=\"other_people\"") && page.contains("沙坪五组12号"), "what was typed stays: {page}");
        }
        assert_eq!(count(&house), 1);
        // The household sees that it was compared, by whom.
        let looks = house.write(move |tx| qianmo_registry::looks::store::list(tx, first, Id::from_i64(i64::MAX), 50));
        let seen = looks.iter().filter(|look| look.act == Act::Opened && look.account == helper.account).count();
        assert_eq!(seen, 3);

        // A namesake of the village is registered all the same, and nobody is asked about another name or another birth.
        let mut said = fields(&without_phone);
        said.push(("other_people".into(), "1".into()));
        post(said).await.expect(303);
        let mut twin = raw.clone();
        twin.members[0].name = "王秀兰".into();
        twin.members[0].other_name = String::new();
        post(fields(&twin)).await.expect(303);
        let mut younger = raw.clone();
        (younger.phone, younger.members[0].birth) = (String::new(), "1962".into());
        post(fields(&younger)).await.expect(303);
        assert_eq!(count(&house), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_households_where_they_register_none() {
    both(|house| async move {
        let mut raw = undocumented(&house);
        raw.place = house.other_village.id.to_string();
        let elsewhere = house.register(&raw).unwrap();
        let helper = house.helper();
        let body = serde_json::to_value(undocumented(&house)).unwrap();
        let made = house.on.post("/api/v1/households").token(&helper.token).key("a").json(&body).send().await.expect(201).json();
        let looks = house.write(move |tx| qianmo_registry::looks::store::list(tx, elsewhere, Id::from_i64(i64::MAX), 50));
        assert!(looks.iter().all(|look| look.account != helper.account), "what is elsewhere is not opened");
        // Here it is told, by the API too, until it is said that these are others.
        let twice = house.on.post("/api/v1/households").token(&helper.token).key("b").json(&body).send().await.expect(422).json();
        assert_eq!((&twice["errors"][0]["code"], &twice["errors"][0]["field"]), (&"registry-alike".into(), &"other_people".into()));
        assert!(twice["errors"][0]["message"].as_str().unwrap().contains(made["ref"].as_str().unwrap()), "{twice}");
        let others = house.on.post("/api/v1/households?other_people=true").token(&helper.token).key("c").json(&body);
        others.send().await.expect(201);
    })
    .await;
}

fn bring(house: &House, by: &Actor, text: &str) -> Outcome {
    let wish = Wish { actor: by.clone(), dry_run: false, most_rows: 1_000, utc_offset_minutes: 480 };
    let source = Source::Bytes(Arc::new(text.as_bytes().to_vec()));
    run::import(&house.on.app.db, &source, &wish, &mut |_: Progress| {}, &mut |_| Ok(())).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_brought_twice_is_refused_row_by_row() {
    both(|house| async move {
        let officer = actor(Role::Officer, &house.county);
        let head = "household,place_code,relation,name,birth,phone,other_people\n";
        let rows = |said: &str| {
            format!("{head}a,611026100,head,王秀英,1950-05-17,13912345678,{said}\na,,child,李明,1980,,\nb,611026100,head,赵平,1960,,{said}\n")
        };
        assert!(bring(&house, &officer, &rows("")).written);
        for by in [&officer, &Actor::system()] {
            let again = bring(&house, by, &rows(""));
            let told: Vec<_> = again.problems.iter().map(|p| (p.line, p.column, p.message)).collect();
            assert_eq!(told, [(2, "name", "registry-import-alike"), (4, "name", "registry-import-alike")]);
            assert!(!again.written && again.problems.iter().all(|p| p.args.iter().any(|(name, _)| *name == "reference")));
        }
        assert_eq!(bring(&house, &officer, &rows("perhaps")).problems[0].message, "registry-import-yes-no");
        assert_eq!(count(&house), 2);
        assert!(bring(&house, &officer, &rows("是")).written, "namesakes are registered when the file says so");
        assert_eq!(count(&house), 4);
        // Nor does one stand in a file twice.
        let twice = format!("{head}a,611026100,head,钱多,1970,,\nb,611026100,head,钱 多,1970,,\n");
        let told: Vec<_> = bring(&house, &officer, &twice).problems.iter().map(|p| (p.line, p.message)).collect();
        assert_eq!(told, [(3, "registry-import-alike-here")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_file_names_every_column_and_is_right() {
    both(|house| async move {
        let helper = house.helper();
        let page = house.on.get("/households/import").session(&helper.session).send().await.expect(200).text();
        assert!(page.contains("/households/import/sample") && page.contains("<code>grandchild</code>"), "{page}");
        let file = house.on.get("/households/import/sample").session(&helper.session).send().await.expect(200).text();
        let file = file.replace("611026101201", "611026100");
        let done = bring(&house, &actor(Role::Officer, &house.county), &file);
        assert_eq!((done.people, done.households, done.problems), (2, 1, Vec::new()));
    })
    .await;
}
