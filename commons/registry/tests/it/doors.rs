//! Every route: a stranger, a wrong role, and a right role at a wrong place.

use crate::{House, both};
use qianmo_identity::testing::Person;
use qianmo_kernel::{Id, PublicRef, Role};
use qianmo_testkit::Answered;
use qianmo_web::Access;
use qianmo_web::module::RouteInfo;

fn routes(house: &House) -> Vec<RouteInfo> {
    house.on.routes.iter().filter(|r| r.module == "registry").cloned().collect()
}

async fn ask(house: &House, route: &RouteInfo, household: PublicRef, person: Option<&Person>) -> Answered {
    let path = route
        .path
        .replace("{reference}", &household.to_string())
        .replace("{ref}", &household.to_string())
        .replace("{import}", &household.to_string())
        .replace("{person}", &Id::from_i64(5).to_string())
        .replace("{correction}", &Id::from_i64(5).to_string())
        .replace("{tie}", &Id::from_i64(5).to_string());
    let path = if path.ends_with(&household.to_string()) && route.method == http::Method::GET {
        format!("{path}?task=visit")
    } else {
        path
    };
    let api = route.path.starts_with("/api/");
    let mut ask = house.on.ask(route.method.clone(), path).header("if-match", "\"1\"").key(&Id::from_i64(9).to_string());
    if let Some(person) = person {
        ask = if api { ask.token(&person.token) } else { ask.session(&person.session) };
    }
    if route.method != http::Method::GET {
        ask = match (api, route.path.as_str()) {
            (true, path) if path.ends_with("/members") => ask.json(&serde_json::json!({"relation": "child", "name": "A B"})),
            (true, path) if path.ends_with("/households") => {
                let place = house.village.id.to_string();
                ask.json(&serde_json::json!({"place": place, "members": [{"relation": "head", "name": "A B"}]}))
            }
            (true, _) => ask.json(&serde_json::json!({"language": "en"})),
            (false, "/households/import") => ask.upload(&[("do", "check")], &[("file", "a.csv", b"x,y\n".as_slice())]),
            (false, path) => {
                let place = house.village.id.to_string();
                let fields = match path {
                    "/households" => {
                        vec![("place", place.as_str()), ("rows", "1"), ("members.0.relation", "head"), ("members.0.name", "A B")]
                    }
                    p if p.ends_with("/ties") => vec![("tie", "friend")],
                    p if p.contains("/members/") => vec![("relation", "child"), ("name", "A B")],
                    p if p.ends_with("/status") => vec![("do", "leave")],
                    _ => vec![("task", "visit"), ("words", "abc"), ("language", "en")],
                };
                ask.form(&fields)
            }
        };
    }
    ask.send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_wrong_roles_and_wrong_places_stay_outside() {
    both(|house| async move {
        let household = house.family();
        let donor = house.person(&[(Role::Donor, Id::NONE), (Role::Partner, house.county.id), (Role::Administrator, Id::NONE)]);
        let elsewhere = house.person(&[(Role::Helper, house.hamlet.id), (Role::Officer, house.other_county.id)]);
        let reviewer = house.person(&[(Role::Reviewer, house.other_county.id)]);
        let other = house.family_of_others();
        let neighbour = house.owner(other);
        let routes = routes(&house);
        assert!(routes.len() > 30);
        for route in &routes {
            let said = format!("{} {}", route.method, route.path);
            let stranger = ask(&house, route, household, None).await;
            let login = stranger.status.as_u16() == 303 && stranger.header("location").starts_with("/sign-in");
            assert!(stranger.status.as_u16() == 401 || login, "{said}: {}", stranger.status);
            // What is for everybody who is signed in asks itself whose household it is.
            if route.access == Access::SignedIn {
                continue;
            }
            let wrong = ask(&house, route, household, Some(&donor)).await;
            assert_eq!(wrong.status.as_u16(), 403, "{said}: {}", wrong.text());
            if route.path.contains("{ref") || route.path.ends_with("/households") && route.method == http::Method::POST {
                for person in [&elsewhere, &reviewer, &neighbour] {
                    let status = ask(&house, route, household, Some(person)).await.status.as_u16();
                    assert!(matches!(status, 403 | 404), "{said} by somebody of another place: {status}");
                }
            }
        }
        // Nothing of all this was seen or changed.
        let looks = house.write(move |tx| qianmo_registry::looks::store::list(tx, household, Id::from_i64(i64::MAX), 50));
        assert_eq!(looks.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_without_its_second_factor_and_a_token_without_scope_open_nothing() {
    both(|house| async move {
        let household = house.family();
        let county = house.county.id;
        let weak = house.write(move |tx| {
            let roles = [(Role::Reviewer, county)];
            let wanted = qianmo_identity::testing::Wanted { roles: &roles, second_factor: false, ..Default::default() };
            qianmo_identity::testing::make(tx, &wanted)
        });
        house.on.get(format!("/households/{household}?task=visit")).session(&weak.session).send().await.expect(403);
        let helper = house.helper();
        let account = helper.account;
        let narrow = house.write(move |tx| qianmo_identity::token::issue(tx, account, "t", &["registry.household.list"], true));
        house.on.get("/api/v1/households").token(&narrow).send().await.expect(200);
        house.on.get(format!("/api/v1/households/{household}?task=visit")).token(&narrow).send().await.expect(403);
    })
    .await;
}
