//! Offices, what may be done with one, and who is entitled to propose it (地方组织法第五十条第十三项至第十七项；监督法第六十一条).

kernel::codes! {
    /// What a case does with an office.
    Action, "appointments-action-":
    /// 任命
    Appoint = "appoint",
    /// 免职
    Remove = "remove",
    /// 决定代理
    Acting = "acting",
    /// 撤职
    Dismiss = "dismiss",
    /// 接受辞职
    Resign = "resign",
}

impl Action {
    /// Somebody takes office: he is examined, speaks before the vote, swears.
    pub fn takes_office(self) -> bool {
        matches!(self, Action::Appoint | Action::Acting)
    }
}

kernel::codes! {
    /// What kind of office it is: by it goes who may propose.
    Class, "appointments-class-":
    /// 副县长
    ViceHead = "vice_head",
    /// 县长、监委主任、院长、检察长 (代理)
    Head = "head",
    /// 局长、主任：政府组成人员
    Government = "government",
    /// 监委副主任、委员
    Supervision = "supervision",
    /// 副院长、庭长、审判委员会委员、审判员
    Court = "court",
    /// 副检察长、检察委员会委员、检察员
    Procuratorate = "procuratorate",
    /// 专门委员会副主任委员、委员
    Committee = "committee",
    /// 常委会组成人员、工作机构和办事机构负责人
    Congress = "congress",
}

kernel::codes! {
    /// Who proposes.
    Nominator, "appointments-nominator-":
    /// 县长
    GovernmentHead = "government_head",
    /// 监察委员会主任
    SupervisionHead = "supervision_head",
    /// 人民法院院长
    CourtHead = "court_head",
    /// 人民检察院检察长
    ProcuratorateHead = "procuratorate_head",
    /// 主任会议
    Chairpersons = "chairpersons",
    /// 县人民政府
    Government = "government",
    /// 监察委员会
    Supervision = "supervision",
    /// 人民法院
    Court = "court",
    /// 人民检察院
    Procuratorate = "procuratorate",
    /// 五分之一以上的常委会组成人员
    Members = "members",
}

/// Who may propose to do `action` with an office of `class`.
///
/// Appointments: 地方组织法第五十条 (十三) vice heads and who acts for a head, (十四) members of the government, (十五)
/// supervision, (十六) court and procuratorate; the congress's own bodies by the chairpersons' meeting. Dismissal: 监督法
/// 第六十一条. A resignation is the holder's own word; the chairpersons' meeting puts it to the vote.
pub fn entitled(action: Action, class: Class) -> &'static [Nominator] {
    use Nominator::*;
    match (action, class) {
        (Action::Resign, _) => &[Chairpersons],
        (Action::Dismiss, Class::Supervision) => &[Supervision, Chairpersons, Members],
        (Action::Dismiss, Class::Court) => &[Court, Chairpersons, Members],
        (Action::Dismiss, Class::Procuratorate) => &[Procuratorate, Chairpersons, Members],
        (Action::Dismiss, Class::Committee | Class::Congress) => &[Chairpersons, Members],
        (Action::Dismiss, _) => &[Government, Chairpersons, Members],
        (_, Class::Head) => &[Chairpersons],
        (_, Class::ViceHead | Class::Government) => &[GovernmentHead],
        (_, Class::Supervision) => &[SupervisionHead],
        (_, Class::Court) => &[CourtHead],
        (_, Class::Procuratorate) => &[ProcuratorateHead],
        (_, Class::Committee | Class::Congress) => &[Chairpersons],
    }
}

/// Those entitled to propose every line of a case; nobody where its lines have no proposer in common.
pub fn common(lines: &[(Action, Class)]) -> Vec<Nominator> {
    let all = Nominator::ALL.iter().copied();
    all.filter(|n| lines.iter().all(|(a, c)| entitled(*a, *c).contains(n)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by hand from the article; one row a rule.
    #[test]
    fn whoever_proposes_is_entitled_by_the_article() {
        use Nominator::*;
        for (action, class, who) in [
            (Action::Appoint, Class::ViceHead, vec![GovernmentHead]),
            (Action::Acting, Class::Head, vec![Chairpersons]),
            (Action::Appoint, Class::Government, vec![GovernmentHead]),
            (Action::Remove, Class::Government, vec![GovernmentHead]),
            (Action::Appoint, Class::Supervision, vec![SupervisionHead]),
            (Action::Appoint, Class::Court, vec![CourtHead]),
            (
                Action::Remove,
                Class::Procuratorate,
                vec![ProcuratorateHead],
            ),
            (Action::Appoint, Class::Congress, vec![Chairpersons]),
            (
                Action::Dismiss,
                Class::ViceHead,
                vec![Chairpersons, Government, Members],
            ),
            (
                Action::Dismiss,
                Class::Court,
                vec![Chairpersons, Court, Members],
            ),
            (Action::Resign, Class::ViceHead, vec![Chairpersons]),
        ] {
            assert_eq!(common(&[(action, class)]), who, "{action:?} {class:?}");
        }
    }

    #[test]
    fn lines_without_a_common_proposer_are_no_one_case() {
        let court = (Action::Appoint, Class::Court);
        let bureau = (Action::Remove, Class::Government);
        assert!(common(&[court, bureau]).is_empty());
        assert_eq!(
            common(&[bureau, (Action::Appoint, Class::ViceHead)]),
            [Nominator::GovernmentHead]
        );
    }
}
