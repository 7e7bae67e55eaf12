//! Pages and API: the seam by which a part of the program adds its routes, forms, words and jobs.
//!
//! A [`Module`] is a part's manifest. [`server::router`] puts the modules together: every route is guarded by the
//! access it declares, every failure becomes a page or a problem detail, every page gets the same layout.

pub mod answer;
pub mod app;
pub mod assets;
pub mod auth;
pub mod body;
pub mod cross_site;
pub mod cursor;
pub mod cx;
pub mod extract;
pub mod form;
pub mod format;
pub mod guard;
pub mod i18n;
mod kept;
pub mod layout;
pub mod module;
pub mod once;
pub mod openapi;
pub mod rate;
pub mod reader;
pub mod reference;
pub mod sample;
pub mod schema;
pub mod server;
mod summary;
pub mod view;
pub mod worker;

pub use answer::{Answer, WebError, see_other, shown_again, status_again};
pub use app::{App, Config};
pub use auth::{Authenticate, Credentials, Signed};
pub use body::{Body, File, Upload};
pub use cursor::Cursor;
pub use cx::Cx;
pub use extract::{Form, Path, Query, RawForm};
pub use form::FormView;
pub use inventory;
pub use module::{Access, JobFn, Module, NavItem, SealedColumn};
pub use once::Call;
pub use reader::Reader;
pub use view::View;

/// What nearly every file of routes imports.
pub mod prelude {
    pub use crate::{
        Access, Answer, App, Body, Cursor, Cx, Form, FormView, Module, NavItem, Path, Query, RawForm, Reader, Upload, View,
        WebError, see_other, shown_again, status_again,
    };
    pub use http::{Method, StatusCode};
    pub use qianmo_kernel::*;
    pub use utoipa_axum::routes;
}
