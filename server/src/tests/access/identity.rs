//! The cases of signing in, one's own account, and the roles of others.

use super::{Case, Everybody, ListedApart, TheirOwn};
use crate::tests::world::{Things, World};
use qianmo_identity::session;
use qianmo_identity::token;
use serde_json::json;

/// The cases.
pub fn cases(w: &World, t: &Things) -> Vec<Case> {
    [signing_in(w), settings(w), own_api(w), accounts(w, t)].into_iter().flatten().collect()
}

fn signing_in(w: &World) -> Vec<Case> {
    let anybody = |route: &str| Case::of(route, route.split_once(' ').unwrap().1, &w.donor).elsewhere(Everybody);
    let seated = |route: &str| Case::of(route, route.split_once(' ').unwrap().1, &w.donor).seated(&w.donor).elsewhere(TheirOwn);
    vec![
        anybody("GET /sign-in"),
        anybody("POST /sign-in").form(&[("login", "+8613900000009")]),
        anybody("GET /sign-in/code"),
        anybody("POST /sign-in/code").form(&[("code", "000000")]),
        anybody("POST /sign-in/again").form(&[]),
        anybody("GET /sign-in/card"),
        anybody("POST /sign-in/card").form(&[("number", "0000"), ("pin", "0000")]).anyway(422),
        anybody("POST /sign-in/passkey/start").json(json!({})),
        anybody("POST /sign-in/passkey/finish").json(json!({})),
        anybody("GET /sign-up"),
        anybody("POST /sign-up").form(&[("login", "+8613900000008")]),
        anybody("GET /sign-up/name"),
        anybody("POST /sign-up/name").form(&[("name", "New Giver")]),
        anybody("POST /sign-out").form(&[]),
        seated("GET /sign-in/second"),
        seated("POST /sign-in/second").form(&[]).anyway(422),
        seated("POST /sign-in/second/passkey/start").json(json!({})),
        seated("POST /sign-in/second/passkey/finish").json(json!({})).anyway(422),
    ]
}

/// The ids of another session and another token of the donor's.
fn own_things(w: &World) -> (String, String) {
    let account = w.donor.account;
    w.t.on
        .db
        .write_now(move |tx| {
            let before = (session::list(tx, account)?, token::list(tx, account)?);
            qianmo_identity::testing::again(tx, account)?;
            let fresh = session::list(tx, account)?.into_iter().find(|s| !before.0.iter().any(|b| b.id == s.id)).unwrap();
            let made = token::list(tx, account)?.into_iter().find(|t| !before.1.iter().any(|b| b.id == t.id)).unwrap();
            Ok((fresh.id.to_string(), made.id.to_string()))
        })
        .unwrap()
}

fn settings(w: &World) -> Vec<Case> {
    let donor = &w.donor;
    let (session, token) = own_things(w);
    let village = w.a.village.to_string();
    let own = |route: &str| Case::of(route, route.split_once(' ').unwrap().1, donor).seated(donor).elsewhere(TheirOwn);
    let of = |route: &str, path: String| Case::of(route, path, donor).seated(donor);
    vec![
        own("GET /settings"),
        own("POST /settings").form(&[("name", "Dora Giver"), ("locale", "en")]),
        // The donor holds no role to give back, and nobody else's is within reach.
        own("POST /settings/roles/take").form(&[("role", "helper"), ("place", &village)]).anyway(404),
        own("POST /settings/contacts").form(&[("login", "dora@example.org")]),
        own("POST /settings/passkeys/start").json(json!({})),
        own("POST /settings/passkeys/finish").json(json!({})).anyway(422),
        own("GET /settings/tokens"),
        own("POST /settings/tokens").form(&[("label", "a script"), ("scopes", "aid.*"), ("days", "30")]),
        own("GET /settings/erase"),
        own("POST /settings/erase").form(&[]).anyway(422),
        // Another's is not found: there is none of that id among one's own. The things named here are the donor's.
        of("POST /settings/contacts/{id}/remove", format!("/settings/contacts/{}/remove", w.donor_contact())),
        of("POST /settings/passkeys/{id}/remove", format!("/settings/passkeys/{token}/remove")).anyway(404),
        of("POST /settings/sessions/{id}/end", format!("/settings/sessions/{session}/end")).anyway(404),
        of("POST /settings/recovery/{id}/cancel", format!("/settings/recovery/{token}/cancel")).anyway(404),
        of("POST /settings/tokens/{id}/revoke", format!("/settings/tokens/{token}/revoke")),
        own("POST /settings/sessions/end-others").form(&[]),
    ]
}

