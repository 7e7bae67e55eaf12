//! An instance: posts, donors, sessions and the model by which donors choose.

use crate::choice::Model;

/// Stands for "no preference" of purpose or area.
pub const NONE: u32 = u32::MAX;

/// A need as it is posted.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Its number in the order in which it was drawn or read.
    pub id: u64,
    /// Day it is posted, and day from which it can no longer be met.
    pub arrive: f64,
    pub expire: f64,
    pub purpose: u32,
    pub area: u32,
    pub household: u64,
    /// In minor units of the currency, over 0.
    pub amount: i64,
    /// What one such post counts, over 0.
    pub weight: f64,
}

/// A donor as they declared themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct Donor {
    pub id: u64,
    /// [`NONE`] where they have no preference.
    pub purpose: u32,
    pub area: u32,
    /// What they give in all, in minor units; none without a limit.
    pub budget: Option<i64>,
}

/// A donor comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Session {
    pub day: f64,
    /// Index into the donors.
    pub donor: u32,
}

/// Everything that a run needs. Posts are sorted by arrival, sessions by day.
#[derive(Debug, Clone)]
pub struct Instance {
    pub posts: Vec<Post>,
    pub donors: Vec<Donor>,
    pub sessions: Vec<Session>,
    pub model: Model,
}

impl Instance {
    /// One above the largest purpose that a post has.
    pub fn purposes(&self) -> u32 {
        self.posts.iter().map(|p| p.purpose + 1).max().unwrap_or(0)
    }

    /// One above the largest area that a post has.
    pub fn areas(&self) -> u32 {
        self.posts.iter().map(|p| p.area + 1).max().unwrap_or(0)
    }

    /// The day of the last session or arrival.
    pub fn last_day(&self) -> f64 {
        let session = self.sessions.last().map_or(0.0, |session| session.day);
        self.posts.last().map_or(session, |post| session.max(post.arrive))
    }
}
