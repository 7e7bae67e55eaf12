//! Queries as they come in, and the map.

use super::filter::{Asked, StateFilter};
use super::home::{Spot, map};
use crate::lifecycle::RequestState;
use crate::statistics::Figure;
use qianmo_kernel::{Fail, Id, Locale, Millis};
use qianmo_web::View;
use qianmo_web::i18n::I18n;
use std::sync::Arc;

fn asked(place: &str, purpose: &str, state: &str) -> Asked {
    let text = |t: &str| Some(t.to_owned());
    Asked { place: text(place), purpose: text(purpose), state: text(state), ..Asked::default() }
}

#[test]
fn blank_filters_are_none_and_unknown_ones_are_refused() {
    let filter = asked("", " ", "").parse(StateFilter::All).unwrap();
    assert_eq!((filter.purpose, filter.state, filter.limit), (None, StateFilter::All, 20));
    let filter = asked("61", "health", "partly_pledged").parse(StateFilter::All).unwrap();
    assert_eq!(filter.state, StateFilter::One(RequestState::PartlyPledged));
    assert_eq!(filter.state.stages(), (1, 1));
    for (purpose, state) in [("wealth", ""), ("", "draft"), ("", "submitted"), ("", "withdrawn"), ("", "x")] {
        match asked("", purpose, state).parse(StateFilter::All) {
            Err(Fail::Refused(refused)) => assert_eq!(refused.kind.status(), 400),
            other => panic!("{other:?}"),
        }
    }
    for limit in [0, 101, -1] {
        assert!(Asked { limit: Some(limit), ..Asked::default() }.parse(StateFilter::All).is_err());
    }
}

#[test]
fn a_map_shows_rates_and_nothing_of_what_is_left_out() {
    let words = crate::module();
    let i18n = Arc::new(I18n::new(words.locale_list().iter().map(|(l, t)| (*l, *t))).unwrap());
    let v = View::new(i18n.clone(), Locale::En, 480, Millis(0), false);
    let spot = |id: i64, code: &str, met, opened| Spot {
        id: Id::from_i64(id),
        code: code.into(),
        name: "Somewhere".into(),
        figure: Some(Figure { opened, met, ..Figure::default() }),
    };
    let left_out = |id: i64, code: &str| Spot { figure: None, ..spot(id, code, 0, 0) };
    let known = map(&v, &[left_out(1, "61"), spot(2, "62", 50, 50), left_out(3, "53"), spot(4, "44", 0, 0)]);
    let classes: Vec<&str> = known.tiles.iter().map(|t| t.class()).collect();
    assert_eq!(classes, ["q0", "q5", "q0", "q0"]);
    for (locale, label) in [(Locale::ZhHans, "陕"), (Locale::En, "SN"), (Locale::Ar, "شنشي")] {
        let v = View::new(i18n.clone(), locale, 480, Millis(0), false);
        assert_eq!(map(&v, &[spot(1, "61", 31, 50)]).tiles[0].label(), label);
    }
    let unknown = map(&v, &[spot(1, "x1", 31, 50), spot(2, "x2", 5, 50)]);
    assert_eq!((unknown.width, unknown.height), (88, 44));
    assert_eq!(unknown.tiles.iter().map(|t| t.class()).collect::<Vec<_>>(), ["q4", "q1"]);
}
