//! `[aid]`: what a programme of aid decides for itself.

use qianmo_kernel::Millis;
use serde::Deserialize;

/// Settings of the aid.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aid {
    /// How many days a household's bank card stands after a change before money goes to it: the time that the household, which is told of
    /// the change, has to object. 0: none.
    pub bank_card_rest_days: i64,
    /// The most that a standing gift gives each time, in the currency's minor units.
    pub standing_gift_most: i64,
}

impl Default for Aid {
    fn default() -> Self {
        Aid { bank_card_rest_days: 3, standing_gift_most: qianmo_aid::standing_gift::Settings::default().most }
    }
}

impl Aid {
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
    use super::Aid;

    #[test]
    fn what_is_left_out_is_as_usual() {
        assert_eq!(Aid::default().payouts(), qianmo_aid::payout::Settings::default());
        assert_eq!(Aid::default().standing_gifts(), qianmo_aid::standing_gift::Settings::default());
        assert_eq!(Aid { bank_card_rest_days: -1, ..Aid::default() }.payouts().bank_card_rest, 0);
        assert_eq!(Aid { standing_gift_most: 0, ..Aid::default() }.standing_gifts().most, qianmo_aid::pledge::SMALLEST);
    }
}
