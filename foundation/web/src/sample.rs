//! Every template with a sample, so that a test can render them all in every language.

use crate::view::View;

/// A template that can be rendered without a request.
pub struct Sample {
    /// Its name.
    pub name: &'static str,
    /// Renders it; an error's text if it cannot be.
    pub render: fn(View) -> Result<String, String>,
}

inventory::collect!(Sample);

/// Every template that has a sample.
pub fn samples() -> impl Iterator<Item = &'static Sample> {
    inventory::iter::<Sample>.into_iter()
}

/// Registers a template that has `fn sample(v: View) -> Self`.
#[macro_export]
macro_rules! sample {
    ($($page:ty),* $(,)?) => { $(
        $crate::inventory::submit! {
            $crate::sample::Sample {
                name: concat!(module_path!(), "::", stringify!($page)),
                render: |v| askama::Template::render(&<$page>::sample(v)).map_err(|e| e.to_string()),
            }
        }
    )* };
}
