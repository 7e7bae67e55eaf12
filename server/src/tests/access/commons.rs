//! The cases of places, photos, households, books and payments.

use super::{Case, Everybody, ListedApart, TheirOwn, Unasked};
use crate::tests::world::{Things, World};
use qianmo_kernel::Role;
use serde_json::json;

const MEMBER: [(&str, &str); 3] = [("relation", "sibling"), ("name", "Robin Amberley"), ("birth", "1948")];

/// The cases.
pub fn cases(w: &World, t: &Things) -> Vec<Case> {
    [unasked(w), places(w), photos(w, t), households(w, t), own_household(w, t), books(w, t), payments(w, t)]
        .into_iter()
        .flatten()
        .collect()
}

fn unasked(w: &World) -> Vec<Case> {
    let same = |route: &str, path: &str| Case::of(route, path, &w.donor).elsewhere(Unasked);
    let anybody = |route: &str, path: &str| Case::of(route, path, &w.donor).elsewhere(Everybody);
    vec![
        same("GET /language", "/language?to=en&next=/"),
        same("GET /healthz", "/healthz"),
        // The program that serves adds these two; tests run without it.
        same("GET /readyz", "/readyz").anyway(404),
        same("GET /metrics", "/metrics").anyway(404),
        same("GET /assets/{name}", qianmo_web::assets::path("app.css")),
        same("GET /favicon.ico", "/favicon.ico"),
        same("GET /robots.txt", "/robots.txt"),
        same("GET /site.webmanifest", "/site.webmanifest"),
        same("GET /api/v1/openapi.json", "/api/v1/openapi.json"),
        anybody("GET /api", "/api"),
        anybody("GET /problems/{key}", "/problems/web-not-found"),
    ]
}

fn places(w: &World) -> Vec<Case> {
    let (a, right) = (&w.a, &w.a.administrator);
    let of = |route: &str, rest: &str| Case::of(route, format!("/places/{}{rest}", a.village), right);
    let public = |route: &str, path: String| Case::of(route, path, right).elsewhere(Everybody);
    vec![
        public("GET /places", "/places".into()),
        public("GET /places/{id}", format!("/places/{}", a.id)),
        public("GET /api/v1/places", "/api/v1/places".into()),
        public("GET /api/v1/places/{id}", format!("/api/v1/places/{}", a.id)),
        of("GET /places/{id}/edit", "/edit"),
        of("POST /places/{id}/name", "/name").form(&[("name", "Upper Ash Tree")]),
        of("POST /places/{id}/names", "/names").form(&[("language", "fr"), ("other_name", "Haut Frêne")]),
        Case::of("POST /places/{id}/children", format!("/places/{}/children", a.township), right).form(&[
            ("code", "101001100009"),
            ("level", "village"),
            ("new_name", "Middle Ash"),
            ("new_language", "en"),
        ]),
        Case::of("POST /places/{id}/successor", "/places/101001100002/successor", right)
            .form(&[("new", "101001100001"), ("at", "2020-05-01")]),
    ]
}

fn photos(w: &World, t: &Things) -> Vec<Case> {
    let right = &w.a.county_reviewer;
    vec![
        Case::of("GET /media/{reference}/{size}", format!("/media/{}/320", t.photo), right).elsewhere(super::HiddenFromStrangers),
        Case::of("GET /photos", "/photos", right).elsewhere(ListedApart),
        Case::of("POST /photos/{reference}/decision", format!("/photos/{}/decision", t.photo), right).form(&[("decision", "show")]),
        Case::of("POST /api/v1/media/{ref}/decision", format!("/api/v1/media/{}/decision", t.photo), right)
            .json(json!({"decision": "show"})),
    ]
}

