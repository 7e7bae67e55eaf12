//! Proposals: a role that answers for others' data or money comes from two officers.
//!
//! Whoever may give such a role (reviewer, officer, auditor, administrator) proposes it, and it gives nothing yet. It is
//! held from the moment another officer or administrator of the same place or of one above it confirms it. Whoever
//! proposed it may withdraw it, whoever could confirm it may refuse it, with a reason; after two weeks it lapses.
//!
//! Who confirms is neither the one who proposed it nor the one who gets it. Nor may one of the two officers owe the office
//! to the other, else one person could make the second officer first: see `chain`. The operator at the machine gives such a
//! role at once, since somebody has to be the first.

mod chain;
mod store;

use crate::grant::{self, MANAGE};
use crate::{account, notice};
use qianmo_db::Tx;
use qianmo_kernel::text::{length, tidy};
use qianmo_kernel::{Actor, Grant, Id, Kind, Millis, PlacePath, Refused, Res, Role};
use qianmo_web::i18n::I18n;

pub(crate) use store::{REASON, follow, remove_all};

/// How long a proposal waits for a second officer.
pub const LAPSES: i64 = 14 * Millis::DAY;

/// The longest reason of a refusal, in characters.
const LONGEST_REASON: usize = 500;

/// How far a proposal is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// An officer proposed the role; it gives nothing yet.
    Proposed,
    /// A second officer confirmed it: it is held.
    Confirmed,
    /// Whoever proposed it took it back.
    Withdrawn,
    /// A second officer did not confirm it.
    Refused,
    /// Nobody confirmed it in time.
    Lapsed,
}

impl State {
    const ALL: [State; 5] = [State::Proposed, State::Confirmed, State::Withdrawn, State::Refused, State::Lapsed];

    /// Its name in the database, in the API and in message keys (`identity-proposal-state-proposed`).
    pub const fn name(self) -> &'static str {
        match self {
            State::Proposed => "proposed",
            State::Confirmed => "confirmed",
            State::Withdrawn => "withdrawn",
            State::Refused => "refused",
            State::Lapsed => "lapsed",
        }
    }

    fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// A role that is proposed, or was.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Who is to hold it.
    pub account: Id,
    /// Its id.
    pub id: Id,
    /// The role and its place.
    pub grant: Grant,
    /// How far it is.
    pub state: State,
    /// The first officer.
    pub proposed_by: Id,
    /// When.
    pub proposed_at: Millis,
    /// Who confirmed, refused or withdrew it; `Id::NONE` before.
    pub decided_by: Id,
    /// When; 0 before.
    pub decided_at: Millis,
    /// Why it was refused or withdrawn; else empty.
    pub reason: String,
    version: i64,
}

impl Proposal {
    /// Whether it waits for a second officer and has not lapsed.
    pub fn is_open(&self, now: Millis) -> bool {
        self.state == State::Proposed && now <= self.proposed_at + LAPSES
    }

    /// The key of this row among those that wait.
    pub fn key(&self) -> WaitingKey {
        WaitingKey { path: self.grant.path.as_str().to_owned(), id: self.id }
    }
}

/// After which waiting proposal a page goes on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct WaitingKey {
    /// The place's path.
    pub path: String,
    /// The proposal.
    pub id: Id,
}

/// Notes that the actor, who may give this role, proposes it. Returns the proposal.
///
/// # Errors
/// 409 `identity-proposal-open` when the same role at the same place is proposed for that account already.
pub(crate) fn propose(tx: &mut Tx<'_>, actor: &Actor, account: Id, grant: Grant) -> Res<Id> {
    let now = tx.now();
    let same = |p: &Proposal| p.is_open(now) && p.grant.role == grant.role && p.grant.place == grant.place;
    if store::open_of(tx, account)?.iter().any(same) {
        return Err(Refused::new(Kind::Conflict, "identity-proposal-open").into());
    }
    let proposal = Proposal {
        account,
        id: tx.new_id(),
        grant,
        state: State::Proposed,
        proposed_by: actor.account,
        proposed_at: now,
        decided_by: Id::NONE,
        decided_at: Millis(0),
        reason: String::new(),
        version: 1,
    };
    store::insert(tx, &proposal)?;
    Ok(proposal.id)
}

/// The second officer's part: the role is held from now on, and its holder is told.
///
/// # Errors
/// 403 elsewhere, `identity-grant-self` for whoever is to hold it, `identity-proposal-second` for whoever proposed it,
/// `identity-proposal-owed` when one of the two officers owes the office to the other, or the second one to whoever is to
/// hold the role; 409 `identity-proposal-over` when it was decided or has lapsed, `identity-proposal-stale` when whoever
/// proposed it may no longer give that role, `identity-grant-incompatible` beside a role that was given since.
pub fn confirm(tx: &mut Tx<'_>, words: &I18n, actor: &Actor, account: Id, id: Id) -> Res<()> {
    let mut proposal = require(tx, account, id)?;
    actor.require(&MANAGE, &proposal.grant.path)?;
    if let Some(message) = obstacle(tx, actor, &proposal)? {
        return Err(Refused::new(Kind::Forbidden, message).into());
    }
    require_open(tx, &proposal)?;
    let first = proposal.proposed_by;
    let proposer = Actor::on_behalf(first, grant::list(tx, first)?);
    if grant::may_decide(&proposer, account, proposal.grant.role, &proposal.grant.path).is_err() {
        return Err(Refused::new(Kind::Conflict, "identity-proposal-stale").into());
    }
    let target = account::active(tx, account)?;
    let lacks = grant::lacks(tx, account, &proposal.grant)?;
    // A role that is given at the same moment must be seen, as when roles are given at once.
    account::touch(tx, &target)?;
    if lacks {
        grant::put(tx, account, &proposal.grant, first, actor.account)?;
    }
    decided(tx, &mut proposal, State::Confirmed, actor)?;
    notice::tell(tx, words, account, "identity-notice-role-given", &[])
}

