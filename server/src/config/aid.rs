//! `[aid]`: what a programme of aid decides for itself.

use qianmo_aid::stock::Rates;
use qianmo_kernel::Millis;
use serde::Deserialize;

/// The most that sending one item is taken to cost, in minor units: a slip of the keyboard stops here.
const DEAREST: i64 = 10_000_000;

/// Settings of the aid.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aid {
    /// How many days a household's bank card stands after a change before money goes to it: the time that the household, which is told of
    /// the change, has to object. 0: none.
    pub bank_card_rest_days: i64,
    /// The most that a standing gift gives each time, in the currency's minor units.
    pub standing_gift_most: i64,
    /// What sending goods is taken to cost.
    pub shipping: Shipping,
}

/// What sending one item is taken to cost, in minor units of the installation's currency: in the same county, the same city, the same
/// province, and elsewhere. An estimate, by which offers in kind are put in order.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shipping {
    /// Up to a kilogram.
    pub light: [i64; 4],
    /// Up to five kilograms.
    pub medium: [i64; 4],
    /// Up to twenty kilograms.
    pub heavy: [i64; 4],
    /// More, or too large for a parcel.
    pub bulky: [i64; 4],
}

impl Default for Shipping {
    fn default() -> Self {
        let Rates { light, medium, heavy, bulky } = Rates::default();
        Shipping { light, medium, heavy, bulky }
    }
}

impl Default for Aid {
    fn default() -> Self {
        Aid {
            bank_card_rest_days: 3,
            standing_gift_most: qianmo_aid::standing_gift::Settings::default().most,
            shipping: Shipping::default(),
        }
    }
}

impl Aid {
    /// As the offers in kind take it. Nothing costs less than nothing.
    pub fn offers(&self) -> qianmo_aid::stock::Settings {
        let free = |rates: [i64; 4]| rates.map(|rate| rate.clamp(0, DEAREST));
        let Shipping { light, medium, heavy, bulky } = self.shipping;
        let shipping = Rates { light: free(light), medium: free(medium), heavy: free(heavy), bulky: free(bulky) };
        qianmo_aid::stock::Settings { shipping }
    }

    /// As the payouts take it.
    pub fn payouts(&self) -> qianmo_aid::payout::Settings {
        qianmo_aid::payout::Settings { bank_card_rest: self.bank_card_rest_days.clamp(0, 90) * Millis::DAY }
    }

    /// As standing gifts take it.
    pub fn standing_gifts(&self) -> qianmo_aid::standing_gift::Settings {
        qianmo_aid::standing_gift::Settings { most: self.standing_gift_most.clamp(qianmo_aid::pledge::SMALLEST, 100_000_000) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Aid, Rates};

    #[test]
    fn what_is_left_out_is_as_usual() {
        assert_eq!(Aid::default().payouts(), qianmo_aid::payout::Settings::default());
        assert_eq!(Aid::default().standing_gifts(), qianmo_aid::standing_gift::Settings::default());
        assert_eq!(Aid { bank_card_rest_days: -1, ..Aid::default() }.payouts().bank_card_rest, 0);
        assert_eq!(Aid { standing_gift_most: 0, ..Aid::default() }.standing_gifts().most, qianmo_aid::pledge::SMALLEST);
        assert_eq!(Aid::default().offers(), qianmo_aid::stock::Settings::default());
        let given: Aid = toml::from_str("[shipping]\nlight = [-1, 2, 3, 4]").unwrap();
        assert_eq!(given.offers().shipping.light, [0, 2, 3, 4]);
        assert_eq!(given.offers().shipping.bulky, Rates::default().bulky);
    }
}
