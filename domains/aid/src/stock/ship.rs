//! What it costs to send goods: an estimate by the distance in the area tree and the weight of one item. Pure.
//!
//! The tree knows no roads. Two villages on either side of a provincial border count as far apart, and the corners of a large province
//! as near: it is an estimate for an order, never a price.

use qianmo_kernel::{Id, PlacePath};

/// How far two places lie apart, by what contains both.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Distance {
    /// In the same county.
    County,
    /// In what contains the county: a city, as a rule.
    City,
    /// In the same province, or whatever the widest places of the tree are.
    Province,
    /// Anywhere else.
    Elsewhere,
}

impl Distance {
    /// All of them, the nearest first.
    pub const ALL: [Distance; 4] = [Distance::County, Distance::City, Distance::Province, Distance::Elsewhere];

    /// The stable name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Distance::County => "county",
            Distance::City => "city",
            Distance::Province => "province",
            Distance::Elsewhere => "elsewhere",
        }
    }

    /// From the county where goods lie to where a request is.
    pub fn between(county: &PlacePath, request: &PlacePath) -> Self {
        if county.covers(request) {
            return Distance::County;
        }
        let from: Vec<Id> = county.ids().collect();
        let common = from.iter().zip(request.ids()).take_while(|(a, b)| **a == *b).count();
        match common {
            0 => Distance::Elsewhere,
            // What contains the county contains both. A county right below the top has its province around it.
            n if n + 1 >= from.len() => Distance::City,
            _ => Distance::Province,
        }
    }
}

/// The class of weight of one item.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weight {
    /// Up to a kilogram.
    Light,
    /// Up to five kilograms.
    Medium,
    /// Up to twenty kilograms.
    Heavy,
    /// More, or too large for a parcel.
    Bulky,
}

impl Weight {
    /// The names, the lightest first.
    pub const NAMES: &'static [&'static str] = &["light", "medium", "heavy", "bulky"];

    /// The stable name in the database and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Weight::Light => "light",
            Weight::Medium => "medium",
            Weight::Heavy => "heavy",
            Weight::Bulky => "bulky",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Weight> {
        [Weight::Light, Weight::Medium, Weight::Heavy, Weight::Bulky].into_iter().find(|w| w.name() == name)
    }

    /// What one item of a kind weighs as a rule.
    pub fn usual(kind: &str) -> Weight {
        match kind {
            "furniture" => Weight::Bulky,
            "medical" | "tools" => Weight::Heavy,
            "bedding" | "food" | "household" | "electronics" => Weight::Medium,
            _ => Weight::Light,
        }
    }
}

/// What sending one item costs, in minor units of the installation's currency: for each class of weight in the same county, in the same
/// city, in the same province, and elsewhere.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Rates {
    /// Up to a kilogram.
    pub light: [i64; 4],
    /// Up to five kilograms.
    pub medium: [i64; 4],
    /// Up to twenty kilograms.
    pub heavy: [i64; 4],
    /// More, or too large for a parcel.
    pub bulky: [i64; 4],
}

impl Default for Rates {
    /// In fen, by what parcels and freight cost at the counters of couriers; set what is right where you are.
    fn default() -> Self {
        Rates {
            light: [300, 400, 600, 1_000],
            medium: [500, 700, 1_000, 1_800],
            heavy: [1_000, 1_500, 2_500, 4_500],
            bulky: [3_000, 5_000, 9_000, 16_000],
        }
    }
}

impl Rates {
    /// What sending one item so far costs.
    pub const fn each(&self, weight: Weight, distance: Distance) -> i64 {
        let [county, city, province, elsewhere] = match weight {
            Weight::Light => self.light,
            Weight::Medium => self.medium,
            Weight::Heavy => self.heavy,
            Weight::Bulky => self.bulky,
        };
        match distance {
            Distance::County => county,
            Distance::City => city,
            Distance::Province => province,
            Distance::Elsewhere => elsewhere,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(ids: &[i64]) -> PlacePath {
        ids.iter().fold(PlacePath::root(), |path, id| path.child(Id::from_i64(*id)))
    }

    #[test]
    fn distance_is_told_by_what_contains_both() {
        let county = path(&[61, 10, 26]);
        for (to, distance) in [
            (path(&[61, 10, 26, 1, 2]), Distance::County),
            (path(&[61, 10, 26]), Distance::County),
            (path(&[61, 10, 24, 1]), Distance::City),
            (path(&[61, 11, 1, 1]), Distance::Province),
            (path(&[62, 10, 26]), Distance::Elsewhere),
            (PlacePath::root(), Distance::Elsewhere),
        ] {
            assert_eq!(Distance::between(&county, &to), distance, "{to}");
        }
        assert_eq!(Distance::between(&path(&[9, 26]), &path(&[9, 27])), Distance::City, "a county right below the top");
        assert_eq!(Distance::between(&path(&[26]), &path(&[27])), Distance::Elsewhere);
    }

    #[test]
    fn whatever_is_heavier_or_farther_costs_no_less() {
        let rates = Rates::default();
        for weight in Weight::NAMES.iter().filter_map(|name| Weight::from_name(name)) {
            let costs = Distance::ALL.map(|distance| rates.each(weight, distance));
            assert!(costs.is_sorted(), "{}", weight.name());
        }
        for distance in Distance::ALL {
            let costs: Vec<i64> =
                Weight::NAMES.iter().filter_map(|name| Weight::from_name(name)).map(|w| rates.each(w, distance)).collect();
            assert!(costs.is_sorted() && costs.len() == 4, "{}", distance.name());
        }
    }
}
