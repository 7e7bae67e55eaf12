//! What growth costs: the same lists and gifts in a world of ten trials, each run taking turns with the trial's.

use crate::engine::{AT_ONCE, Side, Speeds, backlog, latencies, name};
use crate::gifts::Gifts;
use crate::lists::{CONNECTIONS, Read};
use crate::load::turns;
use crate::postgres::Cluster;
use crate::report::Report;
use crate::server::Server;
use crate::settings::Settings;
use crate::stats::{Pairs, median};
use crate::worlds::World;
use std::io;

/// What may be lost on the way to ten times the size: a fifth.
pub const GOAL: &str = "at least 0.80";

/// Measures a world of ten trials beside the trial's, which goes on being served.
pub async fn measure(
    settings: &Settings,
    cluster: Option<&Cluster>,
    trial: &Side,
    speeds: Speeds,
    report: &mut Report,
) -> io::Result<()> {
    report.table(&format!("{}, ten times the trial, beside it", name(cluster)));
    let world = World::ready(settings, cluster, "tenfold")?;
    let (seconds, day) = &world.loaded;
    report.say("the tenfold world loads in", format!("{seconds:.0} s (on {day})"));
    let server = Server::start(&world).await?;
    tokio::time::sleep(settings.rest).await;
    report.say(format!("memory at rest, {} s after ready", settings.rest.as_secs()), format!("{:.1} MB", server.memory()?));
    server.settle().await?;
    let watch = server.watch();
    let reader = world.donors.first().ok_or_else(|| io::Error::other("nobody gives in this world"))?.clone();
    let tenfold = Side { gifts: Gifts::to(&server.host, &world.donors).await?, server, reader };
    let (small, large) = (trial.server.host.as_str(), tenfold.server.host.as_str());
    let afresh = |list: &Read| (list.clone().afresh(&trial.reader), list.clone().afresh(&tenfold.reader));
    for (what, list) in [("list of requests as JSON, afresh", Read::json()), ("list of requests as HTML, afresh", Read::html())] {
        let (of_trial, of_tenfold) = afresh(&list);
        compare(what, &turns(settings, (small, &of_trial), (large, &of_tenfold), CONNECTIONS).await?, report);
    }
    let pairs = turns(settings, (small, &trial.gifts), (large, &tenfold.gifts), AT_ONCE).await?;
    compare("whole gifts", &pairs, report);
    trial.server.settle().await?;
    trial.gifts.look(small).await?;
    backlog(&tenfold, report).await?;
    // At the trial's own rates, so that the two can be laid beside each other.
    latencies(settings, &tenfold, speeds, report).await?;
    report.say("memory under load, the most of all runs above (RssAnon)", format!("{:.0} MB", watch.end()?));
    Ok(())
}

fn compare(what: &str, pairs: &Pairs, report: &mut Report) {
    let figure = format!("{:.0}/s, {:.2} of the trial's {:.0}/s", median(&pairs.other), pairs.ratio(), median(&pairs.base));
    report.judge(what, figure, GOAL, pairs.ratio() >= 0.8);
}
