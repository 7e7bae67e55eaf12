//! The conversation gives the slates that the simulator gives, and what is refused on the way makes no difference.

use crate::allocate::answers;
use proptest::prelude::*;
use qianmo_matching::Settings;
use qianmo_matching_sim::instance::{Instance, NONE};
use qianmo_matching_sim::policy::{Ours, Policy};
use qianmo_matching_sim::preset::{Preset, TRIAL, generate};
use std::fmt::Write as _;

/// A policy that writes down what it is told, and answers as ours does.
struct Noted<'a> {
    ours: Ours<'a>,
    instance: &'a Instance,
    lines: String,
    slates: String,
}

impl Policy for Noted<'_> {
    fn name(&self) -> &str {
        "noted"
    }

    fn post(&mut self, day: f64, post: u32) {
        let p = &self.instance.posts[post as usize];
        writeln!(
            self.lines,
            r#"{{"type":"post","id":{post},"day":{day},"expire":{},"purpose":{},"area":{},"household":{},"amount_minor":{},"weight":{}}}"#,
            p.expire, p.purpose, p.area, p.household, p.amount, p.weight
        )
        .unwrap();
        self.ours.post(day, post);
    }

    fn slate(&mut self, day: f64, session: usize, donor: u32, slate: &mut Vec<u32>) {
        writeln!(self.lines, r#"{{"type":"session","id":{session},"day":{day},"donor":{donor},"k":10}}"#).unwrap();
        self.ours.slate(day, session, donor, slate);
        writeln!(self.slates, "{}", serde_json::json!({"session": session, "slate": slate})).unwrap();
    }

    fn outcome(&mut self, day: f64, session: usize, donor: u32, chosen: Option<(u32, i64)>) {
        let post = chosen.map_or("null".to_owned(), |(post, _)| post.to_string());
        writeln!(self.lines, r#"{{"type":"choice","session":{session},"post":{post}}}"#).unwrap();
        self.ours.outcome(day, session, donor, chosen);
    }

    fn lapse(&mut self, day: f64, post: u32, donor: u32, gift: i64) {
        writeln!(self.lines, r#"{{"type":"lapse","post":{post},"day":{day}}}"#).unwrap();
        self.ours.lapse(day, post, donor, gift);
    }

    fn close(&mut self, day: f64, post: u32) {
        writeln!(self.lines, r#"{{"type":"close","post":{post},"reason":"expired"}}"#).unwrap();
        self.ours.close(day, post);
    }
}

#[test]
fn the_conversation_gives_the_slates_of_the_simulator_every_time() {
    let mut instance = generate(Preset::Medium, TRIAL.times(0.02), 1);
    instance.model.no_show = 0.2;
    for post in &mut instance.posts {
        (post.purpose, post.area) = (post.purpose % 4, post.area % 3);
    }
    for (number, donor) in instance.donors.iter_mut().enumerate() {
        donor.budget = (number % 3 == 0).then_some(150_000);
        (donor.purpose, donor.area) = (donor.purpose % 5, if number % 2 == 0 { NONE } else { donor.area % 4 });
    }
    let ours = Ours::new(&instance, Settings::default());
    let mut noted = Noted { ours, instance: &instance, lines: String::new(), slates: String::new() };
    for (number, donor) in instance.donors.iter().enumerate() {
        let wish = |n: u32| if n == NONE { "null".to_owned() } else { n.to_string() };
        let budget = donor.budget.map_or("null".to_owned(), |b| b.to_string());
        let (purpose, area) = (wish(donor.purpose), wish(donor.area));
        writeln!(noted.lines, r#"{{"type":"donor","id":{number},"purpose":{purpose},"area":{area},"budget_minor":{budget}}}"#)
            .unwrap();
    }
    let outcome = qianmo_matching_sim::run(&instance, &mut noted, 1, None, &|_| {}).unwrap();
    assert!(outcome.met > 100 && outcome.claimed_unmet > 0.1, "{outcome:?}");
    let (told, tally) = answers(&noted.lines);
    assert_eq!((tally.refused, tally.slates), (0, instance.sessions.len() as u64));
    assert_eq!(told.join("\n"), noted.slates.trim_end());
    assert_eq!(answers(&noted.lines).0, told);
}

/// Lines that are often wrong: few ids, days that may run back, posts that may not be there.
fn line() -> impl Strategy<Value = String> {
    let id = || 0u32..6;
    let donor =
        (id(), 0u32..3, proptest::option::of(0u32..2), proptest::option::of(-1i64..9)).prop_map(|(id, purpose, area, budget)| {
            serde_json::json!({"type": "donor", "id": id, "purpose": purpose, "area": area, "budget_minor": budget}).to_string()
        });
    let post = (0u32..20, 0u32..9, 0u32..9, (0u32..3, 0u32..2), -1i64..5, -1i64..3).prop_map(
        |(id, day, life, (purpose, area), amount, weight)| {
            serde_json::json!({"type": "post", "id": id, "day": day, "expire": day + life, "purpose": purpose, "area": area,
            "amount_minor": amount, "weight": weight})
            .to_string()
        },
    );
    let session = (0u32..40, 0u32..9, id(), 0u32..4).prop_map(|(id, day, donor, k)| {
        serde_json::json!({"type": "session", "id": id, "day": day, "donor": donor, "k": k}).to_string()
    });
    let choice = (0u32..40, proptest::option::of(0u32..20))
        .prop_map(|(session, post)| serde_json::json!({"type": "choice", "session": session, "post": post}).to_string());
    let lapse =
        (0u32..20, 0u32..9).prop_map(|(post, day)| serde_json::json!({"type": "lapse", "post": post, "day": day}).to_string());
    let close = (0u32..20).prop_map(|post| serde_json::json!({"type": "close", "post": post}).to_string());
    prop_oneof![2 => donor, 4 => post, 5 => session, 5 => choice, 2 => lapse, 1 => close, 1 => ".{0,20}"]
}

proptest! {
    #[test]
    fn what_is_refused_might_as_well_not_have_been_said(lines in proptest::collection::vec(line(), 0..80)) {
        let (told, tally) = answers(&lines.join("\n"));
        let parsed: Vec<serde_json::Value> = told.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let refused: Vec<u64> = parsed.iter().filter_map(|answer| answer["line"].as_u64()).collect();
        prop_assert_eq!(refused.len() as u64, tally.refused);
        let kept: Vec<&str> = lines.iter().zip(1u64..).filter(|(_, n)| !refused.contains(n)).map(|(line, _)| line.as_str()).collect();
        let (slates, again) = answers(&kept.join("\n"));
        prop_assert_eq!(again.refused, 0);
        let before: Vec<&String> = told.iter().filter(|line| line.contains("\"slate\":")).collect();
        prop_assert_eq!(before, slates.iter().collect::<Vec<_>>());
    }
}
