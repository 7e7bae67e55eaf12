//! Who is asking: from the session cookie or the API token to an actor with its roles, in two statements; a household's token
//! takes one or two more.

use crate::account;
use crate::card;
use crate::factor::Factor;
use crate::grant;
use crate::secret::{self, Bearer};
use crate::session;
use qianmo_db::{Db, Tx, params};
use qianmo_kernel::{Actor, Grant, Id, Locale, Millis, PublicRef, Res, Via};
use qianmo_web::{Authenticate, Credentials, Signed};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

qianmo_db::sql! {
    /// A session with its account.
    const SESSION = "SELECT s.secret, a.name_sealed, a.locale, a.household_county, a.household_id, s.used_at, s.expires_at, s.second_at, \
        s.factor, s.card_by \
        FROM session s JOIN account a ON a.id = s.account WHERE s.account = $1 AND s.id = $2 AND a.state = 'active'";
    /// A token with its account.
    const TOKEN = "SELECT t.secret, a.name_sealed, a.locale, a.household_county, a.household_id, t.used_at, t.expires_at, t.second_factor, t.scopes \
        FROM token t JOIN account a ON a.id = t.account WHERE t.account = $1 AND t.id = $2 AND a.state = 'active'";
}

/// Looks up sessions and tokens, and notes now and then that they were used.
pub struct Authenticator {
    used: Option<SyncSender<(Via, Id, Id)>>,
}

impl Authenticator {
    /// One that notes uses in this database, by a thread of its own: looking somebody up only reads.
    pub fn new(db: Db) -> Authenticator {
        let (used, uses) = sync_channel(1_024);
        let started = std::thread::Builder::new().name("qm-uses".into()).spawn(move || note_uses(&db, &uses));
        Authenticator { used: started.is_ok().then_some(used) }
    }

    /// One that notes nothing.
    pub const fn without_notes() -> Authenticator {
        Authenticator { used: None }
    }

    fn note(&self, via: Via, account: Id, id: Id) {
        if let Some(used) = &self.used {
            // When the list is full the use goes unnoted; the next one comes soon.
            let _ = used.try_send((via, account, id));
        }
    }
}

/// Writes uses down in batches until the last sender is gone.
fn note_uses(db: &Db, uses: &Receiver<(Via, Id, Id)>) {
    while let Ok(first) = uses.recv() {
        let mut batch = vec![first];
        while batch.len() < 500 {
            match uses.recv_timeout(Duration::from_millis(200)) {
                Ok(next) => batch.push(next),
                Err(_) => break,
            }
        }
        let written = db.write_now(move |tx| {
            for (via, account, id) in &batch {
                match via {
                    Via::Session => session::touch(tx, *account, *id)?,
                    Via::Token => crate::token::touch(tx, *account, *id)?,
                    Via::System => {}
                }
            }
            Ok(())
        });
        if let Err(e) = written {
            tracing::warn!(error = %e, "uses of sessions were not noted");
        }
    }
}

/// What a session or a token row tells of its account.
struct Known {
    secret: Vec<u8>,
    name: Vec<u8>,
    locale: String,
    household: Option<PublicRef>,
    used_at: Millis,
    expires_at: Millis,
    second: i64,
    scopes: Option<Vec<String>>,
    card_by: Option<Id>,
}

impl Authenticate for Authenticator {
    fn authenticate(&self, tx: &mut Tx<'_>, credentials: &Credentials) -> Res<Option<Signed>> {
        let (via, bearer) = match credentials {
            Credentials::Session(cookie) => (Via::Session, Bearer::from_cookie(cookie)),
            Credentials::Token(token) => (Via::Token, Bearer::from_token(token)),
        };
        let Some(bearer) = bearer else { return Ok(None) };
        let Some(known) = load(tx, via, &bearer)? else { return Ok(None) };
        let now = tx.now();
        let alive = match via {
            Via::Token => now < known.expires_at,
            Via::Session | Via::System => session::is_alive(known.used_at, known.expires_at, now),
        };
        if !secret::same(&known.secret, &secret::hash(&bearer.secret)) || !alive {
            return Ok(None);
        }
        let second_factor = match via {
            Via::Token => known.second == 1,
            Via::Session | Via::System => session::second_counts(Millis(known.second), now),
        };
        let stale = if via == Via::Token { Millis::DAY } else { session::COARSE };
        if now.0 - known.used_at.0 >= stale {
            self.note(via, bearer.account, bearer.id);
        }
        let grants: Vec<Grant> = grant::list(tx, bearer.account)?;
        // With a second factor of the household's own it is no longer the card alone that says who this is. A token that was made
        // without one is no stronger than the ways its account is signed in by: for a household that has its card alone it
        // stands for that card.
        let card_issued_by = match (via, known.household) {
            _ if second_factor => None,
            (Via::Token, Some(_)) => card::only_way(tx, bearer.account)?,
            _ => known.card_by,
        };
        let name = account::open_name(tx, bearer.account, &known.name)?;
        let actor = Actor {
            account: bearer.account,
            grants,
            household: known.household,
            via,
            session: bearer.id,
            second_factor,
            scopes: known.scopes,
            card_issued_by,
        };
        Ok(Some(Signed { actor, name, locale: Locale::from_tag(&known.locale) }))
    }
}

fn load(tx: &mut Tx<'_>, via: Via, bearer: &Bearer) -> Res<Option<Known>> {
    let token = via == Via::Token;
    tx.first(if token { TOKEN } else { SESSION }, params![bearer.account, bearer.id], |row| {
        Ok(Known {
            secret: row.blob(0)?,
            name: row.blob(1)?,
            locale: row.text(2)?,
            household: account::household(row, 3, 4)?,
            used_at: row.millis(5)?,
            expires_at: row.millis(6)?,
            second: row.i64(7)?,
            scopes: if token { Some(row.text(8)?.split(' ').map(str::to_owned).collect()) } else { None },
            card_by: if !token && row.text(8)? == Factor::Card.name() { Some(row.id(9)?) } else { None },
        })
    })
}
