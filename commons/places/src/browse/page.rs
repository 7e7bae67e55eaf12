//! What the pages of the tree show.

use crate::level::Level;
use crate::name::Label;
use crate::place::Place;
use askama::Template;
use qianmo_kernel::{Locale, Millis};
use qianmo_web::View;

/// A name on a page: with its language where that is not the page's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The name.
    pub text: String,
    /// The `lang` attribute, if it needs one.
    pub lang: Option<String>,
}

impl Shown {
    /// A label as a page in `locale` shows it.
    pub fn new(label: &Label, locale: Locale) -> Self {
        Shown { text: label.text.clone(), lang: label.is_foreign(locale).then(|| label.language.clone()) }
    }

    /// A place by its own name.
    pub fn own(place: &Place, locale: Locale) -> Self {
        Shown::new(&Label { id: place.id, text: place.name.clone(), language: place.language.clone() }, locale)
    }
}

/// A place as a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// Its name.
    pub name: Shown,
    /// Its page.
    pub href: String,
    /// Its level, in words.
    pub level: String,
    /// What it lies in, the nearest first; only where places of many regions stand together.
    pub within: Vec<Shown>,
}

/// The word for a level in the reader's language; the level's own name where the program has no word for it.
pub(crate) fn level_word(v: &View, level: Level) -> String {
    level.message().map_or_else(|| level.name().to_owned(), |key| v.t(key))
}

/// The top of the tree, or what was found.
#[derive(Template)]
#[template(path = "top.html")]
pub(crate) struct TopPage {
    pub v: View,
    pub q: String,
    pub places: Vec<Stop>,
    pub searched: bool,
    pub next: Option<String>,
}

impl TopPage {
    fn sample(v: View) -> Self {
        let places = vec![sample_stop(&v), sample_stop(&v)];
        TopPage { v, q: "Zha".into(), places, searched: true, next: Some("abc".into()) }
    }
}

/// A name in another language or of another time.
pub(crate) struct NameLine {
    pub name: Shown,
    /// What the language calls itself.
    pub language: String,
    pub until: Option<Millis>,
}

/// One place.
#[derive(Template)]
#[template(path = "place.html")]
pub(crate) struct PlacePage {
    pub v: View,
    pub name: Shown,
    pub level: String,
    pub crumbs: Vec<Stop>,
    pub code: String,
    pub id: String,
    pub own: Option<Shown>,
    pub names: Vec<NameLine>,
    pub keeps_books: bool,
    pub since: Option<Millis>,
    pub ended: Option<Millis>,
    pub successors: Vec<Stop>,
    pub predecessors: Vec<Stop>,
    pub location: Option<(String, String)>,
    pub children: Vec<Stop>,
    pub next: Option<String>,
    pub edit: Option<String>,
}

impl PlacePage {
    fn sample(v: View) -> Self {
        let stop = || vec![sample_stop(&v)];
        let own = Shown { text: "柞水县".into(), lang: Some("zh-Hans".into()) };
        PlacePage {
            name: Shown { text: "Zhashui County".into(), lang: Some("en".into()) },
            level: level_word(&v, Level::COUNTY),
            crumbs: stop(),
            code: "611026".into(),
            id: "01HN6XJ4C0800".into(),
            own: Some(own.clone()),
            names: vec![
                NameLine { name: own.clone(), language: "中文".into(), until: None },
                NameLine { name: own, language: "中文".into(), until: Some(v.now) },
            ],
            keeps_books: true,
            since: Some(v.now),
            ended: Some(v.now),
            successors: stop(),
            predecessors: stop(),
            location: Some(("33.686000".into(), "109.114000".into())),
            children: stop(),
            next: Some("abc".into()),
            edit: Some("/places/611026/edit".into()),
            v,
        }
    }
}

fn sample_stop(v: &View) -> Stop {
    Stop {
        name: Shown { text: "商洛市".into(), lang: Some("zh-Hans".into()) },
        href: "/places/6110".into(),
        level: level_word(v, Level::CITY),
        within: vec![Shown { text: "Shaanxi".into(), lang: None }],
    }
}

qianmo_web::sample!(TopPage, PlacePage);
