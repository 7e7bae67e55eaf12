//! Checks a file as a whole and writes it all or not at all.

use super::columns::Column;
use super::group::{Groups, Read};
use super::table::{self, Source};
use super::{Outcome, Problem, Progress, Stage, store};
use crate::check::NewHousehold;
use crate::household::alike;
use crate::household::command::{self, InLine, Spot};
use crate::household::store as households;
use crate::permit;
use crate::words::Relation;
use qianmo_db::Db;
use qianmo_kernel::{Actor, Fail, Id, Kind, Millis, PlacePath, PublicRef, Refused, Res};
use qianmo_places as places;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The most problems that an [`Outcome`] holds; all of them are told as they are found.
pub const MOST_PROBLEMS: usize = 1_000;
/// Households checked or written in one unit of work: enough to be quick, few enough that others get their turn.
const BATCH: usize = 100;
/// An import that has not been touched for this long is dead and is undone.
pub const DEAD_AFTER: i64 = 10 * Millis::MINUTE;

/// What is asked of an import.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Who brings the file.
    pub actor: Actor,
    /// Only check.
    pub dry_run: bool,
    /// The most rows.
    pub most_rows: u64,
    /// Minutes that local time is ahead of UTC, for dates that lie ahead.
    pub utc_offset_minutes: i32,
}

/// Checks a file and, unless only a check is wished, writes it. Blocks; `progress` is called now and then, and `tell` for
/// every single thing that is wrong, as it is found: in the file's order, but for neighbouring households that are asked
/// about together. What `tell` answers with an error ends the import.
///
/// Each number that turns out to be registered is noted before it is told, for a check no less than for a number that is typed: the
/// household that has it sees who asked, and after too many the rest of the file is no longer compared with the registry.
///
/// A file with anything wrong is an [`Outcome`] with problems, not an error; a file that cannot be read at all is
/// refused, and so (429) is a file with numbers of an account that was told too often that a number is registered.
pub fn import(
    db: &Db,
    source: &Source,
    wish: &Wish,
    progress: &mut dyn FnMut(Progress),
    tell: &mut dyn FnMut(&Problem) -> Res<()>,
) -> Res<Outcome> {
    let actor = Arc::new(wish.actor.clone());
    let today = db.env().clock.now().date_at(wish.utc_offset_minutes);
    let mut check = Check {
        db,
        actor: actor.clone(),
        spots: HashMap::new(),
        numbers: HashSet::new(),
        people: HashMap::new(),
        asking: Asking::Quiet,
        waiting: Vec::new(),
        found: Vec::new(),
        wrong: 0,
        tell: &mut *tell,
    };
    let (people, count) = check.file(source, today, wish.most_rows, progress)?;
    let Check { spots, found, wrong, .. } = check;
    let import = PublicRef::new(home(db, &actor)?, db.env().ids.make());
    let mut outcome = Outcome { people, households: count, wrong, problems: store::order(found), written: false, import };
    if outcome.wrong > 0 || wish.dry_run {
        return Ok(outcome);
    }
    let by = actor.clone();
    db.write_now(move |tx| store::begin(tx, &by, import, people, count))?;
    match write(db, source, &actor, &spots, import, (today, people), progress) {
        Ok(None) => outcome.written = true,
        Ok(Some(problem)) => {
            undo(db, import)?;
            tell(&problem)?;
            (outcome.wrong, outcome.problems) = (1, vec![problem]);
        }
        Err(fail) => {
            undo(db, import)?;
            return Err(fail);
        }
    }
    Ok(outcome)
}

/// The county under which an import is kept: that of the first place where the actor may import.
fn home(db: &Db, actor: &Actor) -> Res<Id> {
    let place = actor.places_for(&permit::IMPORT).first().map_or(Id::NONE, |g| g.place);
    if place == Id::NONE {
        return Ok(Id::NONE);
    }
    db.read_now(move |tx| match places::find(tx, place)? {
        Some(found) => Ok(places::county_of(tx, &found.path).map_or(Id::NONE, |county| county.id)),
        None => Ok(Id::NONE),
    })
}

/// How it stands between the account and the registry's numbers, in this file.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Asking {
    /// Nothing was told yet.
    Quiet,
    /// Some number was told to be registered.
    Told,
    /// Too many were: the rest is not compared.
    Over,
}

