//! What was typed into the pledge form → a pledge to be made.

use super::command::{NewPledge, Quantity};
use super::store::Ground;
use crate::lifecycle::Gift;
use qianmo_kernel::Res;
use qianmo_web::{RawForm, Reader};

/// Reads the form against the parts of the request it is for.
pub fn read(raw: &RawForm, grounds: &[Ground]) -> Res<NewPledge> {
    let mut r = Reader::form(raw);
    let chosen = match grounds {
        [only] => Some(only),
        _ => {
            let part = r.id("part");
            grounds.iter().find(|g| g.part == part)
        }
    };
    let message = r.opt_text("message", super::MESSAGE_MAX).unwrap_or_default();
    // A name is shown because its donor said so, never because a box was overlooked.
    let anonymous = !r.flag("named");
    let Some(ground) = chosen else {
        if r.raw("part").parse::<qianmo_kernel::Id>().is_ok() {
            r.fail("part", "web-field-choice");
        }
        r.finish()?;
        return Err(qianmo_kernel::Refused::not_found().into());
    };
    let quantity = match ground.gift {
        Gift::Money => Quantity::Amount(r.money("amount", ground.currency)),
        Gift::Goods => Quantity::Count(r.int("count", 1, 1_000_000)),
    };
    r.finish()?;
    Ok(NewPledge { part: ground.part, quantity, anonymous, message })
}
