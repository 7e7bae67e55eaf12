//! Which watched group a request is of, for the floors of the allocator: groups that are behind are lifted, none is ever held back.

use super::bands::{Coarse, Dimension, NO_LANGUAGE};
use super::{SMALL, coarse};
use crate::request::month_of;
use crate::statistics::back;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Id, PublicRef, Res};
use std::collections::BTreeMap;

/// The head is 70 or older.
pub const AGED: u32 = 1;
/// Somebody in the household has a disability.
pub const DISABILITY: u32 = 2;
/// The household's language is not the main one of its county.
pub const LANGUAGE: u32 = 3;

qianmo_db::sql! {
    /// What was counted lately of who asks in a county.
    const COUNTED = "SELECT dimension, band, CAST(SUM(opened) AS BIGINT) FROM aid_fairness WHERE county = $1 AND month >= $2
        AND guarded = 1 AND dimension IN ('age', 'disability', 'language') GROUP BY dimension, band";
}

/// What is main and what is rare in a county.
#[derive(Clone, Debug, Default)]
struct County {
    /// The language of most who ask; of the county's own names, as long as few have asked.
    language: String,
    /// Who asks, of each group.
    aged: i64,
    disability: i64,
    other_language: i64,
}

impl County {
    fn read(tx: &mut Tx<'_>, county: Id) -> Res<County> {
        let since = back(month_of(tx.now()), 12);
        let counted = tx.query(COUNTED, params![county, since], |row| Ok((row.text(0)?, row.text(1)?, row.i64(2)?)))?;
        let sum = |of: Dimension, is: &dyn Fn(&str) -> bool| -> i64 {
            counted.iter().filter(|(dimension, band, _)| dimension == of.name() && is(band)).map(|(.., n)| n).sum()
        };
        let most = counted
            .iter()
            .filter(|(dimension, band, _)| dimension == Dimension::Language.name() && band != NO_LANGUAGE)
            .max_by(|a, b| a.2.cmp(&b.2).then_with(|| b.1.cmp(&a.1)))
            .map(|(_, band, _)| band.clone());
        let enough = sum(Dimension::Language, &|band| band != NO_LANGUAGE) >= SMALL;
        let language = match most.filter(|_| enough) {
            Some(language) => language,
            None => qianmo_places::find(tx, county)?.map(|place| first_part(&place.language)).unwrap_or_default(),
        };
        Ok(County {
            aged: sum(Dimension::Age, &|band| band == "70_up"),
            disability: sum(Dimension::Disability, &|band| matches!(band, "some" | "severe")),
            other_language: sum(Dimension::Language, &|band| band != NO_LANGUAGE && band != language),
            language,
        })
    }

    /// The rarest of the groups that somebody is of, 0 for none.
    fn group(&self, who: &Coarse) -> u32 {
        let other = !self.language.is_empty() && who.language != NO_LANGUAGE && who.language != self.language;
        let groups = [
            (other, self.other_language, LANGUAGE),
            (matches!(who.disability, "some" | "severe"), self.disability, DISABILITY),
            (who.age == "70_up", self.aged, AGED),
        ];
        groups.into_iter().filter(|(is, ..)| *is).min_by_key(|(_, count, _)| *count).map_or(0, |(.., group)| group)
    }
}

/// The language without script and region.
fn first_part(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// Tells of many requests; what is main and rare is read once per county.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    counties: BTreeMap<Id, County>,
}

impl Watched {
    /// The group that a request is of: 0 none, [`AGED`], [`DISABILITY`] or [`LANGUAGE`]; of several, the one that fewest of its county who
    /// asked lately are of. 0 also where nothing is kept of it.
    pub fn group_of(&mut self, tx: &mut Tx<'_>, request: PublicRef) -> Res<u32> {
        let Some(who) = coarse::open(tx, request)? else { return Ok(0) };
        if let Some(county) = self.counties.get(&request.county) {
            return Ok(county.group(&who));
        }
        let county = County::read(tx, request.county)?;
        let group = county.group(&who);
        self.counties.insert(request.county, county);
        Ok(group)
    }
}

/// The group that one request is of, as [`Watched::group_of`].
pub fn group_of(tx: &mut Tx<'_>, request: PublicRef) -> Res<u32> {
    Watched::default().group_of(tx, request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(age: &'static str, disability: &'static str, language: &str) -> Coarse {
        Coarse { age, sex: "female", disability, language: language.to_owned() }
    }

    #[test]
    fn of_several_groups_the_rarest_counts() {
        let county = County { language: "zh".into(), aged: 5, disability: 9, other_language: 40 };
        assert_eq!(county.group(&who("40_59", "none", "zh")), 0);
        assert_eq!(county.group(&who("unknown", "unknown", NO_LANGUAGE)), 0, "what is not known lifts nobody");
        assert_eq!(county.group(&who("70_up", "none", "zh")), AGED);
        assert_eq!(county.group(&who("60_69", "some", "zh")), DISABILITY);
        assert_eq!(county.group(&who("18_39", "none", "bo")), LANGUAGE);
        assert_eq!(county.group(&who("70_up", "severe", "bo")), AGED, "five of them, against nine and forty");
        let new = County { language: "zh".into(), ..County::default() };
        assert_eq!(new.group(&who("70_up", "severe", "bo")), LANGUAGE, "nobody has asked yet: one order for all");
        assert_eq!(first_part("zh-Hans"), "zh");
    }
}
