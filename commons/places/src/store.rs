//! The rows of the area tree.

use crate::level::Level;
use crate::place::{Location, Place};
use qianmo_db::{Row, Tx, params, sql};
use qianmo_kernel::{Actor, Error, Id, Millis, Res};
use serde::Serialize;

/// How many places [`ALONG`] asks for at once.
pub(crate) const ALONG_AT_ONCE: usize = 6;
/// How many names [`LABELS`] asks for at once.
pub(crate) const LABELS_AT_ONCE: usize = 20;

sql! {
    pub(crate) const FIND = "SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
        FROM place WHERE id = $1";
    /// Some places at once, the widest first.
    pub(crate) const ALONG = "SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
        FROM place WHERE id IN ($1, $2, $3, $4, $5, $6) ORDER BY depth";
    /// Of several places that bore a code, the one in force has the largest end.
    pub(crate) const BY_CODE = "SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
        FROM place WHERE code = $1 ORDER BY until_at DESC LIMIT 1";
    pub(crate) const CHILDREN = "SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
        FROM place WHERE parent = $1 AND until_at = $2 AND code > $3 ORDER BY code LIMIT $4";
    pub(crate) const CHILDREN_AT = "SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
        FROM place WHERE parent = $1 AND from_at <= $2 AND until_at > $2 ORDER BY code, id";
    pub(crate) const OF_LEVEL = "SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
        FROM place WHERE level = $1 AND until_at = $2 AND code > $3 ORDER BY code LIMIT $4";
    pub(crate) const IN_ORDER = "SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
        FROM place WHERE code > $1 AND until_at = $2 ORDER BY code LIMIT $3";
    /// By the beginning of a name (its own, one in another language, one it had before) or by its code; wide places first.
    pub(crate) const SEARCH = "SELECT id, code, parent, path, level, depth, name, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version \
        FROM place WHERE id IN (SELECT id FROM place WHERE folded >= $1 AND folded < $2 \
            UNION SELECT place FROM place_name WHERE folded >= $1 AND folded < $2 \
            UNION SELECT id FROM place WHERE code = $3) \
        AND until_at = $4 AND path >= $5 AND path < $6 AND (level = $7 OR $7 = '') AND (depth, code) > ($8, $9) \
        ORDER BY depth, code LIMIT $10";
    pub(crate) const HAS_CHILDREN = "SELECT 1 FROM place WHERE parent = $1 AND until_at = $2 LIMIT 1";
    pub(crate) const ANY = "SELECT 1 FROM place LIMIT 1";
    pub(crate) const COUNTS = "SELECT level, MIN(depth), COUNT(*) FROM place WHERE until_at = $1 GROUP BY level ORDER BY 2";

    pub(crate) const LABELS = "SELECT p.id, p.name, p.language, n.name FROM place p \
        LEFT JOIN place_name n ON n.place = p.id AND n.language = $1 AND n.until_at = 9223372036854775807 \
        WHERE p.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
    pub(crate) const NAMES = "SELECT language, name, from_at, until_at FROM place_name WHERE place = $1 ORDER BY until_at DESC, language";
    pub(crate) const NAMES_OF_SOME = "SELECT name FROM place_name WHERE place IN ($1, $2, $3, $4, $5, $6) ORDER BY id";
    pub(crate) const LAST_NAME_UNTIL = "SELECT until_at FROM place_name WHERE place = $1 AND language = $2 ORDER BY until_at DESC LIMIT 1";
    pub(crate) const ADD_NAME = "INSERT INTO place_name (id, place, language, name, folded, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    pub(crate) const END_NAME = "UPDATE place_name SET until_at = $1 WHERE place = $2 AND language = $3 AND until_at = $4";
    pub(crate) const FIND_NAME = "SELECT name FROM place_name WHERE place = $1 AND language = $2 AND until_at = $3";

    pub(crate) const ADD = "INSERT INTO place (id, code, parent, path, level, depth, name, folded, language, keeps_books, from_at, until_at, lat_e6, lng_e6, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)";
    pub(crate) const RENAME = "UPDATE place SET name = $1, folded = $2, language = $3, version = version + 1 WHERE id = $4 AND version = $5";
    pub(crate) const LOCATE = "UPDATE place SET lat_e6 = $1, lng_e6 = $2, version = version + 1 WHERE id = $3";
    pub(crate) const END = "UPDATE place SET until_at = $1, version = version + 1 WHERE id = $2 AND version = $3";
    pub(crate) const MOVE_CHILDREN = "UPDATE place SET parent = $1, version = version + 1 WHERE parent = $2 AND until_at = $3";
    /// Gives all below a place, ended ones too, the path they have under another one. `$2` is the length of the old path and one.
    pub(crate) const MOVE_PATHS = "UPDATE place SET path = $1 || SUBSTR(path, CAST($2 AS INTEGER)) WHERE path > $3 AND path < $4";
    pub(crate) const MOVE_CHILD = "UPDATE place SET parent = $1, path = $2, version = version + 1 WHERE id = $3";
    pub(crate) const TAKE_OVER = "UPDATE place SET from_at = $1, version = version + 1 WHERE id = $2 AND version = $3";
    pub(crate) const TOUCH = "UPDATE place SET version = version + 1 WHERE id = $1 AND version = $2";

    pub(crate) const LEVELS = "SELECT name, depth, keeps_books FROM place_level ORDER BY depth, name";
    pub(crate) const ADD_LEVEL = "INSERT INTO place_level (name, depth, keeps_books) VALUES ($1, $2, $3) \
        ON CONFLICT (name) DO UPDATE SET depth = excluded.depth, keeps_books = excluded.keeps_books";

    pub(crate) const PREDECESSORS = "SELECT place FROM place_successor WHERE successor = $1 ORDER BY at, place";
    pub(crate) const SUCCESSORS = "SELECT successor FROM place_successor WHERE place = $1 ORDER BY at, successor";
    pub(crate) const HEIRS = "SELECT DISTINCT successor FROM place_successor WHERE successor IN ($1, $2, $3, $4, $5, $6)";
    /// Places below a path for which others stand, the deepest first.
    pub(crate) const ENDED_UNDER = "SELECT id, path FROM place WHERE id IN (SELECT place FROM place_successor) AND path > $1 AND path < $2 \
        ORDER BY depth DESC, id";
    pub(crate) const ADD_SUCCESSOR = "INSERT INTO place_successor (place, successor, at) VALUES ($1, $2, $3) ON CONFLICT (place, successor) DO NOTHING";

    pub(crate) const ADD_EVENT = "INSERT INTO place_event (id, place, kind, actor, at, data) VALUES ($1, $2, $3, $4, $5, $6)";
}

