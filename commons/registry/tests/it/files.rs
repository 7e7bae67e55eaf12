//! Files in and out.

use crate::{House, actor, both, family, id_number, refused};
use qianmo_kernel::{Actor, Id, Millis, PlacePath, Res, Role};
use qianmo_registry::household::store;
use qianmo_registry::import::run::{self, Wish};
use qianmo_registry::import::table::Source;
use qianmo_registry::import::{Outcome, Progress, Stage};
use std::io::Write as _;
use std::sync::Arc;

const HEAD: &str = "household,place_code,relation,name,id_number,phone,cause_main\n";

fn bring(house: &House, actor: &Actor, bytes: Vec<u8>, dry_run: bool) -> Res<Outcome> {
    let wish = Wish { actor: actor.clone(), dry_run, most_rows: 1_000, utc_offset_minutes: 480 };
    run::import(&house.on.app.db, &Source::Bytes(Arc::new(bytes)), &wish, &mut |_: Progress| {}, &mut |_| Ok(()))
}

fn count(house: &House) -> usize {
    house.write(|tx| store::list(tx, &PlacePath::root(), &(String::new(), Id::NONE), 1_000)).len()
}

fn good(n: usize) -> String {
    let mut text = HEAD.to_owned();
    for at in 0..n {
        let number = id_number(1951, at as u32);
        text.push_str(&format!("h{at},611026100,户主,王某{at}人,{number},,因病\nh{at},,子女,李某,,,\n"));
    }
    text
}

