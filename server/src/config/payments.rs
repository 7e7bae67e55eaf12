//! `[payments]`: through whom money moves.

use super::{switch, variable};
use qianmo_kernel::Res;
use serde::Deserialize;

/// Settings of the payments.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Payments {
    /// Whether the sandbox, a bank that plays, takes payments. Whoever opens its page may call an order paid, so left out it is there in
    /// a demonstration and nowhere else. `QIANMO_SANDBOX=1` or `0`.
    pub sandbox: Option<bool>,
}

impl Payments {
    pub(super) fn take_environment(&mut self) -> Res<()> {
        if let Some(word) = variable("QIANMO_SANDBOX") {
            self.sandbox = Some(switch("QIANMO_SANDBOX", &word)?);
        }
        Ok(())
    }

    /// Whether the sandbox is there; `demo`: whether this is a demonstration.
    pub fn has_sandbox(&self, demo: bool) -> bool {
        self.sandbox.unwrap_or(demo)
    }
}

#[cfg(test)]
mod tests {
    use super::Payments;

    #[test]
    fn the_sandbox_is_for_demonstrations_unless_somebody_says_so() {
        let said = |sandbox| Payments { sandbox };
        assert!(said(None).has_sandbox(true) && !said(None).has_sandbox(false));
        assert!(said(Some(true)).has_sandbox(false) && !said(Some(false)).has_sandbox(true));
    }
}
