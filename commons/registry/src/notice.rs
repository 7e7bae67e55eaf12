//! What a household with a phone on record is told there.

use crate::household::store::{self as households, purpose};
use qianmo_db::Tx;
use qianmo_kernel::{Locale, PublicRef, Res};
use qianmo_notify::{Address, Message};
use qianmo_web::i18n::I18n;

/// Sends a household the message of that key, in its language. `country` is the calling code of numbers without one. Told twice, it
/// hears it twice, which harms nobody.
pub(crate) fn tell(tx: &mut Tx<'_>, words: &I18n, country: &str, household: PublicRef, key: &'static str) -> Res<()> {
    let row = households::require(tx, household)?;
    tell_at(tx, words, country, household, &row.phone, key)
}

/// The same at a phone that was on record for the household once, sealed as it was there.
pub(crate) fn tell_at(
    tx: &mut Tx<'_>,
    words: &I18n,
    country: &str,
    household: PublicRef,
    sealed: &[u8],
    key: &'static str,
) -> Res<()> {
    let row = households::require(tx, household)?;
    let phone = tx.vault().open_text(purpose::PHONE, household.id, sealed)?;
    // What is on record may be a number of the village's own exchange, to which nothing can be sent.
    let Ok(address) = Address::read(&phone, country) else { return Ok(()) };
    let text = words.plain(Locale::from_tag(&row.language).unwrap_or_default(), key, &[]);
    qianmo_notify::send(tx, &Message { county: household.county, address: &address, text: &text })
}
