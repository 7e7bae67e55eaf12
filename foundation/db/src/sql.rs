//! SQL statements as constants that register themselves, so that a test can prepare every one on both engines.

/// One statement. Nearly all read the same on both engines; full-text search and job claiming differ.
#[derive(Copy, Clone, Debug)]
pub struct Sql {
    /// Where it stands: module path and constant.
    pub name: &'static str,
    /// What SQLite is given.
    pub sqlite: &'static str,
    /// What PostgreSQL is given.
    pub postgres: &'static str,
}

impl Sql {
    /// The same text for both engines.
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Sql { name, sqlite: text, postgres: text }
    }

    /// A text for each engine.
    pub const fn per_engine(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Sql { name, sqlite, postgres }
    }
}

/// A registered statement.
pub struct Statement(pub Sql);

inventory::collect!(Statement);

/// Every statement of the program.
pub fn statements() -> impl Iterator<Item = &'static Sql> {
    inventory::iter::<Statement>.into_iter().map(|s| &s.0)
}

/// Declares statements as constants and registers them.
///
/// ```
/// qianmo_db::sql! {
///     /// How many accounts there are.
///     pub const COUNT = "SELECT COUNT(*) FROM account";
///     /// Differs by engine.
///     const CLAIM = sqlite "SELECT 1" postgres "SELECT 1";
/// }
/// ```
#[macro_export]
macro_rules! sql {
    () => {};
    ($(#[$meta:meta])* $vis:vis const $name:ident = sqlite $lite:literal postgres $pg:literal; $($rest:tt)*) => {
        $(#[$meta])*
        $vis const $name: $crate::Sql =
            $crate::Sql::per_engine(concat!(module_path!(), "::", stringify!($name)), $lite, $pg);
        $crate::inventory::submit! { $crate::Statement($name) }
        $crate::sql! { $($rest)* }
    };
    ($(#[$meta:meta])* $vis:vis const $name:ident = $text:expr; $($rest:tt)*) => {
        $(#[$meta])*
        $vis const $name: $crate::Sql = $crate::Sql::new(concat!(module_path!(), "::", stringify!($name)), $text);
        $crate::inventory::submit! { $crate::Statement($name) }
        $crate::sql! { $($rest)* }
    };
}
