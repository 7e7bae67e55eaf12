//! The books as a journal for hledger (<https://hledger.org/>), so that a program that is not ours can add them up again.
//!
//! It is exact as of one moment: the chain is walked to its end, then what waits for the sealer is read together with the
//! chain's head; if a block was sealed in between, the walk goes on. Sealed transfers are marked `*`, waiting ones `!`.

mod store;
#[cfg(test)]
mod tests;

use crate::account::{Account, Unit};
use crate::transfer::Booked;
use crate::verify;
use qianmo_db::Db;
use qianmo_kernel::{Error, Id, Millis, Money, Res};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::io::Write;

/// What an export holds.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Exported {
    /// Counties.
    pub counties: usize,
    /// Transfers.
    pub transfers: usize,
}

/// Writes the journal of one county, or of all when `county` is `None`. Days are local: `offset_minutes` ahead of UTC. Blocks the
/// thread.
pub fn export_hledger(db: &Db, county: Option<Id>, offset_minutes: i32, out: &mut dyn Write) -> Res<Exported> {
    let counties = match county {
        Some(county) => vec![county],
        None => verify::counties(db)?,
    };
    let mut exported = Exported { counties: counties.len(), transfers: 0 };
    let io = |e: std::io::Error| Error::because("the journal cannot be written", e);
    writeln!(out, "; Journal of Qianmo. One transaction is one transfer; its code is the transfer's id.").map_err(io)?;
    writeln!(out, "decimal-mark .\n").map_err(io)?;
    for county in counties {
        exported.transfers += one(db, county, offset_minutes, out)?;
    }
    out.flush().map_err(io)?;
    Ok(exported)
}

fn one(db: &Db, county: Id, offset_minutes: i32, out: &mut dyn Write) -> Res<usize> {
    let (accounts, place) = db.read_now(move |tx| {
        let name = qianmo_places::find(tx, county)?.map(|p| p.name).unwrap_or_default();
        Ok((store::accounts(tx, county)?, name))
    })?;
    let mut accounts: HashMap<Id, Account> = accounts.into_iter().map(|a| (a.id, a)).collect();
    let mut text = String::new();
    header(&mut text, county, &place, &accounts);
    put(out, &text)?;
    let (mut written, mut seq) = (0, 1);
    loop {
        let transfers = db.read_now(move |tx| store::sealed(tx, county, seq))?;
        match transfers {
            Some(transfers) => {
                seq += 1;
                written += transfers.len();
                write(db, county, &transfers, '*', offset_minutes, &mut accounts, out)?;
            }
            None => {
                let (head, transfers) = db.read_now(move |tx| store::waiting(tx, county))?;
                if head >= seq {
                    continue;
                }
                write(db, county, &transfers, '!', offset_minutes, &mut accounts, out)?;
                return Ok(written + transfers.len());
            }
        }
    }
}

fn put(out: &mut dyn Write, text: &str) -> Res<()> {
    out.write_all(text.as_bytes()).map_err(|e| Error::because("the journal cannot be written", e).into())
}

fn write(
    db: &Db,
    county: Id,
    transfers: &[Booked],
    mark: char,
    offset_minutes: i32,
    accounts: &mut HashMap<Id, Account>,
    out: &mut dyn Write,
) -> Res<()> {
    let mut text = String::new();
    for t in transfers {
        for id in [t.debit, t.credit] {
            if let Entry::Vacant(place) = accounts.entry(id) {
                // Opened since the export began.
                let account = db.read_now(move |tx| crate::account::account_by_id(tx, county, id))?;
                place.insert(
                    account.ok_or_else(|| Error::new(format!("transfer {} names account {id}, which is not there", t.id)))?,
                );
            }
        }
        if let (Some(debit), Some(credit)) = (accounts.get(&t.debit), accounts.get(&t.credit)) {
            transaction(&mut text, t, mark, debit, credit, offset_minutes);
        }
    }
    put(out, &text)
}

/// Declares commodities and accounts, the county's name beside them.
fn header(text: &mut String, county: Id, place: &str, accounts: &HashMap<Id, Account>) {
    text.push_str(&format!("; {county} {}\n", plain(place)));
    let kinds: BTreeSet<(Unit, qianmo_kernel::Currency)> = accounts.values().map(|a| (a.unit, a.currency)).collect();
    for (unit, currency) in kinds {
        let sample = Money::new(1_000 * 10i64.pow(currency.decimals()), currency).to_major();
        let sample = if currency.decimals() == 0 { format!("{sample}.") } else { sample };
        text.push_str(&format!("commodity {sample} {}\n", commodity(unit, currency)));
    }
    let names: BTreeSet<String> = accounts.values().map(name).collect();
    for name in names {
        text.push_str(&format!("account {name}\n"));
    }
    text.push('\n');
}

fn transaction(text: &mut String, t: &Booked, mark: char, debit: &Account, credit: &Account, offset_minutes: i32) {
    let (year, month, day) = t.at.date_at(offset_minutes);
    let amount = t.amount.to_major();
    let commodity = commodity(t.unit, t.amount.currency);
    let at = Millis(t.at.0);
    text.push_str(&format!(
        "{year:04}-{month:02}-{day:02} {mark} ({}) {} | {}  ; at: {at}\n    {}  {amount} {commodity}\n    {}  -{amount} {commodity}\n\n",
        t.id,
        plain(&t.kind),
        plain(&t.business_ref),
        name(debit),
        name(credit)
    ));
}

/// hledger's name of an account: the kind's word, the county, and the rest of the code: `assets:0H7X…:custody:sandbox`.
pub fn name(account: &Account) -> String {
    let rest = account.code.split_once(':').map_or("", |(_, rest)| rest);
    format!("{}:{}:{rest}", account.kind.word(), account.county)
}

/// hledger's name of what is counted: the currency, or `"CNY goods"`.
fn commodity(unit: Unit, currency: qianmo_kernel::Currency) -> String {
    match unit {
        Unit::Money => currency.code().to_owned(),
        Unit::Goods => format!("\"{} goods\"", currency.code()),
    }
}

/// Text for a description or a comment: `;` and `|` mean something there, and so do line ends.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, ';' | '|' | '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}
