//! What it means that the standing committee refused somebody: the rule pack's (浙江第十五条、深圳第二十条、重庆第二十一条).

use chrono::{Months, NaiveDate};
use procedure::RulePack;

/// The local rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// So many refusals for one office within a term bar the person from it; zero where no rule says so.
    pub most: i64,
    /// So many months must lie between a refusal and the next nomination.
    pub months: i64,
}

impl Rule {
    pub fn of(pack: &RulePack) -> Rule {
        Rule {
            most: pack.rules.refusals,
            months: pack.rules.refusal_months,
        }
    }
}

/// Why somebody cannot be nominated now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    /// For the rest of the term.
    Term,
    /// Until this day.
    Until(NaiveDate),
}

/// Whether refusals of this term, by their days, bar a nomination today.
pub fn barred(rule: Rule, refused: &[NaiveDate], today: NaiveDate) -> Option<Barred> {
    if rule.most > 0 && refused.len() as i64 >= rule.most {
        return Some(Barred::Term);
    }
    let last = refused.iter().max()?;
    let until = last.checked_add_months(Months::new(rule.months.clamp(0, 120) as u32))?;
    (until > today).then_some(Barred::Until(until))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a day")
    }

    #[test]
    fn two_refusals_bar_for_the_term_where_the_pack_says_so() {
        let zhejiang = Rule { most: 2, months: 0 };
        let first = [day(2025, 3, 1)];
        let both = [day(2025, 3, 1), day(2025, 5, 1)];
        assert_eq!(barred(zhejiang, &first, day(2025, 3, 2)), None);
        assert_eq!(barred(zhejiang, &both, day(2026, 5, 1)), Some(Barred::Term));
        let none = Rule { most: 0, months: 0 };
        assert_eq!(barred(none, &both, day(2025, 5, 2)), None);
    }

    #[test]
    fn half_a_year_lies_between_where_the_pack_says_so() {
        let shenzhen = Rule { most: 2, months: 6 };
        let first = [day(2025, 3, 1)];
        assert_eq!(
            barred(shenzhen, &first, day(2025, 8, 31)),
            Some(Barred::Until(day(2025, 9, 1)))
        );
        assert_eq!(barred(shenzhen, &first, day(2025, 9, 1)), None);
    }

    #[test]
    fn shipped_packs_say_what_their_rules_say() {
        for (name, most) in [("national", 0), ("zhejiang", 2), ("chongqing", 2)] {
            let text = RulePack::shipped_text(name).expect("it ships");
            let pack = RulePack::parse(text).expect("it is read");
            assert_eq!(Rule::of(&pack), Rule { most, months: 0 }, "{name}");
        }
    }
}
