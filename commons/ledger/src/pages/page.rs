//! What the ledger's pages show.

use super::load::{Books, Holds, Opened, Statement, Weighed, Whole, money};
use super::words::Coded;
use crate::account::Kind;
use crate::hold::Hold;
use crate::seal::canonical::hex;
use crate::seal::{Block, What};
use crate::statement::{GroupSum, Line};
use crate::verify::{Finding, Run};
use askama::Template;
use qianmo_kernel::{Id, Millis, Money, PublicRef};
use qianmo_places::Place;
use qianmo_web::{Cursor, View};

/// Letters of a hash where it is only to be recognised.
const SHORT: usize = 16;

fn short(hash: &[u8]) -> String {
    hex(hash).chars().take(SHORT).collect()
}

/// A place's name and the language it is in.
pub(super) struct Named {
    pub(super) text: String,
    pub(super) lang: String,
}

impl Named {
    pub(super) fn of(place: &Place) -> Self {
        Named { text: place.name.clone(), lang: place.language.clone() }
    }

    pub(super) fn sample() -> Self {
        Named { text: "柞水县".into(), lang: "zh-Hans".into() }
    }
}

/// A line of the balance sheet, as long as its share of the largest.
pub(super) struct GroupRow {
    pub(super) group: Coded,
    pub(super) kind: &'static str,
    pub(super) posted: Money,
    pub(super) held: Option<Money>,
    pub(super) accounts: i64,
    pub(super) percent: i64,
    pub(super) series: &'static str,
}

/// The balance sheet of one unit and currency.
pub(super) struct Sheet {
    pub(super) unit: &'static str,
    pub(super) currency: String,
    pub(super) groups: Vec<GroupRow>,
}

impl Sheet {
    pub(super) fn all(v: &View, groups: &[GroupSum]) -> Vec<Sheet> {
        let mut sheets: Vec<Sheet> = Vec::new();
        let largest = |unit, currency| {
            let same = groups.iter().filter(|g| g.unit == unit && g.currency == currency);
            same.map(|g| g.posted.saturating_abs()).max().unwrap_or(0).max(1)
        };
        for g in groups {
            let row = GroupRow {
                group: Coded::account(v, &g.group),
                kind: g.kind.message(),
                posted: Money::new(g.posted, g.currency),
                held: (g.held > 0).then(|| Money::new(g.held, g.currency)),
                accounts: g.accounts,
                percent: (i128::from(g.posted.saturating_abs()) * 100 / i128::from(largest(g.unit, g.currency))) as i64,
                series: series(g.kind),
            };
            match sheets.last_mut() {
                Some(sheet) if sheet.unit == g.unit.message() && sheet.currency == g.currency.code() => sheet.groups.push(row),
                _ => sheets.push(Sheet { unit: g.unit.message(), currency: g.currency.code().to_owned(), groups: vec![row] }),
            }
        }
        sheets
    }
}

fn series(kind: Kind) -> &'static str {
    match kind {
        Kind::Asset => "s1",
        Kind::Liability => "s2",
        Kind::Equity => "s3",
        Kind::Income => "s4",
        Kind::Expense => "s5",
    }
}

/// A link of the chain.
pub(super) struct BlockRow {
    pub(super) seq: i64,
    pub(super) entries: i64,
    pub(super) hash: String,
    pub(super) at: Millis,
}

impl From<Block> for BlockRow {
    fn from(b: Block) -> Self {
        BlockRow { seq: b.seq, entries: b.entries, hash: short(&b.hash), at: b.sealed_at }
    }
}

/// A county's books.
#[derive(Template)]
#[template(path = "county.html")]
pub(super) struct CountyPage {
    pub(super) v: View,
    pub(super) county: Id,
    pub(super) name: Named,
    pub(super) sheets: Vec<Sheet>,
    pub(super) blocks: Vec<BlockRow>,
    pub(super) waiting: i64,
    /// The part about the proof, rendered.
    pub(super) proof: String,
}

impl CountyPage {
    pub(super) fn new(v: View, books: Books) -> Self {
        let proof = ProofPart::new(v.clone(), books.place.id, books.run, books.findings);
        CountyPage {
            county: books.place.id,
            name: Named::of(&books.place),
            sheets: Sheet::all(&v, &books.groups),
            blocks: books.blocks.into_iter().map(BlockRow::from).collect(),
            waiting: books.waiting,
            proof: proof.render().unwrap_or_default(),
            v,
        }
    }

