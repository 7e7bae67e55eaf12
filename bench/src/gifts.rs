//! The whole gift over HTTP (pledge, payment, the provider's callback) against bare two-row ledger commits over HTTP.
#![allow(clippy::disallowed_methods)]

use crate::client::Client;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use qianmo_db::Db;
use qianmo_kernel::{Currency, Fail, Id, Money};
use qianmo_ledger::{Account, Limit, Transfer};
use serde_json::{Value, json};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Writing units that one gift takes in the program itself: pledge, order, its start, and the settled callback.
pub const COMMITS_PER_GIFT: f64 = 4.0;

/// A small gift that is open to take: request, part, and how many minor units it can still take.
#[derive(Clone)]
struct Target {
    request: String,
    part: String,
}

async fn targets(host: &str, wanted: usize) -> io::Result<Vec<Target>> {
    let mut client = Client::connect(host).await?;
    let (mut found, mut cursor) = (Vec::new(), String::new());
    while found.len() < wanted {
        let page = client.ask("GET", &format!("/api/v1/aid/requests?state=open&limit=100{cursor}"), &[], b"").await?.json();
        for request in page["items"].as_array().into_iter().flatten() {
            let part = request["parts"].as_array().into_iter().flatten().find(|p| {
                p["kind"] == "money"
                    && p["amount"]["amount_minor"].as_i64().unwrap_or_default()
                        - p["pledged_amount"]["amount_minor"].as_i64().unwrap_or_default()
                        >= 1_000
            });
            if let (Some(part), Some(reference)) = (part, request["ref"].as_str()) {
                found.push(Target { request: reference.to_owned(), part: part["id"].as_str().unwrap_or_default().to_owned() });
            }
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    Ok(found)
}

async fn one(client: &mut Client, token: &str, target: &Target, key: u64) -> io::Result<bool> {
    let bearer = format!("Bearer {token}");
    let key = format!("bench-{key}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json"), ("Idempotency-Key", key.as_str())];
    let pledge = json!({"part": target.part, "amount": {"amount_minor": 100, "currency": "CNY"}}).to_string();
    let answer =
        client.ask("POST", &format!("/api/v1/aid/requests/{}/pledges", target.request), &headers, pledge.as_bytes()).await?;
    if answer.status != 201 {
        return Ok(false);
    }
    let answer = answer.json();
    let reference = answer["ref"].as_str().unwrap_or_default().to_owned();
    let payment = client.ask("POST", &format!("/api/v1/aid/pledges/{reference}/payment"), &headers, b"").await?.json();
    let Some(order) = payment["order"].as_str() else { return Ok(false) };
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let paid = client.ask("POST", &format!("/sandbox/pay/{order}"), &form, b"choice=succeed&seconds=30").await?;
    Ok(paid.status == 303)
}

/// Gifts a second that many donors make at once, and the share of tries that were not taken.
pub async fn gifts(host: &str, tokens: &[String], donors: usize, length: Duration) -> io::Result<(f64, f64)> {
    let targets = Arc::new(targets(host, 4_000).await?);
    if targets.is_empty() || tokens.is_empty() {
        return Err(io::Error::other("the world has no open request or no donor's token"));
    }
    let (given, refused, serial) =
        (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(std::process::id().into())));
    serial.store(u64::from(std::process::id()) << 32, Ordering::Relaxed);
    let (started, end) = (Instant::now(), Instant::now() + length);
    let mut tasks = Vec::new();
    for n in 0..donors {
        let (host, token) = (host.to_owned(), tokens[n % tokens.len()].clone());
        let (targets, given, refused, serial) = (targets.clone(), given.clone(), refused.clone(), serial.clone());
        tasks.push(tokio::spawn(async move {
            let mut client = Client::connect(&host).await?;
            while Instant::now() < end {
                let key = serial.fetch_add(1, Ordering::Relaxed);
                let target = &targets[(key as usize).wrapping_mul(7_919) % targets.len()];
                let counter = if one(&mut client, &token, target, key).await? { &given } else { &refused };
                counter.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, io::Error>(())
        }));
    }
    for task in tasks {
        task.await.map_err(io::Error::other)??;
    }
    let (given, refused) = (given.load(Ordering::Relaxed) as f64, refused.load(Ordering::Relaxed) as f64);
    Ok((given / started.elapsed().as_secs_f64(), refused / (given + refused).max(1.0)))
}

#[derive(Clone)]
struct Bare {
    db: Db,
    serial: Arc<AtomicU64>,
    accounts: Arc<(Account, Account)>,
}

async fn bare(State(bare): State<Bare>) -> StatusCode {
    let n = bare.serial.fetch_add(1, Ordering::Relaxed);
    let accounts = bare.accounts.clone();
    let committed = bare.db.write(move |tx| {
        let key = format!("bench/{n}");
        let (debit, credit) = (&accounts.0, &accounts.1);
        let transfer = Transfer {
            key: &key,
            debit,
            credit,
            amount: Money::new(100, debit.currency),
            kind: "bench",
            business_ref: "bench",
            memo: "bench",
        };
        qianmo_ledger::bare(tx, &transfer).map(|_| ())
    });
    match committed.await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn accounts(db: &Db) -> Result<(Account, Account), Fail> {
    db.write_now(|tx| {
        let county = Id::from_i64(1);
        let open =
            |tx: &mut qianmo_db::Tx<'_>, code: &str| qianmo_ledger::account(tx, county, code, Currency::CNY, Limit::Unlimited);
        Ok((open(tx, "assets:custody:bench")?, open(tx, "liabilities:bench")?))
    })
}

/// Durable two-row ledger commits a second over HTTP, on the same engine and disk, from the same client.
pub async fn bare_commits(db: Db, connections: usize, length: Duration) -> io::Result<f64> {
    let made = accounts(&db).map_err(io::Error::other)?;
    let serial = Arc::new(AtomicU64::new(u64::from(std::process::id()) << 32));
    let state = Bare { db, serial, accounts: Arc::new(made) };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?.to_string();
    let serving =
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/bare", post(bare)).with_state(state)).await });
    let count = Arc::new(AtomicU64::new(0));
    let (started, end) = (Instant::now(), Instant::now() + length);
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (host, count) = (host.clone(), count.clone());
        tasks.push(tokio::spawn(async move {
            let mut client = Client::connect(&host).await?;
            while Instant::now() < end {
                if client.ask("POST", "/bare", &[], b"").await?.status != 204 {
                    return Err(io::Error::other("a bare commit failed"));
                }
                count.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        }));
    }
    for task in tasks {
        task.await.map_err(io::Error::other)??;
    }
    serving.abort();
    Ok(count.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64())
}

/// Tokens of donors in a world's `accounts.json`.
pub fn donor_tokens(folder: &std::path::Path) -> io::Result<Vec<String>> {
    let text = std::fs::read(folder.join("accounts.json"))?;
    let accounts: Value = serde_json::from_slice(&text).map_err(io::Error::other)?;
    Ok(accounts
        .as_array()
        .into_iter()
        .flatten()
        .filter(|a| a["role"] == "donor")
        .filter_map(|a| a["token"].as_str())
        .map(str::to_owned)
        .collect())
}
