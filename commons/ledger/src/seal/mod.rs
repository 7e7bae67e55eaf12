//! The sealer: takes what a county's books have gained, puts it in order, hashes it into a block, and chains the block to
//! the one before.
//!
//! Writers never wait for it: each only adds a row to a queue in its own transaction. The sealer takes from the queue and
//! never "everything since the last id", since a smaller id can be committed later. With a block it also writes what each
//! account without a balance row comes to (a checkpoint).

pub mod canonical;
mod store;

use canonical::{BEGINNING, Hash};
use qianmo_db::{Db, Tx};
use qianmo_kernel::{Fail, Id, Res};
use std::collections::BTreeMap;

pub(crate) use store::queue;

/// The job that seals.
pub const SEAL: &str = "ledger.seal";
/// How often it runs, in milliseconds.
pub const EVERY: i64 = 5_000;
/// The most records of a block: small enough that sealing one never holds up the writers for long.
pub const BLOCK: usize = 500;

/// What kind of record is sealed.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum What {
    /// A transfer.
    Transfer,
    /// A hold.
    Hold,
    /// The end of a hold; it goes by the hold's id.
    HoldEnd,
}

impl What {
    /// Its number in the database.
    pub const fn number(self) -> i64 {
        match self {
            What::Transfer => 1,
            What::Hold => 2,
            What::HoldEnd => 3,
        }
    }

    /// Its name in the API and in message keys.
    pub const fn name(self) -> &'static str {
        match self {
            What::Transfer => "transfer",
            What::Hold => "hold",
            What::HoldEnd => "hold-end",
        }
    }

    /// The kind of that number.
    pub fn from_number(number: i64) -> Option<What> {
        [What::Transfer, What::Hold, What::HoldEnd].into_iter().find(|w| w.number() == number)
    }
}

/// A record that is ready to be sealed: what it is, its hash, and what it does to accounts without a balance row.
pub(crate) struct Ready {
    pub(crate) id: Id,
    pub(crate) what: What,
    pub(crate) hash: Hash,
    /// Account, debits, credits.
    pub(crate) sums: Vec<(Id, i64, i64)>,
}

/// A block of the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// Its number, from 1.
    pub seq: i64,
    /// The hash of the block before; zeros for the first.
    pub prev: Vec<u8>,
    /// Its hash.
    pub hash: Vec<u8>,
    /// How many records it holds.
    pub entries: i64,
    /// When it was sealed.
    pub sealed_at: qianmo_kernel::Millis,
}

/// A record's place in the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The block.
    pub block: i64,
    /// The position in it, from 1.
    pub pos: i64,
    /// What it is.
    pub what: What,
    /// The record.
    pub id: Id,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// Seals one block of the county's waiting records; answers how many. 0: nothing waits.
pub fn seal(tx: &mut Tx<'_>, county: Id) -> Res<usize> {
    let mut ready = store::waiting(tx, county, BLOCK)?;
    ready.sort_by_key(|r| (r.id, r.what));
    ready.truncate(BLOCK);
    let Some(last) = ready.last().map(|r| r.id) else { return Ok(0) };
    let head = store::head(tx, county)?;
    let (seq, prev) = head.map_or((1, BEGINNING.to_vec()), |head| (head.seq + 1, head.hash));
    let now = tx.now();
    let hashes: Vec<Hash> = ready.iter().map(|r| r.hash).collect();
    let hash = canonical::sha256(canonical::block(county, seq, &prev, now, &hashes).as_bytes());
    let block = Block { seq, prev, hash: hash.to_vec(), entries: ready.len() as i64, sealed_at: now };
    if !store::insert_block(tx, county, &block)? {
        // Another sealer was faster: its block is the one to chain to.
        return Err(Fail::Race);
    }
    let mut sums: BTreeMap<Id, (i64, i64)> = BTreeMap::new();
    for (at, record) in ready.iter().enumerate() {
        store::insert_entry(tx, county, seq, at as i64 + 1, record)?;
        for (account, debits, credits) in &record.sums {
            let sum = sums.entry(*account).or_default();
            *sum = (sum.0 + debits, sum.1 + credits);
        }
    }
    for (account, (debits, credits)) in sums {
        let before = store::checkpoint(tx, county, account)?;
        store::insert_checkpoint(tx, county, account, seq, (before.0 + debits, before.1 + credits))?;
    }
    if store::dequeue(tx, county, seq, last)? != ready.len() as u64 {
        return Err(Fail::Race);
    }
    Ok(ready.len())
}

/// Seals everything that waits, in every county, a block at a time; answers how many records. For commands and the demo. A county that
/// cannot be sealed does not keep the others from it: the first failure is answered in the end.
pub fn seal_all(db: &Db) -> Res<usize> {
    let (mut total, mut county, mut outcome) = (0, None, Ok(()));
    while let Some(next) = db.read_now(move |tx| store::next_county(tx, county))? {
        loop {
            match db.write_now(move |tx| seal(tx, next)) {
                Ok(sealed) => {
                    total += sealed;
                    if sealed < BLOCK {
                        break;
                    }
                }
                Err(fail) => {
                    outcome = outcome.and(Err(unsealed(next, fail)));
                    break;
                }
            }
        }
        county = Some(next);
    }
    outcome.map(|()| total)
}

/// [`seal_all`] for the job.
pub(crate) async fn run(db: &Db) -> Res<()> {
    let (mut county, mut outcome) = (None, Ok(()));
    while let Some(next) = db.read(move |tx| store::next_county(tx, county)).await? {
        loop {
            match db.write(move |tx| seal(tx, next)).await {
                Ok(BLOCK) => {}
                Ok(_) => break,
                Err(fail) => {
                    outcome = outcome.and(Err(unsealed(next, fail)));
                    break;
                }
            }
        }
        county = Some(next);
    }
    outcome
}

fn unsealed(county: Id, fail: Fail) -> Fail {
    tracing::error!(county = %county, error = %fail, "a county's books could not be sealed");
    fail
}

/// The newest block of a county.
pub fn head(tx: &mut Tx<'_>, county: Id) -> Res<Option<Block>> {
    store::head(tx, county)
}

/// Blocks of a county, newest first, below `before`.
pub fn blocks(tx: &mut Tx<'_>, county: Id, before: i64, limit: i64) -> Res<Vec<Block>> {
    store::blocks(tx, county, before, limit)
}

/// A block by its number.
pub fn block(tx: &mut Tx<'_>, county: Id, seq: i64) -> Res<Option<Block>> {
    store::block(tx, county, seq)
}

/// The places in a block, in order.
pub fn places_in(tx: &mut Tx<'_>, county: Id, seq: i64) -> Res<Vec<Place>> {
    store::places_in(tx, county, seq)
}

/// Where a record is sealed, if it is.
pub fn place_of(tx: &mut Tx<'_>, county: Id, what: What, id: Id) -> Res<Option<Place>> {
    store::place_of(tx, county, what, id)
}

/// How many records of a county wait for the sealer.
pub fn waiting(tx: &mut Tx<'_>, county: Id) -> Res<i64> {
    store::count_waiting(tx, county)
}

/// What a transfer adds to those of its two accounts that have no balance row.
pub(crate) fn sums_of(debit: (Id, bool), credit: (Id, bool), amount: i64) -> Vec<(Id, i64, i64)> {
    let mut sums = Vec::new();
    if !debit.1 {
        sums.push((debit.0, amount, 0));
    }
    if !credit.1 {
        sums.push((credit.0, 0, amount));
    }
    sums
}
