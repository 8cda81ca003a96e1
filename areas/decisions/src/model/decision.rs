//! What a decision is, who may bring it in, and how long it is in force.

use chrono::NaiveDate;
use threshold::Rule;

kernel::codes! {
    Form, "decisions-form-":
    /// 决定: rules or orders something.
    Decision = "decision",
    /// 决议: approves, or states the body's will.
    Resolution = "resolution",
}

kernel::codes! {
    /// The body that adopts it.
    Body, "decisions-body-":
    StandingCommittee = "standing_committee",
    Congress = "congress",
}

kernel::codes! {
    /// What it is about, by the powers of 地方组织法 (2022) 11 and 50.
    Subject, "decisions-subject-":
    Economy = "economy",
    Budget = "budget",
    Construction = "construction",
    Environment = "environment",
    Culture = "culture",
    Livelihood = "livelihood",
    Law = "law",
    Congress = "congress",
    Other = "other",
}

kernel::codes! {
    /// Who brings it in.
    BroughtBy, "decisions-brought-":
    Chairpersons = "chairpersons",
    Government = "government",
    Committee = "committee",
    Members = "members",
    Presidium = "presidium",
    StandingCommittee = "standing_committee",
    Deputies = "deputies",
}

kernel::codes! {
    /// Why it is not taken up.
    Refused, "decisions-refused-":
    OutsidePowers = "outside_powers",
    Immature = "immature",
    NoText = "no_text",
    Settled = "settled",
    Other = "other",
}

kernel::codes! {
    /// What somebody asked says of the draft.
    Stance, "decisions-stance-":
    Agree = "agree",
    Amend = "amend",
    Object = "object",
}

kernel::codes! {
    /// What becomes of an opinion.
    Taken, "decisions-taken-":
    Accepted = "accepted",
    Partly = "partly",
    Declined = "declined",
}

kernel::codes! {
    /// How a decision ceased to be in force.
    Ended, "decisions-ended-":
    Replaced = "replaced",
    Repealed = "repealed",
}

impl BroughtBy {
    /// Whether it may bring something before `body`.
    ///
    /// Before the standing committee 地方组织法 (2022) 52; before the congress 22.
    pub fn may(self, body: Body) -> bool {
        match body {
            Body::StandingCommittee => matches!(
                self,
                Self::Chairpersons | Self::Government | Self::Committee | Self::Members
            ),
            Body::Congress => matches!(
                self,
                Self::Presidium
                    | Self::StandingCommittee
                    | Self::Committee
                    | Self::Government
                    | Self::Deputies
            ),
        }
    }

    /// The rule of how many names it takes before `body` of an organ of `level`; none where a body brings it in by
    /// itself (地方组织法 (2022) 22 and 52).
    pub fn names_rule(self, body: Body, level: &str) -> Option<Rule> {
        match self {
            Self::Members | Self::Deputies => threshold::rule(body.code(), level, "bill"),
            _ => None,
        }
    }

    /// The article of 地方组织法 the right rests on.
    pub fn article(self, body: Body) -> &'static str {
        match body {
            Body::StandingCommittee => "第五十二条",
            Body::Congress => "第二十二条",
        }
    }
}

/// How many heads a rule asks for.
pub fn heads(rule: &Rule) -> u32 {
    rule.share.least(0)
}

impl Body {
    /// The article of 地方组织法 by which it decides with more than half of all its members.
    pub fn majority_article(self) -> &'static str {
        match self {
            Body::StandingCommittee => "第五十一条",
            Body::Congress => "第二十五条",
        }
    }
}

/// How a published decision stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// Published, not in force yet.
    Ahead,
    InForce,
    /// Not any more.
    Over(Ended),
}

impl Force {
    /// The key of its name.
    pub fn key(self) -> String {
        match self {
            Force::Ahead => "decisions-force-ahead".to_owned(),
            Force::InForce => "decisions-force-now".to_owned(),
            Force::Over(how) => how.key(),
        }
    }
}

/// How a decision adopted on `adopted_on` stands `today`. Without a day of its own it is in force from its adoption.
pub fn force(
    adopted_on: NaiveDate,
    effective_on: Option<NaiveDate>,
    ended: Option<(NaiveDate, Ended)>,
    today: NaiveDate,
) -> Force {
    match ended {
        Some((on, how)) if on <= today => Force::Over(how),
        _ if effective_on.unwrap_or(adopted_on) > today => Force::Ahead,
        _ => Force::InForce,
    }
}

/// Whether what was said asks for a word of what becomes of it: plain consent does not.
pub fn asks_for_word(stance: Stance, opinion: &str) -> bool {
    stance != Stance::Agree || !opinion.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn who_may_bring_it_before_which_body() {
        use BroughtBy::*;
        for (by, committee, congress) in [
            (Chairpersons, true, false),
            (Government, true, true),
            (Committee, true, true),
            (Members, true, false),
            (Presidium, false, true),
            (StandingCommittee, false, true),
            (Deputies, false, true),
        ] {
            assert_eq!(by.may(Body::StandingCommittee), committee, "{by:?}");
            assert_eq!(by.may(Body::Congress), congress, "{by:?}");
        }
    }

    #[test]
    fn names_are_asked_of_members_and_deputies_by_level() {
        use Body::*;
        for (by, body, level, least) in [
            (BroughtBy::Members, StandingCommittee, "county", Some(3)),
            (BroughtBy::Members, StandingCommittee, "city", Some(5)),
            (BroughtBy::Members, StandingCommittee, "province", Some(5)),
            (BroughtBy::Deputies, Congress, "township", Some(5)),
            (BroughtBy::Deputies, Congress, "county", Some(10)),
            (BroughtBy::Government, StandingCommittee, "county", None),
            (BroughtBy::Chairpersons, StandingCommittee, "city", None),
        ] {
            let rule = by.names_rule(body, level);
            assert_eq!(rule.as_ref().map(heads), least, "{by:?} {level}");
            if let Some(rule) = rule {
                assert_eq!(rule.source.article, by.article(body));
            }
        }
    }

    /// The article shown beside a result is that of the rule the ballot box judges by.
    #[test]
    fn the_article_of_the_majority_is_that_of_the_rule() {
        for body in [Body::StandingCommittee, Body::Congress] {
            let rule = threshold::rule(body.code(), "county", "majority").expect("a rule");
            assert_eq!(rule.source.article, body.majority_article());
        }
    }

    #[test]
    fn a_decision_is_in_force_from_its_day_until_it_is_replaced() {
        let (adopted, from) = (day("2026-03-01"), day("2026-05-01"));
        assert_eq!(
            force(adopted, Some(from), None, day("2026-04-30")),
            Force::Ahead
        );
        assert_eq!(force(adopted, Some(from), None, from), Force::InForce);
        assert_eq!(force(adopted, None, None, adopted), Force::InForce);
        let ended = Some((day("2027-01-01"), Ended::Replaced));
        assert_eq!(
            force(adopted, None, ended, day("2026-12-31")),
            Force::InForce
        );
        assert_eq!(
            force(adopted, None, ended, day("2027-01-01")),
            Force::Over(Ended::Replaced)
        );
    }

    #[test]
    fn plain_consent_needs_no_word_and_everything_else_does() {
        assert!(!asks_for_word(Stance::Agree, "  "));
        assert!(asks_for_word(Stance::Agree, "建议明确牵头部门"));
        assert!(asks_for_word(Stance::Amend, "改第三条"));
        assert!(asks_for_word(Stance::Object, ""));
    }
}
