//! Who may confirm, and how much. Pure.

use super::CONFIRM;
use crate::pledge::Pledge;
use qianmo_kernel::{Actor, Grant, Id, Kind, PlacePath, PublicRef, Refused};

/// In which part somebody confirms.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Confirmer {
    /// The household itself.
    Household,
    /// A witness on its behalf.
    Witness,
}

impl Confirmer {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Confirmer::Household => "household",
            Confirmer::Witness => "witness",
        }
    }
}

/// Who has to do with what arrived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bond {
    /// Whose it is.
    pub household: PublicRef,
    /// Where.
    pub path: PlacePath,
    /// Who wrote the request, and whoever had printed the card with which it was written.
    pub writers: Vec<Id>,
    /// Who gave, and who sent.
    pub senders: Vec<Id>,
    /// Who prepared and approved the payout.
    pub payers: Vec<Id>,
    /// Of money: who registered the household, and who gave or changed the bank card that it goes to.
    pub keepers: Vec<Id>,
}

impl Bond {
    /// Whether this account wrote the request, gave, sent or paid what is to be confirmed, or says whom money goes to.
    fn has_a_hand(&self, account: Id) -> bool {
        account != Id::NONE
            && [&self.writers, &self.senders, &self.payers, &self.keepers].into_iter().any(|hands| hands.contains(&account))
    }
}

/// In which part this actor may confirm; refuses strangers (403), and (409) a witness who is a writer of the request, the sender, a payer,
/// or who says whom money goes to. Whoever printed the household's card can sign in with it, so a session that the card alone opened is
/// refused as its issuer would be (409 `aid-witness-card`): another witness confirms, or somebody else makes the household a new card.
pub fn who_confirms(actor: &Actor, bond: &Bond) -> Result<Confirmer, Refused> {
    if !actor.in_scope(&CONFIRM) {
        return Err(Refused::forbidden());
    }
    if actor.household == Some(bond.household) {
        return match actor.card_issued_by {
            Some(issuer) if bond.has_a_hand(issuer) => Err(Refused::new(Kind::Conflict, "aid-witness-card")),
            _ => Ok(Confirmer::Household),
        };
    }
    if !actor.may(&CONFIRM, &bond.path) || actor.household.is_some() {
        return Err(Refused::forbidden());
    }
    let conflict = |message| Refused::new(Kind::Conflict, message);
    if bond.writers.contains(&actor.account) {
        Err(conflict("aid-witness-publisher"))
    } else if bond.senders.contains(&actor.account) {
        Err(conflict("aid-witness-sender"))
    } else if bond.payers.contains(&actor.account) {
        Err(conflict("aid-witness-payer"))
    } else if bond.keepers.contains(&actor.account) {
        Err(conflict("aid-witness-keeper"))
    } else {
        Ok(Confirmer::Witness)
    }
}

/// In which part this actor may read what arrived and dispute it: as [`who_confirms`], but no card silences the household, nor whoever
/// registered it. Neither they nor who printed the card gain anything by a complaint.
pub fn who_disputes(actor: &Actor, bond: &Bond) -> Result<Confirmer, Refused> {
    if actor.in_scope(&CONFIRM) && actor.household == Some(bond.household) {
        return Ok(Confirmer::Household);
    }
    who_confirms(actor, &Bond { keepers: Vec::new(), ..bond.clone() })
}

/// Refuses (409 `aid-witness-appointed`) a witness all of whose roles there were given by those who have a hand in it: else one
/// officer would make the witness of their own payout. `given` is what the witness holds, with who gave it.
pub fn independent(given: &[(Grant, Id)], bond: &Bond) -> Result<(), Refused> {
    if owed(given, bond) { Err(Refused::new(Kind::Conflict, "aid-witness-appointed")) } else { Ok(()) }
}

/// Whether whoever may stand behind an account of the household, since they printed its card or put in the phone by which it came in,
/// would be no independent witness either. `given` is every role that they were ever given, with who gave it: they may have held it for as
/// long as that took.
pub fn partial(by: Id, given: &[(Grant, Id)], bond: &Bond) -> bool {
    bond.has_a_hand(by) || owed(given, bond)
}

/// Whether there are roles for the place among these, and all of them are owed to those who have a hand in it.
fn owed(given: &[(Grant, Id)], bond: &Bond) -> bool {
    let mut there = given.iter().filter(|(g, _)| CONFIRM.roles.contains(&g.role) && g.path.covers(&bond.path)).peekable();
    there.peek().is_some() && there.all(|(_, by)| bond.has_a_hand(*by))
}

