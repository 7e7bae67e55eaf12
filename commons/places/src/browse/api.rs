//! The tree for programs: `GET /api/v1/places` and `GET /api/v1/places/{id}`.

use super::routes::after;
use crate::level::Level;
use crate::place::{ALWAYS, Place};
use crate::tree::{self, Filter};
use crate::{history, place};
use qianmo_kernel::{Error, Id, Millis, Refused, Res};
use qianmo_web::schema::IdSchema;
use qianmo_web::{Answer, Cursor, Cx, Path, Query};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use utoipa::{IntoParams, ToSchema};

/// Degrees on WGS 84.
#[derive(Serialize, ToSchema)]
#[schema(as = PlaceLocation)]
pub struct LocationJson {
    /// Latitude.
    #[schema(minimum = -90, maximum = 90)]
    pub lat: f64,
    /// Longitude.
    #[schema(minimum = -180, maximum = 180)]
    pub lng: f64,
}

/// A place of the area tree.
#[derive(Serialize, ToSchema)]
#[schema(as = Place)]
pub struct PlaceJson {
    /// Its id; never changes.
    #[schema(value_type = IdSchema)]
    pub id: Id,
    /// Its code in its country's list.
    #[schema(example = "611026")]
    pub code: String,
    /// What it lies in; null at the top.
    #[schema(value_type = Option<IdSchema>)]
    pub parent: Option<Id>,
    /// Its level.
    #[schema(example = "county")]
    pub level: String,
    /// How deep the level lies; 0 is the widest.
    #[schema(minimum = 0, maximum = 11)]
    pub depth: u8,
    /// Its name in its own language.
    #[schema(example = "柞水县")]
    pub name: String,
    /// That language (BCP 47).
    #[schema(example = "zh-Hans")]
    pub language: String,
    /// Whether the books are kept here.
    pub keeps_books: bool,
    /// In force since; null when not known.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_from: Option<Millis>,
    /// When it ended; null while it has not.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_until: Option<Millis>,
    /// Where it lies, if that is known.
    pub location: Option<LocationJson>,
}

impl From<&Place> for PlaceJson {
    fn from(place: &Place) -> Self {
        let degrees = |e6: i64| e6 as f64 / 1_000_000.0;
        PlaceJson {
            id: place.id,
            code: place.code.clone(),
            parent: (place.parent != Id::NONE).then_some(place.parent),
            level: place.level.name().to_owned(),
            depth: place.level.depth(),
            name: place.name.clone(),
            language: place.language.clone(),
            keeps_books: place.keeps_books,
            valid_from: (place.from > ALWAYS).then_some(place.from),
            valid_until: (!place.is_current()).then_some(place.until),
            location: place.location.map(|l| LocationJson { lat: degrees(l.lat_e6), lng: degrees(l.lng_e6) }),
        }
    }
}

/// A name a place had before.
#[derive(Serialize, ToSchema)]
pub struct FormerName {
    /// Its language.
    pub language: String,
    /// The name.
    pub name: String,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub until: Millis,
}

/// A place with all that is known about it.
#[derive(Serialize, ToSchema)]
pub struct PlaceWhole {
    /// The place itself.
    #[serde(flatten)]
    pub place: PlaceJson,
    /// Its names in other languages, by language tag.
    pub names: BTreeMap<String, String>,
    /// Names it had before.
    pub former_names: Vec<FormerName>,
    /// What it lies in, the widest first.
    pub ancestors: Vec<PlaceJson>,
    /// The places it took over from: their figures count for it.
    pub predecessors: Vec<PlaceJson>,
    /// The places that took over from it.
    pub successors: Vec<PlaceJson>,
}

/// A page of places.
#[derive(Serialize, ToSchema)]
pub struct PlaceList {
    /// The places.
    pub items: Vec<PlaceJson>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// What to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Right under this place (its id or its code); with `q`, anywhere under it. `top`: those at the top.
    #[param(example = "6110")]
    parent: Option<String>,
    /// Of this level.
    #[param(example = "county")]
    level: Option<String>,
    /// Whose name begins so, in any language, or whose code is this.
    q: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// How many, 20 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Lists places in force, in the order of their codes; with `q` wide places come first.
#[utoipa::path(get, path = "/places", tag = "places", params(ListQuery),
    responses((status = 200, description = "A page of places", body = PlaceList)))]
pub(crate) async fn list_places(cx: Cx, Query(query): Query<ListQuery>) -> Answer {
    let limit = Cursor::limit(query.limit)?;
    let after = after(query.cursor.as_deref())?;
    let (items, next) = cx
        .read(move |tx| {
            let parent = match query.parent.as_deref() {
                None | Some("") => None,
                Some("top") => Some(Id::NONE),
                Some(text) => Some(tree::named(tx, "parent", text)?.id),
            };
            let filter =
                Filter { parent, level: query.level.clone(), words: query.q.clone(), after: after.clone(), limit: limit + 1 };
            let mut places = tree::list(tx, &filter)?;
            // A level that is a country's own is known once a place of it was read.
            let level = query.level.as_deref().unwrap_or_default();
            if places.is_empty() && !level.is_empty() && Level::from_name(level).is_none() {
                return Err(Refused::parameter("level", "places-level-unknown").into());
            }
            let more = places.len() as i64 > limit;
            places.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            let next = places.last().filter(|_| more).map(|last| Cursor::encode(&(last.level.depth(), &last.code)));
            Ok((places.iter().map(PlaceJson::from).collect(), next))
        })
        .await?;
    cx.json(&PlaceList { items, next })
}

/// One place, in force or ended, by its id or its code, with its other names, what it lies in, and what it took over from.
#[utoipa::path(get, path = "/places/{id}", tag = "places",
    params(("id" = String, Path, description = "The place's id or its code", example = "611026"),
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the version the reader has")),
    responses((status = 200, description = "The place", body = PlaceWhole, headers(("ETag" = String, description = "Its version"))),
        (status = 304, description = "Not changed since the version named by If-None-Match")))]
pub(crate) async fn read_place(cx: Cx, Path(text): Path<String>) -> Answer {
    let whole = cx
        .read(move |tx| {
            let found = tree::by_id_or_code(tx, &text)?;
            let many = |places: Vec<Place>| places.iter().map(PlaceJson::from).collect::<Vec<_>>();
            let ancestors: Vec<Place> = tree::ancestors(tx, &found.path)?.into_iter().filter(|p| p.id != found.id).collect();
            let (current, former): (Vec<_>, Vec<_>) =
                history::names(tx, found.id)?.into_iter().partition(|n| n.until == place::FOREVER);
            let whole = PlaceWhole {
                place: PlaceJson::from(&found),
                names: current.into_iter().map(|n| (n.language, n.name)).collect(),
                former_names: former
                    .into_iter()
                    .map(|n| FormerName { language: n.language, name: n.name, until: n.until })
                    .collect(),
                ancestors: many(ancestors),
                predecessors: many(history::predecessors(tx, found.id)?),
                successors: many(history::successors(tx, found.id)?),
            };
            Res::Ok(whole)
        })
        .await?;
    cx.json_etag(fingerprint(&whole)?, &whole)
}

/// Names and places around it are part of the answer, so that its version is that of the answer, not of one row.
fn fingerprint(whole: &PlaceWhole) -> Res<i64> {
    let text = serde_json::to_vec(whole).map_err(|e| Error::because("a place as JSON", e))?;
    Ok((BuildHasherDefault::<DefaultHasher>::default().hash_one(text) >> 1) as i64)
}
