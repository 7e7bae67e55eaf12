//! Pledging from an offer on several parts at once: one unit of work each, so that what one is refused keeps none of the others back,
//! and each is done once however often it is sent.

use super::command::{self, Gift, Saying};
use super::decide;
use crate::pledge::{self, Pledge};
use qianmo_kernel::{Actor, Fail, FieldError, Id, PublicRef, Refused, Res};
use qianmo_web::once::Asked;
use qianmo_web::{Call, Cx};

/// Parts that are pledged on at a time.
pub const AT_ONCE: usize = 20;

/// What became of one gift: the pledge, or why there is none.
pub type Outcome = (Gift, Result<Pledge, Box<Refused>>);

/// What was sent, as it came.
#[derive(Clone)]
pub struct Sent {
    /// The client's key, if there is one.
    pub key: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// Refuses (422) no gift at all, too many of them, and two on the same part.
pub fn check(gifts: &[Gift]) -> Res<()> {
    if gifts.is_empty() {
        return Err(Refused::field("gifts", "aid-offer-choose-some").into());
    }
    if gifts.len() > AT_ONCE {
        return Err(Refused::field("gifts", "aid-offer-too-many-at-once").into());
    }
    let twice =
        |at: usize, gift: &Gift| gifts.iter().take(at).any(|other| (other.request, other.part) == (gift.request, gift.part));
    let errors: Vec<FieldError> = gifts
        .iter()
        .enumerate()
        .filter(|(at, gift)| twice(*at, gift))
        .map(|(at, _)| FieldError { field: format!("gifts.{at}.part"), message: "aid-offer-part-twice", args: Vec::new() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refused::invalid(errors).into()) }
}

/// Makes a pledge for each of these gifts and says what became of each.
///
/// # Errors
/// As a whole: 404 for somebody else's offer; 409 when it does not stand; 422 `web-key-reused` when the key came with something else. What one
/// gift is refused stands with it.
pub async fn make(cx: &Cx, call: Call, sent: Sent, offer: PublicRef, gifts: Vec<Gift>, saying: Saying) -> Res<Vec<Outcome>> {
    let actor = cx.actor_owned()?;
    let looked = actor.clone();
    // The call as a whole is noted first: the same key with another body is refused before anything is done.
    cx.write(move |tx| {
        call.once(tx, Id::NONE, |tx| {
            let found = command::own(tx, &looked, offer)?;
            Ok(decide::stands(&found, tx.now())?)
        })
    })
    .await?;
    let mut outcomes = Vec::with_capacity(gifts.len());
    for gift in gifts {
        match one(cx, &actor, &sent, offer, gift, &saying).await {
            Ok(pledge) => outcomes.push((gift, Ok(pledge))),
            Err(Fail::Refused(refused)) => outcomes.push((gift, Err(refused))),
            Err(other) => return Err(other),
        }
    }
    Ok(outcomes)
}

async fn one(cx: &Cx, actor: &Actor, sent: &Sent, offer: PublicRef, gift: Gift, saying: &Saying) -> Res<Pledge> {
    pledge::limit_words(cx, actor, &saying.message)?;
    let key = sent.key.as_ref().map(|key| format!("{key}-{}", gift.part));
    let path = cx.path_and_query.split('?').next().unwrap_or("/");
    let asked = Asked { method: cx.method.as_str(), path, body: &sent.body };
    let call = Call::new(Some(actor.account), "aid.offer.gift", key, asked);
    let (actor, saying) = (actor.clone(), saying.clone());
    cx.write(move |tx| {
        let made = call.once(tx, gift.request.county, |tx| {
            let pledge = command::pledge_of(tx, &actor, offer, gift, &saying)?;
            Ok(pledge.reference())
        })?;
        pledge::require(tx, made)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gift(part: i64) -> Gift {
        let id = Id::from_i64(1);
        Gift { request: PublicRef::new(id, id), part: Id::from_i64(part), count: 1 }
    }

    #[test]
    fn a_part_is_named_once_and_something_is_chosen() {
        let refused = |gifts: &[Gift]| match check(gifts) {
            Err(Fail::Refused(refused)) => refused.fields.into_iter().map(|f| (f.field, f.message)).collect(),
            _ => Vec::new(),
        };
        assert_eq!(refused(&[gift(1), gift(2)]), []);
        assert_eq!(refused(&[]), [("gifts".to_owned(), "aid-offer-choose-some")]);
        assert_eq!(refused(&[gift(1), gift(2), gift(1)]), [("gifts.2.part".to_owned(), "aid-offer-part-twice")]);
        let many: Vec<Gift> = (0..21).map(gift).collect();
        assert_eq!(refused(&many), [("gifts".to_owned(), "aid-offer-too-many-at-once")]);
    }
}
