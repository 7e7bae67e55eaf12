//! The page on which photos are added.

use crate::request::Request;
use askama::Template;
use qianmo_media::Photo;
use qianmo_web::{FormView, View};

/// A photo of a request as the pages show it.
pub(crate) struct PhotoView {
    pub(crate) src: String,
    pub(crate) alt: String,
    pub(crate) width: i64,
    pub(crate) height: i64,
    /// What is said below one that not everybody sees, as a message key.
    pub(crate) caption: Option<&'static str>,
    /// Where it is taken back, with the version that was seen.
    pub(crate) take_back: Option<(String, i64)>,
}

impl PhotoView {
    /// The photo, `wide` pixels wide: one of the sizes that media keeps.
    pub(crate) fn of(photo: &Photo, wide: u32) -> Self {
        PhotoView {
            src: format!("/media/{}/{wide}", photo.reference),
            alt: photo.alt.clone(),
            width: photo.width,
            height: photo.height,
            caption: super::caption(photo),
            take_back: None,
        }
    }

    /// An invented one that waits to be looked at.
    pub(crate) fn sample() -> Self {
        PhotoView {
            src: "/media/x/320".into(),
            alt: "A roof after rain".into(),
            width: 320,
            height: 240,
            caption: Some("aid-photo-held"),
            take_back: None,
        }
    }
}

/// The photos of a request and the form for one more.
#[derive(Template)]
#[template(path = "photo/add.html")]
pub struct PhotosPage {
    v: View,
    f: FormView,
    href: String,
    action: String,
    title: String,
    language: String,
    photos: Vec<PhotoView>,
}

impl PhotosPage {
    /// The page of this request.
    pub fn new(v: View, f: FormView, request: &Request, photos: &[Photo]) -> Self {
        PhotosPage {
            href: format!("/requests/{}", request.reference),
            action: format!("/requests/{}/photos", request.reference),
            title: request.title.clone(),
            language: request.language.clone(),
            photos: photos.iter().map(|photo| PhotoView::of(photo, 320)).collect(),
            v,
            f,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let f = FormView::sample(v.clone());
        let mut page = PhotosPage::new(v, f, &crate::request::model::sample_request(), &[]);
        page.photos.push(PhotoView::sample());
        page
    }
}

qianmo_web::sample!(PhotosPage);
