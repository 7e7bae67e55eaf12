//! What the desk of those who give roles shows.

use super::proposals::{self, Proposed};
use askama::Template;
use qianmo_kernel::Millis;
use qianmo_places::PlacePicker;
use qianmo_web::{FormView, View};

/// A role somebody holds.
pub(super) struct Line {
    pub(super) account: String,
    pub(super) name: String,
    /// In place of the name: the household whose own account it is.
    pub(super) household: Option<String>,
    pub(super) role: &'static str,
    pub(super) place: Option<String>,
}

/// A recovery that waits for a second officer.
pub(super) struct Waiting {
    pub(super) account: String,
    pub(super) name: String,
    /// In place of the name: the household whose own account it is.
    pub(super) household: Option<String>,
    /// Whether whoever looks asked for it: another consents.
    pub(super) own: bool,
    pub(super) asked_at: Millis,
}

/// The list.
#[derive(Template)]
#[template(path = "accounts.html")]
pub(super) struct ListPage {
    pub(super) v: View,
    pub(super) f: FormView,
    pub(super) picker: PlacePicker,
    pub(super) place: Option<String>,
    pub(super) place_id: String,
    pub(super) roles: Vec<(String, String)>,
    pub(super) role: String,
    pub(super) lines: Vec<Line>,
    pub(super) proposals: Vec<proposals::Waiting>,
    /// After which proposal the next page of them goes on.
    pub(super) more_proposals: Option<String>,
    pub(super) waiting: Vec<Waiting>,
    /// Where the next page of them is.
    pub(super) more_waiting: Option<String>,
    pub(super) next: Option<String>,
}

impl ListPage {
    fn roles_to_filter(&self) -> Vec<(&'static str, String, bool)> {
        qianmo_kernel::Role::ALL.map(|role| (role.name(), self.v.family("role", role.name()), self.role == role.name())).into()
    }

    fn sample(v: View) -> Self {
        ListPage {
            f: FormView::sample(v.clone()),
            place: Some("柞水县".into()),
            picker: PlacePicker::sample(v.clone()),
            place_id: "01HN6XJ4C0801".into(),
            roles: vec![("helper".into(), v.family("role", "helper"))],
            role: "helper".into(),
            lines: vec![Line {
                account: "01HN6XJ4C0800".into(),
                name: "林晓".into(),
                household: None,
                role: "helper",
                place: Some("营盘镇".into()),
            }],
            proposals: vec![proposals::Waiting::sample(v.now)],
            more_proposals: Some("x".into()),
            waiting: vec![Waiting {
                account: "01HN6XJ4C0800".into(),
                name: String::new(),
                household: Some("01HN6XJ4C0800-01HN6XJ4C0801".into()),
                own: true,
                asked_at: v.now,
            }],
            more_waiting: Some("/accounts?place=&recovering=x#waiting".into()),
            next: Some("x".into()),
            v,
        }
    }
}

/// A role of the account.
pub(super) struct Held {
    pub(super) role: &'static str,
    pub(super) place: String,
    pub(super) place_name: Option<String>,
    pub(super) takable: bool,
    /// Whether it comes and goes with the household whose own account this is.
    pub(super) with_household: bool,
}

/// A line of the roles' history.
pub(super) struct Happened {
    pub(super) given: bool,
    pub(super) role: &'static str,
    pub(super) place_name: Option<String>,
    pub(super) by: Option<String>,
    /// The second officer, where one was needed.
    pub(super) confirmed_by: Option<String>,
    pub(super) at: Millis,
}

/// A recovery.
pub(super) struct Open {
    pub(super) id: String,
    pub(super) state: &'static str,
    pub(super) address: String,
    pub(super) reason: String,
    pub(super) lost: bool,
    pub(super) asked_by: Option<String>,
    pub(super) asked_at: Millis,
    pub(super) ready_at: Millis,
    pub(super) to_decide: bool,
    pub(super) to_cancel: bool,
}

/// One account.
#[derive(Template)]
#[template(path = "account.html")]
pub(super) struct DetailPage {
    pub(super) v: View,
    pub(super) f: FormView,
    pub(super) recover: FormView,
    pub(super) id: String,
    pub(super) name: String,
    /// In place of the name: the household whose own account it is.
    pub(super) household: Option<String>,
    pub(super) own: bool,
    pub(super) erased: bool,
    pub(super) picker: PlacePicker,
    pub(super) place: Option<String>,
    pub(super) place_id: String,
    pub(super) roles: Vec<(String, String)>,
    pub(super) held: Vec<Held>,
    pub(super) history: Vec<Happened>,
    pub(super) proposals: Vec<Proposed>,
    pub(super) recoveries: Vec<Open>,
}

impl DetailPage {
    /// Where one of the page's forms is sent.
    fn action(&self, form: &str) -> String {
        format!("/accounts/{}/{form}", self.id)
    }

    fn place_of(&self, line: &Happened) -> String {
        line.place_name.clone().unwrap_or_else(|| self.v.t("identity-everywhere"))
    }

    fn sample(v: View) -> Self {
        let now = v.now;
        let held =
            |role, place_name, takable| Held { role, place: "01HN6XJ4C0800".into(), place_name, takable, with_household: false };
        let open = |state, to_decide| Open {
            id: "01HN6XJ4C0801".into(),
            state,
            address: "+••• 1234".into(),
            reason: "…".into(),
            lost: true,
            asked_by: Some("王敏".into()),
            asked_at: now,
            ready_at: now,
            to_decide,
            to_cancel: !to_decide,
        };
        let happened = |role, given, confirmed_by| Happened {
            given,
            role,
            place_name: Some("营盘镇".into()),
            by: Some("王敏".into()),
            confirmed_by,
            at: now,
        };
        DetailPage {
            f: FormView::sample(v.clone()),
            recover: FormView::sample(v.clone()),
            id: "01HN6XJ4C0800".into(),
            name: "林晓".into(),
            household: None,
            own: false,
            erased: false,
            picker: PlacePicker::sample(v.clone()),
            place: Some("柞水县".into()),
            place_id: "01HN6XJ4C0801".into(),
            roles: vec![("helper".into(), v.family("role", "helper"))],
            held: vec![
                held("helper", Some("营盘镇".into()), true),
                held("donor", None, false),
                Held { with_household: true, ..held("household", Some("营盘镇".into()), false) },
            ],
            history: vec![
                happened("auditor", true, Some("李强".into())),
                happened("helper", true, None),
                Happened { by: None, ..happened("reviewer", false, None) },
            ],
            proposals: Proposed::samples(&v),
            recoveries: vec![open("asked", true), open("consented", false), open("lapsed", false)],
            v,
        }
    }
}

qianmo_web::sample!(ListPage, DetailPage);
