//! The steps of the way from a need to its receipt, each as the people concerned take it.

use super::{County, World};
use qianmo_kernel::{Currency, Millis};
use serde_json::{Value, json};

/// A sum in the world's currency.
pub fn money(minor: i64) -> Value {
    json!({"amount_minor": minor, "currency": Currency::CNY.code()})
}

/// A part that asks for money.
pub fn asks_money(minor: i64) -> Value {
    json!({"kind": "money", "label": "School fees, one year", "amount": money(minor)})
}

/// A part that asks for goods.
pub fn asks_goods(units: i64) -> Value {
    json!({"kind": "goods", "label": "Blanket", "quantity": units, "unit": "pieces", "unit_value": money(8_000)})
}

/// What a request says.
pub fn need(county: &County, purpose: &str, title: &str, parts: Value) -> Value {
    json!({
        "household": county.household, "relationship": "helper", "purpose": purpose, "reason": "low-income", "title": title,
        "story": "Two children share one table and there is no light after dark.", "language": "en",
        "address": "The shop beside the bridge", "parts": parts
    })
}

/// What an offer of goods that lie in the county says.
pub fn goods(label: &str, county: &County, until: &str) -> Value {
    json!({
        "label": label, "kind": "bedding", "quality": "new", "count": 9, "unit_value": money(9_000), "place": county.id, "until": until
    })
}

/// The reference that an answer names.
pub fn reference(of: &Value) -> String {
    of["ref"].as_str().unwrap_or_else(|| panic!("no reference: {of}")).to_owned()
}

impl World {
    /// A draft of the county's helper.
    pub async fn draft(&self, county: &County, purpose: &str, title: &str, parts: Value) -> Value {
        let body = need(county, purpose, title, parts);
        self.post(&county.helper.token, "/api/v1/aid/requests", body).await.expect(201).json()
    }

    /// Hands a draft in.
    pub async fn submit(&self, county: &County, request: &str) -> Value {
        self.post(&county.helper.token, &format!("/api/v1/aid/requests/{request}/submission"), json!({})).await.expect(200).json()
    }

    /// A ruling by somebody.
    pub async fn rule(&self, token: &str, request: &str, decision: &str, reasons: &[&str]) -> qianmo_testkit::Answered {
        let body = json!({"decision": decision, "reasons": reasons, "note": "Seen at the house."});
        self.post(token, &format!("/api/v1/aid/requests/{request}/review"), body).await
    }

    /// An open request; above the threshold the county looks a second time.
    pub async fn open(&self, county: &County, purpose: &str, title: &str, parts: Value) -> Value {
        let request = reference(&self.draft(county, purpose, title, parts).await);
        self.submit(county, &request).await;
        let mut seen = self.rule(&county.reviewer.token, &request, "approve", &[]).await.expect(200).json();
        if seen["state"] == "submitted" {
            seen = self.rule(&county.county_reviewer.token, &request, "approve", &[]).await.expect(200).json();
        }
        assert_eq!(seen["state"], "open");
        seen
    }

    /// The request as anybody sees it.
    pub async fn request(&self, request: &str) -> Value {
        self.get("", &format!("/api/v1/aid/requests/{request}")).await.expect(200).json()
    }

    /// Pledges money on the part of that number.
    pub async fn pledge_money(&self, token: &str, request: &Value, part: usize, minor: i64) -> qianmo_testkit::Answered {
        let body = json!({"part": request["parts"][part]["id"], "amount": money(minor), "message": "All the best"});
        self.post(token, &format!("/api/v1/aid/requests/{}/pledges", reference(request)), body).await
    }

    /// Pledges items on the part of that number.
    pub async fn pledge_goods(&self, token: &str, request: &Value, part: usize, count: i64) -> qianmo_testkit::Answered {
        let body = json!({"part": request["parts"][part]["id"], "count": count});
        self.post(token, &format!("/api/v1/aid/requests/{}/pledges", reference(request)), body).await
    }

    /// One's own pledge.
    pub async fn pledge(&self, token: &str, pledge: &str) -> Value {
        self.get(token, &format!("/api/v1/aid/pledges/{pledge}")).await.expect(200).json()
    }

    /// Begins to pay: the order, and the sandbox's page.
    pub async fn begin_payment(&self, token: &str, pledge: &str) -> (String, String) {
        let begun = self.post(token, &format!("/api/v1/aid/pledges/{pledge}/payment"), json!({})).await.expect(201).json();
        (begun["order"].as_str().unwrap().to_owned(), begun["pay_at"].as_str().unwrap().to_owned())
    }

    /// Pays at the sandbox as `choice` says; the order.
    pub async fn pay(&self, token: &str, pledge: &str, choice: &str, seconds: &str) -> String {
        let (order, at) = self.begin_payment(token, pledge).await;
        self.form("", &at, &[("choice", choice), ("seconds", seconds)]).await.expect(303);
        order
    }

    /// A pledge of money that is paid.
    pub async fn paid(&self, token: &str, request: &Value, part: usize, minor: i64) -> (String, String) {
        let pledge = reference(&self.pledge_money(token, request, part, minor).await.expect(201).json());
        let order = self.pay(token, &pledge, "succeed", "").await;
        assert_eq!(self.pledge(token, &pledge).await["state"], "paid");
        (pledge, order)
    }

    /// The county's helper accepts a donor of goods, who may send from then on.
    pub async fn accept(&self, county: &County, pledge: &str) -> Value {
        let path = format!("/api/v1/aid/pledges/{pledge}/acceptance");
        self.post(&county.helper.token, &path, json!({})).await.expect(200).json()
    }

    /// Sends goods by courier.
    pub async fn dispatch(&self, token: &str, pledge: &str) -> Value {
        let body = json!({"way": "courier", "company": "Fast Post", "tracking": "FP-123456"});
        self.post(token, &format!("/api/v1/aid/pledges/{pledge}/dispatch"), body).await.expect(200).json()
    }

    /// Prepares a payout.
    pub async fn prepare(&self, token: &str, request: &Value, part: usize, minor: Option<i64>) -> qianmo_testkit::Answered {
        let mut body =
            json!({"request": reference(request), "part": request["parts"][part]["id"], "evidence": "The school's bill was seen."});
        if let Some(minor) = minor {
            body["amount"] = money(minor);
        }
        self.post(token, "/api/v1/aid/payouts", body).await
    }

    /// Decides on a payout.
    pub async fn approve(&self, token: &str, payout: &str) -> qianmo_testkit::Answered {
        self.post(token, &format!("/api/v1/aid/payouts/{payout}/approval"), json!({"decision": "approve"})).await
    }

    /// The day so many days from now, as forms and the API take it.
    pub fn day(&self, ahead: i64) -> String {
        let (year, month, day) = (self.t.app.clock.now() + ahead * Millis::DAY).date_at(480);
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Lets so many milliseconds pass, and the worker do what is due then.
    pub async fn pass(&self, millis: i64) {
        self.t.on.clock.advance(millis);
        self.t.round().await;
    }
}
