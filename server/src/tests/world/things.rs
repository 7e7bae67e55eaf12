//! One of everything in the first county: requests in several states, gifts on their way, a payout, a photo, a dispute.

use super::World;
use super::steps::{asks_goods, asks_money, goods, money, reference};
use http::Method;
use qianmo_identity::testing::Person;
use qianmo_kernel::{Millis, Role};
use serde_json::{Value, json};

/// Names of things in the first county.
pub struct Things {
    /// Begun, seen by its writers alone.
    pub draft: String,
    /// Handed in, with its title.
    pub submitted: String,
    /// Handed in, the first look taken: the county looks next.
    pub looked_at: String,
    /// Back with its writer.
    pub returned: String,
    /// Not passed.
    pub refused: String,
    /// Open, nothing pledged.
    pub open: Value,
    /// Being helped: money in part 0, goods in part 1.
    pub helped: Value,
    /// A pledge of money, neither paid nor begun.
    pub fresh: String,
    /// A pledge of money whose payment was begun.
    pub paying: String,
    /// That payment.
    pub paying_order: String,
    /// The page of the sandbox where it is paid.
    pub paying_at: String,
    /// A standing gift, not due for long; its agreement was asked for.
    pub standing: String,
    /// Another one.
    pub standing_too: String,
    /// The page of the sandbox where the first one's is given.
    pub agreeing_at: String,
    /// A fund that is open.
    pub fund: String,
    /// Another one.
    pub fund_last: String,
    /// One that waits for a second officer.
    pub fund_asked: String,
    /// A pledge of goods, accepted and not sent.
    pub unsent: String,
    /// A pledge of goods on their way.
    pub sent: String,
    /// Another one.
    pub sent_too: String,
    /// A pledge of goods that is disputed, and the dispute.
    pub disputed: String,
    /// The dispute.
    pub dispute: String,
    /// A payout that waits for a second officer.
    pub prepared: String,
    /// Another one.
    pub prepared_too: String,
    /// A payout that was paid.
    pub paid_out: String,
    /// A payout that was found not to have arrived.
    pub missing: String,
    /// A photo that waits for a reviewer.
    pub photo: String,
    /// A report of abuse.
    pub report: String,
    /// A story that waits for the family's consent.
    pub story: String,
    /// Goods that the donor offers.
    pub offer: String,
    /// Others.
    pub offer_too: String,
    /// The second member of the family.
    pub member: String,
    /// A tie the family stated.
    pub tie: String,
    /// A tie that somebody stated about themselves.
    pub own_tie: String,
    /// A correction the family asked for.
    pub correction: String,
    /// A file of households that was checked.
    pub import: String,
    /// An account of the books, a transfer in them.
    pub account: String,
    /// A transfer.
    pub transfer: String,
    /// Somebody of the county whose account is to be recovered, and the recovery.
    pub lost: Person,
    /// The recovery.
    pub recovery: String,
    /// Somebody's account that is to review in the county.
    pub prospect: String,
    /// The proposal of that role, by the county's first officer.
    pub proposal: String,
    /// What is to be read of these things by nobody from elsewhere.
    pub marks: Vec<String>,
}

/// A small picture.
pub fn picture(shade: u8) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(32, 24, image::Rgb([shade, 120, 80])).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// What stands after `before` in a page, up to the next quote or slash.
pub fn after<'p>(page: &'p str, before: &str) -> &'p str {
    let at = page.find(before).unwrap_or_else(|| panic!("no {before} in {page}")) + before.len();
    page[at..].split(['"', '/', '?', '<', '&']).next().unwrap()
}

