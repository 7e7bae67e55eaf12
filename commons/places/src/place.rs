//! A place of the area tree.

use crate::level::Level;
use qianmo_kernel::{Id, Millis, PlacePath};

/// The end of time: until then a place or a name is in force that has not ended.
pub const FOREVER: Millis = Millis(i64::MAX);
/// The beginning: since then a place is in force whose beginning is not known.
pub const ALWAYS: Millis = Millis(0);

/// Where a place lies, in millionths of a degree (WGS 84).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Location {
    /// Latitude, -90,000,000 to 90,000,000.
    pub lat_e6: i64,
    /// Longitude, -180,000,000 to 180,000,000.
    pub lng_e6: i64,
}

/// A node of the area tree: a province, a county, a village …
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its name for the program, for ever.
    pub id: Id,
    /// Its code in its country's list. Only one place in force bears it; one that has ended may have borne it before.
    pub code: String,
    /// What it lies in; [`Id::NONE`] at the top.
    pub parent: Id,
    /// The way from the top to it.
    pub path: PlacePath,
    /// Its level.
    pub level: Level,
    /// Its name in its own language.
    pub name: String,
    /// That language (BCP 47).
    pub language: String,
    /// Whether the books are kept here: a county, as a rule.
    pub keeps_books: bool,
    /// In force since; [`ALWAYS`] when not known.
    pub from: Millis,
    /// In force until; [`FOREVER`] while it has not ended.
    pub until: Millis,
    /// Where it lies, if that was imported.
    pub location: Option<Location>,
    /// Counts its changes.
    pub version: i64,
}

impl Place {
    /// Whether it has not ended.
    pub fn is_current(&self) -> bool {
        self.until == FOREVER
    }

    /// Whether it exists in the code only, to keep the levels of China's list even ("municipal districts" under Beijing): no
    /// city that anybody would look for. Lists show what lies below it in its stead; see `ui/places/README.md`.
    pub fn is_connector(&self) -> bool {
        let named = matches!(self.name.as_str(), "市辖区" | "县" | "省直辖县级行政区划" | "自治区直辖县级行政区划");
        named && self.level == Level::CITY
    }

    /// The address of its page: by its code as long as it is in force, since codes are what people know.
    pub fn href(&self) -> String {
        let speakable = !self.code.is_empty() && self.code.len() <= 24 && self.code.bytes().all(|b| b.is_ascii_alphanumeric());
        if self.is_current() && speakable && self.code.parse::<Id>().is_err() {
            format!("/places/{}", self.code)
        } else {
            format!("/places/{}", self.id)
        }
    }
}
