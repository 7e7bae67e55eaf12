use super::*;
use proptest::prelude::*;
use std::collections::HashSet;
use std::fmt::Write as _;

fn sound<S: Stage + std::hash::Hash>() {
    let mut seen = HashSet::new();
    for step in S::TABLE {
        assert!(seen.insert((step.from, S::event_name(step.event))), "{}: {:?} {:?} stands twice", S::NAME, step.from, step.event);
        assert!(!step.who.is_empty());
        assert!(S::STATES.contains(&step.from) && S::STATES.contains(&step.to));
        assert_eq!(next(step.from, step.event).unwrap(), step.to);
    }
    let mut reached: HashSet<S> = HashSet::from([S::FIRST]);
    loop {
        let more: Vec<S> =
            S::TABLE.iter().filter(|s| reached.contains(&s.from) && !reached.contains(&s.to)).map(|s| s.to).collect();
        if more.is_empty() {
            break;
        }
        reached.extend(more);
    }
    assert_eq!(reached.len(), S::STATES.len(), "{}: some states cannot be reached", S::NAME);
}

#[test]
fn every_table_is_sound_and_every_state_can_be_reached() {
    sound::<RequestState>();
    sound::<PartState>();
    sound::<PledgeState>();
    sound::<PayoutState>();
}

#[test]
fn names_are_what_json_says_and_are_read_back() {
    for state in RequestState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.name());
        assert_eq!(RequestState::from_name(state.name()), Some(*state));
    }
    for state in PledgeState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.name());
    }
    for state in PayoutState::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.name());
    }
    assert!(PledgeState::stored("sold").is_err());
}

#[test]
fn what_the_table_does_not_hold_is_refused_with_the_present_state() {
    let refused = next(RequestState::Met, RequestEvent::Withdraw).unwrap_err();
    assert_eq!(refused.message, "aid-state-not-now");
    assert!(refused.args.contains(&("state", "met".to_owned())));
    assert!(next_pledge(Gift::Goods, PledgeState::Pledged, PledgeEvent::Pay).is_err());
    assert!(next_pledge(Gift::Money, PledgeState::Pledged, PledgeEvent::Dispatch).is_err());
    assert_eq!(next_pledge(Gift::Goods, PledgeState::Pledged, PledgeEvent::Dispatch).unwrap(), PledgeState::Dispatched);
}

#[test]
fn a_part_met_is_not_a_request_met() {
    use PartState as P;
    assert_eq!(derive(&[P::Met, P::Open]), RequestState::PartlyPledged);
    assert_eq!(derive(&[P::Met, P::Pledged]), RequestState::Delivering);
    assert_eq!(derive(&[P::Met, P::Delivered]), RequestState::Delivered);
    assert_eq!(derive(&[P::Met, P::Met]), RequestState::Met);
    assert_eq!(derive(&[P::Met, P::Failed]), RequestState::Failed);
    assert_eq!(derive(&[P::Delivered, P::Failed]), RequestState::Delivered);
    assert_eq!(derive(&[P::Failed]), RequestState::Failed);
    assert_eq!(derive(&[P::Open, P::Open]), RequestState::Open);
}

/// The tables of each version that was published, by their fingerprints.
const PINNED: &[(u32, u64)] = &[(2, 0xc61b_12c0_4da7_4e20), (3, 0x8574_074d_ab99_e0a6)];