    fn sample(v: View) -> Self {
        let group = |name: &str, kind: Kind, posted: i64| GroupSum {
            group: name.into(),
            kind,
            unit: crate::account::Unit::Money,
            currency: qianmo_kernel::Currency::CNY,
            posted,
            held: posted / 2,
            accounts: 2,
        };
        let groups = [group("assets:custody", Kind::Asset, 12_000), group("liabilities:request", Kind::Liability, 12_000)];
        let block = BlockRow { seq: 1, entries: 40, hash: "0".repeat(SHORT), at: Millis(1_600_000_000_000) };
        let proof = ProofPart::sample(v.clone()).render().unwrap_or_default();
        CountyPage {
            county: Id::from_i64(7),
            name: Named::sample(),
            sheets: Sheet::all(&v, &groups),
            blocks: vec![block],
            waiting: 3,
            proof,
            v,
        }
    }
}

/// The outcome of the last proof; asks for itself again while one is on its way.
#[derive(Template)]
#[template(path = "proof.html")]
pub(super) struct ProofPart {
    pub(super) v: View,
    pub(super) county: Id,
    pub(super) run: Option<Run>,
    /// Class and message of the outcome.
    pub(super) outcome: (&'static str, &'static str),
    pub(super) findings: Vec<Finding>,
}

impl ProofPart {
    /// The moment that a proof which is over is of; nothing that was booked later is in it.
    fn proved_at(&self) -> Option<Millis> {
        self.run.as_ref().filter(|run| !run.is_open()).and_then(|run| run.finished_at)
    }

    pub(super) fn new(v: View, county: Id, run: Option<Run>, findings: Vec<Finding>) -> Self {
        let outcome = run.as_ref().map_or(("is-quiet", "ledger-proof-none"), outcome);
        ProofPart { v, county, run, outcome, findings }
    }

    fn sample(v: View) -> Self {
        let run = Run {
            county: Id::from_i64(7),
            id: Id::from_i64(8),
            state: crate::verify::run::State::Done,
            blocks_done: 3,
            blocks_total: 3,
            entries: 120,
            accounts: 9,
            findings: 1,
            unsealed: 2,
            unsealed_old: 1,
            head_seq: 3,
            head_hash: "0".repeat(64),
            asked_at: Millis(1_600_000_000_000),
            finished_at: Some(Millis(1_600_000_001_000)),
        };
        let finding = Finding {
            county: run.county,
            flaw: crate::verify::Flaw::RecordChanged,
            block: Some(2),
            record: Some(Id::from_i64(9)),
            account: Some(Id::from_i64(10)),
            expected: "1".into(),
            found: "2".into(),
        };
        ProofPart::new(v, run.county, Some(run), vec![finding])
    }
}

pub(super) fn outcome(run: &Run) -> (&'static str, &'static str) {
    use crate::verify::run::State;
    match run.state {
        State::Waiting | State::Running => ("is-info", "ledger-proof-running"),
        State::Broken => ("is-warn", "ledger-proof-broken"),
        State::Done if run.findings > 0 => ("is-stop", "ledger-proof-fails"),
        State::Done => ("is-ok", "ledger-proof-holds"),
    }
}

/// A county's accounts.
#[derive(Template)]
#[template(path = "accounts.html")]
pub(super) struct AccountsPage {
    pub(super) v: View,
    pub(super) county: Id,
    pub(super) name: Named,
    pub(super) prefix: String,
    /// Reference, code, unit's message, posted, held.
    pub(super) rows: Vec<(PublicRef, Coded, &'static str, Money, Money)>,
    pub(super) next: Option<Id>,
}

impl AccountsPage {
    pub(super) fn new(v: View, county: Id, name: Named, prefix: String, weighed: &[Weighed], limit: i64) -> Self {
        let more = weighed.len() as i64 > limit;
        let shown = &weighed[..weighed.len().min(limit as usize)];
        let rows = shown
            .iter()
            .map(|(a, b)| (a.reference(), Coded::account(&v, &a.code), a.unit.message(), money(a, b.posted), money(a, b.held)))
            .collect();
        let next = if more { shown.last().map(|(a, _)| a.id) } else { None };
        AccountsPage { v, county, name, prefix, rows, next }
    }

