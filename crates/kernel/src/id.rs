//! Identities: 63-bit, roughly ordered by time, with 22 random bits, so that a gap between two ids tells
//! nothing about what lies between them, and inserts stay near the end of each index.
//!
//! Printed as 13 characters of Crockford's base 32 in addresses and in the API.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use crate::clock::Instant;

/// The identity of a row. Never derived from another row's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub i64);

/// Microseconds at 2000-01-01T00:00:00Z: ids count milliseconds from here (41 bits last until 2069).
const EPOCH_US: i64 = 946_684_800_000_000;
/// Low bits of an identity that are not its time.
pub(crate) const RANDOM_BITS: u32 = 22;
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Id {
    /// A new identity at `now`, random in its low bits. No two of one process are alike, however many rows are
    /// made at one instant (an import's act has one instant for thousands of rows).
    pub fn new(now: Instant) -> Id {
        let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let mut bytes = [0u8; 4];
            getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
            let id = Id::from_parts(now, u32::from_le_bytes(bytes));
            if given.get_or_insert_default().add(id) {
                return id;
            }
        }
    }

    /// The identity made of an instant and given random bits: for deterministic seed data.
    pub fn from_parts(now: Instant, random: u32) -> Id {
        let ms = ((now.0 - EPOCH_US) / 1000).clamp(0, (1 << 41) - 1);
        Id((ms << RANDOM_BITS) | i64::from(random & ((1 << RANDOM_BITS) - 1)))
    }
}

/// The identities this process gave lately, so that none is given twice.
static GIVEN: Mutex<Option<Given>> = Mutex::new(None);

/// By millisecond, the one used first forgotten first. Many acts run in one millisecond; invented data comes back to
/// the same ones for each of its organs.
#[derive(Default)]
struct Given {
    ids: HashMap<i64, HashSet<i64>>,
    order: VecDeque<i64>,
}

impl Given {
    /// Milliseconds remembered.
    const MOST: usize = 20_000;

    /// False where the identity was given before.
    fn add(&mut self, id: Id) -> bool {
        let ms = id.0 >> RANDOM_BITS;
        if let Some(ids) = self.ids.get_mut(&ms) {
            return ids.insert(id.0);
        }
        if self.order.len() == Given::MOST
            && let Some(first) = self.order.pop_front()
        {
            self.ids.remove(&first);
        }
        self.order.push_back(ms);
        self.ids.insert(ms, HashSet::from([id.0]));
        true
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.0 as u64;
        let mut out = [0u8; 13];
        for (i, c) in out.iter_mut().enumerate() {
            *c = ALPHABET[((n >> (60 - 5 * i)) & 31) as usize];
        }
        f.write_str(std::str::from_utf8(&out).unwrap_or_default())
    }
}

/// The text is no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct BadId;

impl FromStr for Id {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Id, BadId> {
        let bytes = text.as_bytes();
        if bytes.len() != 13 {
            return Err(BadId);
        }
        let mut n: u64 = 0;
        for b in bytes {
            let digit = ALPHABET
                .iter()
                .position(|a| *a == b.to_ascii_lowercase())
                .ok_or(BadId)? as u64;
            if n >> 59 != 0 {
                return Err(BadId);
            }
            n = (n << 5) | digit;
        }
        i64::try_from(n).map(Id).map_err(|_| BadId)
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Id, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<DB: sqlx::Database> sqlx::Type<DB> for Id
where
    i64: sqlx::Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <i64 as sqlx::Type<DB>>::type_info()
    }
    fn compatible(ty: &DB::TypeInfo) -> bool {
        <i64 as sqlx::Type<DB>>::compatible(ty)
    }
}

impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for Id
where
    i64: sqlx::Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Id, sqlx::error::BoxDynError> {
        <i64 as sqlx::Decode<'r, DB>>::decode(value).map(Id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn printed_and_read_again(n in 0..=i64::MAX) {
            let id = Id(n);
            prop_assert_eq!(id.to_string().parse::<Id>(), Ok(id));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,20}") {
            let _ = text.parse::<Id>();
        }
    }

    /// Two alike would be all but certain among so many random ones.
    #[test]
    fn thousands_of_rows_at_one_instant_all_differ() {
        let now = Instant(EPOCH_US + 5_000);
        let ids: HashSet<Id> = (0..20_000).map(|_| Id::new(now)).collect();
        assert_eq!(ids.len(), 20_000);
    }

    /// As a seed does: each organ anew through the same days.
    #[test]
    fn instants_come_back_to_give_others() {
        let mut all = HashSet::new();
        for _ in 0..40 {
            for at in 0..200 {
                for _ in 0..20 {
                    assert!(all.insert(Id::new(Instant(EPOCH_US + 7_000_000 + at * 1_000))));
                }
            }
        }
    }

    #[test]
    fn later_ids_are_greater() {
        let a = Id::from_parts(Instant(EPOCH_US + 1_000), u32::MAX);
        let b = Id::from_parts(Instant(EPOCH_US + 2_000), 0);
        assert!(a < b);
    }
}
