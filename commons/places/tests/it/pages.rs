//! Pages and API, asked as browsers and programs ask.

use crate::{id, with_tree};
use qianmo_db::{Engine, Tx};
use qianmo_kernel::{Actor, Grant, Id, Res, Role, Via};
use qianmo_places::import::{import_names, known_names};
use qianmo_testkit::TestApp;
use qianmo_web::{Authenticate, Credentials, Signed};
use std::sync::Arc;

/// Knows two tokens: `admin`, who answers for everything, and `elsewhere`, an administrator of a place far away.
struct Door;

impl Authenticate for Door {
    fn authenticate(&self, _: &mut Tx<'_>, given: &Credentials) -> Res<Option<Signed>> {
        let path = match given {
            Credentials::Token(token) if token == "admin" => qianmo_kernel::PlacePath::root(),
            Credentials::Token(token) if token == "elsewhere" => qianmo_kernel::PlacePath::root().child(Id::from_i64(7)),
            _ => return Ok(None),
        };
        let grants = vec![Grant { role: Role::Administrator, place: Id::NONE, path }];
        Ok(Some(Signed { actor: Actor { grants, via: Via::Token, ..Actor::system() }, name: "A".into(), locale: None }))
    }
}

fn start(engine: Engine) -> TestApp {
    let app = TestApp::start(engine, || vec![qianmo_web::server::module(), qianmo_places::module()], Arc::new(Door), |b, _| b);
    with_tree(&app.on.db);
    import_names(&app.on.db, "names.csv", known_names()).unwrap();
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn people_walk_through_the_tree() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = start(engine);
        let top = app.get("/places").send().await.expect(200).text();
        assert!(top.contains("/places/61\"") && top.contains("Shaanxi") && top.contains("Province"), "{top}");
        let county = app.get("/places/611026").send().await.expect(200).text();
        assert!(
            county.contains("Zhashui County") && county.contains("lang=\"zh-Hans\">柞水县") && county.contains("乾佑街道"),
            "{county}"
        );
        assert!(!county.contains("/edit"));
        let chinese = app.get("/places/611026").header("cookie", "qm_lang=zh-Hans").send().await.expect(200).text();
        assert!(chinese.contains("<h1><bdi>柞水县</bdi></h1>") && chinese.contains("县级"), "{chinese}");
        let found = app.get("/places?q=zhashui").send().await.expect(200).text();
        assert!(found.contains("/places/611026") && found.contains("Shangluo"), "{found}");
        app.get("/places?q=%E6%B2%A1%E6%9C%89").send().await.expect(200);
        for gone in ["/places/999", "/places/%00", "/places/%FF", "/places/0000000000000"] {
            assert_eq!(app.get(gone).send().await.status, 404, "{gone}");
        }
        app.get("/places?cursor=nonsense").send().await.expect(400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_list_and_read_places() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = start(engine);
        let first = app.get("/api/v1/places?limit=4").send().await.expect(200).json();
        let codes = |v: &serde_json::Value| {
            v["items"].as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(codes(&first), ["61", "6110", "611024", "611026"]);
        let next = first["next"].as_str().unwrap();
        let second = app.get(format!("/api/v1/places?limit=100&cursor={next}")).send().await.expect(200).json();
        assert_eq!((codes(&second).len(), &second["next"]), (6, &serde_json::Value::Null));
        assert_eq!(
            codes(&app.get("/api/v1/places?parent=6110&level=county").send().await.expect(200).json()),
            ["611024", "611026"]
        );
        assert_eq!(codes(&app.get("/api/v1/places?parent=top").send().await.expect(200).json()), ["61", "62"]);
        assert_eq!(codes(&app.get("/api/v1/places?q=sh&limit=1").send().await.expect(200).json()), ["61"]);
        assert!(codes(&app.get("/api/v1/places?level=county&q=%00").send().await.expect(200).json()).is_empty());

        let read = app.get("/api/v1/places/611026").send().await.expect(200);
        let tag = read.header("etag").to_owned();
        let whole = read.json();
        assert_eq!((whole["name"].as_str(), whole["names"]["en"].as_str()), (Some("柞水县"), Some("Zhashui County")));
        assert_eq!(whole["ancestors"].as_array().unwrap().len(), 2);
        assert_eq!(whole["valid_until"], serde_json::Value::Null);
        app.get("/api/v1/places/611026").header("if-none-match", tag.clone()).send().await.expect(304);
        let county = id(&app.on.db, "611026");
        app.on.db.write(move |tx| qianmo_places::rename(tx, &Actor::system(), county, None, "x")).await.unwrap();
        app.get("/api/v1/places/611026").header("if-none-match", tag).send().await.expect(200);

        for (path, status) in [
            ("/api/v1/places/none", 404),
            ("/api/v1/places?limit=0", 400),
            ("/api/v1/places?limit=x", 400),
            ("/api/v1/places?cursor=x", 400),
            ("/api/v1/places?parent=none", 400),
            ("/api/v1/places?level=nothing", 400),
            ("/api/v1/places?level=nothing&q=%00", 400),
        ] {
            assert_eq!(app.get(path).send().await.status.as_u16(), status, "{path}");
        }
        let told = app.get("/api/v1/places?parent=none").send().await.json();
        assert_eq!(
            (&told["type"], &told["errors"][0]["field"]),
            (&serde_json::json!("/problems/web-invalid"), &serde_json::json!("parent"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_changes_the_tree_and_nobody_else() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = start(engine);
        for token in ["", "elsewhere"] {
            let edit = app.get("/places/611026/edit").token(token).send().await.status.as_u16();
            assert!([303, 403].contains(&edit), "{edit}");
            for form in ["name", "names", "children", "successor"] {
                let status = app
                    .post(format!("/places/611026/{form}"))
                    .token(token)
                    .header("sec-fetch-site", "same-origin")
                    .form(&[("name", "x")])
                    .send()
                    .await
                    .status
                    .as_u16();
                assert!([401, 403].contains(&status), "{form}: {status}");
            }
        }
        // It is called as the page's language calls it; what is changed is its own name.
        let edit = app.get("/places/611026/edit").token("admin").send().await.expect(200).text();
        assert!(edit.contains("<bdi>Zhashui County</bdi>") && edit.contains("value=\"柞水县\""), "{edit}");
        assert!(app.get("/places/611026").token("admin").send().await.text().contains("/places/611026/edit"));
        let kept =
            app.post("/places/611026/name").token("admin").form(&[("name", ""), ("version", "1")]).send().await.expect(422).text();
        assert!(kept.contains("id=\"name-error\""), "{kept}");
        app.post("/places/611026/name").token("admin").form(&[("name", "新柞水"), ("version", "1")]).send().await.expect(303);
        app.post("/places/611026/name").token("admin").form(&[("name", "y"), ("version", "1")]).send().await.expect(412);
        app.post("/places/611026/names")
            .token("admin")
            .form(&[("language", "fr"), ("other_name", "Zhashui-sur")])
            .send()
            .await
            .expect(303);
        app.post("/places/6110/children")
            .token("admin")
            .form(&[("code", "611030"), ("level", "county"), ("new_name", "合县"), ("new_language", "zh-Hans")])
            .send()
            .await
            .expect(303);
        let taken = app
            .post("/places/6110/children")
            .token("admin")
            .form(&[("code", "611030"), ("level", "county"), ("new_name", "合县"), ("new_language", "zh-Hans")])
            .send()
            .await
            .expect(422)
            .text();
        assert!(taken.contains("code-error") && taken.contains("value=\"611030\""), "{taken}");
        let old = id(&app.on.db, "611026");
        app.post("/places/611026/successor")
            .token("admin")
            .form(&[("new", "nowhere"), ("at", "2020-01-01")])
            .send()
            .await
            .expect(422);
        app.post("/places/611026/successor")
            .token("admin")
            .form(&[("new", "611024"), ("at", "2020-01-01")])
            .send()
            .await
            .expect(303);
        let ended = app.get(format!("/places/{old}")).send().await.expect(200).text();
        assert!(ended.contains("This place ended on") && ended.contains("/places/611024"), "{ended}");
        app.post("/places/611026/name").token("admin").form(&[("name", "z")]).send().await.expect(409);
        let whole = app.get("/api/v1/places/611024").send().await.expect(200).json();
        assert_eq!(whole["predecessors"][0]["code"], "611026");
    }
}

#[test]
fn every_page_has_its_words_and_no_id_twice() {
    let texts = qianmo_web::server::words(&[qianmo_web::server::module(), qianmo_places::module()]);
    let i18n = Arc::new(qianmo_web::i18n::I18n::new(texts).unwrap());
    for locale in qianmo_kernel::Locale::ALL {
        let view = qianmo_web::View::new(i18n.clone(), locale, 480, qianmo_kernel::Millis(1_600_000_000_000), true);
        let samples: Vec<_> = qianmo_web::sample::samples().filter(|s| s.name.starts_with("qianmo_places")).collect();
        assert_eq!(samples.len(), 4);
        for sample in samples {
            let html = (sample.render)(view.clone()).unwrap();
            assert!(!html.contains(">places-"), "{}: {html}", sample.name);
            let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{}", sample.name);
        }
    }
}
