//! Every form of every page, each field in turn filled in wrongly, in every language: it is refused with a message beside the
//! field, in the person's language, and what was typed into the others is kept. What is not refused breaks nothing.

use crate::tests::access::{self, Case, Sent};
use crate::tests::world::{Things, World, reference};
use http::Method;
use qianmo_db::Engine;
use qianmo_kernel::{Locale, Millis};
use qianmo_testkit::Answered;

/// The ways to fill in a field wrongly.
const WAYS: &str = "elnu";

/// What is typed: nothing (`e`), far too much (`l`), letters where a number or a day belongs (`n`), something that cannot be
/// chosen (`u`).
fn typed(way: char) -> String {
    match way.to_ascii_lowercase() {
        'l' => "x".repeat(12_000),
        'n' => "abcxyz".to_owned(),
        'u' => "no-such-thing".to_owned(),
        _ => String::new(),
    }
}

/// Which of these each field of each form refuses. In capitals: the field is hidden or a button, or stands in a list of small
/// forms; a right page never sends that, and it is enough that it is refused. What is not listed may be taken.
const REFUSED: &[(&str, &[(&str, &str)])] = &[
    ("/requests/{reference}/reports", &[("reason", "elu"), ("note", "l")]),
    ("/requests/new", &DRAFT),
    ("/requests/{reference}/edit", &DRAFT_AGAIN),
    ("/requests/{reference}/appeal", &[("note", "el")]),
    ("/requests/{reference}/withdrawal", &[("reason", "elu")]),
    ("/requests/{reference}/photos", &[("alt", "el"), ("photo", "e")]),
    ("/desk/reviews/{reference}", &[("decision", "elu"), ("return_reasons", "")]),
    ("/requests/{reference}/closure", &[("reason", "elu")]),
    ("/desk/reports/{reference}", &[("decision", "ELU")]),
    ("/desk/caps", &[("place", "ELU"), ("purpose", "ELU"), ("year", "ELNU"), ("amount", "elnu"), ("version", "LNU")]),
    ("/my-interests", &[("purposes", "lu"), ("place", "LU"), ("personal", ""), ("learn", "")]),
    ("/requests/{reference}/pledges", &[("part", "elu"), ("amount", "elnu")]),
    ("/my-offers", &OFFER),
    ("/my-offers/{reference}/edit", &OFFER),
    ("/my-offers/{reference}/state", &[("to", "ELU")]),
    (
        "/my-offers/{reference}/pledges",
        &[("gifts.0.request", "ELNU"), ("gifts.0.part", "ELNU"), ("gifts.0.count", "lnu"), ("message", "l")],
    ),
    ("/pledges/{reference}/dispatch", &[("way", "elu"), ("company", "el"), ("tracking", "el")]),
    ("/requests/{reference}/failure", &[("part", "elu"), ("reason", "eLu")]),
    ("/pledges/{reference}/receipt", &[("count", "lnu"), ("note", "el")]),
    ("/pledges/{reference}/dispute", &[("kind", "elu"), ("what", "l")]),
    ("/payouts/{reference}/receipt", &[("note", "l")]),
    ("/payouts/{reference}/dispute", &[("kind", "elu"), ("what", "l")]),
    ("/disputes/{reference}/decision", &[("outcome", "ELU"), ("reason", "EL")]),
    ("/requests/{reference}/thanks", &[("body", "el")]),
    ("/requests/{reference}/updates", &[("body", "el")]),
    ("/requests/{reference}/story", &[("body", "el")]),
    ("/posts/{reference}/consent", &[("agree", "")]),
    // With one part there is no choice of parts.
    ("/requests/{reference}/payout", &[("part", ""), ("amount", "lnu"), ("evidence", "el")]),
    ("/payouts/{reference}/approval", &[("decision", "ELU")]),
    ("/payouts/{reference}/recovery", &[("way", "elu"), ("evidence", "el")]),
    ("/places/{id}/name", &[("name", "el")]),
    ("/places/{id}/names", &[("language", "el"), ("other_name", "el")]),
    ("/places/{id}/children", &[("code", "el"), ("level", "e"), ("new_name", "el"), ("new_language", "el")]),
    ("/places/{id}/successor", &[("new", "elu"), ("at", "elnu")]),
    ("/photos/{reference}/decision", &[("decision", "ELU")]),
    ("/posts/{reference}/decision", &[("show", "")]),
    // Its order is not contradicted in this world: nothing is settled by hand.
    ("/payments/orders/{reference}/settlement", &[("verdict", ""), ("evidence", "")]),
    ("/payments/orders/{reference}/settlement/confirmation", &[("proposed", "")]),
    ("/households", &[("place", "ELU"), ("members.0.relation", "elu"), ("members.0.name", "el"), ("rows", "")]),
    ("/households/find", &[("number", "elnu")]),
    ("/households/import", &[("do", ""), ("file", "e")]),
    ("/households/export", &[("task", "EL")]),
    ("/households/{reference}/look", &[("task", "elu"), ("words", "l")]),
    ("/households/{reference}/ties", &[("tie", "ELU")]),
    ("/households/{reference}/edit", &[("address", "l")]),
    ("/households/{reference}/status", &[("do", "ELU"), ("why", "elu")]),
    ("/households/{reference}/members/new", &MEMBER),
    ("/households/{reference}/members/{person}", &MEMBER),
    ("/my-household", &[("address", "l")]),
    ("/my-household/membership", &[("document", "elnu")]),
    ("/my-household/corrections", &[("words", "el")]),
    ("/my-household/ties", &[("account", "elu"), ("tie", "elu")]),
    ("/sandbox/pay/{reference}/{key}", &[("choice", "elu"), ("seconds", "lnu")]),
    ("/sandbox/mandate/{reference}/{key}", &[("act", "elu"), ("choice", "elu"), ("seconds", "lnu")]),
    ("/funds", &[("place", "ELU"), ("purpose", "lu"), ("name_en", "l")]),
    ("/funds/{reference}/decision", &[("do", "ELU")]),
    ("/funds/{reference}/gifts", &[("amount", "elnu")]),
    ("/my-standing-gifts", &STANDING),
    ("/my-standing-gifts/{id}", &STANDING),
    ("/my-standing-gifts/{id}/state", &[("do", "ELU")]),
    ("/sandbox", &[("direction", "elu"), ("choice", "elu")]),
    ("/sign-in", &[("login", "elnu")]),
    // Without a code that was asked for in this browser there is nothing to type it into.
    ("/sign-in/code", &[("code", "")]),
    ("/sign-in/card", &[("number", "el"), ("pin", "el")]),
    ("/sign-up", &[("login", "elnu")]),
    ("/sign-up/name", &[("name", "")]),
    ("/settings", &[("name", "el"), ("locale", "elu")]),
    ("/settings/contacts", &[("login", "elnu")]),
    ("/settings/roles/take", &[("role", "ELU"), ("place", "LNU")]),
    ("/settings/tokens", &[("label", "el"), ("scopes", "elnu"), ("days", "elnu")]),
    ("/accounts", &[("login", "elnu"), ("name", "el"), ("role", "elu"), ("place", "LNU")]),
    ("/accounts/{id}/grants", &[("role", "elu"), ("place", "LNU")]),
    ("/accounts/{id}/grants/take", &[("role", "ELU"), ("place", "ELNU")]),
    ("/accounts/{id}/proposals/{proposal}/decide", &[("do", "ELU")]),
    ("/accounts/{id}/recovery", &[("login", "elnu"), ("reason", "el")]),
    ("/accounts/{id}/recovery/{recovery}/decide", &[("do", "ELU")]),
];

