//! Prices: what an open post is expected to bring yet, if it is not given away now.
//!
//! Let W(τ) be that worth for a post of a cell with τ days left, w its weight. In each of the N_θ sessions a day of type θ it
//! would gain v_θ·(w − R_θ − W(τ)) as one of the slate, where a place of the slate is worth μ_θ otherwise and R_θ is what the
//! slate as a whole is expected to bring (taking one post means not taking another). It is shown where that gains, so that
//! ```text
//! dW/dτ = Σ_θ N_θ / (1 + V_θ) · max(0, v_θ·(w − R_θ − W(τ)) − μ_θ) − δ·W(τ),     W(0) = 0,
//! ```
//! with V_θ the sum of values on the slate, and δ the haste: a forecast is trusted for about as long as the past that it was made
//! from. This is the worth function of one post in the Lagrangian relaxation of the whole problem (one price μ_θ for the K places
//! of each type), and slates ranked by v·(w − R − W) follow it: an index policy for restless bandits (Whittle, 1988), and the
//! dual prices of the LP of types and groups where lives are long. Near its end a post costs nothing, so it comes to the front by
//! itself; what is scarce costs nearly its weight and is kept for those who care for it.

use crate::cells::{Cell, life_at};
use crate::demand::Seen;

/// What a type of donors offers to a post that is shown to it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Offer {
    /// Sessions per day.
    pub rate: f64,
    /// Worth of a place on the slate, μ: the score of the last that is shown; 0 where places stay empty.
    pub place: f64,
    /// What the slate is expected to bring, R.
    pub slate: f64,
    /// Sum of values on the slate, V.
    pub values: f64,
}

/// Sets a cell's price curve. `seen`: the offers that it sees; `haste`: δ per day.
pub fn set(cell: &mut Cell, mut seen: Seen<'_>, horizon: f64, haste: f64) {
    let weight = cell.weight + cell.lift;
    let (mut gain, mut before) = (weight, 0.0);
    for (point, price) in cell.price.iter_mut().enumerate() {
        let life = life_at(point, horizon);
        gain = decay(gain, weight, haste, life - before, seen.at(gain));
        before = life;
        *price = weight - gain;
    }
}

/// What w − W has sunk to after some more days of life: exact while the same offers are in play.
fn decay(gain: f64, weight: f64, haste: f64, days: f64, (pull, drag): (f64, f64)) -> f64 {
    let (pull, drag) = (pull + haste, drag + haste * weight);
    if pull <= 0.0 {
        return gain;
    }
    let floor = drag / pull;
    floor + (gain - floor) * (-pull * days).exp()
}
