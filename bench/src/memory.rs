//! Anonymous resident memory of the program under measure, watched while it is under load.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(100);

/// The anonymous resident memory of a process (RssAnon of /proc/PID/status) in megabytes of 1,000,000 bytes.
pub fn anonymous(pid: u32) -> io::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    megabytes(&status).ok_or_else(|| io::Error::other("/proc tells no RssAnon of the program under measure"))
}

fn megabytes(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1_024.0 / 1_000_000.0)
}

/// Somebody who looks at a process's memory all the time.
pub struct Watch {
    done: Arc<AtomicBool>,
    thread: JoinHandle<io::Result<f64>>,
}

impl Watch {
    /// Begins to look. Ends by itself when the process does.
    pub fn over(pid: u32) -> Watch {
        let done = Arc::new(AtomicBool::new(false));
        let told = done.clone();
        let thread = std::thread::spawn(move || {
            let mut most = anonymous(pid)?;
            while !told.load(Ordering::Relaxed) {
                std::thread::sleep(EVERY);
                most = most.max(anonymous(pid)?);
            }
            Ok::<_, io::Error>(most)
        });
        Watch { done, thread }
    }

    /// The most that was seen, in megabytes.
    pub fn end(self) -> io::Result<f64> {
        self.done.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("nobody watched the memory")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_no_zero() {
        assert_eq!(megabytes("VmRSS:\t 9 kB\nRssAnon:\t   15625 kB\n"), Some(16.0));
        assert_eq!(megabytes("VmRSS:\t 9 kB\n"), None);
    }
}
