//! Talking to providers: beginning a payment, sending payouts and refunds, asking about what is open.
//!
//! No call runs inside a unit of work. Before a call the order says that it is under way; after it the answer is applied.
//! Whoever dies in between leaves an order that the sweep finds, asks about, and sends again only if the provider has
//! never heard of it, under the same key.

use crate::apply::apply;
use crate::order::decide::{Outcome, next_check};
use crate::order::{self, Direction, Order, State};
use crate::payee::{self, Payee};
use crate::provider::{Answer, Provider, Providers, Started};
use crate::settle::Settlers;
use futures::future::join_all;
use qianmo_db::Tx;
use qianmo_kernel::{Fail, Id, Kind, PublicRef, Refused, Res};
use qianmo_web::App;
use std::sync::Arc;
use std::time::Duration;

/// How long a provider may take to answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// Orders that a sweep takes up together.
const SWEEP: i64 = 64;
/// How often one sweep takes some up: enough that many abandoned payments do not keep refunds waiting, and an end all the same.
const ROUNDS: usize = 64;
/// Orders that are asked about at once.
const AT_ONCE: usize = 16;

/// Where the person goes next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Next {
    /// To the provider's page.
    Pay(String),
    /// Back: it is known what became of it.
    Known(State),
}

/// Begins, or goes on with, a payment: answers where the person pays. An order that failed or expired is refused
/// (`payments-order-over`): a new one is to be written down. A provider that does not answer is "try again" (503).
pub async fn start(app: &App, county: Id, id: Id) -> Res<Next> {
    let order = app.db.read(move |tx| order::by_id(tx, county, id)?.ok_or_else(|| Refused::not_found().into())).await?;
    if order.direction != Direction::In {
        return Err(Refused::not_found().into());
    }
    match order.state {
        State::Created | State::Started | State::Unknown => {}
        State::Paid | State::Refunded | State::PaidOut => return Ok(Next::Known(order.state)),
        State::Failed | State::Expired => return Err(Refused::new(Kind::Conflict, "payments-order-over").into()),
    }
    let provider = app.service::<Providers>()?.get(&order.provider)?;
    let started = answered(PATIENCE, provider.start(&order)).await;
    if matches!(&started, Err(Fail::Refused(refused)) if refused.kind == Kind::Busy) {
        // The provider may have heard of it all the same: it is asked, and not only when the time to pay is over.
        app.db.write(move |tx| ask_soon(tx, county, id)).await?;
    }
    match started? {
        Started::Redirect { to, provider_ref } => {
            if order.state == State::Created {
                app.db.write(move |tx| note_started(tx, county, id, &provider_ref)).await?;
            }
            Ok(Next::Pay(to))
        }
        Started::Known(answer) => settle(app, county, id, answer).await.map(|(order, _)| Next::Known(order.state)),
    }
}

