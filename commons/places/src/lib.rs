//! The area tree of a whole country, its changes over the years, and who covers what.
//!
//! A [`Place`] is a node: a province, a city, a county, a township, a village, or whatever the levels of a country are.
//! Levels are data, and no rule of one country's codes is built in. A place's [`path`](Place::path) lists the ids above it,
//! so that "here and below" is a range over text. Places are never deleted: they end, and successors stand for them;
//! [`lineage`] finds what was counted under the old ones.
//!
//! Trees are read in by [`import`], looked at on `/places`, changed by administrators ([`rename`], [`succeed`] …), and chosen
//! in forms by a [`PlacePicker`].

mod browse;
mod change;
mod history;
pub mod import;
mod level;
mod many;
mod name;
mod picker;
mod place;
mod store;
mod tiles;
mod tree;

pub use browse::{ListQuery, PlaceJson, PlaceWhole, Shown, Stop};
pub use change::{CHANGE, Moved, NewPlace, Split, Succession, add, rename, set_name, split, succeed};
pub use history::{OtherName, heirs, lineage, may_at, names, names_of, predecessors, require_at, standing, successors};
pub use level::Level;
pub use name::{Label, fold, label, labels, labels_along, own_whole_name, whole_name};
pub use picker::{Picked, PickerAsk, PlacePicker};
pub use place::{ALWAYS, FOREVER, Location, Place};
pub use tiles::{Tile, tiles};
pub use tree::{
    Filter, ancestors, at_level, by_code, by_id_or_code, children, children_after, children_at, counts, county_of, find,
    has_children, levels, list, named, offered, require,
};

use http::Method;
use qianmo_web::{Access, Module, NavItem};
use utoipa_axum::routes;

/// The tree's pages, API, words and tables.
pub fn module() -> Module {
    Module::new("places")
        .migrations(qianmo_db::migrations!["0001_places"])
        .locales(qianmo_web::locales!())
        .page(Method::GET, "/places", Access::Public, browse::top)
        .page(Method::GET, "/places/{id}", Access::Public, browse::one)
        .page(Method::GET, "/places/{id}/edit", Access::Permit(&CHANGE), change::edit)
        .page(Method::POST, "/places/{id}/name", Access::Permit(&CHANGE), change::rename_form)
        .page(Method::POST, "/places/{id}/names", Access::Permit(&CHANGE), change::name_form)
        .page(Method::POST, "/places/{id}/children", Access::Permit(&CHANGE), change::add_form)
        .page(Method::POST, "/places/{id}/successor", Access::Permit(&CHANGE), change::succeed_form)
        .nav(NavItem { key: "places-title", href: "/places", for_roles: &[], order: 90 })
        .api(Access::Public, routes!(browse::operations::list_places))
        .api(Access::Public, routes!(browse::operations::read_place))
}
