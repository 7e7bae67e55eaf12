//! The import itself: check each row, find its parent, and write what is new in batches.

use super::check::why_waiting;
use super::codes::Codes;
use super::row::{BadRow, Raw, Reason};
use super::source::Source;
use super::{LevelRule, Options, Report};
use crate::level::Level;
use crate::place::{ALWAYS, FOREVER, Place};
use crate::{many, store, tree};
use qianmo_db::{Db, Tx, params};
use qianmo_kernel::{Actor, Fail, Id, Millis, PlacePath, Res, text};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Rows looked at and written together.
const BATCH: usize = 4_000;
pub(super) const NONE: u32 = u32::MAX;

/// Reads a tree in. `watch` is told how far it is after each batch.
pub fn run(db: &Db, source: Box<dyn Source + '_>, options: &Options, watch: &mut dyn FnMut(&Report)) -> Res<Report> {
    let mut run = Run::start(db, options)?;
    let mut batch = Vec::with_capacity(BATCH);
    source.each(&mut |row| {
        run.report.rows += 1;
        match row {
            Ok(raw) => batch.push(raw),
            Err(bad) => run.bad(bad),
        }
        if batch.len() == BATCH {
            run.batch(std::mem::take(&mut batch))?;
            watch(&run.report);
        }
        Ok(())
    })?;
    run.batch(batch)?;
    run.end()?;
    watch(&run.report);
    Ok(run.report)
}

/// What is kept of a row that was seen.
#[derive(Copy, Clone)]
pub(super) struct Node {
    /// [`Id::NONE`] while the place is neither known nor taken.
    pub id: Id,
    pub parent: u32,
    pub rank: u8,
    /// Whether it stood in a file; else it is known from before.
    pub seen: bool,
    /// Whether `only_under` wants it.
    pub wanted: bool,
    /// Whether it has ended.
    pub ended: bool,
}

/// A row and the place of that code that is known from before.
pub(super) type Met = (Raw, Option<Arc<Place>>);

pub(super) enum Outcome {
    Taken,
    Waits,
    LeftOut,
    Bad(Reason),
}

enum Change {
    Rename(Arc<Place>, String, String),
    Locate(Id, crate::place::Location),
}

pub(super) struct Run<'a> {
    pub(super) db: &'a Db,
    pub(super) options: &'a Options,
    pub(super) report: Report,
    pub(super) now: Millis,
    /// Whether there were no places at all, so that nothing has to be looked up.
    pub(super) fresh: bool,
    pub(super) levels: Vec<LevelRule>,
    pub(super) learns: bool,
    pub(super) deepest: Option<usize>,
    pub(super) codes: Codes,
    pub(super) nodes: Vec<Node>,
    /// Paths of places that are known from before.
    pub(super) paths: HashMap<u32, PlacePath>,
    /// The path that was computed last: rows of one parent follow each other.
    pub(super) last_path: (u32, PlacePath),
    pub(super) wanted: HashSet<String>,
    pub(super) wanted_ids: HashSet<Id>,
    /// Rows above a wanted one, until all wanted ones were seen.
    pub(super) held: HashMap<u32, Met>,
    pub(super) wanted_left: usize,
    /// Rows whose parent has not come yet, by its code.
    pub(super) waiting: HashMap<String, Vec<Met>>,
    pub(super) refused: HashSet<String>,
    pub(super) parents: HashMap<String, Arc<Place>>,
    new: Vec<Place>,
    changes: Vec<Change>,
}

impl<'a> Run<'a> {
    fn start(db: &'a Db, options: &'a Options) -> Res<Self> {
        let roots = options.only_under.clone();
        let (fresh, known_levels, known_roots) = db.read_now(move |tx| {
            let fresh = tx.first(store::ANY, params![], |_| Ok(()))?.is_none();
            let mut known = Vec::new();
            for code in &roots {
                known.extend(tree::by_code(tx, code)?);
            }
            Ok((fresh, tree::levels(tx)?, known))
        })?;
        let mut levels = options.levels.clone();
        let learns = levels.is_empty() && known_levels.is_empty();
        if levels.is_empty() {
            levels = known_levels
                .iter()
                .map(|(level, books)| LevelRule { name: level.name().to_owned(), keeps_books: *books })
                .collect();
        }
        let deepest = options.deepest.as_deref().and_then(|name| levels.iter().position(|l| l.name == name));
        Ok(Run {
            db,
            options,
            report: Report::default(),
            now: db.env().clock.now(),
            fresh,
            deepest,
            learns,
            levels,
            codes: Codes::default(),
            nodes: Vec::new(),
            paths: HashMap::new(),
            last_path: (NONE, PlacePath::root()),
            wanted: options.only_under.iter().cloned().collect(),
            wanted_left: options.only_under.len() - known_roots.len().min(options.only_under.len()),
            wanted_ids: known_roots.iter().map(|p| p.id).collect(),
            held: HashMap::new(),
            waiting: HashMap::new(),
            refused: HashSet::new(),
            parents: HashMap::new(),
            new: Vec::new(),
            changes: Vec::new(),
        })
    }

