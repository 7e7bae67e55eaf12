//! Factors: the kinds of proof by which somebody signs in, and which of them count as a second one.

use qianmo_notify::Channel;

/// A kind of proof.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Hash)]
pub enum Factor {
    /// A code sent to a phone.
    Sms,
    /// A code sent by e-mail.
    Email,
    /// A household's printed card with its PIN.
    Card,
    /// A passkey whose device verified its user: something one has and something one is or knows, so it counts as two.
    Passkey,
}

impl Factor {
    /// Every one.
    pub const ALL: [Factor; 4] = [Factor::Sms, Factor::Email, Factor::Card, Factor::Passkey];

    /// Its name in the database and in message keys (`identity-factor-sms`).
    pub const fn name(self) -> &'static str {
        match self {
            Factor::Sms => "sms",
            Factor::Email => "email",
            Factor::Card => "card",
            Factor::Passkey => "passkey",
        }
    }

    /// The factor of that name.
    pub fn from_name(name: &str) -> Option<Factor> {
        Factor::ALL.into_iter().find(|f| f.name() == name)
    }

    /// Whether it counts as two by itself.
    pub const fn is_two(self) -> bool {
        matches!(self, Factor::Passkey)
    }

    /// Whether `second`, shown after `self`, is another kind of proof.
    pub fn completed_by(self, second: Factor) -> bool {
        second.is_two() || (self != second && second != Factor::Card)
    }
}

impl From<Channel> for Factor {
    fn from(channel: Channel) -> Factor {
        match channel {
            Channel::Sms => Factor::Sms,
            Channel::Email => Factor::Email,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_factor_is_of_another_kind() {
        assert!(Factor::Sms.completed_by(Factor::Email) && Factor::Email.completed_by(Factor::Sms));
        assert!(Factor::Sms.completed_by(Factor::Passkey) && Factor::Card.completed_by(Factor::Sms));
        assert!(!Factor::Sms.completed_by(Factor::Sms) && !Factor::Email.completed_by(Factor::Card));
        assert!(Factor::ALL.into_iter().all(|f| Factor::from_name(f.name()) == Some(f)));
    }
}
