use super::*;
use crate::account::{Kind as Side, Limit};
use qianmo_kernel::Currency;

fn account(id: i64, unit: Unit, currency: &str) -> Account {
    Account {
        county: Id::from_i64(1),
        id: Id::from_i64(id),
        code: format!("liabilities:request:{id}"),
        kind: Side::Liability,
        unit,
        currency: currency.parse().unwrap(),
        limit: Limit::Unlimited,
    }
}

fn refusal(debit: &Account, credit: &Account, amount: Money, key: &str) -> Option<&'static str> {
    let t = Transfer { key, debit, credit, amount, kind: "test", business_ref: "test 1", memo: "ledger-memo-test" };
    match check(&t) {
        Ok(()) => None,
        Err(Fail::Refused(r)) => Some(r.message),
        Err(_) => Some("error"),
    }
}

#[test]
fn what_cannot_be_booked_is_refused_before_anything_is_touched() {
    let yuan = |n| Money::new(n, Currency::CNY);
    let (a, b) = (account(1, Unit::Money, "CNY"), account(2, Unit::Money, "CNY"));
    assert_eq!(refusal(&a, &b, yuan(1), "k"), None);
    assert_eq!(refusal(&a, &a, yuan(1), "k"), Some("ledger-same-account"));
    assert_eq!(refusal(&a, &account(2, Unit::Goods, "CNY"), yuan(1), "k"), Some("ledger-units-mixed"));
    assert_eq!(refusal(&a, &account(2, Unit::Money, "USD"), yuan(1), "k"), Some("ledger-units-mixed"));
    assert_eq!(refusal(&a, &b, Money::new(1, "USD".parse().unwrap()), "k"), Some("ledger-units-mixed"));
    for amount in [0, -1, MOST + 1, i64::MIN, i64::MAX] {
        assert_eq!(refusal(&a, &b, yuan(amount), "k"), Some("ledger-amount-out-of-range"), "{amount}");
    }
    for key in ["", "a\nb", &"x".repeat(201)] {
        assert_eq!(refusal(&a, &b, yuan(1), key), Some("error"));
    }
    let elsewhere = Account { county: Id::from_i64(9), ..b.clone() };
    assert_eq!(refusal(&a, &elsewhere, yuan(1), "k"), Some("error"));
}
