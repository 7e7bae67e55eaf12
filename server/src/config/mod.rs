//! What the installation is set to: a file `qianmo.toml` in the data folder (or `--config`), then variables `QIANMO_…`,
//! then flags; the later wins. A file per section.

pub mod aid;
pub mod database;
pub mod notify;
pub mod payments;
pub mod site;

use qianmo_kernel::{Error, Res};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The whole file. Unknown names are refused, so that a misspelt setting is noticed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `[site]`: address, language, currency.
    pub site: site::Site,
    /// `[database]`: where the database is.
    pub database: database::Database,
    /// `[notify]`: how messages are sent.
    pub notify: notify::Notify,
    /// `[payments]`: through whom money moves.
    pub payments: payments::Payments,
    /// `[aid]`: what the programme decides for itself.
    pub aid: aid::Aid,
}

impl Settings {
    /// Reads the file if there is one, then the environment.
    pub fn load(file: Option<&Path>, data: &Path) -> Res<Settings> {
        let path: PathBuf = file.map_or_else(|| data.join("qianmo.toml"), Path::to_path_buf);
        let mut settings = if path.exists() {
            let text = std::fs::read_to_string(&path).map_err(|e| Error::because(format!("{}", path.display()), e))?;
            toml::from_str(&text).map_err(|e| Error::new(format!("{}: {e}", path.display())))?
        } else if file.is_some() {
            return Err(Error::new(format!("there is no {}", path.display())).into());
        } else {
            Settings::default()
        };
        settings.site.take_environment();
        settings.database.take_environment();
        settings.notify.take_environment();
        settings.payments.take_environment();
        Ok(settings)
    }
}

/// A variable of the environment, if it is set and not empty.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}
