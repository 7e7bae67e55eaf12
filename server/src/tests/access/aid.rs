//! The cases of requests, pledges, deliveries and payouts.

use super::commons::GIVERS;
use super::{Case, Everybody, HiddenFromStrangers, ListedApart, TheirOwn};
use crate::tests::world::{Things, World, asks_money, goods, money, need, picture, reference};
use qianmo_kernel::Role;
use serde_json::json;

/// The cases.
pub fn cases(w: &World, t: &Things) -> Vec<Case> {
    [
        finding(w, t),
        asking(w, t),
        deciding(w, t),
        giving(w, t),
        standing(w, t),
        offering(w, t),
        sending(w, t),
        confirming(w, t),
        telling(w, t),
        paying_out(w, t),
        funds(w, t),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn finding(w: &World, t: &Things) -> Vec<Case> {
    let anybody = |route: &str, path: &str| Case::of(route, path, &w.donor).elsewhere(Everybody);
    let open = reference(&t.open);
    vec![
        anybody("GET /", "/"),
        anybody("GET /requests", "/requests"),
        anybody("GET /figures", "/figures"),
        anybody("GET /api/v1/aid/requests", "/api/v1/aid/requests"),
        anybody("GET /api/v1/aid/statistics", "/api/v1/aid/statistics"),
        anybody("GET /api/v1/aid/lifecycle", "/api/v1/aid/lifecycle"),
        anybody("GET /api/v1/aid/caps", &format!("/api/v1/aid/caps?place={}", w.a.code)),
        Case::of("GET /requests/{reference}", format!("/requests/{}", t.draft), &w.a.helper).elsewhere(HiddenFromStrangers),
        Case::of("GET /api/v1/aid/requests/{ref}", format!("/api/v1/aid/requests/{}", t.submitted), &w.a.helper)
            .elsewhere(HiddenFromStrangers),
        Case::of("GET /api/v1/aid/requests/{ref}/photos", format!("/api/v1/aid/requests/{}/photos", t.returned), &w.a.helper)
            .elsewhere(HiddenFromStrangers),
        Case::of("GET /requests/{reference}/reports", format!("/requests/{}/reports", t.draft), &w.donor)
            .elsewhere(HiddenFromStrangers)
            .anyway(404),
        Case::of("POST /requests/{reference}/reports", format!("/requests/{}/reports", t.submitted), &w.donor)
            .form(&[("reason", "other"), ("note", "Strange.")])
            .elsewhere(HiddenFromStrangers)
            .anyway(404),
        Case::of("POST /api/v1/aid/requests/{ref}/reports", format!("/api/v1/aid/requests/{open}/reports"), &w.donor)
            .json(json!({"reason": "other", "note": "Strange."}))
            .elsewhere(Everybody),
        Case::of("GET /desk", "/desk", &w.a.officer).elsewhere(ListedApart),
        Case::of("GET /desk/fairness", format!("/desk/fairness?place={}", w.a.id), &w.a.officer),
        Case::of("GET /desk/fairness.csv", format!("/desk/fairness.csv?place={}", w.a.id), &w.a.officer),
        Case::of("GET /desk/fairness/unattended", format!("/desk/fairness/unattended?place={}", w.a.id), &w.a.officer),
        Case::of("GET /api/v1/aid/fairness", format!("/api/v1/aid/fairness?place={}", w.a.id), &w.a.officer),
        Case::of("GET /api/v1/aid/fairness/unattended", format!("/api/v1/aid/fairness/unattended?place={}", w.a.id), &w.a.officer),
        Case::of("GET /my-requests", "/my-requests", &w.a.family).elsewhere(ListedApart),
        Case::of("GET /desk/posts", "/desk/posts", &w.a.helper).elsewhere(ListedApart),
        Case::of("GET /api/v1/aid/requests/mine", "/api/v1/aid/requests/mine", &w.a.helper).elsewhere(ListedApart),
    ]
}

fn asking(w: &World, t: &Things) -> Vec<Case> {
    let helper = &w.a.helper;
    let page = |route: &str, of: &str, rest: &str| Case::of(route, format!("/requests/{of}{rest}"), helper);
    let api = |route: &str, of: &str, rest: &str| Case::of(route, format!("/api/v1/aid/requests/{of}{rest}"), helper);
    let draft = [
        ("household", w.a.household.as_str()),
        ("relationship", "helper"),
        ("purpose", "other"),
        ("reason", "low-income"),
        ("title", "A ladder"),
        ("story", "The old one is broken and the roof leaks."),
        ("language", "en"),
        ("parts.0.kind", "money"),
        ("parts.0.label", "Ladder"),
        ("parts.0.amount", "90"),
    ];
    let photo = picture(77);
    let grounds = "The roof was inspected on Monday; the report is at the village office.";
    vec![
        Case::of("GET /requests/new", "/requests/new", helper).elsewhere(TheirOwn),
        Case::of("POST /requests/new", "/requests/new", helper).form(&draft),
        Case::of("POST /api/v1/aid/requests", "/api/v1/aid/requests", helper).json(need(
            &w.a,
            "other",
            "A ladder",
            json!([asks_money(9_000)]),
        )),
        page("GET /requests/{reference}/edit", &t.draft, "/edit"),
        page("POST /requests/{reference}/edit", &t.draft, "/edit").form(&draft),
        api("PATCH /api/v1/aid/requests/{ref}", &t.draft, "").json(json!({"title": "A lower desk"})).header("if-match", "\"1\""),
        page("GET /requests/{reference}/submission", &t.draft, "/submission"),
        page("POST /requests/{reference}/submission", &t.draft, "/submission").form(&[]),
        api("POST /api/v1/aid/requests/{ref}/submission", &t.returned, "/submission"),
        page("GET /requests/{reference}/appeal", &t.refused, "/appeal"),
        page("POST /requests/{reference}/appeal", &t.refused, "/appeal").form(&[("note", grounds)]),
        api("POST /api/v1/aid/requests/{ref}/appeal", &t.refused, "/appeal").json(json!({"note": grounds})),
        page("GET /requests/{reference}/withdrawal", &t.submitted, "/withdrawal"),
        page("POST /requests/{reference}/withdrawal", &t.submitted, "/withdrawal").form(&[("reason", "mistake")]),
        api("POST /api/v1/aid/requests/{ref}/withdrawal", &t.returned, "/withdrawal").json(json!({"reason": "mistake"})),
        page("GET /requests/{reference}/photos", &t.draft, "/photos"),
        page("POST /requests/{reference}/photos", &t.draft, "/photos").files(&[("alt", "A desk")], &[("photo", &photo)]),
        api("POST /api/v1/aid/requests/{ref}/photos", &reference(&t.open), "/photos")
            .files(&[("alt", "A coat")], &[("photo", &photo)]),
    ]
}

fn deciding(w: &World, t: &Things) -> Vec<Case> {
    let (reviewer, county, officer) = (&w.a.reviewer, &w.a.county_reviewer, &w.a.officer);
    let open = reference(&t.open);
    let ruling = json!({"decision": "return", "reasons": ["unclear"], "note": ""});
    let place = w.a.id.to_string();
    vec![
        Case::of("GET /desk/reviews", "/desk/reviews", reviewer).elsewhere(ListedApart),
        Case::of("GET /api/v1/aid/reviews", "/api/v1/aid/reviews", reviewer).elsewhere(ListedApart),
        Case::of("GET /desk/reviews/{reference}", format!("/desk/reviews/{}", t.submitted), reviewer),
        Case::of("POST /desk/reviews/{reference}", format!("/desk/reviews/{}", t.submitted), reviewer)
            .form(&[("decision", "return"), ("return_reasons", "unclear")]),
        Case::of("POST /api/v1/aid/requests/{ref}/review", format!("/api/v1/aid/requests/{}/review", t.looked_at), county)
            .json(ruling),
        Case::of("GET /requests/{reference}/closure", format!("/requests/{open}/closure"), officer),
        Case::of("POST /requests/{reference}/closure", format!("/requests/{open}/closure"), officer).form(&[("reason", "doubled")]),
        Case::of("POST /api/v1/aid/requests/{ref}/closure", format!("/api/v1/aid/requests/{open}/closure"), officer)
            .json(json!({"reason": "doubled"})),
        Case::of("GET /desk/appeals", "/desk/appeals", officer).elsewhere(ListedApart),
        Case::of("GET /desk/reports", "/desk/reports", officer).elsewhere(ListedApart),
        Case::of("POST /desk/reports/{reference}", format!("/desk/reports/{}", t.report), officer).form(&[("decision", "dismiss")]),
        Case::of("GET /desk/caps", format!("/desk/caps?place={place}"), officer),
        Case::of("POST /desk/caps", "/desk/caps", officer).form(&[
            ("place", &place),
            ("purpose", "health"),
            ("year", "2020"),
            ("amount", "5000"),
            ("version", "0"),
        ]),
        Case::of("PUT /api/v1/aid/caps/{place}/{purpose}/{year}", format!("/api/v1/aid/caps/{place}/other/2020"), officer)
            .json(json!({"amount": money(900_000)}))
            .header("if-match", "\"0\""),
    ]
}

fn giving(w: &World, t: &Things) -> Vec<Case> {
    let donor = &w.donor;
    let place = w.a.id.to_string();
    let helped = reference(&t.helped);
    let part = t.helped["parts"][0]["id"].as_str().unwrap();
    let page = |route: &str, of: &str, rest: &str| Case::of(route, format!("/pledges/{of}{rest}"), donor);
    let api = |route: &str, of: &str, rest: &str| Case::of(route, format!("/api/v1/aid/pledges/{of}{rest}"), donor);
    vec![
        Case::of("GET /requests/{reference}/pledge", format!("/requests/{helped}/pledge"), donor).anywhere(&GIVERS),
        // Donors give everywhere; a partner at the places of the partnership.
        Case::of("POST /requests/{reference}/pledges", format!("/requests/{helped}/pledges"), donor)
            .form(&[("part", part), ("amount", "2")])
            .anywhere(&[Role::Donor]),
        Case::of("POST /api/v1/aid/requests/{ref}/pledges", format!("/api/v1/aid/requests/{helped}/pledges"), donor)
            .json(json!({"part": part, "amount": money(200)}))
            .anywhere(&[Role::Donor]),
        page("GET /pledges/{reference}", &t.fresh, ""),
        api("GET /api/v1/aid/pledges/{ref}", &t.fresh, ""),
        page("POST /pledges/{reference}/payment", &t.paying, "/payment").form(&[]),
        api("POST /api/v1/aid/pledges/{ref}/payment", &t.paying, "/payment"),
        page("POST /pledges/{reference}/cancellation", &t.fresh, "/cancellation").form(&[]),
        api("POST /api/v1/aid/pledges/{ref}/cancellation", &t.unsent, "/cancellation"),
        Case::of("GET /my-interests", "/my-interests", donor).elsewhere(TheirOwn),
        Case::of("POST /my-interests", "/my-interests", donor)
            .form(&[("purposes", "health"), ("place", &place), ("personal", "1"), ("learn", "1")])
            .elsewhere(TheirOwn),
        Case::of("POST /my-interests/forgetting", "/my-interests/forgetting", donor).form(&[]).elsewhere(TheirOwn),
        Case::of("GET /api/v1/aid/interests", "/api/v1/aid/interests", donor).elsewhere(TheirOwn),
        Case::of("PUT /api/v1/aid/interests", "/api/v1/aid/interests", donor)
            .json(json!({"purposes": ["health"], "place": null, "personal": true, "learn": true}))
            .header("if-match", "*")
            .elsewhere(TheirOwn),
        Case::of("DELETE /api/v1/aid/interests/learnt", "/api/v1/aid/interests/learnt", donor).elsewhere(TheirOwn),
        Case::of("GET /api/v1/aid/slate", "/api/v1/aid/slate", donor).elsewhere(TheirOwn),
        Case::of("GET /requests/{reference}/why", format!("/requests/{helped}/why"), donor).anywhere(&GIVERS),
        Case::of("GET /api/v1/aid/requests/{ref}/why", format!("/api/v1/aid/requests/{helped}/why"), donor).anywhere(&GIVERS),
        Case::of("GET /giving", "/giving", donor).elsewhere(ListedApart),
        Case::of("GET /giving/receipts", "/giving/receipts", donor).elsewhere(ListedApart),
        Case::of("GET /api/v1/aid/gifts", "/api/v1/aid/gifts", donor).elsewhere(ListedApart),
    ]
}

fn standing(w: &World, t: &Things) -> Vec<Case> {
    let donor = &w.donor;
    let page = |route: &str, rest: &str| Case::of(route, format!("/my-standing-gifts/{}{rest}", t.standing), donor);
    let api = |route: &str, rest: &str| Case::of(route, format!("/api/v1/aid/standing-gifts/{}{rest}", t.standing), donor);
    let fields = [("amount", "60"), ("period", "monthly"), ("purpose", "education"), ("day", "5")];
    let terms = json!({"amount": money(6_000), "period": "monthly", "purpose": "education", "day": 5});
    vec![
        Case::of("GET /my-standing-gifts", "/my-standing-gifts", donor).elsewhere(ListedApart),
        Case::of("POST /my-standing-gifts", "/my-standing-gifts", donor).form(&fields).elsewhere(TheirOwn),
        Case::of("GET /my-standing-gifts/new", "/my-standing-gifts/new", donor).elsewhere(TheirOwn),
        page("GET /my-standing-gifts/{id}", ""),
        page("POST /my-standing-gifts/{id}", "").form(&fields),
        page("GET /my-standing-gifts/{id}/edit", "/edit"),
        page("POST /my-standing-gifts/{id}/state", "/state").form(&[("do", "pause")]),
        page("GET /my-standing-gifts/{id}/agreement", "/agreement"),
        page("POST /my-standing-gifts/{id}/agreement", "/agreement").form(&[]),
        page("POST /my-standing-gifts/{id}/agreement/revocation", "/agreement/revocation").form(&[]),
        Case::of("GET /api/v1/aid/standing-gifts", "/api/v1/aid/standing-gifts", donor).elsewhere(ListedApart),
        Case::of("POST /api/v1/aid/standing-gifts", "/api/v1/aid/standing-gifts", donor).json(terms.clone()).elsewhere(TheirOwn),
        api("GET /api/v1/aid/standing-gifts/{id}", ""),
        api("PUT /api/v1/aid/standing-gifts/{id}", "").json(terms).header("if-match", "*"),
        api("GET /api/v1/aid/standing-gifts/{id}/preview", "/preview"),
        api("GET /api/v1/aid/standing-gifts/{id}/runs", "/runs"),
        api("POST /api/v1/aid/standing-gifts/{id}/state", "/state").json(json!({"act": "resume"})),
        api("POST /api/v1/aid/standing-gifts/{id}/agreement", "/agreement"),
        api("DELETE /api/v1/aid/standing-gifts/{id}/agreement", "/agreement"),
    ]
}

fn offering(w: &World, t: &Things) -> Vec<Case> {
    let donor = &w.donor;
    let page = |route: &str, rest: &str| Case::of(route, format!("/my-offers/{}{rest}", t.offer_too), donor);
    let api = |route: &str, rest: &str| Case::of(route, format!("/api/v1/aid/offers/{}{rest}", t.offer), donor);
    let (open, part, place, until) =
        (reference(&t.open), t.open["parts"][1]["id"].as_str().unwrap(), w.a.id.to_string(), w.day(90));
    let said = [
        ("label", "Quilts for the winter"),
        ("kind", "bedding"),
        ("sizes", "150 x 200"),
        ("details", "Cotton"),
        ("quality", "new"),
        ("weight", "medium"),
        ("count", "9"),
        ("unit_value", "90"),
        ("carry", "50"),
        ("place", place.as_str()),
        ("until", until.as_str()),
    ];
    let gift = json!({"gifts": [{"request": open, "part": part, "count": 1}]});
    vec![
        Case::of("GET /my-offers", "/my-offers", donor).elsewhere(ListedApart),
        Case::of("GET /my-offers/new", "/my-offers/new", donor).elsewhere(TheirOwn),
        Case::of("POST /my-offers", "/my-offers", donor).form(&said).elsewhere(TheirOwn),
        page("GET /my-offers/{reference}", ""),
        page("GET /my-offers/{reference}/edit", "/edit"),
        page("POST /my-offers/{reference}/edit", "/edit").form(&said),
        page("POST /my-offers/{reference}/pledges", "/pledges").form(&[
            ("gifts.0.request", open.as_str()),
            ("gifts.0.part", part),
            ("gifts.0.count", "1"),
            ("message", "Stay warm"),
        ]),
        page("POST /my-offers/{reference}/state", "/state").form(&[("to", "paused")]),
        Case::of("GET /api/v1/aid/offers", "/api/v1/aid/offers", donor).elsewhere(ListedApart),
        Case::of("POST /api/v1/aid/offers", "/api/v1/aid/offers", donor).json(goods("Quilts", &w.a, &until)).elsewhere(TheirOwn),
        api("GET /api/v1/aid/offers/{ref}", ""),
        api("PATCH /api/v1/aid/offers/{ref}", "").json(json!({"details": "Cotton"})).header("if-match", "\"1\""),
        api("POST /api/v1/aid/offers/{ref}/pledges", "/pledges").json(gift),
    ]
}

fn funds(w: &World, t: &Things) -> Vec<Case> {
    let (donor, officer, place) = (&w.donor, &w.a.officer, w.a.id.to_string());
    let anybody = |route: &str, path: String| Case::of(route, path, donor).elsewhere(Everybody);
    let new = json!({"place": place, "purpose": "other", "name_en": "Roofs"});
    vec![
        anybody("GET /funds", "/funds".into()),
        Case::of("GET /funds/{reference}", format!("/funds/{}", t.fund_asked), officer).elsewhere(HiddenFromStrangers),
        Case::of("GET /funds/new", "/funds/new", officer).elsewhere(TheirOwn),
        Case::of("POST /funds", "/funds", officer).form(&[("place", place.as_str()), ("purpose", "other"), ("name_en", "Roofs")]),
        Case::of("POST /funds/{reference}/decision", format!("/funds/{}/decision", t.fund_asked), &w.a.second_officer)
            .form(&[("do", "open")]),
        // Donors give everywhere; a partner at the places of the partnership.
        Case::of("POST /funds/{reference}/gifts", format!("/funds/{}/gifts", t.fund), donor)
            .form(&[("amount", "5")])
            .anywhere(&[Role::Donor]),
        anybody("GET /api/v1/aid/funds", "/api/v1/aid/funds".into()),
        anybody("GET /api/v1/aid/funds/{ref}", format!("/api/v1/aid/funds/{}", t.fund)),
        anybody("GET /api/v1/aid/funds/{ref}/pledges", format!("/api/v1/aid/funds/{}/pledges", t.fund)),
        Case::of("POST /api/v1/aid/funds", "/api/v1/aid/funds", officer).json(new),
        Case::of("POST /api/v1/aid/funds/{ref}/decision", format!("/api/v1/aid/funds/{}/decision", t.fund_last), officer)
            .json(json!({"decision": "close", "reason": "It is done."})),
        Case::of("POST /api/v1/aid/funds/{ref}/gifts", format!("/api/v1/aid/funds/{}/gifts", t.fund), donor)
            .json(json!({"amount": money(500)}))
            .anywhere(&[Role::Donor]),
    ]
}

fn sending(w: &World, t: &Things) -> Vec<Case> {
    let (donor, officer, helper) = (&w.donor, &w.a.officer, &w.a.helper);
    let (helped, part) = (reference(&t.helped), t.helped["parts"][1]["id"].as_str().unwrap());
    let page = |route: &str, of: &str, rest: &str| Case::of(route, format!("/pledges/{of}{rest}"), donor);
    let api = |route: &str, of: &str, rest: &str| Case::of(route, format!("/api/v1/aid/pledges/{of}{rest}"), donor);
    vec![
        Case::of("POST /pledges/{reference}/acceptance", format!("/pledges/{}/acceptance", t.unsent), helper).form(&[]),
        Case::of("POST /api/v1/aid/pledges/{ref}/acceptance", format!("/api/v1/aid/pledges/{}/acceptance", t.unsent), helper),
        page("GET /pledges/{reference}/dispatch", &t.unsent, "/dispatch"),
        page("POST /pledges/{reference}/dispatch", &t.unsent, "/dispatch").form(&[
            ("way", "courier"),
            ("company", "Fast Post"),
            ("tracking", "FP-1234"),
        ]),
        api("POST /api/v1/aid/pledges/{ref}/dispatch", &t.sent, "/dispatch")
            .json(json!({"way": "courier", "company": "Fast Post", "tracking": "FP-12345"})),
        page("POST /pledges/{reference}/address", &t.sent, "/address").form(&[]),
        api("POST /api/v1/aid/pledges/{ref}/address", &t.sent, "/address"),
        page("POST /pledges/{reference}/arrival", &t.sent, "/arrival").form(&[]),
        api("POST /api/v1/aid/pledges/{ref}/arrival", &t.sent_too, "/arrival"),
        page("POST /pledges/{reference}/failure", &t.sent, "/failure").form(&[]),
        api("POST /api/v1/aid/pledges/{ref}/failure", &t.sent_too, "/failure"),
        Case::of("GET /requests/{reference}/failure", format!("/requests/{helped}/failure"), officer),
        Case::of("POST /requests/{reference}/failure", format!("/requests/{helped}/failure"), officer)
            .form(&[("part", part), ("reason", "unreachable")]),
        Case::of("POST /api/v1/aid/requests/{ref}/failure", format!("/api/v1/aid/requests/{helped}/failure"), officer)
            .json(json!({"part": part, "reason": "unreachable"})),
    ]
}

fn confirming(w: &World, t: &Things) -> Vec<Case> {
    let (witness, officer) = (&w.a.witness, &w.a.officer);
    let page = |route: &str, path: String| Case::of(route, path, witness);
    let doubt = [("kind", "not_arrived"), ("what", "Nothing came.")];
    let decision = [("outcome", "arrived"), ("reason", "Seen at the house.")];
    vec![
        Case::of("GET /deliveries", "/deliveries", witness).elsewhere(ListedApart),
        Case::of("GET /deliveries/fragment", "/deliveries/fragment", witness).elsewhere(ListedApart),
        page("GET /pledges/{reference}/receipt", format!("/pledges/{}/receipt", t.sent)),
        page("POST /pledges/{reference}/receipt", format!("/pledges/{}/receipt", t.sent))
            .files(&[("count", "1"), ("note", "Counted.")], &[]),
        page("POST /pledges/{reference}/dispute", format!("/pledges/{}/dispute", t.sent_too)).form(&doubt),
        page("GET /payouts/{reference}/receipt", format!("/payouts/{}/receipt", t.paid_out)),
        page("POST /payouts/{reference}/receipt", format!("/payouts/{}/receipt", t.paid_out)).files(&[("note", "Counted.")], &[]),
        page("POST /payouts/{reference}/dispute", format!("/payouts/{}/dispute", t.paid_out)).form(&doubt),
        page("POST /api/v1/aid/pledges/{ref}/receipt", format!("/api/v1/aid/pledges/{}/receipt", t.sent))
            .json(json!({"count": 1, "card_shown": true})),
        page("POST /api/v1/aid/pledges/{ref}/dispute", format!("/api/v1/aid/pledges/{}/dispute", t.sent))
            .json(json!({"kind": "not_arrived"})),
        page("POST /api/v1/aid/payouts/{ref}/receipt", format!("/api/v1/aid/payouts/{}/receipt", t.paid_out))
            .json(json!({"card_shown": true})),
        page("POST /api/v1/aid/payouts/{ref}/dispute", format!("/api/v1/aid/payouts/{}/dispute", t.paid_out))
            .json(json!({"kind": "not_arrived"})),
        Case::of("GET /disputes", "/disputes", officer).elsewhere(ListedApart),
        Case::of("POST /disputes/{reference}/decision", format!("/disputes/{}/decision", t.dispute), officer).form(&decision),
        Case::of("GET /api/v1/aid/disputes", "/api/v1/aid/disputes", officer).elsewhere(ListedApart),
        Case::of("POST /api/v1/aid/disputes/{ref}/decision", format!("/api/v1/aid/disputes/{}/decision", t.dispute), officer)
            .json(json!({"outcome": "arrived", "reason": "Seen at the house."})),
    ]
}

fn telling(w: &World, t: &Things) -> Vec<Case> {
    let helper = &w.a.helper;
    let helped = reference(&t.helped);
    let page = |route: &str, rest: &str| Case::of(route, format!("/requests/{helped}{rest}"), helper);
    let api = |route: &str, rest: &str| Case::of(route, format!("/api/v1/aid/requests/{helped}{rest}"), helper);
    let words = [("body", "They can read in the evening now.")];
    vec![
        page("GET /requests/{reference}/thanks", "/thanks"),
        page("POST /requests/{reference}/thanks", "/thanks").files(&words, &[]),
        page("GET /requests/{reference}/updates", "/updates"),
        page("POST /requests/{reference}/updates", "/updates").files(&words, &[]),
        page("GET /requests/{reference}/story", "/story"),
        page("POST /requests/{reference}/story", "/story").files(&words, &[]),
        Case::of("POST /posts/{reference}/consent", format!("/posts/{}/consent", t.story), &w.a.family).form(&[("agree", "1")]),
        Case::of("POST /posts/{reference}/decision", format!("/posts/{}/decision", t.story), &w.a.officer).form(&[("show", "0")]),
        api("POST /api/v1/aid/requests/{ref}/thanks", "/thanks").json(json!({"body": "Thank you all."})),
        api("POST /api/v1/aid/requests/{ref}/updates", "/updates").json(json!({"body": "The lamp is up."})),
    ]
}

fn paying_out(w: &World, t: &Things) -> Vec<Case> {
    let (officer, second) = (&w.a.officer, &w.a.second_officer);
    let (helped, part) = (reference(&t.helped), t.helped["parts"][0]["id"].as_str().unwrap());
    let new = json!({"request": helped, "part": part, "amount": money(100), "evidence": "The bill was seen."});
    vec![
        Case::of("GET /payouts", "/payouts", officer).elsewhere(ListedApart),
        Case::of("GET /payouts/{reference}", format!("/payouts/{}", t.prepared), officer),
        Case::of("GET /requests/{reference}/payout", format!("/requests/{helped}/payout"), officer),
        Case::of("POST /requests/{reference}/payout", format!("/requests/{helped}/payout"), officer)
            .files(&[("part", part), ("amount", "1"), ("evidence", "The bill was seen.")], &[]),
        Case::of("POST /payouts/{reference}/approval", format!("/payouts/{}/approval", t.prepared), second)
            .form(&[("decision", "approve")]),
        Case::of("POST /payouts/{reference}/cancellation", format!("/payouts/{}/cancellation", t.prepared_too), officer).form(&[]),
        Case::of("GET /api/v1/aid/payouts", "/api/v1/aid/payouts", officer).elsewhere(ListedApart),
        Case::of("GET /api/v1/aid/payouts/{ref}", format!("/api/v1/aid/payouts/{}", t.prepared), officer),
        Case::of("POST /api/v1/aid/payouts", "/api/v1/aid/payouts", officer).json(new),
        Case::of("POST /api/v1/aid/payouts/{ref}/approval", format!("/api/v1/aid/payouts/{}/approval", t.prepared_too), second)
            .json(json!({"decision": "reject", "reason": "The bill is another one."})),
        Case::of(
            "POST /api/v1/aid/payouts/{ref}/cancellation",
            format!("/api/v1/aid/payouts/{}/cancellation", t.prepared_too),
            officer,
        ),
        Case::of("POST /payouts/{reference}/recovery", format!("/payouts/{}/recovery", t.missing), &w.a.mender)
            .form(&[("way", "returned"), ("evidence", "A line of the statement.")]),
        Case::of("POST /api/v1/aid/payouts/{ref}/recovery", format!("/api/v1/aid/payouts/{}/recovery", t.missing), &w.a.mender)
            .json(json!({"way": "replaced", "evidence": "The county's own account."})),
    ]
}