const DRAFT: [(&str, &str); 10] = [
    ("household", "elu"),
    ("relationship", "elu"),
    ("purpose", "elu"),
    ("reason", "elu"),
    ("title", "el"),
    ("story", "el"),
    ("language", "l"),
    ("parts.0.kind", "elu"),
    ("parts.0.label", "el"),
    ("parts.0.amount", "elnu"),
];

/// Where it lies is chosen before the form.
const OFFER: [(&str, &str); 11] = [
    ("label", "el"),
    ("kind", "elu"),
    ("sizes", "l"),
    ("details", "l"),
    ("quality", "elu"),
    ("weight", "lu"),
    ("count", "elnu"),
    ("unit_value", "elnu"),
    ("carry", "lnu"),
    ("place", "ELNU"),
    ("until", "elnu"),
];

/// The household of a draft stays what it is.
const DRAFT_AGAIN: [(&str, &str); 10] = {
    let mut again = DRAFT;
    again[0].1 = "ELU";
    again
};

const STANDING: [(&str, &str); 4] = [("amount", "elnu"), ("period", "elu"), ("purpose", "lu"), ("day", "lnu")];

const MEMBER: [(&str, &str); 3] = [("relation", "elu"), ("name", "el"), ("birth", "lnu")];

/// What is never shown again.
const SECRET: [&str; 2] = ["pin", "code"];

