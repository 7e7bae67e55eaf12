//! Loads: a closed one (as many as a few connections carry) and an open one (a fixed arrival rate).

use crate::client::Client;
use crate::settings::Settings;
use crate::stats::{Pairs, percentile};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, mpsc};

/// Connections of the open load: enough that an arrival never waits for a free one unless the server stalls.
const LANES: usize = 64;

/// What became of one piece of work.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Done {
    /// It was done.
    Taken,
    /// It was refused for a reason of the business, such as a part that others have filled meanwhile.
    Refused,
}

/// A piece of work that is done over and over. Any answer that it does not want is an error, which ends the run.
pub trait Work: Clone + Send + Sync + 'static {
    /// Does it once.
    fn once(&self, client: &mut Client) -> impl Future<Output = io::Result<Done>> + Send;
}

/// What a closed load came to.
#[derive(Copy, Clone, Debug)]
pub struct Closed {
    /// Pieces of work done.
    pub taken: f64,
    /// Pieces of work refused.
    pub refused: f64,
    /// How long it took.
    pub seconds: f64,
}

impl Closed {
    /// Done a second.
    pub fn rate(&self) -> f64 {
        self.taken / self.seconds
    }

    /// The share that was refused.
    pub fn share_refused(&self) -> f64 {
        self.refused / (self.taken + self.refused).max(1.0)
    }
}

/// As much as `connections` carry for `length`, each beginning again as soon as it is answered.
pub async fn closed<W: Work>(host: &str, work: &W, connections: usize, length: Duration) -> io::Result<Closed> {
    let started = Instant::now();
    let end = started + length;
    let mut lanes = Vec::with_capacity(connections);
    for _ in 0..connections {
        let (host, work) = (host.to_owned(), work.clone());
        lanes.push(tokio::spawn(async move {
            let mut client = Client::connect(&host).await?;
            let (mut taken, mut refused) = (0u64, 0u64);
            while Instant::now() < end {
                match work.once(&mut client).await? {
                    Done::Taken => taken += 1,
                    Done::Refused => refused += 1,
                }
            }
            Ok::<_, io::Error>((taken, refused))
        }));
    }
    let (mut taken, mut refused) = (0, 0);
    for lane in lanes {
        let (more, less) = lane.await.map_err(io::Error::other)??;
        taken += more;
        refused += less;
    }
    Ok(Closed { taken: taken as f64, refused: refused as f64, seconds: started.elapsed().as_secs_f64() })
}

/// Two closed loads that take turns, after a warm-up of each: what each carries a second.
pub async fn turns<A: Work, B: Work>(
    settings: &Settings,
    base: (&str, &A),
    other: (&str, &B),
    connections: usize,
) -> io::Result<Pairs> {
    closed(base.0, base.1, connections, settings.warm).await?;
    closed(other.0, other.1, connections, settings.warm).await?;
    let mut pairs = Pairs::default();
    for _ in 0..settings.runs {
        let first = closed(base.0, base.1, connections, settings.closed).await?;
        let second = closed(other.0, other.1, connections, settings.closed).await?;
        pairs.push(first.rate(), second.rate());
    }
    Ok(pairs)
}

/// What an open load came to, in milliseconds.
#[derive(Copy, Clone, Debug)]
pub struct Latency {
    /// Half of the work took less.
    pub p50: f64,
    /// All but one in a hundred took less.
    pub p99: f64,
}

/// How long work takes that arrives `rate` times a second. Its time counts from the moment at which it was due, so that a
/// stall is not hidden by the work that waited behind it.
pub async fn open<W: Work>(host: &str, work: &W, rate: f64, length: Duration) -> io::Result<Latency> {
    let total = (rate * length.as_secs_f64()) as usize;
    let (arrive, arrived) = mpsc::unbounded_channel::<Instant>();
    let arrived = Arc::new(Mutex::new(arrived));
    let mut lanes = Vec::with_capacity(LANES);
    for _ in 0..LANES {
        let (host, work, arrived) = (host.to_owned(), work.clone(), arrived.clone());
        lanes.push(tokio::spawn(async move {
            let mut client = Client::connect(&host).await?;
            let mut times = Vec::new();
            loop {
                let next = arrived.lock().await.recv().await;
                let Some(due) = next else { return Ok::<_, io::Error>(times) };
                // What is refused is answered sooner than what is done.
                if work.once(&mut client).await? == Done::Taken {
                    times.push(due.elapsed().as_secs_f64() * 1_000.0);
                }
            }
        }));
    }
    // A thread of its own, whose sleep is exact to some microseconds; the runtime's is to a millisecond, which is as long as
    // what is measured.
    let start = Instant::now() + Duration::from_millis(50);
    std::thread::spawn(move || {
        for n in 0..total {
            let due = start + Duration::from_secs_f64(n as f64 / rate);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            if arrive.send(due).is_err() {
                return;
            }
        }
    });
    // What this function keeps of the arrivals would keep the thread going after every lane has failed.
    drop(arrived);
    let mut times = Vec::with_capacity(total);
    for lane in lanes {
        times.extend(lane.await.map_err(io::Error::other)??);
    }
    times.sort_by(f64::total_cmp);
    Ok(Latency { p50: percentile(&times, 0.5), p99: percentile(&times, 0.99) })
}

/// An arrival rate well below what a closed load carried: half of it.
pub fn well_below(carried: f64) -> f64 {
    (carried / 2.0).floor().max(1.0)
}
