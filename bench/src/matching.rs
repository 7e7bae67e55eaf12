//! Matching at full size: ours against newest-first and Balance over the same draws, five seeds of each preset, and what a slate
//! takes.
//!
//! Everything is drawn from seeds, so that shares are the same on every machine; times and memory are this one's. Nothing of the
//! program under measure takes part: it is the allocator that it has inside, driven by the simulator of `qianmo simulate aid`.

use crate::report::Report;
use crate::settings::Settings;
use crate::stats::percentile;
use qianmo_matching_sim::bound::{Bound, Fluid};
use qianmo_matching_sim::instance::Instance;
use qianmo_matching_sim::policy::Which;
use qianmo_matching_sim::preset::{Preset, TRIAL, generate};
use qianmo_matching_sim::result::Outcome;
use std::io;
use std::time::Instant;

/// What is told of a draw, and how it is changed beforehand.
type Variant = (&'static str, fn(&mut Instance));

/// The same donors, but not with unit needs and pledges that are always kept.
const VARIANTS: [Variant; 3] = [
    ("10 % of pledges are not kept: met", |instance| instance.model.no_show = 0.1),
    ("two gifts to a post: met", |instance| instance.model.split_cash = 0.5),
    ("weights ½, 1, 2, 4: weight met", |instance| {
        instance
            .posts
            .iter_mut()
            .for_each(|post| post.weight = [0.5, 1.0, 2.0, 4.0].get(post.id as usize % 4).copied().unwrap_or(1.0));
    }),
];

/// Policies that ours is laid beside.
const BESIDE: [Which; 2] = [Which::Newest, Which::Balance];

/// One draw with its bounds.
struct Draw {
    seed: u64,
    instance: Instance,
    most: Option<Bound>,
    fairest: Option<Bound>,
}

/// What slates and prices took over all runs.
#[derive(Default)]
struct Times {
    slates_p99: Vec<f64>,
    resolve: f64,
    seconds: Vec<f64>,
}

/// Measures both presets.
pub fn measure(settings: &Settings, report: &mut Report) -> io::Result<()> {
    let (scale, seeds) = if settings.quick { (0.05, 2) } else { (1.0, 5) };
    for (preset, name) in [(Preset::Weak, "weak"), (Preset::Medium, "medium")] {
        report.table(&format!("Matching, the {name} preset, {seeds} seeds"));
        let draws: Vec<Draw> = (1..=seeds).map(|seed| draw(preset, scale, seed)).collect();
        let mut times = Times::default();
        shares(settings, &draws, &mut times, report)?;
        variants(&draws, &mut times, report)?;
        times.tell(settings, report);
    }
    hundredfold(settings, report)
}

fn draw(preset: Preset, scale: f64, seed: u64) -> Draw {
    let instance = generate(preset, TRIAL.times(scale), seed);
    let fluid = Fluid::of(&instance);
    Draw { seed, instance, most: fluid.most(0.0), fairest: fluid.fairest() }
}

fn run(which: Which, instance: &Instance, floors: bool, seed: u64) -> io::Result<Outcome> {
    let start = Instant::now();
    let watch = || start.elapsed().as_secs_f64();
    which.run(instance, floors, seed, Some(&watch), &|_| {}).map_err(|fault| io::Error::other(format!("{}: {fault}", which.name())))
}

/// Unit needs, which the bounds are for: floors off and on.
fn shares(settings: &Settings, draws: &[Draw], times: &mut Times, report: &mut Report) -> io::Result<()> {
    let (mut beside, mut off, mut on, mut worst, mut unlifted) = (BESIDE.map(|_| Vec::new()), vec![], vec![], vec![], vec![]);
    for Draw { seed, instance, most, fairest } in draws {
        let percent = |outcome: Outcome| {
            let outcome = outcome.against(most.as_ref(), fairest.as_ref());
            match (outcome.percent, outcome.fair_percent) {
                (Some(met), Some(worst)) => Ok((met, worst)),
                _ => Err(io::Error::other("the solver found no bound")),
            }
        };
        for (which, met) in BESIDE.iter().zip(&mut beside) {
            met.push(percent(run(*which, instance, false, *seed)?)?.0);
        }
        let (met, least) = percent(times.ours(instance, false, *seed)?)?;
        off.push(met);
        unlifted.push(least);
        let (met, least) = percent(times.ours(instance, true, *seed)?)?;
        on.push(met);
        worst.push(least);
    }
    for (which, met) in BESIDE.iter().zip(&beside) {
        report.say(format!("{}: met, percent of the LP bound", which.name()), spread(met));
    }
    let mut told = |what: &str, all: &[f64], least: f64| {
        if settings.quick {
            report.say(what, spread(all));
        } else {
            report.judge(what, spread(all), &format!("at least {least:.0} %"), mean(all) >= least);
        }
    };
    told("qianmo, floors off: met, percent of the LP bound", &off, 98.0);
    told("qianmo, floors on: met, percent of the LP bound", &on, 96.0);
    told("qianmo, floors on: worst area, percent of the max-min bound", &worst, 95.0);
    report.say("qianmo, floors off: worst area, percent of the max-min bound", spread(&unlifted));
    Ok(())
}

/// What the bounds do not know: ours beside the others in the same run.
fn variants(draws: &[Draw], times: &mut Times, report: &mut Report) -> io::Result<()> {
    for (what, change) in VARIANTS {
        let (mut beside, mut ours) = (BESIDE.map(|_| Vec::new()), Vec::new());
        for draw in draws {
            let mut instance = draw.instance.clone();
            change(&mut instance);
            for (which, share) in BESIDE.iter().zip(&mut beside) {
                share.push(100.0 * run(*which, &instance, false, draw.seed)?.weight_share);
            }
            ours.push(100.0 * times.ours(&instance, false, draw.seed)?.weight_share);
        }
        let others: Vec<String> =
            BESIDE.iter().zip(&beside).map(|(which, all)| format!("{} {:.1} %", which.name(), mean(all))).collect();
        let ahead = beside.iter().all(|all| mean(&ours) > mean(all));
        report.judge(what, format!("qianmo {:.1} %, {}", mean(&ours), others.join(", ")), "ahead of both", ahead);
    }
    Ok(())
}

impl Times {
    fn ours(&mut self, instance: &Instance, floors: bool, seed: u64) -> io::Result<Outcome> {
        let outcome = run(Which::Ours, instance, floors, seed)?;
        self.slates_p99.push(outcome.slate_p99_us);
        self.resolve = self.resolve.max(outcome.resolve_ms.unwrap_or(0.0));
        self.seconds.push(outcome.seconds);
        Ok(outcome)
    }

    fn tell(mut self, settings: &Settings, report: &mut Report) {
        self.slates_p99.sort_by(f64::total_cmp);
        self.seconds.sort_by(f64::total_cmp);
        let (p99, half) = (percentile(&self.slates_p99, 0.5), percentile(&self.seconds, 0.5));
        let slate = format!("{:.3} ms", p99 / 1e3);
        if settings.quick {
            report.say("a slate, p99, the median of the runs", slate);
        } else {
            report.judge("a slate, p99, the median of the runs", slate, "under 1 ms", p99 < 1e3);
        }
        report.judge("prices set anew, the longest of all", format!("{:.1} ms", self.resolve), "under 1000 ms", self.resolve < 1e3);
        report.say("a run of qianmo, the median", format!("{half:.1} s"));
    }
}

/// A hundred times the size: 10 million donors, 5 million posts, 30 million sessions.
fn hundredfold(settings: &Settings, report: &mut Report) -> io::Result<()> {
    const GOAL: &str = "under 300 s and 8 GiB, a slate under 5 ms, prices under 1000 ms";
    report.table("Matching, the weak preset, a hundred times the size");
    if !settings.hundredfold {
        report.skip("drawn and run", "left out (QIANMO_BENCH_HUNDREDFOLD=1 measures it)", GOAL);
        return Ok(());
    }
    // From here on, where the system allows it (proc(5)); else it is the most of the whole process.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let start = Instant::now();
    let instance = generate(Preset::Weak, TRIAL.times(100.0), 1);
    let drawn = start.elapsed().as_secs_f64();
    let outcome = run(Which::Ours, &instance, false, 1)?;
    let (all, memory) = (start.elapsed().as_secs_f64(), peak()?);
    let outcome = outcome.against(Fluid::of(&instance).most(0.0).as_ref(), None);
    let (slate, prices) = (outcome.slate_p99_us / 1e3, outcome.resolve_ms.unwrap_or(0.0));
    let met = outcome.percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent:.2} %"));
    report.say("met, percent of the LP bound", met);
    let figure =
        format!("{all:.0} s, of which drawing {drawn:.0} s; {memory:.2} GiB; a slate's p99 {slate:.3} ms; prices {prices:.0} ms");
    report.judge("drawn and run", figure, GOAL, all < 300.0 && memory < 8.0 && slate < 5.0 && prices < 1e3);
    Ok(())
}

/// The most resident memory of this process, in GiB.
fn peak() -> io::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<f64>().ok());
    kib.map(|kib| kib / 1_048_576.0).ok_or_else(|| io::Error::other("/proc tells no VmHWM"))
}

fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len().max(1) as f64
}

/// The mean, and from the least to the most.
fn spread(all: &[f64]) -> String {
    let (least, most) = all.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), one| (one.min(least), one.max(most)));
    format!("{:.2} % ({least:.2} to {most:.2})", mean(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_the_mean_and_both_ends() {
        assert_eq!(spread(&[98.0, 99.0, 97.0]), "98.00 % (97.00 to 99.00)");
    }
}
