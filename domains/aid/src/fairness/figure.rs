//! What was counted of a group of requests, and how it stands beside the whole: shares, means, and the interval in which chance alone
//! would leave them. Pure.
//!
//! Shares have Wilson's score interval (E. B. Wilson 1927, <https://doi.org/10.1080/01621459.1927.10502953>), which holds for small groups
//! and shares near none or all; means have the usual one of a mean. Both are of 95 in 100. The whole is taken as it is, the group within it.

use super::SMALL;
use std::ops::AddAssign;

/// How many times an open request was looked at, in classes: 0, 1, 2 to 3, 4 to 7 … 64 and more.
pub const CLASSES: usize = 8;
/// Numbers of a [`Tally`], as they are kept.
pub const NUMBERS: usize = 11 + CLASSES;
/// Standard deviations to each side that hold 95 in 100.
const Z: f64 = 1.959_963_985;

/// What was counted of a group of requests that opened.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// How many.
    pub opened: i64,
    /// How often they were looked at, and the sum of squares.
    pub looks: Sum,
    /// How many of them were looked at how often.
    pub classes: [i64; CLASSES],
    /// How often they stood on a donor's own slate.
    pub shown: i64,
    /// Of how many anything was ever promised.
    pub pledged: i64,
    /// Met.
    pub met: i64,
    /// Ended without being met.
    pub ended: i64,
    /// Hours from opening to the first promise, over those with one.
    pub first_wait: Sum,
    /// Hours from opening to being met, over the met ones.
    pub met_wait: Sum,
}

/// A sum and the sum of squares.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Sum {
    /// The sum.
    pub of: i64,
    /// The sum of squares.
    pub squares: i64,
}

impl Sum {
    /// Of one.
    pub const fn one(n: i64) -> Sum {
        Sum { of: n, squares: n.saturating_mul(n) }
    }
}

/// The class of a number of looks: 0, 1, then by powers of two.
pub fn class(looks: i64) -> usize {
    match u64::try_from(looks) {
        Ok(looks @ 1..) => usize::try_from(looks.ilog2() + 1).unwrap_or(CLASSES).min(CLASSES - 1),
        _ => 0,
    }
}

/// The fewest and the most looks of a class; the last has no most.
pub fn bounds(class: usize) -> (i64, Option<i64>) {
    match class {
        0 => (0, Some(0)),
        class => {
            let low = 1_i64 << (class - 1).min(62);
            (low, (class + 1 < CLASSES).then_some(low * 2 - 1))
        }
    }
}

impl Tally {
    /// As they are kept.
    pub fn numbers(&self) -> [i64; NUMBERS] {
        let [a, b, c, d, e, f, g, h] = self.classes;
        let (looks, first, met) = (self.looks, self.first_wait, self.met_wait);
        let head = [self.opened, looks.of, looks.squares];
        let tail = [self.shown, self.pledged, self.met, self.ended, first.of, first.squares, met.of, met.squares];
        let mut numbers = [0; NUMBERS];
        let all = head.into_iter().chain([a, b, c, d, e, f, g, h]).chain(tail);
        numbers.iter_mut().zip(all).for_each(|(number, n)| *number = n);
        numbers
    }

    /// From what is kept.
    pub fn from_numbers(numbers: [i64; NUMBERS]) -> Tally {
        let [opened, looks, looks_sq, a, b, c, d, e, f, g, h, shown, pledged, met, ended, first, first_sq, wait, wait_sq] = numbers;
        Tally {
            opened,
            looks: Sum { of: looks, squares: looks_sq },
            classes: [a, b, c, d, e, f, g, h],
            shown,
            pledged,
            met,
            ended,
            first_wait: Sum { of: first, squares: first_sq },
            met_wait: Sum { of: wait, squares: wait_sq },
        }
    }

    /// The class in which the request lies that as many were looked at less than more; `None` without any.
    pub fn median_looks(&self) -> Option<(i64, Option<i64>)> {
        let mut below = 0;
        let middle = (self.opened + 1) / 2;
        let at = self.classes.iter().position(|n| {
            below += n;
            below >= middle
        });
        at.filter(|_| self.opened > 0).map(bounds)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        let mut sum = self.numbers();
        sum.iter_mut().zip(other.numbers()).for_each(|(number, n)| *number += n);
        *self = Tally::from_numbers(sum);
    }
}

/// How a group stands beside the whole.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Worse off, and by more than chance explains.
    Behind,
    /// Chance explains it.
    Level,
    /// Better off, and by more than chance explains.
    Ahead,
}

