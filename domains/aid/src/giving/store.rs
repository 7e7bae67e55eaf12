//! An account's gifts over all counties: its own index first, then each county for its own pledges.

use crate::lifecycle::Gift;
use crate::pledge::{self, Ground, Pledge};
use qianmo_db::{Tx, params};
use qianmo_kernel::{Currency, Id, Money, PublicRef, Res};

qianmo_db::sql! {
    const PAGE = "SELECT county, pledge FROM aid_gift_index WHERE account = $1 AND pledge < $2 ORDER BY pledge DESC LIMIT $3";
    const COUNTIES = "SELECT DISTINCT county FROM aid_gift_index WHERE account = $1 ORDER BY county";
    const SUMS = "SELECT gift, currency, CAST(SUM(CASE WHEN (gift = 'money' AND paid_minor > refunded_minor) \
         OR (gift = 'goods' AND sent_at IS NOT NULL AND ended_at IS NULL) THEN 1 ELSE 0 END) AS BIGINT), \
         CAST(SUM(paid_minor - refunded_minor) AS BIGINT), CAST(SUM(CASE WHEN gift = 'money' THEN received ELSE 0 END) AS BIGINT), \
         CAST(SUM(CASE WHEN gift = 'goods' AND sent_at IS NOT NULL AND ended_at IS NULL \
         THEN value_minor ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN received_at IS NOT NULL AND lost = 0 THEN 1 ELSE 0 END) AS BIGINT) \
         FROM aid_pledge WHERE county = $1 AND donor = $2 AND state NOT IN ('lapsed', 'cancelled', 'failed') GROUP BY gift, currency";
}

/// What an account gave in one currency. Money and goods are never added to each other.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Total {
    /// The currency.
    pub currency: Currency,
    /// Gifts of money that were paid and did not go back.
    pub money_gifts: i64,
    /// What was paid and did not go back.
    pub given_minor: i64,
    /// Of that, what households confirmed.
    pub received_minor: i64,
    /// Gifts of goods that were sent and not given up.
    pub goods_gifts: i64,
    /// The estimated value of goods that were sent and not found lost.
    pub goods_value_minor: i64,
    /// Gifts of either kind that were confirmed whole: nothing of them was found lost.
    pub confirmed: i64,
}

impl Total {
    fn of(currency: Currency) -> Self {
        Total { currency, money_gifts: 0, given_minor: 0, received_minor: 0, goods_gifts: 0, goods_value_minor: 0, confirmed: 0 }
    }

    /// What was given.
    pub const fn given(&self) -> Money {
        Money::new(self.given_minor, self.currency)
    }

    /// What was confirmed.
    pub const fn received(&self) -> Money {
        Money::new(self.received_minor, self.currency)
    }

    /// The value of goods sent and not lost.
    pub const fn goods_value(&self) -> Money {
        Money::new(self.goods_value_minor, self.currency)
    }
}

/// The totals of an account, a row per currency.
pub fn totals(tx: &mut Tx<'_>, account: Id) -> Res<Vec<Total>> {
    let mut totals: Vec<Total> = Vec::new();
    for county in tx.query(COUNTIES, params![account], |row| row.id(0))? {
        let rows = tx.query(SUMS, params![county, account], |row| {
            Ok((Gift::stored(&row.text(0)?)?, row.currency(1)?, row.i64(2)?, row.i64(3)?, row.i64(4)?, row.i64(5)?, row.i64(6)?))
        })?;
        for (gift, currency, count, given, received, value, confirmed) in rows {
            if !totals.iter().any(|t| t.currency == currency) {
                totals.push(Total::of(currency));
            }
            let Some(total) = totals.iter_mut().find(|t| t.currency == currency) else { continue };
            match gift {
                Gift::Money => {
                    total.money_gifts += count;
                    total.given_minor += given;
                    total.received_minor += received;
                }
                Gift::Goods => {
                    total.goods_gifts += count;
                    total.goods_value_minor += value;
                }
            }
            total.confirmed += confirmed;
        }
    }
    Ok(totals)
}

/// A gift with what it was for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// The pledge.
    pub pledge: Pledge,
    /// Its part and request.
    pub ground: Ground,
}

/// A page of an account's gifts, the newest first, before the one the last page ended with.
pub fn page(tx: &mut Tx<'_>, account: Id, before: Option<Id>, limit: i64) -> Res<Vec<Given>> {
    let before = before.unwrap_or(Id::from_i64(i64::MAX));
    let found = tx.query(PAGE, params![account, before, limit], |row| Ok(PublicRef::new(row.id(0)?, row.id(1)?)))?;
    let mut gifts = Vec::with_capacity(found.len());
    for reference in found {
        let pledge = pledge::require(tx, reference)?;
        let ground = pledge::ground(tx, &pledge)?;
        gifts.push(Given { pledge, ground });
    }
    Ok(gifts)
}