fn households(w: &World, t: &Things) -> Vec<Case> {
    let (a, helper, officer) = (&w.a, &w.a.helper, &w.a.officer);
    let page = |route: &str, rest: &str| Case::of(route, format!("/households/{}{rest}", a.household), helper);
    let api = |route: &str, rest: &str| Case::of(route, format!("/api/v1/households/{}{rest}", a.household), helper);
    let village = a.village.to_string();
    let new = [("place", village.as_str()), ("members.0.relation", "head"), ("members.0.name", "Sage Brackenbury"), ("rows", "1")];
    let file = format!("household,place_code,relation,name\n1,{}100001,head,Moss Underhill\n", a.code);
    let member = json!({"relation": "sibling", "name": "Ivy Amberley", "birth": "1951"});
    vec![
        Case::of("GET /households", "/households", helper).elsewhere(ListedApart),
        Case::of("POST /households", "/households", helper).form(&new),
        Case::of("POST /households/find", "/households/find", helper).form(&[("number", "13800001234")]).elsewhere(ListedApart),
        Case::of("GET /households/new", format!("/households/new?place={village}"), helper),
        Case::of("GET /households/wishes", "/households/wishes", helper).elsewhere(ListedApart),
        Case::of("GET /households/import", "/households/import", helper).elsewhere(TheirOwn),
        Case::of("GET /households/import/sample", "/households/import/sample", helper).elsewhere(TheirOwn),
        Case::of("POST /households/import", "/households/import", helper)
            .files(&[("do", "import")], &[("file", file.as_bytes())])
            .elsewhere(super::ImportedNowhere),
        Case::of("GET /households/import/{import}/report", format!("/households/import/{}/report", t.import), helper),
        Case::of("POST /households/export", "/households/export", officer).form(&[("task", "visit")]).elsewhere(ListedApart),
        page("GET /households/{reference}", "?task=visit"),
        page("POST /households/{reference}/look", "/look").form(&[("task", "visit"), ("words", "Seen on Monday")]),
        page("POST /households/{reference}/ties", "/ties").form(&[("tie", "neighbour")]),
        Case::of(
            "POST /households/{reference}/ties/{tie}/end",
            format!("/households/{}/ties/{}/end", a.household, t.own_tie),
            officer,
        ),
        Case::of(
            "POST /households/{reference}/ties/{tie}/agreement",
            format!("/households/{}/ties/{}/agreement", a.household, t.tie),
            officer,
        ),
        page("GET /households/{reference}/edit", "/edit"),
        page("POST /households/{reference}/edit", "/edit").form(&[("address", "8 Mill Lane")]),
        Case::of("POST /households/{reference}/status", format!("/households/{}/status", a.neighbour_household), helper)
            .form(&[("do", "leave"), ("why", "area")]),
        // It has not left: told so (409).
        Case::of("POST /households/{reference}/return", format!("/households/{}/return", a.household), officer)
            .form(&[])
            .anyway(409),
        page("POST /households/{reference}/corrections/{correction}", &format!("/corrections/{}", t.correction)),
        page("GET /households/{reference}/members/new", "/members/new"),
        page("POST /households/{reference}/members/new", "/members/new").form(&MEMBER),
        page("GET /households/{reference}/members/{person}", &format!("/members/{}", t.member)),
        page("POST /households/{reference}/members/{person}", &format!("/members/{}", t.member)).form(&MEMBER),
        page("GET /households/{reference}/looks", "/looks"),
        page("GET /households/{reference}/card", "/card"),
        page("POST /households/{reference}/card", "/card").form(&[]),
        Case::of("GET /api/v1/households", "/api/v1/households", helper).elsewhere(ListedApart),
        Case::of("POST /api/v1/households", "/api/v1/households", helper)
            .json(json!({"place": village, "members": [{"relation": "head", "name": "Fay Fielding"}]})),
        api("GET /api/v1/households/{ref}", "?task=visit"),
        api("PATCH /api/v1/households/{ref}", "").json(json!({"address": "9 Mill Lane"})).header("if-match", "\"1\""),
        api("POST /api/v1/households/{ref}/members", "/members").json(member),
        Case::of("POST /api/v1/households/{ref}/return", format!("/api/v1/households/{}/return", a.household), officer).anyway(409),
        api("GET /api/v1/households/{ref}/looks", "/looks"),
    ]
}

fn own_household(w: &World, t: &Things) -> Vec<Case> {
    let (family, friend) = (&w.a.family, w.administrator.account.to_string());
    let own = |route: &str| Case::of(route, route.split_once(' ').unwrap().1, family).elsewhere(TheirOwn);
    vec![
        own("GET /my-household"),
        // Signed in by a passkey, which shows no phone: told so (409).
        own("POST /my-household/membership").form(&[("document", "123X")]).seated(&w.donor),
        own("POST /my-household").form(&[("address", "6 Mill Lane")]),
        own("POST /my-household/corrections").form(&[("words", "The first name is wrong, too.")]),
        own("POST /my-household/ties").form(&[("account", &friend), ("tie", "neighbour")]),
        Case::of("POST /my-household/ties/{tie}/end", format!("/my-household/ties/{}/end", t.tie), family),
        Case::of(
            "POST /my-household/corrections/{correction}/withdrawal",
            format!("/my-household/corrections/{}/withdrawal", t.correction),
            family,
        ),
        own("GET /my-household/erasure"),
        own("POST /my-household/erasure"),
        own("POST /my-household/erasure/withdrawal"),
    ]
}

