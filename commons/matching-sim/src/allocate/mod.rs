//! The allocator driven by JSON lines, one event each: what `qianmo allocate` does, without the process.
//!
//! A session is answered by one line at once, whatever is refused by one line with the reason; a refused line has changed
//! nothing. Everything else is silent. `docs/domains/matching.md` has the conversation.

mod message;

use crate::lines::{Line, Lines};
use crate::names::{Name, Names};
use message::{Event, parse, short};
use qianmo_matching::{Allocator, Donor, MOST_PLACES, Post, Refusal, Session, Settings};
use std::collections::{HashMap, VecDeque};
use std::io::{self, BufRead, Write};

/// So many sessions are remembered; the oldest is then forgotten, and its id may come again.
const SESSIONS: usize = 200_000;

/// No donor: a post that nobody has taken.
const NOBODY: u32 = u32::MAX;

struct Posted {
    /// The id as the caller wrote it.
    written: Box<str>,
    amount: i64,
    taken_by: u32,
}

/// The state of a conversation.
pub struct Conversation {
    allocator: Allocator,
    /// The latest day that was told.
    day: f64,
    donors: Names,
    /// By donor: what of the budget their posts took.
    spent: Vec<i64>,
    posts: Names,
    posted: Vec<Posted>,
    /// By session: its number, its donor, and whether it was answered.
    sessions: HashMap<Name<'static>, (u64, u32, bool)>,
    /// The oldest first.
    order: VecDeque<Name<'static>>,
    opened: u64,
    purposes: Names,
    areas: Names,
    households: Names,
}

/// What a whole conversation came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines that were read, blank ones included.
    pub lines: u64,
    /// Sessions that had a slate.
    pub slates: u64,
    /// Lines that were refused.
    pub refused: u64,
}

/// Answers every line of `from` until its end or until `end` is said. Each answer is flushed before the next line is read.
///
/// # Errors
/// Whatever reading and writing give.
pub fn converse(from: impl BufRead, mut to: impl Write, settings: Settings) -> io::Result<Tally> {
    let (mut lines, mut conversation) = (Lines::new(from), Conversation::new(settings));
    let (mut answer, mut tally) = (Vec::new(), Tally::default());
    while let Some(line) = lines.read()? {
        answer.clear();
        let heard = conversation.hear(&line, &mut answer);
        tally.lines += 1;
        match heard {
            Ok(Heard::Slate) => tally.slates += 1,
            Ok(Heard::Noted) => continue,
            Ok(Heard::End) => break,
            Err(why) => {
                tally.refused += 1;
                let error = serde_json::json!({ "error": why, "line": lines.number() });
                answer.extend_from_slice(error.to_string().as_bytes());
            }
        }
        answer.push(b'\n');
        to.write_all(&answer)?;
        to.flush()?;
    }
    to.flush()?;
    Ok(tally)
}

/// What a line was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// A session: the answer has its slate.
    Slate,
    /// Something that has no answer; a blank line too.
    Noted,
    /// The caller says no more.
    End,
}

impl Conversation {
    /// Nothing is known yet. A need is met whole: `parts` of the settings is not used.
    pub fn new(settings: Settings) -> Self {
        Conversation {
            allocator: Allocator::new(Settings { parts: false, ..settings }),
            day: 0.0,
            donors: Names::default(),
            spent: Vec::new(),
            posts: Names::default(),
            posted: Vec::new(),
            sessions: HashMap::new(),
            order: VecDeque::new(),
            opened: 0,
            purposes: Names::default(),
            areas: Names::default(),
            households: Names::default(),
        }
    }

