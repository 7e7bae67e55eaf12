//! Forms as pages show them: label, hint, error beside the field, and what was typed kept.

use crate::answer;
use crate::cx::Cx;
use crate::extract::RawForm;
use crate::summary;
use crate::view::{View, escape};
use qianmo_kernel::{LANGUAGES, Locale, Refused};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Holds the place of something in a message; no text that is kept has this letter.
const PLACE: &str = "\u{fffc}";

/// A form on its way into a page.
#[derive(Clone)]
pub struct FormView {
    view: View,
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<(String, String)>,
    key: String,
    /// Where rows of a form are alike: how their fields' names begin, and the message that says in which row something is wrong.
    rows: Option<(&'static str, &'static str)>,
}

impl FormView {
    /// A form nobody has typed into yet.
    pub fn empty(cx: &Cx) -> Self {
        FormView { view: cx.view(), values: BTreeMap::new(), errors: Vec::new(), key: cx.app.ids.make().to_string(), rows: None }
    }

    /// A form for samples, outside of any request.
    pub fn sample(view: View) -> Self {
        FormView { view, values: BTreeMap::new(), errors: Vec::new(), key: "sample".into(), rows: None }
    }

    /// A form with these values in it.
    pub fn with<K: Into<String>, V: Into<String>>(cx: &Cx, values: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut form = FormView::empty(cx);
        for (name, value) in values {
            form.values.entry(name.into()).or_default().push(value.into());
        }
        form
    }

    /// A form that was sent and refused: what was typed, and why it will not do. A refusal that names no field stands
    /// above the form.
    pub fn failed(cx: &Cx, raw: &RawForm, refused: &Refused) -> Self {
        let mut form = FormView::with(cx, raw.0.iter().map(|(k, v)| (k.clone(), v.clone())));
        form.errors = refused.fields.iter().map(|f| (f.field.clone(), answer::field_message(cx, f))).collect();
        if form.errors.is_empty() {
            let whole = qianmo_kernel::FieldError { field: String::new(), message: refused.message, args: refused.args.clone() };
            form.errors.push((String::new(), answer::field_message(cx, &whole)));
        }
        form
    }

    /// The same form, whose summary says in which row something is wrong: fields `members.1.name` are of the row `n` = 2, and
    /// `message` is told that number and `what` is wrong.
    #[must_use]
    pub fn by_row(mut self, fields: &'static str, message: &'static str) -> Self {
        self.rows = Some((fields, message));
        self
    }

    /// The same form, with other words for what is wrong with a field, if something is: where the page asks for it in another way than its
    /// reader did.
    #[must_use]
    pub fn saying(mut self, field: &str, message: &str) -> Self {
        let words = self.view.t(message);
        self.errors.iter_mut().filter(|(name, _)| name == field).for_each(|(_, error)| error.clone_from(&words));
        self
    }

