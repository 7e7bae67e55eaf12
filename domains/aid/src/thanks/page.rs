//! Posts as they are shown, and the forms to tell one.

use super::command::PostKind;
use super::store::{self, Post};
use askama::Template;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Millis, PublicRef, Res};
use qianmo_media::{Photo, Reader};
use qianmo_web::{Cx, FormView, View};

/// A post as everyone may see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PostLine {
    /// Its name.
    pub reference: PublicRef,
    /// Whether an officer took it off until it is decided on; told to officers only.
    pub held: bool,
    /// The message of what it is.
    pub kind_label: &'static str,
    /// The words.
    pub body: String,
    /// The message of who told it.
    pub role_label: &'static str,
    /// When.
    pub at: Millis,
    /// The photo, once it may be shown to this reader.
    pub photo: Option<Photo>,
}

impl PostLine {
    /// Invented posts.
    pub fn samples(at: Millis) -> Vec<PostLine> {
        vec![PostLine {
            reference: PublicRef::new(Id::from_i64(1), Id::from_i64(2)),
            held: true,
            kind_label: PostKind::Thanks.label(),
            body: "Thank you!".into(),
            role_label: "aid-post-by-household",
            at,
            photo: None,
        }]
    }
}

/// The posts of a request that everyone may see, the oldest first.
pub fn section(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<PostLine>> {
    section_for(tx, request, false, Reader::Other)
}

/// The same; `officer`: with those that were taken off until somebody decides. Stories without consent are nobody's yet. The
/// household itself sees its photos also while they are held.
pub fn section_for(tx: &mut Tx<'_>, request: PublicRef, officer: bool, reader: Reader) -> Res<Vec<PostLine>> {
    let held = |p: &Post| p.state == "held" && (p.kind != PostKind::Story || p.consent_by != Id::NONE);
    let posts: Vec<Post> =
        store::of_request(tx, request)?.into_iter().filter(|p| p.state == "shown" || (officer && held(p))).collect();
    let mut photos = if posts.iter().any(|p| p.photo != Id::NONE) {
        qianmo_media::of(tx, request.county, super::photo::POST, request.id)?
    } else {
        Vec::new()
    };
    photos.retain(|photo| qianmo_media::decide::access(photo, None, reader).is_ok());
    Ok(posts
        .into_iter()
        .map(|p| PostLine {
            reference: p.reference,
            held: p.state == "held",
            kind_label: p.kind.label(),
            role_label: if p.by_role == "household" { "aid-post-by-household" } else { "aid-post-by-publisher" },
            photo: photos.iter().find(|m| m.reference.id == p.photo).cloned(),
            body: p.body,
            at: p.at,
        })
        .collect())
}

/// Stories that wait for the household's consent, and those it gave it to.
pub(super) fn own_stories(tx: &mut Tx<'_>, request: PublicRef) -> Res<Vec<Post>> {
    Ok(store::of_request(tx, request)?.into_iter().filter(|p| p.kind == PostKind::Story && p.state != "refused").collect())
}

/// Whether a story about this request waits for the household's consent.
pub(crate) fn story_waits(tx: &mut Tx<'_>, request: PublicRef) -> Res<bool> {
    Ok(store::of_request(tx, request)?.iter().any(Post::waits))
}

/// A story the household decides on.
struct StoryView {
    action: String,
    body: String,
    waits: bool,
}

/// The form to tell something.
#[derive(Template)]
#[template(path = "thanks/new.html")]
pub struct TellPage {
    v: View,
    f: FormView,
    action: String,
    back: String,
    heading: &'static str,
    hint: &'static str,
    stories: Vec<StoryView>,
    key: String,
}

impl TellPage {
    /// The form for this kind of post.
    pub fn new(cx: &Cx, form: FormView, request: PublicRef, kind: PostKind, stories: Vec<Post>) -> Self {
        let key = FormView::empty(cx).key().to_owned();
        TellPage {
            v: cx.view(),
            action: format!("/requests/{request}/{}", path_of(kind)),
            back: format!("/requests/{request}"),
            heading: title_of(kind),
            hint: hint_of(kind),
            stories: stories
                .into_iter()
                .map(|p| StoryView { action: format!("/posts/{}/consent", p.reference), waits: p.waits(), body: p.body })
                .collect(),
            key,
            f: form,
        }
    }

    fn sample(v: View) -> Self {
        TellPage {
            f: FormView::sample(v.clone()),
            action: "/requests/x/thanks".into(),
            back: "/requests/x".into(),
            heading: title_of(PostKind::Story),
            hint: hint_of(PostKind::Story),
            stories: vec![
                StoryView { action: "/posts/x/consent".into(), body: "We learnt to keep bees.".into(), waits: true },
                StoryView { action: "/posts/y/consent".into(), body: "The roof is dry.".into(), waits: false },
            ],
            key: "sample".into(),
            v,
        }
    }
}

/// The last word of the path of a kind's page.
pub(super) const fn path_of(kind: PostKind) -> &'static str {
    match kind {
        PostKind::Thanks => "thanks",
        PostKind::Update => "updates",
        PostKind::Story => "story",
    }
}

/// The title of a kind's page.
pub(super) const fn title_of(kind: PostKind) -> &'static str {
    match kind {
        PostKind::Thanks => "aid-thanks-title",
        PostKind::Update => "aid-update-title",
        PostKind::Story => "aid-story-title",
    }
}

const fn hint_of(kind: PostKind) -> &'static str {
    match kind {
        PostKind::Thanks => "aid-thanks-hint",
        PostKind::Update => "aid-update-hint",
        PostKind::Story => "aid-story-hint",
    }
}

qianmo_web::sample!(TellPage);