    fn bad(&mut self, bad: BadRow) {
        self.refused.insert(bad.code.clone());
        self.report.bad.push(bad);
    }

    fn batch(&mut self, rows: Vec<Raw>) -> Res<()> {
        for met in self.meet(rows)? {
            self.accept(met);
        }
        self.write()
    }

    /// Looks up which codes and parents are known from before.
    fn meet(&mut self, rows: Vec<Raw>) -> Res<Vec<Met>> {
        if self.fresh {
            return Ok(rows.into_iter().map(|raw| (raw, None)).collect());
        }
        let mut parents: Vec<String> = rows.iter().map(|r| &r.parent).filter(|p| self.codes.find(p).is_none()).cloned().collect();
        parents.sort_unstable();
        parents.dedup();
        // A code with a NUL in it is refused later and must not be asked for: PostgreSQL keeps no such text.
        let codes: Vec<String> = rows.iter().map(|r| &r.code).chain(&parents).filter(|c| !c.contains('\0')).cloned().collect();
        let known = self.db.read_now(move |tx| many::by_codes(tx, &codes))?;
        let known: HashMap<String, Arc<Place>> = known.into_iter().map(|(code, place)| (code, Arc::new(place))).collect();
        self.parents =
            parents.into_iter().filter_map(|code| Some((known.get(&code)?.clone(), code))).map(|(p, code)| (code, p)).collect();
        self.parents.retain(|_, place| place.is_current());
        Ok(rows.into_iter().map(|raw| (known.get(&raw.code).cloned(), raw)).map(|(known, raw)| (raw, known)).collect())
    }

    /// Takes a row, and after it those that waited for it.
    fn accept(&mut self, met: Met) {
        let mut next = vec![met];
        while let Some((raw, known)) = next.pop() {
            match self.judge(&raw, known.as_ref()) {
                Outcome::Waits => {
                    self.waiting.entry(raw.parent.clone()).or_default().push((raw, known));
                    continue;
                }
                Outcome::Taken => {}
                Outcome::LeftOut => self.report.left_out += 1,
                Outcome::Bad(reason) => {
                    self.bad(BadRow { file: raw.file, line: raw.line, code: raw.code, reason });
                    continue;
                }
            }
            next.extend(self.waiting.remove(&raw.code).into_iter().flatten().rev());
        }
    }

    /// Takes what stands above a wanted row and was held back.
    pub(super) fn take_held(&mut self, parent: u32) {
        let mut above = Vec::new();
        let mut at = parent;
        while let Some((raw, known)) = self.held.remove(&at) {
            self.report.left_out = self.report.left_out.saturating_sub(1);
            above.push((at, raw, known));
            at = self.nodes.get(at as usize).map_or(NONE, |n| n.parent);
        }
        for (number, raw, known) in above.into_iter().rev() {
            self.take(number, &raw, known.as_ref());
        }
    }

    pub(super) fn take(&mut self, number: u32, raw: &Raw, known: Option<&Arc<Place>>) {
        let Some(node) = self.nodes.get(number as usize).copied() else { return };
        let Some(rule) = self.levels.get(usize::from(node.rank)) else { return };
        let (level, keeps_books) = (rule.name.clone(), raw.keeps_books.unwrap_or(rule.keeps_books));
        let name = text::tidy(&raw.name);
        let language = if raw.language.is_empty() { self.options.language.clone() } else { raw.language.clone() };
        self.count(&level, known.map_or(keeps_books, |place| place.keeps_books));
        match known {
            Some(place) => {
                let (renamed, located) = (place.name != name, raw.location.is_some() && raw.location != place.location);
                self.report.renamed += u64::from(renamed);
                self.report.located += u64::from(located);
                self.report.unchanged += u64::from(!renamed && !located);
                if renamed {
                    self.changes.push(Change::Rename(place.clone(), name, language));
                }
                if let Some(location) = raw.location.filter(|_| located) {
                    self.changes.push(Change::Locate(place.id, location));
                }
            }
            None => {
                let id = self.db.env().ids.make();
                if let Some(node) = self.nodes.get_mut(number as usize) {
                    node.id = id;
                }
                self.report.added += 1;
                let above = self.path(node.parent);
                let parent = self.nodes.get(node.parent as usize).map_or(Id::NONE, |p| p.id);
                self.new.push(Place {
                    id,
                    code: raw.code.clone(),
                    parent,
                    path: above.child(id),
                    level: Level::stored(&level, node.rank),
                    name,
                    language,
                    keeps_books,
                    from: raw.from.unwrap_or(ALWAYS),
                    until: raw.until.unwrap_or(FOREVER),
                    location: raw.location,
                    version: 1,
                });
            }
        }
    }

