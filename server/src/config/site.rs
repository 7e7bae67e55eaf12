//! `[site]`: the address people use, language, currency, local time.

use super::variable;
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
    pub(super) fn take_environment(&mut self) {
        if let Some(url) = variable("QIANMO_BASE_URL") {
            self.base_url = Some(url);
        }
        if let Some(locale) = variable("QIANMO_LOCALE") {
            self.locale = locale;
        }
        if variable("QIANMO_BEHIND_PROXY").is_some_and(|v| v == "1") {
            self.behind_proxy = true;
        }
    }
}
