//! Sending a text to an address: a phone number or an e-mail address, by a channel the operator has configured.
//!
//! It knows addresses and texts and nothing of accounts. A message is stored in the same transaction as the change it
//! speaks of, sealed, and a worker hands it to the channel afterwards: no outside service is ever waited for inside a
//! unit of work, and neither address nor text gets into a log (save the demonstration's own, which says so).
//!
//! What can reach somebody is also kept out of texts that everybody may read: [`contacts`] finds it there.

pub mod address;
pub mod channel;
pub mod contacts;
pub mod demo;
mod send;

pub use address::{Address, Channel, NotAnAddress};
pub use channel::{Carrier, Channels, Outgoing, Settings};
pub use send::{Message, send};

use qianmo_web::Module;

/// What the server hangs in: the demonstration's table, the words, and the job that hands messages over.
pub fn module() -> Module {
    Module::new("notify")
        .migrations(qianmo_db::migrations!["0001_demo"])
        .locales(qianmo_web::locales!())
        .job(send::JOB, send::hand_over)
}
