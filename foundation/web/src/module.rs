//! A part's manifest: its routes, words, jobs and tables in one value.

use crate::app::App;
use crate::guard;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter};
use futures::future::BoxFuture;
use http::Method;
use qianmo_db::{JobRow, Migration};
use qianmo_kernel::{Locale, Permission, Res, Role};
use std::sync::Arc;
use utoipa_axum::router::UtoipaMethodRouter;

/// What a route needs from whoever asks. Every route has one; where the place matters, the command checks it too.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who is signed in.
    SignedIn,
    /// Whoever has the permission somewhere; the command asks whether it covers the place at hand.
    Permit(&'static Permission),
}

/// A route as the coverage test and the guard see it.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    /// The module it belongs to.
    pub module: &'static str,
    /// The method.
    pub method: Method,
    /// The path, with parameters in braces; API paths begin with `/api/v1`.
    pub path: String,
    /// What it needs.
    pub access: Access,
    /// Whether an `Idempotency-Key` header is required.
    pub idempotent: bool,
}

impl RouteInfo {
    /// A route of the web layer itself, for everybody to read.
    pub(crate) fn open(path: &str) -> Self {
        RouteInfo { module: "web", method: Method::GET, path: path.to_owned(), access: Access::Public, idempotent: false }
    }
}

/// What runs a job.
pub type JobFn = Arc<dyn Fn(App, JobRow) -> BoxFuture<'static, Res<()>> + Send + Sync>;

pub use qianmo_db::SealedColumn;

/// An entry of the menu.
#[derive(Copy, Clone, Debug)]
pub struct NavItem {
    /// The message.
    pub key: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it: holders of one of these roles, or everybody when empty.
    pub for_roles: &'static [Role],
    /// Its place in the order, small first.
    pub order: i32,
}

pub(crate) struct PageRoute {
    pub(crate) path: &'static str,
    pub(crate) router: MethodRouter<App>,
}

