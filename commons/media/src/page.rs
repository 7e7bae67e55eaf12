//! The page on which reviewers look at held photos.

use crate::decide::Reason;
use crate::store::Photo;
use crate::thing::Thing;
use askama::Template;
use qianmo_kernel::{Id, Millis, PublicRef};
use qianmo_web::View;

/// One held photo.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its reference.
    pub reference: PublicRef,
    /// What it shows, in the uploader's words.
    pub alt: String,
    /// Pixels of the large size.
    pub width: i64,
    /// Pixels of the large size.
    pub height: i64,
    /// Whether people can be recognised.
    pub shows_people: bool,
    /// Counts its changes.
    pub version: i64,
    /// When it was uploaded.
    pub uploaded_at: Millis,
    /// Whether the one who looks uploaded it and so cannot decide.
    pub own: bool,
    /// What it belongs to, as far as the one who looks is told.
    pub thing: Option<Thing>,
}

impl Card {
    /// A card for the one who looks.
    pub fn new(photo: Photo, viewer: Id, thing: Option<Thing>) -> Self {
        Card {
            reference: photo.reference,
            alt: photo.alt,
            width: photo.width,
            height: photo.height,
            shows_people: photo.shows_people,
            version: photo.version,
            uploaded_at: photo.uploaded_at,
            own: photo.uploaded_by == viewer,
            thing,
        }
    }
}

/// Photos that wait for a decision.
#[derive(Template)]
#[template(path = "queue.html")]
pub struct QueuePage {
    /// Words and formats.
    pub v: View,
    /// The photos.
    pub photos: Vec<Card>,
    /// Why a photo may be refused: code and words.
    pub reasons: Vec<(&'static str, String)>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// A photo of the one thing that is looked through; `None`: all that waits.
    pub beside: Option<PublicRef>,
    /// That thing.
    pub about: Option<Thing>,
}

impl QueuePage {
    /// The page with these photos.
    pub fn new(v: View, photos: Vec<Card>, next: Option<String>) -> Self {
        let reasons = Reason::ALL.into_iter().map(|r| (r.code(), v.t(r.key()))).collect();
        QueuePage { v, photos, reasons, next, beside: None, about: None }
    }

    /// The page with the photos of one thing, by one of them.
    pub fn of_thing(v: View, photos: Vec<Card>, beside: PublicRef, about: Option<Thing>) -> Self {
        QueuePage { beside: Some(beside), about, ..QueuePage::new(v, photos, None) }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let card = Card {
            reference: PublicRef::new(Id::from_i64(1 << 40), Id::from_i64(1 << 41)),
            alt: "A roof after rain".into(),
            width: 1280,
            height: 960,
            shows_people: true,
            version: 1,
            uploaded_at: Millis(1_740_000_000_000),
            own: false,
            thing: Some(Thing { title: "A roof for the winter".into(), language: "en".into(), href: "/requests/x".into() }),
        };
        let own = Card { own: true, shows_people: false, ..card.clone() };
        let about = card.thing.clone();
        QueuePage { beside: Some(card.reference), about, ..QueuePage::new(v, vec![card, own], Some("next".into())) }
    }
}

qianmo_web::sample!(QueuePage);
