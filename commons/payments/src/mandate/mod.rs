//! Mandates: somebody agrees once, on the provider's page, that they may be charged without being there.
//!
//! A provider that can do it answers [`crate::Provider::mandates`]; the others are paid by hand, as ever. A charge is an ordinary
//! order for money that is to come in, under its ordinary key: whatever is repeated is one charge, what comes in late is taken or goes
//! back as always, and the statement lists it like any other. Whoever may charge, and when, is the business's to know; here it is only
//! seen to that nothing is charged without a mandate that stands, that covers the amount, and that is its owner's.
//!
//! ```text
//! asked → agreed → revoked        asked → refused, expired (a day without an answer), revoked (taken back before)
//! ```
//!
//! A mandate that its owner takes back is revoked here at once: from that moment nothing is charged by it. The provider is told
//! afterwards, until it has heard.

mod call;
mod store;

use crate::order::Order;
use crate::provider::Answer;
use futures::future::BoxFuture;
use qianmo_db::Tx;
use qianmo_kernel::{Error, Fail, Id, Kind, Millis, Money, PublicRef, Refused, Res};

pub use call::{charge, refresh, set_up, sweep};

/// How long a mandate waits for its owner to agree to it.
const PATIENT: i64 = Millis::DAY;

/// Where a mandate stands.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// Written down; its owner has not answered on the provider's page.
    Asked,
    /// Its owner agreed: it can be charged.
    Agreed,
    /// Its owner said no.
    Refused,
    /// Its owner took it back, here or at the provider.
    Revoked,
    /// Nobody answered for a day.
    Expired,
}

impl Standing {
    /// Every one.
    pub const ALL: [Standing; 5] = [Standing::Asked, Standing::Agreed, Standing::Refused, Standing::Revoked, Standing::Expired];

    /// Its name in the database and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Standing::Asked => "asked",
            Standing::Agreed => "agreed",
            Standing::Refused => "refused",
            Standing::Revoked => "revoked",
            Standing::Expired => "expired",
        }
    }

    /// The key of its name in every language.
    pub const fn message(self) -> &'static str {
        match self {
            Standing::Asked => "payments-mandate-asked",
            Standing::Agreed => "payments-mandate-agreed",
            Standing::Refused => "payments-mandate-refused",
            Standing::Revoked => "payments-mandate-revoked",
            Standing::Expired => "payments-mandate-expired",
        }
    }

    /// The standing of that name.
    pub fn from_name(name: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether it has ended for good.
    pub const fn is_over(self) -> bool {
        matches!(self, Standing::Refused | Standing::Revoked | Standing::Expired)
    }
}

/// A mandate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mandate {
    /// Whose it is: who is charged.
    pub account: Id,
    /// The mandate.
    pub id: Id,
    /// Counts its changes.
    pub version: i64,
    /// The provider that charges.
    pub provider: String,
    /// What the provider calls it; empty until it said so.
    pub provider_ref: String,
    /// Where it stands.
    pub state: Standing,
    /// The most that one charge may be.
    pub most: Money,
    /// What it is for, in the words of whoever asked.
    pub business_ref: String,
    /// Where the person goes afterwards: a path of our own.
    pub return_to: String,
    /// When it was asked for.
    pub created_at: Millis,
    /// When its owner agreed.
    pub agreed_at: Option<Millis>,
    /// When it ended.
    pub ended_at: Option<Millis>,
    /// How often the provider was asked or told.
    pub(crate) attempts: i64,
    /// When it is asked or told next.
    pub(crate) check_at: Option<Millis>,
}

impl Mandate {
    /// How the provider names it: account and id.
    pub const fn reference(&self) -> PublicRef {
        PublicRef::new(self.account, self.id)
    }

    /// Whether that much may be charged by it now, at once.
    pub fn covers(&self, amount: Money) -> bool {
        self.state == Standing::Agreed && amount.currency == self.most.currency && amount.amount_minor <= self.most.amount_minor
    }
}

/// How a mandate begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SetUp {
    /// The person agrees on the provider's page, at this address or path.
    Redirect {
        /// Where.
        to: String,
        /// What the provider calls it.
        provider_ref: String,
    },
    /// It is known already where it stands.
    Known(Standing),
}

/// What a provider can do that charges without the person. The mandate's [`Mandate::reference`] makes each call idempotent on its side,
/// and a charge is the order's own key's: the same order again is the same charge.
pub trait Mandates: Send + Sync {
    /// Begins a mandate.
    fn set_up<'a>(&'a self, mandate: &'a Mandate) -> BoxFuture<'a, Res<SetUp>>;

