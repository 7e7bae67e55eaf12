//! Codes: joining, coming back, wrong ones, too many, and never on the page outside a demonstration.

use crate::{House, both};
use qianmo_db::Engine;
use qianmo_kernel::{Locale, Millis};
use qianmo_web::Config;

const PHONE: &str = "+8613800001234";

#[tokio::test(flavor = "multi_thread")]
async fn somebody_joins_with_an_address_in_their_own_script_and_comes_back() {
    both(|house| async move {
        let step = house.ask("张三@例子.中国").await;
        let page = house.on.get("/sign-in/code").header("cookie", format!("qm_step={step}")).send().await.expect(200);
        assert!(page.text().contains("张三@例子.中国"));
        let code = house.code_for("张三@例子.中国").await;
        // The code was sent and is nowhere on the page.
        assert!(!page.text().contains(&code) && !page.text().contains("codebox"));
        let answer = house.type_code(&step, "", &code).await.expect(303);
        assert_eq!(answer.header("location"), "/sign-up/name");
        let cookie = format!("qm_step={step}");
        let empty = house
            .on
            .post("/sign-up/name")
            .header("cookie", &*cookie)
            .form(&[("name", ""), ("locale", "zh-Hans")])
            .send()
            .await
            .expect(422);
        assert!(empty.text().contains("name-error") && empty.text().contains("agree-error"));
        // A name tells nobody how to reach somebody; the code stays good for another one.
        let told = [("name", "张三 微信 zhangsan88"), ("locale", "zh-Hans"), ("agree", "1")];
        let told = house.on.post("/sign-up/name").header("cookie", &*cookie).form(&told).send().await.expect(422);
        assert!(told.text().contains("name-error") && told.cookie("qm_session").is_none());
        let fields = [("name", "张三"), ("locale", "zh-Hans"), ("agree", "1")];
        let joined = house.on.post("/sign-up/name").header("cookie", &*cookie).form(&fields).send().await.expect(303);
        assert_eq!(joined.header("location"), "/places");
        let session = joined.cookie("qm_session").unwrap();
        let me = house.on.get("/api/v1/me").session(&session).send().await.expect(200).json();
        assert_eq!(me["name"], "张三");
        assert_eq!(me["roles"][0]["role"], "donor");
        assert_eq!(me["second_factor"], false);
        // The same page cannot make a second account.
        let twice = house.on.post("/sign-up/name").header("cookie", &*cookie).form(&fields).send().await.expect(303);
        assert!(twice.cookie("qm_session").is_none());
        house.on.on.clock.advance(61_000);
        // Another spelling of the same address comes back to the same account.
        let again = house.sign_in("张三@xn--fsqu00a.xn--fiqs8s", "张三@例子.中国").await;
        let same = house.on.get("/api/v1/me").session(&again).send().await.expect(200).json();
        assert_eq!(same["account"], me["account"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_goes_to_the_mailbox_that_the_account_has_and_not_to_a_look_alike() {
    both(|house| async move {
        house.somebody("Lin", Some("donor@example.org"), &[], false);
        // One key, but another mailbox.
        house.ask("ｄonor@example.org").await;
        assert!(house.last_to("ｄonor@example.org").await.is_none());
        assert!(house.last_to("donor@example.org").await.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_the_same_whether_or_not_an_account_has_the_address() {
    both(|house| async move {
        house.somebody("Lin", Some(PHONE), &[], false);
        let mut pages = Vec::new();
        for login in [PHONE, "+8613900005678"] {
            let answer = house.on.post("/sign-in").form(&[("login", login), ("next", "/")]).send().await.expect(303);
            let step = answer.cookie("qm_step").unwrap();
            let page = house.on.get("/sign-in/code").header("cookie", format!("qm_step={step}")).send().await.expect(200);
            let text = page.text().replace(login, "ADDRESS");
            // The key against sending twice and the way back differ from page to page.
            let body: Vec<&str> = text.split("<main").nth(1).unwrap().split("name=\"_key\" value=\"").collect();
            pages.push((answer.header("location").to_owned(), body[0].to_owned()));
            assert!(house.last_to(login).await.is_some());
        }
        assert_eq!(pages[0], pages[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_use_a_code_up_and_lock_the_address_for_growing_waits() {
    both(|house| async move {
        house.somebody("Lin", Some(PHONE), &[], false);
        let step = house.ask(PHONE).await;
        let code = house.code_for(PHONE).await;
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for left in ["4", "3", "2", "more try"] {
            let page = house.type_code(&step, "", wrong).await.expect(422);
            assert!(page.text().contains(left), "{left}");
            assert!(page.cookie("qm_session").is_none());
        }
        assert_eq!(house.type_code(&step, "", wrong).await.expect(303).header("location"), "/sign-in");
        // The right code comes too late.
        assert!(house.type_code(&step, "", &code).await.expect(303).cookie("qm_session").is_none());
        house.on.on.clock.advance(30_000);
        let locked = house.on.post("/sign-in").form(&[("login", PHONE)]).send().await.expect(429);
        assert!(locked.text().contains("Please try again"));
        house.on.on.clock.advance(31_000);
        house.sign_in(PHONE, PHONE).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_code_is_said_beside_the_field_and_costs_no_try() {
    both(|house| async move {
        house.somebody("Lin", Some(PHONE), &[], false);
        for login in [PHONE, "+8613900005678"] {
            let step = house.ask(login).await;
            let code = house.code_for(login).await;
            for typed in ["", " ", "12345", "1234567", "12345a", "", "-", "abcdef"] {
                let page = house.type_code(&step, "", typed).await.expect(422).text();
                assert!(page.contains("code-error") && page.contains("six digits") && !page.contains("more tr"), "{typed}");
            }
            let wrong = if code == "000000" { "111111" } else { "000000" };
            let page = house.type_code(&step, "", wrong).await.expect(422).text().replace(['\u{2068}', '\u{2069}'], "");
            assert!(page.contains("4 more tries"));
            house.type_code(&step, "", &code).await.expect(303);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_expire_and_cannot_be_asked_for_without_end() {
    both(|house| async move {
        house.somebody("Lin", Some(PHONE), &[], false);
        let step = house.ask(PHONE).await;
        let code = house.code_for(PHONE).await;
        // A second one within the same minute is refused, and the page keeps what was typed.
        let soon = house.on.post("/sign-in").form(&[("login", PHONE)]).send().await.expect(429);
        assert!(soon.text().contains(PHONE) && !soon.header("retry-after").is_empty() || soon.text().contains("try again"));
        house.on.post("/sign-in/again").header("cookie", format!("qm_step={step}")).form(&[]).send().await.expect(429);
        house.on.on.clock.advance(10 * Millis::MINUTE);
        assert_eq!(house.type_code(&step, "", &code).await.expect(303).header("location"), "/sign-in");
        for _ in 0..4 {
            house.on.on.clock.advance(61_000);
            house.ask(PHONE).await;
        }
        house.on.on.clock.advance(61_000);
        house.on.post("/sign-in").form(&[("login", PHONE)]).send().await.expect(429);
        house.on.on.clock.advance(Millis::HOUR);
        house.ask(PHONE).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once_and_only_in_the_browser_that_asked() {
    both(|house| async move {
        house.somebody("Lin", Some(PHONE), &[], false);
        let step = house.ask(PHONE).await;
        let code = house.code_for(PHONE).await;
        let (id, _) = step.split_once('.').unwrap();
        let forged = format!("{id}.{}", "A".repeat(43));
        assert!(house.type_code(&forged, "", &code).await.expect(303).cookie("qm_session").is_none());
        assert!(house.type_code(&step, "", &code).await.expect(303).cookie("qm_session").is_some());
        assert!(house.type_code(&step, "", &code).await.expect(303).cookie("qm_session").is_none());
        house.on.post("/sign-in/code").form(&[("code", &code)]).send().await.expect(303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_paths_of_our_own_are_followed_after_signing_in() {
    let house = House::new(Engine::Sqlite);
    house.somebody("Lin", Some(PHONE), &[], false);
    let answer = house.on.post("/sign-in").form(&[("login", PHONE), ("next", "https://evil.example/")]).send().await.expect(303);
    let step = answer.cookie("qm_step").unwrap();
    let code = house.code_for(PHONE).await;
    assert_eq!(house.type_code(&step, "", &code).await.expect(303).header("location"), "/");
    let page = house.on.get("/sign-in?next=//evil.example").send().await.expect(200);
    assert!(page.text().contains("name=\"next\" value=\"/\"") && page.text().contains("/sign-up?next=%2F\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_address_is_told_beside_the_field_and_kept() {
    let house = House::new(Engine::Sqlite);
    for (typed, reason) in [("", "Type a phone"), ("12", "phone number"), ("a@b", "domain"), ("a b@c.example", "before the @")] {
        let page = house.on.post("/sign-in").form(&[("login", typed)]).send().await.expect(422);
        assert!(page.text().contains(reason) && page.text().contains("login-error"), "{typed}");
        assert!(page.text().contains(&format!("value=\"{typed}\"")), "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demonstration_shows_the_code_on_the_page_and_nothing_else_does() {
    for demo in [true, false] {
        let house = House::with(Engine::Sqlite, Config { base_url: "http://localhost:8080".into(), demo, ..Config::default() });
        let step = house.ask(PHONE).await;
        let page = house.on.get("/sign-in/code").header("cookie", format!("qm_step={step}")).send().await.expect(200);
        let code = house.code_for(PHONE).await;
        assert_eq!(page.text().contains(&code), demo);
        assert_eq!(page.text().contains("codebox"), demo);
        let kept = house.write(|tx| tx.query(COUNT_KEPT, &[], |row| row.i64(0)));
        assert_eq!(kept, [i64::from(demo)]);
    }
}

qianmo_db::sql! {
    const COUNT_KEPT = "SELECT COUNT(*) FROM demo_code";
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_cookies_are_bound_to_the_host() {
    let house = House::with(Engine::Sqlite, Config { base_url: "https://help.example".into(), ..Config::default() });
    let answer = house.on.post("/sign-in").form(&[("login", PHONE)]).send().await.expect(303);
    let step = answer.cookie("__Host-qm_step").expect("bound");
    let code = house.code_for(PHONE).await;
    house.somebody("Lin", Some(PHONE), &[], false);
    let answer = house
        .on
        .post("/sign-in/code")
        .header("cookie", format!("__Host-qm_step={step}"))
        .form(&[("code", &code)])
        .send()
        .await
        .expect(303);
    let cookies: Vec<String> = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap().to_owned()).collect();
    let session = cookies.iter().find(|c| c.starts_with("__Host-qm_session=")).expect("a session");
    assert!(
        session.contains("HttpOnly")
            && session.contains("SameSite=Lax")
            && session.contains("; Secure")
            && session.contains("Path=/")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tries_at_once_get_no_more_than_five_between_them() {
    both(|house| async move {
        house.somebody("Lin", Some(PHONE), &[], false);
        let step = house.ask(PHONE).await;
        let code = house.code_for(PHONE).await;
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let tries = (0..20).map(|_| house.type_code(&step, "", wrong));
        let answers = futures::future::join_all(tries).await;
        let counted = answers.iter().filter(|a| a.status == 422).count();
        assert!(counted <= 4, "{counted}");
        assert!(house.type_code(&step, "", &code).await.cookie("qm_session").is_none());
    })
    .await;
}

/// An installation behind a proxy that names its clients.
fn behind_a_proxy(engine: Engine) -> House {
    House::with(
        engine,
        Config { base_url: "http://localhost:8080".into(), locale: Locale::En, behind_proxy: true, ..Config::default() },
    )
}

async fn ask_from(house: &House, client: &str) -> qianmo_testkit::Answered {
    house.on.post("/sign-in").header("x-forwarded-for", client).form(&[("login", PHONE)]).send().await
}

async fn type_from(house: &House, client: &str, step: &str, code: &str) -> qianmo_testkit::Answered {
    let cookie = format!("qm_step={step}");
    let ask = house.on.post("/sign-in/code").header("x-forwarded-for", client).header("cookie", cookie);
    ask.form(&[("code", code)]).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_keeps_the_owner_of_an_address_out_by_wrong_codes_or_by_asking() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let house = behind_a_proxy(engine);
        house.somebody("Lin", Some(PHONE), &[], false);
        // A stranger types nonsense until the address is locked for them, and asks for as many codes as they may.
        let step = ask_from(&house, "203.0.113.1").await.expect(303).cookie("qm_step").unwrap();
        let code = house.code_for(PHONE).await;
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for _ in 0..5 {
            type_from(&house, "203.0.113.1", &step, wrong).await;
        }
        house.on.on.clock.advance(30_000);
        ask_from(&house, "203.0.113.1").await.expect(429);
        for _ in 0..4 {
            house.on.on.clock.advance(61_000);
            ask_from(&house, "203.0.113.1").await.expect(303);
        }
        house.on.on.clock.advance(61_000);
        ask_from(&house, "203.0.113.1").await.expect(429);
        // The owner, who asks from elsewhere, comes in.
        let step = ask_from(&house, "203.0.113.2").await.expect(303).cookie("qm_step").unwrap();
        let code = house.code_for(PHONE).await;
        assert!(type_from(&house, "203.0.113.2", &step, &code).await.expect(303).cookie("qm_session").is_some());
        // All clients together get no more than twenty.
        let mut sent = 6;
        for client in 3..40 {
            house.on.on.clock.advance(61_000);
            sent += usize::from(ask_from(&house, &format!("203.0.113.{client}")).await.status == 303);
        }
        assert_eq!(sent, 20);
    }
}
