//! Every route that is not for everybody: strangers, wrong roles and right roles at a wrong place are refused.

use crate::{House, Tree, both};
use http::{Method, StatusCode};
use qianmo_identity::testing::Person;
use qianmo_kernel::{Id, Role};
use qianmo_testkit::Answered;
use qianmo_web::Access;
use qianmo_web::module::RouteInfo;
use serde_json::json;

/// Asks a route about the helper in the township, with a body that would do.
async fn ask(house: &House, route: &RouteInfo, who: &str, helper: Id, tree: &Tree) -> Answered {
    let (id, place) = (helper.to_string(), tree.township.id.to_string());
    let path = route.path.replace("{id}", &id).replace("{recovery}", &id).replace("{proposal}", &id);
    let path = path.replace("{role}", "helper").replace("{place}", &place);
    let path = if route.method == Method::GET { format!("{path}?place={place}") } else { path };
    let request = house.on.ask(route.method.clone(), path).token(who);
    if route.method == Method::GET || route.method == Method::DELETE {
        request.send().await
    } else if route.path.starts_with("/api/") {
        let body = json!({"login": "13900001234", "name": "x", "role": "helper", "place": place});
        let body = if route.path.ends_with("/grants") { json!({"role": "helper", "place": place}) } else { body };
        let body = if route.path.ends_with("/tokens") { json!({"label": "x", "scopes": ["*"], "days": 1}) } else { body };
        let body = if route.path.ends_with("/decision") { json!({"decision": "confirm"}) } else { body };
        request.key("k").json(&body).send().await
    } else if route.path.contains("passkey") && (route.path.ends_with("/start") || route.path.ends_with("/finish")) {
        request.json(&json!({})).send().await
    } else {
        let act = if route.path.contains("{proposal}") { "confirm" } else { "consent" };
        let fields =
            [("login", "13900001234"), ("name", "x"), ("role", "helper"), ("place", &*place), ("reason", "x"), ("do", act)];
        request.form(&fields).send().await
    }
}

fn is_refused(answer: &Answered) -> bool {
    let to_sign_in = answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/sign-in?next=");
    to_sign_in || matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_that_is_not_public_refuses_whoever_has_no_business_there() {
    both(|house| async move {
        let tree = house.tree();
        let helper: Person = house.somebody("Helper", Some("+8613800001234"), &[(Role::Helper, tree.township.id)], false);
        let wrong = house.person(&[(Role::Reviewer, tree.county.id)]);
        let elsewhere = house.person(&[(Role::Officer, tree.other.id)]);
        let weak = house.somebody("Weak", None, &[(Role::Officer, tree.county.id)], false);
        let mut guarded = 0;
        for route in house.on.routes.iter().filter(|r| r.module == "identity" && r.access != Access::Public) {
            let about = |who: &str, answer: &Answered| format!("{who}: {} {} answered {}", route.method, route.path, answer.status);
            let answer = ask(&house, route, "", helper.account, &tree).await;
            assert!(is_refused(&answer), "{}", about("a stranger", &answer));
            guarded += 1;
            if matches!(route.access, Access::Permit(_)) {
                for (who, token) in [
                    ("a wrong role", &wrong.token),
                    ("a right role elsewhere", &elsewhere.token),
                    ("no second factor", &weak.token),
                ] {
                    let answer = ask(&house, route, token, helper.account, &tree).await;
                    assert!(is_refused(&answer), "{}", about(who, &answer));
                }
            }
        }
        assert!(guarded > 30, "{guarded}");
        // Nothing of all that left a trace at the helper's account.
        let (account, held) = (helper.account, helper.account);
        assert_eq!(house.write(move |tx| qianmo_identity::grant::list(tx, account)).len(), 1);
        assert!(house.write(move |tx| qianmo_identity::recovery::of_account(tx, held)).is_empty());
    })
    .await;
}