/// A minimal XLSX with these rows; numbers are written as numbers.
fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    for (r, row) in rows.iter().enumerate() {
        sheet.push_str(&format!("<row r=\"{}\">", r + 1));
        for (c, cell) in row.iter().enumerate() {
            let at = format!("{}{}", char::from(b'A' + c as u8), r + 1);
            match cell.strip_prefix('#') {
                Some(number) => sheet.push_str(&format!("<c r=\"{at}\"><v>{number}</v></c>")),
                None => sheet.push_str(&format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>")),
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    packed(sheet, None)
}

/// An XLSX of this sheet and these shared strings.
fn packed(sheet: String, strings: Option<String>) -> Vec<u8> {
    let mut parts = vec![
        ("[Content_Types].xml", r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#.to_owned()),
        ("_rels/.rels", r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned()),
        ("xl/workbook.xml", r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#.to_owned()),
        ("xl/_rels/workbook.xml.rels", r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.extend(strings.map(|strings| ("xl/sharedStrings.xml", strings)));
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_file_is_checked_first_and_then_written_whole() {
    both(|house| async move {
        let officer = actor(Role::Officer, &house.county);
        let dry = bring(&house, &officer, good(130).into(), true).unwrap();
        assert_eq!((dry.people, dry.households, dry.wrong, dry.written), (260, 130, 0, false));
        assert_eq!(count(&house), 0);
        let mut stages = Vec::new();
        let wish = Wish { actor: officer.clone(), dry_run: false, most_rows: 1_000, utc_offset_minutes: 480 };
        let source = Source::Bytes(Arc::new(good(130).into_bytes()));
        let done = run::import(&house.on.app.db, &source, &wish, &mut |p| stages.push(p), &mut |_| Ok(())).unwrap();
        assert!(done.written);
        assert_eq!(count(&house), 130);
        assert_eq!(stages.last().map(|p| (p.stage, p.done, p.total)), Some((Stage::Writing, 260, Some(260))));
        // The same file again: every number is registered already, of which only some is told, and nothing is written.
        let again = bring(&house, &officer, good(130).into(), false).unwrap();
        assert_eq!((again.wrong, again.written), (21, false));
        assert!(again.problems.iter().all(|p| p.column == "id_number"));
        assert!(again.problems.iter().take(20).all(|p| p.message == "registry-number-taken"));
        assert_eq!((again.problems[0].line, again.problems[19].line), (2, 40));
        assert_eq!((again.problems[20].line, again.problems[20].message), (42, "registry-import-numbers-enough"));
        assert_eq!(count(&house), 130);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_finds_registered_numbers_is_seen_and_counted() {
    both(|house| async move {
        let here = house.family();
        let mut raw = family(&house.other_village);
        raw.members[0].id_number = id_number(1950, 60);
        let elsewhere = house.register(&raw).unwrap();
        let helper = actor(Role::Helper, &house.village);
        let rows = |numbers: &[String]| -> Vec<u8> {
            let row = |(at, number): (usize, &String)| format!("h{at},611026100,head,王某,{number},,\n");
            format!("{HEAD}{}", numbers.iter().enumerate().map(row).collect::<String>()).into_bytes()
        };
        let probes = |household| {
            let looks = house.write(move |tx| qianmo_registry::looks::store::list(tx, household, Id::from_i64(i64::MAX), 100));
            looks.into_iter().filter(|look| look.act == qianmo_registry::Act::Probed).map(|look| look.account).collect::<Vec<_>>()
        };
        let (near, far, free) = (id_number(1950, 2), id_number(1950, 60), id_number(1950, 61));
        let file = rows(&[near.clone(), free.clone(), far.clone()]);
        let dry = bring(&house, &helper, file.clone(), true).unwrap();
        // Whether it is registered here or elsewhere, the same is said of it.
        let found: Vec<_> = dry.problems.iter().map(|p| (p.line, p.column, p.message, p.args.len())).collect();
        assert_eq!(found, [(2, "id_number", "registry-number-taken", 0), (4, "id_number", "registry-number-taken", 0)]);
        assert!(!dry.written && count(&house) == 2);
        for household in [here, elsewhere] {
            assert_eq!(probes(household), [helper.account]);
        }
        // A number that is free leaves nothing behind, and is not counted.
        for _ in 0..25 {
            assert_eq!(bring(&house, &helper, rows(std::slice::from_ref(&free)), true).unwrap().wrong, 0);
        }
        // Three times more is eight in all; the twelve that are left may be told one by one, then the account waits.
        for _ in 0..3 {
            bring(&house, &helper, file.clone(), true).unwrap();
        }
        for _ in 0..12 {
            assert_eq!(bring(&house, &helper, rows(std::slice::from_ref(&far)), true).unwrap().wrong, 1);
        }
        assert_eq!((probes(here).len(), probes(elsewhere).len()), (4, 16));
        for dry_run in [true, false] {
            for number in [&far, &free] {
                assert_eq!(refused(bring(&house, &helper, rows(std::slice::from_ref(number)), dry_run)), "identity-too-often");
            }
        }
        // The same count holds for numbers that are typed one by one, and a file without numbers is still checked.
        let mut typed = family(&house.village);
        typed.members[0].id_number = free.clone();
        let (new, by) = (qianmo_registry::check::household(&typed, crate::TODAY).unwrap(), helper.clone());
        assert_eq!(refused(house.try_write(move |tx| qianmo_registry::register(tx, &by, &new))), "identity-too-often");
        assert_eq!(bring(&house, &helper, rows(&[String::new()]), true).unwrap().wrong, 0);
        assert_eq!((probes(here).len(), probes(elsewhere).len()), (4, 16), "nobody was told, and nobody looked");
        house.on.on.clock.advance(Millis::HOUR);
        // Where the account falls silent, it is silent of what is free as well as of what is registered.
        for _ in 0..9 {
            assert_eq!(bring(&house, &helper, file.clone(), true).unwrap().wrong, 2);
        }
        assert_eq!(bring(&house, &helper, rows(&[far]), true).unwrap().wrong, 1);
        let last = bring(&house, &helper, file, true).unwrap();
        let found: Vec<_> = last.problems.iter().map(|p| (p.line, p.message)).collect();
        assert_eq!(found, [(2, "registry-number-taken"), (3, "registry-import-numbers-enough")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_row_is_named_by_line_column_and_reason_and_nothing_is_written() {
    both(|house| async move {
        let helper = actor(Role::Helper, &house.village);
        let twice = id_number(1950, 4);
        let text = format!(
            "{HEAD}a,611026100,head,王秀英,{twice},,\n\
             b,611026100,head,,110105194912310021,call,\n\
             c,611024100,head,王二,,,\n\
             d,000,head,王三,,,\n\
             e,611026100,child,王四,{twice},,luck\n\
             a,611026100,child,王五,,,\n\
             ,611026100,head,王六,,,\n\
             f,611026100,head,=1+1,,,\n\
             g,611026100,head,王七,6.11026E+17,,\n"
        );
        let done = bring(&house, &helper, text.into(), false).unwrap();
        let found: Vec<(u64, &str, &str)> = done.problems.iter().map(|p| (p.line, p.column, p.message)).collect();
        for expected in [
            (3, "id_number", "registry-number-check"),
            (3, "name", "registry-name-needed"),
            (3, "phone", "registry-phone-wrong"),
            (4, "place_code", "registry-import-place-other"),
            (5, "place_code", "registry-import-place-unknown"),
            (6, "cause_main", "registry-cause-unknown"),
            (6, "relation", "registry-head-missing"),
            (7, "household", "registry-import-scattered"),
            (8, "household", "registry-import-key-needed"),
            (9, "name", "registry-import-formula"),
            (10, "id_number", "registry-import-number-spoiled"),
        ] {
            assert!(found.contains(&expected), "{expected:?} is not in {found:?}");
        }
        assert!(!done.written && count(&house) == 0);
        // A place that does not exist hides nothing else that is wrong, and what is wrong with a cell is said once.
        let text = format!("{},language\nh,000,boss,王八,,,,not a language\n", HEAD.trim_end());
        let done = bring(&house, &helper, text.into(), true).unwrap();
        let found: Vec<(&str, &str)> = done.problems.iter().map(|p| (p.column, p.message)).collect();
        let expected = [
            ("language", "registry-language-wrong"),
            ("place_code", "registry-import-place-unknown"),
            ("relation", "registry-relation-needed"),
        ];
        assert_eq!(found, expected);
        let head = bring(&house, &helper, b"name,name,colour\nx,y,z\n".to_vec(), true).unwrap();
        let messages: Vec<&str> = head.problems.iter().map(|p| p.message).collect();
        assert!(messages.contains(&"registry-import-column-twice") && messages.contains(&"registry-import-column-unknown"));
        assert_eq!(messages.iter().filter(|m| **m == "registry-import-column-missing").count(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_row_is_told_however_many_there_are() {
    both(|house| async move {
        let mut text = HEAD.to_owned();
        // Every third household has a number that is right, so that good ones stand between the bad ones.
        for at in 0..2_400_u32 {
            let number = if at % 3 == 0 { id_number(1960 + (at / 900) as i16, at % 900) } else { "123".into() };
            text.push_str(&format!("h{at},611026100,head,王某,{number},,\n"));
        }
        let wish = Wish { actor: actor(Role::Officer, &house.county), dry_run: false, most_rows: 10_000, utc_offset_minutes: 480 };
        let mut lines = Vec::new();
        let mut tell = |problem: &qianmo_registry::import::Problem| -> Res<()> {
            lines.push(problem.line);
            Ok(())
        };
        let source = Source::Bytes(Arc::new(text.into_bytes()));
        let done = run::import(&house.on.app.db, &source, &wish, &mut |_: Progress| {}, &mut tell).unwrap();
        assert_eq!((done.wrong, done.written, done.problems.len()), (1_600, false, run::MOST_PROBLEMS));
        let bad: Vec<u64> = (0..2_400).filter(|at| at % 3 != 0).map(|at| at + 2).collect();
        assert_eq!(lines, bad, "each once, in the file's order");
        assert_eq!(count(&house), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_is_read_and_one_that_lost_digits_is_not() {
    both(|house| async move {
        let helper = actor(Role::Helper, &house.village);
        let number = id_number(1950, 6);
        let head: &[&str] = &["户编号", "地区代码", "与户主关系", "姓名", "身份证号", "出生日期"];
        let book = xlsx(&[head, &["#1", "611026100", "户主", "王秀英", &number, ""], &["#1", "", "子女", "李明", "", "#1980"]]);
        let done = bring(&house, &helper, book, false).unwrap();
        assert_eq!((done.problems, done.written, done.people), (vec![], true, 2));
        let spoiled = xlsx(&[head, &["#2", "611026100", "户主", "王五", "#611026195005170060", ""]]);
        let done = bring(&house, &helper, spoiled, false).unwrap();
        assert_eq!((done.problems[0].line, done.problems[0].message), (2, "registry-import-number-spoiled"));
        assert_eq!(count(&house), 1);
    })
    .await;
}

#[test]
fn a_packed_bomb_is_not_unpacked() {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    out.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![0u8; 1024 * 1024];
    for _ in 0..201 {
        out.write_all(&zeros).unwrap();
    }
    let bytes = out.finish().unwrap().into_inner();
    assert!(bytes.len() < 2_000_000);
    let result = qianmo_registry::import::table::rows(&Source::Bytes(Arc::new(bytes)), 1_000).map(|_| ());
    assert_eq!(refused(result), "registry-import-bomb");
}

/// A sheet in which every cell of so many rows and columns is the one shared string.
fn shared(text: &str, rows: usize, columns: u8) -> Vec<u8> {
    const SPACE: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;
    let mut sheet = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet {SPACE}><sheetData>");
    for row in 1..=rows {
        sheet.push_str(&format!("<row r=\"{row}\">"));
        for column in 0..columns {
            sheet.push_str(&format!("<c r=\"{}{row}\" t=\"s\"><v>0</v></c>", char::from(b'A' + column)));
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let strings = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><sst {SPACE}><si><t>{text}</t></si></sst>");
    packed(sheet, Some(strings))
}

#[test]
fn one_long_text_that_a_sheet_names_many_times_is_not_multiplied() {
    let read = |bytes: Vec<u8>, most| qianmo_registry::import::table::rows(&Source::Bytes(Arc::new(bytes)), most);
    // Ten megabytes, a hundred times: each row is told of, none is kept.
    let bytes = shared(&"x".repeat(10 * 1024 * 1024), 100, 1);
    assert!(bytes.len() < 100_000);
    let rows: Vec<_> = read(bytes, 1_000).unwrap().collect();
    assert_eq!(rows.len(), 100);
    assert!(rows.iter().all(|row| row.as_ref().is_err_and(|problem| problem.message == "registry-import-cell-long")));
    // Texts that are short enough by themselves, but 80 MB together.
    let result = read(shared(&"x".repeat(2_000), 2_000, 20), 10_000).map(|_| ());
    assert_eq!(refused(result), "registry-import-bomb");
    // No more rows are kept than tell that there are too many.
    let rows = read(shared("x", 5_000, 1), 10).unwrap().count();
    assert!((12..20).contains(&rows), "{rows}");
}

#[test]
fn nothing_long_is_held_between_the_tags_of_a_sheet() {
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", " ".repeat(50_000_000));
    let bytes = packed(sheet, None);
    assert!(bytes.len() < 100_000);
    let result = qianmo_registry::import::table::rows(&Source::Bytes(Arc::new(bytes)), 1_000).map(|_| ());
    assert_eq!(refused(result), "registry-import-bomb");
}

#[test]
fn no_room_is_made_for_texts_that_a_file_only_says_it_has() {
    let sheet = "<worksheet><sheetData/></worksheet>".to_owned();
    let strings = "<sst count=\"1\" uniqueCount=\"40000000000\"><si><t>x</t></si></sst>".to_owned();
    let bytes = packed(sheet, Some(strings));
    assert!(bytes.len() < 10_000);
    let result = qianmo_registry::import::table::rows(&Source::Bytes(Arc::new(bytes)), 1_000).map(|_| ());
    assert_eq!(refused(result), "registry-import-bomb");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_has_one_file_read_at_a_time() {
    both(|house| async move {
        let (helper, other) = (house.helper(), house.helper());
        let file = good(300).into_bytes();
        let post = |session: &str| {
            let form = house.on.post("/households/import").session(session);
            form.upload(&[("do", "check")], &[("file", "a.csv", file.as_slice())]).send()
        };
        let held = qianmo_registry::import::routes::testing_hold(helper.account).unwrap();
        let refused = post(&helper.session).await.expect(429);
        assert!(refused.text().contains("Another file of yours is being read"));
        post(&other.session).await.expect(200);
        drop(held);
        post(&helper.session).await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_stopped_half_way_is_undone() {
    both(|house| async move {
        let officer = actor(Role::Officer, &house.county);
        let good = bring(&house, &officer, good(3).into(), false).unwrap();
        assert!(good.written);
        // As a power cut would leave it: hidden rows and claims, and nobody at work.
        let spot = {
            let village = house.village.id;
            house.write(move |tx| qianmo_registry::spot(tx, village))
        };
        let mut raw = family(&house.village);
        raw.members[0].id_number = id_number(1950, 8);
        let new = qianmo_registry::check::household(&raw, crate::TODAY).unwrap();
        let import = qianmo_kernel::PublicRef::new(house.county.id, Id::from_i64(99));
        let hidden = house.write({
            let new = new.clone();
            move |tx| {
                run::testing_begin(tx, &Actor::system(), import)?;
                qianmo_registry::register_at(tx, &Actor::system(), &spot, &new, qianmo_registry::Source::Import(import.id))
            }
        });
        assert_eq!(refused(house.try_write(move |tx| qianmo_registry::standing(tx, hidden))), "web-not-found");
        assert_eq!(run::undo_dead(&house.on.app.db).unwrap(), 0, "somebody may still be at work");
        house.on.on.clock.advance(run::DEAD_AFTER + 1);
        assert_eq!(run::undo_dead(&house.on.app.db).unwrap(), 1);
        assert_eq!(count(&house), 3);
        // The number it had claimed is free.
        house.register(&raw).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_account_left_half_written_itself_is_not_counted_and_the_operator_is_told_everything() {
    both(|house| async move {
        let officer = actor(Role::Officer, &house.county);
        let village = house.village.id;
        let spot = house.write(move |tx| qianmo_registry::spot(tx, village));
        let mut raw = family(&house.village);
        raw.members[0].id_number = id_number(1950, 8);
        let file = format!("{HEAD}a,611026100,head,王某,{},,\n", id_number(1950, 8));
        let new = qianmo_registry::check::household(&raw, crate::TODAY).unwrap();
        let import = qianmo_kernel::PublicRef::new(house.county.id, Id::from_i64(99));
        let by = officer.clone();
        house.write(move |tx| {
            run::testing_begin(tx, &by, import)?;
            qianmo_registry::register_at(tx, &by, &spot, &new, qianmo_registry::Source::Import(import.id))
        });
        // However often the same file is brought again.
        for _ in 0..25 {
            let told = bring(&house, &officer, file.clone().into(), true).unwrap();
            assert_eq!(told.problems.iter().map(|p| p.message).collect::<Vec<_>>(), ["registry-number-taken"]);
        }
        // Whoever knows that nobody is at work need not wait for it to be dead.
        assert!(run::under_way(&house.on.app.db).unwrap());
        assert_eq!(run::undo_untouched(&house.on.app.db, Millis(i64::MAX)).unwrap(), 1);
        assert!(!run::under_way(&house.on.app.db).unwrap());
        assert!(bring(&house, &officer, good(30).into(), false).unwrap().written);
        for _ in 0..2 {
            let told = bring(&house, &Actor::system(), good(30).into(), true).unwrap();
            assert!(told.wrong == 30 && told.problems.iter().all(|p| p.message == "registry-number-taken"), "{:?}", told.problems);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_under_no_heading_is_told() {
    both(|house| async move {
        let officer = actor(Role::Officer, &house.county);
        let text = format!("{HEAD}a,611026100,head,王秀英,,,,因病\n");
        let told = bring(&house, &officer, text.into(), false).unwrap();
        let found: Vec<_> = told.problems.iter().map(|p| (p.line, p.message, p.args.as_slice())).collect();
        assert_eq!(found, [(2, "registry-import-cell-beyond", &[("number", "8".to_owned())][..])]);
        let open = bring(&house, &officer, format!("{HEAD}a,611026100,head,\"王秀英,,,\n").into(), false).unwrap();
        assert_eq!(open.problems.iter().map(|p| p.message).collect::<Vec<_>>(), ["registry-import-unreadable"]);
        assert_eq!(count(&house), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_out_can_be_brought_in_again_and_every_household_sees_it() {
    both(|house| async move {
        let household = house.family();
        let officer = house.person(&[(Role::Officer, house.county.id)]);
        let ask = |task: &'static str| house.on.post("/households/export").session(&officer.session).form(&[("task", task)]);
        ask("").send().await.expect(422);
        let file = ask("audit of the county").send().await.expect(200);
        assert_eq!(file.header("cache-control"), "private, no-store");
        let text = file.text();
        assert!(text.contains("王秀英") && text.lines().count() == 3);
        let looks = house.write(move |tx| qianmo_registry::looks::store::list(tx, household, Id::from_i64(i64::MAX), 5));
        assert_eq!((looks[0].act, looks[0].words.as_str()), (qianmo_registry::Act::Exported, "audit of the county"));
        house.forget(household, &house.owner(household));
        let done = bring(&house, &actor(Role::Officer, &house.county), text.into_bytes(), false).unwrap();
        assert_eq!((done.problems, done.written), (vec![], true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_brings_a_file_on_the_page_and_takes_the_report_home() {
    both(|house| async move {
        let helper = house.helper();
        house.on.get("/households/import").session(&helper.session).send().await.expect(200);
        let post = |fields: &'static [(&'static str, &'static str)], bytes: Vec<u8>| {
            house.on.post("/households/import").session(&helper.session).upload(fields, &[("file", "a.csv", bytes.as_slice())])
        };
        let bad = post(&[("do", "import")], format!("{HEAD}a,611026100,head,王秀英,123,,\n").into_bytes())
            .send()
            .await
            .expect(422)
            .text();
        assert!(bad.contains("17 digits"));
        let link = bad.split("href=\"/households/import/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let report = house.on.get(format!("/households/import/{link}")).session(&helper.session).send().await.expect(200);
        assert!(report.header("content-type").starts_with("text/csv") && report.text().contains("2,"));
        let other = house.helper();
        house.on.get(format!("/households/import/{link}")).session(&other.session).send().await.expect(404);
        // The report that is kept names all of it, not only what the page shows.
        let many: String = (0..1_100).map(|at| format!("h{at},611026100,head,王某,123,,\n")).collect();
        let bad = post(&[("do", "check")], format!("{HEAD}{many}").into_bytes()).send().await.expect(422).text();
        let all = bad.split("href=\"/households/import/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let all = house.on.get(format!("/households/import/{all}")).session(&helper.session).send().await.expect(200).text();
        assert_eq!(all.lines().count(), 1_101);
        let empty = post(&[("do", "import")], Vec::new()).send().await.expect(422).text();
        assert!(empty.contains("There are no rows in this file") && !empty.contains("Choose a file."));
        let none = house.on.post("/households/import").session(&helper.session).upload(&[("do", "check")], &[]);
        assert!(none.send().await.expect(422).text().contains("Choose a file."));
        let called = house.on.post("/households/import").session(&helper.session);
        let called = called.upload(&[("do", "check")], &[("file", "List.XLSX", b"household,place_code\n".as_slice())]);
        assert!(called.send().await.expect(415).text().contains("let its name end in .csv"));
        post(&[("do", "import")], vec![0xd0, 0xcf, 0x11, 0xe0]).send().await.expect(415);
        let fine = post(&[("do", "check")], good(2).into_bytes()).send().await.expect(200).text();
        assert!(fine.contains("people") && fine.contains("Nothing is written yet"), "{fine}");
        assert_eq!(count(&house), 0);
        post(&[("do", "import")], good(2).into_bytes()).send().await.expect(200);
        assert_eq!(count(&house), 2);
    })
    .await;
}
