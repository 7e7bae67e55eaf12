//! What the pages of one's own account show.

use askama::Template;
use qianmo_kernel::Millis;
use qianmo_web::{FormView, View};

/// A contact.
pub(super) struct Contact {
    pub(super) id: String,
    pub(super) channel: &'static str,
    pub(super) shown: String,
}

/// A passkey.
pub(super) struct Key {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) made_at: Millis,
    pub(super) used_at: Millis,
}

/// A session.
pub(super) struct Seat {
    pub(super) id: String,
    pub(super) device: String,
    pub(super) factor: &'static str,
    pub(super) used_at: Millis,
    pub(super) current: bool,
}

/// A role; `place` is `None` at the root.
pub(super) struct RoleLine {
    pub(super) role: &'static str,
    pub(super) place: Option<String>,
    pub(super) place_id: String,
    pub(super) to_give_back: bool,
    /// Whether it waits for a second officer and gives nothing yet.
    pub(super) proposed: bool,
}

/// A recovery that goes on.
pub(super) struct Pending {
    pub(super) id: String,
    pub(super) state: &'static str,
    pub(super) ready_at: Millis,
    pub(super) shown: String,
}

/// The settings.
#[derive(Template)]
#[template(path = "settings.html")]
pub(super) struct SettingsPage {
    pub(super) v: View,
    pub(super) f: FormView,
    pub(super) add: FormView,
    pub(super) languages: Vec<(String, String)>,
    pub(super) contacts: Vec<Contact>,
    pub(super) keys: Vec<Key>,
    pub(super) passkeys: bool,
    pub(super) has_card: bool,
    /// Whether this session was opened by that card alone: it makes nothing that outlasts it.
    pub(super) by_card: bool,
    pub(super) sessions: Vec<Seat>,
    pub(super) roles: Vec<RoleLine>,
    /// Whether the account is a household's own.
    pub(super) of_household: bool,
    pub(super) recovery: Option<Pending>,
    /// The account's number, by which a household names somebody close to it.
    pub(super) account: String,
}

impl SettingsPage {
    fn sample(v: View) -> Self {
        let (form, now) = (FormView::sample(v.clone()), v.now);
        let role = |role, place: Option<&str>, to_give_back, proposed| RoleLine {
            role,
            place: place.map(str::to_owned),
            place_id: "01HN6XJ4C0805".into(),
            to_give_back,
            proposed,
        };
        SettingsPage {
            f: form.clone(),
            add: form,
            languages: crate::sign_in::languages(),
            contacts: vec![Contact { id: "01HN6XJ4C0800".into(), channel: "sms", shown: "+8613800000000".into() }],
            keys: vec![Key { id: "01HN6XJ4C0801".into(), label: "手机".into(), made_at: now, used_at: Millis(0) }],
            passkeys: true,
            has_card: true,
            by_card: false,
            sessions: vec![
                Seat {
                    id: "01HN6XJ4C0802".into(), device: "Firefox · Android".into(), factor: "sms", used_at: now, current: true
                },
                Seat { id: "01HN6XJ4C0803".into(), device: String::new(), factor: "passkey", used_at: now, current: false },
            ],
            roles: vec![
                role("helper", Some("营盘镇"), true, false),
                role("donor", None, false, false),
                role("reviewer", Some("柞水县"), false, true),
            ],
            of_household: false,
            recovery: Some(Pending {
                id: "01HN6XJ4C0804".into(), state: "consented", ready_at: now, shown: "+••• 1234".into()
            }),
            account: "01HN6XJ4C0800".into(),
            v,
        }
    }
}

/// A token.
pub(super) struct TokenLine {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) scopes: String,
    pub(super) expires_at: Millis,
    pub(super) used_at: Millis,
    pub(super) ended: bool,
}

/// API tokens.
#[derive(Template)]
#[template(path = "tokens.html")]
pub(super) struct TokensPage {
    pub(super) v: View,
    pub(super) f: FormView,
    pub(super) tokens: Vec<TokenLine>,
    /// What a token can be limited to.
    pub(super) known: Vec<&'static str>,
    pub(super) fresh: Option<String>,
}

impl TokensPage {
    fn sample(v: View) -> Self {
        let line = TokenLine {
            id: "01HN6XJ4C0800".into(),
            label: "Import".into(),
            scopes: "aid.*".into(),
            expires_at: v.now,
            used_at: v.now,
            ended: false,
        };
        TokensPage {
            f: FormView::sample(v.clone()),
            v,
            tokens: vec![line],
            known: vec!["identity.own"],
            fresh: Some("qm_…".into()),
        }
    }
}

/// Erasing the account.
#[derive(Template)]
#[template(path = "erase.html")]
pub(super) struct ErasePage {
    pub(super) v: View,
    pub(super) f: FormView,
    pub(super) obstacle: Option<String>,
}

impl ErasePage {
    fn sample(v: View) -> Self {
        ErasePage { f: FormView::sample(v.clone()), v, obstacle: None }
    }
}

qianmo_web::sample!(SettingsPage, TokensPage, ErasePage);
