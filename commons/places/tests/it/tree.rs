//! Finding places.

use crate::{both, codes, id, place, read, with_tree};
use qianmo_kernel::{Fail, Id, Kind, Locale, PlacePath};
use qianmo_places::import::{Options, import_names, known_names};
use qianmo_places::*;

#[test]
fn a_place_is_found_by_id_code_path_and_parent() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let county = place(db, "611026");
        assert_eq!((county.name.as_str(), county.level, county.keeps_books), ("柞水县", Level::COUNTY, true));
        assert_eq!(county.href(), "/places/611026");
        let village = place(db, "611026100001");
        assert!(county.path.covers(&village.path) && village.path.ids().count() == 5);
        let (path, county_id) = (village.path.clone(), county.id);
        db.read_now(move |tx| {
            assert_eq!(codes(&ancestors(tx, &path)?), ["61", "6110", "611026", "611026100", "611026100001"]);
            assert_eq!(codes(&children(tx, county_id)?), ["611026100", "611026101"]);
            assert_eq!(codes(&children(tx, Id::NONE)?), ["61", "62"]);
            assert_eq!(codes(&children_after(tx, county_id, "611026100", 5)?), ["611026101"]);
            assert_eq!(county_of(tx, &path)?.code, "611026");
            assert_eq!(at_level(tx, &path, Level::CITY)?.map(|p| p.code), Some("6110".into()));
            assert_eq!(at_level(tx, &PlacePath::root(), Level::CITY)?, None);
            assert!(has_children(tx, county_id)? && find(tx, Id::from_i64(5))?.is_none());
            assert_eq!(by_id_or_code(tx, &county_id.to_string())?.code, "611026");
            assert_eq!(by_id_or_code(tx, "6212")?.name, "陇南市");
            assert_eq!(
                counts(tx)?.iter().map(|(l, n)| (l.name(), *n)).collect::<Vec<_>>(),
                [("province", 2), ("city", 2), ("county", 3), ("township", 2), ("village", 1)]
            );
            assert_eq!(levels(tx)?.iter().filter(|(_, books)| *books).map(|(l, _)| *l).collect::<Vec<_>>(), [Level::COUNTY]);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn what_is_not_there_is_refused_not_an_error() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let city = place(db, "6110").path;
        let kinds = db.read_now(move |tx| {
            let mut kinds = Vec::new();
            let tries =
                [require(tx, Id::from_i64(5)), county_of(tx, &city), by_id_or_code(tx, "nowhere"), by_id_or_code(tx, "6\u{0}1")];
            for tried in tries {
                match tried {
                    Err(Fail::Refused(refused)) => kinds.push(refused.kind),
                    other => panic!("{other:?}"),
                }
            }
            Ok(kinds)
        });
        assert_eq!(kinds.unwrap(), [Kind::NotFound, Kind::Conflict, Kind::NotFound, Kind::NotFound]);
    });
}

#[test]
fn places_are_listed_by_parent_level_and_the_beginning_of_a_name() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        import_names(db, "names.csv", known_names()).unwrap();
        let (city, other) = (id(db, "6110"), id(db, "6212"));
        let found = |filter: Filter| {
            let places = db.read_now(move |tx| list(tx, &filter)).unwrap();
            places.iter().map(|p| p.code.clone()).collect::<Vec<_>>()
        };
        let base = Filter { limit: 50, ..Filter::default() };
        let words = |w: &str| Filter { words: Some(w.into()), ..base.clone() };
        assert_eq!(found(Filter { level: Some("county".into()), ..base.clone() }), ["611024", "611026", "621226"]);
        assert_eq!(found(Filter { level: Some("county".into()), parent: Some(city), ..base.clone() }), ["611024", "611026"]);
        assert_eq!(found(Filter { level: Some("village".into()), parent: Some(city), ..base.clone() }), [""; 0]);
        assert_eq!(found(Filter { limit: 3, ..base.clone() }), ["61", "6110", "611024"]);
        assert_eq!(
            found(Filter { limit: 3, after: Some((2, "611024".into())), ..base.clone() }),
            ["611026", "611026100", "611026100001"]
        );
        assert_eq!(found(words("柞水")), ["611026"]);
        assert_eq!(found(words("水")), [""; 0]);
        assert_eq!(found(words("zhaSHUI")), ["611026"]);
        assert_eq!(found(words("محافظة")), ["611024", "611026", "621226"]);
        assert_eq!(found(words("611026100")), ["611026100"]);
        assert_eq!(found(words("sh")), ["61", "6110", "611024"]);
        assert_eq!(found(Filter { after: Some((0, "61".into())), ..words("sh") }), ["6110", "611024"]);
        assert_eq!(found(Filter { parent: Some(other), ..words("محافظة") }), ["621226"]);
        assert_eq!(found(Filter { level: Some("city".into()), ..words("sh") }), ["6110"]);
        assert_eq!(found(words("%' \u{0}…")), [""; 0]);
        assert_eq!(found(Filter { level: Some("\u{0}".into()), ..base.clone() }), [""; 0]);
    });
}

