//! Draws that the generator and the choice model need, all from one seeded stream.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

/// A seeded stream of chance: the same seed, the same draws on every machine.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// From a seed and the name of what it is used for, so that one use does not shift another.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Chance(rng)
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in 0 .. `below`; 0 where `below` is 0. The bias of the multiplication is under 2⁻³² for what is drawn here.
    pub fn below(&mut self, below: usize) -> usize {
        ((u128::from(self.0.next_u64()) * below as u128) >> 64) as usize
    }

    /// Standard normal, by Box and Muller.
    pub fn normal(&mut self) -> f64 {
        let u = 1.0 - self.unit();
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Fisher and Yates.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// Walker's alias table: draws an index in proportion to its weight, in constant time.
pub struct Alias {
    keep: Vec<f64>,
    other: Vec<u32>,
}

impl Alias {
    /// Weights must be finite and not negative, with a sum above 0.
    pub fn new(weights: &[f64]) -> Self {
        let n = weights.len();
        let sum: f64 = weights.iter().sum();
        let mut keep: Vec<f64> = weights.iter().map(|w| w * n as f64 / sum).collect();
        let mut other: Vec<u32> = (0..n as u32).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|&i| keep[i] < 1.0);
        while let (Some(s), Some(&l)) = (small.pop(), large.last()) {
            other[s] = l as u32;
            keep[l] -= 1.0 - keep[s];
            if keep[l] < 1.0 {
                large.pop();
                small.push(l);
            }
        }
        Alias { keep, other }
    }

    /// An index in 0 .. number of weights.
    pub fn draw(&self, chance: &mut Chance) -> usize {
        let i = chance.below(self.keep.len());
        if chance.unit() < self.keep[i] { i } else { self.other[i] as usize }
    }
}

/// The weights of Zipf's law of exponent `s` over `n` ranks, with the ranks shuffled.
pub fn shuffled_zipf(n: usize, s: f64, chance: &mut Chance) -> Vec<f64> {
    let mut weights: Vec<f64> = (1..=n).map(|rank| (rank as f64).powf(-s)).collect();
    chance.shuffle(&mut weights);
    weights
}
