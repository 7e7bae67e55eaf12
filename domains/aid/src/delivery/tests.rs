use super::form::{implausible, is_tracking, read};
use super::{Dispatch, Way};
use qianmo_kernel::{Fail, Millis};
use qianmo_web::RawForm;

const NOW: Millis = Millis(1_591_012_800_000);

fn errors(form: &str) -> Vec<(String, &'static str)> {
    match read(&RawForm::parse(form.as_bytes()), 480, NOW) {
        Err(Fail::Refused(refused)) => refused.fields.iter().map(|f| (f.field.clone(), f.message)).collect(),
        other => panic!("must be refused: {other:?}"),
    }
}

#[test]
fn a_courier_needs_a_company_and_a_number() {
    let sent = read(&RawForm::parse("way=courier&company=邮政&tracking=EE123456789CN&contact=x".as_bytes()), 480, NOW).unwrap();
    let expected = Dispatch {
        way: Way::Courier,
        company: "邮政".into(),
        tracking: "EE123456789CN".into(),
        contact: String::new(),
        planned_at: None,
    };
    assert_eq!(sent, expected);
    assert_eq!(
        errors("way=courier&company=&tracking=a b c d"),
        [("company".to_owned(), "web-field-required"), ("tracking".to_owned(), "aid-dispatch-tracking-bad")]
    );
    let long = "1".repeat(41);
    for bad in ["?", long.as_str()] {
        let told = errors(&format!("way=courier&company=Post&tracking={bad}"));
        assert_eq!(told, [("tracking".to_owned(), "aid-dispatch-tracking-bad")], "{bad}: once");
    }
}

#[test]
fn somebody_who_brings_it_needs_a_contact_and_a_day() {
    let sent = read(&RawForm::parse("way=in_person&contact=Zhang 3&planned=2020-06-05".as_bytes()), 480, NOW).unwrap();
    assert_eq!(sent.planned_at, Millis::parse("2020-06-04T16:00:00Z"));
    assert_eq!(
        errors("way=in_person&contact=&planned="),
        [("contact".to_owned(), "web-field-required"), ("planned".to_owned(), "web-field-required")]
    );
    assert_eq!(errors("way=in_person&contact=Zhang&planned=2031-01-01"), [("planned".to_owned(), "aid-dispatch-planned-bad")]);
    assert_eq!(errors("way=in_person&contact=Zhang&planned=2019-01-01"), [("planned".to_owned(), "aid-dispatch-planned-past")]);
    // What stands with the other way does not count.
    let sent = read(&RawForm::parse("way=courier&company=Post&tracking=EE12&planned=2019-01-01".as_bytes()), 480, NOW).unwrap();
    assert_eq!(sent.planned_at, None);
    assert_eq!(
        errors("way=pigeon"),
        [
            ("way".to_owned(), "web-field-choice"),
            ("company".to_owned(), "web-field-required"),
            ("tracking".to_owned(), "web-field-required")
        ]
    );
}

#[test]
fn days_and_numbers_stay_within_reason() {
    assert_eq!(implausible(NOW, NOW), None);
    assert_eq!(implausible(NOW + 200 * Millis::DAY, NOW), Some("aid-dispatch-planned-bad"));
    assert_eq!(implausible(NOW - 60 * Millis::DAY, NOW), Some("aid-dispatch-planned-past"));
    assert!(is_tracking("SF-1234") && !is_tracking("123") && !is_tracking("运单 1234"));
}
