//! Values that can be bound on either engine; an absent value keeps its type, which PostgreSQL asks for.

use chrono::NaiveDate;

/// One bound argument.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Int(Option<i64>),
    Bool(Option<bool>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Date(Option<NaiveDate>),
}

macro_rules! from {
    ($($ty:ty => $variant:ident, $map:expr;)*) => {$(
        impl From<$ty> for Value {
            fn from(v: $ty) -> Self { Value::$variant(Some($map(v))) }
        }
        impl From<Option<$ty>> for Value {
            fn from(v: Option<$ty>) -> Self { Value::$variant(v.map($map)) }
        }
    )*};
}

from! {
    i64 => Int, |v| v;
    i32 => Int, i64::from;
    u32 => Int, i64::from;
    u16 => Int, i64::from;
    bool => Bool, |v| v;
    String => Text, |v| v;
    &str => Text, str::to_owned;
    &String => Text, String::clone;
    Vec<u8> => Bytes, |v| v;
    &[u8] => Bytes, |v: &[u8]| v.to_vec();
    NaiveDate => Date, |v| v;
    crate::id::Id => Int, |v: crate::id::Id| v.0;
}
