//! A household as everybody may see it: "Mrs W., village in Zhashui County, 3 people". Never a name, face, number or
//! address; the same words for the same household wherever it appears.

use crate::birth::Birth;
use crate::name;
use crate::words::Sex;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Locale, PublicRef, Res};
use qianmo_web::View;
use qianmo_web::i18n::{Arg, I18n};
use serde::Serialize;
use std::collections::HashMap;

/// From this size on a household is "7 or more": the few very large ones of a county could be told by their number.
pub const MANY: i64 = 7;

/// How a household's head is spoken of.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Title {
    /// A grown woman.
    Mrs,
    /// A grown man.
    Mr,
    /// A child as head, or sex not stated: the family.
    Family,
}

impl Title {
    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Title::Mrs => "mrs",
            Title::Mr => "mr",
            Title::Family => "family",
        }
    }

    /// The title of that name; [`Title::Family`] for any other.
    pub fn from_name(name: &str) -> Title {
        match name {
            "mrs" => Title::Mrs,
            "mr" => Title::Mr,
            _ => Title::Family,
        }
    }

    /// How a head of this sex and birth is spoken of in `year`.
    pub fn of(sex: Sex, birth: Birth, today: (i16, i8, i8)) -> Title {
        match (sex, birth.age(today)) {
            (_, Some(age)) if age < 18 => Title::Family,
            (Sex::Female, _) => Title::Mrs,
            (Sex::Male, _) => Title::Mr,
            (Sex::Unknown, _) => Title::Family,
        }
    }
}

/// A masked household.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Masked {
    /// Its reference.
    pub reference: PublicRef,
    /// How its head is spoken of.
    pub title: Title,
    /// One letter, or nothing.
    pub initial: String,
    /// The county it lives in.
    pub county: Id,
    /// That county's name.
    pub county_name: String,
    /// How many people; see [`MANY`].
    pub size: i64,
}

/// A masked household in the API.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct MaskedView {
    /// The reference.
    #[serde(rename = "ref")]
    #[schema(value_type = String, example = "00000000000G7-1H2R5Q8C9D3E4")]
    pub reference: PublicRef,
    /// In words, in the language asked for.
    #[schema(example = "Mrs W., village in Zhashui County, 3 people")]
    pub words: String,
    /// `mrs`, `mr` or `family`.
    pub title: &'static str,
    /// One letter, or nothing.
    pub initial: String,
    /// The county it lives in.
    #[schema(value_type = String, example = "00000000000G7")]
    pub county: Id,
    /// How many people, at most 7, which stands for 7 or more.
    #[schema(minimum = 0, maximum = 7)]
    pub people: i64,
}

/// A message's key and what the message is told.
pub type Said = (&'static str, Vec<(&'static str, Arg)>);

impl Masked {
    /// Who it is: `registry-masked-mrs` and its like, with `initial`.
    pub fn who(&self) -> Said {
        let key = match (self.title, self.initial.is_empty()) {
            (Title::Mrs, false) => "registry-masked-mrs",
            (Title::Mr, false) => "registry-masked-mr",
            (Title::Mrs, true) => "registry-masked-mrs-unnamed",
            (Title::Mr, true) => "registry-masked-mr-unnamed",
            (Title::Family, false) => "registry-masked-family",
            (Title::Family, true) => "registry-masked-family-unnamed",
        };
        let args = if self.initial.is_empty() { vec![] } else { vec![("initial", Arg::from(&self.initial))] };
        (key, args)
    }

    /// Where it is: a village in the county.
    pub fn place(&self) -> Said {
        ("registry-masked-where", vec![("county", Arg::from(&self.county_name))])
    }

    /// How many people it has.
    pub fn people(&self) -> Said {
        if self.size >= MANY {
            ("registry-masked-many", vec![("people", Arg::Number(MANY))])
        } else {
            ("registry-masked-people", vec![("people", Arg::Number(self.size.max(0)))])
        }
    }