    fn sample(v: View) -> Self {
        let code = Coded::account(&v, "assets:custody:sandbox");
        let row = (sample_ref(), code, "ledger-unit-money", sample_money(12_000), sample_money(0));
        let (county, name, prefix) = (Id::from_i64(7), Named::sample(), "assets:custody".into());
        AccountsPage { v, county, name, prefix, rows: vec![row], next: Some(Id::from_i64(3)) }
    }
}

/// An open hold.
pub(super) struct HoldRow {
    /// Since when.
    pub(super) at: Millis,
    pub(super) kind: Coded,
    pub(super) about: String,
    pub(super) amount: Money,
}

/// A line of a statement.
pub(super) struct LineRow {
    pub(super) at: Millis,
    pub(super) reference: PublicRef,
    pub(super) kind: Coded,
    pub(super) about: String,
    pub(super) other: PublicRef,
    pub(super) other_code: Coded,
    pub(super) change: Money,
    pub(super) balance: Money,
}

/// An account's statement.
#[derive(Template)]
#[template(path = "account.html")]
pub(super) struct AccountPage {
    pub(super) v: View,
    pub(super) county: Id,
    pub(super) name: Named,
    pub(super) reference: PublicRef,
    pub(super) code: Coded,
    pub(super) kind: &'static str,
    pub(super) unit: &'static str,
    pub(super) limited: bool,
    pub(super) posted: Money,
    pub(super) held: Money,
    pub(super) available: Money,
    pub(super) holds: Vec<HoldRow>,
    pub(super) first_holds: bool,
    pub(super) more_holds: Option<String>,
    pub(super) lines: Vec<LineRow>,
    pub(super) first_page: bool,
    pub(super) next: Option<String>,
}

impl AccountPage {
    pub(super) fn new(v: View, s: Statement, holds: Holds, first_page: bool, next: Option<String>) -> Self {
        let account = &s.account;
        let hold = |h: &Hold| HoldRow {
            at: h.at,
            kind: Coded::kind(&v, &h.kind, &h.memo),
            about: h.business_ref.clone(),
            amount: h.amount,
        };
        let line = |l: &Line| LineRow {
            at: l.transfer.at,
            reference: PublicRef::new(account.county, l.transfer.id),
            kind: Coded::kind(&v, &l.transfer.kind, &l.transfer.memo),
            about: l.transfer.business_ref.clone(),
            other: PublicRef::new(account.county, l.other),
            other_code: Coded::account(&v, &l.other_code),
            change: money(account, l.change),
            balance: money(account, l.balance),
        };
        AccountPage {
            county: s.place.id,
            name: Named::of(&s.place),
            reference: account.reference(),
            code: Coded::account(&v, &account.code),
            kind: account.kind.message(),
            unit: account.unit.message(),
            limited: account.is_limited(),
            posted: money(account, s.balance.posted),
            held: money(account, s.balance.held),
            available: money(account, s.balance.available()),
            holds: holds.shown.iter().map(hold).collect(),
            first_holds: holds.first,
            more_holds: holds.next.map(|id| Cursor::encode(&id)),
            lines: s.lines.iter().map(line).collect(),
            first_page,
            next,
            v,
        }
    }

    fn sample(v: View) -> Self {
        let line = LineRow {
            at: Millis(1_600_000_000_000),
            reference: sample_ref(),
            kind: Coded::kind(&v, "aid.gift", ""),
            about: "aid.pledge 7".into(),
            other: sample_ref(),
            other_code: Coded::account(&v, "assets:custody:sandbox"),
            change: sample_money(-5),
            balance: sample_money(12_000),
        };
        let hold = HoldRow {
            at: Millis(1_600_000_000_000),
            kind: Coded::kind(&v, "aid.payout", ""),
            about: "aid.payout 8".into(),
            amount: sample_money(2_000),
        };
        AccountPage {
            county: Id::from_i64(7),
            name: Named::sample(),
            reference: sample_ref(),
            code: Coded::account(&v, "liabilities:request:7"),
            kind: Kind::Liability.message(),
            unit: "ledger-unit-money",
            limited: true,
            posted: sample_money(12_000),
            held: sample_money(2_000),
            available: sample_money(10_000),
            holds: vec![hold],
            first_holds: false,
            more_holds: Some("x".into()),
            lines: vec![line],
            first_page: false,
            next: Some("x".into()),
            v,
        }
    }
}

/// An account that a transfer goes to or comes from.
pub(super) struct Side {
    pub(super) reference: PublicRef,
    pub(super) code: Coded,
}

impl Side {
    fn new(v: &View, reference: PublicRef, code: &str) -> Self {
        Side { reference, code: Coded::account(v, code) }
    }
}

/// A transfer, and how to check its seal.
#[derive(Template)]
#[template(path = "transfer.html")]
pub(super) struct TransferPage {
    pub(super) v: View,
    pub(super) county: Id,
    pub(super) name: Named,
    pub(super) reference: PublicRef,
    pub(super) amount: Money,
    pub(super) kind: Coded,
    pub(super) about: String,
    pub(super) at: Millis,
    pub(super) debit: Side,
    pub(super) credit: Side,
    /// Block, position, hash.
    pub(super) sealed: Option<(i64, i64, String)>,
    pub(super) record: String,
}

impl TransferPage {
    pub(super) fn new(v: View, w: Whole) -> Self {
        TransferPage {
            county: w.place.id,
            name: Named::of(&w.place),
            reference: PublicRef::new(w.debit.county, w.transfer.id),
            amount: w.transfer.amount,
            kind: Coded::kind(&v, &w.transfer.kind, &w.transfer.memo),
            about: w.transfer.business_ref,
            at: w.transfer.at,
            debit: Side::new(&v, w.debit.reference(), &w.debit.code),
            credit: Side::new(&v, w.credit.reference(), &w.credit.code),
            sealed: w.sealed.map(|s| (s.block, s.pos, hex(&s.hash))),
            record: w.record,
            v,
        }
    }

