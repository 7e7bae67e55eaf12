//! How far loading has come: bars where a person looks on, a line for each stage where a script does.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// Tells a person or a script how far loading has come.
pub struct Progress {
    watched: bool,
    stages: u64,
    at: u64,
}

/// One stage of loading.
pub struct Stage<'a> {
    _of: &'a mut Progress,
    bar: ProgressBar,
    name: &'static str,
    watched: bool,
    total: u64,
    quiet: bool,
}

impl Progress {
    /// On the standard error output, for so many stages.
    pub fn start(stages: u64) -> Self {
        Progress { watched: std::io::stderr().is_terminal(), stages, at: 0 }
    }

    /// Nowhere: for tests.
    #[cfg(test)]
    pub fn quiet() -> Self {
        Progress { watched: false, stages: 0, at: 0 }
    }

    /// Begins a stage of so many steps.
    pub fn stage(&mut self, name: &'static str, total: u64) -> Stage<'_> {
        self.at += 1;
        let (watched, quiet) = (self.watched, self.stages == 0);
        let bar = if watched { ProgressBar::new(total) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("  {prefix} {msg:<24} {bar:30} {percent:>3} %  {elapsed}") {
            bar.set_style(style);
        }
        bar.set_prefix(format!("{}/{}", self.at, self.stages));
        bar.set_message(name);
        if !watched && !quiet {
            eprintln!("{}/{} {name}", self.at, self.stages);
        }
        Stage { _of: self, bar, name, watched, total, quiet }
    }
}

impl Stage<'_> {
    /// So many steps further.
    pub fn advance(&mut self, steps: u64) {
        self.bar.inc(steps);
    }

    /// What it came to, in words.
    pub fn done(self, words: &str) {
        let took = self.bar.elapsed();
        self.bar.set_position(self.total);
        self.bar.finish();
        if !self.watched && !self.quiet {
            eprintln!("    {}: {words} ({:.1} s)", self.name, took.as_secs_f64());
        }
    }
}
