//! What was typed, or sent over the API, → an offer, or what is wrong with it: both are read by the same reader, under the same names.

use super::gifts;
use super::model::{Draft, KINDS, Offer, QUALITIES, QUANTITY_MOST, STANDS_FOR, State};
use super::ship::Weight;
use super::{DETAILS_MAX, Gift, LABEL_MAX, SIZES_MAX, Saying};
use crate::pledge::MESSAGE_MAX;
use qianmo_kernel::{Currency, Millis, Money, Res};
use qianmo_web::{RawForm, Reader};

/// The most that one item may be worth, in minor units; a slip of the keyboard stops here.
const VALUE_MOST: i64 = 10_000_000;

/// What an installation reads amounts and days by.
#[derive(Copy, Clone, Debug)]
pub struct By {
    /// Its currency.
    pub currency: Currency,
    /// Minutes that local time is ahead of UTC.
    pub offset: i32,
    /// The present moment.
    pub now: Millis,
}

/// Reads an offer.
pub fn read(raw: &RawForm, by: By) -> Res<Draft> {
    let mut r = Reader::form(raw);
    let label = r.text("label", 2, LABEL_MAX);
    let kind = r.choice("kind", KINDS);
    let sizes = r.text("sizes", 0, SIZES_MAX);
    let details = r.text("details", 0, DETAILS_MAX);
    let quality = r.choice("quality", QUALITIES);
    let weight = r.opt_choice("weight", Weight::NAMES).and_then(Weight::from_name).unwrap_or_else(|| Weight::usual(kind));
    let quantity = r.int("count", 1, QUANTITY_MOST);
    let value = r.money("unit_value", by.currency);
    if value.amount_minor > VALUE_MOST {
        r.fail("unit_value", "web-field-money");
    }
    let carry_minor = carry(&mut r, by.currency);
    let place = r.id("place");
    let until_at = until(&mut r, by);
    r.finish()?;
    Ok(Draft {
        label,
        kind: kind.to_owned(),
        sizes,
        details,
        quality: quality.to_owned(),
        weight,
        quantity,
        unit_value_minor: value.amount_minor,
        carry_minor,
        place,
        until_at,
    })
}

/// What the donor pays to send to one family: left out, whatever it costs; nothing, which no amount is otherwise, for who brings it.
fn carry(r: &mut Reader<'_>, currency: Currency) -> Option<i64> {
    match r.raw("carry").trim() {
        "" => None,
        "0" | "０" | "٠" | "۰" => Some(0),
        _ => Some(r.money("carry", currency).amount_minor),
    }
}

/// The end of the last day on which an offer stands.
fn until(r: &mut Reader<'_>, by: By) -> Millis {
    if r.raw("until").trim().is_empty() {
        r.fail("until", "web-field-required");
    }
    let Some(day) = r.date("until").and_then(|(y, m, d)| Millis::from_date(y, m, d)) else { return by.now };
    let end = day - i64::from(by.offset) * Millis::MINUTE + Millis::DAY;
    if end <= by.now {
        r.fail("until", "aid-offer-until-past");
    } else if end > by.now + STANDS_FOR + Millis::DAY {
        r.fail_with("until", "aid-offer-until-far", vec![("days", (STANDS_FOR / Millis::DAY).to_string())]);
    }
    end
}

/// A day as a form shows it and reads it.
pub fn day(at: Millis, offset: i32) -> String {
    let (year, month, day) = at.date_at(offset);
    format!("{year:04}-{month:02}-{day:02}")
}

