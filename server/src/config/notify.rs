//! `[notify.sms]` and `[notify.email]`: how one-time codes and notices are sent.

use super::variable;
use serde::Deserialize;

/// Settings of the channels.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notify {
    /// Short messages.
    pub sms: qianmo_notify::Settings,
    /// E-mail.
    pub email: qianmo_notify::Settings,
}

impl Notify {
    /// The token of an HTTP sender is a secret, which a file should not have to hold: `QIANMO_SMS_TOKEN`, `QIANMO_EMAIL_TOKEN`.
    pub(super) fn take_environment(&mut self) {
        for (settings, name) in [(&mut self.sms, "QIANMO_SMS_TOKEN"), (&mut self.email, "QIANMO_EMAIL_TOKEN")] {
            if let (qianmo_notify::Settings::Http { token, .. }, Some(value)) = (settings, variable(name)) {
                *token = Some(value);
            }
        }
    }
}
