//! The program under measure, serving a world.

use crate::client::Client;
use crate::memory;
use crate::worlds::World;
use std::io;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it is ready.
const PATIENCE: Duration = Duration::from_secs(600);
/// Due jobs that are no backlog: regular ones come up all the time.
const FEW: f64 = 16.0;

/// A running `qianmo serve`, ended when dropped.
pub struct Server {
    child: Child,
    /// `localhost:port`.
    pub host: String,
}

/// How the worker caught up.
#[derive(Copy, Clone, Debug)]
pub struct Settled {
    /// Jobs that were due.
    pub due: f64,
    /// Jobs that still were when patience ended.
    pub left: f64,
    /// How long it took.
    pub seconds: f64,
}

fn free_port() -> io::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Server {
    /// Starts serving a world and waits until it is ready.
    pub async fn start(world: &World) -> io::Result<Server> {
        let port = free_port()?;
        let mut command = world.command();
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}")]).stdout(Stdio::null());
        let mut server = Server { child: command.spawn()?, host: format!("localhost:{port}") };
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if server.child.try_wait()?.is_some() {
                return Err(io::Error::other("the program ended instead of serving"));
            }
            if let Ok(mut client) = Client::connect(&server.host).await
                && client.ask("GET", "/readyz", &[], b"").await.is_ok_and(|a| a.status == 200)
            {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(io::Error::other("the server did not get ready"))
    }

    /// Its anonymous resident memory in megabytes.
    pub fn memory(&self) -> io::Result<f64> {
        memory::anonymous(self.child.id())
    }

    /// Looks at its memory until told to stop.
    pub fn watch(&self) -> memory::Watch {
        memory::Watch::over(self.child.id())
    }

    async fn metric(&self, name: &str) -> io::Result<f64> {
        let answer = Client::connect(&self.host).await?.ask("GET", "/metrics", &[], b"").await?;
        reading(&String::from_utf8_lossy(&answer.body), name).ok_or_else(|| io::Error::other(format!("/metrics tells no {name}")))
    }

    /// Writing units of work that it committed since it started.
    pub async fn units_committed(&self) -> io::Result<f64> {
        self.metric("qianmo_units_committed").await
    }

    /// Units a second that it commits while nobody asks anything: the worker looks for jobs.
    pub async fn idle_commits(&self) -> io::Result<f64> {
        let (started, before) = (Instant::now(), self.units_committed().await?);
        tokio::time::sleep(Duration::from_secs(5)).await;
        Ok((self.units_committed().await? - before) / started.elapsed().as_secs_f64())
    }

    /// Waits until the worker has caught up with the jobs that are due, ten minutes at the most.
    pub async fn settle(&self) -> io::Result<Settled> {
        let started = Instant::now();
        let due = self.metric("qianmo_jobs_due").await?;
        let mut left = due;
        while left > FEW && started.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_secs(1)).await;
            left = self.metric("qianmo_jobs_due").await?;
        }
        Ok(Settled { due, left, seconds: started.elapsed().as_secs_f64() })
    }
}

/// The value of a metric without labels.
fn reading(text: &str, name: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::reading;

    #[test]
    fn a_metric_is_read_by_its_whole_name() {
        let text = "# TYPE qianmo_jobs_due gauge\nqianmo_jobs_due_ever 9\nqianmo_jobs_due 3\n";
        assert_eq!(reading(text, "qianmo_jobs_due"), Some(3.0));
        assert_eq!(reading(text, "qianmo_jobs"), None);
    }
}
