//! A figure and the cohort it is about. Pure.

use qianmo_kernel::{Kind, Millis, Refused, Res};
use std::ops::AddAssign;

/// What was counted over a cohort.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Figure {
    /// Handed in for the first time in the cohort's months.
    pub submitted: i64,
    /// Opened in the cohort's months: the denominator of every rate.
    pub opened: i64,
    /// Of those opened, met by now.
    pub met: i64,
    /// Of those opened, ended without being met.
    pub ended: i64,
    /// Milliseconds from opening to being met, summed over the met ones.
    pub wait_sum: i64,
}

impl AddAssign for Figure {
    fn add_assign(&mut self, other: Figure) {
        self.submitted += other.submitted;
        self.opened += other.opened;
        self.met += other.met;
        self.ended += other.ended;
        self.wait_sum += other.wait_sum;
    }
}

impl Figure {
    /// Of those opened, still neither met nor ended.
    pub fn going_on(&self) -> i64 {
        (self.opened - self.met - self.ended).max(0)
    }

    /// Days from opening to being met, on average over the met ones; `None` when there are none.
    pub fn mean_wait_days(&self) -> Option<i64> {
        (self.met > 0).then(|| (self.wait_sum / self.met + Millis::DAY / 2) / Millis::DAY)
    }
}

/// The months whose requests are counted, as year × 100 + month, both included.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Cohort {
    /// The first month.
    pub from: i64,
    /// The last month.
    pub to: i64,
}

impl Cohort {
    /// Reads `YYYY-MM`; left out, the last month is the present one and the first is eleven months before it. Refused (400) when
    /// it is no month or longer than ten years, and as `aid-months-reversed` when it ends before it begins.
    pub fn parse(from: Option<&str>, to: Option<&str>, this_month: i64) -> Res<Cohort> {
        let bad = || Refused::new(Kind::Malformed, "aid-bad-month");
        let read = |text: Option<&str>| text.filter(|t| !t.is_empty()).map(|t| month(t).ok_or_else(bad)).transpose();
        let to = read(to)?.unwrap_or(this_month);
        let from = read(from)?.unwrap_or_else(|| back(to, 11));
        if from > to {
            return Err(Refused::new(Kind::Malformed, "aid-months-reversed").into());
        }
        if from < back(to, 119) {
            return Err(bad().into());
        }
        Ok(Cohort { from, to })
    }

    /// What everybody is told of: the whole year that a month is in, the present one as far as it has come. Years do not
    /// overlap, so that none can be held against another.
    pub fn year_of(month: i64, this_month: i64) -> Cohort {
        let (from, to) = (month / 100 * 100 + 1, month / 100 * 100 + 12);
        Cohort { from, to: if (from..=to).contains(&this_month) { this_month } else { to } }
    }

    /// Every month of it.
    pub fn months(&self) -> Vec<i64> {
        let mut out = vec![self.from];
        while let Some(last) = out.last().copied().filter(|last| *last < self.to) {
            out.push(if last % 100 >= 12 { (last / 100 + 1) * 100 + 1 } else { last + 1 });
        }
        out
    }
}

/// A month as `YYYY-MM`.
pub fn written(month: i64) -> String {
    format!("{:04}-{:02}", month / 100, month % 100)
}

fn month(text: &str) -> Option<i64> {
    let (year, month) = text.split_once('-')?;
    let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
    (text.len() == 7 && (2000..=2200).contains(&year) && (1..=12).contains(&month)).then_some(year * 100 + month)
}

/// The month that lies so many months before another.
pub(crate) fn back(month: i64, by: i64) -> i64 {
    let count = (month / 100) * 12 + (month % 100 - 1) - by;
    count.div_euclid(12) * 100 + count.rem_euclid(12) + 1
}
