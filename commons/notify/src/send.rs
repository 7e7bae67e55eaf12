//! Storing a message and handing it over.

use crate::address::{Address, Channel};
use crate::channel::{Carried, Channels, Outgoing};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use qianmo_db::{JobRow, Tx, Vault};
use qianmo_kernel::{Error, Id, Res};
use qianmo_web::App;
use serde::{Deserialize, Serialize};

/// The kind under which messages wait in the job table.
pub(crate) const JOB: &str = "notify.send";
const PURPOSE_ADDRESS: &str = "notify.message.address";
const PURPOSE_TEXT: &str = "notify.message.text";

/// A text and where it is to go.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    /// The county on whose shard the job waits; [`Id::NONE`] for what belongs to none.
    pub county: Id,
    /// Where to.
    pub address: &'a Address,
    /// The words, already in the reader's language. An e-mail's subject is its first line.
    pub text: &'a str,
}

/// What the job table keeps: the id binds the two sealed parts to this message.
#[derive(Serialize, Deserialize)]
struct Stored {
    message: Id,
    channel: Channel,
    address: String,
    text: String,
}

impl Stored {
    fn seal(vault: &Vault, message: Id, sent: &Message<'_>) -> Res<Stored> {
        let seal = |purpose, text: &str| -> Res<String> { Ok(BASE64.encode(vault.seal_text(purpose, message, text)?)) };
        Ok(Stored {
            message,
            channel: sent.address.channel(),
            address: seal(PURPOSE_ADDRESS, sent.address.shown())?,
            text: seal(PURPOSE_TEXT, sent.text)?,
        })
    }

    fn open(&self, vault: &Vault) -> Res<Outgoing> {
        let open = |purpose, sealed: &str| -> Res<String> {
            let sealed = BASE64.decode(sealed).map_err(|e| Error::because("a stored message is damaged", e))?;
            vault.open_text(purpose, self.message, &sealed)
        };
        let shown = open(PURPOSE_ADDRESS, &self.address)?;
        let address = Address::from_kept(self.channel, &shown).map_err(|_| Error::new("a stored address is not well-formed"))?;
        Ok(Outgoing { message: self.message, address, text: open(PURPOSE_TEXT, &self.text)? })
    }
}

/// Stores a message; it is handed over soon after this unit of work has been committed, and again if that failed.
pub fn send(tx: &mut Tx<'_>, message: &Message<'_>) -> Res<()> {
    let id = tx.new_id();
    let stored = Stored::seal(tx.vault(), id, message)?;
    let now = tx.now();
    tx.enqueue(JOB, message.county, now, &stored)
}

/// The worker's part: opens the message and gives it to its channel. A failure is tried again by the job table's rules.
pub(crate) fn hand_over(app: App, job: JobRow) -> Carried {
    Box::pin(async move {
        let stored: Stored = job.payload()?;
        let outgoing = stored.open(&app.vault)?;
        let channels = app.service::<Channels>()?;
        channels.carrier(stored.channel).carry(outgoing).await?;
        tracing::info!(channel = stored.channel.name(), message = %stored.message, "message handed over");
        Ok(())
    })
}
