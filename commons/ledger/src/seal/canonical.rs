//! The bytes that are hashed. The format is versioned and documented in `docs/guide/ledger.md`, so that anybody can check a
//! block with nothing but a SHA-256 tool; it is never changed, only followed by another version.
//!
//! A record is lines of UTF-8, each `name:value` and a line feed, in this order and with this first line:
//! ```text
//! qianmo-ledger-transfer/1          qianmo-ledger-hold/1              qianmo-ledger-hold-end/1
//! county:<id>                       county:<id>                       county:<id>
//! id:<id>                           id:<id>                           hold:<id>
//! key:<text>                        key:<text>                        outcome:<posted|voided|expired>
//! debit:<id> <code>                 debit:<id> <code>                 amount:<minor units>
//! credit:<id> <code>                credit:<id> <code>                transfer:<id or ->
//! amount:<minor units>              amount:<minor units>              at:<milliseconds>
//! unit:<money|goods>                unit:<money|goods>
//! currency:<code>                   currency:<code>
//! kind:<text>                       kind:<text>
//! business:<text>                   business:<text>
//! memo:<text>                       memo:<text>
//! hold:<id or ->                    expires:<milliseconds or ->
//! at:<milliseconds>                 at:<milliseconds>
//! ```
//! A block is the lines `qianmo-ledger-block/1`, `county:`, `seq:`, `prev:` (hexadecimal; 64 zeros before the first block),
//! `entries:`, `sealed:` (milliseconds), then one line for each record in its order, which is the record's SHA-256 in
//! hexadecimal. The block's hash is the SHA-256 of these bytes.

use crate::hold::{Ended, Hold};
use crate::transfer::Booked;
use qianmo_kernel::{Id, Millis};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A SHA-256.
pub type Hash = [u8; 32];

/// What stands before the first block of a chain.
pub const BEGINNING: Hash = [0; 32];

/// The SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// In small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing into a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn or_dash(id: Option<Id>) -> String {
    id.map_or_else(|| "-".to_owned(), |id| id.to_string())
}

/// The record of a transfer; `debit` and `credit` are the codes of its accounts.
pub fn transfer(county: Id, t: &Booked, debit: &str, credit: &str) -> String {
    format!(
        "qianmo-ledger-transfer/1\ncounty:{county}\nid:{}\nkey:{}\ndebit:{} {debit}\ncredit:{} {credit}\namount:{}\nunit:{}\n\
         currency:{}\nkind:{}\nbusiness:{}\nmemo:{}\nhold:{}\nat:{}\n",
        t.id,
        t.key,
        t.debit,
        t.credit,
        t.amount.amount_minor,
        t.unit.name(),
        t.amount.currency,
        t.kind,
        t.business_ref,
        t.memo,
        or_dash(t.hold),
        t.at.0
    )
}

/// The record of a hold; `debit` and `credit` are the codes of its accounts.
pub fn hold(county: Id, h: &Hold, debit: &str, credit: &str) -> String {
    format!(
        "qianmo-ledger-hold/1\ncounty:{county}\nid:{}\nkey:{}\ndebit:{} {debit}\ncredit:{} {credit}\namount:{}\nunit:{}\n\
         currency:{}\nkind:{}\nbusiness:{}\nmemo:{}\nexpires:{}\nat:{}\n",
        h.id,
        h.key,
        h.debit,
        h.credit,
        h.amount.amount_minor,
        h.unit.name(),
        h.amount.currency,
        h.kind,
        h.business_ref,
        h.memo,
        h.expires_at.map_or_else(|| "-".to_owned(), |at| at.0.to_string()),
        h.at.0
    )
}

/// The record of the end of a hold.
pub(crate) fn hold_end(county: Id, hold: Id, end: &Ended, at: Millis) -> String {
    let transfer = or_dash((end.transfer != Id::NONE).then_some(end.transfer));
    format!(
        "qianmo-ledger-hold-end/1\ncounty:{county}\nhold:{hold}\noutcome:{}\namount:{}\ntransfer:{transfer}\nat:{}\n",
        end.outcome.name(),
        end.amount,
        at.0
    )
}

/// The bytes of a block.
pub fn block(county: Id, seq: i64, prev: &[u8], sealed_at: Millis, records: &[Hash]) -> String {
    let mut out = format!(
        "qianmo-ledger-block/1\ncounty:{county}\nseq:{seq}\nprev:{}\nentries:{}\nsealed:{}\n",
        hex(prev),
        records.len(),
        sealed_at.0
    );
    for record in records {
        out.push_str(&hex(record));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Unit;
    use qianmo_kernel::{Currency, Money};

    fn booked() -> Booked {
        Booked {
            id: Id::from_i64(3),
            key: "gift/7".into(),
            debit: Id::from_i64(1),
            credit: Id::from_i64(2),
            amount: Money::new(12_000, Currency::CNY),
            unit: Unit::Money,
            kind: "aid.gift".into(),
            business_ref: "aid.pledge 0000000000001-0000000000007".into(),
            memo: "aid-memo-gift".into(),
            hold: None,
            at: Millis(1_700_000_000_123),
        }
    }

    /// Whoever changes a byte of the format makes every chain that exists unverifiable: this test is the format.
    #[test]
    fn the_format_is_what_the_guide_says() {
        let record = transfer(Id::from_i64(1), &booked(), "assets:custody:sandbox", "liabilities:request:x");
        assert_eq!(
            record,
            "qianmo-ledger-transfer/1\ncounty:0000000000001\nid:0000000000003\nkey:gift/7\ndebit:0000000000001 assets:custody:sandbox\n\
             credit:0000000000002 liabilities:request:x\namount:12000\nunit:money\ncurrency:CNY\nkind:aid.gift\n\
             business:aid.pledge 0000000000001-0000000000007\nmemo:aid-memo-gift\nhold:-\nat:1700000000123\n"
        );
        let hash = sha256(record.as_bytes());
        let bytes = block(Id::from_i64(1), 1, &BEGINNING, Millis(5), &[hash]);
        let zeros = "0".repeat(64);
        assert_eq!(
            bytes,
            format!("qianmo-ledger-block/1\ncounty:0000000000001\nseq:1\nprev:{zeros}\nentries:1\nsealed:5\n{}\n", hex(&hash))
        );
    }

    #[test]
    fn sha256_is_the_standards() {
        // FIPS 180-4, the example of one block.
        assert_eq!(hex(&sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn every_field_of_a_transfer_changes_its_hash() {
        let base = |t: &Booked| sha256(transfer(Id::from_i64(1), t, "assets:a", "liabilities:b").as_bytes());
        let first = base(&booked());
        let changes: Vec<fn(&mut Booked)> = vec![
            |t| t.id = Id::from_i64(4),
            |t| t.key.push('x'),
            |t| t.debit = Id::from_i64(9),
            |t| t.credit = Id::from_i64(9),
            |t| t.amount.amount_minor += 1,
            |t| t.amount.currency = "USD".parse().unwrap(),
            |t| t.unit = Unit::Goods,
            |t| t.kind.push('x'),
            |t| t.business_ref.push('x'),
            |t| t.memo.push('x'),
            |t| t.hold = Some(Id::from_i64(1)),
            |t| t.at = Millis(1),
        ];
        for change in changes {
            let mut t = booked();
            change(&mut t);
            assert_ne!(base(&t), first, "{t:?}");
        }
    }
}
