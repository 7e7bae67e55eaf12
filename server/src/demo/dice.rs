//! Draws for the demo world: the same seed, stream and number always draw the same, whatever was drawn before elsewhere.
//! Not for secrets; those come from the vault's own chance.

/// A stream of draws.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The draws of thing number `index` of a stream such as `"household"`.
    pub fn of(seed: u64, stream: &str, index: u64) -> Dice {
        let mut state = seed ^ 0x9e37_79b9_7f4a_7c15;
        for byte in stream.bytes() {
            state = mix(state ^ u64::from(byte));
        }
        Dice(mix(state ^ mix(index)))
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// From 0 up to, not including, `below`; 0 when that is 0. The bias of so small numbers is far below what a story shows.
    pub fn below(&mut self, below: usize) -> usize {
        ((u128::from(self.bits()) * below as u128) >> 64) as usize
    }

    /// From `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = usize::try_from(to.saturating_sub(from).saturating_add(1)).unwrap_or(1);
        from + self.below(width) as i64
    }

    /// Whether something happens that happens so many times in a thousand.
    pub fn in_thousand(&mut self, times: usize) -> bool {
        self.below(1_000) < times
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of several; the default when there is none.
    pub fn pick<T: Copy + Default>(&mut self, of: &[T]) -> T {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }

    /// A number below `below`, small ones far likelier: the second half as often as the first divided by about `2^steep`.
    pub fn skewed(&mut self, below: usize, steep: i32) -> usize {
        let at = self.share().powi(steep.max(1)) * below as f64;
        (at as usize).min(below.saturating_sub(1))
    }

    /// The position of a weight, each as likely as it weighs.
    pub fn weighed(&mut self, weights: &[u32]) -> usize {
        let sum: usize = weights.iter().map(|w| *w as usize).sum();
        let mut left = self.below(sum);
        for (at, weight) in weights.iter().enumerate() {
            let weight = *weight as usize;
            if left < weight {
                return at;
            }
            left -= weight;
        }
        0
    }
}

/// SplitMix64's finaliser.
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_always_draws_the_same() {
        let draw = |seed, stream, index| Dice::of(seed, stream, index).bits();
        assert_eq!(draw(7, "a", 1), draw(7, "a", 1));
        assert_ne!(draw(7, "a", 1), draw(7, "a", 2));
        assert_ne!(draw(7, "a", 1), draw(7, "b", 1));
        assert_ne!(draw(7, "a", 1), draw(8, "a", 1));
    }

    #[test]
    fn draws_stay_in_bounds_and_lean_as_they_should() {
        let mut dice = Dice::of(1, "t", 0);
        let mut low = 0;
        for _ in 0..10_000 {
            assert!(dice.below(7) < 7);
            assert!((-3..=4).contains(&dice.between(-3, 4)));
            low += usize::from(dice.skewed(1_000, 3) < 125);
            assert!(dice.weighed(&[0, 5, 1]) > 0);
        }
        assert!((4_700..5_300).contains(&low), "{low}");
        assert_eq!(dice.below(0), 0);
    }
}
