//! What was measured, as tables: printed as it comes, and written into docs/benchmarks.md in the end.

/// Between these lines of docs/benchmarks.md everything is written by this program.
const BEGIN: &str = "<!-- bench:begin -->";
const END: &str = "<!-- bench:end -->";

struct Row {
    what: String,
    figure: String,
    goal: String,
    verdict: &'static str,
}

impl Row {
    fn line(&self) -> String {
        // What an error says may hold anything.
        let cell = |text: &str| text.replace('|', "/").split_whitespace().collect::<Vec<_>>().join(" ");
        format!("| {} | {} | {} | {} |", cell(&self.what), cell(&self.figure), cell(&self.goal), self.verdict)
    }
}

/// The tables, and whether all is well.
#[derive(Default)]
pub struct Report {
    tables: Vec<(String, Vec<Row>)>,
    missed: usize,
    failed: bool,
}

impl Report {
    /// Begins a table.
    pub fn table(&mut self, title: &str) {
        println!("\n### {title}\n\n{HEAD}");
        self.tables.push((title.to_owned(), Vec::new()));
    }

    fn push(&mut self, row: Row) {
        println!("{}", row.line());
        if let Some((_, rows)) = self.tables.last_mut() {
            rows.push(row);
        }
    }

    /// A figure for which there is no goal.
    pub fn say(&mut self, what: impl Into<String>, figure: impl Into<String>) {
        self.push(Row { what: what.into(), figure: figure.into(), goal: String::new(), verdict: "" });
    }

    /// A figure with its goal.
    pub fn judge(&mut self, what: impl Into<String>, figure: impl Into<String>, goal: &str, met: bool) {
        self.missed += usize::from(!met);
        let verdict = if met { "PASS" } else { "MISS" };
        self.push(Row { what: what.into(), figure: figure.into(), goal: goal.to_owned(), verdict });
    }

    /// What was left out on purpose.
    pub fn skip(&mut self, what: &str, why: &str, goal: &str) {
        let figure = format!("not measured: {why}");
        self.push(Row { what: what.to_owned(), figure, goal: goal.to_owned(), verdict: "–" });
    }

    /// What could not be measured.
    pub fn lose(&mut self, what: &str, why: &std::io::Error) {
        self.failed = true;
        self.skip(what, &why.to_string(), "");
    }

    /// Whether something could not be measured.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// How many goals were missed.
    pub fn missed(&self) -> usize {
        self.missed
    }

    /// Everything as Markdown, with the machine it was measured on.
    pub fn markdown(&self, machine: &[(&'static str, String)]) -> String {
        let mut text = "### Machine\n\n| what | this one |\n|---|---|\n".to_owned();
        for (what, value) in machine {
            text.push_str(&format!("| {what} | {value} |\n"));
        }
        for (title, rows) in &self.tables {
            text.push_str(&format!("\n### {title}\n\n{HEAD}\n"));
            for row in rows {
                text.push_str(&row.line());
                text.push('\n');
            }
        }
        text
    }
}

const HEAD: &str = "| what | measured | goal | |\n|---|---|---|---|";

/// The page with that text between its markers; `None` when it has none.
pub fn splice(page: &str, text: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_is_replaced() {
        let page = format!("# Title\n\n{BEGIN}\nold\n{END}\n\nrest\n");
        let once = splice(&page, "new\n").unwrap();
        assert_eq!(once, format!("# Title\n\n{BEGIN}\n\nnew\n\n{END}\n\nrest\n"));
        assert_eq!(splice(&once, "new").unwrap(), once);
        assert_eq!(splice("# Title\n", "new"), None);
    }

    #[test]
    fn a_missed_goal_and_a_lost_figure_are_told_apart() {
        let mut report = Report::default();
        report.table("SQLite");
        report.say("list", "100/s");
        report.judge("ratio", "0.3", "at least 0.25", true);
        report.judge("memory", "70 MB", "under 60 MB", false);
        assert!(report.missed() == 1 && !report.failed());
        report.lose("gifts", &std::io::Error::other("a | b\nc"));
        assert!(report.missed() == 1 && report.failed());
        let text = report.markdown(&[("processor", "one".to_owned())]);
        assert!(text.contains("| ratio | 0.3 | at least 0.25 | PASS |"), "{text}");
        assert!(text.contains("| memory | 70 MB | under 60 MB | MISS |"), "{text}");
        assert!(text.contains("| gifts | not measured: a / b c |  | – |"), "{text}");
        assert!(text.contains("| processor | one |"), "{text}");
    }
}