/// What an offer says, under the names of the form: what is changed is put over it.
pub fn values(offer: &Offer, offset: i32) -> Vec<(String, String)> {
    let carry = match offer.carry_minor {
        None => String::new(),
        Some(0) => "0".into(),
        Some(minor) => Money::new(minor, offer.currency).to_major(),
    };
    [
        ("label", offer.label.clone()),
        ("kind", offer.kind.clone()),
        ("sizes", offer.sizes.clone()),
        ("details", offer.details.clone()),
        ("quality", offer.quality.clone()),
        ("weight", offer.weight.name().to_owned()),
        ("count", offer.quantity.to_string()),
        ("unit_value", offer.unit_value().to_major()),
        ("carry", carry),
        ("place", offer.place.to_string()),
        ("until", day(offer.until_at - 1, offset)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// The state that its donor wants an offer in.
pub fn state(raw: &RawForm) -> Res<State> {
    let mut r = Reader::form(raw);
    let to = r.choice("to", State::ASKED);
    r.finish()?;
    Ok(State::from_name(to).unwrap_or(State::Standing))
}

/// Rows of gifts in a form: `gifts.0.request`, `gifts.0.part`, `gifts.0.count`. A row without a number is left alone.
pub fn gifts(raw: &RawForm) -> Res<(Vec<Gift>, Saying)> {
    let mut r = Reader::form(raw);
    let message = r.opt_text("message", MESSAGE_MAX).unwrap_or_default();
    let anonymous = !r.flag("named");
    let mut gifts = Vec::new();
    for at in 0..rows(raw) {
        let name = |field: &str| format!("gifts.{at}.{field}");
        if matches!(r.raw(&name("count")).trim(), "" | "0") {
            continue;
        }
        let count = r.int(&name("count"), 1, QUANTITY_MOST);
        let (request, part) = (r.reference(&name("request")), r.id(&name("part")));
        gifts.push(Gift { request, part, count });
    }
    r.finish()?;
    gifts::check(&gifts)?;
    Ok((gifts, Saying { anonymous, message }))
}

/// How many rows of gifts were sent.
pub fn rows(raw: &RawForm) -> usize {
    (0..gifts::AT_ONCE).rev().find(|at| raw.get(&format!("gifts.{at}.part")).is_some()).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::Fail;

    const BY: By = By { currency: Currency::CNY, offset: 480, now: Millis(1_591_012_800_000) };

    fn typed(over: &[(&str, &str)]) -> RawForm {
        let mut fields = vec![
            ("label", "Winter coats"),
            ("kind", "clothing"),
            ("quality", "new"),
            ("count", "30"),
            ("unit_value", "120"),
            ("place", "01HN6XJ4C0800"),
            ("until", "2020-07-01"),
        ];
        for (name, value) in over {
            fields.retain(|(n, _)| n != name);
            fields.push((name, value));
        }
        RawForm(fields.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect())
    }

    fn wrong(over: &[(&str, &str)]) -> Vec<(String, &'static str)> {
        match read(&typed(over), BY) {
            Err(Fail::Refused(refused)) => refused.fields.into_iter().map(|f| (f.field, f.message)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_offer_is_read_with_what_is_usual_for_its_kind() {
        let draft = read(&typed(&[]), BY).unwrap();
        assert_eq!((draft.quantity, draft.unit_value_minor, draft.carry_minor, draft.weight), (30, 12_000, None, Weight::Light));
        assert_eq!(draft.until_at.to_string(), "2020-07-01T16:00:00Z", "the end of that day in China");
        let draft = read(&typed(&[("kind", "furniture"), ("carry", "0")]), BY).unwrap();
        assert_eq!((draft.weight, draft.carry_minor), (Weight::Bulky, Some(0)));
        let draft = read(&typed(&[("weight", "medium"), ("carry", "12.50")]), BY).unwrap();
        assert_eq!((draft.weight, draft.carry_minor), (Weight::Medium, Some(1_250)));
    }

    #[test]
    fn what_is_wrong_is_told_beside_its_field() {
        for (field, value, message) in [
            ("label", "", "web-field-required"),
            ("label", "x", "web-field-short"),
            ("kind", "", "web-field-choose"),
            ("kind", "pets", "web-field-choice"),
            ("quality", "", "web-field-choose"),
            ("weight", "heaviest", "web-field-choice"),
            ("count", "0", "web-field-number"),
            ("count", "100001", "web-field-number"),
            ("count", "half", "web-field-number"),
            ("unit_value", "0", "web-field-money"),
            ("unit_value", "100001", "web-field-money"),
            ("carry", "x", "web-field-money"),
            ("place", "", "web-field-choose"),
            ("until", "", "web-field-required"),
            ("until", "2020-05-31", "aid-offer-until-past"),
            ("until", "2020-12-31", "aid-offer-until-far"),
        ] {
            assert_eq!(wrong(&[(field, value)]), [(field.to_owned(), message)], "{field}={value}");
        }
    }

    #[test]
    fn what_an_offer_says_is_read_back_as_it_was() {
        let offer = Offer { until_at: Millis(1_593_619_200_000), ..Offer::sample() };
        for carry_minor in [None, Some(0), Some(5_000)] {
            let offer = Offer { carry_minor, ..offer.clone() };
            let draft = read(&RawForm(values(&offer, BY.offset)), BY).unwrap();
            assert_eq!((draft.label, draft.quantity, draft.until_at), (offer.label, offer.quantity, offer.until_at));
            assert_eq!(
                (draft.carry_minor, draft.unit_value_minor, draft.weight),
                (carry_minor, offer.unit_value_minor, offer.weight)
            );
        }
    }

    #[test]
    fn rows_without_a_number_are_left_alone() {
        let id = "01HN6XJ4C0800";
        let raw = RawForm(
            [
                ("gifts.0.request", format!("{id}-{id}")),
                ("gifts.0.part", id.to_owned()),
                ("gifts.0.count", String::new()),
                ("gifts.1.request", format!("{id}-{id}")),
                ("gifts.1.part", id.to_owned()),
                ("gifts.1.count", "3".into()),
                ("message", " All the best ".into()),
            ]
            .map(|(n, v)| (n.to_owned(), v))
            .into(),
        );
        let (gifts, saying) = gifts(&raw).unwrap();
        assert_eq!((gifts.len(), gifts[0].count, saying.anonymous, saying.message.as_str()), (1, 3, true, "All the best"));
    }
}
