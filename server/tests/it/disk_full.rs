//! A disk without room: what there is can be read, what would be written is refused with its reason, and when there is room
//! again the same call is done, once.
//!
//! The data folder lies in a small file system in memory and in a mount namespace of its own: nobody else sees it, and it
//! is gone with the process that keeps it. Programs are run inside; files are reached from outside through `/proc`.

use crate::http::Reply;
use crate::load::a_draft;
use crate::program::{Server, finish, qianmo, wait_for};
use crate::truth::Truth;
use crate::world::{Engine, World, copy_folder};
use qianmo_kernel::Id;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What the file system holds: a few times what the small world takes.
const SIZE: &str = "size=48m";
/// Ways to a mount namespace, for `unshare` and for `nsenter`: as root, and as anybody where the system allows it.
const WAYS: [(&[&str], &[&str]); 2] =
    [(&["--mount"], &["--mount"]), (&["--map-root-user", "--mount"], &["--user", "--preserve-credentials", "--mount"])];
/// Mounts it and keeps it for as long as its input is open, that is, for as long as the test lives.
const KEEP: &str = "mount -t tmpfs -o \"$2\" tmpfs \"$1\" && echo mounted && exec cat";

const DRAFTS: &str = "/api/v1/aid/requests";

/// A disk that is soon full.
struct Room {
    keeper: Child,
    enter: &'static [&'static str],
    /// The data folder as programs inside name it.
    data: PathBuf,
    /// The disk as it is reached from outside.
    outside: PathBuf,
}

impl Room {
    /// A disk at that place, which does not exist yet. An error says why the machine does not allow it.
    fn open(at: &Path) -> Result<Room, String> {
        fs::create_dir(at).unwrap();
        let at = at.canonicalize().unwrap();
        let mut refused = Vec::new();
        for (unshare, enter) in WAYS {
            match Room::keep(&at, unshare) {
                Ok(keeper) => {
                    let root = PathBuf::from(format!("/proc/{}/root", keeper.id()));
                    let outside = root.join(at.strip_prefix("/").unwrap());
                    return Ok(Room { keeper, enter, data: at.join("data"), outside });
                }
                Err(why) => refused.push(format!("unshare {}: {why}", unshare.join(" "))),
            }
        }
        Err(refused.join("; "))
    }

    fn keep(at: &Path, unshare: &[&str]) -> Result<Child, String> {
        let mut command = Command::new("unshare");
        command.args(unshare).args(["--", "sh", "-c", KEEP, "sh"]).arg(at).arg(SIZE);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut keeper = command.spawn().map_err(|e| e.to_string())?;
        let mut said = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut said).unwrap();
        if said.trim() == "mounted" {
            return Ok(keeper);
        }
        Err(String::from_utf8_lossy(&keeper.wait_with_output().unwrap().stderr).trim().to_owned())
    }

    /// The program, run inside on the data folder there.
    fn command(&self, words: &[&str]) -> Command {
        let mut program = qianmo();
        program.arg("--data").arg(&self.data).args(words);
        let mut command = Command::new("nsenter");
        command.arg("--target").arg(self.keeper.id().to_string()).args(self.enter).arg("--");
        command.arg(program.get_program()).args(program.get_args()).stdin(Stdio::null());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    /// Takes every byte that is free.
    fn fill(&self) {
        let mut ballast = File::options().create(true).append(true).open(self.outside.join("ballast")).unwrap();
        let block = [1u8; 4096];
        while ballast.write(&block).is_ok_and(|written| written > 0) {}
    }

    /// Gives it back.
    fn make_room(&self) {
        fs::remove_file(self.outside.join("ballast")).unwrap();
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}

#[track_caller]
fn says_full(reply: &Reply) {
    assert_eq!(reply.status, 503, "{}", reply.text());
    assert_eq!(reply.json()["type"], "/problems/web-storage-full", "{}", reply.text());
    assert!(reply.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0), "{}", reply.header("retry-after"));
}

fn made(reply: &Reply) -> String {
    reply.json()["ref"].as_str().unwrap().to_owned()
}

