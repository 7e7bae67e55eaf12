//! Where the picture files lie: a folder by default, any object store at scale.

use crate::process::{Processed, Size};
use bytes::Bytes;
use futures::StreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use qianmo_kernel::{Error, Fail, Id, Kind, Millis, PublicRef, Refused, Res, Rng};
use std::collections::HashSet;
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many pictures are worked on at once: each may take a few hundred megabytes for a moment.
const AT_ONCE: usize = 2;
/// How long a picture waits for its turn before it is refused.
const PATIENCE: Duration = Duration::from_secs(5);

/// The file store for photos; a service of the application.
pub struct MediaStore {
    files: Arc<dyn ObjectStore>,
    busy: Arc<Semaphore>,
    at_work: AtWork,
}

/// The accounts of which a picture is worked on or waits for its turn.
type AtWork = Arc<Mutex<HashSet<Id>>>;

/// An account's place among them, given back when it is dropped.
struct Place {
    by: Id,
    at_work: AtWork,
}

impl Place {
    fn take(at_work: &AtWork, by: Id) -> Res<Place> {
        let fresh = at_work.lock().unwrap_or_else(PoisonError::into_inner).insert(by);
        if fresh { Ok(Place { by, at_work: at_work.clone() }) } else { Err(busy().into()) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.by);
    }
}

fn busy() -> Refused {
    Refused::new(Kind::TooOften, "media-busy").retry_after(10)
}

/// Files that are written and wait for their row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The photo's reference, made before its files were.
    pub reference: PublicRef,
    /// Where its files lie: day, reference and 128 random bits, so that nobody can guess it.
    pub key: String,
    /// Width of the large size in pixels.
    pub width: u32,
    /// Height of the large size in pixels.
    pub height: u32,
    /// The size of all files in bytes.
    pub bytes: usize,
    /// BLAKE3 of the large size.
    pub hash: String,
}

impl MediaStore {
    /// Over any object store.
    pub fn over(files: Arc<dyn ObjectStore>) -> Self {
        MediaStore { files, busy: Arc::new(Semaphore::new(AT_ONCE)), at_work: AtWork::default() }
    }

    /// In a folder, which is made if it is not there. Files are on the disk before they count as written.
    pub fn folder(path: impl AsRef<std::path::Path>) -> Res<Self> {
        let path = path.as_ref();
        std::fs::create_dir_all(path).map_err(|e| Error::because("the folder for photos cannot be made", e))?;
        let files = LocalFileSystem::new_with_prefix(path)
            .map_err(|e| Error::because("the folder for photos cannot be opened", e))?
            .with_fsync(true)
            .with_automatic_cleanup(true);
        Ok(MediaStore::over(Arc::new(files)))
    }

    /// In memory, for tests.
    pub fn memory() -> Self {
        MediaStore::over(Arc::new(InMemory::new()))
    }

    /// Makes a picture of this account safe to keep, off the async threads. One account has one picture worked on at a time,
    /// so that nobody fills the places of all others.
    ///
    /// # Errors
    /// As [`process`](crate::process()); 429 `media-busy` when another picture of this account is not done, or others keep the
    /// places for too long.
    pub async fn process(&self, bytes: Bytes, by: Id) -> Res<Processed> {
        let place = Place::take(&self.at_work, by)?;
        let turn = match tokio::time::timeout(PATIENCE, self.busy.clone().acquire_owned()).await {
            Ok(turn) => turn.map_err(|e| Error::because("the photo queue is closed", e))?,
            Err(_) => return Err(busy().into()),
        };
        tokio::task::spawn_blocking(move || {
            // Whoever goes away meanwhile does not end the work, so place and turn end with it.
            let _held = (turn, place);
            crate::process::process(&bytes)
        })
        .await
        .map_err(|e| Error::because("a photo could not be worked on", e))?
    }

    /// Writes all sizes of a photo. Its row is written afterwards; if that never happens the sweeper removes the files.
    ///
    /// # Errors
    /// 503 `web-storage-full` when there is no room for it: nothing of it stays.
    pub async fn keep(&self, reference: PublicRef, photo: &Processed, now: Millis, rng: &dyn Rng) -> Res<Kept> {
        let key = new_key(reference, now, rng);
        for rendition in &photo.renditions {
            let written = self.files.put(&path_of(&key, rendition.size)?, rendition.jpeg.clone().into()).await;
            if let Err(error) = written {
                // The sizes before it would take room until the sweeper finds them; on a full disk that room is wanted now.
                let _ = self.remove(&key).await;
                return Err(unwritten(error));
            }
        }
        Ok(Kept { reference, key, width: photo.width, height: photo.height, bytes: photo.bytes(), hash: photo.hash.clone() })
    }

