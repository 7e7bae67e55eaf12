//! What households ask for: the things themselves, with what they cost, in Chinese and some in English and Arabic.
//! Need and purpose are told plainly; nobody is pitied.
//!
//! Whatever title and story are drawn of a need, they are about its first item: a request for one thing asks for that. So a
//! thing that would need other words is a need of its own.

mod health;
mod home;
mod learning;
mod work;

use super::pictures::Motif;

/// What one part of a need is.
#[derive(Copy, Clone, Debug)]
pub enum Thing {
    /// Money: from and to, in whole yuan.
    Money(i64, i64),
    /// Goods: unit in Chinese, English and Arabic; how many at least and at most; what one is worth in whole yuan.
    Goods([&'static str; 3], i64, i64, i64),
}

/// A part of a need, named in Chinese, English and Arabic.
#[derive(Copy, Clone, Debug)]
pub struct Item(pub [&'static str; 3], pub Thing);

/// Who has to be among the members of a household that tells of a need.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// Nobody in particular.
    Anyone,
    /// A child or pupil of at least and at most so many years; the story may tell in which year of school.
    Pupil(i64, i64),
    /// A child of two years or less.
    Baby,
    /// Somebody of sixty or more.
    Old,
    /// Such a one, and a child.
    OldAndChild,
    /// Such a one, and somebody who could work elsewhere.
    OldAndGrown,
    /// Somebody of working age.
    Grown,
}

impl Who {
    /// Whether members of these ages are what it takes.
    pub fn is_among(self, ages: &[i64]) -> bool {
        let some = |from: i64, to: i64| ages.iter().any(|age| (from..=to).contains(age));
        match self {
            Who::Anyone => true,
            Who::Pupil(from, to) => some(from, to),
            Who::Baby => some(0, 2),
            Who::Old => some(60, 120),
            Who::OldAndChild => some(60, 120) && some(3, 17),
            Who::OldAndGrown => some(60, 120) && some(19, 57),
            Who::Grown => some(19, 59),
        }
    }
}

/// A kind of need.
#[derive(Copy, Clone, Debug)]
pub struct Need {
    /// One of the request's purposes.
    pub purpose: &'static str,
    /// One of the request's reasons.
    pub reason: &'static str,
    /// How often it comes up.
    pub weight: u32,
    /// Whose need it can be.
    pub who: Who,
    /// Whether its things last, so that used ones will do.
    pub lasting: bool,
    /// What is drawn beside it.
    pub motif: Motif,
    /// Titles in Chinese, of which one is drawn; each goes with every story.
    pub titles: &'static [&'static str],
    /// Why, in Chinese, of which one is drawn.
    pub stories: &'static [&'static str],
    /// Title and story in English, where it is told in English too.
    pub english: Option<(&'static str, &'static str)>,
    /// Title and story in Arabic.
    pub arabic: Option<(&'static str, &'static str)>,
    /// Its parts, one or two; the first is what it is about.
    pub items: &'static [Item],
}

const PIECE: [&str; 3] = ["件", "pieces", "قطعة"];
const SET: [&str; 3] = ["套", "sets", "طقم"];
const BAG: [&str; 3] = ["袋", "bags", "كيس"];
const HEAD: [&str; 3] = ["只", "animals", "رأس"];
const MACHINE: [&str; 3] = ["台", "pieces", "جهاز"];
const QUILT: [&str; 3] = ["床", "quilts", "غطاء"];
const CASE: [&str; 3] = ["箱", "cases", "صندوق"];
const BOOK: [&str; 3] = ["本", "books", "كتاب"];

/// All of them, by purpose. Of every purpose but education there is one that any household can have, so that there is always
/// something left to ask for.
const NEEDS: [&[Need]; 4] = [learning::NEEDS, health::NEEDS, home::NEEDS, work::NEEDS];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Need> {
    NEEDS.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(need: &Need) -> bool {
        need.titles.iter().chain(need.stories).any(|text| text.contains("{grade}"))
    }

    #[test]
    fn any_household_has_something_left_to_ask_for() {
        for purpose in ["health", "housing", "goods", "livelihood", "other"] {
            assert!(all().any(|need| need.purpose == purpose && need.who == Who::Anyone), "{purpose}");
        }
        assert!(all().all(|need| (1..=2).contains(&need.items.len()) && need.weight > 0));
        // Where a title or story tells the year of school, the household has somebody who is in it.
        assert!(all().filter(|need| told(need)).all(|need| matches!(need.who, Who::Pupil(..))));
    }

    #[test]
    fn a_need_fits_those_who_live_there() {
        let (couple, three) = ([66, 63], [64, 38, 12]);
        for (who, fits) in [
            (Who::Anyone, [true, true]),
            (Who::Pupil(6, 15), [false, true]),
            (Who::Pupil(15, 18), [false, false]),
            (Who::Baby, [false, false]),
            (Who::Old, [true, true]),
            (Who::OldAndChild, [false, true]),
            (Who::OldAndGrown, [false, true]),
            (Who::Grown, [false, true]),
        ] {
            assert_eq!([who.is_among(&couple), who.is_among(&three)], fits, "{who:?}");
        }
    }
}
