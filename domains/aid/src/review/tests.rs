//! The procedures as data, and rulings as they come in.

use super::routes::{ReviewBody, ruling_of};
use super::{CHECKS, appeal_definition, definition};
use qianmo_kernel::{Fail, Res};
use qianmo_procedures::{Outcome, Ruling};
use qianmo_web::RawForm;

fn fields(result: Res<Ruling>) -> Vec<(String, &'static str)> {
    match result {
        Err(Fail::Refused(refused)) => refused.fields.iter().map(|f| (f.field.clone(), f.message)).collect(),
        other => panic!("{other:?}"),
    }
}

fn form(pairs: &[(&str, &str)]) -> RawForm {
    RawForm(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
}

#[test]
fn only_large_amounts_need_a_second_look() {
    let definition = definition();
    assert_eq!(definition.next_step(0, 0).map(|(at, _)| at), Some(0));
    assert!(definition.next_step(1, 200_000).is_none());
    assert_eq!(definition.next_step(1, 200_001).map(|(_, step)| step.level.clone()), Some("county".into()));
    assert!(!appeal_definition().steps[0].outcomes.contains(&Outcome::Return));
}

#[test]
fn passing_needs_every_check_and_the_rest_a_reason() {
    let mut all: Vec<(&str, &str)> = CHECKS.iter().map(|c| ("checks", *c)).collect();
    all.push(("decision", "approve"));
    assert_eq!(ruling_of(&form(&all)).unwrap().reasons.len(), CHECKS.len());
    all.remove(0);
    assert_eq!(fields(ruling_of(&form(&all))), [("checks".into(), "aid-checks-needed")]);
    assert_eq!(fields(ruling_of(&form(&[("decision", "return")]))), [("return_reasons".into(), "procedures-reason-needed")]);
    let ruling =
        ruling_of(&form(&[("decision", "refuse"), ("refuse_reasons", "duplicate"), ("return_reasons", "unclear")])).unwrap();
    assert_eq!((ruling.outcome, ruling.reasons), (Outcome::Refuse, vec!["duplicate".to_owned()]));
    for (decision, field) in [("return", "return_reasons"), ("refuse", "refuse_reasons")] {
        let bare = [("decision", decision), (field, "other"), ("note", "  ")];
        assert_eq!(fields(ruling_of(&form(&bare))), [("note".into(), "aid-review-note-needed")]);
        assert!(ruling_of(&form(&[bare[0], bare[1], ("note", "The school pays for it.")])).is_ok());
    }
    assert_eq!(fields(ruling_of(&form(&[]))), [("decision".into(), "web-field-choose")]);
}

#[test]
fn a_ruling_in_json_is_read_or_refused() {
    let body = |decision: &str, note: String| ReviewBody { decision: decision.into(), reasons: vec![], note };
    assert_eq!(body("approve", " fine ".into()).ruling().unwrap().note, "fine");
    assert_eq!(fields(body("pass", String::new()).ruling()), [("decision".into(), "aid-choose")]);
    assert_eq!(fields(body("approve", "x".repeat(1_001)).ruling()), [("note".into(), "aid-too-long")]);
}

#[test]
fn the_description_tells_the_codes_of_each_decision() {
    use utoipa::PartialSchema;
    let schema = serde_json::to_value(ReviewBody::schema()).unwrap();
    let told = schema["properties"]["reasons"]["description"].as_str().unwrap();
    let known = schema["properties"]["reasons"]["items"]["enum"].as_array().unwrap();
    let definition = definition();
    for (decision, codes) in [
        ("`approve`: ", &definition.approve_reasons),
        ("`return`: ", &definition.return_reasons),
        ("appeal: ", &definition.refuse_reasons),
    ] {
        assert!(told.contains(&format!("{decision}{}.", codes.join(", "))), "{decision}{told}");
        assert!(codes.iter().all(|code| known.contains(&serde_json::json!(code))));
    }
    let published = serde_json::to_value(crate::lifecycle::published()).unwrap();
    assert_eq!(published["reasons"]["return"], serde_json::json!(definition.return_reasons));
    assert_eq!(published["reasons"]["refuse"], serde_json::json!(appeal_definition().refuse_reasons));
}
