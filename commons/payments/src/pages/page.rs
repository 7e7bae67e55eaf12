//! What the pages of payments show.

use super::load::{Compared, Newest};
use crate::order::{Direction, Order, State};
use crate::reconcile::{self, Difference, Reconciliation};
use askama::Template;
use qianmo_kernel::{Actor, Currency, Id, Millis, Money, PublicRef};
use qianmo_places::Place;
use qianmo_web::{FormView, View};

/// An order.
#[derive(Template)]
#[template(path = "order.html")]
pub(super) struct OrderPage {
    v: View,
    f: FormView,
    order: Order,
    refunded: Money,
    /// Refund's reference, amount and state.
    refunds: Vec<(PublicRef, Money, State)>,
    /// Whether this reader can (go on to) pay.
    may_pay: bool,
}

impl OrderPage {
    pub(super) fn new(v: View, f: FormView, actor: &Actor, order: Order, refunds: Vec<Order>) -> Self {
        let may_pay = order.direction == Direction::In
            && matches!(order.state, State::Created | State::Started)
            && order.owner == Some(actor.account);
        let refunded = Money::new(order.refund_done, order.amount.currency);
        let refunds = refunds.iter().map(|r| (r.reference(), r.amount, r.state)).collect();
        OrderPage { v, f, order, refunded, refunds, may_pay }
    }

    fn sample(v: View) -> Self {
        let order = sample_order();
        let refunds = vec![(order.reference(), order.amount, State::Started)];
        OrderPage { f: FormView::sample(v.clone()), v, refunded: order.amount, order, refunds, may_pay: true }
    }
}

/// A place's name and the language it is in.
struct Named {
    text: String,
    lang: String,
}

impl Named {
    fn of(place: &Place) -> Self {
        Named { text: place.name.clone(), lang: place.language.clone() }
    }

    fn sample() -> Self {
        Named { text: "柞水县".into(), lang: "zh-Hans".into() }
    }
}

/// Counties and their newest comparisons.
#[derive(Template)]
#[template(path = "counties.html")]
pub(super) struct CountiesPage {
    v: View,
    rows: Vec<(Id, Named, Option<Reconciliation>)>,
    next: Option<String>,
}

impl CountiesPage {
    pub(super) fn new(v: View, counties: Vec<Newest>, next: Option<String>) -> Self {
        CountiesPage { v, rows: counties.into_iter().map(|(place, r)| (place.id, Named::of(&place), r)).collect(), next }
    }

    fn sample(v: View) -> Self {
        let row = (Id::from_i64(7), Named::sample(), Some(sample_comparison()));
        CountiesPage { v, rows: vec![row, (Id::from_i64(8), Named::sample(), None)], next: Some("x".into()) }
    }
}

/// A difference as a line.
struct DifferenceRow {
    message: &'static str,
    /// The order it is about, if it is about one.
    order: Option<PublicRef>,
    ours: Money,
    theirs: Money,
}

/// A day as a line.
struct DayRow {
    from: Millis,
    provider: String,
    ours_in: Money,
    theirs_in: Money,
    ours_out: Money,
    theirs_out: Money,
    differences: Vec<DifferenceRow>,
}

impl DayRow {
    fn new(r: &Reconciliation, differences: &[Difference]) -> Self {
        let money = |n| reconcile::money(r, n);
        let row = |d: &Difference| DifferenceRow {
            message: d.what.message(),
            order: (d.order != Id::NONE).then(|| reconcile::reference(r, d)),
            ours: money(d.ours),
            theirs: money(d.theirs),
        };
        DayRow {
            from: r.from,
            provider: r.provider.clone(),
            ours_in: money(r.sums.ours_in),
            theirs_in: money(r.sums.theirs_in),
            ours_out: money(r.sums.ours_out),
            theirs_out: money(r.sums.theirs_out),
            differences: differences.iter().map(row).collect(),
        }
    }
}

