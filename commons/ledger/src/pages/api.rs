//! The books as JSON.

use super::load::{self, Reader};
use crate::account::Account;
use crate::seal::Place as Sealed;
use crate::statement::{After, Balance};
use crate::transfer::Booked;
use qianmo_web::cursor::Listed;
use qianmo_web::prelude::*;
use qianmo_web::schema::{MoneySchema, RefSchema};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An account and what it comes to, counted on the side on which it grows.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerAccount)]
pub(super) struct AccountJson {
    /// The account's name.
    #[schema(value_type = RefSchema)]
    id: PublicRef,
    /// Its code: `assets:custody:sandbox`.
    #[schema(example = "assets:custody:sandbox")]
    code: String,
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    #[schema(example = "asset")]
    kind: &'static str,
    /// `money`, or `goods` valued in money.
    #[schema(example = "money")]
    unit: &'static str,
    /// Whether the database refuses to let it fall below zero.
    limited: bool,
    /// All that is booked.
    #[schema(value_type = MoneySchema)]
    balance: Money,
    /// Of that, what open holds keep back.
    #[schema(value_type = MoneySchema)]
    held: Money,
    /// What can still be spent.
    #[schema(value_type = MoneySchema)]
    available: Money,
}

impl AccountJson {
    fn new(account: &Account, balance: &Balance) -> Self {
        AccountJson {
            id: account.reference(),
            code: account.code.clone(),
            kind: account.kind.name(),
            unit: account.unit.name(),
            limited: account.is_limited(),
            balance: account.money(balance.posted),
            held: account.money(balance.held),
            available: account.money(balance.available()),
        }
    }
}

/// Where a record is sealed.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerSeal)]
pub(super) struct SealJson {
    /// The block's number in its county's chain.
    block: i64,
    /// The position in the block, from 1.
    position: i64,
    /// The record's SHA-256 in hexadecimal.
    hash: String,
}

impl From<Sealed> for SealJson {
    fn from(s: Sealed) -> Self {
        SealJson { block: s.block, position: s.pos, hash: crate::seal::canonical::hex(&s.hash) }
    }
}

/// A transfer: one amount from the credited to the debited account.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerTransfer)]
pub(super) struct TransferJson {
    /// The transfer's name.
    #[schema(value_type = RefSchema)]
    id: PublicRef,
    /// The account that was debited.
    #[schema(value_type = RefSchema)]
    debit: PublicRef,
    /// The account that was credited.
    #[schema(value_type = RefSchema)]
    credit: PublicRef,
    /// How much.
    #[schema(value_type = MoneySchema)]
    amount: Money,
    /// `money`, or `goods` valued in money.
    unit: &'static str,
    /// What kind of booking it is.
    #[schema(example = "aid.gift")]
    kind: String,
    /// What it is about.
    business_ref: String,
    /// When it was booked.
    #[schema(value_type = String, format = DateTime)]
    at: Millis,
    /// The hold it was posted from.
    #[schema(value_type = Option<RefSchema>)]
    hold: Option<PublicRef>,
}

impl TransferJson {
    fn new(county: Id, t: &Booked) -> Self {
        TransferJson {
            id: PublicRef::new(county, t.id),
            debit: PublicRef::new(county, t.debit),
            credit: PublicRef::new(county, t.credit),
            amount: t.amount,
            unit: t.unit.name(),
            kind: t.kind.clone(),
            business_ref: t.business_ref.clone(),
            at: t.at,
            hold: t.hold.map(|hold| PublicRef::new(county, hold)),
        }
    }
}

/// A transfer and its seal.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerSealedTransfer)]
pub(super) struct WholeJson {
    #[serde(flatten)]
    transfer: TransferJson,
    /// Where it is sealed; null for the few seconds until it is.
    sealed: Option<SealJson>,
    /// The bytes whose SHA-256 is sealed.
    record: String,
}

