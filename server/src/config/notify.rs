//! `[notify.sms]` and `[notify.email]`: how one-time codes and notices are sent.

use super::{cannot_be, variable, web_path};
use qianmo_kernel::Res;
use serde::Deserialize;
use std::path::Path;

/// Settings of the channels.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notify {
    /// Short messages.
    pub sms: qianmo_notify::Settings,
    /// E-mail.
    pub email: qianmo_notify::Settings,
}

/// Whether there is a program of that name, where a name alone is looked for in PATH.
fn is_program(name: &str) -> bool {
    if name.contains('/') {
        return Path::new(name).is_file();
    }
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
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

    pub(super) fn check(&self) -> Res<()> {
        for (settings, name) in [(&self.sms, "[notify.sms]"), (&self.email, "[notify.email]")] {
            match settings {
                qianmo_notify::Settings::Http { url, .. } if web_path(url).is_none() => {
                    return Err(cannot_be(&format!("{name} url"), url, "an address such as https://sms.example/send"));
                }
                qianmo_notify::Settings::Sendmail { program, .. } if !is_program(program) => {
                    return Err(cannot_be(
                        &format!("{name} program"),
                        program,
                        "a program that is there, such as /usr/sbin/sendmail,",
                    ));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
