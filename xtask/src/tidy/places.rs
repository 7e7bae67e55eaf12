//! Names that belong to one machine or to somebody's server have no place in the repository.

use crate::files::File;
use crate::findings::Findings;

/// Folders of people's own machines. Divided, so that this file does not find itself.
const MACHINE: &[&str] = &[concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];

/// Hosts that serve packages. Which of them is used is the machine's own setting; only lock files name one.
const REGISTRIES: &[&str] = &[
    concat!("registry.npm", "js.org"),
    concat!("registry.npm", "mirror.com"),
    concat!("registry.yarn", "pkg.com"),
    concat!("index.crat", "es.io"),
    concat!("static.crat", "es.io"),
    concat!("files.python", "hosted.org"),
    concat!("pypi", ".org/simple"),
    concat!("deb.deb", "ian.org"),
    concat!("rsp", "roxy."),
    concat!("mirrors", ".tuna."),
    concat!("mirrors", ".aliyun."),
    concat!("mirrors", ".ustc."),
];

pub fn machine_paths(file: &File, found: &mut Findings) {
    for (i, line) in file.text.lines().enumerate() {
        for folder in MACHINE {
            // "https://x.org/home/" and "./work/" are not paths from the root of a machine.
            let absolute = line.match_indices(folder).any(|(at, _)| {
                !line[..at]
                    .chars()
                    .next_back()
                    .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '}' | '*' | '~'))
            });
            if absolute {
                found.at(&file.path, i + 1, format_args!("a path of one machine: {folder}"));
            }
        }
    }
}

pub fn registry_hosts(file: &File, found: &mut Findings) {
    for (i, line) in file.text.lines().enumerate() {
        if let Some(host) = REGISTRIES.iter().find(|host| line.contains(**host)) {
            found.at(&file.path, i + 1, format_args!("a package registry: {host} (only lock files name one)"));
        }
    }
}

pub fn pending_snapshot(file: &File, found: &mut Findings) {
    if file.path.ends_with(".snap.new") || file.path.ends_with(".pending-snap") {
        found.about(&file.path, "a snapshot that nobody has accepted or refused");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::findings_of;

    #[test]
    fn machine_paths_are_found() {
        assert_eq!(findings_of(machine_paths, "a.sh", concat!("cd /ho", "me/me/x\n")).len(), 1);
        assert_eq!(findings_of(machine_paths, "a.sh", concat!("x=\"/wo", "rk/y\"\n")).len(), 1);
        assert_eq!(
            findings_of(machine_paths, "a.md", concat!("https://example.org/ho", "me/ ./wo", "rk/ $X/ho", "me/\n")).len(),
            0
        );
    }

    #[test]
    fn registries_are_found() {
        assert_eq!(findings_of(registry_hosts, "a.md", concat!("from registry.npm", "js.org\n")).len(), 1);
        assert_eq!(findings_of(registry_hosts, "a.md", "npm install\n").len(), 0);
    }
}
