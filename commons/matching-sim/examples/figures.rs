//! Prints the figures of docs/domains/matching.md: `cargo run --release -p qianmo-matching-sim --example figures -- weak 1
//! newest,qianmo`.

use qianmo_matching::Settings;
use qianmo_matching_sim::bound::Fluid;
use qianmo_matching_sim::policy::{Balance, Greedy, Newest, Ours, Policy, Random};
use qianmo_matching_sim::preset::{Preset, TRIAL, generate};
use qianmo_matching_sim::run;

#[allow(clippy::disallowed_methods)] // only durations are measured
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let arg = |i: usize, or: &str| args.get(i).cloned().unwrap_or_else(|| or.to_owned());
    let started = std::time::Instant::now();
    let watch = || started.elapsed().as_secs_f64();
    let set = |name: &str, or: f64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(or);
    let policies = arg(2, "newest,random,greedy,balance,qianmo,floors");
    let scale: f64 = arg(3, "1").parse().unwrap_or(1.0);
    for preset in arg(0, "weak,medium").split(',') {
        for seed in arg(1, "1,2,3,4,5").split(',') {
            let seed: u64 = seed.parse().unwrap_or(1);
            let Some(kind) = Preset::named(preset) else { continue };
            let instance = generate(kind, TRIAL.times(scale), seed);
            let made = watch();
            let fluid = Fluid::of(&instance);
            let (most, fairest) = (fluid.most(0.0), fluid.fairest());
            let (m, f) = (most.as_ref().map_or(0.0, |b| b.met), fairest.as_ref().map_or(0.0, |b| b.worst));
            let mut instance = instance;
            instance.model.no_show = set("NO_SHOW", 0.0);
            instance.model.split_cash = set("SPLIT", 1.0);
            if set("WEIGHTS", 0.0) > 0.0 {
                instance.posts.iter_mut().for_each(|p| p.weight = [0.5, 1.0, 2.0, 4.0][(p.id % 4) as usize]);
            }
            println!(
                "# {preset} seed {seed} base {:.5} LP {m:.0} ({:.2} %) worst at LP {:.4} max-min {f:.4} (met {:.0}) made {made:.1}s bounds {:.1}s",
                instance.model.base,
                100.0 * m / instance.posts.len() as f64,
                most.as_ref().map_or(0.0, |b| b.worst),
                fairest.as_ref().map_or(0.0, |b| b.met),
                watch() - made
            );
            for share in [0.95, 0.97, 1.0] {
                if std::env::var("TRADE").is_ok() {
                    let b = fluid.most(f * share);
                    println!("#   floor {share}: LP {:.2} %", b.map_or(0.0, |b| 100.0 * b.met / m));
                }
            }
            for name in policies.split(',') {
                let settings = Settings {
                    floors: (name == "floors").then(|| qianmo_matching::Pull {
                        gain: set("GAIN", 25.0),
                        floor: set("FLOOR", 1.0),
                        most: set("MOST", 4.0),
                    }),
                    smooth: set("SMOOTH", 1.0),
                    every: set("EVERY", 0.5),
                    haste: set("HASTE", 1.0),
                    ..Settings::default()
                };
                let mut policy: Box<dyn Policy> = match name {
                    "newest" => Box::new(Newest::new(&instance)),
                    "random" => Box::new(Random::new(&instance, seed)),
                    "greedy" => Box::new(Greedy::over(&instance)),
                    "balance" => Box::new(Balance::over(&instance)),
                    _ => Box::new(Ours::new(&instance, settings)),
                };
                let ran = run(&instance, policy.as_mut(), seed, Some(&watch), &|_| {});
                match ran {
                    Ok(o) => {
                        let o = o.against(most.as_ref(), fairest.as_ref());
                        println!(
                            "{preset} {seed} {name:8} met {:.2} % (weight {:.2} %) = {:.2} % of LP; worst {:.4} best {:.4} = {:.2} % of max-min; days {:.1}/{:.1} p99 {:.0} us (alone {:.0}) {:.1} s",
                            100.0 * o.share,
                            100.0 * o.weight_share,
                            o.percent.unwrap_or(0.0),
                            o.worst,
                            o.best,
                            o.fair_percent.unwrap_or(0.0),
                            o.days_median,
                            o.days_p90,
                            o.slate_p99_us,
                            o.slate_alone_p99_us,
                            o.seconds
                        );
                    }
                    Err(fault) => println!("{preset} {seed} {name} {fault:?}"),
                }
            }
        }
    }
}
