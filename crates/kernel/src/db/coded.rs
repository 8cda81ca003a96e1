//! Nouns of an area read from rows by their codes.

/// Lets types that stand in a column as their code be read from rows of either engine: each has
/// `fn parse(code: &str) -> Option<Self>`. A code nobody knows is an error of the row.
#[macro_export]
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

/// A closed list of codes that tables, procedures, addresses and text keys share: the key of a value's name is the
/// prefix given and its code.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $key:literal: $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// As stored, in procedures and in addresses.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            pub fn parse(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|v| v.code() == code)
            }

            /// The key of its name in the two languages.
            pub fn key(self) -> String {
                format!(concat!($key, "{}"), self.code())
            }
        }

        impl From<$name> for $crate::db::Value {
            fn from(value: $name) -> Self {
                value.code().into()
            }
        }

        $crate::read_by_code!($name);
    };
}