fn ask_soon(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<()> {
    let Some(mut order) = order::by_id(tx, county, id)? else { return Ok(()) };
    if order.state != State::Created {
        return Ok(());
    }
    let now = tx.now();
    order.check_at = next_check(&order, now);
    order::save(tx, &mut order)
}

/// What a provider answers. One that does not answer in time or cannot be asked is "try again" (503, `payments-provider-away`): nobody
/// here can do anything about it, and the log says what it was.
pub(crate) async fn answered<T>(within: Duration, call: impl Future<Output = Res<T>>) -> Res<T> {
    match tokio::time::timeout(within, call).await {
        Ok(Err(Fail::Error(error))) => tracing::warn!(error = %error, "a provider could not be asked"),
        Ok(outcome) => return outcome,
        Err(_) => tracing::warn!("a provider did not answer in time"),
    }
    Err(Refused::new(Kind::Busy, "payments-provider-away").retry_after(30).into())
}

fn note_started(tx: &mut Tx<'_>, county: Id, id: Id, provider_ref: &str) -> Res<()> {
    let Some(mut order) = order::by_id(tx, county, id)? else { return Ok(()) };
    if order.state != State::Created {
        // A callback was faster.
        return Ok(());
    }
    let now = tx.now();
    order.state = State::Started;
    order.provider_ref = provider_ref.to_owned();
    order.check_at = next_check(&order, now);
    order::save(tx, &mut order)
}

pub(crate) async fn settle(app: &App, county: Id, id: Id, answer: Answer) -> Res<(Order, bool)> {
    let settlers = app.service::<Settlers>()?;
    app.db
        .write(move |tx| {
            let mut order = order::by_id(tx, county, id)?.ok_or_else(Refused::not_found)?;
            let resend = apply(tx, &settlers, &mut order, &answer)?;
            Ok((order, resend))
        })
        .await
}

/// What is to be done with an order that is due.
enum Action {
    Send(Box<Parcel>),
    Ask(Box<Order>),
}

/// What a provider is given to move.
struct Parcel {
    order: Order,
    /// The payment that a refund gives back.
    payment: Option<Order>,
    /// Who a payout is for.
    payee: Option<Payee>,
}

impl Parcel {
    fn of(tx: &mut Tx<'_>, order: Order) -> Res<Parcel> {
        let payment = match order.parent {
            Some(parent) => order::by_id(tx, order.county, parent)?,
            None => None,
        };
        let payee = if order.direction == Direction::Out { payee::open(tx, order.reference())? } else { None };
        Ok(Parcel { order, payment, payee })
    }
}

/// Sends an order that has not been sent, or asks what became of it; answers its state. For the worker, and to carry out a payout as
/// soon as it is approved.
pub async fn run(app: &App, county: Id, id: Id) -> Res<State> {
    let action = app.db.write(move |tx| claim(tx, county, id)).await?;
    let order = match action {
        Err(state) => return Ok(state),
        Ok(Action::Send(parcel)) => {
            let provider = app.service::<Providers>()?.get(&parcel.order.provider)?;
            return send(app, &provider, &parcel).await;
        }
        Ok(Action::Ask(order)) => order,
    };
    let provider = app.service::<Providers>()?.get(&order.provider)?;
    let answer = patiently(provider.query(&order)).await;
    let (order, resend) = settle(app, county, id, answer).await?;
    if !resend {
        return Ok(order.state);
    }
    let parcel = app.db.read(move |tx| Parcel::of(tx, order.clone())).await?;
    send(app, &provider, &parcel).await
}

async fn send(app: &App, provider: &Arc<dyn Provider>, parcel: &Parcel) -> Res<State> {
    let order = &parcel.order;
    let answer = match (order.direction, &parcel.payee, &parcel.payment) {
        (Direction::Out, Some(payee), _) => patiently(provider.pay_out(order, payee)).await,
        // The provider has never heard of it, and could not be told whom to pay: it is certain that nothing moves.
        (Direction::Out, None, _) => Answer { reason: payee::NOBODY.to_owned(), ..Answer::new(Outcome::Failed) },
        (Direction::Refund, _, Some(payment)) => patiently(provider.refund(order, payment)).await,
        _ => Answer::new(Outcome::Unknown),
    };
    let (order, _) = settle(app, order.county, order.id, answer).await?;
    Ok(order.state)
}

/// What cannot be known now is unknown, whatever the reason: the order stays open and is asked about again.
pub(crate) async fn patiently(call: impl Future<Output = Res<Answer>>) -> Answer {
    match tokio::time::timeout(PATIENCE, call).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(fail)) => {
            tracing::warn!(error = %fail, "a provider could not be asked");
            Answer::new(Outcome::Unknown)
        }
        Err(_) => Answer::new(Outcome::Unknown),
    }
}

/// Takes an order to work on; others find its next turn in the future. `Err`: nothing is to be done, and this is its state.
fn claim(tx: &mut Tx<'_>, county: Id, id: Id) -> Res<Result<Action, State>> {
    let mut order = order::by_id(tx, county, id)?.ok_or_else(Refused::not_found)?;
    let now = tx.now();
    if !order.state.is_open() || order.check_at.is_none_or(|at| at > now) {
        return Ok(Err(order.state));
    }
    let fresh = order.state == State::Created && order.direction != Direction::In;
    order.check_at = next_check(&order, now);
    order.attempts += 1;
    if fresh {
        order.state = State::Started;
    }
    order::save(tx, &mut order)?;
    if !fresh {
        return Ok(Ok(Action::Ask(Box::new(order))));
    }
    Parcel::of(tx, order).map(|parcel| Ok(Action::Send(Box::new(parcel))))
}

/// Looks after every order that is due; answers how many. One that fails does not hold up the others.
pub async fn sweep(app: &App) -> Res<usize> {
    let mut all = 0;
    for _ in 0..ROUNDS {
        let due = app.db.read(|tx| order::due(tx, SWEEP)).await?;
        for some in due.chunks(AT_ONCE) {
            join_all(some.iter().map(|at| one(app, *at))).await;
        }
        all += due.len();
        if (due.len() as i64) < SWEEP {
            break;
        }
    }
    Ok(all)
}

async fn one(app: &App, at: PublicRef) {
    if let Err(fail) = run(app, at.county, at.id).await {
        // Its next turn is written down already; an operator sees what keeps failing.
        let error = match &fail {
            Fail::Refused(refused) => refused.message.to_owned(),
            other => other.to_string(),
        };
        tracing::warn!(order = %at, error, "an order could not be looked after");
    }
}

#[cfg(test)]
mod tests {
    use super::answered;
    use qianmo_kernel::{Error, Fail, Kind, Refused, Res};
    use std::time::Duration;

    fn message(outcome: Res<()>) -> &'static str {
        match outcome {
            Err(Fail::Refused(refused)) => refused.message,
            _ => "",
        }
    }

    #[tokio::test]
    async fn a_provider_that_does_not_answer_is_away() {
        let soon = Duration::from_millis(1);
        assert_eq!(message(answered(soon, futures::future::pending()).await), "payments-provider-away");
        let broken = futures::future::ready(Err(Error::new("connection refused").into()));
        assert_eq!(message(answered(soon, broken).await), "payments-provider-away");
        let refused = futures::future::ready(Err(Refused::new(Kind::Conflict, "payments-not-paid").into()));
        assert_eq!(message(answered(soon, refused).await), "payments-not-paid");
        assert!(answered(soon, futures::future::ready(Ok(()))).await.is_ok());
    }
}
