//! Chance: handed in like time, so that a test or a demo world can be made again from its seed.

use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng};
use std::sync::Mutex;

/// Where randomness comes from. The program's own is seeded from the operating system at start.
pub trait Rng: Send + Sync {
    /// Fills the slice with random bytes fit for keys and codes.
    fn fill(&self, bytes: &mut [u8]);

    /// A number from 0 up to, not including, `below` (which must be over 0), without bias.
    fn below(&self, below: u64) -> u64 {
        let below = below.max(1);
        // Numbers from the uneven tail would make small results likelier: draw again.
        let zone = u64::MAX - u64::MAX % below;
        loop {
            let mut bytes = [0u8; 8];
            self.fill(&mut bytes);
            let drawn = u64::from_le_bytes(bytes);
            if drawn < zone {
                return drawn % below;
            }
        }
    }
}

/// ChaCha12, either seeded from outside (the program) or from a number (tests, demo world).
pub struct Chance(Mutex<ChaCha12Rng>);

impl Chance {
    /// From 32 bytes that the operating system gave.
    pub fn from_entropy(seed: [u8; 32]) -> Self {
        Chance(Mutex::new(ChaCha12Rng::from_seed(seed)))
    }

    /// From a number: the same number, the same chance.
    pub fn seeded(seed: u64) -> Self {
        Chance(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))
    }
}

impl Rng for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        let mut rng = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        rng.fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_stays_below() {
        let (a, b) = (Chance::seeded(5), Chance::seeded(5));
        for _ in 0..1_000 {
            let drawn = a.below(7);
            assert!(drawn < 7);
            assert_eq!(drawn, b.below(7));
        }
    }
}
