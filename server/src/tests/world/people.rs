//! Who works in a county and who lives there.

use super::World;
use http::Method;
use qianmo_identity::testing::{Person, Wanted, make};
use qianmo_kernel::{Id, PublicRef, Role};
use qianmo_testkit::TestApp;
use serde_json::{Value, json};

/// A county with somebody for every role, and two families.
pub struct County {
    /// The county's place.
    pub id: Id,
    /// Its code.
    pub code: String,
    /// Its township.
    pub township: Id,
    /// Its first village.
    pub village: Id,
    /// Posts for families of the village.
    pub helper: Person,
    /// Another helper there: a witness.
    pub witness: Person,
    /// Looks at requests first, in the township.
    pub reviewer: Person,
    /// Looks a second time, in the county.
    pub county_reviewer: Person,
    /// Decides on appeals, in the city above.
    pub city_reviewer: Person,
    /// Prepares payouts.
    pub officer: Person,
    /// Approves them.
    pub second_officer: Person,
    /// Finds out what became of a disputed payout.
    pub finder: Person,
    /// States that the money of a missing one is back.
    pub mender: Person,
    /// Reads the books.
    pub auditor: Person,
    /// Runs the installation in this county.
    pub administrator: Person,
    /// A company.
    pub partner: Person,
    /// The first family's own account, and its household.
    pub family: Person,
    /// The first family.
    pub household: String,
    /// The account of another family of the village, and its household.
    pub neighbour: Person,
    /// The other family.
    pub neighbour_household: String,
}

/// What must never be read by somebody who has no business in a county.
pub const HEAD: &str = "Wren Amberley";

/// Makes somebody with these roles.
pub fn person(t: &TestApp, name: &str, roles: &[(Role, Id)], household: Option<PublicRef>) -> Person {
    let (name, roles) = (name.to_owned(), roles.to_vec());
    // A phone of their own, so that there is a way to sign in.
    let serial = t.on.db.statements_run();
    let login = format!("+86139{serial:08}");
    t.on.db
        .write_now(move |tx| make(tx, &Wanted { name: &name, roles: &roles, login: Some(&login), household, ..Wanted::default() }))
        .unwrap()
}

fn place(t: &TestApp, code: &str) -> Id {
    let code = code.to_owned();
    t.on.db.read_now(move |tx| qianmo_places::by_code(tx, &code)).unwrap().unwrap().id
}

/// The people of a county; its families are settled afterwards.
pub fn county(t: &TestApp, code: &str) -> County {
    let (id, city) = (place(t, code), place(t, &code[..4]));
    let (township, village) = (place(t, &format!("{code}100")), place(t, &format!("{code}100001")));
    // Names tell the counties apart, so that a name read elsewhere is noticed.
    let of = if code.starts_with('1') { "of the North" } else { "of the South" };
    let one = |name: &str, role: Role, at: Id| person(t, &format!("{name} {of}"), &[(role, at)], None);
    let nobody = || Person { account: Id::NONE, session: String::new(), token: String::new() };
    County {
        id,
        code: code.to_owned(),
        township,
        village,
        helper: one("Hale Helper", Role::Helper, village),
        witness: one("Wim Witness", Role::Helper, village),
        reviewer: one("Rae Reviewer", Role::Reviewer, township),
        county_reviewer: one("Rob Reviewer", Role::Reviewer, id),
        city_reviewer: one("Ros Reviewer", Role::Reviewer, city),
        officer: one("Olive Officer", Role::Officer, id),
        second_officer: one("Otto Officer", Role::Officer, id),
        finder: one("Orla Officer", Role::Officer, id),
        mender: one("Odo Officer", Role::Officer, id),
        auditor: one("Avis Auditor", Role::Auditor, id),
        administrator: one("Alba Keeper", Role::Administrator, id),
        partner: one("Pine Company", Role::Partner, id),
        family: nobody(),
        household: String::new(),
        neighbour: nobody(),
        neighbour_household: String::new(),
    }
}

impl County {
    /// Whoever holds that role here; donors and the two households aside.
    pub fn holder(&self, role: Role) -> Option<&Person> {
        match role {
            Role::Donor => None,
            Role::Household => Some(&self.family),
            Role::Helper => Some(&self.helper),
            Role::Reviewer => Some(&self.county_reviewer),
            Role::Officer => Some(&self.officer),
            Role::Partner => Some(&self.partner),
            Role::Auditor => Some(&self.auditor),
            Role::Administrator => Some(&self.administrator),
        }
    }
}

/// A family of two.
pub fn family(village: Id, head: &str) -> Value {
    json!({
        "place": village.to_string(), "address": "7 Mill Lane", "phone": "13800001234", "bank_card": "GB29NWBK60161331926819", "language": "en",
        "causes": ["illness"],
        "members": [
            {"relation": "head", "name": head, "sex": "female", "birth": "1950-03"},
            {"relation": "grandchild", "name": format!("Little {head}"), "sex": "male", "birth": "2011", "disability": "some"}
        ]
    })
}

impl World {
    /// Registers the families of both counties and gives them accounts.
    pub(super) async fn settle_families(&mut self) {
        let mut made = Vec::new();
        for (county, heads) in [(&self.a, [HEAD, "Lark Hazelton"]), (&self.b, ["Fern Oakley", "Dale Rowanson"])] {
            for head in heads {
                let reference = self.register(county, head).await;
                let household: PublicRef = reference.parse().unwrap();
                made.push((reference, person(&self.t, head, &[(Role::Household, county.village)], Some(household))));
            }
        }
        let mut made = made.into_iter();
        for county in [&mut self.a, &mut self.b] {
            (county.household, county.family) = made.next().unwrap();
            (county.neighbour_household, county.neighbour) = made.next().unwrap();
        }
    }

    /// A household, registered by the county's helper.
    pub async fn register(&self, county: &County, head: &str) -> String {
        let answered = self.post(&county.helper.token, "/api/v1/households", family(county.village, head)).await.expect(201);
        answered.json()["ref"].as_str().unwrap().to_owned()
    }

    /// Changes a thing that has a version.
    pub async fn patch(&self, token: &str, path: &str, version: i64, body: &Value) -> qianmo_testkit::Answered {
        self.send(Method::PATCH, path, |ask| ask.token(token).header("if-match", format!("\"{version}\"")).json(body)).await
    }
}
