//! What becomes of every request, and when: drawn ahead from the seed, so that a story can be told in the order of time and
//! comes out the same every time. What would lie after the world's present is left out; so some of everything is under way.

use super::dice::Dice;
use super::gifts::{self, Gift};
use super::people;
use super::stages;
use super::texts::{self, Asked, Told, Wish};
use qianmo_aid::request::{OPEN_FOR, RETURNED_FOR};
use qianmo_kernel::Millis;

/// Minutes, the unit in which a life is drawn.
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// How long an open request asks, and a returned one waits.
const OPEN: i64 = OPEN_FOR / Millis::MINUTE;
const RETURNED: i64 = RETURNED_FOR / Millis::MINUTE;
/// So long after its time is over whoever ends requests comes by. A reviewer who reads the household's record before deciding
/// decides up to three minutes later than is drawn here, and only then does the time begin.
const ENDED_AFTER: (i64, i64) = (4, 9);
/// How many requests one household makes at the most.
const MOST_OF_ONE: usize = 4;

/// Something that somebody does about a request.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// The publisher writes a draft.
    Draft,
    /// The publisher hands it in.
    Submit,
    /// A reviewer of the township looks.
    Look(Verdict),
    /// A reviewer of the county looks again, where the amount needs it.
    SecondLook,
    /// The publisher mends what was returned and hands it in again.
    Mend,
    /// The publisher appeals against a refusal.
    Appeal,
    /// Reviewers of the county decide on the appeal.
    Judge {
        /// Whether it becomes public after all.
        granted: bool,
    },
    /// So many people look at it.
    Seen(u8),
    /// A donor promises gift number so and so and, if it is money, pays.
    Give(u8),
    /// The same, but the first payment does not work.
    GiveAtSecondTry(u8),
    /// A donor promises and does no more.
    Promise(u8),
    /// The promise lapses.
    Lapse(u8),
    /// The donor takes the promise back.
    Cancel(u8),
    /// The donor sends goods.
    Send(u8),
    /// The donor says they are there.
    There(u8),
    /// The household or a witness confirms goods.
    Receive(u8),
    /// Not as promised.
    Dispute(u8),
    /// An officer prepares the payout of a part.
    Prepare(u8),
    /// Another officer approves it.
    Approve(u8),
    /// The provider pays it.
    PayOut(u8),
    /// The household or a witness confirms it.
    Confirm(u8),
    /// The household or the publisher says thanks.
    Thank,
    /// Says how it goes on.
    Update,
    /// Tells its story.
    Tell,
    /// Takes the request back.
    Withdraw,
    /// An officer stops it.
    Close,
    /// An officer finds that its first part cannot be delivered.
    Fail,
    /// It has asked long enough.
    Expire,
    /// The provider gives money back.
    Refund,
    /// Somebody reports it.
    Report,
}

/// What a reviewer says.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It fits.
    Approve,
    /// It goes back.
    Return,
    /// It does not fit.
    Refuse,
}

/// How a request ends if time allows.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Course {
    /// Stays a draft.
    Kept,
    /// Refused, perhaps appealed in vain.
    Refused,
    /// Returned and left lying.
    Left,
    /// Everything arrives.
    Met,
    /// Time runs out, with or without some gifts.
    Unmet,
    /// Taken back.
    Withdrawn,
    /// Cannot be delivered.
    Failed,
    /// Stopped by an officer.
    Closed,
}

/// A request and its life.
#[derive(Clone, Debug)]
pub struct Life {
    /// Whose.
    pub household: u32,
    /// What it says.
    pub told: Told,
    /// What is given for it.
    pub gifts: Vec<Gift>,
    /// What happens, in order, at which moment.
    pub deeds: Vec<(Millis, Deed)>,
}

/// A life as it is drawn: minutes since the draft was begun.
pub(super) struct Drawn {
    told: Told,
    pub(super) gifts: Vec<Gift>,
    pub(super) deeds: Vec<(i64, Deed)>,
    opened: Option<i64>,
    met: Option<i64>,
}

/// How many people, of what and until when.
#[derive(Copy, Clone, Debug)]
pub struct Scope {
    /// The seed.
    pub seed: u64,
    /// The world's present.
    pub now: Millis,
    /// Requests in all.
    pub requests: usize,
    /// Households that ask, numbered from 0.
    pub households: usize,
    /// Donors to draw from.
    pub donors: usize,
    /// Days back to the first request.
    pub days: i64,
    /// Of a thousand opened requests so many are met at the present.
    pub met_in_thousand: usize,
}

