//! Accepting a donor of goods: before the household, or whoever serves it, has said yes, nobody is shown where it lives.
//!
//! It is a mark on the pledge, no state: the pledge stays `pledged`, its countdown begins anew, and from then on its donor
//! may see the address and say how the goods are sent.

use super::GOODS_COUNTDOWN;
use super::command::save;
use super::page::items;
use super::store::{self, Ground, Pledge};
use crate::lifecycle::{PledgeEvent, next_pledge};
use crate::request::story::{Shown, tell};
use crate::request::{self, Request};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Kind, Locale, Permission, PlacePath, PublicRef, Refused, Res, Role};
use qianmo_registry::Task;
use qianmo_web::View;

/// The door of acceptance: the household itself, and those who serve it.
pub static ACCEPT: Permission = Permission { name: "aid.pledge.accept", roles: &[Role::Household, Role::Helper, Role::Officer] };

/// Those who accept for the households of their place; that somebody is a household there is not enough.
static SERVES: Permission = Permission { name: "aid.pledge.accept", roles: &[Role::Helper, Role::Officer] };

/// Wishes on the list of deliveries.
const LIMIT: i64 = 50;

/// The household, or a helper or officer of its place, accepts a donor of goods. Said twice, it is done once.
///
/// # Errors
/// 404 when there is no such pledge; 403 for strangers; 409 `aid-accept-own` for the donor, `aid-state-not-now` for money
/// or when the pledge has ended.
pub fn accept(tx: &mut Tx<'_>, actor: &Actor, reference: PublicRef) -> Res<Pledge> {
    let mut pledge = store::require(tx, reference)?;
    let ground = store::ground(tx, pledge.county, pledge.part)?;
    let role = accepts_as(actor, &ground)?;
    if pledge.donor == actor.account {
        return Err(Refused::new(Kind::Conflict, "aid-accept-own").into());
    }
    if pledge.accepted_at.is_some() {
        return Ok(pledge);
    }
    pledge.state = next_pledge(pledge.gift, pledge.state, PledgeEvent::Accept)?;
    let now = tx.now();
    pledge.accepted_at = Some(now);
    pledge.due_at = Some(now + GOODS_COUNTDOWN);
    save(tx, &mut pledge)?;
    if role != Role::Household {
        crate::receipt::note(tx, actor, ground.household, &ground.path, Task::Delivery, ground.request_ref(), false)?;
    }
    tell(tx, pledge.request_ref(), "goods-accepted", role.name(), &[], Shown::Concerned)?;
    Ok(pledge)
}

/// In which role this actor accepts there; refuses strangers (403).
fn accepts_as(actor: &Actor, ground: &Ground) -> Result<Role, Refused> {
    if actor.household == Some(ground.household) && actor.in_scope(&ACCEPT) {
        return Ok(Role::Household);
    }
    if !actor.may(&SERVES, &ground.path) {
        return Err(Refused::forbidden());
    }
    let helps = actor.grants.iter().any(|g| g.role == Role::Helper && g.path.covers(&ground.path));
    Ok(if helps { Role::Helper } else { Role::Officer })
}

/// A donor who wants to send something and waits to be accepted.
#[derive(Clone, Debug)]
pub struct Wish {
    pledge: Pledge,
    request: Request,
    part: String,
    unit: String,
    donor: String,
}

/// Whom this actor may accept: the household the donors of its own requests, a helper or officer those of the place.
pub fn wishes_for(tx: &mut Tx<'_>, actor: &Actor, locale: Locale) -> Res<Vec<Wish>> {
    let mut pledges: Vec<Pledge> = Vec::new();
    if let Some(household) = actor.household {
        pledges = store::wishes_of(tx, household, LIMIT)?;
    } else {
        for grant in actor.places_for(&SERVES) {
            pledges.extend(store::wishes(tx, &grant.path, LIMIT)?);
        }
    }
    pledges.sort_by_key(|p| p.id);
    pledges.dedup_by_key(|p| p.id);
    let mut wishes = Vec::new();
    for pledge in pledges {
        let ground = store::ground(tx, pledge.county, pledge.part)?;
        let request = request::require_shown(tx, ground.request_ref(), locale)?;
        let donor = super::giver::name(tx, &pledge)?;
        wishes.push(Wish { pledge, request, part: ground.label, unit: ground.unit, donor });
    }
    Ok(wishes)
}

/// How many donors wait to be accepted at the places that this actor serves.
pub fn count_wishes(tx: &mut Tx<'_>, actor: &Actor) -> Res<i64> {
    let mut places: Vec<PlacePath> = Vec::new();
    for grant in actor.places_for(&SERVES) {
        // What lies within another place of theirs is counted there.
        if !places.iter().any(|wider| wider.covers(&grant.path)) {
            places.push(grant.path.clone());
        }
    }
    let mut count = 0;
    for path in &places {
        count += store::count_wishes(tx, path)?;
    }
    Ok(count)
}

/// Whether this actor may accept donors of goods for a request's household.
pub fn may_accept(actor: &Actor, request: &Request) -> bool {
    (actor.household == Some(request.household) && actor.in_scope(&ACCEPT)) || actor.may(&SERVES, &request.path)
}

/// A wish in words, with where it is accepted.
#[derive(Clone, Debug)]
pub struct WishLine {
    /// Where it is accepted.
    pub action: String,
    /// The request's page.
    pub href: String,
    /// The request.
    pub title: String,
    /// The part.
    pub part: String,
    /// For whom, masked.
    pub household: String,
    /// The donor's words to the family; may be empty.
    pub message: String,
    /// Who wants to send what.
    pub text: String,
}

impl WishLine {
    /// The line of a wish.
    pub fn new(v: &View, wish: &Wish) -> Self {
        let who = if wish.donor.is_empty() { v.t("aid-donor-unnamed") } else { wish.donor.clone() };
        let what = items(v, wish.pledge.quantity, &wish.unit);
        WishLine {
            action: format!("/pledges/{}/acceptance", wish.pledge.reference()),
            href: format!("/requests/{}", wish.request.reference),
            title: wish.request.title.clone(),
            part: wish.part.clone(),
            household: request::who(v, &wish.request),
            message: wish.pledge.message.clone(),
            text: v.t2("aid-wish", "who", who, "what", what),
        }
    }

    /// An invented line.
    pub fn sample(v: &View) -> Self {
        WishLine {
            action: "/pledges/x/acceptance".into(),
            href: "/requests/x".into(),
            title: "A desk and a lamp".into(),
            part: "Lamp".into(),
            household: request::who(v, &request::model::sample_request()),
            message: "May it be warm.".into(),
            text: v.t2("aid-wish", "who", "Dora", "what", items(v, 2, "pieces")),
        }
    }
}
