//! Puts the program together from its settings: database, keys, words, services.

use crate::config::Settings;
use crate::data_dir::{DataDir, chance};
use crate::modules;
use qianmo_db::{Db, Env, Vault, jobs};
use qianmo_kernel::{Clock, Error, Locale, Millis, Res, SystemClock};
use qianmo_payments::sandbox::Sandbox;
use qianmo_payments::{Providers, Settlers};
use qianmo_web::app::Builder;
use qianmo_web::i18n::I18n;
use qianmo_web::{App, Config, Module, server};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// What `demo.json` says: a folder that has it is a demonstration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DemoMark {
    /// The world's size: `small`, `trial` or `tenfold`.
    pub size: String,
    /// The seed it was made from.
    pub seed: u64,
    /// Milliseconds that the demonstration's clock is ahead of the machine's (below zero: behind).
    pub clock_ahead: i64,
    /// Whether loading came to its end.
    pub complete: bool,
}

/// The machine's clock, moved by a fixed distance: a demonstration may live at another day.
pub struct ShiftedClock(pub i64);

impl Clock for ShiftedClock {
    fn now(&self) -> Millis {
        SystemClock.now() + self.0
    }
}

/// A program put together, not yet serving.
pub struct Assembled {
    /// The program.
    pub app: App,
    /// Its parts.
    pub modules: Vec<Module>,
}

/// Reads the mark of a demonstration.
pub fn demo_mark(data: &DataDir) -> Res<Option<DemoMark>> {
    match std::fs::read_to_string(data.demo_file()) {
        Ok(text) => serde_json::from_str(&text).map(Some).map_err(|e| Error::because("demo.json", e).into()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::because("demo.json", e).into()),
    }
}

/// The same for whoever serves or reads: a demonstration whose loading broke off is an error, since it is neither a
/// demonstration, which shows one-time codes, nor an installation.
pub fn whole_demo(data: &DataDir) -> Res<Option<DemoMark>> {
    match demo_mark(data)? {
        Some(mark) if !mark.complete => Err(Error::new(half_loaded(data)).into()),
        mark => Ok(mark),
    }
}

/// Says that loading a demonstration broke off.
pub fn half_loaded(data: &DataDir) -> String {
    format!(
        "loading the demonstration did not come to its end here: remove {}, on PostgreSQL also the database, and start again",
        data.path().display()
    )
}

/// Opens the database with this clock; its tables are brought up to date unless `migrate` is false.
pub fn open_database(settings: &Settings, data: &DataDir, clock: Arc<dyn Clock>, migrate: bool) -> Res<Db> {
    open_with(settings, data, clock, chance()?, migrate, &settings.database.config(data.database()))
}

/// A new database that is filled before anybody is served, with chance of the caller's own (a demonstration's is seeded), and with
/// or without being able to undo what is refused ([`qianmo_db::Config::SqliteFilling`]).
pub fn open_to_fill(
    settings: &Settings,
    data: &DataDir,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn qianmo_kernel::Rng>,
    undoing: bool,
) -> Res<Db> {
    open_with(settings, data, clock, rng, true, &settings.database.config_to_fill(data.database(), undoing))
}

fn open_with(
    settings: &Settings,
    data: &DataDir,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn qianmo_kernel::Rng>,
    migrate: bool,
    config: &qianmo_db::Config,
) -> Res<Db> {
    let modules = modules::all();
    if let (Some(url), false) = (&settings.database.url, data.keys_file().exists())
        && qianmo_db::postgres_has_tables(url)?
    {
        // Another machine of this installation made the keys; fresh ones here would seal what nobody else can open.
        return Err(data.keys_missing().into());
    }
    let vault = Arc::new(Vault::new(data.keys(chance()?.as_ref())?, chance()?));
    let env = Env::new(clock, rng, vault).with_listeners(server::listeners(&modules));
    let db = Db::open(config, env)?;
    if settings.database.is_embedded() {
        data.close_database();
    }
    if migrate {
        let applied = db.migrate(&server::migrations(&modules))?;
        for name in applied {
            tracing::info!(name, "applied a migration");
        }
        let sealed: Vec<_> = modules.iter().flat_map(|m| m.sealed_columns().to_vec()).collect();
        if let Some(key) = qianmo_db::lacking_key(&db, &sealed)? {
            return Err(Error::new(format!(
                "{} is not this database's key file: {key} in it is missing or another one. Put the right one back; nothing that is sealed can be opened with this one",
                data.keys_file().display()
            ))
            .into());
        }
        if settings.database.is_embedded() {
            // This program holds the folder's lock: jobs that are still leased were those of one that died.
            db.write_now(jobs::release)?;
        }
    }
    Ok(db)
}

