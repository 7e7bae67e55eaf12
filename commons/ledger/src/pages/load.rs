//! What the pages and the API read, after asking whether this reader may see the books of that county.

use crate::account::{self, Account, Unit};
use crate::seal::{self, Block, Place as Sealed, What};
use crate::statement::{self, After, Balance, GroupSum, Line};
use crate::transfer::{self, Booked};
use crate::verify::{self, Finding, Run};
use crate::{READ, hold};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Currency, Id, Locale, Money, PublicRef, Refused, Res};
use qianmo_places::Place;
use qianmo_web::Cx;
use std::collections::BTreeMap;

/// Lines on a page.
pub(super) const LINES: i64 = 25;

/// Who looks, and in which language.
pub(super) struct Reader {
    actor: Actor,
    locale: Locale,
}

impl Reader {
    pub(super) fn of(cx: &Cx) -> Res<Reader> {
        Ok(Reader { actor: cx.actor_owned()?, locale: cx.locale })
    }
}

/// The county's place, if this reader may see its books (those of a county that ended are its successor's to see), under the name that this reader knows it by.
pub(super) fn county(tx: &mut Tx<'_>, reader: &Reader, county: Id) -> Res<Place> {
    let place = qianmo_places::find(tx, county)?.ok_or_else(Refused::not_found)?;
    qianmo_places::require_at(tx, &reader.actor, &READ, &place)?;
    named(tx, place, reader.locale)
}

fn named(tx: &mut Tx<'_>, mut place: Place, locale: Locale) -> Res<Place> {
    if let Some(label) = qianmo_places::label(tx, place.id, locale)? {
        (place.name, place.language) = (label.text, label.language);
    }
    Ok(place)
}

/// One county in the list of books.
pub(super) struct BookLine {
    pub(super) place: Place,
    /// What is kept for others and what is had for it, by unit and currency.
    pub(super) sums: Vec<Total>,
    pub(super) head: i64,
    pub(super) run: Option<Run>,
}

/// Refuses text that no code and no path holds, and that not every engine takes.
fn plain(text: &str) -> Res<()> {
    let strange = text.len() > 2_000 || text.chars().any(char::is_control);
    if strange { Err(Refused::new(qianmo_kernel::Kind::Malformed, "web-bad-query").into()) } else { Ok(()) }
}

/// The books that this reader may see, by the path of the place, and the path to go on after.
pub(super) fn books(tx: &mut Tx<'_>, reader: &Reader, after: &str) -> Res<(Vec<BookLine>, Option<String>)> {
    plain(after)?;
    let mut paths: BTreeMap<String, Id> = BTreeMap::new();
    for grant in reader.actor.places_for(&READ) {
        let (from, to) = grant.path.range();
        for (county, path) in account::books(tx, (&from, &to), after, LINES + 1)? {
            paths.insert(path, county);
        }
    }
    let more = paths.len() as i64 > LINES;
    let shown: Vec<(String, Id)> = paths.into_iter().take(LINES as usize).collect();
    let next = if more { shown.last().map(|(path, _)| path.clone()) } else { None };
    let mut lines = Vec::new();
    for (_, county) in shown {
        let Some(place) = qianmo_places::find(tx, county)? else { continue };
        let place = named(tx, place, reader.locale)?;
        let sums = totals(&statement::balance_sheet(tx, county)?);
        let head = seal::head(tx, county)?.map_or(0, |b| b.seq);
        lines.push(BookLine { place, sums, head, run: verify::last_run(tx, county)? });
    }
    Ok((lines, next))
}

/// What a county keeps for others of a unit and currency, and what it has for it.
pub(super) struct Total {
    pub(super) unit: Unit,
    pub(super) currency: Currency,
    pub(super) owed: i64,
    /// By group of accounts.
    pub(super) had: Vec<(String, i64)>,
}

/// Liabilities and assets by unit and currency.
fn totals(groups: &[GroupSum]) -> Vec<Total> {
    let mut sums: BTreeMap<(Unit, Currency), Total> = BTreeMap::new();
    for group in groups {
        let none = Total { unit: group.unit, currency: group.currency, owed: 0, had: Vec::new() };
        let sum = sums.entry((group.unit, group.currency)).or_insert(none);
        match group.kind {
            account::Kind::Liability => sum.owed += group.posted,
            account::Kind::Asset => sum.had.push((group.group.clone(), group.posted)),
            account::Kind::Equity | account::Kind::Income | account::Kind::Expense => {}
        }
    }
    sums.into_values().collect()
}

/// A county's books.
pub(super) struct Books {
    pub(super) place: Place,
    pub(super) groups: Vec<GroupSum>,
    pub(super) blocks: Vec<Block>,
    pub(super) waiting: i64,
    pub(super) run: Option<Run>,
    pub(super) findings: Vec<Finding>,
}

pub(super) fn books_of(tx: &mut Tx<'_>, reader: &Reader, id: Id) -> Res<Books> {
    let place = county(tx, reader, id)?;
    let groups = statement::balance_sheet(tx, id)?;
    if groups.is_empty() {
        return Err(Refused::not_found().into());
    }
    let (run, findings) = proof(tx, reader, id)?;
    Ok(Books { place, groups, blocks: seal::blocks(tx, id, i64::MAX, 5)?, waiting: seal::waiting(tx, id)?, run, findings })
}

