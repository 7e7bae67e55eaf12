//! Files of households over HTTP: in for helpers and officers, out for officers.

use super::page::{ImportDonePage, ImportPage};
use super::run::{self, Wish};
use super::table::Source;
use super::{Outcome, Problem, report, store};
use crate::export;
use crate::household::routes::{seats, unstored};
use crate::looks::Purpose;
use crate::permit;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use qianmo_kernel::{Error, Fail, Id, Kind, PublicRef, Refused, Res};
use qianmo_web::{Answer, Cx, Form, FormView, Path, Upload, status_again};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// The most rows of an uploaded file; the command line takes more.
const MOST_ROWS: u64 = 20_000;
/// The largest uploaded file: 10 MB.
const MOST_BYTES: usize = 10 * 1024 * 1024;

/// Files that are read at once: each may take some hundred megabytes for a moment.
const AT_ONCE: usize = 2;
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
/// How long a file waits for its turn before it is refused.
const PATIENCE: Duration = Duration::from_secs(5);

/// The accounts of which a file is read or waits for its turn.
static AT_WORK: Mutex<BTreeSet<Id>> = Mutex::new(BTreeSet::new());

/// An account's place among them, given back when it is dropped.
#[derive(Debug)]
pub struct Place(Id);

impl Place {
    fn take(by: Id) -> Res<Place> {
        let fresh = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner).insert(by);
        if fresh { Ok(Place(by)) } else { Err(Refused::new(Kind::TooOften, "registry-import-own-turn").retry_after(30).into()) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        AT_WORK.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// Keeps an account's place, as a file of it that is being read would; for tests.
#[doc(hidden)]
pub fn testing_hold(account: Id) -> Res<Place> {
    Place::take(account)
}

/// A turn to read a file. One account has one at a time, so that nobody fills the places of all others.
///
/// # Errors
/// 429 `registry-import-own-turn` when another file of this account is not done, `registry-import-turn` when others are being
/// read for too long.
async fn turn(by: Id) -> Res<(Place, SemaphorePermit<'static>)> {
    let place = Place::take(by)?;
    match tokio::time::timeout(PATIENCE, TURNS.acquire()).await {
        Ok(turn) => Ok((place, turn.map_err(|e| Error::because("the queue of imports is closed", e))?)),
        Err(_) => Err(Refused::new(Kind::TooOften, "registry-import-turn").retry_after(30).into()),
    }
}

/// Whether a file is called a spreadsheet and is none.
pub fn misnamed(name: &str, bytes: &[u8]) -> bool {
    let called = name.to_lowercase();
    (called.ends_with(".xlsx") || called.ends_with(".xls")) && !bytes.starts_with(b"PK") && !bytes.starts_with(&[0xd0, 0xcf])
}

/// `GET /households/import`
pub async fn show(cx: Cx) -> Answer {
    cx.page("registry-import-title", &ImportPage::new(cx.view(), FormView::empty(&cx)))
}

/// `POST /households/import`: checks the file, and writes it when that is wished and nothing is wrong.
pub async fn bring(cx: Cx, upload: Upload) -> Answer {
    let actor = cx.actor_owned()?;
    let dry_run = upload.form.get("do") != Some("import");
    let wish = Wish { actor: actor.clone(), dry_run, most_rows: MOST_ROWS, utc_offset_minutes: cx.app.config.utc_offset_minutes };
    let file = upload.file("file");
    let done: Res<_> = match file {
        None if upload.within_limit().is_err() => Err(Refused::new(Kind::TooLarge, "registry-import-large").into()),
        None if upload.came_empty("file") => Err(Refused::field("file", "registry-import-empty").into()),
        None => Err(Refused::field("file", "registry-import-file-needed").into()),
        Some(file) if file.bytes.len() > MOST_BYTES => Err(Refused::new(Kind::TooLarge, "registry-import-large").into()),
        Some(file) if misnamed(&file.name, &file.bytes) => Err(Refused::new(Kind::WrongType, "registry-import-misnamed").into()),
        Some(file) => read(&cx, file.bytes.to_vec(), wish).await,
    };
    match done {
        Ok((outcome, text)) => {
            if !outcome.written {
                let kept = outcome.clone();
                cx.write(move |tx| store::keep(tx, &actor, &kept, &text)).await?;
            }
            let status = if outcome.wrong > 0 { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            cx.page_status(status, "registry-import-title", &ImportDonePage::new(cx.view(), &outcome))
        }
        Err(Fail::Refused(refused)) => {
            // Whatever is wrong with the file stands beside the field.
            let refused = refused.beside("file");
            let status = status_again(&refused);
            let f = FormView::failed(&cx, &upload.form, &refused);
            cx.page_status(status, "registry-import-title", &ImportPage::new(cx.view(), f))
        }
        Err(fail) => Err(fail.into()),
    }
}

/// Reads a file when its turn has come: what became of it, and its report in the reader's words.
async fn read(cx: &Cx, bytes: Vec<u8>, wish: Wish) -> Res<(Outcome, String)> {
    let turn = turn(wish.actor.account).await?;
    let (db, words, locale) = (cx.app.db.clone(), cx.app.i18n.clone(), cx.locale);
    let unit = move || -> Res<_> {
        // Whoever goes away meanwhile does not end the reading, so the turn ends with it.
        let _turn = turn;
        // A file of so few rows has a report of bounded length.
        let say = report::in_words(&words, locale);
        let mut text = report::head(&say);
        let mut tell = |problem: &Problem| -> Res<()> {
            text.push_str(&report::line(problem, &say));
            Ok(())
        };
        let outcome = run::import(&db, &Source::Bytes(Arc::new(bytes)), &wish, &mut |_| {}, &mut tell)?;
        Ok((outcome, text))
    };
    tokio::task::spawn_blocking(unit).await.map_err(|e| Error::because("an import broke off", e))?
}

fn csv_file(name: &str, text: String) -> Answer {
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    unstored(Ok((headers, text).into_response()))
}

/// `GET /households/import/{import}/report`
pub async fn report_file(cx: Cx, Path(import): Path<PublicRef>) -> Answer {
    let actor = cx.actor_owned()?;
    let kept = cx.read(move |tx| store::find(tx, &actor, import)).await?;
    csv_file("report", kept.report)
}

/// `GET /households/import/sample`: the columns, and an invented family of two, which is to be written over.
pub async fn sample(_: Cx) -> Answer {
    csv_file("sample", super::columns::sample())
}

/// `POST /households/export`: every household of the officer's places, each logged as looked at for the reason given.
pub async fn take_out(cx: Cx, Form(form): Form) -> Answer {
    let actor = cx.actor_owned()?;
    let purpose = Purpose::parse(form.get("task").unwrap_or_default())?;
    let mut text = export::header();
    let mut count = 0;
    for place in seats(&actor, &permit::EXPORT) {
        let mut after = Some((String::new(), Id::NONE));
        while let Some(from) = after {
            let (actor, place, purpose) = (actor.clone(), place.clone(), purpose.clone());
            let (rows, n, next) = cx.write(move |tx| export::piece(tx, &actor, &place, &purpose, &from)).await?;
            text.push_str(&rows);
            count += n;
            if count > export::MOST {
                return Err(export::too_many().into());
            }
            after = next;
        }
    }
    csv_file("households", text)
}
