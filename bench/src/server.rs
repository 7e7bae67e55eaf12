//! The program under measure: a world in a folder, served by the release build.
#![allow(clippy::disallowed_methods)]

use crate::client::Client;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running `qianmo serve`, ended when dropped.
pub struct Server {
    child: Child,
    /// `localhost:port`.
    pub host: String,
}

fn binary() -> io::Result<PathBuf> {
    std::env::var_os("QIANMO_BIN")
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("QIANMO_BIN names the program to measure; `make bench` sets it"))
}

fn free_port() -> io::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Loads the world into a folder unless it is there; returns the seconds it took, or nothing when it was there.
pub fn load(folder: &Path, size: &str, database: Option<&str>) -> io::Result<Option<f64>> {
    if folder.join("accounts.json").exists() {
        return Ok(None);
    }
    let started = Instant::now();
    let mut command = Command::new(binary()?);
    command.args(["demo", "--load-only", "--size", size, "--data"]).arg(folder).stdout(Stdio::null()).stderr(Stdio::inherit());
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    if !command.status()?.success() {
        return Err(io::Error::other("the world could not be loaded"));
    }
    Ok(Some(started.elapsed().as_secs_f64()))
}

impl Server {
    /// Starts serving a folder and waits until it is ready.
    pub async fn start(folder: &Path, database: Option<&str>) -> io::Result<Server> {
        let port = free_port()?;
        let host = format!("localhost:{port}");
        let mut command = Command::new(binary()?);
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(folder).env("QIANMO_LOG", "error");
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        let child = command.stdout(Stdio::null()).spawn()?;
        let server = Server { child, host };
        for _ in 0..600 {
            if let Ok(mut client) = Client::connect(&server.host).await
                && client.ask("GET", "/readyz", &[], b"").await.is_ok_and(|a| a.status == 200)
            {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(io::Error::other("the server did not get ready within a minute"))
    }

    /// Anonymous resident memory in megabytes (RssAnon of /proc/PID/status).
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kib = status
            .lines()
            .find_map(|l| l.strip_prefix("RssAnon:"))
            .and_then(|v| v.split_whitespace().next())
            .and_then(|v| v.parse::<f64>().ok());
        kib.unwrap_or_default() / 1_024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
