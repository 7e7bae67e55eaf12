//! Reading drafts, checking them, ordering them: everything that needs no database.

use super::form::{DraftBody, PartBody, beside_rows, from_form};
use super::model::{Kind, PURPOSES, REASONS, RELATIONSHIPS, sample_parts, sample_request};
use super::{decide, listing};
use crate::lifecycle::RequestState;
use proptest::prelude::*;
use qianmo_kernel::{Currency, Fail, FieldError, Millis, Money, Refused, Res};
use qianmo_web::RawForm;

const HOUSEHOLD: &str = "0000000000007-0000000000009";

fn fields<T: std::fmt::Debug>(result: Res<T>) -> Vec<(String, &'static str)> {
    match result {
        Err(Fail::Refused(refused)) => refused.fields.iter().map(|f| (f.field.clone(), f.message)).collect(),
        other => panic!("{other:?}"),
    }
}

fn form(pairs: &[(&str, &str)]) -> RawForm {
    let mut all = vec![
        ("household", HOUSEHOLD),
        ("relationship", "helper"),
        ("purpose", "education"),
        ("reason", "schooling"),
        ("title", "  A desk \u{202e} and a lamp "),
        ("story", "Two children share one table."),
        ("language", "en"),
        ("parts.0.kind", "money"),
        ("parts.0.label", "Fees"),
        ("parts.0.amount", "１,２００.５"),
    ];
    all.extend(pairs.iter().copied());
    // A name that stands twice: the later one counts here, as if it had been typed over.
    let mut raw: Vec<(String, String)> = Vec::new();
    for (name, value) in all {
        raw.retain(|(n, _)| n != name);
        raw.push((name.to_owned(), value.to_owned()));
    }
    RawForm(raw)
}

fn read(pairs: &[(&str, &str)]) -> Res<super::Draft> {
    from_form(&form(pairs), Currency::CNY, "zh-Hans")
}

#[test]
fn a_form_and_json_come_to_the_same_draft() {
    let from_form = read(&[
        ("parts.3.kind", "goods"),
        ("parts.3.label", "Lamp"),
        ("parts.3.quantity", "٢"),
        ("parts.3.unit", "pieces"),
        ("parts.3.value", "60"),
        ("address", "The school gate"),
    ])
    .unwrap();
    assert_eq!(from_form.title, "A desk and a lamp");
    assert_eq!((from_form.asked_minor(), from_form.goods_value_minor()), (120_050, 12_000));
    let money = |minor| Some(Money::new(minor, Currency::CNY));
    let part = |kind: &str, label: &str| PartBody {
        id: None,
        kind: kind.into(),
        label: label.into(),
        amount: None,
        quantity: None,
        unit: None,
        unit_value: None,
    };
    let body = DraftBody {
        household: HOUSEHOLD.into(),
        relationship: "helper".into(),
        purpose: "education".into(),
        reason: "schooling".into(),
        title: "A desk and a lamp".into(),
        story: "Two children share one table.".into(),
        language: Some("en".into()),
        address: Some("The school gate".into()),
        parts: vec![
            PartBody { amount: money(120_050), ..part("money", "Fees") },
            PartBody { quantity: Some(2), unit: Some("pieces".into()), unit_value: money(6_000), ..part("goods", "Lamp") },
        ],
    };
    assert_eq!(body.parse(Currency::CNY, "zh-Hans").unwrap(), from_form);
    let dollars = DraftBody {
        parts: vec![PartBody { amount: Some(Money::new(1, "USD".parse().unwrap())), ..part("money", "Fees") }],
        ..body
    };
    assert_eq!(fields(dollars.parse(Currency::CNY, "en")), [("parts.0.amount".into(), "aid-amount-bad")]);
}

#[test]
fn every_field_that_is_not_right_is_told_beside_it() {
    let told = fields(read(&[
        ("household", "x"),
        ("relationship", "uncle"),
        ("purpose", ""),
        ("reason", "greed"),
        ("title", " "),
        ("story", "short"),
        ("language", "no tag"),
        ("parts.0.amount", "1.005"),
        ("parts.2.kind", "goods"),
        ("parts.2.label", &"x".repeat(61)),
        ("parts.2.quantity", "1.5"),
    ]));
    let names: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    let wanted = [
        "relationship",
        "purpose",
        "reason",
        "household",
        "title",
        "story",
        "address",
        "language",
        "parts.0.amount",
        "parts.2.label",
        "parts.2.unit",
        "parts.2.quantity",
    ];
    assert_eq!(names, wanted);
    let none = fields(read(&[("parts.0.label", ""), ("parts.0.amount", "")]));
    assert_eq!(none, [("parts".into(), "aid-parts-needed")]);
    let homeless =
        fields(read(&[("parts.1.kind", "goods"), ("parts.1.label", "Lamp"), ("parts.1.quantity", "1"), ("parts.1.unit", "piece")]));
    assert_eq!(homeless, [("address".into(), "aid-address-needed")], "goods have to go somewhere");
    let large = fields(read(&[("parts.0.amount", "100000.01")]));
    assert_eq!(large, [("parts.0.amount".into(), "aid-amount-large")]);
}