/// Draws all lives. `shown` are households of which each gets one request of every kind that waits for somebody, so that every role has
/// something to do there.
pub fn lives(scope: &Scope, shown: &[Vec<u32>]) -> Vec<Life> {
    let mut lives = stages::lives(scope, shown);
    let first = lives.len();
    let mut asked_before: Vec<Vec<&'static str>> = vec![Vec::new(); scope.households];
    for life in &lives {
        if let Some(before) = asked_before.get_mut(life.household as usize) {
            before.push(life.told.purpose);
        }
    }
    let mut drawn: Vec<(u32, i64, f64, Drawn, Drawn)> = Vec::new();
    for number in first..scope.requests {
        let mut dice = Dice::of(scope.seed, "life", number as u64);
        // Most households ask once, some twice or three times, each time for something else. Whoever has asked often enough
        // leaves it to the next one, so that there are as many requests as were wanted.
        let drawn_first = dice.below(scope.households);
        let few = |household: &usize| asked_before.get(*household).is_some_and(|before| before.len() < MOST_OF_ONE);
        let Some(household) = (drawn_first..scope.households).chain(0..drawn_first).find(few) else { break };
        let but = asked_before.get(household).cloned().unwrap_or_default();
        let ages = people::ages_of(scope.seed, household);
        let Some(told) = texts::tell(scope.seed, number, Wish::Any, &ages, &but) else { break };
        if let Some(before) = asked_before.get_mut(household) {
            before.push(told.purpose);
        }
        // More and more requests come as the year goes on.
        let back = (1.0 - dice.share().powf(0.65)) * (scope.days * DAY) as f64;
        let other = other_course(&mut dice);
        let luck = dice.share();
        let met = draw(scope, number, told.clone(), Course::Met);
        let otherwise = draw(scope, number, told, other);
        drawn.push((household as u32, back as i64, luck, met, otherwise));
    }
    let threshold = threshold(scope, &drawn, &lives);
    for (household, back, luck, met, otherwise) in drawn {
        let opens = otherwise.opened.is_some() || luck < threshold;
        let chosen = if opens && luck < threshold { met } else { otherwise };
        lives.push(place(scope, household, scope.now - back * Millis::MINUTE, chosen));
    }
    lives
}

/// What becomes of a request that is not met.
fn other_course(dice: &mut Dice) -> Course {
    match dice.below(1_000) {
        0..12 => Course::Kept,
        12..62 => Course::Refused,
        62..74 => Course::Left,
        74..112 => Course::Withdrawn,
        112..120 => Course::Failed,
        120..125 => Course::Closed,
        _ => Course::Unmet,
    }
}

/// Below which luck a request is met, so that the wanted share of the opened ones is met at the present.
fn threshold(scope: &Scope, drawn: &[(u32, i64, f64, Drawn, Drawn)], staged: &[Life]) -> f64 {
    let by = |at: Option<i64>, back: i64| at.is_some_and(|at| at < back);
    let staged_open = staged.iter().filter(|l| l.deeds.iter().any(|(_, d)| opens(*d))).count();
    let staged_met = staged.iter().filter(|l| ends_met(l)).count();
    let opened = staged_open + drawn.iter().filter(|(_, back, _, _, other)| by(other.opened, *back)).count();
    let wanted = (opened * scope.met_in_thousand / 1_000).saturating_sub(staged_met);
    let mut lucky: Vec<f64> = drawn.iter().filter(|(_, back, _, met, _)| by(met.met, *back)).map(|d| d.2).collect();
    lucky.sort_by(f64::total_cmp);
    // Those whose other course never opens them are opened by being met; the few that adds do not move the share by a thousandth.
    lucky.get(wanted).copied().unwrap_or(1.0)
}

const fn opens(deed: Deed) -> bool {
    matches!(deed, Deed::Look(Verdict::Approve) | Deed::Judge { granted: true })
}

/// Whether a request is met by what happens: the payout of each sum was confirmed, and of goods all that was asked for.
pub fn ends_met(life: &Life) -> bool {
    let paid = |part: u8| life.deeds.iter().any(|(_, deed)| *deed == Deed::Confirm(part));
    let received = |part: u8| -> i64 {
        let gifts = life.deeds.iter().filter_map(|(_, deed)| match deed {
            Deed::Receive(gift) => life.gifts.get(usize::from(*gift)),
            _ => None,
        });
        gifts.filter(|g| g.part == part).map(|g| g.quantity).sum()
    };
    let parts = &life.told.parts;
    !parts.is_empty() && parts.iter().zip(0u8..).all(|(p, at)| if p.money { paid(at) } else { received(at) == p.asked })
}

/// Puts a drawn life at its place in time; what would come after the present does not happen.
pub(super) fn place(scope: &Scope, household: u32, begins: Millis, drawn: Drawn) -> Life {
    let deeds = drawn
        .deeds
        .into_iter()
        .map(|(minute, deed)| (begins + minute * Millis::MINUTE, deed))
        .filter(|(at, _)| *at <= scope.now)
        .collect();
    Life { household, told: drawn.told, gifts: drawn.gifts, deeds }
}

