//! `simulate aid` and `allocate`, as somebody with a simulator of their own meets them.

use crate::program::{finish, qianmo, run};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

/// A trace of sixty posts in two areas, with names as people have them.
fn trace(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let mut posts = "id,arrive_day,expire_day,purpose,area,household,amount_minor,weight\r\n".to_owned();
    let (mut donors, mut sessions) = ("\u{feff}id,purpose,area,budget_minor\n".to_owned(), "day,donor\n".to_owned());
    for n in 0..60 {
        let (purpose, area) = (if n % 3 == 0 { "school" } else { "water" }, if n % 2 == 0 { "\"Yan'an, 延安\"" } else { "7" });
        write!(posts, "p{n},{},{},{purpose},{area},,500,\r\n", n % 20, n % 20 + 9).unwrap();
        writeln!(donors, "{n},{purpose},,{}", if n % 4 == 0 { "1200" } else { "" }).unwrap();
        writeln!(sessions, "{},{}\n{},{n}", 20 - n % 20, 59 - n, n % 10).unwrap();
    }
    let model = r#"{"k":5,"base":0.05,"taste_purpose":1,"taste_area":0.5,"no_show":0.1}"#;
    for (name, text) in [("posts.csv", &posts[..]), ("donors.csv", &donors), ("sessions.csv", &sessions), ("model.json", model)] {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// What is told of a run, without what depends on the machine.
fn without_times(mut told: Value) -> Value {
    for policy in told["policies"].as_array_mut().unwrap() {
        for key in ["seconds", "slate_p50_us", "slate_p99_us", "slate_alone_p99_us", "resolve_longest_ms", "peak_memory_bytes"] {
            assert!(policy.as_object_mut().unwrap().remove(key).is_some(), "{key}");
        }
    }
    told
}

#[test]
fn anybodys_trace_is_run_and_drawn_and_the_same_every_time() {
    let temp = tempfile::tempdir().unwrap();
    trace(&temp.path().join("mine"));
    let simulate = |words: &[&str]| {
        let mut command = qianmo();
        command.current_dir(temp.path()).args(["simulate", "aid", "--trace", "mine"]).args(words);
        finish(command)
    };
    let told = simulate(&["--floors", "on", "--json", "--plots", "drawn"]).expect(0).json();
    let names: Vec<&str> = told["policies"].as_array().unwrap().iter().map(|p| p["policy"].as_str().unwrap()).collect();
    assert_eq!(names, ["newest", "random", "greedy", "balance", "qianmo"]);
    for policy in told["policies"].as_array().unwrap() {
        assert!(policy["met"].as_u64() > Some(0) && policy["percent_of_lp_bound"].as_f64().is_some_and(|p| p < 150.0), "{policy}");
        assert_eq!(policy["areas"].as_array().unwrap().len(), 2);
    }
    assert_eq!((told["posts"].as_u64(), told["sessions"].as_u64(), told["floors"].as_bool()), (Some(60), Some(120), Some(true)));
    for name in ["met-over-time.svg", "met-by-area.svg", "days-to-match.svg"] {
        let svg = fs::read_to_string(temp.path().join("drawn").join(name)).unwrap();
        assert!(svg.starts_with("<svg ") && svg.contains("<desc") && svg.ends_with("</svg>\n"), "{name}");
    }
    assert!(simulate(&["--plots", "drawn"]).expect(2).err.contains("met-over-time.svg"));
    let again = simulate(&["--floors", "on", "--json", "--plots", "again"]).expect(0).json();
    let plots = |told: &Value| (without_times(told.clone())["policies"].clone(), told["lp_bound"].clone());
    assert_eq!(plots(&told), plots(&again));
    for name in ["met-over-time.svg", "met-by-area.svg", "days-to-match.svg"] {
        let read = |folder: &str| fs::read(temp.path().join(folder).join(name)).unwrap();
        assert_eq!(read("drawn"), read("again"), "{name}");
    }
    // The same as a table; each policy once, and by its other name too.
    let table = simulate(&["--policy", "ours", "--policy", "newest", "--policy", "qianmo"]).expect(0);
    let head = table.out.lines().find(|line| line.trim_start().starts_with("qianmo")).unwrap();
    assert_eq!(head.split_whitespace().collect::<Vec<_>>(), ["qianmo", "newest"]);
    assert!(table.err.is_empty() && table.out.contains("in percent of the LP bound"), "{}{}", table.out, table.err);
    // No data folder is made.
    let mut there: Vec<_> = fs::read_dir(temp.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    there.sort();
    assert_eq!(there, ["again", "drawn", "mine"]);
}

#[test]
fn what_is_wrong_in_a_trace_is_told_and_nothing_is_run() {
    let temp = tempfile::tempdir().unwrap();
    let mine = temp.path().join("mine");
    trace(&mine);
    fs::write(mine.join("sessions.csv"), "day,donor\r\n1,2\r\nNaN,2\r\n3,nobody\r\n").unwrap();
    let folder = mine.to_str().unwrap();
    let ran = run(&["simulate", "aid", "--trace", folder]).expect(1);
    assert_eq!(
        ran.out,
        "  sessions.csv, line 3, day: \"NaN\" is not a number from 0 to 1,000,000,000\n  \
         sessions.csv, line 4, donor: \"nobody\" is not the id of a donor in donors.csv\n"
    );
    assert_eq!(ran.err, "qianmo: the trace is wrong in 2 places; nothing was run\n");
    let told = run(&["simulate", "aid", "--trace", folder, "--json"]).expect(1).json();
    assert_eq!((told["bad"].as_u64(), told["more"].as_u64()), (Some(2), Some(0)));
    assert_eq!((told["problems"][1]["line"].as_u64(), told["problems"][1]["column"].as_str()), (Some(4), Some("donor")));
    fs::remove_file(mine.join("model.json")).unwrap();
    assert!(run(&["simulate", "aid", "--trace", folder]).expect(1).out.contains("model.json: it cannot be opened"));
    assert!(run(&["simulate", "aid", "--trace", "nowhere"]).expect(2).err.contains("there is no folder nowhere"));
    for words in [
        &["--trace", folder, "--scale", "1"][..],
        &["--trace", folder, "--preset", "weak"],
        &["--scale", "0"],
        &["--policy", "best"],
    ] {
        run(&[&["simulate", "aid"], words].concat()).expect(2);
    }
}

#[test]
fn a_preset_is_drawn_at_any_scale() {
    let words = ["simulate", "aid", "--preset", "medium", "--scale", "0.02", "--policy", "newest", "--policy", "balance", "--json"];
    let told = run(&words).expect(0).json();
    assert_eq!(
        (told["posts"].as_u64(), told["donors"].as_u64(), told["sessions"].as_u64()),
        (Some(1_000), Some(2_000), Some(6_000))
    );
    let newest = told["policies"][0]["met_share"].as_f64().unwrap();
    assert!((newest - 0.2).abs() < 0.03 && told["policies"][1]["met_share"].as_f64() > Some(2.0 * newest), "{told}");
}

#[test]
fn a_caller_sends_events_and_reads_slates_as_they_come() {
    let temp = tempfile::tempdir().unwrap();
    let mut command = qianmo();
    command.current_dir(temp.path()).args(["allocate", "--floors", "on", "--seed", "7"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut say = |line: &str| writeln!(input, "{line}").unwrap();
    // Waits for exactly one line, while the program waits for the next event.
    let mut answer = || {
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    say(r#"{"type":"donor","id":9,"purpose":3,"area":7,"budget_minor":null}"#);
    say(r#"{"type":"post","id":1,"day":0.12,"expire":60.1,"purpose":3,"area":7,"household":55,"amount_minor":50000,"weight":1}"#);
    say(r#"{"type":"session","id":77,"day":1.5,"donor":9,"k":10}"#);
    assert_eq!(answer(), r#"{"session":77,"slate":[1]}"#);
    say(r#"{"type":"session","id":"s","day":1.6,"donor":9,"k":10}"#);
    assert_eq!(answer(), r#"{"session":"s","slate":[1]}"#);
    say(r#"{"type":"choice","session":77,"post":1}"#);
    say(r#"{"type":"choice","session":"s","post":1}"#);
    assert_eq!(answer(), r#"{"error":"the post 1 was taken meanwhile","line":6}"#);
    say(r#"{"type":"lapse","post":1,"day":9.2}"#);
    say(r#"{"type":"session","id":78,"day":9.2,"donor":9,"k":10}"#);
    assert_eq!(answer(), r#"{"session":78,"slate":[1]}"#);
    say(&format!("{{\"type\":\"{}\"}}", "x".repeat(1_000_000)));
    assert_eq!(answer(), r#"{"error":"the line is longer than 65536 bytes","line":9}"#);
    say(r#"{"type":"close","post":1,"reason":"expired"}"#);
    say(r#"{"type":"end"}"#);
    assert_eq!(answer(), "");
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.len()), (Some(0), 0));
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0, "no data folder is made");
}

#[test]
fn a_conversation_may_end_without_a_word() {
    let ran = run(&["allocate"]).expect(0);
    assert!(ran.out.is_empty() && ran.err.is_empty());
}
