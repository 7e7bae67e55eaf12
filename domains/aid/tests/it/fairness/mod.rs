//! How attention and help are spread: what is counted, told, and to whom.

mod counting;
mod telling;

use crate::house::House;
use qianmo_aid::fairness;
use qianmo_aid::lifecycle::{Gift, RequestEvent};
use qianmo_aid::request::{self, Draft, Ended, PartDraft};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Actor, Currency, Id, Millis, PublicRef, Res};
use qianmo_places::Place;
use qianmo_registry::{Birth, Disability, IdKind, Labour, Name, NewHousehold, NewMember, Relation, Sex};
use serde_json::Value;

qianmo_db::sql! {
    const STATE = "UPDATE aid_request SET state = $1, met_at = $2, ended_at = $3 WHERE county = $4 AND id = $5";
    const PROMISE = "INSERT INTO aid_pledge (county, id, version, request, part, gift, donor, place_path, quantity, currency, value_minor,
        state, received, paid_minor, held_minor, paid_out_minor, refunded_minor, payment, anonymous, message, created_at)
        VALUES ($1, $2, 1, $3, 0, 'money', 7, '', 100, 'CNY', 0, 'lapsed', 0, 0, 0, 0, 0, 0, 1, '', $4)";
    const LOOKED = "INSERT INTO aid_attention (county, request, looks) VALUES ($1, $2, $3)";
    const PHOTO = "INSERT INTO media (county, id, version, owner_kind, owner, place_path, state, file_key, width, height, bytes, hash, alt,
        shows_people, consent, uploaded_by, uploaded_at, decided_by, decided_at, reason, staff_only)
        VALUES ($1, $2, 1, 'aid.request', $3, '', $4, 'k', 1, 1, 1, 'h', 'a', 0, 0, 0, 0, 0, $5, '', 0)";
    const SHOWN = "INSERT INTO aid_shown (account, session, county, request, at, matched, why, taken) VALUES ($1, $2, $3, $4, $5, 0, $6, 0)";
    const UNSHOWN = "DELETE FROM aid_shown WHERE at < $1";
    const COUNTERS = "SELECT county, month, dimension, band, opened, looks, looks_sq, shown, pledged, met, ended, first_wait, first_wait_sq,
        met_wait, met_wait_sq, looks_0 + looks_1 + looks_2 + looks_4 + looks_8 + looks_16 + looks_32 + looks_64, books
        FROM aid_fairness ORDER BY county, month, dimension, band";
    const COARSE = "SELECT request, coarse_sealed FROM aid_coarse WHERE county = $1 ORDER BY request";
    const UNKEEP = "DELETE FROM aid_coarse WHERE county = $1";
}

/// Who asks, and what became of it.
#[derive(Clone)]
struct Who {
    reference: PublicRef,
    household: PublicRef,
    area: Id,
    purpose: &'static str,
    own: bool,
    photo: bool,
    age: &'static str,
    sex: &'static str,
    disability: &'static str,
    language: &'static str,
    looks: i64,
    opened: Millis,
    promised: Option<Millis>,
    met: Option<Millis>,
    ended: Option<Millis>,
}

const PURPOSES: [&str; 3] = ["education", "health", "housing"];

fn family(tx: &mut Tx<'_>, place: Id, year: Option<i16>, sex: Sex, disability: Disability, language: &str) -> Res<PublicRef> {
    let member = NewMember {
        relation: Relation::Head,
        names: vec![Name::new("王秀英")],
        sex,
        birth: year.map_or(Birth::Unknown, Birth::Year),
        id_kind: IdKind::None,
        id_number: String::new(),
        health: String::new(),
        disability,
        labour: Labour::Unknown,
    };
    let new = NewHousehold {
        place,
        address: "五组12号".into(),
        phone: String::new(),
        bank_card: String::new(),
        language: language.into(),
        causes: Vec::new(),
        members: vec![member],
    };
    qianmo_registry::register(tx, &Actor::system(), &new)
}

/// Opens a request of a household.
fn ask(tx: &mut Tx<'_>, household: PublicRef, purpose: &str, own: bool) -> Res<PublicRef> {
    let part =
        PartDraft { id: None, kind: Gift::Money, label: "Fees".into(), unit: String::new(), asked: 50_000, unit_value_minor: 0 };
    let draft = Draft {
        household,
        relationship: if own { "self" } else { "helper" }.into(),
        purpose: purpose.into(),
        reason: "schooling".into(),
        title: "A desk and a lamp".into(),
        story: "Homework is done in the dark.".into(),
        language: "en".into(),
        address: None,
        parts: vec![part],
    };
    let actor = Actor { household: own.then_some(household), ..Actor::system() };
    let draft = request::create(tx, &actor, &draft, Currency::CNY)?;
    let sent = request::enter(tx, &draft, RequestEvent::Submit, Ended::default())?;
    Ok(request::enter(tx, &sent, RequestEvent::Approve, Ended::default())?.reference)
}

