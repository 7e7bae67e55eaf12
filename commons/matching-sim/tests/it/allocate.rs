//! The conversation, line by line: what is answered, what is refused, and that what is refused changes nothing.

use qianmo_matching::Settings;
use qianmo_matching_sim::allocate::{Tally, converse};
use std::fmt::Write as _;

pub fn answers(lines: &str) -> (Vec<String>, Tally) {
    let mut out = Vec::new();
    let tally = converse(lines.as_bytes(), &mut out, Settings::default()).unwrap();
    (String::from_utf8(out).unwrap().lines().map(str::to_owned).collect(), tally)
}

/// What is answered to `lines` after the donor 9, the posts 1 and "two", and the session 77 whose slate has both.
#[track_caller]
fn then(lines: &[&str]) -> Vec<String> {
    let story = [
        r#"{"type":"donor","id":9,"purpose":3,"area":7,"budget_minor":null}"#,
        r#"{"type":"post","id":1,"day":0.12,"expire":60.1,"purpose":3,"area":7,"household":55,"amount_minor":50000,"weight":1}"#,
        r#"{"type":"post","id":"two","day":0.5,"expire":50,"purpose":4,"area":"x","household":56,"amount_minor":700,"weight":1}"#,
        r#"{"type":"session","id":77,"day":1.5,"donor":9,"k":10}"#,
    ];
    let (answers, _) = answers(&[&story[..], lines].concat().join("\n"));
    assert_eq!(answers[0], r#"{"session":77,"slate":[1,"two"]}"#);
    answers[1..].to_vec()
}

fn session(id: u32, day: f64) -> String {
    format!(r#"{{"type":"session","id":{id},"day":{day},"donor":9,"k":10}}"#)
}

#[test]
fn a_need_is_chosen_lapses_and_is_closed() {
    let told = then(&[
        r#"{"type":"choice","session":77,"post":1}"#,
        &session(78, 2.0),
        r#"{"type":"choice","session":78,"post":null}"#,
        r#"{"type":"lapse","post":1,"day":9.2}"#,
        &session(79, 9.2),
        "",
        "  \r",
        r#"{"type":"close","post":1,"reason":"expired"}"#,
        &session(80, 9.3),
        // What has expired is not shown, though nobody closed it.
        &session(81, 50.0),
        r#"{"type":"end"}"#,
        &session(82, 50.0),
    ]);
    assert_eq!(
        told,
        [
            r#"{"session":78,"slate":["two"]}"#,
            r#"{"session":79,"slate":[1,"two"]}"#,
            r#"{"session":80,"slate":["two"]}"#,
            r#"{"session":81,"slate":[]}"#,
        ]
    );
}

#[test]
fn every_line_that_cannot_be_is_told_with_its_number_and_changes_nothing() {
    let huge = format!(r#"{{"type":"donor","id":"{}"}}"#, "x".repeat(100_000));
    let refused: Vec<(&str, &str)> = vec![
        ("{\"type\":\"donor\"", "the line is broken at column 15: EOF while parsing an object"),
        ("nonsense", "the line is not a JSON object"),
        (r#"{"type":"gift","id":1}"#, "the type \\\"gift\\\" is none of donor, post, session, choice, lapse, close, end"),
        (&huge, "the line is longer than 65536 bytes"),
        (r#"{"type":"donor","purpose":1}"#, "id is missing"),
        (
            r#"{"type":"donor","id":9,"budget_minor":-1}"#,
            "budget_minor is -1: it must be a whole number from 0 to 1,000,000,000,000,000",
        ),
        (r#"{"type":"donor","id":true}"#, "id is true: it must be a number or a string"),
        (r#"{"type":"post","id":1,"day":1.6,"expire":9,"purpose":1,"area":1,"amount_minor":1}"#, "the post 1 is known already"),
        (
            r#"{"type":"post","id":2,"day":0.4,"expire":9,"purpose":1,"area":1,"amount_minor":1}"#,
            "day is 0.4: it runs back, 1.5 was told before",
        ),
        (
            r#"{"type":"post","id":2,"day":2,"expire":2,"purpose":1,"area":1,"amount_minor":1}"#,
            "expire is 2: it must be after the day, 2",
        ),
        (
            r#"{"type":"post","id":2,"day":-1,"expire":9,"purpose":1,"area":1,"amount_minor":1}"#,
            "day is -1: it must be a number from 0 to 1,000,000,000",
        ),
        (r#"{"type":"post","id":2,"day":2,"expire":9,"area":1,"amount_minor":1}"#, "purpose is missing"),
        (r#"{"type":"post","id":2,"day":2,"expire":9,"purpose":1,"area":null,"amount_minor":1}"#, "area is missing"),
        (
            r#"{"type":"post","id":2,"day":2,"expire":9,"purpose":1,"area":1,"amount_minor":0}"#,
            "amount_minor is 0: it must be a whole number from 1 to 1,000,000,000,000,000",
        ),
        (
            r#"{"type":"post","id":2,"day":2,"expire":9,"purpose":1,"area":1,"amount_minor":1,"weight":0}"#,
            "weight is 0: it must be a number from 0.000001 to 1,000,000",
        ),
        (r#"{"type":"session","id":77,"day":2,"donor":9,"k":1}"#, "the session 77 is known already"),
        (r#"{"type":"session","id":78,"day":2,"donor":"9","k":1}"#, "the donor \\\"9\\\" is not known"),
        (r#"{"type":"session","id":78,"day":1.4,"donor":9,"k":1}"#, "day is 1.4: it runs back, 1.5 was told before"),
        (
            r#"{"type":"session","id":78,"day":2,"donor":9,"k":0}"#,
            "k is 0: it must be a whole number from 1 to 1,000,000,000,000,000",
        ),
        (r#"{"type":"session","id":78,"day":2,"donor":9}"#, "k is missing"),
        (r#"{"type":"choice","session":99,"post":1}"#, "the session 99 is not known"),
        (r#"{"type":"choice","session":77,"post":5}"#, "the post 5 is not known"),
        (r#"{"type":"choice","session":77}"#, "post is missing: a post of the slate, or null"),
        (r#"{"type":"lapse","post":1,"day":2}"#, "the post 1 is not taken: nothing can lapse"),
        (r#"{"type":"lapse","post":8,"day":2}"#, "the post 8 is not known"),
        (r#"{"type":"close","post":8}"#, "the post 8 is not known"),
    ];
    let (lines, why): (Vec<&str>, Vec<&str>) = refused.into_iter().unzip();
    let mut told = then(&[&lines[..], &[&session(78, 1.5)]].concat());
    // The same slate as if nothing had been said.
    assert_eq!(told.pop().unwrap(), r#"{"session":78,"slate":[1,"two"]}"#);
    let expected: Vec<String> = (5..).zip(why).map(|(line, why)| format!(r#"{{"error":"{why}","line":{line}}}"#)).collect();
    assert_eq!(told, expected);
}

#[test]
fn several_sessions_may_be_open_at_once_and_one_post_is_taken_once() {
    let told = then(&[
        &session(78, 1.6),
        r#"{"type":"post","id":3,"day":1.7,"expire":9,"purpose":1,"area":1,"amount_minor":1}"#,
        r#"{"type":"choice","session":78,"post":1}"#,
        r#"{"type":"choice","session":77,"post":1}"#,
        r#"{"type":"choice","session":77,"post":3}"#,
        r#"{"type":"choice","session":77,"post":"two"}"#,
        r#"{"type":"choice","session":77,"post":null}"#,
        r#"{"type":"choice","session":78,"post":1}"#,
        r#"{"type":"lapse","post":1,"day":1}"#,
        r#"{"type":"lapse","post":1,"day":8}"#,
        r#"{"type":"lapse","post":1,"day":8}"#,
    ]);
    assert_eq!(
        told,
        [
            r#"{"session":78,"slate":[1,"two"]}"#,
            r#"{"error":"the post 1 was taken meanwhile","line":8}"#,
            r#"{"error":"the post 3 was not on the slate of this session","line":9}"#,
            r#"{"error":"the session 77 has had its choice","line":11}"#,
            r#"{"error":"the session 78 has had its choice","line":12}"#,
            r#"{"error":"day is 1: it runs back, 1.7 was told before","line":13}"#,
            r#"{"error":"the post 1 is not taken: nothing can lapse","line":15}"#,
        ]
    );
}

#[test]
fn an_answer_that_comes_too_late_leaves_the_session_open() {
    let told = then(&[
        &session(78, 2.0),
        &session(79, 50.0),
        r#"{"type":"choice","session":77,"post":"two"}"#,
        r#"{"type":"close","post":1}"#,
        r#"{"type":"close","post":1}"#,
        r#"{"type":"choice","session":77,"post":1}"#,
        r#"{"type":"choice","session":77,"post":null}"#,
    ]);
    assert_eq!(
        told[2..],
        [
            r#"{"error":"the post \"two\" was closed, or has expired","line":7}"#,
            r#"{"error":"the post 1 was closed, or has expired","line":10}"#,
        ]
    );
}

#[test]
fn a_budget_is_what_a_donor_gives_in_all() {
    let told = then(&[
        r#"{"type":"donor","id":"d","budget_minor":51000}"#,
        r#"{"type":"session","id":1,"day":2,"donor":"d","k":10}"#,
        r#"{"type":"session","id":2,"day":2,"donor":"d","k":10}"#,
        r#"{"type":"choice","session":1,"post":1}"#,
        r#"{"type":"post","id":3,"day":3,"expire":90,"purpose":1,"area":1,"amount_minor":1001}"#,
        // A thousand are left: the post 3 is dearer, "two" is not.
        r#"{"type":"session","id":3,"day":3,"donor":"d","k":10}"#,
        r#"{"type":"choice","session":3,"post":"two"}"#,
        r#"{"type":"choice","session":2,"post":"two"}"#,
        // Declared again, with what is given in all: what was chosen so far stays taken.
        r#"{"type":"donor","id":"d","budget_minor":51702}"#,
        r#"{"type":"session","id":4,"day":3,"donor":"d","k":10}"#,
        r#"{"type":"lapse","post":1,"day":9}"#,
        r#"{"type":"session","id":5,"day":9,"donor":"d","k":10}"#,
        r#"{"type":"choice","session":5,"post":1}"#,
        r#"{"type":"donor","id":"d","budget_minor":10}"#,
        r#"{"type":"session","id":6,"day":9,"donor":"d","k":10}"#,
        r#"{"type":"donor","id":"d"}"#,
        r#"{"type":"session","id":7,"day":9,"donor":"d","k":10}"#,
    ]);
    assert_eq!(
        told,
        [
            r#"{"session":1,"slate":["two",1]}"#,
            r#"{"session":2,"slate":["two",1]}"#,
            r#"{"session":3,"slate":["two"]}"#,
            r#"{"error":"the post \"two\" was taken meanwhile","line":12}"#,
            r#"{"session":4,"slate":[3]}"#,
            r#"{"session":5,"slate":[3,1]}"#,
            r#"{"session":6,"slate":[]}"#,
            r#"{"session":7,"slate":[3]}"#,
        ]
    );
}

#[test]
fn a_choice_beyond_the_budget_is_refused() {
    let told = then(&[
        r#"{"type":"donor","id":"d","budget_minor":50000}"#,
        r#"{"type":"session","id":1,"day":2,"donor":"d","k":10}"#,
        r#"{"type":"session","id":2,"day":2,"donor":"d","k":10}"#,
        r#"{"type":"choice","session":1,"post":1}"#,
        r#"{"type":"choice","session":2,"post":"two"}"#,
    ]);
    assert_eq!(told[2], r#"{"error":"the post \"two\" is dearer than what is left of the donor's budget","line":9}"#);
}

#[test]
fn a_donor_declared_again_is_shown_what_they_care_for_now() {
    let mut lines = r#"{"type":"donor","id":1,"purpose":"a"}"#.to_owned();
    for id in 0..40 {
        let purpose = if id % 2 == 0 { "a" } else { "b" };
        write!(
            lines,
            "\n{{\"type\":\"post\",\"id\":{id},\"day\":1,\"expire\":90,\"purpose\":\"{purpose}\",\"area\":1,\"amount_minor\":5}}"
        )
        .unwrap();
    }
    lines += "\n{\"type\":\"session\",\"id\":1,\"day\":1,\"donor\":1,\"k\":20}\n{\"type\":\"donor\",\"id\":1,\"purpose\":\"b\"}\n";
    lines += "{\"type\":\"choice\",\"session\":1,\"post\":0}\n{\"type\":\"session\",\"id\":2,\"day\":1,\"donor\":1,\"k\":20}\n";
    let (told, tally) = answers(&lines);
    let ids = |line: &str| -> Vec<u32> {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        answer["slate"].as_array().unwrap().iter().map(|id| id.as_u64().unwrap() as u32).collect()
    };
    assert_eq!((tally.lines, tally.slates, tally.refused), (45, 2, 0));
    assert!(ids(&told[0]).len() == 20 && ids(&told[0]).iter().all(|id| id % 2 == 0), "{told:?}");
    assert!(ids(&told[1]).len() == 20 && ids(&told[1]).iter().all(|id| id % 2 == 1), "{told:?}");
}

/// Hands out its text in pieces and fails when it is asked for more than was answered.
#[test]
fn each_answer_is_flushed_before_the_next_line_is_read() {
    use std::cell::Cell;
    use std::io::{self, BufReader, Read, Write};
    struct Caller<'a> {
        lines: Vec<&'a str>,
        flushed: &'a Cell<usize>,
        asked: usize,
    }
    impl Read for Caller<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            assert_eq!(self.flushed.get(), self.asked, "a line is wanted before the one before was answered");
            let Some(line) = self.lines.first().copied() else { return Ok(0) };
            self.lines.remove(0);
            self.asked += usize::from(line.contains("session") || line.contains("nonsense"));
            into[..line.len()].copy_from_slice(line.as_bytes());
            Ok(line.len())
        }
    }
    struct Out<'a>(&'a Cell<usize>, usize);
    impl Write for Out<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1 += bytes.iter().filter(|b| **b == b'\n').count();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            self.0.set(self.1);
            Ok(())
        }
    }
    let flushed = Cell::new(0);
    let lines = vec![
        "{\"type\":\"donor\",\"id\":1}\n",
        "{\"type\":\"session\",\"id\":1,\"day\":1,\"donor\":1,\"k\":1}\n",
        "nonsense\n",
        "{\"type\":\"session\",\"id\":2,\"day\":1,\"donor\":1,\"k\":1}\n",
    ];
    let caller = Caller { lines, flushed: &flushed, asked: 0 };
    let tally = converse(BufReader::new(caller), Out(&flushed, 0), Settings::default()).unwrap();
    assert_eq!(tally, Tally { lines: 4, slates: 2, refused: 1 });
}

#[test]
fn the_conversation_in_the_papers_goes_as_it_is_told_there() {
    let page = include_str!("../../../../docs/domains/matching.md");
    let (_, section) = page.split_once("## Driving the allocator").unwrap();
    let block = section.split("```").nth(1).unwrap();
    let (answered, said): (Vec<&str>, Vec<&str>) = block.trim().lines().partition(|line| line.starts_with(' '));
    assert!(said.len() > 8 && answered.len() > 2, "{block}");
    assert_eq!(answers(&said.join("\n")).0, answered.iter().map(|line| line.trim()).collect::<Vec<_>>());
}

#[test]
fn a_session_that_waits_too_long_is_forgotten_and_says_so() {
    let mut lines = "{\"type\":\"donor\",\"id\":1}\n".to_owned();
    for id in 0..=100_000 {
        writeln!(lines, "{{\"type\":\"session\",\"id\":{id},\"day\":1,\"donor\":1,\"k\":1}}").unwrap();
    }
    lines += "{\"type\":\"choice\",\"session\":0,\"post\":null}\n{\"type\":\"choice\",\"session\":1,\"post\":null}\n";
    let (told, tally) = answers(&lines);
    assert_eq!((tally.slates, tally.refused), (100_001, 1));
    assert!(told.last().unwrap().contains("the session 0 has waited too long"), "{:?}", told.last());
}

#[test]
fn a_session_that_is_long_past_is_forgotten_with_its_id() {
    let mut lines = r#"{"type":"donor","id":1}"#.to_owned();
    for id in 0..=200_000 {
        lines += &format!("\n{{\"type\":\"session\",\"id\":{id},\"day\":1,\"donor\":1,\"k\":1}}");
    }
    lines += r#"
{"type":"choice","session":0,"post":null}
{"type":"session","id":1,"day":1,"donor":1,"k":1}
{"type":"session","id":0,"day":1,"donor":1,"k":1}"#;
    let (told, tally) = answers(&lines);
    assert_eq!((tally.slates, tally.refused), (200_002, 2));
    let refused: Vec<&String> = told.iter().filter(|line| line.contains("error")).collect();
    assert!(
        refused[0].contains("the session 0 is not known") && refused[1].contains("the session 1 is known already"),
        "{refused:?}"
    );
}
