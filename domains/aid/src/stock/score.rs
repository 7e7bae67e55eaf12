//! How well an offer fits a part that asks for goods, and which fitting part comes first. Pure, in whole thousandths.

use super::sizes::{Sizes, Together};
use super::words::Described;

/// From so many thousandths on an offer fits.
pub const FITS: i64 = 450;

/// The same thing is asked.
const SAME_THING: i64 = 600;
/// One side names the kind as a whole: whoever asks for clothes is glad of a coat.
const SAME_KIND: i64 = 450;
/// The kind that the donor chose is that of what is asked, or nobody can tell.
const KIND_AGREES: i64 = 100;
const KIND_UNKNOWN: i64 = 50;
/// All words are the same. Where they are of different scripts nobody can tell, and it counts for half.
const WORDS: i64 = 100;
/// Sizes go together, are not told, or do not go together.
const SIZES_FIT: i64 = 200;
const SIZES_UNSAID: i64 = 75;
const SIZES_APART: i64 = -200;

/// What is offered or asked, as far as it can be compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    described: Described,
    /// The donor's own choice.
    kind: Option<String>,
    /// The text that names sizes.
    sizes: String,
}

/// In what they are alike.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Same {
    /// The same thing.
    Thing,
    /// The same kind of thing, where one side names it as a whole.
    Kind,
    /// Words alone.
    Words,
}

impl Same {
    /// The stable name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Same::Thing => "thing",
            Same::Kind => "kind",
            Same::Words => "words",
        }
    }
}

/// How alike an offer and a part are.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Likeness {
    /// [`FITS`] to 1,000.
    pub permille: i64,
    /// In what.
    pub same: Same,
    /// What is said of sizes.
    pub sizes: Together,
}

impl Profile {
    /// Of an offer: what it is, the kind its donor chose, the sizes there are.
    pub fn offered(label: &str, kind: &str, sizes: &str) -> Self {
        Profile { described: Described::of(label), kind: Some(kind.to_owned()), sizes: sizes.to_owned() }
    }

    /// Of a part of a request.
    pub fn asked(label: &str) -> Self {
        Profile { described: Described::of(label), kind: None, sizes: label.to_owned() }
    }

    /// What the words describe.
    pub const fn described(&self) -> &Described {
        &self.described
    }

    /// Whether it is of a kind: that of the things it names, or where none is known what the donor chose.
    pub fn is_of(&self, kind: &str) -> bool {
        if self.described.things.is_empty() { self.kind.as_deref() == Some(kind) } else { self.described.kinds().contains(kind) }
    }

    /// How well this offer fits that part; `None` when it does not.
    pub fn fits(&self, asked: &Profile) -> Option<Likeness> {
        let (mine, theirs) = (&self.described, &asked.described);
        let kind = self.kind.as_deref().unwrap_or_default();
        let kinds = theirs.kinds();
        let (same, base) = if !mine.things.is_disjoint(&theirs.things) {
            (Same::Thing, SAME_THING)
        } else if !mine.general().is_disjoint(&kinds) || theirs.general().iter().any(|whole| self.is_of(whole)) {
            (Same::Kind, SAME_KIND)
        } else if !mine.things.is_empty() && !theirs.things.is_empty() {
            // Both are known, and are two things.
            return None;
        } else if !kinds.is_empty() && !kinds.contains(kind) {
            return None;
        } else {
            (Same::Words, SAME_THING * overlap(mine, theirs)? / 1_000)
        };
        let agrees = if kinds.contains(kind) {
            KIND_AGREES
        } else if kinds.is_empty() {
            KIND_UNKNOWN
        } else {
            0
        };
        let sizes = Sizes::of(kind, &self.sizes).with(&Sizes::of(kind, &asked.sizes));
        let said = match sizes {
            Together::Fit => SIZES_FIT,
            Together::Unsaid => SIZES_UNSAID,
            Together::Apart => SIZES_APART,
        };
        let permille = base + agrees + WORDS * common(mine, theirs) / 1_000 + said;
        (permille >= FITS).then_some(Likeness { permille: permille.min(1_000), same, sizes })
    }
}

fn shared(a: &Described, b: &Described) -> i64 {
    i64::try_from(a.words.intersection(&b.words).count()).unwrap_or(0)
}

fn number(of: &Described) -> i64 {
    i64::try_from(of.words.len()).unwrap_or(0)
}

/// How much of the shorter one's words are the other's as well; none when it is less than half.
fn overlap(a: &Described, b: &Described) -> Option<i64> {
    let least = number(a).min(number(b));
    let share = shared(a, b) * 1_000 / least.max(1);
    (share >= 500).then_some(share)
}

/// How much of the words of both are the same; half where they share no script, so that what is asked in another language is no worse
/// a fit.
fn common(a: &Described, b: &Described) -> i64 {
    if a.scripts().is_disjoint(&b.scripts()) {
        return 500;
    }
    2 * shared(a, b) * 1_000 / (number(a) + number(b)).max(1)
}

/// Which of the parts that an offer fits comes first.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// How well it fits, in thousandths.
    pub likeness: i64,
    /// Its place in the board's order, from 0, and how many there are; `None` where it is not among them.
    pub place: Option<(usize, usize)>,
    /// What one item is worth, and what sending it costs, in minor units.
    pub value: i64,
    /// The same for sending.
    pub shipping: i64,
}

impl Standing {
    /// Whether an item is worth what it costs to send.
    pub const fn is_worth_it(&self) -> bool {
        self.shipping <= self.value
    }

