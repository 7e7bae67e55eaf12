//! Who was left waiting: requests that ask and of which nothing is promised, in the fair order: the longest open first, every look a step
//! back.

use super::read::place_for;
use crate::find;
use crate::request::{CardView, Choice, PURPOSES, Request, card, choices, relabel};
use askama::Template;
use qianmo_db::{Row, Tx, params};
use qianmo_kernel::{Id, Kind, Millis, PublicRef, Refused, Res};
use qianmo_web::{Cursor, Cx, View};
use serde::Deserialize;
use utoipa::IntoParams;

qianmo_db::sql! {
    /// Requests under an area of which nothing is promised, of any purpose. `$4`: opened by then; `$5`: now; `$6`: looked at so often at most.
    const LIST = "SELECT l.county, l.request, l.rank, COALESCE(a.looks, 0), COALESCE(s.shown, 0) FROM aid_listing l
        JOIN aid_request r ON r.county = l.county AND r.id = l.request
        LEFT JOIN aid_attention a ON a.county = l.county AND a.request = l.request
        LEFT JOIN aid_slate_count s ON s.county = l.county AND s.request = l.request
        WHERE l.area = $1 AND l.stage = 1 AND (l.rank, l.request) > ($2, $3) AND r.state = 'open' AND r.opened_at <= $4
        AND COALESCE(r.expires_at, 0) > $5 AND COALESCE(a.looks, 0) <= $6 ORDER BY l.rank, l.request LIMIT $7";
    /// The same of one purpose.
    const LIST_PURPOSE = "SELECT l.county, l.request, l.rank, COALESCE(a.looks, 0), COALESCE(s.shown, 0) FROM aid_listing l
        JOIN aid_request r ON r.county = l.county AND r.id = l.request
        LEFT JOIN aid_attention a ON a.county = l.county AND a.request = l.request
        LEFT JOIN aid_slate_count s ON s.county = l.county AND s.request = l.request
        WHERE l.area = $1 AND l.stage = 1 AND l.purpose = $8 AND (l.rank, l.request) > ($2, $3) AND r.state = 'open' AND r.opened_at <= $4
        AND COALESCE(r.expires_at, 0) > $5 AND COALESCE(a.looks, 0) <= $6 ORDER BY l.rank, l.request LIMIT $7";
}

/// Days for which a request has been open at least, to choose from.
const DAYS: [i64; 4] = [0, 7, 14, 30];
/// Looks that it had at most, to choose from.
const LOOKS: [i64; 3] = [0, 5, 20];

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// A place's id or code, a county or wider, where you are an officer; the widest of yours when left out.
    pub place: Option<String>,
    /// A purpose; all when left out.
    #[param(pattern = "^(education|health|housing|goods|livelihood|other)$")]
    pub purpose: Option<String>,
    /// Open for so many days at least; 0 when left out.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 3650)]
    pub days: Option<String>,
    /// Looked at so many times at most; any number when left out.
    #[param(value_type = Option<i64>, minimum = 0)]
    pub looks: Option<String>,
    /// Where the page begins: the `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<i64>,
}

/// The same, parsed once.
#[derive(Clone, Debug)]
pub struct Filter {
    place: Option<String>,
    purpose: Option<&'static str>,
    days: i64,
    looks: Option<i64>,
    after: (i64, Id),
    limit: i64,
}

impl Asked {
    /// Parses it. What cannot be meant is refused (400) beside its parameter.
    pub fn parse(&self) -> Res<Filter> {
        let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let purpose = match given(&self.purpose) {
            None => None,
            Some(name) => {
                let known = PURPOSES.iter().find(|purpose| **purpose == name);
                Some(*known.ok_or_else(|| Refused::new(Kind::Malformed, "aid-unknown-purpose").beside("purpose"))?)
            }
        };
        let number = |text: &Option<String>, field: &'static str, most: i64| match given(text) {
            None => Ok(None),
            Some(text) => {
                let number = text.parse::<i64>().ok().filter(|n| (0..=most).contains(n));
                number.map(Some).ok_or_else(|| Refused::new(Kind::Malformed, "aid-fairness-number").beside(field))
            }
        };
        Ok(Filter {
            place: given(&self.place),
            purpose,
            days: number(&self.days, "days", 3_650)?.unwrap_or(0),
            looks: number(&self.looks, "looks", i64::MAX)?,
            after: self.cursor.as_deref().map(Cursor::decode).transpose()?.unwrap_or((i64::MIN, Id::NONE)),
            limit: Cursor::limit(self.limit)?,
        })
    }

    /// Nothing but the place.
    pub fn usual(&self) -> Asked {
        Asked { place: self.place.clone(), ..Asked::default() }
    }
}

/// A request that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The request.
    pub request: Request,
    /// How often it was looked at.
    pub looks: i64,
    /// How often it stood on a donor's own slate.
    pub shown: i64,
    /// For how many whole days it has been open.
    pub days: i64,
}

