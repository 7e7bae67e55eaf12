//! What goes into a statement and what comes out of a row: numbers, texts and bytes, alike on both engines.

use postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use qianmo_kernel::{Currency, Error, Id, Locale, Millis, PlacePath, Res};
use std::borrow::Cow;

/// A parameter of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// Ids, money, times, counts and flags.
    Int(i64),
    /// Text in UTF-8.
    Text(Cow<'a, str>),
    /// Bytes: sealed data, hashes, blind indexes.
    Blob(Cow<'a, [u8]>),
}

macro_rules! from_int {
    ($($t:ty => $f:expr),* $(,)?) => { $(
        impl From<$t> for Value<'_> { fn from(x: $t) -> Self { let f: fn($t) -> i64 = $f; Value::Int(f(x)) } }
        impl From<&$t> for Value<'_> { fn from(x: &$t) -> Self { let f: fn($t) -> i64 = $f; Value::Int(f(*x)) } }
        impl From<Option<$t>> for Value<'_> { fn from(x: Option<$t>) -> Self { x.map_or(Value::Null, Value::from) } }
        impl From<&Option<$t>> for Value<'_> { fn from(x: &Option<$t>) -> Self { x.map_or(Value::Null, Value::from) } }
    )* };
}
from_int! {
    i64 => |x| x, i32 => i64::from, i16 => i64::from, i8 => i64::from, u8 => i64::from, u16 => i64::from, u32 => i64::from,
    usize => |x| i64::try_from(x).unwrap_or(i64::MAX), bool => i64::from, Id => |x| x.get(), Millis => |x| x.0,
}

macro_rules! from_text {
    ($($t:ty),*) => { $(
        impl<'a> From<&'a $t> for Value<'a> { fn from(x: &'a $t) -> Self { Value::Text(Cow::Borrowed(x.as_ref())) } }
        impl<'a> From<Option<&'a $t>> for Value<'a> { fn from(x: Option<&'a $t>) -> Self { x.map_or(Value::Null, Value::from) } }
    )* };
}
from_text!(str, String);

impl From<String> for Value<'_> {
    fn from(x: String) -> Self {
        Value::Text(Cow::Owned(x))
    }
}
impl<'a> From<&'a &str> for Value<'a> {
    fn from(x: &'a &str) -> Self {
        Value::Text(Cow::Borrowed(x))
    }
}
impl From<Option<String>> for Value<'_> {
    fn from(x: Option<String>) -> Self {
        x.map_or(Value::Null, Value::from)
    }
}
impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(x: &'a Option<String>) -> Self {
        x.as_deref().map_or(Value::Null, Value::from)
    }
}
impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(x: &'a [u8]) -> Self {
        Value::Blob(Cow::Borrowed(x))
    }
}
impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(x: &'a [u8; N]) -> Self {
        Value::Blob(Cow::Borrowed(x))
    }
}
impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(x: &'a Vec<u8>) -> Self {
        Value::Blob(Cow::Borrowed(x))
    }
}
impl From<Vec<u8>> for Value<'_> {
    fn from(x: Vec<u8>) -> Self {
        Value::Blob(Cow::Owned(x))
    }
}
impl From<Option<Vec<u8>>> for Value<'_> {
    fn from(x: Option<Vec<u8>>) -> Self {
        x.map_or(Value::Null, Value::from)
    }
}
impl<'a> From<&'a Option<Vec<u8>>> for Value<'a> {
    fn from(x: &'a Option<Vec<u8>>) -> Self {
        x.as_ref().map_or(Value::Null, Value::from)
    }
}
impl<'a> From<Option<&'a [u8]>> for Value<'a> {
    fn from(x: Option<&'a [u8]>) -> Self {
        x.map_or(Value::Null, Value::from)
    }
}
impl From<Currency> for Value<'_> {
    fn from(x: Currency) -> Self {
        Value::Text(Cow::Owned(x.code().to_owned()))
    }
}
impl From<&Currency> for Value<'_> {
    fn from(x: &Currency) -> Self {
        Value::from(*x)
    }
}
impl From<Locale> for Value<'_> {
    fn from(x: Locale) -> Self {
        Value::Text(Cow::Borrowed(x.tag()))
    }
}
impl<'a> From<&'a PlacePath> for Value<'a> {
    fn from(x: &'a PlacePath) -> Self {
        Value::Text(Cow::Borrowed(x.as_str()))
    }
}
impl<'a> From<&Value<'a>> for Value<'a> {
    fn from(x: &Value<'a>) -> Self {
        x.clone()
    }
}

