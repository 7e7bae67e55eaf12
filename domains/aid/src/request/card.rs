//! A request as a card, on every list, and the meters that go with it.

use super::household::MaskedHousehold;
use super::model::Request;
use crate::lifecycle::RequestState;
use qianmo_kernel::{Id, Millis, PublicRef};
use qianmo_web::View;

/// How far a request or part is helped, in words and as a bar.
#[derive(Clone, Debug)]
pub struct Meter {
    /// The id of its text in the page.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// The bar's value.
    pub value: i64,
    /// The bar's end.
    pub max: i64,
    /// Whether all of it arrived and was confirmed.
    pub met: bool,
}

/// A request on a list.
#[derive(Clone, Debug)]
pub struct CardView {
    /// Its page.
    pub href: String,
    /// Its sentence.
    pub title: String,
    /// The language it is written in.
    pub language: String,
    /// The purpose in words.
    pub purpose: String,
    /// The purpose's icon.
    pub icon: &'static str,
    /// The state's name; of what has run out that of the state it comes to.
    pub state: &'static str,
    /// The state in words.
    pub state_text: String,
    /// Who, masked.
    pub who: String,
    /// County and what contains it.
    pub place: String,
    /// What is asked, in one line: money and goods each for themselves.
    pub asked: String,
    /// How far it is helped, likewise; none where there is no more to tell than what is asked.
    pub meters: Vec<Meter>,
    /// Since when it is open, or was handed in; of what has ended, from when to when it was open.
    pub since: String,
    /// Since when, for machines.
    pub since_at: Millis,
    /// Where the reader confirms what has come of it. Told by whoever read what is on its way.
    pub confirm: Option<String>,
}

/// The card of a request.
pub fn card(v: &View, request: &Request) -> CardView {
    let since_at = request.opened_at.or(request.submitted_at).unwrap_or(request.created_at);
    let ended_at = request.met_at.or(request.ended_at).filter(|_| request.state.is_over());
    let since = match (request.opened_at, ended_at, request.submitted_at) {
        (Some(_), Some(end), _) => v.t2("aid-open-from-to", "from", v.date(since_at), "to", v.date(end)),
        (Some(_), None, _) => v.t1("aid-opened-on", "date", v.date(since_at)),
        (None, _, Some(_)) => v.t1("aid-handed-in-on", "date", v.date(since_at)),
        (None, _, None) => v.t1("aid-begun-on", "date", v.date(since_at)),
    };
    let (state, state_text) = standing(v, request);
    CardView {
        href: format!("/requests/{}", request.reference),
        title: request.title.clone(),
        language: request.language.clone(),
        purpose: v.family("aid-purpose", &request.purpose),
        icon: icon(&request.purpose),
        state,
        state_text,
        who: who(v, request),
        place: place(v, &request.masked),
        asked: asked(v, request),
        meters: meters(v, request, &format!("m-{}", request.reference.id)),
        since,
        since_at,
        confirm: None,
    }
}

/// Where a request stands, by name and in words. Of one whose time has run out nobody reads that it is open, however long it
/// takes until that is noted.
pub fn standing(v: &View, request: &Request) -> (&'static str, String) {
    if request.has_run_out(v.now) {
        (RequestState::Expired.name(), v.t("aid-run-out"))
    } else {
        (request.state.name(), v.t(request.state.label()))
    }
}

/// The icon of a purpose.
pub fn icon(purpose: &str) -> &'static str {
    match purpose {
        "education" => "book",
        "health" => "health",
        "housing" => "house",
        "goods" => "goods",
        "livelihood" => "livelihood",
        _ => "chat",
    }
}

/// Who asks, masked: "Mrs W., 3 people".
pub fn who(v: &View, request: &Request) -> String {
    let masked = request.masked.masked(request.household);
    let say = |(key, args): qianmo_registry::masked::Said| v.t_args(key, &args);
    let (who, people) = (say(masked.who()), say(masked.people()));
    v.t2("aid-who", "who", who, "people", people)
}

/// Where, as far as everybody may know: the county and what contains it.
pub fn place(v: &View, masked: &MaskedHousehold) -> String {
    let mut names: Vec<&str> = masked.places.iter().map(|p| p.name.as_str()).collect();
    if matches!(v.locale, qianmo_kernel::Locale::ZhHans) {
        return names.concat();
    }
    names.reverse();
    names.join(if v.locale == qianmo_kernel::Locale::Ar { "، " } else { ", " })
}

/// What a request asks for, in one line: money by amount, goods by parts.
pub fn asked(v: &View, request: &Request) -> String {
    let mut said = Vec::new();
    if request.asked_minor > 0 {
        said.push(v.money(request.asked()));
    }
    if request.goods.parts > 0 {
        said.push(v.t1("aid-asked-things", "n", request.goods.parts));
    }
    said.join(" · ")
}

/// The meters of a request: money by amount where money is asked, goods by parts where goods are asked. Neither says anything
/// of the other: a thing promised is no money given, and its estimated value is never added to money. Where there is no more to
/// tell than what is asked, there are none.
pub fn meters(v: &View, request: &Request, id: &str) -> Vec<Meter> {
    let mut meters = Vec::new();
    if request.is_only_asked() {
        return meters;
    }
    if request.asked_minor > 0 {
        meters.push(Meter {
            id: format!("{id}-money"),
            text: v.t2("aid-meter-money", "pledged", v.money(request.pledged()), "asked", v.money(request.asked())),
            value: request.pledged_minor,
            max: request.asked_minor,
            met: request.received_minor >= request.asked_minor,
        });
    }
    let goods = request.goods;
    if goods.parts > 0 {
        let mut text = v.t2("aid-meter-goods", "pledged", goods.pledged, "parts", goods.parts);
        for (key, n) in [("aid-meter-goods-partly", goods.partly), ("aid-meter-goods-met", goods.met)] {
            if n > 0 {
                text = format!("{text} · {}", v.t1(key, "n", n));
            }
        }
        let met = goods.met >= goods.parts;
        // What was promised in part fills half of its share: nobody should read that nothing was promised.
        meters.push(Meter { id: format!("{id}-goods"), text, value: 2 * goods.pledged + goods.partly, max: 2 * goods.parts, met });
    }
    meters
}

impl CardView {
    /// With invented content.
    pub fn sample(v: &View) -> Self {
        card(v, &super::model::sample_request())
    }

    /// What the meters say, in one line; nothing where there are none.
    pub fn helped(&self) -> String {
        let said: Vec<&str> = self.meters.iter().map(|meter| meter.text.as_str()).collect();
        said.join(" · ")
    }
}

/// A place's link in a crumb row.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
}

/// The crumbs of a masked household.
pub fn crumbs(masked: &MaskedHousehold) -> Vec<Crumb> {
    masked.places.iter().map(|p| Crumb { href: list_href(p.id), name: p.name.clone() }).collect()
}

/// The list of requests in a place.
pub fn list_href(place: Id) -> String {
    format!("/requests?place={place}")
}

/// The page of a request.
pub fn href(reference: PublicRef) -> String {
    format!("/requests/{reference}")
}
