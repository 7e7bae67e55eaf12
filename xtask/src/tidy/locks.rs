//! Lock files name the public registries and nothing else: a mirror that one machine happens to use must not get in.

use crate::files::File;
use crate::findings::Findings;

const CARGO: &str = concat!("registry+https://github.com/rust-lang/crat", "es.io-index");
const NPM: &str = concat!("https://registry.npm", "js.org/");

pub fn is_lock(file: &File) -> bool {
    matches!(file.name(), "Cargo.lock" | "package-lock.json")
        || (file.name().starts_with("requirements") && file.extension() == "txt")
}

pub fn hosts(file: &File, found: &mut Findings) {
    for (i, line) in file.text.lines().enumerate() {
        let line = line.trim();
        let foreign = match file.name() {
            "Cargo.lock" => line.strip_prefix("source = \"").is_some_and(|source| !source.starts_with(CARGO)),
            "package-lock.json" => line.strip_prefix("\"resolved\": \"").is_some_and(|source| !source.starts_with(NPM)),
            _ => line.starts_with("--") && !line.starts_with("--hash=") || line.contains("://"),
        };
        if foreign {
            found.at(&file.path, i + 1, format_args!("not from the public registry: {line}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::findings_of;

    #[test]
    fn foreign_hosts_are_found() {
        assert_eq!(findings_of(hosts, "Cargo.lock", &format!("source = \"{CARGO}\"\n")).len(), 0);
        assert_eq!(findings_of(hosts, "Cargo.lock", "source = \"git+https://example.org/x\"\n").len(), 1);
        assert_eq!(findings_of(hosts, "ui/package-lock.json", &format!("  \"resolved\": \"{NPM}x/-/x-1.tgz\",\n")).len(), 0);
        assert_eq!(findings_of(hosts, "ui/package-lock.json", "  \"resolved\": \"https://example.org/x.tgz\",\n").len(), 1);
        assert_eq!(findings_of(hosts, "requirements-fuzz.txt", "a==1 \\\n    --hash=sha256:00\n").len(), 0);
        assert_eq!(findings_of(hosts, "requirements-fuzz.txt", "--index-url https://example.org\n").len(), 1);
    }
}
