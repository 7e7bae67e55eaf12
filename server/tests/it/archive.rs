//! A backup that is made while serving, and what a restore makes of it.

use crate::load::{Dice, Makes, People};
use crate::program::{Server, finish, qianmo};
use crate::truth::Truth;
use crate::world::{Engine, World, copy_folder};
use flate2::read::GzDecoder;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The names in an archive; none may be that of a key file, and no content the keys'.
fn names_without_keys(archive: &Path, keys: &str) -> BTreeSet<String> {
    let secrets: Vec<&str> = keys.split_whitespace().filter(|w| w.len() == 64).collect();
    assert!(secrets.len() >= 2, "the key file has keys");
    let mut tar = tar::Archive::new(GzDecoder::new(File::open(archive).unwrap()));
    let mut names = BTreeSet::new();
    for entry in tar.entries().unwrap() {
        let mut entry = entry.unwrap();
        names.insert(entry.path().unwrap().to_string_lossy().into_owned());
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        for secret in &secrets {
            assert!(!bytes.windows(64).any(|w| w == secret.as_bytes()), "a key is in the archive");
        }
    }
    assert!(!names.iter().any(|n| n.contains("keys") || n.contains("accounts")), "{names:?}");
    names
}

/// A data folder (and database) of its own, restored from an archive.
fn restore(engine: Engine, archive: &Path, keys: Option<&Path>) -> (World, serde_json::Value) {
    let world = World::empty(engine);
    let mut words = vec!["restore", archive.to_str().unwrap(), "--json"];
    if let Some(keys) = keys {
        words.extend(["--keys", keys.to_str().unwrap()]);
    }
    let told = world.run(&words).expect(0).json();
    (world, told)
}

/// Saves a world while people are at work in it. What was answered before the backup began is in `people`.
fn save(world: &World) -> (PathBuf, People, BTreeSet<String>) {
    let givers = world.givers(3);
    let server = world.serve();
    let people = People::meet(world, &server, givers, 5);
    let archive = world.temp.path().join("saved.tar.gz");
    let (stop, port) = (AtomicBool::new(false), server.port);
    let mut before = BTreeSet::new();
    std::thread::scope(|scope| {
        for client in 0..3 {
            let (people, stop) = (&people, &stop);
            scope.spawn(move || people.press(port, &mut Dice::new(client + 1), stop));
        }
        std::thread::sleep(std::time::Duration::from_millis(700));
        before = people.known().done.iter().filter(|d| d.call.makes == Makes::Pledge).map(|d| d.made.clone()).collect();
        let told = world.run(&["backup", archive.to_str().unwrap(), "--json"]);
        stop.store(true, Ordering::Relaxed);
        let told = told.expect(0).json();
        assert_eq!(told["keys_included"], false);
    });
    assert!(before.len() > 3, "people were at work");
    assert_eq!(server.stop(), 0);
    (archive, people, before)
}

fn saved_and_restored(engine: Engine) {
    let world = World::copy(engine);
    let (archive, people, before) = save(&world);
    let keys_file = world.folder.join("keys.txt");
    let names = names_without_keys(&archive, &fs::read_to_string(&keys_file).unwrap());
    let files = names.iter().filter(|n| n.starts_with("files/")).count();
    assert!(files > 3 && names.contains("manifest.json") && names.contains("demo.json"), "{names:?}");
    let again = world.run(&["backup", archive.to_str().unwrap()]).expect(2);
    assert!(again.err.contains("is there already"));

    // Without the keys: restore says so, and nothing is served or sealed with others.
    let (bare, told) = restore(engine, &archive, None);
    let missing = told["keys_missing"].as_array().unwrap();
    assert!(missing.iter().any(|k| k == "blind") && missing.iter().any(|k| k == "seal 1"), "{told}");
    let refused = bare.run(&["serve", "--listen", "127.0.0.1:0"]).expect(4);
    assert!(refused.err.contains("key file"), "{}", refused.err);
    assert!(!bare.folder.join("keys.txt").exists());
    // The keys of another installation are not these, though they have the same numbers: nothing is restored with them.
    let other = World::empty(Engine::Sqlite);
    other.run(&["migrate"]).expect(0);
    let foreign = other.folder.join("keys.txt");
    let target = World::empty(engine);
    fs::remove_dir_all(&target.folder).unwrap();
    let words = ["restore", archive.to_str().unwrap(), "--keys", foreign.to_str().unwrap()];
    let refused = target.run(&words).expect(1);
    assert!(
        refused.err.contains("is not the key file of this archive") && refused.err.contains("blind, seal 1"),
        "{}",
        refused.err
    );
    assert!(refused.out.is_empty() && !target.folder.exists(), "nothing is left behind");
    let told = target.run(&[&words[..], &["--json"]].concat()).expect(1).json();
    assert_eq!(told["exit_code"], 1, "{told}");
    // Nor does it serve with them, where they were put beside the database by hand.
    fs::copy(&foreign, bare.folder.join("keys.txt")).unwrap();
    let refused = bare.run(&["serve", "--listen", "127.0.0.1:0"]).expect(4);
    assert!(
        refused.err.contains("is not this database's key file") && refused.err.trim_end().lines().count() == 1,
        "{}",
        refused.err
    );
    fs::copy(&keys_file, bare.folder.join("keys.txt")).unwrap();
    assert_eq!(bare.serve().stop(), 0);

    // With them the world goes on where it was.
    let (back, told) = restore(engine, &archive, Some(&keys_file));
    assert_eq!(told["keys_missing"].as_array().map(Vec::len), Some(0));
    assert_eq!(mode(&back.folder.join("keys.txt")), 0o600);
    back.books_hold();
    let truth = Truth::of(&back);
    let there: BTreeSet<String> = people.accounts().into_iter().flat_map(|a| truth.pledges(a)).collect();
    assert!(before.is_subset(&there), "what was answered before the backup is in it");
    truth.nothing_is_doubled(&people.accounts());
    let server = back.serve();
    read_something_sealed(&world, &server);
    people.take_up(server.port);
    let on_disk = count_files(&back.folder.join("files"));
    assert_eq!(on_disk, files);
    // Never over anything.
    let over = back.run(&["restore", archive.to_str().unwrap()]);
    assert_ne!(over.code, Some(0));
    assert_eq!(server.stop(), 0);
    over_a_used_folder(&back, &archive);
}