    /// An error as the summary says it, as HTML: with the number of its row, and room for the name of its field.
    fn in_summary(&self, field: &str, error: &str) -> String {
        let error = format!("{}{}", summary::NAME, escape(error));
        let Some((fields, message)) = self.rows else { return error };
        let row = field.strip_prefix(fields).and_then(|rest| rest.split('.').nth(1)).and_then(|at| at.parse::<usize>().ok());
        // What is HTML already takes its place in the message once that is HTML, too.
        row.map_or(error.clone(), |at| escape(&self.view.t2(message, "n", at + 1, "what", PLACE)).replace(PLACE, &error))
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|v| v.first()).map_or("", String::as_str)
    }

    /// Whether a field holds this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values.get(name).is_some_and(|v| v.iter().any(|x| x == value))
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(field, _)| field == name).map(|(_, e)| e.as_str())
    }

    /// Whether anything is wrong.
    pub fn is_failed(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The opening tag, the key against sending twice, and the summary of errors.
    pub fn start(&self, action: &str) -> String {
        self.open(action, "")
    }

    /// The same for a form with files.
    pub fn start_upload(&self, action: &str) -> String {
        self.open(action, " enctype=\"multipart/form-data\"")
    }

    fn open(&self, action: &str, extra: &str) -> String {
        let mut out = format!(
            "<form class=\"form\" method=\"post\" action=\"{}\"{extra} data-guard novalidate><input type=\"hidden\" name=\"_key\" value=\"{}\">",
            escape(action),
            escape(&self.key)
        );
        out.push_str(&self.summary());
        out
    }

    /// The key against sending twice, for forms written by hand.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The summary of errors alone; the page that it stands on names the fields in it.
    pub fn summary(&self) -> String {
        if self.errors.is_empty() {
            return String::new();
        }
        let mut out = String::from("<div class=\"alert is-error\" role=\"alert\" tabindex=\"-1\" data-focus>");
        let title = self.view.t1("web-form-errors", "n", self.errors.len());
        let _ = write!(out, "<h2 class=\"alert-title\">{}</h2><ul>", escape(&title));
        for (field, error) in &self.errors {
            if field.is_empty() {
                let _ = write!(out, "<li>{}</li>", escape(error));
            } else {
                let _ = write!(out, "<li><a href=\"#{}\">{}</a></li>", escape(&id(field)), self.in_summary(field, error));
            }
        }
        out.push_str("</ul></div>");
        out
    }

    fn field(&self, name: &str, label: &str, hint: Option<&str>, control: impl FnOnce(&str) -> String) -> String {
        let id = escape(&id(name));
        let (mut hint_html, mut error_html, mut described, mut invalid) = (String::new(), String::new(), Vec::new(), "");
        if let Some(hint) = hint {
            hint_html = format!("<p class=\"hint\" id=\"{id}-hint\">{}</p>", escape(&self.view.t(hint)));
            described.push(format!("{id}-hint"));
        }
        if let Some(error) = self.error(name) {
            error_html = format!("<p class=\"error\" id=\"{id}-error\">{}</p>", escape(error));
            described.push(format!("{id}-error"));
            invalid = " is-invalid";
        }
        let mut attributes = format!("id=\"{id}\" name=\"{}\"", escape(name));
        if !described.is_empty() {
            let _ = write!(attributes, " aria-describedby=\"{}\"", described.join(" "));
        }
        if !invalid.is_empty() {
            attributes.push_str(" aria-invalid=\"true\"");
        }
        let label = escape(&self.view.t(label));
        format!(
            "<div class=\"field{invalid}\"><label class=\"label\" for=\"{id}\">{label}</label>{hint_html}{error_html}{}</div>",
            control(&attributes)
        )
    }

    fn input(&self, name: &str, label: &str, hint: Option<&str>, extra: &str) -> String {
        let value = escape(self.value(name));
        self.field(name, label, hint, |a| format!("<input {a} {extra} value=\"{value}\">"))
    }

    /// A line of text.
    pub fn text(&self, name: &str, label: &str) -> String {
        self.input(name, label, None, "class=\"input\" dir=\"auto\"")
    }

    /// A line of text with a hint.
    pub fn text_hint(&self, name: &str, label: &str, hint: &str) -> String {
        self.input(name, label, Some(hint), "class=\"input\" dir=\"auto\"")
    }

    /// A line of text whose browser completion is named (`tel`, `email`, `name`, `off`).
    pub fn text_auto(&self, name: &str, label: &str, hint: &str, autocomplete: &str) -> String {
        self.input(name, label, Some(hint), &format!("class=\"input\" dir=\"auto\" autocomplete=\"{}\"", escape(autocomplete)))
    }

    /// A one-time code.
    pub fn code(&self, name: &str, label: &str) -> String {
        self.input(
            name,
            label,
            None,
            "class=\"input is-code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"12\"",
        )
    }

    /// Several lines of text.
    pub fn area(&self, name: &str, label: &str) -> String {
        self.area_with(name, label, None)
    }

    /// Several lines of text with a hint.
    pub fn area_hint(&self, name: &str, label: &str, hint: &str) -> String {
        self.area_with(name, label, Some(hint))
    }

    fn area_with(&self, name: &str, label: &str, hint: Option<&str>) -> String {
        let value = escape(self.value(name));
        // A newline directly after the tag is dropped by browsers; ours protects one that was typed.
        self.field(name, label, hint, |a| format!("<textarea {a} class=\"input\" rows=\"5\" dir=\"auto\">\n{value}</textarea>"))
    }

    /// An amount of the installation's currency, in its major unit.
    pub fn money(&self, name: &str, label: &str) -> String {
        let (value, sign) = (escape(self.value(name)), escape(&self.view.currency_sign()));
        self.field(name, label, None, |a| {
            format!("<div class=\"affix\"><span class=\"affix-text\" aria-hidden=\"true\">{sign}</span><input {a} class=\"input is-short num\" inputmode=\"decimal\" value=\"{value}\"></div>")
        })
    }

    /// A whole number.
    pub fn number(&self, name: &str, label: &str) -> String {
        self.input(name, label, None, "class=\"input is-short num\" inputmode=\"numeric\"")
    }

    /// A whole number with a hint.
    pub fn number_hint(&self, name: &str, label: &str, hint: &str) -> String {
        self.input(name, label, Some(hint), "class=\"input is-short num\" inputmode=\"numeric\"")
    }

    /// A day.
    pub fn date(&self, name: &str, label: &str) -> String {
        self.input(name, label, None, "class=\"input is-short\" type=\"date\"")
    }

    /// One of a list, in a drop-down; value and text.
    pub fn select(&self, name: &str, label: &str, options: &[(String, String)]) -> String {
        self.field(name, label, None, |a| {
            let mut out = format!("<select {a} class=\"input\">");
            for (value, text) in options {
                let chosen = if self.has(name, value) { " selected" } else { "" };
                let _ = write!(out, "<option value=\"{}\"{chosen}>{}</option>", escape(value), escape(text));
            }
            out.push_str("</select>");
            out
        })
    }

    /// The language of a text, each by its own name: those of the program first. A language that is set already stays to be
    /// chosen, whichever it is.
    pub fn language(&self, name: &str, label: &str) -> String {
        let present = self.value(name);
        let known = Locale::from_tag(present);
        let mut options: Vec<(&str, &str)> = Vec::new();
        for locale in Locale::ALL {
            // `zh` that is set already is not made `zh-Hans` by the way.
            options.push((if known == Some(locale) { present } else { locale.tag() }, locale.own_name()));
        }
        for &(tag, own_name) in LANGUAGES {
            if Locale::from_tag(tag).is_none() {
                options.push((tag, own_name));
            }
        }
        if !present.is_empty() && options.iter().all(|(tag, _)| *tag != present) {
            options.push((present, present));
        }
        self.field(name, label, None, |a| {
            let mut out = format!("<select {a} class=\"input\">");
            if present.is_empty() {
                let _ = write!(out, "<option value=\"\" selected>{}</option>", escape(&self.view.t("web-choose")));
            }
            for (tag, own_name) in options {
                let (tag, chosen) = (escape(tag), if tag == present { " selected" } else { "" });
                let _ = write!(out, "<option value=\"{tag}\" lang=\"{tag}\"{chosen}>{}</option>", escape(own_name));
            }
            out.push_str("</select>");
            out
        })
    }

    /// One of a list, all to be seen; value and text.
    pub fn radios(&self, name: &str, label: &str, options: &[(String, String)]) -> String {
        let id = escape(&id(name));
        let (mut error_html, mut described, mut invalid) = (String::new(), String::new(), "");
        if let Some(error) = self.error(name) {
            error_html = format!("<p class=\"error\" id=\"{id}-error\">{}</p>", escape(error));
            described = format!(" aria-describedby=\"{id}-error\"");
            invalid = " is-invalid";
        }
        let marked = if invalid.is_empty() { "" } else { " aria-invalid=\"true\"" };
        let mut out = format!(
            "<fieldset class=\"field{invalid}\"><legend class=\"label\">{}</legend>{error_html}<div class=\"choices\">",
            escape(&self.view.t(label))
        );
        for (n, (value, text)) in options.iter().enumerate() {
            let chosen = if self.has(name, value) { " checked" } else { "" };
            // The summary leads to the first of them, which tells what is wrong with the group.
            let own_id = if n == 0 { format!(" id=\"{id}\"{described}") } else { String::new() };
            let _ = write!(
                out,
                "<label class=\"choice\"><input type=\"radio\" name=\"{}\" value=\"{}\"{own_id}{marked}{chosen}><span class=\"choice-text\">{}</span></label>",
                escape(name),
                escape(value),
                escape(text)
            );
        }
        out.push_str("</div></fieldset>");
        out
    }

    /// Any of a list; value and text.
    pub fn checks(&self, name: &str, label: &str, options: &[(String, String)]) -> String {
        self.radios(name, label, options).replace("type=\"radio\"", "type=\"checkbox\"")
    }

    /// A tick box.
    pub fn check(&self, name: &str, label: &str) -> String {
        self.check_with(name, label, None)
    }

    /// A tick box with a hint: what follows from ticking it.
    pub fn check_hint(&self, name: &str, label: &str, hint: &str) -> String {
        self.check_with(name, label, Some(hint))
    }

    fn check_with(&self, name: &str, label: &str, hint: Option<&str>) -> String {
        let id = escape(&id(name));
        let (mut hint_html, mut error_html, mut ids, mut invalid, mut marked) = (String::new(), String::new(), Vec::new(), "", "");
        if let Some(hint) = hint {
            hint_html = format!("<p class=\"hint\" id=\"{id}-hint\">{}</p>", escape(&self.view.t(hint)));
            ids.push(format!("{id}-hint"));
        }
        if let Some(error) = self.error(name) {
            error_html = format!("<p class=\"error\" id=\"{id}-error\">{}</p>", escape(error));
            ids.push(format!("{id}-error"));
            (invalid, marked) = (" is-invalid", " aria-invalid=\"true\"");
        }
        let described = if ids.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", ids.join(" ")) };
        let checked = if self.value(name).is_empty() || self.value(name) == "0" { "" } else { " checked" };
        format!(
            "<div class=\"field{invalid}\">{error_html}<label class=\"check\"><input type=\"checkbox\" id=\"{id}\" name=\"{}\" value=\"1\"{described}{marked}{checked}><span>{}</span></label>{hint_html}</div>",
            escape(name),
            escape(&self.view.t(label))
        )
    }

    /// A file; `accept` as in HTML.
    pub fn file(&self, name: &str, label: &str, accept: &str) -> String {
        self.field(name, label, None, |a| format!("<input {a} class=\"file\" type=\"file\" accept=\"{}\">", escape(accept)))
    }

    /// A hidden value.
    pub fn hidden(&self, name: &str, value: &str) -> String {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
    }

    /// The last row: the one solid button.
    pub fn submit(&self, label: &str) -> String {
        self.submit_as("button", label)
    }

    /// The last row of a form that does what cannot be undone.
    pub fn submit_danger(&self, label: &str) -> String {
        self.submit_as("button is-danger", label)
    }

    fn submit_as(&self, class: &str, label: &str) -> String {
        format!(
            "<div class=\"actions\"><button class=\"{class}\" type=\"submit\" data-busy=\"{}\">{}</button></div>",
            escape(&self.view.t("web-busy-button")),
            escape(&self.view.t(label))
        )
    }
}

