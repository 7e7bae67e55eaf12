//! The summary of what is wrong with a form, once the page around it is there: each line names the field that it is about, by the words that
//! stand beside the field, and the lines follow the page.
//!
//! A summary is written before the fields below it, and some fields are written by hand. So what a field is called, and where it stands, is
//! read off the finished page: two fields that were left empty are told apart, whoever wrote them.

/// Stands in a summary's line where the name of its field belongs. Where a line is not part of a page it says nothing.
pub(crate) const NAME: &str = "<!--field-->";

/// The page with the fields named in its summaries, and their lines in the order of the fields. What belongs to no field comes first, and
/// what belongs to one that is not on the page last.
pub(crate) fn named(page: &str, colon: &str) -> String {
    let (mut out, mut from) = (String::with_capacity(page.len() + 256), 0);
    while let Some((start, end)) = next_list(page, from) {
        out.push_str(page.get(from..start).unwrap_or_default());
        let mut lines: Vec<(usize, String)> =
            page.get(start..end).unwrap_or_default().split_inclusive("</li>").map(|line| named_line(page, line, colon)).collect();
        lines.sort_by_key(|(place, _)| *place);
        out.extend(lines.into_iter().map(|(_, line)| line));
        from = end;
    }
    out.push_str(page.get(from..).unwrap_or_default());
    out
}

/// Where the lines of the next summary after `from` begin and end.
fn next_list(page: &str, from: usize) -> Option<(usize, usize)> {
    let marked = from + page.get(from..)?.find(NAME)?;
    let start = from + page.get(from..marked)?.rfind("<ul>")? + "<ul>".len();
    let end = marked + page.get(marked..)?.find("</ul>")?;
    Some((start, end))
}

/// A line with the name of its field, and where on the page the field stands.
fn named_line(page: &str, line: &str, colon: &str) -> (usize, String) {
    let Some(field) = between(line, "href=\"#", "\"") else { return (0, line.to_owned()) };
    let place = page.find(&format!(" id=\"{field}\"")).unwrap_or(usize::MAX);
    let name = label_of(page, field).map(|label| format!("{label}{colon}")).unwrap_or_default();
    (place, line.replace(NAME, &name))
}

/// What a field is called: by its label, by the heading that has its id, by the words of a tick box, or by the group whose first choice it
/// is.
fn label_of(page: &str, field: &str) -> Option<String> {
    if let Some(label) = between(page, &format!(" for=\"{field}\">"), "</label>") {
        return words(label);
    }
    let (before, after) = page.split_once(&format!(" id=\"{field}\""))?;
    let (around, tag) = before.rsplit_once('<')?;
    if tag.starts_with('h') {
        return words(between(after, ">", "</h")?);
    }
    if around.ends_with("<label class=\"check\">") {
        return words(between(after, "<span>", "</span>")?);
    }
    if around.ends_with("<label class=\"choice\">") {
        return words(between(around.rsplit_once("<legend")?.1, ">", "</legend>")?);
    }
    None
}

fn between<'p>(text: &'p str, before: &str, after: &str) -> Option<&'p str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

/// The words of a piece of a page, without the tags among them; they stay escaped.
fn words(html: &str) -> Option<String> {
    let (mut out, mut in_tag) = (String::new(), false);
    for letter in html.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => out.push(letter),
            _ => {}
        }
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &str) -> String {
        format!(
            "<h1>A form</h1><ul><li>Other</li></ul><form><div class=\"alert is-error\"><h2>Please look</h2><ul>{lines}</ul></div>\
             <div class=\"field\"><label class=\"label\" for=\"title\">Title &amp; <b>more</b></label><input id=\"title\" name=\"title\"></div>\
             <h2 id=\"parts\">What is asked</h2>\
             <fieldset class=\"field\"><legend class=\"label\">Decision</legend><div class=\"choices\"><label class=\"choice\"><input type=\"radio\" \
             name=\"how\" value=\"a\" id=\"how\"><span class=\"choice-text\">Pass</span></label></div></fieldset>\
             <div class=\"field\"><label class=\"check\"><input type=\"checkbox\" id=\"sure\" name=\"sure\" value=\"1\"><span>I am sure</span></label></div>\
             </form><ul><li>Last</li></ul>"
        )
    }

    fn line(field: &str, error: &str) -> String {
        format!("<li><a href=\"#{field}\">{NAME}{error}</a></li>")
    }

    #[test]
    fn each_line_names_its_field_and_the_lines_follow_the_page() {
        let wrong =
            [line("how", "Choose"), line("gone", "Lost"), line("sure", "Tick"), line("parts", "Say"), line("title", "Fill in")];
        let told = named(&page(&format!("{}<li>Whole</li>", wrong.concat())), ": ");
        let list = between(&told, "<h2>Please look</h2><ul>", "</ul>").unwrap();
        let lines: Vec<String> = list.split("</li>").filter_map(words).collect();
        let wanted = ["Whole", "Title &amp; more: Fill in", "What is asked: Say", "Decision: Choose", "I am sure: Tick", "Lost"];
        assert_eq!(lines, wanted);
        assert!(told.contains("<a href=\"#how\">Decision: Choose</a>") && !told.contains(NAME), "{told}");
        assert!(told.starts_with("<h1>A form</h1><ul><li>Other</li></ul>") && told.ends_with("<ul><li>Last</li></ul>"), "{told}");
    }

    #[test]
    fn a_page_without_a_summary_stays_as_it_is() {
        let page = page("<li>Whole</li>");
        assert_eq!(named(&page, ": "), page);
    }
}
