//! Bodies that are not plain forms: JSON for the API, multipart for forms with files.

use crate::answer::WebError;
use crate::app::App;
use crate::extract::RawForm;
use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use http::header;
use qianmo_kernel::{Kind, Refused};
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
}

impl Upload {
    /// The first file of that field.
    pub fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|f| f.field == field)
    }
}

impl FromRequest<App> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        let mut multipart = Multipart::from_request(request, app)
            .await
            .map_err(|_| WebError::from(Refused::new(Kind::WrongType, "web-wrong-type")))?;
        let (mut form, mut files, mut total) = (RawForm::default(), Vec::new(), 0usize);
        loop {
            let field = match multipart.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(e) => return Err(bad(&e)),
            };
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|e| bad(&e))?;
            total += bytes.len();
            if total > app.config.upload_limit || form.0.len() + files.len() > 2_000 {
                return Err(Refused::new(Kind::TooLarge, "web-too-large").into());
            }
            match file_name {
                Some(file_name) if !bytes.is_empty() => files.push(File { field: name, name: file_name, bytes }),
                Some(_) => {}
                None => form.0.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        Ok(Upload { form, files })
    }
}

fn bad(error: &axum::extract::multipart::MultipartError) -> WebError {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        Refused::new(Kind::TooLarge, "web-too-large").into()
    } else {
        Refused::new(Kind::Malformed, "web-bad-upload").into()
    }
}
