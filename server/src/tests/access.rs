//! Every route of the program and whoever may not pass it: a stranger, a wrong role, a right role at a wrong place, and a
//! token that was made for something else. A route without a case fails the test.

mod aid;
mod commons;
mod identity;

use crate::tests::world::{Things, World};
use http::Method;
use qianmo_db::Engine;
use qianmo_identity::testing::{Person, Wanted, make};
use qianmo_identity::token;
use qianmo_kernel::{Id, PublicRef, Role};
use qianmo_testkit::{Answered, Ask};
use qianmo_web::Access;
use qianmo_web::module::RouteInfo;
use qianmo_web::server;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What is sent.
#[derive(Clone)]
pub enum Sent {
    /// Nothing.
    Nothing,
    /// JSON.
    Json(Value),
    /// A form of a page.
    Form(Vec<(&'static str, String)>),
    /// A form with files: fields, then (field, content).
    Files(Vec<(&'static str, String)>, Vec<(&'static str, Vec<u8>)>),
}

/// What those find who have the right role, elsewhere.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Elsewhere {
    /// They are refused: 403, or 404 as if there were nothing.
    Refused,
    /// A list, which shows nothing of this place to them, and something of it to whoever works here.
    ListedApart,
    /// It is about the caller's own account: nobody else's can be named.
    TheirOwn,
    /// Everybody may; there is nothing to be kept from anybody.
    Everybody,
    /// Everybody may call it, but this thing is not public: to a stranger it does not exist.
    HiddenFromStrangers,
    /// It is the same for everybody, and nobody is asked who they are.
    Unasked,
    /// Nobody comes in without the provider's signature.
    Unsigned,
    /// A file whose rows lie here is checked for whoever brings it, and not a row of it is taken.
    ImportedNowhere,
}

/// How a route is called about a thing of the first county, and what is expected.
pub struct Case {
    method: Method,
    template: String,
    path: String,
    sent: Sent,
    right: String,
    headers: Vec<(&'static str, String)>,
    elsewhere: Elsewhere,
    anywhere: Vec<Role>,
    also: Vec<u16>,
    by_session: Option<String>,
}

impl Case {
    /// A call of `METHOD template` at `path` by somebody who may.
    pub fn of(route: &str, path: impl Into<String>, right: &Person) -> Case {
        let (method, template) = route.split_once(' ').unwrap();
        Case {
            method: method.parse().unwrap(),
            template: template.to_owned(),
            path: path.into(),
            sent: Sent::Nothing,
            right: right.token.clone(),
            headers: Vec::new(),
            elsewhere: Elsewhere::Refused,
            anywhere: Vec::new(),
            also: Vec::new(),
            by_session: None,
        }
    }

    /// With JSON.
    pub fn json(mut self, body: Value) -> Case {
        self.sent = Sent::Json(body);
        self
    }

    /// With a form.
    pub fn form(mut self, fields: &[(&'static str, &str)]) -> Case {
        self.sent = Sent::Form(fields.iter().map(|(k, v)| (*k, (*v).to_owned())).collect());
        self
    }

    /// With a form and files.
    pub fn files(mut self, fields: &[(&'static str, &str)], files: &[(&'static str, &[u8])]) -> Case {
        let fields = fields.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        self.sent = Sent::Files(fields, files.iter().map(|(k, v)| (*k, v.to_vec())).collect());
        self
    }

    /// With a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Case {
        self.headers.push((name, value.into()));
        self
    }

    /// What those find who have the right role elsewhere.
    pub fn elsewhere(mut self, elsewhere: Elsewhere) -> Case {
        self.elsewhere = elsewhere;
        self
    }

    /// Holders of these roles may do it wherever they are: what they see is public.
    pub fn anywhere(mut self, roles: &[Role]) -> Case {
        self.anywhere = roles.to_vec();
        self
    }

    /// Whoever may is answered so all the same: what is sent cannot be right here.
    pub fn anyway(mut self, status: u16) -> Case {
        self.also.push(status);
        self
    }

    /// Only from a browser's session, never by a token.
    pub fn seated(mut self, person: &Person) -> Case {
        self.by_session = Some(person.session.clone());
        self
    }
}

impl Case {
    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The address.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The route's pattern.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The session of somebody who may, where a token will not do.
    pub fn session(&self) -> Option<&str> {
        self.by_session.as_deref()
    }

    /// What is sent.
    pub fn sent(&self) -> &Sent {
        &self.sent
    }

    /// The token of somebody who may.
    pub fn right(&self) -> &str {
        &self.right
    }

    /// Puts headers and body in.
    pub fn fill<'a>(&self, mut ask: Ask<'a>) -> Ask<'a> {
        for (name, value) in &self.headers {
            ask = ask.header(name, value.clone());
        }
        self.body_of(ask)
    }

