//! Names, successors, and who may change what.

use crate::{both, codes, id, place, with_tree};
use qianmo_kernel::{Actor, Fail, Grant, Id, Kind, Millis, Res, Role, Via};
use qianmo_places::import::import_successors;
use qianmo_places::*;

fn refused<T: std::fmt::Debug>(outcome: Res<T>) -> (Kind, &'static str) {
    match outcome {
        Err(Fail::Refused(refused)) => (refused.kind, refused.fields.first().map_or(refused.message, |f| f.message)),
        other => panic!("{other:?}"),
    }
}

fn administrator_of(place: &Place) -> Actor {
    let grants = vec![Grant { role: Role::Administrator, place: place.id, path: place.path.clone() }];
    Actor { grants, via: Via::Session, ..Actor::system() }
}

#[test]
fn a_renamed_place_is_found_by_both_names() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let county = id(db, "611026");
        t.clock.advance(Millis::DAY);
        let renamed = db.write_now(move |tx| rename(tx, &Actor::system(), county, Some(1), "柞水市")).unwrap();
        assert_eq!((renamed.name.as_str(), renamed.version), ("柞水市", 2));
        t.clock.advance(Millis::DAY);
        db.write_now(move |tx| rename(tx, &Actor::system(), county, None, "柞水县")).unwrap();
        let former = db.read_now(move |tx| names(tx, county)).unwrap();
        let spans: Vec<_> = former.iter().map(|n| (n.name.as_str(), (n.until.0 - n.from.0) == Millis::DAY)).collect();
        assert_eq!(spans, [("柞水市", true), ("柞水县", false)]);
        let outcome = db.write_now(move |tx| rename(tx, &Actor::system(), county, Some(1), "x"));
        assert_eq!(refused(outcome), (Kind::Changed, "web-changed"));
        let outcome = db.write_now(move |tx| rename(tx, &Actor::system(), county, None, "柞水县"));
        assert_eq!(refused(outcome), (Kind::Invalid, "places-same-name"));
    });
}

#[test]
fn only_an_administrator_of_the_place_changes_it() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let (county, own, other) = (place(db, "611026"), place(db, "6110"), place(db, "6212"));
        let id = county.id;
        let stranger = administrator_of(&other);
        assert_eq!(refused(db.write_now(move |tx| rename(tx, &stranger, id, None, "x"))).0, Kind::Forbidden);
        let reviewer =
            Actor { grants: vec![Grant { role: Role::Reviewer, place: own.id, path: own.path.clone() }], ..Actor::system() };
        assert_eq!(refused(db.write_now(move |tx| set_name(tx, &reviewer, id, "en", "x"))).0, Kind::Forbidden);
        let stranger = administrator_of(&other);
        let new = NewPlace { parent: own.id, code: "9".into(), level: "county".into(), name: "n".into(), language: "en".into() };
        let tried = new.clone();
        assert_eq!(refused(db.write_now(move |tx| add(tx, &stranger, &tried))).0, Kind::Forbidden);
        let right = administrator_of(&own);
        assert_eq!(db.write_now(move |tx| add(tx, &right, &new)).unwrap().path.ids().count(), 3);
        // Whoever ends a place must answer for it and for the one that stands for it.
        let (right, new) = (administrator_of(&own), place(db, "621226").id);
        let change = Succession { old: vec![id], new, at: t.db.env().clock.now() };
        assert_eq!(refused(db.write_now(move |tx| succeed(tx, &right, &change))).0, Kind::Forbidden);
    });
}

#[test]
fn a_name_in_another_language_is_set_and_set_again() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let county = id(db, "611026");
        for name in ["Zhashui", "Zhashui County", "Zhashui County"] {
            t.clock.advance(1_000);
            db.write_now(move |tx| set_name(tx, &Actor::system(), county, "en", name)).unwrap();
        }
        let known = db.read_now(move |tx| names(tx, county)).unwrap();
        assert_eq!(
            known.iter().map(|n| (n.name.as_str(), n.is_current())).collect::<Vec<_>>(),
            [("Zhashui County", true), ("Zhashui", false)]
        );
        let outcome = db.write_now(move |tx| set_name(tx, &Actor::system(), county, "zh-Hans", "x"));
        assert_eq!(refused(outcome), (Kind::Invalid, "places-own-language"));
    });
}

