//! `ledger`: prove, seal and export the books.

use super::Where;
use super::common::{Stop, log, place_of, print_json};
use clap::{Subcommand, ValueEnum};
use qianmo_kernel::Id;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Prove, seal and export the books.
#[derive(Subcommand)]
pub enum Ledger {
    /// Compute every hash and every balance again; prints what does not hold and then ends with 1
    ///
    /// The newest block of each county is remembered, and the next proof looks for it; on SQLite not while another
    /// program serves, which does so itself each night. It is remembered in the database that is proved: whoever can
    /// forge that too is found out by a block that was noted elsewhere, with --head.
    Verify {
        /// One county only, by its id or code
        #[arg(long, value_name = "PLACE")]
        county: Option<String>,
        /// A newest block that was printed or published earlier, to be found again; may be repeated
        #[arg(long = "head", value_name = "COUNTY:SEQ:HASH", value_parser = head)]
        heads: Vec<Head>,
    },
    /// Seal what waits into blocks now (a serving program does it by itself)
    Seal,
    /// Write the journal of the books
    Export {
        /// The journal's format
        #[arg(long, value_enum, default_value = "hledger")]
        format: Format,
        /// One county only, by its id or code
        #[arg(long, value_name = "PLACE")]
        county: Option<String>,
        /// Where to; standard output when left out
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// A block as it was written down outside of the database.
#[derive(Clone)]
pub struct Head {
    /// The county, by its id or code.
    county: String,
    /// The block's number.
    seq: i64,
    /// Its hash in hexadecimal.
    hash: String,
}

fn head(text: &str) -> Result<Head, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let [county, seq, hash] = parts.as_slice() else { return Err("COUNTY:SEQ:HASH, as `ledger verify` prints them".into()) };
    let seq = seq.parse().map_err(|_| format!("{seq:?} is no number of a block"))?;
    if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err("a hash has 64 hexadecimal digits".into());
    }
    Ok(Head { county: (*county).to_owned(), seq, hash: (*hash).to_owned() })
}

/// The journal's format.
#[derive(Copy, Clone, ValueEnum)]
pub enum Format {
    /// Plain-text accounting: <https://hledger.org/>
    Hledger,
}

impl Ledger {
    pub fn run(self, place: &Where) -> Result<(), Stop> {
        log("warn");
        match self {
            Ledger::Verify { county, heads } => verify(place, county, heads),
            Ledger::Seal => {
                let (assembled, _lock) = place.to_write()?;
                let sealed = qianmo_ledger::seal_all(&assembled.app.db)?;
                if place.json {
                    print_json(&serde_json::json!({ "sealed": sealed }));
                } else {
                    println!("{sealed} records were sealed.");
                }
                Ok(())
            }
            Ledger::Export { format: Format::Hledger, county, out } => export(place, county, out),
        }
    }
}

fn one_county(app: &qianmo_web::App, county: Option<String>) -> Result<Option<Id>, Stop> {
    let Some(county) = county else { return Ok(None) };
    Ok(Some(app.db.read_now(move |tx| place_of(tx, "county", &county))?))
}

