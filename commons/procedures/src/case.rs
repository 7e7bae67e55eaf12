//! A case: one subject on its way through a procedure.

use crate::decide::Past;
use crate::definition::{Definition, Outcome};
use crate::workdays::add_working_days;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Error, Fail, Id, Millis, PlacePath, PublicRef, Refused, Res};
use qianmo_places::Level;

/// Local time of working days. The offset only moves the weekend's edge.
const OFFSET_MINUTES: i32 = 480;

/// Where a case stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum CaseState {
    /// Waits for a ruling.
    Running,
    /// Every step approved.
    Approved,
    /// Given back to be mended.
    Returned,
    /// Refused.
    Refused,
    /// Ended from outside, e.g. because its subject was withdrawn.
    Stopped,
}

impl CaseState {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            CaseState::Running => "running",
            CaseState::Approved => "approved",
            CaseState::Returned => "returned",
            CaseState::Refused => "refused",
            CaseState::Stopped => "stopped",
        }
    }

    fn from_name(name: &str) -> Option<CaseState> {
        use CaseState::{Approved, Refused, Returned, Running, Stopped};
        [Running, Approved, Returned, Refused, Stopped].into_iter().find(|s| s.name() == name)
    }
}

/// A case as it is kept, with the definition it runs under.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// County and id.
    pub reference: PublicRef,
    /// For compare-and-set.
    pub version: i64,
    /// The rules it was opened under.
    pub definition: Definition,
    /// What kind of thing it is about, in the domain's words.
    pub subject_kind: String,
    /// The thing, in the same county.
    pub subject: Id,
    /// Where the thing is.
    pub path: PlacePath,
    /// What threshold rules look at.
    pub amount_minor: i64,
    /// The present step's number.
    pub step: usize,
    /// The least wide level for the whole case, if one was set.
    pub floor: Option<Level>,
    /// Where it stands.
    pub state: CaseState,
    /// Who opened it.
    pub opened_by: Id,
    /// When it was opened.
    pub opened_at: Millis,
    /// When the present step should be ruled.
    pub due_at: Option<Millis>,
    /// When it was over.
    pub closed_at: Option<Millis>,
}

/// What is needed to open a case.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    /// The procedure.
    pub definition: &'a Definition,
    /// The county whose books the subject is in.
    pub county: Id,
    /// What kind of thing it is about.
    pub subject_kind: &'static str,
    /// The thing.
    pub subject: Id,
    /// Where the thing is.
    pub path: &'a PlacePath,
    /// What threshold rules look at; 0 where there is nothing to compare.
    pub amount_minor: i64,
    /// Who opens it: may not rule on it.
    pub opened_by: Id,
    /// The least wide level for the whole case, whatever its steps say; an appeal sets it one above the refusal's.
    pub floor: Option<Level>,
}

