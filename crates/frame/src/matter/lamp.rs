//! The lamp of a matter or a step beside its last day.

use chrono::NaiveDate;
use text::Lang;
use text::date::Left;
use workday::Calendar;

use crate::ui::{Lamp, Light};

/// A lamp with the days left beside it.
pub fn lamp_of(
    lang: Lang,
    today: NaiveDate,
    calendar: &Calendar,
    due: Option<NaiveDate>,
    lamp: Option<workday::Lamp>,
) -> Lamp {
    let light = match lamp {
        Some(workday::Lamp::Green) => Light::Green,
        Some(workday::Lamp::Amber) => Light::Amber,
        Some(workday::Lamp::Red) => Light::Red,
        None => Light::Out,
    };
    match (due, light) {
        (None, _) | (_, Light::Out) => Lamp::plain(lang, Light::Out),
        (Some(due), light) => {
            let left = if due < today {
                -calendar.working_days_left(due, today).max(1)
            } else {
                calendar.working_days_left(today, due)
            };
            // Due on a day off after today: nothing is left to work, but it is not today either.
            let left = match left {
                0 if due > today => Left::Calendar((due - today).num_days()),
                n => Left::Working(n),
            };
            Lamp::due(lang, light, left)
        }
    }
}
