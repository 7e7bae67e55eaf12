//! Files without a row are swept away: somebody uploaded, and the unit of work that should have recorded it never
//! committed.

use crate::command::RemoveFiles;
use crate::files::{MediaStore, day_of};
use crate::store;
use qianmo_db::{Db, params};
use qianmo_kernel::{Millis, Res};

/// How many past days are looked through.
const DAYS: i64 = 4;
/// Files younger than this may still be waiting for their row.
const GRACE: i64 = Millis::DAY;

/// Removes files of the past days that have no row; returns how many photos were removed.
pub async fn sweep(db: &Db, files: &MediaStore, now: Millis) -> Res<usize> {
    let mut removed = 0;
    // A day's folder is looked at only when the whole day is older than the grace.
    for back in 1..=DAYS {
        let day = day_of(now - GRACE - back * Millis::DAY);
        for (key, reference) in files.written_on(&day).await? {
            let wanted = key.clone();
            let known =
                db.read(move |tx| tx.first(store::HAS_ROW, params![reference.county, reference.id, &wanted], |_| Ok(()))).await?;
            if known.is_none() {
                files.remove(&key).await?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

/// Removes the files a job names.
pub async fn remove_files(files: &MediaStore, job: &RemoveFiles) -> Res<()> {
    files.remove(&job.key).await
}