    /// Takes one line; a slate is written to `answer`, without the end of the line.
    ///
    /// # Errors
    /// A sentence that says why the line changed nothing.
    pub fn hear(&mut self, line: &Line<'_>, answer: &mut Vec<u8>) -> Result<Heard, String> {
        let line = match line {
            Line::Whole(line) if line.iter().all(u8::is_ascii_whitespace) => return Ok(Heard::Noted),
            Line::Whole(line) => line,
            Line::TooLong => return Err(format!("the line is longer than {} bytes", crate::lines::LONGEST)),
        };
        match parse(line)? {
            Event::End => return Ok(Heard::End),
            Event::Session { id, written, day, donor, k } => {
                self.session(&id, written, day, &donor, k, answer)?;
                return Ok(Heard::Slate);
            }
            Event::Donor { id, purpose, area, budget } => self.donor(&id, purpose.as_ref(), area.as_ref(), budget)?,
            event @ Event::Post { .. } => self.post(&event)?,
            Event::Choice { session, post } => self.choice(&session, post.as_ref())?,
            Event::Lapse { post, day } => self.lapse(&post, day)?,
            Event::Close { post } => {
                let number = self.known_post(&post)?;
                self.allocator.close(u64::from(number)).map_err(|refusal| refusal.to_string())?;
            }
        }
        Ok(Heard::Noted)
    }

    /// A donor declared again has the preferences and the budget of the new line; what their posts took so far is still taken
    /// from it.
    fn donor(
        &mut self,
        id: &Name<'_>,
        purpose: Option<&Name<'_>>,
        area: Option<&Name<'_>>,
        budget: Option<i64>,
    ) -> Result<(), String> {
        let known = self.donors.find(id);
        let number = known.unwrap_or_else(|| self.donors.number(id));
        let purpose = purpose.map(|name| self.purposes.number(name));
        let area = area.map(|name| self.areas.number(name));
        let spent = self.spent.get(number as usize).copied().unwrap_or(0);
        let budget = budget.map(|budget| budget.saturating_sub(spent));
        let donor = Donor { id: u64::from(number), purpose, area, budget, ..Donor::default() };
        if known.is_some() {
            return self.allocator.redeclare(donor).map_err(|refusal| refusal.to_string());
        }
        self.spent.push(0);
        self.allocator.donor(donor).map_err(|refusal| refusal.to_string())
    }

    fn post(&mut self, event: &Event<'_>) -> Result<(), String> {
        let Event::Post { id, written, day, expire, purpose, area, household, amount, weight } = event else { return Ok(()) };
        if self.posts.find(id).is_some() {
            return Err(format!("the post {} is known already", short(written)));
        }
        self.not_back(*day)?;
        if expire <= day {
            return Err(format!("expire is {expire}: it must be after the day, {day}"));
        }
        let number = self.posts.number(id);
        let post = Post {
            id: u64::from(number),
            purpose: self.purposes.number(purpose),
            area: self.areas.number(area),
            // A post that names none is a household of its own: no donor is told to keep off it.
            household: household.as_ref().map_or(u64::MAX, |name| u64::from(self.households.number(name))),
            amount: *amount,
            weight: *weight,
            expire: *expire,
            group: 0,
        };
        self.posted.push(Posted { written: (*written).into(), amount: *amount, taken_by: NOBODY });
        self.allocator.post(*day, post).map_err(|refusal| refusal.to_string())?;
        self.day = *day;
        Ok(())
    }

    fn session(
        &mut self,
        id: &Name<'_>,
        written: &str,
        day: f64,
        donor: &Name<'_>,
        k: usize,
        answer: &mut Vec<u8>,
    ) -> Result<(), String> {
        let donor = self.donors.find(donor).ok_or_else(|| format!("the donor {} is not known", told(donor)))?;
        if self.known_session(id).is_some() {
            return Err(format!("the session {} is known already", short(written)));
        }
        self.not_back(day)?;
        let number = self.opened;
        self.opened += 1;
        let session = Session { id: number, day, donor: u64::from(donor), k: k.min(MOST_PLACES) };
        let slate = self.allocator.session(session).map_err(|refusal| refusal.to_string())?;
        self.order.push_back(id.owned());
        self.sessions.insert(id.owned(), (number, donor, false));
        if self.order.len() > SESSIONS
            && let Some(oldest) = self.order.pop_front()
        {
            self.sessions.remove(&oldest);
        }
        self.day = day;
        answer.extend_from_slice(b"{\"session\":");
        answer.extend_from_slice(written.as_bytes());
        answer.extend_from_slice(b",\"slate\":[");
        for (place, post) in slate.iter().enumerate() {
            if place > 0 {
                answer.push(b',');
            }
            let written = self.posted.get(*post as usize).map_or("null", |posted| &posted.written);
            answer.extend_from_slice(written.as_bytes());
        }
        answer.extend_from_slice(b"]}");
        Ok(())
    }

