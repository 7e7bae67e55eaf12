//! People at work: they pledge, pay, write drafts, press buttons twice. What was answered is written down; what was sent
//! and not answered is sent again under the same key.

mod office;

use crate::http::{Reply, ask};
use crate::program::Server;
use crate::world::World;
use qianmo_kernel::{Clock, Id, Millis, SystemClock};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Result;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

pub use office::Office;

/// Chance that can be repeated (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len() as u64) as usize)
    }
}

/// What a call makes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Makes {
    Pledge,
    Payment,
    Draft,
    /// A payout is prepared.
    Payout,
    /// It is approved.
    Approval,
    /// It is confirmed.
    Receipt,
    /// A request is taken back.
    Withdrawal,
}

/// A POST under a key.
#[derive(Clone, Debug)]
pub struct Call {
    pub makes: Makes,
    pub token: String,
    pub path: String,
    pub key: String,
    pub body: Value,
}

impl Call {
    fn send(&self, port: u16) -> Result<Reply> {
        ask(port, "POST", &self.path).token(&self.token).key(&self.key).json(&self.body).send()
    }
}

/// A call that was answered: what it made, or what it changed.
#[derive(Clone, Debug)]
pub struct Done {
    pub call: Call,
    pub made: String,
}

/// What people know.
#[derive(Default)]
pub struct Known {
    /// Answered with success.
    pub done: Vec<Done>,
    /// Sent, and no answer came.
    pub unanswered: Vec<Call>,
    /// Paid at the bank: its page, what was chosen, whether the bank's answer came.
    pub bank: BTreeMap<String, (&'static str, bool)>,
    /// Open parts that ask for money: request and part.
    targets: Vec<(String, String)>,
}

impl Known {
    /// What calls of that kind made.
    pub fn made(&self, makes: Makes) -> BTreeSet<String> {
        self.done.iter().filter(|d| d.call.makes == makes).map(|d| d.made.clone()).collect()
    }
}

/// The people and what they know.
pub struct People {
    givers: Vec<(String, Id)>,
    office: Option<Office>,
    helper: String,
    households: Vec<String>,
    known: Mutex<Known>,
    keys: AtomicU64,
    seed: u64,
}

impl People {
    /// The people of a world that is served.
    pub fn meet(world: &World, server: &Server, givers: Vec<(String, Id)>, seed: u64) -> People {
        let helper = world.token("helper");
        let homes = server.get(&helper, "/api/v1/households?limit=30").expect(200).json();
        let households = homes["items"].as_array().unwrap().iter().map(|h| h["ref"].as_str().unwrap().to_owned()).collect();
        let known = Mutex::new(Known { targets: needs(server), ..Known::default() });
        People { givers, office: None, helper, households, known, keys: AtomicU64::new(0), seed }
    }

    /// The same people, and beside them an office that pays out and a publisher who takes requests back.
    pub fn with_office(mut self, server: &Server, officers: [(String, Id); 2], witness: (String, Id)) -> People {
        let targets = self.known().targets.clone();
        self.office = Some(Office::open(server, &self.helper, &targets, officers, witness));
        self
    }

    /// The office, where there is one.
    pub fn office(&self) -> Option<&Office> {
        self.office.as_ref()
    }

    pub fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap()
    }

    /// The accounts that give.
    pub fn accounts(&self) -> Vec<Id> {
        self.givers.iter().map(|g| g.1).collect()
    }

    fn key(&self) -> String {
        format!("load-{}-{}", self.seed, self.keys.fetch_add(1, Ordering::Relaxed))
    }

