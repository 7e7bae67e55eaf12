//! What is wrong in a trace: which file, line and column, and why.

/// So many are told one by one; what is beyond them is counted.
pub const MOST_TOLD: usize = 100;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// `posts.csv`, `donors.csv`, `sessions.csv` or `model.json`.
    pub file: &'static str,
    /// From 1, as editors count; none where it is about the whole file.
    pub line: Option<u64>,
    /// The column of a table or the key of `model.json`; none where it is about the whole line.
    pub column: Option<&'static str>,
    /// What was given, shortened, and what may be.
    pub reason: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ", {column}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Everything that is wrong in a trace, in the order of files and lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    /// The first [`MOST_TOLD`].
    pub told: Vec<Problem>,
    /// How many there are beyond them.
    pub more: u64,
}

impl Problems {
    /// How many there are in all.
    pub fn count(&self) -> u64 {
        self.told.len() as u64 + self.more
    }

    pub(super) fn add(&mut self, file: &'static str, line: Option<u64>, column: Option<&'static str>, reason: impl Into<String>) {
        if self.told.len() < MOST_TOLD {
            self.told.push(Problem { file, line, column, reason: reason.into() });
        } else {
            self.more += 1;
        }
    }
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for problem in &self.told {
            writeln!(f, "{problem}")?;
        }
        if self.more > 0 {
            writeln!(f, "… and {} more", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// As much of a value as fits into a sentence, in quotes.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}