    fn choice(&mut self, session: &Name<'_>, post: Option<&Name<'_>>) -> Result<(), String> {
        let known = self.known_session(session).ok_or_else(|| format!("the session {} is not known", told(session)))?;
        let (number, donor, answered) = known;
        if answered {
            return Err(format!("the session {} has had its choice", told(session)));
        }
        let taken = post.map(|post| self.known_post(post)).transpose()?;
        self.allocator.choice(number, taken.map(u64::from), None).map_err(|refusal| match (refusal, post) {
            (Refusal::UnknownSession, _) => {
                format!("the session {} has waited too long: too many others were opened since", told(session))
            }
            (Refusal::NotShown, Some(post)) => format!("the post {} was not on the slate of this session", told(post)),
            (Refusal::NotOpen, Some(post)) => {
                let met = taken.is_some_and(|taken| self.posted.get(taken as usize).is_some_and(|p| p.taken_by != NOBODY));
                let why = if met { "was taken meanwhile" } else { "was closed, or has expired" };
                format!("the post {} {why}", told(post))
            }
            (Refusal::OverBudget, Some(post)) => {
                format!("the post {} is dearer than what is left of the donor's budget", told(post))
            }
            (refusal, _) => refusal.to_string(),
        })?;
        if let Some(known) = self.sessions.get_mut(&session.owned()) {
            known.2 = true;
        }
        if let Some(posted) = taken.and_then(|taken| self.posted.get_mut(taken as usize)) {
            posted.taken_by = donor;
            if let Some(spent) = self.spent.get_mut(donor as usize) {
                *spent = spent.saturating_add(posted.amount);
            }
        }
        Ok(())
    }

    /// The donor's budget has the amount again.
    fn lapse(&mut self, post: &Name<'_>, day: f64) -> Result<(), String> {
        let number = self.known_post(post)?;
        let donor = self.posted.get(number as usize).map_or(NOBODY, |posted| posted.taken_by);
        if donor == NOBODY {
            return Err(format!("the post {} is not taken: nothing can lapse", told(post)));
        }
        self.not_back(day)?;
        self.allocator.lapse(day, u64::from(number), Some(u64::from(donor)), None).map_err(|refusal| refusal.to_string())?;
        self.day = day;
        if let Some(posted) = self.posted.get_mut(number as usize) {
            posted.taken_by = NOBODY;
            if let Some(spent) = self.spent.get_mut(donor as usize) {
                *spent = spent.saturating_sub(posted.amount);
            }
        }
        Ok(())
    }

    fn known_session<'n>(&self, id: &Name<'n>) -> Option<(u64, u32, bool)> {
        // Names that are kept are looked up like one that is borrowed from the line.
        let sessions: &HashMap<Name<'n>, (u64, u32, bool)> = &self.sessions;
        sessions.get(id).copied()
    }

    fn known_post(&self, post: &Name<'_>) -> Result<u32, String> {
        self.posts.find(post).ok_or_else(|| format!("the post {} is not known", told(post)))
    }

    fn not_back(&self, day: f64) -> Result<(), String> {
        if day < self.day { Err(format!("day is {day}: it runs back, {} was told before", self.day)) } else { Ok(()) }
    }
}

/// A name in a sentence.
fn told(name: &Name<'_>) -> String {
    match name {
        Name::Whole(whole) => whole.to_string(),
        Name::Odd(digits) => short(digits),
        Name::Text(text) => format!("{:?}", short(text)),
    }
}
