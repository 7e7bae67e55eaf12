//! The whole gift over HTTP: the pledge, the payment's beginning, and the payment at the sandbox bank, which sends its
//! callback before it answers.

use crate::client::{Answered, Client};
use crate::load::{Done, Work};
use qianmo_kernel::{Clock, Millis, SystemClock};
use serde_json::{Value, json};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Units of work that the sandbox bank commits for itself at every gift: its charge, and that its callback was taken. A
/// provider outside of the program would not.
pub const BANKS_OWN: f64 = 2.0;

/// Requests to give to. Many, so that donors rarely meet at the same one, as it is with many requests.
const TARGETS: usize = 4_000;
/// What a part must still take, in fen: all runs together give less to one.
const ROOM: i64 = 20_000;
/// Every so many gifts one is looked at afterwards.
const LOOK_AT: u64 = 97;

/// Number of a gift, over all runs and worlds: no key of an earlier one comes again.
static SERIAL: AtomicU64 = AtomicU64::new(0);
/// When this program started: keys that an earlier one used are remembered for days.
static STARTED: LazyLock<u128> = LazyLock::new(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_micros()));

/// A part that asks for money.
struct Target {
    request: String,
    part: String,
}

/// A gift by one of many to one of many.
#[derive(Clone)]
pub struct Gifts {
    donors: Arc<Vec<String>>,
    targets: Arc<Vec<Target>>,
    /// Donor's token and pledge of some gifts.
    made: Arc<Mutex<Vec<(String, String)>>>,
}

/// The answer when it has that status; otherwise what came instead.
fn expect(answer: Answered, status: u16, what: &str) -> io::Result<Answered> {
    if answer.status == status {
        return Ok(answer);
    }
    let said: String = String::from_utf8_lossy(&answer.body).chars().take(300).collect();
    Err(io::Error::other(format!("{what} was answered by {}: {said}", answer.status)))
}

fn fen(amount: &Value) -> i64 {
    amount["amount_minor"].as_i64().unwrap_or_default()
}

/// The request's first part that takes money enough, if its time has not run out: then it waits only for its end.
fn target(request: &Value, now: Millis) -> Option<Target> {
    if request["expires_at"].as_str().and_then(Millis::parse).is_none_or(|end| end < now + Millis::DAY) {
        return None;
    }
    let takes = |part: &&Value| part["kind"] == "money" && fen(&part["amount"]) - fen(&part["pledged_amount"]) >= ROOM;
    let part = request["parts"].as_array()?.iter().find(takes)?;
    Some(Target { request: request["ref"].as_str()?.to_owned(), part: part["id"].as_str()?.to_owned() })
}

async fn targets(host: &str) -> io::Result<Vec<Target>> {
    let mut client = Client::connect(host).await?;
    let (mut found, mut cursor, now) = (Vec::new(), String::new(), SystemClock.now());
    while found.len() < TARGETS {
        let path = format!("/api/v1/aid/requests?state=open&limit=100{cursor}");
        let page = expect(client.ask("GET", &path, &[], b"").await?, 200, "a list of requests")?.json();
        found.extend(page["items"].as_array().into_iter().flatten().filter_map(|request| target(request, now)));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    Ok(found)
}

impl Gifts {
    /// Looks for requests to give to.
    pub async fn to(host: &str, donors: &[String]) -> io::Result<Gifts> {
        let targets = targets(host).await?;
        if targets.is_empty() || donors.is_empty() {
            return Err(io::Error::other("the world has no open request that asks for enough money, or nobody who gives"));
        }
        Ok(Gifts { donors: Arc::new(donors.to_vec()), targets: Arc::new(targets), made: Arc::default() })
    }

    /// How many people give, and to how many requests.
    pub fn count(&self) -> (usize, usize) {
        (self.donors.len(), self.targets.len())
    }

    /// Looks whether gifts were paid that were answered so; forgets them. The answer of the bank's page would be the same
    /// if its callback had not been taken and were to be sent again.
    pub async fn look(&self, host: &str) -> io::Result<()> {
        let made = std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        let mut client = Client::connect(host).await?;
        for (token, pledge) in made {
            let bearer = format!("Bearer {token}");
            let path = format!("/api/v1/aid/pledges/{pledge}");
            let answer = client.ask("GET", &path, &[("Authorization", bearer.as_str())], b"").await?;
            let state = expect(answer, 200, "a pledge")?.json()["state"].as_str().unwrap_or_default().to_owned();
            if state != "paid" {
                return Err(io::Error::other(format!("a gift that was made is {state}, not paid")));
            }
        }
        Ok(())
    }
}

impl Work for Gifts {
    async fn once(&self, client: &mut Client) -> io::Result<Done> {
        let n = SERIAL.fetch_add(1, Ordering::Relaxed);
        let at = n as usize;
        let token = &self.donors[at % self.donors.len()];
        let target = &self.targets[at.wrapping_mul(7_919) % self.targets.len()];
        let (bearer, key) = (format!("Bearer {token}"), format!("bench-{}-{n}", *STARTED));
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json"), ("Idempotency-Key", key.as_str())];
        let pledge = json!({"part": target.part, "amount": {"amount_minor": 100, "currency": "CNY"}}).to_string();
        let path = format!("/api/v1/aid/requests/{}/pledges", target.request);
        let answer = client.ask("POST", &path, &headers, pledge.as_bytes()).await?;
        if answer.status == 409 {
            return Ok(Done::Refused);
        }
        let pledge = expect(answer, 201, "a pledge")?.json();
        let pledge = pledge["ref"].as_str().unwrap_or_default();
        let path = format!("/api/v1/aid/pledges/{pledge}/payment");
        let payment = expect(client.ask("POST", &path, &headers, b"").await?, 201, "a payment")?.json();
        let page = payment["pay_at"].as_str().ok_or_else(|| io::Error::other("a payment has no page to pay at"))?;
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        expect(client.ask("POST", page, &form, b"choice=succeed&seconds=30").await?, 303, "the bank's page")?;
        if n.is_multiple_of(LOOK_AT) {
            self.made.lock().unwrap_or_else(PoisonError::into_inner).push((token.clone(), pledge.to_owned()));
        }
        Ok(Done::Taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_part_with_room_and_time_is_given_to() {
        let now = Millis::parse("2026-11-01T00:00:00Z").unwrap();
        let fen = |minor: i64| json!({"amount_minor": minor, "currency": "CNY"});
        let money = |asked, pledged| json!({"id": "P", "kind": "money", "amount": fen(asked), "pledged_amount": fen(pledged)});
        let goods = json!({"id": "G", "kind": "goods"});
        let request = |end: &str, part: Value| json!({"ref": "R", "expires_at": end, "parts": [goods, part]});
        let found = target(&request("2026-12-01T00:00:00Z", money(50_000, 10_000)), now).unwrap();
        assert_eq!((found.request.as_str(), found.part.as_str()), ("R", "P"));
        assert!(target(&request("2026-12-01T00:00:00Z", money(50_000, 40_000)), now).is_none());
        assert!(target(&request("2026-11-01T06:00:00Z", money(50_000, 0)), now).is_none());
    }
}
