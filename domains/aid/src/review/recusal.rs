//! Who must not decide about a request, beyond what the procedure itself knows.

use crate::request::Request;
use qianmo_db::Tx;
use qianmo_kernel::{Actor, Id, Res, Role};

/// Why this actor must not decide about this request, as a message key; `None` when nothing stands against it.
pub fn recused(tx: &mut Tx<'_>, actor: &Actor, request: &Request) -> Res<Option<&'static str>> {
    if actor.account == Id::NONE {
        return Ok(None);
    }
    if crate::request::writers(tx, request.reference, request.publisher)?.contains(&actor.account) {
        return Ok(Some("aid-recused-publisher"));
    }
    if actor.household == Some(request.household) {
        return Ok(Some("aid-recused-household"));
    }
    if qianmo_registry::is_member_or_relative(tx, actor.account, request.household)? {
        return Ok(Some("aid-recused-relative"));
    }
    // Whoever is helper here posts for these households; posting and passing are not for the same hands.
    if actor.grants.iter().any(|g| g.role == Role::Helper && g.path.covers(&request.path)) {
        return Ok(Some("aid-recused-helper"));
    }
    Ok(None)
}
