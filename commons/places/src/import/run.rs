//! The import itself: check each row, find its parent, and write what is new in batches.

use super::check::{check, why_waiting};
use super::codes::Codes;
use super::row::{BadRow, Raw, Reason};
use super::source::Source;
use super::{LevelRule, Options, Report};
use crate::level::Level;
use crate::place::{ALWAYS, FOREVER, Place};
use crate::{store, tree};
use qianmo_db::{Db, Tx, params};
use qianmo_kernel::{Actor, Fail, Id, PlacePath, Res, text};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Rows looked at and written together.
const BATCH: usize = 4_000;
const NONE: u32 = u32::MAX;

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
struct Node {
    /// [`Id::NONE`] while the place is neither known nor taken.
    id: Id,
    parent: u32,
    rank: u8,
    /// Whether it stood in a file; else it is known from before.
    seen: bool,
    /// Whether `only_under` wants it.
    wanted: bool,
}

/// A row and the place of that code that is known from before.
type Met = (Raw, Option<Arc<Place>>);

enum Outcome {
    Taken,
    Waits,
    LeftOut,
    Bad(Reason),
}

enum Change {
    Add(Place),
    Rename(Arc<Place>, String, String),
    Locate(Id, crate::place::Location),
}

struct Run<'a> {
    db: &'a Db,
    options: &'a Options,
    report: Report,
    /// Whether there were no places at all, so that nothing has to be looked up.
    fresh: bool,
    levels: Vec<LevelRule>,
    learns: bool,
    deepest: Option<usize>,
    codes: Codes,
    nodes: Vec<Node>,
    /// Paths of places that are known from before.
    paths: HashMap<u32, PlacePath>,
    /// The path that was computed last: rows of one parent follow each other.
    last_path: (u32, PlacePath),
    wanted: HashSet<String>,
    wanted_ids: HashSet<Id>,
    /// Rows above a wanted one, until all wanted ones were seen.
    held: HashMap<u32, Met>,
    wanted_left: usize,
    /// Rows whose parent has not come yet, by its code.
    waiting: HashMap<String, Vec<Met>>,
    refused: HashSet<String>,
    parents: HashMap<String, Arc<Place>>,
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
            levels = known_levels.iter().map(|(level, books)| LevelRule { name: level.name().to_owned(), keeps_books: *books }).collect();
        }
        let deepest = options.deepest.as_deref().and_then(|name| levels.iter().position(|l| l.name == name));
        Ok(Run {
            db,
            options,
            report: Report::default(),
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
        let codes: Vec<String> = rows.iter().map(|r| r.code.clone()).collect();
        let (known, parents) = self.db.read_now(move |tx| {
            let mut find = |code: &String| Ok::<_, Fail>(tree::by_code(tx, code)?.map(Arc::new));
            let known = codes.iter().map(&mut find).collect::<Res<Vec<_>>>()?;
            let parents = parents.iter().map(&mut find).collect::<Res<Vec<_>>>()?;
            Ok((known, parents))
        })?;
        self.parents = parents.into_iter().flatten().filter(|p| p.is_current()).map(|p| (p.code.clone(), p)).collect();
        Ok(rows.into_iter().zip(known).collect())
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

    fn judge(&mut self, raw: &Raw, known: Option<&Arc<Place>>) -> Outcome {
        if let Err(reason) = check(raw) {
            return Outcome::Bad(reason);
        }
        let number = self.codes.find(&raw.code);
        if number.is_some_and(|n| self.nodes.get(n as usize).is_some_and(|node| node.seen)) {
            return Outcome::Bad(Reason::Duplicate);
        }
        let named = self.levels.iter().position(|l| l.name == raw.level);
        if named.zip(self.deepest).is_some_and(|(rank, deepest)| rank > deepest) {
            return Outcome::LeftOut;
        }
        let parent = match self.parent(raw) {
            Ok(Some(parent)) => parent,
            Ok(None) => return Outcome::Waits,
            Err(reason) => return Outcome::Bad(reason),
        };
        let above = self.nodes.get(parent as usize).copied();
        let rank = match self.rank(raw, named, above.map(|a| a.rank)) {
            Ok(rank) if self.deepest.is_some_and(|deepest| usize::from(rank) > deepest) => return Outcome::LeftOut,
            Ok(rank) => rank,
            Err(reason) => return Outcome::Bad(reason),
        };
        let is_root = self.wanted.contains(&raw.code);
        let wanted = self.wanted.is_empty() || is_root || above.is_some_and(|a| a.wanted);
        if is_root && known.is_none() {
            self.wanted_left = self.wanted_left.saturating_sub(1);
        }
        if wanted && let Some(reason) = known.and_then(|place| self.contradiction(place, above, rank)) {
            return Outcome::Bad(reason);
        }
        let id = known.map_or(Id::NONE, |place| place.id);
        let number = self.note(&raw.code, number, Node { id, parent, rank, seen: true, wanted });
        if !wanted {
            if self.wanted_left > 0 {
                self.held.insert(number, (raw.clone(), known.cloned()));
            }
            return Outcome::LeftOut;
        }
        self.take_held(parent);
        self.take(number, raw, known);
        if self.wanted_left == 0 {
            self.held = HashMap::new();
        }
        Outcome::Taken
    }

    /// The parent's number; [`NONE`] at the top; `Ok(None)` while it has not come.
    fn parent(&mut self, raw: &Raw) -> Result<Option<u32>, Reason> {
        if raw.parent.is_empty() {
            return Ok(Some(NONE));
        }
        if raw.parent == raw.code {
            return Err(Reason::Cycle);
        }
        if let Some(number) = self.codes.find(&raw.parent) {
            return Ok(Some(number));
        }
        let Some(place) = self.parents.get(&raw.parent).cloned() else { return Ok(None) };
        let rank = self.levels.iter().position(|l| l.name == place.level.name()).unwrap_or(usize::from(place.level.depth()));
        let wanted = self.wanted.is_empty() || place.path.ids().any(|id| self.wanted_ids.contains(&id));
        let node = Node { id: place.id, parent: NONE, rank: u8::try_from(rank).unwrap_or(Level::MAX_DEPTH), seen: false, wanted };
        let number = self.note(&raw.parent, None, node);
        self.paths.insert(number, place.path.clone());
        Ok(Some(number))
    }

    fn note(&mut self, code: &str, number: Option<u32>, node: Node) -> u32 {
        let number = number.unwrap_or_else(|| self.codes.add(code));
        match self.nodes.get_mut(number as usize) {
            Some(slot) => *slot = node,
            None => self.nodes.push(node),
        }
        number
    }

    fn rank(&mut self, raw: &Raw, named: Option<usize>, above: Option<u8>) -> Result<u8, Reason> {
        let rank = match named {
            Some(rank) => rank,
            // No level stated: one below the parent's.
            None if raw.level.is_empty() => {
                let rank = above.map_or(0, |rank| usize::from(rank) + 1);
                if rank >= self.levels.len() {
                    return Err(Reason::UnknownLevel);
                }
                rank
            }
            None if self.learns => {
                if self.levels.len() > usize::from(Level::MAX_DEPTH) {
                    return Err(Reason::TooDeep);
                }
                self.levels.push(LevelRule { name: raw.level.clone(), keeps_books: raw.level == "county" });
                if self.options.deepest.as_deref() == Some(raw.level.as_str()) {
                    self.deepest = Some(self.levels.len() - 1);
                }
                self.levels.len() - 1
            }
            None => return Err(Reason::UnknownLevel),
        };
        let rank = u8::try_from(rank).ok().filter(|rank| *rank <= Level::MAX_DEPTH).ok_or(Reason::TooDeep)?;
        if above.is_some_and(|above| above >= rank) { Err(Reason::NotBelowParent) } else { Ok(rank) }
    }

    /// Why a place that is known cannot be what the row says.
    fn contradiction(&self, place: &Place, above: Option<Node>, rank: u8) -> Option<Reason> {
        if !place.is_current() {
            return Some(Reason::Ended);
        }
        if above.map_or(Id::NONE, |a| a.id) != place.parent {
            return Some(Reason::OtherParent);
        }
        let same = self.levels.get(usize::from(rank)).is_some_and(|l| l.name == place.level.name());
        (!same).then_some(Reason::OtherLevel)
    }

    /// Takes what stands above a wanted row and was held back.
    fn take_held(&mut self, parent: u32) {
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

    fn take(&mut self, number: u32, raw: &Raw, known: Option<&Arc<Place>>) {
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
                self.changes.push(Change::Add(Place {
                    id,
                    code: raw.code.clone(),
                    parent,
                    path: above.child(id),
                    level: Level::stored(&level, node.rank),
                    name,
                    language,
                    keeps_books,
                    from: ALWAYS,
                    until: FOREVER,
                    location: raw.location,
                    version: 1,
                }));
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
        let changes = Arc::new(std::mem::take(&mut self.changes));
        if self.options.dry_run || changes.is_empty() {
            return Ok(());
        }
        self.db.write_now(move |tx| changes.iter().try_for_each(|change| apply(tx, change)))
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
        let (levels, report) = (self.levels.clone(), self.report.clone());
        self.db.write_now(move |tx| {
            for (depth, level) in levels.iter().enumerate() {
                tx.execute(store::ADD_LEVEL, params![&level.name, depth, level.keeps_books])?;
            }
            let told = [("rows", report.rows), ("added", report.added), ("renamed", report.renamed), ("bad", report.bad.len() as u64)];
            store::add_event(tx, Id::NONE, "imported", &Actor::system(), &told.into_iter().collect::<HashMap<_, _>>())
        })
    }
}

fn apply(tx: &mut Tx<'_>, change: &Change) -> Res<()> {
    match change {
        Change::Add(place) => store::add(tx, place),
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
