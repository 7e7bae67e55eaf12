//! Which changes of the tree make sense.

use crate::level::Level;
use crate::place::Place;
use qianmo_kernel::{Kind, Millis, Refused, Res};

/// A place that has ended stays as it was.
pub(super) fn in_force(place: &Place) -> Res<()> {
    if place.is_current() { Ok(()) } else { Err(Refused::new(Kind::Conflict, "places-has-ended").arg("name", &place.name).into()) }
}

/// What the editor saw must be what is there.
pub(super) fn unchanged(place: &Place, seen: Option<i64>) -> Res<()> {
    match seen {
        Some(version) if version != place.version => Err(Refused::new(Kind::Changed, "web-changed").into()),
        _ => Ok(()),
    }
}

/// Whether a place of `level` may lie under `parent`, with a code that `bearer` bears.
pub(super) fn may_add(level: Option<Level>, parent: Option<&Place>, bearer: Option<&Place>) -> Res<Level> {
    if let Some(bearer) = bearer.filter(|b| b.is_current()) {
        let refused = qianmo_kernel::FieldError {
            field: "code".into(),
            message: "places-code-taken",
            args: vec![("name", bearer.name.clone())],
        };
        return Err(Refused::invalid(vec![refused]).into());
    }
    if let Some(parent) = parent {
        in_force(parent)?;
    }
    match level {
        Some(level) if parent.is_none_or(|p| p.level.is_wider_than(level)) => Ok(level),
        Some(_) => Err(Refused::field("level", "places-level-not-below").into()),
        None => Err(Refused::field("level", "places-level-unknown").into()),
    }
}

/// Whether `new` may stand for `old` from `at` on.
pub(super) fn may_succeed(old: &Place, new: &Place, at: Millis, now: Millis) -> Res<()> {
    in_force(old)?;
    in_force(new)?;
    if old.path.covers(&new.path) || new.path.covers(&old.path) {
        return Err(Refused::field("new", "places-succeed-within").into());
    }
    if at > now || at <= old.from {
        return Err(Refused::field("at", "places-succeed-when").into());
    }
    Ok(())
}

/// Whether what lies under a place that ends may lie under `new`.
pub(super) fn may_take(new: &Place, child: &Place) -> Res<()> {
    if new.level.is_wider_than(child.level) {
        Ok(())
    } else {
        Err(Refused::new(Kind::Conflict, "places-succeed-level").arg("name", &child.name).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{ALWAYS, FOREVER};
    use qianmo_kernel::{Fail, Id, PlacePath};

    fn place(path: &[i64], until: Millis) -> Place {
        let path = path.iter().fold(PlacePath::root(), |p, n| p.child(Id::from_i64(*n)));
        Place {
            id: path.ids().last().unwrap_or_default(),
            code: "1".into(),
            parent: Id::NONE,
            path,
            level: Level::COUNTY,
            name: "x".into(),
            language: "en".into(),
            keeps_books: true,
            from: ALWAYS,
            until,
            location: None,
            version: 1,
        }
    }

    fn refusal<T: std::fmt::Debug>(outcome: Res<T>) -> &'static str {
        match outcome {
            Err(Fail::Refused(refused)) => refused.fields.first().map_or(refused.message, |f| f.message),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_places_in_force_apart_from_each_other_succeed_and_not_in_the_future() {
        let now = Millis(1_000);
        let (old, new) = (place(&[1, 2], FOREVER), place(&[1, 3], FOREVER));
        assert!(may_succeed(&old, &new, now, now).is_ok());
        assert_eq!(refusal(may_succeed(&old, &place(&[1, 2, 4], FOREVER), now, now)), "places-succeed-within");
        assert_eq!(refusal(may_succeed(&old, &place(&[1], FOREVER), now, now)), "places-succeed-within");
        assert_eq!(refusal(may_succeed(&old, &old, now, now)), "places-succeed-within");
        assert_eq!(refusal(may_succeed(&place(&[1, 2], now), &new, now, now)), "places-has-ended");
        assert_eq!(refusal(may_succeed(&old, &place(&[1, 3], now), now, now)), "places-has-ended");
        assert_eq!(refusal(may_succeed(&old, &new, Millis(1_001), now)), "places-succeed-when");
        assert_eq!(refusal(may_succeed(&old, &new, ALWAYS, now)), "places-succeed-when");
    }

    #[test]
    fn a_new_place_lies_below_its_parent_and_bears_a_free_code() {
        let (city, county) = (Place { level: Level::CITY, ..place(&[1], FOREVER) }, place(&[1, 2], FOREVER));
        assert_eq!(may_add(Some(Level::COUNTY), Some(&city), None).ok(), Some(Level::COUNTY));
        assert_eq!(may_add(Some(Level::PROVINCE), None, Some(&place(&[9], Millis(5)))).ok(), Some(Level::PROVINCE));
        assert_eq!(refusal(may_add(Some(Level::COUNTY), Some(&county), None)), "places-level-not-below");
        assert_eq!(refusal(may_add(None, Some(&city), None)), "places-level-unknown");
        assert_eq!(refusal(may_add(Some(Level::COUNTY), Some(&city), Some(&county))), "places-code-taken");
    }
}