#[test]
fn merged_counties_are_found_from_the_new_one() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let (a, b, city) = (place(db, "611026"), place(db, "611024"), place(db, "6110"));
        let new = NewPlace {
            parent: city.id,
            code: "611030".into(),
            level: "county".into(),
            name: "合县".into(),
            language: "zh-Hans".into(),
        };
        let new = db.write_now(move |tx| add(tx, &Actor::system(), &new)).unwrap();
        t.clock.advance(Millis::DAY);
        let now = t.db.env().clock.now();
        let change = Succession { old: vec![a.id, b.id], new: new.id, at: now };
        db.write_now(move |tx| succeed(tx, &Actor::system(), &change)).unwrap();

        let ended = place(db, "611026");
        assert!(!ended.is_current() && ended.until == now && ended.href() == format!("/places/{}", ended.id));
        // What lay in it lies in the new one, under its old id and a new path.
        let village = place(db, "611026100001");
        assert_eq!(village.path.as_str().strip_prefix(new.path.as_str()).map(str::len), Some(28));
        let (new_id, old_id, village_path) = (new.id, a.id, village.path.clone());
        db.read_now(move |tx| {
            assert_eq!(codes(&children(tx, new_id)?), ["611026100", "611026101"]);
            assert!(children(tx, old_id)?.is_empty());
            assert_eq!(county_of(tx, &village_path)?.id, new_id);
            assert_eq!(codes(&lineage(tx, new_id)?), ["611030", "611026", "611024"]);
            assert_eq!(codes(&standing(tx, old_id)?), ["611030"]);
            assert_eq!(codes(&successors(tx, old_id)?), ["611030"]);
            let city = require(tx, new_id)?.parent;
            assert_eq!(codes(&children_at(tx, city, Millis(now.0 - 1))?), ["611024", "611026", "611030"]);
            assert_eq!(codes(&children_at(tx, city, now)?), ["611030"]);
            Ok(())
        })
        .unwrap();
        // And once more: what took over can itself be taken over.
        let next = NewPlace {
            parent: city.id,
            code: "611026".into(),
            level: "county".into(),
            name: "柞水县".into(),
            language: "zh-Hans".into(),
        };
        let next = db.write_now(move |tx| add(tx, &Actor::system(), &next)).unwrap();
        t.clock.advance(Millis::DAY);
        let change = Succession { old: vec![new.id], new: next.id, at: t.db.env().clock.now() };
        db.write_now(move |tx| succeed(tx, &Actor::system(), &change)).unwrap();
        let (next_id, first) = (next.id, a.id);
        db.read_now(move |tx| {
            assert_eq!(lineage(tx, next_id)?.len(), 4);
            assert_eq!(standing(tx, first)?.iter().map(|p| p.id).collect::<Vec<_>>(), [next_id]);
            // The code is borne by the new place now, the old one keeps its id.
            assert_eq!(by_code(tx, "611026")?.map(|p| p.id), Some(next_id));
            Ok(())
        })
        .unwrap();
        // An old list does not bring an ended place back.
        let report = crate::read(
            db,
            "code,parent,level,name\n611024,6110,county,山阳县\n",
            &qianmo_places::import::Options::usual("zh-Hans"),
        );
        assert_eq!(report.bad.iter().map(|b| b.reason).collect::<Vec<_>>(), [qianmo_places::import::Reason::Ended]);
    });
}