/// A page of the list.
#[derive(Clone, Debug)]
pub struct Found {
    /// The place, and those that may be looked at instead.
    pub place: (Id, String),
    /// By id and name.
    pub places: Vec<(Id, String)>,
    /// The requests.
    pub waiting: Vec<Waiting>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Reads a page of what waits at a place of the reader's.
///
/// # Errors
/// As of the monitor: 403 at a place of which they are no officer, 400 for one that is none or below the county.
pub async fn read(cx: &Cx, filter: Filter) -> Res<Found> {
    let (actor, locale) = (cx.actor_owned()?, cx.locale);
    cx.read(move |tx| {
        let (place, places) = place_for(tx, &actor, filter.place.as_deref())?;
        let labels = qianmo_places::labels(tx, places.iter().copied(), locale)?;
        let name = |id: &Id| labels.get(id).map(|label| label.text.clone()).unwrap_or_default();
        let mut rows = rows(tx, place.id, &filter)?;
        let limit = usize::try_from(filter.limit).unwrap_or(0);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| Cursor::encode(&(row.rank, row.reference.id)));
        let refs: Vec<PublicRef> = rows.iter().map(|row| row.reference).collect();
        let mut requests = find::some(tx, &refs)?;
        relabel(tx, &mut requests, locale)?;
        let now = tx.now();
        let waiting = rows.iter().filter_map(|row| {
            let request = requests.iter().find(|request| request.reference == row.reference)?.clone();
            let opened = request.opened_at.unwrap_or(now);
            Some(Waiting { request, looks: row.looks, shown: row.shown, days: (now.0 - opened.0) / Millis::DAY })
        });
        Ok(Found {
            place: (place.id, name(&place.id)),
            places: places.iter().map(|id| (*id, name(id))).collect(),
            waiting: waiting.collect(),
            next,
        })
    })
    .await
}

struct Listed {
    reference: PublicRef,
    rank: i64,
    looks: i64,
    shown: i64,
}

fn rows(tx: &mut Tx<'_>, area: Id, filter: &Filter) -> Res<Vec<Listed>> {
    let now = tx.now();
    let (since, looks, limit) = (now - filter.days * Millis::DAY, filter.looks.unwrap_or(i64::MAX), filter.limit + 1);
    let listed = |row: &Row<'_>| {
        Ok(Listed { reference: PublicRef::new(row.id(0)?, row.id(1)?), rank: row.i64(2)?, looks: row.i64(3)?, shown: row.i64(4)? })
    };
    let (rank, id) = filter.after;
    match filter.purpose {
        None => tx.query(LIST, params![area, rank, id, since, now, looks, limit], listed),
        Some(purpose) => tx.query(LIST_PURPOSE, params![area, rank, id, since, now, looks, limit, purpose], listed),
    }
}

/// A line of the page.
pub struct Line {
    /// The request.
    pub card: CardView,
    /// For how long it has been open, in words.
    pub days: String,
    /// How often it was looked at.
    pub looks: String,
    /// How often it stood on a donor's own slate.
    pub shown: String,
}

/// The page.
#[derive(Template)]
#[template(path = "fairness/unattended.html")]
pub struct UnattendedPage {
    v: View,
    place: String,
    place_name: String,
    places: Vec<(String, String)>,
    purpose: String,
    purposes: Vec<Choice>,
    days: String,
    days_choices: Vec<(String, String)>,
    looks: String,
    looks_choices: Vec<(String, String)>,
    lines: Vec<Line>,
    next: Option<String>,
    monitor: String,
    wrong: Option<(String, String)>,
}

impl UnattendedPage {
    /// A page of the list; `wrong`: what of the query could not be meant, and beside which field that is said.
    pub fn new(v: View, found: &Found, asked: &Asked, wrong: Option<(&'static str, Option<String>)>) -> Self {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let (purpose, days, looks) = (given(&asked.purpose), given(&asked.days), given(&asked.looks));
        let place = found.place.0.to_string();
        let line = |one: &Waiting| Line {
            card: card(&v, &one.request),
            days: v.t1("aid-days", "n", one.days),
            looks: v.number(one.looks),
            shown: v.number(one.shown),
        };
        let mut days_choices: Vec<_> = DAYS.iter().map(|n| (n.to_string(), v.t1("aid-fairness-days-or-more", "n", *n))).collect();
        let mut looks_choices = vec![(String::new(), v.t("aid-all"))];
        looks_choices.extend(LOOKS.iter().map(|n| (n.to_string(), v.t1("aid-fairness-looks-at-most", "n", *n))));
        // What was typed stays, also what is not offered.
        for (typed, choices) in [(&days, &mut days_choices), (&looks, &mut looks_choices)] {
            if !typed.is_empty() && !choices.iter().any(|(value, _)| value == typed) {
                choices.push((typed.clone(), typed.clone()));
            }
        }
        let encode = |text: &str| {
            text.bytes().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).map(char::from).collect::<String>()
        };
        let next = found.next.as_ref().map(|cursor| {
            let of = |text: &str| encode(text);
            format!(
                "/desk/fairness/unattended?place={place}&purpose={}&days={}&looks={}&cursor={cursor}",
                of(&purpose),
                of(&days),
                of(&looks)
            )
        });
        UnattendedPage {
            place_name: found.place.1.clone(),
            places: found.places.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
            purposes: choices(&v, "aid-purpose", PURPOSES),
            lines: found.waiting.iter().map(line).collect(),
            monitor: format!("/desk/fairness?place={place}"),
            wrong: wrong.map(|(message, field)| (v.t(message), field.unwrap_or_default())),
            purpose,
            days,
            days_choices,
            looks,
            looks_choices,
            next,
            place,
            v,
        }
    }

    /// With invented content.
    pub fn sample(v: View) -> Self {
        let request = crate::request::model::sample_request();
        let place = (request.reference.county, "Zhashui County".to_owned());
        let waiting = vec![Waiting { request, looks: 3, shown: 1, days: 20 }];
        let found = Found { place: place.clone(), places: vec![place], waiting, next: Some("next".into()) };
        let asked = Asked { days: Some("x".into()), ..Asked::default() };
        UnattendedPage::new(v, &found, &asked, Some(("aid-fairness-number", Some("days".into()))))
    }
}

qianmo_web::sample!(UnattendedPage);
