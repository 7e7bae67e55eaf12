//! What the sandbox is to do with a charge.

use qianmo_kernel::Millis;

/// How a charge ends, and how we hear of it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum SandboxScript {
    /// At once, with one callback.
    Succeed,
    /// It fails at once, with one callback.
    Fail,
    /// It succeeds after so many seconds.
    Delay(u32),
    /// It succeeds at once, and the callback comes so often.
    Repeat(u32),
    /// No callback ever comes, and for so many seconds nobody can say what became of it; then asking tells that it succeeded.
    UnknownThenSucceed(u32),
    /// The same, and it failed.
    UnknownThenFail(u32),
}

/// The most seconds and repetitions that a script may ask for.
const MOST: u32 = 86_400;

impl SandboxScript {
    /// As it is written down: `succeed`, `fail`, `delay:30`, `repeat:3`, `unknown:60:succeed`, `unknown:60:fail`.
    pub fn text(self) -> String {
        match self {
            SandboxScript::Succeed => "succeed".into(),
            SandboxScript::Fail => "fail".into(),
            SandboxScript::Delay(seconds) => format!("delay:{seconds}"),
            SandboxScript::Repeat(times) => format!("repeat:{times}"),
            SandboxScript::UnknownThenSucceed(seconds) => format!("unknown:{seconds}:succeed"),
            SandboxScript::UnknownThenFail(seconds) => format!("unknown:{seconds}:fail"),
        }
    }

    /// Reads what [`SandboxScript::text`] writes.
    pub fn parse(text: &str) -> Option<SandboxScript> {
        let number = |n: &str| n.parse::<u32>().ok().filter(|n| *n <= MOST);
        let parts: Vec<&str> = text.split(':').collect();
        Some(match parts.as_slice() {
            ["succeed"] => SandboxScript::Succeed,
            ["fail"] => SandboxScript::Fail,
            ["delay", n] => SandboxScript::Delay(number(n)?),
            ["repeat", n] => SandboxScript::Repeat(number(n)?.clamp(1, 20)),
            ["unknown", n, "succeed"] => SandboxScript::UnknownThenSucceed(number(n)?),
            ["unknown", n, "fail"] => SandboxScript::UnknownThenFail(number(n)?),
            _ => return None,
        })
    }

    /// Milliseconds until it is decided.
    pub(super) fn wait(self) -> i64 {
        match self {
            SandboxScript::Succeed | SandboxScript::Fail | SandboxScript::Repeat(_) => 0,
            SandboxScript::Delay(n) | SandboxScript::UnknownThenSucceed(n) | SandboxScript::UnknownThenFail(n) => {
                i64::from(n) * Millis::SECOND
            }
        }
    }

    /// Whether it succeeds in the end.
    pub(super) fn succeeds(self) -> bool {
        !matches!(self, SandboxScript::Fail | SandboxScript::UnknownThenFail(_))
    }

    /// Whether nobody can say what becomes of it until it is decided.
    pub(super) fn is_secretive(self) -> bool {
        matches!(self, SandboxScript::UnknownThenSucceed(_) | SandboxScript::UnknownThenFail(_))
    }

    /// How many callbacks are sent.
    pub(super) fn callbacks(self) -> i64 {
        match self {
            SandboxScript::Succeed | SandboxScript::Fail | SandboxScript::Delay(_) => 1,
            SandboxScript::Repeat(times) => i64::from(times),
            SandboxScript::UnknownThenSucceed(_) | SandboxScript::UnknownThenFail(_) => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SandboxScript::{self, *};

    #[test]
    fn a_script_survives_being_written_down() {
        for script in [Succeed, Fail, Delay(30), Repeat(3), UnknownThenSucceed(60), UnknownThenFail(0)] {
            assert_eq!(SandboxScript::parse(&script.text()), Some(script));
        }
        for bad in ["", "win", "delay", "delay:x", "delay:-1", "delay:99999999", "unknown:5", "unknown:5:maybe"] {
            assert_eq!(SandboxScript::parse(bad), None, "{bad}");
        }
    }
}
