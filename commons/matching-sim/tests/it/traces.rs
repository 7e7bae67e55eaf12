//! Anybody's own instance: what is taken, and what is told of what is not.

use qianmo_matching_sim::instance::NONE;
use qianmo_matching_sim::policy::Which;
use qianmo_matching_sim::trace::{self, MOST_TOLD, Problem, Problems, Trace};

const POSTS: &str =
    "id,arrive_day,expire_day,purpose,area,household,amount_minor,weight\n7,1.5,9,0,1,3,500,1\n8,0.5,9,1,0,3,500,2\n";
const DONORS: &str = "id,purpose,area,budget_minor\n4,,1,\n5,0,,900\n";
const SESSIONS: &str = "day,donor\n3,5\n2,4\n";
const MODEL: &str = r#"{"k":10,"base":0.01,"taste_purpose":1,"taste_area":0.5}"#;

fn parse(posts: &str, donors: &str, sessions: &str, model: &str) -> Result<Trace, Problems> {
    trace::parse(posts.as_bytes(), donors.as_bytes(), sessions.as_bytes(), model.as_bytes())
}

/// Everything that is told of a trace, a line each.
#[track_caller]
fn told(posts: &str, donors: &str, sessions: &str, model: &str) -> Vec<String> {
    parse(posts, donors, sessions, model).unwrap_err().told.iter().map(Problem::to_string).collect()
}

/// The posts of the example with this line instead of the second one.
fn with_post(line: &str) -> String {
    POSTS.replace("8,0.5,9,1,0,3,500,2", line)
}

#[test]
fn posts_and_sessions_may_come_in_any_order() {
    let trace = parse(POSTS, DONORS, SESSIONS, MODEL).unwrap();
    let instance = trace.instance;
    assert_eq!(instance.posts.iter().map(|p| p.arrive).collect::<Vec<_>>(), [0.5, 1.5]);
    assert_eq!(instance.sessions.iter().map(|s| (s.day, s.donor)).collect::<Vec<_>>(), [(2.0, 0), (3.0, 1)]);
    assert_eq!((instance.donors[1].budget, instance.donors[0].budget), (Some(900), None));
    assert_eq!((instance.donors[1].area, instance.donors[0].purpose), (NONE, NONE));
    // No slate is longer than there are posts.
    assert_eq!((instance.model.k, instance.model.split_cash, instance.model.no_show), (2, 1.0, 0.0));
}

#[test]
fn a_day_of_minus_nothing_is_the_first_day() {
    let donors = DONORS.replace("900", "");
    let trace = parse(&with_post("8,-0,9,1,0,3,500,2"), &donors, SESSIONS, &MODEL.replace("0.01", "1000")).unwrap();
    for which in Which::ALL {
        let outcome = which.run(&trace.instance, false, 1, None, &|_| {}).unwrap();
        assert_eq!(outcome.met, 2, "{}", which.name());
    }
}

#[test]
fn purposes_areas_and_ids_are_any_names() {
    let posts = "id,arrive_day,expire_day,purpose,area,household,amount_minor,weight\n\
                 a,0,9,school,\"Yan'an, 延安\",,500,\nb,0,9,school,007,,500.0,0.5\nc,9,10,0,7,h,500,1\nd,9,10,0.0,1000000,h,500,1\n";
    let donors = "id,purpose,area,budget_minor\nx,school,nowhere,\ny,0.0,7.0,0\n";
    let trace = parse(posts, donors, "day,donor\n1,x\n1,y\n", MODEL).unwrap();
    assert_eq!(trace.areas, ["Yan'an, 延安", "007", "7", "1000000", "nowhere"]);
    assert_eq!(trace.purposes, ["school", "0"]);
    let instance = &trace.instance;
    assert_eq!((instance.areas(), instance.purposes()), (4, 2));
    assert_eq!(instance.posts.iter().map(|p| (p.area, p.weight)).collect::<Vec<_>>(), [(0, 1.0), (1, 0.5), (2, 1.0), (3, 1.0)]);
    assert_eq!((instance.donors[1].purpose, instance.donors[1].area, instance.donors[1].budget), (1, 2, Some(0)));
    let households: Vec<u64> = instance.posts.iter().map(|p| p.household).collect();
    assert!(households[0] != households[1] && households[2] == households[3], "{households:?}");
    // All policies run over it, posts that come after the last session included.
    for which in Which::ALL {
        let outcome = which.run(instance, true, 1, None, &|_| {}).unwrap();
        assert!(outcome.met <= 1 && outcome.areas.len() == 4, "{outcome:?}");
        assert_eq!(outcome.last_day, 9.0);
    }
}

