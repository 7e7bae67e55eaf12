//! Facets: what a thing is filtered by, kept in the index beside its words.

use qianmo_kernel::{Id, PlacePath};

/// One property to filter by, such as `state` = `open` or `place` = an area's id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Facet(String);

impl Facet {
    /// A property and its value: small letters and digits count; capitals are made small, anything else becomes `_`.
    pub fn new(name: &str, value: &str) -> Self {
        // The underscore, which no word of a text holds, keeps facets apart from words.
        let mut token = String::with_capacity(name.len() + value.len() + 1);
        for letter in name.chars().chain(std::iter::once('_')).chain(value.chars()) {
            token.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' });
        }
        Facet(token)
    }

    /// The area with this id: asks for what lies there or below.
    pub fn place(id: Id) -> Self {
        Facet::new("place", &id.to_string())
    }

    /// One facet for each area along a path: what an entry that lies there is given, so that each of them finds it.
    pub fn places(path: &PlacePath) -> Vec<Self> {
        path.ids().map(Facet::place).collect()
    }

    /// The facet every entry of a kind carries.
    pub(crate) fn kind(kind: &str) -> Self {
        Facet::new("kind", kind)
    }

    /// The facet as the index keeps it.
    pub fn token(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facet_is_one_token_that_no_text_can_forge() {
        assert_eq!(Facet::new("state", "Partly-Pledged").token(), "state_partly_pledged");
        assert_eq!(Facet::new("x", "\" OR *").token(), "x___or__");
        for cut in crate::cut("state_open kind_request") {
            assert!(!cut.contains('_'));
        }
        let path = PlacePath::root().child(Id::from_i64(1)).child(Id::from_i64(2));
        assert_eq!(Facet::places(&path), [Facet::place(Id::from_i64(1)), Facet::place(Id::from_i64(2))]);
    }
}
