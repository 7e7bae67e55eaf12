//! Whatever happens in whatever order, by however many at once: never more is pledged than is asked or offered, and what a pledge does not
//! hold any more is back in the offer it was made of.

use super::stock::{asks, coats, found, give, offer, try_offer};
use super::support::{Asked, House, both, courier};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use qianmo_aid::lifecycle::RequestEvent;
use qianmo_aid::pledge;
use qianmo_aid::receipt::{self, Confirm, Dispute, DisputeKind, Outcome};
use qianmo_aid::request::{self, Ended};
use qianmo_aid::stock::{self, Offer, STANDING_MOST, Saying};
use qianmo_aid::{delivery, payout};
use qianmo_db::Engine;
use qianmo_kernel::{Actor, Currency, Fail, Millis, PublicRef, Res, Role};

#[tokio::test(flavor = "multi_thread")]
async fn two_donors_who_press_at_once_give_no_more_than_is_asked_and_no_more_than_they_have() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("Winter coat", 7), ("Jacket", 40)]);
        let donors = [house.donor(), house.donor()];
        let offers = [offer(&house, &donors[0], 5), offer(&house, &donors[1], 50)];
        let mut pressing = Vec::new();
        for turn in 0..16 {
            let (db, donor, from) = (house.on.app.db.clone(), donors[turn % 2].clone(), offers[turn % 2].reference);
            let part = asked.parts[(turn / 2) % 2];
            let gift = stock::Gift { request: asked.reference, part, count: 2 };
            pressing.push(tokio::spawn(async move {
                let saying = Saying { anonymous: true, message: String::new() };
                db.write(move |tx| stock::pledge_of(tx, &donor, from, gift, &saying)).await
            }));
        }
        let mut made = [0, 0];
        for press in pressing {
            match press.await.unwrap() {
                Ok(pledge) => made[usize::from(pledge.donor == donors[1].account)] += pledge.quantity,
                Err(Fail::Refused(refused)) => {
                    let known = ["aid-pledge-over", "aid-offer-rest", "aid-pledge-many-open", "aid-pledge-closed"];
                    assert!(known.contains(&refused.message), "{}", refused.message);
                }
                Err(other) => panic!("{other}"),
            }
        }
        let (first, second) = (house.part(&asked, 0).counts, house.part(&asked, 1).counts);
        assert!(first.pledged <= 7 && second.pledged <= 40);
        assert_eq!(first.pledged + second.pledged, made[0] + made[1], "what is promised is what was made");
        assert!(made[0] <= 4 && made[0] > 0, "of five no more than two twos: {made:?}");
        for (of, made) in offers.iter().zip(made) {
            let now = found(&house, of);
            assert_eq!(now.rest, now.quantity - made);
            assert!(now.rest >= 0);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_pressed_twice_pledges_once() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = asks(&house, &helper, &[("Winter coat", 9)]);
        let (person, donor) = house.person(Role::Donor, None);
        let offer = offer(&house, &donor, 9);
        let path = format!("/my-offers/{}/pledges", offer.reference);
        let (request, part) = (asked.reference.to_string(), asked.parts[0].to_string());
        let fields =
            [("gifts.0.request", request.as_str()), ("gifts.0.part", part.as_str()), ("gifts.0.count", "3"), ("_key", "pressed")];
        let press = async || house.on.post(&path).session(&person.session).form(&fields).send().await;
        let (one, two, three) = tokio::join!(press(), press(), press());
        for answered in [one, two, three] {
            assert_eq!(answered.expect(303).header("location"), format!("/my-offers/{}", offer.reference));
        }
        assert_eq!((house.part(&asked, 0).counts.pledged, found(&house, &offer).rest), (3, 6));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_are_made_at_once_no_more_than_so_many_stand() {
    both(|house| async move {
        let donor = house.donor();
        let mut making = Vec::new();
        for _ in 0..STANDING_MOST + 5 {
            let (db, donor, draft) = (house.on.app.db.clone(), donor.clone(), coats(&house, 1));
            making.push(tokio::spawn(async move { db.write(move |tx| stock::create(tx, &donor, &draft, Currency::CNY)).await }));
        }
        let mut made = 0;
        for one in making {
            match one.await.unwrap() {
                Ok(_) => made += 1,
                Err(Fail::Refused(refused)) => assert_eq!(refused.message, "aid-offer-many"),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(made, STANDING_MOST);
        assert!(try_offer(&house, &donor, &coats(&house, 1)).is_err());
    })
    .await;
}

#[derive(Clone, Debug)]
enum Step {
    Give(usize, usize, i64),
    Cancel(usize),
    Send(usize),
    Fail(usize),
    Confirm(usize, i64),
    Partly(usize, i64),
    Change(usize, i64),
    Wait(i64),
    FailPart(usize),
    End,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => ((0usize..2), (0usize..2), (1i64..9)).prop_map(|(from, part, count)| Step::Give(from, part, count)),
        2 => (0usize..8).prop_map(Step::Cancel),
        4 => (0usize..8).prop_map(Step::Send),
        2 => (0usize..8).prop_map(Step::Fail),
        2 => ((0usize..8), (1i64..6)).prop_map(|(n, count)| Step::Confirm(n, count)),
        2 => ((0usize..8), (1i64..6)).prop_map(|(n, count)| Step::Partly(n, count)),
        2 => ((0usize..2), (1i64..30)).prop_map(|(n, count)| Step::Change(n, count)),
        3 => (1i64..10).prop_map(Step::Wait),
        1 => (0usize..2).prop_map(Step::FailPart),
        1 => Just(Step::End),
    ];
    prop::collection::vec(step, 8..36)
}

struct Play<'a> {
    house: &'a House,
    asked: Asked,
    donors: [Actor; 2],
    offers: [Offer; 2],
    officers: [Actor; 2],
    family: Actor,
    pledges: Vec<(PublicRef, usize)>,
}

impl Play<'_> {
    async fn step(&mut self, step: &Step) {
        match step {
            Step::Give(from, part, count) => {
                let made = give(self.house, &self.donors[*from], &self.offers[*from], &self.asked, *part, *count);
                match made {
                    Ok(pledge) => self.pledges.push((pledge.reference(), *from)),
                    refused => settled(refused),
                }
            }
            Step::Cancel(n) => self.of(*n, |tx, donor, _, pledge| pledge::cancel(tx, donor, pledge).map(drop)),
            Step::Send(n) => self.of(*n, |tx, donor, officer, pledge| {
                pledge::accept(tx, officer, pledge)?;
                delivery::dispatch(tx, donor, pledge, &courier()).map(drop)
            }),
            Step::Fail(n) => self.of(*n, |tx, donor, _, pledge| delivery::fail(tx, donor, pledge).map(drop)),
            Step::Confirm(n, count) => {
                let (family, count) = (self.family.clone(), *count);
                self.of(*n, move |tx, _, _, pledge| {
                    let said = Confirm { count: Some(count), note: String::new(), photo: None, card_shown: true, people: false };
                    receipt::confirm(tx, &family, pledge, &said).map(drop)
                });
            }
            Step::Partly(n, count) => {
                let (family, count) = (self.family.clone(), *count);
                self.of(*n, move |tx, _, officer, pledge| {
                    let said = Dispute { kind: DisputeKind::NotArrived, note: String::new() };
                    let dispute = receipt::dispute(tx, &family, pledge, &said)?;
                    receipt::decide_dispute(tx, officer, dispute, Outcome::Partly(count), "counted").map(drop)
                });
            }
            Step::Change(n, count) => {
                let (donor, of, draft) = (self.donors[*n].clone(), self.offers[*n].reference, coats(self.house, *count));
                settled(self.house.attempt(move |tx| stock::change(tx, &donor, of, &draft, None)));
            }
            Step::Wait(days) => {
                self.house.on.on.clock.advance(days * Millis::DAY);
                pledge::sweep(&self.house.on.app).await.unwrap();
            }
            Step::FailPart(part) => {
                let (officer, request, part) = (self.officers[1].clone(), self.asked.reference, self.asked.parts[*part]);
                settled(self.house.attempt(move |tx| delivery::fail_part(tx, &officer, request, part, "unreachable")));
            }
            Step::End => {
                let request = self.asked.reference;
                settled(self.house.attempt(move |tx| {
                    let open = request::require(tx, request)?;
                    request::enter(tx, &open, RequestEvent::Close, Ended { reason: "closed", case: None })?;
                    payout::refund_all(tx, request, "closed")
                }));
            }
        }
    }

    fn of(&self, n: usize, act: impl Fn(&mut qianmo_db::Tx<'_>, &Actor, &Actor, PublicRef) -> Res<()> + Send + 'static) {
        if self.pledges.is_empty() {
            return;
        }
        let (pledge, from) = self.pledges[n % self.pledges.len()];
        let (donor, officer) = (self.donors[from].clone(), self.officers[0].clone());
        settled(self.house.attempt(move |tx| act(tx, &donor, &officer, pledge)));
    }

    /// The law: an offer has what its pledges do not hold, and a part holds what its pledges hold.
    fn check(&self) {
        for of in &self.offers {
            let reference = of.reference;
            let pledges = self.house.write(move |tx| stock::pledges(tx, reference, 1_000));
            let held: i64 = pledges.iter().map(pledge::Pledge::room).sum();
            let now = found(self.house, of);
            assert_eq!(now.rest, now.quantity - held, "{pledges:?}");
            assert!(now.rest >= 0);
        }
        let request = self.asked.reference;
        let all = self.house.write(move |tx| pledge::of_request(tx, request));
        for at in 0..self.asked.parts.len() {
            let part = self.house.part(&self.asked, at);
            let held: i64 = all.iter().filter(|p| p.part == part.id).map(pledge::Pledge::room).sum();
            assert_eq!(part.counts.pledged, held);
            assert!(held <= part.counts.asked);
        }
    }
}

/// A refusal is fine; an error or a table's check that had to step in is not.
fn settled<T>(outcome: Res<T>) {
    if let Err(fail) = outcome {
        assert!(matches!(fail, Fail::Refused(_)), "{fail}");
    }
}

#[test]
fn goods_are_neither_made_nor_lost_sqlite() {
    play(Engine::Sqlite, 24);
}

#[test]
fn goods_are_neither_made_nor_lost_postgres() {
    play(Engine::Postgres, 4);
}

fn play(engine: Engine, cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner
        .run(&steps(), |steps| {
            let house = runtime.block_on(async { tokio::task::spawn_blocking(move || House::new(engine)).await.unwrap() });
            let helper = house.actor(Role::Helper, Some(&house.village));
            let donors = [house.donor(), house.donor()];
            let mut play = Play {
                asked: asks(&house, &helper, &[("Winter coat", 12), ("Jacket", 5)]),
                offers: [offer(&house, &donors[0], 10), offer(&house, &donors[1], 8)],
                donors,
                officers: [house.actor(Role::Officer, Some(&house.county)), house.actor(Role::Officer, Some(&house.county))],
                family: house.family().1,
                house: &house,
                pledges: Vec::new(),
            };
            for step in &steps {
                runtime.block_on(play.step(step));
                play.check();
            }
            Ok(())
        })
        .unwrap();
}
