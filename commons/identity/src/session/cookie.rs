//! The cookies: one for the session (named as the guard of every route expects it), one for the step of signing in that a browser is at.

/// Which cookie.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Cookie {
    /// The session.
    Session,
    /// The code that is being typed.
    Step,
}

impl Cookie {
    /// Its name. Over https browsers take `__Host-` cookies only from this very host, with a path of `/`.
    pub const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Cookie::Session, true) => "__Host-qm_session",
            (Cookie::Session, false) => "qm_session",
            (Cookie::Step, true) => "__Host-qm_step",
            (Cookie::Step, false) => "qm_step",
        }
    }

    const fn lasts(self) -> i64 {
        match self {
            Cookie::Session => super::LONGEST,
            Cookie::Step => crate::code::LASTS,
        }
    }

    /// The `Set-Cookie` header that sets it.
    pub fn set(self, secure: bool, value: &str) -> String {
        self.set_for(secure, value, self.lasts())
    }

    /// The same for so many milliseconds.
    pub fn set_for(self, secure: bool, value: &str, lasts: i64) -> String {
        self.header(secure, value, lasts / 1_000)
    }

    /// The `Set-Cookie` header that drops it.
    pub fn clear(self, secure: bool) -> String {
        self.header(secure, "", 0)
    }

    fn header(self, secure: bool, value: &str, seconds: i64) -> String {
        let flag = if secure { "; Secure" } else { "" };
        format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{flag}", self.name(secure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_closed_to_scripts_and_bound_to_the_host_over_https() {
        let plain = Cookie::Session.set(false, "v");
        assert!(
            plain.starts_with("qm_session=v; Path=/;")
                && plain.contains("HttpOnly")
                && plain.contains("SameSite=Lax")
                && !plain.contains("Secure")
        );
        let secure = Cookie::Session.set(true, "v");
        assert!(secure.starts_with("__Host-qm_session=v; Path=/;") && secure.ends_with("; Secure"));
        assert!(Cookie::Session.set_for(true, "v", super::super::BY_CARD).contains("Max-Age=7200;"));
        assert!(Cookie::Step.clear(true).contains("Max-Age=0"));
    }
}
