//! Erasing an account: what stands against it, what goes, what stays.

use crate::both;
use qianmo_identity::{ErasureHook, account};
use qianmo_kernel::{Id, Role};
use std::sync::atomic::{AtomicI64, Ordering};

const PHONE: &str = "+8613800001234";

/// The account that another crate says has something open.
static BUSY: AtomicI64 = AtomicI64::new(0);

qianmo_identity::erasure_hook!(ErasureHook {
    open: |_, id| Ok((id == Id::from_i64(BUSY.load(Ordering::SeqCst))).then_some("web-race")),
    erase: |_, _| Ok(()),
});

#[tokio::test(flavor = "multi_thread")]
async fn what_is_personal_goes_and_the_number_stays() {
    both(|house| async move {
        let lin = house.somebody("Lin", Some(PHONE), &[(Role::Donor, Id::NONE)], false);
        let page = house.on.get("/settings/erase").session(&lin.session).send().await.expect(200).text();
        assert!(page.contains("Erase for good"));
        house.on.post("/settings/erase").session(&lin.session).form(&[]).send().await.expect(422);
        house.on.post("/settings/erase").session(&lin.session).form(&[("sure", "1")]).send().await.expect(303);
        house.on.get("/api/v1/me").session(&lin.session).send().await.expect(401);
        house.on.get("/api/v1/me").token(&lin.token).send().await.expect(401);
        assert!(house.was_told(PHONE, "was erased").await);
        let id = lin.account;
        let (found, contacts) = house.write(move |tx| Ok((account::require(tx, id)?, account::contact::list(tx, id)?)));
        assert!(found.erased && found.name.is_empty() && contacts.is_empty());
        // The address is free, and no way leads back.
        house.on.on.clock.advance(61_000);
        let step = house.ask(PHONE).await;
        let code = house.code_for(PHONE).await;
        assert_eq!(house.type_code(&step, "", &code).await.header("location"), "/sign-up/name");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_or_something_open_stands_against_it() {
    both(|house| async move {
        let tree = house.tree();
        let helper = house.somebody("Lin", Some(PHONE), &[(Role::Helper, tree.county.id)], false);
        let page = house.on.get("/settings/erase").session(&helper.session).send().await.expect(200).text();
        assert!(page.contains("Hand it over first") && !page.contains("Erase for good"));
        house.on.post("/settings/erase").session(&helper.session).form(&[("sure", "1")]).send().await.expect(409);
        let busy = house.somebody("Wang", None, &[], false);
        BUSY.store(busy.account.get(), Ordering::SeqCst);
        house.on.post("/settings/erase").session(&busy.session).form(&[("sure", "1")]).send().await.expect(409);
        BUSY.store(0, Ordering::SeqCst);
        house.on.post("/settings/erase").session(&busy.session).form(&[("sure", "1")]).send().await.expect(303);
    })
    .await;
}
