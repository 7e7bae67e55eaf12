//! The page on which photos are added.

use crate::request::Request;
use askama::Template;
use qianmo_media::Photo;
use qianmo_web::{FormView, View};

struct PhotoView {
    src: String,
    alt: String,
    width: i64,
    height: i64,
    caption: Option<&'static str>,
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
            photos: photos
                .iter()
                .map(|p| PhotoView {
                    src: format!("/media/{}/320", p.reference),
                    alt: p.alt.clone(),
                    width: p.width,
                    height: p.height,
                    caption: super::caption(p),
                })
                .collect(),
            v,
            f,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let f = FormView::sample(v.clone());
        let mut page = PhotosPage::new(v, f, &crate::request::model::sample_request(), &[]);
        page.photos.push(PhotoView {
            src: "/media/x/320".into(),
            alt: "A roof after rain".into(),
            width: 320,
            height: 240,
            caption: Some("aid-photo-held"),
        });
        page
    }
}

qianmo_web::sample!(PhotosPage);