/// A field's name as an id: `parts.0.amount` is fine in HTML, but a space is not.
fn id(name: &str) -> String {
    name.replace(|c: char| c.is_whitespace(), "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::I18n;
    use qianmo_kernel::Millis;
    use std::sync::Arc;

    #[test]
    fn a_language_that_is_set_stays_to_be_chosen_and_none_is_chosen_for_anybody() {
        let i18n = I18n::new([(Locale::En, "web-choose = Choose\nof-the-text = Language\n")]).unwrap();
        let view = View::new(Arc::new(i18n), Locale::En, 0, Millis(0), false);
        let shown = |present: &str| {
            let mut form = FormView::sample(view.clone());
            form.values.insert("language".to_owned(), vec![present.to_owned()]);
            form.language("language", "of-the-text")
        };
        assert!(shown("").contains("<option value=\"\" selected>Choose<"));
        assert!(shown("en").contains("value=\"en\" lang=\"en\" selected>English<") && !shown("en").contains("Choose"));
        assert!(shown("zh").contains("value=\"zh\" lang=\"zh\" selected>中文<") && !shown("zh").contains("zh-Hans"));
        assert!(shown("bo").contains("value=\"bo\" lang=\"bo\" selected>") && shown("bo").contains("value=\"zh-Hans\""));
        assert!(shown("tlh").contains("value=\"tlh\" lang=\"tlh\" selected>tlh<"));
    }
}
