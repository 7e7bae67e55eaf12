//! The household behind a request: what everybody may see of it, who may write for it, and what is noted of that.

use super::cohort::month_of;
use super::model::Request;
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Id, Kind, Locale, PlacePath, PublicRef, Refused, Res, Role};
use qianmo_places as places;
use qianmo_registry as registry;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the delivery address of a request is sealed under.
pub const ADDRESS: &str = "aid.request.address";

/// A household as everybody may see it, kept with the request as it was when that was saved last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MaskedHousehold {
    /// How its head is spoken of: `mrs`, `mr` or `family`.
    pub title: String,
    /// One letter, or nothing.
    pub initial: String,
    /// How many people.
    pub size: i64,
    /// The county it lives in.
    pub county: Id,
    /// That county's name.
    pub county_name: String,
    /// The language of that name.
    pub language: String,
    /// The county and what contains it, widest first. What lies below is told to nobody here.
    pub places: Vec<PlaceName>,
}

/// A place by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlaceName {
    /// The place.
    #[schema(value_type = String, example = "01HN6XJ4C0800")]
    pub id: Id,
    /// Its name.
    pub name: String,
}

impl MaskedHousehold {
    /// As the registry says it.
    pub fn masked(&self, reference: PublicRef) -> registry::Masked {
        registry::Masked {
            reference,
            title: registry::masked::Title::from_name(&self.title),
            initial: self.initial.clone(),
            county: self.county,
            county_name: self.county_name.clone(),
            size: self.size,
        }
    }

    /// With invented content.
    pub fn sample() -> Self {
        let (province, county) = (Id::from_i64(1 << 39), Id::from_i64(1 << 40));
        MaskedHousehold {
            title: "mrs".into(),
            initial: "W".into(),
            size: 3,
            county,
            county_name: "Zhashui County".into(),
            language: "en".into(),
            places: vec![
                PlaceName { id: province, name: "Shaanxi".into() },
                PlaceName { id: county, name: "Zhashui County".into() },
            ],
        }
    }
}

/// Where a household is now and how it is shown.
pub struct Home {
    /// The household.
    pub reference: PublicRef,
    /// The county whose books its requests are in.
    pub county: Id,
    /// Where it lives.
    pub place: Id,
    /// The same as a path.
    pub path: PlacePath,
    /// As everybody may see it.
    pub masked: MaskedHousehold,
    /// Whether requests may be made for it.
    pub registered: bool,
}

/// Looks a household up. Nothing sealed is opened.
pub fn home(tx: &mut Tx<'_>, reference: PublicRef) -> Res<Home> {
    let standing = registry::standing(tx, reference)?;
    let mut along = places::ancestors(tx, &standing.path)?;
    if let Some(at) = along.iter().position(|p| p.id == standing.county) {
        along.truncate(at + 1);
    }
    let (county_name, language) = along.last().map(|p| (p.name.clone(), p.language.clone())).unwrap_or_default();
    Ok(Home {
        reference,
        county: standing.county,
        place: standing.place,
        path: standing.path,
        registered: standing.status == registry::Status::Registered,
        masked: MaskedHousehold {
            title: standing.title.name().to_owned(),
            initial: standing.initial,
            size: standing.size,
            county: standing.county,
            county_name,
            language,
            places: along.into_iter().map(|p| PlaceName { id: p.id, name: p.name }).collect(),
        },
    })
}

/// Refuses unless this actor may write requests for the household, and is to it what they say.
///
/// # Errors
/// 403 for strangers; 422 on `relationship` when it is not theirs to state; 409 when the household is no longer registered.
pub fn may_write(tx: &mut Tx<'_>, actor: &Actor, home: &Home, relationship: &str) -> Res<()> {
    if !actor.in_scope(&super::WRITE) {
        return Err(Refused::forbidden().into());
    }
    let own = actor.household == Some(home.reference);
    let helper = actor.grants.iter().any(|g| g.role == Role::Helper && g.path.covers(&home.path));
    let ties = registry::link::ties(tx, home.reference, actor.account)?;
    let tied = |name: &str| ties.iter().any(|tie| tie.name() == name);
    if !own && !helper && ties.is_empty() {
        return Err(Refused::forbidden().into());
    }
    let fits = match relationship {
        "self" => own || tied("self"),
        "helper" => helper || tied("helper"),
        // A helper who is a neighbour or a relative says so ([`keep_tie`]).
        other => tied(other) || helper || own,
    };
    if !fits {
        return Err(Refused::field("relationship", "aid-relationship-not-yours").into());
    }
    if !home.registered {
        return Err(Refused::new(Kind::Conflict, "aid-household-not-registered").into());
    }
    Ok(())
}

