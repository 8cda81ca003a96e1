//! How the area's nouns are read from rows: each by its code.

use crate::model::commitment::Stage;
use crate::model::filing::NotFiled;
use crate::model::handling::{ContactWay, HandlingState, Part, RequestKind, Ruling};
use crate::model::matter::{Form, MatterKind};
use crate::model::party::{PartyRole, PartyState};
use crate::model::reply::Meaning;
use crate::model::verdict::{CountingRule, Rating, Standing};

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
    ContactWay,
    CountingRule,
    Form,
    HandlingState,
    MatterKind,
    Meaning,
    NotFiled,
    Part,
    PartyRole,
    PartyState,
    Rating,
    RequestKind,
    Ruling,
    Stage,
    Standing,
);
