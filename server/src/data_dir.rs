//! The data folder: database, files, keys, and the lock that says who may write.
//!
//! ```text
//! data/qianmo.db      the embedded database (with SQLite)
//! data/files/         photos and other files (unless they are kept elsewhere)
//! data/keys.txt       the keys of sealed columns: readable by the owner alone, never in a backup
//! data/demo.json      only in a demonstration: its seed and the moment it was made for
//! data/lock           held by the program that writes
//! ```

use qianmo_db::KeyRing;
use qianmo_kernel::{Chance, Error, Res, Rng};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How often, and after what time, somebody who comes to stay asks again for the lock: two seconds in all.
const PATIENCE: u32 = 40;
const BETWEEN: Duration = Duration::from_millis(50);

/// A data folder.
#[derive(Clone, Debug)]
pub struct DataDir(PathBuf);

/// Chance seeded by the operating system.
#[allow(clippy::disallowed_methods)] // The one place where real chance comes from.
pub fn chance() -> Res<Arc<dyn Rng>> {
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(|e| Error::new(format!("the system gave no randomness: {e}")))?;
    Ok(Arc::new(Chance::from_entropy(seed)))
}

/// A new or emptied file that only its owner may read.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl DataDir {
    /// The folder, made when it is not there, for the owner alone. One that is there keeps the permissions that it was given.
    pub fn open(path: &Path) -> Res<Self> {
        let mut maker = fs::DirBuilder::new();
        maker.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
        maker
            .create(path.join("files"))
            .map_err(|e| Error::because(format!("the data folder {} cannot be made", path.display()), e))?;
        Ok(DataDir(path.to_path_buf()))
    }

    /// The folder as it is, for whoever only looks: nothing is made.
    pub fn named(path: &Path) -> Self {
        DataDir(path.to_path_buf())
    }

    /// Closes the embedded database's files to everybody but the owner, where the file system knows owners. What SQLite puts beside
    /// the database later gets the database's own permissions.
    pub fn close_database(&self) {
        #[cfg(unix)]
        for beside in ["qianmo.db", "qianmo.db-wal", "qianmo.db-shm"] {
            let only_owner = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600);
            match fs::set_permissions(self.0.join(beside), only_owner) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(error = %e, beside, "a file of the database stays open to others");
                }
                _ => {}
            }
        }
    }

    /// Writes a file of this folder that only its owner may read.
    pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
        let mut file = private(path)?;
        file.write_all(text.as_bytes())
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The embedded database's file.
    pub fn database(&self) -> PathBuf {
        self.0.join("qianmo.db")
    }

    /// The files' folder.
    pub fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    /// The keys' file.
    pub fn keys_file(&self) -> PathBuf {
        self.0.join("keys.txt")
    }

    /// What marks a demonstration.
    pub fn demo_file(&self) -> PathBuf {
        self.0.join("demo.json")
    }

    /// The lock that the one writing program holds while it runs. `None`: somebody else holds it.
    pub fn try_lock(&self) -> Res<Option<File>> {
        let path = self.0.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| Error::because("the lock file cannot be opened", e))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(e)) => Err(Error::because("the lock file cannot be locked", e).into()),
        }
    }

    /// The same for whoever comes to stay: another program may hold it for a moment, to write down what it has proved.
    pub fn lock_soon(&self) -> Res<Option<File>> {
        for _ in 0..PATIENCE {
            if let Some(lock) = self.try_lock()? {
                return Ok(Some(lock));
            }
            std::thread::sleep(BETWEEN);
        }
        self.try_lock()
    }

    /// The keys; made when there is neither a key file nor a database that was sealed with others.
    pub fn keys(&self, rng: &dyn Rng) -> Res<KeyRing> {
        let path = self.keys_file();
        if path.exists() {
            let text = fs::read_to_string(&path).map_err(|e| Error::because("the key file cannot be read", e))?;
            return KeyRing::from_text(&text);
        }
        if self.database().exists() {
            return Err(self.keys_missing().into());
        }
        let ring = KeyRing::generate(rng);
        self.save_keys(&ring)?;
        Ok(ring)
    }

    /// Says that there is a database but no key file.
    pub fn keys_missing(&self) -> Error {
        Error::new(format!(
            "the database is here but its key file {} is not: put it back from where it is kept safe. Without it nothing sealed can be opened",
            self.keys_file().display()
        ))
    }

    /// Writes the keys beside the old file and then puts them in its place, readable by the owner alone.
    pub fn save_keys(&self, ring: &KeyRing) -> Res<()> {
        let (path, fresh) = (self.keys_file(), self.0.join("keys.new"));
        let write = || -> std::io::Result<()> {
            let mut file = private(&fresh)?;
            file.write_all(ring.to_text().as_bytes())?;
            file.sync_all()?;
            fs::rename(&fresh, &path)?;
            File::open(&self.0)?.sync_all()
        };
        write().map_err(|e| Error::because("the key file cannot be written", e).into())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_is_in_the_folder_is_the_owners_alone() {
        let temp = tempfile::tempdir().unwrap();
        let folder = DataDir::open(&temp.path().join("data")).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(folder.path()), mode(&folder.files())), (0o700, 0o700));
        folder.close_database();
        fs::write(folder.database(), "").unwrap();
        folder.close_database();
        assert_eq!(mode(&folder.database()), 0o600);
        let list = folder.path().join("accounts.json");
        DataDir::write_private(&list, "[]").unwrap();
        assert_eq!((mode(&list), fs::read_to_string(&list).unwrap().as_str()), (0o600, "[]"));
    }
}
