//! A donor's name: read by those to whom the donor showed it, and by those who answer for the place.

use super::support::{Asked, House, acting, both, courier};
use qianmo_aid::lifecycle::Gift;
use qianmo_aid::{delivery, pledge};
use qianmo_identity::testing::{self, Person, Wanted};
use qianmo_kernel::{Actor, Id, Locale, PlacePath, PublicRef, Role};
use serde_json::{Value, json};

const NAME: &str = "Dora Giver";

fn giver(house: &House, name: &'static str) -> (Person, Actor) {
    let person = house.write(move |tx| {
        let roles = [(Role::Donor, Id::NONE)];
        testing::make(tx, &Wanted { name, roles: &roles, household: None, second_factor: false, login: None })
    });
    let actor = acting(&person, Role::Donor, Id::NONE, &PlacePath::root(), None);
    (person, actor)
}

/// Who looked at the address, as this reader is told; the newest first.
async fn lookers(house: &House, token: &str) -> Vec<(Value, Value, Value)> {
    let looks = house.on.get(format!("/api/v1/households/{}/looks?limit=100", house.household)).token(token).send().await;
    let looks = looks.expect(200).json();
    let items = looks["items"].as_array().unwrap();
    items.iter().filter(|l| l["role"] == "donor").map(|l| (l["name"].clone(), l["account"].clone(), l["unnamed"].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_shown_where_its_donor_showed_it_and_nowhere_else() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Goods, 4)]);
        let (person, donor) = giver(&house, NAME);
        let (on, request, part) = (&house.on, asked.reference, asked.parts[0].to_string());
        let strangers = || async { on.get(format!("/requests/{request}")).send().await.expect(200).text() };
        let send = |key: &'static str, named: Option<&'static str>| {
            let mut fields = vec![("part", part.as_str()), ("count", "1"), ("_key", key)];
            fields.extend(named.map(|named| ("named", named)));
            on.post(format!("/requests/{request}/pledges")).session(&person.session).form(&fields).send()
        };
        let pledged = |location: &str| -> PublicRef { location.strip_prefix("/pledges/").unwrap().parse().unwrap() };

        // A box that nobody touched shows nothing; neither does a call that says nothing of it.
        let form = on.get(format!("/requests/{request}/pledge")).session(&person.session).send().await.expect(200).text();
        assert!(form.contains("name=\"named\" value=\"1\" aria-describedby=\"named-hint\">"), "not ticked: {form}");
        let unnamed = pledged(send("n1", None).await.expect(303).header("location"));
        let body = json!({"part": part, "count": 1});
        let said = on.post(format!("/api/v1/aid/requests/{request}/pledges")).token(&person.token).key("n2").json(&body);
        assert_eq!(said.send().await.expect(201).json()["anonymous"], true);
        assert!(!strangers().await.contains(NAME));

        let named = pledged(send("n3", Some("1")).await.expect(303).header("location"));
        assert!(!strangers().await.contains(NAME), "a promise costs nothing");

        // The same where the household reads who looked at its address, by pledge.
        let (family, _) = house.family();
        for pledge in [unnamed, named] {
            house.accepted(pledge);
            let donor = donor.clone();
            let shown = house.write(move |tx| delivery::address(tx, &donor, pledge, Locale::ZhHans));
            assert_eq!(shown.unnamed, pledge == unnamed);
        }
        let account = json!(person.account);
        let known = (json!(NAME), account.clone(), json!(false));
        let withheld = (json!(""), Value::Null, json!(true));
        assert_eq!(lookers(&house, &family.token).await, [known.clone(), withheld.clone()]);
        let (village, _) = house.person(Role::Helper, Some(&house.village));
        assert_eq!(lookers(&house, &village.token).await, [known.clone(), withheld], "whoever serves it is told as it is");
        for role in [Role::Officer, Role::Auditor] {
            let (answers, _) = house.person(role, Some(&house.county));
            let told = [known.clone(), (json!(NAME), account.clone(), json!(true))];
            assert_eq!(lookers(&house, &answers.token).await, told, "{role:?} sees who it was");
        }
        let page = on.get(format!("/households/{}/looks", house.household)).session(&family.session);
        let page = page.header("accept-language", "en").send().await.expect(200).text();
        assert!(page.contains("a donor who gives without a name") && page.contains(NAME), "{page}");

        // The page with the address says which of the two it is.
        for (pledge, words) in [(unnamed, "your name is not shown to it"), (named, "by your name")] {
            let page = on.post(format!("/pledges/{pledge}/address")).session(&person.session).header("accept-language", "en");
            assert!(page.form(&[]).send().await.expect(200).text().contains(words), "{words}");
        }
        assert!(house.write(move |tx| pledge::require(tx, unnamed)).anonymous);

        // Once something is on its way, strangers read who sent it.
        for pledge in [unnamed, named] {
            assert!(!strangers().await.contains(NAME));
            let donor = donor.clone();
            house.write(move |tx| delivery::dispatch(tx, &donor, pledge, &courier()));
        }
        assert!(strangers().await.contains(NAME));
    })
    .await;
}

/// Who gave, as strangers read it on a request's page, the newest first; nothing for somebody unnamed.
fn shown(house: &House, asked: &Asked) -> Vec<Option<String>> {
    let (request, household) = (asked.reference, house.household);
    house.write(move |tx| pledge::section(tx, request, household)).into_iter().map(|line| line.donor).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_no_channel_to_strangers() {
    both(|house| async move {
        let helper = house.actor(Role::Helper, Some(&house.village));
        let asked = house.request(&helper, &[(Gift::Money, 30_000), (Gift::Goods, 4)]);
        // Money that is promised shows nobody's name; money that is paid does.
        let (_, donor) = giver(&house, NAME);
        let promised = house.money(&donor, &asked, 0, 1_000);
        assert_eq!(shown(&house, &asked), [None]);
        let order = house.begin(&donor, &promised);
        assert_eq!(shown(&house, &asked), [None], "a payment that is begun is none");
        house.bank(promised.county, order, qianmo_payments::sandbox::SandboxScript::Succeed);
        assert_eq!(shown(&house, &asked), [Some(NAME.to_owned())]);

        // A name that holds the household's own words is read by the family alone; that it does is told to nobody.
        let (_, friend) = giver(&house, "王秀英的老同学");
        let wish = house.try_pledge(&friend, &asked, 1, pledge::Quantity::Count(1), "").unwrap().reference();
        let (family, on) = (house.family().0, &house.on);
        let waits = || async { on.get("/deliveries").session(&family.session).send().await.expect(200).text() };
        assert!(waits().await.contains("王秀英的老同学"), "whoever accepts a donor of goods reads who it is");
        house.accepted(wish);
        house.write(move |tx| delivery::dispatch(tx, &friend, wish, &courier()));
        assert_eq!(shown(&house, &asked), [None, Some(NAME.to_owned())]);

        // Nor is a way to reach somebody read by anybody: new names have none, and one that was kept before has no name.
        let account = donor.account;
        house.write(move |tx| testing::call(tx, account, "骗子家 刘德旺 13800138000 weixin abc"));
        assert_eq!(shown(&house, &asked), [None, None]);
        let wish = house.try_pledge(&donor, &asked, 1, pledge::Quantity::Count(1), "").unwrap().reference();
        let page = waits().await;
        assert!(page.contains(&format!("/pledges/{wish}/acceptance")) && !page.contains("13800138000"), "{page}");
    })
    .await;
}
