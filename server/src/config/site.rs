//! `[site]`: the address people use, language, currency, local time.

use super::{cannot_be, switch, variable, web_path, within};
use qianmo_kernel::{Currency, Locale, Res};
use serde::Deserialize;

/// Settings of the site.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// The address people use, without a slash at the end. Passkeys are bound to its host. `QIANMO_BASE_URL`.
    pub base_url: Option<String>,
    /// The language for people who state none: `zh-Hans`, `en` or `ar`. `QIANMO_LOCALE`.
    pub locale: String,
    /// The currency that requests are made in (ISO 4217).
    pub currency: String,
    /// Minutes that local time is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// The calling code of phone numbers that are typed without one, digits only.
    pub country_code: String,
    /// Whether a proxy in front is trusted to name clients in `X-Forwarded-For`. `QIANMO_BEHIND_PROXY=1`.
    pub behind_proxy: bool,
    /// The largest upload in mebibytes.
    pub upload_mib: usize,
    /// How many seconds public figures may lag behind what happens; those who answer for a place see its figures at once.
    pub figures_lag_seconds: i64,
}

impl Default for Site {
    fn default() -> Self {
        Site {
            base_url: None,
            locale: "zh-Hans".into(),
            currency: "CNY".into(),
            utc_offset_minutes: 480,
            country_code: "86".into(),
            behind_proxy: false,
            upload_mib: 12,
            figures_lag_seconds: 60,
        }
    }
}

impl Site {
    pub(super) fn take_environment(&mut self) -> Res<()> {
        if let Some(url) = variable("QIANMO_BASE_URL") {
            self.base_url = Some(url);
        }
        if let Some(locale) = variable("QIANMO_LOCALE") {
            self.locale = locale;
        }
        if let Some(word) = variable("QIANMO_BEHIND_PROXY") {
            self.behind_proxy = switch("QIANMO_BEHIND_PROXY", &word)?;
        }
        Ok(())
    }

    pub(super) fn check(&self) -> Res<()> {
        if let Some(url) = self.base_url.as_ref().filter(|url| web_path(url).as_deref() != Some("/")) {
            return Err(cannot_be(
                "[site] base_url",
                url,
                "an address such as https://help.example, with nothing behind the host,",
            ));
        }
        if Locale::from_tag(&self.locale).is_none() {
            return Err(cannot_be("[site] locale", &self.locale, &Locale::ALL.map(Locale::tag).join(", ")));
        }
        if self.currency.parse::<Currency>().is_err() {
            return Err(cannot_be("[site] currency", &self.currency, "three letters such as CNY"));
        }
        if !(1..=4).contains(&self.country_code.len()) || !self.country_code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(cannot_be("[site] country_code", &self.country_code, "the digits of a calling code such as 86"));
        }
        within("[site] utc_offset_minutes", self.utc_offset_minutes.into(), -720..=840)?;
        within("[site] upload_mib", i64::try_from(self.upload_mib).unwrap_or(i64::MAX), 1..=512)?;
        within("[site] figures_lag_seconds", self.figures_lag_seconds, 0..=3_600)
    }
}
