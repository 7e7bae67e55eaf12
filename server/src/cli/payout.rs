//! `payout`: the list, preparing one on behalf of an officer who is named, and deciding on one as the officer whose token it is.
//!
//! Whoever sits at the shell may name anybody. So that one person cannot be both of the two officers that a payout needs, the second one
//! is known by their own token and not by being named.

use super::Where;
use super::common::{Stop, log, print_json};
use clap::Subcommand;
use qianmo_aid::payout::{self, NewPayout, Payout as Row, Settings};
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Kind, PublicRef, Refused, Res};
use qianmo_notify::Address;
use qianmo_web::{App, Authenticate, Credentials};
use std::path::PathBuf;

/// List payouts, prepare one on behalf of an officer, and decide on one with an officer's own token.
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
        /// A file with the deciding officer's API token; left out: the token in QIANMO_TOKEN
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
    /// Refuse a payout that another officer prepared; the money is free again
    Reject {
        /// The payout (COUNTY-ID)
        payout: PublicRef,
        /// Why
        #[arg(long)]
        reason: String,
        /// A file with the deciding officer's API token; left out: the token in QIANMO_TOKEN
        #[arg(long, value_name = "FILE")]
        token_file: Option<PathBuf>,
    },
}

/// The deciding officer's token, from where nobody else on this machine reads it: never from the command line itself.
fn token(file: Option<PathBuf>) -> Result<Credentials, Stop> {
    let text = match file {
        Some(path) => std::fs::read_to_string(&path).map_err(|e| Stop::usage(format!("{}: {e}", path.display())))?,
        None => std::env::var("QIANMO_TOKEN").unwrap_or_default(),
    };
    let token = text.trim();
    if token.is_empty() {
        return Err(Stop::usage("the deciding officer's API token is needed: in QIANMO_TOKEN, or --token-file FILE"));
    }
    Ok(Credentials::Token(token.to_owned()))
}

/// The officer whose token it is, asked as the web asks.
fn holder(tx: &mut Tx<'_>, auth: &dyn Authenticate, token: &Credentials) -> Res<Actor> {
    let signed = auth.authenticate(tx, token)?.ok_or_else(|| Refused::new(Kind::SignInNeeded, "web-bad-token"))?;
    Ok(signed.actor)
}

/// Decides in one unit of work as the holder of the token.
fn decide(app: &App, token: Credentials, act: impl Fn(&mut Tx<'_>, &Actor) -> Res<Row> + Send + 'static) -> Result<Row, Stop> {
    let auth = app.auth.clone();
    Ok(app.db.write_now(move |tx| {
        let actor = holder(tx, auth.as_ref(), &token)?;
        act(tx, &actor)
    })?)
}

/// The officer whose login that is, with the roles the account has; every rule for officers holds for the command line too.
fn officer(tx: &mut Tx<'_>, login: &str, country: &str) -> Res<Actor> {
    let unknown = || Refused::field("as", "identity-account-unknown");
    let address = Address::read(login, country).map_err(|_| unknown())?;
    let account = qianmo_identity::account::contact::account_of(tx, &address)?.ok_or_else(unknown)?;
    let grants = qianmo_identity::grant::list(tx, account)?;
    Ok(Actor::on_behalf(account, grants))
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
                let settings = Settings::of(&assembled.app);
                let made = assembled.app.db.write_now(move |tx| {
                    let actor = officer(tx, &login, &country)?;
                    let new = NewPayout { request, part, amount: None, evidence: evidence.clone() };
                    payout::prepare(tx, &actor, &new, settings)
                })?;
                show(at.json, &[made]);
            }
            Payout::Approve { payout: reference, token_file } => {
                let token = token(token_file)?;
                let (assembled, _lock) = at.to_write()?;
                let settings = Settings::of(&assembled.app);
                let made = decide(&assembled.app, token, move |tx, actor| payout::approve(tx, actor, reference, None, settings))?;
                show(at.json, &[made]);
            }
            Payout::Reject { payout: reference, reason, token_file } => {
                let reason = qianmo_kernel::text::tidy(&reason);
                if !(2..=500).contains(&qianmo_kernel::text::length(&reason)) {
                    return Err(Stop::usage("a reason of 2 to 500 characters is needed"));
                }
                let token = token(token_file)?;
                let (assembled, _lock) = at.to_write()?;
                let made = decide(&assembled.app, token, move |tx, actor| payout::reject(tx, actor, reference, &reason))?;
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
