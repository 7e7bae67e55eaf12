//! Photos on both engines: from an upload to everybody's eyes, or to the sweeper.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use qianmo_db::{Engine, Tx};
use qianmo_kernel::{Actor, Fail, Grant, Id, Locale, Millis, PlacePath, PublicRef, Res, Role, Via};
use qianmo_media::*;
use qianmo_testkit::TestApp;
use qianmo_web::i18n::I18n;
use qianmo_web::{Authenticate, Credentials, Module, Signed, View};
use std::sync::Arc;

fn modules() -> Vec<Module> {
    vec![qianmo_places::module(), module()]
}

fn county() -> PlacePath {
    PlacePath::root().child(Id::from_i64(50))
}

fn person(account: i64, role: Role, path: &PlacePath) -> Actor {
    let grants = vec![Grant { role, place: Id::from_i64(50), path: path.clone() }];
    Actor { via: Via::Session, session: Id::from_i64(1), ..Actor::on_behalf(Id::from_i64(account), grants) }
}

/// Sessions are called by who they are.
struct ByName;

impl Authenticate for ByName {
    fn authenticate(&self, _: &mut Tx<'_>, credentials: &Credentials) -> Res<Option<Signed>> {
        let (Credentials::Session(name) | Credentials::Token(name)) = credentials;
        let elsewhere = PlacePath::root().child(Id::from_i64(60));
        let actor = match name.as_str() {
            "uploader" => person(9, Role::Helper, &county()),
            "reviewer" => person(5, Role::Reviewer, &county()),
            "elsewhere" => person(6, Role::Reviewer, &elsewhere),
            "donor" => person(7, Role::Donor, &PlacePath::root()),
            _ => return Ok(None),
        };
        Ok(Some(Signed { actor, name: name.clone(), locale: Some(Locale::En) }))
    }
}

struct House {
    on: TestApp,
    store: Arc<MediaStore>,
}

impl House {
    fn new(engine: Engine) -> House {
        let store = Arc::new(MediaStore::memory());
        let service = store.clone();
        let on = TestApp::start(engine, modules, Arc::new(ByName), |builder, _| builder.service(service));
        House { on, store }
    }

    fn try_write<T: Send + 'static>(&self, unit: impl Fn(&mut Tx<'_>) -> Res<T> + Send + 'static) -> Res<T> {
        self.on.app.db.write_now(unit)
    }

    /// Files of a photo of this colour.
    async fn kept(&self, colour: u8) -> Kept {
        let picture = image::RgbImage::from_pixel(400, 300, image::Rgb([colour, 90, 90]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        let done = self.store.process(bytes.into_inner().into(), Id::from_i64(9)).await.unwrap();
        let reference = PublicRef::new(Id::from_i64(50), self.on.app.ids.make());
        self.store.keep(reference, &done, self.on.app.clock.now(), self.on.app.rng.as_ref()).await.unwrap()
    }

    async fn photo(&self, colour: u8) -> PublicRef {
        let new = new(self.kept(colour).await);
        self.try_write(move |tx| add(tx, &new)).unwrap()
    }
}

fn new(kept: Kept) -> NewMedia {
    NewMedia {
        kept,
        owner_kind: "aid.request",
        owner: Id::from_i64(3),
        place: county().child(Id::from_i64(51)),
        uploaded_by: Id::from_i64(9),
        alt: " A roof  after rain ".into(),
        shows_people: false,
        consent: false,
        at_most: 2,
        staff_only: false,
    }
}

async fn both<F: Future<Output = ()>>(story: impl Fn(House) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(House::new(engine)).await;
    }
}