fn verify(place: &Where, county: Option<String>, heads: Vec<Head>) -> Result<(), Stop> {
    let app = place.to_read()?.app;
    let bar = indicatif::ProgressBar::new_spinner();
    let mut progress = |p: qianmo_ledger::Progress| {
        bar.set_length(u64::try_from(p.total).unwrap_or_default());
        bar.set_position(u64::try_from(p.done).unwrap_or_default());
    };
    let reports = match one_county(&app, county)? {
        Some(county) => vec![qianmo_ledger::verify_county(&app.db, county, &mut progress)?],
        None => qianmo_ledger::verify_all(&app.db, &mut progress)?,
    };
    bar.finish_and_clear();
    let forgotten = remember(place, &reports);
    let mut gone = Vec::new();
    for head in heads {
        let Some(county) = one_county(&app, Some(head.county))? else { continue };
        if !reports.iter().any(|r| r.county == county) {
            return Err(Stop::usage(format!("county {county} of --head is not among those that are proved")));
        }
        gone.extend(qianmo_ledger::held_against(&app.db, county, head.seq, &head.hash)?);
    }
    let findings: Vec<_> = reports.iter().flat_map(|r| &r.findings).chain(&gone).collect();
    let newest: Vec<(Id, i64, &str)> =
        reports.iter().filter_map(|r| r.head.as_ref().map(|(seq, hash)| (r.county, *seq, hash.as_str()))).collect();
    let (records, blocks): (i64, i64) = reports.iter().fold((0, 0), |(e, b), r| (e + r.entries, b + r.blocks));
    let (waiting, late): (i64, i64) = reports.iter().fold((0, 0), |(w, l), r| (w + r.unsealed, l + r.unsealed_old));
    if place.json {
        let listed: Vec<_> = findings
            .iter()
            .map(|f| serde_json::json!({"county": f.county, "flaw": f.flaw.name(), "block": f.block, "record": f.record, "account": f.account, "expected": f.expected, "found": f.found}))
            .collect();
        let heads: Vec<_> =
            newest.iter().map(|(county, seq, hash)| serde_json::json!({"county": county, "seq": seq, "hash": hash})).collect();
        print_json(
            &serde_json::json!({"holds": findings.is_empty(), "counties": reports.len(), "blocks": blocks, "records": records, "not_yet_sealed": waiting, "findings": listed, "heads": heads, "remembered": forgotten.is_none()}),
        );
    } else {
        println!("{} counties, {blocks} blocks, {records} sealed records.", reports.len());
        for (county, seq, hash) in &newest {
            println!("head {county}:{seq}:{hash}");
        }
        if let Some(why) = &forgotten {
            println!("The next proof will not look for these blocks, since this one could not be remembered: {why}");
        }
        if waiting > 0 {
            println!("{waiting} records are not yet sealed ({late} of them for more than a minute).");
        }
        for f in &findings {
            let at = [
                f.block.map(|b| format!("block {b}")),
                f.record.map(|r| format!("record {r}")),
                f.account.map(|a| format!("account {a}")),
            ];
            let at: Vec<String> = at.into_iter().flatten().collect();
            println!("county {}: {} {}: expected {}, found {}", f.county, f.flaw.name(), at.join(", "), f.expected, f.found);
        }
        if findings.is_empty() {
            println!("The books hold.");
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(Stop::refused(format!("{} things do not hold", findings.len()))) }
}

/// Remembers the newest blocks, as the nightly proof does: the next one finds out when they are gone. `Some`: why it could not; what was
/// proved is as true without it. The folder's lock is held for that moment only and not while the proof runs, which may be long.
fn remember(place: &Where, reports: &[qianmo_ledger::Report]) -> Option<String> {
    let (assembled, _lock) = match place.to_write() {
        Ok(opened) => opened,
        Err(stop) => return Some(stop.said),
    };
    let kept = reports.iter().try_for_each(|report| qianmo_ledger::verify::keep(&assembled.app.db, report));
    kept.err().map(|fail| Stop::from(fail).said)
}

fn export(place: &Where, county: Option<String>, out: Option<PathBuf>) -> Result<(), Stop> {
    let app = place.to_read()?.app;
    let county = one_county(&app, county)?;
    let offset = app.config.utc_offset_minutes;
    let exported = match &out {
        Some(path) => {
            let mut file =
                BufWriter::new(File::options().write(true).create_new(true).open(path).map_err(|e| Stop::not_made(path, &e))?);
            let exported = qianmo_ledger::export_hledger(&app.db, county, offset, &mut file)?;
            file.flush()?;
            exported
        }
        None => qianmo_ledger::export_hledger(&app.db, county, offset, &mut std::io::stdout().lock())?,
    };
    if let (Some(path), false) = (&out, place.json) {
        println!("{}: {} transfers of {} counties.", path.display(), exported.transfers, exported.counties);
    } else if out.is_some() {
        print_json(&serde_json::json!({ "transfers": exported.transfers, "counties": exported.counties }));
    }
    Ok(())
}
