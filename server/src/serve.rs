//! Serving: HTTP, the worker beside it, readiness, metrics, and a graceful end.

use crate::assemble::Assembled;
use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, StatusCode, header};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use qianmo_db::jobs;
use qianmo_kernel::{Error, Res};
use qianmo_web::worker::Worker;
use qianmo_web::{App, server};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long requests under way may take to end after the program was told to stop.
const FAREWELL: Duration = Duration::from_secs(20);

/// What of the two halves runs in this process.
#[derive(Copy, Clone, PartialEq, Eq)]
pub enum Halves {
    /// HTTP and the worker: always so on SQLite.
    Both,
    /// HTTP alone; workers run elsewhere.
    Http,
    /// The worker alone.
    Worker,
}

/// A listener on the address. `localhost:0` takes any free port.
pub fn listen(address: &str) -> Res<std::net::TcpListener> {
    let listener =
        std::net::TcpListener::bind(address).map_err(|e| Error::because(format!("{address} cannot be listened on"), e))?;
    listener.set_nonblocking(true).map_err(|e| Error::because("the listener", e))?;
    Ok(listener)
}

/// Serves until the process is told to stop.
pub fn run(assembled: Assembled, listener: Option<std::net::TcpListener>, halves: Halves) -> Res<()> {
    let metrics = PrometheusBuilder::new().install_recorder().map_err(|e| Error::because("metrics", e))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 16))
        .max_blocking_threads(32)
        .enable_all()
        .build()
        .map_err(|e| Error::because("the runtime", e))?;
    runtime.block_on(serve(assembled, listener, halves, metrics))
}

async fn serve(
    assembled: Assembled,
    listener: Option<std::net::TcpListener>,
    halves: Halves,
    metrics: PrometheusHandle,
) -> Res<()> {
    let Assembled { app, modules } = assembled;
    let (stop, stopped) = watch::channel(false);
    let worker = Worker::new(&modules);
    let working = (halves != Halves::Http).then(|| {
        let (app, stopped) = (app.clone(), stopped.clone());
        tokio::spawn(async move { worker.run(&app, stopped).await })
    });
    if let (Some(listener), true) = (listener, halves != Halves::Worker) {
        let extra = Router::new()
            .route("/readyz", get(ready))
            .route("/metrics", get(move |c, h, s| show_metrics(metrics.clone(), c, h, s)));
        let (router, _) = server::router(app, modules, extra);
        let listener = TcpListener::from_std(listener).map_err(|e| Error::because("the listener", e))?;
        let mut ends = stopped.clone();
        let serving =
            axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(async move {
                let _ = ends.changed().await;
            });
        let mut serving = tokio::spawn(async move { serving.await });
        tokio::select! {
            () = told_to_stop() => {}
            ended = &mut serving => {
                return ended.map_err(|e| Error::because("serving", e))?.map_err(|e| Error::because("serving", e).into());
            }
        }
        tracing::info!("stopping: finishing what is under way");
        let _ = stop.send(true);
        if tokio::time::timeout(FAREWELL, serving).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
    } else {
        told_to_stop().await;
        let _ = stop.send(true);
    }
    if let Some(working) = working {
        let _ = tokio::time::timeout(FAREWELL, working).await;
    }
    Ok(())
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { _ = interrupt => {}, () = terminate => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

/// When whoever asked whether we are ready may ask again.
const AGAIN: [(header::HeaderName, &str); 1] = [(header::RETRY_AFTER, "5")];

/// 200 when the database answers and its places are loaded.
async fn ready(State(app): State<App>) -> Response {
    match app.db.read(|tx| qianmo_places::children_after(tx, qianmo_kernel::Id::NONE, "", 1).map(|p| !p.is_empty())).await {
        Ok(true) => "ready\n".into_response(),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, AGAIN, "no places are loaded: qianmo import places\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, AGAIN, "the database does not answer\n").into_response(),
    }
}

/// Prometheus metrics, for this machine alone: a proxy in front must not hand them on.
async fn show_metrics(
    handle: PrometheusHandle,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    State(app): State<App>,
) -> Response {
    if !from.ip().is_loopback() || headers.contains_key("x-forwarded-for") {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Ok((due, dead)) = app.db.read(jobs::backlog).await {
        metrics::gauge!("qianmo_jobs_due").set(due as f64);
        metrics::gauge!("qianmo_jobs_dead").set(dead as f64);
    }
    metrics::gauge!("qianmo_statements_run").set(app.db.statements_run() as f64);
    metrics::gauge!("qianmo_units_committed").set(app.db.units_committed() as f64);
    handle.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}