/// Writes until there is no room: what is free inside the log is used up first, and what a refused attempt took of the disk
/// may be enough for a smaller one. The key of a call that found no room after several that found none either.
fn use_up(room: &Room, server: &Server, helper: &str, draft: &Value, drafts: &mut BTreeSet<String>) -> String {
    let mut refused = 0;
    for n in 0..5_000 {
        room.fill();
        let key = format!("full-{n}");
        let reply = server.post(helper, &key, DRAFTS, draft);
        if reply.status == 201 {
            drafts.insert(made(&reply));
            refused = 0;
            continue;
        }
        says_full(&reply);
        refused += 1;
        if refused == 10 {
            return key;
        }
    }
    panic!("the disk is never full")
}

/// A photo of a draft.
fn upload(server: &Server, token: &str, key: &str, request: &str) -> Reply {
    let mut picture = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(320, 240, image::Rgb([90, 120, 80])).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let mut body =
        b"--QIANMO\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\nA roof\r\n--QIANMO\r\nContent-Disposition: form-data; \
        name=\"photo\"; filename=\"roof.png\"\r\nContent-Type: image/png\r\n\r\n"
            .to_vec();
    body.extend_from_slice(picture.get_ref());
    body.extend_from_slice(b"\r\n--QIANMO--\r\n");
    let path = format!("{DRAFTS}/{request}/photos");
    server.ask("POST", &path).token(token).key(key).raw("multipart/form-data; boundary=QIANMO", &body).now()
}

#[test]
fn disk_full_sqlite() {
    let mut world = World::copy(Engine::Sqlite);
    let room = match Room::open(&world.temp.path().join("room")) {
        Ok(room) => room,
        Err(why) => {
            eprintln!("NOT TESTED: this machine lets nobody make a small disk: {why}");
            let allowed = std::env::var("QIANMO_ALLOW_SKIP").is_ok_and(|v| v == "1");
            assert!(allowed, "a full disk could not be tried ({why}); QIANMO_ALLOW_SKIP=1 goes on without it");
            return;
        }
    };
    copy_folder(&world.folder, &room.outside.join("data"));
    let server = Server::start(room.command(&["serve"]));
    let helper = world.token("helper");
    let me: Id = server.get(&helper, "/api/v1/me").expect(200).json()["account"].as_str().unwrap().parse().unwrap();
    let before = Truth::of(&world).drafts(me);
    let homes = server.get(&helper, "/api/v1/households?limit=1").expect(200).json();
    let draft = a_draft(homes["items"][0]["ref"].as_str().unwrap());
    let with_photo = made(&server.post(&helper, "before", DRAFTS, &draft).expect(201));
    let mut drafts = BTreeSet::from([with_photo.clone()]);

    let key = use_up(&room, &server, &helper, &draft, &mut drafts);
    says_full(&server.post(&helper, &key, DRAFTS, &draft));
    room.fill();
    says_full(&upload(&server, &helper, "photo", &with_photo));
    // Nobody is kept from reading.
    let listed = server.get("", "/api/v1/aid/requests").expect(200).json();
    let public = format!("/requests/{}", listed["items"][0]["ref"].as_str().unwrap());
    for page in ["/", "/requests", public.as_str(), "/figures", "/readyz", "/healthz"] {
        server.get("", page).expect(200);
    }
    server.get(&helper, "/desk/posts").expect(200);
    server.get(&helper, &format!("{DRAFTS}/{with_photo}")).expect(200);

    room.make_room();
    // What was refused is done now, once, however often it is sent.
    wait_for("writing works again", 30, || server.post(&helper, &key, DRAFTS, &draft).status == 201);
    drafts.insert(made(&server.post(&helper, &key, DRAFTS, &draft).expect(201)));
    upload(&server, &helper, "photo", &with_photo).expect(201);
    assert_eq!(finish(room.command(&["ledger", "verify", "--json"])).expect(0).json()["holds"], true);
    assert_eq!(server.stop(), 0);

    // What was answered is there, and nothing else is.
    world.folder = world.temp.path().join("after");
    copy_folder(&room.outside.join("data"), &world.folder);
    let truth = Truth::of(&world);
    let written: BTreeSet<String> = truth.drafts(me).difference(&before).cloned().collect();
    assert_eq!(written, drafts);
    truth.nothing_is_doubled(&[]);
    world.books_hold();
}
