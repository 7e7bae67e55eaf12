//! A small drawing of axes, lines and marks as SVG, readable on light and dark ground and by who cannot see it.

use std::fmt::Write as _;

/// Right, upper and lower edge of the field within the picture, in pixels; the left one depends on what stands there.
const RIGHT: f64 = 28.0;
const TOP: f64 = 84.0;
const BOTTOM: f64 = 56.0;
const WIDTH: f64 = 720.0;
/// What of the height is not the field.
pub const FRAME: f64 = TOP + BOTTOM;

/// The look of the pages: paper, ink, and five tones that differ in dash and mark too, so that nobody needs to tell them by
/// colour.
const STYLE: &str = "svg{color-scheme:light dark;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC',sans-serif}\
.paper{fill:#fffdf7}.ink{fill:#22261e}.soft{fill:#575b4b}.grid{stroke:#ddd3bd}.axis{stroke:#857b64}\
.s1{--c:#2c5b3b}.s2{--c:#b67812}.s3{--c:#2f6f9f}.s4{--c:#a04a2e}.s5{--c:#6d5a86}.s0{--c:#575b4b}\
@media(prefers-color-scheme:dark){.paper{fill:#1e221b}.ink{fill:#ece8db}.soft{fill:#b7b6a4}.grid{stroke:#3b4135}.axis{stroke:#8d917e}\
.s1{--c:#8fc28a}.s2{--c:#e0ad4f}.s3{--c:#82b8e0}.s4{--c:#e39a7f}.s5{--c:#bba6d8}.s0{--c:#b7b6a4}}\
.line{fill:none;stroke:var(--c);stroke-width:2.5;stroke-linejoin:round}.mark{fill:var(--c)}\
.line.s2{stroke-dasharray:8 4}.line.s3{stroke-dasharray:2 4}.line.s4{stroke-dasharray:10 3 2 3}.line.s5{stroke-dasharray:5 2}.line.s0{stroke-width:1.5;stroke-dasharray:1 3}";

/// One direction: what it tells, from where to where, and where its lines are.
pub struct Axis {
    pub label: &'static str,
    pub from: f64,
    pub to: f64,
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// From 0 to at least `most`, with round ticks.
    pub fn up_to(label: &'static str, most: f64, tell: impl Fn(f64) -> String) -> Self {
        let most = if most > 0.0 { most } else { 1.0 };
        let rough = most / 6.0;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(rough);
        let count = (most / step - 1e-9).ceil().max(1.0) as u32;
        let ticks = (0..=count).map(|i| f64::from(i) * step).map(|at| (at, tell(at))).collect();
        Axis { label, from: 0.0, to: f64::from(count) * step, ticks }
    }
}

/// A picture that is being drawn.
pub struct Chart {
    height: f64,
    left: f64,
    x: Axis,
    y: Axis,
    head: String,
    body: String,
    legend: f64,
}

