//! Which gifts a payout is made of: pro rata over what is free in custody. Pure.

use qianmo_kernel::Id;

/// Divides `amount` over the gifts in proportion to what is free of each, to the fen: rounded down, and the fen that are
/// left go one each to those with the largest remainders, the older gift first. Nobody's share exceeds what is free.
/// `None` when not that much is free, or nothing is asked.
pub fn shares(free: &[(Id, i64)], amount: i64) -> Option<Vec<(Id, i64)>> {
    let total: i128 = free.iter().map(|(_, n)| i128::from(*n)).sum();
    if amount <= 0 || i128::from(amount) > total || free.iter().any(|(_, n)| *n < 0) {
        return None;
    }
    let mut parts: Vec<(usize, i64, i128)> = free
        .iter()
        .enumerate()
        .map(|(at, (_, n))| {
            let product = i128::from(*n) * i128::from(amount);
            (at, i64::try_from(product / total).unwrap_or(0), product % total)
        })
        .collect();
    let given: i64 = parts.iter().map(|p| p.1).sum();
    let mut left = amount - given;
    // A stable sort: of equal remainders the older gift comes first.
    parts.sort_by_key(|part| std::cmp::Reverse(part.2));
    for part in &mut parts {
        if left > 0 && part.2 > 0 {
            part.1 += 1;
            left -= 1;
        }
    }
    parts.sort_by_key(|p| p.0);
    Some(parts.into_iter().filter(|p| p.1 > 0).filter_map(|(at, n, _)| free.get(at).map(|(id, _)| (*id, n))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_payout_takes_from_every_gift_alike() {
        let ids: Vec<Id> = (1..=3).map(Id::from_i64).collect();
        let free = [(ids[0], 100), (ids[1], 100), (ids[2], 100)];
        assert_eq!(shares(&free, 100), Some(vec![(ids[0], 34), (ids[1], 33), (ids[2], 33)]));
        assert_eq!(shares(&free, 300), Some(free.to_vec()));
        assert_eq!(shares(&free, 301), None);
        assert_eq!(shares(&free, 0), None);
        assert_eq!(shares(&[], 1), None);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_nobody_gives_more_than_is_free(free in prop::collection::vec(0i64..1_000_000_000, 1..40), part in 1u32..=1000) {
            let free: Vec<(Id, i64)> = free.into_iter().enumerate().map(|(at, n)| (Id::from_i64(at as i64), n)).collect();
            let total: i64 = free.iter().map(|f| f.1).sum();
            let amount = (i128::from(total) * i128::from(part) / 1000) as i64;
            prop_assume!(amount > 0);
            let given = shares(&free, amount).unwrap();
            prop_assert_eq!(given.iter().map(|g| g.1).sum::<i64>(), amount);
            for (id, n) in given {
                let most = free.iter().find(|f| f.0 == id).unwrap().1;
                prop_assert!(n > 0 && n <= most);
                let exact = i128::from(most) * i128::from(amount);
                prop_assert!((i128::from(n) * i128::from(total) - exact).abs() < i128::from(total));
            }
        }
    }
}