fn own_api(w: &World) -> Vec<Case> {
    let donor = &w.donor;
    let (session, token) = own_things(w);
    let own = |route: &str| Case::of(route, route.split_once(' ').unwrap().1, donor).elsewhere(TheirOwn);
    vec![
        own("GET /api/v1/me"),
        own("GET /api/v1/sessions"),
        // Ending all others, which is another door, may have ended it before.
        Case::of("DELETE /api/v1/sessions/{id}", format!("/api/v1/sessions/{session}"), donor).anyway(404),
        own("GET /api/v1/tokens"),
        own("POST /api/v1/tokens").json(json!({"label": "a script", "scopes": ["aid.*"], "days": 30})),
        Case::of("DELETE /api/v1/tokens/{id}", format!("/api/v1/tokens/{token}"), donor),
    ]
}

fn accounts(w: &World, t: &Things) -> Vec<Case> {
    let (a, officer, second) = (&w.a, &w.a.officer, &w.a.second_officer);
    let (who, village) = (t.lost.account, a.village.to_string());
    let new = [("login", "+8613900000002"), ("name", "New Helper"), ("role", "helper"), ("place", village.as_str())];
    let grant = [("role", "reviewer"), ("place", village.as_str())];
    let page = |route: &str, rest: String| Case::of(route, format!("/accounts/{who}{rest}"), officer);
    vec![
        Case::of("GET /accounts", format!("/accounts?place={}", a.code), officer),
        Case::of("POST /accounts", "/accounts", officer).form(&new),
        page("GET /accounts/{id}", String::new()),
        page("POST /accounts/{id}/grants", "/grants".into()).form(&[("role", "partner"), grant[1]]),
        page("POST /accounts/{id}/grants/take", "/grants/take".into()).form(&[("role", "partner"), grant[1]]),
        Case::of(
            "POST /accounts/{id}/proposals/{proposal}/decide",
            format!("/accounts/{}/proposals/{}/decide", t.prospect, t.proposal),
            second,
        )
        .form(&[("do", "confirm")]),
        page("POST /accounts/{id}/recovery", "/recovery".into()).form(&[("login", "+8613900000003"), ("reason", "Came again.")]),
        Case::of(
            "POST /accounts/{id}/recovery/{recovery}/decide",
            format!("/accounts/{who}/recovery/{}/decide", t.recovery),
            second,
        )
        .form(&[("do", "consent")]),
        page("POST /accounts/{id}/recovery/{recovery}/cancel", format!("/recovery/{}/cancel", t.recovery)),
        Case::of("GET /api/v1/accounts", format!("/api/v1/accounts?place={}", a.id), officer).elsewhere(ListedApart),
        Case::of("POST /api/v1/accounts", "/api/v1/accounts", officer)
            .json(json!({"login": "+8613900000004", "name": "Newer Helper", "role": "helper", "place": village})),
        Case::of("GET /api/v1/accounts/{id}/grants", format!("/api/v1/accounts/{who}/grants"), officer),
        Case::of("POST /api/v1/accounts/{id}/grants", format!("/api/v1/accounts/{who}/grants"), officer)
            .json(json!({"role": "partner", "place": village})),
        Case::of(
            "DELETE /api/v1/accounts/{id}/grants/{role}/{place}",
            format!("/api/v1/accounts/{who}/grants/helper/{village}"),
            officer,
        ),
        Case::of(
            "POST /api/v1/accounts/{id}/proposals/{proposal}/decision",
            format!("/api/v1/accounts/{}/proposals/{}/decision", t.prospect, t.proposal),
            second,
        )
        .json(json!({"decision": "confirm"})),
    ]
}
