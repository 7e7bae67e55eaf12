//! A donor's name: read by those to whom the donor showed it, and by those who answer for the place.

use super::support::{House, acting, both};
use qianmo_aid::lifecycle::Gift;
use qianmo_aid::{delivery, pledge};
use qianmo_identity::testing::{self, Person, Wanted};
use qianmo_kernel::{Actor, Id, PlacePath, PublicRef, Role};
use serde_json::{Value, json};

const NAME: &str = "Dora Giver";

fn giver(house: &House) -> (Person, Actor) {
    let person = house.write(|tx| {
        let roles = [(Role::Donor, Id::NONE)];
        testing::make(tx, &Wanted { name: NAME, roles: &roles, household: None, second_factor: false, login: None })
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
        let (person, donor) = giver(&house);
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
        assert!(strangers().await.contains(NAME));

        // The same where the household reads who looked at its address, by pledge.
        let (family, _) = house.family();
        for pledge in [unnamed, named] {
            house.accepted(pledge);
            let donor = donor.clone();
            let shown = house.write(move |tx| delivery::address(tx, &donor, pledge));
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
    })
    .await;
}
