//! What the allocator is told: donors, posts, sessions, and what became of them. Ids are the caller's own numbers.

/// A donor as they declared themselves.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Donor {
    pub id: u64,
    /// The purpose they care for; none: no preference.
    pub purpose: Option<u32>,
    /// Their home area; none: no preference. The caller chooses the level of the area tree, the same as for posts.
    pub area: Option<u32>,
    /// What they give in all, in minor units; none: no limit.
    pub budget: Option<i64>,
    /// Households whose posts they are never shown: their own, relatives', those they review or help.
    pub not_for: Vec<u64>,
    /// They turned personal order off: newest first.
    pub newest_first: bool,
}

/// A need that is open to donors.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    pub id: u64,
    pub purpose: u32,
    pub area: u32,
    pub household: u64,
    /// What is asked for, in minor units or whole items; over 0.
    pub amount: i64,
    /// What one such post counts against others; over 0, usually 1.
    pub weight: f64,
    /// Day from which it can no longer be met.
    pub expire: f64,
    /// A group that floors watch beside the area (age, disability, language …), named by the caller; 0: none.
    pub group: u32,
}

/// A donor comes, and is to be shown posts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Session {
    pub id: u64,
    pub day: f64,
    pub donor: u64,
    /// Most posts to be shown.
    pub k: usize,
}

/// Why an event changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    UnknownDonor,
    UnknownPost,
    UnknownSession,
    /// The id is in use, or was.
    Known,
    /// Time does not run back, and is a finite number of days from 0.
    Day,
    /// An amount, weight or number of places that cannot be.
    Number,
    /// The post was not on that session's slate.
    NotShown,
    /// The post is not open (met, closed, or past its last day), or has less left than the gift.
    NotOpen,
    /// The gift is more than is left of the donor's budget.
    OverBudget,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Refusal::UnknownDonor => "unknown donor",
            Refusal::UnknownPost => "unknown post",
            Refusal::UnknownSession => "unknown session",
            Refusal::Known => "the id is known already",
            Refusal::Day => "the day runs back or is not a day",
            Refusal::Number => "a number is out of range",
            Refusal::NotShown => "the post was not on this slate",
            Refusal::NotOpen => "the post is not open for this gift",
            Refusal::OverBudget => "the gift is more than the donor's budget",
        })
    }
}

impl std::error::Error for Refusal {}
