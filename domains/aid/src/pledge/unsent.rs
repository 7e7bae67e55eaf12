//! Goods that a donor has promised and not sent: which pledges count, what can be done about it, and from which day on the next one is
//! taken. How many there may be is the command's to check.

use super::GOODS_COUNTDOWN;
use super::store::counties_of;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, Kind, Millis, Refused, Res};

qianmo_db::sql! {
    const COUNTED = "SELECT accepted_at, due_at, ended_at FROM aid_pledge WHERE county = $1 AND donor = $2 AND gift = 'goods' \
         AND (state = 'pledged' OR (state IN ('cancelled', 'lapsed', 'failed') AND ended_at > $3))";
}

/// Those of a donor's pledges that count, over all counties.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Counted {
    /// Open, and nobody has accepted the donor yet.
    waiting: i64,
    /// Open and accepted: they can be sent.
    ready: i64,
    /// Lapsed, taken back, or lost on the way.
    ended: i64,
    /// When each of them ceases to count by itself, at the latest.
    free_at: Vec<Millis>,
}

impl Counted {
    fn add(&mut self, accepted_at: Option<Millis>, due_at: Option<Millis>, ended_at: Option<Millis>, now: Millis) {
        match (ended_at, accepted_at) {
            (Some(_), _) => self.ended += 1,
            (None, Some(_)) => self.ready += 1,
            (None, None) => self.waiting += 1,
        }
        // What is open lapses when its countdown is over, and counts for as long again from then on.
        self.free_at.push(ended_at.or(due_at).unwrap_or(now) + GOODS_COUNTDOWN);
    }

    /// How many they are.
    pub(super) const fn number(&self) -> i64 {
        self.waiting + self.ready + self.ended
    }

    /// The refusal of one more to somebody who has `most` of them.
    pub(super) fn refusal(&self, most: i64, now: Millis) -> Refused {
        let day = self.next(most, now);
        let wait = ((day.0 - now.0 + 999) / 1_000).max(1);
        Refused::new(Kind::Conflict, "aid-pledge-many-open")
            .arg("most", most)
            .arg("open", self.waiting + self.ready)
            .arg("ended", self.ended)
            .arg("can", self.can())
            .arg("day", day)
            .retry_after(u64::try_from(wait).unwrap_or(1))
    }

    /// When fewer than `most` of them count.
    fn next(&self, most: i64, now: Millis) -> Millis {
        let mut free_at = self.free_at.clone();
        free_at.sort_unstable();
        let at = usize::try_from(self.number() - most).unwrap_or(0);
        free_at.get(at).copied().unwrap_or(now)
    }

    /// What its donor can do: send one; see to it that one is accepted, and send it; nothing but wait.
    const fn can(&self) -> &'static str {
        match (self.ready, self.waiting) {
            (1.., _) => "send",
            (_, 1..) => "wait",
            _ => "nothing",
        }
    }
}

/// A donor's pledges of goods that are not sent yet, over all counties; those included that came to nothing since then, taken back, lapsed
/// or lost on the way: whoever pledges and takes back in turns, or says of goods that never were that they are sent and lost, would keep
/// requests shut for ever. What is under way does not count.
pub(super) fn of(tx: &mut Tx<'_>, donor: Id, since: Millis) -> Res<Counted> {
    let (now, mut counted) = (tx.now(), Counted::default());
    for county in counties_of(tx, donor)? {
        let read = tx.query(COUNTED, params![county, donor, since], |row| {
            Ok((row.opt_millis(0)?, row.opt_millis(1)?, row.opt_millis(2)?))
        })?;
        for (accepted_at, due_at, ended_at) in read {
            counted.add(accepted_at, due_at, ended_at, now);
        }
    }
    Ok(counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_591_012_800_000);

    #[test]
    fn what_is_told_is_what_counts_and_the_first_that_ceases_to() {
        let mut counted = Counted::default();
        counted.add(None, Some(NOW + 2 * Millis::DAY), None, NOW);
        assert_eq!((counted.can(), counted.next(1, NOW)), ("wait", NOW + 9 * Millis::DAY), "it lapses, and counts for a week more");
        counted.add(Some(NOW), None, Some(NOW - Millis::DAY), NOW);
        assert_eq!((counted.waiting, counted.ready, counted.ended), (1, 0, 1));
        assert_eq!(counted.next(2, NOW), NOW + 6 * Millis::DAY);
        assert_eq!(counted.next(1, NOW), NOW + 9 * Millis::DAY, "two have to go before one is taken");
        counted.add(Some(NOW), Some(NOW + 7 * Millis::DAY), None, NOW);
        assert_eq!(counted.can(), "send");
        assert_eq!((Counted::default().can(), Counted::default().next(3, NOW)), ("nothing", NOW));
    }
}
