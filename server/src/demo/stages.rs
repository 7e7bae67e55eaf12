//! Lives that stand where somebody has something to do: one of each kind in the counties that are shown.

use super::people;
use super::plan::{Course, Deed, Life, Scope, draw, place};
use super::texts::{self, Wish};
use qianmo_kernel::Millis;

/// How a household of a staged life signs in.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Own {
    /// As it comes.
    Any,
    /// With a phone.
    Phone,
    /// With a printed card: it has no phone.
    Card,
}

/// Where a staged life stops.
type Until = fn(Deed) -> bool;

/// One request for everything that waits for somebody, and for every end.
const STAGES: &[(Course, Wish, Own, Until)] = &[
    (Course::Kept, Wish::Any, Own::Any, |d| matches!(d, Deed::Draft)),
    (Course::Unmet, Wish::Money, Own::Any, |d| matches!(d, Deed::Submit)),
    (Course::Unmet, Wish::Goods, Own::Any, |d| matches!(d, Deed::Submit)),
    (Course::Left, Wish::Any, Own::Any, |d| matches!(d, Deed::Look(_))),
    (Course::Refused, Wish::Money, Own::Any, |d| matches!(d, Deed::Look(_))),
    (Course::Refused, Wish::Goods, Own::Any, |d| matches!(d, Deed::Appeal)),
    (Course::Unmet, Wish::Money, Own::Any, |d| matches!(d, Deed::Look(_) | Deed::SecondLook)),
    (Course::Met, Wish::Money, Own::Any, |d| matches!(d, Deed::Give(_) | Deed::GiveAtSecondTry(_))),
    (Course::Unmet, Wish::Money, Own::Any, |d| matches!(d, Deed::Promise(_))),
    (Course::Met, Wish::Goods, Own::Any, |d| matches!(d, Deed::Give(_))),
    (Course::Met, Wish::Goods, Own::Any, |d| matches!(d, Deed::Send(_))),
    (Course::Met, Wish::Goods, Own::Phone, |d| matches!(d, Deed::There(_))),
    (Course::Met, Wish::Goods, Own::Any, |d| matches!(d, Deed::Dispute(_))),
    (Course::Met, Wish::Money, Own::Any, |d| matches!(d, Deed::Prepare(_))),
    (Course::Met, Wish::Money, Own::Any, |d| matches!(d, Deed::Approve(_))),
    (Course::Met, Wish::Money, Own::Card, |d| matches!(d, Deed::PayOut(_))),
    (Course::Met, Wish::Money, Own::Phone, |d| matches!(d, Deed::Thank)),
    (Course::Met, Wish::Goods, Own::Phone, |d| matches!(d, Deed::Thank)),
    (Course::Unmet, Wish::Money, Own::Any, |d| matches!(d, Deed::Refund)),
    (Course::Withdrawn, Wish::Money, Own::Any, |d| matches!(d, Deed::Refund)),
    (Course::Failed, Wish::Money, Own::Any, |d| matches!(d, Deed::Refund)),
    (Course::Closed, Wish::Money, Own::Any, |d| matches!(d, Deed::Refund)),
    (Course::Closed, Wish::Goods, Own::Any, |d| matches!(d, Deed::Report)),
];

/// In how many counties the donor whose login is told has money to pay: fewer than one account may leave unpaid.
const TO_PAY: usize = 3;

/// In how many counties that donor has goods to send. Few: this donor gives more than all others, and what was taken back or lost within
/// the last week and what is on its way to the post count towards the same limit. No staged life loses goods: what fails here is money.
const TO_SEND: usize = 1;

/// In how many counties that donor sends goods lately: all of them lie unsent for some days of the same week.
const SENDS: usize = 3;

/// How many households of a county the stages need.
pub const STAGED: usize = STAGES.len();

/// How the household of that stage signs in.
pub fn own_of(stage: usize) -> Own {
    STAGES.get(stage).map_or(Own::Any, |s| s.2)
}

/// The staged lives of some counties' first households.
pub fn lives(scope: &Scope, shown: &[Vec<u32>]) -> Vec<Life> {
    let mut lives = Vec::new();
    for (county, households) in shown.iter().enumerate() {
        for (stage, (&household, (course, wish, _, until))) in households.iter().zip(STAGES).enumerate() {
            let ages = people::ages_of(scope.seed, household as usize);
            // Some draws never come to the wanted point (no dispute, no thanks): the next one may.
            let found = (0..400).find_map(|attempt| {
                let number = 10_000_000 + (county * STAGES.len() + stage) * 1_000 + attempt;
                let told = texts::tell(scope.seed, number, *wish, &ages, &[])?;
                let mut drawn = draw(scope, number, told, *course);
                let end = drawn.deeds.iter().position(|(_, deed)| until(*deed))?;
                drawn.deeds.truncate(end + 1);
                // The donor whose login is told gave here, so that there is something to pay, to send and to follow.
                let theirs = match end_of(&drawn.deeds) {
                    (_, Deed::Promise(_)) if county >= TO_PAY => 0,
                    (_, Deed::Give(_)) if county >= TO_SEND && matches!(wish, Wish::Goods) => 0,
                    _ if county >= SENDS && matches!(wish, Wish::Goods) => 0,
                    _ if county == 0 => usize::MAX,
                    _ => 1,
                };
                drawn.gifts.iter_mut().take(theirs).for_each(|gift| gift.donor = 0);
                Some(drawn)
            });
            let Some(drawn) = found else { continue };
            let (last, deed) = end_of(&drawn.deeds);
            // A promise of money has half an hour: it was made just now.
            let ago = if matches!(deed, Deed::Promise(_)) { 4 } else { 25 + stage as i64 * 17 };
            lives.push(place(scope, household, scope.now - (last + ago) * Millis::MINUTE, drawn));
        }
    }
    lives
}

fn end_of(deeds: &[(i64, Deed)]) -> (i64, Deed) {
    deeds.last().copied().unwrap_or((0, Deed::Draft))
}