#[test]
fn what_is_told_late_leads_to_what_is_in_force_by_then() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let more = "code,parent,level,name\n611030,6110,county,合县\n611031,6110,county,又县\n611026102,611026,township,新镇\n";
        crate::read(db, more, &qianmo_places::import::Options::usual("zh-Hans"));
        let (first, second, third) = (place(db, "611026"), place(db, "611030"), place(db, "611031"));
        let (town, new_town) = (place(db, "611026100"), place(db, "611026102"));
        let told = Moved {
            old: first.id,
            new: second.id,
            old_path: first.path.as_str().to_owned(),
            new_path: second.path.as_str().to_owned(),
        };
        let merge = |old: Id, new: Id| {
            t.clock.advance(Millis::DAY);
            let change = Succession { old: vec![old], new, at: t.db.env().clock.now() };
            db.write_now(move |tx| succeed(tx, &Actor::system(), &change)).unwrap();
        };
        merge(first.id, second.id);
        // In time it leads where it was told to.
        let at_once = told.clone();
        assert_eq!(db.read_now(move |tx| at_once.today(tx)).unwrap(), std::slice::from_ref(&told));
        // A township within it ends, and the county that took over ends as well, before the first event has been heard.
        merge(town.id, new_town.id);
        merge(second.id, third.id);
        let steps = db.read_now(move |tx| told.today(tx)).unwrap();
        let (third_path, old_town) = (third.path.clone(), third.path.child(town.id));
        assert_eq!((steps[0].old, steps[0].new, steps[0].new_path.as_str()), (first.id, third.id, third_path.as_str()));
        assert_eq!((steps[1].old, steps[1].new, steps[1].old_path.as_str()), (town.id, new_town.id, old_town.as_str()));
        assert_eq!((steps[1].new_path.as_str(), steps.len()), (third_path.child(new_town.id).as_str(), 2));
    });
}

#[test]
fn a_merger_that_makes_no_sense_is_refused_and_changes_nothing() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        t.clock.advance(Millis::DAY);
        let now = t.db.env().clock.now();
        let (county, city, township, other) = (id(db, "611026"), id(db, "6110"), id(db, "611026100"), id(db, "621226"));
        for (old, new, at, told) in [
            (county, city, now, "places-succeed-within"),
            (county, township, now, "places-succeed-within"),
            (county, other, Millis(now.0 + 1), "places-succeed-when"),
            (city, other, now, "places-succeed-level"),
        ] {
            let change = Succession { old: vec![old], new, at };
            assert_eq!(refused(db.write_now(move |tx| succeed(tx, &Actor::system(), &change))).1, told);
        }
        let none = Succession { old: vec![], new: other, at: now };
        assert_eq!(refused(db.write_now(move |tx| succeed(tx, &Actor::system(), &none))).1, "web-field-required");
        assert!(place(db, "611026").is_current() && place(db, "6110").is_current());
    });
}

#[test]
fn successors_are_read_from_a_file_those_below_first() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let more = "code,parent,level,name\n611030,6110,county,合县\n611030100,611030,township,合镇\n";
        crate::read(db, more, &qianmo_places::import::Options::usual("zh-Hans"));
        let text = "old,new,at\n611026,611030,2020-01-01\n611026100,611030100,2020-01-01\n1,2,2020-01-01\n611024,611030,nonsense\n";
        // First only looked at: the same is told, and nothing has ended.
        let dry = import_successors(db, "s.csv", text.as_bytes(), &Actor::system(), true).unwrap();
        assert!(place(db, "611026").is_current() && place(db, "611026100").is_current());
        let told = import_successors(db, "s.csv", text.as_bytes(), &Actor::system(), false).unwrap();
        assert_eq!((told.taken, told.bad.iter().map(|b| b.line).collect::<Vec<_>>()), (2, vec![4, 5]));
        assert_eq!(dry, told);
        let new = id(db, "611030");
        let below = db.read_now(move |tx| children(tx, new)).unwrap();
        assert_eq!(codes(&below), ["611026101", "611030100"]);
        assert_eq!(place(db, "611026100001").path.ids().nth(3), Some(id(db, "611030100")));
        let again = import_successors(db, "s.csv", text.as_bytes(), &Actor::system(), false).unwrap();
        assert_eq!((again.taken, again.passed_over), (0, 2));
    });
}

