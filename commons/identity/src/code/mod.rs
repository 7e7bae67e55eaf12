//! One-time codes: six digits sent to an address, right for ten minutes and five tries; what cannot be one is no try.
//!
//! A code is asked for under a ticket that the browser keeps in a cookie; only that browser can type the code. Of the
//! code a keyed hash is kept. The same happens for every address, whether an account knows it or not: who has none
//! learns so after proving that the address is theirs, and is offered one.

mod store;

use crate::account::contact;
use crate::limit::{self, Limits};
use crate::secret::{self, Ticket};
use qianmo_db::Tx;
use qianmo_kernel::{FieldError, Id, Kind, Millis, Refused, Res, Rng};
use qianmo_notify::{Address, Message};

pub(crate) use store::{ADDRESS, close, sweep};

/// How long a code is right, in milliseconds.
pub const LASTS: i64 = 10 * Millis::MINUTE;
/// How often a code may be typed wrongly.
pub const TRIES: i64 = 5;
/// How many digits a code has.
const DIGITS: usize = 6;

/// What a code is asked for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// To sign in, or to sign up when no account knows the address.
    SignIn,
    /// As a second factor of a session.
    Second,
    /// To add the address to an account.
    Contact,
}

impl Purpose {
    const ALL: [Purpose; 3] = [Purpose::SignIn, Purpose::Second, Purpose::Contact];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::SignIn => "sign-in",
            Purpose::Second => "second",
            Purpose::Contact => "contact",
        }
    }

    fn from_name(name: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|p| p.name() == name)
    }
}

/// A code that is asked for.
pub(crate) struct Ask<'a> {
    /// What for.
    pub purpose: Purpose,
    /// Where it is sent; to sign in to an account, to this address as the account has it.
    pub address: &'a Address,
    /// The account and the session it is asked for; `Id::NONE` for a sign-in.
    pub account: Id,
    /// The session.
    pub session: Id,
    /// Where to go afterwards.
    pub next: &'a str,
    /// The network address it is asked from.
    pub ip: &'a str,
    /// The code, from [`draw`].
    pub code: &'a str,
    /// The words it is sent with, the code among them.
    pub text: &'a str,
    /// Whether this is a demonstration.
    pub demo: bool,
}

/// A code that was asked for, as it stands.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The row.
    pub id: Id,
    /// What for.
    pub purpose: Purpose,
    /// The account it is asked for, for second factors and contacts.
    pub account: Id,
    /// The session it is asked for.
    pub session: Id,
    /// Where it was sent.
    pub address: Address,
    /// Whether the code was typed rightly.
    pub proved: bool,
    /// Where to go afterwards.
    pub next: String,
    code: Vec<u8>,
    tries: i64,
}

/// What came of a typed code.
#[derive(Debug)]
pub(crate) enum Typed {
    /// Right.
    Right(Asked),
    /// Wrong; so many tries are left.
    Wrong {
        /// Tries left with this code.
        left: i64,
    },
    /// It cannot be a code: nothing, or not so many digits. Nothing was compared with it, so it costs no try.
    Malformed,
    /// There is no such code any more: expired, used up, or another browser's.
    Gone,
}

impl Typed {
    /// The refusal that a wrong or vanished code is answered with, beside the field.
    pub fn right(self) -> Res<Asked> {
        match self {
            Typed::Right(asked) => Ok(asked),
            Typed::Wrong { left } => {
                let field =
                    FieldError { field: "code".into(), message: "identity-code-wrong", args: vec![("left", left.to_string())] };
                Err(Refused::invalid(vec![field]).into())
            }
            Typed::Malformed => Err(Refused::field("code", "identity-code-digits").into()),
            Typed::Gone => Err(gone().into()),
        }
    }
}

/// The refusal for a code that is there no more.
pub(crate) fn gone() -> Refused {
    Refused::new(Kind::Gone, "identity-code-gone")
}

/// Six digits. Drawn outside the unit of work, since the message's words are written there.
pub(crate) fn draw(rng: &dyn Rng) -> String {
    format!("{:06}", rng.below(1_000_000))
}

/// What is locked after wrong codes: the address for one client, and, much later, for all. Whoever asks for codes to
/// somebody else's address and types nonsense keeps themselves out, not its owner.
fn locks_of(address: &Address, ip: &str) -> [(String, limit::Waits); 2] {
    let key = address.key();
    [(format!("address:{key} {ip}"), limit::AT_ADDRESS), (format!("address:{key}"), limit::AT_ADDRESS_IN_ALL)]
}

