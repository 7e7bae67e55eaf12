//! The proof that the books hold: every hash of the chain is computed again, and every balance is added up again.
//!
//! It reads in small units, so that it can run beside the daily work; each check that compares two figures reads both in
//! one snapshot. What does not hold is a [`Finding`] that names the county, the block, the record and what was expected.
//! A record that waits for the sealer is not a finding; that it waits for more than a minute is said apart.
//!
//! What is proved is not what one list says: a county whose line in the list of books is gone, or a block that is gone while
//! what it held is still there, is found by what they left behind.

mod books;
mod chain;
mod clearing;
pub mod run;
mod store;

use crate::seal::{self, canonical};
use qianmo_db::Db;
use qianmo_kernel::{Id, Millis, Res};

pub use run::{Run, keep, last_run, run_by_id, run_findings};

/// After this many milliseconds a record should have been sealed.
pub const SEALED_WITHIN: i64 = Millis::MINUTE;
/// The most findings that one report lists; more would tell nobody more.
pub const MOST: usize = 1_000;

/// What does not hold.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Flaw {
    /// A county has accounts, transfers or blocks and no line in the list of books.
    BookMissing,
    /// A block's number is missing in the chain, or what it held is there without it.
    BlockMissing,
    /// A block does not chain to the one before it.
    ChainBroken,
    /// A block's hash is not that of what it holds.
    BlockChanged,
    /// A block does not hold as many records as it says.
    BlockCount,
    /// The newest block of an earlier proof is gone or is another one.
    HeadGone,
    /// A sealed record is gone.
    RecordMissing,
    /// A sealed record, or the code of one of its accounts, is not what was sealed.
    RecordChanged,
    /// A record is neither sealed nor waiting.
    RecordUnlisted,
    /// Something waits for the sealer that is not there.
    QueueOrphan,
    /// A transfer or hold names an account that is not there.
    AccountMissing,
    /// A transfer's accounts are not of its unit and currency.
    UnitsMixed,
    /// An account's kind or limit is not what it was opened with.
    AccountChanged,
    /// An amount is larger than any that is booked. Sums are then not added up: they could not be counted.
    AmountOutOfRange,
    /// A checkpoint is not what the transfers up to its block come to.
    Checkpoint,
    /// A guarded balance is not what the transfers come to.
    Balance,
    /// What a balance holds back is not what open holds come to.
    Held,
    /// A hold's end and its transfer contradict each other.
    HoldEnd,
    /// All accounts of a currency together do not come to zero.
    Sum,
    /// Two counties' clearing accounts do not come to zero together.
    Clearing,
}

impl Flaw {
    /// Every one.
    pub const ALL: [Flaw; 20] = [
        Flaw::BookMissing,
        Flaw::BlockMissing,
        Flaw::ChainBroken,
        Flaw::BlockChanged,
        Flaw::BlockCount,
        Flaw::HeadGone,
        Flaw::RecordMissing,
        Flaw::RecordChanged,
        Flaw::RecordUnlisted,
        Flaw::QueueOrphan,
        Flaw::AccountMissing,
        Flaw::UnitsMixed,
        Flaw::AccountChanged,
        Flaw::AmountOutOfRange,
        Flaw::Checkpoint,
        Flaw::Balance,
        Flaw::Held,
        Flaw::HoldEnd,
        Flaw::Sum,
        Flaw::Clearing,
    ];

