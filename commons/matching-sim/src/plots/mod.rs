//! The pictures of a comparison, as SVG: what was met over time, how areas were served, how long matches took. The same report
//! gives the same bytes.

mod svg;

use crate::policy::Which;
use crate::report::{Report, cut};
use crate::result::{Outcome, Served};
use svg::{Axis, Chart};

/// Beyond so many areas a picture cannot name them: they are then drawn from the worst to the best served.
const MOST_NAMED: usize = 40;
const HEIGHT: f64 = 440.0;
/// The height of an area's row.
const ROW: f64 = 28.0;

/// The names of the files.
pub const FILES: [&str; 3] = ["met-over-time.svg", "met-by-area.svg", "days-to-match.svg"];

/// All pictures with the names of their files, in the order of [`FILES`].
pub fn draw(report: &Report<'_>) -> [(&'static str, String); 3] {
    let [over_time, by_area, days] = FILES;
    [(over_time, met_over_time(report)), (by_area, met_by_area(report)), (days, days_to_match(report))]
}

/// The same policy has the same tone in every picture.
fn tone(outcome: &Outcome) -> usize {
    1 + Which::ALL.iter().position(|which| which.name() == outcome.policy).unwrap_or_default()
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// "newest 20.0 %, qianmo 51.9 %".
fn each(report: &Report<'_>, tell: impl Fn(&Outcome) -> String) -> String {
    report.outcomes.iter().map(|o| format!("{} {}", o.policy, tell(o))).collect::<Vec<_>>().join(", ")
}

fn met_over_time(report: &Report<'_>) -> String {
    let at_end = each(report, |o| format!("{:.1} %", 100.0 * o.share));
    let bound = report.bound_share();
    let told_bound = bound.map_or(String::new(), |share| format!(" The LP bound is {:.1} %.", 100.0 * share));
    let description =
        format!("Lines of the share of all posts that was met, by day. On the last day: {at_end}.{told_bound} {}.", report.title);
    let last = report.outcomes.iter().map(|o| o.last_day).fold(0.0, f64::max);
    let highest = report.outcomes.iter().map(|o| o.share).chain(bound).fold(0.0, f64::max);
    let x = Axis::up_to("Day", last, short);
    let y = Axis::up_to("Posts met, share of all", highest, percent);
    let mut chart = Chart::new("Posts met over time", &description, HEIGHT, x, y);
    if let Some(share) = bound {
        chart.name(0, "LP bound", false);
        chart.line(0, &[(0.0, share), (last, share)]);
    }
    for (outcome, tone) in report.outcomes.iter().map(|o| (o, tone(o))) {
        let steps = outcome.over_time.len().saturating_sub(1).max(1) as f64;
        let day = |i: usize| outcome.last_day * i as f64 / steps;
        let points: Vec<(f64, f64)> = outcome.over_time.iter().enumerate().map(|(i, share)| (day(i), *share)).collect();
        chart.name(tone, &outcome.policy, false);
        chart.line(tone, &points);
    }
    chart.draw()
}

fn met_by_area(report: &Report<'_>) -> String {
    let worst = each(report, |o| format!("{:.1} to {:.1} %", 100.0 * o.worst, 100.0 * o.best));
    let bound = report.fairest.as_ref().map(|bound| bound.worst);
    let told_bound = bound.map_or(String::new(), |share| format!(" The max-min bound is {:.1} %.", 100.0 * share));
    let description = format!(
        "Share of the posts of each area that was met, from the worst-served area to the best-served: {worst}.{told_bound} {}.",
        report.title
    );
    let areas = report.outcomes.first().map_or(0, |o| o.areas.len());
    let highest = report.outcomes.iter().map(|o| o.best).chain(bound).fold(0.0, f64::max);
    let title = "Posts met by area";
    if areas > MOST_NAMED {
        let x = Axis::up_to("Areas, from the worst to the best served", 1.0, percent);
        let mut chart = Chart::new(title, &description, HEIGHT, x, Axis::up_to("Posts met, share of the area", highest, percent));
        if let Some(share) = bound {
            chart.name(0, "max-min bound", false);
            chart.line(0, &[(0.0, share), (1.0, share)]);
        }
        for (outcome, tone) in report.outcomes.iter().map(|o| (o, tone(o))) {
            let mut shares: Vec<f64> = outcome.areas.iter().map(|area| area.share()).collect();
            shares.sort_by(f64::total_cmp);
            let last = shares.len().saturating_sub(1).max(1) as f64;
            // As many points as can be seen.
            let every = shares.len().div_ceil(400);
            let points = shares.iter().enumerate().filter(|(i, _)| i % every == 0 || *i + 1 == shares.len());
            let points: Vec<(f64, f64)> = points.map(|(i, share)| (i as f64 / last, *share)).collect();
            chart.name(tone, &outcome.policy, false);
            chart.line(tone, &points);
        }
        return chart.draw();
    }
    let names: Vec<u32> = report.outcomes.first().map_or_else(Vec::new, |o| in_order(report, &o.areas));
    let rows = names.len() as f64;
    let ticks = names.iter().zip(0..).map(|(area, row)| (f64::from(row), cut(&report.area(*area), 14))).collect();
    // The first area stands above.
    let y = Axis { label: "Area", from: rows - 0.4, to: -0.6, ticks };
    let x = Axis::up_to("Posts met, share of the area", highest, percent);
    let mut chart = Chart::new(title, &description, svg::FRAME + ROW * rows, x, y);
    if let Some(share) = bound {
        chart.name(0, "max-min bound", false);
        chart.line(0, &[(share, rows - 0.4), (share, -0.6)]);
    }
    let many = report.outcomes.len() as f64;
    for (outcome, place) in report.outcomes.iter().zip(1..) {
        let tone = tone(outcome);
        chart.name(tone, &outcome.policy, true);
        // A little above each other, so that none hides another.
        let aside = (f64::from(place) - (many + 1.0) / 2.0) * (0.6 / many);
        for served in &outcome.areas {
            if let Some(row) = names.iter().position(|area| *area == served.area) {
                chart.mark(tone, served.share(), row as f64 + aside);
            }
        }
    }
    chart.draw()
}

/// Areas by their names: numbers first, as numbers.
fn in_order(report: &Report<'_>, areas: &[Served]) -> Vec<u32> {
    let mut named: Vec<(Option<i64>, String, u32)> = areas
        .iter()
        .map(|served| {
            let name = report.area(served.area);
            (name.parse().ok(), name, served.area)
        })
        .collect();
    named.sort_by(|a, b| (a.0.is_none(), &a.0, &a.1).cmp(&(b.0.is_none(), &b.0, &b.1)));
    named.into_iter().map(|(_, _, area)| area).collect()
}

fn days_to_match(report: &Report<'_>) -> String {
    let told = each(report, |o| format!("{:.1} and {:.1}", o.days_median, o.days_p90));
    let description = format!(
        "Lines of the share of matched posts that were matched within so many days. Half and nine of ten within: {told}. {}.",
        report.title
    );
    let longest = report.outcomes.iter().filter_map(|o| o.waits.last().copied()).fold(0.0, f64::max);
    let x = Axis::up_to("Days from arrival to match", longest, short);
    let mut chart = Chart::new("Days to match", &description, HEIGHT, x, Axis::up_to("Share of the posts met", 1.0, percent));
    for (outcome, tone) in report.outcomes.iter().map(|o| (o, tone(o))) {
        let last = outcome.waits.len().saturating_sub(1).max(1) as f64;
        let points: Vec<(f64, f64)> = outcome.waits.iter().enumerate().map(|(i, days)| (*days, i as f64 / last)).collect();
        chart.name(tone, &outcome.policy, false);
        chart.line(tone, &points);
    }
    chart.draw()
}

/// A number of days with no more digits than it needs.
fn short(days: f64) -> String {
    let told = format!("{days:.3}");
    told.trim_end_matches('0').trim_end_matches('.').to_owned()
}
