//! That a session was used is noted without the reader waiting for it.

use crate::both;
use qianmo_identity::{Authenticator, session};
use qianmo_kernel::{Clock as _, Millis};
use qianmo_web::{Authenticate as _, Credentials};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn uses_are_noted_coarsely_by_a_thread_of_their_own() {
    both(|house| async move {
        let lin = house.somebody("Lin", None, &[], false);
        let authenticator = Arc::new(Authenticator::new(house.on.app.db.clone()));
        let account = lin.account;
        let used_at = || house.write(move |tx| session::list(tx, account))[0].used_at;
        let began = used_at();
        for (advance, noted) in [(9 * Millis::MINUTE, false), (2 * Millis::MINUTE, true)] {
            house.on.on.clock.advance(advance);
            let (authenticator, cookie) = (authenticator.clone(), Credentials::Session(lin.session.clone()));
            let signed = house.on.app.db.read(move |tx| authenticator.authenticate(tx, &cookie)).await.unwrap().expect("alive");
            assert_eq!(signed.actor.account, account);
            let mut waited = 0;
            while noted && used_at() == began && waited < 100 {
                tokio::time::sleep(Duration::from_millis(50)).await;
                waited += 1;
            }
            assert_eq!(used_at() == house.on.on.clock.now(), noted);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finding_out_who_asks_takes_two_statements() {
    both(|house| async move {
        let lin = house.somebody("Lin", None, &[], false);
        for credentials in [Credentials::Session(lin.session.clone()), Credentials::Token(lin.token.clone())] {
            let before = house.on.app.db.statements_run();
            let signed =
                house.on.app.db.read(move |tx| Authenticator::without_notes().authenticate(tx, &credentials)).await.unwrap();
            assert!(signed.is_some());
            assert_eq!(house.on.app.db.statements_run() - before, 2);
        }
    })
    .await;
}
