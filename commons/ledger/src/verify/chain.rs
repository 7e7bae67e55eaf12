//! The chain: every record's hash, every block's hash, every link, every checkpoint, computed again.

use super::{Finding, Flaw, Progress, Report, store};
use crate::seal::canonical::{self, BEGINNING, Hash};
use crate::seal::{self, Block, Place, What};
use qianmo_db::{Db, Tx};
use qianmo_kernel::{Id, Res};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Blocks that are read in one unit.
const STEP: i64 = 8;
/// Numbers of missing blocks behind the newest that are told.
const TOLD: i64 = 100;

/// A record as it stands in the books now.
pub(super) struct Seen {
    pub(super) id: Id,
    /// Its hash; `None` when it can no longer be read as a record at all.
    pub(super) hash: Option<Hash>,
    /// An account that it names and that is not there.
    pub(super) account_missing: Option<Id>,
    /// Whether its accounts are of its own unit and currency.
    pub(super) units_agree: bool,
    /// What it adds to accounts without a balance row.
    pub(super) sums: Vec<(Id, i64, i64)>,
}

/// A block and what it holds, as they stand now.
struct Read {
    block: Block,
    places: Vec<Place>,
    seen: HashMap<(What, Id), Seen>,
    checkpoints: Vec<(Id, i64, i64)>,
}

/// Walks the chain from its first block to its newest, and looks for what blocks behind the newest left: a chain that was cut off.
pub(super) fn check(db: &Db, report: &mut Report, progress: &mut dyn FnMut(Progress)) -> Res<()> {
    let county = report.county;
    // In one snapshot: what is sealed from now on stands behind the newest block rightly.
    let (head, known, cut_off) = db.read_now(move |tx| {
        let head = seal::head(tx, county)?;
        let cut_off = store::beyond(tx, county, head.as_ref().map_or(0, |h| h.seq), TOLD)?;
        Ok((head, store::known_head(tx, county)?, cut_off))
    })?;
    let total = head.as_ref().map_or(0, |h| h.seq);
    let mut walk = Walk { prev: BEGINNING.to_vec(), sums: BTreeMap::new() };
    let mut next = 1;
    progress(Progress { county, done: 0, total });
    while next <= total {
        let (from, to) = (next, (next + STEP).min(total + 1));
        let mut found: HashMap<i64, Read> =
            db.read_now(move |tx| read(tx, county, from, to))?.into_iter().map(|r| (r.block.seq, r)).collect();
        for seq in from..to {
            match found.remove(&seq) {
                Some(read) => {
                    if known.as_ref().is_some_and(|(at, hash)| *at == seq && *hash != canonical::hex(&read.block.hash)) {
                        report.add(Finding::new(county, Flaw::HeadGone).block(seq));
                    }
                    walk.block(report, read);
                }
                None => report.add(Finding::new(county, Flaw::BlockMissing).block(seq)),
            }
        }
        next = to;
        progress(Progress { county, done: to - 1, total });
    }
    for seq in cut_off {
        report.add(Finding::new(county, Flaw::BlockMissing).block(seq));
    }
    if let Some((seq, hash)) = known.filter(|(seq, _)| *seq > total) {
        report.add(Finding::new(county, Flaw::HeadGone).block(seq).but(hash, ""));
    }
    report.head = head.map(|h| (h.seq, canonical::hex(&h.hash)));
    Ok(())
}

fn read(tx: &mut Tx<'_>, county: Id, from: i64, to: i64) -> Res<Vec<Read>> {
    let mut out = Vec::new();
    for seq in from..to {
        let Some(block) = seal::block(tx, county, seq)? else { continue };
        let places = seal::places_in(tx, county, seq)?;
        let mut seen = HashMap::new();
        for what in [What::Transfer, What::Hold, What::HoldEnd] {
            if places.iter().any(|p| p.what == what) {
                seen.extend(store::sealed(tx, county, seq, what)?.into_iter().map(|s| ((what, s.id), s)));
            }
        }
        let checkpoints = store::checkpoints(tx, county, seq)?;
        out.push(Read { block, places, seen, checkpoints });
    }
    Ok(out)
}

struct Walk {
    prev: Vec<u8>,
    sums: BTreeMap<Id, (i64, i64)>,
}

impl Walk {
    fn block(&mut self, report: &mut Report, read: Read) {
        let (county, seq) = (report.county, read.block.seq);
        let find = |flaw| Finding::new(county, flaw).block(seq);
        if read.block.prev != self.prev {
            report.add(find(Flaw::ChainBroken).but(canonical::hex(&self.prev), canonical::hex(&read.block.prev)));
        }
        if read.places.len() as i64 != read.block.entries || read.places.iter().zip(1..).any(|(p, pos)| p.pos != pos) {
            report.add(find(Flaw::BlockCount).but(read.block.entries, read.places.len()));
        }
        let hashes: Vec<Hash> = read.places.iter().map(|p| p.hash.as_slice().try_into().unwrap_or(BEGINNING)).collect();
        let bytes = canonical::block(county, seq, &read.block.prev, read.block.sealed_at, &hashes);
        let hash = canonical::sha256(bytes.as_bytes());
        if read.block.hash != hash {
            report.add(find(Flaw::BlockChanged).but(canonical::hex(&hash), canonical::hex(&read.block.hash)));
        }
        let mut touched = BTreeSet::new();
        for place in &read.places {
            let seen = read.seen.get(&(place.what, place.id));
            touched.extend(seen.iter().flat_map(|s| s.sums.iter().map(|(account, _, _)| *account)));
            self.record(report, place, seen);
        }
        let text = |(d, c): (i64, i64)| format!("{d} / {c}");
        for (account, debits, credits) in read.checkpoints {
            let sums = self.sums.get(&account).copied().unwrap_or_default();
            touched.remove(&account);
            if sums != (debits, credits) {
                report.add(find(Flaw::Checkpoint).account(account).but(text(sums), text((debits, credits))));
            }
        }
        // Every account that a block moves has its checkpoint there.
        for account in touched {
            let sums = self.sums.get(&account).copied().unwrap_or_default();
            report.add(find(Flaw::Checkpoint).account(account).but(text(sums), ""));
        }
        report.blocks += 1;
        report.entries += read.places.len() as i64;
        self.prev = read.block.hash;
    }

    fn record(&mut self, report: &mut Report, place: &Place, seen: Option<&Seen>) {
        let find = |flaw| Finding::new(report.county, flaw).block(place.block).record(place.id);
        let Some(seen) = seen else {
            report.add(find(Flaw::RecordMissing).but(canonical::hex(&place.hash), ""));
            return;
        };
        for (account, debits, credits) in &seen.sums {
            let sum = self.sums.entry(*account).or_default();
            *sum = (sum.0.saturating_add(*debits), sum.1.saturating_add(*credits));
        }
        if let Some(account) = seen.account_missing {
            report.add(find(Flaw::AccountMissing).account(account));
        } else if seen.hash.as_ref().map(|h| h.as_slice()) != Some(place.hash.as_slice()) {
            let now = seen.hash.map(|h| canonical::hex(&h)).unwrap_or_default();
            report.add(find(Flaw::RecordChanged).but(canonical::hex(&place.hash), now));
        } else if !seen.units_agree {
            report.add(find(Flaw::UnitsMixed));
        }
    }
}