    /// Reads one size. `None` when the file is gone.
    pub async fn get(&self, key: &str, size: Size) -> Res<Option<Bytes>> {
        match self.files.get(&path_of(key, size)?).await {
            Ok(found) => {
                let bytes = found.bytes().await.map_err(|e| Error::because("a photo could not be read", e))?;
                Ok(Some(bytes))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(Error::because("a photo could not be read", e).into()),
        }
    }

    /// Removes all sizes. Files that are not there are no error.
    pub async fn remove(&self, key: &str) -> Res<()> {
        for size in Size::ALL {
            match self.files.delete(&path_of(key, size)?).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(e) => return Err(Error::because("a photo could not be removed", e).into()),
            }
        }
        Ok(())
    }

    /// The keys whose files were written on a day (`YYYYMMDD`, UTC), each with its reference.
    pub async fn written_on(&self, day: &str) -> Res<Vec<(String, PublicRef)>> {
        let folder = Path::parse(day).map_err(|e| Error::because("not a day of photos", e))?;
        let mut listing = self.files.list(Some(&folder));
        let mut found: Vec<(String, PublicRef)> = Vec::new();
        while let Some(entry) = listing.next().await {
            let entry = entry.map_err(|e| Error::because("photos could not be listed", e))?;
            let text = entry.location.to_string();
            let Some((key, _size)) = text.rsplit_once('/') else { continue };
            let Some(reference) = reference_in(key) else { continue };
            if found.last().is_none_or(|(last, _)| last != key) {
                found.push((key.to_owned(), reference));
            }
        }
        found.sort();
        found.dedup();
        Ok(found)
    }
}

/// The name of the folder for a moment's day, UTC.
pub fn day_of(moment: Millis) -> String {
    let (year, month, day) = moment.date_at(0);
    format!("{year:04}{month:02}{day:02}")
}

fn new_key(reference: PublicRef, now: Millis, rng: &dyn Rng) -> String {
    let mut secret = [0u8; 16];
    rng.fill(&mut secret);
    let hex: String = secret.iter().map(|b| format!("{b:02x}")).collect();
    format!("{}/{reference}-{hex}", day_of(now))
}

fn reference_in(key: &str) -> Option<PublicRef> {
    key.rsplit('/').next()?.rsplit_once('-')?.0.parse().ok()
}

/// A disk without room is a condition that an operator mends, as it is for the database: the person is told to try again.
fn unwritten(error: object_store::Error) -> Fail {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(cause) = next {
        let kind = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if matches!(kind, Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded)) {
            return Refused::new(Kind::Busy, "web-storage-full").retry_after(60).into();
        }
        next = cause.source();
    }
    Error::because("a photo could not be written", error).into()
}

fn path_of(key: &str, size: Size) -> Res<Path> {
    Path::parse(format!("{key}/{}.jpg", size.width())).map_err(|e| Error::because("not a photo's key", e).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Rendition;
    use qianmo_kernel::{Chance, Id};

    #[test]
    fn a_full_disk_is_told_as_one_and_another_trouble_is_not() {
        let met = |kind: ErrorKind| {
            unwritten(object_store::Error::Generic { store: "test", source: Box::new(std::io::Error::from(kind)) })
        };
        for full in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded] {
            let Fail::Refused(refused) = met(full) else { panic!("an operator mends it") };
            assert_eq!((refused.kind, refused.message, refused.retry_after), (Kind::Busy, "web-storage-full", Some(60)));
        }
        assert!(matches!(met(ErrorKind::PermissionDenied), Fail::Error(_)));
    }

    fn photo() -> Processed {
        let renditions = Size::ALL.into_iter().map(|size| Rendition { size, jpeg: vec![size.width() as u8; 5] }).collect();
        Processed { width: 4, height: 3, hash: "h".into(), renditions }
    }

    #[tokio::test]
    async fn what_is_kept_is_found_again_and_can_be_swept() {
        let folder = tempfile::tempdir().unwrap();
        for store in [MediaStore::memory(), MediaStore::folder(folder.path()).unwrap()] {
            let reference = PublicRef::new(Id::from_i64(7), Id::from_i64(1 << 40));
            let now = Millis::parse("2025-03-01T09:00:00Z").unwrap();
            let rng = Chance::seeded(1);
            let kept = store.keep(reference, &photo(), now, &rng).await.unwrap();
            let other = store.keep(reference, &photo(), now, &rng).await.unwrap();
            assert_ne!(kept.key, other.key, "keys cannot be guessed from the reference");
            assert_eq!(store.get(&kept.key, Size::Small).await.unwrap().unwrap().len(), 5);
            let listed = store.written_on("20250301").await.unwrap();
            assert_eq!(listed.len(), 2);
            assert!(listed.iter().all(|(_, r)| *r == reference));
            assert!(store.written_on("20250302").await.unwrap().is_empty());
            store.remove(&kept.key).await.unwrap();
            store.remove(&kept.key).await.unwrap();
            assert_eq!(store.get(&kept.key, Size::Large).await.unwrap(), None);
        }
    }
}
