//! What is asked for and what is told of it, before it is put into words: the same for the page, the file and the API.

use super::FAIRNESS;
use super::bands::{AGES, DISABILITIES, Dimension, NO_LANGUAGE, PHOTOS, SEXES, WRITERS};
use super::figure::{Tally, Told};
use super::floors::{self, FloorsCost};
use super::store::{GUARDED, OPEN, Year};
use super::told::Parts;
use crate::find::place_of;
use crate::request::{PURPOSES, month_of};
use crate::statistics::back;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, Locale, Millis, PlacePath, Refused, Res};
use qianmo_places::Place;
use qianmo_web::Cx;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// A place's id or code, a county or wider, where you are an officer; the widest of yours when left out.
    pub place: Option<String>,
    /// The calendar year in which the requests opened; when left out, the one that last month lies in.
    #[param(value_type = Option<i64>, minimum = 2000, maximum = 2200, example = 2026)]
    pub year: Option<String>,
}

/// A group of requests.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its stable name: a band, or a place's id.
    pub band: String,
    /// What it is called, where that is a name and no word of ours: a place, a language.
    pub name: Option<String>,
    /// The place it stands for, where it is one of which more can be read.
    pub place: Option<Id>,
    /// How it stands beside the whole; `None`: left out.
    pub told: Option<Told>,
}

/// The groups of one direction.
#[derive(Clone, Debug)]
pub struct Section {
    /// The direction.
    pub dimension: Dimension,
    /// The whole that its groups stand beside.
    pub whole: Tally,
    /// The groups, the worst served first and those that are left out last; `None`: it is not told here.
    pub groups: Option<Vec<Group>>,
}

/// What was read for a page, a file or an answer.
#[derive(Clone, Debug)]
pub struct Read {
    /// The place and its name in the reader's language.
    pub place: (Id, String),
    /// Places that the reader may look at instead, by id and name: theirs and those under this one.
    pub places: Vec<(Id, String)>,
    /// The year.
    pub year: i64,
    /// Everything together; `None`: left out.
    pub total: Option<Told>,
    /// Who asks, all together; `None`: left out.
    pub groups: Option<Tally>,
    /// Direction by direction.
    pub sections: Vec<Section>,
    /// When it was counted; `None`: not yet.
    pub counted_at: Option<Millis>,
    /// The month at whose beginning who asks was counted.
    pub groups_month: Option<i64>,
    /// What the floors cost; `None`: nothing was shown on donors' own slates.
    pub floors: Option<FloorsCost>,
}

impl Read {
    /// The worst served of the groups that these directions tell of; what is not known of somebody is no group.
    pub fn worst(&self, among: &[Dimension]) -> Option<(Dimension, &Group)> {
        let sections = self.sections.iter().filter(|section| among.contains(&section.dimension));
        let groups = sections.flat_map(|section| section.groups.iter().flatten().map(|group| (section.dimension, group)));
        let told = groups.filter_map(|(dimension, group)| Some((dimension, group, group.told?)));
        let known = told.filter(|(_, group, told)| told.tally.opened > 0 && group.band != "unknown" && group.band != NO_LANGUAGE);
        let worst = known.min_by_key(|(.., told)| told.served());
        worst.map(|(dimension, group, _)| (dimension, group))
    }
}

/// Refuses a place of which this reader is not told: 403 where they are no officer of it, 400 below the county.
pub fn may_read(tx: &mut Tx<'_>, actor: &Actor, place: &Place) -> Res<()> {
    qianmo_places::require_at(tx, actor, &FAIRNESS, place)?;
    if !is_told_of(tx, &place.path)? {
        return Err(Refused::new(Kind::Malformed, "aid-fairness-below").beside("place").into());
    }
    Ok(())
}

/// Whether a place is one that can be told of: not below the level that keeps the books.
pub fn is_told_of(tx: &mut Tx<'_>, path: &PlacePath) -> Res<bool> {
    let mut along = qianmo_places::ancestors(tx, path)?;
    along.pop();
    Ok(!along.iter().any(|wider| wider.keeps_books))
}

/// The places, a county or wider, at which the reader is an officer, the widest first.
///
/// # Errors
/// 403 where there is none.
fn own_places(tx: &mut Tx<'_>, actor: &Actor) -> Res<Vec<Place>> {
    let mut own = Vec::new();
    for grant in actor.places_for(&FAIRNESS) {
        if let Some(place) = qianmo_places::find(tx, grant.place)?
            && is_told_of(tx, &place.path)?
        {
            own.push(place);
        }
    }
    if own.is_empty() { Err(Refused::new(Kind::Forbidden, "aid-fairness-below").into()) } else { Ok(own) }
}

/// The place that is asked for, or the reader's widest, and those that may be looked at instead.
///
/// # Errors
/// 403 at a place of which the reader is no officer; 400 for a place that is none, or below the county.
pub fn place_for(tx: &mut Tx<'_>, actor: &Actor, asked: Option<&str>) -> Res<(Place, Vec<Id>)> {
    let own = match own_places(tx, actor) {
        Ok(own) => own,
        // An officer of a place that ended, or of a township, may still name a place.
        Err(_) if asked.is_some_and(|p| !p.is_empty()) => Vec::new(),
        Err(other) => return Err(other),
    };
    let place = match asked.filter(|p| !p.is_empty()) {
        Some(named) => place_of(tx, named)?.ok_or_else(|| Refused::new(Kind::Malformed, "aid-unknown-place").beside("place"))?,
        None => own.first().cloned().ok_or_else(Refused::forbidden)?,
    };
    may_read(tx, actor, &place)?;
    let mut places = vec![place.id];
    let under = if place.keeps_books { Vec::new() } else { qianmo_places::offered(tx, place.id)? };
    for other in own.iter().chain(&under) {
        if !places.contains(&other.id) {
            places.push(other.id);
        }
    }
    Ok((place, places))
}

