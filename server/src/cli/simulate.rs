//! `simulate aid`: policies of matching, compared on an invented instance or on anybody's own.

use super::Where;
use super::common::{Stop, log, print_json};
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use qianmo_matching_sim::bound::Fluid;
use qianmo_matching_sim::plots;
use qianmo_matching_sim::policy::Which;
use qianmo_matching_sim::preset::{Preset, TRIAL, generate};
use qianmo_matching_sim::report::Report;
use qianmo_matching_sim::trace::{self, Problems, Trace};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Compare who is shown what on invented or anybody's own donors and posts.
#[derive(Subcommand)]
pub enum Simulate {
    /// Matching of donors with requests: how much is met, how evenly, how fast, against what is possible at all
    ///
    /// Nothing of the data folder is read or changed. The policies see what a platform sees, never the numbers by
    /// which the donors choose; greedy and balance, the yardsticks, are given the true tastes.
    Aid(Aid),
}

/// Matching of donors with requests.
#[derive(Args)]
pub struct Aid {
    /// An invented network of the size of 2017, by how strongly donors care for their purpose and area
    #[arg(long, value_enum, default_value = "weak", conflicts_with = "trace")]
    preset: Tastes,
    /// How many times the size of 2017: 1, 10, 100, or any other number above 0 up to 100
    #[arg(long, default_value = "1", value_name = "TIMES", value_parser = scale, conflicts_with = "trace")]
    scale: f64,
    /// Instead of a preset: a folder with posts.csv, donors.csv, sessions.csv and model.json
    #[arg(long, value_name = "DIR")]
    trace: Option<PathBuf>,
    /// Lift the areas that are served worst (qianmo alone; the other policies have no floors)
    #[arg(long, value_enum, default_value = "off")]
    floors: Switch,
    /// Who is shown what; may be repeated
    #[arg(long = "policy", value_enum, default_value = "all", value_name = "POLICY")]
    policies: Vec<Policy>,
    /// The same seed draws the same preset, the same choices and the same random slates
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A folder for pictures (SVG): met over time, met by area, days to match; they must not exist yet
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,
}

/// How strongly donors care for what they declared.
#[derive(Copy, Clone, ValueEnum)]
pub enum Tastes {
    /// They take what is of their purpose 2.7 times as readily, what is of their area 1.6 times
    Weak,
    /// 4.1 times and 2.5 times
    Medium,
}

/// On or off.
#[derive(Copy, Clone, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

impl Switch {
    pub fn is_on(self) -> bool {
        self == Switch::On
    }
}

/// Who is shown what.
#[derive(Copy, Clone, PartialEq, Eq, ValueEnum)]
pub enum Policy {
    /// The newest posts, the same for everybody: the board of 2017
    Newest,
    /// Any open posts
    Random,
    /// What the donor likes best, by the true tastes
    Greedy,
    /// Greedy, but what runs out is kept for those who like it most
    Balance,
    /// By prices that are learnt: what Qianmo does
    #[value(alias = "ours")]
    Qianmo,
    /// All of them, one after the other
    All,
}

impl Policy {
    fn which(self) -> Vec<Which> {
        match self {
            Policy::Newest => vec![Which::Newest],
            Policy::Random => vec![Which::Random],
            Policy::Greedy => vec![Which::Greedy],
            Policy::Balance => vec![Which::Balance],
            Policy::Qianmo => vec![Which::Ours],
            Policy::All => Which::ALL.to_vec(),
        }
    }
}

fn scale(text: &str) -> Result<f64, String> {
    let scale: f64 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
    if scale > 0.0 && scale <= 100.0 { Ok(scale) } else { Err("a number above 0 up to 100".into()) }
}

/// What is run, and how it is told.
struct Source {
    trace: Trace,
    title: String,
    source: serde_json::Value,
}

impl Simulate {
    pub fn run(self, place: &Where) -> Result<(), Stop> {
        log("warn");
        let Simulate::Aid(aid) = self;
        aid.run(place.json)
    }
}

