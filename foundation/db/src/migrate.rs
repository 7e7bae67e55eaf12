//! Migrations: one SQL text for both engines, applied once each, in order, under a lock.
//!
//! Texts use `BIGINT`, `SMALLINT`, `TEXT` and `BLOB` only. On SQLite every table is made `STRICT`, so that a text cannot
//! stand where a number belongs, and one whose key has several columns lies in the order of its key; on PostgreSQL texts are ordered byte by byte (`COLLATE "C"`), as SQLite orders them.
//! Lines `-- only: sqlite`, `-- only: postgres` and `-- only: both` switch what follows; a body with inner semicolons
//! stands between the lines `-- begin` and `-- end`.

use crate::engine::Engine;
use crate::params;
use crate::tx::Tx;
use qianmo_kernel::{Error, Res};

/// One step of the schema.
#[derive(Copy, Clone, Debug)]
pub struct Migration {
    /// The crate it belongs to.
    pub module: &'static str,
    /// The file's name without its ending, e.g. `0001_requests`.
    pub name: &'static str,
    /// The text.
    pub sql: &'static str,
}

/// The migrations of a crate: `migrations!["0001_requests", "0002_caps"]` reads `../migrations/0001_requests.sql` beside
/// the crate's `src`.
#[macro_export]
macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$($crate::Migration {
            module: env!("CARGO_PKG_NAME"),
            name: $name,
            sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")),
        }),*]
    };
}

crate::sql! {
    const APPLIED = "SELECT 1 FROM schema_migration WHERE name = $1";
    const RECORD = "INSERT INTO schema_migration (name, applied_at) VALUES ($1, $2)";
}

/// Applies those that are missing; returns their names.
pub(crate) fn apply(tx: &mut Tx<'_>, migrations: &[Migration]) -> Res<Vec<String>> {
    if tx.engine() == Engine::Postgres {
        // Two programs that start at once: the second waits here and then finds nothing missing.
        tx.batch("SELECT pg_advisory_xact_lock(7166101)")?;
        // A table that grew for years may take longer to change than a person may wait for a page.
        tx.batch("SET LOCAL statement_timeout = 0")?;
    }
    tx.batch(&for_engine(
        "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL);",
        tx.engine(),
    ))?;
    let mut applied = Vec::new();
    for migration in migrations {
        let name = format!("{}/{}", migration.module, migration.name);
        if tx.first(APPLIED, params![&name], |_| Ok(()))?.is_some() {
            continue;
        }
        let text = for_engine(migration.sql, tx.engine());
        tx.batch(&text).map_err(|e| Error::because(format!("migration {name}"), e))?;
        let now = tx.now();
        tx.execute(RECORD, params![&name, now])?;
        applied.push(name);
    }
    if !applied.is_empty() {
        tx.tell_planner()?;
    }
    Ok(applied)
}

/// Turns the one text into what an engine takes.
fn for_engine(text: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    let (mut ours, mut raw, mut table, mut keyed) = (true, false, false, false);
    for line in text.lines() {
        let trimmed = line.trim();
        match trimmed {
            "-- only: sqlite" => ours = engine == Engine::Sqlite,
            "-- only: postgres" => ours = engine == Engine::Postgres,
            "-- only: both" => ours = true,
            "-- begin" => raw = true,
            "-- end" => raw = false,
            _ if !ours => {}
            _ if raw => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {
                let code = line.split("--").next().unwrap_or_default();
                if code.to_ascii_uppercase().trim_start().starts_with("CREATE TABLE") {
                    table = true;
                }
                let mut code = types(code, engine);
                keyed |= table && code.trim_start().to_ascii_uppercase().starts_with("PRIMARY KEY (");
                if table && code.trim_end().ends_with(';') {
                    table = false;
                    if engine == Engine::Sqlite {
                        let body = code.trim_end().trim_end_matches(';').to_owned();
                        let said = body.trim_end().to_ascii_uppercase().ends_with("WITHOUT ROWID");
                        let joiner = match (said, keyed) {
                            (true, _) => ", STRICT;",
                            // A row lies where its key leads, as the key says, and not in a second tree beside it.
                            (false, true) => " WITHOUT ROWID, STRICT;",
                            (false, false) => " STRICT;",
                        };
                        keyed = false;
                        code = body + joiner;
                    } else {
                        keyed = false;
                        code = code.replace(" WITHOUT ROWID", "");
                    }
                }
                out.push_str(&code);
                out.push('\n');
            }
        }
    }
    out
}

fn types(line: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(line.len());
    let mut quoted = false;
    for word in line.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let bare = word.trim_end_matches(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let tail = &word[bare.len()..];
        let new = match (engine, bare) {
            _ if quoted => bare,
            (Engine::Sqlite, "BIGINT" | "SMALLINT") => "INTEGER",
            (Engine::Postgres, "BLOB") => "BYTEA",
            (Engine::Postgres, "TEXT") => "TEXT COLLATE \"C\"",
            _ => bare,
        };
        out.push_str(new);
        out.push_str(tail);
        if tail.matches('\'').count() % 2 == 1 {
            quoted = !quoted;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "-- down: drop it\nCREATE TABLE t (\n  id BIGINT NOT NULL, -- the BLOB\n  note TEXT NOT NULL DEFAULT 'BLOB',\n  b BLOB\n);\n-- only: postgres\nCREATE INDEX p ON t (id);\n-- only: both\nCREATE TABLE u (a BIGINT PRIMARY KEY) WITHOUT ROWID;\nCREATE TABLE w (\n  a BIGINT NOT NULL,\n  b BIGINT NOT NULL,\n  PRIMARY KEY (a, b)\n);\n";

    #[test]
    fn one_text_becomes_each_engines_own() {
        let lite = for_engine(ONE, Engine::Sqlite);
        assert!(lite.contains("id INTEGER NOT NULL") && lite.contains("DEFAULT 'BLOB'") && lite.contains(") STRICT;"));
        assert!(lite.contains("WITHOUT ROWID, STRICT;") && !lite.contains("CREATE INDEX"));
        assert!(lite.contains("PRIMARY KEY (a, b)\n) WITHOUT ROWID, STRICT;"), "{lite}");
        let pg = for_engine(ONE, Engine::Postgres);
        assert!(pg.contains("b BYTEA") && pg.contains("DEFAULT 'BLOB'") && pg.contains("CREATE INDEX p") && !pg.contains("ROWID"));
    }
}
