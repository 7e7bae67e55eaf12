//! Greedy and Balance: donors see what scores highest for them, group by group, the newest of a group first.
//!
//! Both are given the **true** tastes, so that they are harder to beat than anything that has to learn them. Balance multiplies
//! the taste by 1 − e^(−remaining/arrived) of the post's group (purpose × area), the discount of Golrezaei, Nazerzadeh and
//! Rusmevichientong (2014): what runs out is kept for those who care for it most.

use super::Policy;
use super::books::Books;
use crate::instance::Instance;
use std::collections::{BTreeMap, BTreeSet};

/// By which score posts are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    Taste,
    TasteTimesStock,
}

/// No post: the newest of a group that has none.
const NONE_OPEN: u32 = u32::MAX;

/// Posts of the same purpose and area.
struct Group {
    purpose: u32,
    area: u32,
    /// Open posts; numbers grow with the day of arrival.
    stock: BTreeSet<u32>,
    newest: u32,
    arrived: u32,
    /// By what Balance multiplies a taste; 1 for greedy.
    discount: f64,
}

/// A ranking by groups.
pub struct Ranked<'a> {
    instance: &'a Instance,
    score: Score,
    /// Groups that have posts, by purpose and area, and the group of each post.
    groups: Vec<Group>,
    group_of: Vec<u32>,
    books: Books,
    values: [f64; 4],
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
        let keys: BTreeSet<(u32, u32)> = instance.posts.iter().map(|p| (p.purpose, p.area)).collect();
        let numbers: BTreeMap<(u32, u32), u32> = keys.iter().copied().zip(0..).collect();
        let group = |(purpose, area): (u32, u32)| Group {
            purpose,
            area,
            stock: BTreeSet::new(),
            newest: NONE_OPEN,
            arrived: 0,
            discount: 1.0,
        };
        Ranked {
            instance,
            score,
            groups: keys.into_iter().map(group).collect(),
            group_of: instance.posts.iter().map(|p| numbers.get(&(p.purpose, p.area)).copied().unwrap_or(0)).collect(),
            books: Books::new(instance),
            values: instance.model.values().0,
            scores: Vec::new(),
        }
    }

    /// Changes what is open in the group of a post.
    fn change(&mut self, post: u32, how: impl Fn(&mut Group)) {
        let group = &mut self.groups[self.group_of[post as usize] as usize];
        how(group);
        group.newest = group.stock.last().copied().unwrap_or(NONE_OPEN);
        if self.score == Score::TasteTimesStock {
            group.discount = 1.0 - (-(group.stock.len() as f64 / f64::from(group.arrived))).exp();
        }
    }

    /// Fills a slate from the scores, the highest first. Groups of the same score are one pool: the newest over all of them.
    fn fill(&mut self, budget: i64, slate: &mut Vec<u32>) {
        let mut scores = std::mem::take(&mut self.scores);
        let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        // Every group has at least one post, so that the first K groups are enough unless a budget is too small for some.
        let mut sorted = (4 * self.instance.model.k).min(scores.len());
        if sorted < scores.len() {
            scores.select_nth_unstable_by(sorted, order);
        }
        scores[..sorted].sort_unstable_by(order);
        let mut at = 0;
        while slate.len() < self.instance.model.k && at < scores.len() {
            if at == sorted {
                sorted = scores.len();
                scores[at..].sort_unstable_by(order);
            }
            let best = scores[at].0;
            let mut end = at + scores[at..sorted].iter().take_while(|s| s.0 == best).count();
            if end == sorted {
                // More of the same score may stand among those that are not sorted.
                let further = end;
                for i in further..scores.len() {
                    if scores[i].0 == best {
                        scores.swap(i, end);
                        end += 1;
                    }
                }
                sorted = end;
            }
            self.newest_of(&scores[at..end], budget, slate);
            at = end;
        }
        self.scores = scores;
    }

    /// The newest posts of some groups that the donor can pay for, the newest first, added to the slate.
    fn newest_of(&self, pool: &[(f64, u32)], budget: i64, slate: &mut Vec<u32>) {
        let room = self.instance.model.k.saturating_sub(slate.len());
        let fits = |post: &&u32| self.books.pays(budget, **post);
        let mut heads: Vec<(u32, u32)> = Vec::with_capacity(pool.len());
        for (_, number) in pool {
            let group = &self.groups[*number as usize];
            let head = if budget == i64::MAX { Some(group.newest) } else { group.stock.iter().rev().find(fits).copied() };
            heads.extend(head.map(|post| (post, *number)));
        }
        // What is among the newest of all is in one of the groups whose own newest are.
        if heads.len() > room && room > 0 {
            heads.select_nth_unstable_by(room - 1, |a, b| b.cmp(a));
            heads.truncate(room);
        }
        let mut posts: Vec<u32> = Vec::new();
        for (_, number) in heads {
            posts.extend(self.groups[number as usize].stock.iter().rev().filter(fits).take(room));
        }
        posts.sort_unstable_by(|a, b| b.cmp(a));
        slate.extend(posts.iter().take(room));
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
        self.change(post, |group| {
            group.stock.insert(post);
            group.arrived += 1;
        });
    }

    fn slate(&mut self, _: f64, _: usize, donor: u32, slate: &mut Vec<u32>) {
        let budget = self.books.budget(donor);
        let donor = &self.instance.donors[donor as usize];
        if budget <= 0 {
            return;
        }
        self.scores.clear();
        for (group, number) in self.groups.iter().zip(0..) {
            if group.newest != NONE_OPEN {
                let same = usize::from(group.purpose == donor.purpose) | usize::from(group.area == donor.area) << 1;
                self.scores.push((self.values[same] * group.discount, number));
            }
        }
        self.fill(budget, slate);
    }

    fn outcome(&mut self, _: f64, _: usize, donor: u32, chosen: Option<(u32, i64)>) {
        if let Some((post, gift)) = chosen
            && self.books.give(donor, post, gift)
        {
            self.change(post, |group| {
                group.stock.remove(&post);
            });
        }
    }

    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64) {
        self.books.lapse(donor, post, gift);
        if self.instance.posts[post as usize].expire > day {
            self.change(post, |group| {
                group.stock.insert(post);
            });
        }
    }

    fn close(&mut self, _: f64, post: u32) {
        self.change(post, |group| {
            group.stock.remove(&post);
        });
    }
}
