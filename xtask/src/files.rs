//! The files of the repository: those that git knows or would add, so that what is built or ignored is never looked at.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::findings::{Res, broken};

/// Folders that hold nothing of ours, for when there is no git to ask.
const FOREIGN: &[&str] = &["target", "node_modules", "dist", "data", ".git", "test-results", "playwright-report"];

/// One text file.
#[derive(Debug)]
pub struct File {
    /// Relative to the root, with forward slashes.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// What stands after the last dot of the name; empty when there is none.
    pub fn extension(&self) -> &str {
        match self.name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// Is one of the folders above the file called so?
    pub fn is_within(&self, folder: &str) -> bool {
        self.path.split('/').rev().skip(1).any(|part| part == folder)
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_path_buf)
}

/// Every text file, sorted by path. Files that are not UTF-8 (pictures, fonts) are left out.
pub fn all() -> Res<Vec<File>> {
    let root = root();
    let mut paths = match from_git(&root) {
        Some(paths) => paths,
        None => {
            let mut paths = Vec::new();
            walk(&root, &root, &mut paths)?;
            paths
        }
    };
    paths.sort();
    paths.dedup();
    Ok(paths.into_iter().filter_map(|path| read(&root, path)).collect())
}

fn read(root: &Path, path: String) -> Option<File> {
    let full = root.join(&path);
    // A link is checked where it leads to; a file that was removed but is still known to git is not there.
    if !full.symlink_metadata().ok()?.is_file() {
        return None;
    }
    let text = String::from_utf8(std::fs::read(full).ok()?).ok()?;
    Some(File { path, text })
}

fn from_git(root: &Path) -> Option<Vec<String>> {
    let said = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .ok()
        .filter(|said| said.status.success())?;
    let list = String::from_utf8(said.stdout).ok()?;
    Some(list.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

fn walk(root: &Path, folder: &Path, into: &mut Vec<String>) -> Res<()> {
    for entry in std::fs::read_dir(folder).map_err(broken("reading a folder"))? {
        let path = entry.map_err(broken("reading a folder"))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !FOREIGN.contains(&name) {
                walk(root, &path, into)?;
            }
        } else if let Some(relative) = path.strip_prefix(root).ok().and_then(|path| path.to_str()) {
            into.push(relative.replace('\\', "/"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_folders() {
        let file = File { path: "domains/aid/src/store/find.rs".into(), text: String::new() };
        assert_eq!((file.name(), file.extension()), ("find.rs", "rs"));
        assert!(file.is_within("store") && !file.is_within("find.rs"));
        let hidden = File { path: ".gitignore".into(), text: String::new() };
        assert_eq!(hidden.extension(), "");
    }

    #[test]
    fn this_very_file_is_listed() {
        let files = all().unwrap();
        assert!(files.iter().any(|file| file.path == "xtask/src/files.rs"));
        assert!(files.iter().all(|file| !file.path.contains("node_modules/")));
    }
}