/// A form, how it is rightly filled in, and what its fields refuse.
struct Form {
    case: Case,
    path: String,
    refused: &'static [(&'static str, &'static str)],
}

impl Form {
    /// Its fields that are not files, rightly filled in.
    fn fields(&self) -> &[(&'static str, String)] {
        match self.case.sent() {
            Sent::Form(fields) | Sent::Files(fields, _) => fields,
            Sent::Nothing | Sent::Json(_) => &[],
        }
    }

    /// The names of all its fields.
    fn names(&self) -> Vec<&'static str> {
        let files: &[(&'static str, Vec<u8>)] = match self.case.sent() {
            Sent::Files(_, files) => files,
            _ => &[],
        };
        self.fields().iter().map(|f| f.0).chain(files.iter().map(|f| f.0)).collect()
    }
}

/// Every form that has fields. One that is not in the table fails the test.
fn forms(w: &World, t: &Things) -> Vec<Form> {
    let (mut all, mut unlisted) = (Vec::new(), Vec::new());
    for case in access::all(w, t) {
        let form = matches!(case.sent(), Sent::Form(_) | Sent::Files(..));
        if *case.method() != Method::POST || case.path().starts_with("/api/") || !form {
            continue;
        }
        let listed = REFUSED.iter().find(|(route, _)| *route == case.template());
        // What is not public cannot be reported: another request can.
        let path = match case.template() {
            "/requests/{reference}/reports" => format!("/requests/{}/reports", reference(&t.open)),
            _ => case.path().to_owned(),
        };
        let refused: &'static [(&'static str, &'static str)] = match listed {
            Some((_, fields)) => fields,
            None => &[],
        };
        let form = Form { case, path, refused };
        let missing = form.names().into_iter().filter(|name| !form.refused.iter().any(|(field, _)| field == name));
        unlisted.extend(missing.map(|name| format!("{}: {name}", form.case.template())));
        if !form.names().is_empty() {
            all.push(form);
        }
    }
    assert!(unlisted.is_empty(), "fields of which it is not said what they refuse:\n{}", unlisted.join("\n"));
    assert_eq!(all.len(), REFUSED.len(), "every form of the table is there, once");
    all
}