/// Draws a life.
pub(super) fn draw(scope: &Scope, number: usize, told: Told, course: Course) -> Drawn {
    let mut dice = Dice::of(scope.seed, "course", number as u64);
    let mut deeds = vec![(0, Deed::Draft)];
    let mut drawn = Drawn { told, gifts: Vec::new(), deeds: Vec::new(), opened: None, met: None };
    if course == Course::Kept {
        drawn.deeds = deeds;
        return drawn;
    }
    let mut at = dice.between(3, 90);
    deeds.push((at, Deed::Submit));
    at += dice.between(5 * HOUR, 80 * HOUR);
    match course {
        Course::Refused => {
            deeds.push((at, Deed::Look(Verdict::Refuse)));
            if dice.in_thousand(150) {
                at += dice.between(8 * HOUR, 6 * DAY);
                deeds.push((at, Deed::Appeal));
                at += dice.between(DAY, 8 * DAY);
                deeds.push((at, Deed::Judge { granted: false }));
            }
        }
        Course::Left => {
            deeds.push((at, Deed::Look(Verdict::Return)));
            deeds.push((at + RETURNED + dice.between(ENDED_AFTER.0, ENDED_AFTER.1), Deed::Expire));
        }
        _ => {
            at = open(&mut dice, &mut deeds, at, number);
            let worth = |part: &Asked| if part.money { part.asked } else { part.asked * part.value_minor };
            if drawn.told.parts.iter().map(worth).sum::<i64>() > qianmo_aid::review::SECOND_LOOK_ABOVE {
                at += dice.between(6 * HOUR, 70 * HOUR);
                deeds.push((at, Deed::SecondLook));
            }
            drawn.opened = Some(at);
            after_opening(scope, &mut dice, &mut drawn, &mut deeds, at, course);
        }
    }
    deeds.sort_by_key(|(at, _)| *at);
    drawn.deeds = deeds;
    drawn
}

/// Returned and mended, refused and granted on appeal, or simply approved.
fn open(dice: &mut Dice, deeds: &mut Vec<(i64, Deed)>, mut at: i64, number: usize) -> i64 {
    match number % 100 {
        7 | 31 | 64 | 88 => {
            deeds.push((at, Deed::Look(Verdict::Return)));
            at += dice.between(3 * HOUR, 9 * DAY);
            deeds.push((at, Deed::Mend));
            at += dice.between(5 * HOUR, 60 * HOUR);
            deeds.push((at, Deed::Look(Verdict::Approve)));
        }
        _ => deeds.push((at, Deed::Look(Verdict::Approve))),
    }
    at
}

fn after_opening(scope: &Scope, dice: &mut Dice, drawn: &mut Drawn, deeds: &mut Vec<(i64, Deed)>, opened: i64, course: Course) {
    for week in 0..dice.below(2) as i64 {
        deeds.push((opened + dice.between(HOUR, 6 * DAY) + week * 7 * DAY, Deed::Seen(1 + dice.skewed(30, 2) as u8)));
    }
    let given = match course {
        Course::Met => gifts::Extent::All,
        _ if dice.in_thousand(260) => gifts::Extent::Some,
        _ => gifts::Extent::None,
    };
    let length = if course == Course::Met { 2 + dice.skewed(46, 2) as i64 } else { 4 + dice.below(70) as i64 };
    let span = (opened + 5 * HOUR, opened + length * DAY);
    let last = gifts::draw(scope, dice, drawn.told.parts.as_slice(), given, span, &mut drawn.gifts, deeds);
    match course {
        Course::Met => {
            drawn.met = Some(last);
            if dice.in_thousand(700) {
                deeds.push((last + dice.between(HOUR, 9 * DAY), Deed::Thank));
            }
            if dice.in_thousand(180) {
                deeds.push((last + dice.between(2 * DAY, 20 * DAY), Deed::Update));
            }
            if dice.in_thousand(40) {
                deeds.push((last + dice.between(10 * DAY, 30 * DAY), Deed::Tell));
            }
        }
        Course::Unmet => {
            deeds.push((opened + OPEN + dice.between(ENDED_AFTER.0, ENDED_AFTER.1), Deed::Expire));
            deeds.push((opened + OPEN + dice.between(HOUR, 30 * HOUR), Deed::Refund));
        }
        ended => {
            let end = opened + dice.between(2 * DAY, 60 * DAY);
            // Nothing is given any more once it has ended, and what is under way then would not stand still.
            deeds.retain(|(at, deed)| *at < end || matches!(deed, Deed::Draft | Deed::Submit));
            let deed = match ended {
                Course::Withdrawn if !deeds.iter().any(|(_, d)| matches!(d, Deed::Send(_) | Deed::Approve(_))) => Deed::Withdraw,
                Course::Failed => Deed::Fail,
                _ => Deed::Close,
            };
            if deed == Deed::Close {
                deeds.push((end - 2 * HOUR, Deed::Report));
            }
            deeds.push((end, deed));
            deeds.push((end + dice.between(HOUR, 30 * HOUR), Deed::Refund));
        }
    }
}
