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
pub mod rhythm;
pub mod score;
pub mod share;

/// A closed list of codes as everywhere, which incentive rules and frozen settlements write into their JSON too.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident, $($rest:tt)+) => {
        kernel::codes! { $(#[$meta])* $name, $($rest)+ }

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