/// An order that a person should look at.
struct TroubleRow {
    reference: PublicRef,
    direction: &'static str,
    state: State,
    amount: Money,
    reason: String,
    may_retry: bool,
    /// Whether this reader may settle it by hand.
    by_hand: bool,
}

/// Why an order failed or is doubted, in words; what only a provider knows of, as the provider writes it.
fn reason(v: &View, code: &str) -> String {
    match code {
        "declined" => v.t("payments-reason-declined"),
        "amount-differs" => v.t("payments-reason-amount-differs"),
        "succeeded-after-failed" => v.t("payments-reason-succeeded-after-failed"),
        "failed-after-succeeded" => v.t("payments-reason-failed-after-succeeded"),
        "request-ended" => v.t("payments-reason-request-ended"),
        other => other.to_owned(),
    }
}

/// A county's comparisons.
#[derive(Template)]
#[template(path = "compared.html")]
pub(super) struct ComparedPage {
    v: View,
    f: FormView,
    county: Id,
    name: Named,
    days: Vec<DayRow>,
    troubled: Vec<TroubleRow>,
}

impl ComparedPage {
    pub(super) fn new(v: View, f: FormView, c: Compared) -> Self {
        let trouble = |o: &Order| TroubleRow {
            reference: o.reference(),
            direction: o.direction.message(),
            state: o.state,
            amount: o.amount,
            reason: reason(&v, &o.reason),
            may_retry: c.may_retry && o.may_be_tried_again(),
            by_hand: c.may_settle && o.is_contradicted(),
        };
        let troubled = c.troubled.iter().map(trouble).collect();
        ComparedPage {
            v,
            f,
            county: c.place.id,
            name: Named::of(&c.place),
            days: c.days.iter().map(|(r, d)| DayRow::new(r, d)).collect(),
            troubled,
        }
    }

    fn sample(v: View) -> Self {
        let difference = Difference { what: reconcile::Divergence::MissingHere, order: Id::from_i64(2), ours: 0, theirs: 5 };
        let order = sample_order();
        let trouble = TroubleRow {
            reference: order.reference(),
            direction: Direction::Refund.message(),
            state: State::Failed,
            amount: order.amount,
            reason: reason(&v, "declined"),
            may_retry: true,
            by_hand: false,
        };
        ComparedPage {
            f: FormView::sample(v.clone()),
            v,
            county: Id::from_i64(7),
            name: Named::sample(),
            days: vec![DayRow::new(&sample_comparison(), &[difference])],
            troubled: vec![trouble],
        }
    }
}

qianmo_web::sample!(OrderPage, CountiesPage, ComparedPage);

fn sample_comparison() -> Reconciliation {
    Reconciliation {
        county: Id::from_i64(7),
        provider: "sandbox".into(),
        from: Millis(1_600_000_000_000),
        to: Millis(1_600_086_400_000),
        currency: Currency::CNY,
        sums: reconcile::Sums { ours_count: 1, ours_in: 12_000, theirs_count: 2, theirs_in: 12_005, ..reconcile::Sums::default() },
        differences: 1,
        made_at: Millis(1_600_090_000_000),
    }
}

fn sample_order() -> Order {
    Order {
        county: Id::from_i64(7),
        id: Id::from_i64(9),
        direction: Direction::In,
        state: State::Started,
        amount: Money::new(12_000, Currency::CNY),
        business_kind: "aid.pledge".into(),
        business_ref: "7".into(),
        provider: "sandbox".into(),
        provider_ref: "SB-1".into(),
        owner: None,
        parent: None,
        hold: None,
        return_to: "/".into(),
        reason: String::new(),
        round: 1,
        attempts: 0,
        refund_asked: 0,
        refund_done: 0,
        created_at: Millis(1_600_000_000_000),
        expires_at: Some(Millis(1_600_086_400_000)),
        settled_at: None,
        check_at: None,
        trouble: false,
        version: 1,
    }
}
