//! The nouns and rules of appointments, without a database, a clock or a word for people.

pub mod election;
pub mod exam;
pub mod holding;
pub mod office;
pub mod papers;
pub mod refusal;

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
    };
}
pub(crate) use codes;