    /// Its name in the database, in reports for scripts and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Flaw::BookMissing => "book-missing",
            Flaw::BlockMissing => "block-missing",
            Flaw::ChainBroken => "chain-broken",
            Flaw::BlockChanged => "block-changed",
            Flaw::BlockCount => "block-count",
            Flaw::HeadGone => "head-gone",
            Flaw::RecordMissing => "record-missing",
            Flaw::RecordChanged => "record-changed",
            Flaw::RecordUnlisted => "record-unlisted",
            Flaw::QueueOrphan => "queue-orphan",
            Flaw::AccountMissing => "account-missing",
            Flaw::UnitsMixed => "units-mixed",
            Flaw::AccountChanged => "account-changed",
            Flaw::AmountOutOfRange => "amount-out-of-range",
            Flaw::Checkpoint => "checkpoint",
            Flaw::Balance => "balance",
            Flaw::Held => "held",
            Flaw::HoldEnd => "hold-end",
            Flaw::Sum => "sum",
            Flaw::Clearing => "clearing",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            Flaw::BookMissing => "ledger-flaw-book-missing",
            Flaw::BlockMissing => "ledger-flaw-block-missing",
            Flaw::ChainBroken => "ledger-flaw-chain-broken",
            Flaw::BlockChanged => "ledger-flaw-block-changed",
            Flaw::BlockCount => "ledger-flaw-block-count",
            Flaw::HeadGone => "ledger-flaw-head-gone",
            Flaw::RecordMissing => "ledger-flaw-record-missing",
            Flaw::RecordChanged => "ledger-flaw-record-changed",
            Flaw::RecordUnlisted => "ledger-flaw-record-unlisted",
            Flaw::QueueOrphan => "ledger-flaw-queue-orphan",
            Flaw::AccountMissing => "ledger-flaw-account-missing",
            Flaw::UnitsMixed => "ledger-flaw-units-mixed",
            Flaw::AccountChanged => "ledger-flaw-account-changed",
            Flaw::AmountOutOfRange => "ledger-flaw-amount-out-of-range",
            Flaw::Checkpoint => "ledger-flaw-checkpoint",
            Flaw::Balance => "ledger-flaw-balance",
            Flaw::Held => "ledger-flaw-held",
            Flaw::HoldEnd => "ledger-flaw-hold-end",
            Flaw::Sum => "ledger-flaw-sum",
            Flaw::Clearing => "ledger-flaw-clearing",
        }
    }

    /// The flaw of that name.
    pub fn from_name(name: &str) -> Option<Flaw> {
        Flaw::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// One thing that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The county whose books it is in.
    pub county: Id,
    /// What does not hold.
    pub flaw: Flaw,
    /// The block it is in, if it is in one.
    pub block: Option<i64>,
    /// The transfer, hold or end of a hold, if it is about one.
    pub record: Option<Id>,
    /// The account, if it is about one.
    pub account: Option<Id>,
    /// What should be there: an amount in minor units, a hash, a count.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Finding {
    fn new(county: Id, flaw: Flaw) -> Self {
        Finding { county, flaw, block: None, record: None, account: None, expected: String::new(), found: String::new() }
    }

    fn block(self, seq: i64) -> Self {
        Finding { block: Some(seq), ..self }
    }

    fn record(self, id: Id) -> Self {
        Finding { record: Some(id), ..self }
    }

    fn account(self, id: Id) -> Self {
        Finding { account: Some(id), ..self }
    }

    fn but(self, expected: impl ToString, found: impl ToString) -> Self {
        Finding { expected: expected.to_string(), found: found.to_string(), ..self }
    }
}

/// What the proof of one county's books came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The county.
    pub county: Id,
    /// Blocks that were computed again.
    pub blocks: i64,
    /// Sealed records that were computed again.
    pub entries: i64,
    /// Accounts that were added up again.
    pub accounts: i64,
    /// What does not hold, at most [`MOST`].
    pub findings: Vec<Finding>,
    /// Records that wait for the sealer.
    pub unsealed: i64,
    /// Of these, how many have waited for longer than they should.
    pub unsealed_old: i64,
    /// The newest block: its number and its hash in hexadecimal.
    pub head: Option<(i64, String)>,
}

impl Report {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    fn add(&mut self, finding: Finding) {
        if self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }
}

/// How far a proof has come.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The county it is at.
    pub county: Id,
    /// Blocks done of it.
    pub done: i64,
    /// Blocks it has.
    pub total: i64,
}

/// Proves one county's books. Blocks the thread: for the command line, or a thread of its own.
pub fn verify_county(db: &Db, county: Id, progress: &mut dyn FnMut(Progress)) -> Res<Report> {
    let mut report =
        Report { county, blocks: 0, entries: 0, accounts: 0, findings: Vec::new(), unsealed: 0, unsealed_old: 0, head: None };
    chain::check(db, &mut report, progress)?;
    books::check(db, &mut report)?;
    Ok(report)
}

/// Proves all books. Blocks the thread.
pub fn verify_all(db: &Db, progress: &mut dyn FnMut(Progress)) -> Res<Vec<Report>> {
    let mut reports = Vec::new();
    for county in counties(db)? {
        reports.push(verify_county(db, county, progress)?);
    }
    Ok(reports)
}

/// Every county that keeps books, by the list of books and by what stands in them: one that was taken off the list is not skipped.
pub fn counties(db: &Db) -> Res<Vec<Id>> {
    let (mut counties, mut after) = (Vec::new(), None);
    while let Some(county) = db.read_now(move |tx| store::county_after(tx, after))? {
        counties.push(county);
        after = Some(county);
    }
    Ok(counties)
}

/// Compares a block with the hash (in hexadecimal) that was printed of it somewhere else: a finding when it is gone or another one. What
/// stands before it is proved by [`verify_county`].
pub fn held_against(db: &Db, county: Id, seq: i64, hash: &str) -> Res<Option<Finding>> {
    let block = db.read_now(move |tx| seal::block(tx, county, seq))?;
    let found = block.map(|b| canonical::hex(&b.hash)).unwrap_or_default();
    let hash = hash.to_ascii_lowercase();
    Ok((found != hash).then(|| Finding::new(county, Flaw::HeadGone).block(seq).but(hash, found)))
}
