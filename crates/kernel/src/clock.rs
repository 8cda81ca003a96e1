//! Time as an argument: instants are microseconds UTC, legal dates are civil dates in Asia/Shanghai
//! (UTC+8 without summer time since 1992) and end at midnight there.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Instant(pub i64);

const SHANGHAI: FixedOffset = FixedOffset::east_opt(8 * 3600).expect("eight hours are an offset");

impl Instant {
    /// The civil date in Asia/Shanghai.
    pub fn day(self) -> NaiveDate {
        self.local().date_naive()
    }

    /// Date and time of day in Asia/Shanghai.
    pub fn local(self) -> DateTime<FixedOffset> {
        DateTime::<Utc>::from_timestamp_micros(self.0)
            .unwrap_or_default()
            .with_timezone(&SHANGHAI)
    }

    /// The instant at which the civil date begins in Asia/Shanghai, `hour` hours later.
    pub fn at(day: NaiveDate, hour: u32) -> Instant {
        let midnight = day
            .and_hms_opt(hour.min(23), 0, 0)
            .and_then(|t| t.and_local_timezone(SHANGHAI).single());
        Instant(midnight.map_or(0, |t| t.timestamp_micros()))
    }

    pub fn plus_seconds(self, s: i64) -> Instant {
        Instant(self.0 + s * 1_000_000)
    }
}

/// Where "now" comes from: the machine, or a test that turns the hands itself.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at` until it is set again.
    pub fn fixed(at: Instant) -> Clock {
        Clock::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    pub fn now(&self) -> Instant {
        match self {
            Clock::System => Instant(Utc::now().timestamp_micros()),
            Clock::Fixed(us) => Instant(us.load(Ordering::SeqCst)),
        }
    }

    /// Today in Asia/Shanghai.
    pub fn today(&self) -> NaiveDate {
        self.now().day()
    }

    /// Turns a fixed clock; the machine's clock is left alone.
    pub fn set(&self, at: Instant) {
        if let Clock::Fixed(us) = self {
            us.store(at.0, Ordering::SeqCst);
        }
    }
}
