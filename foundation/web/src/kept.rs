//! What everybody is told alike, made once: the first page on a day when the whole country looks at it.
//!
//! Kept in memory, by every serving process for itself, and only while it cannot have changed: as long as this process has
//! committed nothing. Another process may write to the same PostgreSQL, and time goes on by itself; so nothing is older than a
//! second. Strangers only are told what a stranger was told; whoever is signed in is answered afresh.

use crate::answer::Answer;
use crate::cx::Cx;
use axum::body::{Body, Bytes, to_bytes};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, header};
use qianmo_db::Tx;
use qianmo_kernel::{Error, Locale, Millis, Res};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The oldest that anything kept may be, in milliseconds.
const SECOND: i64 = 1_000;
/// Answers kept at once.
const ANSWERS: usize = 200;
/// The longest answer that is kept, in bytes.
const LONGEST: usize = 128 * 1024;

/// When something was read: after how many commits of this process, and at which moment.
#[derive(Copy, Clone)]
struct Stamp {
    commits: u64,
    at: Millis,
}

impl Stamp {
    fn now(cx: &Cx) -> Stamp {
        Stamp { commits: cx.app.db.units_committed(), at: cx.app.clock.now() }
    }

    /// Whether what was read at `self` may be told at `now`; `late`: how many milliseconds it may lag behind what was written.
    fn serves(self, now: Stamp, late: i64) -> bool {
        let age = now.at.0 - self.at.0;
        (0..late).contains(&age) || (self.commits == now.commits && (0..SECOND).contains(&age))
    }
}

/// What an answer to a stranger depends on, beside what is stored.
#[derive(PartialEq, Eq, Hash)]
struct Asked {
    locale: Locale,
    json: bool,
    address: String,
}

struct Told {
    stamp: Stamp,
    headers: HeaderMap,
    body: Bytes,
}

/// A value, when it was read, and the place in which those who want it too wait for the one who reads it.
type Place = Arc<tokio::sync::Mutex<Option<(Stamp, Arc<dyn Any + Send + Sync>)>>>;
/// Values kept at once.
const VALUES: usize = 32;

/// The memory of one serving process.
#[derive(Default)]
pub(crate) struct Kept {
    answers: Mutex<HashMap<Asked, Told>>,
    values: Mutex<HashMap<(TypeId, i64), Place>>,
}

impl Cx {
    /// Answers a stranger with what another one was told a moment ago, if nothing was written since; everybody else, and who
    /// comes first, with what `make` answers. For GET routes whose answer depends on nothing but the address, the language,
    /// who asks and what is stored.
    ///
    /// # Errors
    /// Those of `make`; failures are never kept.
    pub async fn alike(&self, make: impl Future<Output = Answer>) -> Answer {
        if !self.is_a_stranger() {
            return make.await;
        }
        let asked = || Asked { locale: self.locale, json: self.wants_json, address: self.path_and_query.clone() };
        let stamp = Stamp::now(self);
        if let Some(told) = self.told(&asked(), stamp) {
            return Ok(told);
        }
        let response = make.await?;
        if response.status() != StatusCode::OK {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.map_err(|e| Error::because("the body of an answer", e))?;
        if body.len() <= LONGEST && !parts.headers.contains_key(header::SET_COOKIE) {
            let mut answers = self.app.kept.answers.lock().unwrap_or_else(PoisonError::into_inner);
            if answers.len() >= ANSWERS {
                answers.retain(|_, told| told.stamp.serves(stamp, 0));
            }
            if answers.len() < ANSWERS {
                answers.insert(asked(), Told { stamp, headers: parts.headers.clone(), body: body.clone() });
            }
        }
        Ok(Response::from_parts(parts, Body::from(body)))
    }

    fn told(&self, asked: &Asked, now: Stamp) -> Option<Response> {
        let answers = self.app.kept.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let told = answers.get(asked).filter(|told| told.stamp.serves(now, 0))?;
        Some((told.headers.clone(), told.body.clone()).into_response())
    }

    /// Nobody is signed in, and nothing but the language was put aside for them.
    fn is_a_stranger(&self) -> bool {
        let cookies = self.headers.get_all(header::COOKIE).iter();
        let pairs = cookies.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
        self.actor.is_none()
            && self.method == Method::GET
            && !self.headers.contains_key(header::AUTHORIZATION)
            && pairs.filter(|pair| !pair.trim().is_empty()).all(|pair| pair.trim().starts_with("qm_lang="))
    }

    /// A value that everybody is told alike, of which there is one for each `number`: read once, however many want it at the
    /// same time, and kept while nothing is written. What is written may be missing from it for
    /// [`crate::Config::figures_lag_ms`].
    ///
    /// # Errors
    /// Those of `read`; failures are not kept.
    pub async fn kept<T, F>(&self, number: i64, read: F) -> Res<Arc<T>>
    where
        T: Send + Sync + 'static,
        F: Fn(&mut Tx<'_>) -> Res<T> + Send + 'static,
    {
        let place = {
            let mut values = self.app.kept.values.lock().unwrap_or_else(PoisonError::into_inner);
            if values.len() >= VALUES {
                // Those that somebody holds are being read.
                values.retain(|_, place| Arc::strong_count(place) > 1);
            }
            values.entry((TypeId::of::<T>(), number)).or_default().clone()
        };
        let mut there = place.lock().await;
        let stamp = Stamp::now(self);
        if let Some((_, value)) = there.as_ref().filter(|(at, _)| at.serves(stamp, self.app.config.figures_lag_ms))
            && let Ok(value) = value.clone().downcast::<T>()
        {
            return Ok(value);
        }
        let value = Arc::new(self.read(read).await?);
        *there = Some((stamp, value.clone()));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_that_may_have_changed() {
        let at = |commits, ms| Stamp { commits, at: Millis(ms) };
        let read = at(7, 10_000);
        assert!(read.serves(at(7, 10_000), 0) && read.serves(at(7, 10_999), 0));
        assert!(!read.serves(at(8, 10_000), 0), "something was written");
        assert!(!read.serves(at(7, 11_000), 0), "a second is over");
        assert!(!read.serves(at(7, 9_999), 0), "the clock was set back");
        // Figures may lag behind.
        assert!(read.serves(at(8, 69_999), 60_000) && !read.serves(at(8, 70_000), 60_000));
    }
}