    /// The more, the earlier: how well it fits, times what the board gains, times what of the value is left when it is sent. The last on
    /// the board, and what is not on it, count half as much as the first, so that no fit is drowned by the order.
    pub fn merit(&self) -> i64 {
        let need = match self.place {
            Some((at, of)) => {
                let (at, of) = (i64::try_from(at).unwrap_or(i64::MAX), i64::try_from(of).unwrap_or(i64::MAX).max(1));
                1_000 - (at.min(of)).saturating_mul(500) / of
            }
            None => 500,
        };
        let left = (self.value - self.shipping).clamp(0, self.value.max(0));
        let net = i64::try_from(i128::from(left) * 1_000 / i128::from(self.value.max(1))).unwrap_or(0);
        self.likeness * need * net
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fit(offered: &str, kind: &str, sizes: &str, asked: &str) -> Option<Likeness> {
        Profile::offered(offered, kind, sizes).fits(&Profile::asked(asked))
    }

    #[test]
    fn what_fits_is_found_whatever_it_is_called() {
        for (offered, kind, sizes, asked, same) in [
            ("棉衣", "clothing", "", "冬季棉衣", Same::Thing),
            ("winter coats", "clothing", "110–150", "A children's winter coat, size 130", Same::Thing),
            ("winter coats", "clothing", "", "棉衣", Same::Thing),
            ("معاطف", "clothing", "", "Winter jacket", Same::Thing),
            ("laptops", "electronics", "", "笔记本电脑", Same::Thing),
            ("winter coats", "clothing", "", "Clothes for two children", Same::Kind),
            ("衣物", "clothing", "", "羽绒服", Same::Kind),
            ("onesies", "clothing", "", "Clothes for a baby", Same::Kind),
            ("Water purifier", "household", "", "A water purifier for the kitchen", Same::Words),
            ("净水器", "household", "", "家用净水器", Same::Words),
            ("bags for school", "school", "", "School bag", Same::Words),
        ] {
            let found = fit(offered, kind, sizes, asked);
            assert_eq!(found.map(|l| l.same), Some(same), "{offered} / {asked}: {found:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_left_alone() {
        for (offered, kind, asked) in [
            ("Desk lamps", "household", "A desk"),
            ("winter coats", "clothing", "A quilt"),
            ("winter coats", "clothing", "Winter boots"),
            ("棉衣", "clothing", "棉被"),
            ("laptops", "electronics", "A phone"),
            ("water purifier", "household", "wheelchair"),
            ("something", "other", "School bag"),
            ("onesies", "toys", "Clothes for a baby"),
            ("?!", "other", "A desk"),
        ] {
            assert_eq!(fit(offered, kind, "", asked), None, "{offered} / {asked}");
        }
    }

    #[test]
    fn what_is_asked_in_another_language_is_no_worse_a_fit() {
        let of = |asked| fit("winter coats", "clothing", "110–150", asked).unwrap().permille;
        assert!(of("冬季棉衣130码") > of("Winter coat"), "the sizes count for more than the language");
        assert!(of("冬季棉衣130码") > of("معطف") && of("معطف") > of("A coat for an old man with long arms"));
        assert!(of("Winter coat, size 130") >= of("冬季棉衣130码"));
    }

    #[test]
    fn sizes_move_a_fit_up_or_down() {
        let of = |sizes| fit("winter coats", "clothing", sizes, "Winter coat, size 130").unwrap();
        assert_eq!((of("110–150").sizes, of("").sizes, of("160").sizes), (Together::Fit, Together::Unsaid, Together::Apart));
        assert!(of("110–150").permille > of("").permille && of("").permille > of("160").permille);
    }

    fn standing(likeness: i64, at: usize, value: i64, shipping: i64) -> Standing {
        Standing { likeness, place: Some((at, 100)), value, shipping }
    }

    #[test]
    fn near_comes_before_far_and_what_is_asked_most_before_the_rest() {
        let near = standing(800, 10, 5_000, 300);
        assert!(near.merit() > standing(800, 10, 5_000, 1_000).merit());
        assert!(near.merit() > standing(800, 90, 5_000, 300).merit());
        assert!(near.merit() > standing(700, 10, 5_000, 300).merit());
        assert!(standing(800, 99, 5_000, 300).merit() > Standing { place: None, ..near }.merit());
        assert!(!standing(1_000, 0, 200, 300).is_worth_it());
        assert_eq!(standing(1_000, 0, 200, 300).merit(), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn an_offer_fits_what_asks_for_it_in_the_same_words(label in "[a-z]{3,9}( [a-z]{3,9}){0,3}") {
            let told = Described::of(&label).words;
            prop_assume!(!told.is_empty() && Described::of(&label).things.is_empty());
            let found = fit(&label, "other", "", &label);
            prop_assert!(found.is_some_and(|l| (FITS..=1_000).contains(&l.permille)), "{:?}", found);
        }

        #[test]
        fn any_two_texts_are_compared_alike_every_time(offered in "\\PC{0,40}", asked in "\\PC{0,40}", sizes in "\\PC{0,20}") {
            for kind in super::super::KINDS {
                let found = fit(&offered, kind, &sizes, &asked);
                prop_assert_eq!(found, fit(&offered, kind, &sizes, &asked));
                prop_assert!(found.is_none_or(|l| (FITS..=1_000).contains(&l.permille)));
            }
        }

        #[test]
        fn sending_farther_never_moves_a_part_up(
            likeness in FITS..=1_000, at in 0usize..500, of in 1usize..500, value in 1i64..1_000_000_000, near in 0i64..100_000,
            more in 0i64..100_000,
        ) {
            let place = Some((at, of));
            let here = Standing { likeness, place, value, shipping: near };
            let there = Standing { shipping: near + more, ..here };
            prop_assert!(here.merit() >= there.merit() && there.merit() >= 0);
            prop_assert!(here.is_worth_it() || !there.is_worth_it());
        }
    }
}