/// The last proof of a county's books and what it found.
pub(super) fn proof(tx: &mut Tx<'_>, reader: &Reader, id: Id) -> Res<(Option<Run>, Vec<Finding>)> {
    county(tx, reader, id)?;
    let run = verify::last_run(tx, id)?;
    let findings = match &run {
        Some(run) if run.findings > 0 => verify::run_findings(tx, id, run.id, 50)?,
        _ => Vec::new(),
    };
    Ok((run, findings))
}

/// An account and what it comes to.
pub(super) type Weighed = (Account, Balance);

pub(super) fn accounts(
    tx: &mut Tx<'_>,
    reader: &Reader,
    id: Id,
    prefix: &str,
    after: Option<Id>,
    limit: i64,
) -> Res<(Place, Vec<Weighed>)> {
    let place = county(tx, reader, id)?;
    plain(prefix)?;
    let after = match after {
        Some(after) => Some(
            account::account_by_id(tx, id, after)?.ok_or_else(|| Refused::new(qianmo_kernel::Kind::Malformed, "web-bad-cursor"))?,
        ),
        None => None,
    };
    let mut weighed = Vec::new();
    for account in account::accounts(tx, id, prefix, after.as_ref(), limit)? {
        let balance = statement::balance(tx, &account)?;
        weighed.push((account, balance));
    }
    Ok((place, weighed))
}

pub(super) fn account_of(tx: &mut Tx<'_>, reader: &Reader, reference: PublicRef) -> Res<(Place, Account, Balance)> {
    let place = county(tx, reader, reference.county)?;
    let account = account::account_by_id(tx, reference.county, reference.id)?.ok_or_else(Refused::not_found)?;
    let balance = statement::balance(tx, &account)?;
    Ok((place, account, balance))
}

/// An account with a page of its lines.
pub(super) struct Statement {
    pub(super) place: Place,
    pub(super) account: Account,
    pub(super) balance: Balance,
    pub(super) lines: Vec<Line>,
}

pub(super) fn statement_of(
    tx: &mut Tx<'_>,
    reader: &Reader,
    reference: PublicRef,
    after: Option<After>,
    limit: i64,
) -> Res<Statement> {
    let (place, account, balance) = account_of(tx, reader, reference)?;
    let lines = statement::statement(tx, &account, after, limit)?;
    Ok(Statement { place, account, balance, lines })
}

/// A page of an account's open holds, and where the next one goes on.
#[derive(Default)]
pub(super) struct Holds {
    pub(super) shown: Vec<hold::Hold>,
    /// Whether it begins with the oldest.
    pub(super) first: bool,
    pub(super) next: Option<Id>,
}

/// The open holds of an account that this reader was found to see, after that one.
pub(super) fn holds_of(tx: &mut Tx<'_>, account: &Account, after: Id) -> Res<Holds> {
    let mut shown = hold::open_holds(tx, account, after, LINES + 1)?;
    let more = shown.len() as i64 > LINES;
    shown.truncate(LINES as usize);
    let next = shown.last().filter(|_| more).map(|hold| hold.id);
    Ok(Holds { shown, first: after == Id::NONE, next })
}

/// A transfer, its accounts, its place in the chain and the bytes that were hashed.
pub(super) struct Whole {
    pub(super) place: Place,
    pub(super) transfer: Booked,
    pub(super) debit: Account,
    pub(super) credit: Account,
    pub(super) sealed: Option<Sealed>,
    pub(super) record: String,
}

pub(super) fn transfer_of(tx: &mut Tx<'_>, reader: &Reader, reference: PublicRef) -> Res<Whole> {
    let (id, at) = (reference.id, reference.county);
    let place = county(tx, reader, at)?;
    let transfer = transfer::find_transfer(tx, at, id)?.ok_or_else(Refused::not_found)?;
    let debit = account::account_by_id(tx, at, transfer.debit)?.ok_or_else(Refused::not_found)?;
    let credit = account::account_by_id(tx, at, transfer.credit)?.ok_or_else(Refused::not_found)?;
    let sealed = seal::place_of(tx, at, What::Transfer, id)?;
    let record = seal::canonical::transfer(at, &transfer, &debit.code, &credit.code);
    Ok(Whole { place, transfer, debit, credit, sealed, record })
}

/// A block, some of its records, and whether another follows.
pub(super) struct Opened {
    pub(super) place: Place,
    pub(super) block: Block,
    pub(super) places: Vec<Sealed>,
    pub(super) last: bool,
}

pub(super) fn block_of(tx: &mut Tx<'_>, reader: &Reader, id: Id, seq: i64, after: i64) -> Res<Opened> {
    let place = county(tx, reader, id)?;
    let block = seal::block(tx, id, seq)?.ok_or_else(Refused::not_found)?;
    let places = seal::places_in(tx, id, seq)?.into_iter().filter(|p| p.pos > after).take(LINES as usize).collect();
    let last = seal::head(tx, id)?.is_none_or(|head| head.seq <= seq);
    Ok(Opened { place, block, places, last })
}

/// An amount in an account's currency.
pub(super) fn money(account: &Account, amount_minor: i64) -> Money {
    account.money(amount_minor)
}