fn books(w: &World, t: &Things) -> Vec<Case> {
    let (county, right) = (w.a.id, &w.a.auditor);
    vec![
        Case::of("GET /ledger", "/ledger", right).elsewhere(ListedApart),
        Case::of("GET /ledger/{county}", format!("/ledger/{county}"), right),
        Case::of("GET /ledger/{county}/accounts", format!("/ledger/{county}/accounts"), right),
        Case::of("GET /ledger/{county}/proof", format!("/ledger/{county}/proof"), right),
        Case::of("POST /ledger/{county}/verifications", format!("/ledger/{county}/verifications"), right),
        Case::of("GET /ledger/accounts/{reference}", format!("/ledger/accounts/{}", t.account), right),
        Case::of("GET /ledger/transfers/{reference}", format!("/ledger/transfers/{}", t.transfer), right),
        Case::of("GET /ledger/blocks/{county}/{seq}", format!("/ledger/blocks/{county}/1"), right),
        Case::of("GET /api/v1/ledger/accounts", format!("/api/v1/ledger/accounts?county={county}"), right),
        Case::of("GET /api/v1/ledger/accounts/{id}", format!("/api/v1/ledger/accounts/{}", t.account), right),
        Case::of("GET /api/v1/ledger/transfers", format!("/api/v1/ledger/transfers?account={}", t.account), right),
        Case::of("GET /api/v1/ledger/transfers/{id}", format!("/api/v1/ledger/transfers/{}", t.transfer), right),
    ]
}

fn payments(w: &World, t: &Things) -> Vec<Case> {
    let (county, officer, auditor) = (w.a.id, &w.a.officer, &w.a.auditor);
    let order = |rest: &str| format!("/payments/orders/{}{rest}", t.paying_order);
    vec![
        // Whoever has a payment's address, with the key in it, may pay it: it is the bank's page.
        Case::of("GET /sandbox/pay/{reference}/{key}", &t.paying_at, &w.donor).elsewhere(Everybody),
        Case::of("POST /sandbox/pay/{reference}/{key}", &t.paying_at, &w.donor)
            .form(&[("choice", "delay"), ("seconds", "86400")])
            .elsewhere(Everybody),
        Case::of("GET /sandbox/mandate/{reference}/{key}", &t.agreeing_at, &w.donor).elsewhere(Everybody),
        Case::of("POST /sandbox/mandate/{reference}/{key}", &t.agreeing_at, &w.donor)
            .form(&[("act", "agree"), ("choice", "succeed"), ("seconds", "")])
            .elsewhere(Everybody),
        Case::of("GET /sandbox", "/sandbox", officer).elsewhere(TheirOwn),
        Case::of("POST /sandbox", "/sandbox", &w.administrator).form(&[("direction", "out"), ("choice", "succeed")]),
        // The signature decides: without one nobody comes in.
        Case::of("POST /payments/callback/{provider}", "/payments/callback/sandbox", &w.donor).elsewhere(super::Unsigned),
        Case::of("GET /payments/orders/{reference}", order(""), &w.donor),
        Case::of("POST /payments/orders/{reference}/start", order("/start"), &w.donor),
        Case::of("POST /payments/orders/{reference}/retry", order("/retry"), officer),
        Case::of("GET /payments/orders/{reference}/settlement", order("/settlement"), officer).anyway(409),
        Case::of("POST /payments/orders/{reference}/settlement", order("/settlement"), officer)
            .form(&[("verdict", "moved"), ("evidence", "A line of the statement.")]),
        Case::of("POST /payments/orders/{reference}/settlement/confirmation", order("/settlement/confirmation"), officer)
            .form(&[("proposed", "1")]),
        Case::of("GET /payments/reconciliation", "/payments/reconciliation", auditor).elsewhere(ListedApart),
        Case::of("GET /payments/reconciliation/{county}", format!("/payments/reconciliation/{county}"), auditor),
        Case::of("POST /payments/reconciliation/{county}", format!("/payments/reconciliation/{county}"), auditor),
        Case::of("GET /api/v1/payments/orders/{ref}", format!("/api/v1/payments/orders/{}", t.paying_order), &w.donor),
    ]
}

/// Donors and partners see what is public wherever it is.
pub const GIVERS: [Role; 2] = [Role::Donor, Role::Partner];
