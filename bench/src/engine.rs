//! Everything on one engine: the trial's world at rest, its lists and gifts against their baselines, how long they take at a
//! fixed arrival rate, and the same at ten times the size.

use crate::bare::{BareCommit, BareLedger};
use crate::gifts::{BANKS_OWN, Gifts};
use crate::lists::{CONNECTIONS, Read};
use crate::load::{self, Work, closed, well_below};
use crate::postgres::Cluster;
use crate::report::Report;
use crate::scale;
use crate::server::Server;
use crate::settings::{Part, Settings};
use crate::stats::{Pairs, median};
use crate::worlds::World;
use qianmo_db::Engine;
use std::io;

/// People who give at once.
pub const AT_ONCE: usize = 64;

/// A world that is served, and what can be given in it.
pub struct Side {
    /// The program.
    pub server: Server,
    /// Gifts to its requests.
    pub gifts: Gifts,
    /// The token of somebody who reads lists signed in.
    pub reader: String,
}

/// What lists and gifts carried as fast as they go, a second: the arrival rates follow from it.
#[derive(Copy, Clone, Debug)]
pub struct Speeds {
    /// The list as JSON, afresh.
    pub json: f64,
    /// The list as a page, afresh.
    pub html: f64,
    /// Whole gifts.
    pub gift: f64,
}

/// How an engine is called.
pub fn name(cluster: Option<&Cluster>) -> &'static str {
    if cluster.is_some() { "PostgreSQL" } else { "SQLite" }
}

/// Measures all of it.
pub async fn measure(settings: &Settings, cluster: Option<&Cluster>, report: &mut Report) -> io::Result<()> {
    let (size, engine) = (settings.size(), if cluster.is_some() { Engine::Postgres } else { Engine::Sqlite });
    report.table(&format!("{}, the {size} world", name(cluster)));
    let world = World::ready(settings, cluster, size)?;
    loading(settings, &world, engine, report);
    let server = Server::start(&world).await?;
    if let Some(part) = settings.part {
        return one(settings, cluster, (part, &world), server, report).await;
    }
    at_rest(settings, &server, report).await?;
    let watch = server.watch();
    let reader = reader(&world)?;
    let (json, html) = lists(settings, &server.host, (engine, &reader), report).await?;
    let side = Side { gifts: Gifts::to(&server.host, &world.donors).await?, server, reader };
    let gift = giving(settings, cluster, &side, report).await?;
    let speeds = Speeds { json, html, gift };
    latencies(settings, &side, speeds, report).await?;
    searches(settings, &side.server.host, &side.reader, report).await?;
    report.say("memory under load, the most of all runs above (RssAnon)", format!("{:.0} MB", watch.end()?));
    if settings.tenfold(engine) {
        return scale::measure(settings, cluster, &side, speeds, report).await;
    }
    report.skip("ten times the size", "left out (QIANMO_BENCH_TENFOLD, --quick)", scale::GOAL);
    Ok(())
}

/// Somebody who reads signed in.
fn reader(world: &World) -> io::Result<String> {
    world.donors.first().cloned().ok_or_else(|| io::Error::other("nobody gives in this world"))
}

/// One part alone.
async fn one(
    settings: &Settings,
    cluster: Option<&Cluster>,
    (part, world): (Part, &World),
    server: Server,
    report: &mut Report,
) -> io::Result<()> {
    let (engine, reader) = (if cluster.is_some() { Engine::Postgres } else { Engine::Sqlite }, reader(world)?);
    server.settle().await?;
    match part {
        Part::Lists => lists(settings, &server.host, (engine, &reader), report).await.map(|_| ()),
        Part::Gifts => {
            let side = Side { gifts: Gifts::to(&server.host, &world.donors).await?, server, reader };
            giving(settings, cluster, &side, report).await.map(|_| ())
        }
        Part::Search => searches(settings, &server.host, &reader, report).await,
        Part::Scale => {
            let gifts = Gifts::to(&server.host, &world.donors).await?;
            let speeds = Speeds {
                json: closed(&server.host, &Read::json().afresh(&reader), CONNECTIONS, settings.closed).await?.rate(),
                html: closed(&server.host, &Read::html().afresh(&reader), CONNECTIONS, settings.closed).await?.rate(),
                gift: closed(&server.host, &gifts, AT_ONCE, settings.closed).await?.rate(),
            };
            scale::measure(settings, cluster, &Side { server, gifts, reader }, speeds, report).await
        }
        // Measured on no engine, before any.
        Part::Matching => Ok(()),
    }
}

