//! What a check has found, and the error of a check that could not be made.

use std::fmt;

/// A check that could not be made at all: an unreadable file, a tool that is not there.
#[derive(Debug)]
pub struct Broken(pub String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The outcome of something that may be impossible.
pub type Res<T> = Result<T, Broken>;

/// Adds to a foreign error what was being done.
pub fn broken<E: fmt::Display>(doing: &str) -> impl FnOnce(E) -> Broken + '_ {
    move |error| Broken(format!("{doing}: {error}"))
}

/// All that a check has to say.
#[derive(Debug, Default)]
pub struct Findings(Vec<String>);

impl Findings {
    /// Something at a line of a file, counted from one.
    pub fn at(&mut self, path: &str, line: usize, what: impl fmt::Display) {
        self.0.push(format!("{path}:{line}: {what}"));
    }

    /// Something about a whole file, crate or package.
    pub fn about(&mut self, subject: &str, what: impl fmt::Display) {
        self.0.push(format!("{subject}: {what}"));
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn print(&self) {
        for line in &self.0 {
            println!("{line}");
        }
    }

    #[cfg(test)]
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}
