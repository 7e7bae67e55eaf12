//! How a household is called where accounts are listed. The registry knows it; this crate only shows it.

use qianmo_db::Tx;
use qianmo_kernel::{Locale, PublicRef, Res};
use qianmo_web::i18n::I18n;
use std::collections::HashMap;

/// How households are called for a reader of that language.
pub type Masked = fn(&mut Tx<'_>, &I18n, &[PublicRef], Locale) -> Res<HashMap<PublicRef, String>>;

/// What the registry has to say about households.
pub struct HouseholdNames {
    /// Households as everybody may see them, in words of that language. Those that are not known are left out.
    pub masked: Masked,
}

inventory::collect!(HouseholdNames);

/// Registers the registry's [`HouseholdNames`]: `qianmo_identity::household_names!(HouseholdNames { masked });`
#[macro_export]
macro_rules! household_names {
    ($names:expr) => {
        $crate::inventory::submit! { $names }
    };
}

/// How these households are called; each that nobody knows by its reference.
pub(crate) fn called(tx: &mut Tx<'_>, words: &I18n, households: &[PublicRef], locale: Locale) -> Res<HashMap<PublicRef, String>> {
    let mut out: HashMap<PublicRef, String> = households.iter().map(|household| (*household, household.to_string())).collect();
    if households.is_empty() {
        return Ok(out);
    }
    for names in inventory::iter::<HouseholdNames> {
        out.extend((names.masked)(tx, words, households, locale)?);
    }
    Ok(out)
}