/// A way to draw numbers that is the same every time.
struct Lot(u64);

impl Lot {
    fn draw(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.draw(of.len() as u64) as usize]
    }
}

/// So many requests at a place, opened now, each of somebody else.
fn open(house: &House, lot: &mut Lot, place: &Place, many: usize) -> Vec<Who> {
    let now = house.on.app.clock.now();
    let mut all = Vec::new();
    for _ in 0..many {
        let (year, age) = lot.of(&[
            (Some(1990), "18_39"),
            (Some(1970), "40_59"),
            (Some(1953), "60_69"),
            (Some(1948), "70_up"),
            (Some(1940), "70_up"),
            (None, "unknown"),
        ]);
        let (sex, named) = lot.of(&[(Sex::Female, "female"), (Sex::Male, "male")]);
        let (disability, how) = lot.of(&[
            (Disability::None, "none"),
            (Disability::None, "none"),
            (Disability::Some, "some"),
            (Disability::Severe, "severe"),
        ]);
        let language = lot.of(&["zh", "zh", "zh", "bo"]);
        let (purpose, own, photo, looks) = (lot.of(&PURPOSES), lot.draw(2) == 0, lot.draw(3) == 0, lot.draw(40) as i64);
        let at = place.id;
        let (reference, household) = house.write(move |tx| {
            let household = family(tx, at, year, sex, disability, language)?;
            let reference = ask(tx, household, purpose, own)?;
            tx.execute(LOOKED, params![reference.county, reference.id, looks])?;
            let id = tx.new_id();
            // One that was shown and is held again was there; one that nobody has looked at yet was not.
            let (state, decided) = if photo { ("held", 5) } else { ("held", 0) };
            tx.execute(PHOTO, params![reference.county, id, reference.id, state, decided])?;
            Ok((reference, household))
        });
        all.push(Who {
            reference,
            household,
            area: place.parent,
            purpose,
            own,
            photo,
            age,
            sex: named,
            disability: how,
            language,
            looks,
            opened: now,
            promised: None,
            met: None,
            ended: None,
        });
    }
    all
}

/// What becomes of some of them: a promise for every second, of which every second is met; every fifth ends otherwise.
fn go_on(house: &House, all: &mut [Who], after: i64) {
    for (at, who) in all.iter_mut().enumerate() {
        let days = |n: i64| Some(who.opened + after + n * Millis::DAY + (at as i64) * Millis::HOUR);
        who.promised = if at % 2 == 0 { days(1) } else { None };
        who.met = if at % 4 == 0 { days(3) } else { None };
        who.ended = if at % 5 == 1 { days(2) } else { None };
        let state = if who.met.is_some() {
            "met"
        } else if who.ended.is_some() {
            "withdrawn"
        } else {
            "open"
        };
        let (reference, promised, met, ended) = (who.reference, who.promised, who.met, who.ended);
        house.write(move |tx| {
            tx.execute(STATE, params![state, met, ended, reference.county, reference.id])?;
            if let Some(at) = promised {
                let id = tx.new_id();
                tx.execute(PROMISE, params![reference.county, id, reference.id, at])?;
            }
            Ok(())
        });
    }
}

type Row = (i64, i64, String, String, Vec<i64>);

fn counters(house: &House) -> Vec<Row> {
    house.write(|tx| {
        tx.query(COUNTERS, &[], |row| {
            let mut numbers = Vec::new();
            for at in 4..17 {
                numbers.push(row.i64(at)?);
            }
            Ok((row.i64(0)?, row.i64(1)?, row.text(2)?, row.text(3)?, numbers))
        })
    })
}

async fn tally(house: &House) {
    while fairness::tally(&house.on.app, 1).await.unwrap() {}
}

/// Requests of two counties over two months, and what became of them; the clock stands at the end of the second.
fn world(house: &House) -> Vec<Who> {
    let mut lot = Lot(7);
    let other = house.write(|tx| Ok(qianmo_places::by_code(tx, "611024100")?.expect("imported")));
    let mut all = Vec::new();
    for many in [24, 20, 16] {
        all.extend(open(house, &mut lot, &house.tree.village, many));
        all.extend(open(house, &mut lot, &other, many / 2));
        house.on.on.clock.advance(20 * Millis::DAY);
    }
    // The other county's households live in a township itself.
    for who in all.iter_mut().filter(|who| who.reference.county == house.tree.other.id) {
        who.area = other.id;
    }
    // To some of those that opened last it happens in the next month: who asks is not told of that yet.
    go_on(house, &mut all, 18 * Millis::DAY);
    all
}

async fn monitor(house: &House, who: &qianmo_identity::testing::Person, place: Id) -> Value {
    house.get(who, &format!("/aid/fairness?place={place}&year=2020")).await.expect(200).json()
}
