//! What can go wrong: a refusal (an expected answer with a reason a person can read) or an error (ours to mend).

use std::fmt;

/// The result of everything that can be refused or can fail.
pub type Res<T> = Result<T, Fail>;

/// A refusal, an error, or a lost race that is to be run again.
#[derive(Debug)]
pub enum Fail {
    /// An expected answer: the person can read why and act on it.
    Refused(Box<Refused>),
    /// Not expected: logged with a correlation id, shown as "something went wrong".
    Error(Error),
    /// What was read had changed by the time it was saved. The database layer runs the unit of work again.
    Race,
}

/// What kind of refusal it is; decides the HTTP status.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// 400: the request itself cannot be read.
    Malformed,
    /// 401: nobody is signed in.
    SignInNeeded,
    /// 403: signed in, but this is not theirs to do.
    Forbidden,
    /// 404: there is no such thing, or none that this person may know of.
    NotFound,
    /// 409: the state of things does not allow it (any more).
    Conflict,
    /// 410: it was here and is gone for good.
    Gone,
    /// 412: it has changed since it was read.
    Changed,
    /// 413: too large.
    TooLarge,
    /// 415: a kind of content that is not taken.
    WrongType,
    /// 422: one or more fields are not right.
    Invalid,
    /// 428: an If-Match or Idempotency-Key header is needed.
    HeaderNeeded,
    /// 429: too often.
    TooOften,
    /// 503: not possible at this moment; try again.
    Busy,
}

impl Kind {
    /// The HTTP status code.
    pub const fn status(self) -> u16 {
        match self {
            Kind::Malformed => 400,
            Kind::SignInNeeded => 401,
            Kind::Forbidden => 403,
            Kind::NotFound => 404,
            Kind::Conflict => 409,
            Kind::Gone => 410,
            Kind::Changed => 412,
            Kind::TooLarge => 413,
            Kind::WrongType => 415,
            Kind::Invalid => 422,
            Kind::HeaderNeeded => 428,
            Kind::TooOften => 429,
            Kind::Busy => 503,
        }
    }
}

/// One field that is not right: its name as in the form and in the API, and the message's key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// The field's name; nested fields with a point: `parts.0.amount`.
    pub field: String,
    /// The key of the message that is shown beside the field.
    pub message: &'static str,
    /// What the message mentions: placeable name and text.
    pub args: Vec<(&'static str, String)>,
}

/// An expected "no", with a reason that is a message in every language and a problem type in the API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The kind; decides the status.
    pub kind: Kind,
    /// The message key, e.g. `aid-pledge-over`. Also the problem type: `/problems/aid-pledge-over`.
    pub message: &'static str,
    /// What the message mentions; a moment stands for its day. Never personal data.
    pub args: Vec<(&'static str, String)>,
    /// The fields that are not right, for [`Kind::Invalid`].
    pub fields: Vec<FieldError>,
    /// Seconds after which it may be tried again, for [`Kind::TooOften`], [`Kind::Busy`], and a [`Kind::Conflict`] that ends by itself.
    pub retry_after: Option<u64>,
}

impl Refused {
    /// A refusal whose reason is the message `message`.
    pub fn new(kind: Kind, message: &'static str) -> Self {
        Refused { kind, message, args: Vec::new(), fields: Vec::new(), retry_after: None }
    }

    /// Names something the message mentions.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Says when it may be tried again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Says beside which field it belongs, where it names none by itself: a photo that is too large, say.
    #[must_use]
    pub fn beside(mut self, field: impl Into<String>) -> Self {
        if self.fields.is_empty() {
            self.fields.push(FieldError { field: field.into(), message: self.message, args: self.args.clone() });
        }
        self
    }

    /// There is no such thing, or none that this person may know of.
    pub fn not_found() -> Self {
        Refused::new(Kind::NotFound, "web-not-found")
    }

    /// This is not theirs to do.
    pub fn forbidden() -> Self {
        Refused::new(Kind::Forbidden, "web-forbidden")
    }

    /// One field is not right.
    pub fn field(field: impl Into<String>, message: &'static str) -> Self {
        Refused::invalid(vec![FieldError { field: field.into(), message, args: Vec::new() }])
    }

    /// A parameter of a query names nothing that there is (400).
    pub fn parameter(name: impl Into<String>, message: &'static str) -> Self {
        Refused { kind: Kind::Malformed, ..Refused::field(name, message) }
    }

    /// Several fields are not right.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Refused { fields, ..Refused::new(Kind::Invalid, "web-invalid") }
    }
}

impl From<Refused> for Fail {
    fn from(refused: Refused) -> Self {
        Fail::Refused(Box::new(refused))
    }
}

/// Something that should not have happened.
#[derive(Debug)]
pub struct Error {
    what: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error described in our own words. Never put personal data into it: it is logged.
    pub fn new(what: impl Into<String>) -> Self {
        Error { what: what.into(), source: None }
    }

    /// An error that something else caused.
    pub fn because(what: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Error { what: what.into(), source: Some(source.into()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        let mut next = self.source.as_deref().map(|s| s as &dyn std::error::Error);
        while let Some(source) = next {
            write!(f, ": {source}")?;
            next = source.source();
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<Error> for Fail {
    fn from(error: Error) -> Self {
        Fail::Error(error)
    }
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fail::Refused(r) => write!(f, "refused: {}", r.message),
            Fail::Error(e) => write!(f, "{e}"),
            Fail::Race => f.write_str("changed by someone else at the same moment"),
        }
    }
}

impl std::error::Error for Fail {}