fn loading(settings: &Settings, world: &World, engine: Engine, report: &mut Report) {
    let (seconds, day) = &world.loaded;
    let (what, figure) = (format!("the {} world loads in", settings.size()), format!("{seconds:.1} s (on {day})"));
    // What `make demo` promises, which runs on SQLite.
    if engine == Engine::Sqlite && !settings.quick {
        report.judge(what, figure, "under 90 s", *seconds < 90.0);
    } else {
        report.say(what, figure);
    }
}

async fn at_rest(settings: &Settings, server: &Server, report: &mut Report) -> io::Result<()> {
    tokio::time::sleep(settings.rest).await;
    let memory = server.memory()?;
    let what = format!("memory at rest, {} s after ready (RssAnon)", settings.rest.as_secs());
    if settings.quick {
        report.say(what, format!("{memory:.1} MB"));
    } else {
        report.judge(what, format!("{memory:.1} MB"), "under 60 MB", memory < 60.0);
    }
    let settled = server.settle().await?;
    if settled.seconds > 5.0 {
        report.say("jobs that the world had left to do", caught_up(settled.due, settled.left, settled.seconds));
    }
    Ok(())
}

/// How the worker caught up, in words.
pub fn caught_up(due: f64, left: f64, seconds: f64) -> String {
    let rest = if left > 100.0 { format!("{left:.0} of them left") } else { "done".to_owned() };
    format!("{due:.0}, {rest} after {seconds:.0} s")
}

/// Both lists, each taking turns with the bare handler of the same server; what they carry a second when every reader is answered
/// afresh.
async fn lists(settings: &Settings, host: &str, (engine, reader): (Engine, &str), report: &mut Report) -> io::Result<(f64, f64)> {
    // On PostgreSQL the bare handler asks the database one thing.
    let (path, bare) = match engine {
        Engine::Sqlite => ("/healthz", "bare handler"),
        Engine::Postgres => ("/readyz", "one-query handler"),
    };
    let base = Read::one(path);
    let against = async |list: Read| load::turns(settings, (host, &base), (host, &list), CONNECTIONS).await;
    let (json, html) = (against(Read::json()).await?, against(Read::html()).await?);
    let (json_afresh, html_afresh) = (against(Read::json().afresh(reader)).await?, against(Read::html().afresh(reader)).await?);
    let told =
        |pairs: &Pairs| format!("{:.0}/s, {:.2} of the {bare}'s {:.0}/s", median(&pairs.other), pairs.ratio(), median(&pairs.base));
    report.judge("list of requests as JSON, to strangers", told(&json), "at least 0.25", json.ratio() >= 0.25);
    report.say("list of requests as HTML, to strangers", told(&html));
    report.judge("list of requests as JSON, afresh every time", told(&json_afresh), "at least 0.25", json_afresh.ratio() >= 0.25);
    report.say("list of requests as HTML, afresh every time", told(&html_afresh));
    Ok((median(&json_afresh.other), median(&html_afresh.other)))
}

