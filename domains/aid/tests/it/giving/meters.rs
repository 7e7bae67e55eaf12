//! What the meters of a request and of one's own giving say: goods are told beside money, and never as money.

use super::support::{Asked, House, both, courier};
use qianmo_aid::delivery;
use qianmo_aid::lifecycle::{Gift, RequestEvent, RequestState};
use qianmo_aid::receipt::{self, Confirm};
use qianmo_aid::request::{self, Ended, GoodsParts};
use qianmo_kernel::{Currency, Role};

/// A page in English, without the marks that keep directions apart.
async fn words(house: &House, path: &str, session: &str) -> String {
    let ask = house.on.get(path).header("accept-language", "en");
    let ask = if session.is_empty() { ask } else { ask.session(session) };
    let page = ask.send().await.expect(200).text();
    page.replace(['\u{2068}', '\u{2069}'], "")
}

async fn page_of(house: &House, asked: &Asked) -> String {
    words(house, &format!("/requests/{}", asked.reference), "").await
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_promised_are_told_beside_the_money_that_is_missing() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000), (Gift::Goods, 2), (Gift::Goods, 4), (Gift::Goods, 1)]);
        let before = page_of(&house, &asked).await;
        assert!(before.contains("0 of 3 kinds of things pledged"));
        assert_eq!(house.find(&asked).goods, GoodsParts { parts: 3, ..GoodsParts::default() });

        let donor = house.donor();
        let whole = house.goods(&donor, &asked, 1, 2).reference();
        house.goods(&donor, &asked, 2, 1);
        let found = house.find(&asked);
        assert_eq!(found.state, RequestState::PartlyPledged);
        assert_eq!(found.goods, GoodsParts { parts: 3, pledged: 1, partly: 1, met: 0 });
        for path in [format!("/requests/{}", asked.reference), "/requests".to_owned()] {
            let page = words(&house, &path, "").await;
            assert!(page.contains("1 of 3 kinds of things pledged · 1 in part"), "{path}");
            assert!(page.contains("value=\"3\" max=\"6\"") && page.contains("max=\"30000\""), "{path} has a bar for each");
        }
        let page = page_of(&house, &asked).await;
        assert!(page.contains("2 of 2 pieces pledged") && page.contains("1 of 4 pieces pledged"), "the unit is said once");
        assert!(page.contains(">2 pieces<") && page.contains(">1 of 4 pieces<"), "so it is of a gift");

        // Confirmed by a witness: received.
        let by = donor.clone();
        house.write(move |tx| delivery::dispatch(tx, &by, whole, &courier()));
        let witness = house.actor(Role::Officer, Some(&house.county));
        let said = Confirm { count: None, note: String::new(), photo: None, card_shown: true, people: false };
        house.write(move |tx| receipt::confirm(tx, &witness, whole, &said));
        assert_eq!(house.find(&asked).goods.met, 1);
        assert!(page_of(&house, &asked).await.contains("1 of 3 kinds of things pledged · 1 in part · 1 received"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_asks_for_one_kind_has_one_meter() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let goods = house.request(&helper, &[(Gift::Goods, 2)]);
        let page = page_of(&house, &goods).await;
        assert!(
            page.contains("0 of 1 kind of thing pledged")
                && page.contains("id=\"meter-goods\"")
                && !page.contains("id=\"meter-money\"")
        );
        let money = house.request(&helper, &[(Gift::Money, 30_000)]);
        let page = page_of(&house, &money).await;
        assert!(page.contains("id=\"meter-money\"") && !page.contains("id=\"meter-goods\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gave_goods_only_is_told_of_no_money() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000), (Gift::Goods, 2)]);
        let (person, donor) = house.person(Role::Donor, None);
        let pledge = house.goods(&donor, &asked, 1, 2).reference();
        house.write(move |tx| delivery::dispatch(tx, &donor, pledge, &courier()));
        for path in ["/giving", "/giving/receipts"] {
            let page = words(&house, path, &person.session).await;
            assert!(page.contains("Goods sent and not lost, by value") && !page.contains("Money given"), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_could_give_for_says_what_is_asked_and_no_more() {
    both(|house| async move {
        let (person, helper) = house.person(Role::Helper, Some(&house.village));
        let (by, draft) = (helper.clone(), house.draft(&[(Gift::Money, 30_000), (Gift::Goods, 2)]));
        let begun = house.write(move |tx| request::create(tx, &by, &draft, Currency::CNY)).reference;
        for path in [format!("/requests/{begun}"), "/desk".to_owned(), "/desk/posts".to_owned()] {
            let page = words(&house, &path, &person.session).await;
            assert!(page.contains("data-state=\"draft\"") && !page.contains("data-state=\"open\""), "{path}");
            assert!(!page.contains("<progress"), "{path}");
            assert!(path == "/desk" || (page.contains("Asked: ") && page.contains(" · 1 kind of thing<")), "{path}");
        }

        // One that was open and for which nobody gave before it was taken back.
        let asked = house.request(&helper, &[(Gift::Goods, 2)]);
        let open = house.find(&asked);
        house.write(move |tx| request::enter(tx, &open, RequestEvent::Withdraw, Ended::default()));
        let page = words(&house, &format!("/requests/{}", asked.reference), &person.session).await;
        assert!(page.contains("Asked: 1 kind of thing<") && !page.contains("<progress") && !page.contains("data-state=\"open\""));
        let list = words(&house, "/desk/posts", &person.session).await;
        assert!(list.contains("Open from ") && !list.contains("Open since "), "it is open no more");
    })
    .await;
}