qianmo_db::sql! {
    /// Keeps a definition the first time it is used.
    pub const KEEP_DEFINITION = "INSERT INTO procedure_definition (name, version, body) VALUES ($1, $2, $3)
        ON CONFLICT (name, version) DO NOTHING";
    /// Reads a definition as it was kept.
    pub const KNOWN_DEFINITION = "SELECT body FROM procedure_definition WHERE name = $1 AND version = $2";
    /// Opens a case.
    pub const OPEN = "INSERT INTO procedure_case (county, id, version, definition, definition_version, subject_kind, subject,
        path, amount_minor, step, step_role, floor_level, state, opened_by, opened_at, due_at, closed_at)
        VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'running', $12, $13, $14, NULL)";
    /// Reads a case.
    pub const FIND = "SELECT county, id, version, definition, definition_version, subject_kind, subject, path, amount_minor,
        step, floor_level, state, opened_by, opened_at, due_at, closed_at FROM procedure_case WHERE county = $1 AND id = $2";
    /// The last case opened for a subject.
    pub const LATEST = "SELECT county, id, version, definition, definition_version, subject_kind, subject, path, amount_minor,
        step, floor_level, state, opened_by, opened_at, due_at, closed_at FROM procedure_case
        WHERE county = $1 AND subject_kind = $2 AND subject = $3 ORDER BY id DESC LIMIT 1";
    /// Moves a case to another step.
    pub const MOVE = "UPDATE procedure_case SET version = version + 1, step = $1, step_role = $2, due_at = $3
        WHERE county = $4 AND id = $5 AND version = $6 AND state = 'running'";
    /// Ends a case.
    pub const CLOSE = "UPDATE procedure_case SET version = version + 1, state = $1, closed_at = $2, due_at = NULL
        WHERE county = $3 AND id = $4 AND version = $5 AND state = 'running'";
    /// Whether an account ruled on any case of a subject.
    pub const RULED = "SELECT 1 FROM procedure_case c JOIN procedure_decision d ON d.county = c.county AND d.case_id = c.id
        WHERE c.county = $1 AND c.subject_kind = $2 AND c.subject = $3 AND d.actor = $4 LIMIT 1";
    /// The decisions of a case in order.
    pub const DECISIONS = "SELECT step, actor, actor_level, outcome, reasons, note, at FROM procedure_decision
        WHERE county = $1 AND case_id = $2 ORDER BY step";
    /// The decisions about a subject, over all its cases, in order.
    pub const DECISIONS_ABOUT = "SELECT d.step, d.actor, d.actor_level, d.outcome, d.reasons, d.note, d.at
        FROM procedure_case c JOIN procedure_decision d ON d.county = c.county AND d.case_id = c.id
        WHERE c.county = $1 AND c.subject_kind = $2 AND c.subject = $3 ORDER BY d.at, d.id";
}

/// Opens a case and gives its id.
///
/// # Errors
/// When the definition has no step for such an amount or names an unknown role or level.
pub fn open(tx: &mut Tx<'_>, opening: &Opening<'_>) -> Res<Id> {
    let definition = opening.definition;
    let Some((step, first)) = definition.next_step(0, opening.amount_minor) else {
        return Err(Error::new(format!("procedure {} has no step for this case", definition.name)).into());
    };
    if definition.steps.iter().any(|s| s.role().is_none() || s.level().is_none()) {
        return Err(Error::new(format!("procedure {} names an unknown role or level", definition.name)).into());
    }
    let known = tx.first(KNOWN_DEFINITION, params![&definition.name, definition.version], |row| row.text(0))?;
    if known.is_none() {
        let body = serde_json::to_string(definition).map_err(|e| Fail::from(Error::because("a procedure as JSON", e)))?;
        tx.execute(KEEP_DEFINITION, params![&definition.name, definition.version, body])?;
    }
    let id = tx.new_id();
    let now = tx.now();
    tx.execute(
        OPEN,
        params![
            opening.county,
            id,
            &definition.name,
            definition.version,
            opening.subject_kind,
            opening.subject,
            opening.path.as_str(),
            opening.amount_minor,
            step,
            &first.role,
            opening.floor.map_or("", Level::name),
            opening.opened_by,
            now,
            due(now, first.working_days)
        ],
    )?;
    Ok(id)
}

pub(crate) fn due(now: Millis, working_days: Option<u32>) -> Option<Millis> {
    working_days.map(|days| add_working_days(now, days, OFFSET_MINUTES))
}