impl Things {
    /// Makes everything.
    pub async fn make(w: &World) -> Things {
        let a = &w.a;
        let titles = [
            "Maplewood desk",
            "Maplewood stove",
            "Maplewood roof",
            "Maplewood pump",
            "Maplewood hens",
            "Maplewood coat",
            "Maplewood school",
            "Maplewood gate",
        ];
        let both = || json!([asks_money(50_000), asks_goods(6)]);
        let draft = reference(&w.draft(a, "education", titles[0], both()).await);
        let submitted = reference(&w.draft(a, "education", titles[1], both()).await);
        w.submit(a, &submitted).await;
        let looked_at = reference(&w.draft(a, "housing", titles[2], json!([asks_money(300_000)])).await);
        w.submit(a, &looked_at).await;
        w.rule(&a.reviewer.token, &looked_at, "approve", &[]).await.expect(200);
        let returned = reference(&w.draft(a, "goods", titles[3], both()).await);
        w.submit(a, &returned).await;
        w.rule(&a.reviewer.token, &returned, "return", &["unclear"]).await.expect(200);
        let refused = reference(&w.draft(a, "livelihood", titles[4], both()).await);
        w.submit(a, &refused).await;
        w.rule(&a.reviewer.token, &refused, "refuse", &["beyond-need"]).await.expect(200);
        let appealed = reference(&w.draft(a, "other", titles[7], both()).await);
        w.submit(a, &appealed).await;
        w.rule(&a.reviewer.token, &appealed, "refuse", &["beyond-need"]).await.expect(200);
        let grounds = json!({"note": "The gate was seen by the village doctor; it does not close."});
        w.post(&a.helper.token, &format!("/api/v1/aid/requests/{appealed}/appeal"), grounds).await.expect(200);
        let open = w.open(a, "health", titles[5], both()).await;
        let helped = w.open(a, "education", titles[6], both()).await;

        let donor = &w.donor.token;
        let fresh = reference(&w.pledge_money(donor, &helped, 0, 5_000).await.expect(201).json());
        let paying = reference(&w.pledge_money(donor, &helped, 0, 5_000).await.expect(201).json());
        let (paying_order, paying_at) = w.begin_payment(donor, &paying).await;
        w.paid(donor, &helped, 0, 30_000).await;
        let monthly = json!({"amount": money(5_000), "period": "monthly", "first": "2021-01-05"});
        let mut standing = Vec::new();
        for _ in 0..2 {
            let made = w.post(donor, "/api/v1/aid/standing-gifts", monthly.clone()).await.expect(201).json();
            standing.push(made["id"].as_str().unwrap().to_owned());
        }
        let [standing, standing_too] = <[String; 2]>::try_from(standing).unwrap();
        let path = format!("/api/v1/aid/standing-gifts/{standing}/agreement");
        let agreeing_at = w.post(donor, &path, json!({})).await.expect(201).json()["agree_at"].as_str().unwrap().to_owned();
        let mut funds = Vec::new();
        for name in ["Roofs of the county", "Wells of the county", "Mills of the county"] {
            let new = json!({"place": a.id, "purpose": "livelihood", "name_en": name});
            funds.push(reference(&w.post(&a.officer.token, "/api/v1/aid/funds", new).await.expect(201).json()));
        }
        let [fund, fund_last, fund_asked] = <[String; 3]>::try_from(funds).unwrap();
        for open in [&fund, &fund_last] {
            let path = format!("/api/v1/aid/funds/{open}/decision");
            w.post(&a.second_officer.token, &path, json!({"decision": "open"})).await.expect(200);
        }
        let mut given = Vec::new();
        for count in [1, 1, 1, 2] {
            given.push(reference(&w.pledge_goods(donor, &helped, 1, count).await.expect(201).json()));
        }
        for pledge in &given {
            w.accept(a, pledge).await;
        }
        let [unsent, sent, sent_too, disputed] = <[String; 4]>::try_from(given).unwrap();
        for pledge in [&sent, &sent_too, &disputed] {
            w.dispatch(donor, pledge).await;
        }
        let said = json!({"kind": "not_as_promised", "note": "They are torn."});
        w.post(&a.witness.token, &format!("/api/v1/aid/pledges/{disputed}/dispute"), said).await.expect(200);
        let disputes = w.get(&a.officer.token, "/api/v1/aid/disputes").await.expect(200).json();
        let dispute = reference(&disputes["items"][0]);

        let mut payouts = Vec::new();
        for minor in [6_000, 6_000, 6_000] {
            payouts.push(reference(&w.prepare(&a.officer.token, &helped, 0, Some(minor)).await.expect(201).json()));
        }
        let [paid_out, prepared, prepared_too] = <[String; 3]>::try_from(payouts).unwrap();
        assert_eq!(w.approve(&a.second_officer.token, &paid_out).await.expect(200).json()["state"], "paid_out");

        let missing = reference(&w.prepare(&a.officer.token, &helped, 0, Some(3_000)).await.expect(201).json());
        w.approve(&a.second_officer.token, &missing).await.expect(200);
        let said = json!({"kind": "not_arrived", "note": "The passbook shows nothing."});
        w.post(&a.family.token, &format!("/api/v1/aid/payouts/{missing}/dispute"), said).await.expect(200);
        let disputes = w.get(&a.finder.token, "/api/v1/aid/disputes").await.expect(200).json();
        let about = disputes["items"].as_array().unwrap().iter().find(|d| d["payout"] == missing.as_str()).unwrap();
        let found = json!({"outcome": "failed", "reason": "The bank lists no such line."});
        w.post(&a.finder.token, &format!("/api/v1/aid/disputes/{}/decision", reference(about)), found).await.expect(200);

        let asked = reference(&open);
        let photo = w.photo(&a.helper.token, &asked, 10).await.expect(201).json();
        let said = json!({"reason": "private-data", "note": "A name can be read."});
        let report = w.post(&w.other_donor.token, &format!("/api/v1/aid/requests/{asked}/reports"), said).await.expect(201).json();
        let story = w.hold_a_story(&reference(&helped)).await;

        let mut offers = Vec::new();
        for label in ["Maplewood coat and blankets", "Maplewood coat and more blankets"] {
            let body = goods(label, a, &w.day(100));
            offers.push(reference(&w.post(donor, "/api/v1/aid/offers", body).await.expect(201).json()));
        }
        let [offer, offer_too] = <[String; 2]>::try_from(offers).unwrap();

        let opened = w.get(&a.helper.token, &format!("/api/v1/households/{}?task=visit", a.household)).await.expect(200).json();
        let member = opened["members"][1]["id"].as_str().unwrap().to_owned();
        let mine = "/my-household";
        let friend = w.administrator.account.to_string();
        w.form(&a.family.token, "/my-household/ties", &[("account", &friend), ("tie", "friend")]).await.expect(303);
        w.form(&a.family.token, "/my-household/corrections", &[("words", "The second name is wrong.")]).await.expect(303);
        let page = w.get(&a.family.token, mine).await.expect(200).text();
        let tie = after(&page, "/my-household/ties/").to_owned();
        let ties = format!("/households/{}/ties", a.household);
        w.form(&a.city_reviewer.token, &ties, &[("tie", "friend")]).await.expect(303);
        let page = w.get(&a.officer.token, &format!("/households/{}?task=visit", a.household)).await.expect(200).text();
        // The one that was stated last.
        let marker = format!("{ties}/");
        let own_tie = page.rsplit(marker.as_str()).next().unwrap().split('/').next().unwrap().to_owned();
        let page = w.get(&a.helper.token, &format!("/households/{}?task=visit", a.household)).await.expect(200).text();
        let correction = after(&page, "/corrections/").to_owned();
        let file = format!("household,place_code,relation,name\n1,{}100001,head,\n", a.code);
        let page = w
            .send(Method::POST, "/households/import", |ask| {
                ask.token(&a.helper.token).upload(&[], &[("file", "f.csv", file.as_bytes())])
            })
            .await
            .text();
        let import = after(&page, "/households/import/").to_owned();

        w.pass(10 * Millis::SECOND).await;
        let books = w.get(&a.auditor.token, &format!("/api/v1/ledger/accounts?county={}", a.id)).await.expect(200).json();
        let account = books["items"][0]["id"].as_str().unwrap().to_owned();
        let lines = w.get(&a.auditor.token, &format!("/api/v1/ledger/transfers?account={account}")).await.expect(200).json();
        let transfer = lines["items"][0]["id"].as_str().unwrap().to_owned();

        let lost = super::people::person(&w.t, "Lost Larch", &[(Role::Helper, a.village)], None);
        let at = format!("/accounts/{}/recovery", lost.account);
        w.form(&a.officer.token, &at, &[("login", "+8613900000001"), ("reason", "Came to the counter.")]).await.expect(303);
        let page = w.get(&a.second_officer.token, &format!("/accounts/{}", lost.account)).await.expect(200).text();
        let recovery = after(&page, &format!("/accounts/{}/recovery/", lost.account)).to_owned();

        let township = a.township.to_string();
        let reviews = [("login", "+8613900000005"), ("name", "Pia Prospect"), ("role", "reviewer"), ("place", township.as_str())];
        let made = w.form(&a.officer.token, "/accounts", &reviews).await.expect(303);
        let prospect = made.header("location").trim_start_matches("/accounts/").to_owned();
        let page = w.get(&a.second_officer.token, &format!("/accounts/{prospect}")).await.expect(200).text();
        let proposal = after(&page, &format!("/accounts/{prospect}/proposals/")).to_owned();

        let mut marks: Vec<String> = titles.iter().map(|t| (*t).to_owned()).collect();
        marks.extend([
            super::people::HEAD.to_owned(),
            a.household.clone(),
            a.neighbour_household.clone(),
            account.clone(),
            dispute.clone(),
        ]);
        marks.extend(["Ashwood".to_owned(), "Lost Larch".to_owned(), "Pia Prospect".to_owned(), "of the North".to_owned()]);
        marks.extend([prepared.clone(), reference(&helped), reference(&photo), standing.clone()]);
        Things {
            draft,
            submitted,
            looked_at,
            returned,
            refused,
            open,
            helped,
            fresh,
            paying,
            paying_order,
            paying_at,
            standing,
            standing_too,
            agreeing_at,
            fund,
            fund_last,
            fund_asked,
            unsent,
            sent,
            sent_too,
            disputed,
            dispute,
            prepared,
            prepared_too,
            paid_out,
            missing,
            photo: reference(&photo),
            report: reference(&report),
            story,
            offer,
            offer_too,
            member,
            tie,
            own_tie,
            correction,
            import,
            account,
            transfer,
            lost,
            recovery,
            prospect,
            proposal,
            marks,
        }
    }
}

impl World {
    /// Adds a photo to a request.
    pub async fn photo(&self, token: &str, request: &str, shade: u8) -> qianmo_testkit::Answered {
        let (key, picture) = (self.key(), picture(shade));
        let path = format!("/api/v1/aid/requests/{request}/photos");
        self.send(Method::POST, &path, |ask| {
            ask.token(token).key(&key).upload(&[("alt", "The roof")], &[("photo", "p.png", &picture)])
        })
        .await
    }

    /// A story that the helper tells and that waits for the family: its reference, as the family's page has it.
    async fn hold_a_story(&self, request: &str) -> String {
        let path = format!("/requests/{request}/story");
        let fields = [("body", "Since the lamp came they read every evening.")];
        self.send(Method::POST, &path, |ask| ask.token(&self.a.helper.token).upload(&fields, &[])).await.expect(303);
        let page = self.get(&self.a.family.token, &path).await.expect(200).text();
        after(&page, "/posts/").to_owned()
    }
}