    /// Asks where a mandate stands. One that it has never heard of is asked.
    fn standing<'a>(&'a self, mandate: &'a Mandate) -> BoxFuture<'a, Res<Standing>>;

    /// Charges an order. What is not certain is [`crate::Outcome::Unknown`], never a guess.
    fn charge<'a>(&'a self, order: &'a Order, mandate: &'a Mandate) -> BoxFuture<'a, Res<Answer>>;

    /// Ends a mandate; one that has ended stays so.
    fn revoke<'a>(&'a self, mandate: &'a Mandate) -> BoxFuture<'a, Res<()>>;
}

/// A mandate that is to be asked for.
#[derive(Clone, Debug)]
pub struct NewMandate<'a> {
    /// Who is to be charged.
    pub account: Id,
    /// The provider.
    pub provider: &'a str,
    /// The most that one charge may be.
    pub most: Money,
    /// What it is for.
    pub business_ref: &'a str,
    /// Where they go afterwards: a path of our own.
    pub return_to: &'a str,
}

/// Writes a mandate down; its owner then agrees to it on the provider's page ([`set_up`]).
pub fn ask(tx: &mut Tx<'_>, new: &NewMandate<'_>) -> Res<Mandate> {
    if !new.return_to.starts_with('/') || new.return_to.starts_with("//") {
        return Err(Error::new("a mandate leads back to a path of our own").into());
    }
    if new.most.amount_minor < 1 {
        return Err(Refused::new(Kind::Invalid, "payments-amount-wrong").into());
    }
    let now = tx.now();
    let mandate = Mandate {
        account: new.account,
        id: tx.new_id(),
        version: 1,
        provider: new.provider.to_owned(),
        provider_ref: String::new(),
        state: Standing::Asked,
        most: new.most,
        business_ref: new.business_ref.to_owned(),
        return_to: new.return_to.to_owned(),
        created_at: now,
        agreed_at: None,
        ended_at: None,
        attempts: 0,
        check_at: Some(now + Millis::MINUTE),
    };
    store::insert(tx, &mandate)?;
    Ok(mandate)
}

/// A mandate of an account.
pub fn find(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<Option<Mandate>> {
    store::by_id(tx, account, id)
}

/// Its owner takes a mandate back: nothing is charged by it from now on, and the provider is told. One that has ended stays as it is.
pub fn revoke(tx: &mut Tx<'_>, account: Id, id: Id) -> Res<()> {
    match store::by_id(tx, account, id)? {
        Some(mut mandate) if !mandate.state.is_over() => end(tx, &mut mandate, Standing::Revoked, true),
        _ => Ok(()),
    }
}

/// The same for every mandate of an account: it is to be forgotten.
pub fn revoke_all(tx: &mut Tx<'_>, account: Id) -> Res<()> {
    for mut mandate in store::of_account(tx, account)? {
        if !mandate.state.is_over() {
            end(tx, &mut mandate, Standing::Revoked, true)?;
        }
    }
    Ok(())
}

fn end(tx: &mut Tx<'_>, mandate: &mut Mandate, state: Standing, tell: bool) -> Res<()> {
    let now = tx.now();
    mandate.state = state;
    mandate.ended_at = Some(now);
    mandate.attempts = 0;
    mandate.check_at = tell.then_some(now);
    store::save(tx, mandate)
}

/// Takes what the provider says of a mandate. What its owner took back here is not agreed again by an answer from before.
fn learn(tx: &mut Tx<'_>, account: Id, id: Id, standing: Standing) -> Res<Standing> {
    let mut mandate = store::by_id(tx, account, id)?.ok_or_else(Refused::not_found)?;
    let now = tx.now();
    match (mandate.state, standing) {
        (Standing::Asked, Standing::Agreed) => {
            mandate.state = Standing::Agreed;
            mandate.agreed_at = Some(now);
            mandate.check_at = None;
            store::save(tx, &mut mandate)?;
        }
        (Standing::Asked, Standing::Asked) if mandate.created_at + PATIENT <= now => {
            end(tx, &mut mandate, Standing::Expired, true)?;
        }
        (Standing::Asked | Standing::Agreed, Standing::Refused | Standing::Revoked | Standing::Expired) => {
            end(tx, &mut mandate, standing, false)?;
        }
        _ => {}
    }
    Ok(mandate.state)
}

fn not_agreed() -> Fail {
    Refused::new(Kind::Conflict, "payments-mandate-not-agreed").into()
}
