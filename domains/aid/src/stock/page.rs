//! My offers as a list, and the form in which one is made or changed.

use super::model::{KINDS, Offer, QUALITIES, State};
use super::ship::Weight;
use super::{STANDING_MOST, fits, store};
use crate::request::{Choice, choices};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Locale, Millis, Res};
use qianmo_places::{Level, Picked, PickerAsk, PlacePicker};
use qianmo_web::{Cx, FormView, View};

/// An offer with what its line says beside it.
pub struct Listed {
    /// The offer.
    pub offer: Offer,
    /// The name of the county where it lies.
    pub county: String,
    /// How many requests may fit it since its donor looked last.
    pub new: i64,
}

/// A page of one's own offers, the newest first.
pub fn read(tx: &mut Tx<'_>, actor: &Actor, before: Option<Id>, limit: i64, locale: Locale) -> Res<Vec<Listed>> {
    let offers = store::page(tx, actor.account, before, limit)?;
    let mut listed = Vec::with_capacity(offers.len());
    for offer in offers {
        listed.push(with_county(tx, offer, locale)?);
    }
    Ok(listed)
}

/// An offer with the name of its county, and how much is new.
pub fn with_county(tx: &mut Tx<'_>, offer: Offer, locale: Locale) -> Res<Listed> {
    let county = qianmo_places::whole_name(tx, &offer.path, locale)?;
    let new = i64::try_from(fits::of(tx, offer.reference)?.len()).unwrap_or(0);
    Ok(Listed { offer, county, new })
}

/// An offer in words.
#[derive(Clone)]
pub struct OfferLine {
    /// Its page.
    pub href: String,
    /// What it is.
    pub label: String,
    /// The kind in words.
    pub kind: String,
    /// How many of how many are left.
    pub left: String,
    /// Where it lies.
    pub county: String,
    /// Until when it stands, for machines and in words.
    pub until: (String, String),
    /// The badge of its state.
    pub badge: &'static str,
    /// The state in words.
    pub state: String,
    /// What is new, in words.
    pub new: Option<String>,
}

impl OfferLine {
    /// The line of an offer.
    pub fn new(v: &View, listed: &Listed) -> Self {
        let Listed { offer, county, new } = listed;
        let state = offer.state_at(v.now);
        // The last moment of its last day, not the first of the next.
        let last = offer.until_at - 1;
        OfferLine {
            href: format!("/my-offers/{}", offer.reference),
            label: offer.label.clone(),
            kind: v.family("aid-good", &offer.kind),
            left: v.t2("aid-offer-left", "left", offer.rest, "of", offer.quantity),
            county: county.clone(),
            until: (last.to_string(), v.date(last)),
            badge: state.badge(),
            state: v.family("aid-offer-state", state.name()),
            new: (*new > 0 && state == State::Standing).then(|| v.t1("aid-offer-new-fits", "n", *new)),
        }
    }

    /// An invented line.
    pub fn sample(v: &View) -> Self {
        let offer = Offer { until_at: v.now + 30 * Millis::DAY, ..Offer::sample() };
        OfferLine::new(v, &Listed { offer, county: "Zhashui County".into(), new: 2 })
    }
}

/// My offers.
#[derive(Template)]
#[template(path = "stock/list.html")]
pub struct ListPage {
    v: View,
    offers: Vec<OfferLine>,
    most: i64,
    next: Option<String>,
}

impl ListPage {
    /// The page of these offers.
    pub fn new(cx: &Cx, offers: &[Listed], next: Option<String>) -> Self {
        let v = cx.view();
        ListPage { offers: offers.iter().map(|listed| OfferLine::new(&v, listed)).collect(), most: STANDING_MOST, next, v }
    }

    fn sample(v: View) -> Self {
        ListPage { offers: vec![OfferLine::sample(&v)], most: STANDING_MOST, next: Some("x".into()), v }
    }
}

/// What a form of an offer is for.
#[derive(Clone)]
pub struct For {
    action: String,
    picked_at: String,
    heading: &'static str,
    button: &'static str,
    back: String,
}

impl For {
    /// A new offer.
    pub fn new_one() -> Self {
        For {
            action: "/my-offers".into(),
            picked_at: "/my-offers/new".into(),
            heading: "aid-offer-new-title",
            button: "aid-offer-make",
            back: "/my-offers".into(),
        }
    }

    /// A change of this one.
    pub fn change_of(offer: &Offer) -> Self {
        let page = format!("/my-offers/{}", offer.reference);
        let edit = format!("{page}/edit");
        For { action: edit.clone(), picked_at: edit, heading: "aid-offer-edit-title", button: "aid-offer-save", back: page }
    }

    /// The title of the page.
    pub const fn heading(&self) -> &'static str {
        self.heading
    }

    /// The choice of the county where the goods lie.
    pub fn picker(&self) -> PickerAsk {
        PickerAsk::new(&self.picked_at).until(Level::COUNTY)
    }
}

/// The form of an offer; before it the choice of where the goods lie.
#[derive(Template)]
#[template(path = "stock/edit.html")]
pub struct FormPage {
    v: View,
    f: FormView,
    what: For,
    picker: PlacePicker,
    place: Option<String>,
    version: Option<i64>,
    kinds: Vec<Choice>,
    qualities: Vec<Choice>,
    weights: Vec<Choice>,
}

impl FormPage {
    /// The form with what was chosen of places so far; `version` is the one that is changed.
    pub fn new(cx: &Cx, f: FormView, what: For, picked: &Picked, version: Option<i64>) -> Self {
        let place = picked.chosen().map(|place| place.id.to_string());
        FormPage::of(cx.view(), f, what, picked.picker(cx.view()), place, version)
    }

    fn of(v: View, f: FormView, what: For, picker: PlacePicker, place: Option<String>, version: Option<i64>) -> Self {
        let mut weights = choices(&v, "aid-offer-weight", Weight::NAMES);
        if let Some(usual) = weights.first_mut() {
            usual.1 = v.t("aid-offer-weight-usual");
        }
        let qualities = QUALITIES.iter().map(|name| ((*name).to_owned(), v.family("aid-offer-quality", name))).collect();
        FormPage { kinds: choices(&v, "aid-good", KINDS), qualities, weights, what, picker, place, version, f, v }
    }

    fn sample(v: View) -> Self {
        let picker = PlacePicker::sample(v.clone());
        FormPage::of(v.clone(), FormView::sample(v), For::new_one(), picker, Some("01HN6XJ4C0802".into()), Some(1))
    }
}

qianmo_web::sample!(ListPage, FormPage);