#[test]
fn a_name_is_shown_in_the_readers_language_if_there_is_one() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let told = import_names(db, "names.csv", known_names()).unwrap();
        assert!(told.bad.is_empty() && told.taken == 14, "{told:?}");
        let again = import_names(db, "names.csv", known_names()).unwrap();
        assert_eq!(again.taken, 0);
        // The same code in another country means another place: its name is left alone.
        let other =
            import_names(db, "x.csv", &b"code,own,language,name\n61,Elsewhere,en,Wrong\n61,,xx_,No\n,,en,No\n"[..]).unwrap();
        assert_eq!((other.taken, other.bad.len()), (0, 2));
        let path = place(db, "611026100001").path;
        let [zh, en] = [Locale::ZhHans, Locale::En].map(|locale| {
            let path = path.clone();
            db.read_now(move |tx| labels_along(tx, &path, locale)).unwrap()
        });
        let texts = |labels: &[Label]| labels.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&zh), ["陕西省", "商洛市", "柞水县", "乾佑街道", "梨园社区"]);
        assert_eq!(texts(&en), ["Shaanxi", "Shangluo", "Zhashui County", "乾佑街道", "梨园社区"]);
        let whole = Locale::ALL.map(|locale| {
            let path = place(db, "611026").path;
            db.read_now(move |tx| whole_name(tx, &path, locale)).unwrap()
        });
        assert!(
            whole.contains(&"陕西省商洛市柞水县".to_owned()) && whole.contains(&"Zhashui County, Shangluo, Shaanxi".to_owned())
        );
        assert!(whole.iter().any(|name| name.contains("، ")), "{whole:?}");
        assert!(en[3].is_foreign(Locale::En) && !en[2].is_foreign(Locale::En) && !zh[0].is_foreign(Locale::ZhHans));
    });
}

#[test]
fn many_names_are_asked_for_at_once() {
    both(|t| {
        with_tree(&t.db);
        let ids: Vec<Id> =
            t.db.read_now(|tx| list(tx, &Filter { limit: 100, ..Filter::default() })).unwrap().iter().map(|p| p.id).collect();
        let many: Vec<Id> = (0..45).map(|n| Id::from_i64(1_000 + n)).chain(ids.clone()).collect();
        let found = t.db.read_now(move |tx| labels(tx, many.iter().copied(), Locale::Ar)).unwrap();
        assert_eq!(found.len(), ids.len());
        assert!(t.db.read_now(|tx| labels(tx, [], Locale::Ar)).unwrap().is_empty());
    });
}

#[test]
fn a_place_is_picked_step_by_step() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let ask = PickerAsk::new("/x").until(Level::TOWNSHIP).keep("for", "a b");
        let load = |chosen: Option<Id>, ask: &PickerAsk| {
            let ask = ask.clone();
            db.read_now(move |tx| Picked::load(tx, chosen, &ask, Locale::En)).unwrap()
        };
        assert!(load(None, &ask).chosen().is_none());
        assert!(load(Some(id(db, "611026")), &ask).chosen().is_none());
        assert_eq!(load(Some(id(db, "611026101")), &ask).chosen().map(|p| p.code.as_str()), Some("611026101"));
        // Nothing lies below it: deep enough.
        assert_eq!(load(Some(id(db, "621226")), &ask).chosen().map(|p| p.code.as_str()), Some("621226"));
        // A helper's own township is taken at once; what lies outside does not count.
        let own = ask.clone().within([place(db, "611026100").path]);
        assert_eq!(load(None, &own).chosen().map(|p| p.code.as_str()), Some("611026100"));
        assert_eq!(load(Some(id(db, "621226")), &own).chosen().map(|p| p.code.as_str()), Some("611026100"));
        assert!(load(Some(Id::from_i64(1)), &ask).chosen().is_none());
    });
}

#[test]
fn what_exists_in_the_code_only_is_offered_in_no_list() {
    both(|t| {
        let db = &t.db;
        let text = "code,parent,level,name\n11,,province,北京市\n1101,11,city,市辖区\n110101,1101,county,东城区\n110102,1101,county,西城区\n\
            41,,province,河南省\n4101,41,city,郑州市\n4190,41,city,省直辖县级行政区划\n419001,4190,county,济源市\n";
        read(db, text, &Options::usual("zh-Hans"));
        let (beijing, henan) = (id(db, "11"), id(db, "41"));
        db.read_now(move |tx| {
            assert_eq!(codes(&offered(tx, beijing)?), ["110101", "110102"]);
            assert_eq!(codes(&offered(tx, henan)?), ["4101", "419001"]);
            assert_eq!(codes(&children(tx, beijing)?), ["1101"], "the tree itself is as it was imported");
            Ok(())
        })
        .unwrap();
        let ask = PickerAsk::new("/x").until(Level::COUNTY);
        let picked = db.read_now(move |tx| Picked::load(tx, Some(beijing), &ask, Locale::En)).unwrap();
        let i18n = std::sync::Arc::new(
            qianmo_web::i18n::I18n::new(qianmo_web::server::words(&[qianmo_web::server::module(), module()])).unwrap(),
        );
        let view = qianmo_web::View::new(i18n, Locale::En, 480, qianmo_kernel::Millis(1_600_000_000_000), true);
        let shown = picked.picker(view).html();
        assert!(shown.contains("东城区") && !shown.contains("市辖区"), "{shown}");
    });
}
