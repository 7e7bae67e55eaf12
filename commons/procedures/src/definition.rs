//! What a procedure is made of. Plain data, so that it can be kept, compared and shown.

use qianmo_kernel::{Refused, Res, Role};
use qianmo_places::Level;
use serde::{Deserialize, Serialize};

/// What a ruling may say.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Goes on to the next step, or is approved when there is none.
    Approve,
    /// Goes back to whoever opened it, to be mended. Ends the case.
    Return,
    /// Is refused. Ends the case.
    Refuse,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 3] = [Outcome::Approve, Outcome::Return, Outcome::Refuse];

    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Approve => "approve",
            Outcome::Return => "return",
            Outcome::Refuse => "refuse",
        }
    }

    /// The outcome of that name.
    pub fn from_name(name: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|o| o.name() == name)
    }
}

/// One step of a procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Its key; the words for it are the domain's.
    pub key: String,
    /// The name of the role that rules.
    pub role: String,
    /// The name of the least wide level at which that role must be held: `township` means township or anything wider.
    pub level: String,
    /// Only needed when the case's amount is above this many minor units.
    pub above_minor: Option<i64>,
    /// What may be ruled.
    pub outcomes: Vec<Outcome>,
    /// The working days within which it should be ruled.
    pub working_days: Option<u32>,
}

/// A procedure: its steps in order, and the reasons that go with each outcome.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Definition {
    /// Its name, e.g. `aid-review`.
    pub name: String,
    /// Its version; raise it with every change.
    pub version: i64,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// What may be stated with an approval, e.g. what was checked; none has to be.
    #[serde(default)]
    pub approve_reasons: Vec<String>,
    /// The reason codes that may be given for a return; not empty: at least one must be given.
    pub return_reasons: Vec<String>,
    /// The reason codes that may be given for a refusal; not empty: at least one must be given.
    pub refuse_reasons: Vec<String>,
}

impl Step {
    /// The role that rules.
    pub fn role(&self) -> Option<Role> {
        Role::from_name(&self.role)
    }

    /// The least wide level.
    pub fn level(&self) -> Option<Level> {
        Level::from_name(&self.level)
    }

    /// Whether a case of that amount needs this step.
    pub fn needed_for(&self, amount_minor: i64) -> bool {
        self.above_minor.is_none_or(|above| amount_minor > above)
    }
}

impl Definition {
    /// The first step at or after `from` that a case of that amount needs.
    pub fn next_step(&self, from: usize, amount_minor: i64) -> Option<(usize, &Step)> {
        self.steps.iter().enumerate().skip(from).find(|(_, step)| step.needed_for(amount_minor))
    }

    /// The reason codes that go with an outcome.
    pub fn reasons_for(&self, outcome: Outcome) -> &[String] {
        match outcome {
            Outcome::Approve => &self.approve_reasons,
            Outcome::Return => &self.return_reasons,
            Outcome::Refuse => &self.refuse_reasons,
        }
    }

    /// Refuses reasons that are missing where one is needed, or that do not belong to the outcome.
    pub fn check_reasons(&self, outcome: Outcome, reasons: &[String]) -> Res<()> {
        let known = self.reasons_for(outcome);
        if reasons.iter().any(|reason| !known.contains(reason)) {
            return Err(Refused::field("reasons", "procedures-unknown-reason").into());
        }
        if outcome != Outcome::Approve && reasons.is_empty() && !known.is_empty() {
            return Err(Refused::field("reasons", "procedures-reason-needed").into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> Definition {
        let step = |key: &str, above_minor| Step {
            key: key.into(),
            role: "reviewer".into(),
            level: "township".into(),
            above_minor,
            outcomes: Outcome::ALL.to_vec(),
            working_days: None,
        };
        Definition {
            name: "test".into(),
            version: 1,
            steps: vec![step("first", None), step("second", Some(100)), step("third", None)],
            approve_reasons: vec!["seen".into()],
            return_reasons: vec!["unclear".into()],
            refuse_reasons: Vec::new(),
        }
    }

    #[test]
    fn steps_above_a_threshold_are_passed_over_below_it() {
        let definition = definition();
        let keys = |amount| {
            let (mut keys, mut from) = (Vec::new(), 0);
            while let Some((at, step)) = definition.next_step(from, amount) {
                keys.push(step.key.clone());
                from = at + 1;
            }
            keys
        };
        assert_eq!(keys(100), ["first", "third"]);
        assert_eq!(keys(101), ["first", "second", "third"]);
    }

    #[test]
    fn reasons_must_fit_the_outcome() {
        let definition = definition();
        let ok = |outcome, reasons: &[&str]| {
            let reasons: Vec<String> = reasons.iter().map(|r| (*r).to_owned()).collect();
            definition.check_reasons(outcome, &reasons).is_ok()
        };
        assert!(ok(Outcome::Approve, &[]) && ok(Outcome::Approve, &["seen"]) && !ok(Outcome::Approve, &["unclear"]));
        assert!(ok(Outcome::Return, &["unclear"]) && !ok(Outcome::Return, &[]) && !ok(Outcome::Return, &["x"]));
        assert!(ok(Outcome::Refuse, &[]), "no list, no reason");
    }

    #[test]
    fn a_definition_survives_being_kept() {
        let text = serde_json::to_string(&definition()).unwrap();
        assert_eq!(serde_json::from_str::<Definition>(&text).unwrap(), definition());
    }
}
