//! By what requests are told apart, and what is kept of who asks. Pure.

use qianmo_kernel::{Error, Res};
use qianmo_registry::Coarse as Registered;

/// By what requests are told apart. The names are stable; the words are `aid-fairness-by-<name>`.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dimension {
    /// All requests, as of the count.
    All,
    /// The place right under the county.
    Area,
    /// What they are for.
    Purpose,
    /// With or without a photo that everybody sees.
    Photo,
    /// Written by the household itself or by somebody for it.
    Writer,
    /// All requests, as of the beginning of the month.
    Groups,
    /// The head's age.
    Age,
    /// The head's sex.
    Sex,
    /// The severest disability in the household.
    Disability,
    /// The household's language.
    Language,
}

impl Dimension {
    /// Every one.
    pub const ALL: [Dimension; 10] = [
        Dimension::All,
        Dimension::Area,
        Dimension::Purpose,
        Dimension::Photo,
        Dimension::Writer,
        Dimension::Groups,
        Dimension::Age,
        Dimension::Sex,
        Dimension::Disability,
        Dimension::Language,
    ];

    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Dimension::All => "all",
            Dimension::Area => "area",
            Dimension::Purpose => "purpose",
            Dimension::Photo => "photo",
            Dimension::Writer => "writer",
            Dimension::Groups => "groups",
            Dimension::Age => "age",
            Dimension::Sex => "sex",
            Dimension::Disability => "disability",
            Dimension::Language => "language",
        }
    }

    /// The one of that name.
    pub fn stored(name: &str) -> Res<Dimension> {
        let found = Dimension::ALL.into_iter().find(|d| d.name() == name);
        found.ok_or_else(|| Error::new(format!("an unknown dimension is kept: {name}")).into())
    }

    /// Whether it is about who asks: told as of the beginning of a month only.
    pub const fn is_guarded(self) -> bool {
        matches!(self, Dimension::Groups | Dimension::Age | Dimension::Sex | Dimension::Disability | Dimension::Language)
    }
}

/// Ages of the head.
pub const AGES: [&str; 6] = ["under_18", "18_39", "40_59", "60_69", "70_up", "unknown"];
/// Sexes of the head.
pub const SEXES: [&str; 3] = ["female", "male", "unknown"];
/// The severest disability in a household.
pub const DISABILITIES: [&str; 4] = ["none", "some", "severe", "unknown"];
/// With a photo or without.
pub const PHOTOS: [&str; 2] = ["with", "without"];
/// Who wrote it.
pub const WRITERS: [&str; 2] = ["own", "proxy"];
/// The language that nothing is known of.
pub const NO_LANGUAGE: &str = "und";

/// The first byte of what is sealed: how the rest is to be read.
const FORM: u8 = 1;
/// The most bytes of a language's tag: its first part has eight at the most.
const TAG: usize = 12;
/// Always the same number of bytes, so that the length tells nothing.
const BYTES: usize = 4 + TAG;

/// What is kept of who asks: nobody can be told from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coarse {
    /// One of [`AGES`].
    pub age: &'static str,
    /// One of [`SEXES`].
    pub sex: &'static str,
    /// One of [`DISABILITIES`].
    pub disability: &'static str,
    /// BCP 47 without region.
    pub language: String,
}

impl Coarse {
    /// Of a household as the registry has it now.
    pub fn of(registered: &Registered) -> Coarse {
        let age = match registered.age_band {
            "60_74" | "75_up" => {
                if registered.from_seventy {
                    "70_up"
                } else {
                    "60_69"
                }
            }
            other => AGES.into_iter().find(|age| *age == other).unwrap_or("unknown"),
        };
        let known = |of: &[&'static str], name: &str| of.iter().copied().find(|one| *one == name).unwrap_or("unknown");
        let tag = registered.language.as_str();
        let fits = !tag.is_empty() && tag.len() <= TAG && tag.bytes().all(|b| b.is_ascii_alphanumeric());
        Coarse {
            age,
            sex: known(&SEXES, registered.sex),
            disability: known(&DISABILITIES, registered.disability),
            language: if fits { tag.to_ascii_lowercase() } else { NO_LANGUAGE.to_owned() },
        }
    }

    /// Of a household that is forgotten.
    pub fn unknown() -> Coarse {
        Coarse { age: "unknown", sex: "unknown", disability: "unknown", language: NO_LANGUAGE.to_owned() }
    }

    /// What is sealed.
    pub fn bytes(&self) -> Vec<u8> {
        let number = |of: &[&str], name: &str| of.iter().position(|one| *one == name).and_then(|at| u8::try_from(at).ok());
        let mut bytes = vec![FORM];
        let numbers = [number(&AGES, self.age), number(&SEXES, self.sex), number(&DISABILITIES, self.disability)];
        bytes.extend(numbers.map(Option::unwrap_or_default));
        bytes.extend(self.language.bytes().take(TAG));
        bytes.resize(BYTES, 0);
        bytes
    }

    /// Reads what was sealed.
    pub fn read(bytes: &[u8]) -> Res<Coarse> {
        let strange = || Error::new("a coarse row of an unknown form");
        let [FORM, age, sex, disability, tag @ ..] = bytes else { return Err(strange().into()) };
        let named = |of: &[&'static str], at: &u8| of.get(usize::from(*at)).copied().ok_or_else(strange);
        let end = tag.iter().position(|b| *b == 0).unwrap_or(tag.len());
        let language = tag.get(..end).and_then(|tag| std::str::from_utf8(tag).ok()).ok_or_else(strange)?;
        Ok(Coarse {
            age: named(&AGES, age)?,
            sex: named(&SEXES, sex)?,
            disability: named(&DISABILITIES, disability)?,
            language: language.to_owned(),
        })
    }
}
