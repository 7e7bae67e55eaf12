//! How often is too often: token buckets in memory, one for each sort of thing and source.

use qianmo_kernel::{Clock, Kind, Refused, Res};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Buckets kept at the most; when there are more, full ones (which say nothing) are dropped.
const MOST: usize = 100_000;

struct Bucket {
    tokens: f64,
    at: i64,
    per_minute: f64,
}

/// Counts what is done too often. In memory: every serving process counts for itself, and a restart forgets.
pub struct Limiter {
    clock: Arc<dyn Clock>,
    buckets: Mutex<HashMap<(&'static str, String), Bucket>>,
}

impl Bucket {
    /// What time has brought since it was looked at last.
    fn fill(&mut self, now: i64) {
        self.tokens = (self.tokens + (now - self.at).max(0) as f64 / 60_000.0 * self.per_minute).min(self.per_minute);
        self.at = now;
    }

    /// Refuses when there is not a whole token in it.
    fn check(&self) -> Res<()> {
        if self.tokens >= 1.0 {
            return Ok(());
        }
        let wait = ((1.0 - self.tokens) * 60.0 / self.per_minute).ceil() as u64;
        Err(Refused::new(Kind::TooOften, "web-too-often").arg("seconds", wait).retry_after(wait).into())
    }
}

impl Limiter {
    /// A limiter that counts by this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Limiter { clock, buckets: Mutex::default() }
    }

    /// Takes one token; refused (429) when there is none.
    pub fn take(&self, what: &'static str, who: &str, per_minute: u32) -> Res<()> {
        let now = self.clock.now().0;
        let rate = f64::from(per_minute.max(1));
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, b| b.tokens + (now - b.at) as f64 / 60_000.0 * b.per_minute < b.per_minute);
        }
        let bucket = buckets.entry((what, who.to_owned())).or_insert(Bucket { tokens: rate, at: now, per_minute: rate });
        bucket.fill(now);
        bucket.check()?;
        bucket.tokens -= 1.0;
        Ok(())
    }

    /// Refuses (429) when there is no token, and takes none: for what is only counted once it is known how it ended.
    pub fn look(&self, what: &'static str, who: &str) -> Res<()> {
        let now = self.clock.now().0;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        // Of what was never counted there is no bucket, and none is made.
        let Some(bucket) = buckets.get_mut(&(what, who.to_owned())) else { return Ok(()) };
        bucket.fill(now);
        bucket.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::{ManualClock, Millis};

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let clock = Arc::new(ManualClock::at(Millis(0)));
        let limiter = Limiter::new(clock.clone());
        for _ in 0..3 {
            limiter.take("code", "a", 3).unwrap();
        }
        assert!(limiter.take("code", "a", 3).is_err());
        limiter.take("code", "b", 3).unwrap();
        clock.advance(20_000);
        limiter.take("code", "a", 3).unwrap();
        assert!(limiter.take("code", "a", 3).is_err());
    }

    #[test]
    fn looking_takes_nothing() {
        let clock = Arc::new(ManualClock::at(Millis(0)));
        let limiter = Limiter::new(clock.clone());
        limiter.look("code", "a").unwrap();
        limiter.take("code", "a", 2).unwrap();
        for _ in 0..3 {
            limiter.look("code", "a").unwrap();
        }
        limiter.take("code", "a", 2).unwrap();
        assert!(limiter.look("code", "a").is_err());
        limiter.look("code", "b").unwrap();
        clock.advance(30_000);
        limiter.look("code", "a").unwrap();
    }
}