/// The parameters of a statement, in order: `params![county, id, name]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(s) => ValueRef::Text(s.as_bytes()),
            Value::Blob(b) => ValueRef::Blob(b),
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => return Ok(IsNull::Yes),
            Value::Int(n) => match *ty {
                Type::INT8 => return n.to_sql(ty, out),
                Type::INT4 => return i32::try_from(*n)?.to_sql(ty, out),
                Type::INT2 => return i16::try_from(*n)?.to_sql(ty, out),
                Type::TEXT | Type::VARCHAR => return n.to_string().to_sql(ty, out),
                _ => {}
            },
            Value::Text(s) => return s.as_ref().to_sql(ty, out),
            Value::Blob(b) => return b.as_ref().to_sql(ty, out),
        }
        Err(format!("a number was given where the statement takes {ty}").into())
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A number, text or bytes, whatever width PostgreSQL sends it in.
enum Any<'a> {
    Int(i64),
    Text(&'a str),
    Blob(&'a [u8]),
}

impl<'a> FromSql<'a> for Any<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Any::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Any::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::INT2 => Any::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::BOOL => Any::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::BYTEA => Any::Blob(raw),
            _ => Any::Text(<&str>::from_sql(ty, raw)?),
        })
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::INT8
                | Type::INT4
                | Type::INT2
                | Type::BOOL
                | Type::BYTEA
                | Type::TEXT
                | Type::VARCHAR
                | Type::NAME
                | Type::BPCHAR
                | Type::UNKNOWN
        )
    }
}

/// A row of an answer. Columns are taken by number, from 0, as the statement names them.
pub struct Row<'a>(pub(crate) Inner<'a>);

pub(crate) enum Inner<'a> {
    Lite(&'a rusqlite::Row<'a>),
    Pg(&'a postgres::Row),
}

fn wrong(at: usize, wanted: &str) -> Error {
    Error::new(format!("column {at} of the answer is not {wanted}"))
}

impl Row<'_> {
    fn get(&self, at: usize) -> Res<Option<Any<'_>>> {
        Ok(match &self.0 {
            Inner::Lite(row) => {
                use rusqlite::types::ValueRef;
                match row.get_ref(at).map_err(|e| Error::because(format!("column {at}"), e))? {
                    ValueRef::Null => None,
                    ValueRef::Integer(n) => Some(Any::Int(n)),
                    ValueRef::Text(t) => Some(Any::Text(std::str::from_utf8(t).map_err(|e| Error::because("text", e))?)),
                    ValueRef::Blob(b) => Some(Any::Blob(b)),
                    ValueRef::Real(_) => return Err(wrong(at, "a whole number, text or bytes").into()),
                }
            }
            Inner::Pg(row) => row.try_get::<_, Option<Any<'_>>>(at).map_err(|e| Error::because(format!("column {at}"), e))?,
        })
    }

    /// A number that may be missing.
    pub fn opt_i64(&self, at: usize) -> Res<Option<i64>> {
        match self.get(at)? {
            None => Ok(None),
            Some(Any::Int(n)) => Ok(Some(n)),
            Some(_) => Err(wrong(at, "a number").into()),
        }
    }

    /// A number.
    pub fn i64(&self, at: usize) -> Res<i64> {
        self.opt_i64(at)?.ok_or_else(|| wrong(at, "there").into())
    }

    /// A text that may be missing.
    pub fn opt_text(&self, at: usize) -> Res<Option<String>> {
        match self.get(at)? {
            None => Ok(None),
            Some(Any::Text(t)) => Ok(Some(t.to_owned())),
            Some(_) => Err(wrong(at, "text").into()),
        }
    }

    /// A text.
    pub fn text(&self, at: usize) -> Res<String> {
        self.opt_text(at)?.ok_or_else(|| wrong(at, "there").into())
    }

    /// Bytes that may be missing.
    pub fn opt_blob(&self, at: usize) -> Res<Option<Vec<u8>>> {
        match self.get(at)? {
            None => Ok(None),
            Some(Any::Blob(b)) => Ok(Some(b.to_vec())),
            Some(_) => Err(wrong(at, "bytes").into()),
        }
    }

    /// Bytes.
    pub fn blob(&self, at: usize) -> Res<Vec<u8>> {
        self.opt_blob(at)?.ok_or_else(|| wrong(at, "there").into())
    }

    /// An id.
    pub fn id(&self, at: usize) -> Res<Id> {
        self.i64(at).map(Id::from_i64)
    }

    /// An id that may be missing.
    pub fn opt_id(&self, at: usize) -> Res<Option<Id>> {
        Ok(self.opt_i64(at)?.map(Id::from_i64))
    }

    /// A flag: 0 or 1.
    pub fn flag(&self, at: usize) -> Res<bool> {
        self.i64(at).map(|n| n != 0)
    }

    /// A moment.
    pub fn millis(&self, at: usize) -> Res<Millis> {
        self.i64(at).map(Millis)
    }

    /// A moment that may be missing.
    pub fn opt_millis(&self, at: usize) -> Res<Option<Millis>> {
        Ok(self.opt_i64(at)?.map(Millis))
    }

    /// A currency.
    pub fn currency(&self, at: usize) -> Res<Currency> {
        self.text(at)?.parse().map_err(|_| wrong(at, "a currency").into())
    }

    /// A place's path.
    pub fn path(&self, at: usize) -> Res<PlacePath> {
        self.text(at).map(PlacePath::from_stored)
    }
}