impl Aid {
    fn run(self, json: bool) -> Result<(), Stop> {
        // Whoever asks for pictures should not hear only at the end that they cannot be written.
        self.plots.as_deref().map(room_for).transpose()?;
        let source = self.source(json)?;
        let instance = &source.trace.instance;
        let watch = stopwatch();
        let bar = bar();
        bar.set_message("bounds");
        let fluid = Fluid::of(instance);
        let (most, fairest) = (fluid.most(0.0), fluid.fairest());
        let mut policies: Vec<Which> = Vec::new();
        for which in self.policies.iter().flat_map(|policy| policy.which()) {
            if !policies.contains(&which) {
                policies.push(which);
            }
        }
        let mut outcomes = Vec::new();
        for (number, which) in policies.iter().enumerate() {
            bar.reset();
            bar.set_prefix(format!("{}/{}", number + 1, policies.len()));
            bar.set_message(which.name());
            forget_peak();
            let tick = |share: f64| bar.set_position((share * 1000.0) as u64);
            let outcome = which.run(instance, self.floors.is_on(), self.seed, Some(&watch), &tick);
            let mut outcome = outcome.map_err(|fault| Stop::ours(format!("the policy {}: {fault}", which.name())))?;
            outcome.peak_memory = peak();
            outcomes.push(outcome.against(most.as_ref(), fairest.as_ref()));
        }
        bar.finish_and_clear();
        let report = Report {
            title: source.title,
            source: source.source,
            seed: self.seed,
            floors: self.floors.is_on(),
            instance,
            area_names: &source.trace.areas,
            size: fluid.size(),
            most,
            fairest,
            outcomes,
        };
        let drawn = self.plots.as_deref().map(|folder| draw(folder, &report)).transpose()?.unwrap_or_default();
        if json {
            let mut told = report.json();
            if let (false, Some(told)) = (drawn.is_empty(), told.as_object_mut()) {
                told.insert("plots".to_owned(), serde_json::json!(drawn));
            }
            print_json(&told);
        } else {
            print!("{}", report.text());
            drawn.iter().for_each(|path| println!("{}", path.display()));
        }
        Ok(())
    }

    fn source(&self, json: bool) -> Result<Source, Stop> {
        let spinner = ProgressBar::new_spinner();
        spinner.enable_steady_tick(Duration::from_millis(100));
        let Some(folder) = &self.trace else {
            spinner.set_message("drawing donors, posts and sessions");
            let (preset, name) = match self.preset {
                Tastes::Weak => (Preset::Weak, "weak"),
                Tastes::Medium => (Preset::Medium, "medium"),
            };
            let instance = generate(preset, TRIAL.times(self.scale), self.seed);
            spinner.finish_and_clear();
            return Ok(Source {
                trace: Trace { instance, purposes: Vec::new(), areas: Vec::new() },
                title: format!("Preset {name}, {} times the size of 2017", self.scale),
                source: serde_json::json!({ "preset": name, "scale": self.scale }),
            });
        };
        if !folder.is_dir() {
            return Err(Stop::usage(format!("there is no folder {}", folder.display())));
        }
        spinner.set_message("reading the trace");
        let read = trace::read(folder);
        spinner.finish_and_clear();
        let trace = read.map_err(|problems| wrong(folder, &problems, json))?;
        Ok(Source { trace, title: format!("Trace {}", folder.display()), source: serde_json::json!({ "trace": folder }) })
    }
}

/// Tells what is wrong in a trace.
fn wrong(folder: &Path, problems: &Problems, json: bool) -> Stop {
    let count = problems.count();
    if json {
        print_json(&serde_json::json!({ "trace": folder, "bad": count, "problems": problems.told, "more": problems.more }));
    } else {
        problems.told.iter().for_each(|problem| println!("  {problem}"));
        if problems.more > 0 {
            println!("  … and {} more", problems.more);
        }
    }
    Stop::refused(format!("the trace is wrong in {count} {}; nothing was run", if count == 1 { "place" } else { "places" }))
}

/// Makes the folder for pictures, unless one of them is there already.
fn room_for(folder: &Path) -> Result<(), Stop> {
    fs::create_dir_all(folder).map_err(|e| Stop::not_made(folder, &e))?;
    match plots::FILES.iter().map(|name| folder.join(name)).find(|path| path.exists()) {
        Some(path) => Err(Stop::not_made(&path, &std::io::ErrorKind::AlreadyExists.into())),
        None => Ok(()),
    }
}

fn draw(folder: &Path, report: &Report<'_>) -> Result<Vec<PathBuf>, Stop> {
    let mut drawn = Vec::new();
    for (name, svg) in plots::draw(report) {
        let path = folder.join(name);
        let mut file = File::options().write(true).create_new(true).open(&path).map_err(|e| Stop::not_made(&path, &e))?;
        file.write_all(svg.as_bytes())?;
        drawn.push(path);
    }
    Ok(drawn)
}

/// On a terminal alone, as `indicatif` has it.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new(1000);
    match ProgressStyle::with_template("  {prefix} {msg:<24} {bar:30} {percent:>3} %  {elapsed}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Seconds since now.
#[allow(clippy::disallowed_methods)] // Only durations are measured.
fn stopwatch() -> impl Fn() -> f64 {
    let start = std::time::Instant::now();
    move || start.elapsed().as_secs_f64()
}

/// The most memory of this process since [`forget_peak`], in bytes, where the system tells it (Linux).
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

/// Lets the peak begin anew; where that cannot be, it is that of the whole process so far.
fn forget_peak() {
    // 5: the peak of resident memory (proc(5)).
    let _ = fs::write("/proc/self/clear_refs", "5");
}
