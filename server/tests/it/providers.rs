//! A provider that is slow, says nothing, says everything twice, refuses, or speaks before its turn: what the donor sees
//! meanwhile, and that it comes to rest. On a served world, by the clock of the machine.

use crate::load::{made, needs};
use crate::program::{Server, wait_for};
use crate::truth::Truth;
use crate::world::{Engine, World};
use qianmo_kernel::PublicRef;
use serde_json::{Value, json};

/// A donor at the program.
struct Donor<'s> {
    server: &'s Server,
    token: String,
}

impl Donor<'_> {
    /// A pledge of so much on a part: its address in the API.
    fn pledge(&self, need: &(String, String), key: &str, minor: i64) -> String {
        let body = json!({"part": need.1, "amount": {"amount_minor": minor, "currency": "CNY"}});
        let path = format!("/api/v1/aid/requests/{}/pledges", need.0);
        let pledge = self.server.post(&self.token, key, &path, &body).expect(201).json();
        format!("/api/v1/aid/pledges/{}", made(&pledge))
    }

    /// Begins to pay and does at the bank as told; the order.
    fn pay(&self, pledge: &str, key: &str, choice: &str, seconds: &str) -> PublicRef {
        let begun = self.server.post(&self.token, key, &format!("{pledge}/payment"), &json!({})).expect(201).json();
        let fields = [("choice", choice), ("seconds", seconds)];
        self.server.ask("POST", begun["pay_at"].as_str().unwrap()).form(&fields).now().expect(303);
        begun["order"].as_str().unwrap().parse().unwrap()
    }

    fn sees(&self, pledge: &str) -> Value {
        self.server.get(&self.token, pledge).expect(200).json()
    }

    /// The state of a pledge; its page opens as well.
    #[track_caller]
    fn sees_state(&self, pledge: &str, state: &str) {
        let seen = self.sees(pledge);
        assert_eq!(seen["state"], state, "{seen}");
        let page = pledge.trim_start_matches("/api/v1/aid");
        self.server.get(&self.token, page).expect(200);
    }

    #[track_caller]
    fn waits_for(&self, pledge: &str, state: &str) {
        wait_for(&format!("{pledge} is {state}"), 90, || self.sees(pledge)["state"] == state);
    }
}

fn comes_to_rest(engine: Engine) {
    let world = World::copy(engine);
    let givers = world.givers(1);
    let server = world.serve();
    let needs = needs(&server);
    let donor = Donor { server: &server, token: givers[0].0.clone() };
    let sums = [101, 202, 303, 404, 505];
    let pledges: Vec<String> =
        sums.iter().zip(&needs).enumerate().map(|(n, (sum, need))| donor.pledge(need, &format!("pledge-{n}"), *sum)).collect();
    let [late, unknown, lost, twice, failed] = <[String; 5]>::try_from(pledges).expect("the world has needs");
    donor.pay(&late, "late", "delay", "6");
    donor.pay(&unknown, "unknown", "unknown-succeed", "5");
    donor.pay(&lost, "lost", "unknown-fail", "5");
    // Nobody knows yet: the donor is told that it is under way, and pressing again begins nothing new.
    for pledge in [&late, &unknown, &lost] {
        donor.sees_state(pledge, "paying");
    }
    let again = server.post(&donor.token, "late-again", &format!("{late}/payment"), &json!({})).expect(201).json();
    let first = server.post(&donor.token, "late", &format!("{late}/payment"), &json!({})).expect(201).json();
    assert_eq!(again["order"], first["order"]);
    donor.pay(&twice, "twice", "repeat", "0");
    donor.sees_state(&twice, "paid");
    // It did not work: the countdown goes on, and a new payment may be begun.
    donor.pay(&failed, "failed", "fail", "0");
    donor.sees_state(&failed, "pledged");
    donor.pay(&failed, "failed-not", "succeed", "0");
    donor.sees_state(&failed, "paid");

    donor.waits_for(&late, "paid");
    donor.waits_for(&unknown, "paid");
    donor.waits_for(&lost, "pledged");
    for (pledge, sum) in [(&late, sums[0]), (&unknown, sums[1]), (&lost, 0), (&twice, sums[3]), (&failed, sums[4])] {
        assert_eq!(donor.sees(pledge)["paid"]["amount_minor"], sum, "{pledge}");
    }
    let truth = Truth::of(&world);
    truth.nothing_is_doubled(&[givers[0].1]);
    world.books_hold();
    assert_eq!(server.stop(), 0);
}

#[test]
fn whatever_a_bank_does_comes_to_rest_sqlite() {
    comes_to_rest(Engine::Sqlite);
}

#[test]
fn whatever_a_bank_does_comes_to_rest_postgres() {
    comes_to_rest(Engine::Postgres);
}

fn too_early(engine: Engine) {
    let world = World::copy(engine);
    let givers = world.givers(1);
    let server = world.serve();
    let donor = Donor { server: &server, token: givers[0].0.clone() };
    let truth = Truth::of(&world);
    let pledge = donor.pledge(&needs(&server)[0], "pledge", 700);
    let order = donor.pay(&pledge, "pay", "delay", "3");
    let hidden = truth.hide_order(order);
    // As the bank says it, and as somebody else might.
    let said = json!({
        "event": "too early", "order": order.to_string(), "round": 1, "reference": format!("SB-{}-1", order.id), "status": "succeeded",
        "amount": {"amount_minor": 700, "currency": "CNY"}, "at": "2020-06-01T12:00:00Z"
    });
    let (body, door) = (said.to_string().into_bytes(), "/payments/callback/sandbox");
    let knock = || server.ask("POST", door).header("Accept", "application/json").raw("application/json", &body);
    let unknown = knock().header("x-sandbox-signature", &truth.bank().sign(&body)).now().expect(404);
    assert_eq!(unknown.json()["type"], "/problems/payments-order-unknown");
    let forged = knock().header("x-sandbox-signature", &"00".repeat(32)).now().expect(403);
    assert_eq!(forged.json()["type"], "/problems/payments-bad-signature");
    // The bank itself comes in vain, and comes again.
    wait_for("the bank is told to come again", 30, || truth.told_to_come_again() == 1);
    assert_eq!(donor.sees(&pledge)["paid"]["amount_minor"], 0);
    truth.hide_order(hidden);
    donor.waits_for(&pledge, "paid");
    assert_eq!(donor.sees(&pledge)["paid"]["amount_minor"], 700);
    truth.nothing_is_doubled(&[givers[0].1]);
    world.books_hold();
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_callback_before_its_order_is_taken_up_later_sqlite() {
    too_early(Engine::Sqlite);
}

#[test]
fn a_callback_before_its_order_is_taken_up_later_postgres() {
    too_early(Engine::Postgres);
}
