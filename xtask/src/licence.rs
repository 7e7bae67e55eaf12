//! Reads licence expressions (SPDX) and asks whether a list of licences allows them.

/// Is there a way to choose among the expression's licences so that all chosen ones are in the list?
/// `OR` chooses, `AND` needs both, brackets group, `WITH` belongs to the licence before it; `MIT/Apache-2.0` is an old way to say OR.
pub fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0, allowed };
    let outcome = reader.either();
    outcome && reader.at == words.len()
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
    allowed: &'a [String],
}

impl Reader<'_> {
    fn next_is(&mut self, word: &str) -> bool {
        let is = self.words.get(self.at).is_some_and(|next| next.eq_ignore_ascii_case(word));
        if is {
            self.at += 1;
        }
        is
    }

    fn either(&mut self) -> bool {
        let mut outcome = self.both();
        while self.next_is("OR") {
            // Read on even when decided: the reader must reach the end.
            outcome |= self.both();
        }
        outcome
    }

    fn both(&mut self) -> bool {
        let mut outcome = self.single();
        while self.next_is("AND") {
            outcome &= self.single();
        }
        outcome
    }

    fn single(&mut self) -> bool {
        if self.next_is("(") {
            let outcome = self.either();
            return self.next_is(")") && outcome;
        }
        let Some(name) = self.words.get(self.at) else { return false };
        self.at += 1;
        let mut licence = (*name).to_owned();
        if self.next_is("WITH") {
            let Some(exception) = self.words.get(self.at) else { return false };
            self.at += 1;
            licence = format!("{licence} WITH {exception}");
        }
        self.allowed.iter().any(|good| good == &licence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let allowed: Vec<String> = ["MIT", "Apache-2.0", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"].map(String::from).into();
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0 OR MIT",
            "MIT/Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(is_allowed(good, &allowed), "{good}");
        }
        for bad in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND OpenSSL", "MIT WITH Something", "", "(MIT", "MIT MIT"] {
            assert!(!is_allowed(bad, &allowed), "{bad}");
        }
    }
}