fn over_a_used_folder(used: &World, archive: &Path) {
    let refused = used.run(&["restore", archive.to_str().unwrap()]).expect(1);
    assert!(refused.err.contains("not empty"), "{}", refused.err);
}

/// A household's name, which is sealed, opens for who works with it.
fn read_something_sealed(world: &World, server: &Server) {
    let token = world.token("helper");
    let homes = server.get(&token, "/api/v1/households?limit=1").expect(200).json();
    let home = homes["items"][0]["ref"].as_str().unwrap().to_owned();
    let opened = server.get(&token, &format!("/api/v1/households/{home}?task=review")).expect(200);
    assert!(opened.text().contains("name"), "{}", opened.text());
}

fn count_files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.map(|p| if p.is_dir() { count_files(&p) } else { 1 }).sum()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_backup_made_while_serving_restores_sqlite() {
    saved_and_restored(Engine::Sqlite);
}

#[test]
fn a_backup_made_while_serving_restores_postgres() {
    saved_and_restored(Engine::Postgres);
}

#[test]
fn an_archive_that_was_cut_or_changed_is_refused() {
    let world = World::copy(Engine::Sqlite);
    let archive = world.temp.path().join("saved.tar.gz");
    world.run(&["backup", archive.to_str().unwrap()]).expect(0);
    let whole = fs::read(&archive).unwrap();
    let mut damaged: Vec<(String, Vec<u8>)> = Vec::new();
    for cut in [0, 1, 17, whole.len() / 3, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        damaged.push((format!("cut to {cut}"), whole[..cut].to_vec()));
    }
    for at in [40, whole.len() / 4, whole.len() / 2, whole.len() - 30, whole.len() - 5] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x20;
        damaged.push((format!("changed at {at}"), bytes));
    }
    damaged.push(("not an archive".into(), b"Good day".to_vec()));
    for (what, change) in [("a part changed", "files/"), ("a part added", "")] {
        damaged.push((what.into(), packed_anew(&whole, change)));
    }
    damaged.push(("a way out".into(), with_a_way_out()));
    for (what, bytes) in damaged {
        let bad = world.temp.path().join("bad.tar.gz");
        fs::write(&bad, bytes).unwrap();
        let target = World::empty(Engine::Sqlite);
        let ran = target.run(&["restore", bad.to_str().unwrap()]);
        assert_eq!(ran.code, Some(1), "{what}: {}{}", ran.out, ran.err);
        assert!(!target.folder.join("qianmo.db").exists() && count_files(&target.folder.join("files")) == 0, "{what}");
        assert!(!target.temp.path().join("escaped").exists(), "{what}");
        // The folder is still good for the right one.
        target.run(&["restore", archive.to_str().unwrap()]).expect(0);
    }
}

/// The archive with a byte of one part turned, or with one part more; packed properly.
fn packed_anew(whole: &[u8], turn: &str) -> Vec<u8> {
    let mut from = tar::Archive::new(GzDecoder::new(whole));
    let mut to = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    let mut turned = turn.is_empty();
    for entry in from.entries().unwrap() {
        let mut entry = entry.unwrap();
        let (name, mut header) = (entry.path().unwrap().into_owned(), entry.header().clone());
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if !turned && name.starts_with(turn) {
            bytes[0] ^= 1;
            turned = true;
        }
        to.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    assert!(turned);
    if turn.is_empty() {
        let mut header = tar::Header::new_gnu();
        header.set_size(5);
        header.set_mode(0o600);
        to.append_data(&mut header, "files/20200101/strange.jpg", b"hello".as_slice()).unwrap();
    }
    to.into_inner().unwrap().finish().unwrap()
}

/// An archive whose path leads out of the folder.
fn with_a_way_out() -> Vec<u8> {
    let mut to = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.set_size(2);
    header.set_mode(0o600);
    header.as_old_mut().name[..13].copy_from_slice(b"../../escaped");
    header.set_cksum();
    to.append(&header, b"no".as_slice()).unwrap();
    to.into_inner().unwrap().finish().unwrap()
}

#[test]
fn an_archive_goes_only_where_it_fits() {
    let world = World::copy(Engine::Sqlite);
    let archive = world.temp.path().join("saved.tar.gz");
    world.run(&["backup", archive.to_str().unwrap()]).expect(0);
    let postgres = World::empty(Engine::Postgres);
    let wrong = postgres.run(&["restore", archive.to_str().unwrap()]).expect(2);
    assert!(wrong.err.contains("SQLite"), "{}", wrong.err);
    // While somebody serves the folder, nothing is restored into it.
    let served = world.temp.path().join("served");
    copy_folder(&world.folder, &served);
    let mut serve = qianmo();
    serve.arg("--data").arg(&served).arg("serve");
    let _server = Server::start(serve);
    let mut restore = qianmo();
    restore.arg("--data").arg(&served).args(["restore", archive.to_str().unwrap()]);
    finish(restore).expect(3);
}