    /// The whole sentence: `say` turns a message's key and what it is told into words. Of a record on which nobody is any more, as of one
    /// that lives on in another, nothing is said of people: that the family is gone is not known.
    pub fn words(&self, mut say: impl FnMut(&'static str, &[(&'static str, Arg)]) -> String) -> String {
        let mut part = |(key, args): Said| Arg::Text(say(key, &args));
        let (who, place) = (part(self.who()), part(self.place()));
        let people = if self.size > 0 { Some(part(self.people())) } else { None };
        match people {
            Some(people) => say("registry-masked-whole", &[("who", who), ("where", place), ("people", people)]),
            None => say("registry-masked-empty", &[("who", who), ("where", place)]),
        }
    }

    /// The whole sentence for a page. In Chinese without marks of direction, where browsers would break the line between an
    /// initial and its title; among Chinese characters one letter of another script needs none.
    pub fn say(&self, v: &View) -> String {
        let mut words = self.words(|key, args| v.t_args(key, args));
        if v.locale == Locale::ZhHans {
            words.retain(|c| !matches!(c, '\u{2066}'..='\u{2069}'));
        }
        words
    }

    /// For the API; `say` gives words without marks of direction.
    pub fn view(&self, say: impl FnMut(&'static str, &[(&'static str, Arg)]) -> String) -> MaskedView {
        MaskedView {
            reference: self.reference,
            words: self.words(say),
            title: self.title.name(),
            initial: self.initial.clone(),
            county: self.county,
            people: self.size.clamp(0, MANY),
        }
    }
}

/// Several households in words for lists of other parts; those that do not exist are left out.
pub(crate) fn in_words(tx: &mut Tx<'_>, words: &I18n, households: &[PublicRef], locale: Locale) -> Res<HashMap<PublicRef, String>> {
    let masked = crate::household::open::masked_all(tx, households, locale)?;
    Ok(masked.into_iter().map(|(household, who)| (household, who.words(|key, args| words.plain(locale, key, args)))).collect())
}

/// What is kept unsealed of a head for the masked view: title and letter.
pub fn mask_of(head_name: &str, sex: Sex, birth: Birth, today: (i16, i8, i8)) -> (Title, String) {
    (Title::of(sex, birth, today), name::initial(head_name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: (i16, i8, i8) = (2025, 11, 1);

    /// English as in the locale file, small enough to be told from any name.
    fn say(key: &'static str, args: &[(&'static str, Arg)]) -> String {
        let of = |name: &str| match args.iter().find(|(n, _)| *n == name) {
            Some((_, Arg::Text(text))) => text.clone(),
            Some((_, Arg::Number(number))) => number.to_string(),
            None => String::new(),
        };
        match key {
            "registry-masked-mrs" => format!("Mrs {}.", of("initial")),
            "registry-masked-mr" => format!("Mr {}.", of("initial")),
            "registry-masked-where" => format!("village in {}", of("county")),
            "registry-masked-people" | "registry-masked-many" => format!("{} people", of("people")),
            "registry-masked-whole" => format!("{}, {}, {}", of("who"), of("where"), of("people")),
            "registry-masked-empty" => format!("{}, {}", of("who"), of("where")),
            _ => "family".into(),
        }
    }

    fn masked(name: &str, sex: Sex, birth: Birth, size: i64) -> Masked {
        let (title, initial) = mask_of(name, sex, birth, TODAY);
        let reference = PublicRef::new(Id::from_i64(1), Id::from_i64(2));
        Masked { reference, title, initial, county: Id::from_i64(1), county_name: "Zhashui County".into(), size }
    }

    #[test]
    fn a_household_is_spoken_of_with_respect_and_without_its_name() {
        let words = masked("王秀英", Sex::Female, Birth::Year(1950), 3).words(say);
        assert_eq!(words, "Mrs W., village in Zhashui County, 3 people");
        assert_eq!(masked("小明", Sex::Male, Birth::Year(2015), 2).title, Title::Family);
        assert_eq!(masked("x", Sex::Unknown, Birth::Unknown, 1).title, Title::Family);
        assert_eq!(masked("王秀英", Sex::Female, Birth::Unknown, 12).view(say).people, 7);
    }

    proptest! {
        /// Whatever the people are called, no name of two letters or more is part of the masked words.
        #[test]
        fn no_name_is_ever_in_the_masked_words(
            name in prop_oneof!["[\u{4e00}-\u{9fa5}]{2,4}", "[A-Z][a-z]{3,9} [A-Z][a-z]{3,9}", "[\u{627}-\u{64a}]{3,9}"],
            female in any::<bool>(), size in 0i64..20,
        ) {
            let sex = if female { Sex::Female } else { Sex::Male };
            let household = masked(&name, sex, Birth::Year(1960), size);
            let words = household.words(say);
            prop_assert!(!words.contains(&name));
            for part in name.split(' ').filter(|p| !"Zhashui County village people".contains(p)) {
                prop_assert!(!words.contains(part), "{words} holds {part}");
            }
            // The same household reads the same every time.
            prop_assert_eq!(words, masked(&name, sex, Birth::Year(1960), size).words(say));
        }
    }
}
