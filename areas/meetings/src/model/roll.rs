//! Who is called to a meeting, who came, and what that makes of its quorum.

use threshold::{Electorate, Verdict};

kernel::codes! {
    /// As what somebody takes part.
    Part, "meetings-part-":
    /// A member of the body: counts, and votes.
    Member = "member",
    /// 列席: speaks, does not vote.
    SitIn = "sit_in",
}

kernel::codes! {
    /// How a request for leave stands.
    Leave, "meetings-leave-":
    Asked = "asked",
    Granted = "granted",
    Refused = "refused",
}

kernel::codes! {
    /// How somebody was entered as present.
    By, "meetings-by-":
    /// By the code on the screen of the hall.
    Code = "code",
    /// By the clerk.
    Clerk = "clerk",
}

kernel::codes! {
    /// Why somebody takes no part in an item.
    Out, "meetings-out-":
    /// 回避
    Recused = "recused",
    /// Away for this item.
    Away = "away",
}

/// Where somebody of the roll stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Present,
    /// Came and went before the end.
    Left,
    /// 请假: leave was granted.
    Excused,
    /// Leave was asked for and nobody decided yet.
    Asking,
    /// Signed for the notice.
    Coming,
    /// Was told and has not answered.
    Silent,
    /// Was not told yet.
    Untold,
}

impl Stands {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Stands::Present => "meetings-stands-present",
            Stands::Left => "meetings-stands-left",
            Stands::Excused => "meetings-stands-excused",
            Stands::Asking => "meetings-stands-asking",
            Stands::Coming => "meetings-stands-coming",
            Stands::Silent => "meetings-stands-silent",
            Stands::Untold => "meetings-stands-untold",
        }
    }
}

/// Whether those present are enough; none where no rule is known for the body.
pub fn quorum(body: &str, level: &str, who: Electorate) -> Option<Verdict> {
    threshold::rule(body, level, "quorum").map(|rule| rule.present(who))
}

/// A code of six digits for the screen of the hall, from random bytes.
pub fn code(bytes: [u8; 4]) -> String {
    format!("{:06}", u32::from_le_bytes(bytes) % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quorum_counts_all_members_and_not_the_seats() {
        let who = |present| Electorate {
            seats: 25,
            members: 23,
            present,
        };
        let at = |present| quorum("standing_committee", "county", who(present)).expect("a rule");
        assert!(!at(11).passed);
        assert_eq!((at(11).needed, at(11).missing()), (12, 1));
        assert!(at(12).passed);
        assert_eq!(quorum("standing_committee", "township", who(12)), None);
    }

    #[test]
    fn codes_have_six_digits() {
        assert_eq!(code([0, 0, 0, 0]), "000000");
        assert_eq!(code(4_294_967_295u32.to_le_bytes()), "967295");
    }
}
