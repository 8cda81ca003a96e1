//! The nouns of proposals, suggestions and bills, and their rules. Pure: no database, no clock, no web.
//!
//! Every noun that is stored or sent is an enum with a `code` (the word in tables, addresses, procedures and the
//! API), `parse`, and a `key` under which the two languages have its name.
//!
//! - [`matter`]: what kind of matter it is and in what form it was brought in;
//! - [`party`]: who stands behind it, and how many it takes;
//! - [`draft`]: whether a paper is fit to be submitted;
//! - [`filing`]: the outcome of filing review, and coded reasons;
//! - [`handling`]: units, contacts, requests;
//! - [`reply`]: classes and what each must contain;
//! - [`verdict`]: ratings, and which of them counts;
//! - [`commitment`]: what a reply promised, stage by stage;
//! - [`number`]: numbers of matters and replies.

pub mod category;
pub mod commitment;
pub mod draft;
pub mod filing;
pub mod handling;
pub mod matter;
pub mod number;
pub mod party;
pub mod reply;
pub mod verdict;

/// An enum whose values have a code and a text key.
macro_rules! coded {
    ($prefix:literal, $(#[$meta:meta])* $name:ident { $($(#[$note:meta])* $value:ident = $code:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$note])* $value,)* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$value,)*];

            /// The word in tables, addresses, procedures and the API.
            pub fn code(self) -> &'static str {
                match self { $($name::$value => $code,)* }
            }

            pub fn parse(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$value),)* _ => None }
            }

            /// The key of its name in the two languages.
            pub fn key(self) -> String {
                format!("{}{}", $prefix, self.code())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl From<$name> for kernel::db::Value {
            fn from(value: $name) -> Self {
                value.code().into()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                $name::parse(&code).ok_or_else(|| serde::de::Error::custom(format!("not known: {code}")))
            }
        }
    };
}
pub(crate) use coded;

#[cfg(test)]
mod tests {
    use super::*;
    use text::Lang;

    macro_rules! every {
        ($($name:path),* $(,)?) => {{
            let mut all: Vec<(&'static str, String, bool)> = Vec::new();
            $({
                use $name as Noun;
                for value in Noun::ALL {
                    all.push((value.code(), value.key(), Noun::parse(value.code()) == Some(*value)));
                }
            })*
            all
        }};
    }

    #[test]
    fn codes_are_read_back_and_have_a_name_in_both_languages() {
        let all = every![
            matter::MatterKind,
            matter::Form,
            party::PartyRole,
            party::PartyState,
            handling::Part,
            handling::HandlingState,
            handling::ContactWay,
            handling::RequestKind,
            handling::Ruling,
            filing::NotFiled,
            filing::Returned,
            filing::Reviewed,
            reply::Meaning,
            verdict::Rating,
            verdict::Standing,
            verdict::CountingRule,
            commitment::Stage,
        ];
        let mut keys = std::collections::BTreeSet::new();
        for (code, key, read_back) in all {
            assert!(read_back, "{code}");
            for lang in [Lang::Zh, Lang::En] {
                assert_ne!(text::t(lang, &key), key, "{key} has no name");
            }
            assert!(keys.insert(key.clone()), "{key} names two things");
        }
    }
}