/// The case of that reference, or "not found".
pub fn find(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Case> {
    let found = tx.first(FIND, params![reference.county, reference.id], raw)?;
    with_definition(tx, found.ok_or_else(|| Fail::from(Refused::not_found()))?)
}

/// The last case that was opened for a subject, if any.
pub fn latest(tx: &mut Tx<'_>, county: Id, subject_kind: &str, subject: Id) -> Res<Option<Case>> {
    match tx.first(LATEST, params![county, subject_kind, subject], raw)? {
        Some(found) => with_definition(tx, found).map(Some),
        None => Ok(None),
    }
}

/// What was decided so far in a case, in order.
pub fn decisions(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Vec<Past>> {
    tx.query(DECISIONS, params![reference.county, reference.id], past)
}

/// What was ever decided about a subject, over all its cases (returned and handed in again, refused and appealed), in order.
pub fn decisions_about(tx: &mut Tx<'_>, county: Id, subject_kind: &str, subject: Id) -> Res<Vec<Past>> {
    tx.query(DECISIONS_ABOUT, params![county, subject_kind, subject], past)
}

fn past(row: &Row<'_>) -> Res<Past> {
    let outcome = row.text(3)?;
    let reasons = row.text(4)?;
    Ok(Past {
        step: usize::try_from(row.i64(0)?).unwrap_or_default(),
        actor: row.id(1)?,
        level: Level::from_name(&row.text(2)?),
        outcome: Outcome::from_name(&outcome).ok_or_else(|| Fail::from(Error::new("an unknown outcome is kept")))?,
        reasons: serde_json::from_str(&reasons).map_err(|e| Fail::from(Error::because("reasons", e)))?,
        note: row.text(5)?,
        at: row.millis(6)?,
    })
}

/// Whether an account has ruled on any case of a subject, over or not.
pub fn has_ruled(tx: &mut Tx<'_>, county: Id, subject_kind: &str, subject: Id, account: Id) -> Res<bool> {
    Ok(tx.first(RULED, params![county, subject_kind, subject, account], |_| Ok(()))?.is_some())
}

/// Ends a running case from outside. A case that is over already stays as it is.
pub fn stop(tx: &mut Tx<'_>, reference: PublicRef) -> Res<()> {
    let case = find(tx, reference)?;
    if case.state != CaseState::Running {
        return Ok(());
    }
    close(tx, &case, CaseState::Stopped)
}

pub(crate) fn close(tx: &mut Tx<'_>, case: &Case, state: CaseState) -> Res<()> {
    let now = tx.now();
    let changed = tx.execute(CLOSE, params![state.name(), now, case.reference.county, case.reference.id, case.version])?;
    if changed == 0 { Err(Fail::Race) } else { Ok(()) }
}

pub(crate) struct RawCase {
    pub case: Case,
    pub name: String,
    pub definition_version: i64,
}

pub(crate) fn raw(row: &Row) -> Res<RawCase> {
    let state = row.text(11)?;
    Ok(RawCase {
        name: row.text(3)?,
        definition_version: row.i64(4)?,
        case: Case {
            reference: PublicRef::new(row.id(0)?, row.id(1)?),
            version: row.i64(2)?,
            definition: Definition {
                name: String::new(),
                version: 0,
                steps: Vec::new(),
                approve_reasons: Vec::new(),
                return_reasons: Vec::new(),
                refuse_reasons: Vec::new(),
            },
            subject_kind: row.text(5)?,
            subject: row.id(6)?,
            path: PlacePath::from_stored(row.text(7)?),
            amount_minor: row.i64(8)?,
            step: usize::try_from(row.i64(9)?).unwrap_or_default(),
            floor: Level::from_name(&row.text(10)?),
            state: CaseState::from_name(&state).ok_or_else(|| Fail::from(Error::new("an unknown case state is kept")))?,
            opened_by: row.id(12)?,
            opened_at: row.millis(13)?,
            due_at: row.opt_millis(14)?,
            closed_at: row.opt_millis(15)?,
        },
    })
}

fn with_definition(tx: &mut Tx<'_>, raw: RawCase) -> Res<Case> {
    let definition = known(tx, &raw.name, raw.definition_version)?;
    Ok(Case { definition, ..raw.case })
}

/// A definition as it was kept.
pub(crate) fn known(tx: &mut Tx<'_>, name: &str, version: i64) -> Res<Definition> {
    let body = tx.one(KNOWN_DEFINITION, params![name, version], |row| row.text(0))?;
    serde_json::from_str(&body).map_err(|e| Fail::from(Error::because("a kept procedure", e)))
}
