//! Limits as offices say and set them.

use kernel::error::{Error, Message};
use procedure::StepLimit;
use text::{Arg, Lang, ta};
use workday::{Limit, Unit};

/// The units a limit can be set in by form.
pub const UNITS: [&str; 3] = ["working_days", "days", "months"];

/// `30个工作日`, `3个月`.
pub fn words(lang: Lang, limit: Limit) -> String {
    let n = |key: &str, n: u16| ta(lang, key, &[("n", Arg::Number(i64::from(n)))]);
    match limit {
        Limit::WorkingDays(d) => n("office-limit-working-days", d),
        Limit::CalendarDays(d) => n("office-limit-days", d),
        Limit::Months(m) => n("office-limit-months", m),
        Limit::On(day) => {
            let day = text::date::date_plain(lang, day);
            ta(lang, "office-limit-on", &[("date", day.into())])
        }
        Limit::Before { n, unit } => {
            let length = words(
                lang,
                match unit {
                    Unit::WorkingDays => Limit::WorkingDays(n),
                    Unit::Days => Limit::CalendarDays(n),
                    Unit::Months => Limit::Months(n),
                },
            );
            ta(lang, "office-limit-before", &[("length", length.into())])
        }
    }
}

/// The number and unit of a limit that a form can set.
pub fn parts(limit: Limit) -> Option<(i64, &'static str)> {
    match limit {
        Limit::WorkingDays(n) => Some((i64::from(n), UNITS[0])),
        Limit::CalendarDays(n) => Some((i64::from(n), UNITS[1])),
        Limit::Months(n) => Some((i64::from(n), UNITS[2])),
        Limit::On(_) | Limit::Before { .. } => None,
    }
}

/// A limit as typed; the fault stands beside the field `n`.
pub fn read(n: i64, unit: &str) -> Result<Limit, Error> {
    let few = u16::try_from(n).unwrap_or(u16::MAX);
    let limit = match unit {
        "days" => Limit::CalendarDays(few),
        "months" => Limit::Months(few),
        _ => Limit::WorkingDays(few),
    };
    limit
        .check()
        .map_err(|_| Error::field("n", Message::new("invalid-limit")))
}

/// The length a step names itself; none where it takes the pack's.
pub fn own(limit: Option<&StepLimit>) -> Option<Limit> {
    match limit {
        Some(StepLimit::Fixed(limit)) => Some(*limit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_said_and_read_back() {
        for (limit, zh) in [
            (Limit::WorkingDays(30), "30个工作日"),
            (Limit::CalendarDays(10), "10日"),
            (Limit::Months(3), "3个月"),
        ] {
            assert_eq!(words(Lang::Zh, limit), zh);
            let (n, unit) = parts(limit).expect("a length");
            assert_eq!(read(n, unit).expect("a limit"), limit);
        }
        let before = Limit::Before {
            n: 5,
            unit: Unit::WorkingDays,
        };
        assert_eq!(words(Lang::Zh, before), "会议前5个工作日");
        assert!(parts(before).is_none());
        for (n, unit) in [(0, "days"), (4000, "days"), (121, "months")] {
            assert!(read(n, unit).is_err(), "{n} {unit}");
        }
    }
}
