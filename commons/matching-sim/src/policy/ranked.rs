//! Greedy and Balance: donors see what scores highest for them, group by group, the newest of a group first.
//!
//! Both are given the **true** tastes, so that they are harder to beat than anything that has to learn them. Balance multiplies the taste
//! by 1 − e^(−remaining/arrived) of the post's group (purpose × area), the discount of Golrezaei, Nazerzadeh and Rusmevichientong
//! (2014): what runs out is kept for those who care for it most.

use super::Policy;
use crate::instance::Instance;
use std::collections::BTreeSet;

/// By which score posts are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    Taste,
    TasteTimesStock,
}

/// A ranking by groups.
pub struct Ranked<'a> {
    instance: &'a Instance,
    score: Score,
    areas: usize,
    /// Open posts by group; numbers grow with the day of arrival.
    stock: Vec<BTreeSet<u32>>,
    arrived: Vec<u32>,
    left: Vec<i64>,
    budget: Vec<i64>,
    scores: Vec<(f64, u32)>,
}

/// Builds [`Ranked`] by taste.
pub struct Greedy;
/// Builds [`Ranked`] by taste × (1 − e^(−remaining/arrived)).
pub struct Balance;

impl Greedy {
    pub fn over(instance: &Instance) -> Ranked<'_> {
        Ranked::new(instance, Score::Taste)
    }
}

impl Balance {
    pub fn over(instance: &Instance) -> Ranked<'_> {
        Ranked::new(instance, Score::TasteTimesStock)
    }
}

impl<'a> Ranked<'a> {
    fn new(instance: &'a Instance, score: Score) -> Self {
        let (areas, groups) = (instance.areas() as usize, (instance.areas() * instance.purposes()) as usize);
        Ranked {
            instance,
            score,
            areas,
            stock: vec![BTreeSet::new(); groups],
            arrived: vec![0; groups],
            left: instance.posts.iter().map(|p| p.amount).collect(),
            budget: instance.donors.iter().map(|d| d.budget.unwrap_or(i64::MAX)).collect(),
            scores: Vec::new(),
        }
    }

    fn group(&self, post: u32) -> usize {
        let post = &self.instance.posts[post as usize];
        post.purpose as usize * self.areas + post.area as usize
    }
}

impl Policy for Ranked<'_> {
    fn name(&self) -> &str {
        match self.score {
            Score::Taste => "greedy",
            Score::TasteTimesStock => "balance",
        }
    }

    fn post(&mut self, _: f64, post: u32) {
        let group = self.group(post);
        self.stock[group].insert(post);
        self.arrived[group] += 1;
    }

    fn slate(&mut self, _: f64, _: usize, donor: u32, slate: &mut Vec<u32>) {
        let (model, budget) = (&self.instance.model, self.budget[donor as usize]);
        let donor = &self.instance.donors[donor as usize];
        if budget <= 0 {
            return;
        }
        self.scores.clear();
        for (group, stock) in self.stock.iter().enumerate() {
            if stock.is_empty() {
                continue;
            }
            let value = model.value(donor.purpose, donor.area, (group / self.areas) as u32, (group % self.areas) as u32);
            let rest = stock.len() as f64 / f64::from(self.arrived[group]);
            let score = if self.score == Score::Taste { value } else { value * (1.0 - (-rest).exp()) };
            self.scores.push((score, group as u32));
        }
        let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        // Every group shows at least one post or none fits, so that the first K groups are mostly enough.
        if self.scores.len() > 4 * model.k && budget == i64::MAX {
            self.scores.select_nth_unstable_by(4 * model.k, order);
            self.scores.truncate(4 * model.k);
        }
        self.scores.sort_unstable_by(order);
        let mut at = 0;
        while slate.len() < model.k && at < self.scores.len() {
            // Groups of the same score are one pool: the newest over all of them.
            let same = self.scores[at..].iter().take_while(|s| s.0 == self.scores[at].0).count();
            let fits = |p: &&u32| model.split_cash < 1.0 || self.left[**p as usize] <= budget;
            let mut pool: Vec<u32> = Vec::new();
            for (_, group) in &self.scores[at..at + same] {
                pool.extend(self.stock[*group as usize].iter().rev().filter(fits).take(model.k));
            }
            pool.sort_unstable_by(|a, b| b.cmp(a));
            slate.extend(pool.iter().take(model.k - slate.len()));
            at += same;
        }
    }

    fn outcome(&mut self, _: f64, _: usize, donor: u32, chosen: Option<(u32, i64)>) {
        if let Some((post, gift)) = chosen {
            self.left[post as usize] -= gift;
            if self.budget[donor as usize] != i64::MAX {
                self.budget[donor as usize] -= gift;
            }
            if self.left[post as usize] <= 0 {
                let group = self.group(post);
                self.stock[group].remove(&post);
            }
        }
    }

    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64) {
        self.left[post as usize] += gift;
        if self.budget[donor as usize] != i64::MAX {
            self.budget[donor as usize] += gift;
        }
        if self.instance.posts[post as usize].expire > day {
            let group = self.group(post);
            self.stock[group].insert(post);
        }
    }

    fn close(&mut self, _: f64, post: u32) {
        let group = self.group(post);
        self.stock[group].remove(&post);
    }
}
