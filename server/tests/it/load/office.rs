//! The office under the same load: one officer prepares payouts, another approves them, a witness confirms them; and a
//! publisher takes requests back, which sends what was paid on them back.

use super::{Call, Dice, Makes, People};
use crate::program::Server;
use qianmo_kernel::Id;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Result;
use std::sync::Mutex;

/// Requests that are taken back in one world: what is left must keep the donors busy.
const TAKEN_BACK: usize = 4;

/// Who works there and on what.
pub struct Office {
    /// Prepares.
    pub officer: (String, Id),
    /// Approves.
    pub second: (String, Id),
    /// Confirms.
    pub witness: (String, Id),
    /// Parts whose money is paid out: request and part.
    funds: Vec<(String, String)>,
    /// Requests that their publisher will take back.
    unwanted: Mutex<Vec<String>>,
}

impl Office {
    /// An office for these needs; some of those that the helper may take back are kept apart for that.
    pub(super) fn open(
        server: &Server,
        helper: &str,
        needs: &[(String, String)],
        [officer, second]: [(String, Id); 2],
        witness: (String, Id),
    ) -> Office {
        let mut unwanted = BTreeSet::new();
        for (request, _) in needs {
            let path = format!("/requests/{request}/withdrawal");
            if unwanted.len() < TAKEN_BACK && server.get(helper, &path).status == 200 {
                unwanted.insert(request.clone());
            }
        }
        assert!(!unwanted.is_empty(), "the helper has written requests");
        let funds: Vec<_> = needs.iter().filter(|(request, _)| !unwanted.contains(request)).cloned().collect();
        assert!(funds.len() > 3, "the world has needs");
        Office { officer, second, witness, funds, unwanted: Mutex::new(unwanted.into_iter().collect()) }
    }
}

impl People {
    /// One of the office's doings.
    pub(super) fn at_the_office(&self, office: &Office, port: u16, dice: &mut Dice) -> Result<()> {
        match dice.below(16) {
            0..=5 => self.prepare(office, port, dice),
            6..=9 => self.approve(office, port, dice),
            10..=13 => self.confirm(office, port, dice),
            _ => self.take_back(office, port),
        }
    }

    fn prepare(&self, office: &Office, port: u16, dice: &mut Dice) -> Result<()> {
        let Some((request, part)) = dice.pick(&office.funds).cloned() else { return Ok(()) };
        let amount = json!({"amount_minor": 50 + dice.below(100), "currency": "CNY"});
        let body = json!({"request": request, "part": part, "amount": amount, "evidence": "The school's bill was seen."});
        let (token, path) = (office.officer.0.clone(), "/api/v1/aid/payouts".to_owned());
        self.send(port, Call { makes: Makes::Payout, token, path, key: self.key(), body }).map(|_| ())
    }

    fn approve(&self, office: &Office, port: u16, dice: &mut Dice) -> Result<()> {
        let Some(payout) = self.one_without(Makes::Payout, Makes::Approval, dice) else { return Ok(()) };
        let (token, path) = (office.second.0.clone(), format!("/api/v1/aid/payouts/{payout}/approval"));
        let body = json!({"decision": "approve"});
        self.send(port, Call { makes: Makes::Approval, token, path, key: self.key(), body }).map(|_| ())
    }

    /// Refused while the bank has not paid it.
    fn confirm(&self, office: &Office, port: u16, dice: &mut Dice) -> Result<()> {
        let Some(payout) = self.one_without(Makes::Approval, Makes::Receipt, dice) else { return Ok(()) };
        let (token, path) = (office.witness.0.clone(), format!("/api/v1/aid/payouts/{payout}/receipt"));
        self.send(port, Call { makes: Makes::Receipt, token, path, key: self.key(), body: json!({"note": "Seen at home."}) })
            .map(|_| ())
    }

    fn take_back(&self, office: &Office, port: u16) -> Result<()> {
        let Some(request) = office.unwanted.lock().unwrap().pop() else { return Ok(()) };
        let path = format!("/api/v1/aid/requests/{request}/withdrawal");
        let body = json!({"reason": "no-longer-needed"});
        let call = Call { makes: Makes::Withdrawal, token: self.helper.clone(), path, key: self.key(), body };
        self.send(port, call).map(|_| ())
    }

    /// Something that one kind of call made and for which the next one was not answered yet.
    fn one_without(&self, first: Makes, next: Makes, dice: &mut Dice) -> Option<String> {
        let known = self.known();
        let waiting: Vec<String> = known.made(first).difference(&known.made(next)).cloned().collect();
        dice.pick(&waiting).cloned()
    }
}
