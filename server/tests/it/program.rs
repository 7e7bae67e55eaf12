//! The program as a child process.

use crate::http::{Ask, Reply, ask};
use serde_json::Value;
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The program, without what the caller's environment says of another installation.
pub fn qianmo() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qianmo"));
    for name in [
        "DATA",
        "CONFIG",
        "DATABASE",
        "DATABASE_CA",
        "LISTEN",
        "BASE_URL",
        "LOCALE",
        "BEHIND_PROXY",
        "LOG_FORMAT",
        "SANDBOX",
        "TOKEN",
    ] {
        command.env_remove(format!("QIANMO_{name}"));
    }
    command.env("QIANMO_LOG", "error").stdin(Stdio::null());
    command
}

/// What a command came to.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Fails with what it said when it ended otherwise.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    /// What it printed, as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("no JSON: {}\n{}", self.out, self.err))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

/// Runs the program with these words to its end.
pub fn run(words: &[&str]) -> Ran {
    qianmo().args(words).output().unwrap().into()
}

/// Runs a command to its end.
pub fn finish(mut command: Command) -> Ran {
    command.output().unwrap().into()
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until something is so; fails after so many seconds.
#[track_caller]
pub fn wait_for(what: &str, seconds: u64, mut so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !so() {
        assert!(started.elapsed() < Duration::from_secs(seconds), "{what}: not within {seconds} s");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A serving program; killed when it is dropped.
pub struct Server {
    pub child: Child,
    pub port: u16,
}

impl Server {
    /// Starts `command` (which is `… serve`) on a free port and waits until it is ready.
    pub fn start(mut command: Command) -> Server {
        let port = free_port();
        command.args(["--listen", &format!("127.0.0.1:{port}")]).stdout(Stdio::null());
        let mut server = Server { child: command.spawn().unwrap(), port };
        wait_for("readiness", 60, || {
            assert!(server.child.try_wait().unwrap().is_none(), "the program ended instead of serving");
            server.ask("GET", "/readyz").send().is_ok_and(|r| r.status == 200)
        });
        server
    }

    pub fn ask(&self, method: &str, path: &str) -> Ask {
        ask(self.port, method, path)
    }

    /// GET as somebody.
    #[track_caller]
    pub fn get(&self, token: &str, path: &str) -> Reply {
        self.ask("GET", path).token(token).now()
    }

    /// POST of JSON as somebody.
    #[track_caller]
    pub fn post(&self, token: &str, key: &str, path: &str, body: &Value) -> Reply {
        self.ask("POST", path).token(token).key(key).json(body).now()
    }

    /// kill -9.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM.
    pub fn tell_to_stop(&self) {
        let done = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(done.success());
    }

    /// Tells it to stop; its exit code.
    pub fn stop(mut self) -> i32 {
        self.tell_to_stop();
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