/// The first pass: everything that can be wrong.
struct Check<'a> {
    db: &'a Db,
    actor: Arc<Actor>,
    /// Places by code; `Err`: why nobody can be registered there.
    spots: HashMap<String, Result<Spot, &'static str>>,
    numbers: HashSet<Vec<u8>>,
    /// By what the households of the file before are known ([`alike::keys`]), and whether a document tells them apart.
    people: HashMap<String, bool>,
    asking: Asking,
    /// What is wrong with the households of this batch.
    waiting: Vec<Problem>,
    /// The first of all, at most [`MOST_PROBLEMS`].
    found: Vec<Problem>,
    wrong: u64,
    tell: &'a mut dyn FnMut(&Problem) -> Res<()>,
}

impl Check<'_> {
    fn say(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.waiting.extend(problems);
    }

    /// Tells what is wrong with a batch; of all of it only the first problems stay in memory.
    fn hand_on(&mut self) -> Res<()> {
        for problem in store::order(std::mem::take(&mut self.waiting)) {
            (self.tell)(&problem)?;
            self.wrong += 1;
            if self.found.len() < MOST_PROBLEMS {
                self.found.push(problem);
            }
        }
        Ok(())
    }

    fn file(&mut self, source: &Source, today: (i16, i8, i8), most: u64, progress: &mut dyn FnMut(Progress)) -> Res<(u64, u64)> {
        let groups = match Groups::new(table::rows(source, most)?, today) {
            Ok(groups) => groups,
            Err(problems) => {
                self.say(problems);
                self.hand_on()?;
                return Ok((0, 0));
            }
        };
        let (mut people, mut count) = (0u64, 0u64);
        let mut batch: Vec<Read> = Vec::with_capacity(BATCH);
        for (rows, read) in groups {
            people += rows as u64;
            if people > most {
                return Err(Refused::new(Kind::TooLarge, "registry-import-many").arg("most", most).into());
            }
            match read {
                Ok(read) => {
                    count += 1;
                    batch.push(read);
                }
                Err(wrong) => {
                    self.say(wrong.problems);
                    if let Some((line, code)) = wrong.place {
                        self.place(line, &code)?;
                    }
                }
            }
            if batch.len() >= BATCH || self.waiting.len() >= MOST_PROBLEMS {
                self.against_registry(std::mem::take(&mut batch))?;
                self.hand_on()?;
                progress(Progress { stage: Stage::Checking, done: people, total: None });
            }
        }
        self.against_registry(batch)?;
        progress(Progress { stage: Stage::Checking, done: people, total: Some(people) });
        if people == 0 && self.wrong == 0 && self.waiting.is_empty() {
            self.say([Problem::new(1, "", "registry-import-empty")]);
        }
        self.hand_on()?;
        Ok((people, count))
    }

    /// Places that do not exist or are not the actor's, numbers that come twice or are registered already.
    fn against_registry(&mut self, batch: Vec<Read>) -> Res<()> {
        for read in &batch {
            self.place(read.lines.first().copied().unwrap_or_default(), &read.place_code)?;
        }
        let mut asked: Vec<InLine> = Vec::new();
        for read in &batch {
            for (member, line) in read.new.members.iter().zip(&read.lines) {
                if member.id_number.is_empty() {
                    continue;
                }
                let blind = households::number_blind(&self.db.env().vault, member.id_kind, &member.id_number);
                if self.numbers.insert(blind) {
                    asked.push(InLine { line: *line, kind: member.id_kind, number: member.id_number.clone() });
                } else {
                    self.say([Problem::new(*line, Column::IdNumber.name(), "registry-number-twice")]);
                }
            }
        }
        self.ask(asked)?;
        self.people(batch)
    }

    /// Households that may be one that stands in the file before or is registered already, told by their people, unless the file says that
    /// they are others. Those that are registered see that they were told.
    fn people(&mut self, batch: Vec<Read>) -> Res<()> {
        let mut unsaid: Vec<(PlacePath, u64, NewHousehold)> = Vec::new();
        for read in batch {
            let (keys, documented) = alike::keys(&read.new, &read.place_code);
            let twice = keys.iter().any(|key| self.people.get(key).is_some_and(|before| !(*before && documented)));
            self.people.extend(keys.into_iter().map(|key| (key, documented)));
            let Some(Ok(spot)) = self.spots.get(&read.place_code) else { continue };
            if read.other_people {
                continue;
            }
            let head = read.new.members.iter().position(|member| member.relation == Relation::Head).unwrap_or_default();
            let line = read.lines.get(head).copied().unwrap_or_default();
            let path = spot.path.clone();
            if twice {
                self.say([Problem::new(line, Column::Name.name(), "registry-import-alike-here")]);
            } else {
                unsaid.push((path, line, read.new));
            }
        }
        let by = self.actor.clone();
        let found = self.db.read_now(move |tx| {
            let mut found = Vec::new();
            for (path, line, new) in &unsaid {
                let alike = alike::alike(tx, &by, path, new)?;
                if !alike.is_empty() {
                    found.push((*line, alike));
                }
            }
            Ok(found)
        })?;
        if found.is_empty() {
            return Ok(());
        }
        let (told, by) = (found.clone(), self.actor.clone());
        self.db.write_now(move |tx| told.iter().try_for_each(|(_, alike)| alike::note(tx, &by, alike)))?;
        self.say(found.into_iter().map(|(line, alike)| {
            let mut problem = Problem::new(line, Column::Name.name(), "registry-import-alike");
            problem.args.push(("reference", alike::named(&alike)));
            problem
        }));
        Ok(())
    }

    /// Tells which numbers are registered, once that is noted.
    fn ask(&mut self, asked: Vec<InLine>) -> Res<()> {
        let Some(first) = asked.first().map(|one| one.line).filter(|_| self.asking != Asking::Over) else { return Ok(()) };
        let (asked, by) = (Arc::new(asked), self.actor.clone());
        // Most files have no such number: those that have none never wait for their turn to write.
        let any = self.db.read_now({
            let (asked, by) = (asked.clone(), by.clone());
            move |tx| command::any_taken(tx, &by, &asked)
        });
        match any {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            // What was told before stays told, and the report says where it ends.
            Err(Fail::Refused(_)) if self.asking == Asking::Told => {
                self.fall_silent(first);
                return Ok(());
            }
            Err(fail) => return Err(fail),
        }
        let told = self.db.write_now(move |tx| command::note_each(tx, &by, &asked))?;
        if !told.taken.is_empty() {
            self.asking = Asking::Told;
        }
        self.say(told.taken.into_iter().map(|line| Problem::new(line, Column::IdNumber.name(), "registry-number-taken")));
        if let Some(line) = told.silent_from {
            self.fall_silent(line);
        }
        Ok(())
    }

    fn fall_silent(&mut self, line: u64) {
        self.asking = Asking::Over;
        self.say([Problem::new(line, Column::IdNumber.name(), "registry-import-numbers-enough")]);
    }

    /// Says what is wrong with the place of a household that begins in this line.
    fn place(&mut self, line: u64, code: &str) -> Res<()> {
        if let Err(message) = self.spot(code)? {
            self.say([Problem::new(line, Column::PlaceCode.name(), message)]);
        }
        Ok(())
    }

    fn spot(&mut self, code: &str) -> Res<Result<Spot, &'static str>> {
        if let Some(known) = self.spots.get(code) {
            return Ok(known.clone());
        }
        let (wanted, actor) = (code.to_owned(), self.actor.clone());
        let found = self.db.read_now(move |tx| {
            let Some(place) = places::by_code(tx, &wanted)? else { return Ok(Err("registry-import-place-unknown")) };
            let spot = match command::spot(tx, place.id) {
                Ok(spot) => spot,
                Err(Fail::Refused(refused)) => {
                    return Ok(Err(refused.fields.first().map_or(refused.message, |field| field.message)));
                }
                Err(other) => return Err(other),
            };
            let may = actor.may(&permit::IMPORT, &spot.path) && actor.may(&permit::REGISTER, &spot.path);
            Ok(if may { Ok(spot) } else { Err("registry-import-place-other") })
        })?;
        self.spots.insert(code.to_owned(), found.clone());
        Ok(found)
    }
}

