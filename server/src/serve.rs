//! Serving: HTTP, the worker beside it, readiness, metrics, and a graceful end.

use crate::assemble::Assembled;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, Request, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use qianmo_db::jobs;
use qianmo_kernel::{Error, Res};
use qianmo_web::worker::Worker;
use qianmo_web::{App, server};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

/// How long requests under way may take to end after the program was told to stop.
const FAREWELL: Duration = Duration::from_secs(20);

/// How long the head of a request may take to arrive. Whoever sends it byte by byte holds a connection no longer than this; one that
/// is kept alive and silent ends after it as well.
const HEAD: Duration = Duration::from_secs(10);

/// Connections at once; further ones wait in the system's queue.
const CONNECTIONS: u32 = 4_096;

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
pub fn listen(address: &str) -> std::io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
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
    let told = told_to_stop();
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
        let mut serving = tokio::spawn(accept(listener, router, stopped.clone(), HEAD));
        tokio::select! {
            () = told => {}
            ended = &mut serving => {
                return ended.map_err(|e| Error::because("serving", e).into());
            }
        }
        tracing::info!("stopping: finishing what is under way");
        let _ = stop.send(true);
        if tokio::time::timeout(FAREWELL, serving).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
    } else {
        told.await;
        let _ = stop.send(true);
    }
    if let Some(working) = working {
        let _ = tokio::time::timeout(FAREWELL, working).await;
    }
    Ok(())
}

/// Takes connections until it is told to stop, and then waits for those that are open. `head` is how long the head of a request may
/// take; `axum::serve` would wait for it without end.
async fn accept(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>, head: Duration) {
    let seats = Arc::new(Semaphore::new(CONNECTIONS as usize));
    loop {
        let taken = tokio::select! {
            seat = seats.clone().acquire_owned() => seat,
            _ = stopped.changed() => break,
        };
        // Nobody closes the semaphore.
        let Ok(seat) = taken else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (router, stopped) = (router.clone(), stopped.clone());
                tokio::spawn(async move {
                    connection(stream, peer, router, stopped, head).await;
                    drop(seat);
                });
            }
            Err(e) => {
                // Mostly the process has no file descriptor left: others end meanwhile.
                tracing::warn!(error = %e, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    let _ = seats.acquire_many(CONNECTIONS).await;
}

/// Serves one connection; once it is told to stop, only the request that is under way.
async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, mut stopped: watch::Receiver<bool>, head: Duration) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head);
    let mut serving = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut told = false;
    loop {
        tokio::select! {
            ended = serving.as_mut() => {
                if let Err(e) = ended {
                    tracing::trace!(error = %e, "a connection broke off");
                }
                break;
            }
            _ = stopped.changed(), if !told => {
                told = true;
                serving.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Ends when the program is told to stop. It listens from this call on, not from when somebody waits for it: whoever has seen that
/// the program is ready may tell it so at once.
fn told_to_stop() -> impl Future<Output = ()> {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    async move {
        #[cfg(unix)]
        {
            let terminate = async {
                match terminate {
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    async fn says(address: SocketAddr, what: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(what).await.unwrap();
        let mut heard = Vec::new();
        let read = stream.read_to_end(&mut heard);
        tokio::time::timeout(Duration::from_secs(20), read).await.expect("the connection ends").unwrap();
        String::from_utf8_lossy(&heard).into_owned()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn half_a_request_is_not_waited_for_and_a_whole_one_is_served_until_the_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let peer = |ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.ip().to_string() };
        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(accept(listener, Router::new().route("/", get(peer)), stopped, Duration::from_millis(200)));
        let whole = says(address, b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(whole.starts_with("HTTP/1.1 200") && whole.ends_with("127.0.0.1"), "{whole}");
        assert!(!says(address, b"GET / HTTP/1.1\r\nhost: x\r\n").await.contains("200"));
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(20), serving).await.expect("it stops").unwrap();
    }
}