/// A transfer as a line of an account's statement.
#[derive(Serialize, ToSchema)]
#[schema(as = LedgerLine)]
pub(super) struct LineJson {
    #[serde(flatten)]
    transfer: TransferJson,
    /// What it added to the account; negative: what it took.
    #[schema(value_type = MoneySchema)]
    change: Money,
    /// What the account came to after it.
    #[schema(value_type = MoneySchema)]
    balance: Money,
}

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AccountsQuery {
    /// The county whose books are meant: its id or its code.
    #[param(example = "611026")]
    county: String,
    /// Only accounts whose codes begin so.
    #[serde(default)]
    #[param(max_length = 200)]
    prefix: String,
    /// Where the page before ended.
    cursor: Option<String>,
    /// How many, 1 to 100; 20 when not given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Whose transfers.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TransfersQuery {
    /// The account whose statement is meant.
    #[param(value_type = String, example = "01HN6XJ4C0800-01HN6XJ4C0801", pattern = "^[0-7][0-9A-HJKMNP-TV-Z]{12}-[0-7][0-9A-HJKMNP-TV-Z]{12}$")]
    account: PublicRef,
    /// Where the page before ended.
    cursor: Option<String>,
    /// How many, 1 to 100; 20 when not given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// The accounts of a county's books.
#[utoipa::path(get, path = "/ledger/accounts", tag = "ledger", params(AccountsQuery), responses((status = 200, body = Listed<AccountJson>)))]
pub(super) async fn list_accounts(cx: Cx, Query(q): Query<AccountsQuery>) -> Answer {
    let reader = Reader::of(&cx)?;
    let limit = Cursor::limit(q.limit)?;
    let after: Option<Id> = q.cursor.as_deref().map(Cursor::decode).transpose()?;
    let (_, mut weighed) = cx
        .read(move |tx| {
            let county = qianmo_places::named(tx, "county", &q.county)?.id;
            load::accounts(tx, &reader, county, &q.prefix, after, limit + 1)
        })
        .await?;
    let more = weighed.len() as i64 > limit;
    weighed.truncate(limit as usize);
    let next = weighed.last().filter(|_| more).map(|(a, _)| Cursor::encode(&a.id));
    cx.json(&Listed { items: weighed.iter().map(|(a, b)| AccountJson::new(a, b)).collect(), next })
}

/// One account.
#[utoipa::path(get, path = "/ledger/accounts/{id}", tag = "ledger", params(("id" = RefSchema, Path, description = "The account")),
    responses((status = 200, body = AccountJson)))]
pub(super) async fn get_account(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let reader = Reader::of(&cx)?;
    let (_, account, balance) = cx.read(move |tx| load::account_of(tx, &reader, reference)).await?;
    cx.json(&AccountJson::new(&account, &balance))
}

/// The statement of an account, newest first.
#[utoipa::path(get, path = "/ledger/transfers", tag = "ledger", params(TransfersQuery), responses((status = 200, body = Listed<LineJson>),
        (status = 404, description = "There is no such account", body = qianmo_web::answer::Problem, content_type = "application/problem+json")))]
pub(super) async fn list_transfers(cx: Cx, Query(q): Query<TransfersQuery>) -> Answer {
    let reader = Reader::of(&cx)?;
    let limit = Cursor::limit(q.limit)?;
    let after: Option<After> = q.cursor.as_deref().map(Cursor::decode).transpose()?;
    let statement = cx.read(move |tx| load::statement_of(tx, &reader, q.account, after, limit + 1)).await?;
    let more = statement.lines.len() as i64 > limit;
    let shown = &statement.lines[..statement.lines.len().min(limit as usize)];
    let next = shown.last().filter(|_| more).map(|l| Cursor::encode(&(l.transfer.at, l.transfer.id)));
    let account = &statement.account;
    let items = shown
        .iter()
        .map(|l| LineJson {
            transfer: TransferJson::new(account.county, &l.transfer),
            change: account.money(l.change),
            balance: account.money(l.balance),
        })
        .collect();
    cx.json(&Listed { items, next })
}

/// One transfer, with its seal.
#[utoipa::path(get, path = "/ledger/transfers/{id}", tag = "ledger", params(("id" = RefSchema, Path, description = "The transfer")),
    responses((status = 200, body = WholeJson)))]
pub(super) async fn get_transfer(cx: Cx, Path(reference): Path<PublicRef>) -> Answer {
    let reader = Reader::of(&cx)?;
    let whole = cx.read(move |tx| load::transfer_of(tx, &reader, reference)).await?;
    let transfer = TransferJson::new(whole.place.id, &whole.transfer);
    cx.json(&WholeJson { transfer, sealed: whole.sealed.map(SealJson::from), record: whole.record })
}