/// The second pass: writes hidden households in batches, then makes all visible. `Some`: what came in the way meanwhile.
fn write(
    db: &Db,
    source: &Source,
    actor: &Arc<Actor>,
    spots: &HashMap<String, Result<Spot, &'static str>>,
    import: PublicRef,
    (today, total): ((i16, i8, i8), u64),
    progress: &mut dyn FnMut(Progress),
) -> Res<Option<Problem>> {
    let changed = || Fail::from(Refused::new(Kind::Conflict, "registry-import-changed"));
    let mut groups = Groups::new(table::rows(source, total)?, today).map_err(|_| changed())?;
    let mut done = 0u64;
    loop {
        let mut batch: Vec<(Spot, Read)> = Vec::with_capacity(BATCH);
        for (_, read) in groups.by_ref().take(BATCH) {
            // It was right a moment ago: whoever changes the file meanwhile gets told.
            let read = read.map_err(|_| changed())?;
            let Some(Ok(spot)) = spots.get(&read.place_code) else { return Err(changed()) };
            done += read.lines.len() as u64;
            batch.push((spot.clone(), read));
        }
        if batch.is_empty() {
            break;
        }
        let (batch, by) = (Arc::new(batch), actor.clone());
        let problem = db.write_now({
            let batch = batch.clone();
            move |tx| {
                store::touch(tx, import)?;
                for (spot, read) in batch.iter() {
                    command::register_at(tx, &by, spot, &read.new, command::Source::Import(import.id))
                        .map_err(|fail| at(fail, read))?;
                }
                Ok(())
            }
        });
        match problem {
            Ok(()) => progress(Progress { stage: Stage::Writing, done, total: Some(total) }),
            Err(Fail::Refused(refused)) => match to_problem(&refused) {
                Some(problem) => {
                    note(db, actor, &problem, &batch)?;
                    return Ok(Some(problem));
                }
                None => return Err(Fail::Refused(refused)),
            },
            Err(fail) => return Err(fail),
        }
    }
    db.write_now(move |tx| store::publish(tx, import))?;
    Ok(None)
}