#[test]
fn marks_carriage_returns_spaces_quotes_and_other_columns_are_no_hindrance() {
    let plain = parse(POSTS, DONORS, SESSIONS, MODEL).unwrap().instance;
    let crlf = |text: &str| format!("\u{feff}{}\r\n\r\n", text.trim_end().replace('\n', "\r\n"));
    let posts = "note,weight, amount_minor ,household,area,purpose,expire_day,arrive_day,id\n\
                 \"a \"\"b\"\", c\",1,500,3,1,0,9,1.5,7\n\n,\"2\",500,3,0,1,9,0.5, 8 \n";
    for trace in [
        parse(&crlf(POSTS), &crlf(DONORS), &crlf(SESSIONS), &format!("\u{feff}{MODEL}\r\n")).unwrap(),
        parse(posts, DONORS.trim_end(), SESSIONS, MODEL).unwrap(),
    ] {
        assert_eq!((&trace.instance.posts, &trace.instance.donors), (&plain.posts, &plain.donors));
        assert_eq!((&trace.instance.sessions, &trace.instance.model), (&plain.sessions, &plain.model));
    }
}

#[test]
fn every_wrong_cell_is_told_with_its_place() {
    let posts = "id,arrive_day,expire_day,purpose,area,household,amount_minor,weight\r\n\
                 1,-1,9,0,0,1,500,1\r\n2,NaN,9,0,0,1,500,1\r\n3,5,5,0,0,1,500,0\r\n\r\n4,5,9,,0,1,-500,1\r\n4,inf,9,0,0,1,1.5,-2\r\n\
                 5,1,9\r\n6,1,9,0,0,1,500,1,extra\r\n,1,9,0,0,1,500,NaN\r\n";
    let donors = "id,purpose,area,budget_minor\n4,,1,-1\n4,0,,900\n5,0,,1e3\n";
    let sessions = "day,donor\n3,6\nx,4\n-0.5,\n1,5.0\n";
    let told = told(posts, donors, sessions, MODEL);
    let days = "is not a number from 0 to 1,000,000,000";
    assert_eq!(
        told,
        [
            format!("posts.csv, line 2, arrive_day: \"-1\" {days}"),
            format!("posts.csv, line 3, arrive_day: \"NaN\" {days}"),
            "posts.csv, line 4, expire_day: 5 is not after arrive_day, 5".to_owned(),
            "posts.csv, line 4, weight: \"0\" is not a number from 0.000001 to 1,000,000".to_owned(),
            "posts.csv, line 6, purpose: it is empty".to_owned(),
            "posts.csv, line 6, amount_minor: \"-500\" is not a whole number from 1 to 1,000,000,000,000,000".to_owned(),
            "posts.csv, line 7, id: the id \"4\" occurs again".to_owned(),
            format!("posts.csv, line 7, arrive_day: \"inf\" {days}"),
            "posts.csv, line 7, amount_minor: \"1.5\" is not a whole number from 1 to 1,000,000,000,000,000".to_owned(),
            "posts.csv, line 7, weight: \"-2\" is not a number from 0.000001 to 1,000,000".to_owned(),
            "posts.csv, line 8: it has 3 cells, the header has 8".to_owned(),
            "posts.csv, line 9: it has 9 cells, the header has 8".to_owned(),
            "posts.csv, line 10, id: it is empty".to_owned(),
            "posts.csv, line 10, weight: \"NaN\" is not a number from 0.000001 to 1,000,000".to_owned(),
            "donors.csv, line 2, budget_minor: \"-1\" is not a whole number from 0 to 1,000,000,000,000,000".to_owned(),
            "donors.csv, line 3, id: the id \"4\" occurs again".to_owned(),
            "sessions.csv, line 2, donor: \"6\" is not the id of a donor in donors.csv".to_owned(),
            format!("sessions.csv, line 3, day: \"x\" {days}"),
            format!("sessions.csv, line 4, day: \"-0.5\" {days}"),
            "sessions.csv, line 4, donor: it is empty".to_owned(),
        ]
    );
}

#[test]
fn headers_files_and_lines_that_cannot_be_read_are_told() {
    assert_eq!(
        told("id,arrive_day\n1,2\n", "", "day;donor\n1;4\n", MODEL),
        [
            "posts.csv, line 1, expire_day: the column is missing",
            "posts.csv, line 1, purpose: the column is missing",
            "posts.csv, line 1, area: the column is missing",
            "posts.csv, line 1, household: the column is missing",
            "posts.csv, line 1, amount_minor: the column is missing",
            "posts.csv, line 1, weight: the column is missing",
            "donors.csv: the file is empty",
            "sessions.csv, line 1, day: the column is missing",
            "sessions.csv, line 1, donor: the column is missing",
        ]
    );
    assert_eq!(
        told("\u{feff}\n", "id,purpose,area,budget_minor\n", "day,donor,day\n1,4,1\n", MODEL),
        ["posts.csv: the file is empty", "donors.csv: the file has no rows", "sessions.csv, line 1, day: the column occurs twice"]
    );
    // A field of ten million bytes, a quote that is never closed, text that is no UTF-8: each spoils its own line.
    let donors = format!("{DONORS}6,{},,\n7,\"open,,\n8,\"a\"b,,\n9,,,\n", "x".repeat(10_000_000));
    assert_eq!(
        told(POSTS, &donors, SESSIONS, MODEL),
        [
            "donors.csv, line 4: the line is longer than 65536 bytes",
            "donors.csv, line 5: a quote is opened and not closed on this line",
            "donors.csv, line 6: there is text after a closing quote",
        ]
    );
    let latin = [POSTS.as_bytes(), b"9,1,9,0,caf\xe9,1,500,1\n"].concat();
    let problems = trace::parse(&latin[..], DONORS.as_bytes(), SESSIONS.as_bytes(), MODEL.as_bytes()).unwrap_err();
    assert_eq!(problems.to_string(), "posts.csv, line 4: the line is not UTF-8 text\n");
    let long = told(&with_post(&format!("8,{},9,1,0,3,500,2", "9".repeat(5_000))), DONORS, SESSIONS, MODEL);
    assert!(long.len() == 1 && long[0].len() < 150, "{long:?}");
}

