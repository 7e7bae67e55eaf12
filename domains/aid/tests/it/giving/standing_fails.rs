//! Standing gifts when a charge fails, nothing fits, the bank is slow, or the donor pauses.

use super::standing::{day, here, monthly};
use super::support::{both, refused, yuan};
use qianmo_aid::lifecycle::PledgeState;
use qianmo_aid::pledge::{self};
use qianmo_aid::standing_gift::calendar::Rhythm;
use qianmo_aid::standing_gift::{self as standing, Act, LineState, RunState, State, Terms};
use qianmo_kernel::Millis;
use qianmo_payments::sandbox::{self, SandboxScript};
use qianmo_payments::{Standing, mandate};

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_fails_gives_everything_unpaid_back_and_three_of_them_pause_it() {
    both(|house| async move {
        let asked: Vec<_> = [1_000, 1_000, 90_000].into_iter().map(|fen| house.asks(fen)).collect();
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(5_000));
        house.agrees(&donor, id, SandboxScript::Fail).await;
        for (month, failed) in [("2020-06-02", 1), ("2020-07-01", 2), ("2020-08-01", 3)] {
            house.next_month(month);
            house.sweeps().await;
            let (run, lines) = house.run(&donor, id);
            assert_eq!((run.state, run.failed, run.paid), (RunState::Done, true, 0));
            assert_eq!((run.note.as_str(), lines.len()), ("aid-standing-note-failed", 3));
            assert_eq!(lines[0].state, LineState::Failed);
            assert!(lines[1..].iter().all(|l| l.state == LineState::Released && l.payment.is_none()), "the others are not tried");
            assert!(lines.iter().all(|l| house.pledged(l) == PledgeState::Cancelled));
            assert!(asked.iter().all(|a| house.find(a).pledged() == yuan(0)), "what was held is open again at once");
            assert_eq!(house.standing(&donor, id).failed, failed);
        }
        let gift = house.standing(&donor, id);
        assert_eq!((gift.state, gift.reason.as_str(), gift.next), (State::Paused, "failed", None));
        house.next_month("2020-09-01");
        house.passes(0).await;
        assert_eq!(house.runs(&donor, id).len(), 3, "what is paused falls due no more");
        // Gone on with, it begins anew; what asked in June has run out by then.
        house.asks(90_000);
        let mandate = gift.mandate.unwrap();
        house.charges_end(&donor, mandate, SandboxScript::Succeed);
        assert_eq!(house.acts(&donor, id, Act::Resume).failed, 0);
        house.sweeps().await;
        assert_eq!((house.run(&donor, id).0.paid, house.custody(asked[0].reference.county)), (5_000, 5_000));
        house.prove();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_charged_for_what_was_paused_or_no_longer_agreed_to_before() {
    both(|house| async move {
        let asked = house.asks(50_000);
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(5_000));
        let mandate = house.agrees(&donor, id, SandboxScript::Succeed).await;
        house.places_and_dies(&donor, id).await;
        house.acts(&donor, id, Act::Pause);
        assert_eq!(house.find(&asked).pledged(), yuan(0), "given back at once");
        house.passes(3 * Millis::MINUTE).await;
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.state, run.failed, lines[0].state), (RunState::Done, false, LineState::Released));
        assert_eq!((house.custody(asked.reference.county), house.standing(&donor, id).failed), (0, 0));

        // The agreement is taken back between pledge and charge.
        house.next_month("2020-07-01");
        house.acts(&donor, id, Act::Resume);
        house.places_and_dies(&donor, id).await;
        let account = donor.account;
        house.write(move |tx| mandate::revoke(tx, account, mandate));
        house.passes(3 * Millis::MINUTE).await;
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.note.as_str(), lines[0].state), ("aid-standing-note-mandate", LineState::Released));
        assert_eq!((house.custody(asked.reference.county), house.find(&asked).pledged()), (0, yuan(0)));

        // Taken back at the bank, which nobody knows here before the charge fails.
        let again = house.agrees(&donor, id, SandboxScript::Succeed).await;
        house.next_month("2020-08-01");
        house.write(move |tx| sandbox::revoke_at_bank(tx, account, again));
        house.sweeps().await;
        assert!(house.run(&donor, id).0.failed);
        assert_eq!(house.custody(asked.reference.county), 0);
        // Ended is ended, and its agreement with it.
        let last = house.agrees(&donor, id, SandboxScript::Succeed).await;
        assert_eq!(house.acts(&donor, id, Act::End).state, State::Ended);
        assert_eq!(house.write(move |tx| mandate::find(tx, account, last)).unwrap().state, Standing::Revoked);
        let by = donor.clone();
        assert_eq!(refused(house.attempt(move |tx| standing::act(tx, &by, &here(), id, Act::Resume))), "aid-standing-over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_finds_no_place_is_not_charged_and_tried_once_more() {
    both(|house| async move {
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(5_000));
        house.agrees(&donor, id, SandboxScript::Succeed).await;
        house.sweeps().await;
        let (run, _) = house.run(&donor, id);
        assert_eq!((run.state, run.placed, run.carried_out, run.failed), (RunState::Done, 0, 5_000, false));
        house.next_month("2020-07-01");
        house.sweeps().await;
        let (run, _) = house.run(&donor, id);
        assert_eq!((run.sum(), run.carried_in, run.carried_out), (10_000, 5_000, 5_000), "the older one is not carried again");
        let asked = house.asks(7_000);
        house.next_month("2020-08-01");
        house.sweeps().await;
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.sum(), run.placed, run.paid, run.carried_out), (10_000, 7_000, 7_000, 3_000));
        assert_eq!((lines.len(), house.custody(asked.reference.county)), (1, 7_000), "charged is what was pledged");
        // Whoever has nothing due any more carries nothing.
        let once = Terms { rhythm: Rhythm { times: Some(1), first: day("2020-08-01"), ..monthly(1).rhythm }, ..monthly(900) };
        let last = house.begins(&donor, &once);
        house.sweeps().await;
        assert_eq!((house.run(&donor, last).0.carried_out, house.standing(&donor, last).state), (0, State::Ended));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_bank_is_waited_for_and_money_that_comes_too_late_goes_back() {
    both(|house| async move {
        let asked = house.asks(5_000);
        let donor = house.donor();
        let id = house.begins(&donor, &monthly(5_000));
        let mandate = house.agrees(&donor, id, SandboxScript::Delay(600)).await;
        house.sweeps().await;
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.state, house.pledged(&lines[0])), (RunState::Waiting, PledgeState::Paying));
        for _ in 0..3 {
            house.passes(6 * Millis::MINUTE).await;
        }
        assert_eq!((house.run(&donor, id).0.paid, house.fund(&asked)), (5_000, (5_000, 0)));

        // So slow that its pledge lapses, and another gives what is left.
        let second = house.asks(5_000);
        house.charges_end(&donor, mandate, SandboxScript::Delay(7_200));
        house.next_month("2020-07-01");
        house.sweeps().await;
        house.passes(pledge::MONEY_COUNTDOWN).await;
        house.paid(&house.donor(), &second, 0, 5_000);
        for _ in 0..4 {
            house.passes(Millis::HOUR).await;
        }
        let (run, lines) = house.run(&donor, id);
        assert_eq!((run.state, run.paid, run.failed), (RunState::Done, 0, true));
        let late = house.pledge_of(lines[0].pledge_ref());
        assert_eq!((late.state, late.refunded_minor), (PledgeState::Refunded, 5_000));
        assert_eq!((house.fund(&second), house.custody(second.reference.county)), ((5_000, 0), 10_000));
        house.prove();
    })
    .await;
}
