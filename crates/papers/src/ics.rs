//! Due dates for other calendar programs (RFC 5545): a phone or Outlook subscribes to them.
//!
//! Every due date is an event of a whole day, so that any program shows it, with a reminder at nine in the
//! morning of the day before. The same thing keeps its identity from one file to the next, so that a moved
//! date moves there too. What has been done or withdrawn is written as cancelled.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use icalendar::{
    Alarm, Calendar, Class, Component, Event, EventLike, EventStatus, Property, Trigger,
};

/// One due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What it is the date of, the same in every file.
    pub uid: String,
    /// The line that calendars show.
    pub summary: String,
    /// More, shown when it is opened; may be empty.
    pub description: String,
    /// The day, in Asia/Shanghai.
    pub on: NaiveDate,
    /// Where to go for it.
    pub url: Option<String>,
    /// When the date was last set; calendars keep the newest.
    pub changed: DateTime<Utc>,
    /// No longer awaited.
    pub over: bool,
}

/// A calendar file named `name`.
pub fn calendar(name: &str, dues: impl IntoIterator<Item = Due>) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Huiying//Due dates//ZH"),
        ("CALSCALE", "GREGORIAN"),
    ] {
        calendar.append_property((key, value));
    }
    calendar.name(name);
    calendar.timezone("Asia/Shanghai");
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.ttl(&Duration::hours(1));
    for due in dues {
        calendar.push(event(due));
    }
    calendar.to_string()
}

fn event(due: Due) -> Event {
    let mut event = Event::with_uid(&due.uid);
    event
        .summary(&due.summary)
        // Without an end the event lasts its whole day; an end on the same day would be none (RFC 5545, 3.6.1).
        .starts(due.on)
        .timestamp(due.changed)
        .last_modified(due.changed)
        .class(Class::Private)
        // A day with a deadline is not a day away from the desk.
        .append_property(Property::new("TRANSP", "TRANSPARENT"));
    if !due.description.is_empty() {
        event.description(&due.description);
    }
    if let Some(url) = &due.url {
        event.url(url);
    }
    if due.over {
        event.status(EventStatus::Cancelled);
    } else {
        event.status(EventStatus::Confirmed);
        let nine_the_day_before = Trigger::before_start(Duration::hours(15));
        let mut alarm = Alarm::display(&due.summary, nine_the_day_before);
        alarm.uid(&format!("alarm-{}", due.uid));
        alarm.timestamp(due.changed);
        event.alarm(alarm);
    }
    event.done()
}
