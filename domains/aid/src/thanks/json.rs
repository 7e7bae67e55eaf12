//! Posts in the API.

use super::command::{NewPost, PostKind};
use super::store::Post;
use qianmo_kernel::{Millis, PublicRef, Refused, Res, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Words of thanks or of progress.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPostJson {
    /// The words, without names and numbers.
    #[schema(min_length = 2, max_length = 2000)]
    pub body: String,
}

impl NewPostJson {
    /// The post as the command takes it.
    pub fn read(&self, kind: PostKind) -> Res<NewPost> {
        let body = text::tidy(&self.body);
        match text::length(&body) {
            0 | 1 => Err(Refused::field("body", "web-field-required").into()),
            n if n > super::BODY_MAX => Err(Refused::field("body", "aid-message-too-long").into()),
            _ => Ok(NewPost { kind, body, photo: None, alt: String::new(), people: false }),
        }
    }
}

/// A post.
#[derive(Serialize, ToSchema)]
pub struct PostJson {
    /// Its name.
    #[serde(rename = "ref")]
    #[schema(value_type = String)]
    pub reference: PublicRef,
    /// The request it is about.
    #[schema(value_type = String)]
    pub request: PublicRef,
    /// `thanks`, `update` or `story`.
    pub kind: &'static str,
    /// The words.
    pub body: String,
    /// `household` or `publisher`.
    pub by_role: String,
    /// `shown`, `held` or `refused`.
    pub state: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Millis,
}

impl From<&Post> for PostJson {
    fn from(p: &Post) -> Self {
        PostJson {
            reference: p.reference,
            request: PublicRef::new(p.reference.county, p.request),
            kind: p.kind.name(),
            body: p.body.clone(),
            by_role: p.by_role.clone(),
            state: p.state.clone(),
            at: p.at,
        }
    }
}
