//! Offers in the search index: found by the things that they name, by their words, and by where they lie. No page shows them from it; it
//! is asked when a request for goods opens.

use super::model::{KINDS, Offer};
use super::score::Profile;
use qianmo_db::Tx;
use qianmo_kernel::{Id, PlacePath, PublicRef, Res};
use qianmo_search::{Entry, Facet, Query};

/// What the search calls an offer.
const KIND: &str = "aid-offer"; // not a message

/// Offers that are found for one part at most.
const MOST: usize = 200;

fn thing(name: &str) -> Facet {
    Facet::new("thing", name)
}

fn sort(kind: &str) -> Facet {
    Facet::new("sort", kind)
}

/// Indexes an offer that stands.
pub fn put(tx: &mut Tx<'_>, offer: &Offer) -> Res<()> {
    let profile = Profile::offered(&offer.label, &offer.kind, &offer.sizes);
    let described = profile.described();
    let mut facets = Facet::places(&offer.path);
    facets.extend(described.things.iter().map(|name| thing(name)));
    facets.extend(KINDS.iter().filter(|kind| profile.is_of(kind)).map(|kind| sort(kind)));
    // Words as they are compared: without the endings of plurals.
    let mut text = offer.label.clone();
    described.words.iter().for_each(|word| {
        text.push(' ');
        text.push_str(word);
    });
    qianmo_search::index(tx, &Entry::new(KIND, offer.reference, offer.created_at.0, text).facets(facets))
}

/// Takes an offer out that does not stand any more.
pub fn remove(tx: &mut Tx<'_>, offer: PublicRef) -> Res<()> {
    qianmo_search::remove(tx, KIND, offer)
}

/// Offers that may fit a part, those nearest to it first.
pub fn near(tx: &mut Tx<'_>, asked: &Profile, path: &PlacePath) -> Res<Vec<PublicRef>> {
    let described = asked.described();
    let kinds = described.kinds();
    let mut any: Vec<Facet> = described.things.iter().map(|name| thing(name)).collect();
    // Who asks for clothes is glad of a coat, and a coat may be among clothes.
    any.extend(described.general().into_iter().map(sort));
    let whole = super::things::THINGS.iter().filter(|t| t.general && kinds.contains(t.kind));
    any.extend(whole.map(|t| thing(t.name)));
    let mut queries = Vec::new();
    if !any.is_empty() {
        queries.push(Query::words("").any(any));
    }
    // Offers of what is not known are found by words.
    queries.extend(described.words.iter().take(super::suggest::WORDS_MOST).map(|word| Query::words(word.clone())));
    let mut areas: Vec<Option<Id>> = path.ids().map(Some).collect();
    areas.reverse();
    areas.push(None);
    let mut found: Vec<PublicRef> = Vec::new();
    for area in areas {
        for query in &queries {
            let query = area.map_or_else(|| query.clone(), |area| query.clone().must(Facet::place(area)));
            for hit in qianmo_search::find(tx, KIND, &query.limit(MOST))? {
                if !found.contains(&hit.reference) {
                    found.push(hit.reference);
                }
            }
        }
        if found.len() >= MOST {
            found.truncate(MOST);
            break;
        }
    }
    Ok(found)
}
