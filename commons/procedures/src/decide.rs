//! Ruling on a case.

use crate::case::{Case, CaseState, MOVE, close, due, find};
use crate::definition::{Definition, Outcome};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Error, Fail, Grant, Id, Kind, Millis, PublicRef, Refused, Res, Role};
use qianmo_places::Level;

/// A ruling as it is handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ruling {
    /// What is ruled.
    pub outcome: Outcome,
    /// Reason codes of the definition.
    pub reasons: Vec<String>,
    /// A note to whoever opened the case, up to 1,000 characters.
    pub note: String,
}

/// A ruling as it was kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Past {
    /// The step's number.
    pub step: usize,
    /// Who ruled.
    pub actor: Id,
    /// The level at which they ruled; `None` for the operator.
    pub level: Option<Level>,
    /// What was ruled.
    pub outcome: Outcome,
    /// Reason codes.
    pub reasons: Vec<String>,
    /// The note.
    pub note: String,
    /// When.
    pub at: Millis,
}

/// What a ruling led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Moved {
    /// Another step follows; its key.
    Next(String),
    /// The case is over.
    Closed(Outcome),
}

/// Why somebody must not rule, from what only the caller knows: a message key, or nothing.
pub type Recusal<'a> = &'a dyn Fn(&mut Tx<'_>, &Case) -> Res<Option<&'static str>>;

/// Rules on the present step of a case.
///
/// # Errors
/// Refused when the case is over (409 `procedures-decided`), when the actor does not hold the step's role at its level over the
/// case's place (403), opened the case or ruled on an earlier step (403), when `recusal` gives a reason (403), when the outcome is
/// not one of the step's or its reasons are missing or unknown (422). A race with another ruling reruns the unit.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef, ruling: &Ruling, recusal: Recusal<'_>) -> Res<Moved> {
    let case = find(tx, reference)?;
    let level = standing(tx, actor, &case)?;
    if let Some(reason) = recusal(tx, &case)? {
        return Err(Refused::new(Kind::Forbidden, reason).into());
    }
    let step = current(&case)?;
    if !step.outcomes.contains(&ruling.outcome) {
        return Err(Refused::field("decision", "procedures-outcome-not-here").into());
    }
    case.definition.check_reasons(ruling.outcome, &ruling.reasons)?;
    keep(tx, actor, &case, level, ruling)?;
    let next = match ruling.outcome {
        Outcome::Approve => case.definition.next_step(case.step + 1, case.amount_minor),
        Outcome::Return | Outcome::Refuse => None,
    };
    if let Some((number, step)) = next {
        let due_at = due(tx.now(), step.working_days);
        let changed =
            tx.execute(MOVE, params![number, &step.role, due_at, case.reference.county, case.reference.id, case.version])?;
        return if changed == 0 { Err(Fail::Race) } else { Ok(Moved::Next(step.key.clone())) };
    }
    let state = match ruling.outcome {
        Outcome::Approve => CaseState::Approved,
        Outcome::Return => CaseState::Returned,
        Outcome::Refuse => CaseState::Refused,
    };
    close(tx, &case, state)?;
    Ok(Moved::Closed(ruling.outcome))
}

