//! How the area's nouns are read from rows: each by its code.

use crate::model::adoption::{Aspect, Field, Nature, Place, Position, Setting, Size};
use crate::model::genre::Genre;
use crate::model::outlet::{Level, Medium};

macro_rules! read_by_code {
    ($($name:ident),* $(,)?) => {$(
        impl<DB: sqlx::Database> sqlx::Type<DB> for $name
        where
            String: sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <String as sqlx::Type<DB>>::type_info()
            }

            fn compatible(ty: &DB::TypeInfo) -> bool {
                <String as sqlx::Type<DB>>::compatible(ty)
            }
        }

        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name
        where
            String: sqlx::Decode<'r, DB>,
        {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let code = <String as sqlx::Decode<'r, DB>>::decode(value)?;
                $name::parse(&code).ok_or_else(|| format!("not known: {code}").into())
            }
        }
    )*};
}

read_by_code!(
    Aspect, Field, Genre, Level, Medium, Nature, Place, Position, Setting, Size,
);