/// A part of the program.
pub struct Module {
    /// Its name: the crate's, without the prefix.
    pub name: &'static str,
    pub(crate) migrations: Vec<Migration>,
    pub(crate) locales: Vec<(Locale, &'static str)>,
    pub(crate) pages: Vec<PageRoute>,
    pub(crate) api: Vec<(UtoipaMethodRouter<App>, RouteInfo)>,
    pub(crate) routes: Vec<RouteInfo>,
    pub(crate) jobs: Vec<(&'static str, JobFn)>,
    pub(crate) listeners: Vec<(&'static str, &'static str)>,
    pub(crate) schedules: Vec<(&'static str, i64)>,
    pub(crate) sealed: Vec<SealedColumn>,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) permits: Vec<&'static Permission>,
}

impl Module {
    /// A part without anything yet.
    pub fn new(name: &'static str) -> Self {
        Module {
            name,
            migrations: Vec::new(),
            locales: Vec::new(),
            pages: Vec::new(),
            api: Vec::new(),
            routes: Vec::new(),
            jobs: Vec::new(),
            listeners: Vec::new(),
            schedules: Vec::new(),
            sealed: Vec::new(),
            nav: Vec::new(),
            permits: Vec::new(),
        }
    }

    /// Its tables.
    #[must_use]
    pub fn migrations(mut self, migrations: &[Migration]) -> Self {
        self.migrations.extend_from_slice(migrations);
        self
    }

    /// Its words, in every language.
    #[must_use]
    pub fn locales(mut self, locales: [(Locale, &'static str); 3]) -> Self {
        self.locales.extend_from_slice(&locales);
        self
    }

    /// A page, or what a page's form is sent to.
    #[must_use]
    pub fn page<H, T>(mut self, method: Method, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let info = RouteInfo { module: self.name, method: method.clone(), path: path.to_owned(), access, idempotent: false };
        let filter = MethodFilter::try_from(method).unwrap_or(MethodFilter::GET);
        let router = guard::guarded(MethodRouter::new().on(filter, handler), &info);
        self.pages.push(PageRoute { path, router });
        self.routes.push(info);
        self
    }

    /// An operation of the API: `routes!(handler)` of a handler with `#[utoipa::path]`, its path without `/api/v1`.
    #[must_use]
    pub fn api(self, access: Access, route: UtoipaMethodRouter<App>) -> Self {
        self.operation(access, route, false)
    }

    /// An operation that moves money or creates something: the `Idempotency-Key` header is required.
    #[must_use]
    pub fn api_idempotent(self, access: Access, route: UtoipaMethodRouter<App>) -> Self {
        self.operation(access, route, true)
    }

    fn operation(mut self, access: Access, (schemas, paths, router): UtoipaMethodRouter<App>, idempotent: bool) -> Self {
        let (mut path, mut method) = (String::new(), Method::GET);
        for (at, item) in &paths.paths {
            path = format!("/api/v1{at}");
            for (m, operation) in [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ] {
                if operation.is_some() {
                    method = m;
                }
            }
        }
        let info = RouteInfo { module: self.name, method, path, access, idempotent };
        let router = guard::guarded(router, &info);
        self.routes.push(info.clone());
        self.api.push(((schemas, paths, router), info));
        self
    }

    /// Listens to an event: `kind` names the handler, whose job is made in the transaction that emits the event.
    #[must_use]
    pub fn on<F>(mut self, topic: &'static str, kind: &'static str, handler: F) -> Self
    where
        F: Fn(App, JobRow) -> BoxFuture<'static, Res<()>> + Send + Sync + 'static,
    {
        self.listeners.push((topic, kind));
        self.job(kind, handler)
    }

    /// A kind of job.
    #[must_use]
    pub fn job<F>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(App, JobRow) -> BoxFuture<'static, Res<()>> + Send + Sync + 'static,
    {
        self.jobs.push((kind, Arc::new(handler)));
        self
    }

    /// Runs a kind of job by itself every so many milliseconds, on one worker at a time.
    #[must_use]
    pub fn every(mut self, kind: &'static str, millis: i64) -> Self {
        self.schedules.push((kind, millis));
        self
    }

    /// Its sealed columns.
    #[must_use]
    pub fn sealed(mut self, columns: &[SealedColumn]) -> Self {
        self.sealed.extend_from_slice(columns);
        self
    }

    /// Permissions that its commands ask for and none of its routes names: a token can be limited to them as to the others.
    #[must_use]
    pub fn permits(mut self, permissions: &[&'static Permission]) -> Self {
        self.permits.extend_from_slice(permissions);
        self
    }

    /// An entry of the menu.
    #[must_use]
    pub fn nav(mut self, item: NavItem) -> Self {
        self.nav.push(item);
        self
    }

    /// Its routes.
    pub fn route_infos(&self) -> &[RouteInfo] {
        &self.routes
    }

    /// Its migrations.
    pub fn migration_list(&self) -> &[Migration] {
        &self.migrations
    }

    /// Its sealed columns.
    pub fn sealed_columns(&self) -> &[SealedColumn] {
        &self.sealed
    }

    /// Its words.
    pub fn locale_list(&self) -> &[(Locale, &'static str)] {
        &self.locales
    }
}

/// The words of a crate: `locales!()` reads `locales/{zh-Hans,en,ar}.ftl`; `locales!("giving.")` reads
/// `locales/giving.{zh-Hans,en,ar}.ftl`.
#[macro_export]
macro_rules! locales {
    () => {
        $crate::locales!("")
    };
    ($prefix:literal) => {
        [
            (
                ::qianmo_kernel::Locale::ZhHans,
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/", $prefix, "zh-Hans.ftl")),
            ),
            (::qianmo_kernel::Locale::En, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/", $prefix, "en.ftl"))),
            (::qianmo_kernel::Locale::Ar, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/", $prefix, "ar.ftl"))),
        ]
    };
}
