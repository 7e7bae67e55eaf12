//! The tree on both engines: reading in, finding, changing, pages and API.
#![allow(clippy::unwrap_used, clippy::panic)]

mod change;
mod import;
mod pages;
mod tree;

use qianmo_db::{Db, Engine};
use qianmo_kernel::Id;
use qianmo_places::import::{Options, Report, csv, run};
use qianmo_places::{Place, by_code};
use qianmo_testkit::TestDb;
use std::collections::HashMap;

/// Tells a story on a fresh database of each engine.
fn both(story: impl Fn(&TestDb)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        story(&TestDb::open(engine, qianmo_places::module().migration_list(), HashMap::new()));
    }
}

/// Two provinces down to a village.
const TREE: &str = "code,parent,level,name\n\
    61,,province,陕西省\n6110,61,city,商洛市\n611026,6110,county,柞水县\n611024,6110,county,山阳县\n\
    611026100,611026,township,乾佑街道\n611026101,611026,township,营盘镇\n611026100001,611026100,village,梨园社区\n\
    62,,province,甘肃省\n6212,62,city,陇南市\n621226,6212,county,礼县\n";

fn read(db: &Db, text: &str, options: &Options) -> Report {
    run(db, Box::new(csv("t.csv", text.as_bytes())), options, &mut |_| {}).unwrap()
}

fn with_tree(db: &Db) {
    let report = read(db, TREE, &Options::usual("zh-Hans"));
    assert_eq!((report.added, report.bad.len(), report.keeping_books), (10, 0, 3));
}

fn place(db: &Db, code: &str) -> Place {
    let code = code.to_owned();
    db.read_now(move |tx| by_code(tx, &code)).unwrap().unwrap()
}

fn codes(places: &[Place]) -> Vec<&str> {
    places.iter().map(|p| p.code.as_str()).collect()
}

fn id(db: &Db, code: &str) -> Id {
    place(db, code).id
}
