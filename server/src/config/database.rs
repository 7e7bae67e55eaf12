//! `[database]`: nothing for the embedded SQLite, or a PostgreSQL address.

use super::{cannot_be, variable, within};
use qianmo_db::Config;
use qianmo_kernel::Res;
use serde::Deserialize;
use std::path::PathBuf;

/// More threads than this are more connections than a server of PostgreSQL gives, and more than SQLite makes use of.
const MOST_THREADS: i64 = 256;

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

    pub(super) fn check(&self) -> Res<()> {
        if let Some(url) = self.url.as_ref().filter(|url| !url.starts_with("postgres://") && !url.starts_with("postgresql://")) {
            // Only its beginning: what follows may hold a password.
            let scheme = url.split_once("://").map_or("…", |(scheme, _)| scheme);
            return Err(cannot_be("[database] url", scheme, "an address that begins with postgres://"));
        }
        within("[database] threads", self.threads.map_or(1, |n| i64::try_from(n).unwrap_or(i64::MAX)), 1..=MOST_THREADS)
    }

    /// Puts the file of authorities into the address, where the programs that save and restore find it too.
    pub fn name_ca(&mut self) -> Res<()> {
        if let (Some(url), Some(ca)) = (&self.url, &self.ca) {
            self.url = Some(qianmo_db::postgres_with_ca(url, ca)?);
            qianmo_db::check_ca(ca)?;
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
