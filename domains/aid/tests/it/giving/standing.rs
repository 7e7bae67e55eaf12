//! Standing gifts: what falls due is pledged once and charged once, whatever dies in between; what cannot be is neither.

use super::support::{Asked, House, both, refused, yuan};
use qianmo_aid::lifecycle::{Gift, PledgeState};
use qianmo_aid::pledge::{self, UNPAID_MOST};
use qianmo_aid::standing_gift::calendar::{Day, Period, Rhythm};
use qianmo_aid::standing_gift::{self as standing, Act, Here, Key, LineState, Run, RunState, State, Terms, store};
use qianmo_aid::{payment, payout};
use qianmo_identity::account;
use qianmo_kernel::{Actor, Currency, Id, Millis, Role};
use qianmo_payments::sandbox::{self, Sandbox, SandboxScript};
use qianmo_payments::{Mandates, Standing, mandate};
use serde_json::json;
use std::time::Duration;

pub(super) fn here() -> Here {
    Here { settings: standing::Settings::default(), currency: Currency::CNY, offset_minutes: 480 }
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// So much a month, on the first, from today on.
pub(super) fn monthly(fen: i64) -> Terms {
    let rhythm = Rhythm { period: Period::Monthly, day: 1, first: day("2020-06-01"), until: None, times: None };
    Terms { amount: yuan(fen), purpose: None, place: None, anonymous: true, rhythm }
}

impl House {
    pub(super) fn begins(&self, donor: &Actor, terms: &Terms) -> Id {
        let (donor, terms) = (donor.clone(), terms.clone());
        self.write(move |tx| standing::create(tx, &donor, &here(), &terms)).id
    }

    pub(super) fn standing(&self, donor: &Actor, id: Id) -> standing::Gift {
        let account = donor.account;
        self.write(move |tx| store::require(tx, account, id))
    }

    pub(super) fn acts(&self, donor: &Actor, id: Id, act: Act) -> standing::Gift {
        let donor = donor.clone();
        self.write(move |tx| standing::act(tx, &donor, &here(), id, act))
    }

    /// The donor agrees that it is charged; its charges end so.
    pub(super) async fn agrees(&self, donor: &Actor, id: Id, script: SandboxScript) -> Id {
        let by = donor.clone();
        let made = self.write(move |tx| standing::ask_mandate(tx, &by, id, sandbox::NAME));
        let (account, mandate) = (donor.account, made.id);
        self.charges_end(donor, mandate, script);
        assert_eq!(mandate::refresh(&self.on.app, account, mandate).await.unwrap(), Standing::Agreed);
        mandate
    }

    pub(super) fn charges_end(&self, donor: &Actor, mandate: Id, script: SandboxScript) {
        let account = donor.account;
        self.write(move |tx| sandbox::agree(tx, account, mandate, script));
    }

    pub(super) fn runs(&self, donor: &Actor, id: Id) -> Vec<(Run, Vec<standing::Line>)> {
        let account = donor.account;
        self.write(move |tx| {
            let mut all = Vec::new();
            for run in store::runs(tx, account, id, None, 20)? {
                let lines = store::lines(tx, run.key)?;
                all.push((run, lines));
            }
            Ok(all)
        })
    }

    /// The newest run.
    pub(super) fn run(&self, donor: &Actor, id: Id) -> (Run, Vec<standing::Line>) {
        self.runs(donor, id).into_iter().next().expect("a run")
    }

    pub(super) async fn sweeps(&self) {
        standing::sweep(&self.on.app).await.unwrap();
    }

    pub(super) fn waits(&self, millis: i64) {
        self.on.on.clock.advance(millis);
    }

    /// Time passes, and everything that is regular is done.
    pub(super) async fn passes(&self, millis: i64) {
        self.waits(millis);
        sandbox::work(&self.on.app).await.unwrap();
        qianmo_payments::sweep(&self.on.app).await.unwrap();
        pledge::sweep(&self.on.app).await.unwrap();
        mandate::sweep(&self.on.app).await.unwrap();
        self.sweeps().await;
        self.on.work().await;
    }

    /// The next first of the month, when gifts fall due.
    pub(super) fn next_month(&self, text: &str) {
        self.on.on.clock.set(day(text).due_at(480));
    }

    pub(super) fn prove(&self) {
        qianmo_ledger::seal_all(&self.on.app.db).unwrap();
        for county in [self.county.id, self.other.id] {
            let report = qianmo_ledger::verify_county(&self.on.app.db, county, &mut |_| {}).unwrap();
            assert!(report.holds(), "{:?}", report.findings);
        }
    }

    pub(super) fn asks(&self, fen: i64) -> Asked {
        let helper = self.actor(Role::Helper, Some(&self.village));
        self.request(&helper, &[(Gift::Money, fen)])
    }

    /// Writes the run down that is due and makes its pledges, as a worker does that is killed then.
    pub(super) async fn places_and_dies(&self, donor: &Actor, id: Id) -> Run {
        let key = self.opens(donor, id);
        let run = self.write(move |tx| store::find_run(tx, key)).unwrap();
        standing::place(&self.on.app, run).await.unwrap().unwrap()
    }

    pub(super) fn opens(&self, donor: &Actor, id: Id) -> Key {
        let account = donor.account;
        self.write(move |tx| standing::open(tx, account, id, 480)).expect("it falls due")
    }

    pub(super) fn pledged(&self, line: &standing::Line) -> PledgeState {
        self.pledge_of(line.pledge_ref()).state
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_falls_due_is_pledged_where_it_matters_charged_and_done_once_a_month() {
    both(|house| async move {
        let (near, far) = (house.asks(3_000), house.asks(90_000));
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(5_000));
        house.agrees(&donor, id, SandboxScript::Succeed).await;
        house.sweeps().await;
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.state, run.placed, run.paid, run.failed), (RunState::Done, 5_000, 5_000, false));
        assert_eq!((run.key.day, run.note.as_str()), (day("2020-06-01"), ""));
        assert_eq!(lines.iter().map(|l| l.amount).sum::<i64>(), 5_000);
        assert!(lines.iter().all(|l| l.state == LineState::Paid && house.pledged(l) == PledgeState::Paid));
        assert_eq!((house.fund(&near), house.fund(&far)), ((3_000, 0), (2_000, 0)), "what it completes comes first");
        assert_eq!(house.custody(near.reference.county), 5_000);
        for _ in 0..3 {
            house.passes(Millis::HOUR).await;
        }
        assert_eq!((house.runs(&donor, id).len(), house.custody(near.reference.county)), (1, 5_000));
        let gift = house.standing(&donor, id);
        assert_eq!((gift.next, gift.runs, gift.failed), (Some(day("2020-07-01")), 1, 0));
        // A change counts from the next due day on; not a second before ten o'clock of it.
        let changed = Terms { purpose: Some("health".into()), ..monthly(8_000) };
        let by = donor.clone();
        house.write(move |tx| standing::edit(tx, &by, &here(), id, None, &changed));
        house.on.on.clock.set(day("2020-07-01").due_at(480) - 1);
        house.sweeps().await;
        assert_eq!(house.runs(&donor, id).len(), 1);
        house.waits(1);
        house.sweeps().await;
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.key.day, run.sum(), run.placed), (day("2020-07-01"), 8_000, 0), "no request is for health");
        assert!(lines.is_empty() && run.state == RunState::Done && run.note == "aid-standing-note-none");
        house.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_workers_at_once_make_one_run_and_charge_it_once() {
    both(|house| async move {
        let asked: Vec<_> = (0..3).map(|n| house.asks(2_000 + n)).collect();
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(6_000));
        house.agrees(&donor, id, SandboxScript::Repeat(3)).await;
        let mut workers = Vec::new();
        for _ in 0..8 {
            let app = house.on.app.clone();
            workers.push(tokio::spawn(async move { standing::sweep(&app).await }));
        }
        for worker in workers {
            worker.await.unwrap().unwrap();
        }
        for _ in 0..4 {
            house.passes(3 * Millis::MINUTE).await;
        }
        let runs = house.runs(&donor, id);
        assert_eq!(runs.len(), 1);
        assert_eq!((runs[0].0.placed, runs[0].0.paid, runs[0].0.state), (6_000, 6_000, RunState::Done));
        assert_eq!(runs[0].1.iter().map(|l| l.amount).sum::<i64>(), 6_000);
        assert_eq!(house.custody(asked[0].reference.county), 6_000);
        assert_eq!(house.standing(&donor, id).runs, 1);
        house.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_dies_between_pledge_and_charge_loses_and_doubles_nothing() {
    both(|house| async move {
        let asked = house.asks(50_000);
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(5_000));
        house.agrees(&donor, id, SandboxScript::Succeed).await;
        let run = house.places_and_dies(&donor, id).await;
        assert_eq!((run.state, house.fund(&asked)), (RunState::Charging, (0, 0)));
        house.sweeps().await;
        assert_eq!(house.fund(&asked), (0, 0), "whoever may still be at it is left alone for a while");
        house.passes(3 * Millis::MINUTE).await;
        assert_eq!((house.fund(&asked), house.run(&donor, id).0.state), ((5_000, 0), RunState::Done));

        // The bank took the charge, and nobody was there to hear it.
        house.next_month("2020-07-01");
        let run = house.places_and_dies(&donor, id).await;
        let line = house.run(&donor, id).1.remove(0);
        let order = house.begin(&donor, &house.pledge_of(line.pledge_ref()));
        let (county, by, of) = (line.county, run.mandate.unwrap(), donor.account);
        let (order, known) = house.write(move |tx| {
            let order = qianmo_payments::find_order(tx, county, order)?.unwrap();
            Ok((order, mandate::find(tx, of, by)?.unwrap()))
        });
        house.on.app.service::<Sandbox>().unwrap().charge(&order, &known).await.unwrap();
        house.passes(3 * Millis::MINUTE).await;
        house.passes(10 * Millis::MINUTE).await;
        assert_eq!((house.fund(&asked), house.custody(county)), ((10_000, 0), 10_000));
        house.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_a_worker_is_killed_the_next_one_goes_on_where_it_stood() {
    both(|house| async move {
        let asked: Vec<_> = [900, 1_100, 1_300, 30_000].into_iter().map(|fen| house.asks(fen)).collect();
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(5_000));
        house.agrees(&donor, id, SandboxScript::Succeed).await;
        for round in 0..25u64 {
            let app = house.on.app.clone();
            let worker = tokio::spawn(async move { standing::sweep(&app).await });
            tokio::time::sleep(Duration::from_micros(300 * round)).await;
            worker.abort();
            let _ = worker.await;
            house.waits(61 * Millis::SECOND);
        }
        for _ in 0..4 {
            house.passes(3 * Millis::MINUTE).await;
        }
        let (run, lines) = house.run(&donor, id);
        assert_eq!(house.runs(&donor, id).len(), 1);
        assert_eq!(run.state, RunState::Done);
        let paid: i64 = lines.iter().filter(|l| l.state == LineState::Paid).map(|l| l.amount).sum();
        assert!(run.placed <= 5_000 && lines.iter().map(|l| l.amount).sum::<i64>() == run.placed);
        assert_eq!(house.custody(asked[0].reference.county), paid, "what the bank took is what is paid");
        assert_eq!(asked.iter().map(|a| house.fund(a).0).sum::<i64>(), paid);
        assert_eq!(paid, 5_000, "no pledge was left behind: {lines:?}");
        house.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_agreement_its_pledges_wait_to_be_paid_and_lock_nobody_out() {
    both(|house| async move {
        let asked = house.asks(500_000);
        let donor = house.donor();
        // All that may be left unpaid by hand is.
        for _ in 0..UNPAID_MOST {
            house.money(&donor, &asked, 0, 1_000);
        }
        assert_eq!(refused(house.try_money(&donor, &asked, 0, 1_000)), "aid-pledge-many-unpaid");
        let id = house.begins(&donor, &monthly(5_000));
        house.sweeps().await;
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.state, run.placed, run.mandate), (RunState::Waiting, 5_000, None));
        assert_eq!(house.pledged(&lines[0]), PledgeState::Pledged);
        house.passes(pledge::MONEY_COUNTDOWN).await;
        house.passes(6 * Millis::MINUTE).await;
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.state, run.failed, run.paid), (RunState::Done, true, 0));
        assert_eq!((lines[0].state, house.standing(&donor, id).failed), (LineState::Lapsed, 1));
        assert_eq!((house.fund(&asked), house.find(&asked).pledged()), ((0, 0), yuan(0)), "nothing is charged nor held");

        // Its lapsed pledge keeps nothing from being given by hand, and what is paid by hand ends the next run well.
        house.next_month("2020-07-01");
        house.sweeps().await;
        for _ in 0..UNPAID_MOST {
            house.money(&donor, &asked, 0, 1_000);
        }
        let line = house.run(&donor, id).1.remove(0);
        let order = house.begin(&donor, &house.pledge_of(line.pledge_ref()));
        house.bank(line.county, order, SandboxScript::Succeed);
        house.passes(6 * Millis::MINUTE).await;
        let (run, _) = house.run(&donor, id);
        assert_eq!((run.state, run.failed, run.paid), (RunState::Done, false, 5_000));
        assert_eq!((house.standing(&donor, id).failed, house.fund(&asked)), (0, (5_000, 0)));
        house.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_shuts_requests_by_many_standing_gifts_that_are_never_paid() {
    both(|house| async move {
        let asked = house.asks(500_000);
        let donor = house.donor();
        let once = Terms { rhythm: Rhythm { period: Period::Once, ..monthly(1_000).rhythm }, ..monthly(1_000) };
        let mut last = Id::NONE;
        for _ in 0..9 {
            last = house.begins(&donor, &once);
        }
        house.sweeps().await;
        assert_eq!(house.find(&asked).pledged(), yuan(UNPAID_MOST * 1_000), "as many as may be left unpaid by hand");
        let (run, lines) = house.run(&donor, last);
        assert!(lines.is_empty() && run.note == "aid-standing-note-unpaid" && run.state == RunState::Done);
        // Nor does a new one help before a day has passed.
        house.passes(2 * Millis::HOUR).await;
        house.begins(&donor, &once);
        house.sweeps().await;
        assert_eq!(house.find(&asked).pledged(), yuan(0));
        for _ in 0..standing::MOST_GIFTS {
            house.begins(&donor, &monthly(1_000));
        }
        let (by, terms) = (donor.clone(), monthly(1_000));
        assert_eq!(refused(house.attempt(move |tx| standing::create(tx, &by, &here(), &terms))), "aid-standing-many");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_refuses_a_pledge_refuses_it_here_too_and_the_next_one_is_tried() {
    both(|house| async move {
        // One's own request, one that others have pledged whole, one that has ended: what is left is the last.
        let (writer, helper) = (house.actor(Role::Helper, Some(&house.village)), house.actor(Role::Helper, Some(&house.village)));
        let mut both_roles = writer.clone();
        let id = writer.account;
        house.write(move |tx| qianmo_identity::grant::give(tx, &Actor::system(), id, Role::Donor, Id::NONE).map(drop));
        both_roles.grants.extend(house.donor().grants);
        let own = house.request(&writer, &[(Gift::Money, 1_000)]);
        let (full, gone, open) = (house.asks(1_000), house.asks(1_000), house.request(&helper, &[(Gift::Money, 9_000)]));
        house.money(&house.donor(), &full, 0, 1_000);
        let ended = gone.reference;
        house.write(move |tx| {
            let request = qianmo_aid::request::require(tx, ended)?;
            let event = qianmo_aid::lifecycle::RequestEvent::Withdraw;
            qianmo_aid::request::enter(tx, &request, event, qianmo_aid::request::Ended { reason: "withdrawn", case: None })?;
            payout::refund_all(tx, ended, "withdrawn")
        });
        let gift = house.begins(&both_roles, &monthly(4_000));
        house.sweeps().await;
        let (run, lines) = house.run(&both_roles, gift);
        assert_eq!((run.placed, lines.len()), (4_000, 1));
        assert_eq!(lines[0].request_ref(), open.reference);
        assert_eq!(house.find(&own).pledged(), yuan(0));
        // The donor takes it back by hand: nothing failed.
        let (by, reference) = (both_roles.clone(), lines[0].pledge_ref());
        house.write(move |tx| pledge::cancel(tx, &by, reference));
        house.passes(6 * Millis::MINUTE).await;
        let (run, lines) = house.run(&both_roles, gift);
        assert_eq!((run.state, run.failed, lines[0].state), (RunState::Done, false, LineState::Released));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thirty_first_falls_on_the_last_day_and_a_standstill_is_one_run() {
    both(|house| async move {
        house.asks(900_000);
        let donor = house.donor();
        let rhythm = Rhythm { day: 31, ..monthly(1_000).rhythm };
        let id = house.begins(&donor, &Terms { rhythm, ..monthly(1_000) });
        house.agrees(&donor, id, SandboxScript::Succeed).await;
        for text in ["2020-06-30", "2020-07-31"] {
            house.on.on.clock.set(day(text).due_at(480) - 1);
            house.sweeps().await;
            assert!(house.runs(&donor, id).iter().all(|(run, _)| run.key.day != day(text)));
            house.waits(1);
            house.sweeps().await;
            assert_eq!(house.run(&donor, id).0.key.day, day(text));
        }
        // Nobody worked for half a year.
        house.next_month("2021-02-15");
        house.asks(900_000);
        house.sweeps().await;
        house.passes(Millis::HOUR).await;
        let runs = house.runs(&donor, id);
        assert_eq!((runs.len(), runs[0].0.key.day), (3, day("2020-08-31")));
        assert_eq!(house.standing(&donor, id).next, Some(day("2021-02-28")));
        assert_eq!(runs.iter().map(|(run, _)| run.paid).sum::<i64>(), 3_000);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_forgotten_gives_no_more_and_is_charged_no_more() {
    both(|house| async move {
        let asked = house.asks(50_000);
        let donor = house.donor();
        let terms = Terms { purpose: Some("education".into()), place: Some(house.county.id), ..monthly(5_000) };
        let id = house.begins(&donor, &terms);
        let mandate = house.agrees(&donor, id, SandboxScript::Succeed).await;
        let account = donor.account;
        house.write(move |tx| qianmo_identity::erasure::erase_for(tx, account));
        let gift = house.standing(&donor, id);
        assert_eq!((gift.state, gift.reason.as_str(), gift.next), (State::Ended, "erased", None));
        assert_eq!((gift.terms.purpose, gift.terms.place), (None, None), "what was wished for is forgotten");
        assert_eq!(house.write(move |tx| mandate::find(tx, account, mandate)).unwrap().state, Standing::Revoked);
        house.passes(40 * Millis::DAY).await;
        assert!(house.runs(&donor, id).is_empty());
        assert_eq!(house.custody(asked.reference.county), 0);
        assert!(house.write(move |tx| account::find(tx, account)).unwrap().erased);
        // The bank has heard that it charges no more.
        assert_eq!(mandate::sweep(&house.on.app).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_pays_another_way_meanwhile_is_not_charged_again() {
    both(|house| async move {
        let asked = house.asks(50_000);
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(5_000));
        house.agrees(&donor, id, SandboxScript::Succeed).await;
        house.places_and_dies(&donor, id).await;
        let line = house.run(&donor, id).1.remove(0);
        let (by, reference) = (donor.clone(), line.pledge_ref());
        let order = house.write(move |tx| payment::begin(tx, &by, reference, sandbox::NAME)).id;
        house.bank(line.county, order, SandboxScript::Succeed);
        house.passes(3 * Millis::MINUTE).await;
        let (run, _) = house.run(&donor, id);
        assert_eq!((run.state, run.paid, house.custody(line.county)), (RunState::Done, 5_000, 5_000));
        assert_eq!(house.fund(&asked), (5_000, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_donor_begins_sees_changes_and_ends_it_on_pages_and_over_the_api() {
    both(|house| async move {
        let asked = house.asks(50_000);
        let (donor, actor) = house.person(Role::Donor, None);
        let on = &house.on;
        let get = |path: &str| on.get(path).session(&donor.session).header("accept-language", "en");
        let post =
            |path: &str, form: &[(&str, &str)]| on.post(path).session(&donor.session).header("accept-language", "en").form(form);
        assert!(get("/my-standing-gifts").send().await.expect(200).text().contains("You have no standing gift yet"));
        get("/my-standing-gifts/new").send().await.expect(200);
        let base = [("amount", "50"), ("period", "monthly"), ("purpose", "education"), ("day", "1"), ("place", "")];
        let with = |more: &[(&'static str, &'static str)]| base.iter().chain(more).copied().collect::<Vec<_>>();
        // What cannot be is said beside its field, and what was typed is kept.
        let wrong =
            [("amount", "0.50"), ("period", "monthly"), ("purpose", "education"), ("first", "2020-05-31"), ("until", "2020-05-01")];
        let page = post("/my-standing-gifts", &wrong).send().await.expect(422).text();
        assert!(page.contains("It must be from") && page.contains("¥5,000") && page.contains("must not be in the past"), "{page}");
        assert!(page.contains("value=\"0.50\"") && page.contains("value=\"2020-05-31\""));
        let page = post("/my-standing-gifts", &with(&[("do", "preview")])).send().await.expect(200).text();
        assert!(page.contains("A desk and a lamp") && page.contains("¥50") && page.contains("Where it would go now"), "{page}");
        assert!(get("/my-standing-gifts").send().await.expect(200).text().contains("You have no standing gift yet"));
        let keyed = with(&[("do", "keep"), ("_key", "k1")]);
        let made = post("/my-standing-gifts", &keyed).send().await.expect(303).header("location").to_owned();
        assert_eq!(post("/my-standing-gifts", &keyed).send().await.expect(303).header("location"), made, "once");
        let page = get(&made).send().await.expect(200).text();
        assert!(page.contains("every month") && page.contains("You pay each pledge by hand"), "{page}");
        let id: Id = made.rsplit('/').next().unwrap().parse().unwrap();
        // It falls due and waits to be paid; the page leads there.
        house.sweeps().await;
        let page = get(&made).send().await.expect(200).text();
        assert!(page.contains("Waits for you to pay") && page.contains("Pay now"), "{page}");
        // The agreement, on the bank's page and back.
        let to = post(&format!("{made}/agreement"), &[("_key", "k2")]).send().await.expect(303).header("location").to_owned();
        assert!(to.starts_with("/sandbox/mandate/"), "{to}");
        let agree = [("act", "agree"), ("choice", "succeed"), ("seconds", "")];
        let back = post(&to, &agree).send().await.expect(303).header("location").to_owned();
        assert_eq!(back, format!("{made}/agreement"));
        assert_eq!(get(&back).send().await.expect(303).header("location"), made);
        assert!(get(&made).send().await.expect(200).text().contains("You have agreed"));
        house.next_month("2020-07-01");
        house.sweeps().await;
        assert_eq!(house.fund(&asked), (5_000, 0));
        // Another donor finds nothing of it.
        let (other, _) = house.person(Role::Donor, None);
        on.get(&made).session(&other.session).send().await.expect(404);
        on.post(format!("{made}/state")).session(&other.session).form(&[("do", "end")]).send().await.expect(404);

        let api = |path: &str| format!("/api/v1/aid/standing-gifts{path}");
        let ask = async |path: &str| on.get(api(path)).token(&donor.token).send().await;
        let seen = ask(&format!("/{id}")).await.expect(200);
        let version = seen.header("etag").to_owned();
        let told = seen.json();
        assert_eq!((told["state"].as_str(), told["next"].as_str()), (Some("active"), Some("2020-08-01")));
        assert_eq!((told["agreement"]["state"].as_str(), told["runs"].as_i64()), (Some("agreed"), Some(2)));
        let runs = ask(&format!("/{id}/runs")).await.expect(200).json();
        assert_eq!(
            (runs["items"][0]["day"].as_str(), runs["items"][0]["paid"]["amount_minor"].as_i64()),
            (Some("2020-07-01"), Some(5_000))
        );
        assert_eq!(runs["items"][0]["pledges"][0]["pledge_state"], "paid");
        let goes = ask(&format!("/{id}/preview")).await.expect(200).json();
        assert_eq!(goes["items"][0]["request"], asked.reference.to_string());
        let terms = json!({"amount": {"amount_minor": 20_000, "currency": "CNY"}, "period": "quarterly", "day": 15});
        let change = |tag: &str| on.ask(http::Method::PUT, api(&format!("/{id}"))).token(&donor.token).header("if-match", tag).json(&terms);
        let now = change(&version).send().await.expect(200).json();
        assert_eq!((now["next"].as_str(), now["first"].as_str()), (Some("2020-10-15"), Some("2020-06-01")));
        change(&version).send().await.expect(412);
        // What was agreed does not cover it any more: it says so, and another agreement takes its place.
        assert!(get(&made).send().await.expect(200).text().contains("does not cover what may be due"));
        let agreement = on
            .post(api(&format!("/{id}/agreement")))
            .token(&donor.token)
            .key("a1")
            .json(&json!({}))
            .send()
            .await
            .expect(201)
            .json();
        assert_eq!(agreement["agreement"]["most"]["amount_minor"], 40_000);
        assert_eq!(
            on.ask(http::Method::DELETE, api(&format!("/{id}/agreement"))).token(&donor.token).send().await.expect(200).json()["agreement"]["state"],
            "revoked"
        );
        let act =
            |what: &str, key: &str| on.post(api(&format!("/{id}/state"))).token(&donor.token).key(key).json(&json!({"act": what}));
        assert_eq!(act("pause", "p").send().await.expect(200).json()["state"], "paused");
        assert_eq!(act("resume", "r").send().await.expect(200).json()["next"], "2020-10-15");
        act("burn", "b").send().await.expect(422);
        assert_eq!(act("end", "e").send().await.expect(200).json()["reason"], "donor");
        assert_eq!(act("resume", "f").send().await.expect(409).json()["type"], "/problems/aid-standing-over");
        let body = json!({"amount": {"amount_minor": 50, "currency": "CNY"}, "period": "weekly"});
        on.post(api("")).token(&donor.token).key("n").json(&body).send().await.expect(422);
        let body = json!({"amount": {"amount_minor": 5_000, "currency": "CNY"}, "period": "once", "first": "2020-09-31"});
        on.post(api("")).token(&donor.token).key("n2").json(&body).send().await.expect(422);
        let good = json!({"amount": {"amount_minor": 5_000, "currency": "CNY"}, "period": "once", "place": house.village.id});
        let made = on.post(api("")).token(&donor.token).key("n3").json(&good).send().await.expect(201).json();
        let township = house.write(|tx| qianmo_places::by_code(tx, "611026101")).unwrap();
        assert_eq!(made["place"], township.id.to_string(), "in which village a household lives is told to nobody");
        assert_eq!(ask("").await.expect(200).json()["items"].as_array().unwrap().len(), 2);
        assert_eq!(house.standing(&actor, id).state, State::Ended);
    })
    .await;
}
