//! `cargo xtask deps`: the layers hold, only foundation/db names a database engine, and every licence is one that deny.toml allows.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::files;
use crate::findings::{Broken, Findings, Res, broken};
use crate::layers::Layer;
use crate::licence;

/// Crates that speak to a database. Everybody else goes through foundation/db.
const ENGINES: &[&str] = &["rusqlite", "libsqlite3-sys", "postgres", "tokio-postgres", "tokio-postgres-rustls", "sqlx", "diesel"];

/// Where they may be named; testkit makes databases for tests.
const NAMES_ENGINES: &[Layer<'static>] = &[Layer::Db, Layer::Testkit];

pub fn run() -> Res<Findings> {
    let root = files::root();
    let metadata = metadata(&root)?;
    let policy = Policy::read(&root)?;
    let mut found = Findings::default();
    layers(&metadata, &root, &mut found);
    licences(&metadata, &policy, &mut found);
    for lock in ["ui/package-lock.json", "e2e/package-lock.json"] {
        if let Ok(text) = std::fs::read_to_string(root.join(lock)) {
            let packages: Value = serde_json::from_str(&text).map_err(broken(lock))?;
            npm_licences(lock, &packages, &policy, &mut found);
        }
    }
    Ok(found)
}

fn metadata(root: &Path) -> Res<Value> {
    let said = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .map_err(broken("cargo metadata"))?;
    if !said.status.success() {
        return Err(Broken(format!("cargo metadata: {}", String::from_utf8_lossy(&said.stderr).trim())));
    }
    serde_json::from_slice(&said.stdout).map_err(broken("cargo metadata"))
}

/// What deny.toml says about licences.
struct Policy {
    allow: Vec<String>,
    /// Packages with a licence of their own, allowed for them alone.
    exceptions: BTreeMap<String, Vec<String>>,
}

impl Policy {
    fn read(root: &Path) -> Res<Self> {
        let text = std::fs::read_to_string(root.join("deny.toml")).map_err(broken("deny.toml"))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Res<Self> {
        let document: toml::Table = text.parse().map_err(broken("deny.toml"))?;
        let section = document.get("licenses").and_then(toml::Value::as_table);
        let section = section.ok_or_else(|| Broken("deny.toml has no [licenses]".into()))?;
        let words = |value: Option<&toml::Value>| -> Vec<String> {
            value
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|word| word.as_str().map(str::to_owned))
                .collect()
        };
        let mut exceptions = BTreeMap::new();
        for exception in section.get("exceptions").and_then(toml::Value::as_array).into_iter().flatten() {
            if let Some(name) = exception.get("crate").or_else(|| exception.get("name")).and_then(toml::Value::as_str) {
                exceptions.insert(name.to_owned(), words(exception.get("allow")));
            }
        }
        Ok(Self { allow: words(section.get("allow")), exceptions })
    }

    fn allows(&self, package: &str, licence: &str) -> bool {
        licence::is_allowed(licence, &self.allow)
            || self
                .exceptions
                .get(package)
                .is_some_and(|more| licence::is_allowed(licence, &[self.allow.clone(), more.clone()].concat()))
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The folder of a crate of ours, relative to the root.
fn folder<'a>(path: &'a str, root: &Path) -> &'a str {
    Path::new(path).strip_prefix(root).ok().and_then(Path::to_str).unwrap_or(path)
}

fn layers(metadata: &Value, root: &Path, found: &mut Findings) {
    for package in list(metadata, "packages").iter().filter(|package| package["source"].is_null()) {
        let own = folder(text(package, "manifest_path").trim_end_matches("/Cargo.toml"), root);
        let Some(layer) = Layer::of(own) else {
            found.about(own, "the house has no such layer (xtask/src/layers.rs)");
            continue;
        };
        for dependency in list(package, "dependencies") {
            let for_tests = dependency["kind"] == "dev";
            let name = text(dependency, "name");
            if let Some(path) = dependency["path"].as_str() {
                let other = folder(path, root);
                match Layer::of(other) {
                    Some(below) if layer.may_use(below, for_tests) => {}
                    Some(Layer::Testkit) => found.about(own, "testkit is a dev-dependency only"),
                    _ => found.about(own, format_args!("must not know {other}")),
                }
            } else if !for_tests && ENGINES.contains(&name) && !NAMES_ENGINES.contains(&layer) {
                found.about(own, format_args!("names the database engine {name}; only foundation/db does"));
            }
        }
    }
}

fn licences(metadata: &Value, policy: &Policy, found: &mut Findings) {
    for package in list(metadata, "packages").iter().filter(|package| !package["source"].is_null()) {
        let (name, licence) = (text(package, "name"), text(package, "license"));
        if licence.is_empty() && policy.exceptions.contains_key(name) {
            continue;
        }
        if !policy.allows(name, licence) {
            let licence = if licence.is_empty() { "none is stated" } else { licence };
            found.about(&format!("{name} {}", text(package, "version")), format_args!("its licence is not allowed: {licence}"));
        }
    }
}

fn npm_licences(lock: &str, packages: &Value, policy: &Policy, found: &mut Findings) {
    for (path, package) in packages["packages"].as_object().into_iter().flatten() {
        let Some((_, name)) = path.rsplit_once("node_modules/") else { continue };
        let licence = text(package, "license");
        if !policy.allows(name, licence) {
            found.about(lock, format_args!("{name}: its licence is not allowed: {licence}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(folder: &str, dependencies: Value) -> Value {
        serde_json::json!({ "name": folder, "source": null, "manifest_path": format!("/r/{folder}/Cargo.toml"), "dependencies": dependencies })
    }

    fn found_in(packages: Vec<Value>) -> Vec<String> {
        let mut found = Findings::default();
        layers(&serde_json::json!({ "packages": packages }), Path::new("/r"), &mut found);
        found.lines().to_vec()
    }

    #[test]
    fn a_domain_that_knows_another_is_found() {
        let other = serde_json::json!([{ "name": "x", "path": "/r/domains/market", "kind": null }]);
        assert_eq!(found_in(vec![package("domains/aid", other)]), ["domains/aid: must not know domains/market"]);
        let below = serde_json::json!([{ "name": "x", "path": "/r/commons/ledger", "kind": null }]);
        assert!(found_in(vec![package("domains/aid", below)]).is_empty());
    }

    #[test]
    fn testkit_and_engines_are_kept_in_their_places() {
        let kit = |kind: &str| serde_json::json!([{ "name": "k", "path": "/r/foundation/testkit", "kind": kind }]);
        assert!(found_in(vec![package("commons/places", kit("dev"))]).is_empty());
        assert_eq!(found_in(vec![package("commons/places", kit("build"))]).len(), 1);
        let engine = serde_json::json!([{ "name": "rusqlite", "path": null, "kind": null }]);
        assert_eq!(found_in(vec![package("commons/places", engine.clone())]).len(), 1);
        assert!(found_in(vec![package("foundation/db", engine)]).is_empty());
    }

    #[test]
    fn a_folder_that_the_house_does_not_have_is_found() {
        assert_eq!(found_in(vec![package("attic", serde_json::json!([]))]).len(), 1);
    }

    #[test]
    fn licences_against_the_policy() {
        let policy =
            Policy::parse("[licenses]\nallow = [\"MIT\"]\nexceptions = [{ crate = \"odd\", allow = [\"Odd-1.0\"] }]\n").unwrap();
        let package = |name: &str, licence: &str| serde_json::json!({ "name": name, "version": "1.0.0", "source": "registry", "license": licence });
        let mut found = Findings::default();
        let packages = [package("a", "MIT"), package("odd", "MIT AND Odd-1.0"), package("b", "Odd-1.0"), package("c", "")];
        licences(&serde_json::json!({ "packages": packages }), &policy, &mut found);
        assert_eq!(found.len(), 2);
        let lock = serde_json::json!({ "packages": { "": {}, "node_modules/a": { "license": "MIT" }, "node_modules/a/node_modules/b": { "license": "GPL-3.0" } } });
        npm_licences("ui/package-lock.json", &lock, &policy, &mut found);
        assert_eq!(found.len(), 3);
    }
}
