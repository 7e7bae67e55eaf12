//! What the installation is set to: a file `qianmo.toml` in the data folder (or `--config`), then variables `QIANMO_…`,
//! then flags; the later wins. A file per section.

pub mod aid;
pub mod database;
pub mod notify;
pub mod payments;
pub mod site;

use qianmo_kernel::{Error, Fail, Res};
use serde::Deserialize;
use std::ops::RangeInclusive;
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
        settings.site.take_environment()?;
        settings.database.take_environment();
        settings.notify.take_environment();
        settings.payments.take_environment()?;
        Ok(settings)
    }

    /// Refuses what cannot be: a setting that is taken without a word is looked for when people are waiting.
    pub fn check(&self) -> Res<()> {
        self.site.check()?;
        self.database.check()?;
        self.notify.check()
    }
}

/// Says in one line which setting it is, what was given and what may be given.
fn cannot_be(setting: &str, given: impl std::fmt::Debug, may: &str) -> Fail {
    Error::new(format!("{setting} is {given:?}: {may} may be given")).into()
}

/// A whole number within bounds.
fn within(setting: &str, given: i64, bounds: RangeInclusive<i64>) -> Res<()> {
    if bounds.contains(&given) {
        return Ok(());
    }
    Err(cannot_be(setting, given, &format!("{} to {}", bounds.start(), bounds.end())))
}

/// A variable that is on or off.
fn switch(name: &str, given: &str) -> Res<bool> {
    match given {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err(cannot_be(name, given, "1 or 0")),
    }
}

/// The path of an address of the web with a host; `None`: it is none.
fn web_path(address: &str) -> Option<String> {
    let uri: http::Uri = address.parse().ok()?;
    let web = matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty());
    web.then(|| uri.path_and_query().map_or_else(|| "/".to_owned(), |path| path.as_str().to_owned()))
}

/// A variable of the environment, if it is set and not empty.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        toml::from_str::<Settings>(text).unwrap().check().map_or_else(|fail| fail.to_string(), |()| String::new())
    }

    #[test]
    fn what_cannot_be_is_told_with_its_name_and_what_may_be() {
        for (text, named) in [
            ("[site]\nbase_url = \"not a url\"", "[site] base_url"),
            ("[site]\nbase_url = \"ftp://x\"", "[site] base_url"),
            ("[site]\nbase_url = \"https://x/under\"", "[site] base_url"),
            ("[site]\nutc_offset_minutes = 99999", "[site] utc_offset_minutes"),
            ("[site]\nfigures_lag_seconds = -1", "[site] figures_lag_seconds"),
            ("[site]\nupload_mib = 0", "[site] upload_mib"),
            ("[site]\ncurrency = \"yuan\"", "[site] currency"),
            ("[site]\nlocale = \"tlh\"", "[site] locale"),
            ("[site]\ncountry_code = \"+86\"", "[site] country_code"),
            ("[database]\nthreads = 100000", "[database] threads"),
            ("[database]\nurl = \"mysql://x\"", "[database] url"),
            ("[notify.sms]\nby = \"http\"\nurl = \"nope\"", "[notify.sms] url"),
            (
                "[notify.email]\nby = \"sendmail\"\nprogram = \"/nowhere/sendmail\"\nfrom = \"a@example.org\"",
                "[notify.email] program",
            ),
        ] {
            let said = said(text);
            assert!(said.starts_with(named) && said.ends_with("may be given") && said.lines().count() == 1, "{text}: {said}");
        }
        assert_eq!(said(""), "");
        assert_eq!(said("[site]\nbase_url = \"https://help.example\"\nutc_offset_minutes = -210"), "");
        assert_eq!(said("[notify.sms]\nby = \"http\"\nurl = \"https://sms.example/send?from=q\""), "");
        assert_eq!(said("[database]\nurl = \"postgresql://a:b@host/name\"\nthreads = 12"), "");
        assert!(switch("X", "perhaps").is_err() && switch("X", "1").unwrap() && !switch("X", "0").unwrap());
    }
}