/// FNV-1a over every step of every table.
fn fingerprint() -> u64 {
    fn lines<S: Stage>(out: &mut String) {
        for step in S::TABLE {
            let (from, event, to) = (step.from.state_name(), S::event_name(step.event), step.to.state_name());
            let (who, gift) = (step.who.join(", "), step.only.map_or("any", Gift::name));
            writeln!(out, "{} {from} {event} {to} {who} {gift}", S::NAME).unwrap();
        }
    }
    let mut all = String::new();
    lines::<RequestState>(&mut all);
    lines::<PartState>(&mut all);
    lines::<PledgeState>(&mut all);
    lines::<PayoutState>(&mut all);
    all.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn a_change_of_a_table_raises_the_version() {
    let now = fingerprint();
    assert_eq!(PINNED.last(), Some(&(VERSION, now)), "the tables changed: raise VERSION and pin ({}, {now:#018x})", VERSION + 1);
}

#[test]
fn the_docs_show_these_tables() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/domains/aid-lifecycle.md");
    if std::env::var_os("QIANMO_WRITE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, document()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written, document(), "run: QIANMO_WRITE_DOCS=1 cargo nextest run -p qianmo-aid lifecycle");
}

/// What can happen to a part, in numbers.
#[derive(Copy, Clone, Debug)]
enum Move {
    Pledge(i64),
    Release(i64),
    Send(i64),
    Deliver(i64),
    Receive(i64),
    ComeBack(i64),
    Fail,
}

fn a_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => (1i64..6).prop_map(Move::Pledge),
        1 => (1i64..6).prop_map(Move::Release),
        4 => (1i64..6).prop_map(Move::Send),
        4 => (1i64..6).prop_map(Move::Deliver),
        4 => (1i64..6).prop_map(Move::Receive),
        1 => (1i64..6).prop_map(Move::ComeBack),
        1 => Just(Move::Fail),
    ]
}

fn apply(counts: &mut Counts, what: Move) {
    match what {
        Move::Pledge(n) => counts.pledged += n.min(counts.asked - counts.pledged),
        Move::Release(n) => counts.pledged -= n.min(counts.pledged - counts.sent),
        Move::Send(n) => counts.sent += n.min(counts.pledged - counts.sent),
        // Goods that are confirmed on their way count as there at the same moment; here they come one after the other.
        Move::Deliver(n) => counts.delivered += n.min(counts.sent - counts.delivered),
        Move::Receive(n) => counts.received += n.min(counts.delivered - counts.received),
        // Something that was sent is given up: it leaves every count that it was in.
        Move::ComeBack(n) => {
            let n = n.min(counts.sent - counts.received);
            counts.delivered -= n.min(counts.delivered - counts.received);
            counts.sent -= n.min(counts.sent - counts.delivered);
            counts.pledged -= n.min(counts.pledged - counts.sent);
        }
        Move::Fail => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// However parts move, one step at a time, the tables know the way, and a request is met only when all of it is.
    #[test]
    fn no_life_leads_to_a_pair_that_is_not_in_the_table(
        asked in prop::collection::vec(1i64..6, 1..4),
        moves in prop::collection::vec((0usize..4, a_move()), 1..60),
    ) {
        let mut counts: Vec<Counts> = asked.iter().map(|&asked| Counts { asked, ..Counts::default() }).collect();
        let mut parts = vec![PartState::Open; counts.len()];
        let mut request = RequestState::Open;
        for (at, what) in moves {
            let at = at % parts.len();
            if next(parts[at], PartState::Failed).is_err() || !request.is_live() {
                continue;
            }
            let to = if let Move::Fail = what { PartState::Failed } else {
                apply(&mut counts[at], what);
                let c = counts[at];
                prop_assert!(0 <= c.received && c.received <= c.delivered && c.delivered <= c.sent && c.sent <= c.pledged && c.pledged <= c.asked);
                part_state(c)
            };
            if to != parts[at] {
                prop_assert_eq!(next(parts[at], to).unwrap(), to);
                parts[at] = to;
            }
            let derived = derive(&parts);
            if derived != request {
                let event = request_event(derived).unwrap();
                request = next(request, event).unwrap();
                prop_assert_eq!(request, derived);
            }
            if request == RequestState::Met {
                prop_assert!(counts.iter().all(|c| c.received == c.asked));
            }
        }
    }

    /// Any state and any event: an answer of the table or a refusal, never anything else.
    #[test]
    fn every_pair_is_answered(state in prop::sample::select(PledgeState::ALL), event in prop::sample::select(PledgeEvent::ALL)) {
        for gift in [Gift::Money, Gift::Goods] {
            match next_pledge(gift, state, event) {
                Ok(to) => prop_assert!(PledgeState::TABLE.iter().any(|s| s.from == state && s.event == event && s.to == to)),
                Err(refused) => prop_assert_eq!(refused.message, "aid-state-not-now"),
            }
        }
    }
}