#[track_caller]
fn refused<T>(result: Res<T>) -> &'static str {
    match result {
        Err(Fail::Refused(refused)) => refused.fields.first().map_or(refused.message, |f| f.message),
        Err(other) => panic!("not a refusal: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_outside_sees_a_photo_before_a_reviewer_has() {
    both(|house| async move {
        let photo = house.photo(10).await;
        let small = format!("/media/{photo}/320");
        for (who, status) in [("", 404), ("donor", 404), ("elsewhere", 404), ("uploader", 200), ("reviewer", 200)] {
            let seen = house.on.get(&*small).session(who).send().await.expect(status);
            if status == 200 {
                assert_eq!((seen.header("content-type"), seen.header("cache-control")), ("image/jpeg", "private, no-store"));
                assert_eq!(seen.header("x-content-type-options"), "nosniff");
                let picture = image::load_from_memory(&seen.body).unwrap();
                assert_eq!(picture.width(), 320);
            }
        }
        for nothing in [
            "/media/x/320".to_owned(),
            format!("/media/{photo}/640"),
            format!("/media/{}/320", PublicRef::new(photo.county, Id::from_i64(4))),
        ] {
            house.on.get(nothing).session("reviewer").send().await.expect(404);
        }
        let queue = house.on.get("/photos").session("reviewer").send().await.expect(200).text();
        assert!(queue.contains(&photo.to_string()) && queue.contains("A roof after rain"));
        assert!(!house.on.get("/photos").session("elsewhere").send().await.expect(200).text().contains(&photo.to_string()));
        house.on.get("/photos").session("donor").send().await.expect(403);
        house.on.get("/photos").send().await.expect(303);
        house.on.get("/photos?cursor=%21").session("reviewer").send().await.expect(400);

        let decide = |who: &'static str, decision: &'static str, version: &'static str| {
            house.on.post(format!("/photos/{photo}/decision")).session(who).form(&[("decision", decision), ("version", version)])
        };
        decide("", "show", "1").send().await.expect(401);
        decide("donor", "show", "1").send().await.expect(403);
        decide("elsewhere", "show", "1").send().await.expect(403);
        assert!(!queue.contains(" checked"), "nothing is chosen beforehand");
        decide("reviewer", "perhaps", "1").send().await.expect(422);
        decide("reviewer", "", "1").send().await.expect(422);
        decide("reviewer", "show", "7").send().await.expect(412);
        decide("reviewer", "show", "1").send().await.expect(303);
        let shown = house.on.get(&*small).send().await.expect(200);
        assert_eq!(shown.header("cache-control"), "public, no-cache");
        let tag = shown.header("etag").to_owned();
        let again = house.on.get(&*small).header("if-none-match", &*tag).send().await.expect(304);
        assert_eq!((again.header("cache-control"), again.header("etag"), again.body.len()), ("public, no-cache", &*tag, 0));
        let listed = house.try_write(move |tx| qianmo_media::shown(tx, photo.county, "aid.request", Id::from_i64(3))).unwrap();
        assert_eq!((listed.len(), listed[0].version), (1, 2));

        // Taken back: gone at once for everybody, its files after a while.
        let api = format!("/api/v1/media/{photo}/decision");
        let body = serde_json::json!({"decision": "identifies"});
        house.on.post(&*api).json(&body).send().await.expect(401);
        house.on.post(&*api).token("donor").json(&body).send().await.expect(403);
        house.on.post(&*api).token("elsewhere").json(&body).send().await.expect(403);
        house.on.post(&*api).token("reviewer").json(&serde_json::json!({"decision": "x"})).send().await.expect(422);
        let back = house.on.post(&*api).token("reviewer").json(&body).send().await.expect(200).json();
        assert_eq!(back["state"], "refused");
        house.on.post(&*api).token("reviewer").json(&body).send().await.expect(409);
        house.on.get(&*small).session("reviewer").send().await.expect(404);
        let kept = house.on.get(&*small).header("if-none-match", &*tag).send().await.expect(404);
        assert_ne!(kept.header("cache-control"), "public, no-cache", "who kept it is not told that it still stands");
        let key = house.try_write(move |tx| require(tx, photo)).unwrap().key;
        house.on.work().await;
        assert!(house.store.get(&key, Size::Small).await.unwrap().is_some());
        house.on.on.clock.advance(31 * Millis::DAY);
        house.on.work().await;
        assert!(house.store.get(&key, Size::Small).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_described_wanted_once_and_shows_nobody_who_did_not_agree() {
    both(|house| async move {
        let first = new(house.kept(10).await);
        let tried = |change: fn(&mut NewMedia), kept: NewMedia| {
            let mut new = kept;
            change(&mut new);
            house.try_write(move |tx| add(tx, &new))
        };
        assert_eq!(refused(tried(|n| n.alt = " ".into(), first.clone())), "media-alt-needed");
        assert_eq!(refused(tried(|n| n.alt = "x".repeat(201), first.clone())), "media-alt-long");
        assert_eq!(refused(tried(|n| n.shows_people = true, first.clone())), "media-consent-needed");
        tried(|_| {}, first).unwrap();
        assert_eq!(refused(tried(|_| {}, new(house.kept(10).await))), "media-same-photo");
        let faces = NewMedia { shows_people: true, consent: true, ..new(house.kept(20).await) };
        let faces = tried(|_| {}, faces).unwrap();
        assert_eq!(refused(tried(|_| {}, new(house.kept(30).await))), "media-too-many");
        // The uploader takes one of their own away, and there is room again.
        let (uploader, other) = (person(9, Role::Helper, &county()), person(8, Role::Helper, &county()));
        assert_eq!(refused(house.try_write(move |tx| remove(tx, &other, faces))), "web-forbidden");
        let by = uploader.clone();
        house.try_write(move |tx| remove(tx, &by, faces)).unwrap();
        house.try_write(move |tx| remove(tx, &uploader, faces)).unwrap();
        tried(|_| {}, new(house.kept(30).await)).unwrap();
        let gone = house.try_write(move |tx| require(tx, faces)).unwrap();
        house.on.work().await;
        assert_eq!(house.store.get(&gone.key, Size::Large).await.unwrap(), None);
        let all = house.try_write(|tx| remove_all(tx, Id::NONE, Id::from_i64(50), "aid.request", Id::from_i64(3))).unwrap();
        assert_eq!(all, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_staff_only_waits_in_no_queue_and_is_never_shown() {
    both(|house| async move {
        let proof = NewMedia { staff_only: true, owner_kind: "aid.payout", ..new(house.kept(10).await) };
        let proof = house.try_write(move |tx| add(tx, &proof)).unwrap();
        let small = format!("/media/{proof}/320");
        for (who, status) in [("", 404), ("donor", 404), ("elsewhere", 404), ("uploader", 200), ("reviewer", 200)] {
            house.on.get(&*small).session(who).send().await.expect(status);
        }
        assert!(!house.on.get("/photos").session("reviewer").send().await.expect(200).text().contains(&proof.to_string()));
        assert_eq!(house.try_write(|tx| count_held(tx, &county())).unwrap(), 0);
        let api = format!("/api/v1/media/{proof}/decision");
        for decision in ["show", "unclear"] {
            house.on.post(&*api).token("reviewer").json(&serde_json::json!({"decision": decision})).send().await.expect(409);
        }
        house.on.get(&*small).send().await.expect(404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_has_one_picture_worked_on_at_a_time() {
    let store = MediaStore::memory();
    let picture = || {
        let picture = image::RgbImage::from_pixel(2_000, 1_500, image::Rgb([90, 90, 90]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner().into()
    };
    let (own, other) = (Id::from_i64(9), Id::from_i64(8));
    let (first, second, third) =
        tokio::join!(store.process(picture(), own), store.process(picture(), own), store.process(picture(), other));
    assert!(first.is_ok() && third.is_ok());
    let Err(Fail::Refused(busy)) = second else { panic!("the first is still worked on") };
    assert_eq!((busy.message, busy.kind.status(), busy.retry_after), ("media-busy", 429, Some(10)));
    assert!(store.process(picture(), own).await.is_ok(), "its place is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_never_got_a_row_are_swept_and_others_stay() {
    both(|house| async move {
        let (kept, orphan) = (house.photo(10).await, house.kept(20).await);
        let kept = house.try_write(move |tx| require(tx, kept)).unwrap().key;
        let there = async |key: &str| house.store.get(key, Size::Small).await.unwrap().is_some();
        house.on.work().await;
        assert!(there(&orphan.key).await, "it may still be waiting for its row");
        for _ in 0..3 {
            house.on.on.clock.advance(Millis::DAY);
            house
                .try_write(|tx| {
                    let now = tx.now();
                    tx.enqueue("media.sweep", Id::NONE, now, &())
                })
                .unwrap();
            house.on.work().await;
        }
        assert!(!there(&orphan.key).await && there(&kept).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_follow_their_place() {
    both(|house| async move {
        let photo = house.photo(10).await;
        let to = PlacePath::root().child(Id::from_i64(60)).child(Id::from_i64(61));
        house.try_write(move |tx| moved(tx, Id::from_i64(50), "aid.request", Id::from_i64(3), &to)).unwrap();
        house.on.get(format!("/media/{photo}/1280")).session("elsewhere").send().await.expect(200);
        house.on.get(format!("/media/{photo}/1280")).session("reviewer").send().await.expect(404);
        let (old, new) = (PlacePath::root().child(Id::from_i64(60)), county());
        let told = serde_json::json!({"old": Id::from_i64(60), "new": Id::from_i64(50), "old_path": old.as_str(), "new_path": new.as_str()});
        house.try_write(move |tx| tx.emit("places.succeeded", Id::NONE, &told)).unwrap();
        house.on.work().await;
        house.on.get(format!("/media/{photo}/1280")).session("reviewer").send().await.expect(200);
    })
    .await;
}

#[test]
fn every_page_renders_in_every_language_with_all_its_words() {
    let i18n = Arc::new(I18n::new(qianmo_web::server::words(&modules())).unwrap());
    let mut seen = 0;
    for sample in qianmo_web::sample::samples().filter(|s| s.name.starts_with("qianmo_media")) {
        for locale in Locale::ALL {
            let html = (sample.render)(View::new(i18n.clone(), locale, 480, Millis(1_591_012_800_000), true)).unwrap();
            assert!(
                !html.split(['>', '<', '"']).any(|text| text.trim().starts_with("media-")),
                "{} in {}",
                sample.name,
                locale.tag()
            );
            seen += 1;
        }
    }
    assert_eq!(seen, 3);
}