    /// Presses buttons until told to stop or until nobody answers any more.
    pub fn press(&self, port: u16, dice: &mut Dice, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            let outcome = match (dice.below(14), &self.office) {
                (10.., Some(office)) => self.at_the_office(office, port, dice),
                (0..=4 | 10.., _) => self.give(port, dice),
                (5, _) => self.draft(port, dice),
                (6 | 7, _) => self.again(port, dice),
                (8, _) => self.pay_again(port, dice),
                _ => ask(port, "GET", "/requests").send().map(|r| assert_eq!(r.status, 200, "{}", r.text())),
            };
            if outcome.is_err() {
                return;
            }
        }
    }

    /// Sends a call and writes down what came of it. `None`: it was refused for a reason of the business.
    fn send(&self, port: u16, call: Call) -> Result<Option<Value>> {
        let reply = call.send(port);
        let mut known = self.known();
        match reply {
            Err(cut) => {
                known.unanswered.push(call);
                Err(cut)
            }
            Ok(reply) if matches!(reply.status, 200 | 201) => {
                let value = reply.json();
                known.done.push(Done { made: made(&value), call });
                Ok(Some(value))
            }
            // Too much of theirs is unpaid: the part is as open as it was.
            Ok(reply) if call.makes == Makes::Pledge && matches!(reply.status, 409 | 429) && unpaid(&reply) => Ok(None),
            // Gone is what was taken back meanwhile.
            Ok(reply) if reply.status == 409 || (reply.status, call.makes) == (410, Makes::Pledge) => {
                if call.makes == Makes::Pledge {
                    let part = call.body["part"].as_str().unwrap();
                    known.targets.retain(|(_, p)| p != part);
                }
                Ok(None)
            }
            Ok(reply) => panic!("{} {}: {}", call.path, reply.status, reply.text()),
        }
    }

    fn give(&self, port: u16, dice: &mut Dice) -> Result<()> {
        let Some((request, part)) = dice.pick(&self.known().targets).cloned() else { return Ok(()) };
        let token = dice.pick(&self.givers).unwrap().0.clone();
        let amount = json!({"amount_minor": 100 + dice.below(200), "currency": "CNY"});
        let path = format!("/api/v1/aid/requests/{request}/pledges");
        let call = Call {
            makes: Makes::Pledge,
            token: token.clone(),
            path,
            key: self.key(),
            body: json!({"part": part, "amount": amount}),
        };
        let Some(pledge) = self.send(port, call)? else { return self.pay_up(port, token) };
        if dice.below(8) == 0 {
            return Ok(());
        }
        let choice = ["succeed", "succeed", "succeed", "repeat", "fail"][dice.below(5) as usize];
        self.pay_for(port, token.clone(), &made(&pledge), choice)?;
        if choice == "fail" {
            // A second payment of the same pledge would blur what arrived; what is taken back at once leaves room for others.
            let path = format!("/api/v1/aid/pledges/{}/cancellation", made(&pledge));
            let call = Call { makes: Makes::Payment, token, path, key: self.key(), body: json!({}) };
            let reply = call.send(port)?;
            assert!(matches!(reply.status, 200 | 409), "{}: {}", reply.status, reply.text());
        }
        Ok(())
    }

    /// Begins to pay a pledge and does at the bank as told.
    fn pay_for(&self, port: u16, token: String, pledge: &str, choice: &'static str) -> Result<()> {
        let path = format!("/api/v1/aid/pledges/{pledge}/payment");
        let call = Call { makes: Makes::Payment, token, path, key: self.key(), body: json!({}) };
        let Some(payment) = self.send(port, call)? else { return Ok(()) };
        // Without a page it is paid already: by the same person, at the same time.
        payment["pay_at"].as_str().map_or(Ok(()), |page| self.pay(port, page, choice))
    }

    /// Pays a pledge that somebody left without beginning to pay, if there is one: they may pledge again then.
    fn pay_up(&self, port: u16, token: String) -> Result<()> {
        let left = {
            let known = self.known();
            let begun = |pledge: &str| {
                let path = format!("/api/v1/aid/pledges/{pledge}/payment");
                known.done.iter().map(|d| &d.call).chain(&known.unanswered).any(|call| call.path == path)
            };
            let own = known.done.iter().filter(|d| d.call.makes == Makes::Pledge && d.call.token == token);
            own.map(|d| d.made.clone()).find(|pledge| !begun(pledge))
        };
        match left {
            Some(pledge) => self.pay_for(port, token, &pledge, "succeed"),
            None => Ok(()),
        }
    }

    fn pay(&self, port: u16, page: &str, choice: &'static str) -> Result<()> {
        let choice = match self.known().bank.entry(page.to_owned()).or_insert((choice, false)) {
            // Somebody else is at the same page: whoever comes first, it ends the same way.
            (first, false) => *first,
            (_, true) => choice,
        };
        let reply = ask(port, "POST", page).form(&[("choice", choice), ("seconds", "30")]).send()?.expect(303);
        // The bank is not told who pays, so it does not tell what for.
        assert_eq!(reply.header("location"), page);
        if let Some(paid) = self.known().bank.get_mut(page) {
            paid.1 = true;
        }
        Ok(())
    }

    fn draft(&self, port: u16, dice: &mut Dice) -> Result<()> {
        let body = a_draft(dice.pick(&self.households).unwrap());
        let call =
            Call { makes: Makes::Draft, token: self.helper.clone(), path: "/api/v1/aid/requests".into(), key: self.key(), body };
        self.send(port, call).map(|_| ())
    }

    /// Repeats a call that was answered: the same answer, and nothing is done.
    fn again(&self, port: u16, dice: &mut Dice) -> Result<()> {
        let Some(done) = dice.pick(&self.known().done).cloned() else { return Ok(()) };
        self.repeat(port, &done)
    }

    fn repeat(&self, port: u16, done: &Done) -> Result<()> {
        let reply = done.call.send(port)?;
        // A payment that came to its end meanwhile has nothing more to begin.
        if done.call.makes == Makes::Payment && reply.status == 409 {
            return Ok(());
        }
        // Whoever was refused often a moment ago waits, with whatever they send.
        if reply.status == 429 {
            return Ok(());
        }
        assert!(matches!(reply.status, 200 | 201), "{:?}: {} {}", done.call, reply.status, reply.text());
        assert_eq!(made(&reply.json()), done.made, "{:?} was done twice", done.call);
        Ok(())
    }

    fn pay_again(&self, port: u16, dice: &mut Dice) -> Result<()> {
        let pages: Vec<String> = self.known().bank.iter().filter(|(_, paid)| paid.1).map(|(page, _)| page.clone()).collect();
        let Some(page) = dice.pick(&pages) else { return Ok(()) };
        self.pay(port, page, "succeed")
    }

    /// After a restart: what was not answered is sent again, twice, and comes to one answer.
    pub fn take_up(&self, port: u16) {
        // Taken out first: the lock must not be held while its owner presses buttons.
        let unanswered = std::mem::take(&mut self.known().unanswered);
        for call in unanswered {
            if self.send(port, call).unwrap().is_some() {
                let done = self.known().done.last().cloned().unwrap();
                self.repeat(port, &done).unwrap();
            }
        }
        let unsure: Vec<_> = self.known().bank.iter().filter(|(_, v)| !v.1).map(|(page, v)| (page.clone(), v.0)).collect();
        for (page, choice) in unsure {
            self.pay(port, &page, choice).unwrap();
        }
    }
}

