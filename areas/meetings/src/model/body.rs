//! Bodies that sit, and the duties of their members.

kernel::codes! {
    /// What a body is; the names are those of `threshold`.
    BodyKind, "meetings-body-":
    /// 人民代表大会
    Congress = "congress",
    /// 常务委员会
    StandingCommittee = "standing_committee",
    /// 主任会议
    Chairpersons = "chairpersons",
    /// 党组
    PartyGroup = "party_group",
    /// A special or working committee (专门委员会、工作委员会).
    Committee = "committee",
    /// 联席会议
    Joint = "joint",
}

kernel::codes! {
    /// What a member is within his body, in the order they sit.
    Duty, "meetings-duty-":
    /// 主任、书记、主任委员
    Chair = "chair",
    /// 副主任、副书记、副主任委员
    ViceChair = "vice_chair",
    /// 秘书长
    Secretary = "secretary",
    /// 委员、代表、成员
    Member = "member",
}

impl Duty {
    /// The key of the word for it in a body of this kind.
    pub fn key_in(self, kind: BodyKind) -> String {
        let own = match (kind, self) {
            (BodyKind::PartyGroup, Duty::Chair) => "party_chair",
            (BodyKind::PartyGroup, Duty::ViceChair) => "party_vice",
            (BodyKind::PartyGroup | BodyKind::Chairpersons | BodyKind::Joint, Duty::Member) => {
                "party_member"
            }
            (BodyKind::Congress, Duty::Member) => "deputy",
            (BodyKind::Congress, Duty::Chair) => "presidium",
            _ => return self.key(),
        };
        format!("meetings-duty-{own}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bodies are asked about in `threshold` by the same names.
    #[test]
    fn every_body_has_a_majority_and_a_quorum() {
        for kind in BodyKind::ALL {
            for name in ["quorum", "majority"] {
                let rule = threshold::rule(kind.code(), "county", name);
                assert!(rule.is_some(), "{name} of {}", kind.code());
            }
        }
    }
}
