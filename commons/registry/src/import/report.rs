//! The report of a file: every line that is not right, with its column and the reason, as CSV that opens in a
//! spreadsheet. Nothing of what stood in the cells is repeated: the report may travel further than the file should.

use super::Problem;
use super::columns::Column;
use qianmo_kernel::Locale;
use qianmo_web::i18n::{Arg, I18n};

/// Turns a message's key and what it is told into words.
pub type Say<'a> = &'a dyn Fn(&'static str, &[(&'static str, String)]) -> String;

/// What a message is told: a number where it is one, so that it is written in the language's digits.
pub fn arg(text: &str) -> Arg {
    text.parse::<i64>().map_or_else(|_| Arg::Text(text.to_owned()), Arg::Number)
}

/// What says the report's words in a language.
pub fn in_words(words: &I18n, locale: Locale) -> impl Fn(&'static str, &[(&'static str, String)]) -> String + '_ {
    move |key, args| {
        let args: Vec<(&str, Arg)> = args.iter().map(|(name, text)| (*name, arg(text))).collect();
        words.plain(locale, key, &args)
    }
}

/// How the report begins: a byte order mark and the headings, in the language that `say` speaks.
pub fn head(say: Say<'_>) -> String {
    let mut out = String::from("\u{feff}");
    row(&mut out, &[say("registry-report-line", &[]), say("registry-report-column", &[]), say("registry-report-reason", &[])]);
    out
}

/// A problem's line.
pub fn line(problem: &Problem, say: Say<'_>) -> String {
    let mut out = String::new();
    row(&mut out, &[problem.line.to_string(), column_words(problem, say), say(problem.message, &problem.args)]);
    out
}

/// A problem's column in words, with its own name.
pub fn column_words(problem: &Problem, say: Say<'_>) -> String {
    match Column::from_heading(problem.column) {
        Some(column) => format!("{} ({})", say(column.key(), &[]), column.name()),
        None => String::new(),
    }
}

fn row(out: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|c| crate::export::safe_cell(c)).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_line_column_and_reason() {
        let problems = [Problem::new(7, "id_number", "registry-number-check"), Problem::new(9, "", "registry-import-scattered")];
        let say = |key: &'static str, _: &[(&'static str, String)]| key.to_owned();
        let text: String = std::iter::once(head(&say)).chain(problems.iter().map(|p| line(p, &say))).collect();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[1], "7,registry-column-id-number (id_number),registry-number-check");
        assert_eq!(lines[2], "9,,registry-import-scattered");
    }
}