/// The year that is asked for.
pub fn year_of(asked: Option<&str>, now: Millis) -> Res<i64> {
    let this_month = month_of(now);
    match asked.map(str::trim).filter(|year| !year.is_empty()) {
        None => Ok(back(this_month, 1) / 100),
        Some(text) => {
            let year = text.parse::<i64>().ok().filter(|year| (2000..=2200).contains(year) && *year <= this_month / 100);
            year.ok_or_else(|| Refused::new(Kind::Malformed, "aid-fairness-year").beside("year").into())
        }
    }
}

/// What is told of a year. It is decided over the whole country, so it is kept for a while.
pub async fn told_of(cx: &Cx, year: i64) -> Res<Arc<Year>> {
    cx.kept(year, move |tx| super::store::year(tx, year)).await
}

/// Reads what is asked for, as far as it is this reader's.
pub async fn read(cx: &Cx, asked: &Asked) -> Res<Read> {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    let number = year_of(asked.year.as_deref(), cx.app.clock.now())?;
    let year = told_of(cx, number).await?;
    let place = asked.place.clone();
    cx.read(move |tx| {
        let (place, places) = place_for(tx, &actor, place.as_deref())?;
        let floors = floors::cost(tx)?;
        told(tx, (&place, &places), &year, locale).map(|read| Read { year: number, floors, ..read })
    })
    .await
}

fn told(tx: &mut Tx<'_>, (place, places): (&Place, &[Id]), year: &Year, locale: Locale) -> Res<Read> {
    let (open, groups) = (year.open.place(&place.path, &OPEN), year.groups.place(&place.path, &GUARDED));
    let mut sections = Vec::new();
    let whole = open.as_ref().map(|told| told.total).unwrap_or_default();
    let areas = open.as_ref().and_then(|told| told.under.clone());
    let under: Vec<Id> = areas.iter().flatten().map(|(id, _)| *id).collect();
    let labels = qianmo_places::labels(tx, places.iter().copied().chain(under), locale)?;
    let name = |id: &Id| labels.get(id).map(|label| label.text.clone());
    let deeper = !place.keeps_books;
    let areas = areas.map(|areas| {
        let area = |(id, cell): (Id, Option<Tally>)| Group {
            band: id.to_string(),
            name: name(&id),
            place: (deeper && cell.is_some()).then_some(id),
            told: cell.map(|tally| Told::new(&tally, &whole)),
        };
        sorted(areas.into_iter().map(area).collect())
    });
    sections.push(Section { dimension: Dimension::Area, whole, groups: areas });
    for (told, dimensions) in [(&open, &OPEN[..]), (&groups, &GUARDED[..])] {
        let whole = told.as_ref().map(|told| told.total).unwrap_or_default();
        for dimension in dimensions {
            let parts = told.as_ref().and_then(|told| told.bands.get(dimension).cloned().flatten());
            let groups = parts.map(|parts| banded(*dimension, parts, &whole));
            sections.push(Section { dimension: *dimension, whole, groups });
        }
    }
    Ok(Read {
        place: (place.id, name(&place.id).unwrap_or_default()),
        places: places.iter().map(|id| (*id, name(id).unwrap_or_default())).collect(),
        year: 0,
        total: open.map(|told| Told::new(&told.total, &told.total)),
        groups: groups.map(|told| told.total),
        sections,
        counted_at: year.counted_at,
        groups_month: year.groups_month,
        floors: None,
    })
}

fn banded(dimension: Dimension, parts: Parts<String>, whole: &Tally) -> Vec<Group> {
    let group = |(band, cell): (String, Option<Tally>)| Group {
        name: (dimension == Dimension::Language && band != NO_LANGUAGE).then(|| language(&band)),
        place: None,
        told: cell.map(|tally| Told::new(&tally, whole)),
        band,
    };
    sorted(parts.into_iter().map(group).collect())
}

/// A language by its own name, as far as the program knows it.
fn language(tag: &str) -> String {
    qianmo_kernel::LANGUAGES.iter().find(|(known, _)| *known == tag).map_or_else(|| tag.to_owned(), |(_, name)| (*name).to_owned())
}

/// The worst served first, those of whom nobody asked after them, those that are left out last.
fn sorted(mut groups: Vec<Group>) -> Vec<Group> {
    groups.sort_by_key(|group| match group.told {
        Some(told) => (i32::from(told.tally.opened == 0), told.served(), group.band.clone()),
        None => (2, [0; 3], group.band.clone()),
    });
    groups
}

/// Whether a band of a direction has words of ours.
pub fn has_words(dimension: Dimension, band: &str) -> bool {
    match dimension {
        Dimension::Purpose => PURPOSES.contains(&band),
        Dimension::Photo => PHOTOS.contains(&band),
        Dimension::Writer => WRITERS.contains(&band),
        Dimension::Age => AGES.contains(&band),
        Dimension::Sex => SEXES.contains(&band),
        Dimension::Disability => DISABILITIES.contains(&band),
        Dimension::Language => band == NO_LANGUAGE,
        Dimension::All | Dimension::Area | Dimension::Groups => false,
    }
}
