//! Money: paid in time, late, twice, not at all; given back.

use super::support::{both, refused, yuan};
use qianmo_aid::lifecycle::{Gift, PledgeState, RequestState};
use qianmo_aid::{payout, pledge};
use qianmo_kernel::{Millis, Role};
use qianmo_payments::sandbox::SandboxScript;

#[tokio::test(flavor = "multi_thread")]
async fn money_in_time_stands_in_custody_for_the_request() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 50_000)]);
        let donor = house.donor();
        let pledge = house.money(&donor, &asked, 0, 20_000);
        let order = house.begin(&donor, &pledge);
        assert_eq!(house.pledge_of(pledge.reference()).state, PledgeState::Paying);
        assert_eq!(house.begin(&donor, &pledge), order, "a second press goes on with the same order");
        house.bank(pledge.county, order, SandboxScript::Succeed);
        let paid = house.pledge_of(pledge.reference());
        assert_eq!((paid.state, paid.paid_minor, paid.due_at), (PledgeState::Paid, 20_000, None));
        assert_eq!(house.fund(&asked), (20_000, 0));
        assert_eq!(house.custody(pledge.county), 20_000);
        house.on.on.clock.advance(2 * Millis::DAY);
        pledge::sweep(&house.on.app).await.unwrap();
        assert_eq!(house.pledge_of(pledge.reference()).state, PledgeState::Paid, "what is paid does not lapse");
        assert_eq!(house.find(&asked).pledged(), yuan(20_000));
        let cancel = house.attempt(move |tx| pledge::cancel(tx, &donor, pledge.reference()));
        assert_eq!(refused(cancel), "aid-state-not-now");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_failed_leaves_the_pledge_until_its_countdown_ends() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 50_000)]);
        let donor = house.donor();
        let pledge = house.money(&donor, &asked, 0, 20_000);
        let first = house.begin(&donor, &pledge);
        house.bank(pledge.county, first, SandboxScript::Fail);
        assert_eq!(house.pledge_of(pledge.reference()).state, PledgeState::Pledged);
        let second = house.begin(&donor, &pledge);
        assert_ne!(first, second, "after a failure it is tried anew");
        house.on.on.clock.advance(pledge::MONEY_COUNTDOWN);
        pledge::sweep(&house.on.app).await.unwrap();
        assert_eq!(house.pledge_of(pledge.reference()).state, PledgeState::Lapsed);
        assert_eq!(house.find(&asked).state, RequestState::Open);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_money_finds_its_place_again_or_goes_back() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let (first, second) = (house.donor(), house.donor());
        let late = house.money(&first, &asked, 0, 20_000);
        let order = house.begin(&first, &late);
        house.on.on.clock.advance(pledge::MONEY_COUNTDOWN);
        pledge::sweep(&house.on.app).await.unwrap();
        assert_eq!(house.pledge_of(late.reference()).state, PledgeState::Lapsed);
        house.bank(late.county, order, SandboxScript::Succeed);
        let revived = house.pledge_of(late.reference());
        assert_eq!((revived.state, revived.ended_at), (PledgeState::Paid, None));
        assert_eq!(house.find(&asked).pledged(), yuan(20_000));

        // The next one is late too, and meanwhile somebody else has taken the room.
        let later = house.money(&second, &asked, 0, 10_000);
        let order = house.begin(&second, &later);
        house.on.on.clock.advance(pledge::MONEY_COUNTDOWN);
        pledge::sweep(&house.on.app).await.unwrap();
        house.paid(&first, &asked, 0, 10_000);
        house.bank(later.county, order, SandboxScript::Succeed);
        assert_eq!(house.pledge_of(later.reference()).state, PledgeState::Refunding);
        assert_eq!(house.custody(later.county), 40_000);
        house.pass().await;
        let back = house.pledge_of(later.reference());
        assert_eq!((back.state, back.paid_minor, back.refunded_minor), (PledgeState::Refunded, 10_000, 10_000));
        assert_eq!(house.custody(later.county), 30_000);
        assert_eq!(house.fund(&asked), (30_000, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_twice_or_after_taking_it_back_goes_back() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let donor = house.donor();
        let pledge = house.money(&donor, &asked, 0, 10_000);
        let failed = house.begin(&donor, &pledge);
        house.bank(pledge.county, failed, SandboxScript::Fail);
        let order = house.begin(&donor, &pledge);
        house.bank(pledge.county, order, SandboxScript::Succeed);
        let taken = house.money(&donor, &asked, 0, 5_000);
        let open = house.begin(&donor, &taken);
        {
            let (donor, reference) = (donor.clone(), taken.reference());
            house.write(move |tx| pledge::cancel(tx, &donor, reference));
        }
        assert_eq!(house.find(&asked).pledged(), yuan(10_000));
        house.bank(taken.county, open, SandboxScript::Succeed);
        house.pass().await;
        assert_eq!(house.pledge_of(taken.reference()).state, PledgeState::Refunded);
        assert_eq!(house.pledge_of(pledge.reference()).state, PledgeState::Paid);
        assert_eq!((house.custody(pledge.county), house.fund(&asked)), (10_000, (10_000, 0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_ends_gives_everything_back() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000), (Gift::Goods, 2)]);
        let (first, second) = (house.donor(), house.donor());
        let paid = house.paid(&first, &asked, 0, 20_000).reference();
        let unpaid = house.money(&second, &asked, 0, 5_000).reference();
        let unsent = house.goods(&second, &asked, 1, 1).reference();
        let request = asked.reference;
        house.write(move |tx| {
            let open = qianmo_aid::request::require(tx, request)?;
            let event = qianmo_aid::lifecycle::RequestEvent::Withdraw;
            qianmo_aid::request::enter(tx, &open, event, qianmo_aid::request::Ended { reason: "withdrawn", case: None })?;
            payout::refund_all(tx, request, "withdrawn")
        });
        assert_eq!(house.pledge_of(paid).state, PledgeState::Refunding);
        assert_eq!(house.pledge_of(unpaid).state, PledgeState::Cancelled);
        assert_eq!(house.pledge_of(unsent).state, PledgeState::Cancelled);
        assert_eq!(house.fund(&asked), (20_000, 20_000), "held for its way back");
        house.pass().await;
        assert_eq!(house.pledge_of(paid).state, PledgeState::Refunded);
        assert_eq!((house.custody(request.county), house.fund(&asked)), (0, (0, 0)));
        assert_eq!(house.find(&asked).state, RequestState::Withdrawn);
        assert_eq!(refused(house.try_money(&first, &asked, 0, 1_000)), "aid-pledge-gone");
    })
    .await;
}
