//! Embeds what `npm run build` wrote into ui/dist: styles, scripts, icons, and the country's places.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() {
    let dist = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../ui/dist");
    println!("cargo:rerun-if-changed={}", dist.join("manifest.json").display());
    println!("cargo:rerun-if-changed={}", dist.display());
    let Ok(manifest) = fs::read_to_string(dist.join("manifest.json")) else {
        eprintln!("ui/dist is not built. Run `npm ci && npm run build` in ui/, or `make demo`, which does it.");
        process::exit(1);
    };
    let mut code = format!("const MANIFEST: &str = {manifest:?};\n");
    let critical = dist.join("critical.css");
    let _ = writeln!(code, "const CRITICAL: &str = include_str!({:?});", absolute(&critical));
    list(&mut code, "FILES", &dist);
    list(&mut code, "PLACES", &dist.join("places"));
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("assets.rs");
    if let Err(error) = fs::write(&out, code) {
        eprintln!("{}: {error}", out.display());
        process::exit(1);
    }
}

fn list(code: &mut String, name: &str, folder: &Path) {
    let _ = writeln!(code, "static {name}: &[(&str, &[u8])] = &[");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).filter(|p| p.is_file()).collect();
    files.sort();
    for file in files {
        let _ = writeln!(
            code,
            "    ({:?}, include_bytes!({:?})),",
            file.file_name().unwrap_or_default().to_string_lossy(),
            absolute(&file)
        );
    }
    let _ = writeln!(code, "];");
}

fn absolute(path: &Path) -> String {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}