    fn count(&mut self, level: &str, keeps_books: bool) {
        self.report.keeping_books += u64::from(keeps_books);
        match self.report.levels.iter_mut().find(|(name, _)| name == level) {
            Some((_, count)) => *count += 1,
            None => self.report.levels.push((level.to_owned(), 1)),
        }
    }

    /// The path of a place that is known or taken.
    fn path(&mut self, number: u32) -> PlacePath {
        if self.last_path.0 == number {
            return self.last_path.1.clone();
        }
        let (mut ids, mut at, mut path) = (Vec::new(), number, PlacePath::root());
        while let Some(node) = self.nodes.get(at as usize) {
            if let Some(known) = self.paths.get(&at) {
                path = known.clone();
                break;
            }
            ids.push(node.id);
            at = node.parent;
        }
        for id in ids.into_iter().rev() {
            path = path.child(id);
        }
        self.last_path = (number, path.clone());
        path
    }

    fn write(&mut self) -> Res<()> {
        let (new, changes) = (std::mem::take(&mut self.new), std::mem::take(&mut self.changes));
        if self.options.dry_run || (new.is_empty() && changes.is_empty()) {
            return Ok(());
        }
        self.db.write_now(move |tx| {
            many::add(tx, &new)?;
            changes.iter().try_for_each(|change| apply(tx, change))
        })
    }

    /// What still waits will wait for ever; then the levels are written down.
    fn end(&mut self) -> Res<()> {
        let waiting: Vec<Raw> = std::mem::take(&mut self.waiting).into_values().flatten().map(|(raw, _)| raw).collect();
        let parent_of: HashMap<&str, &str> = waiting.iter().map(|raw| (raw.code.as_str(), raw.parent.as_str())).collect();
        let bad: Vec<BadRow> = waiting
            .iter()
            .map(|raw| {
                let reason = why_waiting(raw, &parent_of, &self.refused);
                BadRow { file: raw.file.clone(), line: raw.line, code: raw.code.clone(), reason }
            })
            .collect();
        bad.into_iter().for_each(|bad| self.bad(bad));
        self.report.bad.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        let order: HashMap<&str, usize> = self.levels.iter().enumerate().map(|(rank, level)| (level.name.as_str(), rank)).collect();
        self.report.levels.sort_by_key(|(name, _)| order.get(name.as_str()).copied());
        if self.options.dry_run {
            return Ok(());
        }
        // Levels that the caller named are the installation's, once a place is there. Those that the file taught are as far as
        // a place of theirs was taken; and what is known already is known.
        let deepest = self.report.levels.last().and_then(|(name, _)| order.get(name.as_str()).copied());
        let new = match deepest {
            None => 0,
            Some(deepest) if self.learns => deepest + 1,
            Some(_) if self.options.levels.is_empty() => 0,
            Some(_) => self.levels.len(),
        };
        let levels: Vec<LevelRule> = self.levels.iter().take(new).cloned().collect();
        let report = self.report.clone();
        self.db.write_now(move |tx| {
            for (depth, level) in levels.iter().enumerate() {
                tx.execute(store::ADD_LEVEL, params![&level.name, depth, level.keeps_books])?;
            }
            let told =
                [("rows", report.rows), ("added", report.added), ("renamed", report.renamed), ("bad", report.bad.len() as u64)];
            store::add_event(tx, Id::NONE, "imported", &Actor::system(), &told.into_iter().collect::<HashMap<_, _>>())
        })
    }
}

fn apply(tx: &mut Tx<'_>, change: &Change) -> Res<()> {
    match change {
        Change::Rename(place, name, language) => {
            let now = tx.now();
            store::keep_former_name(tx, place, now)?;
            let folded = crate::name::fold(name);
            match tx.execute(store::RENAME, params![name, &folded, language, place.id, place.version])? {
                0 => Err(Fail::Race),
                _ => Ok(()),
            }
        }
        Change::Locate(id, at) => tx.execute(store::LOCATE, params![at.lat_e6, at.lng_e6, *id]).map(|_| ()),
    }
}
