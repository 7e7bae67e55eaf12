//! What donors care for, learnt from what they did.
//!
//! A donor who sees the slate S takes q with probability v(q) / (1 + Σ over S of v), the multinomial logit, with v = exp(base +
//! purpose·[same purpose] + area·[same area]). The three numbers maximise the likelihood of all answered slates times a normal
//! prior, by Newton's method; the likelihood is concave, so the maximum is the only one. All that is kept of the slates is how
//! often each make-up occurred (so many posts that match in nothing, in purpose, in area, in both) and what was taken from it: a
//! few hundred counts for slates of ten, no matter how many donors; those of long slates are rounded.
//!
//! Slates are made with tastes at the upper end of what they may be (mean and [`BENEFIT`] standard deviations of the posterior).
//! With the mean alone, a few unlucky weeks can hide a taste for good: what is believed to be unwanted is not shown, and what is
//! not shown cannot prove itself. In one run of the presets this cost a fifth of all matches. As evidence comes, the benefit of
//! the doubt shrinks.

use std::collections::BTreeMap;

/// In what a post matches what a donor declared: bit 0 purpose, bit 1 area ([`crate::cells::Cell::matches`]).
pub type Match = usize;
/// How many kinds of match there are.
pub const MATCHES: usize = 4;

/// Mean of the prior: one post in a hundred is taken; who declares something is twice as likely to take what matches it.
const PRIOR_MEAN: [f64; 3] = [-4.6, 0.7, 0.7];
/// Its standard deviations: the base may be off by a factor of seven, a taste may well be nothing or a factor of four.
const PRIOR_SD: [f64; 3] = [2.0, 0.7, 0.7];

/// Standard deviations by which a taste has the benefit of the doubt.
const BENEFIT: f64 = 2.0;

/// The learner. A slate that nobody answered is not evidence and is not counted.
#[derive(Debug, Clone)]
pub struct Taste {
    /// Slates by their make-up: how often nothing was taken, and how often a post of each match.
    seen: BTreeMap<[u16; MATCHES], [u32; MATCHES + 1]>,
    numbers: [f64; 3],
    /// v by match at the mean.
    likely: [f64; MATCHES],
    /// v by match with the benefit of the doubt.
    values: [f64; MATCHES],
}

impl Default for Taste {
    fn default() -> Self {
        let mut taste = Taste { seen: BTreeMap::new(), numbers: PRIOR_MEAN, likely: [0.0; MATCHES], values: [0.0; MATCHES] };
        taste.learn();
        taste
    }
}

impl Taste {
    /// Base (as a logarithm), taste for the same purpose, taste for the same area.
    pub fn numbers(&self) -> [f64; 3] {
        self.numbers
    }

    /// The value v of a post by its match, with the benefit of the doubt.
    pub fn values(&self) -> [f64; MATCHES] {
        self.values
    }

    /// Counts an answered slate: how many posts of each match it had, and the match of what was taken.
    pub fn saw(&mut self, shown: [u16; MATCHES], taken: Option<Match>) {
        if shown.iter().any(|n| *n > 0)
            && let Some(count) = self.seen.entry(shown.map(rounded)).or_default().get_mut(taken.map_or(0, |m| m + 1))
        {
            *count = count.saturating_add(1);
        }
    }

    /// Fits the three numbers anew, from where they were.
    pub fn learn(&mut self) {
        for _ in 0..30 {
            let (gradient, curvature) = self.slope();
            let Some(step) = solve(curvature, gradient) else { break };
            // A step of more than one in the logarithm is cut: Newton's method may overshoot far from the maximum.
            let longest = step.iter().fold(0.0f64, |most, s| most.max(s.abs()));
            let scale = if longest > 1.0 { 1.0 / longest } else { 1.0 };
            self.numbers.iter_mut().zip(step).for_each(|(n, s)| *n += scale * s);
            self.likely = values(self.numbers);
            if longest < 1e-6 {
                break;
            }
        }
        let [_, of_purpose, of_area] = self.doubt();
        let [base, purpose, area] = self.numbers;
        self.values = values([base, purpose + BENEFIT * of_purpose, area + BENEFIT * of_area]);
    }

    /// Standard deviations of the three numbers: what is not known of them yet.
    pub fn doubt(&self) -> [f64; 3] {
        let (_, curvature) = self.slope();
        std::array::from_fn(|i| {
            let unit = std::array::from_fn(|j| f64::from(u8::from(i == j)));
            solve(curvature, unit).and_then(|column| column.get(i).copied()).map_or(0.0, |variance| variance.max(0.0).sqrt())
        })
    }

