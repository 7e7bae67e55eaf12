//! Households of which nobody is left: what they asked for ends, whichever way they were taken off the record.

use super::support::both;
use qianmo_aid::lifecycle::{Gift, PledgeState, RequestState};
use qianmo_kernel::Role;
use qianmo_registry::household::{command, store};
use qianmo_registry::{Leaving, Status, standing};

#[tokio::test(flavor = "multi_thread")]
async fn when_the_last_member_goes_requests_close_and_money_goes_back() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000)]);
        let pledge = house.paid(&house.donor(), &asked, 0, 20_000).reference();
        let (officer, household) = (house.actor(Role::Officer, Some(&house.county)), house.household);
        house.write(move |tx| {
            let members = store::persons(tx, household)?;
            let last = members.first().map(|member| member.id).unwrap();
            command::member_left(tx, &officer, household, None, last, Leaving::Died, None)
        });
        house.on.work().await;
        house.pass().await;
        assert_eq!(house.write(move |tx| standing(tx, household)).status, Status::Left);
        assert_eq!(house.find(&asked).state, RequestState::Closed);
        let given = house.pledge_of(pledge);
        assert_eq!((given.state, given.refunded_minor), (PledgeState::Refunded, 20_000));
        assert_eq!((house.fund(&asked), house.custody(given.county)), ((0, 0), 0));
    })
    .await;
}
