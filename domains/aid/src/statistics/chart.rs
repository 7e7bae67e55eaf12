//! Charts as plain numbers for the templates: bars and a line. Pure.

use super::figure::{Figure, cells};
use qianmo_web::View;

/// A bar with its name and figures in words.
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Where its name leads, if anywhere.
    pub href: Option<String>,
    /// The figure in words.
    pub text: String,
    /// What it is of, in words.
    pub basis: String,
    /// Its length in percent of the longest.
    pub percent: i64,
}

/// Bars of met rates; cells too small to be shown have no bar, nor have those of a total that is not shown.
pub fn rate_bars(v: &View, total_shown: bool, parts: &[(String, Option<String>, Figure)]) -> Vec<Bar> {
    let opened: Vec<i64> = parts.iter().map(|(_, _, f)| f.opened).collect();
    parts
        .iter()
        .zip(cells(total_shown, &opened))
        .map(|((name, href, figure), shown)| {
            let any = shown && figure.opened > 0;
            Bar {
                name: name.clone(),
                href: href.clone(),
                text: if any { v.percent(figure.met, figure.opened) } else { "–".into() },
                basis: if any {
                    v.t2("aid-met-of", "met", figure.met, "opened", figure.opened)
                } else if shown {
                    v.t("aid-none-opened")
                } else {
                    v.t("aid-too-few")
                },
                percent: if any { figure.met * 100 / figure.opened } else { 0 },
            }
        })
        .collect()
}

/// A point of the line.
pub struct Point {
    /// Across, in the drawing's units.
    pub x: i64,
    /// Down; `None` where there is nothing to show.
    pub y: Option<i64>,
    /// The month, in words.
    pub month: String,
    /// Its label under the axis, when there is room for one.
    pub label: Option<String>,
    /// Opened, in words.
    pub opened: String,
    /// Met, in words.
    pub met: String,
    /// The rate in words.
    pub rate: String,
}

/// The line of met rates by month of opening.
pub struct Line {
    /// Its points.
    pub points: Vec<Point>,
    /// The path through those that can be shown.
    pub path: String,
}

/// The left edge, right edge, top and bottom of the drawing's field.
const FIELD: (i64, i64, i64, i64) = (40, 350, 20, 160);

/// Lays the line out, as [`rate_bars`] shows its cells.
pub fn line(v: &View, total_shown: bool, months: &[(i64, Figure)]) -> Line {
    let opened: Vec<i64> = months.iter().map(|(_, f)| f.opened).collect();
    let shown = cells(total_shown, &opened);
    let (left, right, top, bottom) = FIELD;
    let steps = i64::try_from(months.len()).unwrap_or(1).saturating_sub(1).max(1);
    let every = (months.len() / 6).max(1);
    let mut path = String::new();
    let mut points = Vec::with_capacity(months.len());
    let mut begun = false;
    for (at, ((month, figure), shown)) in months.iter().zip(shown).enumerate() {
        let x = left + (right - left) * i64::try_from(at).unwrap_or(0) / steps;
        let y = (shown && figure.opened > 0).then(|| bottom - (bottom - top) * figure.met / figure.opened);
        match y {
            Some(y) => {
                path.push_str(&format!("{}{x} {y}", if begun { "L" } else { "M" }));
                begun = true;
            }
            None => begun = false,
        }
        let number = |n: i64| if shown { v.number(n) } else { "–".into() };
        points.push(Point {
            x,
            y,
            month: v.month(*month),
            label: at.is_multiple_of(every).then(|| format!("{}", month % 100)),
            opened: number(figure.opened),
            met: number(figure.met),
            rate: if y.is_some() { v.percent(figure.met, figure.opened) } else { "–".into() },
        });
    }
    Line { points, path }
}
