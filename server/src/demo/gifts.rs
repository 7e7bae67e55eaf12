//! What is given for a request, by whom and when, and how it comes to the household.

use super::dice::Dice;
use super::plan::{Deed, Scope};
use super::texts::{self, Asked};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// A gift.
#[derive(Clone, Debug)]
pub struct Gift {
    /// The part it is for, from 0.
    pub part: u8,
    /// Minor units, or items.
    pub quantity: i64,
    /// Which donor gives it.
    pub donor: u32,
    /// Whether the donor's name stays out of sight.
    pub anonymous: bool,
    /// Words to the family.
    pub message: &'static str,
    /// Whether it is only promised, and lapses or is taken back.
    #[cfg_attr(not(test), expect(dead_code, reason = "the program acts on deeds; tests add up what was really given"))]
    pub idle: bool,
}

/// How much of what is asked is given.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Extent {
    /// Nothing, or only promises.
    None,
    /// A part of it.
    Some,
    /// All of it.
    All,
}

struct Giving<'a> {
    scope: &'a Scope,
    dice: &'a mut Dice,
    gifts: &'a mut Vec<Gift>,
    deeds: &'a mut Vec<(i64, Deed)>,
}

/// Draws the gifts between two minutes, and what follows from them; the minute at which the last was confirmed.
pub fn draw(
    scope: &Scope,
    dice: &mut Dice,
    parts: &[Asked],
    extent: Extent,
    (from, to): (i64, i64),
    gifts: &mut Vec<Gift>,
    deeds: &mut Vec<(i64, Deed)>,
) -> i64 {
    let mut giving = Giving { scope, dice, gifts, deeds };
    let mut last = from;
    if giving.dice.in_thousand(90) {
        giving.idle(parts, from);
    }
    for (at, part) in parts.iter().enumerate() {
        let share = match extent {
            Extent::None => continue,
            Extent::Some if at > 0 => continue,
            Extent::Some => 150 + giving.dice.below(650) as i64,
            Extent::All => 1_000,
        };
        let done = if part.money {
            giving.money(at as u8, part, share, (from, to))
        } else {
            giving.goods(at as u8, part, share, (from, to))
        };
        last = last.max(done);
    }
    last
}

impl Giving<'_> {
    fn add(&mut self, part: u8, quantity: i64, idle: bool) -> u8 {
        let gift = Gift {
            part,
            quantity,
            donor: self.dice.skewed(self.scope.donors, 2) as u32,
            // Names are shown by those who say so; most do not.
            anonymous: self.dice.in_thousand(620),
            message: if idle { "" } else { texts::message(self.dice) },
            idle,
        };
        self.gifts.push(gift);
        (self.gifts.len() - 1) as u8
    }

    /// A promise that comes to nothing, before anything else is given, so that it is in nobody's way.
    fn idle(&mut self, parts: &[Asked], opened: i64) {
        let Some(part) = parts.first() else { return };
        let quantity = if part.money { (part.asked / 3).max(100).min(part.asked) } else { 1 };
        let gift = self.add(0, quantity, true);
        let at = opened - 4 * HOUR;
        self.deeds.push((at, Deed::Promise(gift)));
        // Money has half an hour; goods would have a week, so that their donor says before that it will not be.
        if part.money && self.dice.in_thousand(700) {
            self.deeds.push((at + 31, Deed::Lapse(gift)));
        } else {
            self.deeds.push((at + 20, Deed::Cancel(gift)));
        }
    }

    /// Money: in one to five gifts, then paid out in one piece and confirmed.
    fn money(&mut self, number: u8, part: &Asked, share: i64, (from, to): (i64, i64)) -> i64 {
        let mut left = part.asked * share / 1_000 / 100 * 100;
        if share == 1_000 {
            left = part.asked;
        }
        let most = 1 + self.dice.skewed(5, 2) as i64;
        let mut last = from;
        for n in 0..most {
            if left <= 0 {
                break;
            }
            let some = left * (30 + self.dice.below(50) as i64) / 100 / 1_000 * 1_000;
            let quantity = if n + 1 == most || some < 1_000 { left } else { some };
            left -= quantity;
            let gift = self.add(number, quantity, false);
            let at = self.dice.between(from, to);
            let deed = if self.dice.in_thousand(25) { Deed::GiveAtSecondTry(gift) } else { Deed::Give(gift) };
            self.deeds.push((at, deed));
            last = last.max(at);
        }
        if share < 1_000 {
            return last;
        }
        let prepared = last + self.dice.between(9 * HOUR, 5 * DAY);
        let approved = prepared + self.dice.between(3 * HOUR, 2 * DAY);
        let paid = approved + self.dice.between(20, 20 * HOUR);
        let confirmed = paid + self.dice.between(4 * HOUR, 6 * DAY);
        for (at, deed) in [
            (prepared, Deed::Prepare(number)),
            (approved, Deed::Approve(number)),
            (paid, Deed::PayOut(number)),
            (confirmed, Deed::Confirm(number)),
        ] {
            self.deeds.push((at, deed));
        }
        confirmed
    }

    /// Goods: from one donor, or from two when several are asked; each sends within the week it has.
    fn goods(&mut self, number: u8, part: &Asked, share: i64, (from, to): (i64, i64)) -> i64 {
        let wanted = if share < 1_000 { (part.asked * share / 1_000).min(part.asked - 1) } else { part.asked };
        let first = if wanted > 1 && self.dice.in_thousand(300) { wanted / 2 } else { wanted };
        let mut last = from;
        for quantity in [first, wanted - first] {
            if quantity <= 0 {
                continue;
            }
            let gift = self.add(number, quantity, false);
            let promised = self.dice.between(from, to);
            let sent = promised + self.dice.between(5 * HOUR, 6 * DAY);
            let there = sent + self.dice.between(DAY, 6 * DAY);
            let mut confirmed = there + self.dice.between(2 * HOUR, 5 * DAY);
            self.deeds.push((promised, Deed::Give(gift)));
            self.deeds.push((sent, Deed::Send(gift)));
            if self.dice.in_thousand(750) {
                self.deeds.push((there, Deed::There(gift)));
            }
            if self.dice.in_thousand(25) {
                self.deeds.push((confirmed, Deed::Dispute(gift)));
                // The donor sends again what was missing.
                confirmed += self.dice.between(2 * DAY, 6 * DAY);
                self.deeds.push((confirmed, Deed::Send(gift)));
                confirmed += self.dice.between(2 * DAY, 6 * DAY);
            }
            self.deeds.push((confirmed, Deed::Receive(gift)));
            last = last.max(confirmed);
        }
        last
    }
}