#[test]
fn many_wrong_rows_are_told_up_to_a_bound_and_then_counted() {
    let mut posts = POSTS.to_owned();
    for id in 100..100 + MOST_TOLD as u64 + 1_000 {
        posts.push_str(&format!("{id},5,4,0,0,,1,1\n"));
    }
    let problems = parse(&posts, DONORS, SESSIONS, "{}").unwrap_err();
    assert_eq!((problems.told.len(), problems.more, problems.count()), (MOST_TOLD, 1_004, MOST_TOLD as u64 + 1_004));
    assert!(problems.to_string().ends_with("… and 1004 more\n"));
}

#[test]
fn a_model_is_told_key_by_key() {
    let of = |model: &str| told(POSTS, DONORS, SESSIONS, model);
    assert_eq!(
        of(r#"{"k":0,"base":-1,"taste_area":"x","no_show":2,"nudges_per_donor":-1,"nudge_answer":1.5,"split_cash":0,"seed":7}"#),
        [
            "model.json, k: 0 is not a whole number from 1",
            "model.json, base: -1 is not a number above 0",
            "model.json, taste_purpose: it is missing",
            "model.json, taste_area: \"x\" is not a number",
            "model.json, no_show: 2 is not a share from 0 to 1",
            "model.json, nudges_per_donor: -1 is not a number from 0 to 1,000,000",
            "model.json, nudge_answer: 1.5 is not a share from 0 to 1",
            "model.json, split_cash: 0 is not true, false, or a share above 0 up to 1",
        ]
    );
    assert_eq!(of(r#"{"k":1,"base":1,"taste_purpose":99,"taste_area":0}"#).len(), 1);
    assert_eq!(of("[]"), ["model.json: it is not a JSON object"]);
    assert_eq!(of("{\n\"k\": NaN}"), ["model.json, line 2: expected value"]);
    assert_eq!(of(&format!("{{\"k\":\"{}\"}}", "x".repeat(2_000_000))), ["model.json: it is longer than 1048576 bytes"]);
    let with = |more: &str| parse(POSTS, DONORS, SESSIONS, &MODEL.replace('}', more)).unwrap().instance.model;
    assert_eq!(with(",\"split_cash\":true}").split_cash, 0.5);
    assert_eq!(with(",\"split_cash\":null,\"no_show\":0.1}"), with(",\"split_cash\":false,\"no_show\":1e-1}"));
    assert_eq!(with(",\"split_cash\":0.25,\"nudges_per_donor\":3}").split_cash, 0.25);
}

#[test]
fn a_folder_is_read_and_files_that_are_not_there_are_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("posts.csv", POSTS), ("donors.csv", DONORS), ("model.json", MODEL)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let problems = trace::read(folder.path()).unwrap_err();
    assert!(problems.count() == 1 && problems.told[0].to_string().starts_with("sessions.csv: it cannot be opened"), "{problems}");
    std::fs::create_dir(folder.path().join("sessions.csv")).unwrap();
    let problems = trace::read(folder.path()).unwrap_err();
    assert!(problems.count() == 1 && problems.told[0].to_string().starts_with("sessions.csv: it cannot be read"), "{problems}");
    std::fs::remove_dir(folder.path().join("sessions.csv")).unwrap();
    std::fs::write(folder.path().join("sessions.csv"), SESSIONS).unwrap();
    assert_eq!(trace::read(folder.path()).unwrap().instance.posts.len(), 2);
}

#[test]
fn gifts_that_are_not_kept_are_claims_unmet() {
    // One donor, who takes whatever there is; every pledge of three gifts is kept or not.
    let posts = with_post("8,0.5,900,0,1,3,500,2");
    let sessions: String = (0..200).map(|day| format!("{day},5\n")).collect();
    let donors = "id,purpose,area,budget_minor\n5,0,1,\n";
    let model =
        |no_show: f64| format!(r#"{{"k":1,"base":1e9,"taste_purpose":0,"taste_area":0,"no_show":{no_show},"split_cash":0.001}}"#);
    let run = |no_show: f64| {
        let trace = parse(&posts, donors, &format!("day,donor\n{sessions}"), &model(no_show)).unwrap();
        Which::Newest.run(&trace.instance, false, 1, None, &|_| {}).unwrap()
    };
    assert_eq!(run(1.0).claimed_unmet, 1.0);
    let some = run(0.4);
    assert!(some.claimed_unmet > 0.0 && some.claimed_unmet <= 1.0, "{some:?}");
}
