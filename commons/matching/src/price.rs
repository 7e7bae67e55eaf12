//! Prices: what an open post is expected to bring yet, if it is not given away now.
//!
//! Let W(τ) be that worth for a post of a cell with τ days left, w its weight. In each of the N_θ sessions a day of type θ it would
//! gain v_θ·(w − R_θ − W(τ)) as one of the slate, where a place of the slate is worth μ_θ otherwise and R_θ is what the slate as a whole
//! is expected to bring (taking one post means not taking another). It is shown where that gains, so that
//! ```text
//! dW/dτ = Σ_θ N_θ / (1 + V_θ) · max(0, v_θ·(w − R_θ − W(τ)) − μ_θ) − δ·W(τ),     W(0) = 0,
//! ```
//! with V_θ the sum of values on the slate, and δ the haste: a forecast is trusted for about as long as the past that it was made from. This is the worth function of one post in the Lagrangian relaxation of the whole problem
//! (one price μ_θ for the K places of each type), and slates ranked by v·(w − R − W) follow it: an index policy for restless bandits
//! (Whittle, 1988), and the dual prices of the LP of types and groups where lives are long. Near its end a post costs nothing, so it
//! comes to the front by itself; what is scarce costs nearly its weight and is kept for those who care for it.

use crate::cells::{Cell, life_at};
use crate::taste::MATCHES;

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

/// An offer as a line: it comes into play where a match gains more than `from`; the sums are over all offers up to this one.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    from: f64,
    pull: f64,
    drag: f64,
}

#[allow(clippy::too_many_arguments)] // one line for each symbol of the equation above
/// Sets a cell's price curve. `matches`: in what each offer's type matches the cell; `values`: v by match; `haste`: δ per day; `lines` is reused memory.
pub fn set(
    cell: &mut Cell,
    offers: &[Offer],
    matches: &[u8],
    values: &[f64; MATCHES],
    horizon: f64,
    haste: f64,
    lines: &mut Vec<Line>,
) {
    lines.clear();
    lines.extend(offers.iter().zip(matches).filter(|(offer, _)| offer.rate > 0.0).map(|(offer, m)| {
        let v = values.get(usize::from(*m)).copied().unwrap_or(0.0).max(1e-12);
        Line { from: offer.slate + offer.place / v, pull: offer.rate * v / (1.0 + offer.values), drag: 0.0 }
    }));
    lines.sort_unstable_by(|x, y| x.from.total_cmp(&y.from));
    let (mut pull, mut drag) = (0.0, 0.0);
    for line in lines.iter_mut() {
        pull += line.pull;
        drag += line.pull * line.from;
        (line.pull, line.drag) = (pull, drag);
    }
    let weight = cell.weight + cell.lift;
    let (mut gain, mut before) = (weight, 0.0);
    for (point, price) in cell.price.iter_mut().enumerate() {
        let life = life_at(point, horizon);
        gain = decay(gain, weight, haste, life - before, lines);
        before = life;
        *price = weight - gain;
    }
}

/// What w − W has sunk to after some more days of life: exact while the same offers are in play.
fn decay(gain: f64, weight: f64, haste: f64, days: f64, lines: &[Line]) -> f64 {
    let in_play = lines.partition_point(|line| line.from < gain);
    let (pull, drag) = in_play.checked_sub(1).and_then(|last| lines.get(last)).map_or((0.0, 0.0), |line| (line.pull, line.drag));
    let (pull, drag) = (pull + haste, drag + haste * weight);
    let floor = drag / pull;
    floor + (gain - floor) * (-pull * days).exp()
}