/// What stands against it that the actor, whose office covers the place, confirms a proposal, as a message's key: that they
/// made it, that it is about them, or that one of the officers owes the office to the other.
pub(crate) fn obstacle(tx: &mut Tx<'_>, actor: &Actor, proposal: &Proposal) -> Res<Option<&'static str>> {
    let (first, at) = (proposal.proposed_by, &proposal.grant.path);
    if actor.account == proposal.account {
        return Ok(Some("identity-grant-self"));
    }
    if actor.account == first {
        return Ok(Some("identity-proposal-second"));
    }
    let of_both = chain::independent(tx, actor.account, at, &[first, proposal.account])?;
    let free = of_both && chain::independent(tx, first, at, &[actor.account])?;
    Ok((!free).then_some("identity-proposal-owed"))
}

/// Ends a proposal: whoever proposed it withdraws it, an officer who could confirm it refuses it.
///
/// # Errors
/// 403 elsewhere and for whoever is to hold the role; 422 at `reason` without one of 1 to 500 characters; 409
/// `identity-proposal-over` when it was decided or has lapsed.
pub fn refuse(tx: &mut Tx<'_>, words: &I18n, actor: &Actor, account: Id, id: Id, reason: &str) -> Res<()> {
    let mut proposal = require(tx, account, id)?;
    let own = proposal.proposed_by == actor.account;
    if actor.account == account {
        return Err(Refused::forbidden().into());
    }
    if !own {
        actor.require(&MANAGE, &proposal.grant.path)?;
    }
    let reason = tidy(reason);
    if reason.is_empty() || length(&reason) > LONGEST_REASON {
        return Err(Refused::field("reason", "identity-proposal-reason").into());
    }
    require_open(tx, &proposal)?;
    proposal.reason = reason;
    decided(tx, &mut proposal, if own { State::Withdrawn } else { State::Refused }, actor)?;
    notice::tell(tx, words, account, "identity-notice-role-not-given", &[])
}

/// Notes who decided, and when.
fn decided(tx: &mut Tx<'_>, proposal: &mut Proposal, state: State, actor: &Actor) -> Res<()> {
    proposal.state = state;
    proposal.decided_by = actor.account;
    proposal.decided_at = tx.now();
    store::save(tx, proposal)
}

fn require_open(tx: &Tx<'_>, proposal: &Proposal) -> Res<()> {
    if proposal.is_open(tx.now()) { Ok(()) } else { Err(Refused::new(Kind::Conflict, "identity-proposal-over").into()) }
}

/// Lets proposals lapse that nobody decided in time.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Res<()> {
    store::lapse(tx, tx.now() - LAPSES)
}

/// The proposal; not found when there is none.
pub(crate) fn require(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Proposal> {
    store::find(tx, account, id)?.ok_or_else(|| Refused::not_found().into())
}

/// What is proposed for an account and waits for a second officer.
pub fn open_of(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Proposal>> {
    let now = tx.now();
    let mut open = store::open_of(tx, account)?;
    open.retain(|p| p.is_open(now));
    Ok(open)
}

/// What was proposed for an account at the places that the actor's office covers: all that waits, then the newest of what is
/// over, which so hides nothing that waits.
pub(crate) fn seen_of(tx: &mut Tx<'_>, actor: &Actor, account: Id) -> Res<Vec<Proposal>> {
    let mut all = store::open_of(tx, account)?;
    all.extend(store::past_of(tx, account)?);
    all.retain(|p| actor.may(&MANAGE, &p.grant.path));
    Ok(all)
}

/// Proposals that wait for a second officer at or under a place, a page at a time in the order of path and id.
pub fn waiting(tx: &mut Tx<'_>, under: &PlacePath, after: Option<&WaitingKey>, limit: usize) -> Res<Vec<Proposal>> {
    let since = tx.now() - LAPSES;
    store::waiting(tx, under, since, after, limit)
}

/// How many proposals of others wait for a second officer at or under a place.
pub fn count_waiting(tx: &mut Tx<'_>, actor: &Actor, under: &PlacePath) -> Res<i64> {
    let since = tx.now() - LAPSES;
    store::count_waiting(tx, under, since, actor.account)
}

/// Whether a role is held only once a second officer confirms it: those that decide on others' requests, money, data or
/// roles. They are the roles that need a second factor.
pub const fn needs_second_officer(role: Role) -> bool {
    role.needs_second_factor()
}
