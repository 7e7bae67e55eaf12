//! What happens by itself and beside: expiry, photos, places that end.

use crate::house::{House, both, codes, problem};
use qianmo_db::params;
use qianmo_kernel::{Actor, Millis, Role};
use serde_json::json;

qianmo_db::sql! {
    const JOBS = "SELECT COUNT(*), MIN(due_at) FROM job WHERE kind = 'aid.expiry-sweep'";
}

#[tokio::test(flavor = "multi_thread")]
async fn what_asked_long_enough_expires_and_leaves_the_first_list() {
    both(|house: House| async move {
        let reference = house.open(&house.money(480)).await;
        house.on.on.clock.advance(89 * Millis::DAY);
        let id = reference.parse().unwrap();
        house.write(move |tx| qianmo_aid::sweep::expire(tx, id));
        assert_eq!(house.state(&reference).await, "open");
        house.on.on.clock.advance(2 * Millis::DAY);
        house.on.work().await;
        house.write(move |tx| qianmo_aid::sweep::expire(tx, id));
        assert_eq!(house.state(&reference).await, "expired");
        let asking = house.on.get("/api/v1/aid/requests?state=asking").send().await.expect(200).json();
        assert!(asking["items"].as_array().unwrap().is_empty());
        let expired = house.on.get("/api/v1/aid/requests?state=expired").send().await.expect(200).json();
        assert_eq!(expired["items"][0]["ref"], reference.as_str());
        let figures = house.on.get("/api/v1/aid/statistics").send().await.expect(200).json();
        assert_eq!((figures["total"]["opened"].as_i64(), figures["total"]["ended"].as_i64()), (Some(1), Some(1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn expiry_goes_on_at_once_while_there_is_more_to_do() {
    both(|house: House| async move {
        let mut all = Vec::new();
        for name in ["李大山", "赵小山", "钱小河"] {
            let mut body = house.money(480);
            body["household"] = json!(house.household(name).to_string());
            all.push(house.open(&body).await);
        }
        house.on.on.clock.advance(91 * Millis::DAY);
        qianmo_aid::sweep::sweep(&house.on.app, 1).await.unwrap();
        let mut left = 0;
        for reference in &all {
            left += usize::from(house.state(reference).await == "open");
        }
        assert_eq!(left, 2, "as many as it takes in one run");
        // It has put itself on the list: the others do not wait for its next regular time.
        house.on.work().await;
        for reference in &all {
            assert_eq!(house.state(reference).await, "expired");
        }
        // And it is there for that time, once.
        let jobs = house.write(|tx| tx.query(JOBS, params![], |row| Ok((row.i64(0)?, row.millis(1)?))));
        assert_eq!(jobs, [(1, house.on.app.clock.now() + 5 * Millis::MINUTE)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_run_out_is_nowhere_called_open_before_it_is_noted() {
    both(|house: House| async move {
        let late = house.open(&house.money(480)).await;
        house.on.on.clock.advance(89 * Millis::DAY);
        let mut body = house.money(480);
        body["household"] = json!(house.household("李大山").to_string());
        let fresh = house.open(&body).await;
        let page = house.on.get(format!("/requests/{late}")).session(&house.donor.session).send().await.expect(200).text();
        assert!(page.contains("/pledge?part=") && page.contains("Open until") && !page.contains("run out"), "{page}");

        house.on.on.clock.advance(2 * Millis::DAY);
        // Nothing has gone round yet.
        assert_eq!(house.state(&late).await, "open");
        for path in ["/", "/requests", "/requests?state=open", "/requests?purpose=education", "/requests?q=desk"] {
            let list = house.on.get(path).send().await.expect(200).text();
            assert!(list.contains(&fresh) && !list.contains(&late), "{path}: {list}");
        }
        let asking = house.on.get("/api/v1/aid/requests?state=asking").send().await.expect(200).json();
        let refs: Vec<&str> = asking["items"].as_array().unwrap().iter().filter_map(|r| r["ref"].as_str()).collect();
        assert_eq!(refs, [fresh.as_str()]);
        let all = house.on.get("/requests?state=all").send().await.expect(200).text();
        assert!(all.contains(&late) && all.contains("Its time has run out"), "{all}");
        for session in [None, Some(&house.donor.session)] {
            let ask = house.on.get(format!("/requests/{late}"));
            let ask = match session {
                Some(session) => ask.session(session),
                None => ask,
            };
            let page = ask.send().await.expect(200).text();
            assert!(page.contains("Its time has run out"), "{page}");
            assert!(
                !page.contains("/pledge?part=") && !page.contains("Open until") && !page.contains("data-state=\"open\""),
                "{page}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_made_safe_and_held_until_a_reviewer_has_looked() {
    both(|house: House| async move {
        let reference = house.open(&house.money(480)).await;
        let path = format!("/api/v1/aid/requests/{reference}/photos");
        let picture = png();
        let send = |token: String, alt: &'static str, bytes: Vec<u8>, key: &'static str| {
            let path = path.clone();
            let house = &house;
            async move {
                house.on.post(path).token(&token).key(key).upload(&[("alt", alt)], &[("photo", "x.png", &bytes)]).send().await
            }
        };
        send(house.donor.token.clone(), "A roof", picture.clone(), "p0").await.expect(403);
        send(house.helper.token.clone(), "", picture.clone(), "p1").await.expect(422);
        send(house.helper.token.clone(), "A roof", b"no picture".to_vec(), "p2").await;
        let bare = house.on.post(path.clone()).token(&house.helper.token).key("p3").upload(&[("alt", "A roof")], &[]).send().await.expect(422);
        assert_eq!(codes(&bare), [("photo".into(), "aid-photo-needed".into())]);
        let held = send(house.helper.token.clone(), "A roof", picture.clone(), "p4").await.expect(201).json();
        assert_eq!(held["state"], "held");
        let again = send(house.helper.token.clone(), "A roof", picture, "p4").await.expect(201).json();
        assert_eq!(held["ref"], again["ref"]);
        let href = held["href"].as_str().unwrap().to_owned();
        house.on.get(href.clone()).send().await.expect(404);
        assert_eq!(house.on.get(path.clone()).send().await.expect(200).json()["items"], json!([]));
        let decide = format!("/api/v1/media/{}/decision", held["ref"].as_str().unwrap());
        // A relative of the household decides on none of its photos, whoever uploaded them.
        let cousin = house.person(Role::Reviewer, house.tree.township.id);
        let (home, account) = (house.household, cousin.account);
        house.write(move |tx| qianmo_registry::state(tx, &Actor::system(), home, account, qianmo_registry::Tie::Relative));
        let close = house.on.post(decide.clone()).token(&cousin.token).json(&json!({"decision": "show"})).send().await.expect(403);
        assert_eq!(problem(&close), "aid-recused-relative");
        house.on.post(decide).token(&house.reviewer.token).json(&json!({"decision": "show"})).send().await.expect(200);
        house.on.get(href).send().await.expect(200);
        let page = house.on.get(format!("/requests/{reference}")).send().await.expect(200).text();
        assert!(page.contains("alt=\"A roof\"") && !page.contains("/photos/"));
        // Shown by mistake, it is taken back from the request's page; upheld reports hold what is shown.
        let office = house.on.get(format!("/requests/{reference}")).session(&house.officer.session).send().await.expect(200).text();
        assert!(office.contains("/decision") && office.contains("undignified"));
        let told = house.act(&house.donor, &reference, "reports", &json!({"reason": "private-data"})).await.expect(201).json();
        let report = format!("/desk/reports/{}", told["ref"].as_str().unwrap());
        house.on.post(report).session(&house.officer.session).form(&[("decision", "uphold")]).send().await.expect(303);
        assert_eq!(house.on.get(path.clone()).send().await.expect(200).json()["items"], json!([]));
        house.on.get(format!("/requests/{reference}/photos")).session(&house.helper.session).send().await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_photos_of_a_request_that_was_taken_back_or_stopped_are_nobodys_to_see() {
    both(|house: House| async move {
        for (who, end, body) in [
            (&house.helper, "withdrawal", json!({"reason": "no-longer-needed"})),
            (&house.officer, "closure", json!({"reason": "not-true"})),
        ] {
            let reference = house.open(&house.money(480)).await;
            let path = format!("/api/v1/aid/requests/{reference}/photos");
            let picture = png();
            let sent = house.on.post(path).token(&house.helper.token).key(end);
            let held = sent.upload(&[("alt", "A roof")], &[("photo", "x.png", &picture)]).send().await.expect(201).json();
            let decide = format!("/api/v1/media/{}/decision", held["ref"].as_str().unwrap());
            house.on.post(decide).token(&house.reviewer.token).json(&json!({"decision": "show"})).send().await.expect(200);
            let href = held["href"].as_str().unwrap().to_owned();
            house.on.get(href.clone()).send().await.expect(200);
            house.act(who, &reference, end, &body).await.expect(200);
            house.on.get(href.clone()).send().await.expect(404);
            house.on.get(href).session(&house.donor.session).send().await.expect(404);
        }
    })
    .await;
}

/// The smallest picture there is, twice as wide.
pub fn png() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(64, 48, image::Rgb([90, 120, 60])).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn when_a_county_ends_its_requests_are_found_in_the_one_that_stands_for_it() {
    both(|house: House| async move {
        let open = house.open(&house.money(480)).await;
        let waiting = house.submitted(&house.money(10)).await;
        let (old, new) = (house.tree.county.id, house.tree.other.id);
        house.on.on.clock.advance(Millis::DAY);
        let at = house.on.app.clock.now();
        house.write(move |tx| {
            qianmo_places::succeed(tx, &Actor::system(), &qianmo_places::Succession { old: vec![old], new, at }).map(|_| ())
        });
        house.on.work().await;
        let listed = house.on.get("/api/v1/aid/requests?place=611024").send().await.expect(200).json();
        assert_eq!(listed["items"][0]["ref"], open.as_str());
        let reviewer = house.person(Role::Reviewer, new);
        let figures = house.get(&reviewer, "/aid/statistics?place=611024").await.expect(200).json();
        assert_eq!(figures["total"]["opened"], 1);
        let queue = house.on.get("/desk/reviews").session(&reviewer.session).send().await.expect(200).text();
        assert!(queue.contains(&waiting));
        house.act(&reviewer, &waiting, "review", &json!({"decision": "approve"})).await.expect(200);
        // Figures are the same at the county, at the township that moved into it, and at its village, whatever was opened when.
        for place in ["611024", "611026101", "611026101201"] {
            let told = house.get(&reviewer, &format!("/aid/statistics?place={place}")).await.expect(200).json();
            let total = (told["total"]["submitted"].as_i64(), told["total"]["opened"].as_i64());
            assert_eq!(total, (Some(2), Some(2)), "{place}");
        }
        let below = house.get(&reviewer, "/aid/statistics?place=611024").await.expect(200).json();
        assert_eq!(below["by_place"][0]["name"], "营盘镇");
        let above = house.get(&house.city_reviewer, "/aid/statistics?place=6110").await.expect(200).json();
        assert_eq!((above["total"]["opened"].as_i64(), above["by_place"][0]["name"].as_str()), (Some(2), Some("山阳县")));
        // In a month of which the old county has counted nothing yet.
        house.on.on.clock.advance(40 * Millis::DAY);
        let later = house.submitted(&house.money(20)).await;
        house.act(&reviewer, &later, "review", &json!({"decision": "approve"})).await.expect(200);
        for place in ["6110", "611024", "611026101"] {
            let path = format!("/aid/statistics?place={place}&from=2020-07&to=2020-07");
            assert_eq!(house.get(&house.city_reviewer, &path).await.expect(200).json()["total"]["opened"], 1, "{place}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_handed_in_again_counts_in_the_month_of_the_first_time_everywhere() {
    both(|house: House| async move {
        let reference = house.submitted(&house.money(480)).await;
        house.on.on.clock.advance(20 * Millis::DAY);
        let back = json!({"decision": "return", "reasons": ["unclear"], "note": "For which school?"});
        house.act(&house.reviewer, &reference, "review", &back).await.expect(200);
        house.on.on.clock.advance(15 * Millis::DAY);
        house.act(&house.helper, &reference, "submission", &json!({})).await.expect(200);
        for place in ["611026", "611026101"] {
            for (month, count) in [("2020-06", 1), ("2020-07", 0)] {
                // Single months are told to whoever answers for the place.
                let path = format!("/aid/statistics?place={place}&from={month}&to={month}");
                let told = house.get(&house.officer, &path).await.expect(200).json();
                assert_eq!(told["total"]["submitted"], count, "{place} in {month}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_follow_a_household_that_moves_and_are_not_handed_in_elsewhere() {
    both(|house: House| async move {
        let open = house.open(&house.money(480)).await;
        let draft = house.draft(&house.money(10)).await;
        let home = house.household;
        let there = house.write(|tx| qianmo_places::by_code(tx, "611024100")).unwrap().id;
        house.write(move |tx| qianmo_registry::household::command::relocate(tx, &Actor::system(), home, None, there).map(|_| ()));
        house.on.work().await;
        let listed = house.on.get("/api/v1/aid/requests?place=611024").send().await.expect(200).json();
        assert_eq!(listed["items"][0]["ref"], open.as_str());
        assert_eq!(listed["items"][0]["place"]["name"], "山阳县");
        let gone = house.on.get("/api/v1/aid/requests?place=611026").send().await.expect(200).json();
        assert_eq!(gone["items"], json!([]));
        // Who works where it lives now stops it; who worked where it lived does not.
        let officer = house.person(Role::Officer, house.tree.other.id);
        let stop = json!({"reason": "doubled"});
        house.act(&house.officer, &open, "closure", &stop).await.expect(403);
        let late = house.act(&house.family, &draft, "submission", &json!({})).await;
        assert_eq!(problem(&late.expect(409)), "aid-household-moved");
        // What is written from now on is of the new county's books; the family sees both.
        let helper = house.person(Role::Helper, there);
        let made = house.post(&helper, "/aid/requests", &house.money(20)).await.expect(201).json();
        let own = house.on.get("/my-requests").session(&house.family.session).send().await.expect(200).text();
        assert!(own.contains(&open) && own.contains(made["ref"].as_str().unwrap()));
        house.act(&officer, &open, "closure", &stop).await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_end_with_a_household_that_leaves_and_its_pictures_go_when_it_is_forgotten() {
    both(|house: House| async move {
        let open = house.open(&house.money(480)).await;
        let waiting = house.submitted(&house.money(10)).await;
        let draft = house.draft(&house.money(10)).await;
        let path = format!("/api/v1/aid/requests/{open}/photos");
        let picture = png();
        let upload = house.on.post(path.clone()).token(&house.helper.token).key("p1");
        let held = upload.upload(&[("alt", "A roof")], &[("photo", "x.png", &picture)]).send().await.expect(201).json();
        let home = house.household;
        let why = Some(qianmo_registry::Departure::Area);
        house.write(move |tx| qianmo_registry::household::command::leave(tx, &Actor::system(), home, None, why, "").map(|_| ()));
        house.on.work().await;
        for (request, state) in [(&open, "closed"), (&waiting, "closed"), (&draft, "withdrawn")] {
            assert_eq!(house.state(request).await, state);
            let reference = request.parse().unwrap();
            assert_eq!(house.write(move |tx| qianmo_aid::request::store::address(tx, reference)), None);
        }
        let page = house.on.get(format!("/requests/{open}")).session(&house.officer.session).send().await.expect(200).text();
        assert!(page.contains("/media/"), "leaving takes no picture away");
        for officer in [1, 2] {
            house.write(move |tx| {
                let own = Actor { household: Some(home), ..Actor::system() };
                qianmo_registry::household::command::ask_erasure(tx, &own, home)?;
                let officer = Actor { account: qianmo_kernel::Id::from_i64(officer), ..Actor::system() };
                qianmo_registry::household::command::erase(tx, &officer, home, None)
            });
        }
        house.on.work().await;
        let photo = held["ref"].as_str().unwrap().parse().unwrap();
        assert_eq!(house.write(move |tx| qianmo_media::require(tx, photo)).state, qianmo_media::State::Deleted);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_of_a_record_that_is_merged_end_because_of_that_and_nobody_reads_that_the_family_left() {
    both(|house: House| async move {
        let waiting = house.submitted(&house.money(10)).await;
        // The same name, year and phone.
        let (home, stays) = (house.household, house.household("王秀英"));
        let mine = || house.on.get("/my-requests").session(&house.family.session).send();
        assert!(mine().await.expect(200).text().contains("/requests/new"));
        for officer in [1, 2] {
            house.write(move |tx| {
                let officer = Actor { account: qianmo_kernel::Id::from_i64(officer), ..Actor::system() };
                qianmo_registry::household::command::merge(tx, &officer, home, None, stays).map(|_| ())
            });
        }
        house.on.work().await;
        assert_eq!(house.state(&waiting).await, "closed");
        let page = house.on.get(format!("/requests/{waiting}")).session(&house.officer.session).header("accept-language", "en");
        let page = page.send().await.expect(200).text();
        assert!(page.contains("joined with another one") && !page.contains("The household has left"), "{page}");
        // Whoever signed in for it asks for the record that stays; of one that left nobody asks.
        assert!(mine().await.expect(200).text().contains("/requests/new"));
        let why = Some(qianmo_registry::Departure::Nobody);
        house.write(move |tx| qianmo_registry::household::command::leave(tx, &Actor::system(), stays, None, why, "").map(|_| ()));
        assert!(!mine().await.expect(200).text().contains("/requests/new"));
    })
    .await;
}