/// What a helper writes down for a household.
pub fn a_draft(household: &str) -> Value {
    json!({
        "household": household, "relationship": "helper", "purpose": "education", "reason": "low-income",
        "title": "A desk and a lamp", "story": "Two children share one table and there is no light after dark.", "language": "en",
        "address": "The shop beside the bridge",
        "parts": [{"kind": "money", "label": "School fees", "amount": {"amount_minor": 10_000, "currency": "CNY"}}]
    })
}

/// The parts of open requests that ask for money: request and part.
pub fn needs(server: &Server) -> Vec<(String, String)> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get("", &format!("/api/v1/aid/requests?limit=100&state=open{cursor}")).expect(200).json();
        for request in page["items"].as_array().unwrap() {
            // One whose time ran out waits only for the sweep that ends it.
            if request["expires_at"].as_str().and_then(Millis::parse).is_none_or(|end| end < SystemClock.now()) {
                continue;
            }
            let parts = request["parts"].as_array().unwrap().iter().filter(|p| p["kind"] == "money");
            found.extend(parts.map(|p| (request["ref"].as_str().unwrap().to_owned(), p["id"].as_str().unwrap().to_owned())));
        }
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(found.len() > 3, "the world has needs");
    found
}

/// Whether a pledge was refused because its donor leaves too many unpaid, or does not stop trying.
fn unpaid(reply: &Reply) -> bool {
    let problem = reply.json()["type"].as_str().unwrap_or_default().to_owned();
    ["/problems/aid-pledge-many-unpaid", "/problems/aid-pledge-lapsed-often", "/problems/web-too-often"].contains(&problem.as_str())
}

/// The name of what was made, in either of the two shapes in which it is told.
pub fn made(value: &Value) -> String {
    let name = value["ref"].as_str().or_else(|| value["order"].as_str());
    name.unwrap_or_else(|| panic!("no reference: {value}")).to_owned()
}
