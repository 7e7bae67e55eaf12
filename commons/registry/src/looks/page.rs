//! The page of looks at a household.

use super::store::Look;
use crate::masked::Masked;
use crate::words::{Act, Task};
use askama::Template;
use qianmo_kernel::{Id, Millis};
use qianmo_web::View;

/// A look with the words it is shown in.
pub struct Line {
    /// When.
    pub at: Millis,
    /// Who, by the name their account has.
    pub who: String,
    /// In which role; the key of its words.
    pub role: String,
    /// What was done.
    pub act: Act,
    /// What for.
    pub task: Task,
    /// More in words.
    pub words: String,
    /// What was opened or changed.
    pub fields: Vec<&'static str>,
    /// Whether the household's card was shown.
    pub card_shown: bool,
}

impl Line {
    /// A look by somebody of that name.
    pub fn new(look: Look, who: String) -> Line {
        Line {
            at: look.at,
            who,
            role: format!("role-{}", look.role),
            act: look.act,
            task: look.task,
            words: look.words,
            fields: look.fields.split(',').filter_map(field_key).collect(),
            card_shown: look.card_shown,
        }
    }

    /// More in words: what a domain wrote as a code (`request.submit`) as a sentence, everything else as it was said.
    pub fn words_shown(&self, v: &View) -> String {
        act_key(&self.words).map_or_else(|| self.words.clone(), |key| v.t(key))
    }

    /// What was opened, in words.
    pub fn fields_in_words(&self, v: &View) -> String {
        let words: Vec<String> = self.fields.iter().map(|key| v.t(key)).collect();
        words.join(&v.t("registry-and-comma"))
    }
}

/// The key of the words for what was done about a request.
fn act_key(code: &str) -> Option<&'static str> {
    Some(match code {
        "request.draft" => "registry-look-request-draft",
        "request.edit" => "registry-look-request-edit",
        "request.submit" => "registry-look-request-submit",
        "request.address" => "registry-look-request-address",
        "request.appeal" => "registry-look-request-appeal",
        "request.photo" => "registry-look-request-photo",
        "request.withdraw" => "registry-look-request-withdraw",
        _ => return None,
    })
}

/// The key of a field's words.
fn field_key(field: &str) -> Option<&'static str> {
    Some(match field {
        "all" => "registry-field-all",
        "name" | "names" => "registry-field-names",
        "birth" => "registry-field-birth",
        "id_number" => "registry-field-id-number",
        "health" => "registry-field-health",
        "address" => "registry-field-address",
        "phone" => "registry-field-phone",
        "bank_card" => "registry-field-bank-card",
        "language" => "registry-field-language",
        "causes" => "registry-field-causes",
        "members" => "registry-field-members",
        "place" => "registry-field-place",
        "status" | "merged" => "registry-field-status",
        "ties" => "registry-field-ties",
        "corrections" => "registry-field-corrections",
        "erasure" => "registry-field-erasure",
        "number" => "registry-field-number",
        _ => return None,
    })
}

/// Who looked at a household.
#[derive(Template)]
#[template(path = "looks.html")]
pub struct LooksPage {
    /// Words and formats.
    pub v: View,
    /// Masked.
    pub who: Masked,
    /// The looks, newest first.
    pub lines: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// The page's own address, for the next page.
    pub href: String,
}

impl LooksPage {
    /// With invented content.
    pub fn sample(v: View) -> Self {
        let look = Look {
            id: Id::from_i64(5),
            at: Millis(1_740_000_000_000),
            account: Id::from_i64(6),
            role: "helper".into(),
            act: Act::Opened,
            task: Task::Visit,
            words: "roof".into(),
            fields: "names,birth,id_number,health,address,phone,bank_card".into(),
            card_shown: true,
        };
        let line = Line::new(look, "Invented Helper".into());
        LooksPage { v, who: Masked::sample(), lines: vec![line], next: Some("x".into()), href: "/households/x/looks".into() }
    }
}

qianmo_web::sample!(LooksPage);
