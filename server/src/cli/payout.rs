//! `payout`: the list, and preparing or approving one on behalf of an officer who is named.

use super::Where;
use super::common::{Stop, log, print_json};
use clap::Subcommand;
use qianmo_aid::payout::{self, NewPayout, Payout as Row};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, PublicRef, Refused, Res, Via};
use qianmo_notify::Address;

/// List payouts, and prepare or approve one on behalf of an officer.
#[derive(Subcommand)]
pub enum Payout {
    /// Payouts, newest first
    List {
        /// How many at the most
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=1000))]
        limit: i64,
    },
    /// Prepare a payout of what is in custody for a part of a request
    Prepare {
        /// The request (COUNTY-ID)
        request: PublicRef,
        /// The money part
        #[arg(long)]
        part: Id,
        /// The officer's phone number or e-mail address
        #[arg(long = "as", value_name = "LOGIN")]
        officer: String,
        /// What was seen that shows the need and the way it is paid
        #[arg(long)]
        evidence: String,
    },
    /// Approve a payout that another officer prepared
    Approve {
        /// The payout (COUNTY-ID)
        payout: PublicRef,
        /// The officer's phone number or e-mail address
        #[arg(long = "as", value_name = "LOGIN")]
        officer: String,
    },
}

/// The officer whose login that is, with the roles the account has; every rule for officers holds for the command line too.
fn officer(tx: &mut Tx<'_>, login: &str, country: &str) -> Res<Actor> {
    let unknown = || Refused::field("as", "identity-account-unknown");
    let address = Address::read(login, country).map_err(|_| unknown())?;
    let account = qianmo_identity::account::contact::account_of(tx, &address)?.ok_or_else(unknown)?;
    let grants = qianmo_identity::grant::list(tx, account)?;
    Ok(Actor { account, grants, household: None, via: Via::System, session: Id::NONE, second_factor: true, scopes: None })
}

impl Payout {
    pub fn run(self, at: &Where) -> Result<(), Stop> {
        log("warn");
        match self {
            Payout::List { limit } => {
                let app = at.to_read()?.app;
                let rows =
                    app.db.read_now(move |tx| payout::at_places(tx, &Actor::system(), &qianmo_aid::payout::SEE, None, limit))?;
                show(at.json, &rows);
            }
            Payout::Prepare { request, part, officer: login, evidence } => {
                let country = at.settings()?.site.country_code;
                let (assembled, _lock) = at.to_write()?;
                let provider = assembled.app.service::<qianmo_payments::Providers>()?.usual()?;
                let made = assembled.app.db.write_now(move |tx| {
                    let actor = officer(tx, &login, &country)?;
                    let new = NewPayout { request, part, amount: None, evidence: evidence.clone() };
                    payout::prepare(tx, &actor, &new, provider)
                })?;
                show(at.json, &[made]);
            }
            Payout::Approve { payout: reference, officer: login } => {
                let country = at.settings()?.site.country_code;
                let (assembled, _lock) = at.to_write()?;
                let provider = assembled.app.service::<qianmo_payments::Providers>()?.usual()?;
                let made = assembled.app.db.write_now(move |tx| {
                    let actor = officer(tx, &login, &country)?;
                    payout::approve(tx, &actor, reference, provider)
                })?;
                show(at.json, &[made]);
            }
        }
        Ok(())
    }
}

fn show(json: bool, rows: &[Row]) {
    if json {
        let listed: Vec<_> = rows
            .iter()
            .map(|p| serde_json::json!({"ref": p.reference(), "request": p.request_ref(), "part": p.part, "amount": p.amount(), "state": p.state.name(), "prepared_at": p.prepared_at}))
            .collect();
        print_json(&serde_json::Value::Array(listed));
    } else if rows.is_empty() {
        println!("There are no payouts.");
    } else {
        for p in rows {
            println!(
                "{}  {:>12} {}  {:<10}  request {}  {}",
                p.reference(),
                p.amount().to_major(),
                p.amount().currency,
                p.state.name(),
                p.request_ref(),
                p.prepared_at
            );
        }
    }
}
