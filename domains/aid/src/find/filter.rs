//! What is looked for, parsed once from a query.

use crate::lifecycle::RequestState;
use crate::request::PURPOSES;
use qianmo_db::Tx;
use qianmo_kernel::{Id, Kind, Refused, Res, text};
use qianmo_places::Place;
use qianmo_web::Cursor;

/// The most characters that are looked for; what a page is asked beyond them is passed over.
pub const MOST_WORDS: usize = 200;

/// What is looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filter {
    /// The place's id or code as asked; empty: everywhere.
    pub place: String,
    /// One purpose, or all.
    pub purpose: Option<&'static str>,
    /// Which states.
    pub state: StateFilter,
    /// Words; empty: none.
    pub words: String,
    /// Nearest first: the place itself, then what is around it, step by step.
    pub near: bool,
    /// In which order, where neither words nor nearness set one.
    pub order: Order,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// How many, 1 to 100.
    pub limit: usize,
}

/// The order of a list of what asks for help.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// Who waits longest and was seen least comes first.
    #[default]
    Fair,
    /// What a gift of this donor would gain most.
    Personal,
    /// What opened last comes first.
    Newest,
}

impl Order {
    /// Every order.
    pub const ALL: [Order; 3] = [Order::Fair, Order::Personal, Order::Newest];

    /// Its name in addresses; the words are `aid-order-<name>`.
    pub const fn name(self) -> &'static str {
        match self {
            Order::Fair => "fair",
            Order::Personal => "personal",
            Order::Newest => "newest",
        }
    }

    /// Reads a name; unknown ones are refused (400).
    pub fn parse(text: &str) -> Res<Order> {
        let found = Order::ALL.into_iter().find(|order| order.name() == text);
        found.ok_or_else(|| Refused::new(Kind::Malformed, "aid-unknown-order").beside("order").into())
    }
}

/// Which states are looked for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum StateFilter {
    /// Those that ask for help.
    Asking,
    /// Everything public: what asks first, then what is under way, met, ended.
    All,
    /// One state.
    One(RequestState),
}

impl StateFilter {
    /// Reads a state's name, `asking` or `all`; states that are not public are refused (400).
    pub fn parse(text: &str) -> Res<StateFilter> {
        match text {
            "asking" => Ok(StateFilter::Asking),
            "all" => Ok(StateFilter::All),
            name => match RequestState::from_name(name) {
                Some(state) if crate::request::stage_of(state).is_some() => Ok(StateFilter::One(state)),
                _ => Err(Refused::new(Kind::Malformed, "aid-unknown-state").beside("state").into()),
            },
        }
    }

    /// Whether only what takes pledges is looked for. What has run out does not any more, noted or not.
    pub fn asks(self) -> bool {
        match self {
            StateFilter::Asking => true,
            StateFilter::All => false,
            StateFilter::One(state) => state.takes_pledges(),
        }
    }

    /// Whether everything that asks is looked for, and nothing else: what has an order other than the fair one.
    pub fn is_asking(self) -> bool {
        self == StateFilter::Asking
    }

    /// The stages between which it lies.
    pub fn stages(self) -> (i64, i64) {
        match self {
            StateFilter::Asking => (1, 1),
            StateFilter::All => (1, 4),
            StateFilter::One(state) => crate::request::stage_of(state).map_or((1, 0), |stage| (stage, stage)),
        }
    }

    /// The one state, or '' for any.
    pub fn exact(self) -> &'static str {
        match self {
            StateFilter::One(state) => state.name(),
            StateFilter::Asking | StateFilter::All => "",
        }
    }
}

impl Filter {
    /// The order that the list has: words and nearness have their own, and what no longer asks is in the fair order.
    pub fn order(&self) -> Order {
        let own = !self.words.is_empty() || (self.near && !self.place.is_empty()) || !self.state.is_asking();
        if own { Order::Fair } else { self.order }
    }
}

/// A query as it came.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// A place's id or code.
    pub place: Option<String>,
    /// A purpose.
    pub purpose: Option<String>,
    /// A state, `asking` or `all`.
    pub state: Option<String>,
    /// Words.
    pub words: Option<String>,
    /// Nearest first.
    pub near: bool,
    /// An order's name.
    pub order: Option<String>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// How many.
    pub limit: Option<i64>,
}

impl Asked {
    /// Parses it; `otherwise` are the states when none is named. What cannot be meant is refused (400).
    pub fn parse(self, otherwise: StateFilter) -> Res<Filter> {
        let given = |text: Option<String>| text.map(|t| text::tidy(&t)).filter(|t| !t.is_empty());
        let purpose = match given(self.purpose) {
            None => None,
            Some(name) => match PURPOSES.iter().find(|p| **p == name) {
                Some(purpose) => Some(*purpose),
                None => return Err(Refused::new(Kind::Malformed, "aid-unknown-purpose").beside("purpose").into()),
            },
        };
        let state = given(self.state).map_or(Ok(otherwise), |name| StateFilter::parse(&name))?;
        let order = given(self.order).map_or(Ok(Order::Fair), |name| Order::parse(&name))?;
        let words: String = given(self.words).unwrap_or_default().chars().take(MOST_WORDS).collect();
        Ok(Filter {
            place: given(self.place).unwrap_or_default(),
            purpose,
            state,
            words,
            near: self.near,
            order,
            cursor: given(self.cursor),
            limit: usize::try_from(Cursor::limit(self.limit)?).unwrap_or(20),
        })
    }
}

/// The place that a query names by id or code; `None` for one that is not there.
pub fn place_of(tx: &mut Tx<'_>, asked: &str) -> Res<Option<Place>> {
    // No code holds one, and PostgreSQL takes no text with a zero byte in it.
    if asked.chars().any(char::is_control) {
        return Ok(None);
    }
    if let Ok(id) = asked.parse::<Id>()
        && let Some(place) = qianmo_places::find(tx, id)?
    {
        return Ok(Some(place));
    }
    qianmo_places::by_code(tx, asked)
}