    /// Gradient of the log posterior and the negative of its second derivative.
    fn slope(&self) -> ([f64; 3], [[f64; 3]; 3]) {
        let mut gradient = [0.0; 3];
        let mut curvature = [[0.0; 3]; 3];
        for (i, (mean, sd)) in PRIOR_MEAN.iter().zip(PRIOR_SD).enumerate() {
            gradient[i] = (mean - self.numbers[i]) / (sd * sd);
            curvature[i][i] = 1.0 / (sd * sd);
        }
        for (shown, counts) in &self.seen {
            let total: f64 = counts.iter().map(|c| f64::from(*c)).sum();
            let weights: [f64; MATCHES] = std::array::from_fn(|m| f64::from(shown[m]) * self.likely[m]);
            let sum = 1.0 + weights.iter().sum::<f64>();
            let mut mean = [0.0; 3];
            let mut square = [[0.0; 3]; 3];
            for (m, weight) in weights.iter().enumerate() {
                let x = features(m);
                let taken = f64::from(counts[m + 1]);
                for i in 0..3 {
                    mean[i] += weight / sum * x[i];
                    gradient[i] += taken * x[i];
                    for j in 0..3 {
                        square[i][j] += weight / sum * x[i] * x[j];
                    }
                }
            }
            for i in 0..3 {
                gradient[i] -= total * mean[i];
                for j in 0..3 {
                    curvature[i][j] += total * (square[i][j] - mean[i] * mean[j]);
                }
            }
        }
        (gradient, curvature)
    }
}

/// A count to four binary digits, so that long slates have few make-ups: exact to 16, then off by a sixteenth at most.
fn rounded(count: u16) -> u16 {
    let drop = (16 - count.leading_zeros()).saturating_sub(4);
    if drop == 0 { count } else { ((count >> (drop - 1)).saturating_add(1) >> 1) << drop }
}

fn values([base, purpose, area]: [f64; 3]) -> [f64; MATCHES] {
    std::array::from_fn(|m| (base + purpose * feature(m, 1) + area * feature(m, 2)).exp())
}

fn feature(m: Match, bit: usize) -> f64 {
    f64::from(u8::from(m & bit != 0))
}

fn features(m: Match) -> [f64; 3] {
    [1.0, feature(m, 1), feature(m, 2)]
}

/// Solves a symmetric positive system of three by elimination; none where it is not positive.
fn solve(mut a: [[f64; 3]; 3], mut b: [f64; 3]) -> Option<[f64; 3]> {
    for p in 0..3 {
        if a[p][p] <= 1e-12 {
            return None;
        }
        for r in p + 1..3 {
            let f = a[r][p] / a[p][p];
            let above = a[p];
            a[r].iter_mut().zip(above).skip(p).for_each(|(x, y)| *x -= f * y);
            b[r] -= f * b[p];
        }
    }
    for p in (0..3).rev() {
        for c in p + 1..3 {
            b[p] -= a[p][c] * b[c];
        }
        b[p] /= a[p][p];
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_rounded_to_four_binary_digits() {
        for count in 0..=1000u16 {
            let near = f64::from(rounded(count));
            assert!((near - f64::from(count)).abs() <= f64::from(count) / 16.0, "{count}: {near}");
            assert!(count > 16 || rounded(count) == count);
        }
        let different: std::collections::BTreeSet<u16> = (0..=1000).map(rounded).collect();
        assert!(different.len() < 70, "{}", different.len());
    }

    /// Donors who take by a logit with other numbers than the prior's.
    #[test]
    fn the_numbers_by_which_donors_choose_are_learnt_from_what_they_did() {
        let truth = [-3.0, 1.2, 0.4];
        let (values, mut taste) = (values(truth), Taste::default());
        // What is expected of many slates of three make-ups, in whole numbers.
        for shown in [[9u16, 1, 0, 0], [5, 2, 2, 1], [8, 0, 2, 0]] {
            let sum = 1.0 + (0..MATCHES).map(|m| f64::from(shown[m]) * values[m]).sum::<f64>();
            for m in 0..MATCHES {
                let taken = (20_000.0 * f64::from(shown[m]) * values[m] / sum).round() as u32;
                (0..taken).for_each(|_| taste.saw(shown, Some(m)));
            }
            (0..(20_000.0 / sum).round() as u32).for_each(|_| taste.saw(shown, None));
        }
        taste.learn();
        for (learnt, true_number) in taste.numbers().iter().zip(truth) {
            assert!((learnt - true_number).abs() < 0.05, "{:?}", taste.numbers());
        }
        assert!(taste.values().iter().zip(values).all(|(v, t)| *v > t), "the benefit of the doubt");
    }
}
