//! Places and households from files.

use crate::program::wait_for;
use crate::truth::Truth;
use crate::world::{Engine, World};
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

const TREE: &str = "code,parent,level,name,language\n\
    N,,region,Northland,en\nN1,N,district,Ashwood,en\nN11,N1,parish,Upper Ash,en\nN12,N1,parish,Lower Ash,en\n";

fn file(world: &World, name: &str, text: &str) -> String {
    let path: PathBuf = world.temp.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

const LEVELS: &str = "region,district*,parish";

fn places(engine: Engine) {
    let world = World::empty(engine);
    let tree = file(&world, "tree.csv", TREE);
    let dry = world.run(&["import", "places", &tree, "--levels", LEVELS, "--dry-run", "--json"]).expect(0).json();
    assert!(dry["dry_run"] == true && dry["rows"] == 4 && dry["added"] == 4, "{dry}");
    let told = world.run(&["import", "places", &tree, "--levels", LEVELS, "--json"]).expect(0).json();
    assert!(told["added"] == 4 && told["bad"] == 0 && told["keeping_books"] == 1, "{told}");
    let again = world.run(&["import", "places", &tree, "--levels", LEVELS, "--json"]).expect(0).json();
    assert!(again["added"] == 0 && again["unchanged"] == 4, "{again}");
    // A row that hangs in the air is told with its line; the others are taken.
    let more = file(&world, "more.csv", "code,parent,level,name,language\nN13,N1,parish,New Ash,en\nX1,NOWHERE,parish,Lost,en\n");
    let report = world.temp.path().join("report.csv");
    let ran = world.run(&["import", "places", &more, "--levels", LEVELS, "--json", "--report", report.to_str().unwrap()]).expect(1);
    assert!(ran.json()["added"] == 1 && ran.json()["bad"] == 1, "{}", ran.out);
    let report = fs::read_to_string(report).unwrap();
    assert!(report.starts_with("file,line,code,reason\n") && report.contains(",3,\"X1\","), "{report}");
    let server = world.serve();
    assert!(server.get("", "/api/v1/places").expect(200).text().contains("Northland"));
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_province_of_the_country_that_is_carried_comes_alone() {
    let world = World::empty(Engine::Sqlite);
    let told = world.run(&["import", "places", "built-in", "--only", "61", "--json"]).expect(0).json();
    assert!(told["bad"] == 0 && told["added"].as_u64() > Some(10_000) && told["left_out"].as_u64() > Some(500_000), "{told}");
    // A level that there is not would otherwise leave nothing out, without a word.
    let ran = world.run(&["import", "places", "built-in", "--deepest", "galaxy"]).expect(2);
    assert!(ran.err.contains("--deepest") && ran.err.contains("galaxy") && ran.err.contains("township"), "{}", ran.err);
    let tree = file(&world, "tree.csv", TREE);
    world.run(&["import", "places", &tree, "--levels", LEVELS, "--deepest", "galaxy"]).expect(2);
}

#[test]
fn a_countrys_own_levels_are_learned_and_the_one_that_keeps_the_books_is_never_guessed() {
    let world = World::empty(Engine::Sqlite);
    world.run(&["migrate"]).expect(0);
    let tree = file(&world, "tree.csv", TREE);
    let ran = world.run(&["import", "places", &tree, "--json"]).expect(1);
    assert!(ran.err.contains("--levels region,district,parish") && ran.err.trim_end().lines().count() == 1, "{}", ran.err);
    // Nothing was written, not even a level of another country.
    let marked = "code,parent,level,name,language,keeps_books\n\
        N,,region,Northland,en,\nN1,N,district,Ashwood,en,1\nN11,N1,parish,Upper Ash,en,\n";
    let marked = file(&world, "marked.csv", marked);
    let told = world.run(&["import", "places", &marked, "--json"]).expect(0).json();
    assert!(told["added"] == 3 && told["bad"] == 0 && told["keeping_books"] == 1, "{told}");
    // From then on the installation has its levels.
    let more = file(&world, "more.csv", "code,parent,level,name,language\nN12,N1,parish,Lower Ash,en\n");
    assert_eq!(world.run(&["import", "places", &more, "--json"]).expect(0).json()["added"], 1);
    let strange = file(&world, "strange.csv", "code,parent,level,name,language\nN13,N1,village,New Ash,en\n");
    assert_eq!(world.run(&["import", "places", &strange, "--json"]).expect(1).json()["bad"], 1);
}

fn successors(engine: Engine) {
    let world = World::empty(engine);
    let more = "N2,N,district,Birchwood,en\nN3,N,district,Elmwood,en\nN4,N,district,Oakwood,en\n";
    let tree = file(&world, "tree.csv", &format!("{TREE}{more}"));
    world.run(&["import", "places", &tree, "--levels", LEVELS]).expect(0);
    let rows = "old,new,at,takes\nN1,N3,2020-01-01,N11\nN1,N4,2020-01-01,N12\nN2,N3,2020-01-01,\nN9,N3,2020-01-01,\n";
    let changes = file(&world, "changes.csv", rows);
    let report = world.temp.path().join("report.csv");
    let dry = world.run(&["import", "successors", &changes, "--json", "--dry-run"]).expect(1).json();
    assert!(dry["taken"] == 3 && dry["bad"] == 1 && dry["dry_run"] == true, "{dry}");
    let ran = world.run(&["import", "successors", &changes, "--json", "--report", report.to_str().unwrap()]).expect(1);
    assert!(ran.json()["taken"] == 3 && ran.json()["bad"] == 1, "{}", ran.out);
    assert!(fs::read_to_string(report).unwrap().contains(",5,\"N9\","));
    let again = world.run(&["import", "successors", &changes, "--json"]).expect(1).json();
    assert!(again["taken"] == 0 && again["passed_over"] == 3, "{again}");
    let out = world.temp.path().join("out.csv");
    world.run(&["export", "places", out.to_str().unwrap()]).expect(0);
    let left = fs::read_to_string(out).unwrap();
    assert!(left.contains("\"N11\",\"N3\"") && left.contains("\"N12\",\"N4\"") && !left.contains("\"N2\""), "{left}");
    world.run(&["import", "successors", "nowhere.csv"]).expect(2);
}

#[test]
fn successors_come_from_a_table_sqlite() {
    successors(Engine::Sqlite);
}

#[test]
fn successors_come_from_a_table_postgres() {
    successors(Engine::Postgres);
}

#[test]
fn places_come_from_a_table_sqlite() {
    places(Engine::Sqlite);
}

#[test]
fn places_come_from_a_table_postgres() {
    places(Engine::Postgres);
}

const HEAD: &str = "household,place_code,address,relation,name,sex,birth,id_kind,id_number,cause_main,language\n";

fn count(world: &World) -> u64 {
    let server = world.serve();
    let (mut found, mut cursor) = (0, String::new());
    loop {
        let page = server.get(&world_token(world), &format!("/api/v1/households?limit=100{cursor}")).expect(200).json();
        found += page["items"].as_array().unwrap().len() as u64;
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(server.stop(), 0);
    found
}

/// An officer's token: sees every household of the county.
fn world_token(world: &World) -> String {
    world.token("officer")
}

fn households(engine: Engine) {
    let world = World::copy(engine);
    let before = count(&world);
    let report = world.temp.path().join("wrong.csv");
    let good = "1,611026107001,House 3,head,Wen Lan,female,1961,none,,illness,zh-Hans\n1,611026107001,,child,Wen Bo,male,1990-03,none,,,\n";
    let bad = format!(
        "{HEAD}{good}2,999,House 4,head,Somebody,male,1970,none,,illness,zh-Hans\n3,611026107001,House 5,head,Other,male,1970,resident,110101199003070000,illness,zh-Hans\n\
         4,611026107001,House 6,uncle-in-arms,Third,male,3970,none,,illness,zh-Hans\n"
    );
    let wrong = file(&world, "wrong-rows.csv", &bad);
    for dry in [true, false] {
        let mut words = vec!["import", "households", wrong.as_str(), "--json", "--report", report.to_str().unwrap()];
        if dry {
            words.push("--dry-run");
        }
        let ran = world.run(&words).expect(1);
        let told = ran.json();
        assert!(told["written"] == false && told["wrong"].as_u64() >= Some(3), "{told}");
        let text = fs::read_to_string(&report).unwrap();
        for line in ["4,", "5,", "6,"] {
            assert!(
                text.lines().any(|l| l.trim_start_matches('\u{feff}').trim_matches('"').starts_with(line)),
                "line {line} is not in the report: {text}"
            );
        }
        assert!(
            !text.contains("Somebody") && !text.contains("110101199003070000"),
            "the report repeats nothing of the cells: {text}"
        );
    }
    // Without a report the first lines are shown, and all of them stand beside the file.
    let many: String = (0..1_200).map(|at| format!("{at},999,,head,Nobody,,,none,,,\n")).collect();
    let wrong = file(&world, "many.csv", &format!("{HEAD}{many}"));
    let ran = world.run(&["import", "households", &wrong]).expect(1);
    assert!(ran.err.contains("many.csv.problems.csv"), "{}", ran.err);
    let shown = ran.err.lines().filter(|l| l.contains("place_code")).count();
    assert_eq!(shown, 20, "{}", ran.err);
    let text = fs::read_to_string(format!("{wrong}.problems.csv")).unwrap();
    assert_eq!(text.lines().count(), 1_201);
    assert_eq!(count(&world), before, "nothing was written");
    let right = file(&world, "right.csv", &format!("{HEAD}{good}"));
    let dry = world.run(&["import", "households", &right, "--json", "--dry-run"]).expect(0).json();
    assert!(dry["people"] == 2 && dry["households"] == 1 && dry["written"] == false, "{dry}");
    assert_eq!(count(&world), before);
    let told = world.run(&["import", "households", &right, "--json"]).expect(0).json();
    assert!(told["written"] == true && told["wrong"] == 0, "{told}");
    assert_eq!(count(&world), before + 1);
    // The same file again, of people without documents, is not silently another household.
    let again = world.run(&["import", "households", &right, "--json"]).expect(1);
    assert!(again.json()["wrong"] == 1 && again.err.contains("2: Name (name)"), "{}", again.err);
    assert_eq!(count(&world), before + 1);
    // A picture that is called a spreadsheet is told as that, and not by its headings.
    let picture = file(&world, "picture.xlsx", "no spreadsheet at all");
    assert!(world.run(&["import", "households", &picture]).expect(2).err.contains("is called a spreadsheet and is none"));
    let rows: String =
        (901..=925).map(|at| format!("{at},611026107001,House {at},head,Wen Mei,,,resident,{},,\n", number(at))).collect();
    let numbered = file(&world, "numbered.csv", &format!("{HEAD}{rows}"));
    let told = world.run(&["import", "households", &numbered, "--json"]).expect(0).json();
    assert!(told["written"] == true && told["households"] == 25, "{told}");
    // Whoever has the machine is told of every number that is registered, and as often as they ask.
    for _ in 0..2 {
        let told = world.run(&["import", "households", &numbered, "--json", "--dry-run"]).expect(1).json();
        assert!(told["wrong"] == 25 && told["written"] == false, "{told}");
    }
}

/// Brings a file in, and ends the program without warning as soon as the first rows of it are written.
fn killed_while_writing(world: &World, truth: &Truth, path: &str) {
    let mut import = world.command(&["import", "households", path]);
    let mut child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for("the first rows", 120, || truth.hidden_households() > 0);
    child.kill().unwrap();
    child.wait().unwrap();
}

fn killed(engine: Engine) {
    let world = World::copy(engine);
    let truth = Truth::of(&world);
    let rows: String =
        (0..4_000).map(|at| format!("{at},611026107001,House {at},head,Wen Lan,,,resident,{},,\n", number_of(at))).collect();
    let many = file(&world, "many.csv", &format!("{HEAD}{rows}"));
    killed_while_writing(&world, &truth, &many);
    if engine == Engine::Postgres {
        // Another machine may be the one that writes: what has been silent for a minute is dead.
        truth.let_imports_die();
    }
    let dry = world.run(&["import", "households", &many, "--json", "--dry-run"]).expect(0).json();
    assert!(dry["wrong"] == 0 && dry["households"] == 4_000, "{dry}");
    assert_eq!(truth.hidden_households(), 0);
    let told = world.run(&["import", "households", &many, "--json"]).expect(0).json();
    assert!(told["written"] == true && told["households"] == 4_000, "{told}");
}

#[test]
fn an_import_that_was_killed_is_taken_back_by_the_next_one_sqlite() {
    killed(Engine::Sqlite);
}

#[test]
fn an_import_that_was_killed_is_taken_back_by_the_next_one_postgres() {
    killed(Engine::Postgres);
}

/// An invented identity number that holds: by the standard's arithmetic, of nobody.
fn number(order: u32) -> String {
    checked(format!("99999919610517{order:03}"))
}

/// The same, of more people than are born in a day.
fn number_of(order: u32) -> String {
    checked(format!("9999991962{:02}{:02}{:03}", 1 + order / 500, 1 + order % 20, order / 20 % 25 + 1))
}

fn checked(digits: String) -> String {
    let check = qianmo_registry::resident::check_character(&digits).unwrap();
    format!("{digits}{check}")
}

#[test]
fn households_come_whole_or_not_at_all_sqlite() {
    households(Engine::Sqlite);
}

#[test]
fn households_come_whole_or_not_at_all_postgres() {
    households(Engine::Postgres);
}
