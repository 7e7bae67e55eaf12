//! Codes of the books in words. An auditor reads the words; the code stands beside them, since records, exports and other
//! people's questions name it.

use crate::account::group_of;
use qianmo_web::View;

/// A code, with what it means in the reader's language where the program has words for it.
pub(super) struct Coded {
    pub(super) code: String,
    pub(super) words: Option<String>,
}

impl Coded {
    /// An account: its words are those of its line in the plan of accounts.
    pub(super) fn account(v: &View, code: &str) -> Self {
        let key = format!("ledger-plan-{}", group_of(code).replace(':', "-"));
        Coded { code: code.to_owned(), words: v.known(&key) }
    }

    /// A kind of booking: whoever booked it named the message that says it.
    pub(super) fn kind(v: &View, kind: &str, memo: &str) -> Self {
        Coded { code: kind.to_owned(), words: v.known(memo) }
    }
}
