//! Charts as plain numbers for the templates: bars and a line. Pure.

use super::figure::Figure;
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

/// Bars of met rates; cells that are left out have no bar.
pub fn rate_bars(v: &View, parts: &[(String, Option<String>, Option<Figure>)]) -> Vec<Bar> {
    parts
        .iter()
        .map(|(name, href, cell)| {
            let any = cell.filter(|figure| figure.opened > 0);
            Bar {
                name: name.clone(),
                href: href.clone(),
                text: any.map_or_else(|| "–".into(), |figure| v.percent(figure.met, figure.opened)),
                basis: match any {
                    Some(figure) => v.t2("aid-met-of", "met", figure.met, "opened", figure.opened),
                    None => v.t(if cell.is_some() { "aid-none-opened" } else { "aid-too-few" }),
                },
                percent: any.map_or(0, |figure| figure.met * 100 / figure.opened),
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

/// Lays the line out; there is no point where a month is left out or nothing was opened.
pub fn line(v: &View, months: &[(i64, Option<Figure>)]) -> Line {
    let (left, right, top, bottom) = FIELD;
    let steps = i64::try_from(months.len()).unwrap_or(1).saturating_sub(1).max(1);
    let every = (months.len() / 6).max(1);
    let mut path = String::new();
    let mut points = Vec::with_capacity(months.len());
    let mut begun = false;
    for (at, (month, cell)) in months.iter().enumerate() {
        let x = left + (right - left) * i64::try_from(at).unwrap_or(0) / steps;
        let any = cell.filter(|figure| figure.opened > 0);
        let y = any.map(|figure| bottom - (bottom - top) * figure.met / figure.opened);
        match y {
            Some(y) => {
                path.push_str(&format!("{}{x} {y}", if begun { "L" } else { "M" }));
                begun = true;
            }
            None => begun = false,
        }
        let number = |of: fn(&Figure) -> i64| cell.as_ref().map_or_else(|| "–".into(), |figure| v.number(of(figure)));
        points.push(Point {
            x,
            y,
            month: v.month(*month),
            label: at.is_multiple_of(every).then(|| format!("{}", month % 100)),
            opened: number(|figure| figure.opened),
            met: number(|figure| figure.met),
            rate: any.map_or_else(|| "–".into(), |figure| v.percent(figure.met, figure.opened)),
        });
    }
    Line { points, path }
}
