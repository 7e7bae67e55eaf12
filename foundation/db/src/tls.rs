//! Whom a connection to PostgreSQL trusts. TLS is used wherever the server offers it, and its certificate is always checked:
//! against the public authorities, and the one in the file that `sslrootcert` in the address names, as libpq's programs have it.

use postgres::config::Host;
use qianmo_kernel::{Error, Res};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The parameter of an address that names a file of trusted authorities (PEM).
const CA: &str = "sslrootcert=";

/// An address `postgres://…` that also names a file of authorities to trust; one that it named before gives way.
/// An error for other forms of addresses, which cannot be added to.
pub fn with_ca(url: &str, ca: &Path) -> Res<String> {
    if !url.contains("://") {
        return Err(Error::new("a CA file needs a database address of the form postgres://…").into());
    }
    let (url, _) = split_ca(url);
    let joiner = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{joiner}{CA}{}", encoded(&ca.to_string_lossy())))
}

/// Takes the file of authorities out of an address: the rest is what the driver reads.
pub(crate) fn split_ca(url: &str) -> (String, Option<PathBuf>) {
    let Some((before, query)) = url.split_once('?') else { return (url.to_owned(), None) };
    let named = query.split('&').filter_map(|part| part.strip_prefix(CA)).next_back().map(|path| PathBuf::from(decoded(path)));
    let rest: Vec<&str> = query.split('&').filter(|part| !part.starts_with(CA)).collect();
    let url = if rest.is_empty() { before.to_owned() } else { format!("{before}?{}", rest.join("&")) };
    (url, named)
}

fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok()).and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether that file can be read and holds certificates.
pub fn check_ca(path: &Path) -> Res<()> {
    connector(Some(path)).map(drop)
}

/// What makes TLS connections that trust the public authorities and those of the file.
pub(crate) fn connector(ca: Option<&Path>) -> Res<tokio_postgres_rustls::MakeRustlsConnect> {
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(path) = ca {
        let mut found = 0;
        let what = || format!("the CA file {}", path.display());
        for certificate in CertificateDer::pem_file_iter(path).map_err(|e| Error::because(what(), e))? {
            let certificate = certificate.map_err(|e| Error::because(what(), e))?;
            roots.add(certificate).map_err(|e| Error::because(what(), e))?;
            found += 1;
        }
        if found == 0 {
            return Err(Error::new(format!("{} holds no certificate", what())).into());
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::because("TLS", e))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(tokio_postgres_rustls::MakeRustlsConnect::new(config))
}

/// Whether connecting failed since the server's certificate is not trusted.
pub(crate) fn untrusted(error: &postgres::Error) -> bool {
    let mut at = std::error::Error::source(error);
    while let Some(cause) = at {
        // An input error hides what it was made of from the chain of causes.
        let inside = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let found = inside.and_then(|e| e.downcast_ref::<rustls::Error>()).or_else(|| cause.downcast_ref::<rustls::Error>());
        if matches!(found, Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        at = cause.source();
    }
    false
}

/// Whether a connection never leaves this machine.
pub(crate) fn stays_here(config: &postgres::Config) -> bool {
    let here = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    // Where addresses are given as numbers, names are not looked up.
    match config.get_hostaddrs() {
        [] => config.get_hosts().iter().all(here),
        numbers => numbers.iter().all(std::net::IpAddr::is_loopback),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_authorities_goes_into_an_address_and_out_of_it() {
        for (url, rest) in [
            ("postgres://u@h/d", "postgres://u@h/d"),
            ("postgres://u@h/d?sslmode=require", "postgres://u@h/d?sslmode=require"),
            ("postgres://u@h/d?sslrootcert=old.pem&sslmode=require", "postgres://u@h/d?sslmode=require"),
        ] {
            let named = with_ca(url, Path::new("/etc/our own/ca&b.pem")).unwrap();
            assert!(named.ends_with("sslrootcert=/etc/our%20own/ca%26b.pem"), "{named}");
            assert_eq!(split_ca(&named), (rest.to_owned(), Some(PathBuf::from("/etc/our own/ca&b.pem"))));
        }
        assert_eq!(split_ca("postgres://h/d?a=%20"), ("postgres://h/d?a=%20".to_owned(), None));
        assert_eq!(decoded("100%&%4"), "100%&%4");
        assert!(with_ca("host=h dbname=d", Path::new("ca.pem")).is_err());
    }

    #[test]
    fn only_this_machine_is_this_machine() {
        for (url, here) in [
            ("postgres://u@localhost/d", true),
            ("postgres://u@127.0.0.1:5432/d", true),
            ("postgres://u@%2Fvar%2Frun%2Fpostgresql/d", true),
            ("postgres://u@db.example.org/d", false),
            ("postgres://u@localhost,db.example.org/d", false),
            ("postgres://u@localhost.example.org/d", false),
            ("postgres://u@db.example.org/d?hostaddr=127.0.0.1", true),
            ("postgres://u@localhost/d?hostaddr=10.0.0.1", false),
        ] {
            assert_eq!(stays_here(&url.parse().unwrap()), here, "{url}");
        }
    }

    #[test]
    fn a_file_without_a_certificate_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("ca.pem");
        std::fs::write(&empty, "nothing here\n").unwrap();
        assert!(connector(Some(&empty)).is_err_and(|e| e.to_string().contains("holds no certificate")));
        assert!(connector(Some(&folder.path().join("none.pem"))).is_err_and(|e| e.to_string().contains("none.pem")));
        assert!(connector(None).is_ok());
    }
}
