//! The newsroom's nouns and rules, without a database, a clock or a word for people.

pub mod adoption;
pub mod board;
pub mod briefing;
pub mod campaign;
pub mod characters;
pub mod coverage;
pub mod genre;
pub mod imbalance;
pub mod incentive;
pub mod issue;
pub mod media;
pub mod network;
pub mod outlet;
pub mod quota;
pub mod review;
pub mod score;
pub mod share;

/// A closed list of codes that tables, addresses and text keys share.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $key:literal: $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// As stored and in addresses.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            pub fn parse(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|v| v.code() == code)
            }

            /// The key of its word.
            pub fn key(self) -> String {
                format!(concat!($key, "{}"), self.code())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let code = <String as serde::Deserialize>::deserialize(from)?;
                $name::parse(&code).ok_or_else(|| serde::de::Error::custom(format!("no {code} here")))
            }
        }
    };
}
pub(crate) use codes;