fn require_open(tx: &mut Tx<'_>, address: &Address, ip: &str) -> Res<()> {
    for (lock, _) in locks_of(address, ip) {
        limit::require_open(tx, &lock)?;
    }
    Ok(())
}

/// Sends a code. Refuses when too many were asked for, or while the address is locked after wrong ones.
pub(crate) fn ask(tx: &mut Tx<'_>, ask: &Ask<'_>) -> Res<Ticket> {
    let limits = Limits::of(ask.demo);
    let key = ask.address.key();
    require_open(tx, ask.address, ask.ip)?;
    limit::count(tx, &format!("code-ip:{}", ask.ip), limits.codes_per_ip, Millis::HOUR)?;
    limit::count(tx, &format!("code-address:{key} {}", ask.ip), limits.codes_per_address, Millis::HOUR)?;
    limit::count(tx, &format!("code-address:{key}"), limits.codes_per_address_in_all, Millis::HOUR)?;
    if limits.between_codes > 0 {
        limit::count(tx, &format!("code-again:{key}"), 1, limits.between_codes)?;
    }
    let ticket = Ticket::draw(tx.new_id(), tx.rng());
    store::insert(tx, &ticket, ask)?;
    let kept = if ask.purpose == Purpose::SignIn { contact::as_kept(tx, ask.address)? } else { None };
    let address = kept.as_ref().unwrap_or(ask.address);
    qianmo_notify::send(tx, &Message { county: Id::NONE, address, text: ask.text })?;
    qianmo_notify::demo::keep(tx, ask.demo, &ticket.id.to_string(), ask.address, ask.code)?;
    Ok(ticket)
}

/// The code under a ticket, if it may still be typed (or was, for signing up).
pub(crate) fn find(tx: &mut Tx<'_>, ticket: &Ticket) -> Res<Option<Asked>> {
    store::find(tx, ticket)
}

/// Checks what was typed. A wrong code is counted, so this must be committed whatever comes of it: call
/// [`Typed::right`] outside the unit of work.
pub(crate) fn check(tx: &mut Tx<'_>, ticket: &Ticket, typed: &str, ip: &str, demo: bool) -> Res<Typed> {
    let typed = digits(typed);
    let whole = typed.len() == DIGITS && typed.bytes().all(|b| b.is_ascii_digit());
    if whole {
        limit::count(tx, &format!("try-ip:{ip}"), Limits::of(demo).tries_per_ip, Millis::HOUR)?;
    }
    let Some(asked) = store::find(tx, ticket)? else { return Ok(Typed::Gone) };
    if asked.proved {
        return Ok(Typed::Right(asked));
    }
    if !whole {
        return Ok(Typed::Malformed);
    }
    require_open(tx, &asked.address, ip)?;
    // The try is taken before the comparison, by a guarded update: many at once get no more than five between them.
    if !store::take_try(tx, asked.id)? {
        return Ok(Typed::Gone);
    }
    let typed = store::hash(tx, asked.id, &typed);
    if secret::same(&typed, &asked.code) {
        for (lock, _) in locks_of(&asked.address, ip) {
            limit::succeeded(tx, &lock)?;
        }
        store::prove(tx, asked.id)?;
        return Ok(Typed::Right(Asked { proved: true, ..asked }));
    }
    for (lock, waits) in locks_of(&asked.address, ip) {
        limit::failed(tx, &lock, waits)?;
    }
    let left = TRIES - asked.tries - 1;
    if left <= 0 {
        store::close(tx, asked.id)?;
        return Ok(Typed::Gone);
    }
    Ok(Typed::Wrong { left })
}

/// The digits of what was typed, whatever script they are typed in; blanks and hyphens are dropped.
pub(crate) fn digits(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| {
            let base = ['0', '０', '٠', '۰', '०'].into_iter().find(|base| (*base as u32..*base as u32 + 10).contains(&(c as u32)));
            base.and_then(|base| char::from_digit(c as u32 - base as u32, 10)).unwrap_or(c)
        })
        .take(32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::Chance;

    #[test]
    fn codes_have_six_digits() {
        let rng = Chance::seeded(4);
        for _ in 0..200 {
            let code = draw(&rng);
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }

    #[test]
    fn digits_are_read_in_any_script() {
        assert_eq!(digits(" 12 34-56 "), "123456");
        assert_eq!(digits("１２３４５６"), "123456");
        assert_eq!(digits("١٢٣٤٥٦"), "123456");
        assert_eq!(digits("abc"), "abc");
    }
}