/// Whole gifts, taking turns with bare commits; gifts a second.
async fn giving(settings: &Settings, cluster: Option<&Cluster>, side: &Side, report: &mut Report) -> io::Result<f64> {
    let bare = BareLedger::open(settings, cluster).await?;
    let (server, gifts) = (&side.server, &side.gifts);
    let idle = server.idle_commits().await?;
    closed(&bare.host, &BareCommit, AT_ONCE, settings.warm).await?;
    closed(&server.host, gifts, AT_ONCE, settings.warm).await?;
    let (mut given, mut each, mut refused) = (Vec::new(), Vec::new(), 0.0f64);
    let (mut all, mut own) = (Pairs::default(), Pairs::default());
    for _ in 0..settings.runs {
        let before = bare.units_committed();
        let run = closed(&bare.host, &BareCommit, AT_ONCE, settings.closed).await?;
        let base = (bare.units_committed() - before) / run.seconds;
        let before = server.units_committed().await?;
        let run = closed(&server.host, gifts, AT_ONCE, settings.closed).await?;
        let commits = server.units_committed().await? - before - idle * run.seconds;
        given.push(run.rate());
        each.push(commits / run.taken.max(1.0));
        refused = refused.max(run.share_refused());
        all.push(base, commits / run.seconds);
        own.push(base, (commits - BANKS_OWN * run.taken) / run.seconds);
    }
    let (donors, requests) = gifts.count();
    report.say(format!("bare two-row ledger commits over HTTP, {AT_ONCE} at once"), format!("{:.0}/s", median(&all.base)));
    let (what, rate) = (format!("whole gifts over HTTP, {AT_ONCE} at once, {donors} donors, {requests} requests"), median(&given));
    report.say(what, format!("{rate:.0}/s ({:.1} % refused at the most)", refused * 100.0));
    report.say("durable commits a gift, counted", format!("{:.2}", median(&each)));
    let figure = format!("{:.0}/s, {:.2} of bare commits", median(&all.other), all.ratio());
    report.judge("durable commits of gifts", figure, "at least 0.50", all.ratio() >= 0.5);
    let figure = format!("{:.0}/s, {:.2} of bare commits", median(&own.other), own.ratio());
    report.say("the same without the two a gift that the sandbox bank commits for itself", figure);
    backlog(side, report).await?;
    Ok(rate)
}

/// What the gifts left to the worker; waits until it is done, so that it does not weigh on what comes next.
pub async fn backlog(side: &Side, report: &mut Report) -> io::Result<()> {
    let settled = side.server.settle().await?;
    report.say("jobs that the gifts left to do", caught_up(settled.due, settled.left, settled.seconds));
    side.gifts.look(&side.server.host).await
}

/// How long lists and gifts take at half of what the trial's world carries.
pub async fn latencies(settings: &Settings, side: &Side, speeds: Speeds, report: &mut Report) -> io::Result<()> {
    let host = side.server.host.as_str();
    let (json, html) = (Read::json().afresh(&side.reader), Read::html().afresh(&side.reader));
    latency(settings, host, ("list as JSON, afresh", &json), well_below(speeds.json), report).await?;
    latency(settings, host, ("list as HTML, afresh", &html), well_below(speeds.html), report).await?;
    latency(settings, host, ("whole gift", &side.gifts), well_below(speeds.gift), report).await?;
    backlog(side, report).await
}

/// p50 and p99 of some work at a fixed arrival rate.
async fn latency<W: Work>(
    settings: &Settings,
    host: &str,
    (what, work): (&str, &W),
    rate: f64,
    report: &mut Report,
) -> io::Result<()> {
    let (p50, p99) = runs(settings, host, work, rate).await?;
    report.say(format!("{what} at {rate:.0}/s, p50 / p99"), format!("{p50:.1} / {p99:.1} ms"));
    Ok(())
}

/// Medians of p50 and p99 in milliseconds.
async fn runs<W: Work>(settings: &Settings, host: &str, work: &W, rate: f64) -> io::Result<(f64, f64)> {
    load::open(host, work, rate, settings.warm).await?;
    let (mut half, mut most) = (Vec::new(), Vec::new());
    for _ in 0..settings.runs {
        let run = load::open(host, work, rate, settings.open).await?;
        half.push(run.p50);
        most.push(run.p99);
    }
    Ok((median(&half), median(&most)))
}

/// Searches by words and filters, each answered afresh.
async fn searches(settings: &Settings, host: &str, reader: &str, report: &mut Report) -> io::Result<()> {
    let (work, found) = Read::searches(host).await?;
    let work = work.afresh(reader);
    closed(host, &work, CONNECTIONS, settings.warm).await?;
    let carried = closed(host, &work, CONNECTIONS, settings.closed).await?.rate();
    let rate = well_below(carried);
    let (p50, p99) = runs(settings, host, &work, rate).await?;
    let what = format!("search by words and filters, {} searches in turn, at {rate:.0}/s, p50 / p99", found.len());
    report.judge(what, format!("{p50:.1} / {p99:.1} ms"), "p99 under 20 ms", p99 < 20.0);
    Ok(())
}
