//! The monitor as a file for a spreadsheet. Pure.

use super::figure::{Beside, Told, mille};
use super::page::{name, whole_days};
use super::read::Read;
use qianmo_registry::export::safe_cell;
use qianmo_web::View;

/// The columns. Shares, means and what part of the whole's they are stand in 1,000ths.
const COLUMNS: [&str; 28] = [
    "dimension",
    "band",
    "name",
    "left_out",
    "opened",
    "looks_mille",
    "looks_ratio",
    "looks_verdict",
    "looks_median_from",
    "looks_median_to",
    "shown_tenths",
    "pledged",
    "pledged_mille",
    "pledged_low",
    "pledged_high",
    "pledged_ratio",
    "pledged_verdict",
    "met",
    "met_mille",
    "met_low",
    "met_high",
    "met_ratio",
    "met_verdict",
    "ended",
    "ended_mille",
    "ended_verdict",
    "first_pledge_days",
    "met_days",
];

/// The file. No cell of it is taken for a formula.
pub fn file(v: &View, read: &Read) -> String {
    let mut out = format!("\u{feff}{}\r\n", COLUMNS.join(","));
    let whole = read.total.as_ref();
    line(&mut out, ["all", "", &read.place.1], whole);
    for section in &read.sections {
        for group in section.groups.iter().flatten() {
            line(&mut out, [section.dimension.name(), &group.band, &name(v, section.dimension, group)], group.told.as_ref());
        }
    }
    out
}

fn line(out: &mut String, who: [&str; 3], told: Option<&Told>) {
    let mut cells: Vec<String> = who.iter().map(|text| safe_cell(text)).collect();
    cells.push(if told.is_some() { "0" } else { "1" }.to_owned());
    if let Some(told) = told {
        cells.extend(numbers(told));
    }
    cells.resize(COLUMNS.len(), String::new());
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

fn numbers(told: &Told) -> Vec<String> {
    let t = &told.tally;
    let say = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let value = |of: Option<Beside>| say(of.map(|b| mille(b.value)));
    let ratio = |of: Option<Beside>| say(of.and_then(|b| b.against(b.value)));
    let verdict = |of: Option<Beside>| of.map(|b| b.verdict.name().to_owned()).unwrap_or_default();
    let low = |of: Option<Beside>| say(of.map(|b| mille(b.low)));
    let high = |of: Option<Beside>| say(of.map(|b| mille(b.high)));
    let days = |of: Option<Beside>| say(of.map(|b| whole_days(b.value)));
    let median = t.median_looks();
    let mut cells = vec![
        t.opened.to_string(),
        value(told.looks),
        ratio(told.looks),
        verdict(told.looks),
        say(median.map(|(from, _)| from)),
        say(median.and_then(|(_, to)| to)),
        told.shown_tenths.to_string(),
    ];
    for (count, beside) in [(t.pledged, told.pledged), (t.met, told.met)] {
        cells.extend([count.to_string(), value(beside), low(beside), high(beside), ratio(beside), verdict(beside)]);
    }
    cells.extend([t.ended.to_string(), value(told.ended), verdict(told.ended), days(told.first_wait), days(told.met_wait)]);
    cells
}
