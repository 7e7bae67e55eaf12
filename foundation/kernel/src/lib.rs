//! The words every part of Qianmo shares: ids, money, time, chance, locale, actor, refusals.
//!
//! Nothing here reads a clock, a file or the network, and nothing here knows of donors or requests.

pub mod actor;
pub mod as_read;
pub mod chance;
pub mod fail;
pub mod ids;
pub mod locale;
pub mod money;
pub mod text;
pub mod time;

pub use actor::{Actor, Grant, Permission, PlacePath, Role, Via};
pub use chance::{Chance, Rng};
pub use fail::{Error, Fail, FieldError, Kind, Refused, Res};
pub use ids::{Id, IdMaker, PublicRef};
pub use locale::{LANGUAGES, Locale};
pub use money::{Currency, Money};
pub use time::{Clock, ManualClock, Millis, SystemClock};
