//! An application without sockets, and somebody who asks it things.

use crate::database::TestDb;
use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use qianmo_db::Engine;
use qianmo_kernel::Locale;
use qianmo_web::app::Builder;
use qianmo_web::i18n::I18n;
use qianmo_web::module::RouteInfo;
use qianmo_web::worker::Worker;
use qianmo_web::{App, Authenticate, Config, Module, server};
use std::sync::Arc;
use tower::ServiceExt;

/// A running application on a fresh database.
pub struct TestApp {
    /// The application.
    pub app: App,
    /// Its database and clock.
    pub on: TestDb,
    /// Its routes.
    pub routes: Vec<RouteInfo>,
    /// The API's description as JSON.
    pub description: serde_json::Value,
    router: Router,
    worker: Worker,
}

/// What was answered.
#[derive(Debug)]
pub struct Answered {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answered {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("not JSON ({e}): {} {}", self.status, self.text()))
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The value of a cookie that was set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .filter_map(|v| v.split(';').next()?.split_once('='))
            .find(|(k, _)| *k == name)
            .map(|(_, v)| v.to_owned())
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }
}

/// A request being put together.
pub struct Ask<'a> {
    app: &'a TestApp,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl TestApp {
    /// An application of these modules on a fresh database of that engine.
    pub fn start(
        engine: Engine,
        modules: fn() -> Vec<Module>,
        auth: Arc<dyn Authenticate>,
        services: impl FnOnce(Builder, &TestDb) -> Builder,
    ) -> Self {
        Self::start_with(
            engine,
            modules,
            auth,
            Config { base_url: "http://localhost:8080".into(), locale: Locale::En, ..Config::default() },
            services,
        )
    }

    /// The same with a configuration of one's own.
    pub fn start_with(
        engine: Engine,
        modules: fn() -> Vec<Module>,
        auth: Arc<dyn Authenticate>,
        mut config: Config,
        services: impl FnOnce(Builder, &TestDb) -> Builder,
    ) -> Self {
        let list = modules();
        let on = TestDb::open(engine, &server::migrations(&list), server::listeners(&list));
        config.data_dir = on.folder.path().to_path_buf();
        let i18n = I18n::new(server::words(&list)).unwrap();
        let builder = App::builder(on.db.clone(), config, i18n, auth).nav(server::nav(&list)).scopes(server::scopes(&list));
        let app = services(builder, &on).build();
        let (routes, worker) = (server::routes(&list), Worker::new(&list));
        let (router, description) = server::router(app.clone(), list, Router::new());
        let description = serde_json::to_value(&description).unwrap();
        TestApp { app, on, routes, description, router, worker }
    }

    /// Runs all jobs that are due.
    pub async fn work(&self) -> usize {
        self.worker.drain(&self.app).await.unwrap()
    }

    /// A worker's round: puts the regular jobs on the list that are not on it, then runs all that are due.
    pub async fn round(&self) -> usize {
        self.worker.schedule(&self.app).await.unwrap();
        self.work().await
    }

    /// Asks with any method.
    pub fn ask(&self, method: Method, path: impl Into<String>) -> Ask<'_> {
        Ask { app: self, method, path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// Asks with GET.
    pub fn get(&self, path: impl Into<String>) -> Ask<'_> {
        self.ask(Method::GET, path)
    }

    /// Asks with POST.
    pub fn post(&self, path: impl Into<String>) -> Ask<'_> {
        self.ask(Method::POST, path)
    }
}

impl Ask<'_> {
    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// As the holder of an API token; an empty one is nobody.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        if token.is_empty() { self } else { self.header("authorization", format!("Bearer {token}")) }
    }

    /// With a session cookie.
    #[must_use]
    pub fn session(self, session: &str) -> Self {
        self.header("cookie", format!("qm_session={session}"))
    }

    /// With an idempotency key.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(mut self, value: &serde_json::Value) -> Self {
        self.body = serde_json::to_vec(value).unwrap();
        self.header("content-type", "application/json")
    }

    /// With form fields.
    #[must_use]
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        let encode = qianmo_web::extract::encode;
        self.body = fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect::<Vec<_>>().join("&").into_bytes();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    /// With a multipart form: fields, then files as (field, file name, bytes).
    #[must_use]
    pub fn upload(mut self, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Self {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!("--QIANMO\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        for (name, file, bytes) in files {
            body.extend_from_slice(
                format!("--QIANMO\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--QIANMO--\r\n");
        self.body = body;
        self.header("content-type", "multipart/form-data; boundary=QIANMO")
    }

    /// With any body.
    #[must_use]
    pub fn body(mut self, kind: &str, bytes: &[u8]) -> Self {
        self.body = bytes.to_vec();
        self.header("content-type", kind)
    }

    /// Sends it.
    pub async fn send(self) -> Answered {
        let mut request = Request::builder().method(self.method).uri(&self.path).header("host", "localhost:8080");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(self.body)).unwrap();
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answered { status: parts.status, headers: parts.headers, body }
    }
}
