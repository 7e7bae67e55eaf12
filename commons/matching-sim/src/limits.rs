//! What numbers of a trace or a conversation may be.

/// The last day there is, far beyond any life: days are kept as floating point numbers, which grow coarse.
pub const LAST_DAY: f64 = 1e9;
/// The most minor units of an amount or a budget: every whole number up to it is a floating point number, and sums of them fit.
pub const MOST_MINOR: i64 = 1_000_000_000_000_000;

/// What a day must be, in words.
pub const DAYS: &str = "a number from 0 to 1,000,000,000";
/// What is said of the largest amount.
pub const AMOUNTS: &str = "1,000,000,000,000,000";
/// What a weight must be, in words.
pub const WEIGHTS: &str = "a number from 0.000001 to 1,000,000";

/// Whether a post may have this weight.
pub fn is_weight(weight: f64) -> bool {
    (1e-6..=1e6).contains(&weight)
}
