//! The bank's callbacks on the wire: JSON, signed with HMAC-SHA-256 in hexadecimal in the header `x-sandbox-signature`.

use super::charge::{Charge, Stage};
use crate::callback::Notice;
use crate::order::decide::Outcome;
use crate::provider::bad_signature;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use qianmo_kernel::{Kind, Millis, Money, PublicRef, Refused, Res};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The header that carries the signature.
pub const SIGNATURE: &str = "x-sandbox-signature";

/// What a callback's body says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    event: String,
    order: PublicRef,
    round: i64,
    reference: String,
    status: String,
    amount: Money,
    at: Millis,
}

fn mac(secret: &[u8]) -> Option<Hmac<Sha256>> {
    Hmac::<Sha256>::new_from_slice(secret).ok()
}

/// The signature of a body.
pub(super) fn sign(secret: &[u8], body: &[u8]) -> String {
    let Some(mut mac) = mac(secret) else { return String::new() };
    mac.update(body);
    qianmo_ledger::seal::canonical::hex(&mac.finalize().into_bytes())
}

/// Whether this is the signature of a body, compared in constant time.
pub(super) fn is_signed(secret: &[u8], body: &[u8], signature: &str) -> bool {
    let (Some(given), Some(mut mac)) = (from_hex(signature), mac(secret)) else { return false };
    mac.update(body);
    mac.verify_slice(&given).is_ok()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// The body of the callback about a charge. Every repetition of it is the same event.
pub(super) fn write(charge: &Charge) -> Vec<u8> {
    let message = Message {
        event: format!("{}-{}", charge.reference(), charge.stage.name()),
        order: PublicRef::new(charge.county, charge.id),
        round: charge.round,
        reference: charge.reference(),
        status: charge.stage.name().to_owned(),
        amount: charge.amount,
        at: charge.settled_at.unwrap_or(charge.asked_at),
    };
    serde_json::to_vec(&message).unwrap_or_default()
}

/// Reads a callback after checking its signature.
pub(super) fn read(secret: &[u8], headers: &HeaderMap, body: &[u8]) -> Res<Notice> {
    let given = headers.get(SIGNATURE).and_then(|v| v.to_str().ok()).ok_or_else(bad_signature)?;
    if !is_signed(secret, body, given) {
        return Err(bad_signature().into());
    }
    let bad = || Refused::new(Kind::Malformed, "payments-bad-callback");
    let message: Message = serde_json::from_slice(body).map_err(|_| bad())?;
    let outcome = match Stage::from_name(&message.status) {
        Some(Stage::Succeeded) => Outcome::Succeeded { amount: message.amount, at: message.at },
        Some(Stage::Failed) => Outcome::Failed,
        Some(Stage::Pending) => Outcome::Pending,
        None => return Err(bad().into()),
    };
    let reason = if outcome == Outcome::Failed { "declined".to_owned() } else { String::new() };
    Ok(Notice {
        event: message.event,
        order: message.order,
        round: message.round,
        provider_ref: message.reference,
        outcome,
        reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_banks_own_bodies_are_read() {
        let body = br#"{"event":"e","order":"0000000000001-0000000000002","round":1,"reference":"r","status":"succeeded","amount":{"amount_minor":5,"currency":"CNY"},"at":"2020-06-01T12:00:00Z"}"#;
        let mut headers = HeaderMap::new();
        assert!(read(b"secret", &headers, body).is_err());
        headers.insert(SIGNATURE, sign(b"secret", body).parse().unwrap());
        let notice = read(b"secret", &headers, body).unwrap();
        assert_eq!((notice.event.as_str(), notice.order.id.get()), ("e", 2));
        assert!(read(b"another", &headers, body).is_err());
        assert!(read(b"secret", &headers, &body[..body.len() - 1]).is_err());
        for bad in ["", "zz", "abc"] {
            headers.insert(SIGNATURE, bad.parse().unwrap());
            assert!(read(b"secret", &headers, body).is_err(), "{bad}");
        }
    }

    #[test]
    fn hmac_is_the_standards() {
        // RFC 4231, test case 2.
        let signature = sign(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(signature, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