#[test]
fn what_one_thing_may_be_worth_has_a_limit_that_is_told() {
    let valued = |value: &str| {
        read(&[
            ("parts.1.kind", "goods"),
            ("parts.1.label", "Lamp"),
            ("parts.1.quantity", "1"),
            ("parts.1.unit", "piece"),
            ("parts.1.value", value),
            ("address", "The school gate"),
        ])
    };
    assert!(valued("100000").is_ok());
    assert_eq!(fields(valued("many")), [("parts.1.value".into(), "aid-amount-bad")]);
    let Err(Fail::Refused(refused)) = valued("1000000") else { panic!("must refuse") };
    let told = refused.fields.first().unwrap();
    assert_eq!((told.field.as_str(), told.message), ("parts.1.value", "aid-value-large"));
    assert_eq!(told.args, [("most", "100000.00 CNY".to_owned())]);
}

#[test]
fn what_is_handed_in_needs_parts_and_goods_an_address() {
    let (request, parts) = (sample_request(), sample_parts());
    assert!(decide::ready(&request, &parts).is_ok());
    let without = super::Request { has_address: false, ..request.clone() };
    assert_eq!(decide::ready(&without, &parts).unwrap_err().fields[0].message, "aid-address-needed");
    let money: Vec<_> = parts.iter().filter(|p| p.kind == Kind::Money).cloned().collect();
    assert!(decide::ready(&without, &money).is_ok());
    assert_eq!(decide::ready(&request, &[]).unwrap_err().fields[0].message, "aid-parts-needed");
    for state in RequestState::ALL {
        let open = matches!(state, RequestState::Draft | RequestState::Returned);
        assert_eq!(decide::editable(*state).is_ok(), open, "{state:?}");
    }
}

#[test]
fn private_words_are_told_beside_the_field_they_stand_in() {
    let (request, parts) = (sample_request(), sample_parts());
    let texts = decide::public_texts(&request, &parts);
    let errors = decide::private_words(&texts, |text| text.contains("lamp").then_some("registry-found-name"));
    let names: Vec<&str> = errors.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(names, ["title", "parts.1.label"]);
}

#[test]
fn what_is_refused_of_a_part_stands_in_its_row_of_the_form() {
    let typed =
        form(&[("parts.1.label", " "), ("parts.3.kind", "money"), ("parts.3.label", "Wang's fees"), ("parts.3.amount", "5")]);
    let error = |field: &str| FieldError { field: field.into(), message: "registry-found-name", args: Vec::new() };
    let refused = Refused::invalid(vec![error("story"), error("parts.0.unit"), error("parts.1.label"), error("parts.7.label")]);
    let told = fields::<()>(Err(beside_rows(&typed, refused.into())));
    let names: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(names, ["story", "parts.0.unit", "parts.3.label", "parts.7.label"]);
}

#[test]
fn the_fair_order_puts_the_longest_waiting_first_and_nobody_waits_for_ever() {
    let day = Millis::DAY;
    let waiting = |days: i64| super::Request {
        opened_at: Some(Millis(1_700_000_000_000 - days * day)),
        pledged_minor: 0,
        state: RequestState::Open,
        ..sample_request()
    };
    let rank = listing::rank;
    assert!(rank(&waiting(10), 0) < rank(&waiting(9), 0));
    // Ten looks weigh as much as two and a half days.
    assert!(rank(&waiting(10), 11) > rank(&waiting(8), 0) && rank(&waiting(10), 4) < rank(&waiting(8), 0));
    let half = super::Request { pledged_minor: 24_000, ..waiting(10) };
    assert_eq!(rank(&half, 0) - rank(&waiting(10), 0), 15 * day);
    // However often it is looked at, a request steps back by a month and two weeks at most.
    assert!(rank(&half, i64::MAX) - rank(&waiting(10), 0) <= 45 * day);
}

#[test]
fn only_what_the_public_may_see_is_on_a_list() {
    use RequestState as S;
    for state in S::ALL {
        let hidden = matches!(state, S::Draft | S::Submitted | S::Returned | S::Refused | S::Appealed | S::Withdrawn | S::Closed);
        assert_eq!(listing::stage_of(*state).is_none(), hidden, "{state:?}");
    }
}

#[test]
fn months_are_those_of_the_place_not_of_greenwich() {
    let moment = Millis::parse("2020-12-31T16:30:00Z").unwrap();
    assert_eq!(super::month_of(moment), 202_101);
}

proptest! {
    #[test]
    fn no_input_of_a_form_breaks_its_reader(
        values in proptest::collection::vec("\\PC{0,40}", 14), kind in prop_oneof!["money", "goods", "\\PC{0,5}"],
    ) {
        let names = ["household", "relationship", "purpose", "reason", "title", "story", "language", "address", "parts.0.label",
            "parts.0.amount", "parts.0.quantity", "parts.0.unit", "parts.0.value", "parts.7.label"];
        let mut pairs: Vec<(&str, &str)> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        pairs.push(("parts.0.kind", &kind));
        if let Ok(draft) = read(&pairs) {
            prop_assert!(PURPOSES.contains(&draft.purpose.as_str()));
            prop_assert!(REASONS.contains(&draft.reason.as_str()) && RELATIONSHIPS.contains(&draft.relationship.as_str()));
            prop_assert!(draft.parts.iter().all(|p| p.asked > 0));
        }
    }
}