/// How many items are confirmed: all that is awaited when nothing is said; refuses (422) none, or more than is awaited.
pub fn how_many(pledge: &Pledge, said: Option<i64>) -> Result<i64, Refused> {
    let awaited = pledge.quantity - pledge.received;
    let count = said.unwrap_or(awaited);
    if (1..=awaited).contains(&count) { Ok(count) } else { Err(Refused::field("count", "aid-receipt-count")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qianmo_kernel::{Role, Via};

    fn actor(account: i64, role: Role, path: &PlacePath) -> Actor {
        Actor {
            account: Id::from_i64(account),
            grants: vec![Grant { role, place: Id::from_i64(1), path: path.clone() }],
            household: None,
            via: Via::Session,
            session: Id::from_i64(1),
            second_factor: true,
            scopes: None,
            card_issued_by: None,
        }
    }

    #[test]
    fn a_witness_is_neither_publisher_nor_sender_nor_payer() {
        let county = PlacePath::root().child(Id::from_i64(1));
        let elsewhere = PlacePath::root().child(Id::from_i64(2));
        let household = PublicRef::new(Id::from_i64(1), Id::from_i64(77));
        let bond = Bond {
            household,
            path: county.child(Id::from_i64(5)),
            writers: vec![Id::from_i64(10), Id::from_i64(15)],
            senders: vec![Id::from_i64(11)],
            payers: vec![Id::from_i64(12), Id::from_i64(13)],
            keepers: vec![Id::from_i64(16)],
        };
        let says = |actor: &Actor| who_confirms(actor, &bond).map_err(|r| r.message);
        assert_eq!(says(&actor(14, Role::Helper, &county)), Ok(Confirmer::Witness));
        assert_eq!(says(&actor(10, Role::Helper, &county)), Err("aid-witness-publisher"));
        assert_eq!(says(&actor(15, Role::Helper, &county)), Err("aid-witness-publisher"), "it was written with their card");
        assert_eq!(says(&actor(16, Role::Helper, &county)), Err("aid-witness-keeper"));
        let complains = |account| who_disputes(&actor(account, Role::Helper, &county), &bond).map_err(|r| r.message);
        assert_eq!((complains(16), complains(15)), (Ok(Confirmer::Witness), Err("aid-witness-publisher")));
        assert_eq!(says(&actor(11, Role::Helper, &county)), Err("aid-witness-sender"));
        assert_eq!(says(&actor(12, Role::Officer, &county)), Err("aid-witness-payer"));
        assert_eq!(says(&actor(14, Role::Helper, &elsewhere)), Err("web-forbidden"));
        assert_eq!(says(&actor(14, Role::Donor, &PlacePath::root())), Err("web-forbidden"));
        let own = Actor { household: Some(household), ..actor(10, Role::Household, &county) };
        assert_eq!(says(&own), Ok(Confirmer::Household), "a household that wrote its own request confirms its own receipt");
        let by_card = |issuer: i64| Actor { card_issued_by: Some(Id::from_i64(issuer)), ..own.clone() };
        for hand in [10, 11, 12, 13, 15, 16] {
            assert_eq!(says(&by_card(hand)), Err("aid-witness-card"), "{hand} has read the PIN of the card");
        }
        assert_eq!(who_disputes(&by_card(12), &bond).map_err(|r| r.message), Ok(Confirmer::Household), "it may always complain");
        assert_eq!(
            says(&by_card(14)),
            Ok(Confirmer::Household),
            "a card of somebody who has no part in it speaks for the household"
        );
        let neighbour =
            Actor { household: Some(PublicRef::new(Id::from_i64(1), Id::from_i64(78))), ..actor(20, Role::Household, &county) };
        assert_eq!(says(&neighbour), Err("web-forbidden"));

        let given =
            |role, path: &PlacePath, by: i64| (Grant { role, place: Id::from_i64(1), path: path.clone() }, Id::from_i64(by));
        let stands = |given: &[(Grant, Id)]| independent(given, &bond).map_err(|r| r.message);
        for hand in [10, 11, 12, 13, 15, 16] {
            assert_eq!(stands(&[given(Role::Helper, &county, hand)]), Err("aid-witness-appointed"), "{hand}");
        }
        assert_eq!(stands(&[given(Role::Helper, &county, 12), given(Role::Helper, &elsewhere, 14)]), Err("aid-witness-appointed"));
        assert_eq!(stands(&[given(Role::Helper, &county, 12), given(Role::Partner, &county, 14)]), Ok(()));
        assert_eq!(stands(&[given(Role::Helper, &county, 0)]), Ok(()), "the operator has no part in it");
        let behind = |by: i64, given: &[(Grant, Id)]| partial(Id::from_i64(by), given, &bond);
        assert!(behind(17, &[given(Role::Helper, &county, 12)]));
        assert!(!behind(17, &[given(Role::Helper, &county, 14)]));
        assert!(behind(16, &[given(Role::Helper, &county, 14)]) && behind(12, &[]));
        assert!(!behind(0, &[]), "the operator has no part in it");
    }
}
