//! Prints the tables as diagrams (Mermaid) and as the page `docs/domains/aid-lifecycle.md`.

use super::names::{Gift, PartState, PayoutState, PledgeState, RequestState};
use super::{Stage, VERSION};
use std::fmt::Write as _;

/// A Mermaid state diagram of one thing's table; `only` leaves out what is for the other kind of gift.
fn mermaid<S: Stage>(only: Option<Gift>) -> String {
    let mut out = String::from("```mermaid\nstateDiagram-v2\n");
    let mut line = |text: String| {
        out.push_str("    ");
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("[*] --> {}", S::FIRST.state_name()));
    for step in S::TABLE {
        if only.is_some() && step.only.is_some() && step.only != only {
            continue;
        }
        line(format!("{} --> {} : {}", step.from.state_name(), step.to.state_name(), S::event_name(step.event)));
    }
    for state in S::STATES.iter().filter(|s| s.is_final()) {
        let reached = S::TABLE.iter().any(|step| step.to == *state && (only.is_none() || step.only.is_none() || step.only == only));
        if reached {
            line(format!("{} --> [*]", state.state_name()));
        }
    }
    out.push_str("```\n");
    out
}

fn table<S: Stage>() -> String {
    let mut out = String::from("| from | event | to | who may | gift |\n|---|---|---|---|---|\n");
    for step in S::TABLE {
        let gift = step.only.map_or("any", Gift::name);
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "| `{}` | `{}` | `{}` | {} | {} |",
            step.from.state_name(),
            S::event_name(step.event),
            step.to.state_name(),
            step.who.join(", "),
            gift
        );
    }
    out
}

/// The whole page of the docs. A test compares it with the file; `QIANMO_WRITE_DOCS=1 cargo nextest run -p qianmo-aid lifecycle`
/// writes the file again after a table has changed.
pub fn document() -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "# The life of a request\n\n\
         Version {VERSION} of the tables in `domains/aid/src/lifecycle`; this page is printed from them and a test compares the two.\n\
         Clients read the same from `GET /api/v1/aid/lifecycle`. Names never change; a change of a table raises the version.\n\n\
         ## Request\n\n\
         Written, handed in, checked, opened. From then on its state follows from its parts (events `parts_…`); a part that is met\n\
         does not make a request that is met. `failed`: something could not be delivered and will not be tried again. `closed`: an\n\
         officer stopped it, with a reason. On `withdrawn`, `expired` and `closed` all that was paid and not paid out goes back the\n\
         way it came.\n\n{}\n{}\n",
        mermaid::<RequestState>(None),
        table::<RequestState>()
    );
    let _ = write!(
        out,
        "## Part\n\n\
         A part's state follows from five numbers: asked, pledged, sent, delivered, received, each no larger than the one before. Only\n\
         `failed` is a finding of an officer. The events are named by the state they lead to.\n\n{}\n{}\n",
        mermaid::<PartState>(None),
        table::<PartState>()
    );
    let _ = write!(
        out,
        "## Pledge of goods\n\n\
         A donor of goods is accepted by the household, or by a helper or officer of its place, before the address is shown and\n\
         anything can be sent; a donor whose goods this household confirmed before is accepted at once. `accept` leaves a mark, no other state.\n\
         A countdown of {} days runs from the pledge, and anew from the acceptance, to the dispatch. What is not sent in time lapses\n\
         and the part opens again.\n\n{}\n\
         ## Pledge of money\n\n\
         A countdown of {} minutes runs from the pledge to the payment. Money that comes later finds its place again if there is\n\
         still room, and goes back if not.\n\n{}\n{}\n",
        crate::pledge::GOODS_COUNTDOWN / qianmo_kernel::Millis::DAY,
        mermaid::<PledgeState>(Some(Gift::Goods)),
        crate::pledge::MONEY_COUNTDOWN / qianmo_kernel::Millis::MINUTE,
        mermaid::<PledgeState>(Some(Gift::Money)),
        table::<PledgeState>()
    );
    let _ = write!(
        out,
        "## Payout\n\n\
         One officer prepares it and the money is held for it; another, who is neither the publisher nor a relative of the\n\
         household, approves it; the provider pays; the household or a witness confirms. A payout that was disputed and found missing by an\n\
         officer without a hand in it frees its money only when that is in custody again; that it arrived after all only the household confirms.\n\n{}\n{}",
        mermaid::<PayoutState>(None),
        table::<PayoutState>()
    );
    out
}