/// Keeps with the registry that the writer is close to the household, as they stated: it keeps them from deciding about it
/// later, in whatever role. Being a neighbour, a friend or its helper keeps nobody from anything beyond this request.
pub fn keep_tie(tx: &mut Tx<'_>, actor: &Actor, home: &Home, relationship: &str) -> Res<()> {
    let own = actor.household == Some(home.reference) || actor.account == Id::NONE;
    match registry::Tie::from_name(relationship) {
        Some(tie) if !own && tie != registry::Tie::Own && tie.is_close() => {
            registry::state(tx, actor, home.reference, actor.account, tie)
        }
        _ => Ok(()),
    }
}

/// Notes for the household what somebody did for it, and whether they say that its card was shown. What it does itself
/// needs no note.
pub fn note_act(tx: &mut Tx<'_>, actor: &Actor, home: &Home, what: &str, card_shown: bool) -> Res<()> {
    if actor.household == Some(home.reference) || actor.account == Id::NONE {
        return Ok(());
    }
    let helper = actor.grants.iter().any(|g| g.role == Role::Helper && g.path.covers(&home.path));
    let role = if helper { Role::Helper } else { Role::Household };
    let purpose = registry::Purpose { task: registry::Task::Request, words: what.to_owned() };
    registry::proxy_act(tx, actor, role, home.reference, &purpose, card_shown)
}

/// The first of the household's own words that each public text holds, as message keys.
pub fn own_words(tx: &mut Tx<'_>, household: PublicRef) -> Res<impl Fn(&str) -> Option<&'static str>> {
    let words = registry::own_words(tx, household)?;
    Ok(move |text: &str| words.found_in(text).first().map(|found| found.key()))
}

qianmo_db::sql! {
    /// Keeps the coarse row.
    pub const STAT = "INSERT INTO aid_stat_row (county, id, month, purpose, size_band, age_band, sex, disability, language, proxy)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
}

/// Keeps the coarse, unnamed row of a request that is handed in for the first time; the caller calls this once for each.
/// Its id is drawn by lot: one of ours tells the time, and with it the request.
pub fn keep_stat_row(tx: &mut Tx<'_>, request: &Request, actor: &Actor) -> Res<()> {
    let coarse = registry::stat_row(tx, request.household)?;
    let proxy = actor.household != Some(request.household);
    let month = month_of(tx.now());
    let id = i64::try_from(tx.rng().below(i64::MAX as u64)).unwrap_or_default();
    tx.execute(
        STAT,
        params![
            request.reference.county,
            id,
            month,
            &request.purpose,
            coarse.size_band,
            coarse.age_band,
            coarse.sex,
            coarse.disability,
            &coarse.language,
            proxy
        ],
    )?;
    Ok(())
}

/// Puts the names of places in the reader's language, where the kept ones are in another.
pub fn relabel(tx: &mut Tx<'_>, requests: &mut [Request], locale: Locale) -> Res<()> {
    let foreign = |masked: &MaskedHousehold| Locale::from_tag(&masked.language) != Some(locale);
    let wanted: Vec<Id> =
        requests.iter().filter(|r| foreign(&r.masked)).flat_map(|r| r.masked.places.iter().map(|p| p.id)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let labels = places::labels(tx, wanted, locale)?;
    for masked in requests.iter_mut().map(|r| &mut r.masked).filter(|m| foreign(m)) {
        for place in &mut masked.places {
            if let Some(label) = labels.get(&place.id) {
                place.name.clone_from(&label.text);
            }
        }
        if let Some(label) = labels.get(&masked.county) {
            masked.county_name.clone_from(&label.text);
        }
    }
    Ok(())
}

/// A request whose places are named in the reader's language.
///
/// # Errors
/// 404 when there is no such request.
pub fn require_shown(tx: &mut Tx<'_>, reference: PublicRef, locale: Locale) -> Res<Request> {
    let mut request = super::store::require(tx, reference)?;
    relabel(tx, std::slice::from_mut(&mut request), locale)?;
    Ok(request)
}
