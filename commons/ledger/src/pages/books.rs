//! The list of the counties' books: what each has, where it is, and whether its last proof held.

use super::load::{BookLine, Total};
use super::page::{Named, outcome, sample_money};
use crate::account::Unit;
use askama::Template;
use qianmo_kernel::{Id, Millis, Money};
use qianmo_web::View;

/// A county in the list of books.
pub(super) struct BookRow {
    pub(super) county: Id,
    pub(super) name: Named,
    /// Liabilities, with the unit's message.
    pub(super) owed: Vec<(&'static str, Money)>,
    /// Assets, with the message of where they are.
    pub(super) had: Vec<(&'static str, Money)>,
    pub(super) head: i64,
    /// Class and message of the last proof's outcome.
    pub(super) proof: Option<(&'static str, &'static str)>,
    pub(super) proved_at: Option<Millis>,
}

/// Where what a county has of a unit is: money in custody, goods on their way. Nobody keeps goods in custody. What the provider or
/// another county owes, or what left wrongly, is in nobody's custody and stands apart, as on the county's own sheet.
fn whereabouts(unit: Unit, group: &str) -> &'static str {
    match (unit, group) {
        (Unit::Goods, _) => "ledger-plan-assets-goods-in-transit",
        (Unit::Money, "assets:missing") => "ledger-plan-assets-missing",
        (Unit::Money, "assets:clearing") => "ledger-plan-assets-clearing",
        (Unit::Money, "assets:corrections") => "ledger-plan-assets-corrections",
        (Unit::Money, _) => "ledger-had-money",
    }
}

/// What there is of a total, by where it is: what is in custody or on its way first, even if it is nothing.
fn had_of(total: &Total) -> Vec<(&'static str, Money)> {
    let mut had = vec![(whereabouts(total.unit, ""), 0)];
    for (group, posted) in &total.had {
        let place = whereabouts(total.unit, group);
        match had.iter_mut().find(|(known, _)| *known == place) {
            Some((_, sum)) => *sum += *posted,
            None if *posted != 0 => had.push((place, *posted)),
            None => {}
        }
    }
    had.into_iter().map(|(place, sum)| (place, Money::new(sum, total.currency))).collect()
}

/// The list of books.
#[derive(Template)]
#[template(path = "books.html")]
pub(super) struct BooksPage {
    pub(super) v: View,
    pub(super) rows: Vec<BookRow>,
    pub(super) next: Option<String>,
}

impl BooksPage {
    pub(super) fn new(v: View, lines: Vec<BookLine>, next: Option<String>) -> Self {
        let rows = lines
            .into_iter()
            .map(|line| BookRow {
                county: line.place.id,
                name: Named::of(&line.place),
                owed: line.sums.iter().map(|t| (t.unit.message(), Money::new(t.owed, t.currency))).collect(),
                had: line.sums.iter().flat_map(had_of).collect(),
                head: line.head,
                proof: line.run.as_ref().map(outcome),
                proved_at: line.run.and_then(|r| r.finished_at),
            })
            .collect();
        BooksPage { v, rows, next }
    }

    fn sample(v: View) -> Self {
        let row = BookRow {
            county: Id::from_i64(7),
            name: Named::sample(),
            owed: vec![("ledger-unit-money", sample_money(12_000))],
            had: vec![
                (whereabouts(Unit::Money, "assets:custody"), sample_money(11_000)),
                (whereabouts(Unit::Money, "assets:missing"), sample_money(1_000)),
            ],
            head: 3,
            proof: Some(("is-ok", "ledger-proof-holds")),
            proved_at: Some(Millis(1_600_000_000_000)),
        };
        BooksPage { v, rows: vec![row], next: Some("x".into()) }
    }
}

qianmo_web::sample!(BooksPage);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_provider_owes_is_not_in_custody() {
        let had = vec![("assets:custody".to_owned(), 700), ("assets:missing".to_owned(), 300), ("assets:clearing".to_owned(), 0)];
        let total = Total { unit: Unit::Money, currency: qianmo_kernel::Currency::CNY, owed: 1_000, had };
        let places = [("ledger-had-money", sample_money(700)), ("ledger-plan-assets-missing", sample_money(300))];
        assert_eq!(had_of(&total), places);
    }
}