/// Puts the program together. `base_url` is the address people use when the settings name none.
pub fn assemble(settings: &Settings, data: DataDir, base_url: &str) -> Res<Assembled> {
    let mark = whole_demo(&data)?;
    if mark.is_some() && !settings.database.is_embedded() && data.database().exists() {
        // The folder is a demonstration's, the database somebody else's, whose one-time codes would be shown.
        return Err(Error::new("the demonstration in this folder is on SQLite: leave out --database").into());
    }
    let clock: Arc<dyn Clock> = match &mark {
        Some(mark) => Arc::new(ShiftedClock(mark.clock_ahead)),
        None => Arc::new(SystemClock),
    };
    let db = open_database(settings, &data, clock, true)?;
    with_database(settings, data, base_url, db, mark.is_some())
}

/// Puts the program together on a database that is open already.
pub fn with_database(settings: &Settings, data: DataDir, base_url: &str, db: Db, demo: bool) -> Res<Assembled> {
    let modules = modules::all();
    let site = &settings.site;
    let config = Config {
        base_url: site.base_url.as_deref().unwrap_or(base_url).trim_end_matches('/').to_owned(),
        demo,
        data_dir: data.path().to_path_buf(),
        utc_offset_minutes: site.utc_offset_minutes,
        currency: site.currency.parse().map_err(|_| Error::new(format!("[site] currency: {} is not a currency", site.currency)))?,
        locale: Locale::from_tag(&site.locale)
            .ok_or_else(|| Error::new(format!("[site] locale: {} is not spoken here", site.locale)))?,
        behind_proxy: site.behind_proxy,
        upload_limit: site.upload_mib.clamp(1, 512) * 1024 * 1024,
        // Whoever walks through a demonstration sees at once what they did to its figures.
        figures_lag_ms: if demo { 0 } else { site.figures_lag_seconds.clamp(0, 3_600) * 1_000 },
    };
    let i18n = I18n::new(server::words(&modules))?;
    let auth = Arc::new(qianmo_identity::Authenticator::new(db.clone()));
    let builder = App::builder(db, config, i18n, auth).nav(server::nav(&modules)).scopes(server::scopes(&modules));
    let builder = with_services(builder, &data.files(), settings, demo)?;
    Ok(Assembled { app: builder.build(), modules })
}

/// Every service of the commons, the same for the program and for its tests. `files` is the folder of photos.
pub fn with_services(builder: Builder, files: &Path, settings: &Settings, demo: bool) -> Res<Builder> {
    let media = qianmo_media::MediaStore::folder(files)?;
    let channels = qianmo_notify::Channels::new(demo, &settings.notify.sms, &settings.notify.email)?;
    let country_code = settings.site.country_code.clone();
    let builder = builder
        .service(Arc::new(media))
        .service(Arc::new(channels))
        .service(Arc::new(qianmo_identity::Settings { country_code }))
        .service(Arc::new(settings.aid.payouts()))
        .service(Arc::new(settings.aid.standing_gifts()))
        .service(Arc::new(settings.aid.offers()));
    Ok(with_payments(builder, settings.payments.has_sandbox(demo)))
}

/// The providers money moves through, and who settles what they say. The sandbox is the one there is; without it nothing can be
/// paid, and its pages are not there.
pub fn with_payments(builder: Builder, with_sandbox: bool) -> Builder {
    let builder = builder.service(Arc::new(Settlers::new(qianmo_aid::payment::settlers())));
    if !with_sandbox {
        return builder.service(Arc::new(Providers::default()));
    }
    let sandbox = Arc::new(Sandbox::new(builder.db().clone(), builder.vault()));
    builder.service(sandbox.clone()).service(Arc::new(Providers::new(vec![sandbox])))
}
