use super::*;
use crate::account::{Kind, Limit};
use qianmo_kernel::Currency;

fn account(code: &str, kind: Kind, unit: Unit, currency: &str) -> Account {
    Account {
        county: Id::from_i64(1),
        id: Id::from_i64(2),
        code: code.into(),
        kind,
        unit,
        currency: currency.parse().unwrap(),
        limit: Limit::Unlimited,
    }
}

#[test]
fn a_transfer_is_a_transaction_that_hledger_reads() {
    let debit = account("assets:custody:sandbox", Kind::Asset, Unit::Money, "CNY");
    let credit = account("liabilities:request:救助", Kind::Liability, Unit::Money, "CNY");
    let t = Booked {
        id: Id::from_i64(3),
        key: "k".into(),
        debit: debit.id,
        credit: credit.id,
        amount: Money::new(12_005, Currency::CNY),
        unit: Unit::Money,
        kind: "aid.gift".into(),
        business_ref: "a; b | c\nd".into(),
        memo: "m".into(),
        hold: None,
        at: Millis::parse("2020-12-31T16:30:00Z").unwrap(),
    };
    let mut text = String::new();
    transaction(&mut text, &t, '*', &debit, &credit, 480);
    assert_eq!(
        text,
        "2021-01-01 * (0000000000003) aid.gift | a  b   c d  ; at: 2020-12-31T16:30:00Z\n    \
         assets:0000000000001:custody:sandbox  120.05 CNY\n    liabilities:0000000000001:request:救助  -120.05 CNY\n\n"
    );
}

#[test]
fn goods_are_another_commodity_and_yen_have_no_decimals() {
    let accounts: HashMap<Id, Account> =
        [account("assets:goods", Kind::Asset, Unit::Goods, "CNY"), account("assets:custody", Kind::Asset, Unit::Money, "JPY")]
            .into_iter()
            .enumerate()
            .map(|(n, a)| (Id::from_i64(n as i64), a))
            .collect();
    let mut text = String::new();
    header(&mut text, Id::from_i64(1), "柞水县", &accounts);
    assert!(text.contains("commodity 1000.00 \"CNY goods\"\n"), "{text}");
    assert!(text.contains("commodity 1000. JPY\n"), "{text}");
    assert!(text.contains("柞水县") && text.contains("account assets:0000000000001:goods\n"), "{text}");
}
