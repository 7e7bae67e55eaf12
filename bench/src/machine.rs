//! The machine, the program and the day: without them a figure says nothing.

use crate::postgres::Cluster;
use crate::settings::Settings;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// What a program prints, in one line; nothing when it is not there or fails.
pub fn said(program: &str, words: &[&str]) -> Option<String> {
    let out = Command::new(program).args(words).output().ok().filter(|out| out.status.success())?;
    let text = String::from_utf8_lossy(&out.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The day in Greenwich.
pub fn today() -> String {
    said("date", &["-u", "+%Y-%m-%d"]).unwrap_or_else(unknown)
}

/// The commit that is measured, and whether there were changes on top of it.
pub fn commit(root: &Path) -> String {
    let root = root.to_string_lossy();
    let Some(commit) = said("git", &["-C", &root, "rev-parse", "--short=12", "HEAD"]) else { return unknown() };
    let changed = said("git", &["-C", &root, "status", "--porcelain", "--untracked-files=no"]).is_some();
    if changed { format!("{commit}, with changes") } else { commit }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// The machine, the program and the day, in lines for a table.
pub fn describe(settings: &Settings, cluster: Option<&Cluster>) -> Vec<(&'static str, String)> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let folder = &settings.folder;
    let mut lines = vec![
        ("processor", format!("{}, {cores} cores; load and server share them", processor())),
        ("memory", memory()),
        ("disk", format!("{}; {}", disk(folder), flushes(folder))),
        ("kernel", said("uname", &["-sr"]).unwrap_or_else(unknown)),
        ("compiler", said("rustc", &["--version"]).unwrap_or_else(unknown)),
        ("commit", commit(&settings.root)),
        ("day", today()),
        ("command", command()),
    ];
    if let Some(cluster) = cluster {
        lines.push(("PostgreSQL", cluster.describe()));
    }
    lines
}

fn command() -> String {
    let words: Vec<String> = std::iter::once("scripts/bench".to_owned()).chain(std::env::args().skip(1)).collect();
    let words = if words.len() == 1 { "make bench".to_owned() } else { words.join(" ") };
    let set = ["QIANMO_BENCH_TENFOLD", "QIANMO_BENCH_DONORS"];
    let set = set.iter().filter_map(|name| std::env::var(name).ok().map(|value| format!("{name}={value} ")));
    format!("`{}{words}`", set.collect::<String>())
}

fn processor() -> String {
    let all = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = all.lines().filter(|line| line.starts_with("model name")).find_map(|line| line.split_once(':'));
    named.map(|(_, name)| name.trim().to_owned()).or_else(|| said("uname", &["-m"])).unwrap_or_else(unknown)
}

fn memory() -> String {
    let all = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = all.lines().find_map(|line| line.strip_prefix("MemTotal:")).and_then(|v| v.split_whitespace().next());
    total.and_then(|kib| kib.parse::<f64>().ok()).map_or_else(unknown, |kib| format!("{:.1} GiB", kib / 1_048_576.0))
}

/// Kind of file system and device; no path, which is nobody's business.
fn disk(folder: &Path) -> String {
    let said = said("df", &["-PT", &folder.to_string_lossy()]).unwrap_or_default();
    // Device, kind, and five numbers and the mount point stand in the last line.
    let words: Vec<&str> = said.split(' ').collect();
    let last = words.len().checked_sub(7).and_then(|at| words.get(at..));
    match last {
        Some([device, kind, ..]) => format!("{kind} on {device}"),
        _ => unknown(),
    }
}

/// How many small writes a second one writer makes durable there: what every commit waits for.
fn flushes(folder: &Path) -> String {
    match count_flushes(&folder.join("flush")) {
        Ok(rate) => format!("{rate:.0} durable writes of 4 KiB a second by one writer"),
        Err(error) => format!("durable writes: {error}"),
    }
}

fn count_flushes(path: &Path) -> io::Result<f64> {
    let mut file = File::create(path)?;
    let (started, mut written) = (Instant::now(), 0.0);
    while started.elapsed() < Duration::from_secs(2) {
        file.write_all(&[7; 4_096])?;
        file.sync_data()?;
        written += 1.0;
    }
    let rate = written / started.elapsed().as_secs_f64();
    drop(file);
    fs::remove_file(path)?;
    Ok(rate)
}
