//! The auditor's pages over HTTP.

use super::books::BooksPage;
use super::load::{self, Holds, LINES, Reader};
use super::page::{AccountPage, AccountsPage, BlockPage, CountyPage, Named, ProofPart, TransferPage};
use crate::statement::After;
use crate::verify;
use qianmo_web::prelude::*;
use serde::Deserialize;

/// Where a list goes on.
#[derive(Deserialize)]
pub(super) struct Page {
    after: Option<String>,
}

/// Where an account's lists go on: its lines, its open holds.
#[derive(Deserialize)]
pub(super) struct OfAccount {
    after: Option<String>,
    holds: Option<String>,
}

/// Which accounts are asked for.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    prefix: String,
    after: Option<Id>,
}

/// From which record on.
#[derive(Deserialize)]
pub(super) struct From {
    #[serde(default)]
    after: i64,
}

pub(super) async fn books(cx: Cx, Query(page): Query<Page>) -> Answer {
    let reader = Reader::of(&cx)?;
    let after = match &page.after {
        Some(cursor) => Cursor::decode::<String>(cursor)?,
        None => String::new(),
    };
    let (lines, next) = cx.read(move |tx| load::books(tx, &reader, &after)).await?;
    cx.page("ledger-books-title", &BooksPage::new(cx.view(), lines, next.map(|path| Cursor::encode(&path))))
}

pub(super) async fn county(cx: Cx, Path(county): Path<Id>) -> Answer {
    let reader = Reader::of(&cx)?;
    let books = cx.read(move |tx| load::books_of(tx, &reader, county)).await?;
    cx.page("ledger-books-title", &CountyPage::new(cx.view(), books))
}

pub(super) async fn proof(cx: Cx, Path(county): Path<Id>) -> Answer {
    let reader = Reader::of(&cx)?;
    let (run, findings) = cx.read(move |tx| load::proof(tx, &reader, county)).await?;
    cx.fragment(&ProofPart::new(cx.view(), county, run, findings))
}

pub(super) async fn verify(cx: Cx, Path(county): Path<Id>) -> Answer {
    let actor = cx.actor_owned()?;
    cx.write(move |tx| verify::run::ask(tx, &actor, county)).await?;
    Ok(cx.see_other_saying(&format!("/ledger/{county}#proof"), "ledger-proof-asked"))
}

pub(super) async fn accounts(cx: Cx, Path(county): Path<Id>, Query(which): Query<Which>) -> Answer {
    let reader = Reader::of(&cx)?;
    let (prefix, after) = (which.prefix.clone(), which.after);
    let (place, weighed) = cx.read(move |tx| load::accounts(tx, &reader, county, &prefix, after, LINES + 1)).await?;
    cx.page("ledger-accounts-title", &AccountsPage::new(cx.view(), county, Named::of(&place), which.prefix, &weighed, LINES))
}

pub(super) async fn account(cx: Cx, Path(reference): Path<PublicRef>, Query(page): Query<OfAccount>) -> Answer {
    let reader = Reader::of(&cx)?;
    let after: Option<After> = page.after.as_deref().map(Cursor::decode).transpose()?;
    let held: Option<Id> = page.holds.as_deref().map(Cursor::decode).transpose()?;
    let (mut statement, holds) = cx
        .read(move |tx| {
            let statement = load::statement_of(tx, &reader, reference, after, LINES + 1)?;
            // They stand above the newest lines; with older ones only whoever asks for them sees them.
            let holds = match (after, held) {
                (Some(_), None) => Holds::default(),
                _ => load::holds_of(tx, &statement.account, held.unwrap_or(Id::NONE))?,
            };
            Ok((statement, holds))
        })
        .await?;
    let more = statement.lines.len() as i64 > LINES;
    statement.lines.truncate(LINES as usize);
    let next = statement.lines.last().filter(|_| more).map(|l| Cursor::encode(&(l.transfer.at, l.transfer.id)));
    cx.page("ledger-account-title", &AccountPage::new(cx.view(), statement, holds, after.is_none(), next))
}

pub(super) async fn transfer(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let reader = Reader::of(&cx)?;
    let whole = cx.read(move |tx| load::transfer_of(tx, &reader, reference)).await?;
    cx.page("ledger-transfer-title", &TransferPage::new(cx.view(), whole))
}

pub(super) async fn block(cx: Cx, Path((county, seq)): Path<(Id, i64)>, Query(from): Query<From>) -> Answer {
    let reader = Reader::of(&cx)?;
    let opened = cx.read(move |tx| load::block_of(tx, &reader, county, seq, from.after)).await?;
    cx.page("ledger-block-title", &BlockPage::new(cx.view(), opened))
}