impl Verdict {
    /// Its name in the API; the words are `aid-fairness-is-<name>`.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Behind => "behind",
            Verdict::Level => "level",
            Verdict::Ahead => "ahead",
        }
    }
}

/// Whether more is better.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Good {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

/// A number with its interval, and each divided by the whole's.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Beside {
    /// The share or mean.
    pub value: f64,
    /// From where it may lie.
    pub low: f64,
    /// To where.
    pub high: f64,
    /// The whole's.
    pub whole: f64,
    /// What it means.
    pub verdict: Verdict,
}

impl Beside {
    fn new((value, low, high): (f64, f64, f64), whole: f64, good: Good) -> Beside {
        let verdict = match (high < whole, low > whole, good) {
            (true, _, Good::More) | (_, true, Good::Less) => Verdict::Behind,
            (_, true, Good::More) | (true, _, Good::Less) => Verdict::Ahead,
            _ => Verdict::Level,
        };
        Beside { value, low, high, whole, verdict }
    }

    /// A part of the whole's, in 1,000ths; `None` where the whole has none.
    pub fn against(&self, value: f64) -> Option<i64> {
        (self.whole > 0.0).then(|| mille(value / self.whole))
    }
}

/// In 1,000ths, rounded.
pub fn mille(value: f64) -> i64 {
    (value * 1_000.0).round() as i64
}

/// Wilson's interval of `k` out of `n`: the share, from where, to where.
pub fn wilson(k: i64, n: i64) -> (f64, f64, f64) {
    let (k, n) = (k as f64, n.max(1) as f64);
    let share = k / n;
    let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / (1.0 + Z * Z / n);
    // At none and at all the formula ends there but for rounding.
    let low = if k <= 0.0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if k >= n { 1.0 } else { (middle + half).min(1.0) };
    (share, low, high)
}

/// A mean over `n` with its interval.
fn mean(sum: Sum, n: i64) -> (f64, f64, f64) {
    let n = n as f64;
    let mean = sum.of as f64 / n;
    let spread = (sum.squares as f64 - mean * sum.of as f64).max(0.0) / (n - 1.0).max(1.0);
    let half = Z * (spread / n).sqrt();
    (mean, (mean - half).max(0.0), mean + half)
}

/// A share of those opened, beside the whole's; `None` where there is nothing to take a share of.
pub fn share(group: (i64, i64), whole: (i64, i64), good: Good) -> Option<Beside> {
    let of = |(k, n): (i64, i64)| k as f64 / n.max(1) as f64;
    (group.1 > 0).then(|| Beside::new(wilson(group.0, group.1), of(whole), good))
}

/// A mean beside the whole's; `None` where it is over fewer than [`SMALL`].
pub fn average(group: (Sum, i64), whole: (Sum, i64), good: Good) -> Option<Beside> {
    (group.1 >= SMALL).then(|| Beside::new(mean(group.0, group.1), mean(whole.0, whole.1.max(1)).0, good))
}

/// Everything that is told of a group beside the whole.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Told {
    /// The group's counts.
    pub tally: Tally,
    /// Looks per request.
    pub looks: Option<Beside>,
    /// Places on donors' own slates per request, in tenths.
    pub shown_tenths: i64,
    /// The share of which anything was promised.
    pub pledged: Option<Beside>,
    /// The share that was met.
    pub met: Option<Beside>,
    /// The share that ended without being met.
    pub ended: Option<Beside>,
    /// Hours to the first promise.
    pub first_wait: Option<Beside>,
    /// Hours to being met.
    pub met_wait: Option<Beside>,
}

impl Told {
    /// A group beside the whole.
    pub fn new(group: &Tally, whole: &Tally) -> Told {
        let of = |n: fn(&Tally) -> i64, good| share((n(group), group.opened), (n(whole), whole.opened), good);
        Told {
            tally: *group,
            looks: average((group.looks, group.opened), (whole.looks, whole.opened), Good::More),
            shown_tenths: (group.shown * 20 + group.opened) / (group.opened * 2).max(1),
            pledged: of(|t| t.pledged, Good::More),
            met: of(|t| t.met, Good::More),
            ended: of(|t| t.ended, Good::Less),
            first_wait: average((group.first_wait, group.pledged), (whole.first_wait, whole.pledged), Good::Less),
            met_wait: average((group.met_wait, group.met), (whole.met_wait, whole.met), Good::Less),
        }
    }

    /// By what the worst served come first: what was met, then what was promised, then looks, each as a share of those opened.
    pub fn served(&self) -> [i64; 3] {
        let of = |n: i64| n.saturating_mul(1_000_000) / self.tally.opened.max(1);
        [of(self.tally.met), of(self.tally.pledged), of(self.tally.looks.of)]
    }
}