impl Chart {
    /// `description` tells in words what the picture shows. Room is left for the longest tick of the upright axis.
    pub fn new(title: &str, description: &str, height: f64, x: Axis, y: Axis) -> Self {
        let mut head = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
             <style>{STYLE}</style>\n<rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n",
            escaped(title),
            escaped(description)
        );
        let _ =
            writeln!(head, "<text class=\"ink\" x=\"16\" y=\"28\" font-size=\"18\" font-weight=\"600\">{}</text>", escaped(title));
        let letters = y.ticks.iter().map(|(_, told)| told.chars().count()).max().unwrap_or_default();
        let left = 38.0 + 8.0 * letters as f64;
        let mut chart = Chart { height, left, x, y, head, body: String::new(), legend: 16.0 };
        chart.axes();
        chart
    }

    fn across(&self, x: f64) -> f64 {
        self.left + (x - self.x.from) / (self.x.to - self.x.from) * (WIDTH - self.left - RIGHT)
    }

    fn down(&self, y: f64) -> f64 {
        self.height - BOTTOM - (y - self.y.from) / (self.y.to - self.y.from) * (self.height - TOP - BOTTOM)
    }

    fn axes(&mut self) {
        let (left, right, top, bottom) = (self.left, WIDTH - RIGHT, TOP, self.height - BOTTOM);
        let mut out = String::new();
        for (at, told) in &self.y.ticks {
            let y = self.down(*at);
            let _ = writeln!(out, "<path class=\"grid\" d=\"M{left:.1} {y:.1}H{right:.1}\"/>");
            let (x, y) = (left - 8.0, y + 4.0);
            let _ = writeln!(
                out,
                "<text class=\"soft\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"12\" text-anchor=\"end\">{}</text>",
                escaped(told)
            );
        }
        for (at, told) in &self.x.ticks {
            let x = self.across(*at);
            let _ = writeln!(out, "<path class=\"grid\" d=\"M{x:.1} {top:.1}V{bottom:.1}\"/>");
            let y = bottom + 18.0;
            let _ = writeln!(
                out,
                "<text class=\"soft\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"12\" text-anchor=\"middle\">{}</text>",
                escaped(told)
            );
        }
        let _ = writeln!(out, "<path class=\"axis\" fill=\"none\" d=\"M{left:.1} {top:.1}V{bottom:.1}H{right:.1}\"/>");
        let (middle, foot) = ((left + right) / 2.0, self.height - 14.0);
        let _ = writeln!(
            out,
            "<text class=\"ink\" x=\"{middle:.1}\" y=\"{foot:.1}\" font-size=\"13\" text-anchor=\"middle\">{}</text>",
            escaped(self.x.label)
        );
        let (side, middle) = (18.0, (top + bottom) / 2.0);
        let _ = writeln!(
            out,
            "<text class=\"ink\" x=\"{side:.1}\" y=\"{middle:.1}\" font-size=\"13\" text-anchor=\"middle\" \
             transform=\"rotate(-90 {side:.1} {middle:.1})\">{}</text>",
            escaped(self.y.label)
        );
        self.head += &out;
    }

    /// A line through points, in one of the tones 1 to 5, or 0 for what is no policy.
    pub fn line(&mut self, tone: usize, points: &[(f64, f64)]) {
        let told: Vec<String> = points.iter().map(|(x, y)| format!("{:.1},{:.1}", self.across(*x), self.down(*y))).collect();
        let _ = writeln!(self.body, "<polyline class=\"line s{tone}\" points=\"{}\"/>", told.join(" "));
    }

    /// A mark at a point, of a shape that goes with its tone.
    pub fn mark(&mut self, tone: usize, x: f64, y: f64) {
        let path = shape(tone, self.across(x), self.down(y));
        let _ = writeln!(self.body, "<path class=\"mark s{tone}\" d=\"{path}\"/>");
    }

    /// One more entry of the legend above the field, with its mark or a piece of its line.
    pub fn name(&mut self, tone: usize, name: &str, marks: bool) {
        let (x, y) = (self.legend, 56.0);
        if marks {
            let _ = writeln!(self.body, "<path class=\"mark s{tone}\" d=\"{}\"/>", shape(tone, x + 14.0, y));
        } else {
            let _ = writeln!(self.body, "<path class=\"line s{tone}\" d=\"M{x:.1} {y:.1}h28\"/>");
        }
        let (at, line) = (x + 36.0, y + 4.0);
        let _ = writeln!(self.body, "<text class=\"ink\" x=\"{at:.1}\" y=\"{line:.1}\" font-size=\"13\">{}</text>", escaped(name));
        self.legend += 60.0 + 8.0 * name.chars().count() as f64;
    }

    /// The whole picture.
    pub fn draw(self) -> String {
        self.head + &self.body + "</svg>\n"
    }
}

/// A mark of about ten pixels around a point: circle, square, rhomb, triangle, cross.
fn shape(tone: usize, x: f64, y: f64) -> String {
    match tone {
        1 => format!("M{:.1} {y:.1}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", x - 5.0),
        2 => format!("M{:.1} {:.1}h9v9h-9z", x - 4.5, y - 4.5),
        3 => format!("M{x:.1} {:.1}l6 6l-6 6l-6 -6z", y - 6.0),
        4 => format!("M{x:.1} {:.1}l6 10h-12z", y - 5.5),
        _ => format!("M{:.1} {:.1}h4v4h4v4h-4v4h-4v-4h-4v-4h4z", x - 2.0, y - 6.0),
    }
}

/// Text that stays text in XML. What XML cannot hold becomes the sign for it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_most() {
        let ticks = |most: f64| Axis::up_to("x", most, |at| format!("{at:.2}")).ticks.into_iter().map(|t| t.1).collect::<Vec<_>>();
        assert_eq!(ticks(0.524), ["0.00", "0.10", "0.20", "0.30", "0.40", "0.50", "0.60"]);
        assert_eq!(ticks(270.0), ["0.00", "50.00", "100.00", "150.00", "200.00", "250.00", "300.00"]);
        assert_eq!(ticks(0.0).last().unwrap(), "1.00");
        assert_eq!(ticks(0.3).last().unwrap(), "0.30");
    }

    #[test]
    fn names_of_others_stay_text() {
        assert_eq!(escaped("<a & \"b\">\u{1}"), "&lt;a &amp; &quot;b&quot;&gt;\u{fffd}");
    }
}
