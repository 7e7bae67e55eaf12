//! `account create`: the first administrator, or anybody with a role at a place.

use super::Where;
use super::common::{Stop, log, place_of, print_json};
use clap::Subcommand;
use qianmo_kernel::{Id, Locale, Permission, Role};
use qianmo_notify::Address;
use qianmo_web::module::RouteInfo;
use qianmo_web::{Access, server};

/// Make accounts.
#[derive(Subcommand)]
pub enum Account {
    /// Make an account with a role at a place; if the login is known, that account gets the role
    Create {
        /// A phone number or an e-mail address, in any script
        #[arg(long)]
        login: String,
        /// A second login of the other kind, an e-mail address beside a phone number: with it a second factor can be shown at once
        #[arg(long, value_name = "LOGIN")]
        second: Option<String>,
        /// How the account is called on pages
        #[arg(long, default_value = "")]
        name: String,
        /// donor, household, helper, reviewer, officer, partner, auditor or administrator
        #[arg(long, value_parser = role)]
        role: Role,
        /// The place, by its id or code; left out: the whole country
        #[arg(long, value_name = "PLACE")]
        place: Option<String>,
        /// Also make an API token with these permission names (comma-separated; `aid.*` for all of a part) and print it once
        #[arg(long, value_name = "SCOPES", value_delimiter = ',')]
        token: Vec<String>,
    },
}

fn role(name: &str) -> Result<Role, String> {
    Role::from_name(name).ok_or_else(|| format!("one of {}", Role::ALL.map(Role::name).join(", ")))
}

/// Whether a token with this scope may do anything at all: one that is misspelt would be found out when it is used.
fn allows_something(scope: &str) -> bool {
    // Some permissions are asked for inside of a part only, and no route names them: what they belong to is known all the same.
    let family = scope.rsplit_once('.').map_or("", |(family, _)| family);
    let known = |permission: &Permission| permission.name == scope || permission.name.starts_with(&format!("{family}."));
    let named = |route: &RouteInfo| matches!(route.access, Access::Permit(permission) if known(permission));
    scope == "*" || (qianmo_identity::token::is_scope(scope) && server::routes(&crate::modules::all()).iter().any(named))
}

impl Account {
    pub fn run(self, at: &Where) -> Result<(), Stop> {
        log("warn");
        let Account::Create { login, second, name, role, place, token } = self;
        let country = at.settings()?.site.country_code;
        let contacts = [Some(login), second]
            .into_iter()
            .flatten()
            .map(|typed| {
                Address::read(&typed, &country)
                    .map_err(|_| Stop::usage(format!("{typed:?} is neither a phone number nor an e-mail address")))
            })
            .collect::<Result<Vec<_>, Stop>>()?;
        if let [first, second] = contacts.as_slice()
            && first.channel() == second.channel()
        {
            return Err(Stop::usage(
                "--second is of the other kind: an e-mail address beside a phone number, or the other way round",
            ));
        }
        let name = if name.is_empty() { role.name().to_owned() } else { name };
        if let Some(scope) = token.iter().find(|scope| !allows_something(scope)) {
            return Err(Stop::usage(format!(
                "--token {scope:?} is no scope: a permission's name such as aid.request.review, `aid.*` for all of a part, or `*`"
            )));
        }
        let (assembled, _lock) = at.to_write()?;
        let locale: Locale = assembled.app.config.locale;
        let (account, made) = assembled.app.db.write_now(move |tx| {
            let place = match &place {
                Some(place) => place_of(tx, "place", place)?,
                None => Id::NONE,
            };
            let account = qianmo_identity::account::create_by_operator(tx, &name, locale, &contacts, role, place)?;
            let scopes: Vec<&str> = token.iter().map(String::as_str).collect();
            let made = if scopes.is_empty() {
                None
            } else {
                Some(qianmo_identity::token::issue(tx, account, "command line", &scopes, true)?)
            };
            Ok((account, made))
        })?;
        if at.json {
            print_json(&serde_json::json!({ "account": account, "role": role.name(), "token": made }));
        } else {
            println!("account {account} has the role {}", role.name());
            if let Some(token) = made {
                println!("token (shown only now): {token}");
            }
        }
        Ok(())
    }
}
