//! The pages on which a file is brought and told about.

use super::columns;
use super::report;
use super::run::MOST_PROBLEMS;
use super::{Outcome, Problem};
use askama::Template;
use qianmo_kernel::{Id, PublicRef};
use qianmo_web::i18n::Arg;
use qianmo_web::{FormView, View};

/// A column as the page explains it.
pub struct ColumnLine {
    /// Its own name.
    pub name: &'static str,
    /// In words.
    pub words: String,
    /// Whether a file needs it.
    pub needed: bool,
    /// The words that may stand in it, where only some may.
    pub allowed: Vec<&'static str>,
}

/// Brings a file.
#[derive(Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// Words and formats.
    pub v: View,
    /// The form.
    pub f: FormView,
    /// The columns.
    pub columns: Vec<ColumnLine>,
}

impl ImportPage {
    /// The page with this form.
    pub fn new(v: View, f: FormView) -> Self {
        let line = |c: columns::Column| ColumnLine {
            name: c.name(),
            words: v.t(c.key()),
            needed: c.is_needed(),
            allowed: c.words().iter().map(|(word, _)| *word).collect(),
        };
        let columns = columns::all().map(line).collect();
        ImportPage { v, f, columns }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let f = FormView::sample(v.clone());
        ImportPage::new(v, f)
    }
}

/// A problem in words.
pub struct ProblemLine {
    /// The line in the file.
    pub line: u64,
    /// The column.
    pub column: String,
    /// The reason.
    pub reason: String,
}

/// What became of a file.
#[derive(Template)]
#[template(path = "import_done.html")]
pub struct ImportDonePage {
    /// Words and formats.
    pub v: View,
    /// Rows.
    pub people: i64,
    /// Households.
    pub households: i64,
    /// How many things are wrong.
    pub wrong: i64,
    /// Whether everything was written.
    pub written: bool,
    /// The first problems.
    pub problems: Vec<ProblemLine>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// Under which the report is kept.
    pub import: PublicRef,
}

/// Problems shown on the page itself.
const SHOWN: usize = 50;

impl ImportDonePage {
    /// The page of an outcome.
    pub fn new(v: View, outcome: &Outcome) -> Self {
        let say = |key: &'static str, args: &[(&'static str, String)]| {
            let args: Vec<(&str, Arg)> = args.iter().map(|(n, a)| (*n, report::arg(a))).collect();
            v.t_args(key, &args)
        };
        let problems = outcome
            .problems
            .iter()
            .take(SHOWN)
            .map(|p| ProblemLine { line: p.line, column: report::column_words(p, &say), reason: say(p.message, &p.args) })
            .collect();
        ImportDonePage {
            people: outcome.people as i64,
            households: outcome.households as i64,
            wrong: outcome.wrong as i64,
            written: outcome.written,
            problems,
            more: outcome.problems.len() > SHOWN || outcome.wrong as usize > MOST_PROBLEMS,
            import: outcome.import,
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let outcome = Outcome {
            people: 12,
            households: 4,
            wrong: 1,
            problems: vec![Problem::new(7, "id_number", "registry-number-check")],
            written: false,
            import: PublicRef::new(Id::from_i64(1 << 40), Id::from_i64(1 << 41)),
        };
        ImportDonePage::new(v, &outcome)
    }
}

qianmo_web::sample!(ImportPage, ImportDonePage);
