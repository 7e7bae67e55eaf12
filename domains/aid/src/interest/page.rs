//! The page of a donor's interests.

use super::{Interest, Learnt};
use crate::request::{Choice, PURPOSES};
use askama::Template;
use qianmo_kernel::Id;
use qianmo_places::PlacePicker;
use qianmo_web::{FormView, View};

/// Gifts to a purpose in a county, in words.
pub struct Row {
    purpose: String,
    place: String,
    given: String,
}

impl Row {
    /// With the county's name.
    pub fn new(v: &View, learnt: &Learnt, place: String) -> Self {
        Row { purpose: v.family("aid-purpose", &learnt.purpose), place, given: v.number(learnt.given) }
    }
}

/// Declared, learnt, on and off.
#[derive(Template)]
#[template(path = "interest/show.html")]
pub struct InterestPage {
    v: View,
    f: FormView,
    picker: String,
    place: String,
    place_name: Option<String>,
    purposes: Vec<Choice>,
    nudges: Vec<Choice>,
    version: String,
    learns: bool,
    rows: Vec<Row>,
}

impl InterestPage {
    /// The page as things stand, with the place that is chosen.
    pub fn new(v: View, f: FormView, picker: &PlacePicker, place: Option<(Id, String)>, now: &Interest, rows: Vec<Row>) -> Self {
        let (place, place_name) = place.map_or((String::new(), None), |(id, name)| (id.to_string(), Some(name)));
        InterestPage {
            picker: picker.html(),
            place,
            place_name,
            purposes: PURPOSES.iter().map(|p| ((*p).to_owned(), v.family("aid-purpose", p))).collect(),
            nudges: crate::nudge::CHOICES.iter().map(|n| (n.to_string(), v.t1("aid-interest-nudges-n", "n", *n))).collect(),
            version: now.version.to_string(),
            learns: now.learn,
            rows,
            f,
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let learnt = Learnt { purpose: "education".into(), area: Id::from_i64(1 << 40), given: 3 };
        let rows = vec![Row::new(&v, &learnt, "Zhashui County".into())];
        let place = Some((Id::from_i64(1 << 40), "Shaanxi".to_owned()));
        InterestPage::new(v.clone(), FormView::sample(v.clone()), &PlacePicker::sample(v), place, &Interest::default(), rows)
    }
}

qianmo_web::sample!(InterestPage);
