//! Bodies that are not plain forms: JSON for the API, multipart for forms with files.

use crate::answer::WebError;
use crate::app::App;
use crate::extract::RawForm;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use bytes::{Bytes, BytesMut};
use http::header;
use qianmo_kernel::{Kind, Refused, Res};
use serde::de::DeserializeOwned;

/// The largest JSON body.
const JSON_LIMIT: usize = 1024 * 1024;

/// A JSON body of the API and the bytes it came in (for the idempotency hash).
pub struct Body<T> {
    /// What it says.
    pub value: T,
    /// As it came.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &App) -> Result<Self, WebError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if essence != "application/json" && !essence.ends_with("+json") {
            return Err(Refused::new(Kind::WrongType, "web-wrong-type").into());
        }
        let bytes = axum::body::to_bytes(request.into_body(), JSON_LIMIT)
            .await
            .map_err(|_| Refused::new(Kind::TooLarge, "web-too-large"))?;
        // A struct could be read from an array, too, field after field; nobody who sends one means that.
        if bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| *b != b'{')
            && serde_json::from_slice::<serde_json::Value>(&bytes).is_ok()
        {
            return Err(Refused::new(Kind::Invalid, "web-bad-shape").arg("line", 1).arg("column", 1).into());
        }
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Body { value, bytes }),
            Err(e) if e.is_data() => {
                Err(Refused::new(Kind::Invalid, "web-bad-shape").arg("line", e.line()).arg("column", e.column()).into())
            }
            Err(_) => Err(Refused::new(Kind::Malformed, "web-bad-json").into()),
        }
    }
}

/// A file of an upload.
#[derive(Clone, Debug)]
pub struct File {
    /// The name of the field.
    pub field: String,
    /// The name the sender gave; never used as a path.
    pub name: String,
    /// The content.
    pub bytes: Bytes,
}

/// A form with files.
pub struct Upload {
    /// The fields.
    pub form: RawForm,
    /// The files that are not empty.
    pub files: Vec<File>,
    empty: Vec<String>,
    too_large: Option<String>,
}

impl Upload {
    /// The first file of that field.
    pub fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|f| f.field == field)
    }

    /// Whether a file was chosen for that field which has nothing in it. A browser sends a part without a name where none
    /// was chosen.
    pub fn came_empty(&self, field: &str) -> bool {
        self.empty.iter().any(|f| f == field)
    }

    /// Refuses (413) when a file was larger than the installation takes: it was passed over, and the fields are here, so that
    /// the form can be shown again with what was typed. Handlers ask before they use a file.
    pub fn within_limit(&self) -> Res<()> {
        match &self.too_large {
            None => Ok(()),
            Some(field) => Err(Refused::new(Kind::TooLarge, "web-too-large").beside(field).into()),
        }
    }
}

/// How many times the limit is read and thrown away before the rest of an upload is given up.
const PATIENCE: usize = 4;

impl FromRequest<App> for Upload {
    type Rejection = WebError;

    async fn from_request(mut request: Request, app: &App) -> Result<Self, WebError> {
        let limit = app.config.upload_limit;
        DefaultBodyLimit::max(limit.saturating_mul(PATIENCE)).apply(&mut request);
        let mut multipart = Multipart::from_request(request, app)
            .await
            .map_err(|_| WebError::from(Refused::new(Kind::WrongType, "web-wrong-type")))?;
        let mut upload = Upload { form: RawForm::default(), files: Vec::new(), empty: Vec::new(), too_large: None };
        let mut total = 0usize;
        loop {
            let field = match multipart.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                // So large that it was not read to its end: what came before is kept.
                Err(_) if upload.too_large.is_some() => break,
                Err(e) => return Err(bad(&e)),
            };
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let read = take(field, limit.saturating_sub(total)).await.map_err(|e| bad(&e))?;
            if upload.form.0.len() + upload.files.len() + upload.empty.len() > 2_000 {
                return Err(Refused::new(Kind::TooLarge, "web-too-large").into());
            }
            match (file_name, read) {
                (_, None) => upload.too_large = Some(name),
                (Some(file_name), Some(bytes)) => {
                    total += bytes.len();
                    if !bytes.is_empty() {
                        upload.files.push(File { field: name, name: file_name, bytes });
                    } else if !file_name.is_empty() {
                        upload.empty.push(name);
                    }
                }
                (None, Some(bytes)) => {
                    total += bytes.len();
                    upload.form.0.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
        Ok(upload)
    }
}

/// The content of a field; `None` when it is more than `most` bytes, which are read all the same, for what comes after them.
async fn take(mut field: Field<'_>, most: usize) -> Result<Option<Bytes>, MultipartError> {
    let mut kept = BytesMut::new();
    let mut over = false;
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) if over || kept.len() + chunk.len() > most => {
                over = true;
                kept = BytesMut::new();
            }
            Ok(Some(chunk)) => kept.extend_from_slice(&chunk),
            Ok(None) => return Ok((!over).then(|| kept.freeze())),
            Err(e) if is_too_large(&e) => return Ok(None),
            Err(e) => return Err(e),
        }
    }
}

fn is_too_large(error: &MultipartError) -> bool {
    error.status() == http::StatusCode::PAYLOAD_TOO_LARGE
}

fn bad(error: &MultipartError) -> WebError {
    if is_too_large(error) {
        Refused::new(Kind::TooLarge, "web-too-large").into()
    } else {
        Refused::new(Kind::Malformed, "web-bad-upload").into()
    }
}
