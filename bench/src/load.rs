//! Loads: a closed one (as many requests as a few connections carry) and an open one (a fixed arrival rate).
#![allow(clippy::disallowed_methods)] // A stopwatch is what a benchmark is for.

use crate::client::Client;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Requests a second that `connections` carry for `length`, each asking again as soon as it is answered.
pub async fn closed(
    host: &str,
    path: &str,
    headers: &[(&'static str, String)],
    connections: usize,
    length: Duration,
) -> io::Result<f64> {
    let count = Arc::new(AtomicU64::new(0));
    let (end, started) = (Instant::now() + length, Instant::now());
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (host, path, headers, count) = (host.to_owned(), path.to_owned(), headers.to_vec(), count.clone());
        tasks.push(tokio::spawn(async move {
            let headers: Vec<(&str, &str)> = headers.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let mut client = Client::connect(&host).await?;
            while Instant::now() < end {
                let answer = client.ask("GET", &path, &headers, b"").await?;
                if answer.status != 200 {
                    return Err(io::Error::other(format!("{path} answered {}", answer.status)));
                }
                count.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        }));
    }
    for task in tasks {
        task.await.map_err(io::Error::other)??;
    }
    Ok(count.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64())
}

/// Median and 99th percentile in milliseconds at a fixed arrival rate: a request's time counts from when it should have
/// been sent, so that a stall is not hidden by the requests that waited behind it.
pub async fn open(host: &str, path: &str, rate: f64, length: Duration) -> io::Result<(f64, f64)> {
    const LANES: usize = 32;
    let total = (rate * length.as_secs_f64()) as usize;
    let start = Instant::now() + Duration::from_millis(50);
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = Vec::new();
    for _ in 0..LANES {
        let (host, path, next) = (host.to_owned(), path.to_owned(), next.clone());
        tasks.push(tokio::spawn(async move {
            let mut client = Client::connect(&host).await?;
            let mut times = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed) as usize;
                if n >= total {
                    return Ok::<_, io::Error>(times);
                }
                let due = start + Duration::from_secs_f64(n as f64 / rate);
                tokio::time::sleep_until(due.into()).await;
                client.ask("GET", &path, &[], b"").await?;
                times.push(due.elapsed().as_secs_f64() * 1_000.0);
            }
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.map_err(io::Error::other)??);
    }
    times.sort_by(f64::total_cmp);
    let at =
        |q: f64| times.get(((times.len() as f64 * q) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or_default();
    Ok((at(0.5), at(0.99)))
}

/// The median of several runs.
pub fn median(mut runs: Vec<f64>) -> f64 {
    runs.sort_by(f64::total_cmp);
    runs.get(runs.len() / 2).copied().unwrap_or_default()
}