#[test]
fn a_place_that_stands_for_an_older_one_is_in_force_from_that_day_on() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let (old, at) = (place(db, "611026"), t.db.env().clock.now());
        t.clock.advance(9 * Millis::DAY);
        let new = NewPlace {
            parent: old.parent,
            code: "611030".into(),
            level: "county".into(),
            name: "合县".into(),
            language: "zh-Hans".into(),
        };
        let new = db.write_now(move |tx| add(tx, &Actor::system(), &new)).unwrap();
        assert!(new.from > at);
        let change = Succession { old: vec![old.id], new: new.id, at };
        db.write_now(move |tx| succeed(tx, &Actor::system(), &change)).unwrap();
        let (old, new) = (place(db, "611026"), place(db, "611030"));
        assert_eq!((old.until, new.from), (at, at), "no day lies between them");
        let city = new.parent;
        let then = db.read_now(move |tx| children_at(tx, city, at)).unwrap();
        assert_eq!(codes(&then), ["611024", "611030"]);
    });
}

#[test]
fn a_county_that_is_divided_is_found_from_each_of_its_parts() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let more = "code,parent,level,name\n611031,6110,county,东县\n611032,6110,county,西县\n";
        crate::read(db, more, &qianmo_places::import::Options::usual("zh-Hans"));
        let (old, east, west) = (place(db, "611026"), place(db, "611031"), place(db, "611032"));
        let (first, second) = (id(db, "611026100"), id(db, "611026101"));
        t.clock.advance(Millis::DAY);
        let at = t.db.env().clock.now();
        let tried = |new: Vec<(Id, Vec<Id>)>| {
            let change = Split { old: old.id, new, at };
            refused(db.write_now(move |tx| split(tx, &Actor::system(), &change))).1
        };
        assert_eq!(tried(vec![(east.id, vec![first, second])]), "places-split-two");
        assert_eq!(tried(vec![(east.id, vec![first]), (east.id, vec![second])]), "places-split-two");
        assert_eq!(tried(vec![(east.id, vec![first]), (west.id, vec![])]), "places-split-children");
        assert_eq!(tried(vec![(east.id, vec![first, second]), (west.id, vec![second])]), "places-split-children");
        let text = "old,new,at,takes\n611026,611031,2020-05-01,611026100\n611026,611032,2020-05-01,611026101\n";
        let dry = import_successors(db, "s.csv", text.as_bytes(), &Actor::system(), true).unwrap();
        assert!((dry.taken, dry.bad.len()) == (2, 0) && place(db, "611026").is_current());
        assert_eq!(import_successors(db, "s.csv", text.as_bytes(), &Actor::system(), false).unwrap(), dry);
        assert!(!place(db, "611026").is_current());
        assert_eq!(place(db, "611026101").path, west.path.child(second));
        assert_eq!(place(db, "611026100001").path.ids().nth(2), Some(east.id));
        let (old_id, east_id, west_id) = (old.id, east.id, west.id);
        db.read_now(move |tx| {
            assert_eq!(codes(&children(tx, east_id)?), ["611026100"]);
            assert_eq!(codes(&children(tx, west_id)?), ["611026101"]);
            assert_eq!(codes(&standing(tx, old_id)?), ["611031", "611032"]);
            for part in [east_id, west_id] {
                assert!(lineage(tx, part)?.iter().any(|p| p.id == old_id));
            }
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn of_editors_who_saw_the_same_only_one_renames_it() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let county = id(db, "611026");
        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let editors: Vec<_> = (0..8)
                .map(|n| {
                    scope.spawn(move || db.write_now(move |tx| rename(tx, &Actor::system(), county, Some(1), &format!("县{n}"))))
                })
                .collect();
            editors.into_iter().map(|editor| editor.join().unwrap()).collect()
        });
        let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 7));
        for outcome in lost {
            assert_eq!(refused(outcome), (Kind::Changed, "web-changed"));
        }
        assert_eq!(db.read_now(move |tx| names(tx, county)).unwrap().len(), 1);
    });
}