    /// Puts the body in.
    pub fn body_of<'a>(&self, ask: Ask<'a>) -> Ask<'a> {
        match &self.sent {
            Sent::Nothing => ask,
            Sent::Json(body) => ask.json(body),
            Sent::Form(fields) => ask.form(&fields.iter().map(|(k, v)| (*k, v.as_str())).collect::<Vec<_>>()),
            Sent::Files(fields, files) => ask.upload(
                &fields.iter().map(|(k, v)| (*k, v.as_str())).collect::<Vec<_>>(),
                &files.iter().map(|(k, v)| (*k, "file", v.as_slice())).collect::<Vec<_>>(),
            ),
        }
    }
}

/// The call as whoever may makes it.
pub async fn come_in(w: &World, case: &Case) -> Answered {
    call(w, case, Who::Token(&case.right)).await
}

/// The call by the holder of another token.
pub async fn by(w: &World, case: &Case, token: &str) -> Answered {
    call(w, case, Who::Token(token)).await
}

/// The call as whoever may makes it, at another address.
pub async fn at(w: &World, case: &Case, path: &str) -> Answered {
    let key = w.key();
    w.send(case.method.clone(), path, |ask| case.fill(ask.token(&case.right).key(&key))).await
}

/// The call as whoever may makes it, with another body or header.
pub async fn with(w: &World, case: &Case, with: impl FnOnce(Ask<'_>) -> Ask<'_>) -> Answered {
    let key = w.key();
    w.send(case.method.clone(), &case.path, |mut ask| {
        ask = ask.token(&case.right).key(&key);
        for (name, value) in &case.headers {
            ask = ask.header(name, value.clone());
        }
        with(ask)
    })
    .await
}

/// Every case.
pub fn all(w: &World, t: &Things) -> Vec<Case> {
    cases(w, t).into_values().collect()
}

/// Every route's case, by method and template without the names of parameters.
fn cases(w: &World, t: &Things) -> BTreeMap<(String, String), Case> {
    let mut all: BTreeMap<(String, String), Case> = BTreeMap::new();
    for case in commons::cases(w, t).into_iter().chain(identity::cases(w, t)).chain(aid::cases(w, t)) {
        let key = (case.method.to_string(), nameless(&case.template));
        let twice = all.insert(key, case);
        assert!(twice.is_none(), "two cases of {}", twice.unwrap().template);
    }
    all
}

fn nameless(template: &str) -> String {
    template.split('/').map(|s| if s.starts_with('{') { "{}" } else { s }).collect::<Vec<_>>().join("/")
}

/// Who asks.
enum Who<'p> {
    Token(&'p str),
    Session(&'p str),
}

async fn call(w: &World, case: &Case, who: Who<'_>) -> Answered {
    let key = w.key();
    w.send(case.method.clone(), &case.path, |ask| {
        let mut ask = match who {
            Who::Token(token) => ask.token(token),
            Who::Session(session) => ask.session(session),
        };
        if case.path.starts_with("/api/") && case.method == Method::POST {
            ask = ask.key(&key);
        }
        case.fill(ask)
    })
    .await
}

/// What was found wrong, told all at once.
#[derive(Default)]
struct Holes(Vec<String>);

impl Holes {
    fn expect(&mut self, route: &RouteInfo, who: &str, answered: &Answered, allowed: &[u16]) {
        let status = answered.status.as_u16();
        if !allowed.contains(&status) {
            let text: String = answered.text().chars().take(300).collect();
            self.0.push(format!("{} {}: {who}: {status}, not {allowed:?}: {text}", route.method, route.path));
        }
    }

    fn done(self, what: &str) {
        assert!(self.0.is_empty(), "{what}:\n{}", self.0.join("\n"));
    }
}

async fn world() -> (World, Things) {
    world_on(Engine::Sqlite).await
}

async fn world_on(engine: Engine) -> (World, Things) {
    let w = World::start(engine).await;
    let t = Things::make(&w).await;
    (w, t)
}

fn somebody(w: &World, name: &str, roles: Vec<(Role, Id)>, household: Option<PublicRef>) -> Person {
    let name = name.to_owned();
    w.t.on.db.write_now(move |tx| make(tx, &Wanted { name: &name, roles: &roles, household, ..Wanted::default() })).unwrap()
}

fn case_of<'c>(cases: &'c BTreeMap<(String, String), Case>, route: &RouteInfo) -> &'c Case {
    cases
        .get(&(route.method.to_string(), nameless(&route.path)))
        .unwrap_or_else(|| panic!("{} {} has no case", route.method, route.path))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_has_a_case_and_a_permission() {
    let (w, t) = world().await;
    let cases = cases(&w, &t);
    let routes: BTreeSet<(String, String)> = w.t.routes.iter().map(|r| (r.method.to_string(), nameless(&r.path))).collect();
    let without: Vec<_> = routes.iter().filter(|r| !cases.contains_key(*r)).map(|(m, p)| format!("{m} {p}")).collect();
    let idle: Vec<_> = cases.keys().filter(|c| !routes.contains(*c)).map(|(m, p)| format!("{m} {p}")).collect();
    assert!(without.is_empty(), "routes without a case:\n{}", without.join("\n"));
    assert!(idle.is_empty(), "cases without a route:\n{}", idle.join("\n"));
    for route in &w.t.routes {
        if let Access::Permit(permission) = route.access {
            assert!(!permission.roles.is_empty() && permission.name.contains('.'), "{} {}", route.method, route.path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_passes_no_door_but_the_public_ones() {
    let (w, t) = world().await;
    let cases = cases(&w, &t);
    let mut holes = Holes::default();
    for route in &w.t.routes {
        let case = case_of(&cases, route);
        let answered = call(&w, case, Who::Token("")).await;
        let api = route.path.starts_with("/api/");
        match (route.access, case.elsewhere) {
            (Access::Public, Elsewhere::HiddenFromStrangers) => {
                holes.expect(route, "a stranger at something that is not public", &answered, &[404])
            }
            (Access::Public, Elsewhere::Unsigned) => holes.expect(route, "a stranger", &answered, &[403]),
            (Access::Public, _) => {
                let status = answered.status.as_u16();
                holes.expect(
                    route,
                    "a stranger at a public door",
                    &answered,
                    if matches!(status, 401 | 403) { &[] } else { std::slice::from_ref(&status) },
                );
            }
            _ if route.method == Method::GET && !api => {
                holes.expect(route, "a stranger", &answered, &[303]);
                if !answered.header("location").starts_with("/sign-in?next=") {
                    holes.0.push(format!("{} {}: a stranger is led to {}", route.method, route.path, answered.header("location")));
                }
            }
            _ => holes.expect(route, "a stranger", &answered, &[401]),
        }
        if case.elsewhere == Elsewhere::Unasked {
            assert!(server::UNASKED.contains(&route.path.as_str()), "{} asks nobody who they are", route.path);
            continue;
        }
        let answered = call(&w, case, Who::Token("qm_0000000000000_0000000000000_nonsense")).await;
        holes.expect(route, "a token that is none", &answered, &[401]);
    }
    holes.done("strangers came in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_role_is_refused_even_at_the_right_place() {
    let (w, t) = world().await;
    let cases = cases(&w, &t);
    let mut holes = Holes::default();
    let household: PublicRef = w.a.household.parse().unwrap();
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for route in &w.t.routes {
        let Access::Permit(permission) = route.access else { continue };
        let others: Vec<Role> = Role::ALL.into_iter().filter(|r| !permission.roles.contains(r)).collect();
        if others.is_empty() {
            continue;
        }
        let person = people.entry(format!("{others:?}")).or_insert_with(|| {
            let roles = others.iter().map(|r| (*r, if *r == Role::Donor { Id::NONE } else { w.a.id })).collect();
            somebody(&w, "Wrong Role", roles, others.contains(&Role::Household).then_some(household))
        });
        let case = case_of(&cases, route);
        let answered = call(&w, case, Who::Session(&person.session)).await;
        holes.expect(route, &format!("whoever is {others:?}"), &answered, &[403]);
    }
    // Who answers for others' data or money does so with a second factor only.
    for role in [Role::Reviewer, Role::Officer, Role::Auditor, Role::Administrator] {
        let roles = [(role, w.a.id)];
        let weak =
            w.t.on.db.write_now(move |tx| make(tx, &Wanted { roles: &roles, second_factor: false, ..Wanted::default() })).unwrap();
        for route in &w.t.routes {
            let Access::Permit(permission) = route.access else { continue };
            if permission.roles.contains(&role) {
                let answered = call(&w, case_of(&cases, route), Who::Session(&weak.session)).await;
                holes.expect(route, &format!("a {} without second factor", role.name()), &answered, &[403]);
            }
        }
    }
    holes.done("wrong roles came in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_role_at_a_wrong_place_is_refused_and_sees_nothing() {
    let (w, t) = world().await;
    let cases = cases(&w, &t);
    let mut holes = Holes::default();
    for route in &w.t.routes {
        let case = case_of(&cases, route);
        let mut elsewhere: Vec<(String, &Person)> = Vec::new();
        match route.access {
            Access::Public => continue,
            Access::SignedIn => {
                elsewhere.push(("another donor".into(), &w.other_donor));
                elsewhere.push(("an officer elsewhere".into(), &w.b.officer));
                elsewhere.push(("a helper elsewhere".into(), &w.b.helper));
            }
            Access::Permit(permission) => {
                for role in permission.roles.iter().filter(|r| !case.anywhere.contains(r)) {
                    match role {
                        Role::Donor => elsewhere.push(("another donor".into(), &w.other_donor)),
                        Role::Household => {
                            elsewhere.push(("a family elsewhere".into(), &w.b.family));
                            elsewhere.push(("another family of the village".into(), &w.a.neighbour));
                        }
                        role => elsewhere.extend(w.b.holder(*role).map(|p| (format!("a {} elsewhere", role.name()), p))),
                    }
                }
            }
        }
        for (who, person) in elsewhere {
            let by = if case.by_session.is_some() { Who::Session(&person.session) } else { Who::Token(&person.token) };
            match case.elsewhere {
                Elsewhere::Refused => holes.expect(route, &who, &call(&w, case, by).await, &[403, 404]),
                Elsewhere::ListedApart => {
                    let answered = call(&w, case, by).await;
                    holes.expect(route, &who, &answered, &[200, 403, 404]);
                    let text = answered.text();
                    if let Some(mark) = t.marks.iter().find(|m| text.contains(*m)) {
                        holes.0.push(format!("{} {}: {who} reads “{mark}”", route.method, route.path));
                    }
                }
                Elsewhere::ImportedNowhere => holes.expect(route, &who, &call(&w, case, by).await, &[403, 422]),
                Elsewhere::TheirOwn
                | Elsewhere::Everybody
                | Elsewhere::HiddenFromStrangers
                | Elsewhere::Unasked
                | Elsewhere::Unsigned => {}
            }
        }
    }
    holes.done("people from elsewhere came in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_made_for_something_else_opens_nothing() {
    let (w, t) = world().await;
    let cases = cases(&w, &t);
    let mut holes = Holes::default();
    for route in &w.t.routes {
        // Who one is, everybody may ask: that is how a caller finds out what its token is good for.
        if route.access == Access::Public || route.path == "/api/v1/me" {
            continue;
        }
        let case = case_of(&cases, route);
        let account = token_owner(&w, &case.right);
        let narrow = w.t.on.db.write_now(move |tx| token::issue(tx, account, "narrow", &["nothing.at.all"], true)).unwrap();
        holes.expect(route, "a token for something else", &call(&w, case, Who::Token(&narrow)).await, &[403, 404]);
    }
    holes.done("tokens did what they were not made for");
}

/// Whose token it is.
pub fn token_owner(w: &World, token: &str) -> Id {
    let token = qianmo_web::Credentials::Token(token.to_owned());
    let auth = w.t.app.auth.clone();
    w.t.on.db.read_now(move |tx| auth.authenticate(tx, &token)).unwrap().unwrap().actor.account
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_comes_in_at_every_door_sqlite() {
    whoever_may_comes_in(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_comes_in_at_every_door_postgres() {
    whoever_may_comes_in(Engine::Postgres).await;
}

/// Without this the others would prove little: the same calls, by whoever may, come in. On both engines, since it is the one
/// walk that runs what stands behind every door.
async fn whoever_may_comes_in(engine: Engine) {
    let (w, t) = world_on(engine).await;
    let cases = cases(&w, &t);
    let mut holes = Holes::default();
    let (reading, writing): (Vec<&RouteInfo>, Vec<&RouteInfo>) = w.t.routes.iter().partition(|r| r.method == Method::GET);
    // Reading first: writing changes what there is to be read.
    for route in reading.into_iter().chain(writing) {
        let case = case_of(&cases, route);
        let who = match &case.by_session {
            Some(session) => Who::Session(session),
            None => Who::Token(&case.right),
        };
        let answered = call(&w, case, who).await;
        let mut allowed = vec![200, 201, 204, 303, 304, 409, 412];
        allowed.extend(&case.also);
        if case.elsewhere != Elsewhere::Unsigned {
            holes.expect(route, "whoever may", &answered, &allowed);
        }
        if case.elsewhere == Elsewhere::ListedApart && answered.status.is_success() {
            let text = answered.text();
            if !t.marks.iter().any(|m| text.contains(m)) {
                holes.0.push(format!(
                    "{} {}: whoever may reads nothing of the county: the case proves nothing",
                    route.method, route.path
                ));
            }
        }
    }
    holes.done("people who may were kept out");
}

pub use Elsewhere::{Everybody, HiddenFromStrangers, ImportedNowhere, ListedApart, TheirOwn, Unasked, Unsigned};