/// Notes, before it is told, that a number was registered between the check and the writing.
fn note(db: &Db, actor: &Arc<Actor>, problem: &Problem, batch: &[(Spot, Read)]) -> Res<()> {
    if problem.message != "registry-number-taken" {
        return Ok(());
    }
    let members = batch.iter().flat_map(|(_, read)| read.new.members.iter().zip(&read.lines));
    let numbers: Vec<_> =
        members.filter(|(_, line)| **line == problem.line).map(|(m, _)| (m.id_kind, m.id_number.clone())).collect();
    let by = actor.clone();
    db.write_now(move |tx| command::note_taken(tx, &by, &numbers).map(|_| ()))
}

/// Marks a refusal with the line it belongs to, since a batch holds many households.
fn at(fail: Fail, read: &Read) -> Fail {
    match fail {
        Fail::Refused(mut refused) => {
            if let Some(field) = refused.fields.first_mut() {
                let problem = super::group::to_problem(field, &read.lines);
                field.field = format!("{}:{}", problem.line, problem.column);
            }
            Fail::Refused(refused)
        }
        other => other,
    }
}

fn to_problem(refused: &Refused) -> Option<Problem> {
    let field = refused.fields.first()?;
    let (line, name) = field.field.split_once(':')?;
    let column = super::columns::all().map(Column::name).find(|n| *n == name).unwrap_or("");
    Some(Problem { line: line.parse().ok()?, column, message: field.message, args: field.args.clone() })
}

/// Takes everything of an import back.
pub fn undo(db: &Db, import: PublicRef) -> Res<()> {
    while db.write_now(move |tx| store::undo_some(tx, import))? > 0 {}
    db.write_now(move |tx| store::undone(tx, import))
}

/// Undoes imports that stopped half-way; returns how many.
pub fn undo_dead(db: &Db) -> Res<usize> {
    undo_untouched(db, db.env().clock.now() - DEAD_AFTER)
}

/// Undoes imports that nobody has worked on since `before`, for a caller who knows better than the clock that nobody does; returns how
/// many.
pub fn undo_untouched(db: &Db, before: Millis) -> Res<usize> {
    let mut undone = 0;
    loop {
        let dead = db.read_now(move |tx| store::stale(tx, before))?;
        if dead.is_empty() {
            return Ok(undone);
        }
        for import in &dead {
            undo(db, *import)?;
        }
        undone += dead.len();
    }
}

/// Whether an import is being written, or was until it stopped half-way.
pub fn under_way(db: &Db) -> Res<bool> {
    Ok(!db.read_now(|tx| store::stale(tx, Millis(i64::MAX)))?.is_empty())
}

/// Begins an import without ending it, as a power cut would leave one. For tests.
#[doc(hidden)]
pub fn testing_begin(tx: &mut qianmo_db::Tx<'_>, actor: &Actor, import: PublicRef) -> Res<()> {
    store::begin(tx, actor, import, 1, 1)
}
