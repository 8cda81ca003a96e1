//! Failed sign-ins by address: whoever guesses at many accounts from one place is slowed down. An office behind
//! one address shares the count, so it is a generous one; the account's own lock-out is the strict one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::clock::Instant;

/// Failures from one address within [`WINDOW`] seconds after which it waits.
pub(crate) const MOST: u32 = 30;
pub(crate) const WINDOW: i64 = 600;
/// Addresses remembered at once; the ones whose time is over make room.
const REMEMBERED: usize = 20_000;

/// The failures of each address and when the first of them was. In memory: a restart forgives.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    failures: Mutex<HashMap<String, (Instant, u32)>>,
}

impl Gate {
    /// Seconds the address still has to wait; `None` where it may try.
    pub(crate) fn waits(&self, address: &str, now: Instant) -> Option<i64> {
        let all = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, n) = *all.get(address)?;
        let left = (since.plus_seconds(WINDOW).0 - now.0) / 1_000_000;
        (n >= MOST && left > 0).then_some(left)
    }

    /// Counts a failure.
    pub(crate) fn failed(&self, address: &str, now: Instant) {
        let mut all = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.retain(|_, (since, _)| since.plus_seconds(WINDOW) > now);
        }
        let entry = all.entry(address.to_owned()).or_insert((now, 0));
        if entry.0.plus_seconds(WINDOW) <= now {
            *entry = (now, 0);
        }
        entry.1 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_waits_and_the_others_do_not() {
        let gate = Gate::default();
        let now = Instant(1_700_000_000_000_000);
        for _ in 0..MOST {
            assert_eq!(gate.waits("10.0.0.1", now), None);
            gate.failed("10.0.0.1", now);
        }
        assert_eq!(gate.waits("10.0.0.1", now), Some(WINDOW));
        assert_eq!(gate.waits("10.0.0.2", now), None);
        let later = now.plus_seconds(WINDOW);
        assert_eq!(gate.waits("10.0.0.1", later), None);
        gate.failed("10.0.0.1", later);
        assert_eq!(gate.waits("10.0.0.1", later), None);
    }
}
