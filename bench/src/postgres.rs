//! Databases of a PostgreSQL cluster, by its own client programs.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A cluster of one's own, and its superuser.
pub struct Cluster {
    url: String,
}

/// A client program: in the folder that `QIANMO_PG_BIN` names, the newest where distributions put it, or the one in PATH.
fn tool(name: &str) -> Command {
    let named = env::var_os("QIANMO_PG_BIN").map(|folder| PathBuf::from(folder).join(name));
    let put = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin").join(name));
    let found = named.filter(|path| path.is_file()).or_else(|| put.filter(|path| path.is_file()).max());
    let mut command = Command::new(found.unwrap_or_else(|| PathBuf::from(name)));
    command.stdin(Stdio::null());
    command
}

fn obey(mut command: Command) -> io::Result<String> {
    let out = command.output()?;
    if out.status.success() {
        return Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned());
    }
    // Not the command itself: it holds the cluster's password.
    Err(io::Error::other(format!("PostgreSQL: {}", String::from_utf8_lossy(&out.stderr).trim())))
}

impl Cluster {
    /// The cluster that `QIANMO_TEST_POSTGRES` names.
    pub fn given() -> Option<Cluster> {
        env::var("QIANMO_TEST_POSTGRES").ok().filter(|url| !url.is_empty()).map(|url| Cluster { url })
    }

    fn address(&self, database: &str) -> String {
        let (url, tail) = match self.url.split_once('?') {
            Some((url, tail)) => (url, format!("?{tail}")),
            None => (self.url.as_str(), String::new()),
        };
        let server = url.rsplit_once('/').map_or(url, |(server, _)| server);
        format!("{server}/{database}{tail}")
    }

    fn tell(&self, url: &str, statement: &str) -> io::Result<String> {
        let mut psql = tool("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]);
        psql.args(["--dbname", url, "--command", statement]);
        obey(psql)
    }

    /// An empty database of that name; one that was there is gone. Answers its address.
    pub fn fresh(&self, database: &str) -> io::Result<String> {
        self.forget(database)?;
        self.tell(&self.url, &format!("CREATE DATABASE {database}"))?;
        Ok(self.address(database))
    }

    /// Removes a database, if it is there.
    pub fn forget(&self, database: &str) -> io::Result<()> {
        self.tell(&self.url, &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)")).map(|_| ())
    }

    /// Writes a database into a file.
    pub fn dump(&self, url: &str, to: &Path) -> io::Result<()> {
        let mut dump = tool("pg_dump");
        dump.args(["--format=custom", "--compress=1", "--no-owner", "--dbname", url, "--file"]).arg(to);
        obey(dump).map(|_| ())
    }

    /// Reads such a file into an empty database, tells the planner what is in it, and has it all written out.
    pub fn restore(&self, url: &str, from: &Path) -> io::Result<()> {
        let mut restore = tool("pg_restore");
        restore.args(["--no-owner", "--jobs=2", "--dbname", url]).arg(from);
        obey(restore)?;
        self.tell(url, "VACUUM ANALYZE")?;
        self.tell(url, "CHECKPOINT").map(|_| ())
    }

    /// Its version, and whether it makes commits durable.
    pub fn describe(&self) -> String {
        let show = |name: &str| self.tell(&self.url, &format!("SHOW {name}")).unwrap_or_else(|_| "unknown".into());
        let (version, fsync, commit) = (show("server_version"), show("fsync"), show("synchronous_commit"));
        format!("{version}; fsync {fsync}, synchronous_commit {commit}")
    }
}

#[cfg(test)]
mod tests {
    use super::Cluster;

    #[test]
    fn another_database_of_the_same_cluster() {
        let cluster = |url: &str| Cluster { url: url.into() };
        assert_eq!(cluster("postgres://a:b@127.0.0.1:5432/postgres").address("bench"), "postgres://a:b@127.0.0.1:5432/bench");
        assert_eq!(cluster("postgres://a@h/p?sslmode=disable").address("bench"), "postgres://a@h/bench?sslmode=disable");
    }
}
