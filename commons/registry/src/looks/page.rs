//! The page of looks at a household.

use super::store::Look;
use crate::masked::Masked;
use crate::words::{Act, Task};
use askama::Template;
use qianmo_kernel::{Id, Millis, PublicRef};
use qianmo_web::View;

/// A look with the words it is shown in.
pub struct Line {
    /// When.
    pub at: Millis,
    /// Who, by the name their account has.
    pub who: String,
    /// Whether the reader is not told who it was.
    pub withheld: bool,
    /// In which role; the key of its words.
    pub role: String,
    /// What was done.
    pub act: Act,
    /// What for.
    pub task: Task,
    /// What was said of it.
    pub remark: Remark,
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
            withheld: look.is_withheld(),
            role: format!("role-{}", look.role),
            act: look.act,
            task: look.task,
            remark: Remark::of(look.task, look.words),
            fields: look.fields.split(',').filter_map(field_key).collect(),
            card_shown: look.card_shown,
        }
    }

    /// What was opened, in words.
    pub fn fields_in_words(&self, v: &View) -> String {
        let words: Vec<String> = self.fields.iter().map(|key| v.t(key)).collect();
        words.join(&v.t("registry-and-comma"))
    }
}

/// What was said of a look beyond its task. A page asks for each in turn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// Nothing.
    Nothing,
    /// What a domain wrote as a code (`request.submit`); the key of the sentence.
    Act(&'static str),
    /// The request that it was for.
    Request(PublicRef),
    /// The reference of something else.
    Reference(PublicRef),
    /// As a person said it.
    Words(String),
}

impl Remark {
    /// What these words are, for a look with that task.
    fn of(task: Task, words: String) -> Remark {
        if words.is_empty() {
            return Remark::Nothing;
        }
        if let Some(key) = act_key(&words) {
            return Remark::Act(key);
        }
        // Whoever reviews, brings or pays has one request at hand; what else a person may have referred to is not known.
        let request = matches!(task, Task::Request | Task::Review | Task::Delivery | Task::Payout);
        match words.parse::<PublicRef>() {
            Ok(reference) if request => Remark::Request(reference),
            Ok(reference) => Remark::Reference(reference),
            Err(_) => Remark::Words(words),
        }
    }

    /// The key of what was done.
    pub fn act(&self) -> Option<&'static str> {
        match *self {
            Remark::Act(key) => Some(key),
            _ => None,
        }
    }

    /// The request at hand.
    pub fn request(&self) -> Option<PublicRef> {
        match *self {
            Remark::Request(reference) => Some(reference),
            _ => None,
        }
    }

    /// Another reference.
    pub fn reference(&self) -> Option<PublicRef> {
        match *self {
            Remark::Reference(reference) => Some(reference),
            _ => None,
        }
    }

    /// The person's own words.
    pub fn words(&self) -> Option<&str> {
        match self {
            Remark::Words(words) => Some(words),
            _ => None,
        }
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
        "head" => "registry-field-head",
        "place" => "registry-field-place",
        "status" | "merged" => "registry-field-status",
        "ties" => "registry-field-ties",
        "tie-ended" => "registry-field-tie-ended",
        "tie-end-asked" => "registry-field-tie-end-asked",
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
            unnamed: false,
        };
        let request = Look { task: Task::Review, words: Masked::sample().reference.to_string(), ..look.clone() };
        let donor = Look { role: "donor".into(), task: Task::Delivery, unnamed: true, ..request.clone() }.for_household();
        let lines = vec![
            Line::new(look, "Invented Helper".into()),
            Line::new(request, "Invented Reviewer".into()),
            Line::new(donor, String::new()),
        ];
        LooksPage { v, who: Masked::sample(), lines, next: Some("x".into()), href: "/households/x/looks".into() }
    }
}

qianmo_web::sample!(LooksPage);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_told_from_references_and_codes() {
        let reference = PublicRef::new(Id::from_i64(5), Id::from_i64(6));
        let said = |task, words: &str| Remark::of(task, words.to_owned());
        assert_eq!(said(Task::Review, ""), Remark::Nothing);
        assert_eq!(said(Task::Request, "request.submit"), Remark::Act("registry-look-request-submit"));
        assert_eq!(said(Task::Payout, &reference.to_string()), Remark::Request(reference));
        // Somebody who visits may have named another household.
        assert_eq!(said(Task::Visit, &reference.to_string()), Remark::Reference(reference));
        assert_eq!(said(Task::Review, &format!("about {reference}")), Remark::Words(format!("about {reference}")));
    }
}
