//! What the pages of signing in show.

use crate::code::{Asked, Purpose};
use crate::{next, passkey};
use askama::Template;
use qianmo_web::{Cx, FormView, View};

/// A phone number or an e-mail address.
#[derive(Template)]
#[template(path = "address.html")]
pub(super) struct AddressPage {
    v: View,
    f: FormView,
    next: String,
    query: String,
    passkeys: bool,
    up: bool,
}

impl AddressPage {
    pub(super) fn new(cx: &Cx, f: FormView, next: String, up: bool) -> Self {
        let query = next::query(&next);
        AddressPage { v: cx.view(), f, next, query, passkeys: passkey::works_at(&cx.app.config.base_url), up }
    }

    fn sample(v: View) -> Self {
        AddressPage { f: FormView::sample(v.clone()), v, next: "/".into(), query: "%2F".into(), passkeys: true, up: true }
    }
}

/// The code.
#[derive(Template)]
#[template(path = "code.html")]
pub(super) struct CodePage {
    v: View,
    f: FormView,
    address: String,
    look_alike: bool,
    own: bool,
    /// Where to go afterwards, for another address.
    query: String,
    code: Option<String>,
}

impl CodePage {
    /// `code` is there in demonstrations only.
    pub(super) fn new(cx: &Cx, f: FormView, asked: &Asked, code: Option<String>) -> Self {
        // The address of a second factor is the account's: whoever typed only the first must not learn it.
        let own = asked.purpose != Purpose::Second;
        let address = if own { asked.address.shown().to_owned() } else { asked.address.masked() };
        let (look_alike, query) = (own && asked.address.is_look_alike(), next::query(&asked.next));
        CodePage { v: cx.view(), f, address, look_alike, own, query, code }
    }

    fn sample(v: View) -> Self {
        CodePage {
            f: FormView::sample(v.clone()),
            v,
            address: "林@例子.中国".into(),
            look_alike: true,
            own: true,
            query: "%2F".into(),
            code: Some("123456".into()),
        }
    }
}

/// Name and language of somebody new.
#[derive(Template)]
#[template(path = "name.html")]
pub(super) struct NamePage {
    v: View,
    f: FormView,
    address: String,
    languages: Vec<(String, String)>,
}

impl NamePage {
    pub(super) fn new(cx: &Cx, f: FormView, asked: &Asked) -> Self {
        NamePage { v: cx.view(), f, address: asked.address.shown().to_owned(), languages: languages() }
    }

    fn sample(v: View) -> Self {
        NamePage { f: FormView::sample(v.clone()), v, address: "+8613800000000".into(), languages: languages() }
    }
}

/// The languages of the program's words, each in itself.
pub(crate) fn languages() -> Vec<(String, String)> {
    qianmo_kernel::Locale::ALL.map(|l| (l.tag().to_owned(), l.own_name().to_owned())).into()
}

/// A contact that may serve as a second factor.
pub(super) struct Way {
    pub(super) id: String,
    pub(super) shown: String,
}

/// Which second factor.
#[derive(Template)]
#[template(path = "second.html")]
pub(super) struct SecondPage {
    pub(super) v: View,
    pub(super) f: FormView,
    pub(super) contacts: Vec<Way>,
    pub(super) passkeys: bool,
    pub(super) new: bool,
    pub(super) next: String,
}

impl SecondPage {
    fn options(&self) -> Vec<(String, String)> {
        self.contacts.iter().map(|way| (way.id.clone(), way.shown.clone())).collect()
    }

    fn sample(v: View) -> Self {
        let contacts = vec![Way { id: "01HN6XJ4C0800".into(), shown: "+••• 1234".into() }];
        SecondPage { f: FormView::sample(v.clone()), v, contacts, passkeys: true, new: true, next: "/".into() }
    }
}

/// A household's card.
#[derive(Template)]
#[template(path = "card.html")]
pub(super) struct CardPage {
    pub(super) v: View,
    pub(super) f: FormView,
    pub(super) next: String,
}

impl CardPage {
    /// Where to go afterwards, for another way to sign in.
    fn query(&self) -> String {
        next::query(&self.next)
    }

    fn sample(v: View) -> Self {
        CardPage { f: FormView::sample(v.clone()), v, next: "/".into() }
    }
}

qianmo_web::sample!(AddressPage, CodePage, NamePage, SecondPage, CardPage);
