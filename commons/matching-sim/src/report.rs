//! What a comparison of policies is told as: a table for people, JSON for programs.

use crate::bound::Bound;
use crate::instance::Instance;
use crate::result::{Outcome, Served};
use serde_json::{Value, json};

/// One instance, its bounds, and what each policy came to.
pub struct Report<'a> {
    /// What was run, in words: a preset and its scale, or a folder.
    pub title: String,
    /// The same for programs.
    pub source: Value,
    /// The seed of choices, and of the preset.
    pub seed: u64,
    /// Whether ours had floors.
    pub floors: bool,
    /// What all of them ran over.
    pub instance: &'a Instance,
    /// What areas are called, by number; those beyond it by their number.
    pub area_names: &'a [String],
    /// How many types of donors and groups of posts there are.
    pub size: (usize, usize),
    /// The bound on posts met; none if the solver failed.
    pub most: Option<Bound>,
    /// The bound on the worst area's share; none if the solver failed.
    pub fairest: Option<Bound>,
    /// A policy each, in the order in which they are told; [`Outcome::against`] both bounds.
    pub outcomes: Vec<Outcome>,
}

/// A row of the table: what it tells, and how it is told of one policy.
type Row = (&'static str, fn(&Report<'_>, &Outcome) -> String);

const ROWS: &[Row] = &[
    ("met, share of posts", |_, o| percent(o.share)),
    ("met, share of weight", |_, o| percent(o.weight_share)),
    ("in percent of the LP bound", |_, o| optional(o.percent, 2)),
    ("worst area", |_, o| percent(o.worst)),
    ("  which", |r, o| cut(&r.area(o.worst_area), 10)),
    ("best area", |_, o| percent(o.best)),
    ("  which", |r, o| cut(&r.area(o.best_area), 10)),
    ("worst in percent of the max-min bound", |_, o| optional(o.fair_percent, 2)),
    ("days to match, half within", |_, o| format!("{:.1}", o.days_median)),
    ("days to match, 9 of 10 within", |_, o| format!("{:.1}", o.days_p90)),
    ("claimed and not met, share of claims", |_, o| percent(o.claimed_unmet)),
    ("nudges for each match", |_, o| format!("{:.2}", o.nudges_per_match)),
    ("nudges answered by a session", |_, o| o.answered.to_string()),
    ("seconds", |_, o| format!("{:.2}", o.seconds)),
    ("a slate, half within, microseconds", |_, o| format!("{:.1}", o.slate_p50_us)),
    ("a slate, 99 of 100 within, microseconds", |_, o| format!("{:.1}", o.slate_p99_us)),
    ("the same where no prices were due", |_, o| format!("{:.1}", o.slate_alone_p99_us)),
    ("prices set anew, the longest, milliseconds", |_, o| optional(o.resolve_ms, 2)),
    ("memory at most, MiB", |_, o| optional(o.peak_memory.map(|bytes| bytes as f64 / 1_048_576.0), 0)),
];

fn percent(share: f64) -> String {
    format!("{:.2} %", 100.0 * share)
}

fn optional(number: Option<f64>, digits: usize) -> String {
    number.map_or_else(|| "-".to_owned(), |number| format!("{number:.digits$}"))
}

/// At most so many letters of a name.
pub(crate) fn cut(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    name.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// A count with its thousands apart.
fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl Report<'_> {
    /// What an area is called.
    pub fn area(&self, number: u32) -> String {
        self.area_names.get(number as usize).cloned().unwrap_or_else(|| number.to_string())
    }

    /// The LP bound as a share of all posts.
    pub fn bound_share(&self) -> Option<f64> {
        self.most.as_ref().map(|bound| bound.met / self.instance.posts.len().max(1) as f64)
    }

    /// A table with a column for each policy, ending with a line feed.
    pub fn text(&self) -> String {
        let i = self.instance;
        let floors = if self.floors { "on (for qianmo alone)" } else { "off" };
        let mut out = format!("{}, seed {}, floors {floors}.\n", self.title, self.seed);
        out += &format!(
            "{} posts in {} areas, {} donors, {} sessions over {:.0} days.\n",
            count(i.posts.len()),
            count(i.areas() as usize),
            count(i.donors.len()),
            count(i.sessions.len()),
            i.last_day()
        );
        out += &match (self.bound_share(), &self.fairest) {
            (Some(most), Some(fairest)) => {
                let (most, fairest) = (percent(most), percent(fairest.worst));
                format!(
                    "No policy can expect to meet more than {most} (LP bound), or more than {fairest} everywhere (max-min bound).\n\n"
                )
            }
            _ => "The solver found no bound.\n\n".to_owned(),
        };
        let widest = ROWS.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
        let mut line = |label: &str, cells: Vec<String>| {
            out += &format!("{label:<widest$}");
            for cell in cells {
                out += &format!("  {cell:>10}");
            }
            out.push('\n');
        };
        line("", self.outcomes.iter().map(|o| o.policy.clone()).collect());
        for (label, tell) in ROWS {
            line(label, self.outcomes.iter().map(|o| tell(self, o)).collect());
        }
        out
    }

    /// Everything, by the names that `docs/domains/matching.md` lists.
    pub fn json(&self) -> Value {
        let i = self.instance;
        json!({
            "source": self.source,
            "seed": self.seed,
            "floors": self.floors,
            "posts": i.posts.len(),
            "donors": i.donors.len(),
            "sessions": i.sessions.len(),
            "purposes": i.purposes(),
            "areas": i.areas(),
            "types": self.size.0,
            "groups": self.size.1,
            "last_day": i.last_day(),
            "model": i.model,
            "lp_bound": self.most.as_ref().map(|bound| bound.met),
            "lp_bound_share": self.bound_share(),
            "max_min_bound": self.fairest.as_ref().map(|bound| bound.worst),
            "policies": self.outcomes.iter().map(|outcome| self.policy(outcome)).collect::<Vec<_>>(),
        })
    }

    fn policy(&self, o: &Outcome) -> Value {
        let area = |served: &Served| json!({"area": self.area(served.area), "posts": served.posts, "met": served.met});
        json!({
            "policy": o.policy,
            "met": o.met,
            "met_share": o.share,
            "weight_met_share": o.weight_share,
            "percent_of_lp_bound": o.percent,
            "worst_area": {"area": self.area(o.worst_area), "share": o.worst},
            "best_area": {"area": self.area(o.best_area), "share": o.best},
            "percent_of_max_min_bound": o.fair_percent,
            "days_to_match_median": o.days_median,
            "days_to_match_p90": o.days_p90,
            "claimed_unmet_share": o.claimed_unmet,
            "nudges": o.nudges,
            "nudges_answered": o.answered,
            "nudges_per_match": o.nudges_per_match,
            "seconds": o.seconds,
            "slate_p50_us": o.slate_p50_us,
            "slate_p99_us": o.slate_p99_us,
            "slate_alone_p99_us": o.slate_alone_p99_us,
            "resolve_longest_ms": o.resolve_ms,
            "peak_memory_bytes": o.peak_memory,
            "areas": o.areas.iter().map(area).collect::<Vec<_>>(),
        })
    }
}
