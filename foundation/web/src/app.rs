//! The running program as handlers see it: database, clock, words, configuration and the services of the commons.

use crate::auth::Authenticate;
use crate::i18n::I18n;
use crate::kept::Kept;
use crate::rate::Limiter;
use qianmo_db::{Db, Vault};
use qianmo_kernel::{Clock, Currency, Error, IdMaker, Locale, Res, Rng};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// What the installation is set to.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where people reach it: `https://help.example`, no slash at the end. Passkeys are bound to its host.
    pub base_url: String,
    /// Whether this is a demonstration with invented people: one-time codes are shown on the page.
    pub demo: bool,
    /// The folder of the database, files and keys.
    pub data_dir: PathBuf,
    /// Minutes that local time is ahead of UTC: days, months and years of figures are local (China: 480).
    pub utc_offset_minutes: i32,
    /// The currency that requests are made in.
    pub currency: Currency,
    /// The language for people who state none.
    pub locale: Locale,
    /// Whether a proxy in front is trusted to name the client's address in `X-Forwarded-For`, and the scheme in
    /// `X-Forwarded-Proto`.
    pub behind_proxy: bool,
    /// The largest upload in bytes.
    pub upload_limit: usize,
    /// How many milliseconds public figures may lag behind what was written: they are added up over a whole country.
    pub figures_lag_ms: i64,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            base_url: "http://localhost:8080".into(),
            demo: false,
            data_dir: PathBuf::from("data"),
            utc_offset_minutes: 480,
            currency: Currency::CNY,
            locale: Locale::ZhHans,
            behind_proxy: false,
            upload_limit: 12 * 1024 * 1024,
            figures_lag_ms: 0,
        }
    }
}

/// The running program. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What [`App`] dereferences to.
pub struct Inner {
    /// The database.
    pub db: Db,
    /// The moment.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<IdMaker>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
    /// Sealing and opening.
    pub vault: Arc<Vault>,
    /// What the installation is set to.
    pub config: Arc<Config>,
    /// Words in every language.
    pub i18n: Arc<I18n>,
    /// Who is asking.
    pub auth: Arc<dyn Authenticate>,
    /// How often is too often.
    pub limiter: Limiter,
    /// The menu, in order.
    pub nav: Vec<crate::module::NavItem>,
    /// The names of all permissions, in order.
    pub scopes: Vec<&'static str>,
    pub(crate) kept: Kept,
    services: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    held: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Builds an [`App`].
pub struct Builder {
    inner: Inner,
}

impl App {
    /// An application on this database, with these words and this way to know who is asking.
    pub fn builder(db: Db, config: Config, i18n: I18n, auth: Arc<dyn Authenticate>) -> Builder {
        let env = db.env().clone();
        let limiter = Limiter::new(env.clock.clone());
        Builder {
            inner: Inner {
                db,
                clock: env.clock,
                ids: env.ids,
                rng: env.rng,
                vault: env.vault,
                config: Arc::new(config),
                i18n: Arc::new(i18n),
                auth,
                limiter,
                nav: Vec::new(),
                scopes: Vec::new(),
                kept: Kept::default(),
                services: HashMap::new(),
                held: Mutex::default(),
            },
        }
    }

    /// The service of that type, registered at start. That it is missing is a mistake in the program's assembly.
    pub fn service<T: Any + Send + Sync>(&self) -> Res<Arc<T>> {
        self.0
            .services
            .get(&TypeId::of::<T>())
            .and_then(|s| s.clone().downcast::<T>().ok())
            .ok_or_else(|| Error::new(format!("the service {} was not registered at start", std::any::type_name::<T>())).into())
    }

    /// What this process keeps in memory of that type, made empty when it is asked for first. Nothing depends on it that must
    /// outlive the process or be the same in two of them.
    pub fn held<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let mut held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default())).clone();
        drop(held);
        // The key is the type, so it is this one.
        found.downcast::<T>().unwrap_or_default()
    }
}

impl Builder {
    /// Registers a service of the commons under its own type.
    #[must_use]
    pub fn service<T: Any + Send + Sync>(mut self, service: Arc<T>) -> Self {
        self.inner.services.insert(TypeId::of::<T>(), service);
        self
    }

    /// The database, for services that work on it.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The vault, for services that derive a secret.
    pub fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    /// Sets the menu.
    #[must_use]
    pub fn nav(mut self, mut items: Vec<crate::module::NavItem>) -> Self {
        items.sort_by_key(|i| i.order);
        self.inner.nav = items;
        self
    }

    /// Sets which permissions there are.
    #[must_use]
    pub fn scopes(mut self, names: Vec<&'static str>) -> Self {
        self.inner.scopes = names;
        self
    }

    /// The application.
    pub fn build(self) -> App {
        App(Arc::new(self.inner))
    }
}