    fn sample(v: View) -> Self {
        TransferPage {
            county: Id::from_i64(7),
            name: Named::sample(),
            reference: sample_ref(),
            amount: sample_money(12_000),
            kind: Coded::kind(&v, "aid.gift", ""),
            about: "aid.pledge 7".into(),
            at: Millis(1_600_000_000_000),
            debit: Side::new(&v, sample_ref(), "assets:custody:sandbox"),
            credit: Side::new(&v, sample_ref(), "liabilities:request:7"),
            sealed: Some((1, 2, "0".repeat(64))),
            record: "qianmo-ledger-transfer/1\n".into(),
            v,
        }
    }
}

/// A record in a block.
pub(super) struct RecordRow {
    pub(super) pos: i64,
    pub(super) what: &'static str,
    /// A transfer has a page of its own.
    pub(super) link: Option<PublicRef>,
    pub(super) id: Id,
    pub(super) hash: String,
}

/// A block and its records.
#[derive(Template)]
#[template(path = "block.html")]
pub(super) struct BlockPage {
    pub(super) v: View,
    pub(super) county: Id,
    pub(super) name: Named,
    pub(super) seq: i64,
    pub(super) entries: i64,
    pub(super) prev: String,
    pub(super) hash: String,
    pub(super) at: Millis,
    pub(super) records: Vec<RecordRow>,
    pub(super) more: Option<i64>,
    pub(super) last: bool,
}

impl BlockPage {
    pub(super) fn new(v: View, o: Opened) -> Self {
        let county = o.place.id;
        let more = o.places.last().map(|p| p.pos).filter(|pos| *pos < o.block.entries);
        let record = |p: crate::seal::Place| RecordRow {
            pos: p.pos,
            what: what_message(p.what),
            link: (p.what == What::Transfer).then(|| PublicRef::new(county, p.id)),
            id: p.id,
            hash: short(&p.hash),
        };
        BlockPage {
            v,
            county,
            name: Named::of(&o.place),
            seq: o.block.seq,
            entries: o.block.entries,
            prev: hex(&o.block.prev),
            hash: hex(&o.block.hash),
            at: o.block.sealed_at,
            records: o.places.into_iter().map(record).collect(),
            more,
            last: o.last,
        }
    }

    fn sample(v: View) -> Self {
        let row =
            |what: What, link| RecordRow { pos: 1, what: what_message(what), link, id: Id::from_i64(9), hash: "0".repeat(SHORT) };
        BlockPage {
            v,
            county: Id::from_i64(7),
            name: Named::sample(),
            seq: 2,
            entries: 2,
            prev: "0".repeat(64),
            hash: "1".repeat(64),
            at: Millis(1_600_000_000_000),
            records: vec![row(What::Transfer, Some(sample_ref())), row(What::HoldEnd, None)],
            more: Some(1),
            last: false,
        }
    }
}

fn what_message(what: What) -> &'static str {
    match what {
        What::Transfer => "ledger-what-transfer",
        What::Hold => "ledger-what-hold",
        What::HoldEnd => "ledger-what-hold-end",
    }
}

pub(super) fn sample_money(amount_minor: i64) -> Money {
    Money::new(amount_minor, qianmo_kernel::Currency::CNY)
}

fn sample_ref() -> PublicRef {
    PublicRef::new(Id::from_i64(7), Id::from_i64(9))
}

qianmo_web::sample!(CountyPage, ProofPart, AccountsPage, AccountPage, TransferPage, BlockPage);