/// A row of the statements above that select a whole place.
pub(crate) fn place(row: &Row<'_>) -> Res<Place> {
    let depth = u8::try_from(row.i64(5)?).map_err(|_| Error::new("a place lies deeper than any level"))?;
    let location = match (row.opt_i64(11)?, row.opt_i64(12)?) {
        (Some(lat_e6), Some(lng_e6)) => Some(Location { lat_e6, lng_e6 }),
        _ => None,
    };
    Ok(Place {
        id: row.id(0)?,
        code: row.text(1)?,
        parent: row.id(2)?,
        path: row.path(3)?,
        level: Level::stored(&row.text(4)?, depth),
        name: row.text(6)?,
        language: row.text(7)?,
        keeps_books: row.flag(8)?,
        from: row.millis(9)?,
        until: row.millis(10)?,
        location,
        version: row.i64(13)?,
    })
}

pub(crate) fn add(tx: &mut Tx<'_>, place: &Place) -> Res<()> {
    let folded = crate::name::fold(&place.name);
    let (lat, lng) = (place.location.map(|l| l.lat_e6), place.location.map(|l| l.lng_e6));
    let values = params![
        place.id,
        &place.code,
        place.parent,
        &place.path,
        place.level.name(),
        place.level.depth(),
        &place.name,
        &folded,
        &place.language,
        place.keeps_books,
        place.from,
        place.until,
        lat,
        lng
    ];
    tx.execute(ADD, values).map(|_| ())
}

/// Keeps a former name: it was in force until `until`.
pub(crate) fn keep_former_name(tx: &mut Tx<'_>, place: &Place, until: Millis) -> Res<()> {
    let last = tx.first(LAST_NAME_UNTIL, params![place.id, &place.language], |row| row.millis(0))?;
    let from = last.filter(|last| *last < until).unwrap_or(place.from);
    add_name(tx, place.id, &place.language, &place.name, from, until)
}

pub(crate) fn add_name(tx: &mut Tx<'_>, place: Id, language: &str, name: &str, from: Millis, until: Millis) -> Res<()> {
    let (id, folded) = (tx.new_id(), crate::name::fold(name));
    tx.execute(ADD_NAME, params![id, place, language, name, &folded, from, until]).map(|_| ())
}

pub(crate) fn add_event(tx: &mut Tx<'_>, place: Id, kind: &str, actor: &Actor, data: &impl Serialize) -> Res<()> {
    let (id, now) = (tx.new_id(), tx.now());
    let data = serde_json::to_string(data).map_err(|e| Error::because("a place's event", e))?;
    tx.execute(ADD_EVENT, params![id, place, kind, actor.account, now, &data]).map(|_| ())
}
