//! The page on which reviewers look at held photos.

use crate::decide::Reason;
use crate::store::Photo;
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
}

impl Card {
    /// A card for the one who looks.
    pub fn new(photo: Photo, viewer: Id) -> Self {
        Card {
            reference: photo.reference,
            alt: photo.alt,
            width: photo.width,
            height: photo.height,
            shows_people: photo.shows_people,
            version: photo.version,
            uploaded_at: photo.uploaded_at,
            own: photo.uploaded_by == viewer,
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
}

impl QueuePage {
    /// The page with these photos.
    pub fn new(v: View, photos: Vec<Card>, next: Option<String>) -> Self {
        let reasons = Reason::ALL.into_iter().map(|r| (r.code(), v.t(r.key()))).collect();
        QueuePage { v, photos, reasons, next }
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
        };
        let own = Card { own: true, shows_people: false, ..card.clone() };
        QueuePage::new(v, vec![card, own], Some("next".into()))
    }
}

qianmo_web::sample!(QueuePage);
