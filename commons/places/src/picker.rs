//! Choosing a place step by step, without JavaScript: province, then city, then county … Each step is a GET of the page that
//! shows the picker, so nothing typed elsewhere is lost or put into an address: the picker stands before the form.
//!
//! ```ignore
//! let ask = PickerAsk::new("/households/new").until(Level::VILLAGE).within(paths_of_the_helper);
//! let picker = cx.read(move |tx| Picked::load(tx, query.place, &ask, locale)).await?.picker(cx.view());
//! // in the template: {{ picker.html()|safe }}, and once `picker.chosen()` is there, the form with a hidden `place`
//! ```

use crate::browse::{Shown, level_word};
use crate::level::Level;
use crate::name::{Label, labels};
use crate::place::Place;
use crate::tree;
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Locale, PlacePath, Res};
use qianmo_web::View;
use qianmo_web::extract::encode;
use std::collections::HashMap;

/// What is to be chosen, and on which page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PickerAsk {
    action: String,
    field: String,
    keep: Vec<(String, String)>,
    until: Option<Level>,
    within: Vec<PlacePath>,
}

impl PickerAsk {
    /// A picker on the page `action`, which reads the choice from its query as `place`.
    pub fn new(action: impl Into<String>) -> Self {
        PickerAsk { action: action.into(), field: "place".into(), keep: Vec::new(), until: None, within: Vec::new() }
    }

    /// Another name than `place`.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }

    /// Something of the page's query that is kept from step to step. Never what a person typed about themselves.
    #[must_use]
    pub fn keep(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.keep.push((name.into(), value.into()));
        self
    }

    /// The level that must be reached (or one below it). Without it every place will do.
    #[must_use]
    pub fn until(mut self, level: Level) -> Self {
        self.until = Some(level);
        self
    }

    /// Only these places and what lies under them, such as those a helper works for. None: the whole tree.
    #[must_use]
    pub fn within(mut self, paths: impl IntoIterator<Item = PlacePath>) -> Self {
        self.within = paths.into_iter().filter(|path| *path != PlacePath::root()).collect();
        self
    }
}

/// How far the choice has come, as read from the database.
#[derive(Clone, Debug)]
pub struct Picked {
    ask: PickerAsk,
    along: Vec<Place>,
    options: Vec<Place>,
    names: HashMap<Id, Label>,
}

impl Picked {
    /// Reads what was chosen so far and what can be chosen next. A choice that does not exist, has ended or lies outside of
    /// what may be chosen counts as none.
    pub fn load(tx: &mut Tx<'_>, chosen: Option<Id>, ask: &PickerAsk, locale: Locale) -> Res<Picked> {
        let allowed = |path: &PlacePath| ask.within.is_empty() || ask.within.iter().any(|w| w.covers(path));
        let chosen = match chosen {
            Some(id) => tree::find(tx, id)?.filter(|p| p.is_current() && allowed(&p.path)),
            None => None,
        };
        let along = match &chosen {
            Some(place) => tree::ancestors(tx, &place.path)?.into_iter().filter(|p| allowed(&p.path)).collect(),
            None => Vec::new(),
        };
        let options = match &chosen {
            Some(place) => tree::offered(tx, place.id)?,
            None if ask.within.is_empty() => tree::offered(tx, Id::NONE)?,
            None => {
                let mut own = Vec::new();
                for path in &ask.within {
                    let covered = ask.within.iter().any(|other| other != path && other.covers(path));
                    if let Some(id) = path.ids().last().filter(|_| !covered) {
                        own.extend(tree::find(tx, id)?.filter(Place::is_current));
                    }
                }
                own
            }
        };
        // One way only: it is taken for the person.
        if let [only] = options.as_slice()
            && chosen.is_none()
        {
            return Picked::load(tx, Some(only.id), ask, locale);
        }
        let ids: Vec<Id> = along.iter().chain(&options).map(|p| p.id).collect();
        Ok(Picked { ask: ask.clone(), names: labels(tx, ids, locale)?, along, options })
    }

    /// The place that was chosen, once it is deep enough: the level asked for is reached, or nothing lies below.
    pub fn chosen(&self) -> Option<&Place> {
        self.along.last().filter(|place| match self.ask.until {
            Some(level) => !place.level.is_wider_than(level) || self.options.is_empty(),
            None => true,
        })
    }

    /// The picker as a page shows it.
    pub fn picker(&self, v: View) -> PlacePicker {
        let choice = |place: &Place| {
            let name = self.names.get(&place.id).map_or_else(|| Shown::own(place, v.locale), |l| Shown::new(l, v.locale));
            Choice { id: place.id.to_string(), href: self.href(place.id), name }
        };
        // Children of one place are of one level, nearly always; the first one's word stands above the list.
        let level = self.options.first().map(|p| level_word(&v, p.level)).unwrap_or_default();
        PlacePicker {
            along: self.along.iter().map(choice).collect(),
            options: self.options.iter().map(choice).collect(),
            chosen: self.chosen().is_some(),
            level,
            action: self.ask.action.clone(),
            field: self.ask.field.clone(),
            again: self.address(None),
            keep: self.ask.keep.clone(),
            v,
        }
    }

    fn href(&self, id: Id) -> String {
        self.address(Some(id))
    }

    fn address(&self, id: Option<Id>) -> String {
        let kept = self.ask.keep.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let own = id.map(|id| format!("{}={id}", encode(&self.ask.field)));
        let query: Vec<String> = kept.chain(own).collect();
        if query.is_empty() { self.ask.action.clone() } else { format!("{}?{}", self.ask.action, query.join("&")) }
    }
}

pub(crate) struct Choice {
    id: String,
    href: String,
    name: Shown,
}

/// The picker on a page.
#[derive(Template)]
#[template(path = "picker.html")]
pub struct PlacePicker {
    v: View,
    along: Vec<Choice>,
    options: Vec<Choice>,
    chosen: bool,
    level: String,
    action: String,
    field: String,
    again: String,
    keep: Vec<(String, String)>,
}

impl PlacePicker {
    /// The picker's HTML, to be put into a page before the form.
    pub fn html(&self) -> String {
        self.render().unwrap_or_default()
    }

    /// Whether a place deep enough was chosen.
    pub fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// One for samples of pages that show a picker.
    pub fn sample(v: View) -> Self {
        let choice = |id: &str, text: &str| Choice {
            id: id.into(),
            href: format!("/households/new?place={id}"),
            name: Shown { text: text.into(), lang: Some("zh-Hans".into()) },
        };
        PlacePicker {
            along: vec![choice("01HN6XJ4C0800", "陕西省"), choice("01HN6XJ4C0801", "商洛市")],
            options: vec![choice("01HN6XJ4C0802", "柞水县"), choice("01HN6XJ4C0803", "山阳县")],
            chosen: false,
            level: level_word(&v, Level::COUNTY),
            action: "/households/new".into(),
            field: "place".into(),
            again: "/households/new".into(),
            keep: vec![("for".into(), "other".into())],
            v,
        }
    }
}

qianmo_web::sample!(PlacePicker);