/// The widest level at which this actor may rule on the case's present step; `None` for the operator. The same checks as
/// [`decide`] makes, but without the caller's recusal: for a page that asks before it shows a form.
///
/// # Errors
/// As [`decide`].
pub fn standing(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Res<Option<Level>> {
    if case.state != CaseState::Running {
        return Err(Refused::new(Kind::Conflict, "procedures-decided").into());
    }
    let level = level_of(tx, actor, case)?;
    if actor.account != Id::NONE {
        if case.opened_by == actor.account {
            return Err(Refused::new(Kind::Forbidden, "procedures-own-case").into());
        }
        if crate::case::decisions(tx, case.reference)?.iter().any(|past| past.actor == actor.account) {
            return Err(Refused::new(Kind::Forbidden, "procedures-ruled-before").into());
        }
    }
    Ok(level)
}

fn current(case: &Case) -> Res<&crate::definition::Step> {
    case.definition.steps.get(case.step).ok_or_else(|| Fail::from(Error::new("a case stands at a step that is not there")))
}

fn level_of(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Res<Option<Level>> {
    match levels(tx, actor)?.of(actor, &case.definition, case) {
        Held::Level(level) => Ok(Some(level)),
        Held::Operator => Ok(None),
        Held::TooLow => Err(Refused::new(Kind::Forbidden, "procedures-level-too-low").into()),
        Held::Nothing => Err(Refused::forbidden().into()),
    }
}

/// The levels of the places at which an actor holds roles, in the order of the grants; `None` for the operator's.
pub(crate) struct Levels(Vec<Option<Level>>);

/// What an actor holds over a case.
pub(crate) enum Held {
    Level(Level),
    Operator,
    TooLow,
    Nothing,
}

/// Looks up at which levels an actor holds roles.
pub(crate) fn levels(tx: &mut Tx<'_>, actor: &Actor) -> Res<Levels> {
    let mut levels = Vec::with_capacity(actor.grants.len());
    for grant in &actor.grants {
        let level = if grant.place == Id::NONE { None } else { qianmo_places::find(tx, grant.place)?.map(|p| p.level) };
        levels.push(level);
    }
    Ok(Levels(levels))
}

impl Levels {
    /// What the actor holds over this case, whose definition is given beside it.
    pub(crate) fn of(&self, actor: &Actor, definition: &Definition, case: &Case) -> Held {
        let Some((role, least)) = least(definition, case.step, case.floor) else {
            return Held::Nothing;
        };
        let mut held = Held::Nothing;
        for (grant, level) in actor.grants.iter().zip(&self.0) {
            let counts =
                grant.role == role && grant.path.covers(&case.path) && (actor.second_factor || !role.needs_second_factor());
            match level {
                _ if !counts => {}
                None if grant.place == Id::NONE => return Held::Operator,
                None => {}
                Some(level) if *level == least || wider(*level, least) => return Held::Level(*level),
                Some(_) => held = Held::TooLow,
            }
        }
        held
    }

    /// Whether one of the actor's roles is held at a level that suffices for a step, for all cases below that place.
    pub(crate) fn suffices(
        &self,
        actor: &Actor,
        grant: &Grant,
        definition: &Definition,
        step: usize,
        floor: Option<Level>,
    ) -> bool {
        let Some((role, least)) = least(definition, step, floor) else { return false };
        let mut held = actor.grants.iter().zip(&self.0).filter(|(one, _)| one.role == role && one.place == grant.place);
        (actor.second_factor || !role.needs_second_factor())
            && held.any(|(one, level)| match level {
                None => one.place == Id::NONE,
                Some(level) => *level == least || wider(*level, least),
            })
    }

    /// Whether the actor may rule at the case's present step, as far as role, place and level go.
    pub(crate) fn suit(&self, actor: &Actor, definition: &Definition, case: &Case) -> bool {
        matches!(self.of(actor, definition, case), Held::Level(_) | Held::Operator)
    }
}

/// The role that rules at a step, and the least wide level at which it must be held: a case may ask for a wider one.
fn least(definition: &Definition, step: usize, floor: Option<Level>) -> Option<(Role, Level)> {
    let step = definition.steps.get(step)?;
    let (role, least) = (step.role()?, step.level()?);
    match floor {
        Some(floor) if wider(floor, least) => Some((role, floor)),
        _ => Some((role, least)),
    }
}

/// Whether one level is wider than another: the country is the widest.
fn wider(a: Level, b: Level) -> bool {
    a.is_wider_than(b)
}

fn keep(tx: &mut Tx<'_>, actor: &Actor, case: &Case, level: Option<Level>, ruling: &Ruling) -> Res<()> {
    let reasons = serde_json::to_string(&ruling.reasons).map_err(|e| Fail::from(Error::because("reasons as JSON", e)))?;
    let (id, now) = (tx.new_id(), tx.now());
    let kept = tx.execute(
        crate::store::DECIDE,
        params![
            case.reference.county,
            id,
            case.reference.id,
            case.step,
            actor.account,
            level.map_or("", Level::name),
            ruling.outcome.name(),
            reasons,
            &ruling.note,
            now
        ],
    )?;
    if kept == 0 { Err(Fail::Race) } else { Ok(()) }
}