/// The fields with another content of one of them.
fn altered<'f>(fields: &'f [(&'static str, String)], field: &str, value: &'f str) -> Vec<(&'f str, &'f str)> {
    fields.iter().map(|(name, right)| (*name, if *name == field { value } else { right.as_str() })).collect()
}

/// Sends a form with another content of one field, in a language.
async fn send(w: &World, form: &Form, locale: Locale, field: &str, value: &str) -> Answered {
    w.send(Method::POST, &form.path, |ask| {
        let ask = match form.case.session() {
            Some(session) => ask.session(session),
            None => ask.token(form.case.right()),
        };
        let ask = ask.header("cookie", format!("qm_lang={}", locale.tag()));
        let fields = altered(form.fields(), field, value);
        match form.case.sent() {
            Sent::Files(_, files) => {
                let files: Vec<(&str, &str, &[u8])> = files
                    .iter()
                    .map(|(name, right)| (*name, "file", if *name == field { value.as_bytes() } else { right.as_slice() }))
                    .collect();
                ask.upload(&fields, &files)
            }
            _ => ask.form(&fields),
        }
    })
    .await
}

/// What stands between two marks.
fn between<'p>(page: &'p str, before: &str, after: &str) -> Option<&'p str> {
    page.split_once(before)?.1.split(after).next()
}

/// Whether a sentence is in that language, as far as its script tells.
fn speaks(locale: Locale, said: &str) -> bool {
    let han = said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let arabic = said.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
    match locale {
        Locale::ZhHans => han && !arabic,
        Locale::Ar => arabic && !han,
        Locale::En => said.chars().any(|c| c.is_ascii_alphabetic()) && !han && !arabic,
    }
}

/// Why an answer to a wrong field is not as it should be.
fn fault(form: &Form, locale: Locale, (field, ways): (&str, &str), way: char, answered: &Answered) -> Option<String> {
    let page = answered.text();
    if answered.status.as_u16() != 422 {
        return Some(format!("{}, not 422", answered.status));
    }
    if !page.contains(&format!("lang=\"{}\"", locale.tag())) {
        return Some("the page is in another language".into());
    }
    if way.is_ascii_uppercase() {
        return None;
    }
    let id = format!("{field}-error");
    let Some(said) = between(&page, &format!("id=\"{id}\">"), "<") else {
        return Some("nothing is said beside the field".into());
    };
    if !speaks(locale, said) {
        return Some(format!("what is said is in another language: {said}"));
    }
    let points = page.split("aria-describedby=\"").skip(1).filter_map(|rest| rest.split('"').next());
    if !points.flat_map(|ids| ids.split(' ')).any(|one| one == id) {
        return Some("the field does not point to what is said".into());
    }
    let mut others = form.fields().iter().filter(|(name, _)| *name != field && !SECRET.contains(name));
    if let Some((name, _)) = others.find(|(_, right)| !page.contains(right.as_str())) {
        return Some(format!("what was typed into {name} is lost"));
    }
    // What cannot be chosen need not be shown as chosen; what was written stays to be mended.
    let written = way == 'n' || (way == 'l' && !ways.contains('u'));
    let kept = !written || SECRET.contains(&field) || page.contains(&typed(way));
    (!kept).then(|| "what was typed is lost".into())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_beside_its_field_and_the_rest_is_kept() {
    let w = World::start(Engine::Sqlite).await;
    let t = Things::make(&w).await;
    let forms = forms(&w, &t);
    let mut faults = Vec::new();
    for form in &forms {
        for locale in Locale::ALL {
            // Some doors open only so often in a minute.
            w.t.on.clock.advance(Millis::MINUTE);
            for &(field, ways) in form.refused {
                for way in ways.chars() {
                    let answered = send(&w, form, locale, field, &typed(way)).await;
                    if let Some(fault) = fault(form, locale, (field, ways), way, &answered) {
                        faults.push(format!("{} in {}: {field} ({way}): {fault}", form.case.template(), locale.tag()));
                    }
                }
            }
        }
    }
    // What may be taken comes last: it changes what there is.
    for form in &forms {
        w.t.on.clock.advance(Millis::MINUTE);
        for &(field, ways) in form.refused {
            for way in WAYS.chars().filter(|way| !ways.to_ascii_lowercase().contains(*way)) {
                let answered = send(&w, form, Locale::En, field, &typed(way)).await;
                if answered.status.is_server_error() {
                    faults.push(format!("{}: {field} ({way}): {}", form.case.template(), answered.status));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
