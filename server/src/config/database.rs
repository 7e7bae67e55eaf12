//! `[database]`: nothing for the embedded SQLite, or a PostgreSQL address.

use super::variable;
use qianmo_db::Config;
use qianmo_kernel::Res;
use serde::Deserialize;
use std::path::PathBuf;

/// Settings of the database.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `postgres://user:password@host/name`; nothing: SQLite in the data folder. `QIANMO_DATABASE`.
    pub url: Option<String>,
    /// A file of authorities (PEM) whose signature under PostgreSQL's certificate is trusted, beside the public ones.
    /// `QIANMO_DATABASE_CA`.
    pub ca: Option<PathBuf>,
    /// Threads: readers of SQLite, connections of PostgreSQL.
    pub threads: Option<usize>,
}

impl Database {
    pub(super) fn take_environment(&mut self) {
        if let Some(url) = variable("QIANMO_DATABASE") {
            self.url = Some(url);
        }
        if let Some(ca) = variable("QIANMO_DATABASE_CA") {
            self.ca = Some(ca.into());
        }
    }

    /// Puts the file of authorities into the address, where the programs that save and restore find it too.
    pub fn name_ca(&mut self) -> Res<()> {
        if let (Some(url), Some(ca)) = (&self.url, &self.ca) {
            self.url = Some(qianmo_db::postgres_with_ca(url, ca)?);
        }
        Ok(())
    }

    /// Whether it is the embedded database.
    pub fn is_embedded(&self) -> bool {
        self.url.is_none()
    }

    /// The same for a new embedded file that is filled and not yet served, with or without `undoing`.
    pub fn config_to_fill(&self, embedded: PathBuf, undoing: bool) -> Config {
        if self.is_embedded() { Config::SqliteFilling { path: embedded, undoing } } else { self.config(embedded) }
    }

    /// What the database layer is given; `embedded` is the file of SQLite.
    pub fn config(&self, embedded: PathBuf) -> Config {
        match &self.url {
            Some(url) => Config::Postgres { url: url.clone(), threads: self.threads.unwrap_or(12) },
            None => Config::Sqlite { path: embedded, readers: self.threads.unwrap_or(3) },
        }
    }
}
